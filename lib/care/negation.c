/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/mem.h"
#include "care/negation.h"

/*
 * What a word does when one looks back from a hit for its negation.  The
 * two kinds of negators differ in what they let stand between: "not so
 * angry" is calm, "never so angry" and "couldn't be more angry" are not.
 */
enum {
	NOT = 1,	/* negates */
	NEVER = 2,	/* negates, or makes a superlative */
	PAST_NOT = 4,	/* stands between NOT and what it negates */
	PAST_NEVER = 8, /* the same for NEVER */
	LIST = 16,	/* "no A or B": A may be any word */
	LIGHT = PAST_NOT | PAST_NEVER
};

enum { SLOTS = 1024 };

static const struct {
	int role;
	const char *words;
} roles[] = {
	{ NOT,
	    "not no without didn't don't doesn't isn't wasn't weren't "
	    "aren't ain't haven't hasn't hadn't shouldn't needn't neither "
	    "none nobody nothing non nil zero denies denied deny denying "
	    "declined declines declining refused refuses refusing" },
	{ NEVER, "never cannot can't couldn't won't wouldn't" },
	{ LIGHT,
	    "a an the any all at be been being is was were are to of in "
	    "for with about from by ever even really very too one "
	    "particularly overly exactly actually currently personally "
	    "specifically openly directly remotely obviously necessarily want "
	    "wants wanted wanting wish wishes wished like need needs needed "
	    "feel feels felt feeling seem seems seemed sound sounds sounded "
	    "appear appears appeared look looks looked get gets got getting "
	    "become became have had has having make makes made making use "
	    "used using say saying mention mentioned mentions ask asking "
	    "request requested try tried trying going gonna plan plans "
	    "planning intend intends intending intention intentions intent "
	    "desire reason reasons sign signs hint trace evidence thoughts "
	    "thought thinking kind sort form further other real actual "
	    "specific explicit direct current active longer verbal my his her "
	    "their your our" },
	{ PAST_NOT, "so such as that this more worse" },
	{ LIGHT | LIST, "or nor" }
};

/* Open addressing; at most half of the slots are taken. */
struct negation {
	struct slot {
		uint64_t hash;
		int role; /* 0: free */
	} slots[SLOTS];
};

static size_t
slot_of(const struct negation *n, uint64_t hash)
{
	size_t i = (size_t)(hash >> 48) % SLOTS;

	while (n->slots[i].role != 0 && n->slots[i].hash != hash)
		i = (i + 1) % SLOTS;
	return i;
}

static void
put(struct negation *n, uint64_t hash, int role)
{
	struct slot *s = &n->slots[slot_of(n, hash)];

	s->hash = hash;
	s->role |= role;
}

struct negation *
negation_new(void)
{
	struct negation *n = mem_zero(1, sizeof(*n));
	struct token token[TOKENS];
	struct token_folded f;
	size_t i, j, count;

	for (i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		count = token_list(bytes_of(roles[i].words), token, TOKENS);
		for (j = 0; j < count; j++) {
			put(n, token[j].hash, roles[i].role);
			token_fold(&token[j], &f);
			if (token_elide(&f))
				put(n, token_of(&f).hash, roles[i].role);
		}
	}
	return n;
}

void
negation_free(struct negation *n)
{
	free(n);
}

int
negation_before(const struct negation *n, const struct match_window *w,
    size_t at, size_t *by)
{
	size_t i, reach = at < NEGATION_REACH ? at : NEGATION_REACH;
	int allowed = NOT | NEVER, role, listed = 0;

	for (i = at; i > at - reach; i--) {
		if ((w->gap[i - 1] & MATCH_GAP_KIND) != GAP_JOINED)
			return 0;
		role = n->slots[slot_of(n, w->token.hash[i - 1])].role;
		if (role & (NOT | NEVER)) {
			*by = i - 1;
			return (role & allowed) != 0;
		}
		if (role == 0 && !listed)
			return 0;
		/* The word before an "or" may be any, once. */
		listed = (role & LIST) != 0;
		if (role != 0 && (role & PAST_NOT) == 0)
			allowed &= ~NOT;
		if (role != 0 && (role & PAST_NEVER) == 0)
			allowed &= ~NEVER;
	}
	return 0;
}
