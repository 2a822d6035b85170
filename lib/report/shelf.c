/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "call/when.h"
#include "report/proof.h"
#include "report/shelf.h"

enum { DATE = 10 };

void
shelf_free(struct shelf *s)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		free(s->page[i].path);
	free(s->page);
	memset(s, 0, sizeof(*s));
}

void
shelf_put(struct shelf *s, const char *path, int64_t day)
{
	s->page = mem_grow(s->page, s->n, &s->cap, sizeof(*s->page));
	s->page[s->n].path = mem_string(path);
	s->page[s->n++].day = day;
}

/* The day in the second line of a page, if that is what it is. */
static int
peek(const char *path, int64_t *day)
{
	static const char head[] = "page,1\nday,";
	char text[sizeof(head) - 1 + DATE];
	struct bytes date = { text + sizeof(head) - 1, DATE };
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	ssize_t n;

	if (fd < 0)
		return -1;
	n = read(fd, text, sizeof(text));
	close(fd);
	return n == (ssize_t)sizeof(text) &&
		memcmp(text, head, sizeof(head) - 1) == 0
	    ? date_typed(date, day)
	    : -1;
}

int
shelf_add(struct shelf *s, const char *path)
{
	struct pagefile p;
	int64_t day;
	int got = 0;

	if (peek(path, &day) != 0) {
		/* Whatever it is, reading it tells. */
		got = pagefile_read(&p, path);
		day = p.day;
		pagefile_free(&p);
	}
	if (got == 0)
		shelf_put(s, path, day);
	return got;
}

static struct bytes
base_name(struct bytes path)
{
	size_t i = path.n;

	while (i > 0 && path.p[i - 1] != '/')
		i--;
	path.p += i;
	path.n -= i;
	return path;
}

static int
holds(const struct shelf *s, struct bytes name)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (bytes_equal(
			base_name(bytes_of(s->page[i].path)), base_name(name)))
			return 1;
	return 0;
}

int
shelf_check(const struct shelf *s, const char *manifest)
{
	struct buf text = { NULL, 0, 0 };
	struct bytes rest, name, more;
	size_t line, listed = 0;
	int got = proof_load(manifest, &text);

	rest = buf_bytes(&text);
	for (line = 1; got == 0 && rest.p != NULL; line++) {
		name = bytes_cut(rest, '\n', &rest);
		name = bytes_trim(bytes_cut(name, ',', &more));
		if (name.n == 0 || name.p[0] == '#' ||
		    (line == 1 && bytes_is(name, "page")))
			continue;
		listed++;
		if (!holds(s, name))
			got = diag_fail(STATUS_CANNOT,
			    "%s:%zu: the page %.*s is missing", manifest, line,
			    (int)name.n, name.p);
	}
	if (got == 0 && listed == 0)
		got = diag_fail(
		    STATUS_CANNOT, "--manifest: %s lists no page", manifest);
	buf_free(&text);
	return got;
}

static int
by_day(const void *a, const void *b)
{
	const struct shelf_page *x = a, *y = b;

	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	return strcmp(x->path, y->path);
}

void
shelf_sort(struct shelf *s)
{
	if (s->n > 0)
		qsort(s->page, s->n, sizeof(*s->page), by_day);
}

/* Put the pages of one day together; `*i` is behind them then. */
static int
read_day(const struct shelf *s, size_t *i, struct pagefile *p)
{
	int64_t day = s->page[*i].day;
	struct pagefile more;
	int got = pagefile_read(p, s->page[(*i)++].path);

	while (got == 0 && *i < s->n && s->page[*i].day == day) {
		got = pagefile_read(&more, s->page[(*i)++].path);
		if (got == 0)
			got = pagefile_merge(p, &more);
		pagefile_free(&more);
	}
	return got;
}

int
shelf_each(
    struct shelf *s, int (*each)(void *arg, struct pagefile *), void *arg)
{
	struct pagefile p;
	size_t i = 0;
	int got = 0;

	shelf_sort(s);
	while (got == 0 && i < s->n) {
		got = read_day(s, &i, &p);
		if (got == 0)
			got = each(arg, &p);
		pagefile_free(&p);
	}
	return got;
}

/* What the day was like, for the next one to be held against. */
static void
remember(struct shelf_report *s, const struct pagefile *p)
{
	free(s->last.zone);
	s->last.zone = mem_string(p->zone);
	s->last.settings = p->settings;
	s->last.map = p->map;
	s->last.report.has = p->report.has;
}

/* A day that is not whole. */
static void
lacks(struct shelf_report *s, const struct pagefile *p)
{
	char date[16];

	diag_warn("%.*s: only %zu of %llu shards are there: the day counts in "
		  "part",
	    (int)date_put(date, p->day), date, p->shard_count,
	    (unsigned long long)p->shards);
	s->lacking++;
	if (s->lacking == 1)
		snprintf(s->report->lack, sizeof(s->report->lack),
		    "%zu of %llu shards", p->shard_count,
		    (unsigned long long)p->shards);
}

/* What several days lack, in a few words. */
static void
tell_lack(const struct shelf_report *s)
{
	if (s->lacking > 0 && s->days > 1)
		snprintf(s->report->lack, sizeof(s->report->lack),
		    "%llu of %llu days lack shards",
		    (unsigned long long)s->lacking,
		    (unsigned long long)s->days);
}

int
shelf_take(void *arg, struct pagefile *p)
{
	struct shelf_report *s = arg;
	int i;

	for (i = 0, s->open = 0; i < CARRY_KINDS; i++)
		s->open += p->open[i];
	if (s->trend != NULL)
		trend_build_day(s->trend, p->day, p->report.tally);
	if (p->day < s->from)
		return 0;
	if (s->days++ > 0 && pagefile_differs(&s->last, p) != 0)
		s->changes++;
	if (p->shard_field != NULL)
		lacks(s, p);
	remember(s, p);
	pagefile_add_to(s->report, p);
	return 0;
}

void
shelf_finish(struct shelf_report *s)
{
	struct report *r = s->report;

	report_note(r, "%llu days of the daybook are in it", s->days);
	report_note(r,
	    "%llu times the settings, the columns or the zone changed from "
	    "one page to the next",
	    s->changes);
	report_note(r, "%llu days lack shards: they count in part", s->lacking);
	tell_lack(s);
	ratings_scale(&r->ratings, r->csat_scale, sizeof(r->csat_scale));
	free(s->last.zone);
	s->last.zone = NULL;
	if (s->trend != NULL)
		r->trend = trend_build_finish(s->trend);
	s->trend = NULL;
}
