/* SPDX-License-Identifier: ISC */

/*
 * Notes as agents type them between two calls: a sentence of the kind that
 * the call was, filled from lists; what it is about and what came of it
 * from the row of its reason; then, where it is so, that the customer has
 * called before and what was promised.
 *
 * In a fragment %x is replaced by one of the list x, and goes on being
 * expanded: see lists and values below. No fragment holds a comma or a
 * double quote by itself, so that their share is decided in one place.
 */

#include <string.h>

#include "sample-notes.h"
#include "sample-random.h"

enum {
	COMMA_PERMILLE = 172,  /* of notes use commas */
	QUOTE_PERMILLE = 24,   /* quote the customer */
	BREAK_PERMILLE = 7,    /* run over two lines, if long enough */
	REPEAT_PERMILLE = 450, /* of repeated contacts say so */
	DAY = 86400,
	FRAGMENTS = 6
};

/* By reason, in the centre's order: what for, what was done, why not. */
static const struct reason_words {
	const char *topic[FRAGMENTS];
	const char *deed[FRAGMENTS];
	const char *stuck[FRAGMENTS];
	const char *tricky[FRAGMENTS];
} reason_words[] = {
	{
	    /* invoice */
	    { "%o invoice %n", "%o last bill", "%o bill for %M",
		"why bill is %m this month", "copy of invoice %n" },
	    { "explained pro rata part", "sent copy by email",
		"went thru it line by line", "corrected and re-issued",
		"split by month as asked" },
	    { "needs check by back office", "two lines do not add up",
		"invoice locked in system", "waiting for finance" },
	    { "thought bill was a final demand - it was the copy",
		"disputed line turned out to be own order",
		"claim form for vat sent", "reminder crossed w/ payment" },
	},
	{
	    /* payment */
	    { "%o payment of %m", "%o direct debit", "card declined",
		"%o payment plan", "paid twice by mistake" },
	    { "payment found and booked", "new bank details in",
		"plan set up over 3 months", "paid by card on the line",
		"2nd payment goes back %d" },
	    { "payment not visible yet", "bank ref missing",
		"system wont take new details", "trace opened w/ bank" },
	    { "deadline %d - paid in time",
		"card killed by bank and new "
		"one in place",
		"debt letter was for old tenant",
		"failed payment ran on 2nd try" },
	},
	{
	    /* late fee */
	    { "%o late fee", "%o reminder fee of %m", "late fee on bill %n",
		"%o charge for %M" },
	    { "late fee waived once", "fee explained and accepted",
		"fee taken off next bill", "moved due date to the 15th" },
	    { "fee can only be waived by lead", "already waived twice",
		"letter date unclear", "needs finance ok" },
	    { "late fee was fair he says - paid", "late fee q only",
		"penalty clause explained",
		"fee wrongly feared - none charged" },
	},
	{
	    /* refund */
	    { "%o refund of %m", "refund not there", "%o credit note",
		"%o money back for order %n", "wants refund status" },
	    { "refund released - 3 to 5 days", "credit note sent",
		"refund was booked %d", "paid out to other card" },
	    { "refund stuck at approval", "return not scanned yet",
		"bank sent it back", "2nd request to finance" },
	    { "refund for cancelled dup order",
		"kill the old request "
		"and keep the new one",
		"not a complaint - status only",
		"refund refused by bank - other acct given" },
	},
	{
	    /* tariff */
	    { "%o tariff", "%o cheaper plan", "what plan L includes",
		"%o new prices from %M", "compare plan S and M" },
	    { "moved to plan M from 1st", "stays on old plan",
		"sent overview by mail", "gave loyalty discount" },
	    { "discount not in system", "plan not on offer at address",
		"needs ok from sales" },
	    { "threatened price rise does not apply here",
		"cut-off date for old plan is %d",
		"left competitor and joined us" },
	},
	{
	    /* outage */
	    { "no internet since %h", "line down since %d", "no signal",
		"%o outage in area", "router red light" },
	    { "area fault - back at %h", "line reset and up again",
		"known fault - sms when fixed", "power plug was out" },
	    { "no eta from network team", "tech visit needed",
		"down for 2nd time this week", "ticket %n still open" },
	    { "outage over b4 call was picked up",
		"dead line was the neighbours cable",
		"emergency no works - checked" },
	},
	{
	    /* setup */
	    { "%o setup of new router", "%o moving house", "wifi setup",
		"activation of line %n", "help w/ app install" },
	    { "walked thru setup", "line active now", "channel changed",
		"sent guide w/ pictures", "app linked to acct" },
	    { "activation hangs at step 3", "socket not found",
		"order %n has wrong address", "needs engineer" },
	    { "killed old session then it ran",
		"blew a fuse at home - "
		"nothing to do w/ us",
		"fight w/ the cable lost he says "
		"and laughs" },
	},
	{
	    /* slow connection */
	    { "slow wifi", "%o speed since %d", "drops every evening",
		"video calls freeze", "only gets half of speed" },
	    { "moved to other channel", "firmware done", "5 GHz on",
		"line test fine - own pc was slow", "profile raised" },
	    { "line test bad - ticket %n", "neighbourhood overloaded",
		"needs engineer visit", "test again tmrw eve" },
	    { "terrible speed was the sons download",
		"attack warning was antivirus demo",
		"dying battery in repeater - swapped" },
	},
	{
	    /* login */
	    { "cant log in", "%o acct locked", "%o 2 step code",
		"new phone so no code", "app says wrong user" },
	    { "reset link sent and works", "unlocked", "code by mail now",
		"had caps lock on", "new device added" },
	    { "mail never arrives", "identity check failed",
		"duplicate accts to be merged" },
	    { "lockout was own kids - no abuse",
		"fraud alert was own "
		"login from abroad",
		"hit wrong button 5x" },
	},
	{
	    /* faulty device */
	    { "device dead", "router keeps rebooting", "screen cracked",
		"%o faulty box %n", "remote not working" },
	    { "swap sent - arrives %d", "reset fixed it",
		"label for return mailed", "shop swap arranged" },
	    { "out of warranty - lead to decide", "no stock until %d",
		"serial no not found", "2nd unit faulty too" },
	    { "dead on arrival - swap agreed and fine",
		"damage claim goes to insurance - cust knows",
		"fire alarm noise was low battery" },
	},
	{
	    /* delivery status */
	    { "where is order %n", "%o delivery", "parcel not there",
		"tracking stuck since %d", "%o delivery slot" },
	    { "arrives %d", "at neighbours", "new slot %d",
		"left at pickup shop", "tracking link sent" },
	    { "carrier has no scan", "lost in depot - search opened",
		"address label damaged", "carrier says %d maybe" },
	    { "lost parcel found at neighbours",
		"missed delivery was on holiday - own fault he says",
		"cancel as duplicate - 1 of 2 orders stays" },
	},
	{
	    /* new order */
	    { "wants to order %n", "%o offer in mail", "2nd sim for kid",
		"order by phone", "%o stock of item %n" },
	    { "order placed", "basket sent by link", "sim goes out %d",
		"gave code for 10 pct off", "reserved until %d" },
	    { "item not in stock", "credit check pending",
		"price in app differs" },
	    { "deadline for offer is %d", "no hurry no pressure",
		"bomb deal he said - ordered two" },
	},
	{
	    /* return */
	    { "%o return of order %n", "return label", "wrong size",
		"how to send back", "return past 14 days" },
	    { "label mailed", "pickup on %d", "return period extended",
		"drop at any shop", "exchange for size up" },
	    { "outside return window", "label printer error",
		"return %n not registered" },
	    { "hated the colour only", "returns killer heels as too high",
		"cancel and reorder in blue" },
	},
	{
	    /* wrong item */
	    { "got wrong item", "order %n incomplete", "1 of 3 missing",
		"box for somebody else", "%o mixed up parcel" },
	    { "right item sent express", "keeps it for half price",
		"pickup + resend", "missing part in post" },
	    { "warehouse has to check", "none left in stock",
		"photo requested" },
	    { "not angry - kept both and paid", "wrong item but liked it",
		"claim closed by cust as found in box" },
	},
	{
	    /* order change */
	    { "change of order %n", "other address for order %n",
		"add item to order", "%o payment method of order" },
	    { "changed", "address updated b4 dispatch", "item added",
		"stopped and re-entered" },
	    { "already packed", "courier has it", "system locks order" },
	    { "cancel as duplicate", "cancel 1 of 2 - dup click",
		"stop order %n as bought in shop" },
	},
	{
	    /* card */
	    { "%o new card", "%o card limit", "card not working abroad",
		"pin by post", "%o card ending %n" },
	    { "limit raised", "new card sent", "pin letter ordered",
		"abroad use on", "card active" },
	    { "card stuck in production", "address check failed",
		"block cant be lifted by us" },
	    { "lost card - blocked and new one sent",
		"stolen bag found "
		"again w/ card in it",
		"lost card turned up in coat",
		"card swallowed by machine - fine" },
	},
	{
	    /* password */
	    { "forgot pw", "pw reset", "%o password", "pin reset",
		"new pw not taken" },
	    { "reset done", "link sent", "set new one together", "works now",
		"pin sent by sms" },
	    { "reset mail bounces", "old no on file", "locked for 24 h" },
	    { "hacked he thought - only caps lock", "panicked but was easy",
		"pw exposed alert was a test" },
	},
	{
	    /* security alert */
	    { "fraud alert by sms", "%o unknown charge of %m",
		"%o suspicious mail", "alert on acct" },
	    { "charge was own subscription", "card swapped to be safe",
		"alert explained", "mail was genuine" },
	    { "fraud team has to check", "charge %m disputed",
		"police report no awaited" },
	    { "fraud alert was own purchase",
		"phishing not clicked - "
		"good",
		"stolen data warning was old news",
		"attack blocked by bank - no loss" },
	},
	{
	    /* change of details */
	    { "new address", "change of name", "new mail address",
		"%o contact data", "new phone no" },
	    { "updated", "changed in all systems", "doc received and in",
		"letter of confirmation sent" },
	    { "proof of address missing", "name change needs form",
		"system shows old data" },
	    { "death in family - acct to widow - calm and clear",
		"divorce so two accts now", "ex moved out - fine w/ it" },
	},
	{
	    /* contract */
	    { "%o contract end", "%o renewal", "%o contract %n",
		"notice period q", "upgrade at renewal" },
	    { "renewed 12 months", "end date confirmed",
		"copy of contract mailed", "upgrade booked" },
	    { "date in system differs from letter",
		"special terms to be checked", "needs sales ok" },
	    { "deadline %d noted", "no cancel - wanted date only",
		"legal dept of cust needs copy - routine" },
	},
	{
	    /* complaint */
	    { "complaint %n", "%o how last call went", "%o engineer visit",
		"%o letter of %d", "%o shop in town" },
	    { "apologised + credit %m", "logged and answered",
		"settled w/ voucher", "explained and accepted" },
	    { "case goes to quality team", "wants written answer",
		"two versions of what was said", "no decision yet" },
	    { "complaint withdrawn - mixup", "says no complaint really",
		"furious review was for other firm" },
	},
	{
	    /* cancellation */
	    { "wants to cancel", "%o cancellation of %n",
		"cancel at end of term", "%o notice sent %d" },
	    { "cancellation confirmed for month end", "stays w/ new plan",
		"notice booked", "offer accepted - stays" },
	    { "notice not found", "term runs until next year",
		"retention to call" },
	    { "moves abroad - cancel is fine", "cancel as duplicate acct",
		"leaves on good terms", "quit the trial only" },
	},
	{
	    /* claim */
	    { "claim %n", "%o damage claim", "%o claim for lost parcel",
		"%o insurance claim", "claim of %m" },
	    { "claim paid", "form sent", "photos received",
		"claim approved %m" },
	    { "assessor not assigned", "papers incomplete",
		"claim %n in review since %d" },
	    { "claim form only", "claim settled and cust fine",
		"crash photos uploaded - all ok", "insurance claim ref given" },
	},
	{
	    /* broken promise */
	    { "no call back came", "promised call back missed",
		"was told %d - nothing", "%o engineer no show" },
	    { "did it myself on the line", "new date fixed for %d",
		"apologised + credit", "found it in other ticket" },
	    { "still w/ back office", "nobody owns ticket %n",
		"no note of earlier promise" },
	    { "missed call was ours - no hard feelings",
		"engineer was at wrong door - back %d" },
	},
	{
	    /* praise */
	    { "praise for shop", "wants to say thx", "good word for tech",
		"happy w/ engineer" },
	    { "passed on", "noted for team", "put in kudos list" },
	    { "wants name of engineer", "asked where to write" },
	    { "insanely good he said", "killer service quote of the day",
		"to die for he said abt the cake voucher" },
	},
};

static const char *const stories[STORIES][20] = {
	[STORY_CALM] = {
		"%T%s%D%s%e", "%c %v %T%s%D", "%T%s%D", "%T - %D%s%e",
		"%c %v %T%s%D%s%e", "%D%s%c %v %T", "short one: %T%s%D",
		"id check ok%s%T%s%D", "verified%s%T%s%D%s%e",
		"q: %T%sa: %D", "%T%s%b%s%D", "%c %v %T%s%b%s%D%s%e",
		"nice chat%s%T%s%D", "%T. %D. %e", "ref %n%s%T%s%D",
	},
	[STORY_TRICKY] = {
		"%c %v %T%s%K", "%K%s%e", "%T%s%K%s%k", "%K%s%k", "%T%s%k",
		"%K%s%D", "%T%s%K%s%e", "%c %v %T%s%k%s%D", "%k%s%T%s%D",
		"%T%s%D%sno further issues", "ref %n%s%K%s%k",
	},
	[STORY_THANKS] = {
		"%T%s%D%s%t", "%t%s%T%s%D", "%c %v %T%s%D%s%t",
		"%D%s%t", "%T - %D%s%t%s%e", "nice one: %T%s%D%s%t",
	},
	[STORY_OPEN] = {
		"%T%s%X%sref %n", "%c %v %T%s%X", "%T%s%X", "%X%s%T%s%w",
		"%T%s%X%s%w", "%c %v %T%s%X%s%w", "%b%s%X%sref %n",
		"open: %T%s%X", "pending%s%T%s%X", "%T%s%b%s%X",
	},
	[STORY_HANDED_ON] = {
		"%T%s%x", "%c %v %T%s%x", "%x%s%T", "%T%snot ours%s%x",
		"%T%s%b%s%x", "%T%s%x%sgave ref %n",
	},
	[STORY_UPSET] = {
		"%c %u%s%T%s%R", "%T%s%u%s%R", "%c %v %T%s%u%s%R",
		"%u%s%T%s%R", "%T%s%R%s%u", "%c %u%s%R",
		"%T%s%u%s%l%s%R", "%l%s%T%s%R",
	},
	[STORY_ANGRY] = {
		"%c %a%s%T%s%R", "%T%s%c %a%s%R", "%a%s%T%s%R",
		"%c %a and %A%s%T%s%R", "%T%s%a%s%A", "%c %v %T%s%a%s%R",
		"%A%s%T%s%R", "%T%s%A%s%l%s%R",
	},
	[STORY_MANAGER] = {
		"%c %a%s%g%s%T", "%T%s%g%s%R", "%g%s%T%s%R", "%c %u%s%g",
		"%T%s%R%s%g", "%c %v %T%s%g%s%R", "%g twice%s%T%s%R",
		"%T%s%a%s%g",
	},
	[STORY_CHURN] = {
		"%C%s%T%s%R", "%T%s%R%s%C", "%c %u%s%C", "%c %a%s%C%s%T",
		"%T%s%C%s%R", "%c %v %T%s%C", "%C%s%T%s%l",
	},
	[STORY_SWEARING] = {
		"%S%s%T%s%R", "%T%s%S%s%l%s%R", "%c %a%s%S%s%T",
		"%c %v %T%s%S%s%R", "%T%s%S", "%S%s%T%s%l",
	},
	[STORY_ABUSE] = {
		"%B%s%T%s%R", "%T%s%B%s%l", "%c %a%s%B%s%E", "%B%s%E%s%T",
		"%c %v %T%s%B%s%R", "%T%s%S%s%B%s%E",
	},
	[STORY_LEGAL] = {
		"%L%s%T%s%R", "%T%s%R%s%L", "%c %a%s%L%s%T", "%c %v %T%s%L",
		"%T%s%L%s%R", "%c %u%s%L%s%R",
	},
	[STORY_THREAT] = {
		"%H%s%T%s%E", "%T%s%R%s%H%s%E", "%c %a%s%H%s%E",
		"%c %v %T%s%H", "%H%s%E",
	},
	[STORY_DISTRESS] = {
		"%z%s%Z", "%T%s%z%s%Z", "%c %v %T%s%z%s%Z",
	},
	[STORY_VOICEMAIL] = {
		"vm: hello %T - pls call me back", "vm: its %T%scall me after "
		"%h pls", "vm: %T%snobody there%swill try again %d",
		"vm: %T%sref is %n", "vm: pls ring back%s%T",
	},
	[STORY_REACHED] = {
		"cb done%s%T%s%R", "called back as promised%s%R%s%e",
		"cb re %n%s%R", "reached %c%s%T%s%R",
		"fu call%s%T%s%R%s%e", "cb%s%c glad we rang%s%R",
	},
	[STORY_MESSAGE] = {
		"left vm re %n", "left msg%sasked to call us", "vm left",
		"got machine%sleft short msg", "cb at %h%svm left",
		"left msg w/ ref %n", "mailbox%ssaid we try again",
	},
	[STORY_NO_REPLY] = {
		"no reply", "cb: no answer%swill retry", "line busy",
		"mailbox full", "cb tried at %h%sno reply",
		"rang out%stry again later", "no not in service",
	},
};

/* One list by letter; the small words are random choices only. */
static const char *const lists['z' + 1][24] = {
	['c'] = { "cust", "cust", "cust", "cx", "cx", "caller", "customer",
	    "ct", "clr", "client", "he", "she" },
	['v'] = { "called:", "rang:", "asks:", "asking:", "wanted help:",
	    "on the line:", "reports:", "had q:", "w/ q:", "rang in -" },
	['o'] = { "abt", "re", "q abt", "q re", "concerning", "about" },
	['e'] = { "all good", "all ok", "nfa", "no further issues", "done",
	    "closed", "sorted", "ok w/ that", "no fu needed", "fine now",
	    "nothing else needed", "happy w/ answer", "case closed",
	    "solved on 1st call", "cust will check", "clear now" },
	['b'] = { "checked acct", "checked w/ team", "looked at history",
	    "tested together", "read out the note", "data verified",
	    "kept on hold for a bit", "screen shared", "asked colleague",
	    "mail w/ link sent", "looked up %n", "line test run" },
	['k'] = { "not angry", "not upset at all", "no complaint",
	    "no further issues", "just asking", "not urgent",
	    "deadline %d is fine", "no threat to leave - loves us",
	    "laughed abt it", "no hard feelings", "wasnt mad in the least",
	    "said no harm done", "never swore once in 20 yrs w/ us he joked",
	    "no manager needed", "only wanted to warn us", "took it calmly" },
	['t'] = { "said thx", "v grateful", "thanked me twice", "ty for help",
	    "made my day", "v kind caller", "thx for patience", "lovely lady",
	    "said best service in yrs", "will leave 5 stars", "so thankful",
	    "relieved + thankful", "praised team", "very friendly",
	    "really appreciated the help", "wished me a nice day" },
	['w'] = { "ticket %n", "chase %d", "back office informed",
	    "waits for "
	    "mail",
	    "to be checked %d", "fu needed", "told cust it takes time",
	    "escalated to 2nd line", "will call again", "cust ok to wait",
	    "owner: 2nd line", "reopened %n" },
	['x'] = { "xfer to other dept", "put thru to colleague",
	    "warm transfer done", "passed to right team",
	    "transferred w/ summary", "handed over", "xferred after hold",
	    "moved to specialist", "wrong queue so transferred" },
	['u'] = { "a bit annoyed", "not happy", "frustrated", "disappointed",
	    "fed up w/ waiting", "irritated at first", "impatient",
	    "unhappy w/ wait", "sighed a lot", "had hoped for more",
	    "not pleased w/ us", "tired of explaining it",
	    "short w/ me but polite", "grumbled abt hold music",
	    "upset but fair" },
	['l'] = { "let him talk", "apologised", "calmed down after a while",
	    "said sorry for wait", "explained twice", "stayed calm",
	    "tone got better", "took a while", "hard to get a word in",
	    "promised to follow up", "ended politely", "long call" },
	['a'] = { "angry", "very angry", "furious", "irate", "shouting",
	    "v loud from the start", "raging abt wait", "livid",
	    "extremely rude", "aggressive tone", "mad as hell", "yelled at me",
	    "screamed down the line", "hostile from 1st word" },
	['A'] = { "wouldnt let me speak", "hung up on me", "slammed the phone",
	    "said we are all liars", "called it a disgrace",
	    "says worst company ever", "said we are a joke",
	    "accused us of cheating", "wouldnt stop yelling",
	    "said nobody here can do their job", "demands money back now",
	    "says we steal from him" },
	['g'] = { "asked for supv", "wants mgr", "demanded manager",
	    "wants to speak to my boss", "insists on supervisor call",
	    "asked for team lead", "wont talk to me - mgr only",
	    "wants somebody senior", "asked for head of dept",
	    "mgr callback wanted" },
	['C'] = { "wants to leave us", "will switch provider",
	    "says going to competitor", "will cancel everything",
	    "threatens to cancel", "has offer from other firm",
	    "done w/ us after 10 yrs", "closing acct if not fixed by %d",
	    "will take business elsewhere", "last chance he says",
	    "wants out of contract" },
	['S'] = { "swore at me", "used f-word several times",
	    "effing and blinding", "swearing all the way thru",
	    "lots of bad language", "said its b***s***",
	    "called our service sh*t", "cursed non stop", "foul language",
	    "swore but not at me", "damn this and damn that" },
	['B'] = { "called me an idiot", "called me useless and stupid",
	    "insulted me", "personal insults", "mocked my accent",
	    "called me a moron", "verbally abusive",
	    "said im too dumb for "
	    "this job",
	    "abused me for 5 min", "called me names",
	    "told me to get a proper job and shut up" },
	['E'] = { "warned then ended call", "ended call per policy",
	    "told lead", "reported to supv", "asked for help in chat",
	    "needed a minute after", "incident logged", "gave 2 warnings" },
	['L'] = { "says lawyer will write", "will sue", "threatens to sue us",
	    "going to ombudsman", "legal action if not fixed by %d",
	    "see you in court he said", "solicitor already informed",
	    "will report us to regulator", "small claims court mentioned",
	    "wants it in writing for lawyer" },
	['H'] = { "said he knows where our office is and will come by",
	    "said he will wait for me after work",
	    "said somebody will get "
	    "hurt if this goes on",
	    "said i should watch my back",
	    "said we will all be sorry when he turns up",
	    "said he will find out where i live",
	    "said we should check under our cars" },
	['z'] = { "cried and said she cant go on",
	    "said there is no point "
	    "living any more",
	    "v low - says he wont be here next week",
	    "broke down - said he wants it all to end",
	    "said nobody would miss her" },
	['Z'] = { "stayed on line + told lead",
	    "gave helpline no - lead "
	    "took over",
	    "lead informed at once",
	    "welfare check asked for - "
	    "lead has it" },
};

/* What customers say word for word, in calm calls and in hard ones. */
static const char *const calm_quotes[] = {
	"thx you saved my day",
	"that was quick",
	"no rush at all",
	"should have asked sooner",
	"you are a star",
	"all clear now",
	"my fault entirely",
	"see you at renewal",
	"ok then",
	"not a biggie",
};

static const char *const hard_quotes[] = {
	"do your job",
	"this is a joke",
	"i pay you people",
	"put your boss on",
	"last time i call",
	"you are all the same",
	"never again",
	"are you even listening",
	"i have had enough",
	"what a shambles",
};

static const char *const promise_words[] = {
	"cb promised %P",
	"promised cb %P",
	"will call back %P",
	"cb %P",
	"told cust we ring %P",
	"call back agreed %P",
	"i call back %P",
};

static const char *const repeat_words[] = {
	"%N call re this",
	"%N contact",
	"%N time calling",
	"rang b4 re same",
	"%N call this week",
	"same issue as last time",
};

static const char *const separators[] = {
	". ",
	" - ",
	". ",
	" / ",
	". ",
	" + ",
	".. ",
	". ",
};

static const char *const weekdays[] = {
	"Mon",
	"Tue",
	"Wed",
	"Thu",
	"Fri",
	"Sat",
	"Sun",
};

static const char *const months[] = {
	"jan",
	"feb",
	"march",
	"april",
	"may",
	"june",
	"july",
	"aug",
	"sept",
	"oct",
	"nov",
	"dec",
};

#define PICK(d, a) \
	((a)[rng_below(&(d)->rng, (int)(sizeof(a) / sizeof((a)[0])))])

/* A note in the making. */
struct draft {
	const struct note_facts *facts;
	struct rng rng;
	char *p, *end;
	int commas; /* 1: clauses are joined by commas */
	int broken; /* 1: the next joint is a line break */
};

static void expand(struct draft *, const char *);

static void
add(struct draft *d, const char *p, size_t n)
{
	if (n > (size_t)(d->end - d->p))
		n = (size_t)(d->end - d->p);
	memcpy(d->p, p, n);
	d->p += n;
}

static void
add_number(struct draft *d, int value, int width)
{
	char digits[12];
	int i = (int)sizeof(digits);

	do {
		digits[--i] = (char)('0' + value % 10);
		value /= 10;
	} while (value > 0 || (int)sizeof(digits) - i < width);
	add(d, digits + i, sizeof(digits) - (size_t)i);
}

static void
add_clock(struct draft *d, int seconds)
{
	add_number(d, seconds / 3600, 2);
	add(d, ":", 1);
	add_number(d, seconds / 60 % 60, 2);
}

/* One of a list that ends with NULL or at n. */
static void
add_one(struct draft *d, const char *const *list, int n)
{
	int count;

	for (count = 0; count < n && list[count] != NULL; count++)
		continue;
	if (count > 0)
		expand(d, list[rng_below(&d->rng, count)]);
}

/* Values that are not lists. */

static void
value_reference(struct draft *d)
{
	add_number(d, rng_between(&d->rng, 1001, 98999), 4);
}

static void
value_amount(struct draft *d)
{
	static const char *const cents[] = { "", "", ".90", ".50", ".99" };

	add_number(d, rng_between(&d->rng, 4, 260), 1);
	expand(d, PICK(d, cents));
}

static void
value_weekday(struct draft *d)
{
	add(d, PICK(d, weekdays), 3);
}

static void
value_month(struct draft *d)
{
	expand(d, PICK(d, months));
}

static void
value_hour(struct draft *d)
{
	add_clock(d, 300 * rng_between(&d->rng, 7 * 12, 21 * 12 - 1));
}

/* The promised time as people say it: today, tomorrow or by weekday. */
static void
value_promise(struct draft *d)
{
	int64_t by = d->facts->promised_by;
	int64_t days = by / DAY - d->facts->start / DAY;

	if (days == 0)
		expand(d, rng_chance(&d->rng, 500) ? "today " : "by ");
	else if (days == 1)
		expand(d, rng_chance(&d->rng, 700) ? "tmrw " : "tomorrow ");
	else {
		expand(d, weekdays[(by / DAY + 3) % 7]);
		add(d, " ", 1);
	}
	add_clock(d, (int)(by % DAY));
}

static void
value_ordinal(struct draft *d)
{
	static const char *const ordinals[] = { "1st", "2nd", "3rd", "4th",
		"5th" };
	int n = d->facts->earlier;

	expand(d, n > 4 ? "umpteenth" : ordinals[n]);
}

static void
value_separator(struct draft *d)
{
	if (d->broken) {
		d->broken = 0;
		add(d, "\n", 1);
	} else if (d->commas)
		add(d, ", ", 2);
	else
		expand(d,
		    separators[(d->facts->agent + rng_below(&d->rng, 3)) & 7]);
}

static void
value_topic(struct draft *d)
{
	add_one(d, reason_words[d->facts->reason].topic, FRAGMENTS);
}

static void
value_deed(struct draft *d)
{
	add_one(d, reason_words[d->facts->reason].deed, FRAGMENTS);
}

static void
value_stuck(struct draft *d)
{
	add_one(d, reason_words[d->facts->reason].stuck, FRAGMENTS);
}

static void
value_tricky(struct draft *d)
{
	add_one(d, reason_words[d->facts->reason].tricky, FRAGMENTS);
}

/* What came of it, as the record says. */
static void
value_result(struct draft *d)
{
	if (d->facts->resolved < 0)
		expand(d, "%x");
	else if (d->facts->resolved > 0)
		value_deed(d);
	else
		value_stuck(d);
}

static void (*const values['z' + 1])(struct draft *) = {
	['n'] = value_reference,
	['m'] = value_amount,
	['d'] = value_weekday,
	['M'] = value_month,
	['h'] = value_hour,
	['P'] = value_promise,
	['N'] = value_ordinal,
	['s'] = value_separator,
	['T'] = value_topic,
	['D'] = value_deed,
	['X'] = value_stuck,
	['K'] = value_tricky,
	['R'] = value_result,
};

static void
expand(struct draft *d, const char *fragment)
{
	const char *p = fragment, *mark;
	unsigned char code;

	while ((mark = strchr(p, '%')) != NULL) {
		add(d, p, (size_t)(mark - p));
		code = (unsigned char)mark[1];
		if (values[code] != NULL)
			values[code](d);
		else
			add_one(d, lists[code], 24);
		p = mark + 2;
	}
	add(d, p, strlen(p));
}

static int
is_hard(enum story story)
{
	return story >= STORY_UPSET && story <= STORY_LEGAL;
}

/* What the record says beside the call's mood. */
static void
add_circumstances(struct draft *d)
{
	const struct note_facts *f = d->facts;

	if (f->earlier > 0 && f->story < STORY_REACHED &&
	    rng_chance(&d->rng, REPEAT_PERMILLE)) {
		value_separator(d);
		expand(d, PICK(d, repeat_words));
	}
	if (f->promised_by >= 0 && f->story != STORY_VOICEMAIL) {
		value_separator(d);
		expand(d, PICK(d, promise_words));
	}
	if (f->story <= STORY_LEGAL && rng_chance(&d->rng, QUOTE_PERMILLE)) {
		value_separator(d);
		add(d, "\"", 1);
		expand(d,
		    is_hard(f->story) ? PICK(d, hard_quotes)
				      : PICK(d, calm_quotes));
		add(d, "\"", 1);
	}
}

/* Each agent has a habit: a capital first, a full stop last, or neither. */
static char *
apply_habit(const struct draft *d, char *buf)
{
	char *end = d->p;
	int agent = d->facts->agent < 0 ? 0 : d->facts->agent;

	if (agent % 3 == 0 && buf[0] >= 'a' && buf[0] <= 'z')
		buf[0] = (char)(buf[0] - 'a' + 'A');
	if (agent % 5 == 2 && end < d->end)
		*end++ = '.';
	return end;
}

size_t
note_write(char *buf, const struct note_facts *facts)
{
	struct draft d = { .facts = facts, .p = buf, .end = buf + NOTE_MAX };

	if (facts->story == STORY_NONE || facts->reason < 0)
		return 0;
	rng_seed(&d.rng, facts->seed);
	d.commas = rng_chance(&d.rng, COMMA_PERMILLE);
	d.broken = rng_chance(&d.rng, BREAK_PERMILLE);
	add_one(&d, stories[facts->story], 20);
	add_circumstances(&d);
	return (size_t)(apply_habit(&d, buf) - buf);
}
