/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "call/zone.h"
#include "call/zoneword.h"

/*
 * Words with one meaning, in minutes east of Greenwich: RFC 822, section
 * 5.1, and such as no other zone of the tz database uses.
 */
static const struct {
	const char *word;
	int minutes;
} fixed[] = {
	{ "ut", 0 },
	{ "est", -300 },
	{ "edt", -240 },
	{ "cst", -360 },
	{ "cdt", -300 },
	{ "mst", -420 },
	{ "mdt", -360 },
	{ "pst", -480 },
	{ "pdt", -420 },
	{ "akst", -540 },
	{ "akdt", -480 },
	{ "hst", -600 },
	{ "wet", 0 },
	{ "west", 60 },
	{ "cet", 60 },
	{ "cest", 120 },
	{ "met", 60 },
	{ "mest", 120 },
	{ "mez", 60 },
	{ "mesz", 120 },
	{ "eet", 120 },
	{ "eest", 180 },
	{ "sast", 120 },
	{ "pkt", 300 },
	{ "wib", 420 },
	{ "hkt", 480 },
	{ "awst", 480 },
	{ "jst", 540 },
	{ "acst", 570 },
	{ "acdt", 630 },
	{ "aest", 600 },
	{ "aedt", 660 },
	{ "nzst", 720 },
	{ "nzdt", 780 },
};

/* Words behind a time that say only that it is one. */
static const char *const no_zones[] = { "uhr", "hrs", "local" };

/* Words for both halves of a year, and those of the halves. */
static const struct {
	const char *word, *standard, *summer;
} both[] = {
	{ "et", "est", "edt" },
	{ "ct", "cst", "cdt" },
	{ "mt", "mst", "mdt" },
	{ "pt", "pst", "pdt" },
};

static int
is_word(const struct zone_word *w, struct bytes word)
{
	return bytes_equal_nocase((struct bytes){ w->text, w->n }, word);
}

/* The number of the last of -z's words that is this one, or 0. */
static int
own(struct bytes word)
{
	const struct zone_word *words;
	size_t i = zone_words(&words);

	while (i > 0 && !is_word(&words[i - 1], word))
		i--;
	return (int)i;
}

/* What one of -z's words meant last. */
static int
last_offset(int number)
{
	const struct zone_word *words;

	zone_words(&words);
	return words[number - 1].offset_s;
}

/* Whether -z names the zone with the same name. */
static int
is_name_of_zone(struct bytes word)
{
	const char *name = getenv("TZ");

	return name != NULL && memchr(word.p, '/', word.n) != NULL &&
	    bytes_is_nocase(word, name);
}

int
zoneword_find(struct bytes word, int *offset_s)
{
	size_t i;
	int number;

	*offset_s = 0;
	if (word.n < 2)
		return ZONEWORD_UNKNOWN;
	if ((number = own(word)) > 0) {
		*offset_s = last_offset(number);
		return number;
	}
	for (i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if (bytes_is_nocase(word, fixed[i].word)) {
			*offset_s = fixed[i].minutes * 60;
			return ZONEWORD_FIXED;
		}
	for (i = 0; i < sizeof(both) / sizeof(both[0]); i++)
		if (bytes_is_nocase(word, both[i].word) &&
		    own(bytes_of(both[i].standard)) > 0 &&
		    own(bytes_of(both[i].summer)) > 0)
			return ZONEWORD_LOCAL;
	for (i = 0; i < sizeof(no_zones) / sizeof(no_zones[0]); i++)
		if (bytes_is_nocase(word, no_zones[i]))
			return ZONEWORD_LOCAL;
	return is_name_of_zone(word) ? ZONEWORD_LOCAL : ZONEWORD_UNKNOWN;
}

/* The same word as the one with this number, whatever it meant. */
static int
is_same(const struct zone_word *words, size_t i, int number)
{
	const struct zone_word *w = &words[number - 1];

	return is_word(&words[i], (struct bytes){ w->text, w->n });
}

int
zoneword_offset(int number, int64_t civil_ms)
{
	const struct zone_word *words;
	size_t i = zone_words(&words);

	while (i-- > 0)
		if (is_same(words, i, number) &&
		    zone_goes_by(&words[i],
			civil_ms - words[i].offset_s * (int64_t)SECOND_MS))
			return words[i].offset_s;
	return last_offset(number);
}

int
zoneword_fits(int number, int64_t instant)
{
	const struct zone_word *words;
	size_t i = zone_words(&words);

	while (i-- > 0)
		if (is_same(words, i, number) &&
		    zone_goes_by(&words[i], instant))
			return 1;
	return 0;
}
