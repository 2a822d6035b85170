/* SPDX-License-Identifier: ISC */
#include "report/service.h"
#include "report/value.h"
#include "tap.h"

/* The vector of the service level variants, worked by hand. */
static void
test_vector(void)
{
	static const struct service s = { .answered = 1000,
		.abandoned = 60,
		.answered_within = 860,
		.abandoned_within = 20,
		.abandoned_short = 10 };
	static const struct {
		const char *name, *percent;
	} want[] = {
		{ "offered", "81.13" },	       /* 860 / 1060 */
		{ "answered", "86.00" },       /* 860 / 1000 */
		{ "credit", "83.02" },	       /* 880 / 1060 */
		{ "late-abandon", "82.69" },   /* 860 / 1040 */
		{ "short-credit", "82.08" },   /* 870 / 1060 */
		{ "short-excluded", "81.90" }, /* 860 / 1050 */
	};
	char text[VALUE_MAX];
	size_t i;

	for (i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		enum service_variant v =
		    service_by_name(bytes_of(want[i].name));
		struct value level;

		service_level(v, &s, &level.part, &level.of);
		level.part *= 100;
		text[value_put(text, level, 2, 1)] = '\0';
		IS_TEXT(text, want[i].percent, "%s", want[i].name);
		IS_TEXT(service_name(v), want[i].name, "its name");
	}
	IS_INT(i, SERVICE_VARIANTS, "there are no others");
	IS_INT(service_by_name(bytes_of("best")), SERVICE_VARIANTS,
	    "an unknown name");
}

static void
test_nobody(void)
{
	static const struct service none = { 0 };
	static const struct service left = {
		.abandoned = 3, .abandoned_within = 3, .abandoned_short = 3
	};
	int64_t part, of;
	size_t i;

	for (i = 0; i < SERVICE_VARIANTS; i++) {
		service_level((enum service_variant)i, &none, &part, &of);
		IS_INT(of, 0, "%s of no calls: none",
		    service_name((enum service_variant)i));
	}
	service_level(SERVICE_LATE_ABANDON, &left, &part, &of);
	IS_INT(of, 0, "nor where the variant counts none of them");
	service_level(SERVICE_SHORT_CREDIT, &left, &part, &of);
	OK(part == 3 && of == 3, "credit where all left at once");
}

int
main(void)
{
	test_vector();
	test_nobody();
	return tap_done();
}
