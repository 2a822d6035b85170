/* SPDX-License-Identifier: ISC */

/* The same calls as different phone systems would export them. */

#ifndef SAMPLE_ROWS_H
#define SAMPLE_ROWS_H

#include "sample-centre.h"
#include "sample-out.h"

struct dialect;

/* The dialect of this name, or NULL; and the i-th name, NULL at the end. */
const struct dialect *dialect_find(const char *name);
const char *dialect_name(int i);

/* The byte order mark, if the dialect has one, and the header. */
void rows_header(struct out *out, const struct dialect *dialect);

/* One call as a record; nothing if the system does not know such calls. */
void rows_put(
    struct out *out, const struct dialect *dialect, const struct call *call);

/* What this agent is called in all files. */
void put_agent_name(struct out *out, int agent);

#endif
