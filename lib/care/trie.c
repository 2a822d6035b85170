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
	memset(&m->nodes[m->node_count], 0, sizeof(m->nodes[0]));
	return (uint32_t)m->node_count++;
}

static uint32_t
new_symbol(struct match *m, const struct match_part *part, uint64_t cost)
{
	struct trie_symbol *symbol;

	m->symbols = mem_grow(
	    m->symbols, m->symbol_count, &m->symbol_cap, sizeof(*m->symbols));
	symbol = &m->symbols[m->symbol_count];
	memset(symbol, 0, sizeof(*symbol));
	symbol->cost = cost;
	symbol->part = *part;
	return (uint32_t)m->symbol_count++;
}

struct match *
match_new(struct lexicon *lexicon)
{
	const struct match_part none = { .kind = MATCH_SOME };
	struct match *m = mem_zero(1, sizeof(*m));

	m->lexicon = lexicon;
	while (m->node_count <= TRIE_MEMBER)
		new_node(m);
	m->edge_slots = 64;
	m->edge_shift = 64 - 6;
	m->edges = mem_zero(m->edge_slots, sizeof(*m->edges));
	m->head_slots = 64;
	m->head_shift = 64 - 6;
	m->heads = mem_zero(m->head_slots, sizeof(*m->heads));
	m->usual = usual_new();
	m->shared = map_new(sizeof(uint32_t));
	new_symbol(m, &none, 0);
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
	for (i = 0; i < MATCH_SETS; i++) {
		free(m->sets[i].anchors);
		free(m->sets[i].spots);
		free(m->sets[i].starts);
		free(m->sets[i].first);
		free(m->sets[i].anchor);
	}
	free(m->classes);
	free(m->edges);
	free(m->nodes);
	free(m->links);
	free(m->values.items);
	free(m->starts.items);
	free(m->heads);
	free(m->symbols);
	free(m->uses);
	free(m->places);
	free(m->ways);
	free(m->many);
	free(m->members);
	perfect_free(&m->member_place);
	free(m->stem_hashes);
	free(m->stems);
	usual_free(m->usual);
	map_free(m->shared);
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
	h->high = part->high;
	h->stem = stem;
	if (stem > 0) {
		lexicon_add_stem(m->lexicon, part->low, stem);
		m->stem_count++;
	}
	/* The beginning of a word may be a word, too. */
	lexicon_add(m->lexicon, &t, stem == 0 ? LEXICON_KNOWN : 0);
	return h;
}

size_t
trie_stems(const struct match *m, const struct token *t,
    const struct trie_head *head[TOKEN_STEM])
{
	const struct trie_head *h;
	uint32_t lengths =
	    lexicon_table(m->lexicon)->lengths[lexicon_stem_place(t->low)];
	uint32_t length;
	size_t n = 0;

	for (; lengths != 0; lengths &= lengths - 1) {
		length = (uint32_t)__builtin_ctz(lengths);
		h = trie_head(m, token_stem(t, length), length);
		if (h->used)
			head[n++] = h;
	}
	return n;
}

size_t
trie_heads(const struct match *m, const struct token *t,
    const struct trie_head *head[TOKEN_STEM + 1])
{
	size_t n;

	head[0] = trie_head(m, t->hash, 0);
	n = head[0]->used != 0;
	return n + trie_stems(m, t, head + n);
}

const struct trie_stem *
trie_stem(const struct match *m, const struct token *t)
{
	uint32_t lengths =
	    lexicon_table(m->lexicon)->lengths[lexicon_stem_place(t->low)];
	uint32_t length;
	size_t i;

	for (; lengths != 0; lengths ^= UINT32_C(1) << length) {
		length = 31 - (uint32_t)__builtin_clz(lengths);
		i = trie_stem_slot(m, token_stem(t, length));
		if (m->stem_hashes[i] != 0)
			return &m->stems[i];
	}
	return NULL;
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
		    m, part, part->kind == MATCH_DIGIT ? 60000 : cost(m, part));
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
		.side = (uint8_t)side };

	m->uses =
	    mem_grow(m->uses, m->use_count, &m->use_cap, sizeof(*m->uses));
	m->uses[m->use_count++] = use;
	m->symbols[use.symbol].asked += m->asked;
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
		m->nodes[node].stems |= UINT32_C(1) << part->n;
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
		to = m->nodes[node].gap[side];
		if (to == TRIE_NONE)
			to = new_node(m);
		m->nodes[node].gap[side] = to;
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
		/* Most of what is asked for is not there. */
		m->asked = m->asked / 8 + 1;
		node = to;
	}
	return node;
}

/* Let a word or stem start a node as well. */
static void
put_start(struct match *m, enum match_set set, const struct match_part *part,
    uint32_t node)
{
	struct trie_head *h = put_head(m, part);

	add_item(&m->starts, &h->start[set], node);
}

/* The node where the phrases begin whose anchor is this part. */
static uint32_t
put_anchor(struct match *m, enum match_set set, const struct match_part *part)
{
	struct trie_class *class;
	struct trie_edge *e;
	uint32_t node;
	size_t i;

	if (part->kind != MATCH_CLASS) {
		/* TRIE_NONE numbers no node, a side is a set's. */
		e = put_edge(m, TRIE_NONE, (enum trie_side)set, part);
		if (e->to != TRIE_NONE)
			return e->to;
		node = new_node(m);
		e->to = node;
		put_start(m, set, part, node);
		return node;
	}
	class = &m->classes[part->hash];
	if (class->anchor[set] == TRIE_NONE) {
		class->anchor[set] = new_node(m);
		for (i = 0; i < class->n; i++)
			put_start(m, set, &class->parts[i], class->anchor[set]);
	}
	return class->anchor[set];
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
match_add(struct match *m, enum match_set set, const struct match_part *parts,
    size_t n, uint32_t value)
{
	const struct match_part *part;
	size_t anchor = 0, span = 0, i;
	uint32_t node;

	for (i = 0; i < n; i++)
		span += parts[i].kind == MATCH_SOME ? MATCH_GAP_WORDS : 1;
	if (span > m->sets[set].span)
		m->sets[set].span = span;
	for (i = 1; i < n; i++)
		if (cost(m, &parts[i]) < cost(m, &parts[anchor]))
			anchor = i;
	part = &parts[anchor];
	m->asked = cost(m, part) + 1;
	node = put_anchor(m, set, part);
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
	const struct trie_class *class;
	uint32_t made = match_class(m), *same;
	struct {
		uint64_t sum, n;
	} key;
	size_t i;
	int added;

	for (i = 0; i < n; i++)
		match_class_add(m, made, &parts[i]);
	class = &m->classes[made];
	key.sum = class->sum;
	key.n = class->n;
	same = map_put(
	    m->shared, (struct bytes){ (char *)&key, sizeof(key) }, &added);
	if (added) {
		*same = made;
		return made;
	}
	/* Its node stays, and nothing leads there. */
	free(class->parts);
	m->class_count--;
	return *same;
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
	class->parts = mem_grow(
	    class->parts, class->n, &class->cap, sizeof(*class->parts));
	class->parts[class->n++] = *part;
	class->cost += cost(m, part);
}

/* What is asked for most and met most comes first. */
static int
order_symbols(const void *a, const void *b)
{
	const struct trie_symbol *const *x = a, *const *y = b;
	uint64_t first = (*x)->asked * (*x)->cost;
	uint64_t second = (*y)->asked * (*y)->cost;

	if (first != second)
		return first > second ? -1 : 1;
	return *x < *y ? -1 : *x > *y;
}

static lexicon_glance
glance_at(const struct match *m, uint32_t symbol)
{
	unsigned bit = m->symbols[symbol].bit;
	lexicon_glance g = { 0, 0 };

	if (symbol != 0)
		g[bit / 64] = UINT64_C(1) << bit % 64;
	return g;
}

/* What a bit stands for so far. */
struct bit_load {
	uint64_t asked, words; /* as of symbols, of all that share it */
};

enum { BITS = 128 };

/* Add to each bit the cost of a word that nothing with the bit has yet. */
static void
add_words(lexicon_glance has, uint64_t cost, uint64_t more[BITS])
{
	unsigned i;

	for (i = 0; i < BITS; i++)
		more[i] += (has[i / 64] >> i % 64 & 1) ? 0 : cost;
}

/* The words and stems of a symbol; returns how many. */
static size_t
parts_of(const struct match *m, const struct trie_symbol *symbol,
    const struct match_part **parts)
{
	const struct trie_class *class;

	*parts = &symbol->part;
	if (symbol->part.kind != MATCH_CLASS)
		return symbol->part.kind <= MATCH_STEM;
	class = &m->classes[symbol->part.hash];
	*parts = class->parts;
	return class->n;
}

/* Give a symbol the bit where it costs least. */
static void
choose_bit(
    struct match *m, struct trie_symbol *symbol, struct bit_load bits[BITS])
{
	const struct match_part *parts;
	size_t n = parts_of(m, symbol, &parts), i;
	uint64_t more[BITS] = { 0 }, cost_of, least = UINT64_MAX;
	lexicon_glance glance = { 0, 0 };
	unsigned j;

	if (n == 0)
		add_words(glance, symbol->cost, more);
	for (i = 0; i < n; i++)
		add_words(
		    put_head(m, &parts[i])->glance, cost(m, &parts[i]), more);
	for (j = 0; j < BITS; j++) {
		cost_of = (bits[j].asked + symbol->asked) *
			(bits[j].words + more[j] + 1) -
		    bits[j].asked * (bits[j].words + 1);
		if (cost_of < least) {
			least = cost_of;
			symbol->bit = j;
		}
	}
	bits[symbol->bit].asked += symbol->asked;
	bits[symbol->bit].words += more[symbol->bit];
	glance = glance_at(m, (uint32_t)(symbol - m->symbols));
	for (i = 0; i < n; i++)
		put_head(m, &parts[i])->glance |= glance;
}

/*
 * Share the bits out so that few words are met for the sake of others: what
 * is asked for with a bit, times the words that have it, is little.  So what
 * usual words fit shares bits with what the same words fit, and what rare
 * ones fit with others of that kind.
 */
static void
share_bits(struct match *m)
{
	struct trie_symbol **order = mem_zero(m->symbol_count, sizeof(*order));
	struct bit_load bits[BITS] = { { 0, 0 } };
	size_t i;

	for (i = 0; i < m->symbol_count; i++)
		order[i] = &m->symbols[i];
	qsort(order, m->symbol_count, sizeof(*order), order_symbols);
	for (i = 0; i < m->symbol_count; i++)
		if (order[i] != m->symbols)
			choose_bit(m, order[i], bits);
	free(order);
}

/* Let nodes, words and the members of classes know their bits. */
static void
spread_glances(struct match *m)
{
	const struct trie_class *class;
	const struct trie_use *use;
	lexicon_glance g;
	size_t i, j;

	for (i = 0; i < m->use_count; i++) {
		use = &m->uses[i];
		g = glance_at(m, use->symbol);
		m->nodes[use->node].sight.near[use->side] |= g;
		if (use->before != TRIE_NONE)
			m->nodes[use->before].sight.far[use->side] |= g;
	}
	for (i = 0; i < m->head_slots; i++)
		m->heads[i].glance = glance_at(m, m->heads[i].symbol);
	for (i = 0; i < m->class_count; i++) {
		class = &m->classes[i];
		g = glance_at(m, class->symbol);
		for (j = 0; class->symbol != 0 && j < class->n; j++)
			put_head(m, &class->parts[j])->glance |= g;
	}
}

/* Let an anchor know of the nodes that a head leads to. */
static void
add_starts(const struct match *m, enum match_set kind,
    const struct trie_head *h, struct trie_list *list, uint32_t *first)
{
	uint32_t i;

	for (i = h->start[kind]; i != TRIE_NONE;
	     i = m->starts.items[i - 1].next)
		add_item(list, first, m->starts.items[i - 1].number);
}

static void
add_first(struct trie_set *set, uint32_t number)
{
	set->first = mem_grow(
	    set->first, set->first_count, &set->first_cap, sizeof(*set->first));
	set->first[set->first_count++] = number;
}

/*
 * A new anchor: all nodes of a list, and what they see together.  Returns
 * what `anchor` has of it.
 */
static uint32_t
new_anchor(const struct match *m, struct trie_set *set,
    const struct trie_list *list, uint32_t first)
{
	struct trie_sight *sight;
	uint32_t whole = 0;
	const struct trie_node *n;
	uint32_t i, number;
	int side;

	set->sights = mem_grow(set->sights, set->anchor_count, &set->sight_cap,
	    sizeof(*set->sights));
	set->starts = mem_grow(set->starts, set->anchor_count, &set->starts_cap,
	    sizeof(*set->starts));
	sight = &set->sights[set->anchor_count];
	memset(sight, 0, sizeof(*sight));
	set->starts[set->anchor_count] = (uint32_t)set->first_count;
	for (i = first; i != TRIE_NONE; i = list->items[i - 1].next) {
		number = list->items[i - 1].number;
		n = &m->nodes[number];
		for (side = LEFT; side <= RIGHT; side++) {
			sight->near[side] |= n->sight.near[side];
			sight->far[side] |= n->sight.far[side];
		}
		if (n->value != TRIE_NONE)
			whole = TRIE_WHOLE;
		add_first(set, number);
	}
	add_first(set, TRIE_NONE);
	return (uint32_t)set->anchor_count++ * TRIE_ANCHOR | whole;
}

/*
 * What a word or stem is: by itself, by its stems, by a digit.  Returns its
 * flags.
 */
static unsigned
describe(struct match *m, uint32_t number, const struct token *t,
    const struct trie_head *const *head, size_t n, lexicon_glance *glance)
{
	struct trie_list list = { NULL, 0, 0 };
	unsigned flags = 0;
	uint32_t first;
	size_t i;
	int kind;

	*glance = (lexicon_glance){ 0, 0 };
	if (number == LEXICON_DIGIT || byte_is_digit((unsigned char)t->low))
		*glance = glance_at(m, m->digit);
	for (i = 0; i < n; i++)
		*glance |= head[i]->glance;
	for (kind = 0; kind < MATCH_SETS; kind++) {
		first = TRIE_NONE;
		list.n = 0;
		for (i = 0; i < n; i++)
			add_starts(
			    m, (enum match_set)kind, head[i], &list, &first);
		if (first == TRIE_NONE)
			continue;
		m->sets[kind].anchor[number] =
		    new_anchor(m, &m->sets[kind], &list, first);
		flags |= (LEXICON_PHRASE << kind) & LEXICON_FLAGS;
	}
	free(list.items);
	return flags;
}

static void
describe_word(struct match *m, uint32_t word)
{
	const struct token *t = lexicon_word(m->lexicon, word);
	const struct trie_head *head[TOKEN_STEM + 1];
	struct lexicon_entry *e = lexicon_entry(m->lexicon, word);
	size_t n = trie_heads(m, t, head);
	lexicon_glance glance;

	e->flags |= describe(m, word, t, head, n, &glance) & LEXICON_FLAGS;
	lexicon_set_glance(m->lexicon, word, glance);
}

static void
make_stems(struct match *m)
{
	m->stem_slots = 64;
	m->stem_shift = 64 - 6;
	for (; m->stem_slots < 2 * m->stem_count; m->stem_slots *= 2)
		m->stem_shift--;
	m->stem_hashes = mem_zero(m->stem_slots, sizeof(*m->stem_hashes));
	m->stems = mem_zero(m->stem_slots, sizeof(*m->stems));
}

/* Give each stem a number, behind the words of the lexicon. */
static void
describe_stems(struct match *m)
{
	uint32_t number = (uint32_t)lexicon_count(m->lexicon);
	const struct trie_head *h, *head[TOKEN_STEM];
	struct trie_stem *stem;
	struct token t;
	size_t slot;

	for (h = m->heads; h < m->heads + m->head_slots; h++) {
		if (!h->used || h->stem == 0)
			continue;
		t = (struct token){ .low = h->low, .high = h->high };
		slot = trie_stem_slot(m, h->hash);
		m->stem_hashes[slot] = h->hash;
		stem = &m->stems[slot];
		stem->number = ++number;
		stem->flags = describe(m, number, &t, head,
		    trie_stems(m, &t, head), &stem->glance);
	}
}

/* Let the sights of anchors lie in one line of the cache each. */
static void
align_anchors(struct trie_set *set)
{
	size_t i;

	set->anchors = aligned_alloc(
	    sizeof(*set->anchors), set->anchor_count * sizeof(*set->anchors));
	if (set->anchors == NULL)
		mem_exhausted();
	for (i = 0; i < set->anchor_count; i++)
		set->anchors[i].sight = set->sights[i];
	free(set->sights);
	set->sights = NULL;
}

void
match_ready(struct match *m)
{
	const struct trie_list none = { NULL, 0, 0 };
	size_t words = lexicon_count(m->lexicon);
	struct trie_set *set;
	uint32_t i;

	share_bits(m);
	spread_glances(m);
	make_stems(m);
	for (set = m->sets; set < m->sets + MATCH_SETS; set++) {
		set->anchor =
		    mem_zero(words + m->stem_count + 1, sizeof(*set->anchor));
		new_anchor(m, set, &none, TRIE_NONE);
	}
	for (i = 1; i <= words; i++)
		describe_word(m, i);
	describe_stems(m);
	trie_ways(m);
	for (set = m->sets; set < m->sets + MATCH_SETS; set++) {
		align_anchors(set);
		trie_spots(m, set);
	}
}
