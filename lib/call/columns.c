/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/num.h"
#include "call/columns.h"

void
columns_free(struct columns *c)
{
	size_t i;

	for (i = 0; i < FIELD_COUNT; i++)
		free(c->of[i].losers);
	values_free(&c->values);
	rows_free(&c->rows);
	settings_free(c->shipped);
	free(c->claimed);
	memset(c, 0, sizeof(*c));
}

/* A shipped map, by its number; in group 0 it gives way to all others. */
static int
take_shipped(struct columns *c, size_t number, size_t group)
{
	struct settings *s = maps_read(number);

	if (s == NULL || rows_settings(&c->rows, s, group, 1) != 0) {
		settings_free(s);
		return -1;
	}
	settings_free(c->shipped);
	c->shipped = s;
	c->shipped_number = number;
	return 0;
}

int
columns_map_found(struct columns *c, const char *name)
{
	c->fit = MAP_FITS_LINE;
	return take_shipped(c, maps_find(bytes_of(name)), 0);
}

int
columns_map_settings(struct columns *c, const struct settings *s)
{
	return rows_settings(&c->rows, s, rows_group(&c->rows), 0);
}

static int
unknown_map(const char *name)
{
	struct buf all = { 0 };
	size_t i;

	for (i = 0; i < maps_count(); i++) {
		buf_add_byte(&all, ' ');
		buf_add_string(&all, maps_name(i));
	}
	diag_fail(STATUS_CANNOT,
	    "-m %s: a map is expected, one of%s, or a "
	    "CSV file, or FIELD=COLUMN[,FORMAT[,UNIT]]",
	    name, buf_string(&all));
	buf_free(&all);
	return -1;
}

int
columns_map(struct columns *c, const char *map)
{
	struct bytes rest, name = bytes_cut(bytes_of(map), '=', &rest);
	enum field f = field_by_name(bytes_trim(name));
	size_t number = maps_find(bytes_of(map));
	struct settings *s;
	int got;

	if (number < maps_count())
		return take_shipped(c, number, rows_group(&c->rows));
	if (rest.p != NULL && strchr(map, '/') == NULL) {
		if (f >= FIELD_STRESS)
			return diag_fail(STATUS_CANNOT,
			    "-m %s: the name of "
			    "a field of evenkeel-csv(5) is expected before "
			    "the equals sign",
			    map);
		if (bytes_trim(rest).n == 0 || bytes_trim(rest).p[0] == ',')
			return diag_fail(STATUS_CANNOT,
			    "-m %s: the name of a "
			    "column, or # and its number, is expected behind "
			    "the equals sign",
			    map);
		rows_option(&c->rows, f, rest);
		return 0;
	}
	if (strpbrk(map, "/.") == NULL)
		return unknown_map(map);
	s = settings_read(map);
	if (s == NULL)
		return -1;
	got = columns_map_settings(c, s);
	settings_free(s);
	return got;
}

const char *
columns_headerless(const struct columns *c)
{
	return c->rows.columns;
}

const char *
columns_events(const struct columns *c)
{
	return c->rows.events;
}

char
columns_delimiter(const struct columns *c)
{
	return c->rows.delimiter;
}

static const struct {
	const char *name;
	enum duration_unit unit;
} units[] = {
	{ "s", UNIT_SECONDS },
	{ "ms", UNIT_MILLISECONDS },
	{ "min", UNIT_MINUTES },
	{ "h", UNIT_HOURS },
	{ "day", UNIT_DAYS },
};

static int
take_duration_word(struct column *col, struct bytes word)
{
	static const char head[] = "includes=";
	size_t i, n = sizeof(head) - 1;
	enum field part;

	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (bytes_is(word, units[i].name)) {
			col->duration.unit = units[i].unit;
			col->unit_declared = 1;
			return 0;
		}
	if (bytes_is(word, "thousands")) {
		col->duration.grouped = 1;
		return 0;
	}
	/* includes=hold,ring: the other words of the list follow alone. */
	if (word.n > n && memcmp(word.p, head, n) == 0) {
		word.p += n;
		word.n -= n;
	} else if (col->includes == 0)
		return -1;
	part = field_by_name(word);
	if (part < FIELD_IVR || part > FIELD_WRAP)
		return -1;
	col->includes |= 1u << (part - FIELD_IVR);
	return 0;
}

static int
take_time_word(struct column *col, struct bytes word)
{
	if (bytes_is(word, "utc"))
		col->utc = 1;
	else if (bytes_is(word, "yy"))
		col->when.two_digit_year = 1;
	else
		return when_declare(&col->when, word);
	return 0;
}

/* Words that single fields have; 0 or -1. */
static int
take_own_word(struct columns *c, enum field f, struct bytes word)
{
	if (f == FIELD_AGENT &&
	    (bytes_is(word, "inbound") || bytes_is(word, "outbound")))
		return 0; /* bind_agent() looks at it */
	if (f == FIELD_DIRECTION && bytes_is(word, "lines")) {
		c->by_lines = 1;
		return 0;
	}
	if (f == FIELD_OUTCOME && bytes_is(word, "last")) {
		c->outcome[c->outcome_count - 1].last = 1;
		return 0;
	}
	return -1;
}

/* One word of a map's format or unit. */
static int
take_word(
    struct columns *c, struct column *col, enum field f, struct bytes word)
{
	switch (field_info(f)->kind) {
	case KIND_TIME:
		return take_time_word(col, word);
	case KIND_DURATION:
		return take_duration_word(col, word);
	case KIND_SCALE:
		return scale_declare(&col->scale, word);
	case KIND_TEXT:
		if (part_by_name(word) < PART_COUNT) {
			col->part = part_by_name(word);
			return 0;
		}
		return take_own_word(c, f, word);
	case KIND_NUMBER:
	case KIND_FLAG:
		break;
	}
	return -1;
}

/* What take_word() takes, by kind, for messages. */
static const char *const formats[] = {
	[KIND_TIME] = "dmy, mdy, ymd, dmyy, mdyy, yymd, yy, iso, epoch, "
		      "epoch_ms, epoch_us, excel, utc",
	[KIND_DURATION] = "s, ms, min, h, day, thousands, includes=FIELD",
	[KIND_SCALE] = "LOW..HIGH",
	[KIND_TEXT] = "extension, first, stem",
	[KIND_NUMBER] = "nothing",
	[KIND_FLAG] = "nothing",
};

/* Apply what a map says about the format of a field. */
static int
take_format(struct columns *c, struct column *col, const struct map_row *row)
{
	const char *const lists[] = { row->format, row->unit };
	size_t i;

	for (i = 0; i < 2; i++) {
		struct bytes rest = bytes_of(lists[i]);

		while (rest.p != NULL) {
			struct bytes word =
			    bytes_trim(bytes_cut(rest, ',', &rest));

			if (word.n > 0 &&
			    take_word(c, col, row->field, word) != 0)
				return diag_fail(STATUS_CANNOT,
				    "%s: column "
				    "%s: `%.*s' is no format of %s: expected "
				    "is one of %s",
				    row->place, i == 0 ? "format" : "unit",
				    (int)word.n, word.p,
				    field_info(row->field)->name,
				    formats[field_info(row->field)->kind]);
		}
	}
	return values_take(&c->values, row->field,
	    row->field == FIELD_OUTCOME ? c->outcome_count - 1 : 0,
	    bytes_of(row->values), row->place);
}

/* Folded equality; names that fold to nothing equal none. */
static int
folds_alike(struct bytes a, struct bytes b)
{
	char x[256], y[256];
	struct bytes fa = { x, bytes_fold(a, x, sizeof(x)) };
	struct bytes fb = { y, bytes_fold(b, y, sizeof(y)) };

	return fa.n > 0 && bytes_equal(fa, fb);
}

/*
 * Which columns have a row's name: as written but for case, else folded;
 * `#3` is the third.  Returns their number, the first two in `at`.
 */
static size_t
find_columns(const struct columns *c, const char *name, size_t at[2])
{
	struct bytes want = bytes_of(name);
	size_t i, found = 0;
	int64_t number;

	if (name[0] == '#' && num_integer(bytes_of(name + 1), &number) == 0) {
		at[0] = (size_t)number - 1;
		return number >= 1 && (uint64_t)number <= c->width;
	}
	for (i = 0; i < c->width; i++)
		if (bytes_equal_nocase(bytes_trim(c->names[i]), want))
			at[found++ > 0] = i;
	for (i = 0; i < c->width && found == 0; i++)
		if (folds_alike(c->names[i], want)) {
			size_t j;

			for (j = i; j < c->width; j++)
				if (folds_alike(c->names[j], want))
					at[found++ > 0] = j;
		}
	return found;
}

static int
fail_twice(const char *place, enum field f, struct bytes name, size_t first,
    size_t second)
{
	return diag_fail(STATUS_CANNOT,
	    "%scolumns %zu and %zu are both named "
	    "`%.*s': say which by -m %s=#%zu or -m %s=#%zu",
	    place, first + 1, second + 1, (int)(name.n < 200 ? name.n : 200),
	    name.p, field_info(f)->name, first + 1, field_info(f)->name,
	    second + 1);
}

static int
has_word(const char *list, const char *word)
{
	struct bytes rest = bytes_of(list);

	while (rest.p != NULL)
		if (bytes_is(bytes_trim(bytes_cut(rest, ',', &rest)), word))
			return 1;
	return 0;
}

/* An outcome has several columns, an agent one for each direction. */
static int
bind_row(struct columns *c, const struct map_row *row, size_t at)
{
	struct column spare = { .index = -1 }, *col = &c->of[row->field];
	int out =
	    row->field == FIELD_AGENT && has_word(row->format, "outbound");

	if (row->field == FIELD_OUTCOME) {
		if (c->outcome_count == OUTCOME_COLUMNS)
			return 0;
		c->outcome[c->outcome_count].index = (int)at;
		c->outcome[c->outcome_count].last = 0;
		c->outcome[c->outcome_count++].words = *row->values != '\0';
		if (col->index >= 0)
			col = &spare;
	} else if (out)
		col = &spare;
	if (col->index >= 0)
		return 0;
	col->index = (int)at;
	col->mapped = 1;
	if (take_format(c, col, row) != 0)
		return -1;
	if (out && c->agent_out < 0) {
		c->agent_out = (int)at;
		c->agent_out_part = col->part;
	}
	return 0;
}

/*
 * Bind a field by the rows of one group.  Returns 1 when it is bound, 0
 * when the group says nothing of it that applies, or -1.
 */
static int
bind_group(struct columns *c, enum field f, size_t group)
{
	const struct map_row *missing = NULL;
	size_t i, at[2], found;
	int bound = 0;

	for (i = 0; i < c->rows.count; i++) {
		const struct map_row *row = &c->rows.row[i];

		if (row->field != f || row->group != group)
			continue;
		found = find_columns(c, row->column, at);
		if (found > 1) {
			struct buf place = { 0 };

			/* Rows of what is shipped mean nothing to a user. */
			if (!row->lenient)
				buf_text(&place, "%s: ", row->place);
			fail_twice(buf_string(&place), f, bytes_of(row->column),
			    at[0], at[1]);
			buf_free(&place);
			return -1;
		}
		if (found == 0 && missing == NULL)
			missing = row;
		if (found == 1 && bind_row(c, row, at[0]) != 0)
			return -1;
		bound |= found == 1;
	}
	if (!bound && missing != NULL && !missing->lenient)
		return diag_fail(STATUS_CANNOT,
		    "%s: the export has no "
		    "column `%s'",
		    missing->place, missing->column);
	return bound;
}

/* Bind what maps speak of, the last map first. */
static int
bind_maps(struct columns *c)
{
	size_t f, group;
	int got, bound = 0;

	for (f = 0; f < FIELD_STRESS; f++) {
		got = 0;
		for (group = c->rows.groups + 1; got == 0 && group-- > 0;)
			got = bind_group(c, (enum field)f, group);
		if (got < 0)
			return -1;
		bound |= got;
	}
	if (!bound && c->shipped != NULL)
		return diag_fail(STATUS_CANNOT,
		    "-m %s: the export has none "
		    "of the columns of this map",
		    maps_name(c->shipped_number));
	return 0;
}

static int
is_taken(const struct columns *c, size_t column)
{
	size_t i;

	if (c->claimed[column])
		return 1;
	for (i = 0; i < FIELD_COUNT; i++)
		if (c->of[i].index == (int)column)
			return 1;
	return 0;
}

/* The rank of a column among the names of a field; 0: it has none. */
static int
rank_of(const struct columns *c, enum field f, size_t i)
{
	char text[256];
	struct bytes folded = { text, 0 };

	/* A tool's own columns are known by their exact name. */
	if (f >= FIELD_STRESS)
		return bytes_is(c->names[i], field_info(f)->name);
	folded.n = bytes_fold(c->names[i], text, sizeof(text));
	return folded.n > 0 ? field_rank(f, folded) : 0;
}

void
columns_lose(struct column *col, struct bytes name)
{
	struct buf all = { 0 };

	if (col->losers != NULL)
		buf_text(&all, "%s, ", col->losers);
	buf_add_bytes(&all, name);
	free(col->losers);
	col->losers = mem_copy(all.p, all.n);
	buf_free(&all);
}

/*
 * Bind one field by its names; the best rank wins, the others are noted.
 * Returns 0, or -1 when two columns have the name that wins.
 */
static int
bind_names(struct columns *c, enum field f)
{
	struct column *col = &c->of[f];
	size_t i, second = 0;
	int rank, best = 0, twice = 0;

	for (i = 0; i < c->width; i++) {
		rank = rank_of(c, f, i);
		if (rank == 0 || is_taken(c, i) || (best > 0 && rank > best))
			continue;
		twice = f < FIELD_STRESS && rank == best &&
		    folds_alike(c->names[i], c->names[col->index]);
		if (twice)
			second = i;
		if (best == 0 || rank < best)
			col->index = (int)i;
		best = rank;
	}
	if (twice)
		return fail_twice(
		    "", f, c->names[col->index], (size_t)col->index, second);
	for (i = 0; i < c->width && col->index >= 0 && f < FIELD_STRESS; i++)
		if ((int)i != col->index && !is_taken(c, i) &&
		    rank_of(c, f, i) > 0)
			columns_lose(col, c->names[i]);
	if (f == FIELD_OUTCOME && col->index >= 0)
		c->outcome[c->outcome_count++].index = col->index;
	return 0;
}

/*
 * Whether the first line is a record: more of its names are dates, times
 * and numbers than names that exports use.
 */
static int
is_record(const struct columns *c)
{
	size_t i, known = 0, values = 0;

	for (i = 0; i < c->width; i++) {
		struct bytes name = bytes_trim(c->names[i]);
		enum look look = name.n > 0 ? look_of(name) : LOOK_WORD;

		known += field_knows(name) != 0;
		values += look == LOOK_DATED || look == LOOK_CLOCK ||
		    look == LOOK_NUMBER;
	}
	return values > 1 && values > known;
}

int
columns_is_header(const struct record *r, struct buf *scratch)
{
	size_t i, known = 0;

	for (i = 0; i < r->fields; i++) {
		struct bytes v;

		scratch->n = 0;
		buf_reserve(scratch, r->len + 1);
		v = bytes_trim(record_value(r, i, scratch));
		if (v.n == 0)
			continue;
		switch (look_of(v)) {
		case LOOK_DATED:
		case LOOK_CLOCK:
		case LOOK_NUMBER:
			return 0;
		default:
			known += field_knows(v) != 0;
			break;
		}
	}
	return known >= 3;
}

static int
anything_bound(const struct columns *c)
{
	size_t i;

	for (i = 0; i < FIELD_STRESS; i++)
		if (c->of[i].index >= 0 && i != FIELD_CALL_ID)
			return 1;
	return 0;
}

static int
nothing_bound(const struct columns *c)
{
	size_t hint = maps_headerless(c->width);
	struct buf more = { 0 };

	if (hint < maps_count())
		buf_text(&more,
		    "; if there is no header, -m %s reads so "
		    "many columns",
		    maps_name(hint));
	else if (is_record(c))
		buf_add_string(&more,
		    "; if there is no header, name the "
		    "columns with -K");
	diag_fail(STATUS_CANNOT,
	    "no column of the header is one of a call "
	    "export: looked for start, date, agent, outcome, wait, talk, "
	    "duration, customer, notes and others; see evenkeel-csv(5) for "
	    "their names, or say -m FIELD=COLUMN%s",
	    buf_string(&more));
	buf_free(&more);
	return -1;
}

/*
 * No map was picked, and none given: a variant of a vendor's export may
 * want one, as what its columns mean is more than their names say.
 */
static void
tell_near_map(const struct columns *c)
{
	size_t common, near = maps_near(c->names, c->width, &common);

	if (near < maps_count() && c->rows.count == 0)
		diag_warn("%zu columns are those of %s, but not all: columns "
			  "go by their names; if it is one, give -m %s",
		    common, maps_name(near), maps_name(near));
}

/* The shipped map whose header this is, unless -m named one. */
static int
pick_map(struct columns *c)
{
	size_t i, picked;

	c->claimed = mem_zero(c->width + 1, 1);
	if (c->shipped == NULL) {
		picked = maps_pick(c->names, c->width, &c->fit);
		if (picked == maps_count())
			tell_near_map(c);
		else if (take_shipped(c, picked, 0) != 0)
			return -1;
	}
	if (c->rows.refuse != NULL)
		return diag_fail(STATUS_CANNOT,
		    "%s (%s): looked for rows "
		    "that are one call or leg each",
		    c->rows.refuse,
		    c->shipped != NULL ? maps_name(c->shipped_number) : "map");
	/* What a vendor's map leaves aside means something else there. */
	for (i = 0; i < c->width && c->shipped != NULL; i++)
		c->claimed[i] = (char)maps_knows(c->shipped, c->names[i]);
	return 0;
}

/* Words of a header that say how its values are read. */
static void
read_header_words(struct columns *c, enum field f)
{
	struct column *col = &c->of[f];
	char text[256];
	struct bytes folded = { text, 0 }, rest, word;

	col->header = c->names[col->index];
	col->duration.decimal = c->decimal;
	folded.n = bytes_fold(col->header, text, sizeof(text));
	if (field_info(f)->kind == KIND_DURATION && !col->unit_declared) {
		col->duration.unit = duration_unit_of(folded);
		col->unit_declared = col->duration.unit != UNIT_SECONDS;
	}
	for (rest = folded; rest.p != NULL && rest.n > 0;) {
		word = bytes_cut(rest, ' ', &rest);
		if (field_info(f)->kind == KIND_TIME && !col->mapped &&
		    (bytes_is(word, "utc") || bytes_is(word, "gmt")))
			col->utc = 1;
	}
}

int
columns_bind(
    struct columns *c, const struct bytes *names, size_t width, char delimiter)
{
	size_t i;

	c->names = names;
	c->width = width;
	c->decimal = delimiter == ',' ? '.' : ',';
	c->agent_out = -1;
	for (i = 0; i < FIELD_COUNT; i++)
		c->of[i].index = -1;
	if (pick_map(c) != 0 || bind_maps(c) != 0)
		return -1;
	for (i = 0; i < FIELD_COUNT; i++)
		if (c->of[i].index < 0 && bind_names(c, (enum field)i) != 0)
			return -1;
	if (!anything_bound(c) || (c->shipped == NULL && is_record(c)))
		return nothing_bound(c);
	for (i = 0; i < FIELD_COUNT; i++)
		if (c->of[i].index >= 0)
			read_header_words(c, (enum field)i);
	return 0;
}

int
columns_is_called(const struct columns *c, enum field f, const char *folded)
{
	return c->of[f].index >= 0 && !c->of[f].mapped &&
	    folds_alike(c->names[c->of[f].index], bytes_of(folded));
}
