/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "report/legs.h"

/* What one generation may hold; there are two. */
enum { CALLS = 16384, KEY_BYTES = 2 << 20 };

struct legs {
	struct map *newer, *older; /* of struct leg_call; or NULL */
	size_t bytes;		   /* of the newer one's keys */
};

struct legs *
legs_new(void)
{
	struct legs *l = mem_zero(1, sizeof(*l));

	l->newer = map_new(sizeof(struct leg_call));
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
	map_free(l->older);
	l->older = l->newer;
	l->newer = map_new(sizeof(struct leg_call));
	l->bytes = 0;
}

struct leg_call *
legs_call(struct legs *l, struct bytes parent_id, int *first)
{
	struct leg_call *call;

	*first = 0;
	if (l->older != NULL && (call = map_find(l->older, parent_id)) != NULL)
		return call;
	if (map_count(l->newer) >= CALLS || l->bytes >= KEY_BYTES) {
		if ((call = map_find(l->newer, parent_id)) != NULL)
			return call;
		turn(l);
	}
	call = map_put(l->newer, parent_id, first);
	if (*first)
		l->bytes += parent_id.n;
	return call;
}
