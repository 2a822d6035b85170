/* SPDX-License-Identifier: ISC */
#ifndef TESTS_EXPR_NAMES_H
#define TESTS_EXPR_NAMES_H

/* Operands for conditions, with values: for tests/unit and tests/fuzz. */
#include <math.h>

#include "call/zone.h"
#include "care/expr.h"

/* 2026-03-02T09:30:00Z */
#define MORNING INT64_C(1772443800000)

/* Operands with the values that the tests below reckon with. */
static const struct {
	const char *name;
	enum expr_kind kind;
	unsigned cost;
	double number;
	const char *text;
} names[] = { { "three", EXPR_NUMBER, 1, 3, NULL },
	{ "minus", EXPR_NUMBER, 9, -2.5, NULL },
	{ "nil", EXPR_NUMBER, 1, 0, NULL },
	{ "gone", EXPR_NUMBER, 2, NAN, NULL },
	{ "talk", EXPR_DURATION, 1, 90 * SECOND_MS, NULL },
	{ "hold", EXPR_DURATION, 1, 30 * SECOND_MS, NULL },
	{ "lost", EXPR_DURATION, 1, NAN, NULL },
	{ "start", EXPR_TIME, 1, (double)MORNING, NULL },
	{ "end", EXPR_TIME, 1, (double)(MORNING + HOUR_MS), NULL },
	{ "never", EXPR_TIME, 1, NAN, NULL }, { "on", EXPR_FLAG, 1, 1, NULL },
	{ "off", EXPR_FLAG, 1, 0, NULL }, { "unset", EXPR_FLAG, 1, NAN, NULL },
	{ "queue", EXPR_TEXT, 5, 0, "Billing" },
	{ "reason", EXPR_TEXT, 5, 0, "Refund isn't due" },
	{ "blank", EXPR_TEXT, 5, 0, "" },
	{ "contacts", EXPR_NUMBER, 8, 4, NULL },
	{ "signals", EXPR_NUMBER, 2, 1 | 4, NULL } };
enum { NAME_COUNT = sizeof(names) / sizeof(names[0]) };

static unsigned fetched[NAME_COUNT];
static unsigned names_gone; /* bits of names that are missing, too */
static int64_t asked_within;

static enum expr_found
find_name(void *arg, struct bytes name, int64_t within, struct expr_name *out)
{
	unsigned i;

	(void)arg;
	for (i = 0; i < NAME_COUNT; i++)
		if (bytes_is(name, names[i].name))
			break;
	if (i == NAME_COUNT)
		return EXPR_UNKNOWN;
	asked_within = within;
	if (within > 0 && strcmp(names[i].name, "contacts") != 0)
		return EXPR_NOT_WITHIN;
	out->kind = names[i].kind;
	out->slot = i;
	out->cost = names[i].cost;
	return EXPR_KNOWN;
}

static unsigned
find_signal(void *arg, struct bytes word, unsigned *slot)
{
	static const char *const words[] = { "threat", "abuse", "help" };
	unsigned i;

	(void)arg;
	*slot = NAME_COUNT - 1;
	for (i = 0; i < 3; i++)
		if (bytes_is(word, words[i]))
			return 1u << i;
	return 0;
}

static void
fetch(void *arg, unsigned slot, struct expr_value *v)
{
	(void)arg;
	fetched[slot]++;
	v->number = names_gone >> slot & 1 ? NAN : names[slot].number;
	v->text = bytes_of(names_gone >> slot & 1 ? "" : names[slot].text);
}

static const struct expr_names knows = { find_name, find_signal,
	"threat abuse help", NULL };
static struct expr_value slots[NAME_COUNT];
static struct expr_values values = { slots, 1, fetch, NULL };

#endif
