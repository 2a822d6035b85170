/* SPDX-License-Identifier: ISC */
#include "report/utf8.h"
#include "tap.h"

static void
is_char(const char *text, size_t len, uint32_t want, size_t want_n)
{
	struct bytes b = { text, len };
	size_t n;
	uint32_t c = utf8_next(b, &n);

	OK(c == want && n == want_n, "U+%04X in %zu bytes", want, want_n);
	if (c != want || n != want_n)
		printf("# got U+%04X in %zu\n", c, n);
}

static void
shows(const char *text, size_t columns, const char *want, size_t width)
{
	struct buf out = { NULL, 0, 0 };
	size_t n = utf8_show(&out, bytes_of(text), columns);

	IS_TEXT(buf_string(&out), want, "%s in %zu columns", want, columns);
	IS_INT(n, width, "takes %zu", width);
	buf_free(&out);
}

int
main(void)
{
	is_char("a", 1, 'a', 1);
	is_char("\0x", 2, 0, 1);
	is_char("\xc3\xab", 2, 0xeb, 2);
	is_char("\xe6\x97\xa5", 3, 0x65e5, 3);
	is_char("\xf0\x9f\x98\x80", 4, 0x1f600, 4);
	is_char("\xc3", 1, UTF8_BAD, 1); /* cut off */
	is_char("\xc3(", 2, UTF8_BAD, 1);
	is_char("\x80", 1, UTF8_BAD, 1);
	is_char("\xc0\xaf", 2, UTF8_BAD, 1); /* overlong */
	is_char("\xe0\x80\xaf", 3, UTF8_BAD, 1);
	is_char("\xed\xa0\x80", 3, UTF8_BAD, 1);     /* surrogate */
	is_char("\xf4\x90\x80\x80", 4, UTF8_BAD, 1); /* beyond */
	is_char("\xff", 1, UTF8_BAD, 1);

	IS_INT(utf8_columns(0x1b), -1, "escape steers");
	IS_INT(utf8_columns(0x9b), -1, "so does its 8-bit twin");
	IS_INT(utf8_columns(0x202e), -1, "and what turns the writing");
	IS_INT(utf8_columns(0x301), 0, "an accent combines");
	IS_INT(utf8_columns(0x65e5), 2, "a wide one");

	shows("Hugo", 10, "Hugo", 4);
	shows("Hugo", 4, "Hugo", 4);
	shows("Hugo", 3, "Hu~", 3);
	shows("Hugo", 1, "~", 1);
	shows("Hugo", 0, "", 0);
	shows("", 5, "", 0);
	shows("Zo\xc3\xab", 3, "Zo\xc3\xab", 3);
	shows("\xe6\x97\xa5\xe6\x9c\xac", 4, "\xe6\x97\xa5\xe6\x9c\xac", 4);
	shows("\xe6\x97\xa5\xe6\x9c\xac", 3, "\xe6\x97\xa5~", 3);
	shows("\xe6\x97\xa5\xe6\x9c\xac", 2, "~", 1);
	shows("a\033[31mb\r\n\xff", 20, "a?[31mb???", 10);
	return tap_done();
}
