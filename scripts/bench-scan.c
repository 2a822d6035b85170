/* SPDX-License-Identifier: ISC */
/*
 * Find every field of every record of a file, once with libcsv (empty
 * callbacks) and once with each twin of the scanner, in turns, so that a
 * machine that drifts treats all alike.
 *
 *	bench-scan FILE [ROUNDS]	prints name, seconds (median), MB/s
 */
#include <sys/stat.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <csv.h>

#include "csv/scan.h"

enum { BLOCK = 256 * 1024, MOST = 32 };

static double
now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static ssize_t
fill(void *arg, void *buf, size_t cap)
{
	return read(*(int *)arg, buf, cap);
}

/* Fields found by the scanner; -1 when it failed. */
static long long
by_scanner(int fd)
{
	struct scan_limits limits = { 1 << 20, 4096 };
	struct scan *s = scan_new(&limits);
	struct record r;
	long long fields = 0;
	int got;

	scan_start(s, fill, &fd);
	while ((got = scan_next(s, &r)) == 1)
		fields += (long long)r.fields;
	scan_free(s);
	return got < 0 ? -1 : fields;
}

static void
on_field(void *p, size_t n, void *count)
{
	(void)p;
	(void)n;
	++*(long long *)count;
}

static void
on_record(int c, void *count)
{
	(void)c;
	(void)count;
}

static long long
by_libcsv(int fd)
{
	static char buf[BLOCK];
	struct csv_parser p;
	long long fields = 0;
	ssize_t n;

	if (csv_init(&p, 0) != 0)
		return -1;
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		if (csv_parse(&p, buf, (size_t)n, on_field, on_record,
			&fields) != (size_t)n)
			return -1;
	csv_fini(&p, on_field, on_record, &fields);
	csv_free(&p);
	return n < 0 ? -1 : fields;
}

static int
order(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int
main(int argc, char **argv)
{
	double took[8][MOST];
	const char *names[8] = { "libcsv" };
	int rounds = argc > 2 ? atoi(argv[2]) : 5, round, n = 1, i;
	struct stat st;

	if (argc < 2 || rounds < 1 || rounds > MOST ||
	    stat(argv[1], &st) != 0) {
		fprintf(stderr, "usage: bench-scan FILE [ROUNDS]\n");
		return 2;
	}
	for (; n < 8 && (names[n] = scan_variant((size_t)n - 1)) != NULL;)
		n++;
	for (round = 0; round < rounds; round++)
		for (i = 0; i < n; i++) {
			int fd = open(argv[1], O_RDONLY);
			double began = now_s();
			long long fields;

			if (i > 0)
				scan_choose(names[i]);
			fields = i > 0 ? by_scanner(fd) : by_libcsv(fd);
			took[i][round] = now_s() - began;
			close(fd);
			if (fields < 0)
				return 1;
		}
	for (i = 0; i < n; i++) {
		qsort(took[i], (size_t)rounds, sizeof(double), order);
		printf("%s %.3f %.0f\n", names[i], took[i][rounds / 2],
		    (double)st.st_size / 1e6 / took[i][rounds / 2]);
	}
	return 0;
}
