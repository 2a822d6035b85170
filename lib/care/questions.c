/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "care/expr_parse.h"
#include "care/prove.h"
#include "care/questions.h"

/*
 * A rule, and what its condition demands of one number in struct call;
 * `is` FACTS_NOT_RAW: of none.
 */
struct gate {
	enum facts_raw is;
	unsigned flags; /* bits by enum flag: those that pass */
	size_t offset;
	union {
		struct {
			int64_t low, high; /* both included */
		} integer;
		struct {
			double low, high;
		} real;
	} in;
	const struct policy_rule *rule;
};

struct gates {
	struct gate *gate;
	size_t count, cap;
};

struct questions {
	struct facts *facts;
	struct gates sorts[FACTS_SORTS]; /* of records, and their rules */
	/* The record at hand. */
	const struct call *call;
	const struct gates *gates;
	size_t at;
};

struct questions *
questions_new(struct facts *facts)
{
	struct questions *q = mem_zero(1, sizeof(*q));

	q->facts = facts;
	return q;
}

void
questions_free(struct questions *q)
{
	size_t i;

	if (q == NULL)
		return;
	for (i = 0; i < FACTS_SORTS; i++)
		free(q->sorts[i].gate);
	free(q);
}

static unsigned
flags_that_pass(enum expr_op op, double c)
{
	return (expr_compare(op, 1, c) ? 1u << FLAG_YES : 0) |
	    (expr_compare(op, 0, c) ? 1u << FLAG_NO : 0);
}

/* An end of a range as an integer. */
static int64_t
whole(double v)
{
	return v >= 0x1p62 ? INT64_MAX : v <= -0x1p62 ? INT64_MIN : (int64_t)v;
}

/* The gate that a comparison is; 0, or -1 when it is none. */
static int
gate_of(struct gate *g, const struct facts *f, const struct expr_node *node,
    enum expr_op op, double c)
{
	int64_t lowest;
	double low, high;

	g->is = facts_raw(f, node->slot, &g->offset, &lowest);
	if (g->is == FACTS_RAW_FLAG) {
		g->flags = flags_that_pass(op, c);
		return 0;
	}
	if (g->is == FACTS_NOT_RAW || expr_range(op, c, &low, &high) != 0)
		return -1;
	if (g->is == FACTS_RAW_REAL) {
		/* The mark of a missing one lies below all others. */
		g->in.real.low = fmax(low, nextafter(REAL_NONE, 0));
		g->in.real.high = high;
		return 0;
	}
	g->in.integer.low = whole(ceil(low));
	if (g->in.integer.low < lowest)
		g->in.integer.low = lowest;
	g->in.integer.high = whole(floor(high));
	return 0;
}

/* The first gate among what must hold all at once; 0 or -1. */
static int
find_gate(struct gate *g, const struct facts *f, const struct expr_node *nodes,
    size_t at)
{
	const struct expr_node *node = &nodes[at];
	const struct expr_node *left = &nodes[node->left];
	const struct expr_node *right = &nodes[node->right];

	if (node->type == NODE_AND)
		return find_gate(g, f, nodes, node->left) == 0
		    ? 0
		    : find_gate(g, f, nodes, node->right);
	if (node->type != NODE_COMPARE)
		return -1;
	if (left->type == NODE_NAME && right->type == NODE_NUMBER)
		return gate_of(g, f, left, node->op, right->number);
	if (left->type == NODE_NUMBER && right->type == NODE_NAME)
		return gate_of(
		    g, f, right, expr_mirrored(node->op), left->number);
	return -1;
}

/* Records of one sort, for the prover. */
struct sort {
	const struct facts *facts;
	unsigned sort; /* enum facts_sort */
};

static void
range_in(void *arg, unsigned slot, struct prove_range *r)
{
	const struct sort *s = arg;

	facts_range_in(s->facts, slot, s->sort, r);
}

void
questions_add(struct questions *q, const struct policy_rule *rule)
{
	struct sort sort = { q->facts, 0 };
	const struct prove_ranges ranges = { range_in, &sort };
	struct gate g = { .rule = rule };
	const struct expr_node *nodes;
	struct gates *gates;
	size_t root;

	nodes = expr_tree(rule->when, &root);
	if (find_gate(&g, q->facts, nodes, root) != 0)
		g.is = FACTS_NOT_RAW;
	for (; sort.sort < FACTS_SORTS; sort.sort++) {
		if (!prove_may_hold(rule->when, &ranges))
			continue;
		gates = &q->sorts[sort.sort];
		gates->gate =
		    mem_grow(gates->gate, gates->count, &gates->cap, sizeof(g));
		gates->gate[gates->count++] = g;
	}
}

void
questions_start(struct questions *q, const struct call *call)
{
	q->call = call;
	q->gates = &q->sorts[facts_sort(q->facts)];
	q->at = 0;
}

/* Most gates are integers. */
static inline int
passes(const struct gate *g, const struct call *call)
{
	const char *p = (const char *)call + g->offset;
	enum flag flag;
	int64_t integer;
	double real;

	if (g->is == FACTS_RAW_INTEGER) {
		memcpy(&integer, p, sizeof(integer));
		return (integer >= g->in.integer.low) &
		    (integer <= g->in.integer.high);
	}
	if (g->is == FACTS_NOT_RAW)
		return 1;
	if (g->is == FACTS_RAW_FLAG) {
		memcpy(&flag, p, sizeof(flag));
		return g->flags >> flag & 1;
	}
	memcpy(&real, p, sizeof(real));
	return (real >= g->in.real.low) & (real <= g->in.real.high);
}

const struct policy_rule *
questions_next(struct questions *q)
{
	const struct gate *g = q->gates->gate + q->at;
	const struct gate *end = q->gates->gate + q->gates->count;

	for (; g < end; g++)
		if (passes(g, q->call) &&
		    expr_holds(g->rule->when, facts_values(q->facts)))
			break;
	if (g == end) {
		q->at = q->gates->count;
		return NULL;
	}
	q->at = (size_t)(g - q->gates->gate) + 1;
	return g->rule;
}
