/* SPDX-License-Identifier: ISC */
#include "base/num.h"
#include "care/alert.h"

/*
 * How many bytes the UTF-8 character at the start of `b` has, or 0 when
 * there is none (Unicode 15, table 3-7: no overlong forms, no surrogates,
 * nothing beyond U+10FFFF).
 */
static size_t
character(struct bytes b)
{
	static const struct {
		unsigned char from, to;	 /* of the first byte */
		unsigned char low, high; /* of the second */
		size_t n;
	} forms[] = { { 0x00, 0x7f, 0, 0, 1 }, { 0xc2, 0xdf, 0x80, 0xbf, 2 },
		{ 0xe0, 0xe0, 0xa0, 0xbf, 3 }, { 0xe1, 0xec, 0x80, 0xbf, 3 },
		{ 0xed, 0xed, 0x80, 0x9f, 3 }, { 0xee, 0xef, 0x80, 0xbf, 3 },
		{ 0xf0, 0xf0, 0x90, 0xbf, 4 }, { 0xf1, 0xf3, 0x80, 0xbf, 4 },
		{ 0xf4, 0xf4, 0x80, 0x8f, 4 } };
	const unsigned char *p = (const unsigned char *)b.p;
	size_t i, k;

	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (p[0] >= forms[i].from && p[0] <= forms[i].to)
			break;
	if (i == sizeof(forms) / sizeof(forms[0]) || b.n < forms[i].n)
		return 0;
	if (forms[i].n > 1 && (p[1] < forms[i].low || p[1] > forms[i].high))
		return 0;
	for (k = 2; k < forms[i].n; k++)
		if ((p[k] & 0xc0) != 0x80)
			return 0;
	return forms[i].n;
}

static void
put_text(struct buf *out, struct bytes b)
{
	size_t n;

	buf_add_byte(out, '"');
	for (; b.n > 0; b.p += n, b.n -= n) {
		unsigned char c = (unsigned char)b.p[0];

		n = character(b);
		if (n == 0) {
			buf_add_string(out, "\xef\xbf\xbd");
			n = 1;
		} else if (c == '"' || c == '\\') {
			buf_add_byte(out, '\\');
			buf_add_byte(out, (char)c);
		} else if (c < 0x20 || c == 0x7f)
			buf_text(out, "\\u%04x", c);
		else
			buf_add(out, b.p, n);
	}
	buf_add_byte(out, '"');
}

/* `"name":`, with a comma before all but the first of an object. */
static void
put_name(struct buf *out, const char *name)
{
	if (out->p[out->n - 1] != '{')
		buf_add_byte(out, ',');
	buf_text(out, "\"%s\":", name);
}

/* A text, null when it is empty. */
static void
put(struct buf *out, const char *name, struct bytes value)
{
	put_name(out, name);
	if (value.n > 0)
		put_text(out, value);
	else
		buf_add_string(out, "null");
}

static void
put_instant(struct buf *out, const char *name, int64_t instant)
{
	char text[NUM_MAX];
	struct bytes b = { text, 0 };

	if (instant != INSTANT_NONE)
		b.n = instant_put(text, instant);
	put(out, name, b);
}

static void
put_level(struct buf *out, int level)
{
	put_name(out, "level");
	buf_text(out, "%d", level);
}

static void
put_rules(struct buf *out, const struct escalation *e)
{
	size_t i;

	put_name(out, "rules");
	buf_add_byte(out, '[');
	for (i = 0; i < e->reason_count; i++) {
		const struct policy_reason *r = &e->reasons[i];

		buf_add_string(out, i > 0 ? ",{" : "{");
		put(out, "rule", bytes_of(r->rule->name));
		put_level(out, r->level);
		put_instant(out, "due", r->due);
		put(out, "status", bytes_of(policy_status_name(r->status)));
		put(out, "evidence", r->evidence);
		put(out, "since", bytes_of(r->since));
		put(out, "say", bytes_of(r->rule->say));
		buf_add_byte(out, '}');
	}
	buf_add_byte(out, ']');
}

void
alert_put(struct buf *out, const struct policy *p, const struct call *call,
    const struct escalation *e, const struct alert_numbers *numbers)
{
	buf_add_byte(out, '{');
	put(out, "call_id", call->call_id);
	put_instant(out, "start", call->start);
	put(out, "queue", call->queue);
	put(out, "agent", call->agent);
	if (numbers != NULL) {
		put(out, "customer", numbers->customer);
		put(out, "caller", numbers->caller);
		put(out, "callee", numbers->callee);
	}
	put_level(out, e->level);
	put(out, "escalation", policy_level_name(p, e->level));
	put_instant(out, "due", e->due);
	put(out, "status", bytes_of(policy_status_name(e->status)));
	put(out, "why", e->why);
	put_rules(out, e);
	buf_add_string(out, "}\n");
}
