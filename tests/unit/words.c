/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>

#include <stdlib.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/diag.h"
#include "care/vector.h"
#include "care/words.h"
#include "tap.h"

/* A settings folder with this words.csv, opened. */
/* Write a file of a settings folder, or remove it when `text` is NULL. */
static void
write_file(
    const char *dir, const char *name, const char *head, const char *text)
{
	char path[64];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = text == NULL ? NULL : fopen(path, "w");
	if (f != NULL) {
		fprintf(f, "%s\n%s", head, text);
		fclose(f);
	} else
		unlink(path);
}

#define WEIGHTS_HEAD \
	"feature,stress,valence,abuse,threat,profanity,anger,manager,legal," \
	"selfharm,churn,complaint,thanks,help,promise"

/* Lists of these rows behind their headers. */
static struct words *
open_lists(const char *rows, const char *weights)
{
	char dir[] = "/tmp/words.XXXXXX";
	struct words *w;

	if (mkdtemp(dir) == NULL)
		return NULL;
	write_file(dir, "words.csv", "phrase,signal,weight,note", rows);
	write_file(dir, "weights.csv", WEIGHTS_HEAD, weights);
	w = words_open(dir);
	write_file(dir, "words.csv", NULL, NULL);
	write_file(dir, "weights.csv", NULL, NULL);
	rmdir(dir);
	return w;
}

/* Phrases without weights. */
static struct words *
open_list(const char *rows)
{
	return open_lists(rows, "");
}

static uint32_t
find(const struct words *w, const char *text)
{
	struct words_found found;

	words_find(w, bytes_of(text), &found);
	return found.signals;
}

/* What a text holds, as it is written. */
static const char *
said(const struct words *w, const char *text)
{
	static char out[SIGNALS_MAX + 1];

	out[signals_put(out, find(w, text))] = '\0';
	return out;
}

static void
test_names(void)
{
	char out[SIGNALS_MAX];
	const char *all = "abuse threat profanity anger manager legal "
			  "selfharm churn complaint thanks help promise";
	size_t n = signals_put(out, 0xfff);

	OK(n == strlen(all) && memcmp(out, all, n) == 0,
	    "all signals are written in the order of the SPEC");
	IS_INT(signals_put(out, 0), 0, "no signal is written as nothing");
	IS_INT(signals_read(bytes_of(all)), 0xfff, "and read back");
	IS_INT(signals_read(bytes_of("help  x abuse")),
	    SIGNAL_HELP | SIGNAL_ABUSE,
	    "words that are no signal are passed over");
	IS_INT(signals_read(bytes_of("")), 0, "an empty text is no signal");
	IS_INT(signal_by_name(bytes_of("threat")), SIGNAL_THREAT, "by name");
	IS_INT(signal_by_name(bytes_of("Threat")), 0, "names are exact");
	IS_TEXT(signal_name(SIGNAL_CHURN), "churn", "name of one");
	IS_TEXT(signal_name(0), "none", "name of a guard");
}

/* One row with signal anger, and texts that hold it or do not. */
struct syntax {
	const char *phrase, *text;
	int found;
};

static const struct syntax syntax[] = { { "cross", "very cross", 1 },
	{ "cross", "CROSS!", 1 }, { "cross", "across", 0 },
	{ "cross", "crossed", 0 }, { "cross", "\"cross\"", 1 },
	{ "cross", "'cross'", 1 }, { "cross", "x-cross-y", 1 },
	{ "cross", "cross\xe2\x80\x94or not", 1 },
	{ "cross",
	    "\xf0\x9f\x98\xa1"
	    "cross\xf0\x9f\x98\xa1",
	    1 },
	{ "cross",
	    "so\xc2\xa0"
	    "cross",
	    1 },
	{ "cross", "cros\xc3\xa9", 0 }, { "cancel*", "cancellation", 1 },
	{ "cancel*", "cancel", 1 }, { "cancel*", "cance", 0 },
	{ "fee*", "a fee", 1 }, { "fee*", "fees", 1 }, { "fee*", "fe", 0 },
	{ "fee*", "coffee", 0 }, { "speak * boss", "speak boss", 1 },
	{ "speak * boss", "speak to the big boss", 1 },
	{ "speak * boss", "speak to the very big boss", 0 },
	{ "speak * boss", "boss speak", 0 },
	{ "speak * boss", "speak, please, boss", 1 },
	{ "speak * boss", "speak. To the boss", 0 },
	{ "speak * boss", "speak\nboss", 0 }, { "fed up", "fed up", 1 },
	{ "fed up", "fed-up", 1 }, { "fed up", "fed, up", 0 },
	{ "fed up", "fed (up", 0 }, { "fed up", "fed - up", 0 },
	{ "fed up", "fed  \t up", 1 },
	{ "fed up", "fed                    up", 0 },
	{ "req boss", "req. boss", 1 }, { "went home", "he went. home", 0 },
	{ "within # days", "within 3 days", 1 },
	{ "within # days", "within 10am days", 1 },
	{ "within # days", "within three days", 0 },
	{ "mgr|boss", "the boss", 1 },
	{ "mgr|boss called", "the mgr called", 1 },
	{ "hit|kick the|my| door", "kick door", 1 },
	{ "hit|kick the|my| door", "hit my door", 1 },
	{ "hit|kick the|my| door", "hit her door", 0 },
	{ "call-back|cb now", "call back now", 1 },
	{ "call-back|cb now", "cb now", 1 },
	{ "call-back|cb now", "call now", 0 },
	{ "don't care", "don't care", 1 }, { "don't care", "dont care", 1 },
	{ "don't care", "don\xe2\x80\x99t care", 1 },
	{ "don't care", "don\xe2\x80\x98t care", 1 },
	{ "don\xe2\x80\x99t care", "don't care", 1 },
	{ "we'll see", "we'll see", 1 }, { "we'll see", "well see", 0 },
	{ "f**", "f*** this", 1 }, { "f**", "F*CK", 1 }, { "f**", "f*", 1 },
	{ "f**", "a f**king mess", 1 }, { "f**", "f", 0 }, { "f**", "fork", 0 },
	{ "sh**", "sh*t", 1 }, { "sh**", "s***", 0 },
	{ "urgent", "**urgent**", 1 }, { "urgent", "urgent*", 1 },
	{ "@who shouts", "dad shouts", 1 },
	{ "@who shouts", "mothers shouts", 1 },
	{ "@who shouts", "aunt shouts", 0 },
	{ "he @who|said *  no", "he said no", 1 },
	{ "a b c d e f g h i j k l", "a b c d e f g h i j k l", 1 },
	{ "caf\xc3\xa9", "CAF\xc3\xa9", 1 },
	{ "donaudampfschifffahrtsgesellschaft",
	    "die "
	    "DonauDampfschifffahrtsgesellschaft",
	    1 },
	{ "donaudampfschifffahrtsgesellschaft",
	    "donaudampfschifffahrtsgesellschafx", 0 },
	{ "incomprehensib*", "incomprehensibility", 1 },
	{ "incomprehensib*", "incomprehensive", 0 },
	{ "one|# days", "3 days", 1 } };

static void
test_syntax(void)
{
	const struct syntax *s;
	struct words *w;
	char rows[256];
	size_t i;

	for (i = 0; i < sizeof(syntax) / sizeof(syntax[0]); i++) {
		s = &syntax[i];
		snprintf(rows, sizeof(rows),
		    "%s,anger,1,\ndad|mother*,@who,,\n", s->phrase);
		w = open_list(rows);
		OK(w != NULL && (find(w, s->text) != 0) == s->found,
		    "`%s` %s in text %zu", s->phrase,
		    s->found ? "is" : "is not", i);
		words_close(w);
	}
}

static const char *const wrong[][2] = { { "x,rage,1,\n",
					    "words.csv:2: column signal" },
	{ "x,anger,1.1,\n", "words.csv:2: column weight" },
	{ "x,anger,-0.1,\n", "words.csv:2: column weight" },
	{ "x,anger,,\n", "words.csv:2: column weight" },
	{ "x,anger,0.5,\n,anger,1,\n", "words.csv:3: column phrase" },
	{ " ,anger,1,\n", "words.csv:2: column phrase" },
	{ "a b c d e f g h i j k l m,anger,1,\n", "more than 12" },
	{ "* x,anger,1,\n", "no word on one side" },
	{ "x *,anger,1,\n", "no word on one side" },
	{ "x * * y,anger,1,\n", "no word on one side" },
	{ "x * y|,anger,1,\n", "no word on one side" },
	{ "# row,anger,0.5,\n #,anger,1,\n",
	    "words.csv:3: column phrase: "
	    "has no word" },
	{ "ab*,anger,1,\n", "3 to 16 letters" },
	{ "abcdefghijklmnopq*,anger,1,\n", "3 to 16 letters" },
	{ "a*b,anger,1,\n", "inside a word" },
	{ "x !,anger,1,\n", "without a word" },
	{ "@nobody x,anger,1,\n", "no row makes" },
	{ "two words,@c,,\n", "single words" }, { "x,@,,\n", "names no class" },
	{ "a-b|b-c|c-d|d-e|e-f|f-g|g-h|h-i x a-b|b-c|c-d|d-e|e-f|f-g|g-h|h-i "
	  "a-b|b-c|c-d|d-e|e-f|f-g|g-h|h-i "
	  "a-b|b-c|c-d|d-e|e-f|f-g|g-h|h-i x|x-y,anger,1,\n",
	    "4096" } };

static void
test_wrong(void)
{
	struct words *w;
	size_t i;

	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		w = open_list(wrong[i][0]);
		OK(w == NULL && diag_status() == STATUS_CANNOT &&
			strstr(diag_text(), wrong[i][1]) != NULL,
		    "refused: %s", wrong[i][1]);
		if (w == NULL && strstr(diag_text(), wrong[i][1]) == NULL)
			printf("# %s\n", diag_text());
		words_close(w);
	}
	w = open_list("");
	OK(w != NULL && find(w, "anything") == 0, "a list without rows");
	words_close(w);
	words_close(NULL);
}

/* Negation and guards, on a list of a few rows. */
static const struct {
	const char *text, *signals;
} cancelled[] = { { "he was angry", "anger" }, { "he was not angry", "" },
	{ "wasn't angry", "" }, { "wasnt angry", "" },
	{ "not at all angry", "" }, { "not so angry", "" },
	{ "never been so angry", "anger" }, { "never angry", "" },
	{ "couldn't be more angry", "anger" }, { "not only angry", "anger" },
	{ "not resolved, angry", "anger" }, { "not resolved. Angry", "anger" },
	{ "did not help and was angry", "anger" },
	{ "never rude or angry", "" }, { "no shouting or threats", "" },
	{ "did not threaten", "" }, { "no threats", "" },
	{ "denies any threat", "" }, { "no intention of threatening", "" },
	{ "threats, not anger", "threat" }, { "not happy", "complaint" },
	{ "happy", "" }, { "not fucking happy", "profanity" },
	{ "never not happy", "" }, { "killing me", "threat" },
	{ "killing me softly", "" },
	{ "killing me softly, then killing me", "threat" },
	{ "killing me softly killing me", "threat" },
	{ "angry killing me softly", "anger" }, { "anger management", "" },
	{ "anger. Management", "anger" }, { "grumpy", "" } };

static void
test_cancelled(void)
{
	struct words *w =
	    open_list("ang*,anger,0.9,\nthreat*,threat,0.9,\n"
		      "not happy,complaint,0.6,\nfuck*,profanity,1,\n"
		      "killing me,threat,0.7,\nkilling me softly,none,,\n"
		      "anger management,none,x,\ngrumpy,anger,0.49,\n");
	struct words_found found;
	size_t i;

	for (i = 0; i < sizeof(cancelled) / sizeof(cancelled[0]); i++)
		IS_TEXT(said(w, cancelled[i].text), cancelled[i].signals,
		    "`%s`", cancelled[i].text);
	words_find(w, bytes_of("grumpy"), &found);
	OK(found.signals == 0 && found.weight[3] == 0.49 &&
		found.hostile == 0.49,
	    "a weak phrase is no signal and grades hostile");
	words_find(w, bytes_of("angry, fuck"), &found);
	OK(found.hostile == 1 && found.weight[2] == 1 &&
		found.weight[3] == 0.9 && found.words == 2,
	    "the strongest of anger, profanity and abuse is hostile");
	words_find(w, bytes_of("threat"), &found);
	OK(found.hostile == 0, "a threat alone is not");
	words_close(w);
}

static void
test_explain(void)
{
	struct words *w = open_list("# note\nang*,anger,0.9,\n"
				    "ang* man,abuse,0.4,\nangry bird,none,,\n");
	const char *text = "x Angry man, not angry, angry bird";
	struct words_hit *h;
	size_t n = words_explain(w, bytes_of(text), &h);

	IS_INT(n, 4, "four hits");
	if (n == 4) {
		OK(h[0].place == 2 && h[0].length == 5 && h[0].line == 3 &&
			h[0].signal == SIGNAL_ANGER && h[0].weight == 0.9 &&
			h[0].fate == WORDS_COUNTS &&
			bytes_is(h[0].phrase, "ang*"),
		    "the first: where, which row, what");
		OK(h[1].place == 2 && h[1].length == 9 && h[1].line == 4 &&
			h[1].signal == SIGNAL_ABUSE,
		    "two at one place by line");
		OK(h[2].place == 17 && h[2].fate == WORDS_NEGATED &&
			h[2].by_place == 13 && h[2].by_length == 3 &&
			h[2].by_line == 0,
		    "negated, and by what");
		OK(h[3].place == 24 && h[3].fate == WORDS_GUARDED &&
			h[3].by_place == 24 && h[3].by_length == 10 &&
			h[3].by_line == 5,
		    "inside a guard, and which");
	}
	free(h);
	IS_INT(words_explain(w, bytes_of(""), &h), 0, "nothing in nothing");
	OK(h == NULL && strstr(words_source(w), "words.csv") != NULL,
	    "no array, and the list has a name");
	words_close(w);
}

/*
 * Against a matcher that tries everything: random phrases and guards of
 * few words, random texts over several windows.
 */
static const char *const vocabulary[] = { "red", "rest", "resting", "blue",
	"bluebell", "go", "gone", "goner", "7up", "zed", "and", "the" };
enum {
	WORDS = sizeof(vocabulary) / sizeof(vocabulary[0]),
	ROWS = 12,
	TEXT = 1400
};

static const char *const parts[] = { "red", "rest", "rest*", "blue", "blue*",
	"gone*", "go", "#", "zed", "and", "the", "red|go", "*", "*" };
enum { PARTS = sizeof(parts) / sizeof(parts[0]), GAP = PARTS - 2 };

struct naive {
	int part[ROWS][5];
	size_t n[ROWS];
	int guard[ROWS];
	int word[TEXT], stop[TEXT]; /* stop: 1 comma, 2 stop behind it */
	size_t words;
	size_t place[TEXT];	       /* of the words in the text */
	size_t guard_to[TEXT];	       /* behind the longest guard from here */
	unsigned char hit[ROWS][TEXT]; /* from here: 1 guarded, 2 counts */
};

static uint32_t seed = 1;

static size_t
dice(size_t sides)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % sides;
}

static int
part_fits(int part, const char *word)
{
	const char *p = parts[part];
	size_t n = strlen(p);

	if (*p == '#')
		return *word == '7';
	if (strcmp(p, "red|go") == 0)
		return strcmp(word, "red") == 0 || strcmp(word, "go") == 0;
	if (p[n - 1] == '*')
		return strncmp(word, p, n - 1) == 0;
	return strcmp(word, p) == 0;
}

/* Parts from i on fit words from `at` on; `gap`: a gap went before. */
static void
fit(struct naive *s, int row, size_t i, size_t first, size_t at, int gap,
    void (*hit)(struct naive *, int, size_t, size_t))
{
	size_t k;

	if (i == s->n[row]) {
		hit(s, row, first, at);
		return;
	}
	if (s->part[row][i] >= GAP) {
		for (k = 0; k <= 3 && at + k <= s->words; k++) {
			fit(s, row, i + 1, first, at + k, 1, hit);
			if (at + k < s->words && s->stop[at + k - 1] > 1)
				return;
		}
		return;
	}
	if (at >= s->words || (i > 0 && s->stop[at - 1] > gap) ||
	    !part_fits(s->part[row][i], vocabulary[s->word[at]]))
		return;
	fit(s, row, i + 1, first, at + 1, 0, hit);
}

static void
note_guard(struct naive *s, int row, size_t first, size_t end)
{
	if (s->guard[row] && s->guard_to[first] < end)
		s->guard_to[first] = end;
}

static void
note_hit(struct naive *s, int row, size_t first, size_t end)
{
	size_t i;

	if (s->guard[row])
		return;
	for (i = 0; i <= first; i++)
		if (s->guard_to[i] >= end) {
			s->hit[row][first] |= 1;
			return;
		}
	s->hit[row][first] = 2;
}

/* Make a list; writes its rows, row i with signal i or as a guard. */
static void
make_list(struct naive *s, struct buf *rows)
{
	size_t row, i;
	char name[SIGNALS_MAX];
	int word;

	for (row = 0; row < ROWS; row++) {
		s->guard[row] = dice(4) == 0;
		s->n[row] = 1 + dice(5);
		for (i = 0, word = 0; i < s->n[row]; i++) {
			do
				s->part[row][i] = (int)dice(PARTS);
			while (s->part[row][i] >= GAP &&
			    (i == 0 || i + 1 == s->n[row] ||
				s->part[row][i - 1] >= GAP));
			word |= s->part[row][i] < GAP &&
			    *parts[s->part[row][i]] != '#';
		}
		if (!word)
			s->part[row][0] = 0;
		/* The blank: a row that begins with # is a comment. */
		for (i = 0; i < s->n[row]; i++)
			buf_text(rows, " %s", parts[s->part[row][i]]);
		name[signals_put(name, UINT32_C(1) << row)] = '\0';
		buf_text(rows, ",%s,1,\n", s->guard[row] ? "none" : name);
	}
}

static void
make_text(struct naive *s, struct buf *text)
{
	static const char *const between[] = { " ", ", ", ". " };
	size_t i;

	s->words = 1 + dice(dice(4) == 0 ? TEXT : 40);
	for (i = 0; i < s->words; i++) {
		s->word[i] = (int)dice(WORDS);
		s->stop[i] = dice(6) == 0 ? 1 + (int)dice(2) : 0;
		s->guard_to[i] = 0;
		s->place[i] = text->n;
		buf_add_string(text, vocabulary[s->word[i]]);
		buf_add_string(text, between[s->stop[i]]);
	}
}

/* All hits of the text by trying everything. */
static void
try_all(struct naive *s)
{
	size_t i;
	int row;

	memset(s->hit, 0, sizeof(s->hit));
	for (row = 0; row < ROWS; row++)
		for (i = 0; i < s->words; i++)
			fit(s, row, 0, i, i, 0, note_guard);
	for (row = 0; row < ROWS; row++)
		for (i = 0; i < s->words; i++)
			fit(s, row, 0, i, i, 0, note_hit);
}

/* Whether the words found are those; row i stands on line i + 2. */
static int
same_hits(const struct naive *s, const struct words *w, struct bytes text)
{
	struct words_found found;
	struct words_hit *hits;
	size_t n = words_explain(w, text, &hits), next = 0, i;
	uint32_t signals = 0;
	int row, same = 1, fate;

	for (i = 0; i < s->words; i++)
		for (row = 0; row < ROWS; row++) {
			if (s->hit[row][i] == 0)
				continue;
			fate =
			    s->hit[row][i] == 1 ? WORDS_GUARDED : WORDS_COUNTS;
			if (fate == WORDS_COUNTS)
				signals |= UINT32_C(1) << row;
			same &= next < n && hits[next].place == s->place[i] &&
			    hits[next].line == (size_t)row + 2 &&
			    (int)hits[next].fate == fate;
			next++;
		}
	free(hits);
	words_find(w, text, &found);
	return same && next == n && found.signals == signals &&
	    found.words == s->words;
}

static void
test_against_naive(void)
{
	static struct naive s;
	struct words *w;
	struct buf rows = { NULL, 0, 0 }, text = { NULL, 0, 0 };
	int lists, texts, level = -1, bad = 0;

	for (lists = 0; lists < 200; lists++) {
		/* By vectors of one kind, then of the next. */
		level = vector_name(level + 1) != NULL ? level + 1 : 0;
		vector_use(level);
		rows.n = 0;
		make_list(&s, &rows);
		w = open_list(buf_string(&rows));
		for (texts = 0; w != NULL && texts < 20; texts++) {
			text.n = 0;
			make_text(&s, &text);
			try_all(&s);
			if (same_hits(&s, w, buf_bytes(&text)))
				continue;
			if (bad++ == 0)
				printf("# %s# %s\n", buf_string(&rows),
				    buf_string(&text));
		}
		bad += w == NULL;
		words_close(w);
	}
	vector_use(-1);
	IS_INT(bad, 0, "4,000 random texts as a naive matcher has them");
	buf_free(&rows);
	buf_free(&text);
}

/* What lies around a phrase does not change what is found. */
static void
test_places(const struct words *w)
{
	const char *said_so = "She threatened to come down here with a bat.";
	struct buf text = { NULL, 0, 0 };
	uint32_t alone = find(w, said_so), got;
	int before, behind, lost = 0, other = 0;

	for (before = 0; before < 1200; before++) {
		text.n = 0;
		for (behind = 0; behind < before; behind++)
			buf_add_string(&text, "word ");
		buf_add_string(&text, said_so);
		for (behind = 0; behind < before % 97 * 11; behind++)
			buf_add_string(&text, " Address verified.");
		got = find(w, buf_string(&text));
		lost += (alone & ~got) != 0;
		other += got != alone;
	}
	OK(alone & SIGNAL_THREAT, "a threat is found");
	IS_INT(lost, 0, "and not lost wherever it stands");
	IS_INT(other, 0, "nor does another appear");
	buf_free(&text);
}

/* Texts of any bytes; `words` where a number is plain, else SIZE_MAX. */
static void
test_hostile_bytes(const struct words *w)
{
	static const struct {
		const char *unit;
		size_t n;
		size_t words; /* in a MiB of it */
	} units[] = { { "a ", 2, 524288 }, { "a", 1, 1 }, { "", 1, 0 },
		{ "\xff", 1, 1 }, { "'", 1, 0 }, { "*", 1, 0 }, { "a*", 2, 1 },
		{ "a'", 2, 1 }, { "\xe2\x80\x99", 3, 1 },
		{ "\xe2\x80", 2, SIZE_MAX }, { "\xc2\xa0", 2, 0 },
		{ "a\xc2\xa0", 3, SIZE_MAX }, { "*a", 2, SIZE_MAX },
		{ "speak to speak ", 15, SIZE_MAX },
		{ "not not not or ", 15, SIZE_MAX },
		{ "kill time, kill you. ", 21, SIZE_MAX },
		{ "\n.\n.,", 5, 0 } };
	const size_t mib = (size_t)1 << 20;
	char *text = malloc(mib);
	struct words_found found;
	size_t i, j;

	if (text == NULL)
		return;
	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		for (j = 0; j < mib; j++)
			text[j] = units[i].unit[j % units[i].n];
		words_find(w, (struct bytes){ text, mib }, &found);
		OK(units[i].words == SIZE_MAX || found.words == units[i].words,
		    "a MiB of the same, number %zu", i);
	}
	for (i = 0; i < 300; i++) {
		for (j = 0; j < 1 + i * 13; j++)
			text[j] = (char)dice(256);
		words_find(w, (struct bytes){ text, 1 + i * 13 }, &found);
	}
	OK(1, "random bytes");
	words_find(w, (struct bytes){ NULL, 0 }, &found);
	OK(found.signals == 0 && found.words == 0, "no text");
	free(text);
}

/* The list that comes with it, on sentences written for this test. */
static const struct {
	const char *text, *signals;
} shipped[] = { { "cust called to update address, all done", "" },
	{ "Cx v. angry re late engineer, adv sorry", "anger complaint" },
	{ "caller was shouting at me", "anger" },
	{ "she swore at me twice", "abuse profanity" },
	{ "called my colleague a useless idiot", "abuse" },
	{ "wants mgr cb", "manager" },
	{ "asked to speak to a supervisor", "manager" },
	{ "spoke to my supv about the tariff", "" },
	{ "I know when your shift ends", "threat" },
	{ "threatened to smash the windows of the shop", "threat" },
	{ "threatened legal action", "legal" },
	{ "will take us to small claims court", "legal" },
	{ "food court order missing", "" }, { "power of attorney sent", "" },
	{ "she says she wants to kill herself", "selfharm" },
	{ "killing time until the bus", "" },
	{ "lost card, late fee, fraud alert, dead line, claim form", "" },
	{ "wants to cancel her contract", "churn" },
	{ "cancelled the duplicate order", "" },
	{ "no intention of cancelling the contract", "" },
	{ "raised a formal complaint", "complaint" },
	{ "no complaints, very helpful call", "thanks" },
	{ "thanked me for my help", "thanks" }, { "thank you for calling", "" },
	{ "thanks for nothing", "" },
	{ "can someone take over this call please", "help" },
	{ "we will call you back tomorrow before 10", "promise" },
	{ "cust will call back tomorrow", "" },
	{ "what the f*** is this", "profanity" },
	{ "did not swear, did not shout", "" } };

static void
test_shipped(const struct words *w)
{
	size_t i;

	for (i = 0; i < sizeof(shipped) / sizeof(shipped[0]); i++)
		IS_TEXT(said(w, shipped[i].text), shipped[i].signals, "`%s`",
		    shipped[i].text);
}

int
main(void)
{
	/* The built-in phrases by themselves. */
	struct words *w = open_lists(NULL, "");

	test_names();
	test_syntax();
	test_wrong();
	test_cancelled();
	test_explain();
	test_against_naive();
	OK(w != NULL, "the built-in list is sound");
	if (w == NULL) {
		printf("# %s\n", diag_text());
		return tap_done();
	}
	test_places(w);
	test_hostile_bytes(w);
	test_shipped(w);
	words_close(w);
	return tap_done();
}
