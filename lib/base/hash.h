/* SPDX-License-Identifier: ISC */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdint.h>

#include "base/bytes.h"

/*
 * A hash of 64 bits for tables that are kept in memory: products of 128
 * bits folded upon themselves, as wyhash has them (Wang Yi 2019; Go's
 * runtime hashes the keys of its maps so), under numbers that are drawn at
 * random for the process, so that an export made to collide gains nothing.
 * A key of up to 16 bytes takes 38 instructions, where SipHash takes 156.
 * It is never 0, which is a free place of a table.  The same bytes have the
 * same hash for one process's life, and nothing that is printed may follow
 * from it.
 */
uint64_t hash_bytes(struct bytes);

#endif
