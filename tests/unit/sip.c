/* SPDX-License-Identifier: ISC */
#include "base/sip.h"
#include "tap.h"

/*
 * SipHash-2-4 of 00, 00 01, 00 01 02, ... under the key 00 01 .. 0f: the
 * first of the vectors of the reference implementation, and the one that
 * the paper works out (15 bytes).
 */
static void
test_vectors(void)
{
	static const uint64_t key[2] = { UINT64_C(0x0706050403020100),
		UINT64_C(0x0f0e0d0c0b0a0908) };
	static const struct {
		size_t n;
		uint64_t want;
	} vectors[] = { { 0, UINT64_C(0x726fdb47dd0e0e31) },
		{ 1, UINT64_C(0x74f839c593dc67fd) },
		{ 2, UINT64_C(0x0d6c8009d9a94f5a) },
		{ 3, UINT64_C(0x85676696d7fb7e2d) },
		{ 8, UINT64_C(0x93f5f5799a932462) },
		{ 15, UINT64_C(0xa129ca6149be45e5) } };
	char text[16];
	struct bytes b = { text, 0 };
	size_t i;

	for (i = 0; i < sizeof(text); i++)
		text[i] = (char)i;
	for (i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		b.n = vectors[i].n;
		OK(sip_hash(key, b) == vectors[i].want,
		    "the published hash of %zu bytes", b.n);
	}
}

static void
test_text(void)
{
	char text[SIP_TEXT + 1] = "";
	struct bytes b = { text, SIP_TEXT };
	uint64_t hash = 0;

	sip_put(text, UINT64_C(0x00fedcba98765432));
	IS_TEXT(text, "00fedcba98765432", "a hash as text");
	OK(sip_get(b, &hash) == 0 && hash == UINT64_C(0x00fedcba98765432),
	    "and back");
	text[3] = 'E';
	OK(sip_get(b, &hash) == -1, "capitals are none");
	b.n--;
	OK(sip_get(b, &hash) == -1, "nor is a part of it");
}

int
main(void)
{
	test_vectors();
	test_text();
	return tap_done();
}
