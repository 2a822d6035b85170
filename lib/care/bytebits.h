/* SPDX-License-Identifier: ISC */
#ifndef CARE_BYTEBITS_H
#define CARE_BYTEBITS_H

#include <stddef.h>
#include <stdint.h>

/* Flags of many things, a byte each: which of them have some. */

/* What a list has room for beside all things there are. */
enum { BYTEBITS_ROOM = 64 };

/*
 * List the numbers, from `from` up to `to`, of the bytes that have any of
 * these bits, in their order; returns how many.
 */
size_t bytebits_list(const unsigned char *p, size_t from, size_t to,
    unsigned char bits, uint16_t *list);

/* The same of those that lack this bit. */
size_t bytebits_list_without(const unsigned char *p, size_t from, size_t to,
    unsigned char bit, uint16_t *list);

#endif
