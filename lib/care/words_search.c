/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "care/words_inside.h"

/* A weight that is certain, in 1/1000. */
enum { CERTAIN = 1000 };

/* The text that a word is of: mostly that of the word before, or the next. */
static void
go_on(struct words_search *s, size_t word)
{
	while (s->text > 0 && word < s->window.text[s->text - 1].end)
		s->text--;
	while (word >= s->window.text[s->text].end)
		s->text++;
}

/* First look at a window: what is in it. */
static void
keep(void *arg, uint32_t value, size_t first, size_t last)
{
	struct words_search *s = arg;
	const struct words_row *row = &s->words->rows[value];

	go_on(s, first);
	if (s->take == NULL &&
	    s->found[s->text].weight[row->index] >= row->weight)
		return;
	if (s->hits < WORDS_KEPT)
		s->kept[s->hits] = (struct words_kept){ value, (uint16_t)first,
			(uint16_t)last, (uint16_t)s->text };
	s->hits++;
}

/*
 * Whether what is known of a word's guards gives way to a guard from `first`
 * on whose last word is the one before `end`: when that one reaches further,
 * else begins later, else stands before it in the list.
 */
static inline int
guard_is_less(const struct words_search *s, size_t word, size_t first,
    size_t end, uint32_t row)
{
	if (s->guard_end[word] != end)
		return s->guard_end[word] < end;
	if (s->guard_from[word] != first)
		return s->guard_from[word] < first;
	return s->guard_row[word] > row;
}

/* Let the words of a guard know of it. */
static void
note_guard(void *arg, uint32_t value, size_t first, size_t last)
{
	struct words_search *s = arg;
	size_t i;

	if (s->guarded == 0)
		memset(s->guard_end, 0,
		    s->window.token.n * sizeof(s->guard_end[0]));
	go_on(s, first);
	s->guarded |= UINT32_C(1) << s->text;
	for (i = first; i <= last; i++)
		if (guard_is_less(s, i, first, last + 1, value)) {
			s->guard_end[i] = (uint16_t)(last + 1);
			s->guard_from[i] = (uint16_t)first;
			s->guard_row[i] = value;
		}
}

/* Find the guards in ranges of texts, in the order of these. */
static void
find_guards(struct words_search *s, const struct match_range *range, size_t n)
{
	s->guarded = 0;
	s->text = 0;
	match_each(&s->window, MATCH_GUARDS, range, n, note_guard, s);
}

/* What becomes of a hit that lies on words `first` to `last`. */
static enum words_fate
judge(const struct words_search *s, const struct words_row *row, size_t first,
    size_t last, size_t *by)
{
	if ((s->guarded >> s->text & 1) && s->guard_end[first] > last) {
		*by = first;
		return WORDS_GUARDED;
	}
	if (row->negatable &&
	    negation_before(s->words->negation, &s->window, first, by))
		return WORDS_NEGATED;
	return WORDS_COUNTS;
}

/* Second look, when all guards are known: what a hit is worth. */
static void
weigh(void *arg, uint32_t value, size_t first, size_t last)
{
	struct words_search *s = arg;
	const struct words_row *row = &s->words->rows[value];
	double *weight = &s->found[s->text].weight[row->index];
	struct words_place hit = { .row = value };
	size_t by;

	if (s->take == NULL && *weight >= row->weight)
		return;
	hit.fate = judge(s, row, first, last, &by);
	if (hit.fate == WORDS_COUNTS && row->weight > *weight) {
		*weight = row->weight;
		s->phrases[s->text] |= row->signal;
	}
	if (s->take == NULL)
		return;
	hit.first = first;
	hit.last = last;
	if (hit.fate == WORDS_NEGATED)
		hit.by_first = hit.by_last = by;
	else if (hit.fate == WORDS_GUARDED) {
		hit.by_first = s->guard_from[by];
		hit.by_last = s->guard_end[by] - 1u;
		hit.by_row = s->guard_row[by];
	}
	s->take(s->arg, &hit);
}

/* The words around the kept hits of each text, where guards can cover them. */
static size_t
list_ranges(const struct words_search *s, struct match_range *range)
{
	const size_t span = match_span(s->words->match, MATCH_GUARDS);
	const struct words_kept *k = s->kept, *end = k + s->hits;
	size_t first[MATCH_TEXTS], last[MATCH_TEXTS], n = 0, text;
	struct match_range all;
	uint32_t texts = 0;

	for (; k < end; k++) {
		text = k->text;
		if ((texts >> text & 1) == 0) {
			texts |= UINT32_C(1) << text;
			first[text] = k->first;
			last[text] = k->last;
		}
		first[text] = k->first < first[text] ? k->first : first[text];
		last[text] = k->last > last[text] ? k->last : last[text];
	}
	for (; texts != 0; texts &= texts - 1) {
		text = (size_t)__builtin_ctz(texts);
		all = match_text(&s->window, text);
		range[n].begin = first[text] > all.begin + span
		    ? first[text] - span
		    : all.begin;
		range[n++].end = last[text] + span < all.end
		    ? last[text] + span + 1
		    : all.end;
	}
	return n;
}

/* Look for the hits again, as they were too many to be kept. */
static void
weigh_again(struct words_search *s, const struct match_range *turn)
{
	const struct match_range all = { 0, s->window.token.n };
	struct match_range range;

	find_guards(s, &all, 1);
	for (s->text = 0; s->text < s->window.texts; s->text++) {
		range = match_text(&s->window, s->text);
		if (range.begin < turn->begin)
			range.begin = turn->begin;
		if (range.end > turn->end)
			range.end = turn->end;
		match_each(&s->window, MATCH_PHRASES, &range, 1, weigh, s);
	}
}

/* Find the phrases of a window. */
static void
find_phrases(struct words_search *s)
{
	const struct match_range turn = { s->window.from, s->window.to };
	struct match_range range[MATCH_TEXTS];
	size_t n, i;

	s->hits = s->text = 0;
	match_each(&s->window, MATCH_PHRASES, &turn, 1, keep, s);
	if (s->hits == 0)
		return;
	if (s->hits > WORDS_KEPT) {
		weigh_again(s, &turn);
		return;
	}
	n = list_ranges(s, range);
	find_guards(s, range, n);
	for (i = 0; i < s->hits; i++) {
		s->text = s->kept[i].text;
		weigh(s, s->kept[i].row, s->kept[i].first, s->kept[i].last);
	}
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
	int64_t *score = &f->score[HEAD_SIGNALS], milli;
	uint32_t rest, certain = 0;
	int i;

	for (rest = phrases; rest != 0; rest &= rest - 1) {
		i = __builtin_ctz(rest);
		milli = (int64_t)(f->weight[i] * CERTAIN + 0.5);
		score[i] += phrase[i] * milli / 1000;
		certain |= (uint32_t)(milli >= CERTAIN) << i;
	}
	f->signals = heads_reach(w, f->score) >> HEAD_SIGNALS;
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

/* Nothing is known of these texts yet. */
static void
forget(struct words_search *s, struct words_found *found, size_t n)
{
	size_t i;

	s->found = found;
	mem_clear(found, n * sizeof(*found));
	for (i = 0; i < n; i++) {
		found[i].feeling = REAL_NONE;
		s->phrases[i] = 0;
	}
}

/* All of a text is found: what it says. */
static void
conclude(void *arg, size_t text, struct heads *heads)
{
	struct words_search *s = arg;
	const struct weights *weights = s->words->weights;
	struct words_found *found = &s->found[text];
	struct match_count count = match_count(&s->window, text);

	found->words = count.words;
	found->known = count.known;
	if (count.words == 0)
		return;
	found->read = 2 * count.known >= count.words;
	heads_scores(weights, heads, count.words, found->score);
	find_signals(weights, s->phrases[text], found);
	find_mood(weights, found);
}

void
words_search(struct words_search *s, const struct words *w, struct bytes text,
    struct words_found *found)
{
	forget(s, found, 1);
	s->words = w;
	mem_clear(&s->heads, sizeof(s->heads));
	match_start(&s->window, w->match, text);
	while (match_next(&s->window)) {
		find_phrases(s);
		if (s->take_feature != NULL)
			heads_each(
			    w->weights, &s->window, s->take_feature, s->arg);
		heads_add(w->weights, &s->heads, &s->window);
	}
	conclude(s, 0, &s->heads);
}

/* Search as many of n texts as a window takes; returns how many. */
static size_t
search_short(struct words_search *s, const struct bytes *text, size_t n,
    struct words_found *found)
{
	size_t i;

	match_open(&s->window, s->words->match);
	for (i = 0; i < n && match_put(&s->window, text[i]); i++)
		;
	if (i == 0)
		return 0;
	match_look(&s->window);
	forget(s, found, i);
	find_phrases(s);
	heads_texts(s->words->weights, &s->window, conclude, s);
	return i;
}

void
words_find_all(const struct words *w, const struct bytes *text, size_t n,
    struct words_found *found)
{
	struct words_search s;
	size_t i, done;

	s.words = w;
	s.take = NULL;
	s.take_feature = NULL;
	for (i = 0; i < n; i += done) {
		done = search_short(&s, text + i, n - i, found + i);
		if (done > 0)
			continue;
		words_search(&s, w, text[i], found + i);
		done = 1;
	}
}

void
words_find(const struct words *w, struct bytes text, struct words_found *found)
{
	words_find_all(w, &text, 1, found);
}
