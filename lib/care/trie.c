/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "care/trie.h"

static uint32_t
new_node(struct match *m)
{
	if (m->node_count >= UINT32_MAX / 8)
		mem_exhausted();
	m->nodes =
	    mem_grow(m->nodes, m->node_count, &m->node_cap, sizeof(*m->nodes));
	m->rests =
	    mem_grow(m->rests, m->node_count, &m->rest_cap, sizeof(*m->rests));
	memset(&m->nodes[m->node_count], 0, sizeof(m->nodes[0]));
	memset(&m->rests[m->node_count], 0, sizeof(m->rests[0]));
	return (uint32_t)m->node_count++;
}

struct match *
match_new(void)
{
	struct match *m = mem_zero(1, sizeof(*m));

	while (m->node_count <= TRIE_MEMBER)
		new_node(m);
	m->edge_slots = 64;
	m->edge_shift = 64 - 6;
	m->edges = mem_zero(m->edge_slots, sizeof(*m->edges));
	m->anchor_slots = 64;
	m->anchor_shift = 64 - 6;
	m->anchors = mem_zero(m->anchor_slots, sizeof(*m->anchors));
	m->usual = usual_new();
	return m;
}

void
match_free(struct match *m)
{
	size_t i;

	if (m == NULL)
		return;
	for (i = 0; i < m->class_count; i++)
		free(m->classes[i].parts);
	free(m->classes);
	free(m->edges);
	free(m->nodes);
	free(m->rests);
	free(m->links);
	free(m->values.items);
	free(m->starts.items);
	free(m->anchors);
	usual_free(m->usual);
	free(m->filter.words);
	free(m->filter.stems);
	free(m->filter.lengths);
	free(m);
}

/* Put a number at the end of a node's list, unless it is in it. */
static void
add_item(struct trie_list *list, uint32_t *first, uint32_t number)
{
	uint32_t *end = first;

	for (; *end != TRIE_NONE; end = &list->items[*end - 1].next)
		if (list->items[*end - 1].number == number)
			return;
	/* The array may move, and `end` with it. */
	*end = (uint32_t)list->n + 1;
	list->items =
	    mem_grow(list->items, list->n, &list->cap, sizeof(*list->items));
	list->items[list->n].number = number;
	list->items[list->n++].next = TRIE_NONE;
}

/* What a glance must see for a part of a phrase. */
static uint64_t
glance_of(const struct match *m, const struct match_part *part)
{
	switch (part->kind) {
	case MATCH_CLASS:
		return m->classes[part->hash].all;
	case MATCH_DIGIT:
		return UINT64_MAX;
	case MATCH_STEM:
		/* A word's fourth byte may be any behind three. */
		if (part->n < TRIE_HEAD)
			return UINT64_MAX;
		break;
	default:
		break;
	}
	return trie_glance(trie_mix(part->head));
}

static void
grow_edges(struct match *m)
{
	struct trie_edge *old = m->edges;
	size_t slots = m->edge_slots, i;

	m->edge_slots *= 2;
	m->edge_shift--;
	m->edges = mem_zero(m->edge_slots, sizeof(*m->edges));
	for (i = 0; i < slots; i++)
		if (old[i].to != TRIE_NONE)
			*trie_edge(m, old[i].from, old[i].hash) = old[i];
	free(old);
}

/* The edge of a word, stem or digit; its `to` is TRIE_NONE when it is new. */
static struct trie_edge *
put_edge(struct match *m, uint32_t node, enum trie_side side,
    const struct match_part *part)
{
	uint32_t key = trie_key(node, side, part->kind);
	struct trie_edge *e;

	if ((m->edge_count + 1) * 4 > m->edge_slots * 3)
		grow_edges(m);
	e = trie_edge(m, key, part->hash);
	if (e->to != TRIE_NONE)
		return e;
	e->hash = part->hash;
	e->from = key;
	m->edge_count++;
	if (part->kind == MATCH_STEM)
		m->rests[node].stems |= UINT32_C(1) << part->n;
	if (part->kind == MATCH_DIGIT)
		m->rests[node].digits |= UINT32_C(1) << side;
	return e;
}

/* The node behind a class, made when there is none. */
static uint32_t
put_link(struct match *m, uint32_t node, enum trie_side side, uint32_t class)
{
	uint32_t i = m->nodes[node].link, to;
	struct trie_link *l;

	for (; i != TRIE_NONE; i = l->next) {
		l = &m->links[i - 1];
		if (l->class == class && l->side == (uint32_t)side)
			return l->to;
	}
	to = new_node(m);
	m->links =
	    mem_grow(m->links, m->link_count, &m->link_cap, sizeof(*m->links));
	l = &m->links[m->link_count++];
	l->class = class;
	l->side = side;
	l->to = to;
	l->next = m->nodes[node].link;
	m->nodes[node].link = (uint32_t)m->link_count;
	return to;
}

/*
 * The node behind one more part; made when there is none.  `gap_of` is the
 * node before the gap when `node` is the one behind it, else TRIE_NONE.
 */
static uint32_t
extend(struct match *m, uint32_t node, enum trie_side side,
    const struct match_part *part, uint32_t gap_of)
{
	struct trie_edge *e;
	uint32_t to;

	if (part->kind == MATCH_GAP) {
		to = m->rests[node].gap[side];
		if (to == TRIE_NONE)
			to = new_node(m);
		m->rests[node].gap[side] = to;
		return to;
	}
	m->nodes[node].near[side] |= glance_of(m, part);
	if (gap_of != TRIE_NONE)
		m->nodes[gap_of].far[side] |= glance_of(m, part);
	if (part->kind == MATCH_CLASS)
		return put_link(m, node, side, (uint32_t)part->hash);
	if (part->kind == MATCH_WORD)
		m->rests[node].words[side] |= glance_of(m, part);
	e = put_edge(m, node, side, part);
	if (e->to == TRIE_NONE) {
		to = new_node(m);
		e->to = to;
	}
	return e->to;
}

/* The node behind all parts of one side, the nearest first. */
static uint32_t
extend_side(struct match *m, uint32_t node, enum trie_side side,
    const struct match_part *parts, size_t n)
{
	const struct match_part *part;
	uint32_t before = TRIE_NONE, to;
	size_t i;

	for (i = 0; i < n; i++) {
		part = side == LEFT ? &parts[n - 1 - i] : &parts[i];
		to = extend(m, node, side, part, before);
		before = part->kind == MATCH_GAP ? node : TRIE_NONE;
		node = to;
	}
	return node;
}

static void
grow_anchors(struct match *m)
{
	struct trie_anchor *old = m->anchors;
	size_t slots = m->anchor_slots, i;

	m->anchor_slots *= 2;
	m->anchor_shift--;
	m->anchors = mem_zero(m->anchor_slots, sizeof(*m->anchors));
	for (i = 0; i < slots; i++)
		if (old[i].start != TRIE_NONE)
			*trie_anchor(m, old[i].hash, old[i].stem) = old[i];
	free(old);
}

/* Let a word or stem start a node as well. */
static void
put_start(struct match *m, const struct match_part *part, uint32_t node)
{
	uint32_t stem = part->kind == MATCH_STEM ? (uint32_t)part->n : 0;
	struct trie_anchor *a;

	if ((m->anchor_count + 1) * 2 > m->anchor_slots)
		grow_anchors(m);
	a = trie_anchor(m, part->hash, stem);
	m->anchor_count += a->start == TRIE_NONE;
	a->hash = part->hash;
	a->stem = stem;
	a->head = part->head;
	add_item(&m->starts, &a->start, node);
}

/* The node where the phrases begin whose anchor is this part. */
static uint32_t
put_anchor(struct match *m, const struct match_part *part)
{
	struct trie_class *class;
	struct trie_edge *e;
	uint32_t node;
	size_t i;

	if (part->kind != MATCH_CLASS) {
		/* TRIE_NONE numbers no node: these edges are nobody's. */
		e = put_edge(m, TRIE_NONE, RIGHT, part);
		if (e->to != TRIE_NONE)
			return e->to;
		node = new_node(m);
		e->to = node;
		put_start(m, part, node);
		return node;
	}
	class = &m->classes[part->hash];
	if (class->anchor == TRIE_NONE) {
		class->anchor = new_node(m);
		for (i = 0; i < class->n; i++)
			put_start(m, &class->parts[i], class->anchor);
	}
	return class->anchor;
}

/*
 * What a part costs as an anchor: how many of a million words are it.  Of
 * words that are not usual the length gives a guess; a class is as usual
 * as its words together.
 */
static uint64_t
cost(const struct match *m, const struct match_part *part)
{
	uint64_t share;

	switch (part->kind) {
	case MATCH_CLASS:
		return m->classes[part->hash].cost;
	case MATCH_WORD:
		share = usual_share(m->usual, part->hash);
		if (share > 0)
			return share;
		return part->head >> 24 == 0 ? 50 : 15;
	case MATCH_STEM:
		return 1 + 200 / part->n;
	default:
		return UINT64_MAX;
	}
}

void
match_add(
    struct match *m, const struct match_part *parts, size_t n, uint32_t value)
{
	const struct match_part *part;
	size_t anchor = 0, i;
	uint32_t node;

	for (i = 1; i < n; i++)
		if (cost(m, &parts[i]) < cost(m, &parts[anchor]))
			anchor = i;
	part = &parts[anchor];
	node = put_anchor(m, part);
	node = extend_side(m, node, LEFT, parts, anchor);
	node = extend_side(m, node, RIGHT, part + 1, n - anchor - 1);
	add_item(&m->values, &m->nodes[node].value, value);
}

uint32_t
match_class(struct match *m)
{
	struct trie_class *class;

	m->classes = mem_grow(
	    m->classes, m->class_count, &m->class_cap, sizeof(*m->classes));
	class = &m->classes[m->class_count];
	memset(class, 0, sizeof(*class));
	class->node = new_node(m);
	return (uint32_t)m->class_count++;
}

void
match_class_add(struct match *m, uint32_t number, const struct match_part *part)
{
	struct trie_class *class = &m->classes[number];
	struct trie_edge *e = put_edge(m, class->node, RIGHT, part);

	if (e->to != TRIE_NONE)
		return;
	e->to = TRIE_MEMBER;
	class->all |= glance_of(m, part);
	if (part->kind == MATCH_STEM)
		class->stems |= glance_of(m, part);
	else
		class->words[part->hash >> 62] |= UINT64_C(1)
		    << (part->hash >> 56) % 64;
	class->parts = mem_grow(
	    class->parts, class->n, &class->cap, sizeof(*class->parts));
	class->parts[class->n++] = *part;
	class->cost += cost(m, part);
}

/* Let an anchor know at a glance what the nodes that it starts see. */
static void
gather_glances(const struct match *m, struct trie_anchor *a)
{
	const struct trie_node *n;
	uint32_t i;

	for (i = a->start; i != TRIE_NONE; i = m->starts.items[i - 1].next) {
		n = &m->nodes[m->starts.items[i - 1].number];
		a->near[LEFT] |= n->near[LEFT];
		a->near[RIGHT] |= n->near[RIGHT];
		a->far[LEFT] |= n->far[LEFT];
		a->far[RIGHT] |= n->far[RIGHT];
		a->whole |= n->value;
	}
}

static void
set_bit(uint64_t *bits, uint64_t i)
{
	bits[i / 64] |= UINT64_C(1) << i % 64;
}

static void
pass_stem(const struct trie_filter *f, uint32_t head, uint32_t stem)
{
	uint64_t i = trie_place(f, trie_mix(head));

	set_bit(f->stems, i);
	f->lengths[i] |= UINT32_C(1) << stem;
}

/* Let the words pass that an anchor may be: by itself or by its stem. */
static void
pass_anchor(const struct trie_filter *f, const struct trie_anchor *a)
{
	uint32_t c;

	if (a->stem == 0)
		set_bit(f->words, trie_place(f, a->hash));
	else if (a->stem >= TRIE_HEAD)
		pass_stem(f, a->head, a->stem);
	else
		for (c = 0; c < 256; c++)
			if (c == 0 || c == '\'' || c == '*' ||
			    byte_is_word((unsigned char)c))
				pass_stem(f, a->head | c << 24, a->stem);
}

/* Fill the bitmaps; returns the share of usual words that pass. */
static uint64_t
fill_filter(const struct match *m, struct trie_filter *f)
{
	const size_t bytes = ((size_t)1 << (64 - f->shift)) / 8;
	uint64_t share = 0, hash;
	uint32_t head;
	size_t i;

	memset(f->words, 0, bytes);
	memset(f->stems, 0, bytes);
	memset(f->lengths, 0, bytes * 8 * sizeof(*f->lengths));
	for (i = 0; i < m->anchor_slots; i++)
		if (m->anchors[i].start != TRIE_NONE)
			pass_anchor(f, &m->anchors[i]);
	for (i = 0; i < usual_count(); i++) {
		usual_word(m->usual, i, &hash, &head);
		if (trie_bit(f->words, trie_place(f, hash)) ||
		    trie_bit(f->stems, trie_place(f, trie_mix(head))))
			share += usual_share(m->usual, hash);
	}
	return share;
}

void
match_ready(struct match *m)
{
	enum { TRIES = 32 };
	struct trie_filter *f = &m->filter;
	uint64_t salt, best, share, least = UINT64_MAX;
	int log = 12, i;
	size_t k;

	for (k = 0; k < m->anchor_slots; k++)
		gather_glances(m, &m->anchors[k]);
	/* 16 to 32 bits for each anchor. */
	while (((size_t)1 << log) < m->anchor_count * 16)
		log++;
	f->shift = 64 - log;
	f->words = mem_zero(((size_t)1 << log) / 64, sizeof(*f->words));
	f->stems = mem_zero(((size_t)1 << log) / 64, sizeof(*f->stems));
	f->lengths = mem_zero((size_t)1 << log, sizeof(*f->lengths));
	best = f->salt = UINT64_C(0xd6e8feb86659fd93);
	for (i = 0; i < TRIES; i++) {
		salt = f->salt;
		share = fill_filter(m, f);
		if (share < least) {
			least = share;
			best = salt;
		}
		/* Knuth's generator (MMIX), kept odd. */
		f->salt = (salt * UINT64_C(6364136223846793005) +
			      UINT64_C(1442695040888963407)) |
		    1;
	}
	f->salt = best;
	fill_filter(m, f);
}
