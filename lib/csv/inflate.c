/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "csv/inflate.h"
#include "csv/inflate_inside.h"
#include "have_isal.h"

struct inflate {
	const struct inflate_way *way;
	void *state; /* the way's own */
};

static const struct inflate_way *const ways[] = {
#if HAVE_ISAL
	&inflate_isal,
#endif
	&inflate_zlib, NULL
};

static const struct inflate_way *chosen;

struct inflate *
inflate_new(void)
{
	struct inflate *f = mem_zero(1, sizeof(*f));

	f->way = chosen != NULL ? chosen : ways[0];
	f->state = f->way->make();
	return f;
}

void
inflate_free(struct inflate *f)
{
	if (f == NULL)
		return;
	f->way->end(f->state);
	free(f);
}

void
inflate_begin(struct inflate *f)
{
	f->way->begin(f->state);
}

enum inflate_got
inflate_some(struct inflate *f, struct inflate_io *io)
{
	return f->way->some(f->state, io);
}

size_t
inflate_rest(const struct inflate *f, unsigned char *rest)
{
	return f->way->rest(f->state, rest);
}

uint32_t
inflate_crc(const struct inflate *f, uint32_t crc, const void *p, size_t n)
{
	return f->way->crc(crc, p, n);
}

const char *
inflate_variant(size_t i)
{
	return ways[i] != NULL ? ways[i]->name : NULL;
}

int
inflate_choose(const char *variant)
{
	size_t i;

	for (i = 0; ways[i] != NULL; i++)
		if (strcmp(ways[i]->name, variant) == 0) {
			chosen = ways[i];
			return 0;
		}
	return -1;
}
