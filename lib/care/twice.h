/* SPDX-License-Identifier: ISC */
#ifndef CARE_TWICE_H
#define CARE_TWICE_H

#include <stdint.h>

/*
 * Input that is read twice.  Regular files can be; standard input that is
 * a pipe is copied to a temporary file without a name, which takes its
 * place and is gone when the program ends.
 */

/*
 * Before the first reading: `files` are the operands, none is standard
 * input.  Returns 1, and in `*from` where standard input begins; 0 when an
 * operand can only be read once, such as a named pipe; -1 when the copy
 * fails (diag_text()).
 */
int twice_ready(char *const *files, int count, int64_t *from);

/* Before the second: back to the beginning of standard input. */
int twice_again(int64_t from);

#endif
