/* SPDX-License-Identifier: ISC */
#ifndef CARE_VECTOR_H
#define CARE_VECTOR_H

/*
 * Which vectors the machine has.  What is done most often to a text is
 * written twice or more, once in plain C and once for those of these that
 * gain by it; all give the same, and the best that runs here is taken.
 */
enum vector_level {
	VECTOR_PORTABLE, /* C, and what every machine of its kind has */
	VECTOR_AVX2,
	VECTOR_AVX512, /* with bytes moved at will (VBMI2): since 2019 */
	VECTOR_LEVELS
};

#if defined(__x86_64__)
#define VECTOR_FOR_AVX2 __attribute__((target("avx2")))
#define VECTOR_FOR_AVX512 \
	__attribute__(( \
	    target("avx512f,avx512bw,avx512dq,avx512vl," \
		   "avx512vbmi,avx512vbmi2,bmi,bmi2,lzcnt,popcnt")))
#endif

/* The level in use: the best there is, unless a test asks for another. */
extern enum vector_level vector_in_use;

/*
 * For tests, while nothing else runs: the name of a level, NULL when it does
 * not run here; and use one, -1 for the best.  The portable one, 0, runs
 * everywhere, and so do all below one that does.
 */
const char *vector_name(int level);
void vector_use(int level);

#endif
