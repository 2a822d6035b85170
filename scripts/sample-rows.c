/* SPDX-License-Identifier: ISC */

/*
 * Dialects: columns, their names and formats, delimiter, line ends. Each is
 * a table of columns; a column is a name and the function that puts it.
 */

#include <stddef.h>
#include <string.h>

#include "sample-out.h"
#include "sample-rows.h"

struct column;

/* What a column's function may look at. */
struct row {
	struct out *out;
	const struct dialect *dialect;
	const struct call *call;
	const struct column *column;
};

struct column {
	const char *name;
	void (*put)(const struct row *);
	size_t field;		  /* offset in struct call */
	const char *const *words; /* for fields -1, 0, 1 ... */
};

struct dialect {
	const char *name;
	const struct column *columns;
	const char *line_end;
	char delimiter;
	char bom;	 /* 1: the file begins with one */
	char unquoted;	 /* 1: knows no quotes, spoils notes instead */
	char phone_only; /* 1: a phone system, without chats */
	char inbound_only;
};

#define AT(member) offsetof(struct call, member)

/* Invented, short, of many places; the 49th agent is Alva-2. */
static const char *const names[] = {
	"Alva",
	"Bram",
	"Cleo",
	"Dario",
	"Edda",
	"Farid",
	"Gwen",
	"Hugo",
	"Ines",
	"Jonas",
	"Kira",
	"Luca",
	"Mina",
	"Nico",
	"Orla",
	"Pavel",
	"Runa",
	"Samir",
	"Tilda",
	"Umar",
	"Vera",
	"Wim",
	"Yuki",
	"Zoe",
	"Arno",
	"Bela",
	"Cora",
	"Deniz",
	"Elin",
	"Finn",
	"Gita",
	"Henk",
	"Ivo",
	"Jana",
	"Kofi",
	"Lena",
	"Mats",
	"Nora",
	"Oskar",
	"Pia",
	"Rafi",
	"Sanna",
	"Timo",
	"Ulla",
	"Viggo",
	"Wanda",
	"Yara",
	"Zeno",
};

static const char *const yes_no[] = { "", "no", "yes" };
static const char *const flag[] = { "", "", "yes" };
static const char *const y_n[] = { "N", "N", "Y" };
static const char *const directions[] = { "", "inbound", "outbound" };
static const char *const channels[] = { "", "phone", "chat" };
static const char *const outcomes[] = { "", "answered", "abandoned",
	"voicemail", "callback", "failed" };
static const char *const answered_y_n[] = { "", "Y", "N", "N", "N", "N" };
static const char *const five9_types[] = { "", "Inbound", "Manual" };
static const char *const five9_abandoned[] = { "", "0", "1", "0", "0", "0" };
static const char *const five9_outcomes[] = { "", "", "Abandon", "Voicemail",
	"Queue Callback", "No Answer" };
static const char *const five9_results[] = { "Agent Transfer", "Follow Up",
	"Resolved" };
static const char *const vici_status[] = { "", "", "DROP", "A", "CALLBK",
	"NA" };
static const char *const vici_results[] = { "XFER", "OPEN", "RESOLV" };
static const char *const vici_names[] = { "", "", "Agent Not Available",
	"Answering Machine", "Call Back", "No Answer AutoDial" };
static const char *const vici_result_names[] = { "Call Transferred",
	"Not Resolved", "Resolved" };
static const char *const vici_dial[] = { "", "ANSWER", "CANCEL", "ANSWER",
	"CANCEL", "NOANSWER" };
static const char *const cdr_disposition[] = { "", "ANSWERED", "NO ANSWER",
	"ANSWERED", "NO ANSWER", "NO ANSWER" };
static const char *const cdr_context[] = { "", "ext-queues", "from-internal" };
static const char *const cdr_app[] = { "", "Queue", "Dial" };
static const char *const zero[] = { "0" }, *const one[] = { "1" };
static const char *const three[] = { "3" };
static const char *const no_time[] = { "00:00:00" };
static const char *const list_id[] = { "999" }, *const gmt[] = { "1.00" };
static const char *const server[] = { "192.0.2.10" };
static const char *const user_group[] = { "SUPPORT" };
static const char *const cause[] = { "16" };

static int
field(const struct row *r)
{
	int value;

	memcpy(&value, (const char *)r->call + r->column->field, sizeof(value));
	return value;
}

static int64_t
wide_field(const struct row *r)
{
	int64_t value;

	memcpy(&value, (const char *)r->call + r->column->field, sizeof(value));
	return value;
}

static int
positive(int seconds)
{
	return seconds > 0 ? seconds : 0;
}

static int
total_s(const struct call *c)
{
	return positive(c->ivr) + positive(c->wait) + positive(c->ring) +
	    positive(c->talk) + positive(c->hold);
}

/* Text, quoted if it has to be. */
static void
put_quoted(const struct row *r, const char *p, size_t n)
{
	char delimiter = r->dialect->delimiter;
	size_t i;

	for (i = 0; i < n; i++)
		if (p[i] == delimiter || p[i] == '"' || p[i] == '\n')
			break;
	if (i == n) {
		out_bytes(r->out, p, n);
		return;
	}
	out_byte(r->out, '"');
	for (i = 0; i < n; i++) {
		if (p[i] == '"')
			out_byte(r->out, '"');
		out_byte(r->out, p[i]);
	}
	out_byte(r->out, '"');
}

/* Generic columns. */

static void
put_blank(const struct row *r)
{
	(void)r;
}

static void
put_fixed(const struct row *r)
{
	out_text(r->out, r->column->words[0]);
}

static void
put_word(const struct row *r)
{
	out_text(r->out, r->column->words[field(r) + 1]);
}

static void
put_count(const struct row *r)
{
	if (field(r) >= 0)
		out_number(r->out, field(r), 1);
}

/* A count that was not taken when nobody answered. */
static void
put_handled_count(const struct row *r)
{
	if (r->call->outcome == ANSWERED)
		out_number(r->out, field(r), 1);
}

static void
put_duration(const struct row *r)
{
	out_clock(r->out, positive(field(r)));
}

static void
put_when(const struct row *r)
{
	if (wide_field(r) >= 0)
		out_when(r->out, wide_field(r));
}

static void
put_german_when(const struct row *r)
{
	int64_t at = wide_field(r);

	if (at < 0)
		return;
	out_date(r->out, at, "dmy", '.');
	out_byte(r->out, ' ');
	out_clock(r->out, at % DAY_S);
}

/* Who and what. */

void
put_agent_name(struct out *out, int agent)
{
	int n = (int)(sizeof(names) / sizeof(names[0]));

	out_text(out, names[agent % n]);
	if (agent >= n) {
		out_byte(out, '-');
		out_number(out, agent / n + 1, 1);
	}
}

static void
put_id(const struct row *r)
{
	if (wide_field(r) < 0)
		return;
	out_byte(r->out, 'E');
	out_number(r->out, wide_field(r), 8);
}

static void
put_agent(const struct row *r)
{
	if (r->call->agent >= 0)
		put_agent_name(r->out, r->call->agent);
}

static void
put_queue(const struct row *r)
{
	out_text(r->out, queue_name(r->call->queue));
}

static void
put_reason(const struct row *r)
{
	out_text(r->out, reason_name(r->call->reason));
}

static void
put_customer(const struct row *r)
{
	if (!r->call->identified)
		return;
	out_byte(r->out, 'C');
	out_number(r->out, r->call->customer, 6);
}

/*
 * Area code 555 was never assigned; the product runs through all seven-digit
 * numbers, so that each customer has an own one.
 */
static void
put_customer_number(const struct row *r, const char *plus)
{
	if (r->call->withheld && r->call->direction == INBOUND) {
		out_text(r->out, "anonymous");
		return;
	}
	out_text(r->out, plus);
	out_text(r->out, "1555");
	out_number(r->out,
	    (r->call->customer * (int64_t)7654321 + 2345678) % 10000000, 7);
}

static void
put_hotline(const struct row *r, const char *plus)
{
	out_text(r->out, plus);
	out_text(r->out, "180055501");
	out_number(r->out, 10 + r->call->queue, 2);
}

static void
put_caller(const struct row *r)
{
	if (r->call->channel == CHAT)
		return;
	if (r->call->direction == INBOUND)
		put_customer_number(r, "+");
	else
		put_hotline(r, "+");
}

static void
put_callee(const struct row *r)
{
	if (r->call->channel == CHAT)
		return;
	if (r->call->direction == INBOUND)
		put_hotline(r, "+");
	else
		put_customer_number(r, "+");
}

/* Hundredths plus 100 as -1.00 .. 1.00. */
static void
put_sentiment(const struct row *r)
{
	int value = r->call->sentiment - 100;
	int size = value < 0 ? -value : value;

	if (r->call->sentiment < 0)
		return;
	if (value < 0)
		out_byte(r->out, '-');
	out_number(r->out, size / 100, 1);
	out_byte(r->out, '.');
	out_number(r->out, size % 100, 2);
}

/* The same as -100 .. 100, which needs no decimal comma. */
static void
put_whole_sentiment(const struct row *r)
{
	if (r->call->sentiment >= 0)
		out_number(r->out, r->call->sentiment - 100, 1);
}

static void
put_note(const struct row *r)
{
	const struct call *c = r->call;
	struct note_facts facts = {
		.story = c->story,
		.reason = c->reason,
		.agent = c->agent,
		.resolved = c->resolved,
		.earlier = c->earlier,
		.start = c->start,
		.promised_by = c->promised_by,
		.seed = c->note_seed,
	};
	char note[NOTE_MAX];
	size_t i, n = note_write(note, &facts);

	if (!r->dialect->unquoted) {
		put_quoted(r, note, n);
		return;
	}
	for (i = 0; i < n; i++)
		out_byte(r->out,
		    (char)(note[i] == '"'			 ? '\''
			    : note[i] == '\n' || note[i] == '\t' ? ' '
								 : note[i]));
}

/* The practice data set that many courses use. */

static void
put_pwc_id(const struct row *r)
{
	out_text(r->out, "ID");
	out_number(r->out, r->call->id, 4);
}

/* Calls that nobody answered have the name of whose turn it was. */
static void
put_pwc_agent(const struct row *r)
{
	if (r->call->rang >= 0)
		put_agent_name(r->out, r->call->rang);
}

static void
put_pwc_date(const struct row *r)
{
	out_date(r->out, r->call->start, "ymd", '-');
}

static void
put_pwc_time(const struct row *r)
{
	int s = (int)(r->call->start % DAY_S);

	out_number(r->out, s / 3600, 1);
	out_byte(r->out, ':');
	out_number(r->out, s / 60 % 60, 2);
	out_byte(r->out, ':');
	out_number(r->out, s % 60, 2);
}

static void
put_pwc_wait(const struct row *r)
{
	if (r->call->outcome == ANSWERED)
		out_number(r->out, positive(r->call->wait) + r->call->ring, 1);
}

static void
put_pwc_talk(const struct row *r)
{
	int s = r->call->talk;

	if (r->call->outcome != ANSWERED)
		return;
	out_number(r->out, s / 3600, 1);
	out_byte(r->out, ':');
	out_number(r->out, s / 60 % 60, 2);
	out_byte(r->out, ':');
	out_number(r->out, s % 60, 2);
}

/* Cloud dialler. */

static void
put_five9_id(const struct row *r)
{
	out_number(r->out, 300000000 + r->call->id, 1);
}

static void
put_five9_when(const struct row *r)
{
	static const char days[] = "MonTueWedThuFriSatSun";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	int64_t at = r->call->start;
	int date[3];

	civil_date(at, date);
	out_byte(r->out, '"');
	out_bytes(r->out, days + (at / DAY_S + 3) % 7 * 3, 3);
	out_text(r->out, ", ");
	out_number(r->out, date[2], 2);
	out_byte(r->out, ' ');
	out_bytes(r->out, months + 3 * (date[1] - 1), 3);
	out_byte(r->out, ' ');
	out_number(r->out, date[0], 4);
	out_byte(r->out, ' ');
	out_clock(r->out, at % DAY_S);
	out_byte(r->out, '"');
}

static void
put_five9_agent(const struct row *r)
{
	if (r->call->agent < 0) {
		out_text(r->out, "[None]");
		return;
	}
	out_text(r->out, "agent");
	out_number(r->out, r->call->agent + 1, 3);
	out_text(r->out, "@example.com");
}

/* What the agent chose, else what became of the call. */
static void
put_result(
    const struct row *r, const char *const *outcome, const char *const *result)
{
	out_text(r->out,
	    r->call->outcome == ANSWERED ? result[r->call->resolved + 1]
					 : outcome[r->call->outcome + 1]);
}

static void
put_five9_result(const struct row *r)
{
	put_result(r, five9_outcomes, five9_results);
}

static void
put_five9_ani(const struct row *r)
{
	if (r->call->direction == INBOUND)
		put_customer_number(r, "");
	else
		put_hotline(r, "");
}

static void
put_five9_dnis(const struct row *r)
{
	if (r->call->direction == INBOUND)
		put_hotline(r, "");
	else
		put_customer_number(r, "");
}

static void
put_total_clock(const struct row *r)
{
	out_clock(r->out, total_s(r->call));
}

/* Bills go by six seconds. */
static void
put_billed_clock(const struct row *r)
{
	out_clock(r->out, (total_s(r->call) + 5) / 6 * 6);
}

/* Contact centre suite with a list of leads. */

static void
put_vici_status(const struct row *r)
{
	put_result(r, vici_status, vici_results);
}

static void
put_vici_status_name(const struct row *r)
{
	put_result(r, vici_names, vici_result_names);
}

static void
put_vici_user(const struct row *r)
{
	if (r->call->agent < 0)
		out_text(r->out, "VDCL");
	else
		out_number(r->out, 1001 + r->call->agent, 1);
}

static void
put_vici_agent(const struct row *r)
{
	if (r->call->agent < 0)
		out_text(r->out, "Inbound No Agent");
	else
		put_agent_name(r->out, r->call->agent);
}

static void
put_vici_phone(const struct row *r)
{
	out_text(r->out, "555");
	out_number(r->out,
	    (r->call->customer * (int64_t)7654321 + 2345678) % 10000000, 7);
}

static void
put_total(const struct row *r)
{
	out_number(r->out, total_s(r->call), 1);
}

static void
put_billed(const struct row *r)
{
	out_number(
	    r->out, positive(r->call->talk) + positive(r->call->hold), 1);
}

static void
put_unique_id(const struct row *r)
{
	out_number(r->out, r->call->start, 1);
	out_byte(r->out, '.');
	out_number(r->out, r->call->id, 1);
}

static void
put_vici_channel(const struct row *r)
{
	out_text(r->out, "SIP/trunk-");
	out_number(r->out, r->call->id, 8);
}

/* PBX. */

static void
put_cdr_clid(const struct row *r)
{
	out_text(r->out, "\"\"\"");
	put_five9_ani(r);
	out_text(r->out, "\"\" <");
	put_five9_ani(r);
	out_text(r->out, ">\"");
}

static void
put_cdr_dst(const struct row *r)
{
	if (r->call->direction == INBOUND)
		out_number(r->out, 600 + r->call->queue, 1);
	else
		put_customer_number(r, "");
}

static void
put_cdr_channel(const struct row *r)
{
	if (r->call->direction == INBOUND)
		out_text(r->out, "SIP/trunk-");
	else {
		out_text(r->out, "SIP/");
		out_number(r->out, 101 + r->call->agent, 1);
		out_byte(r->out, '-');
	}
	out_number(r->out, 2 * r->call->id, 8);
}

static void
put_cdr_dstchannel(const struct row *r)
{
	if (r->call->agent < 0)
		return;
	if (r->call->direction == OUTBOUND)
		out_text(r->out, "SIP/trunk-");
	else {
		out_text(r->out, "SIP/");
		out_number(r->out, 101 + r->call->agent, 1);
		out_byte(r->out, '-');
	}
	out_number(r->out, 2 * r->call->id + 1, 8);
}

/* The canonical names; two dialects differ in how times are written. */
#define CANONICAL(when, feeling) \
	{ "call_id", put_id, AT(id), NULL }, \
	    { "parent_id", put_id, AT(parent), NULL }, \
	    { "start", when, AT(start), NULL }, \
	    { "answered_at", when, AT(answered_at), NULL }, \
	    { "queue", put_queue, 0, NULL }, { "agent", put_agent, 0, NULL }, \
	    { "customer", put_customer, 0, NULL }, \
	    { "caller", put_caller, 0, NULL }, \
	    { "callee", put_callee, 0, NULL }, \
	    { "direction", put_word, AT(direction), directions }, \
	    { "channel", put_word, AT(channel), channels }, \
	    { "ivr", put_count, AT(ivr), NULL }, \
	    { "wait", put_count, AT(wait), NULL }, \
	    { "ring", put_count, AT(ring), NULL }, \
	    { "talk", put_count, AT(talk), NULL }, \
	    { "hold", put_count, AT(hold), NULL }, \
	    { "wrap", put_count, AT(wrap), NULL }, \
	    { "outcome", put_word, AT(outcome), outcomes }, \
	    { "resolved", put_word, AT(resolved), yes_no }, \
	    { "reason", put_reason, 0, NULL }, \
	    { "transfers", put_handled_count, AT(transfers), NULL }, \
	    { "holds", put_handled_count, AT(holds), NULL }, \
	    { "interruptions", put_handled_count, AT(interruptions), NULL }, \
	    { "sentiment", feeling, 0, NULL }, \
	    { "csat", put_count, AT(csat), NULL }, \
	    { "promised_by", when, AT(promised_by), NULL }, \
	    { "help_asked", put_word, AT(help_asked), flag }, \
	    { "hostile", put_word, AT(hostile), flag }, \
	    { "self_rating", put_count, AT(self_rating), NULL }, \
	    { "notes", put_note, 0, NULL }, \
	{ \
		NULL, NULL, 0, NULL \
	}

static const struct column evenkeel_columns[] = { CANONICAL(
    put_when, put_sentiment) };

static const struct column german_columns[] = { CANONICAL(
    put_german_when, put_whole_sentiment) };

static const struct column pwc_columns[] = { { "Call Id", put_pwc_id, 0, NULL },
	{ "Agent", put_pwc_agent, 0, NULL }, { "Date", put_pwc_date, 0, NULL },
	{ "Time", put_pwc_time, 0, NULL }, { "Topic", put_reason, 0, NULL },
	{ "Answered (Y/N)", put_word, AT(outcome), answered_y_n },
	{ "Resolved", put_word, AT(resolved), y_n },
	{ "Speed of answer in seconds", put_pwc_wait, 0, NULL },
	{ "AvgTalkDuration", put_pwc_talk, 0, NULL },
	{ "Satisfaction rating", put_count, AT(csat), NULL },
	{ NULL, NULL, 0, NULL } };

static const struct column five9_columns[] = { { "CALL ID", put_five9_id, 0,
						   NULL },
	{ "TIMESTAMP", put_five9_when, 0, NULL },
	{ "CAMPAIGN", put_queue, 0, NULL },
	{ "CALL TYPE", put_word, AT(direction), five9_types },
	{ "AGENT", put_five9_agent, 0, NULL },
	{ "AGENT NAME", put_agent, 0, NULL },
	{ "DISPOSITION", put_five9_result, 0, NULL },
	{ "ANI", put_five9_ani, 0, NULL },
	{ "CUSTOMER NAME", put_customer, 0, NULL },
	{ "DNIS", put_five9_dnis, 0, NULL },
	{ "CALL TIME", put_total_clock, 0, NULL },
	{ "BILL TIME (ROUNDED)", put_billed_clock, 0, NULL },
	{ "COST", put_fixed, 0, zero },
	{ "IVR TIME", put_duration, AT(ivr), NULL },
	{ "QUEUE WAIT TIME", put_duration, AT(wait), NULL },
	{ "RING TIME", put_duration, AT(ring), NULL },
	{ "TALK TIME", put_duration, AT(talk), NULL },
	{ "HOLD TIME", put_duration, AT(hold), NULL },
	{ "PARK TIME", put_fixed, 0, no_time },
	{ "AFTER CALL WORK TIME", put_duration, AT(wrap), NULL },
	{ "TRANSFERS", put_handled_count, AT(transfers), NULL },
	{ "CONFERENCES", put_fixed, 0, zero },
	{ "HOLDS", put_handled_count, AT(holds), NULL },
	{ "ABANDONED", put_word, AT(outcome), five9_abandoned },
	{ "RECORDINGS", put_blank, 0, NULL }, { NULL, NULL, 0, NULL } };

static const struct column vicidial_columns[] = { { "call_date", put_when,
						      AT(start), NULL },
	{ "phone_number_dialed", put_five9_dnis, 0, NULL },
	{ "status", put_vici_status, 0, NULL },
	{ "user", put_vici_user, 0, NULL },
	{ "full_name", put_vici_agent, 0, NULL },
	{ "campaign_id", put_queue, 0, NULL },
	{ "vendor_lead_code", put_customer, 0, NULL },
	{ "source_id", put_blank, 0, NULL },
	{ "list_id", put_fixed, 0, list_id },
	{ "gmt_offset_now", put_fixed, 0, gmt },
	{ "phone_code", put_fixed, 0, one },
	{ "phone_number", put_vici_phone, 0, NULL },
	{ "title", put_blank, 0, NULL }, { "first_name", put_blank, 0, NULL },
	{ "middle_initial", put_blank, 0, NULL },
	{ "last_name", put_blank, 0, NULL }, { "address1", put_blank, 0, NULL },
	{ "address2", put_blank, 0, NULL }, { "address3", put_blank, 0, NULL },
	{ "city", put_blank, 0, NULL }, { "state", put_blank, 0, NULL },
	{ "province", put_blank, 0, NULL },
	{ "postal_code", put_blank, 0, NULL },
	{ "country_code", put_blank, 0, NULL },
	{ "gender", put_blank, 0, NULL },
	{ "date_of_birth", put_blank, 0, NULL },
	{ "alt_phone", put_blank, 0, NULL }, { "email", put_blank, 0, NULL },
	{ "security_phrase", put_reason, 0, NULL },
	{ "comments", put_note, 0, NULL },
	{ "length_in_sec", put_total, 0, NULL },
	{ "user_group", put_fixed, 0, user_group },
	{ "alt_dial", put_blank, 0, NULL }, { "rank", put_fixed, 0, zero },
	{ "owner", put_blank, 0, NULL },
	{ "lead_id", put_count, AT(customer), NULL },
	{ "list_name", put_blank, 0, NULL },
	{ "list_description", put_blank, 0, NULL },
	{ "status_name", put_vici_status_name, 0, NULL },
	{ "uniqueid", put_unique_id, 0, NULL },
	{ "caller_code", put_five9_ani, 0, NULL },
	{ "server_ip", put_fixed, 0, server },
	{ "hangup_cause", put_fixed, 0, cause },
	{ "dialstatus", put_word, AT(outcome), vici_dial },
	{ "channel", put_vici_channel, 0, NULL },
	{ "dial_time", put_count, AT(ring), NULL },
	{ "answered_time", put_billed, 0, NULL },
	{ "cpd_result", put_blank, 0, NULL }, { NULL, NULL, 0, NULL } };

static const struct column freepbx_columns[] = { { "calldate", put_when,
						     AT(start), NULL },
	{ "clid", put_cdr_clid, 0, NULL }, { "src", put_five9_ani, 0, NULL },
	{ "dst", put_cdr_dst, 0, NULL },
	{ "dcontext", put_word, AT(direction), cdr_context },
	{ "channel", put_cdr_channel, 0, NULL },
	{ "dstchannel", put_cdr_dstchannel, 0, NULL },
	{ "lastapp", put_word, AT(direction), cdr_app },
	{ "lastdata", put_cdr_dst, 0, NULL },
	{ "duration", put_total, 0, NULL }, { "billsec", put_billed, 0, NULL },
	{ "disposition", put_word, AT(outcome), cdr_disposition },
	{ "amaflags", put_fixed, 0, three },
	{ "accountcode", put_blank, 0, NULL },
	{ "uniqueid", put_unique_id, 0, NULL },
	{ "userfield", put_blank, 0, NULL }, { NULL, NULL, 0, NULL } };

static const struct dialect dialects[] = {
	{ .name = "evenkeel",
	    .columns = evenkeel_columns,
	    .line_end = "\n",
	    .delimiter = ',' },
	{ .name = "pwc",
	    .columns = pwc_columns,
	    .line_end = "\r\n",
	    .delimiter = ',',
	    .bom = 1,
	    .phone_only = 1,
	    .inbound_only = 1 },
	{ .name = "vicidial",
	    .columns = vicidial_columns,
	    .line_end = "\r\n",
	    .delimiter = '\t',
	    .unquoted = 1,
	    .phone_only = 1 },
	{ .name = "five9",
	    .columns = five9_columns,
	    .line_end = "\n",
	    .delimiter = ',',
	    .phone_only = 1 },
	{ .name = "excel-de",
	    .columns = german_columns,
	    .line_end = "\r\n",
	    .delimiter = ';',
	    .bom = 1 },
	{ .name = "freepbx",
	    .columns = freepbx_columns,
	    .line_end = "\n",
	    .delimiter = ',',
	    .phone_only = 1 },
};

enum { DIALECTS = sizeof(dialects) / sizeof(dialects[0]) };

const char *
dialect_name(int i)
{
	return i < DIALECTS ? dialects[i].name : NULL;
}

const struct dialect *
dialect_find(const char *name)
{
	int i;

	for (i = 0; i < DIALECTS; i++)
		if (strcmp(dialects[i].name, name) == 0)
			return &dialects[i];
	return NULL;
}

void
rows_header(struct out *out, const struct dialect *d)
{
	const struct column *col;

	out_room(out);
	if (d->bom)
		out_text(out, "\xef\xbb\xbf");
	for (col = d->columns; col->name != NULL; col++) {
		if (col != d->columns)
			out_byte(out, d->delimiter);
		out_text(out, col->name);
	}
	out_text(out, d->line_end);
}

void
rows_put(struct out *out, const struct dialect *d, const struct call *call)
{
	struct row row = { out, d, call, d->columns };

	if ((d->phone_only && call->channel == CHAT) ||
	    (d->inbound_only && call->direction == OUTBOUND))
		return;
	out_room(out);
	for (; row.column->name != NULL; row.column++) {
		if (row.column != d->columns)
			out_byte(out, d->delimiter);
		row.column->put(&row);
	}
	out_text(out, d->line_end);
}
