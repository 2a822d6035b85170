/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "care/anonymous.h"
#include "tap.h"

static struct words *words;

/* What becomes of a text that nobody is known in, each by itself. */
static const struct {
	const char *text, *want;
} texts[] = {
	/* Names: titles, lists, capitals, what is said before. */
	{ "Mr Smith called about the bill", "Name 1 called about the bill" },
	{ "spoke to Mrs. Okonkwo-Bell today", "spoke to Name 1 today" },
	{ "Mr Green was angry", "Name 1 was angry" },
	{ "Ms Summers called", "Name 1 called" },
	{ "mrs winter wants a refund", "Name 1 wants a refund" },
	{ "Dr. Jane Doe asked for it", "Name 1 asked for it" },
	{ "Herr Kowalczyk called", "Name 1 called" },
	{ "Frau Schmidt-Meyer called", "Name 1 called" },
	{ "cust john smith rang, john is angry",
	    "cust Name 1 rang, Name 1 is angry" },
	{ "the customer asked for Zbigniew", "the customer asked for Name 1" },
	{ "asked for Grace, not for a grace",
	    "asked for Name 1, not for a grace" },
	{ "Bill is too high, the Bill is wrong",
	    "Bill is too high, the Bill is wrong" },
	{ "told Bill to pay the bill", "told Name 1 to pay the bill" },
	{ "my name is grace", "my name is Name 1" },
	{ "name: bright, wants help", "name: Name 1, wants help" },
	{ "the name is wrong on the letter",
	    "the name is wrong on the letter" },
	{ "J. Smith and A Jones called", "Name 1 and Name 2 called" },
	{ "O'Brien called, D\xe2\x80\x99Souza too",
	    "Name 1 called, Name 2 too" },
	{ "Smith's phone is dead", "Name 1's phone is dead" },
	{ "MRS OKAFOR SHOUTED AT ME", "Name 1 SHOUTED AT ME" },
	{ "spelt S-M-I-T-H or s m i t h", "spelt Name 1 or Name 1" },
	{ "Maria: hello. Agent: hello Maria",
	    "Name 1: hello. Agent: hello Name 1" },
	{ "will call back, may pay in april",
	    "will call back, may pay in april" },
	{ "Miss Marple missed the call", "Name 1 missed the call" },
	{ "john summers called", "Name 1 called" },
	{ "he lives in Leeds", "he lives in Name 1" },
	/* Numbers and ids. */
	{ "call 07700 900123 back", "call number 1 back" },
	{ "call +44 (0)7700 900123, 07700900123 or 07700-900-123",
	    "call number 1, number 1 or number 1" },
	{ "tel 0161 496 0000 ext 12", "tel number 1 ext number 2" },
	{ "07 71 23 45 67 is the phone", "number 1 is the phone" },
	{ "oh seven seven double one two five is the number",
	    "number 1 is the number" },
	{ "one or two calls", "one or two calls" },
	{ "order INV2231 and INV2231 again",
	    "order number 1 and number 1 again" },
	{ "acct 4471, card ending 4432",
	    "acct number 1, card ending number 2" },
	{ "card 4111 1111 1111 1111 was charged", "card number 1 was charged" },
	{ "IBAN DE89 3704 0044 0532 0130 00 is wrong",
	    "IBAN number 1 is wrong" },
	{ "id 550e8400-e29b-41d4-a716-446655440000 failed",
	    "id number 1 failed" },
	{ "acct 7 and ref #8", "acct number 1 and ref number 2" },
	{ "he is aged 67, or 67 years old",
	    "he is aged number 1, or number 1 years old" },
	{ "paid 3 times in 10 min, 2nd call, 5pm, x3, 50% off, 24/7",
	    "paid 3 times in 10 min, 2nd call, 5pm, x3, 50% off, 24/7" },
	{ "refund in 3-5 days or 2 weeks", "refund in 3-5 days or 2 weeks" },
	{ "paid \xc2\xa3"
	  "45.99 and 20 pounds, then $45.99",
	    "paid amount 1 and amount 2, then amount 1" },
	{ "paid 1,250.00 twice", "paid number 1 twice" },
	/* Dates and times. */
	{ "born on 3 March 1985", "born on date 1" },
	{ "dob 03/03/1985 or 1985-03-03", "dob date 1 or date 2" },
	{ "due March 3rd, 1985 at 14:30", "due date 1 at time 1" },
	{ "due 12/04 or 3rd of May", "due date 1 or date 2" },
	{ "call on Monday at 5", "call on Monday at 5" },
	/* In the net. */
	{ "mail john.smith@example.com.", "mail e-mail 1." },
	{ "mail JOHN.SMITH@EXAMPLE.COM, john.smith@example.com",
	    "mail e-mail 1, e-mail 1" },
	{ "mail jane dot doe at gmail dot com please", "mail e-mail 1 please" },
	{ "see https://example.com/u/4471?x=1 please", "see link 1 please" },
	{ "see www.foo.co.uk or foo.com/me.", "see link 1 or link 2." },
	{ "call @ 5pm", "call @ 5pm" },
	/* Addresses. */
	{ "sent to 12 Oak Street, Leeds LS1 4AB today",
	    "sent to address 1 today" },
	{ "sent to 22b baker st", "sent to address 1" },
	{ "missed stop at Ash Grove", "missed stop at address 1" },
	{ "5 The Close is wrong", "address 1 is wrong" },
	{ "sent to Hauptstra\xc3\x9f"
	  "e 12",
	    "sent to address 1" },
	{ "2 men on the road", "2 men on the road" },
	{ "there is no way to close 3 accounts",
	    "there is no way to close 3 accounts" },
	/* Words in no list. */
	{ "the zorbling is broken", "the [..] is broken" },
	{ "the zorbling frumious thing is broken", "the [..] thing is broken" },
	{ "user john_smith_1985 is locked", "user number 1 is locked" },
	/* Hostile bytes. */
	{ "Sm\xe2\x80\x8bith called", "Name 1 called" },
	{ "Mr\xc2\xa0Smith\xc2\xa0"
	  "called",
	    "Name 1 called" },
	{ "\xe2\x80\xaeSmith\xe2\x80\xac called", "Name 1 called" },
	{ "\x1b[31mcust\x1b[0m angry", "[number 1 [0m angry" },
	{ "Sm\xff\xfeith called about the bill",
	    "Name 1 called about the bill" },
	{ "call \xef\xbc\x90\xef\xbc\x97\xef\xbc\x97\xef\xbc\x91 now",
	    "call Name 1 now" },
	{ "line one\nline two\r\n\r\nline three",
	    "line one / line two / line three" },
	{ "cust \"angry\", <b>shouted</b> at me",
	    "cust \"angry\", <b>shouted</b> at me" },
};

static struct anonymous *
put(struct anonymous *a, struct bytes text, struct buf *out)
{
	out->n = 0;
	anonymous_learn(a, text);
	anonymous_put(a, text, 700, out);
	return a;
}

static void
test_texts(void)
{
	struct buf out = { NULL, 0, 0 };
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct anonymous *a = anonymous_new(words);

		put(a, bytes_of(texts[i].text), &out);
		IS_TEXT(buf_string(&out), texts[i].want, "text %zu", i);
		anonymous_free(a);
	}
	buf_free(&out);
}

/* The columns of a record, and the same people in several texts. */
static void
test_columns(void)
{
	struct anonymous *a = anonymous_new(words);
	struct buf out = { NULL, 0, 0 };
	size_t c1, c2, agent, will;

	c1 = anonymous_key(a, ANONYMOUS_CUSTOMER, bytes_of("Rosa Blum"));
	c2 = anonymous_key(a, ANONYMOUS_CUSTOMER, bytes_of("C074942"));
	agent = anonymous_key(a, ANONYMOUS_AGENT, bytes_of("Maria Lopez"));
	will = anonymous_key(a, ANONYMOUS_AGENT, bytes_of("Will"));
	IS_INT(anonymous_key(a, ANONYMOUS_CUSTOMER, bytes_of(" rosa blum ")),
	    c1, "a value is the same whatever blanks and case it has");
	anonymous_key(a, ANONYMOUS_NUMBER, bytes_of("+15552470060"));
	put(a, bytes_of("LOPEZ called c074942 on 1-555-247-0060"), &out);
	IS_TEXT(buf_string(&out), "Agent 1 called Customer 1 on number 1",
	    "columns are known in texts");
	put(a, bytes_of("rosa says maria was rude, Will too"), &out);
	IS_TEXT(buf_string(&out),
	    "Customer 2 says Agent 1 was rude, Agent 2 too",
	    "by any of their words");
	put(a, bytes_of("we will call 5552470060 or 5552470061"), &out);
	IS_TEXT(buf_string(&out), "we will call number 1 or number 2",
	    "a usual word is one, and the same number is the same");
	out.n = 0;
	anonymous_stand_in(a, c1, &out);
	anonymous_stand_in(a, c2, &out);
	anonymous_stand_in(a, agent, &out);
	anonymous_stand_in(a, will, &out);
	IS_TEXT(buf_string(&out), "Customer 2Customer 1Agent 1Agent 2",
	    "and so they are called themselves");
	anonymous_free(a);
	buf_free(&out);
}

/* A stand-in is nobody's own number. */
static void
test_taken(void)
{
	struct anonymous *a = anonymous_new(words);
	struct buf out = { NULL, 0, 0 };
	size_t five;

	anonymous_key(a, ANONYMOUS_AGENT, bytes_of("1"));
	anonymous_key(a, ANONYMOUS_AGENT, bytes_of("2"));
	five = anonymous_key(a, ANONYMOUS_AGENT, bytes_of("5"));
	anonymous_stand_in(a, five, &out);
	IS_TEXT(buf_string(&out), "Agent 3", "agent 5 is not called Agent 1");
	out.n = 0;
	anonymous_stand_in(
	    a, anonymous_key(a, ANONYMOUS_CUSTOMER, bytes_of("")), &out);
	anonymous_stand_in(
	    a, anonymous_key(a, ANONYMOUS_CUSTOMER, bytes_of("")), &out);
	IS_TEXT(buf_string(&out), "Customer 3Customer 4",
	    "nobody is somebody else each time");
	anonymous_free(a);
	buf_free(&out);
}

/* Two with one first name are two, and who shares it is nobody known. */
static void
test_shared(void)
{
	struct anonymous *a = anonymous_new(words);
	struct buf out = { NULL, 0, 0 };

	anonymous_key(a, ANONYMOUS_AGENT, bytes_of("Maria Lopez"));
	anonymous_key(a, ANONYMOUS_AGENT, bytes_of("Maria Kowalska"));
	put(a, bytes_of("Kowalska asked Lopez, Maria called"), &out);
	IS_TEXT(buf_string(&out), "Agent 1 asked Agent 2, Name 1 called",
	    "a name of two is neither's");
	put(a, bytes_of("John Smith called, then John Brown"), &out);
	IS_TEXT(buf_string(&out), "Name 2 called, then Name 3",
	    "the last name tells them apart");
	anonymous_free(a);
	buf_free(&out);
}

static void
test_limits(void)
{
	struct anonymous *a = anonymous_new(words);
	struct buf out = { NULL, 0, 0 }, text = { NULL, 0, 0 };
	struct bytes b = { "cust\0angry 0771", 15 };
	int i;

	IS_INT(anonymous_put(a, bytes_of(""), 100, &out), 0, "empty");
	IS_INT(anonymous_put(a,
		   bytes_of("Kunde war sehr unzufrieden und wollte den "
			    "Vorgesetzten sprechen"),
		   100, &out),
	    0, "a text that is not understood is left out");
	IS_INT(out.n, 0, "and nothing of it is written");
	IS_INT(anonymous_put(a, b, 100, &out), 1, "a text with a NUL");
	IS_TEXT(buf_string(&out), "cust angry number 1", "which is a blank");
	for (i = 0; i < 5000; i++)
		buf_add_string(&text, "cust Smith angry 0771 ");
	out.n = 0;
	anonymous_put(a, buf_bytes(&text), 40, &out);
	IS_TEXT(buf_string(&out), "cust Name 1 angry number 1 cust Name 1 ...",
	    "a long text is cut between words");
	for (i = 0; i < 20000; i++)
		buf_add_byte(&text, (char)(rand() & 0xff));
	out.n = 0;
	anonymous_learn(a, buf_bytes(&text));
	anonymous_put(a, buf_bytes(&text), 100000, &out);
	OK(memmem(out.p, out.n, "Smith", 5) == NULL, "any bytes");
	out.n = 0;
	IS_INT(anonymous_put_category(a, bytes_of("eSIM order"), 80, &out), 1,
	    "a category");
	IS_TEXT(buf_string(&out), "eSIM order", "keeps what is in no list");
	out.n = 0;
	anonymous_put_category(a, bytes_of("callback Mr Smith 0771"), 80, &out);
	IS_TEXT(buf_string(&out), "callback Name 1 number 1", "but no name");
	anonymous_free(a);
	anonymous_free(NULL);
	buf_free(&out);
	buf_free(&text);
}

int
main(void)
{
	words = words_open(NULL);
	test_texts();
	test_columns();
	test_taken();
	test_shared();
	test_limits();
	words_close(words);
	return tap_done();
}
