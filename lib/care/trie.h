/* SPDX-License-Identifier: ISC */
#ifndef CARE_TRIE_H
#define CARE_TRIE_H

#include <stddef.h>
#include <stdint.h>

#include "care/match.h"
#include "care/token.h"
#include "care/usual.h"

/*
 * The inside of struct match, shared by what builds it (trie.c) and what
 * searches with it (match.c).
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
	TRIE_HEAD = 4	 /* bytes of a word that glances go by */
};

/*
 * Near and far are sets of words seen at a glance: one of 64 bits for each,
 * by its first four bytes, so that stems fit in.  A word whose bit is
 * missing is not in the set.
 */
struct trie_node {
	uint64_t near[SIDES]; /* what can stand beside */
	uint64_t far[SIDES];  /* what can stand behind a gap */
	uint32_t value;	      /* in `values`, plus 1 */
	uint32_t link;	      /* in `links`, plus 1 */
};

/* The rest of a node, looked at when a glance has met something. */
struct trie_rest {
	uint64_t words[SIDES]; /* what of `near` are words, not in a class */
	uint32_t stems;	       /* bit n: stems of n bytes, on any side */
	uint32_t gap[SIDES];   /* the node behind a gap; TRIE_NONE */
	uint32_t digits;       /* bit side: a word with a digit goes on */
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

/*
 * A word or stem at which phrases are looked for.  What the nodes that it
 * starts see is gathered here: most anchors in a text are left again at
 * this glance.
 */
struct trie_anchor {
	uint64_t hash;
	uint64_t near[SIDES], far[SIDES];
	uint32_t stem;	/* 0 for a word, else bytes of the stem */
	uint32_t head;	/* as in struct match_part */
	uint32_t start; /* in `starts`, plus 1; TRIE_NONE: free slot */
	uint32_t whole; /* it is a phrase by itself */
};

struct trie_class {
	uint64_t words[4];	  /* a closer look: 256 bits, by the hash */
	uint64_t stems;		  /* a glance */
	uint64_t all;		  /* a glance at words and stems */
	uint32_t node;		  /* its edges are the words */
	uint32_t anchor;	  /* where phrases begin; TRIE_NONE */
	uint64_t cost;		  /* of its words as anchors, together */
	struct match_part *parts; /* the words */
	size_t n, cap;
};

/*
 * Two bitmaps of 2^(64 - shift) bits that say which words may be anchors.
 * The salt is chosen so that few usual words pass by chance.
 */
struct trie_filter {
	uint64_t *words;   /* by hash */
	uint64_t *stems;   /* by the first four bytes */
	uint32_t *lengths; /* for each bit of `stems`: bit n, there are
				 * stems of n bytes */
	uint64_t salt;
	int shift;
};

struct match {
	struct trie_edge *edges; /* a hash table, at most 3/4 full */
	size_t edge_count, edge_slots;
	int edge_shift; /* 64 - log2(edge_slots) */
	struct trie_node *nodes;
	struct trie_rest *rests; /* by the same number */
	size_t node_count, node_cap, rest_cap;
	struct trie_link *links;
	size_t link_count, link_cap;
	struct trie_list values; /* of phrases, in their order */
	struct trie_list starts; /* nodes that anchors lead to */
	struct trie_class *classes;
	size_t class_count, class_cap;
	struct trie_anchor *anchors; /* a hash table, at most half full */
	size_t anchor_count, anchor_slots;
	int anchor_shift;	   /* 64 - log2(anchor_slots) */
	struct trie_filter filter; /* of the anchors; see match_ready() */
	struct usual *usual;
};

/* Words with the same first bytes have the same mix, and glance. */
static inline uint64_t
trie_mix(uint32_t head)
{
	return head * UINT64_C(0x9e3779b97f4a7c15);
}

static inline uint64_t
trie_glance(uint64_t mixed)
{
	return UINT64_C(1) << (mixed >> 58);
}

/* What tells edges of one node, side and kind from others. */
static inline uint32_t
trie_key(uint32_t node, enum trie_side side, enum match_kind kind)
{
	return (node * SIDES + (uint32_t)side) * 4 + (uint32_t)kind;
}

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

/* The slot of an anchor: its own, or the free one where it belongs. */
static inline struct trie_anchor *
trie_anchor(const struct match *m, uint64_t hash, uint32_t stem)
{
	/* The high bits of a hash are its best. */
	size_t i = (size_t)((hash + stem * UINT64_C(0x9e3779b97f4a7c15)) >>
	    m->anchor_shift);
	struct trie_anchor *a;

	for (;; i = (i + 1) & (m->anchor_slots - 1)) {
		a = &m->anchors[i];
		if (a->start == TRIE_NONE ||
		    (a->hash == hash && a->stem == stem))
			return a;
	}
}

/* The place of a word in a filter's bitmaps, by its hash or its mix. */
static inline uint64_t
trie_place(const struct trie_filter *f, uint64_t mixed)
{
	return mixed * f->salt >> f->shift;
}

static inline uint64_t
trie_bit(const uint64_t *bits, uint64_t i)
{
	return bits[i / 64] >> i % 64 & 1;
}

#endif
