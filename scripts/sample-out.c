/* SPDX-License-Identifier: ISC */

#include <sys/types.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "sample-out.h"

struct out *
out_open(const char *path)
{
	struct out *out;

	if ((out = malloc(sizeof(*out))) == NULL)
		return NULL;
	out->name = path == NULL ? "standard output" : path;
	out->error = 0;
	out->n = 0;
	out->written = 0;
	out->fd = path == NULL
	    ? STDOUT_FILENO
	    : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	/*
	 * Closed from the start, descriptor 1 would go to the next file that
	 * is opened, and the calls with it.
	 */
	if (out->fd == -1 || (path == NULL && fcntl(out->fd, F_GETFD) == -1)) {
		free(out);
		return NULL;
	}
	return out;
}

static void
flush(struct out *out)
{
	size_t done = 0;
	ssize_t n;

	while (done < out->n && out->error == 0) {
		n = write(out->fd, out->buf + done, out->n - done);
		if (n >= 0)
			done += (size_t)n;
		else if (errno != EINTR)
			out->error = errno;
	}
	out->written += out->n;
	out->n = 0;
}

int
out_close(struct out *out)
{
	int error;

	if (out == NULL)
		return 0;
	flush(out);
	if (close(out->fd) == -1 && out->error == 0)
		out->error = errno;
	error = out->error;
	free(out);
	return error;
}

void
out_room(struct out *out)
{
	if (out->n > OUT_SIZE - OUT_RECORD)
		flush(out);
}

void
out_number(struct out *out, int64_t value, int width)
{
	char digits[24];
	uint64_t left = value < 0 ? -(uint64_t)value : (uint64_t)value;
	int i = (int)sizeof(digits);

	do {
		digits[--i] = (char)('0' + left % 10);
		left /= 10;
	} while (left > 0 || (int)sizeof(digits) - i < width);
	if (value < 0)
		digits[--i] = '-';
	out_bytes(out, digits + i, sizeof(digits) - (size_t)i);
}

/* Two digits of a number below 100. */
static void
two(struct out *out, int value)
{
	out_byte(out, (char)('0' + value / 10));
	out_byte(out, (char)('0' + value % 10));
}

/*
 * Days are counted in years that begin in March, so that the leap day is
 * their last and months follow 31 30 31 30 31: 153 days in five.
 */
void
civil_date(int64_t at, int date[3])
{
	int64_t days = at / 86400 + 719468;
	int era = (int)(days / 146097);
	int in_era = (int)(days % 146097);
	int year =
	    (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	int in_year = in_era - (365 * year + year / 4 - year / 100);
	int month = (5 * in_year + 2) / 153;

	date[2] = in_year - (153 * month + 2) / 5 + 1;
	date[1] = month < 10 ? month + 3 : month - 9;
	date[0] = year + era * 400 + (date[1] <= 2);
}

int64_t
civil_time(int year, int month, int day)
{
	int y = month <= 2 ? year - 1 : year;
	int m = month > 2 ? month - 3 : month + 9;
	int era = y / 400, in_era = y % 400;
	int64_t days = (153 * m + 2) / 5 + day - 1;

	days += in_era * 365 + in_era / 4 - in_era / 100;
	return (era * (int64_t)146097 + days - 719468) * 86400;
}

void
out_date(struct out *out, int64_t at, const char *order, char between)
{
	int date[3], i;

	civil_date(at, date);
	for (i = 0; order[i] != '\0'; i++) {
		if (i > 0)
			out_byte(out, between);
		if (order[i] == 'y') {
			two(out, date[0] / 100);
			two(out, date[0] % 100);
		} else
			two(out, order[i] == 'm' ? date[1] : date[2]);
	}
}

void
out_clock(struct out *out, int64_t seconds)
{
	int s = (int)seconds;

	two(out, s / 3600 % 100);
	out_byte(out, ':');
	two(out, s / 60 % 60);
	out_byte(out, ':');
	two(out, s % 60);
}

void
out_when(struct out *out, int64_t at)
{
	out_date(out, at, "ymd", '-');
	out_byte(out, ' ');
	out_clock(out, at % 86400);
}
