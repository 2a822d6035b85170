/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "csv/remark.h"

enum { FOLDED = 96 };

/*
 * Words for sums; other scripts in the cases they are written in, since
 * folding leaves them alone.  `open` ones may be followed by more; those
 * below 0 by nothing ever, as names of people begin so, too.
 */
static const struct {
	const char *word;
	int open;
} sums[] = {
	{ "total", 1 },
	{ "totals", 1 },
	{ "grand total", 1 },
	{ "subtotal", 1 },
	{ "sub total", 1 },
	{ "overall", 0 },
	{ "sum", -1 },
	{ "average", 0 },
	{ "avg", 0 },
	{ "mean", -1 },
	{ "count", -1 },
	{ "summe", 1 },
	{ "gesamt", 1 },
	{ "gesamtsumme", 1 },
	{ "zwischensumme", 1 },
	{ "insgesamt", 1 },
	{ "durchschnitt", 0 },
	{ "mittelwert", 0 },
	{ "anzahl", 0 },
	{ "somme", 0 },
	{ "total g\xc3\xa9n\xc3\xa9ral", 0 },
	{ "sous total", 1 },
	{ "moyenne", 0 },
	{ "suma", -1 },
	{ "total general", 0 },
	{ "promedio", 0 },
	{ "soma", -1 },
	{ "total geral", 0 },
	{ "m\xc3\xa9"
	  "dia",
	    0 },
	{ "totale", 1 },
	{ "totali", 1 },
	{ "somma", -1 },
	{ "media", -1 },
	{ "totaal", 1 },
	{ "eindtotaal", 1 },
	{ "gemiddelde", 0 },
	{ "totalt", 1 },
	{ "summa", -1 },
	{ "i alt", 0 },
	{ "sammanlagt", 0 },
	{ "yhteens\xc3\xa4", 0 },
	{ "razem", 0 },
	{ "suma ca\xc5\x82kowita", 0 },
	{ "celkem", 0 },
	{ "spolu", -1 },
	{ "toplam", 0 },
	{ "genel toplam", 0 },
	{ "\xc3\xb6sszesen", 0 },
	{ "\xc3\x96sszesen", 0 },
	{ "\xd0\xb8\xd1\x82\xd0\xbe\xd0\xb3\xd0\xbe", 1 },
	{ "\xd0\x98\xd1\x82\xd0\xbe\xd0\xb3\xd0\xbe", 1 },
	{ "\xd0\x98\xd0\xa2\xd0\x9e\xd0\x93\xd0\x9e", 1 },
	{ "\xd0\xb2\xd1\x81\xd0\xb5\xd0\xb3\xd0\xbe", 1 },
	{ "\xd0\x92\xd1\x81\xd0\xb5\xd0\xb3\xd0\xbe", 1 },
	{ "\xd0\x92\xd0\xa1\xd0\x95\xd0\x93\xd0\x9e", 1 },
	{ "\xe5\x90\x88\xe8\xa8\x88", 1 }, /* Japanese, Chinese */
	{ "\xe5\x90\x88\xe8\xae\xa1", 1 },
	{ "\xe6\x80\xbb\xe8\xae\xa1", 1 },
	{ "\xe7\xb8\xbd\xe8\xa8\x88", 1 },
	{ "\xed\x95\xa9\xea\xb3\x84", 1 },
};

/* Words for a line below the records that may as well be people's names. */
static const char *const figures[] = {
	"max",
	"maximum",
	"min",
	"minimum",
	"median",
};

/* What stands behind the name of a group whose sum it is: `Ann Total`. */
static const char *const group_sums[] = {
	"total",
	"subtotal",
	"ergebnis",
	"gesamt",
	"summe",
	"average",
	"count",
};

/* What may follow an open one, besides a number. */
static const char *const sum_tails[] = {
	"calls",
	"records",
	"rows",
	"time",
	"for",
	"of",
	"all",
	"overall",
	"duration",
	"talk",
	"seconds",
	"minutes",
	"hours",
	"anrufe",
	"gespr\xc3\xa4"
	"che",
	"zeilen",
	"dauer",
	"appels",
	"llamadas",
	"chamadas",
	"chiamate",
	"gesprekken",
};

/* How a remark that stands alone begins. */
static const char *const remarks[] = {
	"generated",
	"report generated",
	"report created",
	"report run",
	"report by",
	"created by",
	"created on",
	"created at",
	"exported",
	"export date",
	"export time",
	"export created",
	"printed",
	"produced by",
	"produced on",
	"downloaded",
	"run date",
	"run by",
	"run on",
	"as of",
	"end of report",
	"end of file",
	"end of data",
	"end of export",
	"applied filters",
	"filters applied",
	"filters",
	"filter",
	"copyright",
	"confidential",
	"all times",
	"time zone",
	"timezone",
	"page",
	"powered by",
	"source",
	"note",
	"notes",
	"total",
	"totals",
	"records",
	"rows",
	"number of records",
	"number of rows",
	"number of calls",
	"row count",
	"record count",
	"erstellt",
	"generiert",
	"erzeugt",
	"exportiert",
	"gedruckt",
	"bericht erstellt",
	"bericht",
	"ende des berichts",
	"ende der liste",
	"seite",
	"stand",
	"vertraulich",
	"quelle",
	"anzahl",
	"hinweis",
	"g\xc3\xa9n\xc3\xa9r\xc3\xa9",
	"cr\xc3\xa9\xc3\xa9 le",
	"cr\xc3\xa9\xc3\xa9 par",
	"export\xc3\xa9",
	"imprim\xc3\xa9",
	"\xc3\xa9"
	"dit\xc3\xa9",
	"\xc3\x89"
	"dit\xc3\xa9",
	"rapport",
	"fin du rapport",
	"confidentiel",
	"nombre de",
	"fuseau horaire",
	"generado",
	"creado",
	"exportado",
	"impreso",
	"informe",
	"fin del informe",
	"p\xc3\xa1gina",
	"n\xc3\xbamero de",
	"gerado",
	"criado em",
	"criado por",
	"emitido",
	"impresso",
	"fim do relat\xc3\xb3rio",
	"relat\xc3\xb3rio",
	"generato",
	"creato",
	"esportato",
	"stampato",
	"fine del rapporto",
	"fine report",
	"pagina",
	"numero di",
	"gegenereerd",
	"aangemaakt",
	"ge\xc3\xabxporteerd",
	"afgedrukt",
	"einde rapport",
	"genererad",
	"skapad",
	"utskriven",
	"oprettet",
	"generert",
	"luotu",
	"wygenerowano",
	"utworzono",
	"raport",
	"koniec raportu",
	"strona",
	"vygenerov\xc3\xa1no",
	"olu\xc5\x9fturuldu",
	"rapor",
	"\xd0\xa1\xd1\x84\xd0\xbe\xd1\x80\xd0\xbc\xd0\xb8\xd1\x80\xd0\xbe"
	"\xd0\xb2\xd0\xb0\xd0\xbd",
	"\xd1\x81\xd1\x84\xd0\xbe\xd1\x80\xd0\xbc\xd0\xb8\xd1\x80\xd0\xbe"
	"\xd0\xb2\xd0\xb0\xd0\xbd",
	"\xd0\x9e\xd1\x82\xd1\x87\xd0\xb5\xd1\x82",
	"\xd0\x9e\xd1\x82\xd1\x87\xd1\x91\xd1\x82",
	"\xd0\xa1\xd0\xbe\xd0\xb7\xd0\xb4\xd0\xb0\xd0\xbd",
	"\xe7\x94\x9f\xe6\x88\x90",
	"\xe4\xbd\x9c\xe6\x88\x90",
	"\xe5\x87\xba\xe5\x8a\x9b",
	"\xe5\xaf\xbc\xe5\x87\xba",
};

/* What is counted in "3 rows", "(3 rows affected)". */
static const char *const counted[] = {
	"row",
	"rows",
	"record",
	"records",
	"call",
	"calls",
	"entries",
	"results",
	"items",
	"zeilen",
	"datens\xc3\xa4tze",
	"anrufe",
	"eintr\xc3\xa4ge",
	"lignes",
	"enregistrements",
	"appels",
	"filas",
	"registros",
	"llamadas",
	"linhas",
	"chamadas",
	"righe",
	"chiamate",
	"rijen",
	"gesprekken",
	"rader",
	"wierszy",
};

/* Types as databases write them below a header, and units. */
static const char *const types[] = {
	"integer",
	"int",
	"int4",
	"int8",
	"bigint",
	"smallint",
	"tinyint",
	"varchar",
	"nvarchar",
	"char",
	"nchar",
	"character",
	"text",
	"string",
	"datetime",
	"datetime2",
	"timestamp",
	"date",
	"time",
	"float",
	"double",
	"real",
	"decimal",
	"numeric",
	"number",
	"boolean",
	"bool",
	"bit",
	"uniqueidentifier",
	"uuid",
	"blob",
	"s",
	"sec",
	"secs",
	"second",
	"seconds",
	"sekunden",
	"ms",
	"msec",
	"milliseconds",
	"min",
	"mins",
	"minutes",
	"minuten",
	"h",
	"hours",
	"hh mm",
	"mm ss",
	"yyyy mm dd",
	"dd mm yyyy",
	"mm dd yyyy",
	"utc",
	"gmt",
	"local time",
	"percent",
	"y n",
	"yes no",
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static struct bytes
field_text(const struct record *r, size_t i)
{
	struct bytes v = bytes_trim(record_field(r, i));

	while (v.n > 0 && (v.p[0] == '"' || v.p[0] == ' ')) {
		v.p++;
		v.n--;
	}
	while (v.n > 0 && (v.p[v.n - 1] == '"' || v.p[v.n - 1] == ' '))
		v.n--;
	return v;
}

/* Whether folded text begins with a word; what follows is left in `rest`. */
static int
begins(struct bytes text, const char *word, struct bytes *rest)
{
	size_t n = strlen(word);

	if (text.n < n || memcmp(text.p, word, n) != 0 ||
	    (text.n > n && text.p[n] != ' ' &&
		(unsigned char)word[n - 1] < 0x80))
		return 0;
	rest->p = text.p + n;
	rest->n = text.n - n;
	*rest = bytes_trim(*rest);
	return 1;
}

static int
begins_with_one(struct bytes text, const char *const *words, size_t count)
{
	struct bytes rest;
	size_t i;

	for (i = 0; i < count; i++)
		if (text.p[0] == words[i][0] && begins(text, words[i], &rest))
			return 1;
	return 0;
}

static int
is_sum(struct bytes text)
{
	struct bytes rest;
	size_t i;

	for (i = 0; i < COUNT(sums); i++) {
		if (text.p[0] != sums[i].word[0] ||
		    !begins(text, sums[i].word, &rest))
			continue;
		if (rest.n == 0)
			return 1;
		if (sums[i].open > 0 &&
		    (byte_is_digit((unsigned char)rest.p[0]) ||
			begins_with_one(rest, sum_tails, COUNT(sum_tails))))
			return 1;
	}
	return 0;
}

/* A sum, or another figure below the records, with anything behind it. */
static int
is_figure(struct bytes text)
{
	struct bytes rest;
	size_t i;

	for (i = 0; i < COUNT(sums); i++)
		if (text.p[0] == sums[i].word[0] &&
		    begins(text, sums[i].word, &rest) &&
		    (sums[i].open >= 0 || rest.n == 0))
			return 1;
	for (i = 0; i < COUNT(figures); i++)
		if (bytes_is(text, figures[i]))
			return 1;
	return 0;
}

/* "3 rows", "3 rows affected". */
static int
is_count(struct bytes text)
{
	size_t n = 0;

	while (n < text.n &&
	    (byte_is_digit((unsigned char)text.p[n]) ||
		(n > 0 && text.p[n] == ' ')))
		n++;
	if (n == 0 || n == text.n)
		return 0;
	text.p += n;
	text.n -= n;
	return begins_with_one(text, counted, COUNT(counted));
}

/* A rule: three dashes or more and nothing else. */
static int
is_rule(struct bytes v)
{
	size_t i;

	for (i = 0; i < v.n; i++)
		if (memchr("-=_*#~+. ", v.p[i], 9) == NULL)
			return 0;
	return v.n >= 3;
}

/* How many fields hold something, the first of them, and whether all rule. */
static size_t
filled(const struct record *r, size_t *first, int *rules)
{
	size_t i, count = 0;

	*rules = 1;
	for (i = 0; i < r->fields; i++) {
		struct bytes v;

		if (record_field(r, i).n == 0)
			continue;
		v = field_text(r, i);
		if (v.n == 0)
			continue;
		if (count++ == 0)
			*first = i;
		*rules = *rules && is_rule(v);
	}
	return count;
}

/*
 * Whether a third of the columns are empty, or the record begins like a
 * rule: seen from the ends of the fields.
 */
static int
is_sparse(const struct record *r, size_t width)
{
	size_t i, empty = width > r->fields ? width - r->fields : 0;

	if (r->len > 2 && is_rule((struct bytes){ r->p, 3 }))
		return 1;
	for (i = 0; i < r->fields; i++) {
		struct bytes raw = record_field(r, i);

		empty += raw.n == 0 || (raw.n == 2 && raw.p[0] == '"');
	}
	return empty * 3 >= width;
}

/*
 * Fold a value.  A cut word at the end is of no matter: beginnings decide.
 */
static struct bytes
fold(struct bytes text, char folded[FOLDED])
{
	if (text.n > FOLDED / 2)
		text.n = FOLDED / 2;
	text.n = bytes_fold(text, folded, FOLDED);
	text.p = folded;
	return text;
}

/* Whether folded text ends with a word for the sum of a group. */
static int
is_group_sum(struct bytes text)
{
	size_t i;

	for (i = 0; i < COUNT(group_sums); i++) {
		size_t n = strlen(group_sums[i]);

		if (text.n > n + 1 && text.p[text.n - n - 1] == ' ' &&
		    memcmp(text.p + text.n - n, group_sums[i], n) == 0)
			return 1;
	}
	return 0;
}

int
remark_is_total(const struct record *r)
{
	char folded[FOLDED];
	struct bytes text = { NULL, 0 };
	size_t i;

	for (i = 0; i < r->fields && text.n == 0; i++)
		text = field_text(r, i);
	if (text.n == 0)
		return 0;
	text = fold(text, folded);
	return text.n > 0 && (is_figure(text) || is_group_sum(text));
}

int
remark_is_lone(const struct record *r)
{
	struct bytes text = field_text(r, 0);
	size_t i;

	if (text.n == 0 || byte_is_digit((unsigned char)text.p[0]) ||
	    memchr(text.p, ' ', text.n) == NULL)
		return 0;
	for (i = 1; i < r->fields; i++)
		if (record_field(r, i).n > 0 && field_text(r, i).n > 0)
			return 0;
	return 1;
}

int
remark_is(const struct record *r, size_t width)
{
	char folded[FOLDED];
	struct bytes text;
	size_t count, first = 0;
	int rules;

	/* Most records are full, and no rule. */
	if (!is_sparse(r, width))
		return 0;
	count = filled(r, &first, &rules);
	if (count == 0)
		return 0;
	if (rules)
		return 1;
	if (width < 2 || count > width || (width - count) * 3 < width)
		return 0;
	text = field_text(r, first);
	if (count == 1 && text.p[0] == '#')
		return 1;
	text = fold(text, folded);
	if (text.n == 0)
		return 0;
	return is_sum(text) ||
	    (count == 1 &&
		(is_count(text) ||
		    begins_with_one(text, remarks, COUNT(remarks))));
}

static void
beginning(uint32_t second[256], const char *word)
{
	unsigned char c = (unsigned char)word[0];
	unsigned letter = ((unsigned char)word[1] | 32u) - 'a';
	uint32_t bit = UINT32_C(1) << (letter < 26 ? letter : REMARK_NO_LETTER);

	if (c >= 0x80)
		bit = UINT32_MAX;
	second[c] |= bit;
	if (c >= 'a' && c <= 'z')
		second[c - 32] |= bit;
}

void
remark_beginnings(uint32_t second[256])
{
	static const char rules[] = "-=_*#~+.(";
	size_t i;

	memset(second, 0, 256 * sizeof(*second));
	for (i = 0; rules[i] != '\0'; i++)
		second[(unsigned char)rules[i]] = UINT32_MAX;
	for (i = 0; i < COUNT(sums); i++)
		beginning(second, sums[i].word);
	for (i = 0; i < COUNT(figures); i++)
		beginning(second, figures[i]);
	for (i = 0; i < COUNT(remarks); i++)
		beginning(second, remarks[i]);
}

int
remark_is_types(const struct record *r)
{
	char folded[FOLDED];
	struct bytes text;
	size_t i, seen = 0;

	for (i = 0; i < r->fields; i++) {
		text = field_text(r, i);
		if (text.n == 0)
			continue;
		if (text.n > FOLDED / 2)
			return 0;
		text.n = bytes_fold(text, folded, sizeof(folded));
		text.p = folded;
		if (text.n == 0 || !begins_with_one(text, types, COUNT(types)))
			return 0;
		seen++;
	}
	return seen >= 2;
}
