/* SPDX-License-Identifier: ISC */
/*
 * triage: say how hard each call was.
 *
 * Reads call records and passes each on with seven columns: the stress,
 * its band, the sum it is made of, the share that lay outside anyone's
 * control, the coverage, the signals of the notes, and which contact of
 * the customer it was.
 *
 * Memory: the starts of each customer's latest calls, the parent_id of
 * the latest calls, the medians of the queues; with -n the N records;
 * with --sort 256 MiB, and a temporary file for what is more; with --pick
 * the latest contact of each customer, and the cases.
 * Refused: -S without -b, because the medians of a look-ahead would
 * differ from shard to shard; cases that name anybody.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/bytes.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/num.h"
#include "call/stream.h"
#include "call/stream_settings.h"
#include "care/baseline.h"
#include "care/calibrate.h"
#include "care/contacts.h"
#include "care/hardest.h"
#include "care/reading.h"
#include "care/scenes.h"
#include "care/stress.h"
#include "care/words.h"
#include "csv/emit.h"

struct options {
	struct common common;
	const char *baseline; /* -b; NULL: from the look-ahead */
	int64_t hardest;      /* -n; 0: all records */
	int64_t least;	      /* -l; -1: whatever the stress */
	int64_t pick;	      /* --pick; 0: no role cards */
	const char *explain;  /* --explain-text; NULL: not asked */
	char **history;	      /* --history, in order */
	size_t history_count;
	int anonymous;	    /* --anonymous */
	int calibrate;	    /* --calibrate */
	int write_baseline; /* --write-baseline */
	int sort;	    /* --sort */
};

enum {
	OPTION_EXPLAIN = OPTION_OWN,
	OPTION_ANONYMOUS,
	OPTION_CALIBRATE,
	OPTION_HISTORY,
	OPTION_PICK,
	OPTION_SORT,
	OPTION_WRITE_BASELINE
};

static const char letters[] = COMMON_SHORT "b:l:n:";
static const struct option long_options[] = { COMMON_LONG,
	{ "baseline", required_argument, NULL, 'b' },
	{ "least", required_argument, NULL, 'l' },
	{ "hardest", required_argument, NULL, 'n' },
	{ "anonymous", no_argument, NULL, OPTION_ANONYMOUS },
	{ "calibrate", no_argument, NULL, OPTION_CALIBRATE },
	{ "explain-text", required_argument, NULL, OPTION_EXPLAIN },
	{ "history", required_argument, NULL, OPTION_HISTORY },
	{ "pick", required_argument, NULL, OPTION_PICK },
	{ "sort", no_argument, NULL, OPTION_SORT },
	{ "write-baseline", no_argument, NULL, OPTION_WRITE_BASELINE },
	{ NULL, 0, NULL, 0 } };

/* The columns that are added, and their numbers. */
enum { STRESS, BAND, WHY, OUTSIDE, COVERAGE, SIGNALS, CONTACTS };
static const char *const columns[] = { "stress", "stress_band", "stress_why",
	"stress_outside", "stress_coverage", "signals", "contacts", NULL };

struct triage {
	const struct options *options;
	struct stress_model model;
	struct words *words;
	struct baseline *baseline;
	struct contacts *contacts;
	struct stream *stream;
	int has_items;		     /* the export has a column for items */
	struct hardest *hardest;     /* with -n, else NULL */
	struct calibrate *calibrate; /* with --calibrate, else NULL */
	struct scenes *scenes;	     /* with --pick, else NULL */
};

/* Give the record its columns; what is not known stays blank. */
static void
set_columns(struct stream *out, const struct stress *s, int64_t contacts)
{
	struct bytes band = stress_band(s->points);

	if (s->points >= 0) {
		stream_set_integer(out, STRESS, s->points);
		stream_set_words(out, BAND, band.p, band.n);
		stream_put_done(out, WHY,
		    stress_why(s, stream_put(out, WHY, STRESS_WHY_MAX)));
	}
	if (s->outside >= 0)
		stream_set_integer(out, OUTSIDE, s->outside);
	stream_set_integer(out, COVERAGE, s->coverage);
	if (s->signals != 0)
		stream_put_done(out, SIGNALS,
		    signals_put(
			stream_put(out, SIGNALS, SIGNALS_MAX), s->signals));
	if (contacts > 0)
		stream_set_integer(out, CONTACTS, contacts);
}

/* For the stream: what texts say, ahead of their calls. */
static void
hear(void *words, const struct bytes *text, size_t n, void *heard)
{
	struct words_found found[STREAM_HEAR];
	struct stress_text *said = heard;
	size_t i;

	words_find_all(words, text, n, found);
	for (i = 0; i < n; i++) {
		said[i].signals = found[i].signals;
		said[i].unread = !found[i].read;
		said[i].grade = found[i].hostile;
		said[i].feeling = found[i].feeling;
	}
}

static void
score(struct triage *t, const struct call *call, struct stress *s)
{
	const struct stress_text *heard = stream_heard(t->stream);
	struct stress_facts facts;

	if (heard != NULL)
		facts.text = *heard;
	else
		hear(t->words, &call->text, 1, &facts.text);
	facts.median = baseline_median(t->baseline, call->queue, call->reason);
	/* Last, as it waits for memory. */
	facts.contacts = contacts_number(t->contacts, call);
	if (contacts_was_late(t->contacts))
		stream_count(t->stream,
		    "%llu calls stand behind a later "
		    "call of their customer: contacts counts only what "
		    "stood before");
	stress_score(&t->model, call, &facts, s);
	if (t->calibrate != NULL)
		calibrate_add(t->calibrate, s);
	else if (t->scenes != NULL)
		scenes_take(t->scenes, t->stream, call, s, facts.contacts);
	else
		set_columns(t->stream, s, facts.contacts);
}

/* Keep the current record until the end if it is hard enough for -n. */
static void
keep(struct triage *t, int64_t stress)
{
	struct buf *bytes;
	int out = hardest_offer(t->hardest, stress, &bytes);

	if (bytes != NULL)
		stream_keep(t->stream, bytes);
	if (out)
		stream_leave_out(t->stream);
}

static void
write_kept(struct triage *t)
{
	size_t i, n = hardest_settle(t->hardest);

	for (i = 0; i < n; i++)
		stream_write_kept(t->stream, hardest_bytes(t->hardest, i));
}

static void
record(struct triage *t, const struct call *call)
{
	struct stress s;

	s.points = -1;
	/* Work that is still open is no call: it passes with blanks. */
	if (!t->has_items || stream_value(t->stream, FIELD_ITEM).n == 0)
		score(t, call, &s);
	if (t->calibrate != NULL || t->scenes != NULL)
		stream_used(t->stream);
	else if (s.points < t->options->least ||
	    (t->hardest != NULL && s.points < 0))
		stream_leave_out(t->stream);
	else if (t->hardest != NULL)
		keep(t, s.points);
	else
		stream_write(t->stream);
}

static void
look(void *baseline, const struct call *call)
{
	baseline_add(baseline, call);
}

/* Figures of half an input would look like those of a whole one. */
static int
is_whole(const struct stream *s)
{
	return !stream_checking(s) && stream_status(s) != STATUS_CANNOT &&
	    stream_status(s) != STATUS_SYSTEM;
}

static enum status
filter(struct triage *t, char *const *files, int count)
{
	const struct stream_tool tool = {
		.columns =
		    t->calibrate == NULL && t->scenes == NULL ? columns : NULL,
		.needs = NEED_TIMES | NEED_PEOPLE | NEED_CUSTOMER |
		    NEED_FEELING | NEED_COUNTS | NEED_LEGS,
		.shard_fields = "customer",
		.shard_splits_legs = 1,
		.in_order = 1,
		.look_short = "the usual length of a call is the median of "
			      "these; give it with -b FILE",
		.sort = t->options->sort
	};
	const struct options *o = t->options;
	int looks = o->baseline == NULL && o->history_count == 0;
	struct call call;

	t->stream = stream_open(
	    &o->common, &tool, files, count, looks ? look : NULL, t->baseline);
	if (t->stream == NULL)
		return stream_close(NULL);
	if (looks)
		baseline_settle(t->baseline);
	t->has_items = stream_has(t->stream, FIELD_ITEM);
	stream_listen(t->stream, hear, t->words, sizeof(struct stress_text));
	stream_expect(t->stream, contacts_expect, t->contacts);
	while (stream_next(t->stream, &call))
		record(t, &call);
	if (t->hardest != NULL)
		write_kept(t);
	if (t->calibrate != NULL && is_whole(t->stream))
		calibrate_write(t->calibrate, stream_output(t->stream));
	if (t->scenes != NULL && is_whole(t->stream))
		scenes_write(t->scenes, stream_output(t->stream));
	return stream_close(t->stream);
}

/*
 * --history: what stood in earlier exports.  Returns the exit status so
 * far.
 */
static enum status
read_history(struct triage *t)
{
	const struct options *o = t->options;
	struct stream *s;
	struct call call;

	if (o->history_count == 0)
		return STATUS_OK;
	s = stream_open_aside(&o->common,
	    NEED_TIMES | NEED_PEOPLE | NEED_CUSTOMER | NEED_LEGS |
		(t->scenes != NULL ? NEED_COUNTS : 0u),
	    o->history, (int)o->history_count);
	if (s != NULL)
		stream_expect(s, contacts_expect, t->contacts);
	while (s != NULL && stream_next(s, &call)) {
		if (stream_value(s, FIELD_ITEM).n == 0) {
			contacts_number(t->contacts, &call);
			if (t->scenes != NULL)
				scenes_past(t->scenes, &call);
			if (o->baseline == NULL)
				baseline_add(t->baseline, &call);
		}
		stream_used(s);
	}
	if (o->baseline == NULL)
		baseline_settle(t->baseline);
	return stream_close(s);
}

/* --write-baseline: the medians of all records instead of the records. */
static enum status
write_baseline(struct triage *t, char *const *files, int count)
{
	static const struct stream_tool tool = { .needs =
						     NEED_TIMES | NEED_PEOPLE };
	struct call call;
	struct stream *s;

	s = stream_open(&t->options->common, &tool, files, count, NULL, NULL);
	while (s != NULL && stream_next(s, &call)) {
		baseline_add(t->baseline, &call);
		stream_used(s);
	}
	if (s != NULL && is_whole(s)) {
		baseline_settle(t->baseline);
		baseline_write(t->baseline, stream_output(s));
	}
	return stream_close(s);
}

/* --explain-text: which words gave what. */
static enum status
explain(const struct triage *t)
{
	const struct options *o = t->options;
	struct emit *e = emit_open(o->common.output);

	if (e == NULL)
		return diag_report();
	reading_explain(t->words, &t->model, bytes_of(o->explain), e);
	return emit_close(e, 1) == 0 ? STATUS_OK : diag_report();
}

/* --print-settings. */
static enum status
print_settings(const struct common *c)
{
	struct emit *e = emit_open(c->output);
	int bad;

	if (e == NULL)
		return diag_report();
	bad = common_print_settings(c, e, "stress.csv", stress_csv) != 0 ||
	    common_print_settings(c, e, "words.csv", words_csv) != 0 ||
	    weights_print(c->settings_dir, e) != 0 ||
	    common_print_settings(c, e, "limits.csv", stream_limits) != 0 ||
	    common_print_settings(c, e, "map.csv", stream_map) != 0;
	if (bad)
		diag_report();
	if (emit_close(e, !bad) != 0)
		return diag_report();
	return bad ? STATUS_CANNOT : STATUS_OK;
}

/* Load what the options name, and do what they ask. */
static enum status
run(struct triage *t, char *const *files, int count)
{
	const struct options *o = t->options;
	const char *dir = o->common.settings_dir;
	enum status status;

	if (o->common.print_settings)
		return print_settings(&o->common);
	if (stress_model_load(&t->model, dir) != 0 ||
	    (t->words = words_open(dir)) == NULL)
		return diag_report();
	if (o->explain != NULL)
		return explain(t);
	t->baseline =
	    o->baseline != NULL ? baseline_read(o->baseline) : baseline_new();
	if (t->baseline == NULL)
		return diag_report();
	if (o->write_baseline)
		return write_baseline(t, files, count);
	t->contacts = contacts_new();
	if (o->hardest > 0)
		t->hardest = hardest_new((size_t)o->hardest);
	if (o->calibrate)
		t->calibrate = calibrate_new();
	if (o->pick > 0)
		t->scenes = scenes_new(t->words, (size_t)o->pick);
	status = read_history(t);
	if (status == STATUS_CANNOT || status == STATUS_SYSTEM)
		return status;
	return status_worst(status, filter(t, files, count));
}

static void
let_go(struct triage *t)
{
	free(t->options->history);
	calibrate_free(t->calibrate);
	scenes_free(t->scenes);
	hardest_free(t->hardest);
	contacts_free(t->contacts);
	baseline_free(t->baseline);
	words_close(t->words);
}

static const char usage_line[] =
    "usage: triage [-hPqVv] [-b file] [-C dir] [-d char] [-K columns]\n"
    "              [-l stress] [-m map] [-N time] [-n count] [-o file]\n"
    "              [-r file] [-S k/n:field] [-z zone] [--anonymous]\n"
    "              [--calibrate] [--check] [--date day]\n"
    "              [--explain-text text] [--history file] [--pick count]\n"
    "              [--print-settings] [--rename old=new] [--show-values]\n"
    "              [--sort] [--write-baseline] [file ...]\n";
static const char help[] =
    "\n"
    "  -b, --baseline FILE      medians of handle time, as --write-baseline\n"
    "                           gives them (else of the first records)\n"
    "  -l, --least STRESS       only records with this stress and more\n"
    "  -n, --hardest COUNT      only the hardest, hardest first\n"
    "      --calibrate          how the points spread, not the records\n"
    "      --explain-text TEXT  say which words mean what; reads nothing\n"
    "      --history FILE       earlier calls: contacts, handle times\n"
    "      --pick COUNT --anonymous\n"
    "                           role cards for the team's training, from\n"
    "                           hard calls that differ; they name nobody\n"
    "      --sort               pass records on by start\n"
    "      --write-baseline     write the medians of queues and reasons\n"
    "      --check              say how each column is read\n"
    "      --print-settings     stress.csv, words.csv, weights.csv\n"
    "The other options are those of all five tools: evenkeel(7).\n";

static int
whole_number(const char *option, const char *arg, int64_t least, int64_t most,
    int64_t *value)
{
	if (num_integer(bytes_of(arg), value) == 0 && *value >= least &&
	    *value <= most)
		return 0;
	return diag_fail(STATUS_CANNOT,
	    "%s: a whole number from %lld to "
	    "%lld is wanted",
	    option, (long long)least, (long long)most);
}

/* Take one of the tool's own options. */
static int
own_option(void *options, int opt, char *arg)
{
	struct options *o = options;

	switch (opt) {
	case 'b':
		o->baseline = arg;
		return 0;
	case 'l':
		return whole_number("-l", arg, 0, 100, &o->least);
	case 'n':
		return whole_number("-n", arg, 1, 1000000000, &o->hardest);
	case OPTION_EXPLAIN:
		o->explain = arg;
		return 0;
	case OPTION_ANONYMOUS:
		o->anonymous = 1;
		return 0;
	case OPTION_PICK:
		return whole_number("--pick", arg, 1, SCENES_MOST, &o->pick);
	case OPTION_CALIBRATE:
		o->calibrate = 1;
		return 0;
	case OPTION_HISTORY:
		o->history = mem_resize(
		    o->history, o->history_count + 1, sizeof(*o->history));
		o->history[o->history_count++] = arg;
		return 0;
	case OPTION_SORT:
		o->sort = 1;
		return 0;
	case OPTION_WRITE_BASELINE:
		o->write_baseline = 1;
		return 0;
	}
	return 0;
}

/* Combinations that cannot be meant; no input is needed to see them. */
static int
check_options(const struct options *o, int operands)
{
	const char *wrong = NULL;

	if (o->explain != NULL && operands > 0)
		wrong = "--explain-text reads no records: leave the file out";
	else if (o->write_baseline &&
	    (o->baseline != NULL || o->hardest > 0 || o->least >= 0))
		wrong = "--write-baseline writes medians and no records: "
			"-b, -l and -n do not go with it";
	else if (o->write_baseline && o->sort)
		wrong = "--write-baseline writes medians and no records: "
			"--sort does not go with it";
	else if (o->write_baseline && o->history_count > 0)
		wrong = "--write-baseline writes the medians of what it "
			"reads: --history does not go with it";
	else if (o->calibrate &&
	    (o->write_baseline || o->hardest > 0 || o->least >= 0 || o->sort))
		wrong = "--calibrate writes no records: -l, -n, --sort and "
			"--write-baseline do not go with it";
	else if (o->pick > 0 && !o->anonymous)
		wrong = "--pick: cases leave the team that took the calls: "
			"give --anonymous with it; -n passes the hardest "
			"records on as they are";
	else if (o->anonymous && o->pick == 0)
		wrong = "--anonymous goes with --pick: records keep their "
			"bytes";
	else if (o->pick > 0 &&
	    (o->calibrate || o->write_baseline || o->hardest > 0 ||
		o->least >= 0))
		wrong = "--pick writes role cards and no records: -l, -n, "
			"--calibrate and --write-baseline do not go with it";
	else if (o->common.shard != NULL && o->pick > 0)
		wrong = "-S does not go with --pick: cases are picked from "
			"all calls";
	else if (o->common.shard != NULL && o->calibrate)
		wrong = "-S does not go with --calibrate: percentiles of "
			"shards cannot be put together";
	else if (o->common.shard != NULL && o->write_baseline)
		wrong = "-S does not go with --write-baseline: medians of "
			"shards cannot be put together";
	else if (o->common.shard != NULL && o->baseline == NULL &&
	    o->history_count == 0)
		wrong = "-S needs -b: each shard would take the medians of "
			"other records; --write-baseline makes the file";
	return wrong == NULL ? 0 : diag_fail(STATUS_CANNOT, "%s", wrong);
}

int
main(int argc, char **argv)
{
	static const struct option_set set = { letters, long_options,
		usage_line, help, own_option };
	struct options o = { .least = -1 };
	struct triage t = { .options = &o };
	enum status status;

	common_start(&o.common, "triage");

	if (common_options(&o.common, &set, &o, argc, argv, &status)) {
		if (check_options(&o, argc - optind) != 0 ||
		    common_settle(&o.common) != 0)
			status = diag_report();
		else
			status = run(&t, argv + optind, argc - optind);
	}

	let_go(&t);
	common_end(&o.common);
	return status;
}
