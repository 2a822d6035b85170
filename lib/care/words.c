/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "care/match.h"
#include "care/negation.h"
#include "care/phrase.h"
#include "care/words.h"
#include "csv/settings.h"

static const struct {
	const char *name;
	int negation_cancels;
} signals[SIGNAL_COUNT] = {
	{ "abuse", 1 },
	{ "threat", 1 },
	/* "Not fucking happy" is swearing; "no swearing" is a guard row. */
	{ "profanity", 0 },
	{ "anger", 1 },
	{ "manager", 1 },
	{ "legal", 1 },
	{ "selfharm", 1 },
	{ "churn", 1 },
	{ "complaint", 1 },
	{ "thanks", 1 },
	{ "help", 1 },
	{ "promise", 1 },
};

/* A row of words.csv. */
struct row {
	uint32_t signal; /* 0: a guard */
	unsigned index;	 /* of the signal's bit */
	double weight;
};

struct words {
	struct settings *settings; /* for what explanations quote */
	struct row *rows;
	struct match *phrases;
	struct match *guards;
	struct negation *negation;
};

const char *
signal_name(uint32_t signal)
{
	return signal == 0 || signal >> SIGNAL_COUNT != 0
	    ? "none"
	    : signals[__builtin_ctz(signal)].name;
}

uint32_t
signal_by_name(struct bytes name)
{
	size_t i;

	for (i = 0; i < SIGNAL_COUNT; i++)
		if (bytes_is(name, signals[i].name))
			return UINT32_C(1) << i;
	return 0;
}

size_t
signals_put(char out[SIGNALS_MAX], uint32_t set)
{
	size_t n = 0, length, i;

	for (i = 0; i < SIGNAL_COUNT; i++) {
		if ((set >> i & 1) == 0)
			continue;
		if (n > 0)
			out[n++] = ' ';
		length = strlen(signals[i].name);
		memcpy(out + n, signals[i].name, length);
		n += length;
	}
	return n;
}

uint32_t
signals_read(struct bytes text)
{
	struct bytes word, rest = text;
	uint32_t set = 0;

	while (rest.p != NULL) {
		word = bytes_cut(rest, ' ', &rest);
		set |= signal_by_name(word);
	}
	return set;
}

/* The signal of a row as written. */
static struct bytes
signal_of(const struct settings *s, size_t row)
{
	return bytes_trim(settings_get(s, row, "signal"));
}

/* The books of phrases and of guards: both know all classes. */
enum { PHRASES, GUARDS, BOOKS };

/* Read a row that puts words into a class.  Returns 0 or -1. */
static int
load_class(struct words *w, struct phrase_book book[BOOKS], size_t row)
{
	const struct settings *s = w->settings;
	struct bytes name = signal_of(s, row);
	struct bytes members = settings_get(s, row, "phrase");
	const char *wrong;

	name.p++;
	name.n--;
	wrong = phrase_class(&book[PHRASES], name, members);
	if (wrong == NULL)
		wrong = phrase_class(&book[GUARDS], name, members);
	if (wrong != NULL)
		return settings_fail(s, row, "phrase", "%s", wrong);
	return 0;
}

/* Read a row with a phrase.  Returns 0 or -1. */
static int
load_row(struct words *w, struct phrase_book book[BOOKS], size_t i)
{
	const struct settings *s = w->settings;
	struct row *row = &w->rows[i];
	char known[SIGNALS_MAX];
	const char *wrong;

	row->signal = signal_by_name(signal_of(s, i));
	if (row->signal != 0) {
		row->index = (unsigned)__builtin_ctz(row->signal);
		if (num_real(bytes_trim(settings_get(s, i, "weight")), '.',
			&row->weight) == -1 ||
		    row->weight < 0 || row->weight > 1)
			return settings_fail(
			    s, i, "weight", "must be a number from 0 to 1");
	} else if (!bytes_is(signal_of(s, i), "none"))
		return settings_fail(s, i, "signal",
		    "must be none, a class with its @, or one of: %.*s",
		    (int)signals_put(known, ~UINT32_C(0)), known);
	wrong = phrase_add(&book[row->signal != 0 ? PHRASES : GUARDS],
	    settings_get(s, i, "phrase"), (uint32_t)i);
	if (wrong != NULL)
		return settings_fail(s, i, "phrase", "%s", wrong);
	return 0;
}

/* Read all rows that are, or are not, of classes. */
static int
load_rows(struct words *w, struct phrase_book book[BOOKS], int classes)
{
	const struct settings *s = w->settings;
	struct bytes signal;
	size_t i;

	for (i = 0; i < settings_rows(s); i++) {
		signal = signal_of(s, i);
		if ((signal.n > 0 && signal.p[0] == '@') != classes)
			continue;
		if ((classes ? load_class(w, book, i) : load_row(w, book, i)) ==
		    -1)
			return -1;
	}
	return 0;
}

/* Read all rows: those of classes first, for phrases to use. */
static int
load(struct words *w)
{
	struct phrase_book book[BOOKS] = { [PHRASES] = { w->phrases,
					       map_new(sizeof(uint32_t)) },
		[GUARDS] = { w->guards, map_new(sizeof(uint32_t)) } };
	int status;

	w->rows = mem_zero(settings_rows(w->settings), sizeof(*w->rows));
	status = load_rows(w, book, 1) == 0 ? load_rows(w, book, 0) : -1;
	map_free(book[PHRASES].classes);
	map_free(book[GUARDS].classes);
	if (status == 0) {
		match_ready(w->phrases);
		match_ready(w->guards);
	}
	return status;
}

struct words *
words_open(const char *dir)
{
	struct words *w = mem_zero(1, sizeof(*w));

	w->phrases = match_new();
	w->guards = match_new();
	w->negation = negation_new();
	w->settings = settings_load(dir, "words.csv", words_csv);
	if (w->settings != NULL &&
	    settings_columns(w->settings, "phrase! signal! weight! note") ==
		0 &&
	    load(w) == 0)
		return w;
	words_close(w);
	return NULL;
}

void
words_close(struct words *w)
{
	if (w == NULL)
		return;
	settings_free(w->settings);
	match_free(w->phrases);
	match_free(w->guards);
	negation_free(w->negation);
	free(w->rows);
	free(w);
}

const char *
words_source(const struct words *w)
{
	return settings_name(w->settings);
}

/* A hit as the search gives it, in words of the text. */
struct hit {
	uint32_t row;
	const struct token *first, *last;
	enum words_fate fate;
	const struct token *by_first, *by_last;
	uint32_t by_row;
};

typedef void take_hit(void *arg, const struct hit *);

/* Hits of one part that are kept until its guards are known. */
enum { KEPT = 256 };

/* A search through one text. */
struct search {
	const struct words *words;
	struct match_window window;
	struct words_found *found;
	take_hit *take; /* for every hit; NULL: only those count */
	void *arg;
	int any;     /* hits so far */
	size_t hits; /* of them in this part of the text */
	struct {
		uint32_t row;
		uint16_t first, last;
	} kept[KEPT]; /* the first of them */
	/*
	 * For each word, how far guards reach that begin there or before:
	 * the number of the word behind their last, where and what it is.
	 */
	uint16_t guard_end[MATCH_WINDOW];
	uint16_t guard_from[MATCH_WINDOW];
	uint32_t guard_row[MATCH_WINDOW];
};

/* First look at a part of the text: what is in it. */
static void
keep(void *arg, uint32_t value, size_t first, size_t last)
{
	struct search *s = arg;
	const struct row *row = &s->words->rows[value];

	if (s->take == NULL && s->found->weight[row->index] >= row->weight)
		return;
	if (s->hits < KEPT) {
		s->kept[s->hits].row = value;
		s->kept[s->hits].first = (uint16_t)first;
		s->kept[s->hits].last = (uint16_t)last;
	}
	s->hits++;
}

static void
note_guard(void *arg, uint32_t value, size_t first, size_t last)
{
	struct search *s = arg;

	if (s->guard_end[first] > last)
		return;
	s->guard_end[first] = (uint16_t)(last + 1);
	s->guard_from[first] = (uint16_t)first;
	s->guard_row[first] = value;
}

/* Let each word know of the guard that reaches furthest from before it. */
static void
find_guards(struct search *s)
{
	size_t i;

	memset(s->guard_end, 0, s->window.n * sizeof(s->guard_end[0]));
	match_each(s->words->guards, &s->window, 1, note_guard, s);
	for (i = 1; i < s->window.n; i++)
		if (s->guard_end[i] < s->guard_end[i - 1]) {
			s->guard_end[i] = s->guard_end[i - 1];
			s->guard_from[i] = s->guard_from[i - 1];
			s->guard_row[i] = s->guard_row[i - 1];
		}
}

/* What becomes of a hit that lies on words `first` to `last`. */
static enum words_fate
judge(const struct search *s, const struct row *row, size_t first, size_t last,
    size_t *by)
{
	if (s->guard_end[first] > last) {
		*by = first;
		return WORDS_GUARDED;
	}
	if (signals[row->index].negation_cancels &&
	    negation_before(s->words->negation, s->window.token, first, by))
		return WORDS_NEGATED;
	return WORDS_COUNTS;
}

/* Second look, when all guards are known: what a hit is worth. */
static void
weigh(void *arg, uint32_t value, size_t first, size_t last)
{
	struct search *s = arg;
	const struct row *row = &s->words->rows[value];
	const struct token *token = s->window.token;
	double *weight = &s->found->weight[row->index];
	struct hit hit = { .row = value };
	size_t by;

	if (s->take == NULL && *weight >= row->weight)
		return;
	hit.fate = judge(s, row, first, last, &by);
	if (hit.fate == WORDS_COUNTS && row->weight > *weight)
		*weight = row->weight;
	if (s->take == NULL)
		return;
	hit.first = &token[first];
	hit.last = &token[last];
	if (hit.fate == WORDS_NEGATED)
		hit.by_first = hit.by_last = &token[by];
	else if (hit.fate == WORDS_GUARDED) {
		hit.by_first = &token[s->guard_from[by]];
		hit.by_last = &token[s->guard_end[by] - 1];
		hit.by_row = s->guard_row[by];
	}
	s->take(s->arg, &hit);
}

/* Weigh the hits of a part; look for them again if they were too many. */
static void
weigh_all(struct search *s)
{
	size_t i;

	s->any = 1;
	find_guards(s);
	if (s->hits > KEPT) {
		match_each(s->words->phrases, &s->window, 0, weigh, s);
		return;
	}
	for (i = 0; i < s->hits; i++)
		weigh(s, s->kept[i].row, s->kept[i].first, s->kept[i].last);
}

static void
search(struct search *s, const struct words *w, struct bytes text,
    struct words_found *found)
{
	size_t i;

	memset(found, 0, sizeof(*found));
	s->words = w;
	s->found = found;
	s->any = 0;
	match_start(&s->window, text);
	while (match_next(&s->window)) {
		s->hits = 0;
		match_each(w->phrases, &s->window, 0, keep, s);
		if (s->hits > 0)
			weigh_all(s);
	}
	found->words = s->window.words;
	for (i = 0; s->any && i < SIGNAL_COUNT; i++)
		if (found->weight[i] >= WORDS_PRESENT)
			found->signals |= UINT32_C(1) << i;
}

void
words_find(const struct words *w, struct bytes text, struct words_found *found)
{
	struct search s;

	s.take = NULL;
	search(&s, w, text, found);
}

double
words_hostile(const struct words_found *found)
{
	const uint32_t hostile = SIGNAL_ABUSE | SIGNAL_PROFANITY | SIGNAL_ANGER;
	double most = 0;
	size_t i;

	for (i = 0; i < SIGNAL_COUNT; i++)
		if ((hostile >> i & 1) && found->weight[i] > most)
			most = found->weight[i];
	return most;
}

/* Hits gathered for words_explain(). */
struct gathered {
	const struct words *words;
	const char *text;
	struct words_hit *hits;
	size_t n, cap;
};

static size_t
span(const struct token *first, const struct token *last)
{
	return (size_t)(last->p - first->p) + last->n;
}

static void
gather(void *arg, const struct hit *hit)
{
	struct gathered *g = arg;
	const struct words *w = g->words;
	const struct row *row = &w->rows[hit->row];
	struct words_hit *out;

	g->hits = mem_grow(g->hits, g->n, &g->cap, sizeof(*g->hits));
	out = &g->hits[g->n++];
	memset(out, 0, sizeof(*out));
	out->line = settings_line(w->settings, hit->row);
	out->phrase = settings_get(w->settings, hit->row, "phrase");
	out->signal = row->signal;
	out->weight = row->weight;
	out->place = (size_t)(hit->first->p - g->text);
	out->length = span(hit->first, hit->last);
	out->fate = hit->fate;
	if (hit->fate == WORDS_COUNTS)
		return;
	out->by_place = (size_t)(hit->by_first->p - g->text);
	out->by_length = span(hit->by_first, hit->by_last);
	if (hit->fate == WORDS_GUARDED)
		out->by_line = settings_line(w->settings, hit->by_row);
}

static int
order_hits(const void *a, const void *b)
{
	const struct words_hit *x = a, *y = b;

	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->fate != y->fate)
		return x->fate == WORDS_COUNTS ? -1 : 1;
	return (x->length > y->length) - (x->length < y->length);
}

size_t
words_explain(const struct words *w, struct bytes text, struct words_hit **hits)
{
	struct gathered g = { w, text.p, NULL, 0, 0 };
	struct words_found found;
	struct search s;
	size_t i, n = 0;

	s.take = gather;
	s.arg = &g;
	search(&s, w, text, &found);
	if (g.n > 0)
		qsort(g.hits, g.n, sizeof(*g.hits), order_hits);
	/* A phrase can fit one place in several ways: the first counts. */
	for (i = 0; i < g.n; i++)
		if (n == 0 || g.hits[i].place != g.hits[n - 1].place ||
		    g.hits[i].line != g.hits[n - 1].line)
			g.hits[n++] = g.hits[i];
	*hits = g.hits;
	return n;
}
