/* SPDX-License-Identifier: ISC */
#include <math.h>

#include "base/num.h"
#include "call/zone.h"
#include "care/english.h"
#include "care/expr_parse.h"

/* Signals: what they say, and that they are not there. */
static const struct {
	const char *name, *yes, *no;
} signals[] = { { "abuse", "the caller is abusive",
		    "the caller is not abusive" },
	{ "threat", "the caller threatens somebody",
	    "the caller threatens nobody" },
	{ "profanity", "somebody swears", "nobody swears" },
	{ "anger", "the caller is angry", "the caller is not angry" },
	{ "manager", "the caller asks for a manager",
	    "the caller does not ask for a manager" },
	{ "legal", "the caller speaks of lawyers, courts or regulators",
	    "the caller does not speak of lawyers, courts or regulators" },
	{ "selfharm", "somebody may come to harm by their own hand",
	    "nobody seems at risk" },
	{ "churn", "the caller wants to leave us",
	    "the caller does not want to leave us" },
	{ "complaint", "the caller complains", "the caller does not complain" },
	{ "thanks", "the caller says thank you",
	    "the caller does not say thank you" },
	{ "help", "you ask for help", "you do not ask for help" },
	{ "promise", "you promise something with a time",
	    "you promise nothing with a time" } };

/* Flags, by the answer that is asked for. */
static const struct {
	const char *name, *yes, *no;
} flags[] = { { "resolved", "the matter is settled",
		  "the matter is not settled" },
	{ "hostile", "the call is marked as hostile",
	    "the call is marked as not hostile" },
	{ "help_asked", "help was asked for", "no help was asked for" },
	{ "threat", "the call is marked as a threat",
	    "the call is marked as no threat" },
	{ "breather_taken", "the breather was taken",
	    "the breather was not taken" } };

/* Comparisons with a constant, which takes the place of %. */
static const struct {
	const char *name;
	enum expr_op op;
	const char *text;
} comparisons[] = { { "transfers", OP_AT_LEAST,
			"the call was passed on % times or more" },
	{ "contacts", OP_AT_LEAST,
	    "this is the caller's contact number % or "
	    "later" },
	{ "hostile_contacts", OP_AT_LEAST,
	    "this is the caller's hostile "
	    "call number % or later" },
	{ "stress", OP_AT_LEAST, "the call's stress is % or more, of 100" },
	{ "sentiment", OP_LESS,
	    "the caller's mood is below %, on a scale of "
	    "-1 to 1" },
	{ "sentiment_end", OP_LESS,
	    "the caller's mood at the end is below "
	    "%, on a scale of -1 to 1" },
	{ "promise_late", OP_MORE, "a promised time passed more than % ago" },
	{ "promise_in", OP_LESS, "something is promised for the next %" },
	{ "carried", OP_AT_LEAST, "it was carried over % times or more" },
	{ "wait", OP_MORE, "the caller waited longer than %" },
	{ "hold", OP_MORE, "the caller was on hold longer than %" },
	{ "outcome", OP_EQUAL, "the outcome is %" } };

/* What operands are called in all other cases. */
static const struct {
	const char *name, *noun;
} nouns[] = { { "item", "piece of open work" }, { "owner", "owner" },
	{ "update_due", "promised update" }, { "promised_by", "promised time" },
	{ "stress", "stress" }, { "handle_time", "handle time" },
	{ "queue", "queue" }, { "sentiment_end", "mood at the end" },
	{ "sentiment", "mood" }, { "contacts", "number of contacts" },
	{ "hostile_contacts", "number of hostile calls" },
	{ "no_contact", "time since anybody spoke with the customer" },
	{ "age", "time since the call" }, { "self_rating", "own rating" },
	{ "transfers", "number of transfers" }, { "text", "notes" },
	{ "promise_late", "time since a promised time" },
	{ "promise_in", "time until a promised time" },
	{ "carried", "number of times it was carried over" } };

/* From the largest unit on that is wanted; `opening` stands before hours. */
static void
put_units(struct buf *out, int64_t ms, size_t largest, const char *opening)
{
	static const struct {
		int64_t ms;
		const char *word;
	} units[] = { { DAY_MS, "day" }, { HOUR_MS, "hour" },
		{ MINUTE_MS, "minute" }, { SECOND_MS, "second" } };
	size_t i, begun = out->n;

	for (i = largest; i < sizeof(units) / sizeof(units[0]); i++) {
		long long n = (long long)(ms / units[i].ms);

		ms %= units[i].ms;
		if (n == 0)
			continue;
		buf_text(out, "%s%lld %s%s%s", out->n > begun ? " " : "", n,
		    units[i].ms == HOUR_MS ? opening : "", units[i].word,
		    n == 1 ? "" : "s");
	}
	if (out->n == begun)
		buf_add_string(out, "0 minutes");
}

void
english_duration(struct buf *out, int64_t ms)
{
	put_units(out, ms, 0, "");
}

void
english_opening(struct buf *out, int64_t ms)
{
	put_units(out, ms, 1, "opening ");
}

void
english_hours(struct buf *out, int64_t ms)
{
	put_units(out, ms, 1, "");
}

void
english_date(struct buf *out, int64_t day)
{
	static const char *const months[] = { "January", "February", "March",
		"April", "May", "June", "July", "August", "September",
		"October", "November", "December" };
	int year, month, date;

	civil_from_days(day, &year, &month, &date);
	buf_text(out, "%d %s %d", date, months[month - 1], year);
}

/* A date, and the time of day unless that is its first. */
static void
put_instant(struct buf *out, int64_t instant)
{
	struct civil c;

	zone_civil(instant, &c);
	english_date(out, civil_days(c.year, c.month, c.day));
	if (c.hour != 0 || c.minute != 0 || c.second != 0)
		buf_text(out, " at %02d:%02d", c.hour, c.minute);
	if (c.second != 0)
		buf_text(out, ":%02d", c.second);
}

static void
put_noun(struct buf *out, struct bytes name)
{
	size_t i;

	for (i = 0; i < sizeof(nouns) / sizeof(nouns[0]); i++)
		if (bytes_is(name, nouns[i].name)) {
			buf_add_string(out, nouns[i].noun);
			return;
		}
	for (i = 0; i < name.n; i++)
		buf_add_byte(out, name.p[i] == '_' ? ' ' : name.p[i]);
}

void
english_time(struct buf *out, const char *field)
{
	buf_add_string(out, "the ");
	if (strcmp(field, "update_due") == 0)
		buf_add_string(out, "time promised for the update");
	else
		put_noun(out, bytes_of(field));
}

static void
put_constant(struct buf *out, const struct expr_node *node)
{
	if (node->kind == EXPR_DURATION)
		english_duration(out, num_round(node->number));
	else if (node->kind == EXPR_TIME)
		put_instant(out, num_round(node->number));
	else if (node->kind == EXPR_TEXT)
		buf_text(out, "\"%.*s\"", (int)node->text.n, node->text.p);
	else
		expr_put(out, node->kind, node->number);
}

/* A value, constants and sums included. */
static void
put_value(struct buf *out, const struct expr_node *nodes, size_t at)
{
	static const char *const words[] = { [OP_ADD] = " plus ",
		[OP_SUBTRACT] = " minus ",
		[OP_MULTIPLY] = " times ",
		[OP_DIVIDE] = " divided by " };
	const struct expr_node *node = &nodes[at];

	switch (node->type) {
	case NODE_NAME:
		buf_add_string(out, "the ");
		put_noun(out, node->text);
		if (node->within == 0)
			break;
		buf_add_string(out, " within ");
		english_duration(out, node->within);
		break;
	case NODE_NEGATE:
		buf_add_string(out, "minus ");
		put_value(out, nodes, node->left);
		break;
	case NODE_ARITHMETIC:
		put_value(out, nodes, node->left);
		buf_add_string(out, words[node->op]);
		put_value(out, nodes, node->right);
		break;
	default:
		put_constant(out, node);
	}
}

/* A clause of its own for an operand beside a constant; 0 without one. */
static int
put_special(struct buf *out, const struct expr_node *name,
    const struct expr_node *constant, enum expr_op op)
{
	const char *text = NULL, *p;
	size_t i;

	for (i = 0; i < sizeof(comparisons) / sizeof(comparisons[0]); i++)
		if (bytes_is(name->text, comparisons[i].name) &&
		    comparisons[i].op == op)
			text = comparisons[i].text;
	if (text == NULL)
		return 0;
	/* "more than 0 minutes ago" is just "ago". */
	if (op == OP_MORE && bytes_is(name->text, "promise_late") &&
	    constant->number <= 0) {
		buf_add_string(out, "a promised time has passed");
		return 1;
	}
	p = strchr(text, '%');
	buf_add(out, text, (size_t)(p - text));
	put_constant(out, constant);
	buf_add_string(out, p + 1);
	if (name->within > 0) {
		buf_add_string(out, " within ");
		english_duration(out, name->within);
	}
	return 1;
}

static int
put_flag(struct buf *out, const struct expr_node *name, int yes)
{
	size_t i;

	for (i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (bytes_is(name->text, flags[i].name)) {
			buf_add_string(out, yes ? flags[i].yes : flags[i].no);
			return 1;
		}
	return 0;
}

static void
put_comparison(struct buf *out, const struct expr_node *nodes,
    const struct expr_node *node, int want)
{
	static const char *const words[] = { [OP_EQUAL] = "",
		[OP_UNEQUAL] = "not ",
		[OP_LESS] = "below ",
		[OP_AT_MOST] = "at most ",
		[OP_MORE] = "above ",
		[OP_AT_LEAST] = "at least " };
	static const char *const of_times[] = { [OP_EQUAL] = "",
		[OP_UNEQUAL] = "not ",
		[OP_LESS] = "before ",
		[OP_AT_MOST] = "on or before ",
		[OP_MORE] = "after ",
		[OP_AT_LEAST] = "on or after " };
	const struct expr_node *left = &nodes[node->left];
	const struct expr_node *right = &nodes[node->right];
	int yes;

	if (left->type == NODE_NAME && left->kind == EXPR_FLAG &&
	    right->type == NODE_NUMBER) {
		yes = (right->number > 0) == (node->op == OP_EQUAL);
		/* Not settled and not known are both `not resolved`. */
		if (put_flag(out, left, want ? yes : !yes))
			return;
	}
	if (want && left->type == NODE_NAME &&
	    (right->type == NODE_NUMBER || right->type == NODE_TEXT) &&
	    put_special(out, left, right, node->op))
		return;
	put_value(out, nodes, node->left);
	if (node->op == OP_CONTAINS)
		buf_add_string(out, want ? " contains " : " does not contain ");
	else
		buf_text(out, " is %s%s", want ? "" : "not ",
		    left->kind == EXPR_TIME ? of_times[node->op]
					    : words[node->op]);
	put_value(out, nodes, node->right);
}

static void
put_leaf(struct buf *out, const struct expr_node *nodes,
    const struct expr_node *node, int want)
{
	size_t i;

	if (node->type == NODE_MISSING) {
		buf_add_string(out, want ? "there is no " : "there is a ");
		put_noun(out, nodes[node->left].text);
		return;
	}
	if (node->type == NODE_COMPARE) {
		put_comparison(out, nodes, node, want);
		return;
	}
	for (i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		if (bytes_is(node->text, signals[i].name)) {
			buf_add_string(
			    out, want ? signals[i].yes : signals[i].no);
			return;
		}
	buf_text(out, "there is %ssignal %.*s", want ? "the " : "no ",
	    (int)node->text.n, node->text.p);
}

/*
 * `not` is carried down to the comparisons; `or` inside of `and` is
 * bracketed by `either`.
 */
static void
put_node(struct buf *out, const struct expr_node *nodes, size_t at, int want,
    int inside_and)
{
	const struct expr_node *node = &nodes[at];
	int is_and;

	switch (node->type) {
	case NODE_NOT:
		put_node(out, nodes, node->left, !want, inside_and);
		break;
	case NODE_AND:
	case NODE_OR:
		is_and = (node->type == NODE_AND) == want;
		if (!is_and && inside_and)
			buf_add_string(out, "either ");
		put_node(out, nodes, node->left, want, is_and);
		buf_add_string(out,
		    is_and	     ? ", and "
			: inside_and ? " or "
				     : ", or ");
		put_node(out, nodes, node->right, want, is_and);
		break;
	default:
		put_leaf(out, nodes, node, want);
	}
}

void
english_put(struct buf *out, const struct expr *e)
{
	size_t root;
	const struct expr_node *nodes = expr_tree(e, &root);

	put_node(out, nodes, root, 1, 0);
}
