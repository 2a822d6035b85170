/* SPDX-License-Identifier: ISC */
#include <sys/mman.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"

void
mem_exhausted(void)
{
	diag_print("out of memory");
	_exit(STATUS_SYSTEM);
}

void *
mem_zero(size_t count, size_t size)
{
	void *p;

	p = calloc(count ? count : 1, size ? size : 1);
	if (p == NULL)
		mem_exhausted();
	return p;
}

void *
mem_resize(void *old, size_t count, size_t size)
{
	void *p;
	size_t n;

	if (__builtin_mul_overflow(count, size, &n))
		mem_exhausted();
	p = realloc(old, n ? n : 1);
	if (p == NULL)
		mem_exhausted();
	return p;
}

char *
mem_copy(const void *from, size_t len)
{
	char *p;

	if (len == SIZE_MAX)
		mem_exhausted();
	p = mem_resize(NULL, len + 1, 1);
	if (len > 0)
		memcpy(p, from, len);
	p[len] = '\0';
	return p;
}

char *
mem_string(const char *s)
{
	return s == NULL ? NULL : mem_copy(s, strlen(s));
}

void *
mem_grow(void *p, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return p;
	*cap = *cap ? *cap * 2 : 8;
	return mem_resize(p, *cap, size);
}

void
mem_clear(void *p, size_t n)
{
	memset(p, 0, n);
}

void
mem_scattered(void *p, size_t n)
{
	const uintptr_t page = MEM_PAGE;
	uintptr_t from = ((uintptr_t)p + page - 1) / page * page;
	uintptr_t until = ((uintptr_t)p + n) / page * page;

	/* It is advice: where it is not taken, nothing else changes. */
	if (until > from)
		madvise((void *)from, until - from, MADV_HUGEPAGE);
}

void
mem_let_go(void *p, size_t n)
{
	madvise(p, n, MADV_DONTNEED);
}
