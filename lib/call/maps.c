/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/mem.h"
#include "call/field.h"
#include "call/maps.h"

/* Generated from lib/call/maps: name and text of each. */
static const struct {
	const char *name;
	const char *text;
} maps[] = {
#include "maps_data.h"
};

enum { NAME_MAX_FOLDED = 256 };

static const char *const words[] = {
	[MAP_HEADER] = "header",
	[MAP_SIGNATURE] = "signature",
	[MAP_COLUMNS] = "columns",
	[MAP_EVENTS] = "events",
	[MAP_DELIMITER] = "delimiter",
	[MAP_REFUSE] = "refuse",
};

enum map_word
maps_word(const struct settings *s, size_t row)
{
	struct bytes word = bytes_trim(settings_get(s, row, "field"));
	size_t i;

	for (i = 0; i < MAP_FIELD; i++)
		if (bytes_is(word, words[i]))
			break;
	return (enum map_word)i;
}

struct bytes
maps_said(const struct settings *s, enum map_word word)
{
	struct bytes none = { NULL, 0 };
	size_t i;

	for (i = 0; i < settings_rows(s); i++)
		if (maps_word(s, i) == word)
			return settings_get(s, i, "column");
	return none;
}

size_t
maps_count(void)
{
	return sizeof(maps) / sizeof(maps[0]);
}

const char *
maps_name(size_t i)
{
	return maps[i].name;
}

size_t
maps_find(struct bytes name)
{
	size_t i;

	for (i = 0; i < maps_count(); i++)
		if (bytes_is(name, maps[i].name))
			break;
	return i;
}

struct settings *
maps_read(size_t i)
{
	return settings_parse(maps[i].name, bytes_of(maps[i].text));
}

/* A name as it is compared; what does not fold into so much is nothing. */
static struct bytes
fold(struct bytes name, char *out)
{
	struct bytes folded = { out, bytes_fold(name, out, NAME_MAX_FOLDED) };

	return folded;
}

/* Whether one of the names of a list, with commas between, is this one. */
static int
list_holds(struct bytes list, struct bytes folded)
{
	char text[NAME_MAX_FOLDED];

	while (list.p != NULL)
		if (bytes_equal(
			fold(bytes_cut(list, ',', &list), text), folded))
			return 1;
	return 0;
}

static int
is_own_column(struct bytes name)
{
	enum field f = field_by_name(bytes_trim(name));

	return f >= FIELD_STRESS && f < FIELD_COUNT;
}

/* Whether all names of a list stand in the header. */
static int
all_there(struct bytes list, const struct bytes *names, size_t width)
{
	char want[NAME_MAX_FOLDED], have[NAME_MAX_FOLDED];
	size_t i;

	while (list.p != NULL) {
		struct bytes name = fold(bytes_cut(list, ',', &list), want);

		for (i = 0; i < width; i++)
			if (bytes_equal(fold(names[i], have), name))
				break;
		if (i == width)
			return 0;
	}
	return 1;
}

/* Whether all columns of the header, but our own, stand in the list. */
static int
no_other(struct bytes list, const struct bytes *names, size_t width)
{
	char have[NAME_MAX_FOLDED];
	size_t i;

	for (i = 0; i < width; i++)
		if (!is_own_column(names[i]) &&
		    !list_holds(list, fold(names[i], have)))
			return 0;
	return 1;
}

/* `*`: three columns at least, each under a name that the map has. */
static int
all_mapped(const struct settings *s, const struct bytes *names, size_t width)
{
	size_t i, row, found = 0;

	for (i = 0; i < width; i++) {
		for (row = 0; row < settings_rows(s); row++)
			if (maps_word(s, row) == MAP_FIELD && names[i].n > 0 &&
			    bytes_equal(
				settings_get(s, row, "column"), names[i]))
				break;
		if (row < settings_rows(s))
			found++;
		else if (!is_own_column(names[i]))
			return 0;
	}
	return found >= 3;
}

enum map_fit
maps_fit(const struct settings *s, const struct bytes *names, size_t width)
{
	enum map_fit fit = MAP_NO_FIT;
	size_t row;

	for (row = 0; row < settings_rows(s); row++) {
		struct bytes list = settings_get(s, row, "column");
		enum map_word word = maps_word(s, row);

		if (word == MAP_SIGNATURE && all_there(list, names, width))
			fit = MAP_FITS_SIGNATURE;
		if (word == MAP_HEADER && bytes_is(list, "*")) {
			if (all_mapped(s, names, width))
				return MAP_FITS_HEADER;
			continue;
		}
		if ((word == MAP_HEADER || word == MAP_COLUMNS) &&
		    all_there(list, names, width) &&
		    no_other(list, names, width))
			return MAP_FITS_HEADER;
	}
	return fit;
}

/* Whether a header has what only single calls have. */
static int
has_calls(const struct bytes *names, size_t width)
{
	static const enum field of_calls[] = { FIELD_CALL_ID, FIELD_CUSTOMER,
		FIELD_CALLER };
	char text[NAME_MAX_FOLDED];
	size_t i, k;

	for (i = 0; i < width; i++)
		for (k = 0; k < sizeof(of_calls) / sizeof(of_calls[0]); k++)
			if (field_rank(of_calls[k], fold(names[i], text)) > 0)
				return 1;
	return 0;
}

size_t
maps_pick(const struct bytes *names, size_t width, enum map_fit *how)
{
	size_t i, best = maps_count();

	*how = MAP_NO_FIT;
	for (i = 0; i < maps_count() && *how != MAP_FITS_HEADER; i++) {
		struct settings *s = maps_read(i);
		enum map_fit fit =
		    s == NULL ? MAP_NO_FIT : maps_fit(s, names, width);

		/* A list of calls may name sums, too. */
		if (fit == MAP_FITS_SIGNATURE &&
		    maps_said(s, MAP_REFUSE).n > 0 && has_calls(names, width))
			fit = MAP_NO_FIT;
		settings_free(s);
		if (fit == MAP_FITS_HEADER ||
		    (fit == MAP_FITS_SIGNATURE && *how == MAP_NO_FIT)) {
			*how = fit;
			best = i;
		}
	}
	return best;
}

struct bytes
maps_signature(
    const struct settings *s, const struct bytes *names, size_t width)
{
	struct bytes list = { NULL, 0 };
	size_t row;

	for (row = 0; row < settings_rows(s); row++) {
		list = settings_get(s, row, "column");
		if (maps_word(s, row) == MAP_SIGNATURE &&
		    all_there(list, names, width))
			break;
		list.n = 0;
	}
	return list;
}

/* How many of a header's names one of a map's headers holds, at most. */
static size_t
count_common(const struct settings *s, const struct bytes *names, size_t width)
{
	char have[NAME_MAX_FOLDED];
	size_t row, i, count, most = 0;

	for (row = 0; row < settings_rows(s); row++) {
		if (maps_word(s, row) != MAP_HEADER)
			continue;
		for (i = count = 0; i < width; i++)
			count += list_holds(settings_get(s, row, "column"),
				     fold(names[i], have)) != 0;
		most = count > most ? count : most;
	}
	return most;
}

size_t
maps_near(const struct bytes *names, size_t width, size_t *common)
{
	size_t i, best = maps_count(), count, theirs = 0;

	*common = 0;
	for (i = 0; i < width; i++)
		theirs += !is_own_column(names[i]);
	for (i = 0; i < maps_count(); i++) {
		struct settings *s = maps_read(i);

		/* What a log of events is made to has our own names. */
		count = s == NULL || maps_said(s, MAP_REFUSE).n > 0 ||
			maps_said(s, MAP_EVENTS).n > 0
		    ? 0
		    : count_common(s, names, width);
		settings_free(s);
		if (count < 5 || count * 4 < theirs * 3 || count <= *common)
			continue;
		*common = count;
		best = i;
	}
	return best;
}

int
maps_knows(const struct settings *s, struct bytes name)
{
	char text[NAME_MAX_FOLDED];
	struct bytes folded = fold(name, text);
	size_t row;

	for (row = 0; row < settings_rows(s); row++) {
		enum map_word word = maps_word(s, row);

		if ((word == MAP_HEADER || word == MAP_COLUMNS) &&
		    list_holds(settings_get(s, row, "column"), folded))
			return 1;
	}
	return 0;
}

static size_t
list_length(struct bytes list)
{
	size_t n = 0;

	for (; list.p != NULL && list.n > 0; n++)
		bytes_cut(list, ',', &list);
	return n;
}

size_t
maps_headerless(size_t width)
{
	size_t i;

	for (i = 0; i < maps_count(); i++) {
		struct settings *s = maps_read(i);
		size_t n =
		    s == NULL ? 0 : list_length(maps_said(s, MAP_COLUMNS));

		settings_free(s);
		if (n == width && n > 0)
			break;
	}
	return i;
}
