/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "call/zone.h"
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

/*
 * A slot against a constant: every relation is a range that ends at the
 * constant or its neighbour; != lies outside of one.
 */
static unsigned
make_range(
    struct expr *e, size_t slot, enum expr_op op, double c, struct step step)
{
	step.type = op == OP_UNEQUAL ? TEST_OUTSIDE : TEST_INSIDE;
	step.slot = (uint16_t)slot;
	step.with.range.low = -INFINITY;
	step.with.range.high = INFINITY;
	switch (op) {
	case OP_LESS:
		step.with.range.high = nextafter(c, -INFINITY);
		break;
	case OP_AT_MOST:
		step.with.range.high = c;
		break;
	case OP_MORE:
		step.with.range.low = nextafter(c, INFINITY);
		break;
	case OP_AT_LEAST:
		step.with.range.low = c;
		break;
	default:
		step.with.range.low = step.with.range.high = c;
	}
	return add_step(e, step);
}

/* The comparison read from right to left. */
static enum expr_op
mirrored(enum expr_op op)
{
	switch (op) {
	case OP_LESS:
		return OP_MORE;
	case OP_AT_MOST:
		return OP_AT_LEAST;
	case OP_MORE:
		return OP_LESS;
	case OP_AT_LEAST:
		return OP_AT_MOST;
	default:
		return op;
	}
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
		return make_range(
		    e, right->slot, mirrored(node->op), left->number, step);
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

static inline int
holds(const struct expr *e, struct expr_values *values)
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

const struct expr_node *
expr_tree(const struct expr *e, size_t *root)
{
	*root = e->node_count - 1;
	return e->nodes;
}

int
expr_holds(const struct expr *e, struct expr_values *values)
{
	return holds(e, values);
}

/*
 * Most conditions begin with a number in a range and fail there, so that
 * is kept here, side by side.
 */
struct gate {
	double low, high;
	unsigned slot;
	int closed; /* there is such a test */
	const struct expr *when;
};

struct expr_list {
	struct gate *gate;
	size_t count, cap;
};

struct expr_list *
expr_list_new(void)
{
	return mem_zero(1, sizeof(struct expr_list));
}

void
expr_list_free(struct expr_list *l)
{
	if (l == NULL)
		return;
	free(l->gate);
	free(l);
}

void
expr_list_add(struct expr_list *l, const struct expr *e)
{
	const struct step *s = &e->steps[e->first];
	struct gate g = { .when = e };

	if (s->type == TEST_INSIDE && s->no == STEP_FAILS) {
		g.closed = 1;
		g.slot = s->slot;
		g.low = s->with.range.low;
		g.high = s->with.range.high;
	}
	l->gate = mem_grow(l->gate, l->count, &l->cap, sizeof(g));
	l->gate[l->count++] = g;
}

size_t
expr_list_next(const struct expr_list *l, size_t i, struct expr_values *values)
{
	const struct gate *g;
	double v;

	for (; i < l->count; i++) {
		g = &l->gate[i];
		if (g->closed) {
			v = expr_value(values, g->slot)->number;
			if (!((v >= g->low) & (v <= g->high)))
				continue;
		}
		if (holds(g->when, values))
			break;
	}
	return i;
}

/* Whether a node of the tree is true, leaf by leaf. */
static int
node_holds(const struct expr *e, struct expr_values *values, size_t at)
{
	const struct expr_node *node = &e->nodes[at];
	const struct step *s;

	switch (node->type) {
	case NODE_AND:
		return node_holds(e, values, node->left) &&
		    node_holds(e, values, node->right);
	case NODE_OR:
		return node_holds(e, values, node->left) ||
		    node_holds(e, values, node->right);
	case NODE_NOT:
		return !node_holds(e, values, node->left);
	default:
		return run_test(e, values, e->leaf[at], &s);
	}
}

static void
put_duration(struct buf *out, double ms)
{
	static const struct {
		int64_t ms;
		char letter;
	} units[] = { { DAY_MS, 'd' }, { HOUR_MS, 'h' }, { MINUTE_MS, 'm' },
		{ SECOND_MS, 's' } };
	int64_t left = num_round(fabs(ms)) / SECOND_MS * SECOND_MS;
	size_t i, begun;

	if (ms < 0 && left > 0)
		buf_add_byte(out, '-');
	begun = out->n;
	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		int64_t n = left / units[i].ms;

		left -= n * units[i].ms;
		if (n == 0 && (units[i].letter != 's' || out->n > begun))
			continue;
		if (out->n > begun)
			buf_add_byte(out, ' ');
		out->n += num_put(buf_reserve(out, NUM_MAX), n);
		buf_add_byte(out, units[i].letter);
	}
}

/* At most four decimals, without zeros at the end. */
static void
put_number(struct buf *out, double v)
{
	int64_t scaled = num_round(fabs(v) * 10000), unit = 1000;

	if (fabs(v) >= 1e14) {
		buf_text(out, "%.6g", v);
		return;
	}
	if (v < 0 && scaled > 0)
		buf_add_byte(out, '-');
	out->n += num_put(buf_reserve(out, NUM_MAX), scaled / 10000);
	scaled %= 10000;
	if (scaled > 0)
		buf_add_byte(out, '.');
	for (; scaled > 0; unit /= 10) {
		buf_add_byte(out, (char)('0' + scaled / unit));
		scaled %= unit;
	}
}

void
expr_put(struct buf *out, enum expr_kind kind, double v)
{
	switch (kind) {
	case EXPR_DURATION:
		put_duration(out, v);
		break;
	case EXPR_TIME:
		out->n += instant_put(buf_reserve(out, NUM_MAX), (int64_t)v);
		break;
	case EXPR_FLAG:
		buf_add_string(out, v != 0 ? "yes" : "no");
		break;
	default:
		put_number(out, v);
	}
}

/* Whether there is a name at or below a value. */
static int
has_names(const struct expr *e, size_t at)
{
	const struct expr_node *node = &e->nodes[at];

	switch (node->type) {
	case NODE_NAME:
		return 1;
	case NODE_NEGATE:
		return has_names(e, node->left);
	case NODE_ARITHMETIC:
		return has_names(e, node->left) || has_names(e, node->right);
	default:
		return 0;
	}
}

static void
put_name(
    struct expr_values *values, const struct expr_node *node, struct buf *out)
{
	const struct expr_value *v = expr_value(values, node->slot);

	buf_add_bytes(out, node->text);
	if (node->kind == EXPR_TEXT ? v->text.n == 0 : isnan(v->number))
		buf_add_string(out, " missing");
	else if (node->kind != EXPR_TEXT) {
		buf_add_byte(out, '=');
		expr_put(out, node->kind, v->number);
	}
}

/* Add the names below a test, from left to right. */
static void
put_names(const struct expr *e, struct expr_values *values, size_t at,
    struct buf *out)
{
	const struct expr_node *node = &e->nodes[at];
	size_t begun = out->n;

	switch (node->type) {
	case NODE_NUMBER:
	case NODE_TEXT:
		break;
	case NODE_NAME:
		put_name(values, node, out);
		break;
	case NODE_SIGNAL:
		buf_add_string(out, "signal ");
		buf_add_bytes(out, node->text);
		break;
	case NODE_NEGATE:
	case NODE_MISSING:
		put_names(e, values, node->left, out);
		break;
	default:
		put_names(e, values, node->left, out);
		if (out->n > begun && has_names(e, node->right))
			buf_add_byte(out, ' ');
		put_names(e, values, node->right, out);
	}
}

/* Add what made a node `answer`; how many bytes that were. */
static size_t
put_evidence(const struct expr *e, struct expr_values *values, size_t at,
    int answer, struct buf *out)
{
	const struct expr_node *node = &e->nodes[at];
	size_t n, begun = out->n;

	switch (node->type) {
	case NODE_NOT:
		return put_evidence(e, values, node->left, !answer, out);
	case NODE_AND:
	case NODE_OR:
		/* One side is enough unless it has nothing to show. */
		n = 0;
		if (node_holds(e, values, node->left) == answer)
			n = put_evidence(e, values, node->left, answer, out);
		if (n == 0 && node_holds(e, values, node->right) == answer)
			n = put_evidence(e, values, node->right, answer, out);
		return n;
	case NODE_SIGNAL:
		if (!answer)
			buf_add_string(out, "no ");
		/* FALLTHROUGH */
	default:
		put_names(e, values, at, out);
		return out->n - begun;
	}
}

void
expr_evidence(const struct expr *e, struct expr_values *values, struct buf *out)
{
	put_evidence(e, values, e->node_count - 1, 1, out);
}

/* What a node can become when some slots are always missing. */
enum prospect { NEVER, MAYBE, ALWAYS };

struct presence {
	const struct expr *e;
	int (*present)(void *arg, unsigned slot, unsigned bit);
	void *arg;
};

/* Whether all names at and below a value are present; else the first. */
static int
all_present(const struct presence *p, size_t at, unsigned *absent)
{
	const struct expr_node *node = &p->e->nodes[at];

	switch (node->type) {
	case NODE_NUMBER:
	case NODE_TEXT:
		return 1;
	case NODE_NAME:
	case NODE_SIGNAL:
		*absent = node->slot;
		return p->present(p->arg, node->slot, node->bit);
	case NODE_NEGATE:
		return all_present(p, node->left, absent);
	default:
		return all_present(p, node->left, absent) &&
		    all_present(p, node->right, absent);
	}
}

/* Unless it is MAYBE, `*absent` is the slot that decides it. */
static enum prospect
prospect_of(const struct presence *p, size_t at, unsigned *absent)
{
	const struct expr_node *node = &p->e->nodes[at];
	enum prospect a, b, decides;
	unsigned other;

	switch (node->type) {
	case NODE_AND:
	case NODE_OR:
		decides = node->type == NODE_AND ? NEVER : ALWAYS;
		a = prospect_of(p, node->left, absent);
		if (a == decides)
			return a;
		b = prospect_of(p, node->right, &other);
		if (b == decides)
			*absent = other;
		return b == decides ? b : a == MAYBE ? a : b;
	case NODE_NOT:
		return (enum prospect)(
		    ALWAYS - prospect_of(p, node->left, absent));
	case NODE_MISSING:
		return all_present(p, node->left, absent) ? MAYBE : ALWAYS;
	default:
		return all_present(p, at, absent) ? MAYBE : NEVER;
	}
}

int
expr_can_hold(const struct expr *e,
    int (*present)(void *arg, unsigned slot, unsigned bit), void *arg,
    unsigned *absent)
{
	struct presence p = { e, present, arg };

	return prospect_of(&p, e->node_count - 1, absent) != NEVER;
}
