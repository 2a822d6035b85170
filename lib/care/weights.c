/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/num.h"
#include "care/weights.h"
#include "csv/emit.h"
#include "csv/input.h"

enum { LARGEST = 32000, FILE_MOST = 64 << 20, PIECE = 64 * 1024 };

static const char *const heads[HEADS] = { "stress", "valence", "abuse",
	"threat", "profanity", "anger", "manager", "legal", "selfharm", "churn",
	"complaint", "thanks", "help", "promise" };

/* Rows with a name of their own, and what every head has without them. */
static const struct {
	const char *name;
	int32_t stress, valence, signal;
} pools[WEIGHTS_POOLS] = {
	[POOL_BIAS] = { "@bias", 0, 0, 0 },
	[POOL_SUM] = { "@sum", 0, 0, 0 },
	[POOL_PEAK] = { "@peak", 0, 0, 0 },
	[POOL_TOP] = { "@top", 0, 0, 0 },
	[POOL_LATE] = { "@late", 0, 0, 0 },
	[POOL_NORM] = { "@norm", 0, 0, 0 },
	/* A phrase of weight 0.5 is a signal where nothing was learned. */
	[POOL_PHRASE] = { "@phrase", 0, 0, 1000 },
	[POOL_CUT] = { "@cut", 0, 0, 500 },
	[POOL_MIX] = { "@mix", 0, 0, 0 },
	[POOL_HOSTILE_0] = { "^hostile0", 0, 0, 0 },
	[POOL_HOSTILE_25] = { "^hostile25", 0, 0, 1000 },
	[POOL_S_0] = { "^s0", 0, 0, 0 },
	/* Without it there is one line from ^s0 to ^s1. */
	[POOL_S_15] = { "^s15", INT32_MIN, 0, 0 },
	[POOL_S_1] = { "^s1", 0, 0, 0 },
};

static const char *const marks[WEIGHTS_MARKS] = { "^caps", "^!", "^?!", "^." };

const char *
head_name(enum head head)
{
	return heads[head];
}

/* Reading: the file, and where each head stands in a row. */
struct reading {
	struct weights *w;
	struct lexicon *lexicon;
	const char *begin;
	struct bytes rest;
	size_t line, at; /* the line's number, and its place in the file */
	char delimiter;
	size_t columns, feature;   /* the feature's column */
	int head[HEAD_LANES * 4];  /* by column; -1: the feature */
	int32_t value[HEAD_LANES]; /* of this row */
	int any;		   /* a value is not 0 */
};

static int
fail(const struct reading *r, const char *what)
{
	return diag_fail(
	    STATUS_CANNOT, "%s:%zu: %s", r->w->name, r->line, what);
}

static int
fail_column(const struct reading *r, size_t column, const char *what)
{
	int head = r->head[column];

	return diag_fail(STATUS_CANNOT, "%s:%zu: column %s: %s", r->w->name,
	    r->line, head < 0 ? "feature" : heads[head], what);
}

/* The next line without its end; 0 at the end. */
static int
next_line(struct reading *r, struct bytes *line)
{
	const char *end;

	if (r->rest.n == 0)
		return 0;
	end = memchr(r->rest.p, '\n', r->rest.n);
	r->at = (size_t)(r->rest.p - r->begin);
	line->p = r->rest.p;
	line->n = end == NULL ? r->rest.n : (size_t)(end - r->rest.p);
	r->rest.p += line->n + (end != NULL);
	r->rest.n -= line->n + (end != NULL);
	if (line->n > 0 && line->p[line->n - 1] == '\r')
		line->n--;
	r->line++;
	return 1;
}

/* A value, without quotes around it if a spreadsheet set them. */
static struct bytes
unquoted(struct bytes b)
{
	b = bytes_trim(b);
	if (b.n >= 2 && b.p[0] == '"' && b.p[b.n - 1] == '"') {
		b.p++;
		b.n -= 2;
	}
	return bytes_trim(b);
}

static int
read_header(struct reading *r)
{
	struct bytes line, name;
	unsigned seen = 0;
	int i;

	if (r->rest.n >= 3 && memcmp(r->rest.p, "\xef\xbb\xbf", 3) == 0) {
		r->rest.p += 3;
		r->rest.n -= 3;
	}
	if (!next_line(r, &line))
		return diag_fail(STATUS_CANNOT, "%s: is empty", r->w->name);
	r->delimiter = memchr(line.p, ';', line.n) != NULL ? ';'
	    : memchr(line.p, '\t', line.n) != NULL	   ? '\t'
							   : ',';
	while (line.p != NULL) {
		if (r->columns == sizeof(r->head) / sizeof(r->head[0]))
			return fail(r, "too many columns");
		name = unquoted(bytes_cut(line, r->delimiter, &line));
		for (i = HEADS - 1; i >= 0; i--)
			if (bytes_is_nocase(name, heads[i]))
				break;
		if (i < 0 && !bytes_is_nocase(name, "feature"))
			return fail(r, "there is no such column here");
		if (seen >> (i + 1) & 1)
			return fail(r, "a column stands there twice");
		seen |= 1u << (i + 1);
		r->head[r->columns++] = i;
	}
	if (seen != (1u << (HEADS + 1)) - 1)
		return fail(r,
		    "must have the columns feature, stress, valence and the "
		    "12 signals");
	return 0;
}

/* The values of a row; returns 0 or -1. */
static int
read_value(struct reading *r, size_t column, struct bytes cell)
{
	int64_t v = 0;

	cell = unquoted(cell);
	if (cell.n > 0 &&
	    (num_integer(cell, &v) != 0 || v < -LARGEST || v > LARGEST))
		return fail_column(
		    r, column, "not a whole number from -32000 to 32000");
	r->value[r->head[column]] = (int32_t)v;
	r->any |= v != 0;
	return 0;
}

/* A small number right away, as nearly all are: 0 when it is none. */
static size_t
quick_value(const char *p, const char *end, int32_t *value)
{
	const char *q = p;
	int32_t v = 0;
	int minus = q < end && *q == '-';

	for (q += minus;
	     q < end && q - p < 6 && byte_is_digit((unsigned char)*q); q++)
		v = v * 10 + (*q - '0');
	*value = minus ? -v : v;
	return v > LARGEST || (minus && q - p == 1) ? 0 : (size_t)(q - p);
}

/* Split a row; the feature goes to `*feature`.  Returns 0 or -1. */
static int
read_row(struct reading *r, struct bytes line, struct bytes *feature)
{
	const char *p = line.p, *end = line.p + line.n, *stop;
	size_t column, n;

	memset(r->value, 0, sizeof(r->value));
	r->any = 0;
	feature->n = 0;
	for (column = 0; p <= end; column++) {
		if (column == r->columns)
			return fail(r, "more values than columns");
		if (p < end && *p == r->delimiter && column != r->feature) {
			p++;
			continue;
		}
		if (r->head[column] >= 0) {
			n = quick_value(p, end, &r->value[r->head[column]]);
			if (p + n == end || p[n] == r->delimiter) {
				r->any |= r->value[r->head[column]];
				p += n + 1;
				continue;
			}
		}
		stop = memchr(p, r->delimiter, (size_t)(end - p));
		if (stop == NULL)
			stop = end;
		if (r->head[column] < 0)
			*feature =
			    unquoted((struct bytes){ p, (size_t)(stop - p) });
		else if (read_value(r, column,
			     (struct bytes){ p, (size_t)(stop - p) }) != 0)
			return -1;
		p = stop + 1;
	}
	return 0;
}

/* Let a row be that of this line. */
static void
set_place(struct reading *r, uint32_t row)
{
	r->w->place[row].line = (uint32_t)r->line;
	r->w->place[row].at = (uint32_t)r->at;
}

/* The row of this line in the table. */
static uint32_t
new_row(struct reading *r)
{
	struct weights *w = r->w;
	int i;

	if (w->row_count == w->row_cap) {
		size_t cap = w->row_cap == 0 ? 1024 : 2 * w->row_cap;
		int16_t(*rows)[HEAD_LANES] =
		    aligned_alloc(sizeof(*rows), cap * sizeof(*rows));

		if (rows == NULL)
			mem_exhausted();
		if (w->row_count > 0)
			memcpy(rows, w->rows, w->row_count * sizeof(*rows));
		free(w->rows);
		w->rows = rows;
		w->row_cap = cap;
	}
	w->place =
	    mem_grow(w->place, w->row_count, &w->place_cap, sizeof(*w->place));
	for (i = 0; i < HEAD_LANES; i++)
		w->rows[w->row_count][i] = (int16_t)r->value[i];
	set_place(r, (uint32_t)w->row_count);
	return (uint32_t)w->row_count++;
}

/* The number at a place of a growing array; 0 where none was set. */
static uint32_t
number_at(const uint32_t *array, size_t cap, size_t at)
{
	return at < cap ? array[at] : 0;
}

/* Where to set it. */
static uint32_t *
slot_at(uint32_t **array, size_t *cap, size_t at)
{
	size_t old = *cap;

	if (at >= old) {
		*cap = 2 * at + 1024;
		*array = mem_resize(*array, *cap, sizeof(**array));
		memset(*array + old, 0, (*cap - old) * sizeof(**array));
	}
	return &(*array)[at];
}

/*
 * Whether a text may have such a word.  What has capitals or other signs
 * would stand in the file and never count, as texts are folded and parted;
 * hyphens part words, too, but stand in the classes of words.csv.
 */
static int
can_be_word(struct bytes word)
{
	unsigned char c;
	size_t i;

	for (i = 0; i < word.n; i++) {
		c = (unsigned char)word.p[i];
		if (byte_is_word(c) ? c >= 'A' && c <= 'Z'
				    : memchr("'*-", c, 3) == NULL)
			return 0;
	}
	return word.n > 0 && word.n <= TOKEN_LONGEST;
}

/* The number of a word of a feature; 0 when it cannot be one, told. */
static uint32_t
word_number(struct reading *r, struct bytes word, unsigned flags)
{
	struct token_folded f = { .n = word.n };
	struct token t;
	uint32_t number;

	if (!can_be_word(word) && !bytes_is(word, "#")) {
		fail_column(r, r->feature,
		    "has a word that is not 1 to 63 small letters, digits "
		    "and apostrophes");
		return 0;
	}
	memcpy(f.p, word.p, word.n);
	t = token_of(&f);
	number = lexicon_add(r->lexicon, &t, flags);
	if (number == 0)
		fail(r, "more than a million words");
	return number;
}

/* A pair in one number; words have 20 bits. */
static uint64_t
pair_key(uint32_t left, uint32_t right, enum weights_kind kind)
{
	return (uint64_t)left << 21 | (uint64_t)kind << 20 | right;
}

static uint32_t
left_of(uint64_t key)
{
	return (uint32_t)(key >> 21);
}

static enum weights_kind
kind_of(uint64_t key)
{
	return (enum weights_kind)(key >> 20 & 1);
}

static uint32_t
right_of(uint64_t key)
{
	return (uint32_t)key & LEXICON_MOST;
}

static int
add_pair(struct reading *r, struct bytes left, struct bytes right,
    enum weights_kind kind)
{
	struct weights *w = r->w;
	uint32_t a = word_number(r, left, LEXICON_KNOWN);
	uint32_t b = a == 0 ? 0 : word_number(r, right, LEXICON_KNOWN);

	if (a == 0 || b == 0)
		return -1;
	w->keys =
	    mem_grow(w->keys, w->pair_count, &w->key_cap, sizeof(*w->keys));
	w->key_rows = mem_grow(
	    w->key_rows, w->pair_count, &w->key_row_cap, sizeof(*w->key_rows));
	w->keys[w->pair_count] = pair_key(a, b, kind);
	w->key_rows[w->pair_count++] = new_row(r);
	return 0;
}

/* The row of a word, with nothing in it when it had none. */
static uint32_t
word_row(struct reading *r, uint32_t word)
{
	struct weights *w = r->w;
	int32_t value[HEAD_LANES];
	uint32_t row = number_at(w->row_of, w->row_of_cap, word);

	if (row != 0)
		return row;
	memcpy(value, r->value, sizeof(value));
	memset(r->value, 0, sizeof(r->value));
	row = new_row(r);
	w->place[row].line = 0;
	memcpy(r->value, value, sizeof(value));
	*slot_at(&w->row_of, &w->row_of_cap, word) = row;
	return row;
}

static int
add_word(struct reading *r, struct bytes word)
{
	uint32_t number = word_number(r, word, LEXICON_KNOWN), row;
	int i;

	if (number == 0)
		return -1;
	row = word_row(r, number);
	if (r->w->place[row].line != 0)
		return fail_column(
		    r, r->feature, "stands in an earlier row, too");
	set_place(r, row);
	for (i = 0; i < HEAD_LANES; i++)
		r->w->rows[row][i] = (int16_t)r->value[i];
	return 0;
}

/* `!word` and, with a blank behind the mark, a word that negates. */
static int
add_negation(struct reading *r, struct bytes word)
{
	int negator = word.n > 0 && word.p[0] == ' ';
	struct weights *w = r->w;
	uint32_t number, row;

	if (negator) {
		word.p++;
		word.n--;
	}
	number = word_number(r, word,
	    LEXICON_KNOWN | (negator ? LEXICON_NEGATOR : LEXICON_NEGATED));
	if (number == 0)
		return -1;
	if (negator)
		return 0;
	row = word_row(r, number);
	if (number_at(w->negated, w->negated_cap, row) != 0)
		return fail_column(
		    r, r->feature, "stands in an earlier row, too");
	*slot_at(&w->negated, &w->negated_cap, row) = new_row(r);
	return 0;
}

/* `word=class`: kept in pair_of until all words are there. */
static int
add_class(struct reading *r, struct bytes word, struct bytes class)
{
	uint32_t number = word_number(r, word, LEXICON_KNOWN);
	uint32_t stands = number == 0 ? 0 : word_number(r, class, 0);
	struct weights *w = r->w;

	if (number == 0 || stands == 0)
		return -1;
	if (number_at(w->pair_of, w->word_count, number) != 0)
		return fail_column(
		    r, r->feature, "stands in an earlier row, too");
	*slot_at(&w->pair_of, &w->word_count, number) = stands;
	return 0;
}

/* A row with a name of its own.  Returns 0 or -1. */
static int
add_named(struct reading *r, struct bytes name)
{
	struct weights *w = r->w;
	int i;

	for (i = 0; i < WEIGHTS_MARKS; i++)
		if (bytes_is(name, marks[i]) && w->mark[i] == 0) {
			w->mark[i] = new_row(r);
			return 0;
		}
	for (i = 0; i < WEIGHTS_POOLS; i++)
		if (bytes_is(name, pools[i].name) && w->pool_line[i] == 0) {
			w->pool_line[i] = (uint32_t)r->line;
			memcpy(w->pool[i], r->value, sizeof(w->pool[i]));
			return 0;
		}
	return fail_column(r, r->feature,
	    "no row of that name, or it stands in an earlier row, too");
}

static int
add_feature(struct reading *r, struct bytes feature)
{
	struct bytes left, middle, right;
	const char *is;

	if (memchr(feature.p, '"', feature.n) != NULL)
		return fail_column(r, r->feature, "has a quote in it");
	if (feature.p[0] == '@' || feature.p[0] == '^')
		return add_named(r, feature);
	if (feature.p[0] == '!')
		return add_negation(
		    r, (struct bytes){ feature.p + 1, feature.n - 1 });
	is = memchr(feature.p, '=', feature.n);
	if (is != NULL)
		return add_class(r,
		    (struct bytes){ feature.p, (size_t)(is - feature.p) },
		    (struct bytes){
			is + 1, (size_t)(feature.p + feature.n - is) - 1 });
	left = bytes_cut(feature, ' ', &right);
	if (right.p == NULL)
		return add_word(r, feature);
	if (right.n < 2 || memcmp(right.p, "* ", 2) != 0)
		return memchr(right.p, ' ', right.n) != NULL
		    ? fail_column(r, r->feature, "has more than two words")
		    : add_pair(r, left, right, PAIR_NEAR);
	bytes_cut(right, ' ', &middle);
	if (memchr(middle.p, ' ', middle.n) != NULL)
		return fail_column(r, r->feature, "has more than two words");
	return add_pair(r, left, middle, PAIR_FAR);
}

/* No pair may stand there twice.  Returns 0 or -1. */
static int
check_pairs(struct reading *r)
{
	const struct weights *w = r->w;
	size_t slots = 64, i, j;
	uint32_t *seen;
	int twice = 0;

	while (slots < 2 * w->pair_count)
		slots *= 2;
	seen = mem_zero(slots, sizeof(*seen));
	for (i = 0; i < w->pair_count && !twice; i++) {
		j = (size_t)(w->keys[i] * UINT64_C(0x9e3779b97f4a7c15) >> 32) &
		    (slots - 1);
		for (; seen[j] != 0 && !twice; j = (j + 1) & (slots - 1))
			twice = w->keys[seen[j] - 1] == w->keys[i];
		seen[j] = (uint32_t)i + 1;
	}
	free(seen);
	if (!twice)
		return 0;
	r->line = w->place[w->key_rows[i - 1]].line;
	return fail_column(r, r->feature, "stands in an earlier row, too");
}

/* Read all rows.  Returns 0 or -1. */
static int
read_rows(struct reading *r)
{
	struct bytes line, feature;
	size_t i;

	if (read_header(r) != 0)
		return -1;
	for (i = 0; i < r->columns; i++)
		if (r->head[i] < 0)
			r->feature = i;
	r->w->column = r->feature;
	r->w->delimiter = r->delimiter;
	while (next_line(r, &line)) {
		if (line.n == 0)
			continue;
		if (read_row(r, line, &feature) != 0)
			return -1;
		if (feature.n == 0) {
			if (r->any)
				return fail_column(r, r->feature, "is empty");
			continue;
		}
		if (add_feature(r, feature) != 0)
			return -1;
	}
	if (lexicon_count(r->lexicon) == LEXICON_MOST)
		return fail(r, "more than a million words");
	return check_pairs(r);
}

/* The whole of a file.  Returns 0 or -1. */
static int
slurp(const char *path, struct weights *w)
{
	struct buf text = { NULL, 0, 0 };
	struct input *in = input_open(path);
	ssize_t n;

	if (in == NULL)
		return -1;
	do {
		n = input_read(in, buf_reserve(&text, PIECE), PIECE);
		text.n += n > 0 ? (size_t)n : 0;
	} while (n > 0 && text.n <= FILE_MOST);
	if (n == 0 && input_warning(in) != NULL)
		diag_warn("%s", input_warning(in));
	input_close(in);
	w->text = text.p;
	w->content = buf_bytes(&text);
	if (n > 0)
		return diag_fail(
		    STATUS_CANNOT, "%s: is larger than 64 MiB", path);
	return n < 0 ? -1 : 0;
}

/* Find the file, or take the built-in one.  Returns 0 or -1. */
static int
find_file(struct weights *w, const char *dir)
{
	struct buf path = { NULL, 0, 0 };
	struct stat st;
	int status;

	if (dir != NULL) {
		buf_text(&path, "%s/weights.csv", dir);
		/* A link to nowhere is no absence: lstat() finds it. */
		if (lstat(buf_string(&path), &st) == 0 || errno != ENOENT) {
			w->name = mem_string(path.p);
			status = slurp(path.p, w);
			buf_free(&path);
			return status;
		}
		buf_free(&path);
	}
	w->name = mem_string("weights.csv");
	w->content = bytes_of(weights_csv);
	return 0;
}

static void
set_defaults(struct weights *w)
{
	int i, j;

	for (i = 0; i < WEIGHTS_POOLS; i++) {
		w->pool[i][HEAD_STRESS] = pools[i].stress;
		w->pool[i][HEAD_VALENCE] = pools[i].valence;
		for (j = HEAD_SIGNALS; j < HEADS; j++)
			w->pool[i][j] = pools[i].signal;
	}
}

/*
 * Tell of a file that stops in the middle of a line: any row may be short
 * here, and a number that lost its last digits is still one.
 */
static void
tell_cut_off(const struct reading *r)
{
	const struct bytes all = r->w->content;

	if (r->w->text != NULL && all.p[all.n - 1] != '\n')
		diag_warn("%s:%zu: the last line has no line end: the file may "
			  "be cut off",
		    r->w->name, r->line);
}

struct weights *
weights_open(const char *dir, struct lexicon *lexicon)
{
	struct weights *w = mem_zero(1, sizeof(*w));
	struct reading r = { .w = w, .lexicon = lexicon };

	set_defaults(w);
	new_row(&r);
	if (find_file(w, dir) == 0) {
		r.rest = w->content;
		r.begin = w->content.p;
		if (read_rows(&r) == 0) {
			tell_cut_off(&r);
			return w;
		}
	}
	weights_free(w);
	return NULL;
}

int
weights_print(const char *dir, struct emit *e)
{
	struct weights *w = mem_zero(1, sizeof(*w));
	struct bytes all;
	int status = find_file(w, dir);

	if (status == 0) {
		all = w->content;
		if (all.n >= 3 && memcmp(all.p, "\xef\xbb\xbf", 3) == 0)
			all = (struct bytes){ all.p + 3, all.n - 3 };
		emit_string(e, "# weights.csv\n");
		emit_bytes(e, all.p, all.n);
		if (all.n > 0 && all.p[all.n - 1] != '\n')
			emit_byte(e, '\n');
	}
	weights_free(w);
	return status;
}

void
weights_free(struct weights *w)
{
	if (w == NULL)
		return;
	free(w->rows);
	free(w->place);
	free(w->pair_of);
	free(w->row_of);
	free(w->negated);
	free(w->keys);
	free(w->key_rows);
	pairs_free(&w->pairs);
	free(w->cells);
	free(w->cell_rows);
	free(w->text);
	free(w->name);
	free(w);
}

/* Let each word know what it is in pairs, and words with a digit `#`. */
static void
settle_words(struct weights *w, struct lexicon *l)
{
	struct lexicon_entry *digit = lexicon_entry(l, LEXICON_DIGIT), *e;
	uint32_t i, n = (uint32_t)lexicon_count(l) + 1;

	slot_at(&w->pair_of, &w->word_count, n);
	slot_at(&w->row_of, &w->row_of_cap, n);
	w->word_count = n;
	for (i = 1; i < n; i++) {
		e = lexicon_entry(l, i);
		if (i != LEXICON_DIGIT &&
		    byte_is_digit((unsigned char)lexicon_word(l, i)->low)) {
			w->row_of[i] = w->row_of[LEXICON_DIGIT];
			e->flags |= digit->flags;
			w->pair_of[i] = w->pair_of[LEXICON_DIGIT] != 0
			    ? w->pair_of[LEXICON_DIGIT]
			    : LEXICON_DIGIT;
		}
		if (w->pair_of[i] == 0)
			w->pair_of[i] = i;
		memcpy(e->row, w->rows[w->row_of[i]], sizeof(e->row));
	}
}

/* The columns of words, by number; returns how many there are. */
static uint32_t
set_columns(const struct weights *w, uint32_t *column)
{
	uint32_t count = 0, i;
	size_t k;

	for (k = 0; k < w->pair_count; k++)
		column[right_of(w->keys[k])] = 1;
	for (i = 1; i < w->word_count; i++)
		if (column[i] != 0)
			column[i] = ++count;
	return count;
}

/* Lay the pairs out, and let each word know where its own begin. */
static void
place_pairs(struct weights *w, struct lexicon *l)
{
	struct pairs_cell *cell = mem_zero(w->pair_count + 1, sizeof(*cell));
	uint32_t *column = mem_zero(w->word_count, sizeof(*column));
	uint32_t *base = mem_zero(w->word_count, sizeof(*base)), i;
	size_t k;

	/* Column `far` itself stays empty: it is asked for column 0. */
	w->far = set_columns(w, column) + 1;
	for (k = 0; k < w->pair_count; k++) {
		cell[k].line = left_of(w->keys[k]);
		cell[k].column = column[right_of(w->keys[k])] +
		    (kind_of(w->keys[k]) == PAIR_FAR ? w->far : 0);
		cell[k].number = w->key_rows[k];
	}
	pairs_make(&w->pairs, cell, w->pair_count, (uint32_t)w->word_count,
	    2 * w->far, base);
	for (i = 1; i < w->word_count; i++) {
		lexicon_entry(l, i)->base = base[w->pair_of[i]];
		lexicon_entry(l, i)->column = column[w->pair_of[i]];
	}
	free(cell);
	free(column);
	free(base);
}

/* Put the rows of pairs and marks where they are found. */
static void
place_rows(struct weights *w)
{
	size_t n = w->pairs.places + WEIGHTS_MARKS, i;
	uint32_t row;

	w->cells = aligned_alloc(sizeof(*w->cells), n * sizeof(*w->cells));
	if (w->cells == NULL)
		mem_exhausted();
	w->cell_rows = mem_zero(n, sizeof(*w->cell_rows));
	for (i = 0; i < n; i++) {
		row = i < w->pairs.places ? w->pairs.number[i]
					  : w->mark[i - w->pairs.places];
		w->cell_rows[i] = row;
		memcpy(
		    w->cells[i].head, w->rows[row], sizeof(w->cells[i].head));
		w->cells[i].owner = i < w->pairs.places ? w->pairs.owner[i] : 0;
	}
}

void
weights_ready(struct weights *w, struct lexicon *l)
{
	int i;

	settle_words(w, l);
	place_pairs(w, l);
	place_rows(w);
	for (i = 0; i < HEADS; i++) {
		w->tops |= w->pool[POOL_TOP][i] != 0;
		if (w->pool[POOL_PEAK][i] != 1000 ||
		    w->pool[POOL_SUM][i] != 0 || w->pool[POOL_TOP][i] != 0 ||
		    w->pool[POOL_NORM][i] != 0)
			w->pooled |= 1u << i;
	}
}

const char *
weights_source(const struct weights *w)
{
	return w->name;
}

struct bytes
weights_feature(const struct weights *w, uint32_t row)
{
	struct reading r = { .begin = w->content.p, .rest = w->content };
	struct bytes line = { NULL, 0 }, cell;
	size_t i;

	r.rest.p += w->place[row].at;
	r.rest.n -= w->place[row].at;
	next_line(&r, &line);
	cell = bytes_cut(line, w->delimiter, &line);
	for (i = 0; i < w->column; i++)
		cell = bytes_cut(line, w->delimiter, &line);
	return unquoted(cell);
}
