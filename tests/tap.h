/* SPDX-License-Identifier: ISC */
#ifndef TESTS_TAP_H
#define TESTS_TAP_H

/*
 * Just enough TAP for unit tests in C: each check prints one line, a
 * failing one says where; tap_done() prints the plan.
 */
#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static int tap_count, tap_failed;

#define OK(cond, ...) \
	do { \
		int tap_ok = (cond) ? 1 : 0; \
		tap_count++; \
		tap_failed += !tap_ok; \
		printf("%sok %d - ", tap_ok ? "" : "not ", tap_count); \
		printf(__VA_ARGS__); \
		printf("\n"); \
		if (!tap_ok) \
			printf("# %s:%d: %s\n", __FILE__, __LINE__, #cond); \
	} while (0)

#define IS_INT(got, want, ...) \
	do { \
		int64_t tap_got = (int64_t)(got), tap_want = (int64_t)(want); \
		OK(tap_got == tap_want, __VA_ARGS__); \
		if (tap_got != tap_want) \
			printf("# got %" PRId64 ", want %" PRId64 "\n", \
			    tap_got, tap_want); \
	} while (0)

#define IS_REAL(got, want, within, ...) \
	do { \
		double tap_got = (got), tap_want = (want); \
		OK(fabs(tap_got - tap_want) <= (within), __VA_ARGS__); \
		if (!(fabs(tap_got - tap_want) <= (within))) \
			printf("# got %.9g, want %.9g\n", tap_got, tap_want); \
	} while (0)

#define IS_TEXT(got, want, ...) \
	do { \
		const char *tap_got = (got), *tap_want = (want); \
		OK(strcmp(tap_got, tap_want) == 0, __VA_ARGS__); \
		if (strcmp(tap_got, tap_want) != 0) \
			printf( \
			    "# got  '%s'\n# want '%s'\n", tap_got, tap_want); \
	} while (0)

static inline int
tap_done(void)
{
	printf("1..%d\n", tap_count);
	return tap_failed > 0;
}

#endif
