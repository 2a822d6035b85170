/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/carryin.h"
#include "report/daybook.h"
#include "report/fold.h"
#include "report/json.h"
#include "report/pagefile.h"
#include "report/practice.h"
#include "report/setaside.h"
#include "report/sections.h"
#include "report/settingshash.h"
#include "report/shelf.h"
#include "report/tidy.h"
#include "report/wrap.h"

struct wrap {
	const struct wrap_options *o;
	const struct common *common;
	struct setup setup;
	struct report report;
	struct daybook *daybook; /* NULL: none */
	struct pseudonym *pseudonym;
	struct contactsfile *contacts;
	struct emit *carry;	 /* --carry-out */
	struct intake_days days; /* of the records */
	int some_days;
	char name[PSEUDONYM]; /* of the sheet */
	struct buf page;      /* for the daybook */
	int failed;	      /* was told */
};

/* What clashes with what, or needs what. */
static const struct {
	unsigned with, clash, need;
	const char *text;
} rules[] = {
	{ WRAP_PAGE, WRAP_PSEUDONYM | WRAP_TEAM_ONLY, 0,
	    "--page writes names: --pseudonym and --team-only are for "
	    "reports" },
	{ WRAP_FORGET, WRAP_PSEUDONYM, 0,
	    "--forget takes names as they are in the records: leave "
	    "--pseudonym away" },
	{ WRAP_FORCE, 0, WRAP_DAYBOOK, "--force: -D names no daybook" },
	{ WRAP_FORGET, 0, WRAP_DAYBOOK, "--forget: -D names no daybook" },
	{ WRAP_WEEK, 0, WRAP_DAYBOOK, "--week: -D names no daybook" },
	{ WRAP_MONTH, 0, WRAP_DAYBOOK, "--month: -D names no daybook" },
	{ WRAP_MERGE, 0, WRAP_OPERANDS, "--merge: no page is named" },
	{ WRAP_MANIFEST, 0, WRAP_MERGE, "--manifest goes with --merge" },
	{ WRAP_WEEK, WRAP_MONTH | WRAP_MERGE | WRAP_FORGET, 0,
	    "--week goes without --month, --merge and --forget" },
	{ WRAP_MONTH, WRAP_MERGE | WRAP_FORGET, 0,
	    "--month goes without --merge and --forget" },
	{ WRAP_MERGE, WRAP_DAYBOOK, 0,
	    "--merge takes its pages from the operands: leave -D away" },
	{ WRAP_WEEK | WRAP_MONTH | WRAP_FORGET, WRAP_OPERANDS, 0,
	    "--week, --month and --forget read the daybook and no records" },
	{ WRAP_WEEK | WRAP_MONTH | WRAP_FORGET, WRAP_PAGE, 0,
	    "--page is of one day's records, or of pages with --merge" },
	{ WRAP_WEEK | WRAP_MONTH | WRAP_FORGET | WRAP_MERGE,
	    WRAP_CARRY | WRAP_PLAN | WRAP_SET_ASIDE | WRAP_SHARD | WRAP_READING,
	    0,
	    "--carry-in, --carry-out, --plan, --set-aside, -d, -K, -r, "
	    "--rename and -S go with records" },
	{ WRAP_MERGE, WRAP_DAY, 0,
	    "--merge takes all pages that are named: leave --day away" },
	{ WRAP_PAGE, WRAP_FORMAT | WRAP_SECTIONS, 0,
	    "--page writes a page and no report: leave -f and -s away" },
	{ WRAP_SHEET, WRAP_TEAM_ONLY, 0,
	    "--sheet is an agent's own: --team-only shows none" },
	{ WRAP_SHEET, WRAP_PAGE, 0, "--page is of all agents, not of one" },
};

int
wrap_check(const struct wrap_options *o)
{
	size_t i;

	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if ((o->given & rules[i].with) != 0 &&
		    ((o->given & rules[i].clash) != 0 ||
			(rules[i].need != 0 &&
			    (o->given & rules[i].need) == 0)))
			return diag_fail(STATUS_CANNOT, "%s", rules[i].text);
	if ((o->given & (WRAP_PAGE | WRAP_DAYBOOK)) != 0 &&
	    (o->given & WRAP_DAY) != 0 && o->days.from != o->days.until)
		return diag_fail(STATUS_CANNOT,
		    "--day: a page of the daybook is of one day");
	return 0;
}

int
wrap_is_without_records(const struct wrap_options *o)
{
	return (o->given &
		   (WRAP_MERGE | WRAP_WEEK | WRAP_MONTH | WRAP_FORGET)) != 0;
}

/* Whether records make a page. */
static int
makes_page(const struct wrap_options *o)
{
	return (o->given & (WRAP_PAGE | WRAP_DAYBOOK)) != 0;
}

/* A page is of one day; that of --now unless another was asked for. */
static void
choose_days(struct wrap *w)
{
	const struct wrap_options *o = w->o;

	w->some_days = (o->given & WRAP_DAY) != 0;
	w->days = o->days;
	if (w->some_days)
		return;
	w->days.from = w->days.until =
	    zone_date(w->common->now_ms, w->setup.day_start_ms);
	w->some_days = makes_page(o);
}

static void
start_report(struct wrap *w)
{
	const struct wrap_options *o = w->o;
	struct report *r = &w->report;

	report_start(r, &w->setup, w->common->now_ms);
	r->sections = o->sections;
	r->mail_to = o->mail_to;
	r->colour = o->colour;
	r->team_only = (o->given & WRAP_TEAM_ONLY) != 0;
	r->chosen = (o->given & WRAP_SECTIONS) != 0;
	if (w->some_days && !wrap_is_without_records(o)) {
		r->asked_first = w->days.from;
		r->asked_last = w->days.until;
	}
	/* A page has all that there is; reports are content with less. */
	if (!makes_page(o)) {
		r->keeps_crew = r->team_only;
		r->hists = sections_hists(o->sections,
		    o->format == tidy_write || o->format == json_write);
	}
	r->pseudonym = w->pseudonym;
	r->contacts = w->contacts;
	if (o->sheet == NULL)
		return;
	r->sheet = bytes_of(o->sheet);
	if ((o->given & WRAP_SECTIONS) == 0)
		r->sections &= ~(1u << SECTION_SERVICE);
	if (w->pseudonym != NULL) {
		r->sheet.n = pseudonym_put(
		    w->pseudonym, PSEUDONYM_AGENT, r->sheet, w->name);
		r->sheet.p = w->name;
	}
}

/* Whether a daybook that is named gets a page; else it is only read. */
static int
writes_pages(const struct wrap_options *o)
{
	return !wrap_is_without_records(o) && o->sheet == NULL;
}

/* What may fail; the rest of struct wrap is there already. */
static int
open_files(struct wrap *w)
{
	const struct wrap_options *o = w->o;

	if (setup_load(&w->setup, w->common->settings_dir) != 0)
		return -1;
	if (o->pseudonym != NULL &&
	    (w->pseudonym = pseudonym_open(o->pseudonym)) == NULL)
		return -1;
	if (o->daybook != NULL && !w->common->check &&
	    (w->daybook = daybook_open(o->daybook, writes_pages(o))) == NULL)
		return -1;
	if (w->daybook != NULL)
		daybook_keep(w->daybook, w->setup.contacts_days,
		    zone_date(w->common->now_ms, w->setup.day_start_ms));
	if (o->carry_out != NULL && !w->common->check &&
	    (w->carry = emit_open(o->carry_out)) == NULL)
		return -1;
	if (w->daybook != NULL)
		w->contacts = daybook_contacts(w->daybook);
	return 0;
}

struct wrap *
wrap_open(const struct wrap_options *o, const struct common *common)
{
	struct wrap *w = mem_zero(1, sizeof(*w));

	w->o = o;
	w->common = common;
	if (open_files(w) == 0) {
		choose_days(w);
		start_report(w);
		return w;
	}
	w->failed = 1;
	wrap_close(w, STATUS_OK);
	return NULL;
}

const struct intake_days *
wrap_days(const struct wrap *w)
{
	return w->some_days ? &w->days : NULL;
}

struct report *
wrap_report(struct wrap *w)
{
	return &w->report;
}

int
wrap_before(struct wrap *w, struct intake *in)
{
	enum status status;

	if (w->o->carry_in == NULL)
		return 0;
	status = carryin_read(in, w->common, w->o->carry_in, w->days.until);
	if (status == STATUS_OK)
		return 0;
	return diag_fail(status, "--carry-in: without %s there is no report",
	    w->o->carry_in);
}

int
wrap_behind(struct wrap *w)
{
	struct report *r = &w->report;
	int64_t from = w->days.from, until = w->days.until;

	if (w->o->plan == NULL)
		return 0;
	if (!w->some_days && r->first_day <= r->last_day) {
		from = r->first_day;
		until = r->last_day;
	}
	r->has |= HAS_TARGET;
	return goals_plan(r->goals, r->tally, w->o->plan, from, until);
}

/* The page of what was counted. */
static void
make_page(struct wrap *w, const struct stream *s, struct buf *out)
{
	const char *zone = getenv("TZ");
	struct pagefile_origin origin = { .day = w->days.from,
		.settings = settings_hash(w->common->settings_dir, &w->setup),
		.map = stream_map_hash(s),
		.zone = zone != NULL && *zone != '\0' ? zone : "system",
		.shard = w->common->shard };

	pagefile_write_report(out, &w->report, &origin);
}

/* Whether the daybook gets a page. */
static int
writes_daybook(const struct wrap *w)
{
	return w->daybook != NULL && writes_pages(w->o);
}

/* What the days before tell, where the whole day is there. */
static void
look_back(struct wrap *w)
{
	if (w->daybook != NULL && w->common->shard == NULL)
		daybook_look_back(w->daybook, &w->report, w->days.from);
}

/* What is not to be shown. */
static void
hide(struct wrap *w)
{
	static const int64_t none[CARRY_KINDS];
	struct report *r = &w->report;

	fold_names(r);
	if (r->sheet.n > 0 && r->from_pages) {
		fold_to_agent(r, r->sheet);
		/* Pages do not say whose the open work is. */
		carry_tell(r->carry, none);
		r->sections &= ~(1u << SECTION_CARRY_OVER |
		    1u << SECTION_PROMISES | 1u << SECTION_ESCALATIONS);
	}
	if (r->sheet.n > 0 && r->trend != NULL)
		trend_only(r->trend, r->sheet);
	if (r->team_only)
		fold_small(r);
}

static int
note_set_aside(struct wrap *w)
{
	size_t i;

	for (i = 0; i < w->o->set_aside_count; i++)
		if (setaside_read(&w->report, w->o->set_aside[i]) != 0)
			return -1;
	return 0;
}

static void
put_report(struct wrap *w, struct emit *out)
{
	if (w->o->given & WRAP_EXCEL)
		emit_excel(out);
	w->o->format(&w->report, out);
}

static int
is_sheet(const struct wrap *w, struct bytes agent)
{
	char name[PSEUDONYM];

	if (w->pseudonym != NULL) {
		agent.n =
		    pseudonym_put(w->pseudonym, PSEUDONYM_AGENT, agent, name);
		agent.p = name;
	}
	return bytes_equal(agent, w->report.sheet);
}

/* A name that is misspelt is not somebody who did nothing. */
static int
check_sheet(const struct wrap *w)
{
	const struct report *r = &w->report;
	uint32_t i, n = (uint32_t)tally_count(r->tally, TALLY_AGENTS);
	size_t k;

	if (r->sheet.n == 0 || (!r->from_pages && carry_count(r->carry) > 0))
		return 0;
	for (i = 0; i < n; i++)
		if (is_sheet(w, tally_key(r->tally, TALLY_AGENTS, i)))
			return 0;
	for (k = 0; r->trend != NULL && k < r->trend->count; k++)
		if (is_sheet(w, r->trend->rows[k].agent))
			return 0;
	return diag_fail(STATUS_CANNOT,
	    "--sheet: there is nobody of this name in these %s",
	    r->from_pages ? "pages" : "records");
}

/* All that may fail before anything is written. */
static int
complete(struct wrap *w, const struct stream *s)
{
	if (makes_page(w->o))
		make_page(w, s, &w->page);
	if (writes_daybook(w) &&
	    daybook_may_write(w->daybook, w->days.from, w->common->shard,
		w->report.account.used, (w->o->given & WRAP_FORCE) != 0) != 0)
		return -1;
	if (note_set_aside(w) != 0)
		return -1;
	look_back(w);
	if (practice_make(&w->report, w->common->settings_dir) != 0)
		return -1;
	return check_sheet(w);
}

void
wrap_write(struct wrap *w, struct stream *s)
{
	struct emit *out = stream_output(s);

	if (complete(w, s) != 0) {
		w->failed = 1;
		stream_abort(s);
		return;
	}
	if (w->carry != NULL) {
		if (w->o->given & WRAP_EXCEL)
			emit_excel(w->carry);
		carry_write(w->report.carry, w->carry);
	}
	if (w->o->given & WRAP_PAGE) {
		emit_bytes(out, w->page.p, w->page.n);
		return;
	}
	hide(w);
	put_report(w, out);
}

/* The one page of --merge --page. */
struct one_page {
	struct buf text;
	int64_t day;
	int pages;
};

static int
take_one(void *arg, struct pagefile *p)
{
	struct one_page *one = arg;

	if (one->pages++ > 0)
		return diag_fail(STATUS_CANNOT,
		    "%s: is of another day: --page makes one page of one day",
		    p->name);
	pagefile_write(&one->text, p);
	return 0;
}

static int
merge_to_page(struct shelf *shelf, struct buf *out)
{
	struct one_page one = { { NULL, 0, 0 }, 0, 0 };
	int got = shelf_each(shelf, take_one, &one);

	*out = one.text;
	return got;
}

static int
merge(struct wrap *w, char *const *files, int count)
{
	struct shelf shelf = { NULL, 0, 0 };
	struct shelf_report s = { .report = &w->report, .from = INT64_MIN };
	int i, got = 0;

	for (i = 0; got == 0 && i < count; i++)
		got = shelf_add(&shelf, files[i]);
	if (got == 0 && w->o->manifest != NULL)
		got = shelf_check(&shelf, w->o->manifest);
	w->report.from_pages = 1;
	if (got == 0 && (w->o->given & WRAP_PAGE) != 0)
		got = merge_to_page(&shelf, &w->page);
	else if (got == 0) {
		s.trend = trend_build_new();
		got = shelf_each(&shelf, shelf_take, &s);
		shelf_finish(&s);
	}
	shelf_free(&shelf);
	return got;
}

static int
span(struct wrap *w)
{
	int64_t from, until;

	if (w->o->given & WRAP_WEEK)
		daybook_week(w->days.until, &from, &until);
	else
		daybook_month(w->days.until, &from, &until);
	return daybook_report(w->daybook, &w->report, from, until);
}

/* A customer's key as records' are compared: without blanks and + - ( ). */
static char *
compared(const char *key)
{
	char *out = mem_string(key), *to = out;

	for (; *key != '\0'; key++)
		if (strchr(" +-()", *key) == NULL)
			*to++ = *key;
	*to = '\0';
	return out;
}

static enum status
forget(struct wrap *w)
{
	char *key = compared(w->o->forget);
	struct daybook_erased n;
	int got = daybook_forget(
	    w->daybook, bytes_of(key), bytes_of(w->o->forget), &n);

	free(key);
	if (got != 0)
		return diag_report();
	if (w->common->verbose)
		diag_print("erased %llu days of a customer and %llu rows of "
			   "an agent",
		    (unsigned long long)n.contacts, (unsigned long long)n.rows);
	if (n.contacts + n.rows > 0)
		return STATUS_OK;
	diag_warn("--forget: nobody of this name is in the daybook");
	return STATUS_NO;
}

/* Merged, or from the daybook. */
static int
read_pages(struct wrap *w, char *const *files, int count)
{
	return w->o->given & WRAP_MERGE ? merge(w, files, count) : span(w);
}

enum status
wrap_pages(struct wrap *w, char *const *files, int count)
{
	struct emit *out;

	if (w->o->given & WRAP_FORGET)
		return forget(w);
	if (read_pages(w, files, count) != 0 || check_sheet(w) != 0)
		return diag_report();
	out = emit_open(w->common->output);
	if (out == NULL)
		return diag_report();
	hide(w);
	if (w->o->given & WRAP_PAGE)
		emit_bytes(out, w->page.p, w->page.n);
	else
		put_report(w, out);
	if (emit_close(out, 1) != 0)
		return diag_report();
	return w->report.lack[0] != '\0' ? STATUS_SET_ASIDE : STATUS_OK;
}

static int
is_good(enum status status)
{
	return status != STATUS_CANNOT && status != STATUS_SYSTEM;
}

enum status
wrap_close(struct wrap *w, enum status status)
{
	int good;

	if (w == NULL)
		return diag_report();
	good = !w->failed && is_good(status) && !w->common->check;
	if (good && writes_daybook(w) &&
	    daybook_write(w->daybook, w->days.from, w->common->shard,
		w->contacts, buf_bytes(&w->page)) != 0) {
		status = status_worst(status, diag_report());
		good = 0;
	}
	if (emit_close(w->carry, good) != 0)
		status = status_worst(status, diag_report());
	trend_free(w->report.trend);
	if (w->report.tally != NULL)
		report_free(&w->report);
	contactsfile_free(w->contacts);
	daybook_close(w->daybook);
	pseudonym_free(w->pseudonym);
	buf_free(&w->page);
	free(w);
	return status;
}
