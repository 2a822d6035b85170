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

int
once_first(struct once *o, struct bytes parent_id)
{
	int added;

	if (parent_id.n == 0)
		return 1;
	if (map_find(o->older, parent_id) != NULL)
		return 0;
	map_put(o->newer, parent_id, &added);
	if (added)
		o->bytes += parent_id.n + 16;
	if (o->bytes > GENERATION_BYTES) {
		map_free(o->older);
		o->older = o->newer;
		o->newer = map_new(1);
		o->bytes = 0;
	}
	return added;
}
