/* SPDX-License-Identifier: ISC */
#include <stddef.h>

#include "care/vector.h"

enum vector_level vector_in_use;

/* The best that runs here. */
static enum vector_level best;

/* Before main(), so that nobody has to ask whether it was done. */
static void __attribute__((constructor)) look(void)
{
#if defined(__x86_64__)
	__builtin_cpu_init();
	if (__builtin_cpu_supports("avx2"))
		best = VECTOR_AVX2;
	/* What VECTOR_FOR_AVX512 lists; the others came long before. */
	if (__builtin_cpu_supports("avx512vbmi2") &&
	    __builtin_cpu_supports("avx512bw") &&
	    __builtin_cpu_supports("avx512dq") &&
	    __builtin_cpu_supports("avx512vl") &&
	    __builtin_cpu_supports("avx512vbmi") &&
	    __builtin_cpu_supports("bmi2"))
		best = VECTOR_AVX512;
#endif
	vector_in_use = best;
}

const char *
vector_name(int level)
{
	static const char *const names[VECTOR_LEVELS] = { "portable", "avx2",
		"avx512" };

	return level < 0 || level > (int)best ? NULL : names[level];
}

void
vector_use(int level)
{
	vector_in_use = level < 0 ? best : (enum vector_level)level;
}
