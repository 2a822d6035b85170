/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "csv/scan.h"
#include "csv/scan_inside.h"

size_t
scan_split(struct bytes text, char delimiter, uint32_t *end, size_t most)
{
	size_t i, from = 0, quote = 0, fields = 0;
	enum state state = PLAIN;

	for (i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (state == QUOTED) {
			if (c == '"') {
				state = SEEN;
				quote = i;
			}
		} else if (c == delimiter) {
			if (fields + 1 >= most)
				return 0;
			end[fields++] = (uint32_t)i;
			state = PLAIN;
			from = i + 1;
		} else if (c == '\n' || c == '\r')
			return 0;
		else if (state == SEEN && c == '"' && i == quote + 1)
			state = QUOTED;
		else if (state == SEEN && c != ' ' && c != '\t')
			return 0;
		else if (c == '"' && i == from)
			state = QUOTED;
	}
	if (state == QUOTED || fields >= most)
		return 0;
	end[fields++] = (uint32_t)text.n;
	return fields;
}

struct bytes
field_value(struct bytes raw, struct buf *scratch)
{
	struct bytes value = raw;
	const char *quote;
	char *out;

	if (raw.n == 0 || raw.p[0] != '"')
		return raw;
	while (value.n > 1 && value.p[value.n - 1] != '"')
		value.n--;
	/* With no second quote it never closed: all of it is the value. */
	value.n = value.n > 1 ? value.n - 2 : raw.n - 1;
	value.p++;
	quote = value.n > 0 ? memchr(value.p, '"', value.n) : NULL;
	if (quote == NULL)
		return value;

	out = buf_reserve(scratch, value.n);
	raw.p = out;
	while (quote != NULL) {
		size_t n = (size_t)(quote - value.p) + 1;

		memcpy(out, value.p, n);
		out += n;
		/* Skip the second of the pair. */
		n += n < value.n;
		value.p += n;
		value.n -= n;
		quote = value.n > 0 ? memchr(value.p, '"', value.n) : NULL;
	}
	memcpy(out, value.p, value.n);
	raw.n = (size_t)(out - raw.p) + value.n;
	scratch->n += raw.n;
	return raw;
}

/* `="0301"` is how exports keep a spreadsheet from reading a number. */
static struct bytes
without_guard(struct bytes v)
{
	if (v.n > 2 && v.p[0] == '=' && v.p[1] == '"' && v.p[v.n - 1] == '"' &&
	    (v.n == 3 || memchr(v.p + 2, '"', v.n - 3) == NULL)) {
		v.p += 2;
		v.n -= 3;
	}
	return v;
}

struct bytes
record_unquoted(struct bytes raw, struct buf *scratch)
{
	struct bytes v = field_value(raw, scratch);

	return v.n > 0 && v.p[0] == '=' ? without_guard(v) : v;
}
