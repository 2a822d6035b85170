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

static uint32_t
new_symbol(struct match *m, uint64_t cost)
{
	m->symbols = mem_grow(
	    m->symbols, m->symbol_count, &m->symbol_cap, sizeof(*m->symbols));
	m->symbols[m->symbol_count].cost = cost;
	m->symbols[m->symbol_count].bit = 0;
	return (uint32_t)m->symbol_count++;
}

struct match *
match_new(struct lexicon *lexicon, unsigned flag)
{
	struct match *m = mem_zero(1, sizeof(*m));

	m->lexicon = lexicon;
	m->flag = flag;
	while (m->node_count <= TRIE_MEMBER)
		new_node(m);
	m->edge_slots = 64;
	m->edge_shift = 64 - 6;
	m->edges = mem_zero(m->edge_slots, sizeof(*m->edges));
	m->head_slots = 64;
	m->head_shift = 64 - 6;
	m->heads = mem_zero(m->head_slots, sizeof(*m->heads));
	m->usual = usual_new();
	new_symbol(m, 0);
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
	free(m->heads);
	free(m->symbols);
	free(m->uses);
	usual_free(m->usual);
	free(m->anchors);
	free(m->glance);
	free(m->anchor);
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

static void
grow_heads(struct match *m)
{
	struct trie_head *old = m->heads;
	size_t slots = m->head_slots, i;

	m->head_slots *= 2;
	m->head_shift--;
	m->heads = mem_zero(m->head_slots, sizeof(*m->heads));
	for (i = 0; i < slots; i++)
		if (old[i].used)
			*trie_head(m, old[i].hash, old[i].stem) = old[i];
	free(old);
}

/* The head of a word or stem, which the lexicon gets to know. */
static struct trie_head *
put_head(struct match *m, const struct match_part *part)
{
	uint32_t stem = part->kind == MATCH_STEM ? (uint32_t)part->n : 0;
	struct token t = {
		.hash = part->hash, .low = part->low, .high = part->high
	};
	struct trie_head *h;

	if ((m->head_count + 1) * 2 > m->head_slots)
		grow_heads(m);
	h = trie_head(m, part->hash, stem);
	if (h->used)
		return h;
	m->head_count++;
	h->used = 1;
	h->hash = part->hash;
	h->low = part->low;
	h->stem = stem;
	if (stem > 0)
		lexicon_add_stem(m->lexicon, part->low, stem);
	/* The beginning of a word may be a word, too. */
	lexicon_add(m->lexicon, &t, stem == 0 ? LEXICON_KNOWN : 0);
	return h;
}

static uint64_t cost(const struct match *, const struct match_part *);

/* The symbol of a part, a new one when it had none. */
static uint32_t
symbol_of(struct match *m, const struct match_part *part)
{
	uint32_t *symbol;

	switch (part->kind) {
	case MATCH_CLASS:
		symbol = &m->classes[part->hash].symbol;
		break;
	case MATCH_DIGIT:
		symbol = &m->digit;
		break;
	default:
		symbol = &put_head(m, part)->symbol;
	}
	if (*symbol == 0)
		*symbol = new_symbol(
		    m, part->kind == MATCH_DIGIT ? 60000 : cost(m, part));
	return *symbol;
}

/* Note where a part leads on from, for glances. */
static void
note_use(struct match *m, uint32_t node, uint32_t before, enum trie_side side,
    const struct match_part *part)
{
	struct trie_use use = { .symbol = symbol_of(m, part),
		.node = node,
		.before = before,
		.side = (uint8_t)side,
		.word = part->kind == MATCH_WORD };

	m->uses =
	    mem_grow(m->uses, m->use_count, &m->use_cap, sizeof(*m->uses));
	m->uses[m->use_count++] = use;
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

	if (part->kind == MATCH_SOME) {
		to = m->rests[node].gap[side];
		if (to == TRIE_NONE)
			to = new_node(m);
		m->rests[node].gap[side] = to;
		return to;
	}
	note_use(m, node, gap_of, side, part);
	if (part->kind == MATCH_CLASS)
		return put_link(m, node, side, (uint32_t)part->hash);
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
		before = part->kind == MATCH_SOME ? node : TRIE_NONE;
		node = to;
	}
	return node;
}

/* Let a word or stem start a node as well. */
static void
put_start(struct match *m, const struct match_part *part, uint32_t node)
{
	struct trie_head *h = put_head(m, part);

	add_item(&m->starts, &h->start, node);
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
		return part->low >> 24 == 0 ? 50 : 15;
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

uint32_t
match_class_of(struct match *m, const struct match_part *parts, size_t n)
{
	struct trie_class *class;
	uint32_t made = match_class(m), i;
	size_t j;

	for (j = 0; j < n; j++)
		match_class_add(m, made, &parts[j]);
	class = &m->classes[made];
	class->shared = 1;
	for (i = 0; i < made; i++)
		if (m->classes[i].shared && m->classes[i].n == class->n &&
		    m->classes[i].sum == class->sum) {
			/* Its node stays, and nothing leads there. */
			free(class->parts);
			m->class_count--;
			return i;
		}
	return made;
}

void
match_class_add(struct match *m, uint32_t number, const struct match_part *part)
{
	struct trie_class *class = &m->classes[number];
	struct trie_edge *e = put_edge(m, class->node, RIGHT, part);

	if (e->to != TRIE_NONE)
		return;
	e->to = TRIE_MEMBER;
	class->sum += part->hash + part->n;
	put_head(m, part);
	if (part->kind == MATCH_WORD)
		class->words[part->hash >> 62] |= UINT64_C(1)
		    << (part->hash >> 56) % 64;
	class->parts = mem_grow(
	    class->parts, class->n, &class->cap, sizeof(*class->parts));
	class->parts[class->n++] = *part;
	class->cost += cost(m, part);
}

static int
order_symbols(const void *a, const void *b)
{
	const struct trie_symbol *const *x = a, *const *y = b;

	if ((*x)->cost != (*y)->cost)
		return (*x)->cost > (*y)->cost ? -1 : 1;
	return *x < *y ? -1 : *x > *y;
}

/* Share the bits out, so that each is met as seldom as the others. */
static void
share_bits(struct match *m)
{
	enum { BITS = 128 };
	struct trie_symbol **order = mem_zero(m->symbol_count, sizeof(*order));
	uint64_t load[BITS] = { 0 };
	size_t i;
	unsigned j, least;

	for (i = 0; i < m->symbol_count; i++)
		order[i] = &m->symbols[i];
	qsort(order, m->symbol_count, sizeof(*order), order_symbols);
	for (i = 0; i < m->symbol_count; i++) {
		for (j = least = 0; j < BITS; j++)
			if (load[j] < load[least])
				least = j;
		order[i]->bit = least;
		load[least] += order[i]->cost + 1;
	}
	free(order);
}

static struct match_glance
glance_at(const struct match *m, uint32_t symbol)
{
	unsigned bit = m->symbols[symbol].bit;
	struct match_glance g = { { 0, 0 } };

	if (symbol != 0)
		g.bits[bit / 64] = UINT64_C(1) << bit % 64;
	return g;
}

/* Let nodes, words and the members of classes know their bits. */
static void
spread_glances(struct match *m)
{
	const struct trie_class *class;
	const struct trie_use *use;
	struct match_glance g;
	size_t i, j;

	for (i = 0; i < m->use_count; i++) {
		use = &m->uses[i];
		g = glance_at(m, use->symbol);
		trie_join(&m->nodes[use->node].near[use->side], &g);
		if (use->before != TRIE_NONE)
			trie_join(&m->nodes[use->before].far[use->side], &g);
		if (use->word)
			trie_join(&m->rests[use->node].words[use->side], &g);
	}
	for (i = 0; i < m->head_slots; i++)
		m->heads[i].glance = glance_at(m, m->heads[i].symbol);
	for (i = 0; i < m->class_count; i++) {
		class = &m->classes[i];
		g = glance_at(m, class->symbol);
		for (j = 0; class->symbol != 0 && j < class->n; j++)
			trie_join(&put_head(m, &class->parts[j])->glance, &g);
	}
}

/* Let an anchor know of the nodes that a head leads to. */
static void
add_starts(struct match *m, struct trie_anchor *a, const struct trie_head *h)
{
	const struct trie_node *n;
	uint32_t i, node;

	for (i = h->start; i != TRIE_NONE; i = m->starts.items[i - 1].next) {
		node = m->starts.items[i - 1].number;
		add_item(&m->starts, &a->start, node);
		n = &m->nodes[node];
		trie_join(&a->near[LEFT], &n->near[LEFT]);
		trie_join(&a->near[RIGHT], &n->near[RIGHT]);
		trie_join(&a->far[LEFT], &n->far[LEFT]);
		trie_join(&a->far[RIGHT], &n->far[RIGHT]);
		a->whole |= n->value;
	}
}

/* What a word is: by itself, by its stems, by a digit. */
static void
describe(struct match *m, uint32_t word)
{
	const struct token *t = lexicon_word(m->lexicon, word);
	const struct trie_head *head[TOKEN_STEM + 1];
	struct trie_anchor anchor = { .start = TRIE_NONE };
	uint32_t lengths =
	    lexicon_table(m->lexicon)->lengths[lexicon_stem_place(t->low)];
	size_t n = 0, i;

	head[n] = trie_head(m, t->hash, 0);
	n += head[n]->used != 0;
	for (; lengths != 0; lengths &= lengths - 1) {
		uint32_t length = (uint32_t)__builtin_ctz(lengths);

		head[n] = trie_head(m, token_stem(t, length), length);
		n += head[n]->used != 0;
	}
	if (word == LEXICON_DIGIT || byte_is_digit((unsigned char)t->low))
		m->glance[word] = glance_at(m, m->digit);
	for (i = 0; i < n; i++) {
		trie_join(&m->glance[word], &head[i]->glance);
		add_starts(m, &anchor, head[i]);
	}
	if (anchor.start == TRIE_NONE)
		return;
	m->anchors = mem_grow(
	    m->anchors, m->anchor_count, &m->anchor_cap, sizeof(*m->anchors));
	m->anchors[m->anchor_count] = anchor;
	m->anchor[word] = (uint32_t)m->anchor_count++;
	lexicon_entry(m->lexicon, word)->flags |= m->flag & 0xfff;
}

void
match_ready(struct match *m)
{
	size_t words;
	uint32_t i;

	share_bits(m);
	spread_glances(m);
	words = lexicon_count(m->lexicon);
	m->glance = mem_zero(words + 1, sizeof(*m->glance));
	m->anchor = mem_zero(words + 1, sizeof(*m->anchor));
	m->anchors =
	    mem_grow(m->anchors, 0, &m->anchor_cap, sizeof(*m->anchors));
	memset(&m->anchors[0], 0, sizeof(m->anchors[0]));
	m->anchor_count = 1;
	for (i = 1; i <= words; i++)
		describe(m, i);
}
