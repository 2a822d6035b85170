/* SPDX-License-Identifier: ISC */
#ifndef CSV_MEMBER_H
#define CSV_MEMBER_H

#include <stdint.h>

#include "csv/inflate.h"

/*
 * The members of a gzip file (RFC 1952), one behind the other, inflated
 * from memory to memory.  Zero bytes may stand between and behind them.
 * What a header says (name, time, remark) is skipped; its check sum is
 * verified where it has one.
 */
struct member;

enum member_got {
	MEMBER_MORE,	/* all input is taken, or all room is filled */
	MEMBER_END,	/* all there is; only member_finish() knows */
	MEMBER_OTHER,	/* behind the last member stand other bytes */
	MEMBER_DAMAGED, /* all bytes before what cannot be are out */
	MEMBER_WRONG /* some of the member's bytes are, it cannot tell which */
};

/* Before the first member.  Free with member_free(), which takes NULL. */
struct member *member_new(void);
void member_free(struct member *);

/*
 * Go on until input or room is used up, through any number of members.
 * When the room is, there may be bytes left that need no further input.
 * After anything but MEMBER_MORE there is no going on.
 */
enum member_got member_some(struct member *, struct inflate_io *);

/*
 * Tell what it means that there is no more input: MEMBER_END,
 * MEMBER_OTHER, or MEMBER_DAMAGED in the middle of a member.
 */
enum member_got member_finish(struct member *);

/*
 * What is damaged or wrong, in words ("wrong length"); of which member,
 * from 1 (0 before the first); and how many bytes of that one were made.
 */
const char *member_damage(const struct member *);
unsigned member_number(const struct member *);
uint64_t member_made(const struct member *);

#endif
