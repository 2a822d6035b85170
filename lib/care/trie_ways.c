/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "care/trie.h"

/*
 * Words beside one node that are compared one by one; more are looked up.
 * An anchor with few is looked at faster, see TRIE_SPOTS.
 */
enum { FEW = 14 };

/* The edges of a node's side: edge[from[key]] up to edge[from[key + 1]]. */
struct sorted {
	uint32_t *from; /* by node * SIDES + side */
	const struct trie_edge **edge;
};

static void
sort_edges(const struct match *m, struct sorted *s)
{
	size_t n = m->node_count * SIDES, i;
	const struct trie_edge *e;

	s->from = mem_zero(n + 2, sizeof(*s->from));
	s->edge = mem_zero(m->edge_count, sizeof(*s->edge));
	for (i = 0; i < m->edge_slots; i++)
		if (m->edges[i].to > TRIE_MEMBER)
			s->from[m->edges[i].from / 4 + 2]++;
	for (i = 2; i < n + 2; i++)
		s->from[i] += s->from[i - 1];
	/* Filling moves each beginning to where it belongs. */
	for (i = 0; i < m->edge_slots; i++) {
		e = &m->edges[i];
		if (e->to > TRIE_MEMBER)
			s->edge[s->from[e->from / 4 + 1]++] = e;
	}
}

static struct trie_way *
new_way(struct match *m, enum trie_side side, int far, unsigned kind,
    uint32_t symbol)
{
	struct trie_way *way;

	m->ways = mem_grow(m->ways, m->way_count, &m->way_cap, sizeof(*way));
	way = &m->ways[m->way_count++];
	memset(way, 0, sizeof(*way));
	way->kind = (uint8_t)kind;
	way->bit = (uint16_t)trie_bit(side, far, m->symbols[symbol].bit);
	return way;
}

/* The head of the stem that an edge stands for. */
static const struct trie_head *
stem_of(const struct match *m, uint32_t node, const struct trie_edge *e)
{
	const struct trie_head *h = NULL;
	uint32_t stems;

	for (stems = m->nodes[node].stems; stems != 0; stems &= stems - 1) {
		h = trie_head(m, e->hash, (uint32_t)__builtin_ctz(stems));
		if (h->used)
			break;
	}
	return h;
}

/* One way for all words on a side of a node. */
static void
add_many(struct match *m, uint32_t node, enum trie_side side, int far,
    const struct trie_edge *const *e, size_t n)
{
	struct trie_way *way = new_way(m, side, far, TRIE_MANY, 0);
	lexicon_glance *glance;
	size_t i;

	m->many =
	    mem_grow(m->many, m->many_count, &m->many_cap, sizeof(*m->many));
	way->what = trie_key(node, side, MATCH_WORD);
	way->to = (uint32_t)m->many_count;
	glance = &m->many[m->many_count++];
	memset(glance, 0, sizeof(*glance));
	for (i = 0; i < n; i++)
		if (e[i]->from == way->what)
			*glance |= trie_head(m, e[i]->hash, 0)->glance;
}

/* The way of one word, stem or digit. */
static void
add_edge(struct match *m, uint32_t node, enum trie_side side, int far,
    const struct trie_edge *e)
{
	const struct token t = { .hash = e->hash };
	enum match_kind kind = (enum match_kind)(e->from % 4);
	const struct trie_head *h;
	struct trie_way *way;

	if (kind == MATCH_DIGIT) {
		way = new_way(m, side, far, kind, m->digit);
	} else {
		h = kind == MATCH_STEM ? stem_of(m, node, e)
				       : trie_head(m, e->hash, 0);
		way = new_way(m, side, far, kind, h->symbol);
		way->what = kind == MATCH_STEM ? (uint32_t)(h - m->heads)
					       : lexicon_add(m->lexicon, &t, 0);
	}
	way->to = e->to;
}

/*
 * Add the ways on one side of a node; when it stands behind a gap they are
 * those of the node before.
 */
static void
add_ways(struct match *m, const struct sorted *s, uint32_t node,
    enum trie_side side, int far)
{
	size_t from = s->from[node * SIDES + side];
	size_t n = s->from[node * SIDES + side + 1] - from, words = 0, i;
	const struct trie_edge *const *e = s->edge + from;
	const struct trie_link *l;
	struct trie_way *way;
	uint32_t link;

	for (i = 0; i < n; i++)
		words += e[i]->from % 4 == MATCH_WORD;
	if (words > FEW)
		add_many(m, node, side, far, e, n);
	for (i = 0; i < n; i++)
		if (words <= FEW || e[i]->from % 4 != MATCH_WORD)
			add_edge(m, node, side, far, e[i]);
	for (link = m->nodes[node].link; link != TRIE_NONE; link = l->next) {
		l = &m->links[link - 1];
		if (l->side != (uint32_t)side)
			continue;
		way = new_way(
		    m, side, far, MATCH_CLASS, m->classes[l->class].symbol);
		way->what = l->class;
		way->to = l->to;
	}
}

static void
add_places(struct match *m)
{
	const struct trie_node *n;
	struct trie_place *place;
	struct sorted s;
	uint32_t i;
	int side;

	sort_edges(m, &s);
	m->places = mem_zero(m->node_count, sizeof(*m->places));
	for (i = TRIE_MEMBER + 1; i < m->node_count; i++) {
		n = &m->nodes[i];
		place = &m->places[i];
		place->value = n->value;
		place->from = (uint32_t)m->way_count;
		for (side = LEFT; side <= RIGHT; side++) {
			add_ways(m, &s, i, (enum trie_side)side, 0);
			if (n->gap[side] != TRIE_NONE)
				add_ways(m, &s, n->gap[side],
				    (enum trie_side)side, 1);
		}
		place->to = (uint32_t)m->way_count;
	}
	free(s.from);
	free(s.edge);
}

/* Let the heads of the classes' words and stems know the classes. */
static void
tell_heads(struct match *m)
{
	struct trie_list *list = &m->starts;
	const struct match_part *part;
	struct trie_head *h;
	size_t i, j;

	for (i = 0; i < m->class_count; i++)
		for (j = 0; j < m->classes[i].n; j++) {
			part = &m->classes[i].parts[j];
			h = trie_head(m, part->hash,
			    part->kind == MATCH_STEM ? (uint32_t)part->n : 0);
			list->items = mem_grow(list->items, list->n, &list->cap,
			    sizeof(*list->items));
			list->items[list->n].number = (uint32_t)i;
			list->items[list->n].next = h->class;
			h->class = (uint32_t)++list->n;
		}
}

/* Members while they are gathered: those of one word at the end. */
struct members {
	uint64_t *list;
	size_t n, cap;
	size_t from; /* where the word's begin */
};

static void
add_member(
    struct members *out, enum match_kind kind, uint32_t what, uint32_t word)
{
	uint64_t member = trie_member(kind, what, word);
	size_t i;

	/* A word may be in a class by itself and by a stem. */
	for (i = out->from; i < out->n; i++)
		if (out->list[i] == member)
			return;
	out->list = mem_grow(out->list, out->n, &out->cap, sizeof(*out->list));
	out->list[out->n++] = member;
}

/* What a word or stem fits, beside itself. */
static void
list_members(const struct match *m, uint32_t number, const struct token *t,
    const struct trie_head *const *head, size_t n, struct members *out)
{
	const struct trie_item *item;
	size_t i;
	uint32_t j;

	out->from = out->n;
	if (number == LEXICON_DIGIT || byte_is_digit((unsigned char)t->low))
		add_member(out, MATCH_DIGIT, 0, number);
	for (i = 0; i < n; i++) {
		if (head[i]->stem > 0 && head[i]->symbol != 0)
			add_member(out, MATCH_STEM,
			    (uint32_t)(head[i] - m->heads), number);
		for (j = head[i]->class; j != TRIE_NONE; j = item->next) {
			item = &m->starts.items[j - 1];
			add_member(out, MATCH_CLASS, item->number, number);
		}
	}
}

/* Which words and stems are in which class, or fit which stem. */
static void
add_members(struct match *m)
{
	uint32_t words = (uint32_t)lexicon_count(m->lexicon), i;
	const struct trie_head *h, *head[TOKEN_STEM + 1];
	struct members all = { NULL, 0, 0, 0 };
	struct token t;
	uint32_t *place;
	size_t k;

	for (i = 1; i <= words; i++) {
		t = *lexicon_word(m->lexicon, i);
		list_members(m, i, &t, head, trie_heads(m, &t, head), &all);
	}
	for (h = m->heads; h < m->heads + m->head_slots; h++) {
		if (!h->used || h->stem == 0)
			continue;
		t = (struct token){ .low = h->low, .high = h->high };
		i = m->stems[trie_stem_slot(m, h->hash)].number;
		list_members(m, i, &t, head, trie_stems(m, &t, head), &all);
	}
	place = mem_zero(all.n, sizeof(*place));
	perfect_make(&m->member_place, all.list, all.n, place);
	m->members = mem_zero(m->member_place.places, sizeof(*m->members));
	for (k = 0; k < all.n; k++)
		m->members[place[k]] = all.list[k];
	free(place);
	free(all.list);
}

void
trie_ways(struct match *m)
{
	add_places(m);
	tell_heads(m);
	add_members(m);
}

/* How many ways the nodes of an anchor have; too many: to look by hand. */
static size_t
count_ways(const struct match *m, const uint32_t *first)
{
	const struct trie_place *place;
	size_t n = 0;
	uint32_t i;

	for (; *first != TRIE_NONE && n <= TRIE_SPOTS; first++) {
		place = &m->places[*first];
		n += place->to - place->from;
		for (i = place->from; i < place->to && n <= TRIE_SPOTS; i++)
			if (m->ways[i].kind == TRIE_MANY)
				n = TRIE_SPOTS + 1;
	}
	return n;
}

/* Copy the ways and values of an anchor's nodes into one place. */
static void
fill_spot(struct match *m, const uint32_t *first, struct trie_spot *spot)
{
	struct trie_list *list = &m->values;
	const struct trie_place *place;
	struct trie_way way;
	uint32_t last = 0, i;
	size_t j;

	spot->from = (uint32_t)m->way_count;
	for (; *first != TRIE_NONE; first++) {
		place = &m->places[*first];
		for (i = place->value; i != TRIE_NONE;
		     i = list->items[i - 1].next) {
			list->items = mem_grow(list->items, list->n, &list->cap,
			    sizeof(*list->items));
			list->items[list->n].number = list->items[i - 1].number;
			list->items[list->n++].next = TRIE_NONE;
			if (last == 0)
				spot->value = (uint32_t)list->n;
			else
				list->items[last - 1].next = (uint32_t)list->n;
			last = (uint32_t)list->n;
		}
		for (j = place->from; j < place->to; j++) {
			way = m->ways[j];
			m->ways = mem_grow(
			    m->ways, m->way_count, &m->way_cap, sizeof(way));
			m->ways[m->way_count++] = way;
			spot->bit[spot->n++] = way.bit;
		}
	}
}

void
trie_spots(struct match *m, struct trie_set *set)
{
	struct trie_spot *spot;
	size_t i, j;

	set->spots = aligned_alloc(
	    sizeof(*set->spots), set->anchor_count * sizeof(*set->spots));
	if (set->spots == NULL)
		mem_exhausted();
	for (i = 0; i < set->anchor_count; i++) {
		const uint32_t *first = set->first + set->starts[i];

		spot = &set->spots[i];
		memset(spot, 0, sizeof(*spot));
		for (j = 0; j < TRIE_SPOTS; j++)
			spot->bit[j] = TRIE_NOTHING;
		if (count_ways(m, first) > TRIE_SPOTS)
			spot->bit[0] = TRIE_BY_HAND;
		else
			fill_spot(m, first, spot);
	}
}
