/* SPDX-License-Identifier: ISC */
#ifndef REPORT_SHA256_H
#define REPORT_SHA256_H

#include "base/bytes.h"

/* SHA-256 (FIPS 180-4) of some bytes. */
enum { SHA256_SIZE = 32 };
void sha256(struct bytes, unsigned char out[SHA256_SIZE]);

#endif
