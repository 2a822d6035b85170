/* SPDX-License-Identifier: ISC */
#include <sys/ioctl.h>

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/term.h"

struct term {
	int has_keys; /* standard input is a terminal */
	int reads;    /* and has not ended */
	int moves;
	struct termios before; /* of standard input */
	char key;
};

/* Signals that were received; handlers do no more than say so. */
static volatile sig_atomic_t ended_by, stopped, resized;

static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP,
	SIGWINCH };
enum { SIGNALS = sizeof(signals) / sizeof(signals[0]) };

static void
note(int sig)
{
	if (sig == SIGTSTP)
		stopped = 1;
	else if (sig == SIGWINCH)
		resized = 1;
	else
		ended_by = sig;
}

/* Note the signals, or (NULL) leave them to what they usually do. */
static void
handle(void (*handler)(int))
{
	struct sigaction sa;
	size_t i;

	memset(&sa, 0, sizeof(sa));
	sigemptyset(&sa.sa_mask);
	sa.sa_handler = handler == NULL ? SIG_DFL : handler;
	for (i = 0; i < SIGNALS; i++)
		sigaction(signals[i], &sa, NULL);
}

static void
put(const char *text)
{
	size_t n = strlen(text);
	ssize_t w;

	while (n > 0 &&
	    ((w = write(STDOUT_FILENO, text, n)) > 0 ||
		(w < 0 && errno == EINTR)))
		if (w > 0) {
			text += w;
			n -= (size_t)w;
		}
}

static void
take_over(struct term *t)
{
	struct termios raw = t->before;

	if (t->has_keys) {
		raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
		raw.c_cc[VMIN] = 0;
		raw.c_cc[VTIME] = 0;
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw);
	}
	if (t->moves)
		put("\033[?1049h\033[?25l\033[H\033[J");
}

static void
give_back(struct term *t)
{
	put(t->moves ? "\033[0m\033[?25h\033[?1049l" : "\r\n");
	if (t->has_keys)
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &t->before);
}

struct term *
term_open(void)
{
	const char *name = getenv("TERM");
	struct term *t;

	if (!isatty(STDOUT_FILENO)) {
		diag_fail(STATUS_CANNOT, "standard output is no terminal");
		return NULL;
	}
	t = mem_zero(1, sizeof(*t));
	t->moves = name != NULL && *name != '\0' && strcmp(name, "dumb") != 0;
	t->has_keys =
	    isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &t->before) == 0;
	t->reads = t->has_keys;
	handle(note);
	take_over(t);
	return t;
}

void
term_close(struct term *t)
{
	if (t == NULL)
		return;
	give_back(t);
	handle(NULL);
	free(t);
}

int
term_moves(const struct term *t)
{
	return t->moves;
}

int
term_columns(const struct term *t)
{
	struct winsize size;

	(void)t;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return 80;
	return size.ws_col;
}

int
term_colour(const struct term *t)
{
	const char *no = getenv("NO_COLOR");

	return t->moves && (no == NULL || *no == '\0');
}

int
term_utf8(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	const char *value = NULL;
	size_t i;

	for (i = 0; i < 3 && (value == NULL || *value == '\0'); i++)
		value = getenv(names[i]);
	return value != NULL &&
	    (strcasestr(value, "UTF-8") != NULL ||
		strcasestr(value, "utf8") != NULL);
}

int
term_write(struct term *t, struct bytes b)
{
	ssize_t w;

	(void)t;
	while (b.n > 0 && !ended_by) {
		w = write(STDOUT_FILENO, b.p, b.n);
		if (w < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (w <= 0)
			return diag_fail(
			    STATUS_SYSTEM, "<stdout>: %s", strerror(errno));
		b.p += w;
		b.n -= (size_t)w;
	}
	return 0;
}

/* Stop as ^Z does, with the terminal given back meanwhile. */
static void
stop(struct term *t)
{
	stopped = 0;
	give_back(t);
	handle(NULL);
	raise(SIGTSTP);
	handle(note);
	take_over(t);
}

/* Read a key.  Returns whether there was one; the end of input is none. */
static int
read_key(struct term *t)
{
	ssize_t n = read(STDIN_FILENO, &t->key, 1);

	if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN))
		t->reads = 0;
	return n == 1;
}

enum term_event
term_wait(struct term *t, int ms)
{
	struct pollfd fd = { STDIN_FILENO, POLLIN, 0 };
	int n;

	if (!ended_by && !stopped && !resized) {
		n = poll(&fd, t->reads ? 1 : 0, ms < 0 ? 0 : ms);
		if (n > 0 && read_key(t))
			return TERM_KEY;
	}
	if (ended_by)
		return TERM_SIGNAL;
	if (stopped) {
		stop(t);
		return TERM_CHANGED;
	}
	if (resized) {
		resized = 0;
		return TERM_CHANGED;
	}
	return TERM_NOTHING;
}

char
term_key(const struct term *t)
{
	return t->key;
}

void
term_end_by_signal(void)
{
	handle(NULL);
	raise(ended_by);
}

long long
term_clock(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (long long)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}
