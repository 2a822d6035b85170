/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/hot.h"
#include "base/mem.h"
#include "base/num.h"
#include "care/phrase.h"
#include "care/usual.h"
#include "care/words_inside.h"
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

const char *
signal_name(uint32_t signal)
{
	return signal == 0 || signal >> SIGNAL_COUNT != 0
	    ? "none"
	    : signals[__builtin_ctz(signal)].name;
}

HOT uint32_t
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

HOT uint32_t
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
	struct words_row *row = &w->rows[i];
	char known[SIGNALS_MAX];
	const char *wrong;

	row->signal = signal_by_name(signal_of(s, i));
	if (row->signal != 0) {
		row->index = (unsigned)__builtin_ctz(row->signal);
		row->negatable = signals[row->index].negation_cancels;
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
	struct token token[2];

	if (token_list(bytes_of(word), token, 2) == 1)
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
words_open_known(const char *dir)
{
	struct words *w = mem_zero(1, sizeof(*w));

	w->lexicon = lexicon_new();
	add_words(w->lexicon);
	w->match = match_new(w->lexicon);
	w->negation = negation_new();
	w->settings = settings_load(dir, "words.csv", words_csv);
	if (w->settings != NULL &&
	    settings_columns(w->settings, "phrase! signal! weight! note") ==
		0 &&
	    load(w) == 0 &&
	    (w->weights = weights_open(dir, w->lexicon)) != NULL)
		return w;
	words_close(w);
	return NULL;
}

struct words *
words_open(const char *dir)
{
	struct words *w = words_open_known(dir);

	if (w == NULL)
		return NULL;
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
	struct token token[2];

	return token_list(word, token, 2) == 1 && token->n == word.n &&
	    token->hash != 0 && lexicon_knows(w->lexicon, token);
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
