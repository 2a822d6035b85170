/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/diag.h"
#include "base/num.h"
#include "call/reader.h"

static const char *const fault_texts[FAULT_COUNT] = {
	[FAULT_NEGATIVE] = "%llu negative durations are taken as missing",
	[FAULT_DURATION] = "%llu durations cannot be read and are taken as "
			   "missing",
	[FAULT_TIME] = "%llu times cannot be read and are taken as missing",
	[FAULT_ORDER] = "%llu times contradict the order of day and month",
	[FAULT_SCALE] = "%llu values contradict their scale",
	[FAULT_NUMBER] = "%llu counts or ratings cannot be read and are "
			 "taken as missing",
	[FAULT_FLAG] = "%llu words are neither yes nor no and are taken as "
		       "missing",
	[FAULT_DATELESS] = "%llu records have times without a date: they "
			   "are put on --date",
	[FAULT_TWICE] = "%llu local times are told twice that day: read as "
			"the file's order says, else the earlier",
	[FAULT_NEVER] = "%llu local times do not exist that day: read as "
			"if the clock had not changed",
	[FAULT_DAMAGED] =
	    "%llu customers' numbers were damaged by a "
	    "spreadsheet (as 4.9E+11) and are nobody's: export them again",
	[FAULT_HANDLE] = "%llu handle times would be negative and are taken "
			 "as missing",
};

const char *
fault_text(enum fault f)
{
	return fault_texts[f];
}

void
reader_open(struct reader *rd, const struct columns *c, unsigned needs,
    int64_t date, size_t record_limit)
{
	memset(rd, 0, sizeof(*rd));
	rd->columns = c;
	rd->needs = needs;
	rd->date = date;
	rd->previous_start = INSTANT_NONE;
	/* So that values of one record never move while it is in use. */
	buf_reserve(&rd->scratch, 4 * record_limit);
}

void
reader_close(struct reader *rd)
{
	buf_free(&rd->scratch);
}

static inline struct bytes
value(struct reader *rd, const struct record *r, enum field f)
{
	struct bytes none = { NULL, 0 };
	const struct column *col = &rd->columns->of[f];

	return col->index < 0 ? none : columns_value(col, r, &rd->scratch);
}

struct bytes
reader_value(struct reader *rd, const struct record *r, enum field f)
{
	return value(rd, r, f);
}

int64_t
reader_duration(struct reader *rd, const struct record *r, enum field f)
{
	struct bytes v = value(rd, r, f);
	int64_t ms;

	if (v.n == 0)
		return DURATION_NONE;
	switch (duration_read(&rd->columns->of[f].duration, v, &ms)) {
	case DURATION_READ:
		return ms;
	case DURATION_EMPTY:
		break;
	case DURATION_NEGATIVE:
		rd->faults[FAULT_NEGATIVE]++;
		break;
	case DURATION_BAD:
		rd->faults[FAULT_DURATION]++;
		break;
	}
	return DURATION_NONE;
}

/* Read a field as a time.  Returns 0, or -1 when there is none. */
static int
read_when(
    struct reader *rd, const struct record *r, enum field f, struct when *w)
{
	struct bytes v = value(rd, r, f);
	int got;

	if (v.n == 0 || bytes_trim(v).n == 0)
		return -1;
	got = when_read(&rd->columns->of[f].when, v, w);
	if (got == 0) {
		w->has_offset |= rd->columns->of[f].utc;
		return 0;
	}
	/* A bare 0 is how systems that count from 1970 write "never". */
	if (got < 0 && bytes_is(bytes_trim(v), "0"))
		return -1;
	rd->faults[got > 0 ? FAULT_ORDER : FAULT_TIME]++;
	if (got > 0)
		rd->broken = f;
	return -1;
}

/*
 * The instant of a civil time on the day that was asked for last, when
 * that day has 24 hours: most records are of the same day.  Returns 0 or
 * -1.
 */
static int
same_day(struct reader *rd, const struct civil *c, int64_t *at)
{
	struct civil first = *c, last = *c;
	enum zone_fold fold = ZONE_ONCE, fold_last = ZONE_ONCE;
	int64_t until;

	if (rd->day_year != c->year || rd->day_month != c->month ||
	    rd->day_day != c->day) {
		first.hour = first.minute = first.second = first.ms = 0;
		last.hour = 23;
		last.minute = last.second = 59;
		last.ms = 0;
		rd->day_start = zone_instant(&first, 0, &fold);
		until = zone_instant(&last, 0, &fold_last);
		rd->day_year = c->year;
		rd->day_month = c->month;
		rd->day_day = c->day;
		rd->day_plain = fold == ZONE_ONCE && fold_last == ZONE_ONCE &&
		    until - rd->day_start == DAY_MS - SECOND_MS;
	}
	*at = rd->day_start + c->hour * (int64_t)HOUR_MS +
	    c->minute * (int64_t)MINUTE_MS + c->second * (int64_t)SECOND_MS +
	    c->ms;
	return rd->day_plain ? 0 : -1;
}

static int64_t
to_instant(struct reader *rd, const struct when *w, int64_t date)
{
	enum zone_fold fold = ZONE_ONCE;
	int64_t at;

	if (w->has_date && !w->absolute && !w->has_offset && !w->next_day &&
	    same_day(rd, &w->civil, &at) == 0)
		return at;
	at = when_instant(w, date, 0, &fold);
	if (fold == ZONE_ONCE)
		return at;
	rd->faults[fold == ZONE_TWICE ? FAULT_TWICE : FAULT_NEVER]++;
	/* The file's order says which of the two hours it is. */
	if (fold == ZONE_TWICE && rd->previous_start != INSTANT_NONE &&
	    at < rd->previous_start)
		at = when_instant(w, date, 1, NULL);
	return at;
}

static int64_t
read_start(struct reader *rd, const struct record *r)
{
	const struct column *of = rd->columns->of;
	struct when w, time;
	int64_t at;

	if (of[FIELD_START].index >= 0) {
		if (read_when(rd, r, FIELD_START, &w) != 0)
			return INSTANT_NONE;
	} else {
		if (of[FIELD_DATE].index < 0 ||
		    read_when(rd, r, FIELD_DATE, &w) != 0)
			return INSTANT_NONE;
		if (!w.has_time ||
		    (!w.absolute && w.civil.hour == 0 && w.civil.minute == 0 &&
			w.civil.second == 0)) {
			if (read_when(rd, r, FIELD_TIME, &time) != 0)
				return INSTANT_NONE;
			if (w.absolute) {
				zone_civil(w.instant, &w.civil);
				w.absolute = 0;
			}
			w.civil.hour = time.civil.hour;
			w.civil.minute = time.civil.minute;
			w.civil.second = time.civil.second;
			w.civil.ms = time.civil.ms;
			w.has_time = 1;
			w.next_day = time.next_day;
			w.has_offset = time.has_offset;
			w.offset_s = time.offset_s;
		}
	}
	if (!w.absolute && !w.has_date)
		rd->faults[FAULT_DATELESS]++;
	at = to_instant(rd, &w, rd->date);
	rd->previous_start = at;
	return at;
}

int64_t
reader_instant(
    struct reader *rd, const struct record *r, enum field f, int64_t start)
{
	struct when w;
	int64_t at;

	if (rd->columns->of[f].index < 0 || read_when(rd, r, f, &w) != 0)
		return INSTANT_NONE;
	if (w.absolute || w.has_date)
		return to_instant(rd, &w, rd->date);
	/* A bare 0:00:00 is how some systems write "never". */
	if (w.civil.hour == 0 && w.civil.minute == 0 && w.civil.second == 0 &&
	    !w.next_day)
		return INSTANT_NONE;
	if (start == INSTANT_NONE)
		return to_instant(rd, &w, rd->date);
	/* A clock time before the start is the next day's. */
	at = to_instant(rd, &w, zone_date(start, 0));
	return at < start ? to_instant(rd, &w, zone_date(start, 0) + 1) : at;
}

static int64_t
or_zero(int64_t duration)
{
	return duration == DURATION_NONE ? 0 : duration;
}

/* What of ivr .. wrap another duration includes, by the map, in ms. */
static int64_t
included(const struct call *c, unsigned includes)
{
	const int64_t parts[] = { c->ivr, c->wait, c->ring, 0, c->hold,
		c->wrap };
	int64_t sum = 0;
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (includes & (1u << i))
			sum += or_zero(parts[i]);
	return sum;
}

/* A wait that by the map holds the IVR or the ringing, too, less these. */
static void
net_wait(struct call *c, unsigned includes)
{
	int64_t more = included(c, includes);

	c->wait = c->wait >= more ? c->wait - more : 0;
}

/*
 * Handle time = talk + hold + wrap, else total - ivr - wait - ring, else
 * missing (SPEC section 3).  A talk time that is there but cannot be
 * right leaves it missing.
 */
static int64_t
handle_time(struct reader *rd, const struct record *r, const struct call *c)
{
	int64_t t;
	int column = rd->columns->of[FIELD_TALK].index;

	if (c->talk != DURATION_NONE)
		t = c->talk + or_zero(c->hold) + or_zero(c->wrap) -
		    included(c, rd->columns->of[FIELD_TALK].includes);
	else if (column >= 0 && record_field(r, (size_t)column).n > 0)
		return DURATION_NONE;
	else if (c->total != DURATION_NONE)
		t = c->total - or_zero(c->ivr) - or_zero(c->wait) -
		    or_zero(c->ring);
	else
		return DURATION_NONE;
	if (t >= 0)
		return t;
	rd->faults[FAULT_HANDLE]++;
	return DURATION_NONE;
}

static void
read_times(struct reader *rd, const struct record *r, struct call *c)
{
	c->start = read_start(rd, r);
	c->answered_at = reader_instant(rd, r, FIELD_ANSWERED_AT, c->start);
	c->end = reader_instant(rd, r, FIELD_END, c->start);
	c->ivr = reader_duration(rd, r, FIELD_IVR);
	c->wait = reader_duration(rd, r, FIELD_WAIT);
	c->ring = reader_duration(rd, r, FIELD_RING);
	c->talk = reader_duration(rd, r, FIELD_TALK);
	c->hold = reader_duration(rd, r, FIELD_HOLD);
	c->wrap = reader_duration(rd, r, FIELD_WRAP);
	c->total = reader_duration(rd, r, FIELD_TOTAL);
	if (rd->columns->of[FIELD_WAIT].includes != 0 &&
	    c->wait != DURATION_NONE)
		net_wait(c, rd->columns->of[FIELD_WAIT].includes);
}

/* Values that follow from others when the export lacks them. */
static void
derive_times(struct reader *rd, const struct record *r, struct call *c)
{
	if (c->wait == DURATION_NONE && c->start != INSTANT_NONE &&
	    c->answered_at != INSTANT_NONE && c->answered_at >= c->start &&
	    rd->columns->of[FIELD_WAIT].index < 0)
		c->wait = c->answered_at - c->start;
	if (c->total == DURATION_NONE && c->start != INSTANT_NONE &&
	    c->end != INSTANT_NONE && c->end >= c->start)
		c->total = c->end - c->start;
	c->handle_time = handle_time(rd, r, c);
	if (c->total == DURATION_NONE && c->handle_time != DURATION_NONE)
		c->total = or_zero(c->ivr) + or_zero(c->wait) +
		    or_zero(c->ring) + c->handle_time;
	if (c->end == INSTANT_NONE && c->start != INSTANT_NONE)
		c->end = c->start +
		    (c->total != DURATION_NONE ? c->total
					       : or_zero(c->ivr) +
				or_zero(c->wait) + or_zero(c->ring));
}

static int
is_one_of(struct bytes v, const char *words)
{
	struct bytes rest = bytes_of(words);

	while (rest.p != NULL)
		if (bytes_equal_nocase(v, bytes_cut(rest, '|', &rest)))
			return 1;
	return 0;
}

/* An agent's name, or nothing when it stands for nobody. */
static struct bytes
somebody(struct bytes v)
{
	struct bytes none = { NULL, 0 };

	v = bytes_trim(v);
	if (v.n == 0)
		return none;
	switch (v.p[0]) {
	case '-':
	case 'n':
	case 'N':
	case '[':
		if (is_one_of(v, "-|n/a|no_server|[no associated user]"))
			return none;
		break;
	default:
		break;
	}
	return v;
}

/*
 * The outcome that a word of the slot's column means; the last few words
 * are remembered.
 */
static enum outcome
known_outcome(struct reader *rd, size_t slot, struct bytes v)
{
	enum outcome o;
	size_t i;

	if (v.n == 0)
		return OUTCOME_UNKNOWN;
	for (i = 0; i < READER_WORDS; i++)
		if (rd->words[i].n == v.n && rd->words[i].slot == slot &&
		    memcmp(rd->words[i].text, v.p, v.n) == 0)
			return rd->words[i].outcome;
	o = values_outcome(
	    &rd->columns->values, slot, v, !rd->columns->outcome[slot].words);
	if (v.n <= sizeof(rd->words[0].text)) {
		i = rd->next_word++ % READER_WORDS;
		memcpy(rd->words[i].text, v.p, v.n);
		rd->words[i].n = v.n;
		rd->words[i].slot = slot;
		rd->words[i].outcome = o;
	}
	return o;
}

/* What the outcome's columns say: those consulted first, or last. */
static enum outcome
said_outcome(struct reader *rd, const struct record *r, int last)
{
	const struct columns *c = rd->columns;
	enum outcome o = OUTCOME_UNKNOWN;
	size_t i;

	for (i = 0; i < c->outcome_count && o == OUTCOME_UNKNOWN; i++)
		if (c->outcome[i].last == last)
			o = known_outcome(rd, i,
			    record_value(
				r, (size_t)c->outcome[i].index, &rd->scratch));
	return o;
}

static enum outcome
find_outcome(struct reader *rd, const struct record *r, const struct call *c)
{
	enum outcome o = said_outcome(rd, r, 0);

	if (o != OUTCOME_UNKNOWN)
		return o;
	if (c->answered_at != INSTANT_NONE)
		return OUTCOME_ANSWERED;
	if (c->talk != DURATION_NONE && c->talk > 0)
		return OUTCOME_ANSWERED;
	return c->agent.n > 0 ? OUTCOME_ANSWERED : said_outcome(rd, r, 1);
}

static enum direction
find_direction(struct bytes v)
{
	if (v.n == 0)
		return DIRECTION_UNKNOWN;
	switch (byte_lower((unsigned char)v.p[0])) {
	case 'i': /* in, inbound, incoming; but not internal */
		return v.n > 2 && byte_lower((unsigned char)v.p[2]) == 't'
		    ? DIRECTION_UNKNOWN
		    : DIRECTION_IN;
	case 'o':
		return DIRECTION_OUT;
	default:
		return DIRECTION_UNKNOWN;
	}
}

static enum direction
read_direction(struct reader *rd, const struct record *r)
{
	const struct columns *c = rd->columns;
	struct bytes v = bytes_trim(value(rd, r, FIELD_DIRECTION));
	int known;

	if (c->values.has[FIELD_DIRECTION]) {
		known = values_of(&c->values, FIELD_DIRECTION, v);
		if (known >= 0)
			return (enum direction)known;
	}
	return find_direction(v);
}

/*
 * Of a telephone system's two lines, that of an extension is an agent's:
 * a call from an extension to a trunk goes out, one from a trunk comes in,
 * and one between extensions is neither.
 */
static enum direction
direction_of_lines(struct reader *rd, const struct record *r, struct bytes in,
    struct bytes out)
{
	int to = rd->columns->of[FIELD_AGENT].index;

	if (out.n == 0)
		return DIRECTION_IN;
	if (in.n > 0 || to < 0 || record_field(r, (size_t)to).n == 0)
		return DIRECTION_UNKNOWN;
	return DIRECTION_OUT;
}

/* Exports in which the agent's column depends on the direction. */
static struct bytes
read_agent(struct reader *rd, const struct record *r, struct call *c)
{
	const struct columns *columns = rd->columns;
	struct bytes in = value(rd, r, FIELD_AGENT), out = in;

	if (columns->agent_out >= 0) {
		out = part_of(columns->agent_out_part,
		    record_value(r, (size_t)columns->agent_out, &rd->scratch));
		if (columns->by_lines)
			c->direction = direction_of_lines(rd, r, in, out);
	}
	if (c->direction == DIRECTION_OUT)
		in = out;
	if (columns->values.has[FIELD_AGENT] &&
	    values_of(&columns->values, FIELD_AGENT, in) == 1)
		in.n = 0;
	return in;
}

static void
read_people(struct reader *rd, const struct record *r, struct call *c)
{
	c->direction =
	    rd->columns->by_lines ? DIRECTION_UNKNOWN : read_direction(rd, r);
	c->call_id = value(rd, r, FIELD_CALL_ID);
	c->parent_id = value(rd, r, FIELD_PARENT_ID);
	c->agent = somebody(read_agent(rd, r, c));
	c->queue = bytes_trim(value(rd, r, FIELD_QUEUE));
	c->reason = bytes_trim(value(rd, r, FIELD_REASON));
	c->channel = value(rd, r, FIELD_CHANNEL);
	c->outcome = find_outcome(rd, r, c);
	c->handled = c->agent.n > 0 &&
	    (c->outcome == OUTCOME_ANSWERED ||
		c->outcome == OUTCOME_ENDED_BY_POLICY);
}

/* When the handling was: only of a call that somebody took. */
static void
place_handling(struct call *c)
{
	if (!c->handled || c->handle_time == DURATION_NONE)
		return;
	if (c->answered_at != INSTANT_NONE)
		c->handling_from = c->answered_at;
	else if (c->start != INSTANT_NONE)
		c->handling_from = c->start + or_zero(c->ivr) +
		    or_zero(c->wait) + or_zero(c->ring);
	else
		return;
	c->handling_until = c->handling_from + c->handle_time;
}

/*
 * 4.93012E+11: a spreadsheet rounded the number, and others with it to the
 * same: it is nobody's any more.
 */
static int
is_damaged(struct bytes v)
{
	size_t i;

	if (v.n < 6 || v.p[v.n - 3] != '+' ||
	    byte_lower((unsigned char)v.p[v.n - 4]) != 'e')
		return 0;
	for (i = 0; i + 4 < v.n; i++)
		if (!byte_is_digit((unsigned char)v.p[i]) &&
		    (i == 0 || (v.p[i] != '.' && v.p[i] != ',')))
			return 0;
	return byte_is_digit((unsigned char)v.p[v.n - 2]) &&
	    byte_is_digit((unsigned char)v.p[v.n - 1]);
}

/* A number's own writing does not matter: blanks, + - ( ) and ="..". */
static struct bytes
customer_key(struct reader *rd, struct bytes v)
{
	char *out;
	size_t i, n = 0;

	v = bytes_trim(v);
	if (v.n > 3 && v.p[0] == '=' && v.p[1] == '"' && v.p[v.n - 1] == '"') {
		v.p += 2;
		v.n -= 3;
	}
	if (is_damaged(v)) {
		rd->faults[FAULT_DAMAGED]++;
		v.n = 0;
		return v;
	}
	for (i = 0; i < v.n; i++)
		if (v.p[i] == ' ' ||
		    (v.p[i] >= '(' && v.p[i] <= '-' && v.p[i] != '*' &&
			v.p[i] != ','))
			break;
	if (i < v.n) {
		out = buf_reserve(&rd->scratch, v.n);
		for (i = 0; i < v.n; i++)
			if (strchr(" +-()", v.p[i]) == NULL || v.p[i] == '\0')
				out[n++] = v.p[i];
		rd->scratch.n += n;
		v.p = out;
		v.n = n;
	}
	if (v.n > 0 && strchr("aurpAURP", v.p[0]) != NULL &&
	    is_one_of(v, "anonymous|unknown|restricted|private"))
		v.n = 0;
	return v;
}

static struct bytes
read_customer(
    struct reader *rd, const struct record *r, enum direction direction)
{
	struct bytes v = value(rd, r, FIELD_CUSTOMER);

	if (v.n == 0)
		v = value(rd, r,
		    direction == DIRECTION_OUT ? FIELD_CALLEE : FIELD_CALLER);
	return customer_key(rd, v);
}

/* A value in a scale, as written. */
static double
read_scale(struct reader *rd, const struct record *r, enum field f)
{
	struct bytes v = value(rd, r, f);
	double number;
	int got;

	if (v.n == 0)
		return REAL_NONE;
	got = scale_read(&rd->columns->of[f].scale,
	    f == FIELD_CSAT ? SCALE_CSAT : SCALE_SENTIMENT, v, &number);
	if (got == 0)
		return number;
	if (got > 0) {
		rd->faults[FAULT_SCALE]++;
		rd->broken = f;
	} else if (bytes_trim(v).n > 0)
		rd->faults[FAULT_NUMBER]++;
	return REAL_NONE;
}

static double
in_unit(const struct reader *rd, enum field f, double v)
{
	return v == REAL_NONE ? v : scale_unit(&rd->columns->of[f].scale, v);
}

/* What yes and no look like; ASCII case does not matter. */
static enum flag
read_flag(struct reader *rd, const struct record *r, enum field f)
{
	struct bytes v = bytes_trim(value(rd, r, f));

	if (v.n == 0)
		return FLAG_NONE;
	if (rd->columns->values.has[f]) {
		int known = values_of(&rd->columns->values, f, v);

		if (known >= 0)
			return (enum flag)known;
	}
	if (v.n == 1) {
		switch (v.p[0]) {
		case 'y':
		case 'Y':
		case '1':
		case 't':
		case 'T':
		case 'x':
		case 'X':
			return FLAG_YES;
		case 'n':
		case 'N':
		case '0':
		case 'f':
		case 'F':
			return FLAG_NO;
		default:
			break;
		}
	}
	if (v.n == 3 && (v.p[0] == 'y' || v.p[0] == 'Y') &&
	    bytes_is_nocase(v, "yes"))
		return FLAG_YES;
	if (v.n == 2 && bytes_is_nocase(v, "no"))
		return FLAG_NO;
	if (is_one_of(v, "yes|true|resolved|ja"))
		return FLAG_YES;
	if (is_one_of(v, "no|false|unresolved|nein"))
		return FLAG_NO;
	rd->faults[FAULT_FLAG]++;
	return FLAG_NONE;
}

static void
read_feeling(struct reader *rd, const struct record *r, struct call *c)
{
	c->sentiment =
	    in_unit(rd, FIELD_SENTIMENT, read_scale(rd, r, FIELD_SENTIMENT));
	c->sentiment_end = in_unit(
	    rd, FIELD_SENTIMENT_END, read_scale(rd, r, FIELD_SENTIMENT_END));
	c->csat = read_scale(rd, r, FIELD_CSAT);
	c->csat_scaled = in_unit(rd, FIELD_CSAT, c->csat);
	c->text = value(rd, r, FIELD_TEXT);
}

static void
read_flags(struct reader *rd, const struct record *r, struct call *c)
{
	c->help_asked = read_flag(rd, r, FIELD_HELP_ASKED);
	c->hostile = read_flag(rd, r, FIELD_HOSTILE);
	c->threat = read_flag(rd, r, FIELD_THREAT);
}

/* A count from 0 up; yes counts as 1, no as 0. */
static int64_t
read_count(struct reader *rd, const struct record *r, enum field f)
{
	struct bytes v = bytes_trim(value(rd, r, f));
	int64_t n;
	double real;

	if (v.n == 0)
		return -1;
	if (num_integer(v, &n) == 0 && n >= 0)
		return n;
	if (num_real(v, '.', &real) == 0 && real >= 0 && real < 1e9)
		return (int64_t)real;
	if (is_one_of(v, "yes|y|true"))
		return 1;
	if (is_one_of(v, "no|n|false"))
		return 0;
	rd->faults[FAULT_NUMBER]++;
	return -1;
}

static double
read_rating(struct reader *rd, const struct record *r)
{
	struct bytes v = bytes_trim(value(rd, r, FIELD_SELF_RATING));
	double number;

	if (v.n == 0)
		return REAL_NONE;
	if (num_real(v, rd->columns->decimal, &number) == 0 && number >= 0 &&
	    number <= 10)
		return number;
	rd->faults[FAULT_NUMBER]++;
	return REAL_NONE;
}

static void
read_counts(struct reader *rd, const struct record *r, struct call *c)
{
	c->transfers = read_count(rd, r, FIELD_TRANSFERS);
	c->holds = read_count(rd, r, FIELD_HOLDS);
	c->interruptions = read_count(rd, r, FIELD_INTERRUPTIONS);
	c->resolved = read_flag(rd, r, FIELD_RESOLVED);
	c->self_rating = read_rating(rd, r);
}

static void
read_stress(struct reader *rd, const struct record *r, struct call *c)
{
	struct bytes v = bytes_trim(value(rd, r, FIELD_STRESS));

	if (v.n == 0 || num_integer(v, &c->stress) != 0 || c->stress < 0 ||
	    c->stress > 100) {
		c->stress = -1;
		if (v.n > 0)
			rd->faults[FAULT_NUMBER]++;
	}
	c->signals = value(rd, r, FIELD_SIGNALS);
}

/* A call of which nothing is known. */
static const struct call blank = {
	.start = INSTANT_NONE,
	.answered_at = INSTANT_NONE,
	.end = INSTANT_NONE,
	.ivr = DURATION_NONE,
	.wait = DURATION_NONE,
	.ring = DURATION_NONE,
	.talk = DURATION_NONE,
	.hold = DURATION_NONE,
	.wrap = DURATION_NONE,
	.total = DURATION_NONE,
	.handle_time = DURATION_NONE,
	.handling_from = INSTANT_NONE,
	.handling_until = INSTANT_NONE,
	.sentiment = REAL_NONE,
	.sentiment_end = REAL_NONE,
	.csat = REAL_NONE,
	.csat_scaled = REAL_NONE,
	.transfers = -1,
	.holds = -1,
	.interruptions = -1,
	.self_rating = REAL_NONE,
	.stress = -1,
};

int
reader_read(struct reader *rd, const struct record *r, struct call *c)
{
	unsigned needs = rd->needs;

	*c = blank;
	c->record = r;
	rd->scratch.n = 0;
	rd->broken = FIELD_COUNT;
	if (needs & NEED_TIMES)
		read_times(rd, r, c);
	if (needs & (NEED_PEOPLE | NEED_CUSTOMER))
		read_people(rd, r, c);
	if (needs & NEED_TIMES) {
		derive_times(rd, r, c);
		place_handling(c);
	}
	if (needs & NEED_CUSTOMER)
		c->customer = read_customer(rd, r, c->direction);
	if (needs & NEED_FEELING)
		read_feeling(rd, r, c);
	if (needs & (NEED_FEELING | NEED_FLAGS))
		read_flags(rd, r, c);
	if (needs & NEED_COUNTS)
		read_counts(rd, r, c);
	if (needs & NEED_STRESS)
		read_stress(rd, r, c);
	if (rd->broken == FIELD_COUNT)
		return 0;
	return diag_fail(STATUS_CANNOT,
	    "line %llu: %s contradicts what the "
	    "first records showed of its %s: say it by -m %s=COLUMN,%s",
	    (unsigned long long)r->line, field_info(rd->broken)->name,
	    field_info(rd->broken)->kind == KIND_SCALE
		? "scale"
		: "order of day and month",
	    field_info(rd->broken)->name,
	    field_info(rd->broken)->kind == KIND_SCALE ? "LOW..HIGH"
						       : "dmy or mdy");
}

int
words_hold(struct bytes words, const char *word)
{
	while (words.p != NULL)
		if (bytes_is(bytes_cut(words, ' ', &words), word))
			return 1;
	return 0;
}
