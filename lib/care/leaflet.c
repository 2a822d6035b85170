/* SPDX-License-Identifier: ISC */
#include "base/num.h"
#include "care/clock.h"
#include "care/english.h"
#include "care/leaflet.h"
#include "call/duration.h"
#include "call/when.h"
#include "csv/settings.h"

enum { WIDTH = 76 };

/* Columns that a word takes: its characters, not its bytes. */
static size_t
width_of(struct bytes word)
{
	size_t i, n = 0;

	for (i = 0; i < word.n; i++)
		n += ((unsigned char)word.p[i] & 0xc0) != 0x80;
	return n;
}

/* Set a text in lines; the first begins at `first`, others at `indent`. */
static void
fill(struct buf *out, const char *first, size_t indent, struct bytes text)
{
	struct bytes word;
	size_t at = strlen(first), i;
	int begun = 0;

	buf_add_string(out, first);
	while (text.p != NULL) {
		word = bytes_trim(bytes_cut(text, ' ', &text));
		if (word.n == 0)
			continue;
		if (begun && at + 1 + width_of(word) > WIDTH) {
			buf_add_byte(out, '\n');
			for (i = 0; i < indent; i++)
				buf_add_byte(out, ' ');
			at = indent;
		} else if (begun) {
			buf_add_byte(out, ' ');
			at++;
		}
		buf_add_bytes(out, word);
		at += width_of(word);
		begun = 1;
	}
	buf_add_byte(out, '\n');
}

static void
heading(struct buf *out, const char *text)
{
	buf_text(out, "\n%s\n", text);
}

/* By when: `at once, day and night`, `within 30 minutes`. */
static void
put_due(struct buf *out, const struct policy_rule *r)
{
	void (*put_duration)(struct buf *, int64_t) =
	    r->business ? english_opening : english_duration;
	int64_t ms = r->duration;

	if (r->has_field) {
		buf_add_string(out, "by ");
		if (ms != 0) {
			put_duration(out, ms < 0 ? -ms : ms);
			buf_add_string(out, ms < 0 ? " before " : " after ");
		}
		english_time(out, r->field);
	} else if (ms == 0)
		buf_add_string(out, "at once");
	else {
		buf_add_string(out, "within ");
		put_duration(out, ms);
	}
	if (!r->business)
		buf_add_string(out, ", day and night");
}

static void
put_say(struct buf *out, const struct policy_rule *r)
{
	struct buf text = { NULL, 0, 0 };

	if (*r->say == '\0')
		return;
	buf_text(&text, "\"%s\"", r->say);
	fill(out, "      ", 6, buf_bytes(&text));
	buf_free(&text);
}

/* One rule: when, by when, and what to say. */
static void
put_rule(struct buf *out, const struct policy_rule *r)
{
	struct buf text = { NULL, 0, 0 };

	buf_text(&text, "%s: when ", r->name);
	english_put(&text, r->when);
	buf_add_string(&text, ": ");
	put_due(&text, r);
	buf_add_byte(&text, '.');
	fill(out, "  - ", 4, buf_bytes(&text));
	buf_free(&text);
	put_say(out, r);
}

/* The levels that rules go to, the highest first. */
static void
put_rules(struct buf *out, const struct policy *p)
{
	struct bytes name;
	int64_t number;
	size_t i;
	int level, any;

	heading(out, "WHEN TO HAND OVER, TO WHOM AND BY WHEN");
	for (level = LADDER_LEVEL_MAX; level > 0; level--) {
		any = 0;
		for (i = 0; i < policy_rules(p); i++) {
			if (policy_rule(p, i)->level != level)
				continue;
			if (!any++) {
				name = policy_level_name(p, level);
				buf_text(out, "\nTo %s%.*s:\n",
				    num_integer(name, &number) == 0 ? "level "
								    : "the ",
				    (int)name.n, name.p);
			}
			put_rule(out, policy_rule(p, i));
		}
	}
}

/* Words that turn what follows them in their sentence round. */
static int
is_negation(struct bytes word)
{
	static const char *const words[] = { "no", "not", "never", "cannot",
		"nobody", "nor", "neither", "without", "avoid", "refrain",
		"dont", "cant", "mustnt" };
	struct bytes end = word;
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (bytes_is_nocase(word, words[i]))
			return 1;
	/* don't, mustn't, also with the apostrophe that is a letter. */
	end.n = word.n >= 3 ? 3 : 0;
	end.p = word.p + word.n - end.n;
	if (bytes_is_nocase(end, "n't"))
		return 1;
	end.n = word.n >= 5 ? 5 : 0;
	end.p = word.p + word.n - end.n;
	return bytes_is_nocase(end, "n\xe2\x80\x99t");
}

static int
is_one_of(struct bytes word, const char *const *words)
{
	for (; *words != NULL; words++)
		if (bytes_is_nocase(word, *words))
			return 1;
	return 0;
}

static int
in_word(char c)
{
	return byte_is_word((unsigned char)c) || c == '\'' ||
	    (unsigned char)c >= 0x80;
}

/*
 * Whether a text ends under a negation: one in its last sentence, but not
 * in a clause that says when (`if you do not stop, ..`), nor before a
 * comma behind which somebody else is at it (`do not shout, or I ..`).
 */
static int
ends_negated(struct bytes text)
{
	static const char *const when[] = { "if", "when", "unless", "once",
		"should", "as", NULL };
	static const char *const who[] = { "i", "we", "you", "they", NULL };
	static const char *const joins[] = { "and", "or", "so", "then", "but",
		"otherwise", "else", NULL };
	struct bytes word = { text.p, 0 };
	int negated = 0, conditional = 0, first = 1, comma = 0;
	size_t i;

	for (i = 0; i < text.n; i++) {
		if (in_word(text.p[i])) {
			if (word.n++ == 0)
				word.p = text.p + i;
			if (i + 1 < text.n && in_word(text.p[i + 1]))
				continue;
			if (first)
				conditional = is_one_of(word, when);
			else if (comma && is_one_of(word, who))
				negated = 0;
			if (!is_one_of(word, joins))
				first = comma = 0;
			negated |= !conditional && is_negation(word);
			word.n = 0;
		} else if (strchr(".!?;:", text.p[i]) != NULL) {
			negated = conditional = comma = 0;
			first = 1;
		} else if (text.p[i] == ',') {
			first = conditional;
			conditional = 0;
			comma = 1;
		}
	}
	return negated;
}

/*
 * Whether a text has words in it that no negation turns round, in any of
 * the places where they stand.
 */
static int
allows(struct bytes text, const char *part)
{
	struct bytes here = { text.p, strlen(part) }, before = { text.p, 0 };

	for (; here.n + before.n <= text.n; before.n++) {
		here.p = text.p + before.n;
		if (bytes_is_nocase(here, part) && !ends_negated(before))
			return 1;
	}
	return 0;
}

/* What a rule's words for agents may allow. */
static const struct topic {
	const char *title, *words[5], *none, *more;
} topics[] = {
	{ "WHEN TO PAUSE", { "breather", "a break", "a pause", "pause for" },
	    "This policy names no such case; breathers are offered all the "
	    "same.",
	    "A breather that is offered to you is yours." },
	{ "WHEN YOU MAY END A CALL",
	    { "end the call", "end this call", "ending the call",
		"ending this call", "hang up" },
	    "This policy names no such case: ask before you end a call.",
	    "Say so, end the call, and set its outcome to ended_by_policy. It "
	    "never counts against you." }
};

static int
is_about(const struct topic *t, const struct policy_rule *r)
{
	size_t i;

	for (i = 0; i < 5 && t->words[i] != NULL; i++)
		if (allows(bytes_of(r->say), t->words[i]))
			return 1;
	return 0;
}

static void
put_topic(struct buf *out, const struct policy *p, const struct topic *t)
{
	struct buf text = { NULL, 0, 0 };
	size_t i;
	int any = 0;

	heading(out, t->title);
	buf_add_byte(out, '\n');
	for (i = 0; i < policy_rules(p); i++) {
		const struct policy_rule *r = policy_rule(p, i);

		if (!is_about(t, r))
			continue;
		text.n = 0;
		buf_add_string(&text, "When ");
		english_put(&text, r->when);
		buf_text(&text, " (%s).", r->name);
		fill(out, "  - ", 4, buf_bytes(&text));
		put_say(out, r);
		any = 1;
	}
	fill(out, "", 0, bytes_of(any ? t->more : t->none));
	buf_free(&text);
}

static void
put_ladder(struct buf *out, const struct policy *p)
{
	const struct ladder *ladder = policy_ladder(p);
	struct buf text = { NULL, 0, 0 };
	size_t i;

	for (i = 0; i < ladder_count(ladder); i++) {
		const struct ladder_level *l = ladder_at(ladder, i);
		const struct ladder_level *next = ladder_next(ladder, l->level);

		if (next == NULL && l->repeat == DURATION_NONE)
			continue;
		buf_text(&text, "If the %s has not taken it on ", l->name);
		english_hours(&text, next != NULL ? l->ack : l->repeat);
		if (next != NULL)
			buf_text(&text, " after that, it goes to the %s. ",
			    next->name);
		else
			buf_add_string(&text, " after that, it is due again. ");
	}
	if (text.n > 0) {
		buf_add_string(&text,
		    "These times, too, run only while the queue is open "
		    "unless it says day and night.");
		heading(out, "WHEN NOBODY ANSWERS");
		buf_add_byte(out, '\n');
		fill(out, "", 0, buf_bytes(&text));
	}
	buf_free(&text);
}

/* `25 December 2026 (Christmas), 1 January 2027`. */
static void
put_holidays(struct buf *out, const struct settings *holidays)
{
	struct bytes name, date;
	int64_t day;
	size_t i;

	for (i = 0; i < settings_rows(holidays); i++) {
		date = bytes_trim(settings_get(holidays, i, "date"));
		name = bytes_trim(settings_get(holidays, i, "name"));
		buf_add_string(out, i > 0 ? ", " : "");
		if (date_typed(date, &day) == 0)
			english_date(out, day);
		if (name.n > 0)
			buf_text(out, " (%.*s)", (int)name.n, name.p);
	}
}

/* `mon-fri` is Monday to Friday; `mon wed` Monday, Wednesday. */
static void
put_days(struct buf *out, struct bytes days)
{
	static const char *const names[] = { "Sunday", "Monday", "Tuesday",
		"Wednesday", "Thursday", "Friday", "Saturday" };
	enum { WEEK = sizeof(names) / sizeof(names[0]) };
	struct bytes part, end, three;
	const char *before = "";
	size_t i;

	while (days.p != NULL) {
		part = bytes_trim(bytes_cut(days, ' ', &days));
		for (; part.n > 0; part = end, before = " to ") {
			struct bytes day = bytes_cut(part, '-', &end);

			for (i = 0; i < WEEK; i++) {
				three.p = names[i];
				three.n = 3;
				if (bytes_equal_nocase(day, three) ||
				    bytes_is_nocase(day, names[i]))
					break;
			}
			buf_add_string(out, before);
			if (i < WEEK)
				buf_add_string(out, names[i]);
			else
				buf_add_bytes(out, day);
			before = ", ";
		}
		before = ", ";
	}
}

static struct bytes
queue_of(const struct settings *hours, size_t row)
{
	return bytes_trim(settings_get(hours, row, "queue"));
}

/* The rows of hours.csv that are a queue's; an empty one is of all others. */
static void
put_spans(struct buf *out, const struct settings *hours, struct bytes queue)
{
	const char *before = " ";
	size_t i;

	for (i = 0; i < settings_rows(hours); i++) {
		if (!bytes_equal_nocase(queue_of(hours, i), queue))
			continue;
		buf_add_string(out, before);
		put_days(out, bytes_trim(settings_get(hours, i, "days")));
		buf_text(out, " %s to %s", settings_get(hours, i, "open").p,
		    settings_get(hours, i, "close").p);
		before = "; ";
	}
}

/* The queues that have rows of their own: no others serve them. */
static void
put_queues(struct buf *out, const struct settings *hours, int holidays)
{
	struct bytes queue;
	size_t i, k;

	for (i = 0; i < settings_rows(hours); i++) {
		queue = queue_of(hours, i);
		for (k = 0; k < i; k++)
			if (bytes_equal_nocase(queue_of(hours, k), queue))
				break;
		if (queue.n == 0 || k < i)
			continue;
		buf_text(out,
		    " The queue \"%.*s\" has hours of its own%s:", (int)queue.n,
		    queue.p, holidays ? ", but for holidays" : "");
		put_spans(out, hours, queue);
		buf_add_byte(out, '.');
	}
}

/* The rows of hours.csv and holidays.csv. */
static int
put_hours(struct buf *out, const char *settings_dir)
{
	struct settings *hours = settings_load(
			    settings_dir, "hours.csv", clock_hours_csv),
			*holidays;
	struct buf text = { NULL, 0, 0 };
	int any;

	if (hours == NULL)
		return -1;
	holidays =
	    settings_load(settings_dir, "holidays.csv", clock_holidays_csv);
	any = holidays != NULL && settings_rows(holidays) > 0;
	heading(out, "WHEN THE CLOCK RUNS");
	buf_add_string(&text,
	    "Unless it says day and night, only while the "
	    "queue is open:");
	put_spans(&text, hours, bytes_of(""));
	if (any) {
		buf_add_string(&text, "; not on holidays: ");
		put_holidays(&text, holidays);
	}
	buf_add_byte(&text, '.');
	put_queues(&text, hours, any);
	buf_add_byte(out, '\n');
	fill(out, "", 0, buf_bytes(&text));
	buf_free(&text);
	settings_free(hours);
	settings_free(holidays);
	return holidays == NULL ? -1 : 0;
}

int
leaflet_put(struct buf *out, const struct policy *p, const char *settings_dir)
{
	size_t i;

	buf_add_string(out, "OUR BOUNDARIES\n\n");
	fill(out, "", 0,
	    bytes_of("What the team has agreed on: which calls "
		     "go to somebody else, and what you may say. Handing a "
		     "call over "
		     "is doing your job, not failing at it."));
	for (i = sizeof(topics) / sizeof(topics[0]); i-- > 0;)
		put_topic(out, p, &topics[i]);
	put_rules(out, p);
	put_ladder(out, p);
	return put_hours(out, settings_dir);
}
