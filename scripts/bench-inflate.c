/* SPDX-License-Identifier: ISC */
/*
 * The bare inflate loop that triage on .csv.gz is held against: read,
 * inflate, throw away.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

enum { BLOCK = 256 * 1024 };

int
main(int argc, char **argv)
{
	static unsigned char in[BLOCK], out[BLOCK];
	unsigned long long total = 0;
	z_stream z;
	ssize_t n;
	int fd, got = Z_OK;

	if (argc != 2 || (fd = open(argv[1], O_RDONLY)) < 0) {
		fprintf(stderr, "usage: bench-inflate FILE.gz\n");
		return 2;
	}
	memset(&z, 0, sizeof(z));
	if (inflateInit2(&z, 31) != Z_OK)
		return 1;
	while (got == Z_OK && (n = read(fd, in, sizeof(in))) > 0) {
		z.next_in = in;
		z.avail_in = (unsigned)n;
		while (z.avail_in > 0 && got == Z_OK) {
			z.next_out = out;
			z.avail_out = sizeof(out);
			got = inflate(&z, Z_NO_FLUSH);
			total += sizeof(out) - z.avail_out;
		}
	}
	inflateEnd(&z);
	printf("%llu\n", total);
	return got == Z_STREAM_END ? 0 : 1;
}
