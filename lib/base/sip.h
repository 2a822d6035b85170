/* SPDX-License-Identifier: ISC */
#ifndef BASE_SIP_H
#define BASE_SIP_H

#include <stdint.h>

#include "base/bytes.h"

/*
 * SipHash-2-4 (Aumasson and Bernstein 2012): a hash of 64 bits under a key
 * of 128, for what is written to files and has to be the same tomorrow.
 * Without the key nobody can tell what was hashed, nor try names out.
 */
uint64_t sip_hash(const uint64_t key[2], struct bytes);

/* A hash as 16 hexadecimal digits, and back: 0, or -1 when it is none. */
enum { SIP_TEXT = 16 };
void sip_put(char out[SIP_TEXT], uint64_t);
int sip_get(struct bytes, uint64_t *);

#endif
