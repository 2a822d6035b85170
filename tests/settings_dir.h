/* SPDX-License-Identifier: ISC */
#ifndef TESTS_SETTINGS_DIR_H
#define TESTS_SETTINGS_DIR_H

/* A settings folder of a test's own: mkdtemp(dir) makes it. */
#include <stdio.h>
#include <unistd.h>

static char dir[] = "/tmp/evenkeel.XXXXXX";

/* The path of a file in it, valid until the next call. */
static const char *
path_of(const char *name)
{
	static char path[64];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return path;
}

/* Write a file in it; without content it is removed. */
static void
write_file(const char *name, const char *content)
{
	FILE *f;

	if (content == NULL) {
		unlink(path_of(name));
		return;
	}
	f = fopen(path_of(name), "w");
	if (f == NULL || fputs(content, f) < 0 || fclose(f) != 0)
		printf("# cannot write %s\n", name);
}

#endif
