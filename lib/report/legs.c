/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "report/legs.h"

/* What one generation may hold; there are two. */
enum { CALLS = 16384, KEY_BYTES = 2 << 20 };

struct legs {
	struct map *newer, *older; /* of struct leg_call */
	size_t bytes;		   /* of the newer one's keys */
};

struct legs *
legs_new(void)
{
	struct legs *l = mem_zero(1, sizeof(*l));

	l->newer = map_new(sizeof(struct leg_call));
	l->older = map_new(sizeof(struct leg_call));
	return l;
}

void
legs_free(struct legs *l)
{
	if (l == NULL)
		return;
	map_free(l->newer);
	map_free(l->older);
	free(l);
}

/* The full generation becomes the older one, which is forgotten. */
static void
turn(struct legs *l)
{
	struct map *full = l->newer;

	l->newer = l->older;
	l->older = full;
	map_clear(l->newer);
	l->bytes = 0;
}

uint64_t
legs_expect(const struct legs *l, struct bytes parent_id)
{
	uint64_t hash = map_hash(parent_id);

	map_expect(l->older, hash);
	map_expect(l->newer, hash);
	return hash;
}

struct leg_call *
legs_call(struct legs *l, struct bytes parent_id, uint64_t hash, int *first)
{
	struct leg_call *call = map_find_hashed(l->older, parent_id, hash);

	*first = 0;
	if (call != NULL)
		return call;
	if (map_count(l->newer) >= CALLS || l->bytes >= KEY_BYTES) {
		call = map_find_hashed(l->newer, parent_id, hash);
		if (call != NULL)
			return call;
		turn(l);
	}
	call = map_put_hashed(l->newer, parent_id, hash, first);
	if (*first)
		l->bytes += parent_id.n;
	return call;
}
