/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/sip.h"
#include "call/zone.h"
#include "report/contactsfile.h"
#include "report/pagefile.h"
#include "report/proof.h"
#include "tap.h"

enum { AGENTS = 3, QUEUES = 2, RECORDS = 400 };

static const char *const agents[AGENTS] = { "Ada", "Bo, \"the quick\"",
	" Cy\n" };
static const char *const queues[QUEUES] = { "sales", "=1+1" };

/* A number of one's own for each record, the same in each run. */
static unsigned
mixed(unsigned i)
{
	return (i * 2654435761u) >> 7;
}

/* Count a made-up record, its parts in the shard of its number. */
static void
count(struct report *r, unsigned i)
{
	struct tally_entry *at[4];
	struct goal goal = { .kind = i % 2 ? GOAL_DAY : GOAL_CHUNK };
	char key[TALLY_INSTANT];
	int64_t wait = mixed(i) % 60 + (i % 40 == 0 ? 5000 : 0),
		hour = 9 + mixed(i) % 8;
	size_t k;

	at[0] = tally_at(r->tally, TALLY_TEAM, 0);
	at[1] = tally_entry(
	    r->tally, TALLY_QUEUES, bytes_of(queues[mixed(i) % QUEUES]));
	at[2] = tally_entry(
	    r->tally, TALLY_AGENTS, bytes_of(agents[mixed(i + 7) % AGENTS]));
	at[3] = tally_entry(r->tally, TALLY_INTERVALS,
	    tally_instant_key(INT64_C(1772409600000) + hour * HOUR_MS, key));
	for (k = 0; k < 4; k++) {
		tally_add(at[k], MEASURE_LEGS, 1);
		tally_add(at[k], MEASURE_HANDLE_MS, wait * 7);
		tally_most(at[k], MEASURE_MOST_WAIT_MS, wait);
		tally_least(at[k], MEASURE_LEAST_START, 1772409600000 + wait);
		if (at[k]->hist[TALLY_WAIT] != NULL)
			hist_add(at[k]->hist[TALLY_WAIT], wait);
	}
	crew_saw(r->crew, at[1], at[2]);
	goal.agent = at[2];
	goal.when = goal.kind == GOAL_DAY ? 20514 : hour * HOUR_MS;
	goal.target = 10 + mixed(i) % 5;
	goal.done = mixed(i) % 9;
	goals_raise(r->goals, &goal);
	ratings_see(&r->ratings, 1 + mixed(i) % 5, (mixed(i) % 5) / 2.0 - 1);
	if (i % 10 == 0)
		report_remark_more(r, bytes_of("records, odd ones"), 1);
	r->account.used++;
}

/* The page of the records of shard k of n; k 0: of all. */
static void
page_of(struct buf *out, unsigned k, unsigned n)
{
	struct pagefile_origin origin = {
		.day = 20514, .settings = 1, .map = 2, .zone = "Europe/Berlin"
	};
	struct setup setup = { SERVICE_OFFERED, 20000, 5000, 0, 0 };
	struct report r;
	char cut[32];
	unsigned i;

	report_start(&r, &setup, 0);
	r.has = HAS_START | HAS_AGENT;
	for (i = 0; i < RECORDS; i++)
		if (k == 0 || mixed(i + 99) % n + 1 == k)
			count(&r, i);
	snprintf(cut, sizeof(cut), "%u/%u:customer", k, n);
	origin.shard = k == 0 ? NULL : cut;
	pagefile_write_report(out, &r, &origin);
	report_free(&r);
}

static int
parses(struct bytes text)
{
	struct pagefile p;
	int got = pagefile_parse(&p, "page.csv", text);

	pagefile_free(&p);
	return got == 0;
}

static void
test_again(void)
{
	struct buf a = { NULL, 0, 0 }, b = { NULL, 0, 0 };
	struct pagefile p;

	page_of(&a, 0, 1);
	OK(pagefile_parse(&p, "page.csv", buf_bytes(&a)) == 0,
	    "a page is read");
	IS_INT(p.records, RECORDS, "with its records");
	IS_INT(p.day, 20514, "and its day");
	IS_TEXT(p.zone, "Europe/Berlin", "and its zone");
	pagefile_write(&b, &p);
	OK(bytes_equal(buf_bytes(&a), buf_bytes(&b)),
	    "and written as it was, byte for byte");
	pagefile_free(&p);
	buf_free(&a);
	buf_free(&b);
}

/* Merge the pages of n shards, from both ends to the middle. */
static void
merge_all(struct buf *out, unsigned n)
{
	struct pagefile sum, next;
	struct buf text = { NULL, 0, 0 };
	unsigned i, k, bad = 0;

	page_of(&text, n, n);
	bad += pagefile_parse(&sum, "last", buf_bytes(&text)) != 0;
	for (i = 0; i + 1 < n; i++) {
		k = i % 2 ? n - 1 - i / 2 : 1 + i / 2;
		text.n = 0;
		page_of(&text, k, n);
		bad += pagefile_parse(&next, "next", buf_bytes(&text)) != 0;
		bad += pagefile_merge(&sum, &next) != 0;
		pagefile_free(&next);
	}
	IS_INT(bad, 0, "%u shards are merged", n);
	pagefile_write(out, &sum);
	pagefile_free(&sum);
	buf_free(&text);
}

static void
test_merge(void)
{
	static const unsigned cuts[] = { 2, 3, 7, 50 };
	struct buf whole = { NULL, 0, 0 }, merged = { NULL, 0, 0 };
	size_t i;

	page_of(&whole, 0, 1);
	for (i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++) {
		merged.n = 0;
		merge_all(&merged, cuts[i]);
		OK(bytes_equal(buf_bytes(&whole), buf_bytes(&merged)),
		    "to the bytes of one run");
	}
	buf_free(&whole);
	buf_free(&merged);
}

/* Refused, with a word of the reason. */
static void
refused(const char *name, unsigned k, unsigned n, unsigned k2, unsigned n2,
    const char *says, uint64_t settings)
{
	struct buf a = { NULL, 0, 0 }, b = { NULL, 0, 0 };
	struct pagefile to, from;

	page_of(&a, k, n);
	page_of(&b, k2, n2);
	pagefile_parse(&to, "a.csv", buf_bytes(&a));
	pagefile_parse(&from, "b.csv", buf_bytes(&b));
	from.settings = settings;
	OK(pagefile_merge(&to, &from) == -1 &&
		strstr(diag_text(), says) != NULL &&
		strstr(diag_text(), "a.csv") != NULL &&
		strstr(diag_text(), "b.csv") != NULL &&
		diag_status() == STATUS_CANNOT,
	    "%s", name);
	pagefile_free(&to);
	pagefile_free(&from);
	buf_free(&a);
	buf_free(&b);
}

static void
test_refused(void)
{
	refused("the same shard twice", 1, 3, 1, 3, "shard 1", 1);
	refused("the whole day twice", 0, 1, 0, 1, "twice", 1);
	refused("a shard of what is there", 0, 1, 2, 3, "twice", 1);
	refused("another cut", 1, 3, 2, 4, "other shards", 1);
	refused("other settings", 1, 3, 2, 3, "other settings", 9);
}

/* Every byte turned into every other bit pattern by one bit, all cuts. */
static void
test_damage(void)
{
	struct buf page = { NULL, 0, 0 };
	struct bytes cut;
	size_t i, bad = 0;
	int bit;

	page_of(&page, 2, 3);
	OK(parses(buf_bytes(&page)), "a page of %zu bytes", page.n);
	for (i = 0; i < page.n; i++)
		for (bit = 0; bit < 8; bit++) {
			page.p[i] ^= (char)(1 << bit);
			bad += (size_t)parses(buf_bytes(&page));
			page.p[i] ^= (char)(1 << bit);
		}
	IS_INT(bad, 0, "each byte flipped is refused");
	for (i = 0, bad = 0; i < page.n; i++) {
		cut.p = page.p;
		cut.n = i;
		bad += (size_t)parses(cut);
	}
	IS_INT(bad, 0, "each truncation is refused");
	buf_add_byte(&page, '\n');
	OK(!parses(buf_bytes(&page)), "so is a byte too many");
	buf_free(&page);
}

static void
test_version(void)
{
	struct buf page = { NULL, 0, 0 };

	buf_add_string(&page, "page,2\nanything\n");
	OK(!parses(buf_bytes(&page)) &&
		strstr(diag_text(), "newer version") != NULL,
	    "a newer version is refused by that name");
	page.n = 0;
	buf_add_string(&page, "start,agent\n");
	OK(!parses(buf_bytes(&page)), "other files are no pages");
	/* A sound checksum over what no page says. */
	page.n = 0;
	buf_add_string(&page, "page,1\nday,2026-03-02\nshard,all\n");
	proof_seal(&page);
	OK(!parses(buf_bytes(&page)), "nor is half a head");
	buf_free(&page);
}

static void
test_contacts(void)
{
	static const uint64_t key[2] = { 1, 2 };
	struct contactsfile *c = contactsfile_new(key), *d;
	uint64_t ada = contactsfile_hash(c, bytes_of("C1"));
	uint64_t bo = contactsfile_hash(c, bytes_of("C2"));
	struct buf text = { NULL, 0, 0 }, again = { NULL, 0, 0 };
	const struct contactsfile_day *all;
	size_t n, i, bad = 0;

	contactsfile_take(c, ada, 2000, 0, bytes_of("a, \"b\""));
	contactsfile_take(c, ada, 1000, 1, bytes_of("first"));
	contactsfile_answered(c, ada, 2000);
	contactsfile_take(c, bo, 5000, 0, bytes_of(""));
	contactsfile_answered(c, bo, 5000);
	contactsfile_resolved(c, bo, 5000, 0);
	all = contactsfile_all(c, &n);
	IS_INT(n, 2, "two customers");
	for (i = 0; i < n; i++)
		if (all[i].customer == ada)
			OK(all[i].first == 1000 && all[i].last == 2000 &&
				all[i].contacts == 2 && all[i].answered == 0 &&
				all[i].earlier == 1,
			    "the earlier contact is the first, whenever it "
			    "comes");
		else
			OK(all[i].answered == 1 && all[i].resolved == 0,
			    "what became of it");
	contactsfile_write(c, &text);
	d = contactsfile_new(key);
	OK(contactsfile_parse(d, "x", buf_bytes(&text)) == 0, "it is read");
	contactsfile_write(d, &again);
	OK(bytes_equal(buf_bytes(&text), buf_bytes(&again)), "and the same");
	contactsfile_free(d);
	for (i = 0; i < text.n; i++) {
		d = contactsfile_new(key);
		text.p[i] ^= 1;
		bad += contactsfile_parse(d, "x", buf_bytes(&text)) == 0;
		text.p[i] ^= 1;
		contactsfile_free(d);
	}
	IS_INT(bad, 0, "each byte flipped is refused");
	OK(contactsfile_forget(c, ada) && !contactsfile_forget(c, ada),
	    "a customer is forgotten, once");
	contactsfile_all(c, &n);
	IS_INT(n, 1, "and gone");
	contactsfile_free(c);
	buf_free(&text);
	buf_free(&again);
}

int
main(void)
{
	zone_set("UTC");
	test_again();
	test_merge();
	test_refused();
	test_damage();
	test_version();
	test_contacts();
	return tap_done();
}
