/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "care/phrase.h"

/* One way to read one part of a phrase: `call-back` is two words. */
struct choice {
	struct match_part part[MATCH_PARTS];
	size_t n;
};

/* A phrase taken apart: part i is any of choice[from[i]] .. from[i + 1]. */
struct phrase {
	const struct phrase_book *book;
	int join; /* make classes of what stands between | */
	struct choice *choice;
	size_t choices, cap;
	size_t from[MATCH_PARTS + 1];
	size_t parts;
};

static struct choice *
new_choice(struct phrase *p)
{
	p->choice =
	    mem_grow(p->choice, p->choices, &p->cap, sizeof(*p->choice));
	memset(&p->choice[p->choices], 0, sizeof(*p->choice));
	return &p->choice[p->choices++];
}

/* Give a choice its only part, one that is no word. */
static const char *
set_only(struct choice *c, enum match_kind kind, uint64_t hash)
{
	c->part[0].kind = kind;
	c->part[0].hash = hash;
	c->n = 1;
	return NULL;
}

static void
set_word(struct match_part *part, const struct token *t)
{
	part->kind = MATCH_WORD;
	part->hash = t->hash;
	part->low = t->low;
	part->high = t->high;
}

/*
 * For a choice with apostrophes in its words, one without them, where
 * leaving them out gives no other word.
 */
static void
add_elided(struct phrase *p, const struct token *token, size_t n)
{
	struct choice *c = new_choice(p);
	struct token_folded f;
	struct token folded;
	size_t i, changed = 0;

	*c = p->choice[p->choices - 2];
	for (i = 0; i < n; i++) {
		token_fold(&token[i], &f);
		if (c->part[i].kind == MATCH_WORD && token_elide(&f)) {
			folded = token_of(&f);
			set_word(&c->part[i], &folded);
			changed++;
		}
	}
	if (changed == 0)
		p->choices--;
}

/* The words of an alternative; of a stem the last one lacks its `*`. */
static const char *
add_words(struct phrase *p, struct choice *c, struct bytes text, int stem)
{
	struct token token[TOKEN_LONGEST + 1];
	struct token_folded f;
	size_t n, i;

	n = token_list(text, token, sizeof(token) / sizeof(token[0]));
	if (n == 0)
		return "has a part without a word";
	if (n > MATCH_PARTS)
		return "has more than 12 words";
	for (i = 0; i < n; i++) {
		if (token[i].hash == 0)
			return "has a word of more than 63 bytes";
		set_word(&c->part[i], &token[i]);
	}
	c->n = n;
	if (stem) {
		token_fold(&token[n - 1], &f);
		if (f.n < MATCH_STEM_SHORTEST || f.n > TOKEN_STEM)
			return "must have 3 to 16 letters before a `*`";
		c->part[n - 1].kind = MATCH_STEM;
		c->part[n - 1].n = f.n;
	}
	add_elided(p, token, n);
	return NULL;
}

/* One alternative of a part. */
static const char *
add_choice(struct phrase *p, struct bytes text)
{
	struct choice *c = new_choice(p);
	uint32_t *class;
	size_t stars = 0;

	if (text.n == 0)
		return NULL;
	if (bytes_is(text, "#"))
		return set_only(c, MATCH_DIGIT, 0);
	if (text.p[0] == '@') {
		class = map_find(
		    p->book->classes, (struct bytes){ text.p + 1, text.n - 1 });
		return class == NULL ? "names a class that no row makes"
				     : set_only(c, MATCH_CLASS, *class);
	}
	while (stars < text.n && text.p[text.n - 1 - stars] == '*')
		stars++;
	if (stars > 2 || memchr(text.p, '*', text.n - stars) != NULL)
		return "has a `*` inside a word";
	/* One star ends a stem; two are a mask and part of the word. */
	text.n -= stars == 1;
	return add_words(p, c, text, stars == 1);
}

static int
is_single(const struct choice *c)
{
	return c->n == 1 &&
	    (c->part[0].kind == MATCH_WORD || c->part[0].kind == MATCH_STEM);
}

/*
 * Make one class of the single words among the choices from `from` on:
 * one way to read the part instead of many.
 */
static void
join_singles(struct phrase *p, size_t from)
{
	struct match_part *parts;
	size_t i, n = from, singles = 0;

	for (i = from; i < p->choices; i++)
		singles += (size_t)is_single(&p->choice[i]);
	if (singles < 2)
		return;
	parts = mem_zero(singles, sizeof(*parts));
	singles = 0;
	for (i = from; i < p->choices; i++)
		if (is_single(&p->choice[i]))
			parts[singles++] = p->choice[i].part[0];
		else
			p->choice[n++] = p->choice[i];
	p->choices = n;
	set_only(new_choice(p), MATCH_CLASS,
	    match_class_of(p->book->match, parts, singles));
	free(parts);
}

static const char *
add_part(struct phrase *p, struct bytes text)
{
	const char *wrong = NULL;
	struct bytes rest = text;
	size_t from = p->choices;

	if (p->parts == MATCH_PARTS)
		return "has more than 12 words";
	if (bytes_is(text, "*"))
		set_only(new_choice(p), MATCH_SOME, 0);
	else
		while (rest.p != NULL && wrong == NULL)
			wrong = add_choice(p, bytes_cut(rest, '|', &rest));
	if (wrong == NULL && p->join)
		join_singles(p, from);
	p->from[p->parts++] = from;
	p->from[p->parts] = p->choices;
	return wrong;
}

static const char *
take_apart(struct phrase *p, struct bytes text)
{
	const char *wrong = NULL;
	size_t i = 0, n;

	while (wrong == NULL) {
		while (i < text.n && strchr(" \t\r\n", text.p[i]) != NULL &&
		    text.p[i] != '\0')
			i++;
		if (i == text.n)
			break;
		for (n = 0; i + n < text.n; n++)
			if (text.p[i + n] == ' ' || text.p[i + n] == '\t' ||
			    text.p[i + n] == '\r' || text.p[i + n] == '\n')
				break;
		wrong = add_part(p, (struct bytes){ text.p + i, n });
		i += n;
	}
	return wrong;
}

/* What the choices of one part have in common, or at most. */
struct summary {
	size_t longest;
	int gap, optional, word; /* a word: all of them have one */
};

static struct summary
summarise(const struct phrase *p, size_t part)
{
	struct summary sum = { 0, 0, 0, 1 };
	const struct choice *c;
	size_t i;

	for (i = p->from[part]; i < p->from[part + 1]; i++) {
		c = &p->choice[i];
		if (c->n > sum.longest)
			sum.longest = c->n;
		sum.gap |= c->part[0].kind == MATCH_SOME;
		sum.optional |= c->n == 0;
		sum.word &= c->n > 0 && c->part[0].kind != MATCH_SOME &&
		    c->part[0].kind != MATCH_DIGIT;
	}
	return sum;
}

/* What is wrong with a phrase that was taken apart, or NULL. */
static const char *
check(const struct phrase *p)
{
	struct summary sum;
	size_t i, words = 0, parts = 0, readings = 1;
	int at_end = 1; /* no word yet behind the last gap */

	if (p->parts == 0)
		return "is empty";
	for (i = 0; i < p->parts; i++) {
		sum = summarise(p, i);
		if (sum.gap && (at_end || i + 1 == p->parts))
			return "has a `*` with no word on one side";
		if (sum.gap || !sum.optional)
			at_end = sum.gap;
		words += (size_t)sum.word;
		parts += sum.longest;
		readings *= p->from[i + 1] - p->from[i];
		if (parts > MATCH_PARTS)
			return "has more than 12 words";
		if (readings > PHRASE_READINGS)
			return "can be read in more than 4096 ways";
	}
	if (words > 0 && at_end)
		return "has a `*` with no word on one side";
	return words > 0 ? NULL : "has no word";
}

/* Add every way to read parts i and on, behind the n in `parts`. */
static void
add_readings(const struct phrase *p, enum match_set set, size_t i,
    struct match_part *parts, size_t n, uint32_t value)
{
	const struct choice *c;
	size_t j;

	if (i == p->parts) {
		match_add(p->book->match, set, parts, n, value);
		return;
	}
	for (j = p->from[i]; j < p->from[i + 1]; j++) {
		c = &p->choice[j];
		memcpy(parts + n, c->part, c->n * sizeof(*parts));
		add_readings(p, set, i + 1, parts, n + c->n, value);
	}
}

const char *
phrase_class(struct phrase_book *book, struct bytes name, struct bytes words)
{
	struct phrase p = { .book = book };
	const char *wrong;
	uint32_t *class;
	int added;
	size_t i;

	if (name.n == 0)
		return "names no class";
	wrong = take_apart(&p, words);
	if (wrong == NULL && p.parts != 1)
		wrong = "must be single words with `|` between";
	for (i = 0; wrong == NULL && i < p.choices; i++)
		if (!is_single(&p.choice[i]))
			wrong = "must be single words with `|` between";
	if (wrong == NULL) {
		class = map_put(book->classes, name, &added);
		if (added)
			*class = match_class(book->match);
		for (i = 0; i < p.choices; i++)
			match_class_add(book->match, *class, p.choice[i].part);
	}
	free(p.choice);
	return wrong;
}

const char *
phrase_add(struct phrase_book *book, enum match_set set, struct bytes text,
    uint32_t value)
{
	struct match_part parts[MATCH_PARTS];
	struct phrase p = { .book = book, .join = 1 };
	const char *wrong;

	wrong = take_apart(&p, text);
	if (wrong == NULL)
		wrong = check(&p);
	if (wrong == NULL)
		add_readings(&p, set, 0, parts, 0, value);
	free(p.choice);
	return wrong;
}
