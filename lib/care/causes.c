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
#define NAME(text) \
	{ \
		text, sizeof(text) - 1 \
	}
static const struct bytes names[CAUSES] = {
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
	return names[cause];
}

const char *
cause_words(size_t cause)
{
	return words[cause];
}

static inline uint64_t
load8(const char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static inline uint32_t
load4(const char *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/* Whether n bytes are equal, 4 to 16, by both ends: without a call. */
static inline int
equal_ends(const char *a, const char *b, size_t n)
{
	return n >= 8
	    ? load8(a) == load8(b) && load8(a + n - 8) == load8(b + n - 8)
	    : load4(a) == load4(b) && load4(a + n - 4) == load4(b + n - 4);
}

/* The cause of a name within [from, to); names have 4 to 16 letters. */
static inline size_t
cause_of(struct bytes name, size_t from, size_t to)
{
	size_t i;

	for (i = from; i < to; i++)
		/* Their length and first letter tell most apart. */
		if (name.n == names[i].n && name.p[0] == names[i].p[0] &&
		    equal_ends(name.p, names[i].p, name.n))
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
 * The same of a component's name and one to three digits with a decimal,
 * as nearly all terms are.  Returns 0 when it is anything else; then
 * nothing was taken.
 */
static inline int
plain_term(struct bytes *rest, size_t *cause, int64_t *tenths)
{
	const char *p = rest->p, *end = p + rest->n, *digits;
	int64_t v = 0;
	size_t i;

	for (i = 0; i < CAUSE_THREAT; i++)
		if (rest->n > names[i].n && p[0] == names[i].p[0] &&
		    p[names[i].n] == ':' &&
		    equal_ends(p, names[i].p, names[i].n))
			break;
	if (i == CAUSE_THREAT)
		return 0;
	digits = p += names[i].n + 1;
	for (; p < end && p < digits + 3 && byte_is_digit((unsigned char)*p);
	     p++)
		v = v * 10 + (*p - '0');
	if (p == digits || end - p < 2 || p[0] != '.' ||
	    !byte_is_digit((unsigned char)p[1]))
		return 0;
	*tenths = v * 10 + (p[1] - '0');
	p += 2;
	if (p < end && *p != ' ')
		return 0;
	*cause = i;
	rest->n = p < end ? (size_t)(end - p) - 1 : 0;
	rest->p = p < end ? p + 1 : NULL;
	return 1;
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

/*
 * Read what each cause gave, in half tenths, into `parts`; returns how many
 * there are.  With a rating stress is half of the components' sum, and the
 * rating's points.
 */
static size_t
weigh(struct bytes why, int64_t stress, struct cause_part parts[CAUSES])
{
	size_t floor = CAUSES, n = 0, self = CAUSES, cause = CAUSES, i;
	int64_t sum = 0, tenths;
	struct bytes value, name;

	while (why.p != NULL && n < CAUSES - 1) {
		if (!plain_term(&why, &cause, &tenths)) {
			name = next_term(&why, &value);
			cause = cause_of(name, 0, CAUSE_THREAT);
			if (bytes_is(name, "floor"))
				floor =
				    cause_of(value, CAUSE_THREAT, CAUSE_OTHER);
			if (bytes_is(name, "floor") || value.p == NULL ||
			    tenths_read(value, &tenths) != 0)
				tenths = 0;
		}
		if (tenths > 0) {
			parts[n].cause = cause;
			parts[n].work =
			    2 * (tenths < TENTHS_MAX ? tenths : TENTHS_MAX);
			if (parts[n].cause == CAUSE_SELF)
				self = n;
			n++;
		}
	}
	for (i = 0; i < n; i++) {
		if (self < CAUSES && i != self)
			parts[i].work /= 2;
		sum += parts[i].work;
	}
	if (floor < CAUSES && sum < 20 * stress) {
		parts[n].cause = floor;
		parts[n++].work = 20 * stress - sum;
	}
	return n;
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
