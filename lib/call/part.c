/* SPDX-License-Identifier: ISC */
#include "call/part.h"

static const char *const names[] = {
	[PART_ALL] = "all",
	[PART_EXTENSION] = "extension",
	[PART_FIRST] = "first",
	[PART_STEM] = "stem",
};

enum part
part_by_name(struct bytes name)
{
	size_t i;

	for (i = PART_ALL + 1; i < PART_COUNT; i++)
		if (bytes_is(name, names[i]))
			break;
	return (enum part)i;
}

const char *
part_name(enum part part)
{
	return names[part];
}

static struct bytes
extension(struct bytes v)
{
	struct bytes none = { NULL, 0 }, rest;
	size_t n;

	v = bytes_trim(v);
	bytes_cut(v, '/', &rest);
	if (rest.p != NULL)
		v = rest;
	for (n = 0; n < v.n && byte_is_digit((unsigned char)v.p[n]); n++)
		;
	if (n < 2 || n > 6 || (n < v.n && v.p[n] != '-' && v.p[n] != '@'))
		return none;
	v.n = n;
	return v;
}

static struct bytes
stem(struct bytes v)
{
	size_t n = v.n;

	while (n > 0 && v.p[n - 1] != '-')
		n--;
	if (n > 0)
		v.n = n - 1;
	return bytes_trim(v);
}

struct bytes
part_of(enum part part, struct bytes v)
{
	struct bytes rest;

	switch (part) {
	case PART_EXTENSION:
		return extension(v);
	case PART_FIRST:
		return bytes_trim(bytes_cut(v, ';', &rest));
	case PART_STEM:
		return stem(v);
	case PART_ALL:
	case PART_COUNT:
		break;
	}
	return v;
}
