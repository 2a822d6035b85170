/* SPDX-License-Identifier: ISC */
/*
 * Output.  Standard output is tested in child processes, as it is really
 * closed there; compressed files are read back by zlib.
 */
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "csv/emit.h"
#include "tap.h"

#define MIB (1 << 20)

static char dir[] = "/tmp/emit.XXXXXX";

static void
must(int cond)
{
	if (!cond) {
		perror("emit test");
		exit(99);
	}
}

/* The content of a file; "" when there is none. */
static char *
slurp(const char *path, size_t *n)
{
	FILE *f = fopen(path, "r");
	char *p = mem_zero(8 * MIB, 1);

	*n = f == NULL ? 0 : fread(p, 1, 8 * MIB - 1, f);
	if (f != NULL)
		fclose(f);
	return p;
}

static int
holds(const char *path, const char *want)
{
	size_t n;
	char *p = slurp(path, &n);
	int same = n == strlen(want) && memcmp(p, want, n) == 0;

	free(p);
	return same;
}

static void
put_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	must(f != NULL && fputs(text, f) >= 0 && fclose(f) == 0);
}

/* Entries of the test's folder, which shows forgotten temporary files. */
static int
entries(void)
{
	DIR *d = opendir(".");
	int n = 0;

	must(d != NULL);
	while (readdir(d) != NULL)
		n++;
	closedir(d);
	return n - 2;
}

static mode_t
mode_of(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? st.st_mode & 07777 : 0;
}

/* Byte i of a stream that would show any shift or loss. */
static char
byte_at(size_t i)
{
	return (char)(i * 2654435761u >> 24);
}

static void
test_file(void)
{
	struct emit *e;
	char link[64];

	umask(027);
	e = emit_open("new");
	OK(e != NULL && !emit_begun(e), "a file is opened");
	OK(access("new", F_OK) != 0, "nothing is there while it is written");
	emit_string(e, "a,b\n");
	OK(emit_begun(e), "something was appended");
	IS_INT(emit_flush(e), 0, "flush");
	OK(access("new", F_OK) != 0, "nothing is there after a flush");
	IS_INT(emit_close(e, 1), 0, "close");
	OK(holds("new", "a,b\n"), "then all is there");
	IS_INT(mode_of("new"), 0640, "its mode follows the umask");
	IS_INT(entries(), 1, "no temporary file is left");

	must(chmod("new", 0604) == 0);
	e = emit_open("new");
	emit_string(e, "second");
	OK(holds("new", "a,b\n"), "a reader sees the old file");
	IS_INT(emit_close(e, 0), 0, "close, not whole");
	OK(holds("new", "a,b\n"), "the old file stays");
	IS_INT(entries(), 1, "no temporary file is left");
	e = emit_open("new");
	emit_string(e, "third");
	IS_INT(emit_close(e, 1), 0, "close, whole");
	OK(holds("new", "third"), "the file is replaced");
	IS_INT(mode_of("new"), 0604, "it keeps the old one's mode");

	must(mkdir("sub", 0700) == 0 && symlink("../new", "sub/link") == 0 &&
	    symlink("sub/link", "link") == 0 &&
	    symlink("sub/later", "dangling") == 0);
	e = emit_open("link");
	emit_string(e, "through links");
	IS_INT(emit_close(e, 1), 0, "close behind links");
	OK(holds("new", "through links"), "what a link leads to is replaced");
	OK(readlink("link", link, sizeof(link)) == 8 &&
		readlink("sub/link", link, sizeof(link)) == 6,
	    "links stay");
	e = emit_open("dangling");
	emit_string(e, "x");
	IS_INT(emit_close(e, 1), 0, "close behind a link to nothing");
	OK(holds("sub/later", "x"), "what it leads to is made");
	IS_INT(entries(), 4, "no temporary file is left");
	IS_INT(emit_close(NULL, 1), 0, "NULL is no failure");
}

static void
test_cannot_open(void)
{
	static const char *const cases[][2] = {
		{ "no/such/folder",
		    "no/such/folder: "
		    "No such file or directory" },
		{ "sub", "sub: is a directory" },
		{ "", ": No such file or directory" },
		{ "loop", "loop: Too many levels of symbolic links" },
		{ "new/x", "new/x: Not a directory" },
	};
	size_t i;

	must(symlink("loop", "loop") == 0);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		OK(emit_open(cases[i][0]) == NULL, "'%s' cannot be opened",
		    cases[i][0]);
		IS_TEXT(diag_text(), cases[i][1], "and it says why");
		IS_INT(diag_status(), STATUS_SYSTEM, "status 4");
	}
	unlink("loop");
	if (geteuid() == 0) {
		OK(1, "a read-only target # SKIP root may write anything");
		return;
	}
	put_file("mine", "x");
	must(chmod("mine", 0400) == 0);
	OK(emit_open("mine") == NULL, "a read-only target is respected");
	unlink("mine");
}

/* Sizes around the buffer's and the threshold's. */
static void
test_sizes(void)
{
	static const size_t sizes[] = { 1, 7, 4096, 131071, 131072, 131073,
		262143, 262144, 262145, 1000003 };
	char *all = mem_zero(4 * MIB, 1), *got;
	size_t i, at, n, got_n;
	struct emit *e;

	for (i = 0; i < 4 * MIB; i++)
		all[i] = byte_at(i);
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		e = emit_open("sizes");
		for (at = 0; at < 4 * MIB; at += n) {
			n = 4 * MIB - at < sizes[i] ? 4 * MIB - at : sizes[i];
			if (at / sizes[i] % 3 == 2) {
				memcpy(emit_room(e, n), all + at, n);
				emit_used(e, n);
			} else if (n == 1)
				emit_byte(e, all[at]);
			else
				emit_bytes(e, all + at, n);
		}
		emit_bytes(e, NULL, 0);
		IS_INT(emit_close(e, 1), 0, "pieces of %zu bytes", sizes[i]);
		got = slurp("sizes", &got_n);
		OK(got_n == 4 * MIB && memcmp(got, all, got_n) == 0,
		    "all of them, in order");
		free(got);
	}
	for (n = 100000; n < 100003; n++) {
		e = emit_open("sizes");
		emit_bytes(e, all, n);
		emit_bytes(e, all + n, (1 << 18) - 100001);
		IS_INT(emit_close(e, 1), 0, "about as much as fits");
		got = slurp("sizes", &got_n);
		OK(got_n == n + (1 << 18) - 100001 &&
			memcmp(got, all, got_n) == 0,
		    "arrives");
		free(got);
	}
	unlink("sizes");
	free(all);
}

static void
test_fields(void)
{
	static const struct {
		struct bytes value;
		const char *want;
	} cases[] = {
		{ { NULL, 0 }, "" },
		{ { "plain", 5 }, "plain" },
		{ { "in side", 7 }, "in side" },
		{ { "a;b", 3 }, "a;b" },
		{ { "a,b", 3 }, "\"a,b\"" },
		{ { "\"", 1 }, "\"\"\"\"" },
		{ { "say \"no\"", 8 }, "\"say \"\"no\"\"\"" },
		{ { "a\nb", 3 }, "\"a\nb\"" },
		{ { "a\rb", 3 }, "\"a\rb\"" },
		{ { " a", 2 }, "\" a\"" },
		{ { "a\t", 2 }, "\"a\t\"" },
		{ { "\xc3\xa4", 2 }, "\xc3\xa4" },
	};
	struct emit *e;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		e = emit_open("field");
		emit_field(e, cases[i].value, ',');
		emit_close(e, 1);
		OK(holds("field", cases[i].want), "field %zu", i);
	}
	e = emit_open("field");
	emit_field(e, bytes_of("a,b"), ';');
	emit_byte(e, ';');
	emit_field(e, bytes_of("a;b"), ';');
	emit_byte(e, '\t');
	emit_field(e, bytes_of("a\tb"), '\t');
	emit_close(e, 1);
	OK(holds("field", "a,b;\"a;b\"\t\"a\tb\""), "other delimiters");
	unlink("field");
}

/* Inflate a file that holds one member; returns the size, or -1. */
static ssize_t
unpack(const char *packed, size_t n, char *out, size_t cap)
{
	z_stream z;
	char *copy = mem_copy(packed, n);
	int r;

	memset(&z, 0, sizeof(z));
	must(inflateInit2(&z, 31) == Z_OK);
	z.next_in = (unsigned char *)copy;
	z.avail_in = (uInt)n;
	z.next_out = (unsigned char *)out;
	z.avail_out = (uInt)cap;
	r = inflate(&z, Z_FINISH);
	n = z.avail_in == 0 ? z.total_out : 0;
	inflateEnd(&z);
	free(copy);
	return r == Z_STREAM_END ? (ssize_t)n : -1;
}

static void
test_gzip(void)
{
	char *packed, *again, *out = mem_zero(4 * MIB, 1);
	size_t i, n, again_n;
	struct emit *e;
	int flush;

	for (flush = 0; flush < 2; flush++) {
		e = emit_open(flush ? "b.gz" : "a.gz");
		for (i = 0; i < 3 * MIB; i++) {
			emit_byte(e, byte_at(i));
			if (flush && i == 1000)
				emit_flush(e);
		}
		IS_INT(emit_close(e, 1), 0, "close of a .gz file");
	}
	packed = slurp("a.gz", &n);
	IS_INT(unpack(packed, n, out, 4 * MIB), 3 * MIB, "it unpacks");
	for (i = 0; i < 3 * MIB && out[i] == byte_at(i); i++)
		;
	IS_INT(i, 3 * MIB, "to what went in");
	OK(memcmp(packed + 3, "\0\0\0\0\0", 5) == 0,
	    "no name and no time in the header");
	again = slurp("b.gz", &again_n);
	OK(n == again_n && memcmp(packed, again, n) == 0,
	    "a flush does not change its bytes");
	free(packed);
	free(again);
	e = emit_open("a.gz");
	IS_INT(emit_close(e, 1), 0, "close of an empty .gz file");
	packed = slurp("a.gz", &n);
	OK(n > 0 && unpack(packed, n, out, 10) == 0, "it unpacks to nothing");
	free(packed);
	free(out);
	unlink("a.gz");
	unlink("b.gz");
}

static void
test_special(void)
{
	struct emit *e;
	char got[64];
	int fd, i;

	e = emit_open("/dev/null");
	emit_string(e, "x");
	OK(e != NULL && emit_close(e, 1) == 0, "/dev/null");
	e = emit_open("/dev/full");
	emit_string(e, "x");
	OK(!emit_failed(e), "nothing fails before it is written");
	IS_INT(emit_flush(e), -1, "a full device fails");
	OK(emit_failed(e), "and stays failed");
	for (i = 0; i < 100000; i++)
		emit_string(e, "more, which goes nowhere\n");
	OK(emit_room(e, 10 * MIB) != NULL, "there is still room to write to");
	emit_used(e, 10 * MIB);
	IS_INT(emit_close(e, 1), -1, "close says so");
	IS_TEXT(diag_text(), "/dev/full: No space left on device",
	    "with the first reason");
	IS_INT(diag_status(), STATUS_SYSTEM, "status 4");

	must(mkfifo("fifo", 0600) == 0);
	fd = open("fifo", O_RDONLY | O_NONBLOCK);
	e = emit_open("fifo");
	emit_string(e, "live");
	IS_INT(emit_flush(e), 0, "flush into a FIFO");
	IS_INT(read(fd, got, sizeof(got)), 4, "is read at once");
	emit_string(e, "!");
	IS_INT(emit_close(e, 0), 0, "close, not whole");
	OK(read(fd, got, sizeof(got)) == 1 && got[0] == '!',
	    "what is there goes out all the same");
	close(fd);
	unlink("fifo");
}

/*
 * Write `n` bytes to standard output, which is `fd` (-1: closed), in a
 * child that ends in 0 or in what diag_status() says.  Closes `fd`.
 */
static pid_t
in_child(int fd, size_t n)
{
	struct emit *e;
	size_t i;
	int status;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	must(pid >= 0);
	if (pid == 0) {
		if (fd < 0)
			close(STDOUT_FILENO);
		else
			dup2(fd, STDOUT_FILENO);
		if (fd >= 0)
			close(fd);
		e = emit_open(NULL);
		if (e == NULL)
			_exit(strcmp(diag_text(),
				  "<stdout>: Bad file "
				  "descriptor") == 0
				? (int)diag_status()
				: 98);
		for (i = 0; i < n; i++)
			emit_byte(e, byte_at(i));
		status = emit_close(e, 1) == 0 ? 0 : (int)diag_status();
		if (fcntl(STDOUT_FILENO, F_GETFD) != -1)
			status = 97;
		_exit(status);
	}
	if (fd >= 0)
		close(fd);
	return pid;
}

static int
ended(pid_t pid)
{
	int status;

	must(waitpid(pid, &status, 0) == pid);
	return WIFSIGNALED(status) ? 1000 + WTERMSIG(status)
				   : WEXITSTATUS(status);
}

static void
test_stdout(void)
{
	size_t i, n, sum = 0, wrong = 0;
	char block[5000];
	int p[2];
	pid_t pid;
	ssize_t r;

	pid = in_child(open("out", O_WRONLY | O_CREAT | O_TRUNC, 0600), 300000);
	IS_INT(ended(pid), 0, "standard output to a file");
	free(slurp("out", &n));
	IS_INT(n, 300000, "all of it");
	pid = in_child(open("/dev/full", O_WRONLY), 10);
	IS_INT(ended(pid), STATUS_SYSTEM, "standard output is full");
	pid = in_child(-1, 0);
	IS_INT(ended(pid), STATUS_SYSTEM, "closed, though nothing is written");
	pid = in_child(open("/dev/null", O_RDONLY), 0);
	IS_INT(ended(pid), STATUS_SYSTEM, "open only for reading");

	/* A pipe that does not block: EAGAIN, and partial writes. */
	must(pipe(p) == 0 && fcntl(p[1], F_SETFL, O_NONBLOCK) == 0);
	pid = in_child(p[1], 3 * MIB);
	IS_INT(fcntl(p[0], F_GETPIPE_SZ) > 0, 1, "a pipe");
	/* Time to fill it. */
	usleep(50000);
	while ((r = read(p[0], block, sizeof(block))) > 0) {
		for (i = 0; i < (size_t)r; i++)
			wrong += block[i] != byte_at(sum + i);
		sum += (size_t)r;
	}
	close(p[0]);
	IS_INT(ended(pid), 0, "a pipe that does not block");
	IS_INT(sum, 3 * MIB, "gets all");
	IS_INT(wrong, 0, "in order");

	must(pipe(p) == 0);
	close(p[0]);
	pid = in_child(p[1], 10);
	IS_INT(ended(pid), 1000 + SIGPIPE, "a pipe nobody reads ends us");
	unlink("out");
}

/* What ends a tool, and leaves no temporary file behind. */
static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGPIPE };
enum { SIGNALS = sizeof(signals) / sizeof(signals[0]) };

/*
 * A child that waits for a signal with a file half written; `ignore` is one
 * of the signals or 0.  The others are not, whoever started the test.
 */
static pid_t
guarded(int ignore, int ready[2])
{
	size_t i;
	pid_t pid;
	char c;

	must(pipe(ready) == 0);
	fflush(stdout);
	pid = fork();
	must(pid >= 0);
	if (pid == 0) {
		struct emit *a, *b;

		for (i = 0; i < SIGNALS; i++)
			signal(signals[i],
			    signals[i] == ignore ? SIG_IGN : SIG_DFL);
		emit_guard_signals();
		a = emit_open("whole");
		b = emit_open("half.gz");
		emit_string(b, "half");
		emit_flush(b);
		emit_string(a, "whole");
		if (ignore == 0)
			emit_close(a, 1);
		must(write(ready[1], "", 1) == 1);
		for (;;)
			pause();
	}
	must(read(ready[0], &c, 1) == 1);
	close(ready[0]);
	close(ready[1]);
	return pid;
}

static void
test_signals(void)
{
	int ready[2], before = entries();
	size_t i;
	pid_t pid;

	for (i = 0; i < SIGNALS; i++) {
		pid = guarded(0, ready);
		IS_INT(entries(), before + 2, "a temporary file is there");
		kill(pid, signals[i]);
		IS_INT(ended(pid), 1000 + signals[i],
		    "signal %d ends the process", signals[i]);
		IS_INT(entries(), before + 1, "the temporary file is gone");
		OK(holds("whole", "whole"), "what was whole stays");
		unlink("whole");
	}
	pid = guarded(SIGHUP, ready);
	kill(pid, SIGHUP);
	usleep(50000);
	IS_INT(entries(), before + 2, "an ignored signal stays ignored");
	kill(pid, SIGTERM);
	IS_INT(ended(pid), 1000 + SIGTERM, "until another comes");
	IS_INT(entries(), before, "and both files are gone");
}

/*
 * A file size limit stands in for a full disk: the temporary file fails,
 * goes, and the target stays.
 */
static void
test_no_space(void)
{
	struct rlimit limit = { 100000, 100000 };
	struct emit *e;
	int before, r;
	pid_t pid;

	put_file("target", "old");
	before = entries();
	fflush(stdout);
	pid = fork();
	must(pid >= 0);
	if (pid == 0) {
		signal(SIGXFSZ, SIG_IGN);
		must(setrlimit(RLIMIT_FSIZE, &limit) == 0);
		e = emit_open("target");
		must(e != NULL);
		memset(emit_room(e, 200000), 'x', 200000);
		emit_used(e, 200000);
		r = emit_close(e, 1);
		_exit(r == -1 &&
			    strcmp(diag_text(), "target: File too large") == 0
			? 7
			: 0);
	}
	IS_INT(ended(pid), 7, "a file that cannot grow fails at the end");
	OK(holds("target", "old"), "the target stays");
	IS_INT(entries(), before, "no temporary file is left");
	unlink("target");
}

int
main(void)
{
	must(mkdtemp(dir) != NULL && chdir(dir) == 0);
	test_file();
	test_cannot_open();
	test_sizes();
	test_fields();
	test_gzip();
	test_special();
	test_stdout();
	test_signals();
	test_no_space();
	unlink("new");
	unlink("link");
	unlink("dangling");
	unlink("sub/link");
	unlink("sub/later");
	rmdir("sub");
	OK(chdir("/") == 0 && rmdir(dir) == 0, "nothing else was left");
	return tap_done();
}
