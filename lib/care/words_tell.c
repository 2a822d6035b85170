/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "care/words_inside.h"
#include "csv/settings.h"

/* Hits gathered for words_explain(). */
struct gathered {
	const struct words *words;
	const struct tokens *token;
	const char *text;
	struct words_hit *hits;
	size_t n, cap;
};

/* The bytes of the words from `first` to `last`. */
static size_t
span(const struct tokens *t, size_t first, size_t last)
{
	return (size_t)(t->p[last] - t->p[first]) + t->length[last];
}

static void
gather(void *arg, const struct words_place *hit)
{
	struct gathered *g = arg;
	const struct words *w = g->words;
	const struct words_row *row = &w->rows[hit->row];
	struct words_hit *out;

	g->hits = mem_grow(g->hits, g->n, &g->cap, sizeof(*g->hits));
	out = &g->hits[g->n++];
	memset(out, 0, sizeof(*out));
	out->line = settings_line(w->settings, hit->row);
	out->phrase = settings_get(w->settings, hit->row, "phrase");
	out->signal = row->signal;
	out->weight = row->weight;
	out->place = (size_t)(g->token->p[hit->first] - g->text);
	out->length = span(g->token, hit->first, hit->last);
	out->fate = hit->fate;
	if (hit->fate == WORDS_COUNTS)
		return;
	out->by_place = (size_t)(g->token->p[hit->by_first] - g->text);
	out->by_length = span(g->token, hit->by_first, hit->by_last);
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
	struct words_search s;
	struct gathered g = { w, &s.window.token, text.p, NULL, 0, 0 };
	struct words_found found;
	size_t i, n = 0;

	s.take = gather;
	s.take_feature = NULL;
	s.arg = &g;
	words_search(&s, w, text, &found);
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
	const struct words_search *search;
	const char *text;
	struct words_feature *list;
	size_t n, cap;
};

static void
gather_feature(void *arg, const struct heads_feature *f)
{
	struct features *g = arg;
	const struct weights *w = g->words->weights;
	const struct tokens *token = &g->search->window.token;
	struct words_feature *out;

	/* A word that is only part of pairs has a row that nobody wrote. */
	if (w->place[f->row].line == 0)
		return;
	g->list = mem_grow(g->list, g->n, &g->cap, sizeof(*g->list));
	out = &g->list[g->n++];
	out->line = w->place[f->row].line;
	out->feature = weights_feature(w, f->row);
	out->head = w->rows[f->row];
	out->place = (size_t)(token->p[f->first] - g->text);
	out->length = span(token, f->first, f->last);
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
	struct words_search s;
	struct features g = { w, &s, text.p, NULL, 0, 0 };
	struct words_found found;

	s.take = NULL;
	s.take_feature = gather_feature;
	s.arg = &g;
	words_search(&s, w, text, &found);
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
	struct words_search s;
	int i;

	s.take = NULL;
	s.take_feature = NULL;
	words_search(&s, w, text, &found);
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
