/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "base/hash.h"
#include "base/recent.h"
#include "tap.h"

static uint64_t
hash_of(size_t i)
{
	struct bytes b = { (const char *)&i, sizeof(i) };

	return hash_bytes(b);
}

static void
test_keys(void)
{
	struct recent *r = recent_new(16384, sizeof(int64_t));
	size_t i, bad = 0;
	int64_t *value;
	int first;

	value = recent_take(r, hash_of(7000000), &first);
	OK(first && *value == 0, "the first time: nothing");
	*value = 42;
	value = recent_take(r, hash_of(7000000), &first);
	OK(!first && *value == 42, "the second time it is known");
	for (i = 0; i < 100000; i++) {
		recent_expect(r, hash_of(i));
		value = recent_take(r, hash_of(i), &first);
		bad += !first || *value != 0;
		*value = (int64_t)i + 1;
		value = recent_take(r, hash_of(i), &first);
		bad += first || *value != (int64_t)i + 1;
		if (i < 16384)
			continue;
		value = recent_take(r, hash_of(i - 16383), &first);
		bad += first || *value != (int64_t)i - 16382;
	}
	IS_INT(bad, 0, "the latest 16,384 of 100,000 have their values");
	recent_take(r, hash_of(7000000), &first);
	IS_INT(first, 1, "long ago is forgotten");
	recent_take(r, hash_of(99999 - 40000), &first);
	IS_INT(first, 1, "so is what lies more than twice as many back");
	recent_free(r);
}

/* Hashes that all want the last place wrap around. */
static void
test_crowd(void)
{
	struct recent *r = recent_new(100, 0);
	uint64_t i, bad = 0;
	int first;

	for (i = 1; i <= 100; i++) {
		recent_take(r, i << 32 | 0xffffffff, &first);
		bad += !first;
	}
	for (i = 1; i <= 100; i++) {
		recent_take(r, i << 32 | 0xffffffff, &first);
		bad += first;
	}
	IS_INT(bad, 0, "as many as may be, all in one place");
	recent_free(r);
	recent_free(NULL);
}

/* Ids in a form, by the hash of those that are counted up. */
static size_t
bad_counted(const char *form)
{
	struct recent *r = recent_new(16384, 0);
	size_t i, bad = 0;
	char id[32];
	int first;

	for (i = 0; i < 100000; i++) {
		struct bytes b = { id, 0 };
		uint64_t hash;

		b.n = (size_t)snprintf(id, sizeof(id), form, (unsigned)i);
		hash = recent_counted(b);
		recent_expect(r, hash);
		recent_take(r, hash, &first);
		bad += !first;
		if (i < 16384)
			continue;
		b.n = (size_t)snprintf(
		    id, sizeof(id), form, (unsigned)(i - 16383));
		recent_take(r, recent_counted(b), &first);
		bad += first;
	}
	recent_free(r);
	return bad;
}

static void
test_counted(void)
{
	IS_INT(bad_counted("E%08u"), 0, "ids that are counted up");
	IS_INT(bad_counted("%u"), 0, "from one digit on");
	IS_INT(bad_counted("%u00"), 0, "in hundreds");
	IS_INT(bad_counted("%x-7f"), 0, "with the same end");
}

int
main(void)
{
	test_keys();
	test_counted();
	test_crowd();
	return tap_done();
}
