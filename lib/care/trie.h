/* SPDX-License-Identifier: ISC */
#ifndef CARE_TRIE_H
#define CARE_TRIE_H

#include <stddef.h>
#include <stdint.h>

#include "base/map.h"
#include "care/match.h"
#include "care/token.h"
#include "care/usual.h"

/*
 * The inside of struct match, shared by what builds it (trie.c), what
 * puts it in order (trie_ways.c), and what searches with it (match.c).
 *
 * A node is what has been compared so far.  From its anchor a phrase goes
 * on with its parts on the left, nearest first, then with those on the
 * right.  Phrases whose anchor is a class begin at one node of that class,
 * whichever word it was.
 */
enum trie_side { LEFT, RIGHT, SIDES };

enum {
	TRIE_NONE = 0,	 /* no node, no place in a list */
	TRIE_MEMBER = 1, /* where the edge of a class's word leads, and
			  * nothing goes on */
	TRIE_WHOLE = 1,	 /* of an anchor: a phrase ends right there */
	TRIE_ANCHOR = 2	 /* what its number is multiplied by, for that */
};

/* What can stand beside, and behind a gap. */
struct trie_sight {
	lexicon_glance near[SIDES], far[SIDES];
};

/* A node while phrases are added. */
struct trie_node {
	struct trie_sight sight;
	uint32_t value;	     /* in `values`, plus 1 */
	uint32_t link;	     /* in `links`, plus 1 */
	uint32_t gap[SIDES]; /* the node behind a gap; TRIE_NONE */
	uint32_t stems;	     /* bit n: stems of n bytes, on any side */
};

/* A node as the search takes it. */
struct trie_place {
	uint32_t value;	   /* in `values`, plus 1 */
	uint32_t from, to; /* its ways */
};

/* A part that leads on: the kinds are enum match_kind, and one more. */
enum { TRIE_MANY = MATCH_SOME + 1 };
struct trie_way {
	uint8_t kind;
	uint16_t bit; /* of a view: see trie_bit() */
	/*
	 * The number of a word or class, the place of a stem among the
	 * heads; of many words what their edges have in common.
	 */
	uint32_t what;
	uint32_t to; /* a node; of many words their place in `many` */
};

/* A word, stem or number that leads from a node to another. */
struct trie_edge {
	uint64_t hash; /* as in struct match_part */
	uint32_t from; /* see trie_key() */
	uint32_t to;   /* TRIE_NONE marks a free slot */
};

/* A class, any word of which leads on. */
struct trie_link {
	uint32_t class, side;
	uint32_t to;
	uint32_t next; /* plus 1 */
};

/* One number of a list that belongs to a node. */
struct trie_item {
	uint32_t number;
	uint32_t next; /* plus 1 */
};

struct trie_list {
	struct trie_item *items;
	size_t n, cap;
};

/* A word or stem that stands in phrases. */
struct trie_head {
	uint64_t hash;
	uint64_t low, high; /* as in struct match_part */
	lexicon_glance glance;
	uint32_t symbol;	    /* as a part of phrases; 0: it is none */
	uint32_t stem;		    /* 0 for a word, else bytes of the stem */
	uint32_t start[MATCH_SETS]; /* in `starts`, plus 1: nodes that it
				     * leads to */
	uint32_t class;		    /* the same: classes that it is in */
	uint32_t used;		    /* 0 marks a free slot */
};

/*
 * What stands for all words that are not in the lexicon and whose longest
 * stem is this one: as a word it has a number, behind those of the lexicon.
 */
struct trie_stem {
	lexicon_glance glance;
	uint32_t number;
	uint32_t flags; /* LEXICON_PHRASE, LEXICON_GUARD */
};

/*
 * A word at which phrases are looked for.  What the nodes that it starts
 * see is gathered here: most anchors in a text are left again at this
 * glance.
 */
struct trie_anchor {
	_Alignas(64) struct trie_sight sight;
};

/*
 * The same for a look at all ways at once, one line of the cache for each
 * anchor: which bit of a view each of them needs, see trie_bit().  An
 * anchor with more ways than that, or with one that leads on by any of many
 * words, is looked at by hand.
 */
enum {
	TRIE_SPOTS = 26,
	TRIE_NOTHING = 0xffff, /* no way, nothing to see */
	TRIE_BY_HAND = 0xfffe  /* of the first: the nodes have to be asked */
};

struct trie_spot {
	_Alignas(64) uint16_t bit[TRIE_SPOTS];
	uint32_t value;	  /* of all nodes, in `values`, plus 1 */
	uint32_t from, n; /* in `ways` */
};
_Static_assert(sizeof(struct trie_spot) == 64, "one line");

struct trie_class {
	uint32_t symbol;	     /* as a part of phrases; 0: it is none */
	uint64_t sum;		     /* of its words' hashes */
	uint32_t node;		     /* its edges are the words */
	uint32_t anchor[MATCH_SETS]; /* where phrases begin; TRIE_NONE */
	uint64_t cost;		     /* of its words as anchors, together */
	struct match_part *parts;    /* the words */
	size_t n, cap;
};

/* A part of phrases, as glances know it. */
struct trie_symbol {
	uint64_t cost;	/* how many of a million words fit it */
	uint64_t asked; /* how often it is looked for, in no unit */
	struct match_part part;
	unsigned bit;
};

/* A place in the trie where a part leads on. */
struct trie_use {
	uint32_t symbol, node;
	uint32_t before; /* the node before the gap before this one, or
			  * TRIE_NONE */
	uint8_t side;
};

/* The anchors of one set. */
struct trie_set {
	struct trie_anchor *anchors; /* from 1 */
	struct trie_spot *spots;     /* of each anchor */
	uint32_t *starts;	     /* where each one's nodes begin */
	uint32_t *first;	     /* nodes, TRIE_NONE behind an anchor's */
	uint32_t *anchor; /* by the number of the word or stem: twice its
			   * own, and TRIE_WHOLE for a phrase by itself; 0:
			   * none */
	size_t anchor_count, starts_cap, first_count, first_cap;
	size_t span;		   /* the most words of a phrase */
	struct trie_sight *sights; /* of the anchors, while they are made */
	size_t sight_cap;
};

struct match {
	struct lexicon *lexicon;
	struct trie_edge *edges; /* a hash table, at most 3/4 full */
	size_t edge_count, edge_slots;
	int edge_shift; /* 64 - log2(edge_slots) */
	struct trie_node *nodes;
	size_t node_count, node_cap;
	struct trie_link *links;
	size_t link_count, link_cap;
	struct trie_list values; /* of phrases, in their order */
	struct trie_list starts; /* nodes that anchors lead to */
	struct trie_class *classes;
	size_t class_count, class_cap;
	struct trie_head *heads; /* a hash table, at most half full */
	size_t head_count, head_slots;
	int head_shift;		     /* 64 - log2(head_slots) */
	struct trie_symbol *symbols; /* from 1 */
	size_t symbol_count, symbol_cap;
	struct trie_use *uses;
	size_t use_count, use_cap;
	uint64_t asked; /* how often what a phrase goes on with is, see
			 * struct trie_symbol */
	uint32_t digit; /* the symbol of words with a digit; 0: no matter */
	struct usual *usual;
	struct map *shared; /* classes made for whoever wants these words:
			     * uint32_t by what they hold */
	/* Set by match_ready(). */
	struct trie_set sets[MATCH_SETS];
	struct trie_place *places; /* by the number of the node */
	struct trie_way *ways;	   /* each node's together */
	size_t way_count, way_cap;
	lexicon_glance *many;
	size_t many_count, many_cap;
	uint64_t *members; /* trie_member(), each at its place */
	struct perfect member_place;
	uint64_t *stem_hashes; /* a hash table, half full; 0: free */
	struct trie_stem *stems;
	size_t stem_count, stem_slots;
	int stem_shift; /* 64 - log2(stem_slots) */
};

/*
 * Where a way looks in a view: left before right of what fits so far, near
 * before behind a gap, the bit of its glance.
 */
static inline unsigned
trie_bit(enum trie_side side, int far, unsigned bit)
{
	return ((unsigned)side * 2 + (far != 0)) * 128 + bit;
}

static inline unsigned
trie_side(unsigned bit)
{
	return bit >> 8;
}

static inline unsigned
trie_far(unsigned bit)
{
	return bit >> 7 & 1;
}

static inline int
trie_any(lexicon_glance g)
{
	return (g[0] | g[1]) != 0;
}

/* What tells edges of one node, side and kind from others. */
static inline uint32_t
trie_key(uint32_t node, enum trie_side side, enum match_kind kind)
{
	return (node * SIDES + (uint32_t)side) * 4 + (uint32_t)kind;
}

/* The heads of all stems that a word begins with; returns how many. */
size_t trie_stems(const struct match *, const struct token *,
    const struct trie_head *heads[TOKEN_STEM]);

/* The same, and before them the word's own. */
size_t trie_heads(const struct match *, const struct token *,
    const struct trie_head *heads[TOKEN_STEM + 1]);

/* The longest stem that a word outside the lexicon begins with; or NULL. */
const struct trie_stem *trie_stem(const struct match *, const struct token *);

/*
 * That a word or stem fits a class, a stem or `#`, in one number, never 0:
 * kind and `what` as of a way.
 */
static inline uint64_t
trie_member(uint32_t kind, uint32_t what, uint32_t word)
{
	return (uint64_t)kind << 56 | (uint64_t)what << 24 | word;
}

_Static_assert(LEXICON_MOST < 1 << 20, "a number has 24 bits");

/* The slot of a stem's hash: its own, or the free one for it. */
static inline size_t
trie_stem_slot(const struct match *m, uint64_t hash)
{
	size_t i = (size_t)(hash >> m->stem_shift);

	while (m->stem_hashes[i] != 0 && m->stem_hashes[i] != hash)
		i = (i + 1) & (m->stem_slots - 1);
	return i;
}

/* Build places, ways and members from what was added. */
void trie_ways(struct match *);

/* Build the spots of a set, whose anchors are there. */
void trie_spots(struct match *, struct trie_set *);

/* The slot of an edge: its own, or the free one where it belongs. */
static inline struct trie_edge *
trie_edge(const struct match *m, uint32_t key, uint64_t hash)
{
	uint64_t mix = (hash ^ key * UINT64_C(0x9e3779b97f4a7c15)) *
	    UINT64_C(0xd6e8feb86659fd93);
	size_t i = (size_t)(mix >> m->edge_shift);
	struct trie_edge *e;

	for (;; i = (i + 1) & (m->edge_slots - 1)) {
		e = &m->edges[i];
		if (e->to == TRIE_NONE || (e->hash == hash && e->from == key))
			return e;
	}
}

/* The slot of a word or stem: its own, or the free one for it. */
static inline struct trie_head *
trie_head(const struct match *m, uint64_t hash, uint32_t stem)
{
	/* The high bits of a hash are its best. */
	size_t i = (size_t)((hash + stem * UINT64_C(0x9e3779b97f4a7c15)) >>
	    m->head_shift);
	struct trie_head *h;

	for (;; i = (i + 1) & (m->head_slots - 1)) {
		h = &m->heads[i];
		if (!h->used || (h->hash == hash && h->stem == stem))
			return h;
	}
}

#endif
