/* SPDX-License-Identifier: ISC */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/*
 * Memory.  These never return NULL: when memory is out they print one
 * sentence and end the process with STATUS_SYSTEM, the only place in lib
 * that exits.  Free what they return with free().
 */

/* `count` objects of `size` bytes, zeroed; the product is checked. */
void *mem_zero(size_t count, size_t size);

/* As realloc(3) for `count` objects of `size` bytes; the product checked. */
void *mem_resize(void *, size_t count, size_t size);

/* A copy of `len` bytes followed by a NUL. */
char *mem_copy(const void *, size_t len);

/* A copy of a string; NULL stays NULL. */
char *mem_string(const char *);

/*
 * Make room for one more element in a growing array: `*cap` doubles when
 * `n` has reached it.  Returns the array, moved or not.
 */
void *mem_grow(void *, size_t n, size_t *cap, size_t size);

/*
 * Set bytes to zero by the C library's memset(): where the size is known
 * gcc 12 puts a string instruction there instead, which takes as long as
 * twenty words of a text.
 */
void mem_clear(void *, size_t n);

/*
 * Say of `n` bytes that they are looked at here and there: of a large block
 * the pages are then large ones where the system has such, so that a look
 * misses one cache and not two.
 */
void mem_scattered(void *, size_t n);

/*
 * Let go of memory in the middle of a block, of which whole pages become
 * free: its content is lost.  It is as large as the largest pages are, and
 * begins as they do: MEM_PAGE bytes, at a multiple of that.
 */
enum { MEM_PAGE = 2 * 1024 * 1024 };
void mem_let_go(void *, size_t n);

/* Say that memory is out and end the process with STATUS_SYSTEM. */
void mem_exhausted(void) __attribute__((noreturn));

#endif
