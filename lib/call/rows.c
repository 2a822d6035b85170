/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "call/maps.h"
#include "call/rows.h"

void
rows_free(struct map_rows *m)
{
	size_t i;

	for (i = 0; i < m->count; i++) {
		free(m->row[i].column);
		free(m->row[i].format);
		free(m->row[i].unit);
		free(m->row[i].values);
		free(m->row[i].place);
	}
	free(m->row);
	free(m->columns);
	free(m->events);
	free(m->refuse);
	memset(m, 0, sizeof(*m));
}

size_t
rows_group(struct map_rows *m)
{
	return ++m->groups;
}

static char *
copy(struct bytes b)
{
	b = bytes_trim(b);
	return mem_copy(b.p, b.n);
}

static struct map_row *
add_row(struct map_rows *m, enum field f, size_t group)
{
	struct map_row *row;

	m->row = mem_grow(m->row, m->count, &m->cap, sizeof(*m->row));
	row = &m->row[m->count++];
	memset(row, 0, sizeof(*row));
	row->field = f;
	row->group = group;
	return row;
}

static char *
place_of(const struct settings *s, size_t row)
{
	struct buf place = { 0 };

	buf_text(&place, "%s:%zu", settings_name(s), settings_line(s, row));
	buf_string(&place);
	return place.p;
}

/* `columns`, `delimiter` and the like; the last map's count. */
static int
take_word(struct map_rows *m, const struct settings *s, size_t row)
{
	struct bytes value = settings_get(s, row, "column");
	char **to = NULL;

	switch (maps_word(s, row)) {
	case MAP_COLUMNS:
		to = &m->columns;
		break;
	case MAP_EVENTS:
		to = &m->events;
		break;
	case MAP_REFUSE:
		to = &m->refuse;
		break;
	case MAP_DELIMITER:
		if (value.n != 1)
			return settings_fail(s, row, "column",
			    "one "
			    "character is expected as delimiter");
		m->delimiter = value.p[0];
		return 0;
	case MAP_HEADER:
	case MAP_SIGNATURE:
	case MAP_FIELD:
		return 0;
	}
	free(*to);
	*to = copy(value);
	return 0;
}

static int
take_field(struct map_rows *m, const struct settings *s, size_t i, size_t group,
    int lenient)
{
	enum field f = field_by_name(bytes_trim(settings_get(s, i, "field")));
	struct map_row *row;

	if (f >= FIELD_STRESS)
		return settings_fail(s, i, "field",
		    "the name of a field of "
		    "evenkeel-csv(5) is expected");
	if (bytes_trim(settings_get(s, i, "column")).n == 0)
		return settings_fail(s, i, "column",
		    "the name of a column "
		    "of the export is expected");
	row = add_row(m, f, group);
	row->column = copy(settings_get(s, i, "column"));
	row->format = copy(settings_get(s, i, "format"));
	row->unit = copy(settings_get(s, i, "unit"));
	row->values = copy(settings_get(s, i, "values"));
	row->place = place_of(s, i);
	row->lenient = lenient;
	return 0;
}

int
rows_settings(
    struct map_rows *m, const struct settings *s, size_t group, int lenient)
{
	size_t i;
	int got = settings_columns(s, "field! column! format unit values note");

	for (i = 0; i < settings_rows(s) && got == 0; i++)
		got = maps_word(s, i) != MAP_FIELD
		    ? take_word(m, s, i)
		    : take_field(m, s, i, group, lenient);
	return got;
}

void
rows_option(struct map_rows *m, enum field f, struct bytes rest)
{
	struct map_row *row = add_row(m, f, rows_group(m));
	struct buf place = { 0 };
	struct bytes unit;

	row->column = copy(bytes_cut(rest, ',', &rest));
	row->format = copy(bytes_cut(rest, ',', &unit));
	row->unit = copy(unit);
	row->values = mem_string("");
	buf_text(&place, "-m %s", field_info(f)->name);
	buf_string(&place);
	row->place = place.p;
}
