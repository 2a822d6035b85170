/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/sip.h"
#include "call/when.h"
#include "report/cell.h"
#include "report/pagefile.h"
#include "report/pagerows.h"
#include "report/proof.h"

static const char kind[] = "page";

void
pagefile_free(struct pagefile *p)
{
	size_t i;

	free(p->name);
	free(p->zone);
	free(p->shard_field);
	for (i = 0; i < p->shard_count; i++)
		free(p->shard[i].name);
	free(p->shard);
	if (p->report.tally != NULL)
		report_free(&p->report);
	memset(p, 0, sizeof(*p));
}

/* A page of nothing, for what is read. */
static void
start(struct pagefile *p, const char *name)
{
	static const struct setup none;

	memset(p, 0, sizeof(*p));
	p->name = mem_string(name);
	report_start(&p->report, &none, 0);
	p->report.from_pages = 1;
}

/* Copy of a text that is no C string. */
static char *
keep(struct bytes b)
{
	return mem_copy(b.n > 0 ? b.p : "", b.n);
}

/* K/N:FIELD; it was checked by the stream. */
static void
take_cut(struct pagefile *p, const char *cut)
{
	struct bytes total, field, k = bytes_cut(bytes_of(cut), '/', &total);
	int64_t n = 0, of = 0;

	total = bytes_cut(total, ':', &field);
	if (num_integer(k, &n) != 0 || num_integer(total, &of) != 0 || of < 2)
		return;
	p->shard_field = keep(field);
	p->shards = (uint64_t)of;
	p->shard = mem_grow(p->shard, 0, &p->shard_cap, sizeof(*p->shard));
	p->shard[0].k = (uint64_t)n;
	p->shard[0].name = mem_string("");
	p->shard_count = 1;
}

static void
add_line(struct buf *out, const char *word, struct bytes value)
{
	buf_add_string(out, word);
	buf_add_byte(out, ',');
	cell_add(out, value);
	buf_add_byte(out, '\n');
}

static void
add_hash(struct buf *out, const char *word, uint64_t hash)
{
	char text[SIP_TEXT];
	struct bytes b = { text, SIP_TEXT };

	sip_put(text, hash);
	add_line(out, word, b);
}

static void
add_shard(struct buf *out, const struct pagefile *p)
{
	struct buf text = { NULL, 0, 0 };
	size_t i;

	if (p->shard_field == NULL)
		buf_add_string(&text, "all");
	else
		buf_text(&text, "%s %llu", p->shard_field,
		    (unsigned long long)p->shards);
	for (i = 0; i < p->shard_count; i++)
		buf_text(&text, " %llu", (unsigned long long)p->shard[i].k);
	add_line(out, "shard", buf_bytes(&text));
	buf_free(&text);
}

static void
add_columns(struct buf *out, unsigned has)
{
	size_t i, n = 0;

	buf_add_string(out, "columns,");
	for (i = 0; report_columns[i].has != 0; i++)
		if (has & report_columns[i].has)
			buf_text(out, "%s%s", n++ > 0 ? " " : "",
			    field_info(report_columns[i].field)->name);
	buf_add_byte(out, '\n');
}

static void
add_head(struct buf *out, const struct pagefile *p, const struct report *r)
{
	const struct setup *setup = &r->setup;
	char date[16];
	struct bytes day = { date, date_put(date, p->day) };

	buf_text(out, "%s,%d\n", kind, PAGEFILE_VERSION);
	add_line(out, "day", day);
	add_shard(out, p);
	buf_text(out, "records,%llu\n", (unsigned long long)p->records);
	add_hash(out, "settings", p->settings);
	add_hash(out, "map", p->map);
	add_line(out, "zone", bytes_of(p->zone));
	buf_text(out, "report,%s %lld %lld %lld\n",
	    service_name(setup->sl_variant),
	    (long long)(setup->within_ms / SECOND_MS),
	    (long long)(setup->short_ms / SECOND_MS),
	    (long long)(setup->day_start_ms / SECOND_MS));
	add_columns(out, r->has);
	if (r->ratings.seen)
		buf_text(out, "ratings,%lld %lld %lld %lld\n",
		    (long long)r->ratings.value[0],
		    (long long)r->ratings.unit[0],
		    (long long)r->ratings.value[1],
		    (long long)r->ratings.unit[1]);
	else
		buf_add_string(out, "ratings,\n");
}

static void
write_text(struct buf *out, const struct pagefile *p, const struct report *r)
{
	add_head(out, p, r);
	pagerows_write(out, r, p->open);
	proof_seal(out);
}

void
pagefile_write_report(struct buf *out, const struct report *r,
    const struct pagefile_origin *origin)
{
	struct pagefile p = { .day = origin->day,
		.records = r->account.used,
		.settings = origin->settings,
		.map = origin->map };
	int i;

	p.zone = mem_string(origin->zone);
	if (origin->shard != NULL)
		take_cut(&p, origin->shard);
	for (i = 0; i < CARRY_KINDS; i++)
		p.open[i] =
		    (int64_t)carry_count_of(r->carry, (enum carry_kind)i);
	write_text(out, &p, r);
	pagefile_free(&p);
}

void
pagefile_write(struct buf *out, const struct pagefile *p)
{
	write_text(out, p, &p->report);
}

static int
torn(const char *name)
{
	return diag_fail(STATUS_CANNOT, "%s: is torn", name);
}

/* A number from 0 up. */
static int
count_of(struct bytes b, int64_t *n)
{
	return num_integer(b, n) == 0 && *n >= 0 ? 0 : -1;
}

static int
take_day(struct pagefile *p, struct bytes v)
{
	return date_typed(v, &p->day);
}

static int
add_shard_number(struct pagefile *p, struct bytes v)
{
	struct pagefile_shard *s;
	int64_t k;

	if (count_of(v, &k) != 0 || k < 1 || (uint64_t)k > p->shards ||
	    (p->shard_count > 0 &&
		(uint64_t)k <= p->shard[p->shard_count - 1].k))
		return -1;
	p->shard = mem_grow(
	    p->shard, p->shard_count, &p->shard_cap, sizeof(*p->shard));
	s = &p->shard[p->shard_count++];
	s->k = (uint64_t)k;
	s->name = mem_string(p->name);
	return 0;
}

static int
take_shard(struct pagefile *p, struct bytes v)
{
	struct bytes field;
	int64_t of;

	if (bytes_is(v, "all"))
		return 0;
	field = bytes_cut(v, ' ', &v);
	if (field.n == 0 || v.p == NULL ||
	    count_of(bytes_cut(v, ' ', &v), &of) != 0 || of < 2)
		return -1;
	p->shard_field = keep(field);
	p->shards = (uint64_t)of;
	while (v.p != NULL)
		if (add_shard_number(p, bytes_cut(v, ' ', &v)) != 0)
			return -1;
	return p->shard_count > 0 ? 0 : -1;
}

static int
take_records(struct pagefile *p, struct bytes v)
{
	int64_t n;

	if (count_of(v, &n) != 0)
		return -1;
	p->records = (uint64_t)n;
	return 0;
}

static int
take_settings(struct pagefile *p, struct bytes v)
{
	return sip_get(v, &p->settings);
}

static int
take_map(struct pagefile *p, struct bytes v)
{
	return sip_get(v, &p->map);
}

static int
take_zone(struct pagefile *p, struct bytes v)
{
	p->zone = keep(v);
	return v.n > 0 ? 0 : -1;
}

static int
take_report(struct pagefile *p, struct bytes v)
{
	struct setup *s = &p->report.setup;
	int64_t *ms[] = { &s->within_ms, &s->short_ms, &s->day_start_ms };
	size_t i;

	s->sl_variant = service_by_name(bytes_cut(v, ' ', &v));
	if (s->sl_variant == SERVICE_VARIANTS)
		return -1;
	for (i = 0; i < 3; i++) {
		if (v.p == NULL ||
		    count_of(bytes_cut(v, ' ', &v), ms[i]) != 0 ||
		    *ms[i] > DAY_MS / SECOND_MS)
			return -1;
		*ms[i] *= SECOND_MS;
	}
	return v.p == NULL ? 0 : -1;
}

static int
take_columns(struct pagefile *p, struct bytes v)
{
	struct bytes name;
	size_t i;

	while (v.p != NULL && v.n > 0) {
		name = bytes_cut(v, ' ', &v);
		for (i = 0; report_columns[i].has != 0; i++)
			if (bytes_is(name,
				field_info(report_columns[i].field)->name))
				break;
		if (report_columns[i].has == 0)
			return -1;
		p->report.has |= report_columns[i].has;
	}
	return 0;
}

static int
take_ratings(struct pagefile *p, struct bytes v)
{
	struct ratings *r = &p->report.ratings;
	size_t i;

	if (v.n == 0)
		return 0;
	for (i = 0; i < 4; i++)
		if (v.p == NULL ||
		    num_integer(bytes_cut(v, ' ', &v),
			i % 2 == 0 ? &r->value[i / 2] : &r->unit[i / 2]) != 0)
			return -1;
	r->seen = 1;
	return v.p == NULL ? 0 : -1;
}

/* The lines of the head, in their order. */
static const struct {
	const char *word;
	int (*take)(struct pagefile *, struct bytes);
} head[] = { { "day", take_day }, { "shard", take_shard },
	{ "records", take_records }, { "settings", take_settings },
	{ "map", take_map }, { "zone", take_zone }, { "report", take_report },
	{ "columns", take_columns }, { "ratings", take_ratings } };

static int
take_head(struct pagefile *p, struct bytes *body)
{
	struct bytes value, word;
	size_t i;

	for (i = 0; i < sizeof(head) / sizeof(head[0]); i++) {
		if (body->p == NULL)
			return -1;
		value = bytes_cut(*body, '\n', body);
		word = bytes_cut(value, ',', &value);
		if (!bytes_is(word, head[i].word) || value.p == NULL ||
		    head[i].take(p, value) != 0)
			return -1;
	}
	return body->p != NULL ? 0 : -1;
}

int
pagefile_parse(struct pagefile *p, const char *name, struct bytes text)
{
	struct bytes body;

	start(p, name);
	if (proof_check(name, kind, PAGEFILE_VERSION, text, &body) != 0)
		return -1;
	if (take_head(p, &body) != 0 ||
	    pagerows_read(&p->report, p->open, name, body) != 0)
		return torn(name);
	p->report.first_day = p->report.last_day = p->day;
	p->report.account.used = p->report.account.records_in = p->records;
	return 0;
}

int
pagefile_read(struct pagefile *p, const char *path)
{
	struct buf text = { NULL, 0, 0 };
	int got = proof_load(path, &text);

	if (got == 0)
		got = pagefile_parse(p, path, buf_bytes(&text));
	else
		start(p, path);
	buf_free(&text);
	return got;
}

uint64_t
pagefile_records(const char *path)
{
	struct pagefile p;
	uint64_t n = pagefile_read(&p, path) == 0 ? p.records : 0;

	pagefile_free(&p);
	return n;
}

unsigned
pagefile_differs(const struct pagefile *a, const struct pagefile *b)
{
	unsigned differs = 0;

	if (a->settings != b->settings)
		differs |= PAGEFILE_SETTINGS;
	if (a->map != b->map || a->report.has != b->report.has)
		differs |= PAGEFILE_MAP;
	if (!bytes_is(bytes_of(a->zone), b->zone))
		differs |= PAGEFILE_ZONE;
	return differs;
}

/* Refuse what does not belong together. */
static int
check_alike(const struct pagefile *to, const struct pagefile *from)
{
	static const char *const what[] = { "settings", "columns", "a zone" };
	unsigned differs = pagefile_differs(to, from);
	size_t i;

	for (i = 0; i < 3; i++)
		if (differs & 1u << i)
			return diag_fail(STATUS_CANNOT,
			    "%s: was made with other %s than %s", from->name,
			    i == 2 ? "zone" : what[i], to->name);
	if (to->shard_field == NULL || from->shard_field == NULL)
		return diag_fail(STATUS_CANNOT,
		    "%s: is of the same day as %s: it would count twice",
		    from->name, to->name);
	if (to->shards != from->shards ||
	    !bytes_is(bytes_of(to->shard_field), from->shard_field))
		return diag_fail(STATUS_CANNOT,
		    "%s: the day is cut in other shards than in %s", from->name,
		    to->name);
	return 0;
}

/* Add one shard to those that are there, which stay in order. */
static int
join_shard(struct pagefile *to, const struct pagefile_shard *s)
{
	size_t at = to->shard_count;

	while (at > 0 && to->shard[at - 1].k > s->k)
		at--;
	if (at > 0 && to->shard[at - 1].k == s->k)
		return diag_fail(STATUS_CANNOT,
		    "%s: holds shard %llu of the day, which %s holds, too",
		    s->name, (unsigned long long)s->k, to->shard[at - 1].name);
	to->shard = mem_grow(
	    to->shard, to->shard_count, &to->shard_cap, sizeof(*to->shard));
	memmove(&to->shard[at + 1], &to->shard[at],
	    (to->shard_count - at) * sizeof(*to->shard));
	to->shard[at].k = s->k;
	to->shard[at].name = mem_string(s->name);
	to->shard_count++;
	return 0;
}

/* All shards are there: it is the whole day. */
static void
complete(struct pagefile *p)
{
	size_t i;

	if (p->shard_count < p->shards)
		return;
	for (i = 0; i < p->shard_count; i++)
		free(p->shard[i].name);
	p->shard_count = 0;
	p->shards = 0;
	free(p->shard_field);
	p->shard_field = NULL;
}

static void
merge_goals(struct report *to, const struct report *from)
{
	size_t count, i;
	struct goal *all = goals_all(from->goals, from->tally, &count);

	for (i = 0; i < count; i++) {
		all[i].agent = tally_entry(to->tally, TALLY_AGENTS,
		    tally_key(from->tally, TALLY_AGENTS, all[i].agent->place));
		goals_raise(to->goals, &all[i]);
	}
	free(all);
}

static void
merge_crew(struct report *to, const struct report *from)
{
	size_t queues = tally_count(from->tally, TALLY_QUEUES), q;
	size_t agents = tally_count(from->tally, TALLY_AGENTS), a;

	for (q = 0; q < queues; q++)
		for (a = 0; a < agents; a++)
			if (crew_has(from->crew,
				tally_at(
				    from->tally, TALLY_QUEUES, (uint32_t)q),
				tally_at(
				    from->tally, TALLY_AGENTS, (uint32_t)a)))
				crew_saw(to->crew,
				    tally_entry(to->tally, TALLY_QUEUES,
					tally_key(from->tally, TALLY_QUEUES,
					    (uint32_t)q)),
				    tally_entry(to->tally, TALLY_AGENTS,
					tally_key(from->tally, TALLY_AGENTS,
					    (uint32_t)a)));
}

static void
merge_counts(struct report *to, const struct report *from)
{
	uint32_t i;
	int g;

	for (g = 0; g < TALLY_GROUPS; g++)
		for (i = 0; i < tally_count(from->tally, (enum tally_group)g);
		     i++)
			tally_merge(
			    tally_entry(to->tally, (enum tally_group)g,
				tally_key(from->tally, (enum tally_group)g, i)),
			    tally_at(from->tally, (enum tally_group)g, i));
}

/* What adds up, whether of the same day or not. */
static void
merge_report(struct report *to, const struct report *from)
{
	size_t i;

	merge_counts(to, from);
	merge_crew(to, from);
	ratings_merge(&to->ratings, &from->ratings);
	to->has |= from->has;
	to->account.used += from->account.used;
	to->account.records_in += from->account.records_in;
	for (i = 0; i < from->note_count; i++)
		report_remark_more(
		    to, bytes_of(from->notes[i].what), from->notes[i].n);
}

int
pagefile_merge(struct pagefile *to, const struct pagefile *from)
{
	size_t i;

	if (check_alike(to, from) != 0)
		return -1;
	for (i = 0; i < from->shard_count; i++)
		if (join_shard(to, &from->shard[i]) != 0)
			return -1;
	complete(to);
	to->records += from->records;
	merge_report(&to->report, &from->report);
	merge_goals(&to->report, &from->report);
	for (i = 0; i < CARRY_KINDS; i++)
		to->open[i] += from->open[i];
	return 0;
}

/* Only what the last day left is open. */
static void
forget_open(struct report *r)
{
	struct tally_entry *e = tally_at(r->tally, TALLY_TEAM, 0);
	uint32_t i;

	e->n[MEASURE_OPEN] = e->n[MEASURE_OVERDUE] = 0;
	for (i = 0; i < tally_count(r->tally, TALLY_LEVELS); i++) {
		e = tally_at(r->tally, TALLY_LEVELS, i);
		e->n[MEASURE_OPEN] = e->n[MEASURE_OVERDUE] = 0;
	}
}

void
pagefile_add_to(struct report *to, struct pagefile *p)
{
	goals_finish(p->report.goals, p->report.tally);
	forget_open(to);
	merge_report(to, &p->report);
	carry_tell(to->carry, p->open);
	to->setup = p->report.setup;
	if (p->day < to->first_day)
		to->first_day = p->day;
	if (p->day > to->last_day)
		to->last_day = p->day;
}

size_t
pagefile_forget(struct pagefile *p, struct bytes agent)
{
	size_t n = pagerows_of(&p->report, agent);

	p->report.forgotten = agent;
	return n;
}
