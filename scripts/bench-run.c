/* SPDX-License-Identifier: ISC */
/*
 * Run a command with its output thrown away and print what it took: wall
 * and CPU seconds, peak memory of the largest of its processes in KiB, exit
 * status, and of the CPU seconds those outside of the kernel.  A runner of
 * a few pages of its own, because a child's peak counts what stood in its
 * parent's memory before it became the command: under python that alone is
 * 15 MiB.
 */
#include <sys/resource.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static void
become(char **argv)
{
	int null = open("/dev/null", O_RDWR);

	if (null < 0 || dup2(null, 1) < 0 || dup2(null, 2) < 0)
		_exit(126);
	execvp(argv[0], argv);
	_exit(127);
}

int
main(int argc, char **argv)
{
	struct timespec began, ended;
	struct rusage use;
	int status;
	pid_t pid;

	if (argc < 2) {
		fprintf(stderr, "usage: bench-run command [argument ...]\n");
		return 2;
	}
	clock_gettime(CLOCK_MONOTONIC, &began);
	pid = fork();
	if (pid == 0)
		become(argv + 1);
	if (pid < 0 || waitpid(pid, &status, 0) != pid) {
		perror("bench-run");
		return 1;
	}
	clock_gettime(CLOCK_MONOTONIC, &ended);
	getrusage(RUSAGE_CHILDREN, &use);
	printf("%.6f %.6f %ld %d %.6f\n",
	    (double)(ended.tv_sec - began.tv_sec) +
		(double)(ended.tv_nsec - began.tv_nsec) / 1e9,
	    seconds(use.ru_utime) + seconds(use.ru_stime), use.ru_maxrss,
	    WIFEXITED(status) ? WEXITSTATUS(status) : 128,
	    seconds(use.ru_utime));
	return 0;
}
