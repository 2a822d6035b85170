/* SPDX-License-Identifier: ISC */
#ifndef REPORT_SVG_H
#define REPORT_SVG_H

#include <stdint.h>

#include "base/bytes.h"
#include "report/page.h"

/*
 * Charts as SVG inside a page of HTML.  They are as wide as the page is:
 * across, places are in percent, down, in pixels, so that text keeps its
 * size on a phone and on paper.  Each has a title and a description for
 * those who hear the page; colours are classes of html_style.h.
 */

/* Write a chart when there is something to show. */
void svg_chart(struct page *, enum page_chart);

/* The charts; see page.h. */
void svg_hours(struct page *);
void svg_heat(struct page *);
void svg_load(struct page *);
void svg_causes(struct page *);
void svg_trend(struct page *);

/* With more agents than this, what they have in common is drawn. */
enum { SVG_AGENTS = 60 };

/*
 * Begin and end a figure; what its caption says, keys of colours with
 * svg_key(), goes between svg_figure() and svg_figure_drawn().
 */
void svg_figure(struct page *, const char *caption);
void svg_figure_drawn(struct page *);
void svg_figure_end(struct page *);

/* A patch of a class, or a line of one, and what it means. */
void svg_key(struct buf *, const char *class, const char *words);
void svg_key_line(struct buf *, const char *class, const char *words);
void svg_key_dot(struct buf *, const char *class, const char *words);

/*
 * Begin a picture of some height in pixels with its title and description,
 * which are text still to be escaped; end it with "</svg>\n".  The class
 * says how much room there is left of it for labels: p0 none, p1 2.5 rem,
 * p2 6 rem.
 */
void svg_open(struct page *, const char *class, int64_t height,
    struct bytes title, struct bytes desc);

/* Append ` name="12.34%"` of part / of, ` name="12.3"` of tenths. */
void svg_percent(struct buf *, const char *name, int64_t part, int64_t of);
void svg_pixels(struct buf *, const char *name, int64_t tenths);

/* A nice round step of which about `count` make up a maximum. */
int64_t svg_step(int64_t most, int64_t count);

/*
 * Make room for at least SVG_HOURS of a day's hours around those from
 * `*from` to `*upto`, both included, so that a short day is not drawn huge.
 */
enum { SVG_HOURS = 8 };
void svg_widen(int hours, int *from, int *upto);

/* The class of a stress, 0..5, and what the classes are. */
enum { SVG_HEATS = 6 };
int svg_heat_class(int64_t stress);
extern const char *const svg_heat_words[SVG_HEATS];

#endif
