/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "care/reading.h"

/* Of the row of a phrase so many bytes are shown: it may list many words. */
enum { ROW_SHOWN = 30 };

/* What is written, and where. */
struct reading {
	const struct words *words;
	struct bytes text;
	struct emit *out;
	struct buf line;
};

/* Part of the text, in quotes, without what would steer a terminal. */
static void
quote_part(struct reading *r, size_t place, size_t length)
{
	unsigned char c;
	size_t i;

	buf_add_byte(&r->line, '"');
	for (i = place; i < place + length; i++) {
		c = (unsigned char)r->text.p[i];
		buf_add_byte(&r->line, (char)(c < ' ' || c == 0x7f ? ' ' : c));
	}
	buf_add_byte(&r->line, '"');
}

/* Write the line and begin another. */
static void
end_line(struct reading *r)
{
	buf_add_byte(&r->line, '\n');
	emit_bytes(r->out, r->line.p, r->line.n);
	r->line.n = 0;
}

/* The row of a phrase: of long ones the beginning, up to a `|` or blank. */
static void
put_row(struct reading *r, struct bytes row, const char *source, size_t line)
{
	size_t n = row.n;

	if (n > ROW_SHOWN)
		for (n = ROW_SHOWN; n > ROW_SHOWN / 2; n--)
			if (row.p[n] == '|' || row.p[n] == ' ')
				break;
	buf_text(&r->line, " by %.*s%s (%s:%zu)", (int)n, row.p,
	    n < row.n ? ".." : "", source, line);
}

/* One place of the text: what stands there, what it means, what became. */
static void
put_hit(struct reading *r, const struct words_hit *hit)
{
	const char *source = words_source(r->words);

	buf_text(&r->line, "%s %.2f ", signal_name(hit->signal), hit->weight);
	quote_part(r, hit->place, hit->length);
	put_row(r, hit->phrase, source, hit->line);
	if (hit->fate != WORDS_COUNTS) {
		buf_add_string(&r->line,
		    hit->fate == WORDS_NEGATED ? ", cancelled by the negation "
					       : ", cancelled inside ");
		quote_part(r, hit->by_place, hit->by_length);
	}
	if (hit->fate == WORDS_GUARDED)
		buf_text(&r->line, " (%s:%zu)", source, hit->by_line);
	end_line(r);
}

static void
put_feature(struct reading *r, const struct words_feature *f)
{
	int i, any = 0;

	for (i = 0; i < HEADS; i++)
		any |= f->head[i];
	if (!any)
		return;
	quote_part(r, f->place, f->length);
	buf_text(&r->line, " by %.*s (%s:%zu):", (int)f->feature.n,
	    f->feature.p, words_weights_source(r->words), f->line);
	for (i = 0; i < HEADS; i++)
		if (f->head[i] != 0)
			buf_text(&r->line, " %s %+.3f", head_name((enum head)i),
			    f->head[i] / 1000.0);
	end_line(r);
}

/* How sure a signal is, of 1: the logistic function of its log-odds. */
static double
sureness(int64_t score)
{
	return 1 / (1 + exp(-(double)score / 1000));
}

/* The parts of a score; those of heads that nothing speaks for are left. */
static void
put_sum(struct reading *r, enum head head, const struct words_sum *s)
{
	if (s->words == 0 && s->phrase == 0 && s->mix == 0)
		return;
	buf_text(&r->line, "%s %.3f = @bias %.3f + words %.3f", head_name(head),
	    (double)s->score / 1000, (double)s->bias / 1000,
	    (double)s->words / 1000);
	if (head == HEAD_STRESS)
		buf_text(&r->line, " + signals %.3f", (double)s->mix / 1000);
	if (head >= HEAD_SIGNALS)
		buf_text(&r->line,
		    " + phrase %.3f, a signal from %.3f on, sure to %.0f %%",
		    (double)s->phrase / 1000, (double)s->cut / 1000,
		    100 * sureness(s->score));
	end_line(r);
}

/* What the text gives to the stress of a call with nothing else. */
static void
put_points(struct reading *r, const struct stress_model *model)
{
	char names[SIGNALS_MAX], points[NUM_MAX];
	struct words_found f;

	words_find(r->words, r->text, &f);
	buf_add_string(&r->line, f.signals != 0 ? "signals: " : "signals:");
	buf_add(&r->line, names, signals_put(names, f.signals));
	end_line(r);
	buf_add_string(&r->line, "hostile: ");
	buf_add(&r->line, points,
	    num_put_tenths(
		points, stress_points(model, STRESS_HOSTILE, f.hostile)));
	end_line(r);
	if (f.feeling != REAL_NONE) {
		buf_add_string(&r->line, "sentiment: ");
		buf_add(&r->line, points,
		    num_put_tenths(points,
			stress_points(model, STRESS_SENTIMENT, -f.feeling)));
		buf_text(&r->line, " (it feels like %+.2f)", f.feeling);
		end_line(r);
	}
	buf_text(&r->line, "words: %zu, known %zu%s", f.words, f.known,
	    f.words > 0 && !f.read ? ": too few, the text is not understood"
				   : "");
	end_line(r);
}

void
reading_explain(const struct words *words, const struct stress_model *model,
    struct bytes text, struct emit *out)
{
	struct reading r = { words, text, out, { NULL, 0, 0 } };
	struct words_sum sums[HEADS];
	struct words_feature *features;
	struct words_hit *hits;
	size_t n, i;

	n = words_explain(words, text, &hits);
	for (i = 0; i < n; i++)
		put_hit(&r, &hits[i]);
	free(hits);
	n = words_features(words, text, &features);
	for (i = 0; i < n; i++)
		put_feature(&r, &features[i]);
	free(features);
	words_sums(words, text, sums);
	for (i = 0; i < HEADS; i++)
		put_sum(&r, (enum head)i, &sums[i]);
	put_points(&r, model);
	buf_free(&r.line);
}
