/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "care/twice.h"

static int
fail(void)
{
	return diag_fail(STATUS_SYSTEM,
	    "<stdin>: cannot be kept for a second "
	    "reading: %s",
	    strerror(errno));
}

/* All that comes from standard input, into a file that takes its place. */
static int
keep_stdin(void)
{
	FILE *copy = tmpfile();
	char bytes[65536];
	size_t n;
	int r;

	if (copy == NULL)
		return -1;
	while ((n = fread(bytes, 1, sizeof(bytes), stdin)) > 0)
		if (fwrite(bytes, 1, n, copy) < n)
			break;
	r = ferror(stdin) || ferror(copy) || fflush(copy) != 0 ||
		dup2(fileno(copy), STDIN_FILENO) < 0 ||
		lseek(STDIN_FILENO, 0, SEEK_SET) != 0
	    ? -1
	    : 0;
	fclose(copy);
	return r;
}

int
twice_ready(char *const *files, int count, int64_t *from)
{
	int i, wants_stdin = count == 0;
	struct stat st;

	*from = 0;
	for (i = 0; i < count; i++) {
		if (strcmp(files[i], "-") == 0)
			wants_stdin = 1;
		else if (stat(files[i], &st) == 0 && !S_ISREG(st.st_mode))
			return 0;
	}
	if (!wants_stdin)
		return 1;
	if (fstat(STDIN_FILENO, &st) != 0)
		return fail();
	if (S_ISREG(st.st_mode))
		*from = lseek(STDIN_FILENO, 0, SEEK_CUR);
	else if (keep_stdin() != 0)
		return fail();
	return *from < 0 ? fail() : 1;
}

int
twice_again(int64_t from)
{
	/* Where it is not read at all this may fail, and does no harm. */
	return lseek(STDIN_FILENO, from, SEEK_SET) < 0 && errno != ESPIPE &&
		errno != EBADF
	    ? fail()
	    : 0;
}
