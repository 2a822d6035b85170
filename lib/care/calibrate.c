/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "care/calibrate.h"

/* Up to 100.0 points, in tenths. */
enum { MOST = 1000, ITEMS = STRESS_COMPONENTS + 1 };

struct calibrate {
	uint64_t seen[ITEMS];
	uint64_t count[ITEMS][MOST + 1]; /* by tenths; the last is stress */
};

struct calibrate *
calibrate_new(void)
{
	return mem_zero(1, sizeof(struct calibrate));
}

void
calibrate_free(struct calibrate *c)
{
	free(c);
}

static void
add(struct calibrate *c, int item, int64_t tenths)
{
	c->seen[item]++;
	c->count[item][tenths < 0 ? 0 : tenths > MOST ? MOST : tenths]++;
}

void
calibrate_add(struct calibrate *c, const struct stress *s)
{
	int i;

	for (i = 0; i < STRESS_COMPONENTS; i++)
		if (s->known >> i & 1)
			add(c, i, s->tenths[i]);
	if (s->points >= 0)
		add(c, STRESS_COMPONENTS, 10 * s->points);
}

/* The least value that `percent` of the records do not exceed. */
static int64_t
percentile(const struct calibrate *c, int item, uint64_t percent)
{
	uint64_t rank = (c->seen[item] * percent + 99) / 100, sum = 0;
	int64_t i;

	for (i = 0; i < MOST; i++) {
		sum += c->count[item][i];
		if (sum >= rank)
			break;
	}
	return i;
}

static void
put_number(struct emit *e, int64_t tenths, int whole)
{
	char text[NUM_MAX];

	emit_byte(e, ',');
	emit_bytes(e, text,
	    whole ? num_put(text, tenths / 10) : num_put_tenths(text, tenths));
}

static void
put_item(const struct calibrate *c, struct emit *e, const char *name, int item)
{
	static const uint64_t percents[] = { 50, 80, 95 };
	char text[NUM_MAX];
	size_t i;

	emit_string(e, name);
	emit_byte(e, ',');
	emit_bytes(e, text, num_put(text, (int64_t)c->seen[item]));
	for (i = 0; i < sizeof(percents) / sizeof(percents[0]); i++)
		if (c->seen[item] > 0)
			put_number(e, percentile(c, item, percents[i]),
			    item == STRESS_COMPONENTS);
		else
			emit_byte(e, ',');
	emit_string(e, ",\n");
}

static void
put_band(struct emit *e, const char *name, int64_t from)
{
	emit_string(e, name);
	emit_string(e, ",,,,");
	if (from >= 0)
		put_number(e, from, 1);
	else
		emit_byte(e, ',');
	emit_byte(e, '\n');
}

void
calibrate_write(const struct calibrate *c, struct emit *e)
{
	int64_t strained = -1, hard = -1;
	int i;

	emit_string(e, "item,records,p50,p80,p95,from\n");
	for (i = 0; i < STRESS_COMPONENTS; i++)
		put_item(c, e, stress_component((enum component)i), i);
	put_item(c, e, "stress", STRESS_COMPONENTS);
	if (c->seen[STRESS_COMPONENTS] > 0) {
		strained = percentile(c, STRESS_COMPONENTS, 80);
		hard = percentile(c, STRESS_COMPONENTS, 95);
		if (hard < strained + 10)
			hard = strained + 10;
	}
	put_band(e, "band:strained", strained);
	put_band(e, "band:hard", hard);
}
