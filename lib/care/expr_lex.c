/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "base/num.h"
#include "call/when.h"
#include "call/zone.h"
#include "care/expr_lex.h"

const char expr_lex_operand[] =
    "expected a field, a number, a time or a text in single quotes";

void
expr_lex_vfail(struct lexer *p, size_t at, const char *fmt, va_list ap)
{
	size_t i;

	if (p->failed)
		return;
	p->failed = 1;
	p->error->character = 1;
	for (i = 0; i < at && i < p->len; i++)
		if (((unsigned char)p->text[i] & 0xc0) != 0x80)
			p->error->character++;
	vsnprintf(p->error->text, sizeof(p->error->text), fmt, ap);
}

void
expr_lex_fail(struct lexer *p, size_t at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	expr_lex_vfail(p, at, fmt, ap);
	va_end(ap);
}

static int
starts_with(const struct lexer *p, const char *s)
{
	size_t n = strlen(s);

	return p->len - p->pos >= n && memcmp(p->text + p->pos, s, n) == 0;
}

static int
is_word_byte(char c)
{
	return byte_is_word((unsigned char)c) ? (unsigned char)c < 0x80
					      : c == '_';
}

/* Whether `n` digits stand at an offset. */
static int
digits_at(struct bytes b, size_t at, size_t n)
{
	size_t i;

	if (at > b.n || b.n - at < n)
		return 0;
	for (i = 0; i < n; i++)
		if (!byte_is_digit((unsigned char)b.p[at + i]))
			return 0;
	return 1;
}

/* Whether YYYY-MM- and a digit stand at an offset. */
static int
date_at(struct bytes b, size_t at)
{
	return digits_at(b, at, 4) && digits_at(b, at + 5, 2) &&
	    digits_at(b, at + 8, 1) && b.p[at + 4] == '-' && b.p[at + 7] == '-';
}

int
expr_lex_time(struct bytes b, double *ms)
{
	int64_t instant;

	if (!date_at(b, 0) || when_typed(b, 0, &instant) != 0)
		return -1;
	*ms = (double)instant;
	return 0;
}

/* YYYY-MM-DD and what is written close behind it. */
static void
lex_time(struct lexer *p, struct token *t)
{
	struct bytes b = { p->text + p->pos, 0 };

	while (p->pos < p->len &&
	    (is_word_byte(p->text[p->pos]) ||
		memchr(":.+-", p->text[p->pos], 4) != NULL))
		p->pos++;
	b.n = p->pos - t->at;
	t->type = TOKEN_CONSTANT;
	t->kind = EXPR_TIME;
	if (expr_lex_time(b, &t->number) != 0)
		expr_lex_fail(
		    p, t->at, "expected a time such as 2026-03-02T09:30");
}

/* The letter of a unit that is written close behind a number. */
static void
lex_unit(struct lexer *p, struct token *t)
{
	static const struct {
		char letter;
		double ms;
	} units[] = { { 's', SECOND_MS }, { 'm', MINUTE_MS }, { 'h', HOUR_MS },
		{ 'd', DAY_MS } };
	size_t i;

	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (byte_lower((unsigned char)p->text[p->pos]) ==
		    (unsigned char)units[i].letter)
			break;
	if (i == sizeof(units) / sizeof(units[0]) ||
	    (p->pos + 1 < p->len && is_word_byte(p->text[p->pos + 1]))) {
		expr_lex_fail(p, p->pos,
		    "expected one unit, s m h or d, "
		    "or a blank after the number");
		return;
	}
	p->pos++;
	t->kind = EXPR_DURATION;
	t->number *= units[i].ms;
}

static void
lex_number(struct lexer *p, struct token *t)
{
	struct bytes all = { p->text, p->len };
	struct bytes b = { p->text + p->pos, 0 };

	while (digits_at(all, p->pos, 1))
		p->pos++;
	if (p->pos < p->len && p->text[p->pos] == '.' &&
	    digits_at(all, p->pos + 1, 1))
		for (p->pos++; digits_at(all, p->pos, 1);)
			p->pos++;
	b.n = p->pos - t->at;
	t->type = TOKEN_CONSTANT;
	t->kind = EXPR_NUMBER;
	if (num_real(b, '.', &t->number) != 0)
		expr_lex_fail(p, t->at, "expected a number with fewer digits");
	else if (p->pos < p->len && p->text[p->pos] == ',' &&
	    digits_at(all, p->pos + 1, 1))
		expr_lex_fail(p, p->pos,
		    "expected no comma in a number: decimals stand behind a "
		    "point");
	else if (p->pos < p->len && is_word_byte(p->text[p->pos]))
		lex_unit(p, t);
}

/* The content is moved together where a doubled quote becomes one. */
static void
lex_text(struct lexer *p, struct token *t)
{
	size_t out = ++p->pos;

	t->type = TOKEN_TEXT;
	t->text.p = p->text + out;
	for (; p->pos < p->len; p->pos++) {
		if (p->text[p->pos] == '\'') {
			p->pos++;
			if (p->pos == p->len || p->text[p->pos] != '\'') {
				t->text.n = out - (t->at + 1);
				return;
			}
		}
		p->text[out++] = p->text[p->pos];
	}
	expr_lex_fail(p, t->at,
	    "expected a closing quote for the text that "
	    "begins here");
}

static void
lex_word(struct lexer *p, struct token *t)
{
	t->type = TOKEN_WORD;
	t->text.p = p->text + p->pos;
	for (; p->pos < p->len && is_word_byte(p->text[p->pos]); p->pos++)
		p->text[p->pos] =
		    (char)byte_lower((unsigned char)p->text[p->pos]);
	t->text.n = p->pos - t->at;
}

/* What people write who know other languages, or use a word processor. */
static const struct {
	const char *text, *expected;
} slips[] = { { "==", "expected =, once" }, { "=<", "expected <=" },
	{ "=>", "expected >=" }, { "<>", "expected !=" },
	{ "&&", "expected and" }, { "||", "expected or" },
	{ "\"", "expected a text in single quotes" },
	{ "\xe2\x80\x98", "expected a straight single quote" },
	{ "\xe2\x80\x99", "expected a straight single quote" },
	{ "\xe2\x80\x9c", "expected a straight single quote" },
	{ "\xe2\x80\x9d", "expected a straight single quote" },
	{ "\xe2\x80\x9e", "expected a straight single quote" },
	{ "\xe2\x89\xa4", "expected <=" }, { "\xe2\x89\xa5", "expected >=" },
	{ "\xe2\x89\xa0", "expected !=" } };

/* The longer of two that begin alike stands first. */
static const struct {
	const char *text;
	enum token_type type;
	enum expr_op op;
} signs[] = { { "!=", TOKEN_OP, OP_UNEQUAL }, { "<=", TOKEN_OP, OP_AT_MOST },
	{ ">=", TOKEN_OP, OP_AT_LEAST }, { "=", TOKEN_OP, OP_EQUAL },
	{ "<", TOKEN_OP, OP_LESS }, { ">", TOKEN_OP, OP_MORE },
	{ "~", TOKEN_OP, OP_CONTAINS }, { "+", TOKEN_OP, OP_ADD },
	{ "-", TOKEN_OP, OP_SUBTRACT }, { "*", TOKEN_OP, OP_MULTIPLY },
	{ "/", TOKEN_OP, OP_DIVIDE }, { "(", TOKEN_OPEN, OP_EQUAL },
	{ ")", TOKEN_CLOSE, OP_EQUAL } };

static void
lex_sign(struct lexer *p, struct token *t)
{
	size_t i;

	for (i = 0; i < sizeof(slips) / sizeof(slips[0]); i++)
		if (starts_with(p, slips[i].text)) {
			expr_lex_fail(p, t->at, "%s", slips[i].expected);
			return;
		}
	for (i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (starts_with(p, signs[i].text)) {
			t->type = signs[i].type;
			t->op = signs[i].op;
			p->pos += strlen(signs[i].text);
			return;
		}
	expr_lex_fail(p, t->at, "%s, or an operator", expr_lex_operand);
}

void
expr_lex_advance(struct lexer *p)
{
	struct bytes all = { p->text, p->len };
	struct token *t = &p->token;
	char c;

	while (p->pos < p->len && memchr(" \t\r\n", p->text[p->pos], 4))
		p->pos++;
	memset(t, 0, sizeof(*t));
	t->at = p->pos;
	if (p->failed || p->pos == p->len) {
		t->type = TOKEN_END;
		return;
	}
	c = p->text[p->pos];
	if (date_at(all, p->pos))
		lex_time(p, t);
	else if (byte_is_digit((unsigned char)c))
		lex_number(p, t);
	else if (is_word_byte(c))
		lex_word(p, t);
	else if (c == '\'')
		lex_text(p, t);
	else
		lex_sign(p, t);
	if (p->failed)
		t->type = TOKEN_BAD;
}
