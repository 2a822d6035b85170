/* SPDX-License-Identifier: ISC */
#include "report/html.h"
#include "report/svg.h"

void
svg_chart(struct page *p, enum page_chart chart)
{
	static void (*const charts[PAGE_CHARTS])(struct page *) = {
		[PAGE_CHART_HOURS] = svg_hours,
		[PAGE_CHART_HEAT] = svg_heat,
		[PAGE_CHART_LOAD] = svg_load,
		[PAGE_CHART_CAUSES] = svg_causes,
		[PAGE_CHART_TREND] = svg_trend,
	};

	charts[chart](p);
}

void
svg_figure(struct page *p, const char *caption)
{
	buf_add_string(p->out, "<figure>\n<figcaption>");
	html_text(p->out, bytes_of(caption));
	buf_add_byte(p->out, ' ');
}

void
svg_figure_drawn(struct page *p)
{
	buf_add_string(p->out, "</figcaption>\n");
}

void
svg_figure_end(struct page *p)
{
	buf_add_string(p->out, "</figure>\n");
}

static void
put_key(
    struct buf *out, const char *shape, const char *class, const char *words)
{
	buf_text(out,
	    "<span class=\"key\"><svg width=\"12\" height=\"12\" "
	    "aria-hidden=\"true\"><%s class=\"%s\"/></svg>",
	    shape, class);
	html_text(out, bytes_of(words));
	buf_add_string(out, "</span> ");
}

void
svg_key(struct buf *out, const char *class, const char *words)
{
	put_key(out, "rect width=\"12\" height=\"12\"", class, words);
}

void
svg_key_line(struct buf *out, const char *class, const char *words)
{
	put_key(out, "line x1=\"0\" x2=\"12\" y1=\"6\" y2=\"6\"", class, words);
}

void
svg_key_dot(struct buf *out, const char *class, const char *words)
{
	put_key(out, "circle cx=\"6\" cy=\"6\" r=\"3.5\"", class, words);
}

void
svg_open(struct page *p, const char *class, int64_t height, struct bytes title,
    struct bytes desc)
{
	unsigned n = ++p->charts;

	buf_text(p->out,
	    "<svg class=\"%s\" role=\"img\" width=\"100%%\" height=\"%lld\" "
	    "aria-labelledby=\"c%u-t c%u-d\">\n<title id=\"c%u-t\">",
	    class, (long long)height, n, n, n);
	html_text(p->out, title);
	buf_text(p->out, "</title><desc id=\"c%u-d\">", n);
	html_text(p->out, desc);
	buf_add_string(p->out, "</desc>\n");
}

void
svg_percent(struct buf *out, const char *name, int64_t part, int64_t of)
{
	int64_t v = of > 0 ? (part * 10000 + of / 2) / of : 0;

	buf_text(out, " %s=\"%lld.%02lld%%\"", name, (long long)(v / 100),
	    (long long)(v % 100));
}

void
svg_pixels(struct buf *out, const char *name, int64_t tenths)
{
	buf_text(out, " %s=\"%lld.%lld\"", name, (long long)(tenths / 10),
	    (long long)(tenths % 10));
}

int64_t
svg_step(int64_t most, int64_t count)
{
	static const int nice[] = { 1, 2, 5 };
	int64_t ten = 1;
	size_t i;

	for (; ten < INT64_MAX / 100; ten *= 10)
		for (i = 0; i < 3; i++)
			if (nice[i] * ten * count >= most)
				return nice[i] * ten;
	return ten;
}

void
svg_widen(int hours, int *from, int *upto)
{
	while (*upto - *from + 1 < SVG_HOURS) {
		if (*from > 0)
			(*from)--;
		if (*upto + 1 < hours && *upto - *from + 1 < SVG_HOURS)
			(*upto)++;
	}
}

/* Where the classes begin; calm is below 30, hard from 60 on. */
static const int64_t heats[SVG_HEATS] = { 0, 10, 20, 30, 45, 60 };
const char *const svg_heat_words[SVG_HEATS] = { "0 to 9", "10 to 19",
	"20 to 29", "30 to 44", "45 to 59", "60 and more" };

int
svg_heat_class(int64_t stress)
{
	int i = SVG_HEATS - 1;

	while (i > 0 && stress < heats[i])
		i--;
	return i;
}
