/* SPDX-License-Identifier: ISC */
#include <stdarg.h>
#include <stdio.h>

#include "base/diag.h"

static const char *tool = "evenkeel";
static int quiet;
static int show_values;
static _Thread_local char text[1024];
static _Thread_local enum status last_status;

void
diag_tool(const char *name)
{
	tool = name;
}

const char *
diag_tool_name(void)
{
	return tool;
}

int
diag_quiet(int on)
{
	int before = quiet;

	quiet = on;
	return before;
}

void
diag_show_values(int on)
{
	show_values = on;
}

int
diag_shows_values(void)
{
	return show_values;
}

const char *
diag_value(const char *p, size_t n)
{
	enum { MOST = 80 };
	static _Thread_local char shown[MOST + 6];
	size_t i, most = n > MOST ? MOST : n, at = 0;

	shown[at++] = '`';
	for (i = 0; i < most; i++) {
		unsigned char c = (unsigned char)p[i];

		shown[at++] = (char)(c < 0x20 || c == 0x7f ? '?' : c);
	}
	for (i = 0; n > MOST && i < 2; i++)
		shown[at++] = '.';
	shown[at++] = '\'';
	shown[at] = '\0';
	return shown;
}

/* One write a line, so that tools in a pipe do not mix their sentences. */
static void
print_line(const char *fmt, va_list ap)
{
	char line[1200];

	vsnprintf(line, sizeof(line), fmt, ap);
	fprintf(stderr, "%s: %s\n", tool, line);
}

void
diag_warn(const char *fmt, ...)
{
	va_list ap;

	if (quiet)
		return;
	va_start(ap, fmt);
	print_line(fmt, ap);
	va_end(ap);
}

void
diag_print(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	print_line(fmt, ap);
	va_end(ap);
}

int
diag_fail(enum status status, const char *fmt, ...)
{
	va_list ap;
	char line[sizeof(text)];

	/* By way of a copy: an argument may be the previous sentence. */
	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	snprintf(text, sizeof(text), "%s", line);
	last_status = status;
	return -1;
}

const char *
diag_text(void)
{
	return text;
}

enum status
diag_status(void)
{
	return last_status;
}

enum status
diag_report(void)
{
	diag_print("%s", text);
	return last_status;
}

enum status
status_worst(enum status a, enum status b)
{
	static const int gravity[] = { [STATUS_OK] = 0,
		[STATUS_NO] = 1,
		[STATUS_SET_ASIDE] = 2,
		[STATUS_CANNOT] = 3,
		[STATUS_SYSTEM] = 4 };

	return gravity[a] >= gravity[b] ? a : b;
}
