/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>

#include "base/mem.h"
#include "call/zone.h"
#include "care/expr_lex.h"
#include "care/expr_parse.h"

/* No node: the error is filled in. */
#define NONE SIZE_MAX

struct parser {
	struct lexer lex;
	struct expr_node *nodes;
	size_t count, cap;
	unsigned nesting;
	const struct expr_names *names;
};

static const char *const kind_names[] = { [EXPR_NUMBER] = "a number",
	[EXPR_DURATION] = "a duration such as 30m",
	[EXPR_TIME] = "a time such as '2026-03-02 09:30'",
	[EXPR_TEXT] = "a text in single quotes or a field with text",
	[EXPR_FLAG] = "'yes' or 'no'",
	[EXPR_CONDITION] = "a condition" };

/* Returns NONE, for callers to pass on. */
static size_t __attribute__((format(printf, 3, 4)))
fail(struct parser *p, size_t at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	expr_lex_vfail(&p->lex, at, fmt, ap);
	va_end(ap);
	return NONE;
}

static int
at_keyword(const struct parser *p, const char *word)
{
	return p->lex.token.type == TOKEN_WORD &&
	    bytes_is(p->lex.token.text, word);
}

static int
at_op(const struct parser *p, enum expr_op from, enum expr_op to)
{
	return p->lex.token.type == TOKEN_OP && p->lex.token.op >= from &&
	    p->lex.token.op <= to;
}

static size_t
add_node(struct parser *p, struct expr_node node)
{
	p->nodes = mem_grow(p->nodes, p->count, &p->cap, sizeof(node));
	p->nodes[p->count] = node;
	return p->count++;
}

static size_t
add_pair(struct parser *p, enum expr_node_type type, enum expr_kind kind,
    enum expr_op op, size_t left, size_t right)
{
	struct expr_node node = { .type = type,
		.kind = kind,
		.op = op,
		.left = left,
		.right = right };

	node.at = p->nodes[left].at;
	node.cost = p->nodes[left].cost + p->nodes[right].cost;
	return add_node(p, node);
}

static size_t
enter(struct parser *p)
{
	if (p->nesting++ < EXPR_NESTING_MAX)
		return 0;
	return fail(p, p->lex.token.at,
	    "expected at most %d levels of "
	    "brackets, not and signs",
	    EXPR_NESTING_MAX);
}

static size_t parse_condition(struct parser *);

/* `within 7d` behind an operand; 0 when there is none. */
static int
parse_within(struct parser *p, int64_t *ms)
{
	*ms = 0;
	if (!at_keyword(p, "within"))
		return 0;
	expr_lex_advance(&p->lex);
	if (p->lex.token.type != TOKEN_CONSTANT ||
	    p->lex.token.kind != EXPR_DURATION || p->lex.token.number <= 0) {
		fail(p, p->lex.token.at, "expected a duration such as 7d");
		return -1;
	}
	if (p->lex.token.number > (double)EXPR_WITHIN_MAX_DAYS * DAY_MS) {
		fail(p, p->lex.token.at, "expected at most %dd",
		    EXPR_WITHIN_MAX_DAYS);
		return -1;
	}
	*ms = (int64_t)p->lex.token.number;
	expr_lex_advance(&p->lex);
	return 0;
}

static size_t
parse_operand(struct parser *p, struct token word)
{
	struct expr_node node = {
		.type = NODE_NAME, .at = word.at, .text = word.text
	};
	size_t within_at = p->lex.token.at;
	struct expr_name name = { .words = NULL };
	int64_t ms;

	if (p->lex.token.type == TOKEN_OPEN)
		return fail(p, word.at,
		    "expected signal( or missing(: "
		    "there are no other functions");
	if (parse_within(p, &ms) != 0)
		return NONE;
	switch (p->names->name(p->names->arg, word.text, ms, &name)) {
	case EXPR_KNOWN:
		break;
	case EXPR_UNKNOWN:
		return fail(p, word.at, "expected a field, and %.*s is none",
		    (int)(word.text.n < 40 ? word.text.n : 40), word.text.p);
	case EXPR_NOT_WITHIN:
		return fail(p, within_at,
		    "expected an operator: only "
		    "contacts and hostile_contacts know within");
	}
	node.kind = name.kind;
	node.slot = name.slot;
	node.cost = name.cost;
	node.words = name.words;
	node.within = ms;
	return add_node(p, node);
}

/* The ) of a function, and its node. */
static size_t
close_function(struct parser *p, struct expr_node node)
{
	if (p->lex.token.type != TOKEN_CLOSE)
		return fail(p, p->lex.token.at, "expected )");
	expr_lex_advance(&p->lex);
	return add_node(p, node);
}

static size_t
parse_signal(struct parser *p, struct token word)
{
	struct expr_node node = { .type = NODE_SIGNAL,
		.kind = EXPR_CONDITION,
		.at = word.at,
		.cost = 1 };

	expr_lex_advance(&p->lex);
	node.text = p->lex.token.text;
	if (p->lex.token.type == TOKEN_WORD)
		node.bit =
		    p->names->signal(p->names->arg, node.text, &node.slot);
	if (node.bit == 0)
		return fail(p, p->lex.token.at, "expected a signal: %s",
		    p->names->signals);
	expr_lex_advance(&p->lex);
	return close_function(p, node);
}

static size_t
parse_missing(struct parser *p, struct token word)
{
	struct expr_node node = {
		.type = NODE_MISSING, .kind = EXPR_CONDITION, .at = word.at
	};
	struct token operand;

	expr_lex_advance(&p->lex);
	operand = p->lex.token;
	if (operand.type != TOKEN_WORD)
		return fail(p, operand.at, "expected a field");
	expr_lex_advance(&p->lex);
	node.left = parse_operand(p, operand);
	if (node.left == NONE)
		return NONE;
	node.cost = p->nodes[node.left].cost;
	return close_function(p, node);
}

static size_t
parse_word(struct parser *p)
{
	static const char *const reserved[] = { "and", "or", "not", "within" };
	struct token word = p->lex.token;
	size_t i;

	for (i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++)
		if (bytes_is(word.text, reserved[i]))
			return fail(p, word.at, "%s", expr_lex_operand);
	expr_lex_advance(&p->lex);
	if (p->lex.token.type == TOKEN_OPEN && bytes_is(word.text, "signal"))
		return parse_signal(p, word);
	if (p->lex.token.type == TOKEN_OPEN && bytes_is(word.text, "missing"))
		return parse_missing(p, word);
	return parse_operand(p, word);
}

static size_t
parse_brackets(struct parser *p)
{
	size_t node, at = p->lex.token.at;

	if (enter(p) == NONE)
		return NONE;
	expr_lex_advance(&p->lex);
	node = parse_condition(p);
	if (node == NONE)
		return NONE;
	if (p->lex.token.type != TOKEN_CLOSE)
		return fail(p, p->lex.token.at, "expected )");
	expr_lex_advance(&p->lex);
	p->nesting--;
	p->nodes[node].at = at;
	return node;
}

static size_t parse_factor(struct parser *);

static size_t
parse_sign(struct parser *p)
{
	struct expr_node node = { .type = NODE_NEGATE, .at = p->lex.token.at };
	struct expr_node *below;

	if (enter(p) == NONE)
		return NONE;
	expr_lex_advance(&p->lex);
	node.left = parse_factor(p);
	p->nesting--;
	if (node.left == NONE)
		return NONE;
	below = &p->nodes[node.left];
	if (below->kind != EXPR_NUMBER && below->kind != EXPR_DURATION)
		return fail(p, below->at, "expected a number or a duration");
	if (below->type == NODE_NUMBER) {
		below->number = -below->number;
		return node.left;
	}
	node.kind = below->kind;
	node.cost = below->cost;
	return add_node(p, node);
}

static size_t
parse_factor(struct parser *p)
{
	struct expr_node node = { .at = p->lex.token.at };

	switch (p->lex.token.type) {
	case TOKEN_CONSTANT:
		node.type = NODE_NUMBER;
		node.kind = p->lex.token.kind;
		node.number = p->lex.token.number;
		break;
	case TOKEN_TEXT:
		node.type = NODE_TEXT;
		node.kind = EXPR_TEXT;
		node.text = p->lex.token.text;
		break;
	case TOKEN_WORD:
		return parse_word(p);
	case TOKEN_OPEN:
		return parse_brackets(p);
	case TOKEN_OP:
		if (p->lex.token.op == OP_SUBTRACT)
			return parse_sign(p);
		/* FALLTHROUGH */
	default:
		return fail(p, p->lex.token.at, "%s", expr_lex_operand);
	}
	expr_lex_advance(&p->lex);
	return add_node(p, node);
}

/* What arithmetic there is; everything else is an error. */
static const struct {
	enum expr_op op;
	enum expr_kind left, right, result;
} sums[] = { { OP_ADD, EXPR_NUMBER, EXPR_NUMBER, EXPR_NUMBER },
	{ OP_ADD, EXPR_DURATION, EXPR_DURATION, EXPR_DURATION },
	{ OP_ADD, EXPR_TIME, EXPR_DURATION, EXPR_TIME },
	{ OP_ADD, EXPR_DURATION, EXPR_TIME, EXPR_TIME },
	{ OP_SUBTRACT, EXPR_NUMBER, EXPR_NUMBER, EXPR_NUMBER },
	{ OP_SUBTRACT, EXPR_DURATION, EXPR_DURATION, EXPR_DURATION },
	{ OP_SUBTRACT, EXPR_TIME, EXPR_DURATION, EXPR_TIME },
	{ OP_SUBTRACT, EXPR_TIME, EXPR_TIME, EXPR_DURATION },
	{ OP_MULTIPLY, EXPR_NUMBER, EXPR_NUMBER, EXPR_NUMBER },
	{ OP_MULTIPLY, EXPR_DURATION, EXPR_NUMBER, EXPR_DURATION },
	{ OP_MULTIPLY, EXPR_NUMBER, EXPR_DURATION, EXPR_DURATION },
	{ OP_DIVIDE, EXPR_NUMBER, EXPR_NUMBER, EXPR_NUMBER },
	{ OP_DIVIDE, EXPR_DURATION, EXPR_NUMBER, EXPR_DURATION },
	{ OP_DIVIDE, EXPR_DURATION, EXPR_DURATION, EXPR_NUMBER } };
enum { SUM_COUNT = sizeof(sums) / sizeof(sums[0]) };

static size_t
find_sum(enum expr_op op, enum expr_kind left, enum expr_kind right)
{
	size_t i;

	for (i = 0; i < SUM_COUNT; i++)
		if (sums[i].op == op && sums[i].left == left &&
		    sums[i].right == right)
			break;
	return i;
}

/* A constant number beside a duration or a time is seconds. */
static void
number_to_seconds(struct expr_node *node, enum expr_kind beside)
{
	if (node->type != NODE_NUMBER || node->kind != EXPR_NUMBER ||
	    (beside != EXPR_DURATION && beside != EXPR_TIME))
		return;
	node->kind = EXPR_DURATION;
	node->number *= SECOND_MS;
}

static size_t
fail_sum(struct parser *p, enum expr_op op, size_t op_at,
    const struct expr_node *left, const struct expr_node *right)
{
	const char *expected[SUM_COUNT];
	size_t i, n = 0;

	for (i = 0; i < SUM_COUNT; i++)
		if (sums[i].op == op && sums[i].left == left->kind)
			expected[n++] = kind_names[sums[i].right];
	if (n == 0)
		return fail(p, op_at,
		    "expected no arithmetic here: only "
		    "numbers, durations and times can be reckoned with");
	return fail(p, right->at, "expected %s%s%s", expected[0],
	    n > 1 ? " or " : "", n > 1 ? expected[1] : "");
}

static double
reckon(enum expr_op op, double a, double b)
{
	switch (op) {
	case OP_ADD:
		return a + b;
	case OP_SUBTRACT:
		return a - b;
	case OP_MULTIPLY:
		return a * b;
	default:
		return b == 0 ? NAN : a / b;
	}
}

static size_t
add_sum(struct parser *p, enum expr_op op, size_t op_at, size_t a, size_t b)
{
	struct expr_node *left = &p->nodes[a], *right = &p->nodes[b];
	size_t i;

	if (op == OP_ADD || op == OP_SUBTRACT) {
		number_to_seconds(left, right->kind);
		number_to_seconds(right, left->kind);
	}
	i = find_sum(op, left->kind, right->kind);
	if (i == SUM_COUNT)
		return fail_sum(p, op, op_at, left, right);
	if (left->type == NODE_NUMBER && right->type == NODE_NUMBER) {
		left->number = reckon(op, left->number, right->number);
		left->kind = sums[i].result;
		return a;
	}
	return add_pair(p, NODE_ARITHMETIC, sums[i].result, op, a, b);
}

static size_t
parse_product(struct parser *p)
{
	size_t left = parse_factor(p);

	while (left != NONE && at_op(p, OP_MULTIPLY, OP_DIVIDE)) {
		enum expr_op op = p->lex.token.op;
		size_t op_at = p->lex.token.at, right;

		expr_lex_advance(&p->lex);
		right = parse_factor(p);
		left =
		    right == NONE ? NONE : add_sum(p, op, op_at, left, right);
	}
	return left;
}

static size_t
parse_sum(struct parser *p)
{
	size_t left = parse_product(p);

	while (left != NONE && at_op(p, OP_ADD, OP_SUBTRACT)) {
		enum expr_op op = p->lex.token.op;
		size_t op_at = p->lex.token.at, right;

		expr_lex_advance(&p->lex);
		right = parse_product(p);
		left =
		    right == NONE ? NONE : add_sum(p, op, op_at, left, right);
	}
	return left;
}

/*
 * Make a constant of the kind of what it is compared with.  Returns 0, or
 * -1 when it is a text that should be a time or a flag and is none.
 */
static int
settle_constant(struct parser *p, struct expr_node *node, enum expr_kind beside)
{
	if (beside == EXPR_DURATION)
		number_to_seconds(node, beside);
	if (node->type != NODE_TEXT ||
	    (beside != EXPR_TIME && beside != EXPR_FLAG))
		return 0;
	if (beside == EXPR_FLAG &&
	    (bytes_is_nocase(node->text, "yes") ||
		bytes_is_nocase(node->text, "no")))
		node->number = node->text.n == 3;
	else if (beside != EXPR_TIME ||
	    expr_lex_time(node->text, &node->number) != 0) {
		fail(p, node->at, "expected %s", kind_names[beside]);
		return -1;
	}
	node->type = NODE_NUMBER;
	node->kind = beside;
	return 0;
}

/* Whether the relation holds between one of the words and a text. */
static int
one_holds(enum expr_op op, struct bytes words, struct bytes text)
{
	struct bytes word;

	while (words.p != NULL) {
		word = bytes_cut(words, ' ', &words);
		if (expr_compare_texts(op, word, text))
			return 1;
	}
	return 0;
}

/*
 * A text beside an operand that can only have certain words must be one of
 * them, behind ~ a part of one.  Returns 0, or -1 when it is not.
 */
static int
check_word(struct parser *p, enum expr_op op, const struct expr_node *name,
    const struct expr_node *text)
{
	if (name->type != NODE_NAME || name->words == NULL ||
	    text->type != NODE_TEXT)
		return 0;
	if (one_holds(op == OP_CONTAINS ? op : OP_EQUAL, bytes_of(name->words),
		text->text))
		return 0;
	fail(p, text->at, "expected one of: %s", name->words);
	return -1;
}

static const char *
ops_of(enum expr_kind kind, enum expr_op op)
{
	if (kind == EXPR_TEXT)
		return op == OP_EQUAL || op == OP_UNEQUAL || op == OP_CONTAINS
		    ? NULL
		    : "= != or ~ between texts";
	if (kind == EXPR_FLAG)
		return op == OP_EQUAL || op == OP_UNEQUAL
		    ? NULL
		    : "= or != beside yes and no";
	return op != OP_CONTAINS ? NULL
				 : "= != < <= > or >= beside what "
				   "is no text";
}

static size_t
add_comparison(
    struct parser *p, enum expr_op op, size_t op_at, size_t a, size_t b)
{
	struct expr_node *left = &p->nodes[a], *right = &p->nodes[b];
	const char *expected;

	if (left->kind == EXPR_CONDITION)
		return fail(p, op_at, "expected and, or, ) or the end");
	if (right->type == NODE_TEXT && right->text.n == 0)
		return fail(p, right->at,
		    "expected a text: an empty field is "
		    "missing, and missing(field) asks");
	if (settle_constant(p, right, left->kind) != 0 ||
	    settle_constant(p, left, right->kind) != 0)
		return NONE;
	if (left->kind != right->kind)
		return fail(
		    p, right->at, "expected %s", kind_names[left->kind]);
	expected = ops_of(left->kind, op);
	if (expected != NULL)
		return fail(p, op_at, "expected %s", expected);
	if (check_word(p, op, left, right) != 0 ||
	    (op != OP_CONTAINS && check_word(p, op, right, left) != 0))
		return NONE;
	return add_pair(p, NODE_COMPARE, EXPR_CONDITION, op, a, b);
}

static size_t
parse_comparison(struct parser *p)
{
	size_t left = parse_sum(p), right, op_at = p->lex.token.at;
	enum expr_op op = p->lex.token.op;

	if (left == NONE || !at_op(p, OP_EQUAL, OP_CONTAINS))
		return left;
	expr_lex_advance(&p->lex);
	right = parse_sum(p);
	if (right == NONE)
		return NONE;
	return add_comparison(p, op, op_at, left, right);
}

/* A flag alone becomes flag = 'yes'; other values are no condition. */
static size_t
need_condition(struct parser *p, size_t a)
{
	struct expr_node yes = {
		.type = NODE_NUMBER, .kind = EXPR_FLAG, .number = 1
	};

	if (a == NONE || p->nodes[a].kind == EXPR_CONDITION)
		return a;
	if (p->nodes[a].kind != EXPR_FLAG)
		return fail(p, p->lex.token.at,
		    "expected a comparison: "
		    "= != < <= > >= or ~");
	yes.at = p->nodes[a].at;
	return add_pair(
	    p, NODE_COMPARE, EXPR_CONDITION, OP_EQUAL, a, add_node(p, yes));
}

static size_t
parse_negation(struct parser *p)
{
	struct expr_node node = {
		.type = NODE_NOT, .kind = EXPR_CONDITION, .at = p->lex.token.at
	};

	if (!at_keyword(p, "not"))
		return parse_comparison(p);
	if (enter(p) == NONE)
		return NONE;
	expr_lex_advance(&p->lex);
	node.left = need_condition(p, parse_negation(p));
	p->nesting--;
	if (node.left == NONE)
		return NONE;
	node.cost = p->nodes[node.left].cost;
	return add_node(p, node);
}

static size_t
parse_chain(struct parser *p, const char *word, enum expr_node_type type,
    size_t (*part)(struct parser *))
{
	size_t left = part(p), right;

	while (left != NONE && at_keyword(p, word)) {
		left = need_condition(p, left);
		if (left == NONE)
			return NONE;
		expr_lex_advance(&p->lex);
		right = need_condition(p, part(p));
		left = right == NONE
		    ? NONE
		    : add_pair(p, type, EXPR_CONDITION, OP_EQUAL, left, right);
	}
	return left;
}

static size_t
parse_both(struct parser *p)
{
	return parse_chain(p, "and", NODE_AND, parse_negation);
}

/* Inside brackets this may also be a sum. */
static size_t
parse_condition(struct parser *p)
{
	return parse_chain(p, "or", NODE_OR, parse_both);
}

struct expr_node *
expr_parse(char *text, size_t len, const struct expr_names *names,
    size_t *count, struct expr_error *error)
{
	struct parser p = { .lex = { .text = text, .len = len, .error = error },
		.names = names };

	if (len > EXPR_LENGTH_MAX)
		fail(&p, EXPR_LENGTH_MAX,
		    "expected the end: a condition has "
		    "at most %d bytes",
		    EXPR_LENGTH_MAX);
	expr_lex_advance(&p.lex);
	if (p.lex.token.type == TOKEN_END)
		fail(&p, 0, "expected a condition");
	else if (!p.lex.failed &&
	    need_condition(&p, parse_condition(&p)) != NONE &&
	    p.lex.token.type != TOKEN_END)
		fail(&p, p.lex.token.at, "expected and, or or the end");
	if (p.lex.failed) {
		free(p.nodes);
		return NULL;
	}
	*count = p.count;
	return p.nodes;
}
