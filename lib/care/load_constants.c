/* SPDX-License-Identifier: ISC */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/num.h"
#include "care/load_constants.h"
#include "csv/settings.h"

static const char built_in[] =
    "constant,value,unit,note\n"
    "g0,1.0,points a minute,growth while handling any call\n"
    "g1,2.5,points a minute,growth on top of it at stress 100\n"
    "half_life_free,20,min,free between calls\n"
    "half_life_break,5,min,on a recorded break and in a longer idle gap\n"
    "idle_after,3,min,an idle gap counts as a break from here on\n"
    "reset_gap,60,min,a longer gap ends in load 0\n"
    "over,60,points,load_over counts the minutes above\n"
    "hard,60,points,stress from which a call counts as hard\n"
    "off,5,min,an idle gap or break this long is a rest\n"
    "gap,30,min,between two offers; rules of kind EVENT override it\n"
    "rest_to,40,points,load that an offered break should bring\n";

static const struct constant {
	const char *name, *unit;
	size_t offset;
	double least, most;
} constants[] = {
#define CONSTANT(name, unit, least, most) \
	{ \
#name, unit, offsetof(struct load_constants, name), least, \
		    most \
	}
	CONSTANT(g0, "points a minute", 0, 1000),
	CONSTANT(g1, "points a minute", 0, 1000),
	CONSTANT(half_life_free, "min", 0.01, 1e6),
	CONSTANT(half_life_break, "min", 0.01, 1e6),
	CONSTANT(idle_after, "min", 0, 1e6), CONSTANT(reset_gap, "min", 0, 1e6),
	CONSTANT(over, "points", 0, 100), CONSTANT(hard, "points", 0, 100),
	CONSTANT(off, "min", 0.01, 1e6), CONSTANT(gap, "min", 0, 1e6),
	CONSTANT(rest_to, "points", 0, 100)
#undef CONSTANT
};
enum { CONSTANTS = sizeof(constants) / sizeof(constants[0]) };

const char *
load_constants_built_in(void)
{
	return built_in;
}

/* The number of the constant of this name, or CONSTANTS. */
static size_t
constant_by_name(struct bytes name)
{
	size_t i;

	for (i = 0; i < CONSTANTS; i++)
		if (bytes_is(name, constants[i].name))
			break;
	return i;
}

/* Set a constant; -1 when the value is no number in its range. */
static int
constant_set(struct load_constants *c, size_t i, struct bytes value)
{
	double v;

	if (num_real(value, '.', &v) != 0 || !(v >= constants[i].least) ||
	    !(v <= constants[i].most))
		return -1;
	memcpy((char *)c + constants[i].offset, &v, sizeof(v));
	return 0;
}

/* Whether the row's unit, if it has one, is the constant's. */
static int
has_unit(const struct settings *s, size_t row, const char *unit)
{
	struct bytes b = bytes_trim(settings_get(s, row, "unit"));

	return b.n == 0 || bytes_is(b, unit) ||
	    (strcmp(unit, "min") == 0 && bytes_is(b, "minutes"));
}

static int
read_constants(struct load_constants *c, const struct settings *s)
{
	int seen[CONSTANTS] = { 0 };
	size_t row, i;

	if (settings_columns(s, "constant! value! unit note") != 0)
		return -1;
	for (row = 0; row < settings_rows(s); row++) {
		i = constant_by_name(
		    bytes_trim(settings_get(s, row, "constant")));
		if (i == CONSTANTS)
			return settings_fail(s, row, "constant",
			    "is not one that the load model has");
		if (seen[i]++)
			return settings_fail(
			    s, row, "constant", "is given twice");
		if (constant_set(
			c, i, bytes_trim(settings_get(s, row, "value"))) != 0)
			return settings_fail(s, row, "value",
			    "%s is a number from %g to %g, its decimals "
			    "behind a point",
			    constants[i].name, constants[i].least,
			    constants[i].most);
		if (!has_unit(s, row, constants[i].unit))
			return settings_fail(s, row, "unit",
			    "%s is in %s: convert the value", constants[i].name,
			    constants[i].unit);
	}
	return 0;
}

int
load_constants_read(struct load_constants *c, const char *dir)
{
	struct settings *s;
	int done;

	memset(c, 0, sizeof(*c));
	s = settings_parse("load.csv", bytes_of(built_in));
	done = s == NULL ? -1 : read_constants(c, s);
	settings_free(s);
	if (done != 0 || dir == NULL)
		return done;
	s = settings_load(dir, "load.csv", built_in);
	done = s == NULL ? -1 : read_constants(c, s);
	settings_free(s);
	return done;
}

int
load_constants_change(struct load_constants *c, struct bytes list)
{
	struct bytes item, name, value, rest = list;
	size_t i;

	do {
		item = bytes_cut(rest, ',', &rest);
		name = bytes_trim(bytes_cut(item, '=', &value));
		i = constant_by_name(name);
		if (i == CONSTANTS || value.p == NULL)
			return diag_fail(STATUS_CANNOT,
			    "what-if is "
			    "NAME=VALUE,.. with the names of load.csv");
		if (constant_set(c, i, bytes_trim(value)) != 0)
			return diag_fail(STATUS_CANNOT,
			    "what-if: %s is a "
			    "number from %g to %g",
			    constants[i].name, constants[i].least,
			    constants[i].most);
	} while (rest.p != NULL);
	return 0;
}

/* A constant's value: as the built-in row spells it, if it is that. */
static void
print_value(const struct load_constants *c, size_t i, struct bytes spelled,
    struct emit *e)
{
	char text[NUM_MAX];
	double v, built;

	memcpy(&v, (const char *)c + constants[i].offset, sizeof(v));
	if (num_real(spelled, '.', &built) == 0 && v <= built && v >= built)
		emit_field(e, spelled, ',');
	else {
		snprintf(text, sizeof(text), "%.12g", v);
		emit_string(e, text);
	}
}

void
load_constants_print(const struct load_constants *c, struct emit *e)
{
	struct settings *s = settings_parse("load.csv", bytes_of(built_in));
	size_t row;

	emit_string(e, "constant,value,unit,note\n");
	for (row = 0; s != NULL && row < settings_rows(s); row++) {
		struct bytes name = settings_get(s, row, "constant");

		emit_field(e, name, ',');
		emit_byte(e, ',');
		print_value(c, constant_by_name(name),
		    settings_get(s, row, "value"), e);
		emit_byte(e, ',');
		emit_field(e, settings_get(s, row, "unit"), ',');
		emit_byte(e, ',');
		emit_field(e, settings_get(s, row, "note"), ',');
		emit_byte(e, '\n');
	}
	settings_free(s);
}
