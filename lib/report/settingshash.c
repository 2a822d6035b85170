/* SPDX-License-Identifier: ISC */
#include <unistd.h>

#include "report/proof.h"
#include "report/settingshash.h"

static const char *const files[] = { "stress.csv", "words.csv", "weights.csv",
	"load.csv" };

/* A file that is not there is built in, and adds nothing. */
static void
add_file(struct buf *text, const char *dir, const char *name)
{
	struct buf path = { NULL, 0, 0 };

	buf_text(&path, "%s/%s", dir, name);
	if (access(buf_string(&path), R_OK) == 0) {
		buf_text(text, "\n%s:", name);
		(void)proof_load(path.p, text);
	}
	buf_free(&path);
}

uint64_t
settings_hash(const char *settings_dir, const struct setup *s)
{
	struct buf text = { NULL, 0, 0 };
	uint64_t hash;
	size_t i;

	buf_text(&text, "%s %lld %lld %lld", service_name(s->sl_variant),
	    (long long)s->within_ms, (long long)s->short_ms,
	    (long long)s->day_start_ms);
	for (i = 0;
	     settings_dir != NULL && i < sizeof(files) / sizeof(files[0]); i++)
		add_file(&text, settings_dir, files[i]);
	hash = bytes_fnv1a(buf_bytes(&text));
	buf_free(&text);
	return hash;
}
