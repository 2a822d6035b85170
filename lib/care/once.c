/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "care/once.h"

/* About what a generation of calls may hold. */
enum { GENERATION_BYTES = 2 << 20 };

struct once {
	struct map *newer, *older;
	size_t bytes; /* of the newer one's keys */
};

struct once *
once_new(void)
{
	struct once *o = mem_zero(1, sizeof(*o));

	o->newer = map_new(1);
	o->older = map_new(1);
	return o;
}

void
once_free(struct once *o)
{
	if (o == NULL)
		return;
	map_free(o->newer);
	map_free(o->older);
	free(o);
}

/* The full generation becomes the older one, which is forgotten. */
static void
turn(struct once *o)
{
	struct map *full = o->newer;

	o->newer = o->older;
	o->older = full;
	map_clear(o->newer);
	o->bytes = 0;
}

int
once_first(struct once *o, struct bytes parent_id)
{
	uint64_t hash;
	int added;

	if (parent_id.n == 0)
		return 1;
	hash = map_hash(parent_id);
	/* Both are large: let memory look into the one meanwhile. */
	map_expect(o->newer, hash);
	if (map_find_hashed(o->older, parent_id, hash) != NULL)
		return 0;
	map_put_hashed(o->newer, parent_id, hash, &added);
	if (added)
		o->bytes += parent_id.n + 16;
	if (o->bytes > GENERATION_BYTES)
		turn(o);
	return added;
}
