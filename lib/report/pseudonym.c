/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/sip.h"
#include "report/keyfile.h"
#include "report/pseudonym.h"

struct pseudonym {
	uint64_t key[2];
};

struct pseudonym *
pseudonym_open(const char *keyfile)
{
	struct pseudonym *p = mem_zero(1, sizeof(*p));

	if (keyfile_read(keyfile, p->key) == 0)
		return p;
	pseudonym_free(p);
	return NULL;
}

void
pseudonym_free(struct pseudonym *p)
{
	if (p == NULL)
		return;
	explicit_bzero(p, sizeof(*p));
	free(p);
}

static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";

/* Lists that were written with pseudonyms are read again. */
static int
is_pseudonym(struct bytes name, char kind)
{
	size_t i;

	if (name.n != PSEUDONYM || name.p[0] != kind || name.p[1] != '-')
		return 0;
	for (i = 2; i < name.n; i++)
		if (name.p[i] == '\0' || strchr(digits, name.p[i]) == NULL)
			return 0;
	return 1;
}

/*
 * Agents and customers have a key each, so that nobody sees that somebody
 * is both.  The digits are those of base 32 without i, l, o and u.
 */
size_t
pseudonym_put(const struct pseudonym *p, enum pseudonym_kind kind,
    struct bytes name, char out[PSEUDONYM])
{
	uint64_t key[2] = { p->key[0] ^ (uint64_t)kind, p->key[1] }, hash;
	size_t i;

	if (name.n == 0)
		return 0;
	hash = sip_hash(key, name);
	out[0] = kind == PSEUDONYM_AGENT ? 'A' : 'C';
	out[1] = '-';
	if (is_pseudonym(name, out[0])) {
		memcpy(out, name.p, PSEUDONYM);
		return PSEUDONYM;
	}
	for (i = 2; i < PSEUDONYM; i++, hash >>= 5)
		out[i] = digits[hash & 31];
	return PSEUDONYM;
}
