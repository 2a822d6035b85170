/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/num.h"
#include "call/when.h"
#include "csv/emit.h"
#include "report/daybook.h"
#include "report/keyfile.h"
#include "report/pagefile.h"
#include "report/shelf.h"

enum { DATE = 10, NEIGHBOURS = 7 };

static const char page_suffix[] = ".csv", contacts_suffix[] = ".contacts";

struct daybook {
	char *dir;
	uint64_t key[2];
	int keyless;
	int64_t keep, today; /* see daybook_keep() */
};

void
daybook_close(struct daybook *b)
{
	if (b == NULL)
		return;
	free(b->dir);
	explicit_bzero(b->key, sizeof(b->key));
	free(b);
}

void
daybook_keep(struct daybook *b, int64_t days, int64_t today)
{
	b->keep = days;
	b->today = today;
}

struct contactsfile *
daybook_contacts(const struct daybook *b)
{
	return contactsfile_new(b->key);
}

/* DIR/DATE[.KofN]SUFFIX */
static const char *
path_of(struct buf *path, const struct daybook *b, int64_t day,
    const char *shard, const char *suffix)
{
	struct bytes k = bytes_of(shard), n = { NULL, 0 }, field;
	char date[16];

	if (shard != NULL) {
		k = bytes_cut(k, '/', &n);
		n = bytes_cut(n, ':', &field);
	}
	path->n = 0;
	buf_text(path, "%s/%.*s", b->dir, (int)date_put(date, day), date);
	if (n.n > 0 && !bytes_is(n, "1"))
		buf_text(path, ".%.*sof%.*s", (int)k.n, k.p, (int)n.n, n.p);
	buf_add_string(path, suffix);
	return buf_string(path);
}

/* Whether `KofN` stands there. */
static int
is_shard(struct bytes b)
{
	int64_t k, n;
	size_t i;

	for (i = 0; i + 1 < b.n; i++)
		if (b.p[i] == 'o' && b.p[i + 1] == 'f') {
			struct bytes left = { b.p, i },
				     right = { b.p + i + 2, b.n - i - 2 };

			return num_integer(left, &k) == 0 &&
			    num_integer(right, &n) == 0 && k >= 1 && k <= n;
		}
	return 0;
}

/* The day of a file's name; 0, or -1 when it is no such name. */
static int
day_of(const char *name, const char *suffix, int64_t *day)
{
	struct bytes b = bytes_of(name), date = b;
	size_t end = strlen(suffix);

	if (b.n < DATE + end || memcmp(b.p + b.n - end, suffix, end) != 0)
		return -1;
	date.n = DATE;
	b.p += DATE;
	b.n -= DATE + end;
	if (date_typed(date, day) != 0)
		return -1;
	if (b.n == 0)
		return 0;
	b.p++;
	b.n--;
	return b.p[-1] == '.' && is_shard(b) ? 0 : -1;
}

/* The files of some days; `except`, which may be NULL, is left out. */
static int
find(const struct daybook *b, const char *suffix, int64_t from, int64_t until,
    const char *except, struct shelf *out)
{
	DIR *dir = opendir(b->dir);
	struct buf path = { NULL, 0, 0 };
	struct dirent *at;
	int64_t day;

	if (dir == NULL)
		return diag_fail(
		    STATUS_SYSTEM, "%s: %s", b->dir, strerror(errno));
	while ((at = readdir(dir)) != NULL) {
		if (day_of(at->d_name, suffix, &day) != 0 || day < from ||
		    day > until)
			continue;
		path.n = 0;
		buf_text(&path, "%s/%s", b->dir, at->d_name);
		buf_string(&path);
		if (except == NULL || strcmp(path.p, except) != 0)
			shelf_put(out, path.p, day);
	}
	closedir(dir);
	buf_free(&path);
	return 0;
}

/* A new key would tell customers apart who are the same. */
static int
check_no_contacts(const struct daybook *b)
{
	struct shelf s = { NULL, 0, 0 };
	int got = find(b, contacts_suffix, INT64_MIN, INT64_MAX, NULL, &s);

	if (got == 0 && s.n > 0)
		got = diag_fail(STATUS_CANNOT,
		    "%s/key: is missing, and %s was made with it: put it "
		    "back, or remove all .contacts files for a new one",
		    b->dir, s.page[0].path);
	shelf_free(&s);
	return got;
}

/* Without a key nobody can be looked up, but days can be told. */
static int
open_key(struct daybook *b, int make)
{
	struct buf path = { NULL, 0, 0 };
	struct stat st;
	int got = 0;

	buf_text(&path, "%s/key", b->dir);
	buf_string(&path);
	if (lstat(path.p, &st) == 0 || errno != ENOENT)
		got = keyfile_read(path.p, b->key);
	else if (!make)
		b->keyless = 1;
	else if ((got = check_no_contacts(b)) == 0)
		got = keyfile_make(path.p, b->key);
	buf_free(&path);
	return got;
}

struct daybook *
daybook_open(const char *dir, int make)
{
	struct daybook *b = mem_zero(1, sizeof(*b));
	struct stat st;
	int got = 0;

	b->dir = mem_string(dir);
	if (make && mkdir(dir, 0700) != 0 && errno != EEXIST)
		got = diag_fail(STATUS_SYSTEM, "%s: %s", dir, strerror(errno));
	else if (stat(dir, &st) != 0 || !S_ISDIR(st.st_mode))
		got = diag_fail(STATUS_SYSTEM, "%s: no such daybook", dir);
	else
		got = open_key(b, make);
	if (got == 0)
		return b;
	daybook_close(b);
	return NULL;
}

/* The cut in a page's name, `of4.csv` or `.csv`. */
static const char *
cut_of(const char *path)
{
	const char *name = strrchr(path, '/');
	const char *of = strstr(name == NULL ? path : name, "of");

	return of == NULL ? page_suffix : of;
}

/* Whether all other pages of a day are shards of the same cut. */
static int
check_cut(const struct daybook *b, int64_t day, const char *own)
{
	struct shelf s = { NULL, 0, 0 };
	int got = find(b, page_suffix, day, day, own, &s);
	const char *cut = cut_of(own);
	size_t i;

	for (i = 0; got == 0 && i < s.n; i++)
		if (cut[0] == '.' || strcmp(cut_of(s.page[i].path), cut) != 0)
			got = diag_fail(STATUS_CANNOT,
			    "%s: holds records of the same day, which %s "
			    "would count twice: remove it first, or cut the "
			    "day as it is",
			    s.page[i].path, own);
	shelf_free(&s);
	return got;
}

int
daybook_may_write(const struct daybook *b, int64_t day, const char *shard,
    uint64_t records, int force)
{
	struct buf path = { NULL, 0, 0 };
	const char *name = path_of(&path, b, day, shard, page_suffix);
	struct pagefile p;
	struct stat st;
	int got = check_cut(b, day, name);

	if (got == 0 && !force && lstat(name, &st) == 0) {
		if (pagefile_read(&p, name) != 0)
			diag_warn("%s: it is written anew", diag_text());
		else if (p.records > records)
			got = diag_fail(STATUS_CANNOT,
			    "%s: is of %llu records and would be replaced by "
			    "%llu: --force does it",
			    name, (unsigned long long)p.records,
			    (unsigned long long)records);
		pagefile_free(&p);
	}
	buf_free(&path);
	return got;
}

static int
put(const char *path, struct bytes text)
{
	struct emit *e = emit_open(path);

	if (e == NULL)
		return -1;
	emit_bytes(e, text.p, text.n);
	return emit_close(e, 1);
}

/*
 * The first day whose contacts are kept: some days before that of the newest
 * page up to a day.
 */
static int
kept_from(const struct daybook *b, int64_t upto, int64_t *from)
{
	struct shelf pages = { NULL, 0, 0 };
	size_t i;

	*from = INT64_MIN;
	if (b->keep == 0)
		return 0;
	if (find(b, page_suffix, INT64_MIN, upto, NULL, &pages) != 0)
		return -1;
	for (i = 0; i < pages.n; i++)
		if (pages.page[i].day - b->keep > *from)
			*from = pages.page[i].day - b->keep;
	shelf_free(&pages);
	return 0;
}

/*
 * Remove the contacts that are too old; who else does it is welcome.  A page
 * of a day that is to come was a slip, and ages nothing.
 */
static int
forget_old(const struct daybook *b)
{
	struct shelf old = { NULL, 0, 0 };
	int64_t from;
	size_t i;
	int got;

	got = kept_from(b, b->today, &from);
	if (got == 0 && from > INT64_MIN)
		got = find(b, contacts_suffix, INT64_MIN, from - 1, NULL, &old);
	for (i = 0; got == 0 && i < old.n; i++)
		if (unlink(old.page[i].path) != 0 && errno != ENOENT)
			got = diag_fail(STATUS_SYSTEM, "%s: %s",
			    old.page[i].path, strerror(errno));
	shelf_free(&old);
	return got;
}

int
daybook_write(const struct daybook *b, int64_t day, const char *shard,
    struct contactsfile *contacts, struct bytes page)
{
	struct buf path = { NULL, 0, 0 }, text = { NULL, 0, 0 };
	int got;

	contactsfile_write(contacts, &text);
	got = put(
	    path_of(&path, b, day, shard, contacts_suffix), buf_bytes(&text));
	if (got == 0)
		got = put(path_of(&path, b, day, shard, page_suffix), page);
	if (got == 0)
		got = forget_old(b);
	buf_free(&path);
	buf_free(&text);
	return got;
}

/*
 * Note how many pages from a day on lack their contacts: those that should be
 * there are told one by one, the others had them once.
 */
static void
note_bare(const struct daybook *b, struct report *r, const struct shelf *pages,
    int64_t from)
{
	struct buf path = { NULL, 0, 0 };
	struct stat st;
	uint64_t bare = 0, aged = 0;
	int64_t kept;
	size_t i;

	if (kept_from(b, INT64_MAX, &kept) != 0)
		diag_warn("%s", diag_text());
	for (i = 0; i < pages->n; i++) {
		if (pages->page[i].day < from)
			continue;
		path.n = 0;
		buf_add(&path, pages->page[i].path,
		    strlen(pages->page[i].path) - strlen(page_suffix));
		buf_add_string(&path, contacts_suffix);
		if (lstat(buf_string(&path), &st) == 0)
			continue;
		if (pages->page[i].day < kept) {
			aged++;
			continue;
		}
		bare++;
		diag_warn("%s: is missing: first contact resolution does not "
			  "know who called then",
		    path.p);
	}
	buf_free(&path);
	report_note(r, "%llu pages of the daybook lack their contacts", bare);
	report_note(r,
	    "%llu pages of the daybook are older than contacts are kept", aged);
}

/* Read the contacts of the shards of a day. */
static int
read_contacts(const struct shelf *s, size_t *i, struct contactsfile *c)
{
	int64_t day = s->page[*i].day;
	int got = 0;

	while (got == 0 && *i < s->n && s->page[*i].day == day)
		got = contactsfile_read(c, s->page[(*i)++].path);
	return got;
}

/*
 * First contact resolution of some days into the tally.  `own`, of the day
 * `from`, stands for a file that is not written yet; NULL: there is none.
 */
static int
resolve(const struct daybook *b, struct shelf *s, int64_t from, int64_t until,
    struct contactsfile *own, struct tally *t)
{
	struct contactsfile_fcr *fcr = contactsfile_fcr_new();
	struct contactsfile *c;
	size_t i = 0;
	int64_t day;
	int got = 0;

	shelf_sort(s);
	while (got == 0 && i < s->n) {
		day = s->page[i].day;
		if (own != NULL && day > from) {
			contactsfile_fcr_day(fcr, own, 1);
			own = NULL;
		}
		c = contactsfile_new(b->key);
		got = read_contacts(s, &i, c);
		if (got == 0)
			contactsfile_fcr_day(
			    fcr, c, day >= from && day <= until);
		contactsfile_free(c);
	}
	if (got != 0) {
		contactsfile_fcr_free(fcr);
		return -1;
	}
	if (own != NULL)
		contactsfile_fcr_day(fcr, own, 1);
	contactsfile_fcr_finish(fcr, t);
	return 0;
}

/* What the records alone told is replaced by what the days tell. */
static void
clear_firsts(struct tally *t)
{
	static const enum measure of[] = { MEASURE_FIRSTS, MEASURE_FIRSTS_KEPT,
		MEASURE_FIRSTS_OPEN };
	uint32_t q;
	size_t i;

	for (i = 0; i < 3; i++) {
		tally_at(t, TALLY_TEAM, 0)->n[of[i]] = 0;
		for (q = 0; q < tally_count(t, TALLY_QUEUES); q++)
			tally_at(t, TALLY_QUEUES, q)->n[of[i]] = 0;
	}
}

/*
 * The trend from the pages before a day, and what the latest of them left
 * open, if there is one; one that cannot be read is told, and the others
 * count.
 */
static uint64_t
trend_before(const struct daybook *b, struct trend_build *trend, int64_t day,
    int64_t *open)
{
	struct shelf all = { NULL, 0, 0 }, one;
	uint64_t bad = 0;
	size_t i, n;

	if (find(b, page_suffix, day - TREND_BACK, day - 1, NULL, &all) != 0) {
		diag_warn("%s", diag_text());
		return 1;
	}
	shelf_sort(&all);
	for (i = 0; i < all.n; i += n) {
		struct shelf_report s = { .trend = trend, .from = INT64_MAX };

		for (n = 1;
		     i + n < all.n && all.page[i + n].day == all.page[i].day;
		     n++)
			;
		one = (struct shelf){ all.page + i, n, n };
		if (shelf_each(&one, shelf_take, &s) != 0) {
			diag_warn("%s", diag_text());
			bad++;
		} else
			*open = s.open;
	}
	shelf_free(&all);
	return bad;
}

void
daybook_look_back(const struct daybook *b, struct report *r, int64_t day)
{
	struct trend_build *trend = trend_build_new();
	struct shelf s = { NULL, 0, 0 };
	uint64_t bad = trend_before(b, trend, day, &r->open_before);
	struct buf own = { NULL, 0, 0 };
	struct shelf pages = { NULL, 0, 0 };

	trend_build_day(trend, day, r->tally);
	r->trend = trend_build_finish(trend);
	if (find(b, contacts_suffix, day - NEIGHBOURS, day + NEIGHBOURS,
		path_of(&own, b, day, NULL, contacts_suffix), &s) == 0) {
		clear_firsts(r->tally);
		if (resolve(b, &s, day, day, r->contacts, r->tally) != 0) {
			diag_warn("%s", diag_text());
			bad++;
		}
	}
	if (find(b, page_suffix, day - NEIGHBOURS, day + NEIGHBOURS,
		path_of(&own, b, day, NULL, page_suffix), &pages) == 0)
		note_bare(b, r, &pages, INT64_MIN);
	shelf_free(&pages);
	shelf_free(&s);
	buf_free(&own);
	report_note(r, "%llu files of the daybook cannot be read", bad);
}

int
daybook_report(
    const struct daybook *b, struct report *r, int64_t from, int64_t until)
{
	struct shelf_report s = { .report = r, .from = from };
	struct shelf pages = { NULL, 0, 0 }, contacts = { NULL, 0, 0 };
	int got;

	r->from_pages = 1;
	s.trend = trend_build_new();
	got = find(b, page_suffix, from - TREND_BACK, until, NULL, &pages);
	if (got == 0)
		got = shelf_each(&pages, shelf_take, &s);
	if (got == 0 && s.days == 0)
		got = diag_fail(STATUS_CANNOT,
		    "%s: there is no page of these days", b->dir);
	if (got == 0)
		got = find(b, contacts_suffix, from - NEIGHBOURS,
		    until + NEIGHBOURS, NULL, &contacts);
	if (got == 0)
		got = resolve(b, &contacts, from, until, NULL, r->tally);
	if (got == 0)
		note_bare(b, r, &pages, from - NEIGHBOURS);
	shelf_free(&pages);
	shelf_free(&contacts);
	shelf_finish(&s);
	return got;
}

void
daybook_week(int64_t day, int64_t *from, int64_t *until)
{
	*from = day - (civil_weekday(day) + 6) % 7;
	*until = *from + 6;
}

void
daybook_month(int64_t day, int64_t *from, int64_t *until)
{
	int year, month, d;

	civil_from_days(day, &year, &month, &d);
	*from = day - d + 1;
	*until = civil_days(month < 12 ? year : year + 1,
		     month < 12 ? month + 1 : 1, 1) -
	    1;
}

static int
forget_contacts(const struct daybook *b, const char *path, uint64_t customer,
    struct daybook_erased *n)
{
	struct contactsfile *c = contactsfile_new(b->key);
	struct buf text = { NULL, 0, 0 };
	int got = contactsfile_read(c, path);

	if (got == 0 && contactsfile_forget(c, customer)) {
		contactsfile_write(c, &text);
		got = put(path, buf_bytes(&text));
		n->contacts++;
	}
	buf_free(&text);
	contactsfile_free(c);
	return got;
}

static int
forget_agent(const char *path, struct bytes agent, struct daybook_erased *n)
{
	struct buf text = { NULL, 0, 0 };
	struct pagefile p;
	size_t rows = 0;
	int got = pagefile_read(&p, path);

	if (got == 0)
		rows = pagefile_forget(&p, agent);
	if (rows > 0) {
		pagefile_write(&text, &p);
		got = put(path, buf_bytes(&text));
		n->rows += rows;
	}
	buf_free(&text);
	pagefile_free(&p);
	return got;
}

int
daybook_forget(const struct daybook *b, struct bytes customer,
    struct bytes agent, struct daybook_erased *n)
{
	struct shelf contacts = { NULL, 0, 0 }, pages = { NULL, 0, 0 };
	struct contactsfile *c = contactsfile_new(b->key);
	uint64_t hash = contactsfile_hash(c, customer);
	size_t i;
	int got;

	if (b->keyless) {
		contactsfile_free(c);
		return diag_fail(STATUS_SYSTEM,
		    "%s: without its key nobody can be found in it", b->dir);
	}
	contactsfile_free(c);
	*n = (struct daybook_erased){ 0, 0 };
	got = find(b, contacts_suffix, INT64_MIN, INT64_MAX, NULL, &contacts);
	if (got == 0)
		got = find(b, page_suffix, INT64_MIN, INT64_MAX, NULL, &pages);
	for (i = 0; got == 0 && i < contacts.n; i++)
		got = forget_contacts(b, contacts.page[i].path, hash, n);
	for (i = 0; got == 0 && i < pages.n; i++)
		got = forget_agent(pages.page[i].path, agent, n);
	shelf_free(&contacts);
	shelf_free(&pages);
	return got;
}
