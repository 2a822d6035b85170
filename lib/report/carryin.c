/* SPDX-License-Identifier: ISC */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/num.h"
#include "care/clock.h"
#include "report/carryin.h"

/* The first instant of a day. */
static int64_t
day_start(int64_t day)
{
	struct civil c = { .hour = 0 };

	civil_from_days(day, &c.year, &c.month, &c.day);
	return zone_instant(&c, 0, NULL);
}

/* Whether the clock of the team runs on a day: 1, 0, or -1. */
static int
is_working(const struct common *o, int64_t day)
{
	struct clock *clock = clock_load(o->settings_dir, o->now_ms);
	int works;

	if (clock == NULL)
		return -1;
	works = clock_business_ms(clock, bytes_of(""), day_start(day),
		    day_start(day + 1)) > 0;
	clock_free(clock);
	return works;
}

/* Whether an item belongs to the shard; K/N:FIELD was checked before. */
static int
is_of_shard(const char *shard, struct bytes customer)
{
	struct bytes total, field, k;
	int64_t n, of;

	if (shard == NULL)
		return 1;
	k = bytes_cut(bytes_of(shard), '/', &total);
	total = bytes_cut(total, ':', &field);
	if (num_integer(k, &n) != 0 || num_integer(total, &of) != 0 || of < 1)
		return 1;
	return bytes_fnv1a(customer) % (uint64_t)of + 1 == (uint64_t)n;
}

/*
 * Whether the last line of a file lacks its end.  What is packed tells that
 * by itself, and of what is no file nothing can be told before.
 */
static int
is_cut(const char *path)
{
	unsigned char head[2] = { 0, 0 }, tail[2] = { 0, 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	off_t size;
	int cut = 0;

	if (fd < 0)
		return 0;
	size = lseek(fd, 0, SEEK_END);
	if (size >= 2 && pread(fd, head, 2, 0) == 2 &&
	    pread(fd, tail, 2, size - 2) == 2 &&
	    (head[0] != 0x1f || head[1] != 0x8b))
		cut = tail[1] != '\n' && tail[1] != '\r' &&
		    (tail[1] != 0 || tail[0] != '\n');
	close(fd);
	return cut;
}

/* Whether the stream is a list, as far as its header tells. */
static int
check_list(const struct stream *s, const char *path)
{
	if (stream_column(s, bytes_of("item")) < 0 ||
	    stream_column(s, bytes_of("call_id")) < 0)
		return diag_fail(STATUS_CANNOT,
		    "--carry-in: %s has no columns item and call_id: it is no "
		    "list of --carry-out",
		    path);
	return is_cut(path) ? diag_fail(STATUS_CANNOT,
				  "--carry-in: the last line of %s does not "
				  "end: it is torn",
				  path)
			    : 0;
}

/* Whether all records were whole. */
static int
check_records(const struct stream *s, const char *path)
{
	const struct stream_account *a = stream_account(s);

	return a->padded + a->set_aside == 0
	    ? 0
	    : diag_fail(STATUS_CANNOT,
		  "--carry-in: %llu records of %s do not have the fields of "
		  "its header: it is torn",
		  (unsigned long long)(a->padded + a->set_aside), path);
}

static void
take_all(struct intake *in, const struct common *o, struct stream *s,
    int working, int64_t today)
{
	struct call call;

	intake_yesterday(in, s, working, today);
	while (stream_next(s, &call)) {
		if (is_of_shard(o->shard, call.customer) &&
		    intake_item(in, &call))
			stream_used(s);
		else
			stream_leave_out(s);
	}
}

enum status
carryin_read(
    struct intake *in, const struct common *o, const char *path, int64_t today)
{
	/* The list is ours: what is said about the export is not about it. */
	struct common plain = *o;
	char *const files[] = { (char *)(uintptr_t)path };
	struct stream *s;
	int working = is_working(o, today);

	if (working < 0)
		return diag_report();
	plain.maps = NULL;
	plain.map_count = 0;
	plain.columns = NULL;
	plain.delimiter = 0;
	plain.renames = NULL;
	plain.rename_count = 0;
	plain.verbose = plain.progress = 0;
	s = stream_open_aside(&plain, INTAKE_NEEDS, files, 1);
	if (s != NULL && check_list(s, path) != 0)
		stream_abort(s);
	else if (s != NULL) {
		take_all(in, o, s, working, today);
		if (check_records(s, path) != 0)
			stream_abort(s);
	}
	return stream_close(s);
}
