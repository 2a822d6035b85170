/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/hot.h"
#include "call/equal.h"
#include "call/reader_inside.h"

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
		if (is_one_of(v,
			"-|n/a|null|none|nan|no_server|"
			"[no associated user]"))
			return none;
		break;
	default:
		break;
	}
	return v;
}

/* Whether the i-th word that is remembered is this one. */
static inline int
is_word(const struct reader *rd, unsigned i, size_t slot, struct bytes v)
{
	struct bytes word = { rd->words[i].text, rd->words[i].n };

	return rd->words[i].slot == slot && bytes_equal_short(word, v);
}

/*
 * What a word of the slot's column means, as values_outcome(); the last
 * few words are remembered.
 */
static int
known_outcome(struct reader *rd, size_t slot, struct bytes v)
{
	unsigned i;
	int o;

	if (v.n == 0)
		return OUTCOME_UNKNOWN;
	if (is_word(rd, rd->last_word, slot, v))
		return rd->words[rd->last_word].outcome;
	for (i = 0; i < READER_WORDS; i++)
		if (is_word(rd, i, slot, v)) {
			rd->last_word = i;
			return rd->words[i].outcome;
		}
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

/*
 * What the outcome's columns say: those consulted first, or last.  A word
 * that is not known counts when no other column says more.
 */
HOT static enum outcome
said_outcome(struct reader *rd, const struct record *r, int last)
{
	const struct columns *c = rd->columns;
	struct bytes v, strange = { NULL, 0 };
	size_t i;
	int o;

	for (i = 0; i < c->outcome_count; i++) {
		if (c->outcome[i].last != last)
			continue;
		v = record_value(r, (size_t)c->outcome[i].index, &rd->scratch);
		o = known_outcome(rd, i, v);
		if (o > OUTCOME_UNKNOWN)
			return (enum outcome)o;
		if (o < 0)
			strange = v;
	}
	if (strange.n > 0)
		reader_blame(rd, r, FAULT_OUTCOME, FIELD_OUTCOME, strange);
	return OUTCOME_UNKNOWN;
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

/*
 * 4.93012E+11: a spreadsheet rounded the number, and others with it to the
 * same: it tells nobody and no call from another any more.
 */
HOT static int
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

/* What stands for no parent: `NULL` of databases joins no legs. */
static int
is_no_parent(struct bytes v)
{
	return v.n == 0 ||
	    (v.n <= 4 && is_one_of(v, "-|0|n/a|na|nan|none|null|\\N"));
}

/*
 * What the call is named, and what joins it to other legs; a damaged name
 * joins it to none.  One without a parent may be that of legs below, and is
 * not when its call_id stood above, see look_above().
 */
static void
read_ids(struct reader *rd, const struct record *r, struct call *c)
{
	struct bytes parent = bytes_trim(value(rd, r, FIELD_PARENT_ID));
	struct bytes id = value(rd, r, FIELD_CALL_ID);

	c->call_id = id;
	rd->id_alone = 0;
	if (is_no_parent(parent))
		parent.n = 0;
	c->joined = parent;
	if (is_damaged(parent)) {
		reader_blame(rd, r, FAULT_DAMAGED_ID, FIELD_PARENT_ID, parent);
		parent.n = c->joined.n = 0;
	} else if (is_damaged(bytes_trim(id))) {
		reader_blame(rd, r, FAULT_DAMAGED_ID, FIELD_CALL_ID, id);
		c->call_id.n = 0;
	} else if (rd->ids != NULL && parent.n == 0 && id.n > 0) {
		rd->id_alone = 1;
		rd->id_hash = equal_expect(rd->ids, id);
		if (rd->at[FIELD_PARENT_ID] >= 0)
			c->joined = bytes_trim(id);
	}
	c->parent_id = parent;
}

/* Equal call_ids are never joined. */
static void
look_above(struct reader *rd, const struct record *r, struct call *c)
{
	if (!rd->id_alone || !equal_seen(rd->ids, rd->id_hash))
		return;
	reader_blame(rd, r, FAULT_EQUAL, FIELD_CALL_ID, c->call_id);
	c->joined.n = 0;
	c->joined_hash = 0;
}

HOT void
reader_people(struct reader *rd, const struct record *r, struct call *c)
{
	look_above(rd, r, c);
	c->queue = bytes_trim(value(rd, r, FIELD_QUEUE));
	c->reason = bytes_trim(value(rd, r, FIELD_REASON));
	c->channel = value(rd, r, FIELD_CHANNEL);
	c->outcome = find_outcome(rd, r, c);
	c->handled = c->agent.n > 0 &&
	    (c->outcome == OUTCOME_ANSWERED ||
		c->outcome == OUTCOME_ENDED_BY_POLICY);
}

/* What stands for a number that was not told. */
static int
is_withheld(struct bytes v)
{
	if (v.n == 0)
		return 0;
	switch (byte_lower((unsigned char)v.p[0])) {
	case 'a':
	case 'b':
	case 'h':
	case 'n':
	case 'p':
	case 'r':
	case 'u':
	case 'w':
		return is_one_of(v,
		    "anonymous|unknown|restricted|private|unavailable|"
		    "withheld|blocked|hidden|n/a|null|none|nan");
	default:
		return 0;
	}
}

/* Blanks, + - ( ): none is above the hyphen, and most others are. */
static inline int
is_mark(char c)
{
	return (unsigned char)c <= '-' &&
	    (c == ' ' || (c >= '(' && c != '*' && c != ','));
}

/* A number's own writing does not matter: such marks and ="..". */
static struct bytes
customer_key(struct reader *rd, const struct record *r, struct bytes v)
{
	const struct bytes none = { v.p, 0 };
	char *out;
	size_t i, n = 0;

	v = bytes_trim(v);
	if (v.n > 3 && v.p[0] == '=' && v.p[1] == '"' && v.p[v.n - 1] == '"') {
		v.p += 2;
		v.n -= 3;
	}
	if (is_damaged(v)) {
		reader_blame(rd, r, FAULT_DAMAGED, FIELD_CUSTOMER, v);
		v.n = 0;
		return v;
	}
	for (i = 0; i < v.n; i++)
		if (is_mark(v.p[i]))
			break;
	if (i < v.n) {
		out = buf_reserve(&rd->scratch, v.n);
		for (i = 0; i < v.n; i++)
			if (!is_mark(v.p[i]))
				out[n++] = v.p[i];
		rd->scratch.n += n;
		v.p = out;
		v.n = n;
	}
	return is_withheld(v) ? none : v;
}

static struct bytes
read_customer(
    struct reader *rd, const struct record *r, enum direction direction)
{
	struct bytes v = value(rd, r, FIELD_CUSTOMER);

	if (v.n == 0)
		v = value(rd, r,
		    direction == DIRECTION_OUT ? FIELD_CALLEE : FIELD_CALLER);
	return customer_key(rd, r, v);
}

void
reader_nobody(struct call *c)
{
	struct bytes none = { NULL, 0 };

	c->call_id = c->parent_id = c->agent = none;
	c->queue = c->reason = c->channel = none;
	c->direction = DIRECTION_UNKNOWN;
	c->outcome = OUTCOME_UNKNOWN;
	c->handled = 0;
	c->customer = c->joined = none;
	c->customer_hash = c->joined_hash = 0;
}

HOT void
reader_find_people(struct reader *rd, const struct record *r, struct call *c)
{
	c->direction =
	    rd->columns->by_lines ? DIRECTION_UNKNOWN : read_direction(rd, r);
	c->agent = somebody(read_agent(rd, r, c));
	if (rd->needs & NEED_CUSTOMER)
		c->customer = read_customer(rd, r, c->direction);
	else
		c->customer = (struct bytes){ NULL, 0 };
	c->customer_hash = c->customer.n > 0 ? hash_bytes(c->customer) : 0;
	read_ids(rd, r, c);
	c->joined_hash = c->joined.n > 0 && (rd->needs & NEED_LEGS) != 0
	    ? recent_counted(c->joined)
	    : 0;
	if (rd->expect != NULL)
		rd->expect(rd->expect_arg, c);
}

void
reader_foresee(const struct reader *rd, const struct record *r)
{
	struct bytes customer = glance(rd, r, FIELD_CUSTOMER);
	struct call c;

	if (rd->expect == NULL || customer.n == 0)
		return;
	reader_nobody(&c);
	c.customer = customer;
	c.customer_hash = hash_bytes(customer);
	rd->expect(rd->expect_arg, &c);
}
