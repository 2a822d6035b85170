/* SPDX-License-Identifier: ISC */
#include <math.h>

#include "care/expr_parse.h"
#include "care/prove.h"

/* Beyond these the answer is "may hold". */
enum { STEPS_MAX = 20000, LITERALS_MAX = 128, TEXT_MAX = 1024 };

/* A part of a tree that has to be true, or false. */
struct goal {
	const struct expr_node *nodes;
	size_t at;
	int want;
	const struct goal *next;
};

/* A comparison, signal() or missing() that has to be true, or false. */
struct literal {
	const struct expr_node *nodes, *node;
	int want;
	const struct expr_node *name; /* against a constant, else NULL */
	const struct expr_node *constant;
	enum expr_op op; /* name op constant */
};

struct proof {
	const struct prove_ranges *ranges;
	struct literal literal[LITERALS_MAX];
	size_t count;
	unsigned steps;
};

static int
is_constant(const struct expr_node *n)
{
	return n->type == NODE_NUMBER || n->type == NODE_TEXT;
}

static struct literal
literal_of(const struct goal *g)
{
	const struct expr_node *node = &g->nodes[g->at];
	struct literal l = {
		.nodes = g->nodes, .node = node, .want = g->want, .op = node->op
	};
	const struct expr_node *left = &g->nodes[node->left];
	const struct expr_node *right = &g->nodes[node->right];

	if (node->type == NODE_MISSING)
		l.name = left;
	if (node->type != NODE_COMPARE)
		return l;
	if (left->type == NODE_NAME && is_constant(right)) {
		l.name = left;
		l.constant = right;
	} else if (is_constant(left) && right->type == NODE_NAME &&
	    node->op != OP_CONTAINS) {
		l.name = right;
		l.constant = left;
		l.op = expr_mirrored(node->op);
	}
	return l;
}

/* Whether two values, of whatever trees, are written alike. */
static int
same(const struct expr_node *a, size_t i, const struct expr_node *b, size_t k)
{
	const struct expr_node *x = &a[i], *y = &b[k];

	if (x->type != y->type || x->kind != y->kind)
		return 0;
	switch (x->type) {
	case NODE_NUMBER:
		return x->number >= y->number && x->number <= y->number;
	case NODE_TEXT:
		return bytes_equal(x->text, y->text);
	case NODE_NAME:
		return x->slot == y->slot;
	case NODE_SIGNAL:
		return x->bit == y->bit;
	case NODE_NEGATE:
	case NODE_MISSING:
		return same(a, x->left, b, y->left);
	default:
		return x->op == y->op && same(a, x->left, b, y->left) &&
		    same(a, x->right, b, y->right);
	}
}

/* What the literal says of a number, or of one that is missing. */
static int
agrees_number(const struct literal *l, double v)
{
	int holds = l->constant == NULL
	    ? isnan(v) != 0
	    : expr_compare(l->op, v, l->constant->number);

	return holds == l->want;
}

static int
agrees_text(const struct literal *l, struct bytes v)
{
	int holds = l->constant == NULL
	    ? v.n == 0
	    : expr_compare_texts(l->op, v, l->constant->text);

	return holds == l->want;
}

/* Whether all literals about the last one's operand allow a number. */
static int
all_allow(const struct proof *p, double v)
{
	const struct literal *last = &p->literal[p->count - 1];
	size_t i;

	for (i = 0; i < p->count; i++)
		if (p->literal[i].name != NULL &&
		    p->literal[i].name->slot == last->name->slot &&
		    !agrees_number(&p->literal[i], v))
			return 0;
	return 1;
}

static int
all_allow_text(const struct proof *p, struct bytes v)
{
	const struct literal *last = &p->literal[p->count - 1];
	size_t i;

	for (i = 0; i < p->count; i++)
		if (p->literal[i].name != NULL &&
		    p->literal[i].name->slot == last->name->slot &&
		    !agrees_text(&p->literal[i], v))
			return 0;
	return 1;
}

/* The values next to a constant that can make a difference. */
static int
near_allowed(const struct proof *p, const struct prove_range *r, double c)
{
	const double whole[] = { floor(c), ceil(c), floor(c) - 1, ceil(c) + 1 };
	const double real[] = { c, nextafter(c, -INFINITY),
		nextafter(c, INFINITY), c };
	const double *v = r->whole ? whole : real;
	size_t i;

	for (i = 0; i < 4; i++)
		if (v[i] >= r->low && v[i] <= r->high && all_allow(p, v[i]))
			return 1;
	return 0;
}

/* Whether any number will do for the last literal's operand. */
static int
number_exists(const struct proof *p)
{
	const struct literal *last = &p->literal[p->count - 1];
	struct prove_range r;
	size_t i;

	p->ranges->range(p->ranges->arg, last->name->slot, &r);
	if (!r.present && all_allow(p, NAN))
		return 1;
	if (near_allowed(p, &r, isfinite(r.low) ? r.low : -1e300) ||
	    near_allowed(p, &r, isfinite(r.high) ? r.high : 1e300))
		return 1;
	for (i = 0; i < p->count; i++)
		if (p->literal[i].name != NULL &&
		    p->literal[i].name->slot == last->name->slot &&
		    p->literal[i].constant != NULL &&
		    near_allowed(p, &r, p->literal[i].constant->number))
			return 1;
	return 0;
}

/*
 * Whether any text will do: none, one that is named, or one that holds
 * all that it should contain, with a byte between that nobody writes.
 */
static int
text_exists(const struct proof *p)
{
	const struct literal *last = &p->literal[p->count - 1];
	static const char mark[] = "\x01";
	struct bytes v = { NULL, 0 };
	char text[TEXT_MAX];
	size_t i, n = 1;

	if (all_allow_text(p, v))
		return 1;
	text[0] = *mark;
	for (i = 0; i < p->count; i++) {
		const struct literal *l = &p->literal[i];

		if (l->name == NULL || l->name->slot != last->name->slot ||
		    l->constant == NULL)
			continue;
		if (all_allow_text(p, l->constant->text))
			return 1;
		if (l->op != OP_CONTAINS || !l->want)
			continue;
		if (l->constant->text.n + 1 > sizeof(text) - n)
			return 1;
		memcpy(text + n, l->constant->text.p, l->constant->text.n);
		n += l->constant->text.n;
		text[n++] = *mark;
	}
	v.p = text;
	v.n = n;
	return all_allow_text(p, v);
}

/* Whether the last literal's signal can be among all bits. */
static int
signal_exists(const struct proof *p)
{
	const struct expr_node *signal = p->literal[p->count - 1].node;
	struct prove_range r;

	p->ranges->range(p->ranges->arg, signal->slot, &r);
	return r.high >= signal->bit;
}

/* Whether a value is missing whatever the record: what is divided by 0. */
static int
never_there(const struct expr_node *nodes, size_t at)
{
	const struct expr_node *n = &nodes[at];

	if (n->type == NODE_NUMBER)
		return isnan(n->number);
	if (n->type == NODE_NEGATE)
		return never_there(nodes, n->left);
	if (n->type != NODE_ARITHMETIC)
		return 0;
	return (n->op == OP_DIVIDE && nodes[n->right].type == NODE_NUMBER &&
		   fabs(nodes[n->right].number) <= 0) ||
	    never_there(nodes, n->left) || never_there(nodes, n->right);
}

/* Whether the last literal goes together with those before it. */
static int
goes_together(const struct proof *p)
{
	const struct literal *last = &p->literal[p->count - 1];
	const struct expr_node *left = &last->nodes[last->node->left];
	const struct expr_node *right = &last->nodes[last->node->right];
	size_t i;

	if (last->node->type == NODE_COMPARE && last->want &&
	    (never_there(last->nodes, last->node->left) ||
		never_there(last->nodes, last->node->right)))
		return 0;
	if (last->name != NULL)
		return last->name->kind == EXPR_TEXT ? text_exists(p)
						     : number_exists(p);
	if (last->node->type == NODE_SIGNAL && last->want && !signal_exists(p))
		return 0;
	if (last->node->type == NODE_COMPARE && is_constant(left) &&
	    is_constant(right))
		return (left->kind == EXPR_TEXT
			       ? expr_compare_texts(
				     last->op, left->text, right->text)
			       : expr_compare(last->op, left->number,
				     right->number)) == last->want;
	for (i = 0; i + 1 < p->count; i++)
		if (p->literal[i].want != last->want &&
		    same(last->nodes, (size_t)(last->node - last->nodes),
			p->literal[i].nodes,
			(size_t)(p->literal[i].node - p->literal[i].nodes)))
			return 0;
	return 1;
}

/* Whether all goals can be met at once; 1 as well when that is too long. */
static int
solve(struct proof *p, const struct goal *g)
{
	const struct expr_node *node;
	struct goal left, right;
	int met;

	if (g == NULL || ++p->steps > STEPS_MAX || p->count == LITERALS_MAX)
		return 1;
	node = &g->nodes[g->at];
	left = right = *g;
	left.at = node->left;
	right.at = node->right;
	switch (node->type) {
	case NODE_NOT:
		left.want = !g->want;
		return solve(p, &left);
	case NODE_AND:
	case NODE_OR:
		if ((node->type == NODE_AND) != g->want)
			return solve(p, &left) || solve(p, &right);
		left.next = &right;
		return solve(p, &left);
	default:
		p->literal[p->count++] = literal_of(g);
		met = goes_together(p) && solve(p, g->next);
		p->count--;
		return met;
	}
}

static struct goal
goal_of(const struct expr *e, int want, const struct goal *next)
{
	struct goal g = { .want = want, .next = next };

	g.nodes = expr_tree(e, &g.at);
	return g;
}

/* Whether all goals can be met at once, from the start. */
static int
may_meet(const struct goal *g, const struct prove_ranges *ranges)
{
	struct proof p;

	/* Not the literals: zeroing them is most of a short proof. */
	p.ranges = ranges;
	p.count = 0;
	p.steps = 0;
	return solve(&p, g);
}

int
prove_may_hold(const struct expr *e, const struct prove_ranges *ranges)
{
	struct goal g = goal_of(e, 1, NULL);

	return may_meet(&g, ranges);
}

int
prove_implies(const struct expr *a, const struct expr *b,
    const struct prove_ranges *ranges)
{
	struct goal second = goal_of(b, 0, NULL),
		    first = goal_of(a, 1, &second);

	return !may_meet(&first, ranges);
}

/*
 * The bit of `name = 'text'`, 0 for other nodes.  Whoever implies it has
 * to say the same: that a name is this text follows from nothing else.
 */
static uint64_t
text_bit(const struct expr_node *nodes, size_t at)
{
	const struct goal g = { .nodes = nodes, .at = at, .want = 1 };
	struct literal l = literal_of(&g);
	unsigned hash;
	size_t i;

	if (l.name == NULL || l.constant == NULL ||
	    l.constant->type != NODE_TEXT || l.op != OP_EQUAL)
		return 0;
	hash = l.name->slot;
	for (i = 0; i < l.constant->text.n; i++)
		hash = hash * 31 + (unsigned char)l.constant->text.p[i];
	return UINT64_C(1) << hash % 64;
}

/* Bits of all operands, signals and texts below a node. */
static uint64_t
bits_below(const struct expr_node *nodes, size_t at)
{
	const struct expr_node *n = &nodes[at];
	unsigned number;

	switch (n->type) {
	case NODE_NUMBER:
	case NODE_TEXT:
		return 0;
	case NODE_NAME:
		return UINT64_C(1) << n->slot % 64;
	case NODE_SIGNAL:
		number = (unsigned)__builtin_ctz(n->bit);
		return UINT64_C(1) << (n->slot + number) % 64;
	case NODE_NEGATE:
	case NODE_MISSING:
	case NODE_NOT:
		return bits_below(nodes, n->left);
	default:
		return bits_below(nodes, n->left) |
		    bits_below(nodes, n->right) | text_bit(nodes, at);
	}
}

/* Note the parts of a node that stand under `and` alone. */
static void
look_at_parts(const struct expr_node *nodes, size_t at,
    const struct prove_ranges *ranges, struct prove_about *about)
{
	struct goal fails = { .nodes = nodes, .at = at, .want = 0 };
	uint64_t text = text_bit(nodes, at);

	if (nodes[at].type == NODE_AND) {
		look_at_parts(nodes, nodes[at].left, ranges, about);
		look_at_parts(nodes, nodes[at].right, ranges, about);
	} else if (about->parts < PROVE_PARTS && may_meet(&fails, ranges))
		about->part[about->parts++] =
		    text != 0 ? text : bits_below(nodes, at);
}

void
prove_look(const struct expr *e, const struct prove_ranges *ranges,
    struct prove_about *about)
{
	const struct expr_node *nodes;
	size_t root;

	nodes = expr_tree(e, &root);
	about->all = bits_below(nodes, root);
	about->parts = 0;
	look_at_parts(nodes, root, ranges, about);
}

int
prove_may_imply(const struct prove_about *a, const struct prove_about *b)
{
	size_t i;

	for (i = 0; i < b->parts; i++)
		if ((a->all & b->part[i]) == 0)
			return 0;
	return 1;
}
