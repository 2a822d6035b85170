/* SPDX-License-Identifier: ISC */
/* What a condition says of itself: its evidence, what it can become. */
#include <math.h>

#include "base/num.h"
#include "call/zone.h"
#include "care/expr.h"
#include "care/expr_parse.h"

static const struct expr_node *
node_at(const struct expr *e, size_t at)
{
	size_t root;

	return &expr_tree(e, &root)[at];
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
	const struct expr_node *node = node_at(e, at);

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
	const struct expr_node *node = node_at(e, at);
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
	const struct expr_node *node = node_at(e, at);
	size_t n, begun = out->n;

	switch (node->type) {
	case NODE_NOT:
		return put_evidence(e, values, node->left, !answer, out);
	case NODE_AND:
	case NODE_OR:
		/* One side is enough unless it has nothing to show. */
		n = 0;
		if (expr_node_holds(e, values, node->left) == answer)
			n = put_evidence(e, values, node->left, answer, out);
		if (n == 0 && expr_node_holds(e, values, node->right) == answer)
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
	size_t root;

	expr_tree(e, &root);
	put_evidence(e, values, root, 1, out);
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
	const struct expr_node *node = node_at(p->e, at);

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
	const struct expr_node *node = node_at(p->e, at);
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
	size_t root;

	expr_tree(e, &root);
	return prospect_of(&p, root, absent) != NEVER;
}
