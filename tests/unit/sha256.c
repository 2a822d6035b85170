/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>

#include "report/base64.h"
#include "report/sha256.h"
#include "tap.h"

/* The digest as hex; valid until the next call. */
static const char *
hex(struct bytes b)
{
	static char out[2 * SHA256_SIZE + 1];
	unsigned char digest[SHA256_SIZE];
	size_t i;

	sha256(b, digest);
	for (i = 0; i < SHA256_SIZE; i++)
		snprintf(out + 2 * i, 3, "%02x", digest[i]);
	return out;
}

/* Vectors of FIPS 180 and of NIST's examples; lengths around a block. */
static void
test_sha256(void)
{
	char *million = malloc(1000000);
	struct bytes b = { million, 1000000 };

	IS_TEXT(hex(bytes_of("")),
	    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	    "no bytes");
	IS_TEXT(hex(bytes_of("abc")),
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
	    "one block");
	IS_TEXT(hex(bytes_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmno"
			     "mnopnopq")),
	    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
	    "56 bytes: the length needs a block of its own");
	if (million == NULL)
		return;
	memset(million, 'a', b.n);
	IS_TEXT(hex(b),
	    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
	    "a million bytes");
	b.n = 64;
	IS_TEXT(hex(b),
	    "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb",
	    "64 bytes");
	free(million);
}

/* Vectors of RFC 4648, section 10. */
static void
test_base64(void)
{
	static const char *const vectors[][2] = { { "", "" }, { "f", "Zg==" },
		{ "fo", "Zm8=" }, { "foo", "Zm9v" }, { "foob", "Zm9vYg==" },
		{ "fooba", "Zm9vYmE=" }, { "foobar", "Zm9vYmFy" },
		{ "\xfb\xff\xbf", "+/+/" } };
	struct buf out = { NULL, 0, 0 };
	size_t i;

	for (i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		out.n = 0;
		base64_put(&out, bytes_of(vectors[i][0]));
		IS_TEXT(buf_string(&out), vectors[i][1], "base64");
	}
	buf_free(&out);
}

int
main(void)
{
	test_sha256();
	test_base64();
	return tap_done();
}
