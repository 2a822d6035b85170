/* SPDX-License-Identifier: ISC */
#ifndef REPORT_PSEUDONYM_H
#define REPORT_PSEUDONYM_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

/*
 * Names that name nobody: the same for the same person on every day, as
 * long as the key is the same, and without the key nobody can tell whose
 * they are.
 */
struct pseudonym;

enum pseudonym_kind { PSEUDONYM_AGENT, PSEUDONYM_CUSTOMER };

/*
 * Read the key from a file (keyfile.h).  NULL with diag_text() when there
 * is none.  Free with pseudonym_free(), which takes NULL.
 */
struct pseudonym *pseudonym_open(const char *keyfile);
void pseudonym_free(struct pseudonym *);

/*
 * The pseudonym of a name, A- or C- and 12 letters and digits; nobody, an
 * empty name, stays nobody, and a pseudonym stays what it is.  Returns its
 * length.  Two of 10,000 people
 * share one with a chance of 1 in 20 billion.
 */
enum { PSEUDONYM = 14 };
size_t pseudonym_put(const struct pseudonym *, enum pseudonym_kind,
    struct bytes name, char out[PSEUDONYM]);

#endif
