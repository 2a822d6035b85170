/* SPDX-License-Identifier: ISC */
/*
 * Plain values at a glance, against the C library on every text of a few
 * characters, and at the end of what may be read.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "call/quick.h"
#include "tap.h"

/* What a whole number of one to `most` digits is, else -1. */
static int64_t
digits(const char *text, size_t most)
{
	size_t n = strlen(text);

	return n > 0 && n <= most && strspn(text, "0123456789") == n
	    ? strtoll(text, NULL, 10)
	    : -1;
}

/* The same by quick_count(), with so many readable bytes behind it. */
static int64_t
count(const char *text, size_t behind)
{
	size_t n = strlen(text);
	char *room = malloc(n + behind + 1);
	int64_t value = -1;
	struct bytes b = { room, n };

	if (room == NULL)
		return -2;
	memcpy(room, text, n);
	memset(room + n, '7', behind);
	if (quick_count(
		b, n + behind < 4 ? NULL : room + n + behind - 4, &value) != 0)
		value = -1;
	free(room);
	return value;
}

/* Every text of up to four characters that are digits or next to them. */
static void
check_counts(void)
{
	static const char letters[] = "059/:-. \x80\xb0\xff";
	const size_t base = sizeof(letters) - 1;
	size_t n, i, j, all, wrong = 0;
	char text[8];

	for (n = 1, all = base; n <= 4; n++, all *= base)
		for (i = 0; i < all; i++) {
			size_t rest = i;

			for (j = 0; j < n; j++, rest /= base)
				text[j] = letters[rest % base];
			text[n] = '\0';
			wrong += count(text, 0) != digits(text, 6);
			wrong += count(text, 4) != digits(text, 6);
		}
	IS_INT(wrong, 0, "short texts");
	for (i = 0; i < 10000; i++) {
		snprintf(text, sizeof(text), "%zu", i);
		wrong += count(text, i % 5) != (int64_t)i;
		snprintf(text, sizeof(text), "%04zu", i);
		wrong += count(text, i % 5) != (int64_t)i;
	}
	IS_INT(wrong, 0, "0 .. 9999, with zeros in front and without");
	IS_INT(count("", 4), -1, "nothing");
	IS_INT(count("12345", 4), 12345, "five digits");
	IS_INT(count("123456", 4), 123456, "six");
	IS_INT(count("1234567", 4), -1, "seven are not plain");
}

/* Seconds of a clock by sscanf(3), -1 when it is none. */
static int64_t
seconds_of(const char *clock)
{
	int h, m, s, end = 0;
	size_t i;

	for (i = 0; i < 8; i++)
		if (i % 3 == 2 ? clock[i] != ':'
			       : strchr("0123456789", clock[i]) == NULL)
			return -1;
	if (sscanf(clock, "%2d:%2d:%2d%n", &h, &m, &s, &end) != 3 || end != 8 ||
	    h > 23 || m > 59 || s > 59)
		return -1;
	return h * 3600 + m * 60 + s;
}

static void
check_clock(void)
{
	static const char letters[] = "0269/:; \x80\xb6\xff";
	char stamp[] = "2026-03-02 00:00:00";
	char *clock = stamp + QUICK_DATE + 1;
	size_t i, j, k, wrong = 0;
	int64_t got;

	for (i = 0; i < 100; i++)
		for (j = 0; j < 100; j++)
			for (k = 0; k < 100; k += j == 59 ? 1 : 7) {
				snprintf(
				    clock, 9, "%02zu:%02zu:%02zu", i, j, k);
				if (quick_clock(stamp, &got) != 0)
					got = -1;
				wrong += got != seconds_of(clock);
			}
	IS_INT(wrong, 0, "00:00:00 .. 99:99:99");
	/* One byte, and two neighbours, of others. */
	for (i = 0; i < 8; i++)
		for (j = 0; j < sizeof(letters) - 1; j++)
			for (k = 0; k < sizeof(letters) - 1; k++) {
				memcpy(clock, "12:34:56", 8);
				clock[i] = letters[j];
				if (i + 1 < 8)
					clock[i + 1] = letters[k];
				if (quick_clock(stamp, &got) != 0)
					got = -1;
				wrong += got != seconds_of(clock);
			}
	IS_INT(wrong, 0, "other bytes");
	memcpy(clock, "12:34:56", 8);
	stamp[QUICK_DATE] = 'T';
	OK(quick_clock(stamp, &got) == 0 && got == 45296, "a T in front");
	stamp[QUICK_DATE] = 'x';
	OK(quick_clock(stamp, &got) != 0, "no x");
}

int
main(void)
{
	check_counts();
	check_clock();
	return tap_done();
}
