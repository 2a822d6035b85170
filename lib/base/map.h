/* SPDX-License-Identifier: ISC */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

/*
 * A hash table from byte strings to values of one fixed size.  The hash is
 * hash_bytes()'s, so that an export made to collide gains nothing.
 * Nothing that is printed may follow the order of the table: walk it by
 * index, which is the order of first insertion.
 */
struct map;

/* A table whose values are `size` bytes each.  Free with map_free(). */
struct map *map_new(size_t size);
void map_free(struct map *);

/*
 * The value of `key`, or NULL when it is not there.  Pointers to values
 * stay valid until the table is freed.
 */
void *map_find(const struct map *, struct bytes key);

/*
 * The value of `key`; when it was not there it is added, all zero, and
 * `*added` (which may be NULL) is set to 1, else to 0.  The key's bytes
 * are copied.
 */
void *map_put(struct map *, struct bytes key, int *added);

/* How many keys there are, and the i-th key and value, i from 0. */
size_t map_count(const struct map *);
struct bytes map_key(const struct map *, size_t i);
void *map_value(const struct map *, size_t i);

#endif
