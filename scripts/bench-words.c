/* SPDX-License-Identifier: ISC */
/*
 * Read the texts of an export's column as triage does, all of them in
 * memory: once with the built-in lists, once with many phrases more.
 *
 *	bench-words FILE COLUMN [ROUNDS [PHRASES]]
 *
 * prints for each list and for texts as they are and put together to
 * some 16 KiB: MB/s and ns a word, the best of the rounds (CPU time).
 */
#include <sys/stat.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "call/stream.h"
#include "care/words.h"
#include "csv/settings.h"

enum { LONG = 16 * 1024, MOST = 64, TOGETHER = STREAM_HEAR };

static double
now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Texts one behind the other. */
struct texts {
	struct buf all;
	struct bytes *text;
	size_t n, cap;
};

/* The texts of a column; each begins where the one before ends. */
static void
gather(struct texts *t, const struct settings *s, const char *column)
{
	size_t i, at = 0;

	for (i = 0; i < settings_rows(s); i++) {
		struct bytes text = settings_get(s, i, column);

		if (text.n == 0)
			continue;
		t->text = mem_grow(t->text, t->n, &t->cap, sizeof(*t->text));
		t->text[t->n++].n = text.n;
		buf_add_bytes(&t->all, text);
		buf_add_byte(&t->all, '\n');
	}
	for (i = 0; i < t->n; i++) {
		t->text[i].p = t->all.p + at;
		at += t->text[i].n + 1;
	}
}

/* The same bytes in long pieces. */
static void
join(struct texts *out, const struct texts *t)
{
	size_t at = 0, n;

	for (; at < t->all.n; at += n) {
		n = t->all.n - at < LONG ? t->all.n - at : LONG;
		out->text =
		    mem_grow(out->text, out->n, &out->cap, sizeof(*out->text));
		out->text[out->n].p = t->all.p + at;
		out->text[out->n++].n = n;
	}
}

static int
order(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
measure(const char *list, const char *what, const struct words *w,
    const struct texts *t, int rounds)
{
	double took[MOST];
	size_t bytes = 0, words = 0, signals = 0, i, j, n;
	struct words_found found[TOGETHER];
	int round;

	for (round = 0; round < rounds; round++) {
		double began = now_s();

		bytes = words = signals = 0;
		for (i = 0; i < t->n; i += n) {
			n = t->n - i < TOGETHER ? t->n - i : TOGETHER;
			words_find_all(w, t->text + i, n, found);
			for (j = 0; j < n; j++) {
				bytes += t->text[i + j].n;
				words += found[j].words;
				signals += found[j].signals != 0;
			}
		}
		took[round] = now_s() - began;
	}
	qsort(took, (size_t)rounds, sizeof(took[0]), order);
	printf("%-10s %-6s %8zu texts %8.1f MB/s %6.1f ns/word "
	       "%5.1f bytes each, signals in %.1f %%\n",
	    list, what, t->n, (double)bytes / took[0] / 1e6,
	    took[0] / (double)words * 1e9, (double)bytes / (double)t->n,
	    100 * (double)signals / (double)t->n);
}

/* The built-in list with made-up phrases behind, in a folder; NULL. */
static struct words *
many(size_t phrases)
{
	char dir[] = "/tmp/bench-words.XXXXXX", path[64];
	struct words *w;
	FILE *f;
	size_t i;

	if (mkdtemp(dir) == NULL)
		return NULL;
	snprintf(path, sizeof(path), "%s/words.csv", dir);
	f = fopen(path, "w");
	if (f == NULL)
		return NULL;
	fputs(words_csv, f);
	for (i = 0; i < phrases; i++)
		fprintf(f, "%s cat%zu * dog%zu|pig%zu %s,complaint,0.6,\n",
		    i % 3 ? "the" : "my", i % 5003, i % 997, i,
		    i % 2 ? "account" : "again");
	fclose(f);
	w = words_open(dir);
	unlink(path);
	rmdir(dir);
	return w;
}

int
main(int argc, char **argv)
{
	struct texts notes = { 0 }, joined = { 0 };
	int rounds = argc > 3 ? atoi(argv[3]) : 5;
	size_t phrases = argc > 4 ? (size_t)atol(argv[4]) : 20000;
	struct settings *s;
	struct words *w;
	double began;

	if (argc < 3 || rounds < 1 || rounds > MOST) {
		fputs("usage: bench-words file column [rounds [phrases]]\n",
		    stderr);
		return 2;
	}
	diag_tool("bench-words");
	s = settings_read(argv[1]);
	if (s == NULL)
		return diag_report();
	gather(&notes, s, argv[2]);
	settings_free(s);
	join(&joined, &notes);
	began = now_s();
	w = words_open(NULL);
	if (w == NULL)
		return diag_report();
	printf("opened in %.1f ms\n", 1e3 * (now_s() - began));
	measure("built-in", "short", w, &notes, rounds);
	measure("built-in", "long", w, &joined, rounds);
	words_close(w);
	w = phrases > 0 ? many(phrases) : NULL;
	if (w != NULL) {
		measure("many", "short", w, &notes, rounds);
		measure("many", "long", w, &joined, rounds);
	}
	words_close(w);
	buf_free(&notes.all);
	free(notes.text);
	free(joined.text);
	return 0;
}
