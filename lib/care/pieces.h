/* SPDX-License-Identifier: ISC */
#ifndef CARE_PIECES_H
#define CARE_PIECES_H

#include <stddef.h>

#include "base/bytes.h"
#include "care/namelist.h"
#include "care/words.h"

/*
 * A text of any bytes cut into words, numbers and what stands between, with
 * what is known of each word: what care/anonymous.h looks at.  Curly quotes,
 * dashes and blanks beyond ASCII become those of ASCII, currency signs `$`;
 * controls become blanks, characters without width are left out.  All other
 * bytes beyond ASCII are letters.
 */
enum piece_kind {
	PIECE_WORD,   /* letters, with apostrophes inside */
	PIECE_NUMBER, /* digits */
	PIECE_MIXED,  /* letters and digits, or underscores */
	PIECE_BLANK,  /* any number of them */
	PIECE_LINE,   /* an end of a line, or several */
	PIECE_MARK    /* one other character */
};

struct piece {
	enum piece_kind kind;
	struct bytes text, folded; /* as written; in ASCII lower case */
	unsigned lists;		   /* of a word: enum name_kind */
	int known;		   /* it is a usual word */
	int capital; /* it begins with a capital, and has small letters */
	int starts;  /* it begins a sentence, or a line */
};

struct pieces {
	struct piece *piece;
	size_t n, cap;
	struct buf text, folded;
};

/*
 * Cut a text; what was there is replaced.  Begin with all zero, free with
 * pieces_free().  An empty text has no pieces.
 */
void pieces_read(struct pieces *, const struct namelist *, const struct words *,
    struct bytes text);
void pieces_free(struct pieces *);

/* Whether the i-th piece, which may not be there, is of a kind, or a mark. */
int pieces_is(const struct pieces *, size_t i, enum piece_kind);
int pieces_mark(const struct pieces *, size_t i, const char *any_of);

/* Whether it is a word of a list, or just that word. */
int pieces_listed(const struct pieces *, size_t i, unsigned lists);
int pieces_word(const struct pieces *, size_t i, const char *word);

/* The first piece from i on that is no blank; the count when there is none. */
size_t pieces_next(const struct pieces *, size_t i);

/*
 * The place of the last word before i in its sentence, with only blanks and
 * the marks `:#.=` between; the count when there is none.
 */
size_t pieces_before(const struct pieces *, size_t i);

#endif
