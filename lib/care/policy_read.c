/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "call/duration.h"
#include "care/ladder.h"
#include "care/policy_read.h"

static struct bytes
trimmed(const struct settings *s, size_t row, const char *column)
{
	return bytes_trim(settings_get(s, row, column));
}

/* A duration of settings that is not negative; 0 or -1. */
static int
read_duration(struct bytes b, int64_t *ms)
{
	return b.n > 0 && byte_is_digit((unsigned char)b.p[0]) &&
		duration_typed(b, ms) == 0 &&
		*ms <= POLICY_DUE_MAX_DAYS * (int64_t)DAY_MS
	    ? 0
	    : -1;
}

static int
read_name(const struct policy_rules *rules, struct policy_rule *r,
    const struct settings *s, size_t row)
{
	struct bytes name = trimmed(s, row, "rule");
	size_t i;

	for (i = 0; i < name.n; i++)
		if ((unsigned char)name.p[i] >= 0x80 ||
		    (!byte_is_word((unsigned char)name.p[i]) &&
			name.p[i] != '_' && name.p[i] != '-'))
			break;
	if (name.n == 0 || i < name.n)
		return settings_fail(s, row, "rule",
		    "expected a name of "
		    "letters, digits, _ and -");
	for (i = 0; i < rules->count; i++)
		if (bytes_is(name, rules->rule[i].name))
			return settings_fail(s, row, "rule",
			    "expected a name "
			    "that no other rule has");
	r->name = mem_copy(name.p, name.n);
	return 0;
}

/* `promised_by`, `promised_by + 30m`, `update_due - 1h`; 0 or -1. */
static int
read_due_field(struct facts *facts, struct policy_rule *r, struct bytes due)
{
	const struct expr_names *names = facts_names(facts);
	struct bytes name = due;
	struct expr_name field;
	size_t i = 0;

	while (i < due.n &&
	    (due.p[i] == '_' || byte_is_word((unsigned char)due.p[i])))
		i++;
	name.n = i;
	if (names->name(names->arg, name, 0, &field) != EXPR_KNOWN ||
	    field.kind != EXPR_TIME)
		return -1;
	r->has_field = 1;
	r->field_slot = field.slot;
	r->field = mem_copy(name.p, name.n);
	due.p += i;
	due.n -= i;
	due = bytes_trim(due);
	if (due.n == 0)
		return 0;
	name.p = due.p + 1;
	name.n = due.n - 1;
	if ((due.p[0] != '+' && due.p[0] != '-') ||
	    read_duration(bytes_trim(name), &r->duration) != 0)
		return -1;
	if (due.p[0] == '-')
		r->duration = -r->duration;
	return 0;
}

/* Whether the duration of `due` has no unit; of 0 none is missed. */
static int
is_bare(struct bytes due, int has_field)
{
	size_t i = due.n;

	while (i > 0 && byte_is_digit((unsigned char)due.p[i - 1]))
		i--;
	if (i == due.n || (i > 0 && !has_field))
		return 0;
	if (i > 0 && strchr("+- ", due.p[i - 1]) == NULL)
		return 0;
	while (i < due.n && due.p[i] == '0')
		i++;
	return i < due.n;
}

static int
read_when(struct policy_rule *r, const struct settings *s, size_t row,
    struct facts *facts)
{
	struct bytes when = settings_get(s, row, "when");
	struct expr_error error;
	char place[64];
	size_t i;

	r->when = expr_compile(when, facts_names(facts), &error);
	if (r->when != NULL) {
		when = bytes_trim(when);
		r->text = mem_copy(when.p, when.n);
		for (i = 0; i < when.n; i++)
			if (strchr("\r\n\t", r->text[i]) != NULL)
				r->text[i] = ' ';
		return 0;
	}
	snprintf(place, sizeof(place), "when, character %zu", error.character);
	return settings_fail(s, row, place, "%s", error.text);
}

static int
read_rule(const struct policy_rules *rules, struct policy_rule *r,
    const struct settings *s, size_t row, struct facts *facts)
{
	struct bytes due = trimmed(s, row, "due"), say;
	struct bytes clock = trimmed(s, row, "clock");

	r->line = settings_line(s, row);
	if (read_name(rules, r, s, row) != 0)
		return -1;
	r->level = ladder_number(trimmed(s, row, "level"));
	if (r->level == 0)
		return settings_fail(s, row, "level",
		    "expected an integer "
		    "from 1 to %d",
		    LADDER_LEVEL_MAX);
	if (read_duration(due, &r->duration) != 0 &&
	    read_due_field(facts, r, due) != 0)
		return settings_fail(s, row, "due",
		    "expected a duration such "
		    "as 30m, at most %dd, or a time field such as "
		    "promised_by or promised_by - 30m",
		    POLICY_DUE_MAX_DAYS);
	if (clock.n > 0 && !bytes_is_nocase(clock, "24x7"))
		return settings_fail(s, row, "clock",
		    "expected 24x7, or "
		    "nothing for business hours");
	r->bare = is_bare(due, r->has_field);
	r->business = clock.n == 0;
	say = trimmed(s, row, "say");
	r->say = mem_copy(say.p, say.n);
	return read_when(r, s, row, facts);
}

static void
free_rule(struct policy_rule *r)
{
	free(r->name);
	free(r->field);
	free(r->text);
	free(r->say);
	expr_free(r->when);
}

int
policy_read(struct policy_rules *rules, const struct settings *s,
    struct facts *facts, void (*wrong)(void *), void *arg)
{
	size_t row, rows = settings_rows(s);

	if (settings_columns(s, "rule! level! due! clock when! say") != 0) {
		if (wrong == NULL)
			return -1;
		wrong(arg);
		return 0;
	}
	for (row = 0; row < rows; row++) {
		struct policy_rule r;

		memset(&r, 0, sizeof(r));
		if (read_rule(rules, &r, s, row, facts) != 0) {
			free_rule(&r);
			if (wrong == NULL)
				return -1;
			wrong(arg);
			continue;
		}
		rules->rule =
		    mem_grow(rules->rule, rules->count, &rules->cap, sizeof(r));
		rules->rule[rules->count++] = r;
	}
	return 0;
}

void
policy_rules_free(struct policy_rules *rules)
{
	while (rules->count > 0)
		free_rule(&rules->rule[--rules->count]);
	free(rules->rule);
}
