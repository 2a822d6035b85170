/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/mem.h"
#include "report/fold.h"

static const char together[] = "queues put together";

static void
name_agent(void *arg, struct bytes name, struct buf *out)
{
	char text[PSEUDONYM];

	buf_add(out, text, pseudonym_put(arg, PSEUDONYM_AGENT, name, text));
}

static int
by_agent(const void *a, const void *b)
{
	const struct trend_row *x = a, *y = b;

	return bytes_order(x->agent, y->agent);
}

void
fold_names(struct report *r)
{
	void *key = (void *)(uintptr_t)r->pseudonym;
	struct trend *t = r->trend;
	struct buf name = { NULL, 0, 0 };
	size_t i;

	if (r->pseudonym == NULL)
		return;
	tally_rename(r->tally, TALLY_AGENTS, name_agent, key);
	for (i = 0; t != NULL && i < t->count; i++) {
		name.n = 0;
		name_agent(key, t->rows[i].agent, &name);
		free((void *)(uintptr_t)t->rows[i].agent.p);
		t->rows[i].agent.p = mem_copy(name.n > 0 ? name.p : "", name.n);
		t->rows[i].agent.n = name.n;
	}
	if (t != NULL && t->count > 0)
		qsort(t->rows, t->count, sizeof(*t->rows), by_agent);
	buf_free(&name);
}

/* The entries of a group by key, and which of them are marked. */
struct marks {
	const struct report *report;
	const struct crew *crew; /* who worked for which of them */
	struct tally_row *row;
	unsigned char *marked;
	size_t n;
};

static void
marks_start(struct marks *m, const struct report *r, enum tally_group group,
    const struct crew *crew)
{
	m->report = r;
	m->crew = crew;
	m->row = tally_rows(r->tally, group, &m->n);
	m->marked = mem_zero(m->n + 1, sizeof(*m->marked));
}

static void
marks_end(struct marks *m)
{
	free(m->row);
	free(m->marked);
}

/* How many agents worked for what is marked. */
static size_t
people_of(const struct marks *m)
{
	const struct tally *t = m->report->tally;
	size_t agents = tally_count(t, TALLY_AGENTS), a, i, n = 0;

	for (a = 0; a < agents; a++)
		for (i = 0; i < m->n; i++)
			if (m->marked[i] &&
			    crew_has(m->crew, m->row[i].entry,
				tally_at(t, TALLY_AGENTS, (uint32_t)a))) {
				n++;
				break;
			}
	return n;
}

static int
has_work(const struct marks *m, size_t i)
{
	return m->row[i].entry->n[MEASURE_LEGS] > 0;
}

/* The next one to be marked: beside a marked one, or any; m->n: none. */
static size_t
neighbour(const struct marks *m)
{
	size_t i, any = m->n;

	for (i = 0; i < m->n; i++) {
		if (m->marked[i] || !has_work(m, i))
			continue;
		if ((i > 0 && m->marked[i - 1]) ||
		    (i + 1 < m->n && m->marked[i + 1]))
			return i;
		if (any == m->n)
			any = i;
	}
	return any;
}

/* Mark what few people made, and more, until many made it together. */
static void
mark_thin(struct marks *m)
{
	size_t i, some = 0;

	for (i = 0; i < m->n; i++) {
		m->marked[i] = has_work(m, i) &&
		    crew_count(m->crew, m->row[i].entry) < FOLD_AGENTS;
		some += m->marked[i];
	}
	while (
	    some > 0 && people_of(m) < FOLD_AGENTS && (i = neighbour(m)) < m->n)
		m->marked[i] = 1;
}

/* What customers saw stays, what people did goes. */
static void
withhold(struct tally_entry *e)
{
	int m;

	for (m = 0; m < MEASURES; m++)
		if (measure_is_work(m))
			e->n[m] = 0;
	e->withheld = 1;
}

static struct tally_entry *
entry_of(
    const struct report *r, enum tally_group group, const struct tally_row *row)
{
	return tally_at(r->tally, group, row->entry->place);
}

static void
thin_hours(struct report *r)
{
	struct marks m;
	size_t i;

	marks_start(&m, r, TALLY_INTERVALS, r->hours);
	if (!r->from_pages)
		mark_thin(&m);
	for (i = 0; i < m.n; i++)
		if (m.marked[i] || r->from_pages)
			withhold(entry_of(r, TALLY_INTERVALS, &m.row[i]));
	marks_end(&m);
}

/* Copy a group but the agents; thin queues come under one name. */
static void
copy_group(struct tally *to, const struct report *r, enum tally_group group)
{
	struct marks m;
	size_t i;

	marks_start(&m, r, group, r->crew);
	if (group == TALLY_QUEUES)
		mark_thin(&m);
	for (i = 0; i < m.n; i++)
		tally_merge(
		    tally_entry(to, group,
			m.marked[i] ? bytes_of(together) : m.row[i].key),
		    m.row[i].entry);
	marks_end(&m);
}

/* How many agents handled anything. */
static size_t
agents_of(const struct tally *t)
{
	size_t n = 0;
	uint32_t i;

	for (i = 0; i < tally_count(t, TALLY_AGENTS); i++)
		n += tally_at(t, TALLY_AGENTS, i)->n[MEASURE_LEGS] > 0;
	return n;
}

/* Groups that tell of nothing but what people did. */
static int
is_of_work(int group)
{
	return group == TALLY_CAUSES || group == TALLY_RULES ||
	    group == TALLY_REASONS;
}

static void
withhold_all(struct report *r, size_t agents)
{
	uint32_t i;
	int g;

	for (g = 0; g < TALLY_GROUPS; g++)
		for (i = 0; i < tally_count(r->tally, (enum tally_group)g); i++)
			withhold(tally_at(r->tally, (enum tally_group)g, i));
	r->withheld = 1;
	report_note(r,
	    "%llu agents make up the team: what tells of their work is "
	    "withheld",
	    agents);
}

void
fold_small(struct report *r)
{
	struct tally *t = tally_new();
	size_t agents = agents_of(r->tally);
	int g;

	thin_hours(r);
	if (agents > 0 && agents < FOLD_AGENTS)
		withhold_all(r, agents);
	for (g = 0; g < TALLY_GROUPS; g++)
		if (g != TALLY_AGENTS && !(r->withheld && is_of_work(g)))
			copy_group(t, r, (enum tally_group)g);
	tally_free(r->tally);
	r->tally = t;
	if (r->trend != NULL)
		trend_drop_agents(r->trend);
}

void
fold_to_agent(struct report *r, struct bytes agent)
{
	struct tally *t = tally_new();
	uint32_t i;

	for (i = 0; i < tally_count(r->tally, TALLY_AGENTS); i++) {
		if (!bytes_equal(tally_key(r->tally, TALLY_AGENTS, i), agent))
			continue;
		tally_merge(tally_at(t, TALLY_TEAM, 0),
		    tally_at(r->tally, TALLY_AGENTS, i));
		tally_merge(tally_entry(t, TALLY_AGENTS, agent),
		    tally_at(r->tally, TALLY_AGENTS, i));
	}
	tally_free(r->tally);
	r->tally = t;
}
