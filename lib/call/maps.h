/* SPDX-License-Identifier: ISC */
#ifndef CALL_MAPS_H
#define CALL_MAPS_H

#include <stddef.h>

#include "base/bytes.h"
#include "csv/settings.h"

/*
 * The maps that come with evenkeel: lib/call/maps/NAME.csv, compiled in.
 * A map is CSV, field,column,format,unit,values,note.  Beside fields its
 * first column may hold these words, whose value stands in the second:
 *
 *	header		the names of an export's columns, with commas
 *			between: it is picked when they are just these; `*`
 *			stands for any choice of the columns it names
 *	signature	names that together no other export has; what the
 *			others are does not matter (vendors let their users
 *			choose columns)
 *	columns		the columns of an export without a header
 *	events		the same of a log of events (queuelog.h)
 *	delimiter	its delimiter
 *	refuse		why such an export cannot be read
 */
enum map_word {
	MAP_HEADER,
	MAP_SIGNATURE,
	MAP_COLUMNS,
	MAP_EVENTS,
	MAP_DELIMITER,
	MAP_REFUSE,
	MAP_FIELD
};

/* The word that the row of a map begins with; MAP_FIELD for the rest. */
enum map_word maps_word(const struct settings *, size_t row);

/* The value of the first row with this word; empty without one. */
struct bytes maps_said(const struct settings *, enum map_word);

/* How many maps there are, and the i-th one's name, in their order. */
size_t maps_count(void);
const char *maps_name(size_t i);

/* The number of the map with this name, or maps_count(). */
size_t maps_find(struct bytes name);

/*
 * Read one of them; free with settings_free().  NULL never comes of what
 * is shipped, but is to be looked at (diag_text()).
 */
struct settings *maps_read(size_t i);

/* How a header is one of a map's. */
enum map_fit {
	MAP_NO_FIT,
	MAP_FITS_HEADER,
	MAP_FITS_SIGNATURE,
	MAP_FITS_LINE /* by the first line, which is no header */
};

/*
 * Whether a header fits a map: all of its names, folded, in any order,
 * and no others but those of columns that evenkeel's tools add.
 */
enum map_fit
maps_fit(const struct settings *, const struct bytes *names, size_t width);

/*
 * The map that a header fits: an exact fit first, then a signature.
 * Returns its number, or maps_count().
 */
size_t maps_pick(const struct bytes *names, size_t width, enum map_fit *);

/* The signature by which a header fits a map; empty when by none. */
struct bytes maps_signature(
    const struct settings *, const struct bytes *names, size_t width);

/*
 * The map of an export of calls of which a header is likely a variant: it
 * has five columns at least of one of its headers, and they are three in
 * four of the header's, those that our tools add left out.  Its number,
 * with how many they are, or maps_count().
 */
size_t maps_near(const struct bytes *names, size_t width, size_t *common);

/* Whether a map's headers or columns hold this name. */
int maps_knows(const struct settings *, struct bytes name);

/*
 * The map without a header whose columns are so many, for a hint: its
 * number, or maps_count().
 */
size_t maps_headerless(size_t width);

#endif
