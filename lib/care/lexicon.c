/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "base/mem.h"
#include "care/lexicon.h"
#include "care/vector.h"

/* Places of the words' numbers while they are gathered: open addressing. */
struct lexicon {
	struct token *words; /* from 1 */
	unsigned char *flags;
	size_t n, word_cap, flag_cap;
	uint32_t *places; /* numbers; 0 is free; at most half are taken */
	size_t place_count;
	struct lexicon_table table;
	struct lexicon_slot *slots;
	uint32_t *place; /* of each word's slot */
};

enum { FIRST_PLACES = 64 * 1024 };

struct lexicon *
lexicon_new(void)
{
	struct lexicon *l = mem_zero(1, sizeof(*l));
	struct token digit;

	l->place_count = FIRST_PLACES;
	l->places = mem_zero(l->place_count, sizeof(*l->places));
	l->words = mem_grow(l->words, 0, &l->word_cap, sizeof(*l->words));
	l->flags = mem_grow(l->flags, 0, &l->flag_cap, 1);
	memset(&l->words[0], 0, sizeof(l->words[0]));
	l->flags[0] = 0;
	l->table.stems =
	    mem_zero((1 << LEXICON_STEM_BITS) / 64, sizeof(uint64_t));
	l->table.lengths = mem_zero(1 << LEXICON_STEM_BITS, sizeof(uint32_t));
	digit = token_of(&(struct token_folded){ "#", 1 });
	lexicon_add(l, &digit, LEXICON_KNOWN);
	return l;
}

void
lexicon_free(struct lexicon *l)
{
	if (l == NULL)
		return;
	free(l->words);
	free(l->flags);
	free(l->places);
	free(l->place);
	free(l->slots);
	free(l->table.stems);
	free(l->table.lengths);
	perfect_free(&l->table.perfect);
	free(l);
}

/* The place of the word with this hash: its own, or a free one. */
static uint32_t *
place_of(const struct lexicon *l, uint64_t hash)
{
	size_t i =
	    (size_t)((hash ^ hash >> 32) * UINT64_C(0x9e3779b97f4a7c15) >> 32);

	for (i &= l->place_count - 1; l->places[i] != 0;
	     i = (i + 1) & (l->place_count - 1))
		if (l->words[l->places[i]].hash == hash)
			break;
	return &l->places[i];
}

static void
grow_places(struct lexicon *l)
{
	uint32_t i;

	free(l->places);
	l->place_count *= 2;
	l->places = mem_zero(l->place_count, sizeof(*l->places));
	for (i = 1; i <= l->n; i++)
		*place_of(l, l->words[i].hash) = i;
}

uint32_t
lexicon_add(struct lexicon *l, const struct token *t, unsigned flags)
{
	uint32_t *place = place_of(l, t->hash);

	if (*place == 0 && l->n == LEXICON_MOST)
		return 0;
	if (*place == 0) {
		if ((l->n + 1) * 2 > l->place_count) {
			grow_places(l);
			place = place_of(l, t->hash);
		}
		*place = (uint32_t)++l->n;
		l->words =
		    mem_grow(l->words, l->n, &l->word_cap, sizeof(*l->words));
		l->flags = mem_grow(l->flags, l->n, &l->flag_cap, 1);
		l->words[l->n] = *t;
		l->words[l->n].p = NULL;
		l->flags[l->n] = 0;
	}
	l->flags[*place] |= flags & LEXICON_FLAGS;
	return *place;
}

int
lexicon_knows(const struct lexicon *l, const struct token *t)
{
	/* A word with a digit in front may be any, see LEXICON_DIGIT. */
	return byte_is_digit((unsigned char)t->low) ||
	    (l->flags[*place_of(l, t->hash)] & LEXICON_KNOWN) != 0;
}

static void
pass_stem(struct lexicon *l, uint64_t low, size_t n)
{
	uint32_t place = lexicon_stem_place(low);

	l->table.stems[place / 64] |= UINT64_C(1) << place % 64;
	l->table.lengths[place] |= UINT32_C(1) << n;
}

void
lexicon_add_stem(struct lexicon *l, uint64_t low, size_t n)
{
	uint64_t c;

	if (n > 3)
		pass_stem(l, low, n);
	else
		/* A word's fourth byte may be any. */
		for (c = 0; c < 256; c++)
			if (c == 0 || c == '\'' || c == '*' ||
			    byte_is_word((unsigned char)c))
				pass_stem(l, low | c << 24, n);
}

size_t
lexicon_count(const struct lexicon *l)
{
	return l->n;
}

const struct token *
lexicon_word(const struct lexicon *l, uint32_t i)
{
	return &l->words[i];
}

struct lexicon_entry *
lexicon_entry(struct lexicon *l, uint32_t i)
{
	return &l->slots[l->place[i]].entry;
}

void
lexicon_set_glance(struct lexicon *l, uint32_t i, lexicon_glance glance)
{
	l->slots[l->place[i]].glance = glance;
}

void
lexicon_ready(struct lexicon *l)
{
	struct lexicon_table *t = &l->table;
	uint64_t *hashes = mem_zero(l->n, sizeof(*hashes));
	struct lexicon_slot *slot;
	size_t size;
	uint32_t i;

	l->place = mem_zero(l->n + 1, sizeof(*l->place));
	for (i = 0; i < l->n; i++)
		hashes[i] = l->words[i + 1].hash;
	perfect_make(&t->perfect, hashes, l->n, l->place + 1);
	size = ((size_t)t->perfect.places + 2) * sizeof(*l->slots);
	l->slots = aligned_alloc(sizeof(*l->slots), size);
	if (l->slots == NULL)
		mem_exhausted();
	memset(l->slots, 0, size);
	for (i = 1; i <= l->n; i++) {
		slot = &l->slots[l->place[i]];
		slot->hash = hashes[i - 1];
		slot->entry.number = i & LEXICON_MOST;
		slot->entry.flags = l->flags[i];
	}
	t->slots = l->slots;
	t->stranger = l->slots + t->perfect.places;
	free(hashes);
}

void
lexicon_settle(struct lexicon *l)
{
	struct lexicon_slot *stranger = &l->slots[l->table.perfect.places];

	stranger[1] = l->slots[l->place[LEXICON_DIGIT]];
	stranger[0].entry.flags |= LEXICON_STRANGER;
	stranger[1].entry.flags |= LEXICON_STRANGER;
}

const struct lexicon_table *
lexicon_table(const struct lexicon *l)
{
	return &l->table;
}

static void
places_portable(const struct lexicon_table *t, const struct tokens *w,
    size_t from, const struct lexicon_slot **slot)
{
	const struct perfect perfect = t->perfect;
	size_t i;

	for (i = from; i < w->n; i++) {
		slot[i] = t->slots + perfect_place(&perfect, w->hash[i]);
		__builtin_prefetch(slot[i]);
	}
}

static void
slots_portable(const struct lexicon_table *t, const struct tokens *w,
    size_t from, const struct lexicon_slot **slot)
{
	const struct lexicon_table table = *t;
	size_t i;

	for (i = from; i < w->n; i++)
		slot[i] = lexicon_find(&table, slot[i], w->hash[i], w->low[i]);
}

#if defined(__x86_64__)

/* perfect_place() of eight words, as addresses. */
VECTOR_FOR_AVX512 static void
places_avx512(const struct lexicon_table *t, const struct tokens *w,
    size_t from, const struct lexicon_slot **slot)
{
	const struct perfect *p = &t->perfect;
	const __m512i salt = _mm512_set1_epi64((long long)p->salt);
	const __m512i places = _mm512_set1_epi64(p->places);
	const __m512i slots = _mm512_set1_epi64((long long)(uintptr_t)t->slots);
	const __m128i shift = _mm_cvtsi32_si128(p->group_shift);
	__m512i x, step, moved;
	size_t i, j, n = w->n;
	__mmask8 some;

	for (i = from; i < n; i += 8) {
		some = (__mmask8)_bzhi_u32(
		    0xff, n - i < 8 ? (unsigned)(n - i) : 8);
		x = _mm512_maskz_loadu_epi64(some, w->hash + i);
		x = _mm512_mullo_epi64(
		    _mm512_xor_si512(x, _mm512_srli_epi64(x, 32)), salt);
		moved = _mm512_cvtepu16_epi64(_mm256_cvtepi32_epi16(
		    _mm512_i64gather_epi32(_mm512_srl_epi64(x, shift),
			(const void *)p->moved, sizeof(*p->moved))));
		step = _mm512_or_si512(
		    _mm512_srli_epi64(x, 32), _mm512_set1_epi64(1));
		/* The low halves of the lanes count, as 32-bit numbers. */
		step = _mm512_add_epi64(
		    _mm512_srli_epi64(x, 8), _mm512_mul_epu32(moved, step));
		x = _mm512_srli_epi64(_mm512_mul_epu32(step, places), 32);
		_mm512_storeu_si512(
		    slot + i, _mm512_add_epi64(slots, _mm512_slli_epi64(x, 6)));
		for (j = i; j < i + 8; j++)
			__builtin_prefetch(slot[j]);
	}
}

_Static_assert(sizeof(struct lexicon_slot) == 1 << 6, "as shifted above");

/* lexicon_find() of eight words. */
VECTOR_FOR_AVX512 static void
slots_avx512(const struct lexicon_table *t, const struct tokens *w, size_t from,
    const struct lexicon_slot **slot)
{
	const __m512i stranger =
	    _mm512_set1_epi64((long long)(uintptr_t)t->stranger);
	const __m512i digit =
	    _mm512_set1_epi64((long long)(uintptr_t)(t->stranger + 1));
	size_t i, n = w->n;
	__m512i at, hash, first;
	__mmask8 some;

	for (i = from; i < n; i += 8) {
		some = (__mmask8)_bzhi_u32(
		    0xff, n - i < 8 ? (unsigned)(n - i) : 8);
		at = _mm512_loadu_si512(slot + i);
		hash = _mm512_i64gather_epi64(
		    _mm512_add_epi64(at,
			_mm512_set1_epi64(offsetof(struct lexicon_slot, hash))),
		    NULL, 1);
		first = _mm512_sub_epi64(
		    _mm512_and_si512(_mm512_maskz_loadu_epi64(some, w->low + i),
			_mm512_set1_epi64(0xff)),
		    _mm512_set1_epi64('0'));
		at = _mm512_mask_mov_epi64(at,
		    _mm512_cmpneq_epi64_mask(
			hash, _mm512_maskz_loadu_epi64(some, w->hash + i)),
		    _mm512_mask_mov_epi64(stranger,
			_mm512_cmplt_epu64_mask(first, _mm512_set1_epi64(10)),
			digit));
		_mm512_storeu_si512(slot + i, at);
	}
}

#endif

typedef void finder(const struct lexicon_table *, const struct tokens *,
    size_t from, const struct lexicon_slot **);

static const struct {
	finder *places, *slots;
} twins[] = {
	[VECTOR_PORTABLE] = { places_portable, slots_portable },
	[VECTOR_AVX2] = { places_portable, slots_portable },
#if defined(__x86_64__)
	[VECTOR_AVX512] = { places_avx512, slots_avx512 },
#endif
};

void
lexicon_places(const struct lexicon_table *t, const struct tokens *w,
    size_t from, const struct lexicon_slot **slot)
{
	twins[vector_in_use].places(t, w, from, slot);
}

void
lexicon_slots(const struct lexicon_table *t, const struct tokens *w,
    size_t from, const struct lexicon_slot **slot)
{
	twins[vector_in_use].slots(t, w, from, slot);
}
