/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "care/pieces.h"

/* What characters beyond ASCII are read as. */
static const struct {
	const char *from, *to;
} plain[] = {
	{ "\xc2\xa0", " " },
	{ "\xc2\xad", "" },
	{ "\xc2\xa3", "$" },
	{ "\xc2\xa5", "$" },
	{ "\xe2\x80\x8b", "" },
	{ "\xe2\x80\x8c", "" },
	{ "\xe2\x80\x8d", "" },
	{ "\xe2\x80\x8e", "" },
	{ "\xe2\x80\x8f", "" },
	{ "\xe2\x80\x90", "-" },
	{ "\xe2\x80\x91", "-" },
	{ "\xe2\x80\x93", "-" },
	{ "\xe2\x80\x94", " - " },
	{ "\xe2\x80\x98", "'" },
	{ "\xe2\x80\x99", "'" },
	{ "\xe2\x80\x9c", "\"" },
	{ "\xe2\x80\x9d", "\"" },
	{ "\xe2\x80\x9e", "\"" },
	{ "\xe2\x80\xa2", "-" },
	{ "\xe2\x80\xa6", "..." },
	{ "\xe2\x80\xa8", "\n" },
	{ "\xe2\x80\xa9", "\n" },
	{ "\xe2\x80\xaa", "" },
	{ "\xe2\x80\xab", "" },
	{ "\xe2\x80\xac", "" },
	{ "\xe2\x80\xad", "" },
	{ "\xe2\x80\xae", "" },
	{ "\xe2\x80\xaf", " " },
	{ "\xe2\x81\xa0", "" },
	{ "\xe2\x82\xac", "$" },
	{ "\xe3\x80\x80", " " },
	{ "\xef\xbb\xbf", "" },
};

/* Append the reading of the character at p; returns its bytes. */
static size_t
take_character(struct buf *out, const char *p, size_t n)
{
	unsigned char c = (unsigned char)*p;
	size_t i, length;

	for (i = 0; c >= 0x80 && i < sizeof(plain) / sizeof(plain[0]); i++) {
		length = strlen(plain[i].from);
		if (length <= n && memcmp(p, plain[i].from, length) == 0) {
			buf_add_string(out, plain[i].to);
			return length;
		}
	}
	buf_add_byte(out,
	    c == '\n'		       ? '\n'
		: c < ' ' || c == 0x7f ? ' '
		: c == '`'	       ? '\''
				       : (char)c);
	return 1;
}

static void
make_plain(struct pieces *p, struct bytes text)
{
	size_t i;

	p->text.n = p->folded.n = 0;
	for (i = 0; i < text.n;)
		i += take_character(&p->text, text.p + i, text.n - i);
	for (i = 0; i < p->text.n; i++)
		buf_add_byte(
		    &p->folded, (char)byte_lower((unsigned char)p->text.p[i]));
}

static int
is_letter(unsigned char c)
{
	return byte_is_word(c) && !byte_is_digit(c);
}

/* How far a word, or a number, reaches from i on. */
static size_t
word_end(const struct buf *text, size_t i, enum piece_kind *kind)
{
	int digits = 0, letters = 0;
	unsigned char c;

	for (; i < text->n; i++) {
		c = (unsigned char)text->p[i];
		if (c == '\'' && letters && i + 1 < text->n &&
		    is_letter((unsigned char)text->p[i + 1]))
			continue;
		if (!byte_is_word(c) && c != '_')
			break;
		digits |= byte_is_digit(c);
		letters |= !byte_is_digit(c) ? 1 + (c == '_') : 0;
	}
	*kind = letters == 0	      ? PIECE_NUMBER
	    : digits || (letters & 2) ? PIECE_MIXED
				      : PIECE_WORD;
	return i;
}

static size_t
piece_end(const struct buf *text, size_t i, enum piece_kind *kind)
{
	unsigned char c = (unsigned char)text->p[i];

	if (byte_is_word(c) || c == '_')
		return word_end(text, i, kind);
	*kind = c == ' ' ? PIECE_BLANK : c == '\n' ? PIECE_LINE : PIECE_MARK;
	if (*kind == PIECE_MARK)
		return i + 1;
	for (; i < text->n && (text->p[i] == ' ' || text->p[i] == '\n'); i++)
		if (text->p[i] == '\n')
			*kind = PIECE_LINE;
	return i;
}

static void
add(struct pieces *p, enum piece_kind kind, size_t from, size_t until)
{
	struct piece *one;

	p->piece = mem_grow(p->piece, p->n, &p->cap, sizeof(*p->piece));
	one = &p->piece[p->n++];
	memset(one, 0, sizeof(*one));
	one->kind = kind;
	one->text.p = p->text.p + from;
	one->folded.p = p->folded.p + from;
	one->text.n = one->folded.n = until - from;
}

static int
ends_with(struct bytes b, const char *end)
{
	size_t n = strlen(end);

	return b.n > n && memcmp(b.p + b.n - n, end, n) == 0;
}

/* Whether a usual word is left without this ending. */
static int
is_form(struct piece *w, const struct namelist *names,
    const struct words *words, const char *ending)
{
	struct bytes stem = w->folded;

	if (!ends_with(stem, ending) || stem.n - strlen(ending) < 3)
		return 0;
	stem.n -= strlen(ending);
	if (ending[0] == 's')
		w->lists |= namelist_kind(names, stem) &
		    (NAME_SURE | NAME_MAYBE | NAME_WEAK);
	return words_knows(words, stem);
}

/* What is known of a word. */
static void
look_up(
    struct piece *w, const struct namelist *names, const struct words *words)
{
	static const char *const endings[] = { "s", "es", "ed", "d", "ing",
		"ly", "er", "'s", "'ll", "'d", "'ve", "'re" };
	enum {
		OF_USE = NAME_TITLE | NAME_PERSON | NAME_SMALL | NAME_DOES |
		    NAME_MONTH | NAME_DIGIT | NAME_UNIT | NAME_MONEY |
		    NAME_NUMBER
	};
	size_t i;

	w->lists = namelist_kind(names, w->folded);
	w->known = (w->lists & OF_USE) != 0 || words_knows(words, w->folded);
	for (i = 0; !w->known && i < sizeof(endings) / sizeof(endings[0]); i++)
		w->known = is_form(w, names, words, endings[i]);
	if (w->lists & NAME_SURE)
		w->known = 0;
}

/* Cut 's off what is no usual word with it. */
static size_t
genitive(const struct piece *w)
{
	return ends_with(w->folded, "'s") && w->folded.n > 3 &&
		(w->lists & NAME_SMALL) == 0
	    ? 2
	    : 0;
}

static void
judge_letters(struct piece *w)
{
	size_t i, small = 0, large = 0;
	unsigned char c;

	for (i = 0; i < w->text.n; i++) {
		c = (unsigned char)w->text.p[i];
		large += c >= 'A' && c <= 'Z';
		small += c >= 'a' && c <= 'z';
	}
	c = (unsigned char)w->text.p[0];
	w->capital = (large > 0 && small > 0) ||
	    (w->text.n == 1 && large == 1 && c != 'I') ||
	    (c >= 0x80 && large == 0);
}

/* Whether what stands before the last piece is the end of a sentence. */
static int
is_start(const struct pieces *p)
{
	size_t i = p->n - 1;

	while (i > 0 &&
	    (p->piece[i - 1].kind == PIECE_BLANK ||
		pieces_mark(p, i - 1, "\"'(-*")))
		i--;
	/* So does what is quoted, or set off by a dash. */
	if (i < p->n - 1 && i > 0 && p->piece[i].kind == PIECE_BLANK &&
	    pieces_mark(p, i + 1, "\"'(-*"))
		return 1;
	return i == 0 || p->piece[i - 1].kind == PIECE_LINE ||
	    pieces_mark(p, i - 1, ".!?:;>/+");
}

void
pieces_read(struct pieces *p, const struct namelist *names,
    const struct words *words, struct bytes text)
{
	enum piece_kind kind = PIECE_MARK;
	struct piece *last;
	size_t i, end, cut;

	p->n = 0;
	make_plain(p, text);
	for (i = 0; i < p->text.n; i = end) {
		end = piece_end(&p->text, i, &kind);
		add(p, kind, i, end);
		last = &p->piece[p->n - 1];
		if (kind != PIECE_WORD)
			continue;
		look_up(last, names, words);
		cut = genitive(last);
		if (cut > 0) {
			end -= cut;
			last->text.n -= cut;
			last->folded.n -= cut;
			look_up(last, names, words);
		}
		judge_letters(last);
		last->starts = is_start(p);
		if (cut > 0) {
			add(p, PIECE_MARK, end, end + cut);
			end += cut;
		}
	}
}

void
pieces_free(struct pieces *p)
{
	free(p->piece);
	buf_free(&p->text);
	buf_free(&p->folded);
}

int
pieces_is(const struct pieces *p, size_t i, enum piece_kind kind)
{
	return i < p->n && p->piece[i].kind == kind;
}

int
pieces_mark(const struct pieces *p, size_t i, const char *any_of)
{
	return pieces_is(p, i, PIECE_MARK) && p->piece[i].text.n == 1 &&
	    strchr(any_of, p->piece[i].text.p[0]) != NULL;
}

int
pieces_listed(const struct pieces *p, size_t i, unsigned lists)
{
	return pieces_is(p, i, PIECE_WORD) && (p->piece[i].lists & lists) != 0;
}

int
pieces_word(const struct pieces *p, size_t i, const char *word)
{
	return i < p->n && bytes_is(p->piece[i].folded, word);
}

size_t
pieces_next(const struct pieces *p, size_t i)
{
	while (pieces_is(p, i, PIECE_BLANK))
		i++;
	return i;
}

size_t
pieces_before(const struct pieces *p, size_t i)
{
	while (i > 0 &&
	    (p->piece[i - 1].kind == PIECE_BLANK ||
		pieces_mark(p, i - 1, ":#.=")))
		i--;
	return i > 0 && p->piece[i - 1].kind == PIECE_WORD ? i - 1 : p->n;
}
