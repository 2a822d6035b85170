/* SPDX-License-Identifier: ISC */
#ifndef REPORT_HTML_STYLE_H
#define REPORT_HTML_STYLE_H

/* The style of the page; html.c puts its hash into the page's policy. */
extern const char html_style[];

#endif
