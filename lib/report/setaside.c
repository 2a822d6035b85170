/* SPDX-License-Identifier: ISC */
#include "csv/settings.h"
#include "report/setaside.h"

int
setaside_read(struct report *r, const char *path)
{
	struct settings *s = settings_read(path);
	struct buf what = { NULL, 0, 0 };
	size_t row;
	int got;

	if (s == NULL)
		return -1;
	got = settings_columns(s, "file! line! byte! reason! record!");
	for (row = 0; got == 0 && row < settings_rows(s); row++) {
		what.n = 0;
		buf_add_string(
		    &what, "records were set aside by the filters: ");
		buf_add_bytes(&what, settings_get(s, row, "reason"));
		report_note_more(r, buf_bytes(&what), 1);
	}
	buf_free(&what);
	settings_free(s);
	return got;
}
