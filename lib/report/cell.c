/* SPDX-License-Identifier: ISC */
#include "report/cell.h"

static int
is_plain(struct bytes b)
{
	size_t i;

	for (i = 0; i < b.n; i++)
		if (b.p[i] == ',' || b.p[i] == '"' || b.p[i] == '\n' ||
		    b.p[i] == '\r')
			return 0;
	return b.n == 0 ||
	    (b.p[0] != ' ' && b.p[0] != '\t' && b.p[b.n - 1] != ' ' &&
		b.p[b.n - 1] != '\t');
}

void
cell_add(struct buf *out, struct bytes b)
{
	struct bytes part;

	if (is_plain(b)) {
		buf_add_bytes(out, b);
		return;
	}
	buf_add_byte(out, '"');
	while (b.p != NULL) {
		part = bytes_cut(b, '"', &b);
		buf_add_bytes(out, part);
		if (b.p != NULL)
			buf_add_string(out, "\"\"");
	}
	buf_add_byte(out, '"');
}
