/* SPDX-License-Identifier: ISC */
#ifndef CARE_ANONYMOUS_H
#define CARE_ANONYMOUS_H

#include <stddef.h>

#include "base/bytes.h"
#include "care/words.h"

/*
 * Texts without anybody in them.  Names, numbers, dates, addresses of all
 * kinds are replaced by stand-ins, `Customer 3`, `number 7`: the same one
 * for the same person or number wherever it stands, numbered in the order in
 * which they are written.  There is no key and no table: what is not written
 * cannot be computed from what is.
 *
 * It does not look for what to hide, it looks for what may stay: a word stays
 * when it is in the lists of words (care/words.h) and no name, a number when
 * it has one or two digits and is nobody's.  In doubt it is replaced:
 *
 *	Name 2		what lists of names or a capital say, what follows
 *			Mr, Mrs, Herr, `name is`, and what belongs to it
 *	number 7	3 digits and more, digits with letters, what follows
 *			acct, ref, aged, .., digits that are spelled
 *	date 1, time 1, amount 1, e-mail 1, link 1, address 1
 *	[..]		any other word that is in no list
 */
enum anonymous_kind {
	ANONYMOUS_CUSTOMER,
	ANONYMOUS_AGENT,
	ANONYMOUS_NAME,
	ANONYMOUS_NUMBER,
	ANONYMOUS_DATE,
	ANONYMOUS_TIME,
	ANONYMOUS_AMOUNT,
	ANONYMOUS_EMAIL,
	ANONYMOUS_LINK,
	ANONYMOUS_ADDRESS,
	ANONYMOUS_KINDS
};

struct anonymous;

/*
 * Nobody is known yet; the words must outlive it.  Free with
 * anonymous_free(), which takes NULL.
 */
struct anonymous *anonymous_new(const struct words *);
void anonymous_free(struct anonymous *);

/*
 * A column says who, or what, this is: from here on it, and each word of it
 * that is a name, stands for that in texts, too.  To be told of all of
 * them before the first anonymous_put().  Returns a mark for
 * anonymous_stand_in(); an empty value is somebody else each time.
 */
size_t
anonymous_key(struct anonymous *, enum anonymous_kind, struct bytes value);

/* Append what stands in for it: `Agent 2`. */
void anonymous_stand_in(struct anonymous *, size_t mark, struct buf *out);

/*
 * Look at a text before any is written: who has a capital in one is known
 * without it in another.
 */
void anonymous_learn(struct anonymous *, struct bytes text);

/*
 * Append a text without anybody in it, as one line, cut with `...` behind
 * `most` bytes.  Returns 1; or 0 and appends nothing when it is empty or not
 * half of its words are known, so that nothing would be left.
 */
int anonymous_put(
    struct anonymous *, struct bytes text, size_t most, struct buf *out);

/*
 * The same for a category, such as a reason: words in no list stay when
 * they are nobody's name.
 */
int anonymous_put_category(
    struct anonymous *, struct bytes text, size_t most, struct buf *out);

#endif
