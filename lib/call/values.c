/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/num.h"
#include "call/values.h"

/* Outcomes as exports spell them, folded. */
static const struct {
	const char *word;
	enum outcome outcome;
} in_common[] = {
	{ "answered", OUTCOME_ANSWERED },
	{ "y", OUTCOME_ANSWERED },
	{ "yes", OUTCOME_ANSWERED },
	{ "true", OUTCOME_ANSWERED },
	{ "agent", OUTCOME_ANSWERED },
	{ "handled", OUTCOME_ANSWERED },
	{ "completed", OUTCOME_ANSWERED },
	{ "complete", OUTCOME_ANSWERED },
	{ "connected", OUTCOME_ANSWERED },
	{ "success", OUTCOME_ANSWERED },
	{ "resolved", OUTCOME_ANSWERED },
	{ "transferred", OUTCOME_ANSWERED },
	{ "booking completed", OUTCOME_ANSWERED },
	{ "answer", OUTCOME_ANSWERED },
	{ "contact handled", OUTCOME_ANSWERED },
	{ "completeagent", OUTCOME_ANSWERED },
	{ "completecaller", OUTCOME_ANSWERED },
	{ "completed by agent", OUTCOME_ANSWERED },
	{ "completed by caller", OUTCOME_ANSWERED },
	{ "inbound answered", OUTCOME_ANSWERED },
	{ "normal clearing", OUTCOME_ANSWERED },
	{ "accepted", OUTCOME_ANSWERED },
	{ "call connected", OUTCOME_ANSWERED },
	{ "call answered", OUTCOME_ANSWERED },
	{ "picked up", OUTCOME_ANSWERED },
	{ "served", OUTCOME_ANSWERED },
	{ "angenommen", OUTCOME_ANSWERED },
	{ "beantwortet", OUTCOME_ANSWERED },
	{ "r\xc3\xa9pondu", OUTCOME_ANSWERED },
	{ "r\xe9pondu", OUTCOME_ANSWERED },
	{ "contestada", OUTCOME_ANSWERED },
	{ "atendida", OUTCOME_ANSWERED },
	{ "n", OUTCOME_ABANDONED },
	{ "no", OUTCOME_ABANDONED },
	{ "false", OUTCOME_ABANDONED },
	{ "hang", OUTCOME_ABANDONED },
	{ "hangup", OUTCOME_ABANDONED },
	{ "hung up", OUTCOME_ABANDONED },
	{ "abandoned", OUTCOME_ABANDONED },
	{ "abandon", OUTCOME_ABANDONED },
	{ "lost", OUTCOME_ABANDONED },
	{ "dropped", OUTCOME_ABANDONED },
	{ "missed", OUTCOME_ABANDONED },
	{ "unanswered", OUTCOME_ABANDONED },
	{ "not answered", OUTCOME_ABANDONED },
	{ "no answer", OUTCOME_ABANDONED },
	{ "noanswer", OUTCOME_ABANDONED },
	{ "inbound missed", OUTCOME_ABANDONED },
	{ "abandoned in queue", OUTCOME_ABANDONED },
	{ "originator cancel", OUTCOME_ABANDONED },
	{ "canceled", OUTCOME_ABANDONED },
	{ "cancelled", OUTCOME_ABANDONED },
	{ "call cancel", OUTCOME_ABANDONED },
	{ "missed call", OUTCOME_ABANDONED },
	{ "call missed", OUTCOME_ABANDONED },
	{ "call unanswered", OUTCOME_ABANDONED },
	{ "call not answered", OUTCOME_ABANDONED },
	{ "call abandoned", OUTCOME_ABANDONED },
	{ "abandoned call", OUTCOME_ABANDONED },
	{ "caller hung up", OUTCOME_ABANDONED },
	{ "abandonn\xc3\xa9", OUTCOME_ABANDONED },
	{ "abandonn\xe9", OUTCOME_ABANDONED },
	{ "manqu\xc3\xa9", OUTCOME_ABANDONED },
	{ "manqu\xe9", OUTCOME_ABANDONED },
	{ "abandonada", OUTCOME_ABANDONED },
	{ "perdida", OUTCOME_ABANDONED },
	{ "no contestada", OUTCOME_ABANDONED },
	{ "verpasst", OUTCOME_ABANDONED },
	{ "verloren", OUTCOME_ABANDONED },
	{ "aufgelegt", OUTCOME_ABANDONED },
	{ "nicht angenommen", OUTCOME_ABANDONED },
	{ "voicemail", OUTCOME_VOICEMAIL },
	{ "voice mail", OUTCOME_VOICEMAIL },
	{ "vm", OUTCOME_VOICEMAIL },
	{ "callback", OUTCOME_CALLBACK },
	{ "call back", OUTCOME_CALLBACK },
	{ "callback requested", OUTCOME_CALLBACK },
	{ "failed", OUTCOME_FAILED },
	{ "failure", OUTCOME_FAILED },
	{ "busy", OUTCOME_FAILED },
	{ "congestion", OUTCOME_FAILED },
	{ "error", OUTCOME_FAILED },
	{ "phantom", OUTCOME_FAILED },
	{ "user busy", OUTCOME_FAILED },
	{ "chanunavail", OUTCOME_FAILED },
	{ "ended by policy", OUTCOME_ENDED_BY_POLICY },
};

/* States of open work: a `status` column of these is no outcome. */
static const char *const states[] = {
	"open",
	"closed",
	"pending",
	"waiting",
	"on hold",
	"in progress",
	"new",
	"solved",
	"resolved",
	"done",
	"acked",
	"stopped",
};

/* What may stand behind the equals sign of a value table, by field. */
static const char *const outcomes[] = { [OUTCOME_UNKNOWN] = "unknown",
	[OUTCOME_ANSWERED] = "answered",
	[OUTCOME_ABANDONED] = "abandoned",
	[OUTCOME_VOICEMAIL] = "voicemail",
	[OUTCOME_CALLBACK] = "callback",
	[OUTCOME_FAILED] = "failed",
	[OUTCOME_ENDED_BY_POLICY] = "ended_by_policy",
	NULL };
static const char *const directions[] = { [DIRECTION_UNKNOWN] = "unknown",
	[DIRECTION_IN] = "inbound",
	[DIRECTION_OUT] = "outbound",
	NULL };
static const char *const flags[] = {
	[FLAG_NONE] = "unknown", [FLAG_YES] = "yes", [FLAG_NO] = "no", NULL
};
static const char *const nobody[] = { "somebody", "nobody", NULL };

const char *
outcome_name(enum outcome o)
{
	return outcomes[o];
}

void
values_free(struct values *v)
{
	size_t i;

	for (i = 0; i < v->count; i++)
		free(v->word[i].word);
	free(v->word);
	memset(v, 0, sizeof(*v));
}

static const char *const *
meanings_of(enum field f)
{
	if (f == FIELD_OUTCOME)
		return outcomes;
	if (f == FIELD_DIRECTION)
		return directions;
	if (f == FIELD_AGENT)
		return nobody;
	return field_info(f)->kind == KIND_FLAG ? flags : NULL;
}

/* The number of a meaning, or -1. */
static int
meaning(const char *const *list, struct bytes name)
{
	int i;

	for (i = 0; list[i] != NULL; i++)
		if (bytes_is(name, list[i]))
			return i;
	return -1;
}

static int
take_pair(struct values *v, enum field f, size_t slot, struct bytes pair)
{
	char folded[128];
	struct bytes to, word = bytes_cut(pair, '=', &to);
	int value = meaning(meanings_of(f), bytes_trim(to));
	size_t n;

	if (bytes_is(bytes_trim(word), "*")) {
		folded[0] = '*';
		n = 1;
	} else
		n = bytes_fold(word, folded, sizeof(folded));
	if (n == 0 || value < 0)
		return -1;
	v->word = mem_grow(v->word, v->count, &v->cap, sizeof(*v->word));
	v->word[v->count].word = mem_copy(folded, n);
	v->word[v->count].field = f;
	v->word[v->count].slot = slot;
	v->word[v->count++].value = value;
	v->has[f] = 1;
	return 0;
}

static int
refuse(enum field f, const char *place)
{
	const char *const *list = meanings_of(f);
	struct buf all = { 0 };
	size_t i;

	for (i = 0; list != NULL && list[i] != NULL; i++) {
		if (i > 0)
			buf_add_string(&all, ", ");
		buf_add_string(&all, list[i]);
	}
	if (list == NULL)
		diag_fail(STATUS_CANNOT, "%s: column values: %s takes none",
		    place, field_info(f)->name);
	else
		diag_fail(STATUS_CANNOT,
		    "%s: column values: WORD=MEANING, "
		    "with ; between, is expected, the meaning one of %s",
		    place, buf_string(&all));
	buf_free(&all);
	return -1;
}

int
values_take(struct values *v, enum field f, size_t slot, struct bytes pairs,
    const char *place)
{
	while (pairs.p != NULL) {
		struct bytes pair = bytes_cut(pairs, ';', &pairs);

		if (bytes_trim(pair).n > 0 &&
		    (meanings_of(f) == NULL ||
			take_pair(v, f, slot, pair) != 0))
			return refuse(f, place);
	}
	return 0;
}

/* The table's word for a folded value, or NULL. */
static const struct value_word *
find(const struct values *v, enum field f, size_t slot, struct bytes folded)
{
	size_t i;

	for (i = 0; i < v->count; i++)
		if (v->word[i].field == f && v->word[i].slot == slot &&
		    (bytes_is(folded, v->word[i].word) ||
			strcmp(v->word[i].word, "*") == 0))
			return &v->word[i];
	return NULL;
}

/*
 * A value as it is compared; one that is too long for any word, or of
 * signs alone, is just not empty.
 */
static struct bytes
fold(struct bytes value, char *out, size_t cap)
{
	struct bytes folded = { out, 0 };

	value = bytes_trim(value);
	folded.n = bytes_fold(value, out, cap);
	if (folded.n == 0 && value.n > 0) {
		out[0] = '\1';
		folded.n = 1;
	}
	return folded;
}

int
values_outcome(
    const struct values *v, size_t slot, struct bytes value, int common)
{
	char text[64];
	struct bytes folded = fold(value, text, sizeof(text));
	const struct value_word *w;
	size_t i;

	if (folded.n == 0)
		return OUTCOME_UNKNOWN;
	w = find(v, FIELD_OUTCOME, slot, folded);
	if (w != NULL)
		return w->value;
	for (i = 0; common && i < sizeof(in_common) / sizeof(in_common[0]); i++)
		if (bytes_is(folded, in_common[i].word))
			return (int)in_common[i].outcome;
	return -1;
}

int
values_of(const struct values *v, enum field f, struct bytes value)
{
	char text[64];
	struct bytes folded = fold(value, text, sizeof(text));
	const struct value_word *w;

	if (folded.n == 0)
		return -1;
	w = find(v, f, 0, folded);
	return w != NULL ? w->value : -1;
}

/* What yes and no look like; ASCII case does not matter. */
static const struct {
	const char *word;
	enum flag flag;
} yes_or_no[] = {
	{ "yes", FLAG_YES },
	{ "no", FLAG_NO },
	{ "y", FLAG_YES },
	{ "n", FLAG_NO },
	{ "1", FLAG_YES },
	{ "0", FLAG_NO },
	{ "true", FLAG_YES },
	{ "false", FLAG_NO },
	{ "t", FLAG_YES },
	{ "f", FLAG_NO },
	{ "x", FLAG_YES },
	{ "ja", FLAG_YES },
	{ "nein", FLAG_NO },
	{ "resolved", FLAG_YES },
	{ "unresolved", FLAG_NO },
	{ "not resolved", FLAG_NO },
	{ "solved", FLAG_YES },
	{ "unsolved", FLAG_NO },
	{ "not solved", FLAG_NO },
};

int
values_flag(const struct values *v, enum field f, struct bytes value)
{
	size_t i;
	int known = v->has[f] ? values_of(v, f, value) : -1;

	for (i = 0; known < 0 && i < sizeof(yes_or_no) / sizeof(yes_or_no[0]);
	     i++)
		if (bytes_is_nocase(value, yes_or_no[i].word))
			known = (int)yes_or_no[i].flag;
	return known;
}

int64_t
values_count(struct bytes value)
{
	int64_t n;
	double real;

	if (num_integer(value, &n) == 0 && n >= 0)
		return n;
	if (num_real(value, '.', &real) == 0 && real >= 0 && real < 1e9)
		return (int64_t)real;
	if (bytes_is_nocase(value, "yes") || bytes_is_nocase(value, "y") ||
	    bytes_is_nocase(value, "true"))
		return 1;
	if (bytes_is_nocase(value, "no") || bytes_is_nocase(value, "n") ||
	    bytes_is_nocase(value, "false"))
		return 0;
	return -1;
}

int
values_is_state(struct bytes value)
{
	char text[32];
	struct bytes folded;
	size_t i;

	/* Most values are longer than any of them, or of digits. */
	if (value.n >= sizeof(text) ||
	    (value.n > 0 && byte_is_digit((unsigned char)value.p[0])))
		return 0;
	folded = fold(value, text, sizeof(text));
	for (i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (folded.n > 0 && folded.p[0] == states[i][0] &&
		    bytes_is(folded, states[i]))
			return 1;
	return 0;
}
