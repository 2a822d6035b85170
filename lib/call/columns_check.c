/* SPDX-License-Identifier: ISC */
#include "call/columns.h"

enum { NAME_WIDTH = 26 };

static void
describe_time(const struct column *col, struct buf *out)
{
	int clock = col->when.dot_clock ||
	    (col->when.order == ORDER_UNKNOWN &&
		col->looks[LOOK_CLOCK] * 2 > col->when.seen);

	if (clock && col->when.seen > 0) {
		buf_add_string(out, "time of day");
		return;
	}
	buf_text(out, "time, %s%s", when_name(&col->when),
	    col->when.two_digit_year && !col->when.declared ? ", 2 digits"
							    : "");
	if (col->utc)
		buf_add_string(out, ", UTC");
}

static void
describe_duration(const struct column *col, struct buf *out)
{
	static const char *const names[] = { [UNIT_SECONDS] = "seconds",
		[UNIT_MILLISECONDS] = "milliseconds",
		[UNIT_MINUTES] = "minutes",
		[UNIT_HOURS] = "hours",
		[UNIT_DAYS] = "parts of a day" };
	size_t i;

	buf_text(out, "duration, %s", names[col->duration.unit]);
	for (i = FIELD_IVR; i <= FIELD_WRAP; i++)
		if (col->includes & (1u << (i - FIELD_IVR)))
			buf_text(
			    out, ", with %s", field_info((enum field)i)->name);
}

/* How a column is read, in words. */
static void
describe_format(const struct columns *c, enum field f, struct buf *out)
{
	const struct column *col = &c->of[f];

	switch (field_info(f)->kind) {
	case KIND_TIME:
		describe_time(col, out);
		break;
	case KIND_DURATION:
		describe_duration(col, out);
		break;
	case KIND_SCALE:
		buf_text(out, "scale %g..%g%s", col->scale.low, col->scale.high,
		    col->scale.declared ? "" : ", as seen");
		break;
	case KIND_NUMBER:
		buf_add_string(out, "number");
		break;
	case KIND_FLAG:
		buf_add_string(out, "yes or no");
		break;
	case KIND_TEXT:
		buf_add_string(out, "text");
		if (col->part != PART_ALL)
			buf_text(out, ", %s", part_name(col->part));
		if (c->values.has[f])
			buf_add_string(out, ", value table");
		break;
	}
}

/* How many values of the look-ahead were there, and were understood. */
static void
describe_read(const struct column *col, enum field f, struct buf *out)
{
	enum field_kind kind = field_info(f)->kind;
	uint64_t seen = kind == KIND_TIME ? col->when.seen
	    : kind == KIND_SCALE	  ? col->scale.seen
					  : col->seen;
	uint64_t read = kind == KIND_TIME ? col->when.read
	    : kind == KIND_SCALE	  ? col->scale.read
					  : col->read;

	buf_text(out, "%llu of %llu", (unsigned long long)read,
	    (unsigned long long)seen);
}

/* A remark below a field, in lines of up to 80 columns. */
static void
put_remark(struct buf *out, const char *head, struct bytes text)
{
	size_t at = strlen(head);
	struct bytes rest = text;

	buf_text(out, "%14s%s", "", head);
	at += 14;
	while (rest.p != NULL) {
		struct bytes word = bytes_cut(rest, ' ', &rest);

		if (at + 1 + word.n > 80) {
			buf_text(out, "\n%15s", "");
			at = 15;
		}
		buf_add_byte(out, ' ');
		buf_add_bytes(out, word);
		at += 1 + word.n;
	}
	buf_add_byte(out, '\n');
}

static void
describe_field(const struct columns *c, enum field f, struct buf *out)
{
	const struct column *col = &c->of[f];
	struct buf how = { 0 };
	size_t i;

	describe_format(c, f, &how);
	/* A long name has a line of its own. */
	buf_text(out,
	    col->header.n > NAME_WIDTH ? "%-13s %.*s\n%-40s %-26s "
				       : "%-13s %-26.*s%s %-26s ",
	    field_info(f)->name, (int)col->header.n, col->header.p, "",
	    buf_string(&how));
	describe_read(col, f, out);
	buf_add_byte(out, '\n');
	buf_free(&how);
	for (i = 1; f == FIELD_OUTCOME && i < c->outcome_count; i++)
		put_remark(out, c->outcome[i].last ? "else:" : "then:",
		    c->names[c->outcome[i].index]);
	if (f == FIELD_AGENT && c->agent_out >= 0)
		put_remark(out, "calls that go out:", c->names[c->agent_out]);
	if (col->grouped > 0 && !col->duration.grouped)
		put_remark(out, "not read:",
		    bytes_of("values as 1,234, whose comma may part thousands "
			     "or be a decimal mark; the format `thousands' "
			     "reads them"));
	if (col->scale.lacks_percent)
		put_remark(out, "not read:",
		    bytes_of("percent, of which 0 may be the worst or the "
			     "middle; the format 0..100 or -100..100 says it"));
	if (col->settled != NULL)
		put_remark(out, "taken as", bytes_of(col->settled));
	if (col->losers != NULL)
		put_remark(out, "not used:", bytes_of(col->losers));
}

/* Fields whose column stands in for that of another. */
static const struct {
	enum field field, by;
} derived[] = { { FIELD_START, FIELD_DATE }, { FIELD_CUSTOMER, FIELD_CALLER },
	{ FIELD_WAIT, FIELD_ANSWERED_AT }, { FIELD_TALK, FIELD_TOTAL },
	{ FIELD_TALK, FIELD_END }, { FIELD_SENTIMENT, FIELD_TEXT },
	{ FIELD_SENTIMENT, FIELD_CSAT }, { FIELD_HOSTILE, FIELD_TEXT } };

/* Whether other columns stand in for a field that has none. */
static int
is_derived(const struct columns *c, enum field f)
{
	size_t i;

	for (i = 0; i < sizeof(derived) / sizeof(derived[0]); i++)
		if (derived[i].field == f && c->of[derived[i].by].index >= 0)
			return 1;
	return 0;
}

/* A list of columns with commas between, with blanks behind them. */
static void
put_list(struct buf *out, struct bytes list)
{
	while (list.p != NULL) {
		buf_add_bytes(out, bytes_cut(list, ',', &list));
		if (list.p != NULL)
			buf_add_string(out, ", ");
	}
}

static void
describe_map(const struct columns *c, struct buf *out)
{
	static const char *const fits[] = { [MAP_NO_FIT] = "-m",
		[MAP_FITS_HEADER] = "the header fits",
		[MAP_FITS_SIGNATURE] = "by some of its columns",
		[MAP_FITS_LINE] = "by its first line" };
	struct buf list = { 0 };

	if (c->shipped == NULL) {
		buf_add_string(out, "map: none (columns go by their names)\n");
		return;
	}
	buf_text(
	    out, "map: %s (%s)\n", maps_name(c->shipped_number), fits[c->fit]);
	if (c->fit != MAP_FITS_SIGNATURE)
		return;
	put_list(&list, maps_signature(c->shipped, c->names, c->width));
	put_remark(out, "told by", (struct bytes){ list.p, list.n });
	buf_free(&list);
}

void
columns_describe(const struct columns *c, struct buf *out)
{
	size_t i;

	describe_map(c, out);
	buf_text(out, "%-13s %-26s %-26s %s\n", "field", "column", "read as",
	    "read");
	for (i = 0; i < FIELD_STRESS; i++)
		if (c->of[i].index >= 0)
			describe_field(c, (enum field)i, out);
	if (c->of[FIELD_CHANNEL].index < 0 &&
	    c->of[FIELD_CHANNEL].settled != NULL)
		buf_add_string(out,
		    "not used: channel, its values are "
		    "telephone lines\n");
	for (i = 0; i < FIELD_STRESS; i++) {
		const struct field_info *info = field_info((enum field)i);

		if (c->of[i].index >= 0 || info->switches_off == NULL ||
		    is_derived(c, (enum field)i))
			continue;
		buf_text(out, "missing %s: switches off %s\n", info->name,
		    info->switches_off);
	}
}
