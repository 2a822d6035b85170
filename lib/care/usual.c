/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "care/token.h"
#include "care/usual.h"

/*
 * Words that are in most notes and remarks, the most usual first.  It
 * costs time and changes nothing else when one is missing here.
 */
static const char *const usual_words[] = { "the", "to", "and", "a", "i", "of",
	"you", "is", "it", "in", "that", "for", "was", "on", "he", "she",
	"they", "my", "with", "not", "be", "have", "cust", "customer", "this",
	"but", "so", "me", "at", "do", "your", "if", "or", "as", "are", "we",
	"called", "call", "just", "no", "an", "all", "from", "up", "out", "by",
	"get", "had", "has", "been", "can", "will", "were", "would", "there",
	"about", "her", "his", "him", "them", "their", "when", "what",
	"account", "caller", "cx", "which", "one", "now", "then", "than", "did",
	"said", "acct", "phone", "us", "our", "who", "how", "don't", "dont",
	"its", "it's", "i'm", "im", "very", "back", "over", "more", "time",
	"like", "only", "after", "any", "know", "go", "going", "want", "wants",
	"wanted", "told", "asked", "ask", "need", "needs", "still", "here",
	"also", "see", "got", "make", "made", "off", "way", "day", "days",
	"today", "again", "because", "before", "never", "really", "could",
	"should", "people", "good", "new", "work", "right", "think", "well",
	"too", "even", "adv", "advised", "agent", "order", "bill", "help",
	"payment", "card", "service", "number", "email", "resolved", "issue",
	"name", "send", "sent", "put", "last", "being", "someone", "something",
	"why", "where", "much", "into", "am", "u", "pls", "please", "thanks",
	"thank", "say", "says", "take", "come", "give", "some", "other",
	"first", "next", "week", "month", "line", "nothing", "already", "per",
	"w", "re" };
enum {
	USUAL = sizeof(usual_words) / sizeof(usual_words[0]),
	SLOTS = 512 /* a power of two, more than twice as many */
};

struct usual {
	struct {
		uint64_t hash;
	} word[USUAL];
	uint16_t slot[SLOTS]; /* rank by hash; 0 is free */
};

static size_t
slot_of(const struct usual *u, uint64_t hash)
{
	size_t i = (size_t)(hash >> 48) % SLOTS;

	while (u->slot[i] != 0 && u->word[u->slot[i] - 1].hash != hash)
		i = (i + 1) % SLOTS;
	return i;
}

struct usual *
usual_new(void)
{
	struct usual *u = mem_zero(1, sizeof(*u));
	struct token_folded f;
	struct token t;
	size_t i;

	for (i = 0; i < USUAL; i++) {
		t.p = usual_words[i];
		t.n = (uint32_t)strlen(usual_words[i]);
		token_fold(&t, &f);
		t = token_of(&f);
		u->word[i].hash = t.hash;
		u->slot[slot_of(u, t.hash)] = (uint16_t)(i + 1);
	}
	return u;
}

void
usual_free(struct usual *u)
{
	free(u);
}

uint64_t
usual_share(const struct usual *u, uint64_t hash)
{
	size_t rank = u->slot[slot_of(u, hash)];

	/* The first word of English is 6 of 100. */
	return rank == 0 ? 0 : 60000 / rank;
}

size_t
usual_count(void)
{
	return USUAL;
}

const char *
usual_word(size_t i)
{
	return usual_words[i];
}
