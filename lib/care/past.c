/* SPDX-License-Identifier: ISC */
#include "care/past.h"

enum status
past_read(struct past *p, const struct common *common, char *const *files,
    size_t count)
{
	struct stream *s;
	struct call call;

	*p = (struct past){ NULL, NULL };
	if (count == 0)
		return STATUS_OK;
	p->arrivals = arrivals_new();
	p->handling = handling_new();
	s = stream_open_aside(
	    common, NEED_TIMES | NEED_PEOPLE, files, (int)count);
	while (s != NULL && stream_next(s, &call)) {
		if (stream_value(s, FIELD_ITEM).n == 0) {
			arrivals_add(p->arrivals, &call);
			handling_add(p->handling, &call);
		}
		stream_used(s);
	}
	handling_settle(p->handling);
	return stream_close(s);
}

void
past_free(struct past *p)
{
	arrivals_free(p->arrivals);
	handling_free(p->handling);
	*p = (struct past){ NULL, NULL };
}
