/* SPDX-License-Identifier: ISC */
#include <sys/mman.h>

#include <stdlib.h>
#include <unistd.h>

#include "base/diag.h"
#include "care/heads.h"
#include "care/vector.h"
#include "care/words.h"
#include "csv/settings.h"
#include "tap.h"

/*
 * heads FILE COLUMN [DIR]: the scores of the texts of a column, for
 * tests/weights.t, which compares them with another program's.  A line
 * for each: words, read or not, signals, the scores, the phrases' weights
 * in 1/1000, hostile and feeling in 1/1000000.
 */
static int
dump(char *const *argv)
{
	struct settings *s = settings_read(argv[0]);
	struct words *w = words_open(argv[2]);
	struct words_found f;
	size_t row;
	int i;

	if (s == NULL || w == NULL)
		return diag_report();
	for (row = 0; row < settings_rows(s); row++) {
		words_find(w, settings_get(s, row, argv[1]), &f);
		printf("%zu %d %u", f.words, f.read, (unsigned)f.signals);
		for (i = 0; i < HEADS; i++)
			printf(" %lld", (long long)f.score[i]);
		for (i = 0; i < SIGNAL_COUNT; i++)
			printf(" %d", (int)(f.weight[i] * 1000 + 0.5));
		printf(" %.6f %.6f\n", f.hostile,
		    f.feeling == REAL_NONE ? 9 : f.feeling);
	}
	words_close(w);
	settings_free(s);
	return 0;
}

#define WEIGHTS_HEAD \
	"feature,stress,valence,abuse,threat,profanity,anger,manager,legal," \
	"selfharm,churn,complaint,thanks,help,promise\n"

static void
write_file(const char *dir, const char *name, const char *text)
{
	char path[64];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = text == NULL ? NULL : fopen(path, "w");
	if (f == NULL) {
		unlink(path);
		return;
	}
	fputs(text, f);
	fclose(f);
}

/* Lists of these rows; weights NULL: the built-in ones. */
static struct words *
open_lists(const char *phrases, const char *weights)
{
	char dir[] = "/tmp/heads.XXXXXX", text[8192];
	struct words *w;

	if (mkdtemp(dir) == NULL)
		return NULL;
	snprintf(text, sizeof(text), "phrase,signal,weight,note\n%s", phrases);
	write_file(dir, "words.csv", text);
	if (weights != NULL) {
		snprintf(text, sizeof(text), WEIGHTS_HEAD "%s", weights);
		write_file(dir, "weights.csv", text);
	}
	w = words_open(dir);
	write_file(dir, "words.csv", NULL);
	write_file(dir, "weights.csv", NULL);
	rmdir(dir);
	return w;
}

/*
 * Each kind of feature, by hand: stress is the plain sum, valence the
 * peak, abuse the top; all three have the same rows.
 */
static const char rows[] = "# x,3,3,3,,,,,,,,,,,\n"
			   "! not,,,,,,,,,,,,,,\n"
			   "!good,-50,-50,-50,,,,,,,,,,,\n"
			   "#,1,1,1,,,,,,,,,,,\n"
			   "@peak,0,1000,,,,,,,,,,,,\n"
			   "@sum,1000,,,,,,,,,,,,,\n"
			   "@top,,,1000,,,,,,,,,,,\n"
			   "^!,1000,1000,1000,,,,,,,,,,,\n"
			   "^.,-2,-2,-2,,,,,,,,,,,\n"
			   "^?!,2000,2000,2000,,,,,,,,,,,\n"
			   "^caps,500,500,500,,,,,,,,,,,\n"
			   "bad,7,7,7,,,,,,,,,,,\n"
			   "bad good,20,20,20,,,,,,,,,,,\n"
			   "bad * good,30,30,30,,,,,,,,,,,\n"
			   "caf\xc3\xa9,9,9,9,,,,,,,,,,,\n"
			   "f*,4,4,4,,,,,,,,,,,\n"
			   "good,11,11,11,,,,,,,,,,,\n"
			   "poor=bad,,,,,,,,,,,,,,\n"
			   "sad,-13,-13,-13,,,,,,,,,,,\n"
			   "y,0,,,,,,,,,,,,,\n";

static const struct {
	const char *text;
	int sum, peak, top;
} features[] = {
	{ "", 0, 0, 0 },
	{ "nothing here", 0, 0, 0 },
	{ "bad", 7, 7, 7 },
	{ "Bad bad", 14, 14, 14 },
	{ "bad good", 7 + 11 + 20, 38, 38 },
	{ "bad, good", 18, 18, 18 }, /* no pair over a comma */
	{ "bad y good", 48, 48, 48 },
	{ "bad, y good", 48, 48, 48 }, /* a gap reaches over it */
	{ "bad y y y good", 48, 48, 48 },
	{ "bad y y y y good", 18, 18, 18 },
	{ "bad y. good", 16, 16, 16 }, /* and not over a sentence */
	{ ". good", 11, 11, 11 },      /* the first begins none */
	{ "y. y. bad", 3, 5, 5 },
	{ "bad good good", 7 + 11 + 20 + 11 + 30, 79, 79 },
	{ "bad bad good", 7 + 7 + 11 + 20 + 30, 75, 75 },
	{ "poor good", 31, 31, 31 }, /* as its class in pairs, else itself */
	{ "not good", -50, 0, 0 },
	{ "not a y good", -50, 0, 0 },
	{ "not a y y good", 11, 11, 11 },
	{ "not, good", 11, 11, 11 },
	{ "not bad", 7, 7, 7 }, /* without a row of its own */
	{ "not good good", -100, 0, 0 },
	{ "good sad", -2, 11, 0 },
	{ "good sad good", 9, 11, 9 }, /* 11 - 13 + 11 */
	{ "good good sad good good", 31, 31, 31 },
	{ "good. sad. good", 5, 11, 20 }, /* 11, -15, 9 */
	/* The greatest three of 7 9 -1 -2 7 2. */
	{ "bad. good. 5. caf\xc3\x89. caf\xc3\xa9. f**", 22, 22, 23 },
	{ "24 5pm", 2, 2, 2 },
	{ "24 x", 1 + 3, 4, 4 },
	{ "BAD", 7, 7, 7 }, /* nothing small beside */
	{ "BAD y", 507, 507, 507 },
	{ "BAD5 DON'T NO y", 0, 0, 0 }, /* not letters only, or too few */
	{ "*BAD* y", 507, 507, 507 },
	{ "bad!", 1007, 1007, 1007 },
	{ "bad!!! y", 1005, 1007, 1007 },
	{ "bad?! y", 2005, 2007, 2007 },
	{ "bad? ! y!", 3005, 3005, 3005 },
	{ "! bad", 7, 7, 7 }, /* not behind a word */
	{ "f*** fu", 4, 4, 4 },
};

static void
test_features(void)
{
	struct words *w = open_lists("", rows);
	struct words_found f;
	int twin;
	size_t i;

	OK(w != NULL, "the rows are read");
	for (twin = 0; w != NULL && vector_name(twin) != NULL; twin++) {
		vector_use(twin);
		for (i = 0; i < sizeof(features) / sizeof(features[0]); i++) {
			words_find(w, bytes_of(features[i].text), &f);
			OK(f.score[0] == features[i].sum &&
				f.score[1] == features[i].peak &&
				f.score[2] == features[i].top,
			    "%s: `%s`: %d %d %d", vector_name(twin),
			    features[i].text, features[i].sum, features[i].peak,
			    features[i].top);
			if (f.score[0] != features[i].sum ||
			    f.score[1] != features[i].peak ||
			    f.score[2] != features[i].top)
				printf("# %lld %lld %lld\n",
				    (long long)f.score[0],
				    (long long)f.score[1],
				    (long long)f.score[2]);
		}
	}
	vector_use(-1);
	words_close(w);
}

/* From pools to scores, signals and points, by hand. */
static void
test_maps(void)
{
	struct words *w =
	    open_lists("vile,anger,0.4,\nmad,anger,1,\nslur,abuse,0.3,\n",
		"@bias,100,,,,,-900,,,,,,,,\n"
		"@cut,,,5000,5000,5000,200,5000,5000,5000,5000,5000,5000,"
		"5000,5000\n"
		"@mix,,,,,,-30,,,,,,,,\n"
		"@norm,10,,,,,,,,,,,,,\n"
		"@peak,,,1000,1000,1000,1000,,,,,,,,\n"
		"@phrase,,,,,,2000,,,,,,,,\n"
		"@sum,1500,,,,,,,,,,,,,\n"
		"^hostile0,,,100,,,-300,,,,,,,,\n"
		"^hostile25,,,900,,,700,,,,,,,,\n"
		"^s0,50,,,,,,,,,,,,,\n"
		"^s1,450,,,,,,,,,,,,,\n"
		"hm,-333,,,,,,,,,,,,,\n"
		"mad,,,,,,,,,,,,,,\n"
		"rage,101,,,,,1100,,,,,,,,\n"
		"slur,,,500,,,,,,,,,,,\n"
		"y,,,,,,,,,,,,,,\n");
	struct words_found f;

	OK(w != NULL, "the lists are read");
	if (w == NULL)
		return;
	/* 101 x 1.5 = 151, x 10 / 12 = 125; + 100 - 30 for the signal. */
	words_find(w, bytes_of("rage y"), &f);
	OK(f.score[0] == 195 && f.score[HEAD_SIGNALS + 3] == 200 &&
		f.signals == SIGNAL_ANGER,
	    "@norm, @mix, and a score that just reaches its @cut");
	OK(f.hostile == 0.5, "(200 + 300) / 1000 of hostile");
	OK(f.feeling == (50 - 195) / 400.0, "and the feeling from stress");
	/* -333 x 1.5 = -499 toward zero, x 10 / 11 = -453; + 100. */
	words_find(w, bytes_of("hm"), &f);
	OK(f.score[0] == -353 && f.feeling == 1, "toward zero, held at 1");
	words_find(w, bytes_of("vile"), &f);
	OK(f.score[HEAD_SIGNALS + 3] == -100 && f.signals == 0 &&
		f.hostile == 0.2,
	    "a phrase adds its weight x @phrase");
	words_find(w, bytes_of("mad"), &f);
	OK(f.signals == SIGNAL_ANGER && f.hostile == 1,
	    "a phrase of weight 1 is certain");
	words_find(w, bytes_of("slur"), &f);
	OK(f.signals == 0 && f.hostile == 0.5,
	    "abuse grades hostile too, @phrase of 0 adds nothing");
	words_find(w, bytes_of("slur rage"), &f);
	OK(f.hostile == 0.5, "the greatest of the three, not the sum");
	words_find(w, bytes_of("rage en otra lengua"), &f);
	OK(!f.read && f.words == 4 && f.known == 1 && f.signals == 0 &&
		f.hostile == 0 && f.feeling == REAL_NONE,
	    "of an unread text the weights say nothing");
	words_find(w, bytes_of("vile rage en otra lengua dos"), &f);
	OK(!f.read && f.signals == SIGNAL_ANGER && f.hostile == 1,
	    "unless a phrase does: -900 + 1100 + 800");
	words_find(w, bytes_of("vile rage en otra"), &f);
	OK(f.read && f.feeling != REAL_NONE, "half of the words are enough");
	words_find(w, bytes_of("... !!! ?"), &f);
	OK(f.words == 0 && !f.read && f.feeling == REAL_NONE && f.score[0] == 0,
	    "no words, nothing");
	words_close(w);
}

/* Two straight lines from 0 at ^s0 over -0.15 at ^s15 to -1 at ^s1. */
static void
test_bend(void)
{
	static const char lines[] = "@sum,1000,,,,,,,,,,,,,\n"
				    "^s0,-100,,,,,,,,,,,,,\n"
				    "^s1,900,,,,,,,,,,,,,\n"
				    "^s15,200,,,,,,,,,,,,,\n"
				    "calm,-400,,,,,,,,,,,,,\n"
				    "low,-50,,,,,,,,,,,,,\n"
				    "mid,200,,,,,,,,,,,,,\n"
				    "high,550,,,,,,,,,,,,,\n"
				    "top,2000,,,,,,,,,,,,,\n";
	static const struct {
		const char *text;
		double feeling;
	} felt[] = {
		{ "calm", 0.15 },  /* the first line goes on: 300 of 300 */
		{ "low", -0.025 }, /* 50 of 300 */
		{ "mid", -0.15 },
		{ "high", -0.575 }, /* 0.15 + 0.85 x 350 / 700 */
		{ "top", -1 },
	};
	struct words *w = open_lists("vile,anger,0.4,\n", lines);
	struct words_found f;
	size_t i;

	OK(w != NULL, "the lists with a bend are read");
	if (w == NULL)
		return;
	for (i = 0; i < sizeof(felt) / sizeof(felt[0]); i++) {
		words_find(w, bytes_of(felt[i].text), &f);
		IS_REAL(f.feeling, felt[i].feeling, 1e-12, "%s", felt[i].text);
	}
	words_close(w);
}

/* What is refused, and where that is. */
static const char *const wrong[][2] = {
	{ "a,1,x\n", "weights.csv:2: column valence: not a whole" },
	{ "a,32001\n", "weights.csv:2: column stress: not a whole" },
	{ "a,1\nb,-32001\n", "weights.csv:3: column stress" },
	{ "a,1\na,1\n", "weights.csv:3: column feature: stands in an" },
	{ "a b,1\nc,1\na b,2\n", "weights.csv:4: column feature: stands" },
	{ "a * b,1\na * b,2\n", "weights.csv:3: column feature: stands" },
	{ "a b c,1\n", "more than two words" },
	{ "a * b c,1\n", "more than two words" },
	{ "@nobody,1\n", "no row of that name" },
	{ "@bias,1\n@bias,1\n", "weights.csv:3: column feature" },
	{ "!,1\n", "not 1 to 63 small letters" },
	{ "! ,1\n", "not 1 to 63 small letters" },
	{ "a=,1\n", "not 1 to 63 small letters" },
	{ ",1\n", "weights.csv:2: column feature: is empty" },
	{ "Angry,1\n", "weights.csv:2: column feature: has a word" },
	{ "angry.,1\n", "not 1 to 63 small letters" },
	{ "n/a,1\n", "not 1 to 63 small letters" },
	{ "a * B,1\n", "not 1 to 63 small letters" },
	{ "killing=Kill,\n", "not 1 to 63 small letters" },
	{ "a,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1\n", "more values than columns" },
	{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,"
	  "1\n",
	    "not 1 to 63 small letters" },
};

static void
test_wrong(void)
{
	struct words *w;
	size_t i;

	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		w = open_lists("", wrong[i][0]);
		OK(w == NULL && diag_status() == STATUS_CANNOT &&
			strstr(diag_text(), wrong[i][1]) != NULL,
		    "refused: %s", wrong[i][1]);
		if (w == NULL && strstr(diag_text(), wrong[i][1]) == NULL)
			printf("# %s\n", diag_text());
		words_close(w);
	}
	w = open_lists("", "\"a\";\"5\"\r\n");
	OK(w == NULL, "another delimiter than its header's");
	words_close(w);
	w = open_lists("", "a,5\r\n\"a b\",\" 5 \"\r\n,,,\n\n");
	OK(w != NULL, "as a spreadsheet writes it");
	words_close(w);
}

static uint32_t seed = 7;

static size_t
dice(size_t sides)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % sides;
}

/* What a text is put together from. */
static const char *const parts[] = { "not ", "angry ", "happy ", "the ", "she ",
	"will ", "call ", "back ", "RUDE ", "fuck ", "you ", "24 ", "manager ",
	"lawyer ", "kill ", "me ", "thanks ", "so ", "zzyx ", ". ", "! ", "?! ",
	", ", " - ", "don't ", "f*** ", "threatening ", "DON'T ", "'",
	"caf\xc3\xa9 ", "don\xe2\x80\x99t ", "swear", "in\t",
	"unreasonableness ", "responsibilities,", "a", "\xff", "*x* ", "  ",
	"self-harm ", "24hrs ", "9xyz ", "n/a", "\n", "\xf0\x9f\x98\xa1" };

static void
make_text(struct buf *text, size_t n)
{
	size_t i;

	text->n = 0;
	for (i = 0; i < n; i++)
		buf_add_string(
		    text, parts[dice(sizeof(parts) / sizeof(parts[0]))]);
}

static int
same_found(const struct words_found *a, const struct words_found *b)
{
	return memcmp(a->score, b->score, sizeof(a->score)) == 0 &&
	    memcmp(a->weight, b->weight, sizeof(a->weight)) == 0 &&
	    a->signals == b->signals && a->words == b->words &&
	    a->known == b->known && a->read == b->read &&
	    a->hostile >= b->hostile && a->hostile <= b->hostile &&
	    a->feeling >= b->feeling && a->feeling <= b->feeling;
}

enum { MANY = 40 };

/*
 * All levels give the same, with the built-in lists; and texts read
 * together give what each of them gives alone.
 */
static void
test_twins(const struct words *w)
{
	static struct words_found alone[MANY], f[MANY];
	struct buf made[MANY] = { { NULL, 0, 0 } };
	struct bytes text[MANY];
	int round, level, bad = 0, apart = 0;
	size_t n, i;

	for (round = 0; round < 400; round++) {
		n = 1 + dice(MANY);
		vector_use(VECTOR_PORTABLE);
		for (i = 0; i < n; i++) {
			make_text(&made[i], dice(dice(40) == 0 ? 3000 : 30));
			text[i] = buf_bytes(&made[i]);
			words_find(w, text[i], &alone[i]);
		}
		for (level = 0; vector_name(level) != NULL; level++) {
			vector_use(level);
			words_find_all(w, text, n, f);
			for (i = 0; i < n; i++)
				apart += !same_found(&f[i], &alone[i]);
			words_find(w, text[0], &f[0]);
			bad += !same_found(&f[0], &alone[0]);
		}
	}
	vector_use(-1);
	IS_INT(bad, 0, "the same by vectors of all kinds");
	IS_INT(apart, 0, "and of texts that are read together");
	for (i = 0; i < MANY; i++)
		buf_free(&made[i]);
}

/* Behind a text nothing is read: the next page cannot be. */
static void
test_page_end(const struct words *w)
{
	const char *said = "She threatened to kill the manager, didn't she? "
			   "Complained for the responsibilities of 24hrs... "
			   "thx, f*** off RUDE caf\xc3\xa9 unreasonableness "
			   "and so on and so on; and on and on and on again";
	const size_t page = (size_t)sysconf(_SC_PAGESIZE), all = strlen(said);
	struct words_found f, first;
	int level, bad = 0;
	size_t n;
	char *p;

	p = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	OK(p != MAP_FAILED && mprotect(p + page, page, PROT_NONE) == 0,
	    "a page that cannot be read");
	for (n = 0; n <= all; n++) {
		memcpy(p + page - n, said, n);
		for (level = 0; vector_name(level) != NULL; level++) {
			vector_use(level);
			words_find(w, (struct bytes){ p + page - n, n }, &f);
			if (level == 0)
				first = f;
			bad += !same_found(&f, &first);
		}
	}
	vector_use(-1);
	IS_INT(bad, 0, "texts up to the end of a page");
	munmap(p, 2 * page);
}

/* More text never takes a signal away, nor makes hostile less sure. */
static void
test_append(const struct words *w)
{
	static const char *const found[] = {
		"he said I know where you live and I will kill you",
		"she wants to kill herself", "asked for a manager",
		"called me a fucking idiot", "will sue us, lawyer involved",
		"wants to cancel and leave", "thank you so much, brilliant",
		"angry, shouting at me", "raised a formal complaint",
		"we will call back tomorrow by 10am"
	};
	static const char *const calm[] = { " Address verified.",
		" Sent the new card, ok with that.", " all fine", " 24",
		", no further issues.", "\nBalance checked - nothing due",
		" (see ref 5512)", " Thanked me.", " not angry" };
	struct words_found before, after;
	struct buf text = { NULL, 0, 0 };
	int round, lost = 0, less = 0;
	size_t i;

	for (round = 0; round < 3000; round++) {
		text.n = 0;
		buf_add_string(
		    &text, found[dice(sizeof(found) / sizeof(found[0]))]);
		buf_add_string(&text, ". ");
		for (i = 0; i < dice(40); i++) {
			words_find(w, buf_bytes(&text), &before);
			buf_add_string(
			    &text, calm[dice(sizeof(calm) / sizeof(calm[0]))]);
			words_find(w, buf_bytes(&text), &after);
			lost += (before.signals & ~after.signals) != 0;
			less += before.hostile > after.hostile;
		}
	}
	IS_INT(lost, 0, "what is appended takes no signal away");
	IS_INT(less, 0, "nor points of hostile");
	buf_free(&text);
}

/* Surer phrases and higher weights never give fewer points. */
static void
test_more(void)
{
	char phrases[64], weights[256];
	struct words_found f;
	struct words *w;
	double last = 0;
	int i, fell = 0;

	for (i = 0; i <= 20; i++) {
		snprintf(
		    phrases, sizeof(phrases), "vile,anger,%.2f,\n", i / 20.0);
		snprintf(weights, sizeof(weights),
		    "@peak,,,,,,1000\n@phrase,,,,,,800\n@bias,,,,,,-300\n"
		    "^hostile0,,,,,,0\n^hostile25,,,,,,900\nrage,,,,,,%d\n",
		    i * 40);
		w = open_lists(phrases, weights);
		if (w == NULL) {
			fell++;
			continue;
		}
		words_find(w, bytes_of("vile rage"), &f);
		fell += f.hostile < last;
		last = f.hostile;
		words_close(w);
	}
	OK(fell == 0 && last == 1, "more sure is never fewer points");
}

/*
 * What lies between two words: short gaps are told by a table of their
 * own, which must say what token_gap_behind() says.  A pair counts 1 right
 * behind the other, 2 with a word between; neither over a sentence's end.
 */
static void
test_gaps(void)
{
	static const char *const shapes[] = { "%c", "%c ", " %c", " %c ",
		"%c  ", "  %c" };
	static const char *const left[] = { "bad", "cust" };
	char gap[8], text[64];
	struct words_found f;
	enum token_gap kind;
	struct words *w;
	int c, n, bad = 0, want;
	size_t i, j;

	w = open_lists("",
	    "@sum,1000\nbad good,1\nbad * good,2\n"
	    "cust good,1\ncust * good,2\ny,\n");
	for (c = 1; w != NULL && c < 0x80; c++)
		for (i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
			/* These are parts of words, or may be. */
			if (byte_is_word((unsigned char)c) || c == '*' ||
			    c == '\'')
				continue;
			n = snprintf(gap, sizeof(gap), shapes[i], c);
			for (j = 0; j < 2; j++) {
				kind = token_gap_behind(gap, (size_t)n, j == 1);
				snprintf(text, sizeof(text),
				    "%s%sgood. %s%sy good", left[j], gap,
				    left[j], gap);
				words_find(w, bytes_of(text), &f);
				want = (kind == GAP_JOINED) +
				    2 * (kind != GAP_SENTENCE);
				if (f.score[HEAD_STRESS] == want)
					continue;
				printf("# %d in `%s` behind %s\n", c, shapes[i],
				    left[j]);
				bad++;
			}
		}
	OK(w != NULL && bad == 0, "all short gaps are what they are");
	words_close(w);
}

/*
 * Texts that fill the pools, for each of these words a sentence of it: the
 * sum is as far as it goes or beyond, and the same by all vectors.
 */
static void
test_full(int tops, const char *words)
{
	enum { TIMES = 40000, FULL = 1 << 29 };
	struct buf text = { NULL, 0, 0 };
	struct words_found f, first;
	struct words *w;
	int level, bad = 0, i;

	w = open_lists("",
	    tops ? "@sum,1000\n@top,,1000\na,32000,32000\nb,-32000,-32000\n"
		 : "@sum,1000\n@peak,,1000\na,32000,32000\nb,-32000,-32000\n");
	for (; w != NULL && *words != '\0'; words++) {
		for (i = 0; i < TIMES; i++)
			buf_text(&text, "%c ", *words);
		buf_add_string(&text, "! ");
	}
	for (level = 0; w != NULL && vector_name(level) != NULL; level++) {
		vector_use(level);
		words_find(w, buf_bytes(&text), &f);
		if (level == 0)
			first = f;
		bad += !same_found(&f, &first);
		bad += words[-1] == 'a' ? f.score[HEAD_STRESS] < FULL
					: f.score[HEAD_STRESS] > -FULL;
	}
	vector_use(-1);
	OK(w != NULL && bad == 0, "full pools overflow nowhere%s",
	    tops ? ", by sentences" : "");
	buf_free(&text);
	words_close(w);
}

/* What a run counts that ends at word 128, 256 .. of a text, from 0. */
static void
test_late(void)
{
	static const struct {
		int before;	  /* words, each worth nothing */
		const char *what; /* behind them */
		int after;	  /* and again such words */
		int valence, abuse;
	} cases[] = {
		{ 0, "bad", 0, 700, 700 },
		{ 0, "bad", 3000, 700, 700 }, /* what follows takes nothing */
		{ 127, "bad", 0, 700, 700 },
		{ 128, "bad", 0, 600, 700 },
		{ 127, "bad bad", 0, 1300, 1400 },
		{ 127, "bad sad bad", 300, 700, 700 },
		{ 255, "bad", 0, 600, 700 },
		{ 256, "bad", 0, 500, 700 },
		{ 511, "bad", 1, 500, 700 },
		{ 512, "bad", 0, 400, 700 },
		{ 4096, "bad", 9, 100, 700 },
		{ 1 << 14, "bad", 0, 0, 700 },
	};
	struct words *w = open_lists("",
	    "@late,,100,,,,,,,,,,,,\n"
	    "@peak,,1000,1000,,,,,,,,,,,\n"
	    "bad,,700,700,,,,,,,,,,,\n"
	    "sad,,-800,-800,,,,,,,,,,,\n");
	struct buf text = { NULL, 0, 0 };
	struct words_found f[2];
	struct bytes texts[2];
	size_t i;
	int k, level, bad = 0;

	for (i = 0; w != NULL && i < sizeof(cases) / sizeof(cases[0]); i++) {
		text.n = 0;
		for (k = 0; k < cases[i].before; k++)
			buf_add_string(&text, "y ");
		buf_add_string(&text, cases[i].what);
		for (k = 0; k < cases[i].after; k++)
			buf_add_string(&text, " y");
		texts[0] = bytes_of("y y y");
		texts[1] = buf_bytes(&text);
		for (level = 0; vector_name(level) != NULL; level++) {
			vector_use(level);
			words_find_all(w, texts, 2, f);
			bad += f[1].score[HEAD_VALENCE] != cases[i].valence ||
			    f[1].score[HEAD_SIGNALS] != cases[i].abuse;
			words_find(w, texts[1], f);
			bad += f[0].score[HEAD_VALENCE] != cases[i].valence ||
			    f[0].score[HEAD_SIGNALS] != cases[i].abuse;
		}
	}
	vector_use(-1);
	OK(w != NULL && bad == 0, "@late, by hand");
	buf_free(&text);
	words_close(w);
}

int
main(int argc, char **argv)
{
	struct words *w;

	if (argc > 2)
		return dump(argv + 1);
	test_features();
	test_maps();
	test_bend();
	test_wrong();
	test_more();
	test_gaps();
	test_late();
	test_full(0, "aaa");
	test_full(0, "bbb");
	test_full(1, "aaa");
	test_full(1, "bbb");
	w = words_open(NULL);
	OK(w != NULL, "the built-in lists are sound");
	if (w == NULL) {
		printf("# %s\n", diag_text());
		return tap_done();
	}
	test_twins(w);
	test_page_end(w);
	test_append(w);
	words_close(w);
	return tap_done();
}
