/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "call/field.h"

/* The rank of names whose words were joined: behind all others. */
enum { JOINED = 1000 };

/*
 * Synonyms as real exports have them, folded, best first; a field's own
 * name always comes before its synonyms.  Where two fields share a word
 * (`status`, `call time`), columns.c looks at the values.
 */
static const struct field_info fields[FIELD_COUNT] = {
	[FIELD_CALL_ID] = { "call_id", KIND_TEXT,
	    "call id|callid|uniqueid|unique id|uuid|contact id|"
	    "interaction id|conversation id|acctid|historyid|"
	    "node id session id sequence number|"
	    "node id session id sequence no|recording id|call sid|anruf id|id",
	    "naming a call in reports and escalations" },
	[FIELD_PARENT_ID] = { "parent_id", KIND_TEXT,
	    "linkedid|linked id|bleg uuid|master contact id|parent call id|"
	    "parent call sid|parent id|master call id|parent call uuid|"
	    "initial contact id|parent interaction id|parent contact id|"
	    "original call id|root call id",
	    NULL },
	[FIELD_START] = { "start", KIND_TIME,
	    "calldate|call date time|call datetime|start time|start stamp|"
	    "time start|call start time|started at|initiation timestamp|"
	    "timestamp|call timestamp|datestamp|date time|datetime|"
	    "datetime utc|datetime tz offset incl|call start|start date|"
	    "vru entry|call universal time|created at|call started at|"
	    "call started|started|contact start|date started|"
	    "start date time|date and time|time of call|contact start time|"
	    "segstart|activity date|created date|date created|start timestamp|"
	    "call date and time|startzeit|beginn|fecha y hora|"
	    "zeitpunkt",
	    "contacts, load, targets, due times, days" },
	[FIELD_DATE] = { "date", KIND_TIME,
	    "call date|day|date received|datum|fecha", NULL },
	[FIELD_TIME] = { "time", KIND_TIME,
	    "call time|time of day|uhrzeit|heure|hora", NULL },
	[FIELD_ANSWERED_AT] = { "answered_at", KIND_TIME,
	    "answered at|answer|answer stamp|time answered|answer time|"
	    "connected to agent timestamp|connected at|ser start|call answered|"
	    "datetimeconnect|date connected",
	    NULL },
	[FIELD_END] = { "end", KIND_TIME,
	    "end time|end stamp|time end|call end time|finished at|"
	    "disconnect timestamp|end date|ser exit|ended at|call ended|"
	    "datetimedisconnect|call ended at|date ended|segstop|end timestamp|"
	    "ende|fin",
	    NULL },
	[FIELD_AGENT] = { "agent", KIND_TEXT,
	    "agent name|full name|agent id|user|users|user name|server|"
	    "representative|rep|operator|handled by|answered by|"
	    "to dispname|employee|employee name|advisor|activity assigned to|"
	    "anslogin|agent full name|mitarbeiter|agente",
	    "load, breathers, targets, the agents' section" },
	[FIELD_QUEUE] = { "queue", KIND_TEXT,
	    "queue name|csq names|csq name|skill name|skill|campaign|"
	    "campaign id|department|dept|team|ring groups|tenant|"
	    "call queue|hunt group|warteschlange|file d attente|cola",
	    NULL },
	[FIELD_CUSTOMER] = { "customer", KIND_TEXT,
	    "customer id|customerid|customer number|customer phone number|"
	    "customer phone number email address|contact person number|"
	    "rand client|client id|account id|account number|account|"
	    "member id|customer phone|contact number|contact phone|"
	    "external number|kunde|kundennummer|client|cliente",
	    "contacts and the repeat component" },
	[FIELD_CALLER] = { "caller", KIND_TEXT,
	    "caller id|caller number|caller id number|src|ani|from|"
	    "from no|calling number|callingpartynumber|remote|"
	    "originator dn calling number|originator directory number|"
	    "phone number|from number|caller phone number|anrufer|"
	    "calling pty|rufnummer|appelant|llamante",
	    NULL },
	[FIELD_CALLEE] = { "callee", KIND_TEXT,
	    "dst|dnis|to|to no|destination number|called number|"
	    "phone number dialed|destination dn|finalcalledpartynumber|"
	    "destination directory number|to number|callee number|"
	    "dialed num|internal number",
	    NULL },
	[FIELD_DIRECTION] = { "direction", KIND_TEXT,
	    "call direction|call type|initiation method|"
	    "call direction type|richtung",
	    NULL },
	[FIELD_CHANNEL] = { "channel", KIND_TEXT, "media type|channel type",
	    NULL },
	[FIELD_IVR] = { "ivr", KIND_DURATION,
	    "ivr time|vru time|time in ivr|ivr duration|ivrduration|"
	    "pre queue seconds|pre queue|prequeue",
	    NULL },
	[FIELD_WAIT] = { "wait", KIND_DURATION,
	    "wait time|waiting time|queue wait time|queue time|q time|"
	    "time in queue|speed of answer in seconds|speed of answer|"
	    "time to answer|queue wait|waitduration|hold time in queue|"
	    "wait duration|wait length|queue duration|in queue seconds|in "
	    "queue|inqueue|"
	    "wartezeit|temps d attente|dur\xc3\xa9"
	    "e d attente|dur\xe9"
	    "e d attente|tiempo de espera",
	    "the wait component and the speed of answer" },
	[FIELD_RING] = { "ring", KIND_DURATION,
	    "ring time|ringing|ring duration|ringing duration|ringtime", NULL },
	[FIELD_TALK] = { "talk", KIND_DURATION,
	    "talk time|talking|talk duration|billsec|avgtalkduration|"
	    "avg talk duration|agent interaction duration|ser time|"
	    "duration in call|in call duration|convduration|answered time|"
	    "conversation time|agent seconds|agent time|service length|"
	    "dur\xc3\xa9"
	    "e de conversation|dur\xe9"
	    "e de conversation|temps de conversation|tiempo de "
	    "conversaci\xc3\xb3"
	    "n|"
	    "gespr\xc3\xa4"
	    "chsdauer|gespr\xe4"
	    "chsdauer|gespraechsdauer",
	    "load, handle times and the length component" },
	[FIELD_HOLD] = { "hold", KIND_DURATION,
	    "hold time|park time|customer hold time|hold duration|"
	    "time on hold|hold seconds|ansholdtime",
	    "the hold component" },
	[FIELD_WRAP] = { "wrap", KIND_DURATION,
	    "after call work time|after call work|acw|acw time|work time|"
	    "wrap up time|wrap up|wrap time|wrapup|wrapup time|"
	    "wrapupduration|acw seconds|acw duration|nachbearbeitung|"
	    "nachbearbeitungszeit",
	    NULL },
	[FIELD_TOTAL] = { "total", KIND_DURATION,
	    "duration|length in sec|call duration|call duration in minutes|"
	    "call length|contact duration|duration total|total duration|"
	    "handle time|call duration in seconds|total call time|total time|"
	    "length|dur\xc3\xa9"
	    "e|duraci\xc3\xb3"
	    "n|dauer|"
	    "anrufdauer",
	    NULL },
	[FIELD_OUTCOME] = { "outcome", KIND_TEXT,
	    "call outcome|disposition|answered y n|answered|contact status|"
	    "contact disposition|call status|dialstatus|status|status name|"
	    "abandoned|action result|call result|result|ergebnis|"
	    "r\xc3\xa9"
	    "sultat|r\xe9"
	    "sultat|resultado|statut|estado|abandon|call type",
	    "service levels, unless times show answers" },
	[FIELD_RESOLVED] = { "resolved", KIND_FLAG,
	    "issue resolved|resolved y n|first call resolution|"
	    "problem resolved",
	    "the unresolved component and the resolved rate" },
	[FIELD_REASON] = { "reason", KIND_TEXT,
	    "topic|category|call reason|subject|contact reason|"
	    "reason for call|wrap up code|tags",
	    NULL },
	[FIELD_TRANSFERS] = { "transfers", KIND_NUMBER,
	    "transfer count|number of transfers|is transferred out|"
	    "transfer out yes no",
	    "the passed component" },
	[FIELD_HOLDS] = { "holds", KIND_NUMBER, "number of holds|hold count",
	    NULL },
	[FIELD_INTERRUPTIONS] = { "interruptions", KIND_NUMBER,
	    "interruption count", "the interrupted component" },
	[FIELD_SENTIMENT] = { "sentiment", KIND_SCALE,
	    "customer tone|average sentiment|sentiment score|"
	    "customer sentiment|overall sentiment",
	    "the sentiment component" },
	[FIELD_SENTIMENT_END] = { "sentiment_end", KIND_SCALE,
	    "end sentiment|sentiment at end|final sentiment", NULL },
	[FIELD_CSAT] = { "csat", KIND_SCALE,
	    "csat score|satisfaction rating|satisfaction|"
	    "customer satisfaction|rating",
	    "the mean of the ratings" },
	[FIELD_TEXT] = { "text", KIND_TEXT,
	    "notes|note|remarks|comments|comment|customer remarks|"
	    "transcription|transcript|call notes|agent notes|summary|"
	    "notiz|notizen|bemerkung|bemerkungen",
	    "signals from notes" },
	[FIELD_PROMISED_BY] = { "promised_by", KIND_TIME,
	    "callback due|promised|callback time|callback at", NULL },
	[FIELD_UPDATE_DUE] = { "update_due", KIND_TIME,
	    "update promised by|next update", NULL },
	[FIELD_STATUS] = { "status", KIND_TEXT,
	    "item status|ticket status|case status", NULL },
	[FIELD_OWNER] = { "owner", KIND_TEXT, "assigned to|assignee", NULL },
	[FIELD_CARRIED] = { "carried", KIND_NUMBER, NULL, NULL },
	[FIELD_ITEM] = { "item", KIND_TEXT, NULL, NULL },
	[FIELD_SELF_RATING] = { "self_rating", KIND_NUMBER,
	    "agent rating|own rating", NULL },
	[FIELD_HELP_ASKED] = { "help_asked", KIND_FLAG,
	    "asked for help|help requested", NULL },
	[FIELD_HOSTILE] = { "hostile", KIND_FLAG,
	    "hostile caller|abusive|abusive call", "the hostile component" },
	[FIELD_THREAT] = { "threat", KIND_FLAG, "threatened|threats", NULL },

	[FIELD_STRESS] = { "stress", KIND_NUMBER, NULL, NULL },
	[FIELD_STRESS_BAND] = { "stress_band", KIND_TEXT, NULL, NULL },
	[FIELD_STRESS_WHY] = { "stress_why", KIND_TEXT, NULL, NULL },
	[FIELD_STRESS_OUTSIDE] = { "stress_outside", KIND_NUMBER, NULL, NULL },
	[FIELD_STRESS_COVERAGE] = { "stress_coverage", KIND_NUMBER, NULL,
	    NULL },
	[FIELD_SIGNALS] = { "signals", KIND_TEXT, NULL, NULL },
	[FIELD_CONTACTS] = { "contacts", KIND_NUMBER, NULL, NULL },
	[FIELD_LOAD_BEFORE] = { "load_before", KIND_NUMBER, NULL, NULL },
	[FIELD_LOAD] = { "load", KIND_NUMBER, NULL, NULL },
	[FIELD_LOAD_OVER] = { "load_over", KIND_NUMBER, NULL, NULL },
	[FIELD_BREATHER] = { "breather", KIND_NUMBER, NULL, NULL },
	[FIELD_BREATHER_FROM] = { "breather_from", KIND_TIME, NULL, NULL },
	[FIELD_BREATHER_UNTIL] = { "breather_until", KIND_TIME, NULL, NULL },
	[FIELD_BREATHER_RULE] = { "breather_rule", KIND_TEXT, NULL, NULL },
	[FIELD_BREATHER_WHY] = { "breather_why", KIND_TEXT, NULL, NULL },
	[FIELD_BREATHER_TAKEN] = { "breather_taken", KIND_FLAG, NULL, NULL },
	[FIELD_CHUNK] = { "chunk", KIND_TIME, NULL, NULL },
	[FIELD_CHUNK_TARGET] = { "chunk_target", KIND_NUMBER, NULL, NULL },
	[FIELD_CHUNK_DONE] = { "chunk_done", KIND_NUMBER, NULL, NULL },
	[FIELD_DAY_TARGET] = { "day_target", KIND_NUMBER, NULL, NULL },
	[FIELD_DAY_DONE] = { "day_done", KIND_NUMBER, NULL, NULL },
	[FIELD_PACE] = { "pace", KIND_NUMBER, NULL, NULL },
	[FIELD_ESCALATION] = { "escalation", KIND_TEXT, NULL, NULL },
	[FIELD_ESCALATION_DUE] = { "escalation_due", KIND_TIME, NULL, NULL },
	[FIELD_ESCALATION_STATUS] = { "escalation_status", KIND_TEXT, NULL,
	    NULL },
	[FIELD_ESCALATION_WHY] = { "escalation_why", KIND_TEXT, NULL, NULL },
};

const struct field_info *
field_info(enum field f)
{
	return &fields[f];
}

enum field
field_by_name(struct bytes name)
{
	size_t i;

	for (i = 0; i < FIELD_COUNT; i++)
		if (bytes_is(name, fields[i].name))
			break;
	return (enum field)i;
}

/* The place of a folded word among the names of a field, from 1; or 0. */
static int
place_of(enum field f, struct bytes folded)
{
	struct bytes rest = bytes_of(fields[f].synonyms), own;
	char name[64];
	int place = 1;

	own.p = name;
	own.n = bytes_fold(bytes_of(fields[f].name), name, sizeof(name));
	if (bytes_equal(folded, own))
		return place;
	while (rest.p != NULL) {
		place++;
		if (bytes_equal(folded, bytes_cut(rest, '|', &rest)))
			return place;
	}
	return 0;
}

/* Units behind the name of a duration: `wait_s`, `Talk time (hh:mm:ss)`. */
static const char unit_words[] =
    "in|s|sec|secs|second|seconds|ms|msec|milliseconds|m|min|mins|minute|"
    "minutes|h|hr|hrs|hour|hours|hh|mm|ss|hms";

/* Zones behind the name of a time, and how it is written. */
static const char zone_words[] =
    "utc|gmt|local|est|edt|cst|cdt|mst|mdt|pst|pdt|et|ct|mt|pt|ist|"
    "bst|wet|west|cet|cest|mez|mesz|eet|eest|aest|aedt|sast|dd|mm|yy|yyyy|hh|"
    "ss";

static int
is_unit(struct bytes word, const char *units)
{
	struct bytes rest = bytes_of(units);

	while (rest.p != NULL)
		if (bytes_equal(word, bytes_cut(rest, '|', &rest)))
			return 1;
	return 0;
}

/* Without such words at its end; one word at least stays. */
static struct bytes
without_units(struct bytes folded, const char *units)
{
	struct bytes word;
	size_t n;

	for (;;) {
		for (n = folded.n; n > 0 && folded.p[n - 1] != ' '; n--)
			;
		word.p = folded.p + n;
		word.n = folded.n - n;
		if (n == 0 || !is_unit(word, units))
			return folded;
		folded.n = n - 1;
	}
}

/* Whether a word is a name when its blanks are left out. */
static int
is_joined(struct bytes word, struct bytes name)
{
	size_t i, at = 0;

	for (i = 0; i < name.n; i++) {
		if (name.p[i] == ' ')
			continue;
		if (at == word.n || word.p[at] != name.p[i])
			return 0;
		at++;
	}
	return at == word.n;
}

/* The place of a name whose words were joined, as `SpeedOfAnswer'; or 0. */
static int
place_joined(enum field f, struct bytes word)
{
	struct bytes rest = bytes_of(fields[f].synonyms);
	int place = 1;

	if (memchr(word.p, ' ', word.n) != NULL)
		return 0;
	while (rest.p != NULL) {
		place++;
		if (is_joined(word, bytes_cut(rest, '|', &rest)))
			return place;
	}
	return 0;
}

int
field_rank(enum field f, struct bytes folded)
{
	int place = place_of(f, folded);

	if (place > 0)
		return 2 * place - 1;
	if (fields[f].kind == KIND_DURATION)
		place = 2 * place_of(f, without_units(folded, unit_words));
	else if (fields[f].kind == KIND_TIME)
		place = 2 * place_of(f, without_units(folded, zone_words));
	if (place > 0)
		return place;
	place = place_joined(f, folded);
	return place > 0 ? JOINED + place : 0;
}

int
field_knows(struct bytes header_name)
{
	char name[256];
	struct bytes folded;
	size_t i;

	folded.p = name;
	folded.n = bytes_fold(header_name, name, sizeof(name));
	if (folded.n == 0)
		return 0;
	for (i = 0; i < FIELD_STRESS; i++)
		if (field_rank((enum field)i, folded))
			return 1;
	return 0;
}
