/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdlib.h>

#include "base/hot.h"
#include "base/mem.h"
#include "care/expr_parse.h"
#include "care/prove.h"
#include "care/questions.h"

/* Stands beside the bits of signals: a record is let pass without any. */
#define NO_SIGNAL (1u << 31)

/*
 * A rule, and what its condition demands of the record's signals and of
 * one number in struct call; `is` FACTS_NOT_RAW: of none.
 */
struct gate {
	unsigned signals; /* one of these bits */
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
	unsigned signals; /* its own, and NO_SIGNAL */
	size_t at;
};

/* A name against a constant. */
struct against {
	unsigned slot;
	enum expr_op op;
	double c;
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

/* What a node compares; 0, or -1 when it is not a name with a constant. */
static int
against_of(struct against *a, const struct expr_node *nodes, size_t at)
{
	const struct expr_node *node = &nodes[at];
	const struct expr_node *left = &nodes[node->left];
	const struct expr_node *right = &nodes[node->right];

	if (node->type != NODE_COMPARE)
		return -1;
	a->op = node->op;
	if (left->type == NODE_NUMBER && right->type == NODE_NAME) {
		a->op = expr_mirrored(node->op);
		left = right;
		right = &nodes[node->left];
	}
	if (left->type != NODE_NAME || right->type != NODE_NUMBER)
		return -1;
	a->slot = left->slot;
	a->c = right->number;
	return 0;
}

/* The gate that a comparison is; 0, or -1 when it is none. */
static int
gate_of(struct gate *g, const struct facts *f, const struct against *a)
{
	int64_t lowest;
	double low, high;

	g->is = facts_raw(f, a->slot, &g->offset, &lowest);
	if (g->is == FACTS_RAW_FLAG) {
		g->flags = flags_that_pass(a->op, a->c);
		return 0;
	}
	if (g->is == FACTS_NOT_RAW || expr_range(a->op, a->c, &low, &high) != 0)
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
	struct against a;

	if (nodes[at].type == NODE_AND)
		return find_gate(g, f, nodes, nodes[at].left) == 0
		    ? 0
		    : find_gate(g, f, nodes, nodes[at].right);
	return against_of(&a, nodes, at) == 0 ? gate_of(g, f, &a) : -1;
}

/*
 * The signals of which a record must have one for a node to be true, as
 * far as the tree shows it; NO_SIGNAL among them: it needs none.
 */
static unsigned
signals_needed(const struct facts *f, const struct expr_node *nodes, size_t at)
{
	const struct expr_node *node = &nodes[at];
	unsigned left, right;
	struct against a;

	if (node->type == NODE_SIGNAL)
		return node->bit;
	if (against_of(&a, nodes, at) == 0 &&
	    flags_that_pass(a.op, a.c) == 1u << FLAG_YES &&
	    facts_flag_signal(f, a.slot) != 0)
		return facts_flag_signal(f, a.slot);
	if (node->type != NODE_AND && node->type != NODE_OR)
		return NO_SIGNAL;
	left = signals_needed(f, nodes, node->left);
	right = signals_needed(f, nodes, node->right);
	if (node->type == NODE_OR)
		return left | right;
	return left & NO_SIGNAL ? right : left;
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
	g.signals = signals_needed(q->facts, nodes, root);
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

HOT void
questions_start(struct questions *q, const struct call *call)
{
	q->call = call;
	q->gates = &q->sorts[facts_sort(q->facts)];
	q->signals = facts_signals(q->facts) | NO_SIGNAL;
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

HOT const struct policy_rule *
questions_next(struct questions *q)
{
	const struct gate *g = q->gates->gate + q->at;
	const struct gate *end = q->gates->gate + q->gates->count;

	for (; g < end; g++)
		if ((g->signals & q->signals) != 0 && passes(g, q->call) &&
		    expr_holds(g->rule->when, facts_values(q->facts)))
			break;
	if (g == end) {
		q->at = q->gates->count;
		return NULL;
	}
	q->at = (size_t)(g - q->gates->gate) + 1;
	return g->rule;
}
