/* SPDX-License-Identifier: ISC */

/* The notes that agents type after a call, put together from fragments. */

#ifndef SAMPLE_NOTES_H
#define SAMPLE_NOTES_H

#include <stddef.h>
#include <stdint.h>

/* What kind of call the note tells of. */
enum story {
	STORY_NONE, /* nobody typed anything */
	STORY_CALM,
	STORY_TRICKY, /* calm, in words that sound alarming */
	STORY_THANKS,
	STORY_OPEN,	 /* calm, not solved */
	STORY_HANDED_ON, /* transferred */
	STORY_UPSET,	 /* annoyed, still polite */
	STORY_ANGRY,
	STORY_MANAGER, /* asked for a supervisor */
	STORY_CHURN,   /* wants to leave */
	STORY_SWEARING,
	STORY_ABUSE,
	STORY_LEGAL, /* lawyer, ombudsman, court */
	STORY_THREAT,
	STORY_DISTRESS,
	STORY_VOICEMAIL, /* what the caller left on the machine */
	STORY_REACHED,	 /* a call back that found the customer */
	STORY_MESSAGE,	 /* one that found a machine */
	STORY_NO_REPLY,	 /* one that found nobody */
	STORIES
};

enum {
	NOTE_MAX = 1024 /* bytes; the longest possible is about 500 */
};

/* What the note has to agree with. */
struct note_facts {
	enum story story;
	int reason;	     /* an index into the centre's reasons */
	int agent;	     /* each writes in an own style */
	int resolved;	     /* 1 yes, 0 no, -1 open to others */
	int earlier;	     /* calls of this customer about the same */
	int64_t start;	     /* local seconds since 1970-01-01 */
	int64_t promised_by; /* the same, or -1 */
	uint64_t seed;	     /* of this note alone */
};

/*
 * Writes the note for these facts to buf, which has room for NOTE_MAX
 * bytes. Returns its length, 0 for STORY_NONE. The text is ASCII, may hold
 * commas, double quotes and line feeds, and is not ended by a NUL.
 */
size_t note_write(char *buf, const struct note_facts *facts);

#endif
