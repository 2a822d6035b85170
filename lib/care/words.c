/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/num.h"
#include "care/heads.h"
#include "care/lexicon.h"
#include "care/match.h"
#include "care/negation.h"
#include "care/phrase.h"
#include "care/usual.h"
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

/* A weight that is certain, in 1/1000. */
enum { CERTAIN = 1000 };

struct words {
	struct settings *settings; /* for what explanations quote */
	struct row *rows;
	struct lexicon *lexicon;
	struct match *match;
	struct negation *negation;
	struct weights *weights;
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

/* Read a row that puts words into a class.  Returns 0 or -1. */
static int
load_class(const struct words *w, struct phrase_book *book, size_t row)
{
	const struct settings *s = w->settings;
	struct bytes name = signal_of(s, row);
	struct bytes members = settings_get(s, row, "phrase");
	const char *wrong;

	name.p++;
	name.n--;
	wrong = phrase_class(book, name, members);
	if (wrong != NULL)
		return settings_fail(s, row, "phrase", "%s", wrong);
	return 0;
}

/* Read a row with a phrase.  Returns 0 or -1. */
static int
load_row(struct words *w, struct phrase_book *book, size_t i)
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
			return settings_fail(s, i, "weight",
			    "must be a number from 0 to 1, its decimals "
			    "behind a point");
	} else if (!bytes_is(signal_of(s, i), "none"))
		return settings_fail(s, i, "signal",
		    "must be none, a class with its @, or one of: %.*s",
		    (int)signals_put(known, ~UINT32_C(0)), known);
	wrong =
	    phrase_add(book, row->signal != 0 ? MATCH_PHRASES : MATCH_GUARDS,
		settings_get(s, i, "phrase"), (uint32_t)i);
	if (wrong != NULL)
		return settings_fail(s, i, "phrase", "%s", wrong);
	return 0;
}

/* Read all rows that are, or are not, of classes. */
static int
load_rows(struct words *w, struct phrase_book *book, int classes)
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
	struct phrase_book book = { w->match, map_new(sizeof(uint32_t)) };
	int status;

	w->rows = mem_zero(settings_rows(w->settings), sizeof(*w->rows));
	status = load_rows(w, &book, 1) == 0 ? load_rows(w, &book, 0) : -1;
	map_free(book.classes);
	if (status == 0 && lexicon_count(w->lexicon) == LEXICON_MOST)
		return diag_fail(STATUS_CANNOT, "%s: more than a million words",
		    settings_name(w->settings));
	return status;
}

static void
add_word(struct lexicon *l, const char *word, unsigned flags)
{
	struct token_reader reader;
	struct token token[64];

	token_start(&reader, bytes_of(word));
	if (token_read(&reader, token, 64) == 1)
		lexicon_add(l, token, flags);
}

/* Words that are known whatever the lists say. */
static void
add_words(struct lexicon *l)
{
	const char *const *word;
	size_t i;

	/* Words behind which a stop ends no sentence. */
	for (word = token_abbreviations(); *word != NULL; word++)
		add_word(l, *word, LEXICON_ABBREV);
	for (i = 0; i < usual_count(); i++)
		add_word(l, usual_word(i), LEXICON_KNOWN);
}

struct words *
words_open(const char *dir)
{
	struct words *w = mem_zero(1, sizeof(*w));

	w->lexicon = lexicon_new();
	add_words(w->lexicon);
	w->match = match_new(w->lexicon);
	w->negation = negation_new();
	w->settings = settings_load(dir, "words.csv", words_csv);
	if (w->settings == NULL ||
	    settings_columns(w->settings, "phrase! signal! weight! note") !=
		0 ||
	    load(w) != 0 ||
	    (w->weights = weights_open(dir, w->lexicon)) == NULL) {
		words_close(w);
		return NULL;
	}
	lexicon_ready(w->lexicon);
	match_ready(w->match);
	weights_ready(w->weights, w->lexicon);
	lexicon_settle(w->lexicon);
	return w;
}

void
words_close(struct words *w)
{
	if (w == NULL)
		return;
	settings_free(w->settings);
	match_free(w->match);
	lexicon_free(w->lexicon);
	negation_free(w->negation);
	weights_free(w->weights);
	free(w->rows);
	free(w);
}

int
words_knows(const struct words *w, struct bytes word)
{
	const struct lexicon_table *t = lexicon_table(w->lexicon);
	struct token_reader reader;
	struct token token[64];
	const struct lexicon_slot *slot;

	token_start(&reader, word);
	if (token_read(&reader, token, 64) != 1 || token->n != word.n ||
	    token->hash == 0)
		return 0;
	slot = lexicon_find(t, lexicon_place(t, token), token);
	return (slot->entry.flags & LEXICON_KNOWN) != 0;
}

const char *
words_source(const struct words *w)
{
	return settings_name(w->settings);
}

const char *
words_weights_source(const struct words *w)
{
	return weights_source(w->weights);
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
	struct heads heads;
	heads_found *take_feature; /* for every feature, or NULL */
	struct words_found *found;
	uint32_t phrases; /* signals with a phrase that counts */
	take_hit *take;	  /* for every hit; NULL: only those count */
	void *arg;
	size_t hits;	    /* of them in this part of the text */
	size_t first, last; /* words of this part that hits lie on */
	struct {
		uint32_t row;
		uint16_t first, last;
	} kept[KEPT]; /* the first of them */
	/*
	 * For each word, how far guards reach that begin there or before:
	 * the number of the word behind their last, where and what it is.
	 * Only where there are guards.
	 */
	int guards;
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
	if (s->hits == 0 || first < s->first)
		s->first = first;
	if (s->hits == 0 || last > s->last)
		s->last = last;
	s->hits++;
}

static void
note_guard(void *arg, uint32_t value, size_t first, size_t last)
{
	struct search *s = arg;

	if (!s->guards)
		memset(s->guard_end, 0, s->window.n * sizeof(s->guard_end[0]));
	s->guards = 1;
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
	size_t begin, end, i;

	begin = s->first > MATCH_SPAN ? s->first - MATCH_SPAN : 0;
	end = s->last + MATCH_SPAN < s->window.n ? s->last + MATCH_SPAN + 1
						 : s->window.n;
	s->guards = 0;
	match_each(&s->window, MATCH_GUARDS, begin, end, note_guard, s);
	for (i = 1; s->guards && i < s->window.n; i++)
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
	if (s->guards && s->guard_end[first] > last) {
		*by = first;
		return WORDS_GUARDED;
	}
	if (signals[row->index].negation_cancels &&
	    negation_before(s->words->negation, &s->window, first, by))
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
	if (hit.fate == WORDS_COUNTS && row->weight > *weight) {
		*weight = row->weight;
		s->phrases |= row->signal;
	}
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

	find_guards(s);
	if (s->hits > KEPT) {
		match_each(&s->window, MATCH_PHRASES, s->window.from,
		    s->window.to, weigh, s);
		return;
	}
	for (i = 0; i < s->hits; i++)
		weigh(s, s->kept[i].row, s->kept[i].first, s->kept[i].last);
}

/* (value - low) / (high - low), between 0 and 1; 0 when high is not above. */
static double
share(int64_t value, int64_t low, int64_t high)
{
	if (high <= low || value <= low)
		return 0;
	return value >= high ? 1 : (double)(value - low) / (double)(high - low);
}

/*
 * The signals that are present; their scores are complete now.  `phrases`
 * are those with a weight.
 */
static void
find_signals(const struct weights *w, uint32_t phrases, struct words_found *f)
{
	const int32_t *phrase = &w->pool[POOL_PHRASE][HEAD_SIGNALS];
	const int32_t *cut = &w->pool[POOL_CUT][HEAD_SIGNALS];
	int64_t *score = &f->score[HEAD_SIGNALS], milli;
	uint32_t rest, certain = 0;
	int i;

	for (rest = phrases; rest != 0; rest &= rest - 1) {
		i = __builtin_ctz(rest);
		milli = (int64_t)(f->weight[i] * CERTAIN + 0.5);
		score[i] += phrase[i] * milli / 1000;
		certain |= (uint32_t)(milli >= CERTAIN) << i;
	}
	for (i = 0; i < SIGNAL_COUNT; i++)
		f->signals |= (uint32_t)(score[i] >= cut[i]) << i;
	if (!f->read)
		f->signals &= phrases;
	f->signals |= certain;
}

/* What the feeling is at ^s15. */
static const double mild = 0.15;

/*
 * How a stress score feels; REAL_NONE when no weights say so.  A text that
 * says nothing either way is not half unhappy, but those below it must
 * still differ: hence two lines with a bend.
 */
static double
feeling_of(const struct weights *w, double score)
{
	double none = w->pool[POOL_S_0][HEAD_STRESS];
	double bend = w->pool[POOL_S_15][HEAD_STRESS];
	double all = w->pool[POOL_S_1][HEAD_STRESS];
	double s;

	if (all <= none)
		return REAL_NONE;
	if (bend <= none || bend >= all)
		s = (none - score) / (all - none);
	else if (score < bend)
		s = mild * (none - score) / (bend - none);
	else
		s = (mild - 1) * (score - bend) / (all - bend) - mild;
	return s < -1 ? -1 : s > 1 ? 1 : s;
}

/* How hostile, and how it feels. */
static void
find_mood(const struct weights *w, struct words_found *f)
{
	static const int hostile[] = { 0, 2, 3 };
	const int32_t(*pool)[HEAD_LANES] = w->pool;
	double sure;
	uint32_t rest;
	size_t i;
	int head;

	for (i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
		head = HEAD_SIGNALS + hostile[i];
		sure = f->weight[hostile[i]] * CERTAIN + 0.5 >= CERTAIN
		    ? 1
		    : share(f->score[head], pool[POOL_HOSTILE_0][head],
			  pool[POOL_HOSTILE_25][head]);
		if (!f->read && (f->signals >> hostile[i] & 1) == 0)
			sure = 0;
		if (sure > f->hostile)
			f->hostile = sure;
	}
	for (rest = f->signals; rest != 0; rest &= rest - 1)
		f->score[HEAD_STRESS] +=
		    pool[POOL_MIX][HEAD_SIGNALS + __builtin_ctz(rest)];
	if (f->read)
		f->feeling = feeling_of(w, (double)f->score[HEAD_STRESS]);
}

/* Find the phrases and the weights of a text. */
static void
search(struct search *s, const struct words *w, struct bytes text,
    struct words_found *found)
{
	mem_clear(found, sizeof(*found));
	found->feeling = REAL_NONE;
	s->phrases = 0;
	s->words = w;
	s->found = found;
	match_start(&s->window, w->match, text);
	heads_start(&s->heads, text);
	while (match_next(&s->window)) {
		s->hits = 0;
		match_each(&s->window, MATCH_PHRASES, s->window.from,
		    s->window.to, keep, s);
		if (s->hits > 0)
			weigh_all(s);
		if (s->take_feature != NULL)
			heads_each(w->weights, &s->heads, &s->window,
			    s->take_feature, s->arg);
		heads_add(w->weights, &s->heads, &s->window);
	}
	found->words = s->window.words;
	found->known = s->window.known;
	if (found->words == 0)
		return;
	found->read = 2 * found->known >= found->words;
	heads_scores(w->weights, &s->heads, found->words, found->score);
	find_signals(w->weights, s->phrases, found);
	find_mood(w->weights, found);
}

void
words_find(const struct words *w, struct bytes text, struct words_found *found)
{
	struct search s;

	s.take = NULL;
	s.take_feature = NULL;
	search(&s, w, text, found);
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
	s.take_feature = NULL;
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

/* Features gathered for words_features(). */
struct features {
	const struct words *words;
	const struct search *search;
	const char *text;
	struct words_feature *list;
	size_t n, cap;
};

static void
gather_feature(void *arg, const struct heads_feature *f)
{
	struct features *g = arg;
	const struct weights *w = g->words->weights;
	const struct token *token = g->search->window.token;
	struct words_feature *out;

	/* A word that is only part of pairs has a row that nobody wrote. */
	if (w->place[f->row].line == 0)
		return;
	g->list = mem_grow(g->list, g->n, &g->cap, sizeof(*g->list));
	out = &g->list[g->n++];
	out->line = w->place[f->row].line;
	out->feature = weights_feature(w, f->row);
	out->head = w->rows[f->row];
	out->place = (size_t)(token[f->first].p - g->text);
	out->length = span(&token[f->first], &token[f->last]);
}

static int
order_features(const void *a, const void *b)
{
	const struct words_feature *x = a, *y = b;
	size_t m = x->place + x->length, n = y->place + y->length;

	if (m != n)
		return m < n ? -1 : 1;
	if (x->place != y->place)
		return x->place > y->place ? -1 : 1;
	return (x->line > y->line) - (x->line < y->line);
}

size_t
words_features(
    const struct words *w, struct bytes text, struct words_feature **list)
{
	struct search s;
	struct features g = { w, &s, text.p, NULL, 0, 0 };
	struct words_found found;

	s.take = NULL;
	s.take_feature = gather_feature;
	s.arg = &g;
	search(&s, w, text, &found);
	if (g.n > 0)
		qsort(g.list, g.n, sizeof(*g.list), order_features);
	*list = g.list;
	return g.n;
}

void
words_sums(
    const struct words *w, struct bytes text, struct words_sum sums[HEADS])
{
	const int32_t(*pool)[HEAD_LANES] = w->weights->pool;
	struct words_found found;
	int64_t score[HEADS] = { 0 };
	struct search s;
	int i;

	s.take = NULL;
	s.take_feature = NULL;
	search(&s, w, text, &found);
	memset(sums, 0, HEADS * sizeof(*sums));
	if (found.words == 0)
		return;
	/* The end of the text is taken in: again it changes nothing. */
	heads_scores(w->weights, &s.heads, found.words, score);
	for (i = 0; i < HEADS; i++) {
		sums[i].bias = pool[POOL_BIAS][i];
		sums[i].words = score[i] - pool[POOL_BIAS][i];
		sums[i].score = found.score[i];
		sums[i].cut = pool[POOL_CUT][i];
		if (i >= HEAD_SIGNALS)
			sums[i].phrase = found.score[i] - score[i];
		if (i >= HEAD_SIGNALS &&
		    (found.signals >> (i - HEAD_SIGNALS) & 1))
			sums[HEAD_STRESS].mix += pool[POOL_MIX][i];
	}
}
