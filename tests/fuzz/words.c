/* SPDX-License-Identifier: ISC */
/*
 * Texts of any bytes: vectors of every kind give the same, a text read
 * alone or with another is the same, and what explanations name lies in
 * the text.
 */
#include <stdlib.h>
#include <string.h>

#include "care/vector.h"
#include "care/words.h"

/* What explanations say must lie in the text. */
static void
check_explained(const struct words *w, struct bytes text)
{
	struct words_feature *features;
	struct words_hit *hits;
	size_t n, i;

	n = words_explain(w, text, &hits);
	for (i = 0; i < n; i++)
		if (hits[i].place + hits[i].length > text.n ||
		    hits[i].by_place + hits[i].by_length > text.n)
			abort();
	free(hits);
	n = words_features(w, text, &features);
	for (i = 0; i < n; i++)
		if (features[i].place + features[i].length > text.n ||
		    features[i].line == 0 || features[i].feature.n == 0)
			abort();
	free(features);
}

/* Two pieces say together what each says alone. */
static void
check_together(const struct words *w, struct bytes text)
{
	struct bytes piece[2] = { text, text };
	struct words_found alone, both[2];
	int i;

	piece[0].n = piece[1].n = text.n / 2;
	piece[1].p += text.n / 2;
	words_find_all(w, piece, 2, both);
	for (i = 0; i < 2; i++) {
		words_find(w, piece[i], &alone);
		if (memcmp(&alone, &both[i], sizeof(alone)) != 0)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct words *w;
	struct bytes text = { (const char *)data, size };
	struct words_found first, f;
	int twin;

	if (w == NULL)
		w = words_open(NULL);
	if (w == NULL)
		abort();
	vector_use(-1);
	words_find(w, text, &first);
	if (first.known > first.words || first.hostile < 0 ||
	    first.hostile > 1 || (!first.read && first.feeling != REAL_NONE))
		abort();
	for (twin = 0; vector_name(twin) != NULL; twin++) {
		vector_use(twin);
		words_find(w, text, &f);
		if (memcmp(f.score, first.score, sizeof(f.score)) != 0 ||
		    f.signals != first.signals || f.words != first.words ||
		    f.known != first.known)
			abort();
	}
	vector_use(-1);
	check_together(w, text);
	if (size <= 1024)
		check_explained(w, text);
	return 0;
}
