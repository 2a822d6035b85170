/* SPDX-License-Identifier: ISC */
#include "base/sip.h"

static inline uint64_t
rotate(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

static void
rounds(uint64_t v[4], int n)
{
	while (n-- > 0) {
		v[0] += v[1];
		v[1] = rotate(v[1], 13) ^ v[0];
		v[0] = rotate(v[0], 32);
		v[2] += v[3];
		v[3] = rotate(v[3], 16) ^ v[2];
		v[0] += v[3];
		v[3] = rotate(v[3], 21) ^ v[0];
		v[2] += v[1];
		v[1] = rotate(v[1], 17) ^ v[2];
		v[2] = rotate(v[2], 32);
	}
}

static void
absorb(uint64_t v[4], uint64_t word)
{
	v[3] ^= word;
	rounds(v, 2);
	v[0] ^= word;
}

/* Little-endian, whatever the machine is. */
static uint64_t
word_of(const char *p, size_t n)
{
	uint64_t word = 0;
	size_t i;

	for (i = 0; i < n; i++)
		word |= (uint64_t)(unsigned char)p[i] << (8 * i);
	return word;
}

uint64_t
sip_hash(const uint64_t key[2], struct bytes b)
{
	uint64_t v[4] = { key[0] ^ UINT64_C(0x736f6d6570736575),
		key[1] ^ UINT64_C(0x646f72616e646f6d),
		key[0] ^ UINT64_C(0x6c7967656e657261),
		key[1] ^ UINT64_C(0x7465646279746573) };
	uint64_t last = (uint64_t)b.n << 56;
	size_t i = 0;

	for (; b.n - i >= 8; i += 8)
		absorb(v, word_of(b.p + i, 8));
	if (i < b.n)
		last |= word_of(b.p + i, b.n - i);
	absorb(v, last);
	v[2] ^= 0xff;
	rounds(v, 4);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

void
sip_put(char out[SIP_TEXT], uint64_t hash)
{
	int i;

	for (i = 0; i < SIP_TEXT; i++)
		out[i] = "0123456789abcdef"[hash >> (60 - 4 * i) & 15];
}

int
sip_get(struct bytes b, uint64_t *hash)
{
	uint64_t v = 0;
	size_t i;

	if (b.n != SIP_TEXT)
		return -1;
	for (i = 0; i < b.n; i++) {
		char c = b.p[i];

		if (c >= '0' && c <= '9')
			v = v << 4 | (uint64_t)(c - '0');
		else if (c >= 'a' && c <= 'f')
			v = v << 4 | (uint64_t)(c - 'a' + 10);
		else
			return -1;
	}
	*hash = v;
	return 0;
}
