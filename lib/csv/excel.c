/* SPDX-License-Identifier: ISC */
#include "csv/excel.h"

enum { PHONE_DIGITS = 7, PHONE_MOST = 15 };

static int
is_sign(char c)
{
	return c == '+' || c == '-';
}

/* Skip digits from `i` on. */
static size_t
digits(struct bytes b, size_t i)
{
	while (i < b.n && byte_is_digit((unsigned char)b.p[i]))
		i++;
	return i;
}

/* A signed number with a mark, an exponent or a percent sign. */
static int
is_number(struct bytes b)
{
	size_t i = is_sign(b.p[0]), at = i;

	i = digits(b, i);
	if (i < b.n && i > at && (b.p[i] == '.' || b.p[i] == ','))
		i = digits(b, i + 1);
	if (i == at)
		return 0;
	if (i + 1 < b.n && (b.p[i] == 'e' || b.p[i] == 'E')) {
		size_t e = i + 1 + (size_t)is_sign(b.p[i + 1]);

		i = digits(b, e) > e ? digits(b, e) : i;
	}
	while (i < b.n && b.p[i] == ' ')
		i++;
	if (i < b.n && b.p[i] == '%')
		i++;
	return i == b.n;
}

/*
 * A phone number in its international form: digits with what stands
 * between them, one sign of each kind at a time.
 */
static int
is_phone(struct bytes b)
{
	size_t i, n = 0;
	char c, before = '+';

	if (b.p[0] != '+')
		return 0;
	for (i = 1; i < b.n; i++) {
		c = b.p[i];
		if (byte_is_digit((unsigned char)c))
			n++;
		else if ((c != ' ' && c != '-' && c != '(' && c != ')' &&
			     c != '.' && c != '/') ||
		    (is_sign(c) && is_sign(before)))
			return 0;
		before = c;
	}
	return n >= PHONE_DIGITS && n <= PHONE_MOST;
}

/* What a text begins a formula with, also in the wide forms of East Asia. */
static int
begins_formula(struct bytes b)
{
	static const char *const wide[] = { "\xef\xbc\x9d", "\xef\xbc\x8b",
		"\xef\xbc\x8d", "\xef\xbc\xa0" };
	size_t i;

	if (b.p[0] == '=' || b.p[0] == '@' || is_sign(b.p[0]))
		return 1;
	for (i = 0; b.n >= 3 && i < sizeof(wide) / sizeof(wide[0]); i++)
		if (memcmp(b.p, wide[i], 3) == 0)
			return 1;
	return 0;
}

int
excel_is_formula(struct bytes b)
{
	size_t i = 0;

	if (b.n == 0)
		return 0;
	if (b.p[0] == '\t' || b.p[0] == '\r' || b.p[0] == '\n')
		return 1;
	while (i < b.n && (unsigned char)b.p[i] <= ' ')
		i++;
	b.p += i;
	b.n -= i;
	if (b.n == 0 || !begins_formula(b))
		return 0;
	if (b.n == 1 && is_sign(b.p[0]))
		return 0;
	return !is_number(b) && !is_phone(b);
}

struct bytes
excel_plain(struct bytes b)
{
	struct bytes rest = b;

	if (b.n < 2 || b.p[0] != '\'')
		return b;
	rest.p++;
	rest.n--;
	return excel_is_formula(rest) ? rest : b;
}
