/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "care/causes.h"
#include "report/html.h"
#include "report/svg.h"

/* Pixels of a row: all, where words and the bar stand, the bar. */
enum { ROW = 34, WORDS = 12, BAR = 18, THICK = 8, CAUSES_SHOWN = 10 };

static const char *
words_of(struct bytes cause)
{
	size_t i;

	for (i = 0; i < CAUSE_OTHER; i++)
		if (bytes_equal(cause, cause_name(i)))
			break;
	return cause_words(i);
}

/* One cause: its words and share, a bar of that share of the width. */
static void
put_cause(struct buf *out, const struct report_row *row, int64_t i)
{
	struct value share = { row->share, 100 };

	buf_text(out, "<text class=\"name\" x=\"0\" y=\"%lld\">",
	    (long long)(i * ROW + WORDS));
	html_text(out, bytes_of(words_of(row->key)));
	buf_add_string(out, " <tspan class=\"soft\">");
	metric_show(out, METRIC_SHARE, share);
	buf_add_string(out, "</tspan></text><rect class=\"a\" x=\"0\"");
	svg_percent(out, "width", row->share, REPORT_WHOLE);
	buf_text(out, " y=\"%lld\" height=\"%d\"/>\n",
	    (long long)(i * ROW + BAR), THICK);
}

/* How much the causes down to here make up. */
static void
put_sums(struct buf *out, const struct report_row *rows, size_t n)
{
	int64_t sum = 0;
	size_t i;

	buf_text(out,
	    "<svg width=\"100%%\" height=\"%zu\" viewBox=\"0 0 %d %zu\" "
	    "preserveAspectRatio=\"none\"><path class=\"line second\" d=\"",
	    n * ROW, REPORT_WHOLE, n * ROW);
	for (i = 0; i < n; i++) {
		sum += rows[i].share;
		buf_text(out, "%c%lld %zu", i == 0 ? 'M' : 'L', (long long)sum,
		    i * ROW + BAR + THICK / 2);
	}
	buf_add_string(out, "\"/></svg>\n");
	for (i = 0, sum = 0; i < n; i++) {
		sum += rows[i].share;
		buf_add_string(out, "<circle class=\"offer\" r=\"3\"");
		svg_percent(out, "cx", sum, REPORT_WHOLE);
		buf_text(out, " cy=\"%zu\"/>", i * ROW + BAR + THICK / 2);
	}
	buf_add_byte(out, '\n');
}

static void
describe(struct buf *out, const struct report_row *rows, size_t n)
{
	int64_t sum = 0;
	size_t i;

	for (i = 0; i < n && i < 3; i++) {
		struct value share = { rows[i].share, 100 };

		sum += rows[i].share;
		buf_text(
		    out, "%s%s ", i > 0 ? ", " : "", words_of(rows[i].key));
		metric_show(out, METRIC_SHARE, share);
	}
	buf_add_string(out, "; together ");
	metric_show(out, METRIC_SHARE, (struct value){ sum, 100 });
	buf_add_string(out, " of all stress minutes.");
}

void
svg_causes(struct page *p)
{
	struct buf desc = { NULL, 0, 0 };
	struct report_row *rows;
	size_t n, i;

	rows = report_rows(p->report, TALLY_CAUSES, &n);
	report_shares(rows, n, 1000);
	if (n > CAUSES_SHOWN)
		n = CAUSES_SHOWN;
	if (n > 0) {
		svg_figure(p, "What made calls hard, by stress minutes.");
		svg_key(p->out, "a", "share");
		svg_key_dot(p->out, "offer", "all down to here");
		svg_figure_drawn(p);
		describe(&desc, rows, n);
		svg_open(p, "p0", (int64_t)n * ROW,
		    bytes_of("What made calls hard"), buf_bytes(&desc));
		for (i = 0; i < n; i++)
			put_cause(p->out, &rows[i], (int64_t)i);
		put_sums(p->out, rows, n);
		buf_add_string(p->out, "</svg>\n");
		svg_figure_end(p);
	}
	buf_free(&desc);
	free(rows);
}
