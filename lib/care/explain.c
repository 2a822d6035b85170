/* SPDX-License-Identifier: ISC */
#include <math.h>

#include "base/num.h"
#include "care/explain.h"
#include "care/expr_parse.h"

/* Of a text so many bytes are shown: notes can be long. */
enum { TEXT_SHOWN = 60 };

static void
put_instant(struct buf *out, const char *before, int64_t instant)
{
	if (instant == INSTANT_NONE)
		return;
	buf_add_string(out, before);
	out->n += instant_put(buf_reserve(out, NUM_MAX), instant);
}

/* A text in quotes, on one line, whole characters of it. */
static void
put_text(struct buf *out, struct bytes text)
{
	size_t i, n = text.n;

	if (n > TEXT_SHOWN) {
		n = TEXT_SHOWN;
		while (n > 0 && ((unsigned char)text.p[n] & 0xc0) == 0x80)
			n--;
	}
	buf_add_byte(out, '\'');
	for (i = 0; i < n; i++)
		buf_add_byte(out,
		    (unsigned char)text.p[i] < 0x20 || text.p[i] == 0x7f
			? ' '
			: text.p[i]);
	buf_add_string(out, n < text.n ? "'.." : "'");
}

static void
put_operand(
    struct buf *out, const struct expr_node *node, struct expr_values *values)
{
	const struct expr_value *v = expr_value(values, node->slot);

	buf_add_string(out, "    ");
	if (node->type == NODE_SIGNAL) {
		buf_text(out, "signal(%.*s) is %s\n", (int)node->text.n,
		    node->text.p,
		    v->number > 0 && ((unsigned)v->number & node->bit) ? "yes"
								       : "no");
		return;
	}
	buf_add_bytes(out, node->text);
	if (node->within > 0) {
		buf_add_string(out, " within ");
		expr_put(out, EXPR_DURATION, (double)node->within);
	}
	buf_add_string(out, " is ");
	if (node->kind == EXPR_TEXT && v->text.n > 0)
		put_text(out, v->text);
	else if (node->kind == EXPR_TEXT || isnan(v->number))
		buf_add_string(out, "missing");
	else
		expr_put(out, node->kind, v->number);
	buf_add_byte(out, '\n');
}

/* Whether the same operand stands further left in the condition. */
static int
is_repeated(const struct expr_node *nodes, size_t i)
{
	size_t k;

	for (k = 0; k < i; k++)
		if (nodes[k].type == nodes[i].type &&
		    nodes[k].slot == nodes[i].slot &&
		    nodes[k].bit == nodes[i].bit)
			return 1;
	return 0;
}

/* Nodes follow their children, so operands stand from left to right. */
static void
put_operands(
    struct buf *out, const struct expr *when, struct expr_values *values)
{
	size_t i, root;
	const struct expr_node *nodes = expr_tree(when, &root);

	for (i = 0; i <= root; i++)
		if ((nodes[i].type == NODE_NAME ||
			nodes[i].type == NODE_SIGNAL) &&
		    !is_repeated(nodes, i))
			put_operand(out, &nodes[i], values);
}

static const struct policy_reason *
reason_of(const struct escalation *e, const struct policy_rule *rule)
{
	size_t i;

	for (i = 0; i < e->reason_count; i++)
		if (e->reasons[i].rule == rule)
			return &e->reasons[i];
	return NULL;
}

static void
put_outcome(struct buf *out, const struct policy *p, int level, int64_t due,
    enum policy_status status)
{
	struct bytes name = policy_level_name(p, level);

	buf_text(out, "level %d", level);
	if (!bytes_is_nocase(name, "") && ladder_number(name) == 0)
		buf_text(out, " (%.*s)", (int)name.n, name.p);
	put_instant(out, ", due ", due);
	if (*policy_status_name(status) != '\0')
		buf_text(out, ", %s", policy_status_name(status));
	buf_add_byte(out, '\n');
}

void
explain_put(struct buf *out, struct policy *p, const struct call *call,
    const struct escalation *e)
{
	const struct policy_reason *reason;
	const struct policy_rule *r;
	size_t i;

	buf_text(out, "call %.*s", (int)call->call_id.n, call->call_id.p);
	put_instant(out, ", started ", call->start);
	buf_add_string(out, e->level > 0 ? ": " : ": not escalated\n");
	if (e->level > 0)
		put_outcome(out, p, e->level, e->due, e->status);
	for (i = 0; i < policy_rules(p); i++) {
		r = policy_rule(p, i);
		reason = reason_of(e, r);
		buf_text(out, "%s %s: %s\n", r->name,
		    reason != NULL	   ? "holds"
			: r->lacks != NULL ? "is off"
					   : "does not hold",
		    r->text);
		if (r->lacks != NULL) {
			buf_text(out, "    there is no %s\n", r->lacks);
			continue;
		}
		put_operands(out, r->when, policy_values(p));
		if (reason == NULL)
			continue;
		buf_add_string(out, "    => ");
		put_outcome(out, p, reason->level, reason->due, reason->status);
		if (reason->since != NULL)
			buf_text(
			    out, "    => added to that of %s\n", reason->since);
	}
}
