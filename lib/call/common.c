/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "call/stream.h"
#include "call/when.h"
#include "call/stream_settings.h"
#include "csv/settings.h"

/*
 * A standard descriptor that is closed would be given to the next file
 * that is opened, and a report would be written into an input.  Hold its
 * place with one that fails when it is used.
 */
static void
hold_descriptors(void)
{
	static const int modes[] = { O_WRONLY, O_RDONLY, O_RDWR };
	int fd;

	for (fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
			(void)open("/dev/null", modes[fd]);
}

void
common_start(struct common *c, const char *tool)
{
	memset(c, 0, sizeof(*c));
	hold_descriptors();
	diag_tool(tool);
	emit_guard_signals();
}

void
common_end(struct common *c)
{
	free(c->maps);
	free(c->renames);
	c->maps = c->renames = NULL;
	c->map_count = c->rename_count = 0;
}

int
common_same_file(const char *a, const char *b)
{
	struct stat x, y;

	if (a == NULL || b == NULL)
		return 0;
	if (strcmp(a, b) == 0)
		return 1;
	return stat(a, &x) == 0 && stat(b, &y) == 0 && S_ISREG(x.st_mode) &&
	    x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

int
common_is_stdout(const char *path)
{
	struct stat out, st;

	if (path == NULL || strcmp(path, "-") == 0 ||
	    strcmp(path, "/dev/stdout") == 0)
		return 1;
	return fstat(STDOUT_FILENO, &out) == 0 && stat(path, &st) == 0 &&
	    !S_ISCHR(out.st_mode) && out.st_dev == st.st_dev &&
	    out.st_ino == st.st_ino;
}

static void
add_string(const char ***list, size_t *n, const char *s)
{
	*list = mem_resize(*list, *n + 1, sizeof(**list));
	(*list)[(*n)++] = s;
}

static int
take_delimiter(struct common *c, const char *arg)
{
	char d = arg[0];

	if (strcmp(arg, "\\t") == 0 || strcmp(arg, "tab") == 0)
		d = '\t';
	else if (arg[0] == '\0' || arg[1] != '\0' || d == '"' || d == '\n' ||
	    d == '\r' || byte_is_word((unsigned char)d))
		return diag_fail(STATUS_CANNOT,
		    "-d: one character that is "
		    "no letter, digit, quote or line end is expected");
	c->delimiter = d;
	return 0;
}

static int
take_rename(struct common *c, const char *arg)
{
	const char *eq = strchr(arg, '=');

	if (eq == NULL || eq == arg || eq[1] == '\0')
		return diag_fail(
		    STATUS_CANNOT, "--rename: OLD=NEW is expected");
	add_string(&c->renames, &c->rename_count, arg);
	return 0;
}

int
common_option(struct common *c, int opt, const char *arg)
{
	switch (opt) {
	case 'C':
		c->settings_dir = arg;
		break;
	case 'm':
		add_string(&c->maps, &c->map_count, arg);
		break;
	case 'd':
		return take_delimiter(c, arg) == 0 ? 1 : -1;
	case 'K':
		c->columns = arg;
		break;
	case 'z':
		c->zone = arg;
		break;
	case 'N':
		c->now = arg;
		break;
	case 'S':
		c->shard = arg;
		break;
	case 'o':
		c->output = arg;
		break;
	case 'r':
		c->rejects = arg;
		break;
	case 'P':
		c->progress = 1;
		break;
	case 'v':
		c->verbose = 1;
		break;
	case 'q':
		diag_quiet(1);
		break;
	case OPTION_DATE:
		c->date = arg;
		break;
	case OPTION_CHECK:
		c->check = 1;
		break;
	case OPTION_PRINT_SETTINGS:
		c->print_settings = 1;
		break;
	case OPTION_SHOW_VALUES:
		diag_show_values(1);
		break;
	case OPTION_RENAME:
		return take_rename(c, arg) == 0 ? 1 : -1;
	default:
		return 0;
	}
	return 1;
}

int
common_options(struct common *c, const struct option_set *set, void *arg,
    int argc, char **argv, enum status *status)
{
	int opt, took;

	while ((opt = getopt_long(
		    argc, argv, set->letters, set->words, NULL)) != -1) {
		*status = STATUS_CANNOT;
		if (opt == 'h')
			*status = common_help(set->usage, set->help);
		else if (opt == 'V')
			*status = common_version();
		else if (opt == '?')
			fputs(set->usage, stderr);
		if (opt == 'h' || opt == 'V' || opt == '?')
			return 0;
		took = common_option(c, opt, optarg);
		if (took == 0)
			took = set->take(arg, opt, optarg);
		if (took < 0) {
			*status = diag_report();
			return 0;
		}
	}
	*status = STATUS_OK;
	return 1;
}

int
common_choose(const char *option, const char *arg, const char *const *words)
{
	struct buf list = { 0 };
	int i, got;

	for (i = 0; words[i] != NULL; i++)
		if (strcmp(arg, words[i]) == 0)
			return i;
	for (i = 0; words[i] != NULL; i++) {
		if (i > 0)
			buf_add_string(
			    &list, words[i + 1] == NULL ? " or " : ", ");
		buf_add_string(&list, words[i]);
	}
	got = diag_fail(
	    STATUS_CANNOT, "%s: choose %s", option, buf_string(&list));
	buf_free(&list);
	return got;
}

static int
is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The settings folder: -C, $EVENKEEL_DIR, the user's, the system's. */
static int
find_settings(struct common *c)
{
	const char *dir = c->settings_dir, *home;
	static char path[4096];

	if (dir == NULL)
		dir = getenv("EVENKEEL_DIR");
	if (dir != NULL && *dir != '\0') {
		if (!is_folder(dir))
			return diag_fail(
			    STATUS_SYSTEM, "%s: no such settings folder", dir);
		c->settings_dir = dir;
		return 0;
	}
	c->settings_dir = NULL;
	path[0] = '\0';
	if ((home = getenv("XDG_CONFIG_HOME")) != NULL && *home != '\0')
		snprintf(path, sizeof(path), "%s/evenkeel", home);
	else if ((home = getenv("HOME")) != NULL && *home != '\0')
		snprintf(path, sizeof(path), "%s/.config/evenkeel", home);
	if (path[0] != '\0' && is_folder(path))
		c->settings_dir = path;
	else if (is_folder("/etc/evenkeel"))
		c->settings_dir = "/etc/evenkeel";
	return 0;
}

int
common_settle(struct common *c)
{
	struct timespec ts;

	if (find_settings(c) != 0 || zone_set(c->zone) != 0)
		return -1;
	clock_gettime(CLOCK_REALTIME, &ts);
	c->now_ms = (int64_t)ts.tv_sec * SECOND_MS;
	if (c->now != NULL &&
	    when_typed(bytes_of(c->now), zone_date(c->now_ms, 0), &c->now_ms) !=
		0)
		return diag_fail(STATUS_CANNOT, "-N: %s", diag_text());
	c->date_days = zone_date(c->now_ms, 0);
	if (c->date != NULL &&
	    date_typed(bytes_of(c->date), &c->date_days) != 0)
		return diag_fail(
		    STATUS_CANNOT, "--date: a date YYYY-MM-DD is expected");
	return 0;
}

/* Write the comments of a text on the lines from `*at` up to `before`. */
static void
put_comments(struct emit *e, struct bytes *text, size_t *at, size_t before)
{
	struct bytes line;

	for (; text->p != NULL && *at < before; ++*at) {
		line = bytes_cut(*text, '\n', text);
		if (line.n == 0 || *line.p != '#')
			continue;
		emit_bytes(e, line.p, line.n);
		emit_byte(e, '\n');
	}
}

int
common_print_settings(const struct common *c, struct emit *e, const char *file,
    const char *built_in)
{
	struct settings *s = settings_load(c->settings_dir, file, built_in);
	struct bytes text = { NULL, 0 };
	size_t row, col, at = 1;

	if (s == NULL)
		return -1;
	/* Only the built-in file is called by its bare name. */
	if (strcmp(settings_name(s), file) == 0)
		text = bytes_of(built_in);
	emit_string(e, "# ");
	emit_string(e, file);
	emit_byte(e, '\n');
	for (col = 0; col < settings_width(s); col++) {
		if (col > 0)
			emit_byte(e, ',');
		emit_field(e, settings_column(s, col), ',');
	}
	emit_byte(e, '\n');
	for (row = 0; row < settings_rows(s); row++) {
		put_comments(e, &text, &at, settings_line(s, row));
		for (col = 0; col < settings_width(s); col++) {
			emit_field(e, settings_at(s, row, col), ',');
			emit_byte(e, col + 1 < settings_width(s) ? ',' : '\n');
		}
	}
	settings_free(s);
	return 0;
}

/* What every tool reads. */
static const struct settings_file shared_settings[] = { { "limits.csv",
							    stream_limits },
	{ "map.csv", stream_map }, { NULL, NULL } };

static int
show_files(
    const struct common *c, struct emit *e, const struct settings_file *f)
{
	for (; f->name != NULL; f++)
		if (common_print_settings(c, e, f->name, f->built_in) != 0)
			return -1;
	return 0;
}

enum status
common_show_settings(const struct common *c, const struct settings_file *files)
{
	struct emit *e = emit_open(c->output);
	enum status status = STATUS_OK;

	if (e == NULL)
		return diag_report();
	if (show_files(c, e, files) != 0 ||
	    show_files(c, e, shared_settings) != 0)
		status = diag_report();
	if (emit_close(e, status == STATUS_OK) != 0)
		status = diag_report();
	return status;
}

/* Write a text to standard output, closed with a check. */
static enum status
say(struct buf *text)
{
	struct emit *e = emit_open(NULL);
	enum status status = STATUS_OK;

	if (e != NULL)
		emit_bytes(e, text->p, text->n);
	if (e == NULL || emit_close(e, 1) != 0)
		status = diag_report();
	buf_free(text);
	return status;
}

enum status
common_help(const char *usage, const char *options)
{
	struct buf text = { 0 };

	buf_add_string(&text, usage);
	if (options[0] != '\n')
		buf_add_byte(&text, '\n');
	buf_add_string(&text, options);
	return say(&text);
}

enum status
common_version(void)
{
	struct buf text = { 0 };

	buf_text(
	    &text, "%s (evenkeel) %s\n", diag_tool_name(), EVENKEEL_VERSION);
	return say(&text);
}
