/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "care/stress.h"
#include "care/causes.h"
#include "care/tenths.h"

/* Points are sane up to this; what is more is cut off: sums are small. */
enum { TENTHS_MAX = 1000 };

/* Work may have 63 bits, and a sum of points 15. */
__extension__ typedef __int128 wide;

/* The names of components are those of care/stress.c. */
#define NAME(word) \
	{ \
		word, sizeof(word) - 1 \
	}
enum { ROOM = 16 }; /* of a name, zeros behind it */
static const struct {
	char text[ROOM];
	size_t n; /* bytes of the name */
} names[CAUSES] = {
	[STRESS_HOSTILE] = NAME("hostile"),
	[STRESS_SENTIMENT] = NAME("sentiment"),
	[STRESS_LENGTH] = NAME("length"),
	[STRESS_REPEAT] = NAME("repeat"),
	[STRESS_WAIT] = NAME("wait"),
	[STRESS_HOLD] = NAME("hold"),
	[STRESS_UNRESOLVED] = NAME("unresolved"),
	[STRESS_PASSED] = NAME("passed"),
	[STRESS_INTERRUPTED] = NAME("interrupted"),
	[CAUSE_SELF] = NAME("self"),
	[CAUSE_THREAT] = NAME("threat"),
	[CAUSE_SELFHARM] = NAME("selfharm"),
	[CAUSE_ABUSE] = NAME("abuse"),
	[CAUSE_OTHER] = NAME("other"),
};

static const char *const words[CAUSES] = {
	[STRESS_HOSTILE] = "harsh words, anger, abuse",
	[STRESS_SENTIMENT] = "unhappy customers",
	[STRESS_LENGTH] = "calls longer than usual",
	[STRESS_REPEAT] = "customers who had to call again",
	[STRESS_WAIT] = "long waits before the answer",
	[STRESS_HOLD] = "long holds",
	[STRESS_UNRESOLVED] = "no solution yet",
	[STRESS_PASSED] = "passed on, or asked for a manager",
	[STRESS_INTERRUPTED] = "interruptions",
	[CAUSE_SELF] = "how the agent rated it",
	[CAUSE_THREAT] = "a threat",
	[CAUSE_SELFHARM] = "somebody at risk",
	[CAUSE_ABUSE] = "abuse",
	[CAUSE_OTHER] = "something else",
};

_Static_assert((int)CAUSE_COMPONENTS == (int)STRESS_COMPONENTS,
    "each component is a cause");

struct bytes
cause_name(size_t cause)
{
	return (struct bytes){ names[cause].text, names[cause].n };
}

const char *
cause_words(size_t cause)
{
	return words[cause];
}

/* The cause of a name within [from, to). */
static size_t
cause_of(struct bytes name, size_t from, size_t to)
{
	size_t i;

	for (i = from; i < to; i++)
		/* Their length and first letter tell most apart. */
		if (name.n == names[i].n && name.p[0] == names[i].text[0] &&
		    memcmp(name.p, names[i].text, name.n) == 0)
			return i;
	return CAUSE_OTHER;
}

/* Take the next `name:value` of the sum; what follows goes to `*rest`. */
static struct bytes
next_term(struct bytes *rest, struct bytes *value)
{
	struct bytes term = bytes_cut(*rest, ' ', rest);

	return bytes_cut(term, ':', value);
}

/*
 * Terms as triage writes them, a component's name and its points, are read
 * without a branch that depends on which name and how many digits: these
 * are different each time.  PLAIN bytes of the sum and ROOM behind them can
 * be read then.
 */
enum { PLAIN = 128 };
struct term {
	size_t cause, bytes;
	int64_t tenths;
};

/* First and third letter tell the names of components apart. */
enum { LETTERS = 16 };
#define LETTERS_OF(first, third) (((first) + (third)) % LETTERS)
static const unsigned char by_letters[LETTERS] = {
	[LETTERS_OF('h', 's')] = STRESS_HOSTILE,
	[LETTERS_OF('s', 'n')] = STRESS_SENTIMENT,
	[LETTERS_OF('l', 'n')] = STRESS_LENGTH,
	[LETTERS_OF('r', 'p')] = STRESS_REPEAT,
	[LETTERS_OF('w', 'i')] = STRESS_WAIT,
	[LETTERS_OF('h', 'l')] = STRESS_HOLD,
	[LETTERS_OF('u', 'r')] = STRESS_UNRESOLVED,
	[LETTERS_OF('p', 's')] = STRESS_PASSED,
	[LETTERS_OF('i', 't')] = STRESS_INTERRUPTED,
	[LETTERS_OF('s', 'l')] = CAUSE_SELF,
};

/* Whether `p` begins with n bytes of a name, at most ROOM. */
static inline int
begins(const char *p, const char name[ROOM], size_t n)
{
	static const unsigned char mask[2 * ROOM] = { 255, 255, 255, 255, 255,
		255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255 };
	uint64_t a[2], b[2], of[2];

	memcpy(a, p, sizeof(a));
	memcpy(b, name, sizeof(b));
	memcpy(of, mask + ROOM - n, sizeof(of));
	return (((a[0] ^ b[0]) & of[0]) | ((a[1] ^ b[1]) & of[1])) == 0;
}

/* `name:1.5` or `name:12.5`; 0: something else. */
static inline int
plain_term(const char *p, struct term *t)
{
	size_t cause =
	    by_letters[LETTERS_OF((unsigned char)p[0], (unsigned char)p[2])];
	const char *v = p + names[cause].n + 1;
	size_t two = v[1] != '.';
	unsigned tens = (unsigned)(unsigned char)v[0] - '0';
	unsigned ones = (unsigned)(unsigned char)v[two] - '0';
	unsigned tenths = (unsigned)(unsigned char)v[two + 2] - '0';

	t->cause = cause;
	t->bytes = (size_t)(v - p) + two + 3;
	t->tenths = (int64_t)(two * tens * 100 + ones * 10 + tenths);
	return begins(p, names[cause].text, names[cause].n) &&
	    (v[-1] == ':') & (v[two + 1] == '.') & (tens <= 9) & (ones <= 9) &
	    (tenths <= 9);
}

size_t
causes_main(struct bytes why)
{
	struct bytes name, value;
	size_t cause = CAUSES;

	while (why.p != NULL && why.n > 0) {
		name = next_term(&why, &value);
		if (bytes_is(name, "floor"))
			return cause_of(value, CAUSE_THREAT, CAUSE_OTHER);
		if (cause == CAUSES)
			cause = cause_of(name, 0, CAUSE_THREAT);
	}
	return cause;
}

/* What the terms gave, in half tenths, and what else they say. */
struct weighed {
	struct cause_part *parts;
	size_t n, self; /* which part is the rating, or CAUSES */
	size_t floor;	/* a cause, or CAUSES */
};

static inline void
weigh_term(struct weighed *w, size_t cause, int64_t tenths)
{
	w->parts[w->n].cause = cause;
	w->parts[w->n].work = 2 * (tenths < TENTHS_MAX ? tenths : TENTHS_MAX);
	if (cause == CAUSE_SELF && tenths > 0)
		w->self = w->n;
	w->n += tenths > 0;
}

/* Read the terms that are plain; returns what is left. */
static struct bytes
weigh_plain(struct weighed *w, struct bytes why)
{
	char text[PLAIN + ROOM];
	const char *p = text, *end = text + why.n;
	struct term t;

	if (why.n - 1 >= PLAIN)
		return why;
	memcpy(text, why.p, why.n);
	memset(text + why.n, 0, ROOM);
	while (p < end && w->n < CAUSES - 1 && plain_term(p, &t) &&
	    (p[t.bytes] == ' ' || p + t.bytes == end)) {
		weigh_term(w, t.cause, t.tenths);
		p += t.bytes + 1;
	}
	if (p > end)
		return (struct bytes){ NULL, 0 };
	why.p += p - text;
	why.n -= (size_t)(p - text);
	return why;
}

/*
 * Read what each cause gave, in half tenths, into `parts`; returns how many
 * there are.  With a rating stress is half of the components' sum, and the
 * rating's points.
 */
static size_t
weigh(struct bytes why, int64_t stress, struct cause_part parts[CAUSES])
{
	struct weighed w = { parts, 0, CAUSES, CAUSES };
	struct bytes value, name;
	int64_t sum = 0, tenths;
	size_t i;

	why = weigh_plain(&w, why);
	while (why.p != NULL && w.n < CAUSES - 1) {
		name = next_term(&why, &value);
		if (bytes_is(name, "floor"))
			w.floor = cause_of(value, CAUSE_THREAT, CAUSE_OTHER);
		else if (value.p != NULL && tenths_read(value, &tenths) == 0)
			weigh_term(&w, cause_of(name, 0, CAUSE_THREAT), tenths);
	}
	for (i = 0; i < w.n; i++) {
		if (w.self < CAUSES && i != w.self)
			parts[i].work /= 2;
		sum += parts[i].work;
	}
	if (w.floor < CAUSES && sum < 20 * stress) {
		parts[w.n].cause = w.floor;
		parts[w.n++].work = 20 * stress - sum;
	}
	return w.n;
}

size_t
causes_split(struct bytes why, int64_t stress, int64_t work,
    struct cause_part parts[CAUSES])
{
	size_t n = weigh(why, stress, parts), i;
	int64_t sum = 0, reached = 0, upto = 0, next;

	for (i = 0; i < n; i++)
		sum += parts[i].work;
	for (i = 0; i < n; i++) {
		reached += parts[i].work;
		/* Division is far cheaper where 64 bits are enough. */
		next = reached == sum ? work
		    : work < INT64_C(1) << 47
		    ? work * reached / sum
		    : (int64_t)((wide)work * reached / sum);
		parts[i].work = next - upto;
		upto = next;
	}
	return n;
}
