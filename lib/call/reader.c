/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/hot.h"
#include "call/equal.h"
#include "call/reader_inside.h"

static const char *const fault_texts[FAULT_COUNT] = {
	[FAULT_NEGATIVE] = "%llu negative durations are taken as missing",
	[FAULT_DURATION] = "%llu durations cannot be read and are taken as "
			   "missing",
	[FAULT_GROUPED] =
	    "%llu durations have a comma (as 1,234) that may part thousands "
	    "or be a decimal mark, and are taken as missing: -m "
	    "FIELD=COLUMN,thousands reads them",
	[FAULT_TIME] = "%llu times cannot be read and are taken as missing",
	[FAULT_ORDER] = "%llu times contradict the order of day and month",
	[FAULT_SCALE] = "%llu values contradict their scale",
	[FAULT_NUMBER] = "%llu counts or ratings cannot be read and are "
			 "taken as missing",
	[FAULT_PERCENT] =
	    "%llu feelings are in percent, of which nothing says whether 0 is "
	    "the worst or the middle, and are taken as missing: give -m "
	    "FIELD=COLUMN,0..100 or -100..100",
	[FAULT_FLAG] = "%llu words are neither yes nor no and are taken as "
		       "missing",
	[FAULT_DATELESS] = "%llu records have times without a date: they "
			   "are put on --date",
	[FAULT_TWICE] = "%llu local times are told twice that day: read as "
			"the file's order says, else the earlier",
	[FAULT_NEVER] = "%llu local times do not exist that day: read as "
			"if the clock had not changed",
	[FAULT_SEASON] = "%llu times name the zone's other half of the year "
			 "(as EST in July): read as the name says",
	[FAULT_DAMAGED] =
	    "%llu customers' numbers were damaged by a "
	    "spreadsheet (as 4.9E+11) and are nobody's: export them again",
	[FAULT_DAMAGED_ID] =
	    "%llu records' call ids were damaged by a spreadsheet (as "
	    "1.77E+12) and join no legs: export them again",
	[FAULT_OUTCOME] = "%llu outcomes are words that are not known, and "
			  "other evidence counts: a map's column `values' "
			  "says what they mean",
	[FAULT_EQUAL] = "%llu records have the call_id of one above them "
			"(those thousands of records away may be missed): "
			"each counts as a call of its own",
	[FAULT_HANDLE] = "%llu handle times would be negative and are taken "
			 "as missing",
};

const char *
fault_text(enum fault f)
{
	return fault_texts[f];
}

void
reader_open(struct reader *rd, const struct columns *c, unsigned needs,
    int64_t date, size_t record_limit)
{
	memset(rd, 0, sizeof(*rd));
	rd->columns = c;
	rd->needs = needs;
	rd->date = date;
	rd->previous_start = INSTANT_NONE;
	/* Items of one call have its call_id each. */
	if (needs & (NEED_PEOPLE | NEED_CUSTOMER) &&
	    c->of[FIELD_CALL_ID].index >= 0 && c->of[FIELD_ITEM].index < 0)
		rd->ids = equal_new();
	/* So that values never move while they are in use: 4 of a record. */
	buf_reserve(&rd->scratch, 5 * record_limit);
	rd->room = record_limit;
	reader_settle(rd);
}

void
reader_settle(struct reader *rd)
{
	/* Units of which six digits are less than ten years. */
	static const int32_t unit_ms[] = { [UNIT_SECONDS] = SECOND_MS,
		[UNIT_MILLISECONDS] = 1,
		[UNIT_MINUTES] = MINUTE_MS,
		[UNIT_DAYS] = 0 };
	const struct column *of = rd->columns->of;
	int f;

	for (f = 0; f < FIELD_COUNT; f++) {
		rd->at[f] = of[f].index;
		rd->parts[f] = of[f].part != PART_ALL;
		rd->units[f] = rd->parts[f] ? 0 : unit_ms[of[f].duration.unit];
	}
	rd->stamps = 0;
	rd->day_text[0] = '\0';
}

void
reader_close(struct reader *rd)
{
	buf_free(&rd->scratch);
	equal_free(rd->ids);
}

void
reader_forget(struct reader *rd)
{
	memset(rd->faults, 0, sizeof(rd->faults));
	rd->previous_start = INSTANT_NONE;
	if (rd->ids != NULL)
		equal_reset(rd->ids);
}

void
reader_blame(struct reader *rd, const struct record *r, enum fault fault,
    enum field f, struct bytes v)
{
	if (rd->faults[fault]++ == 0 && diag_shows_values())
		snprintf(rd->shown[fault], sizeof(rd->shown[fault]),
		    "line %llu, %s: %s", (unsigned long long)r->line,
		    field_info(f)->name, diag_value(v.p, v.n));
}

struct bytes
reader_part(struct reader *rd, const struct record *r, enum field f)
{
	return columns_value(&rd->columns->of[f], r, &rd->scratch);
}

HOT struct bytes
reader_value(struct reader *rd, const struct record *r, enum field f)
{
	return value(rd, r, f);
}

/* A value contradicts what was settled: what to do about it.  Returns -1. */
static int
contradicted(const struct reader *rd)
{
	const struct field_info *info = field_info(rd->broken);
	int scale = info->kind == KIND_SCALE;
	const char *shown = rd->shown[scale ? FAULT_SCALE : FAULT_ORDER];

	return diag_fail(STATUS_CANNOT,
	    "%s contradicts what the first records showed of its %s%s%s%s: "
	    "say it by -m %s=COLUMN,%s",
	    info->name, scale ? "scale" : "order of day and month",
	    shown[0] != '\0' ? " (" : "", shown, shown[0] != '\0' ? ")" : "",
	    info->name, scale ? "LOW..HIGH" : "dmy or mdy");
}

HOT int
reader_read_on(struct reader *rd, const struct record *r, struct call *c)
{
	size_t bytes = r->len + r->eol;
	unsigned needs = rd->needs;

	/* Each of these sets all values of its group. */
	c->record = r;
	rd->last_four = bytes >= 4 ? r->p + bytes - 4 : NULL;
	rd->broken = FIELD_COUNT;
	if (needs & (NEED_PEOPLE | NEED_CUSTOMER))
		reader_find_people(rd, r, c);
	else
		reader_nobody(c);
	if (needs & NEED_TIMES)
		reader_times(rd, r, c);
	else
		reader_no_times(c);
	if (needs & (NEED_PEOPLE | NEED_CUSTOMER))
		reader_people(rd, r, c);
	if (needs & NEED_TIMES)
		reader_derive(rd, r, c);
	reader_values(rd, r, c);
	if (rd->broken == FIELD_COUNT)
		return 0;
	return contradicted(rd);
}

HOT int
reader_read(struct reader *rd, const struct record *r, struct call *c)
{
	reader_begin(rd);
	return reader_read_on(rd, r, c);
}

int
words_hold(struct bytes words, const char *word)
{
	while (words.p != NULL)
		if (bytes_is(bytes_cut(words, ' ', &words), word))
			return 1;
	return 0;
}
