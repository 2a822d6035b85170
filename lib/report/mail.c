/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/diag.h"
#include "call/zone.h"
#include "report/base64.h"
#include "report/headline.h"
#include "report/html.h"
#include "report/mail.h"
#include "report/sha256.h"
#include "report/text.h"
#include "report/utf8.h"

enum { LINE = 76, WORD = 45, ADDRESS = 900 };

/* Whether one address is name@host, or `Words <name@host>'. */
static int
is_address(struct bytes one)
{
	struct bytes rest, host;
	size_t i;

	one = bytes_trim(one);
	if (one.n > 0 && one.p[one.n - 1] == '>') {
		one.n--;
		bytes_cut(one, '<', &rest);
		one = rest;
	}
	for (i = 0; i < one.n; i++)
		if (one.p[i] == ' ' || one.p[i] == '<' || one.p[i] == '>')
			return 0;
	one = bytes_cut(one, '@', &host);
	bytes_cut(host, '@', &rest);
	return one.n > 0 && one.p[0] != '-' && host.n > 0 && rest.p == NULL;
}

int
mail_address(const char *to)
{
	struct bytes all = bytes_of(to);
	size_t i;

	for (i = 0; to[i] >= ' ' && to[i] <= '~'; i++)
		;
	if (to[i] != '\0' || i == 0 || i > ADDRESS)
		return diag_fail(STATUS_CANNOT,
		    "--to: an address in plain ASCII is expected, of %d "
		    "characters at most",
		    ADDRESS);
	while (all.p != NULL)
		if (!is_address(bytes_cut(all, ',', &all)))
			return diag_fail(STATUS_CANNOT,
			    "--to: an address is name@host, with one @ and "
			    "without blanks");
	return 0;
}

/* Whether a byte stands for itself where it stands (RFC 2045, 6.7). */
static int
is_plain(struct bytes b, size_t i, size_t column)
{
	unsigned char c = (unsigned char)b.p[i];

	/* Mail programs take a line `.` and one with `From ` for theirs. */
	if (column == 0 && (c == '.' || c == 'F'))
		return 0;
	if (c == ' ' || c == '\t')
		return i + 1 < b.n && b.p[i + 1] != '\n';
	return c > ' ' && c < 0x7f && c != '=';
}

static void
put_quoted(struct buf *out, struct bytes b)
{
	static const char hex[] = "0123456789ABCDEF";
	size_t i, column = 0, n;

	for (i = 0; i < b.n; i++) {
		unsigned char c = (unsigned char)b.p[i];

		if (c == '\n') {
			buf_add_byte(out, '\n');
			column = 0;
			continue;
		}
		n = is_plain(b, i, column) ? 1 : 3;
		if (column + n > LINE - 1) {
			buf_add_string(out, "=\n");
			column = 0;
			n = is_plain(b, i, column) ? 1 : 3;
		}
		if (n == 1)
			buf_add_byte(out, (char)c);
		else {
			buf_add_byte(out, '=');
			buf_add_byte(out, hex[c >> 4]);
			buf_add_byte(out, hex[c & 15]);
		}
		column += n;
	}
}

/* How much of a text fits an encoded word without cutting a character. */
static size_t
word_length(struct bytes b)
{
	size_t used = 0, n;

	while (used < b.n) {
		struct bytes rest = { b.p + used, b.n - used };

		utf8_next(rest, &n);
		if (used + n > WORD)
			break;
		used += n;
	}
	return used;
}

/* A subject: as it is, or as encoded words (RFC 2047). */
static void
put_subject(struct buf *out, struct bytes b)
{
	size_t i, n;

	for (i = 0; i < b.n && b.p[i] >= ' ' && b.p[i] <= '~'; i++)
		;
	if (i == b.n && b.n <= LINE - 10) {
		buf_add_bytes(out, b);
		return;
	}
	for (i = 0; i < b.n; i += n) {
		struct bytes rest = { b.p + i, b.n - i };

		n = word_length(rest);
		rest.n = n;
		buf_add_string(out, i > 0 ? "\n =?UTF-8?B?" : "=?UTF-8?B?");
		base64_put(out, rest);
		buf_add_string(out, "?=");
	}
}

/* Mon, 02 Mar 2026 18:00:00 +0100 */
static void
put_date(struct buf *out, int64_t at)
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	int offset = zone_offset(at) / 60;
	struct civil c;

	zone_civil(at, &c);
	buf_text(out, "%.3s, %02d %.3s %04d %02d:%02d:%02d %c%02d%02d",
	    days + 3 * civil_weekday(civil_days(c.year, c.month, c.day)), c.day,
	    months + 3 * (c.month - 1), c.year, c.hour, c.minute, c.second,
	    offset < 0 ? '-' : '+', abs(offset) / 60, abs(offset) % 60);
}

static void
put_hex(struct buf *out, const unsigned char *p, size_t n)
{
	for (; n > 0; n--)
		buf_text(out, "%02x", *p++);
}

/* One way to read it. */
static void
put_part(struct buf *out, struct bytes id, const char *type, struct bytes b)
{
	buf_add_string(out, "--=_");
	buf_add_bytes(out, id);
	buf_text(out,
	    "\nContent-Type: text/%s; charset=utf-8\n"
	    "Content-Transfer-Encoding: quoted-printable\n\n",
	    type);
	put_quoted(out, b);
	buf_add_byte(out, '\n');
}

static void
put_headers(const struct report *r, struct buf *out, struct bytes subject,
    struct bytes id)
{
	buf_add_string(out, "Date: ");
	put_date(out, r->now);
	buf_add_string(out, "\nMessage-ID: <");
	buf_add_bytes(out, id);
	buf_add_string(out, "@evenkeel.invalid>\n");
	if (r->mail_to != NULL)
		buf_text(out, "To: %s\n", r->mail_to);
	buf_add_string(out, "Subject: ");
	put_subject(out, subject);
	buf_add_string(out,
	    "\nAuto-Submitted: auto-generated\n"
	    "MIME-Version: 1.0\n"
	    "Content-Type: multipart/alternative;\n boundary=\"=_");
	buf_add_bytes(out, id);
	buf_add_string(out, "\"\n\n");
}

/* What tells this message from all others: its content's hash. */
static void
identify(const struct report *r, struct bytes text, struct bytes html,
    struct buf *id)
{
	unsigned char digest[SHA256_SIZE];
	struct buf all = { NULL, 0, 0 };

	put_date(&all, r->now);
	buf_add_string(&all, r->mail_to == NULL ? "\n" : r->mail_to);
	buf_add_bytes(&all, text);
	buf_add_bytes(&all, html);
	sha256(buf_bytes(&all), digest);
	put_hex(id, digest, SHA256_SIZE / 2);
	buf_free(&all);
}

void
mail_write(const struct report *r, struct emit *e)
{
	struct buf text = { NULL, 0, 0 }, html = { NULL, 0, 0 };
	struct buf subject = { NULL, 0, 0 }, id = { NULL, 0, 0 };
	struct buf out = { NULL, 0, 0 };

	text_put(r, &text);
	html_put(r, 0, &html);
	headline_title(r, &subject);
	identify(r, buf_bytes(&text), buf_bytes(&html), &id);
	put_headers(r, &out, buf_bytes(&subject), buf_bytes(&id));
	put_part(&out, buf_bytes(&id), "plain", buf_bytes(&text));
	put_part(&out, buf_bytes(&id), "html", buf_bytes(&html));
	buf_text(&out, "--=_%s--\n", buf_string(&id));
	emit_bytes(e, out.p, out.n);
	buf_free(&text);
	buf_free(&html);
	buf_free(&subject);
	buf_free(&id);
	buf_free(&out);
}
