/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdlib.h>

#include "base/hot.h"
#include "base/mem.h"
#include "care/expr.h"
#include "care/expr_parse.h"

/*
 * The program.  A condition becomes tests that name their successors, so
 * that `and`, `or` and `not` cost nothing when it runs; sums run on a
 * stack of numbers until a test takes them.  A missing number is NAN: it
 * passes through arithmetic by itself and no comparison holds on it.
 */
enum step_type {
	PUSH_NUMBER,
	PUSH_SLOT,
	NEGATE,
	ADD,
	SUBTRACT,
	MULTIPLY,
	DIVIDE,
	/* Steps from here on are tests. */
	TEST_INSIDE,   /* a slot's number lies in a range */
	TEST_OUTSIDE,  /* or is another one */
	TEST_STACK,    /* the two numbers on the stack */
	TEST_TEXT,     /* a slot against a constant text */
	TEST_CONSTANT, /* a constant text against a slot */
	TEST_TEXTS,    /* a slot against a slot */
	TEST_SIGNAL,
	TEST_MISSING_NUMBER,
	TEST_MISSING_TEXT,
	TEST_ALWAYS,
	TEST_NEVER /* two constant texts */
};

/* Successors beyond the program: its two answers. */
enum { STEP_HOLDS = 0xffff, STEP_FAILS = 0xfffe };

struct step {
	uint8_t type; /* enum step_type */
	uint8_t op;   /* enum expr_op of TEST_STACK and texts */
	uint16_t slot, other;
	uint16_t yes, no; /* next step; `yes` for those before tests */
	union {
		double number;
		struct {
			double low, high; /* both included */
		} range;
		unsigned bit;
		struct bytes text;
	} with;
};

/* Each bracket keeps at most two numbers waiting on the stack. */
enum { STACK_MAX = 4 * (EXPR_NESTING_MAX + 2) };

struct expr {
	char *text;
	struct expr_node *nodes; /* the last is the root */
	size_t node_count;
	uint16_t *leaf; /* by node: where its test begins */
	struct step *steps;
	size_t step_count;
	unsigned first;
};

static unsigned
add_step(struct expr *e, struct step step)
{
	e->steps[e->step_count] = step;
	return (unsigned)e->step_count++;
}

/* Steps that push a node's number and go on at `next`; the first of them. */
static unsigned
make_number(struct expr *e, size_t at, unsigned next)
{
	const struct expr_node *node = &e->nodes[at];
	struct step step = { .yes = (uint16_t)next };

	switch (node->type) {
	case NODE_NUMBER:
		step.type = PUSH_NUMBER;
		step.with.number = node->number;
		return add_step(e, step);
	case NODE_NAME:
		step.type = PUSH_SLOT;
		step.slot = (uint16_t)node->slot;
		return add_step(e, step);
	case NODE_NEGATE:
		step.type = NEGATE;
		return make_number(e, node->left, add_step(e, step));
	default:
		step.type = (uint8_t)(ADD + (node->op - OP_ADD));
		next = make_number(e, node->right, add_step(e, step));
		return make_number(e, node->left, next);
	}
}

static unsigned
make_text_test(struct expr *e, const struct expr_node *node, struct step step)
{
	const struct expr_node *left = &e->nodes[node->left];
	const struct expr_node *right = &e->nodes[node->right];

	step.op = (uint8_t)node->op;
	if (left->type == NODE_NAME) {
		step.type = right->type == NODE_NAME ? TEST_TEXTS : TEST_TEXT;
		step.slot = (uint16_t)left->slot;
		step.other = (uint16_t)right->slot;
		step.with.text = right->text;
	} else if (right->type == NODE_NAME) {
		step.type = TEST_CONSTANT;
		step.slot = (uint16_t)right->slot;
		step.with.text = left->text;
	} else
		step.type =
		    expr_compare_texts(node->op, left->text, right->text)
		    ? TEST_ALWAYS
		    : TEST_NEVER;
	return add_step(e, step);
}

int
expr_range(enum expr_op op, double c, double *low, double *high)
{
	*low = -INFINITY;
	*high = INFINITY;
	switch (op) {
	case OP_LESS:
		*high = nextafter(c, -INFINITY);
		return 0;
	case OP_AT_MOST:
		*high = c;
		return 0;
	case OP_MORE:
		*low = nextafter(c, INFINITY);
		return 0;
	case OP_AT_LEAST:
		*low = c;
		return 0;
	default:
		*low = *high = c;
		return op == OP_EQUAL ? 0 : -1;
	}
}

/* A slot against a constant: inside a range, or, for !=, outside. */
static unsigned
make_range(
    struct expr *e, size_t slot, enum expr_op op, double c, struct step step)
{
	double low, high;

	step.slot = (uint16_t)slot;
	step.type =
	    expr_range(op, c, &low, &high) == 0 ? TEST_INSIDE : TEST_OUTSIDE;
	step.with.range.low = low;
	step.with.range.high = high;
	return add_step(e, step);
}

enum expr_op
expr_mirrored(enum expr_op op)
{
	static const enum expr_op turned[] = { [OP_EQUAL] = OP_EQUAL,
		[OP_UNEQUAL] = OP_UNEQUAL,
		[OP_LESS] = OP_MORE,
		[OP_AT_MOST] = OP_AT_LEAST,
		[OP_MORE] = OP_LESS,
		[OP_AT_LEAST] = OP_AT_MOST };

	return turned[op];
}

static unsigned
make_comparison(struct expr *e, const struct expr_node *node, struct step step)
{
	const struct expr_node *left = &e->nodes[node->left];
	const struct expr_node *right = &e->nodes[node->right];
	unsigned next;

	if (left->kind == EXPR_TEXT)
		return make_text_test(e, node, step);
	if (left->type == NODE_NAME && right->type == NODE_NUMBER)
		return make_range(e, left->slot, node->op, right->number, step);
	if (left->type == NODE_NUMBER && right->type == NODE_NAME)
		return make_range(e, right->slot, expr_mirrored(node->op),
		    left->number, step);
	step.type = TEST_STACK;
	step.op = (uint8_t)node->op;
	next = make_number(e, node->right, add_step(e, step));
	return make_number(e, node->left, next);
}

/* Steps that decide a node; the cheaper side of `and` and `or` is first. */
static unsigned
make_test(struct expr *e, size_t at, unsigned yes, unsigned no)
{
	const struct expr_node *node = &e->nodes[at];
	struct step step = { .yes = (uint16_t)yes, .no = (uint16_t)no };
	size_t first = node->left, second = node->right;
	unsigned entry;

	if ((node->type == NODE_AND || node->type == NODE_OR) &&
	    e->nodes[second].cost < e->nodes[first].cost) {
		first = node->right;
		second = node->left;
	}
	switch (node->type) {
	case NODE_AND:
		entry = make_test(e, second, yes, no);
		return make_test(e, first, entry, no);
	case NODE_OR:
		entry = make_test(e, second, yes, no);
		return make_test(e, first, yes, entry);
	case NODE_NOT:
		return make_test(e, first, no, yes);
	case NODE_SIGNAL:
		step.type = TEST_SIGNAL;
		step.slot = (uint16_t)node->slot;
		step.with.bit = node->bit;
		entry = add_step(e, step);
		break;
	case NODE_MISSING:
		step.type = e->nodes[first].kind == EXPR_TEXT
		    ? TEST_MISSING_TEXT
		    : TEST_MISSING_NUMBER;
		step.slot = (uint16_t)e->nodes[first].slot;
		entry = add_step(e, step);
		break;
	default:
		entry = make_comparison(e, node, step);
	}
	e->leaf[at] = (uint16_t)entry;
	return entry;
}

struct expr *
expr_compile(
    struct bytes text, const struct expr_names *names, struct expr_error *error)
{
	struct expr *e = mem_zero(1, sizeof(*e));

	e->text = mem_copy(text.p, text.n);
	e->nodes = expr_parse(e->text, text.n, names, &e->node_count, error);
	if (e->nodes == NULL) {
		expr_free(e);
		return NULL;
	}
	e->leaf = mem_zero(e->node_count, sizeof(*e->leaf));
	e->steps = mem_zero(e->node_count, sizeof(*e->steps));
	e->first = make_test(e, e->node_count - 1, STEP_HOLDS, STEP_FAILS);
	return e;
}

void
expr_free(struct expr *e)
{
	if (e == NULL)
		return;
	free(e->text);
	free(e->nodes);
	free(e->leaf);
	free(e->steps);
	free(e);
}

/* False on NAN, as the machine has it; != has to be made so. */
int
expr_compare(enum expr_op op, double a, double b)
{
	switch (op) {
	case OP_EQUAL:
		return a == b;
	case OP_UNEQUAL:
		return a < b || a > b;
	case OP_LESS:
		return a < b;
	case OP_AT_MOST:
		return a <= b;
	case OP_MORE:
		return a > b;
	default:
		return a >= b;
	}
}

static inline int
inside(struct expr_values *values, const struct step *s)
{
	double v = expr_value(values, s->slot)->number;

	return (v >= s->with.range.low) & (v <= s->with.range.high);
}

static int
outside(struct expr_values *values, const struct step *s)
{
	double v = expr_value(values, s->slot)->number;

	return v < s->with.range.low || v > s->with.range.high;
}

static inline int
has_signal(struct expr_values *values, const struct step *s)
{
	double bits = expr_value(values, s->slot)->number;

	return bits > 0 && ((unsigned)bits & s->with.bit) != 0;
}

static int
contains(struct bytes text, struct bytes part)
{
	size_t i;

	for (i = 0; i + part.n <= text.n; i++) {
		struct bytes here = { text.p + i, part.n };

		if (bytes_equal_nocase(here, part))
			return 1;
	}
	return 0;
}

int
expr_compare_texts(enum expr_op op, struct bytes a, struct bytes b)
{
	if (a.n == 0 || b.n == 0)
		return 0;
	if (op == OP_CONTAINS)
		return contains(a, b);
	return bytes_equal(a, b) == (op == OP_EQUAL);
}

static int
test(const struct step *s, struct expr_values *values, const double *stack)
{
	switch ((enum step_type)s->type) {
	case TEST_INSIDE:
		return inside(values, s);
	case TEST_OUTSIDE:
		return outside(values, s);
	case TEST_STACK:
		return expr_compare((enum expr_op)s->op, stack[0], stack[1]);
	case TEST_TEXT:
		return expr_compare_texts((enum expr_op)s->op,
		    expr_value(values, s->slot)->text, s->with.text);
	case TEST_CONSTANT:
		return expr_compare_texts((enum expr_op)s->op, s->with.text,
		    expr_value(values, s->slot)->text);
	case TEST_TEXTS:
		return expr_compare_texts((enum expr_op)s->op,
		    expr_value(values, s->slot)->text,
		    expr_value(values, s->other)->text);
	case TEST_SIGNAL:
		return has_signal(values, s);
	case TEST_MISSING_NUMBER:
		return isnan(expr_value(values, s->slot)->number) != 0;
	case TEST_MISSING_TEXT:
		return expr_value(values, s->slot)->text.n == 0;
	default:
		return s->type == TEST_ALWAYS;
	}
}

/* One step of a sum: `n` numbers are on the stack; returns how many then. */
static size_t
run_sum(
    const struct step *s, struct expr_values *values, double *stack, size_t n)
{
	double right, *left;

	if (s->type <= PUSH_SLOT) {
		stack[n] = s->type == PUSH_NUMBER
		    ? s->with.number
		    : expr_value(values, s->slot)->number;
		return n + 1;
	}
	right = stack[n - 1];
	if (s->type == NEGATE) {
		stack[n - 1] = -right;
		return n;
	}
	left = &stack[n - 2];
	switch ((enum step_type)s->type) {
	case ADD:
		*left += right;
		return n - 1;
	case SUBTRACT:
		*left -= right;
		return n - 1;
	case MULTIPLY:
		*left *= right;
		return n - 1;
	default:
		*left = right == 0 ? NAN : *left / right;
		return n - 1;
	}
}

/* Run sums from step `at` up to the next test; its answer and its place. */
static int
run_test(const struct expr *e, struct expr_values *values, unsigned at,
    const struct step **which)
{
	const struct step *s = &e->steps[at];
	double stack[STACK_MAX];
	size_t n = 0;

	while (s->type < TEST_INSIDE) {
		n = run_sum(s, values, stack, n);
		s = &e->steps[s->yes];
	}
	*which = s;
	return test(s, values, stack);
}

const struct expr_node *
expr_tree(const struct expr *e, size_t *root)
{
	*root = e->node_count - 1;
	return e->nodes;
}

HOT int
expr_holds(const struct expr *e, struct expr_values *values)
{
	const struct step *s;
	unsigned at = e->first;
	int yes;

	while (at < STEP_FAILS) {
		s = &e->steps[at];
		/* Most tests are these two, and most say no. */
		if (s->type == TEST_INSIDE)
			yes = inside(values, s);
		else if (s->type == TEST_SIGNAL)
			yes = has_signal(values, s);
		else
			yes = run_test(e, values, at, &s);
		at = yes ? s->yes : s->no;
	}
	return at == STEP_HOLDS;
}

int
expr_node_holds(const struct expr *e, struct expr_values *values, size_t at)
{
	const struct expr_node *node = &e->nodes[at];
	const struct step *s;

	switch (node->type) {
	case NODE_AND:
		return expr_node_holds(e, values, node->left) &&
		    expr_node_holds(e, values, node->right);
	case NODE_OR:
		return expr_node_holds(e, values, node->left) ||
		    expr_node_holds(e, values, node->right);
	case NODE_NOT:
		return !expr_node_holds(e, values, node->left);
	default:
		return run_test(e, values, e->leaf[at], &s);
	}
}
