/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/sip.h"
#include "call/zone.h"
#include "csv/settings.h"
#include "report/cell.h"
#include "report/contactsfile.h"
#include "report/proof.h"

#define WEEK (7 * (int64_t)DAY_MS)
enum { VERSION = 1 };

static const char kind[] = "contacts";
static const char columns[] =
    "customer,first,last,contacts,answered,resolved,earlier,queue\n";
enum {
	CUSTOMER,
	FIRST,
	LAST,
	CONTACTS,
	ANSWERED,
	RESOLVED,
	EARLIER,
	QUEUE,
	COLUMNS
};

struct contactsfile {
	uint64_t key[2];
	struct map *of;	    /* hash to struct contactsfile_day */
	struct map *queues; /* name to its place, from 1 */
	struct contactsfile_day *sorted;
};

struct contactsfile *
contactsfile_new(const uint64_t key[2])
{
	struct contactsfile *c = mem_zero(1, sizeof(*c));

	memcpy(c->key, key, sizeof(c->key));
	c->of = map_new(sizeof(struct contactsfile_day));
	c->queues = map_new(sizeof(uint32_t));
	return c;
}

void
contactsfile_free(struct contactsfile *c)
{
	if (c == NULL)
		return;
	map_free(c->of);
	map_free(c->queues);
	free(c->sorted);
	explicit_bzero(c->key, sizeof(c->key));
	free(c);
}

uint64_t
contactsfile_hash(const struct contactsfile *c, struct bytes customer)
{
	return sip_hash(c->key, customer);
}

static struct bytes
key_of(const uint64_t *hash)
{
	struct bytes b = { (const char *)hash, sizeof(*hash) };

	return b;
}

/* The place of a name; values of such a map begin with it. */
static uint32_t
queue_place(struct map *queues, struct bytes name)
{
	uint32_t *place;
	int added;

	if (name.n == 0)
		return 0;
	place = map_put(queues, name, &added);
	if (added)
		*place = (uint32_t)map_count(queues);
	return *place;
}

/* Two parts of a customer's day are one. */
static void
join(struct contactsfile_day *to, const struct contactsfile_day *from)
{
	int64_t last = to->last > from->last ? to->last : from->last;
	int64_t n = to->contacts + from->contacts;

	if (from->first < to->first)
		*to = *from;
	to->last = last;
	to->contacts = n;
}

static void
put(struct contactsfile *c, const struct contactsfile_day *from)
{
	int added;
	struct contactsfile_day *to =
	    map_put(c->of, key_of(&from->customer), &added);

	if (added)
		*to = *from;
	else
		join(to, from);
}

void
contactsfile_take(struct contactsfile *c, uint64_t customer, int64_t start,
    int earlier, struct bytes queue)
{
	struct contactsfile_day one = { .customer = customer,
		.first = start,
		.last = start,
		.contacts = 1,
		.earlier = (signed char)(earlier != 0),
		.resolved = -1,
		.queue = queue_place(c->queues, queue) };

	put(c, &one);
}

/* The customer's day when this is its first contact, or NULL. */
static struct contactsfile_day *
first_at(struct contactsfile *c, uint64_t customer, int64_t start)
{
	struct contactsfile_day *of = map_find(c->of, key_of(&customer));

	return of != NULL && of->first == start ? of : NULL;
}

void
contactsfile_answered(struct contactsfile *c, uint64_t customer, int64_t start)
{
	struct contactsfile_day *of = first_at(c, customer, start);

	if (of != NULL)
		of->answered = 1;
}

void
contactsfile_resolved(
    struct contactsfile *c, uint64_t customer, int64_t start, int resolved)
{
	struct contactsfile_day *of = first_at(c, customer, start);

	if (of != NULL)
		of->resolved = (signed char)(resolved != 0);
}

static int
by_customer(const void *a, const void *b)
{
	const struct contactsfile_day *x = a, *y = b;

	return x->customer < y->customer ? -1 : x->customer > y->customer;
}

const struct contactsfile_day *
contactsfile_all(struct contactsfile *c, size_t *count)
{
	size_t i, n = 0;

	free(c->sorted);
	c->sorted = mem_zero(map_count(c->of) + 1, sizeof(*c->sorted));
	for (i = 0; i < map_count(c->of); i++) {
		const struct contactsfile_day *of = map_value(c->of, i);

		if (of->contacts > 0)
			c->sorted[n++] = *of;
	}
	if (n > 0)
		qsort(c->sorted, n, sizeof(*c->sorted), by_customer);
	*count = n;
	return c->sorted;
}

static void
add_number(struct buf *out, int64_t n)
{
	out->n += num_put(buf_reserve(out, NUM_MAX), n);
	buf_add_byte(out, ',');
}

/* A flag is 1 or nothing; `resolved` may be 0, too. */
static void
add_flag(struct buf *out, int flag, int none)
{
	if (flag != none)
		buf_add_byte(out, (char)('0' + flag));
	buf_add_byte(out, ',');
}

static void
write_row(
    struct buf *out, const struct contactsfile_day *of, struct bytes queue)
{
	sip_put(buf_reserve(out, SIP_TEXT), of->customer);
	out->n += SIP_TEXT;
	buf_add_byte(out, ',');
	add_number(out, of->first);
	add_number(out, of->last);
	add_number(out, of->contacts);
	add_flag(out, of->answered, 0);
	add_flag(out, of->resolved, -1);
	add_flag(out, of->earlier, 0);
	cell_add(out, queue);
	buf_add_byte(out, '\n');
}

static struct bytes
queue_name(const struct map *queues, uint32_t place)
{
	struct bytes none = { NULL, 0 };

	return place == 0 ? none : map_key(queues, place - 1);
}

void
contactsfile_write(struct contactsfile *c, struct buf *out)
{
	const struct contactsfile_day *all;
	size_t count, i;

	buf_text(out, "%s,%d\n%s", kind, VERSION, columns);
	all = contactsfile_all(c, &count);
	for (i = 0; i < count; i++)
		write_row(out, &all[i], queue_name(c->queues, all[i].queue));
	proof_seal(out);
}

static int
flag_of(struct bytes b)
{
	return b.n == 1 && b.p[0] == '1' ? 1 : 0;
}

static int
take_row(struct contactsfile *c, const struct settings *s, size_t row)
{
	struct contactsfile_day of = { .contacts = 0 };
	struct bytes resolved = settings_at(s, row, RESOLVED);

	if (sip_get(settings_at(s, row, CUSTOMER), &of.customer) != 0 ||
	    num_integer(settings_at(s, row, FIRST), &of.first) != 0 ||
	    num_integer(settings_at(s, row, LAST), &of.last) != 0 ||
	    num_integer(settings_at(s, row, CONTACTS), &of.contacts) != 0 ||
	    of.contacts < 1 || of.last < of.first)
		return diag_fail(
		    STATUS_CANNOT, "%s: is torn", settings_name(s));
	of.answered = (signed char)flag_of(settings_at(s, row, ANSWERED));
	of.earlier = (signed char)flag_of(settings_at(s, row, EARLIER));
	of.resolved = (signed char)(resolved.n == 0 ? -1 : flag_of(resolved));
	of.queue = queue_place(c->queues, settings_at(s, row, QUEUE));
	put(c, &of);
	return 0;
}

int
contactsfile_parse(struct contactsfile *c, const char *name, struct bytes text)
{
	struct settings *s;
	struct bytes body;
	size_t row;
	int got = 0;

	if (proof_check(name, kind, VERSION, text, &body) != 0)
		return -1;
	if (body.n < sizeof(columns) - 1 ||
	    memcmp(body.p, columns, sizeof(columns) - 1) != 0)
		return diag_fail(STATUS_CANNOT, "%s: is torn", name);
	s = settings_parse(name, body);
	if (s == NULL)
		return -1;
	for (row = 0; got == 0 && row < settings_rows(s); row++)
		got = take_row(c, s, row);
	settings_free(s);
	return got;
}

int
contactsfile_read(struct contactsfile *c, const char *path)
{
	struct buf text = { NULL, 0, 0 };
	int got = proof_load(path, &text);

	if (got == 0)
		got = contactsfile_parse(c, path, buf_bytes(&text));
	buf_free(&text);
	return got;
}

int
contactsfile_forget(struct contactsfile *c, uint64_t customer)
{
	struct contactsfile_day *of = map_find(c->of, key_of(&customer));

	if (of == NULL || of->contacts == 0)
		return 0;
	*of = (struct contactsfile_day){ .contacts = 0 };
	return 1;
}

/* What is known of a customer so far. */
struct past {
	int64_t last;	/* the latest contact */
	int64_t first;	/* a kept first contact, or INSTANT_NONE */
	uint32_t queue; /* of `first` */
	int known;
};

struct sums {
	uint32_t place; /* of a queue */
	int64_t firsts, kept, open;
};

struct contactsfile_fcr {
	struct map *past;   /* hash to struct past */
	struct map *queues; /* name to struct sums */
	struct sums team;
	int64_t latest;
};

struct contactsfile_fcr *
contactsfile_fcr_new(void)
{
	struct contactsfile_fcr *f = mem_zero(1, sizeof(*f));

	f->past = map_new(sizeof(struct past));
	f->queues = map_new(sizeof(struct sums));
	f->latest = INSTANT_NONE;
	return f;
}

void
contactsfile_fcr_free(struct contactsfile_fcr *f)
{
	if (f == NULL)
		return;
	map_free(f->past);
	map_free(f->queues);
	free(f);
}

static void
count(struct contactsfile_fcr *f, uint32_t queue, int64_t firsts, int64_t kept,
    int64_t open)
{
	struct sums *s[2] = { &f->team,
		queue == 0 ? NULL : map_value(f->queues, queue - 1) };
	int i;

	for (i = 0; i < 2; i++)
		if (s[i] != NULL) {
			s[i]->firsts += firsts;
			s[i]->kept += kept;
			s[i]->open += open;
		}
}

static void
next_contact(struct contactsfile_fcr *f, const struct contactsfile_day *of,
    uint32_t queue, int counts)
{
	struct past *p = map_put(f->past, key_of(&of->customer), NULL);
	int again = of->earlier || (p->known && of->first - p->last <= WEEK);

	if (p->known && p->first != INSTANT_NONE &&
	    of->first - p->first <= WEEK) {
		count(f, p->queue, 0, -1, 0);
		p->first = INSTANT_NONE;
	}
	if (!p->known)
		p->first = INSTANT_NONE;
	p->known = 1;
	p->last = of->last;
	if (f->latest < of->last)
		f->latest = of->last;
	if (again || !of->answered || !counts)
		return;
	count(f, queue, 1, 0, 0);
	p->first = INSTANT_NONE;
	if (of->resolved == 0 || of->contacts > 1)
		return;
	p->first = of->first;
	p->queue = queue;
	count(f, queue, 0, 1, 0);
}

void
contactsfile_fcr_day(
    struct contactsfile_fcr *f, struct contactsfile *c, int counts)
{
	const struct contactsfile_day *all;
	size_t n, i;

	all = contactsfile_all(c, &n);
	for (i = 0; i < n; i++)
		next_contact(f, &all[i],
		    queue_place(f->queues, queue_name(c->queues, all[i].queue)),
		    counts);
}

static void
add_to(struct tally_entry *e, const struct sums *s)
{
	tally_add(e, MEASURE_FIRSTS, s->firsts);
	tally_add(e, MEASURE_FIRSTS_KEPT, s->kept);
	tally_add(e, MEASURE_FIRSTS_OPEN, s->open);
}

void
contactsfile_fcr_finish(struct contactsfile_fcr *f, struct tally *t)
{
	size_t i;

	for (i = 0; i < map_count(f->past); i++) {
		const struct past *p = map_value(f->past, i);

		if (p->first != INSTANT_NONE && f->latest - p->first < WEEK)
			count(f, p->queue, 0, 0, 1);
	}
	add_to(tally_at(t, TALLY_TEAM, 0), &f->team);
	for (i = 0; i < map_count(f->queues); i++)
		add_to(tally_entry(t, TALLY_QUEUES, map_key(f->queues, i)),
		    map_value(f->queues, i));
	contactsfile_fcr_free(f);
}
