/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "care/namelist.h"

/* Each list in one text, so that a name is added where it belongs. */
static const struct {
	unsigned kind;
	const char *words;
} lists[] = {
	{ NAME_SURE,
	    "aaron abdul abdullah abigail abu adam adams adele adeyemi adrian "
	    "agnes ahmad ahmed aidan aisha akash alan albert alberto alejandro "
	    "alessandro alex alexander alexandra alexis alfred ali alice "
	    "alicia alina alison allan allison alvarez amanda amelia amir "
	    "amit amy ana anders anderson andrea andreas andrei andrew andy "
	    "angela angelina anil anita anja anjali ann anna anne anneke annie "
	    "anthony antoine anton antonio anya aoife arjun armstrong arnold "
	    "arthur asha ashley astrid atkinson audrey ayesha bailey barbara "
	    "barnes barry bartosz beatrice becky bella ben benjamin bennett "
	    "bernard bernd bernie beth betty bev bianca birgit bjorn blair "
	    "boateng bobby boris brad bradley brandon brenda brendan brian "
	    "bridget britta bruce bruno bryan byrne caitlin callum calvin "
	    "cameron camille campbell carla carlos carmen carol caroline "
	    "carolyn carrie carsten catherine cathy cecilia chang charles "
	    "charlie charlotte chavez chen chloe chris christian christina "
	    "christine christoph christopher ciara cindy claire clara clarke "
	    "claudia clive colin colleen collins colm connor conor cooper "
	    "craig crystal curtis cynthia daniel daniela danielle danny daphne "
	    "darren dave david davies davis dawson debbie deborah declan "
	    "deepak "
	    "deirdre denise dennis derek devi diana diane diaz diego dieter "
	    "dimitri dmitri dominic donald donna doreen doris dorothy doug "
	    "douglas duncan dylan eddie edith eduardo edward edwards eileen "
	    "elaine eleanor elena eli elias elizabeth ella ellen ellie elliot "
	    "elsa emily emma enrique eric erica erik erin ernest esther ethan "
	    "eugene eva evans evelyn fabian faisal farah farid fatima faye "
	    "felicity felipe felix femi fernandez fernando fiona florence "
	    "frances francesca francis francisco franz fred freddie frederick "
	    "gabriel gail gareth garcia gary gavin gemma geoff geoffrey george "
	    "georgia gerald gerard gillian gina giovanni giulia giuseppe "
	    "gloria gonzalez gordon graham grainne greg gregory gretchen "
	    "griffin griffith griffiths guillermo gupta gustav gwen hamish "
	    "hamza hannah hans harold harriet harris harrison harry hartley "
	    "hassan hazel hector heidi heike helen helena helga henderson "
	    "henning henry hernandez hilary hiroshi hoffman hoffmann howard "
	    "hughes hugo hussein ian ibrahim ida igor imran ines inga ingrid "
	    "irene isaac isabel isabella isabelle ivan jackie jackson jacob "
	    "jacqueline jacques jagger jaime jake jakob jakub james jamie jan "
	    "jana jane janet janice jason javier jean jeff jeffrey jenkins "
	    "jennifer jenny jens jeremy jerome jerry jess jesse jessica jill "
	    "jim jimenez jimmy joan joanna joanne joao joe joel johan johann "
	    "johanna john johnny johnson johnston jonas jonathan jones jordan "
	    "jorge jose josef joseph josephine josh joshua joyce juan juanita "
	    "judith judy julia julian julie juliet juliette jurgen justin kai "
	    "kamal karen karim karin karl karla kate katharina katherine "
	    "kathleen kathryn kathy katie katja katrin katrina keith kelly ken "
	    "kennedy kenneth kerry kev kevin khalid khan kieran kiran klaus "
	    "kofi kowalski kumar kurt kwame kyle lakshmi larry lars laszlo "
	    "laura lauren laurence laurie lawrence leah leanne lena leo leon "
	    "leonard leroy leslie lewis liam lin linda lindsay lindsey lionel "
	    "lisa liz lloyd logan lopez lorenzo lorna lorraine louis louise "
	    "luca lucas lucia lucy luigi luis lukas luke lydia lynn maciej "
	    "madeleine malcolm mandy manuel marcel marco marcus marek margaret "
	    "maria mariana marianne marie marina mario marion marisol markus "
	    "marta martha martin martina martinez marvin mary mathew matt "
	    "matteo matthew matthias maureen maurice max maxine mcdonald "
	    "mehmet "
	    "meera megan melanie melissa mendoza mercedes meyer michael "
	    "michaela michal michel michele michelle mick miguel mikael mike "
	    "mikhail miller miranda miriam mitchell mo moe mohamed mohammad "
	    "mohammed moira moises monica monika moreau morgan moritz morris "
	    "muhammad muller murphy murray mustafa nadia nadine nancy naomi "
	    "natalia natalie natasha nathan nathaniel neil nelson neville "
	    "nguyen "
	    "niall niamh nicholas nicholson nick nicola nicolas nicole nigel "
	    "nikolai nina noah noel noor nora noreen norma norman nuno "
	    "okafor okeke olaf oleg olga oliver olivia olivier olu omar orla "
	    "ortiz oscar osei otto owen oyelaran pablo padraig pamela paolo "
	    "parvati patel patricia patrick patterson paul paula pauline pavel "
	    "pedro peggy pereira perez peter petra phil philip philippa "
	    "phillip phoebe phyllis pierre piotr polly priya rachel rafael "
	    "rahul raj rajesh ralph ramesh ramirez ramon ramsay raquel rashid "
	    "raul ravi raymond rebecca reginald renata rene rhys ricardo "
	    "richard richardson rick ricky rita rob robert roberto roberts "
	    "robertson robin robinson rodney rodriguez roger rogers rohan "
	    "roland "
	    "roman ron ronald ronan ronnie rory rosa rosalind rosemary rosie "
	    "ross rossi roxanne roy rudolf rudy rupert russell ruth ryan saad "
	    "sabine sabrina sally salvador sam samantha samir samuel sanchez "
	    "sandra sanjay santiago santos sara sarah sasha saul schmidt "
	    "schneider schulz scott sean sebastian serena sergei sergio seth "
	    "sethi shane shannon sharma sharon shaun shawn sheila shelley "
	    "sherry shirley silva silvia simon simone simpson singh siobhan "
	    "smith sofia sonia sophia sophie spencer stacey stan stanley "
	    "stefan "
	    "stefania stella stephan stephanie stephen stevens stevenson "
	    "stewart stuart suarez susan susanna susanne suzanne svetlana "
	    "sven sylvia tamara tanya tariq tatiana ted teresa terry tessa "
	    "thalia theo theodore theresa thomas thompson thomson tiffany tim "
	    "timothy tina tobias tom tomas tommy tony torres tracey tracy "
	    "travis trevor tsai ulrich ulrike ursula valentina valerie vanessa "
	    "vasquez vera vernon veronica vicky victoria vijay vikram vincent "
	    "virginia vivian vladimir walter wanda warren wayne weber wendy "
	    "werner wilfred wilhelm william williams williamson willis wilson "
	    "winston wolfgang wong xavier xiao yan yasmin yolanda yuki yusuf "
	    "yvette yvonne zachary zainab zara zhang zhou zoe" },
	{ NAME_SURE, /* that the lists of words know, too */
	    "aldous cath leonie lindqvist lou oakes oluwaseun potts preston "
	    "reyes shanice sipho sunil tomasz wally berlin cebu crewe dallas "
	    "doha lisbon ohio pune quayle reno" },
	{ NAME_MAYBE, "cal dana del dick ola" },
	{ NAME_SURE, /* places that the lists of words know */
	    "africa atlantic birmingham boston bristol cannes cork crete "
	    "dublin glasgow hampton leeds liverpool london manchester manila "
	    "palma paris pennsylvania scunthorpe sydney tampa toronto vegas "
	    "worthing york" },
	{ NAME_MAYBE,
	    "abbott alma amber angel apted archer ash ashton austin "
	    "baker banks barber barker bates bea bee bell berry bishop bond "
	    "bonnie bowman boyd brady brooks brown browning bryant bull burke "
	    "burns bush butler buck carey carter chan chandler chase cher "
	    "chester chuck church clay cliff cole cook craft crane cruz dale "
	    "dan daisy dane dawn dean dell destiny dickens dixie dolly "
	    "dot drew drake dudley duke dustin eden elm ernie eve faith "
	    "farmer faulkner fern fisher flora fleming floyd flynn ford foster "
	    "fowler fox france francois frank franklin fry gardener gardner "
	    "gene gates gilbert ginger glen glover golden goodman grace grant "
	    "gray green greene grey guy hale hamilton harding hardy harper "
	    "hart harvey hawkins hayes heath heather henley herb hicks hill "
	    "hogan holland holly holm holmes hood hooper hopkins horton hunt "
	    "hunter iris ivy jack jade jasmine jay jet jewel jo joy jules "
	    "kane kay kent kerr kidd kim king kingsley kirk knight knox lake "
	    "lamb lance lane lang lara lark lee len leigh lester lily lim "
	    "lowe lucky lynch lyon mack maddox madden marsh marshall mason "
	    "mat matilda maud mavis maxwell mel melody mercy mercer merlin "
	    "miles mills mo molly montgomery moon moore moss myrtle nelly nash "
	    "newman niko noble noyce norris north oak olive opal otis palmer "
	    "parker parsons patience paxton payne pearce pearl peggy "
	    "pena penny pepper perry petal pierce piper pip pope porter potter "
	    "powell powers poppy prince pryce pyke queen quinn ram rao ray "
	    "reed "
	    "reid reese rex rice rivers rob robb robbie rocky rodger roman "
	    "rose rowan ruby rusty sage salmon sanders sandler sandy saunders "
	    "savannah sawyer scarlet sears shah shaw shelby shepherd "
	    "sid sierra silver sims singer skinner skip sloan snow sonny "
	    "south sparks spears spike star steele stephens sterling stern "
	    "steve steven stone storm sue summer summers sutton swan swift "
	    "tate taylor temple terri todd townsend trent trinity trump tucker "
	    "turner tyler underwood vance vaughn vic victor viola violet "
	    "vivien "
	    "wade walker wallace walls walsh ward watson watts weaver webb "
	    "webster "
	    "welch welles wells welsh west wheeler white whitehead wilder "
	    "willow winter winters wood woods woodward wolf wolfe wright wu "
	    "yang zhao" },
	{ NAME_WEAK,
	    "art april barb best bill black bob booth bridges buddy case "
	    "charity "
	    "cash christ cross dash day dee don earl ed field fields gay glass "
	    "gold hall early hand hays hay head hope house iron jon jun june "
	    "kit "
	    "law long lord love major man mark may mike mills mini nan neal "
	    "norm "
	    "page park pat post price pride randy read rich rick rock rush "
	    "short "
	    "sharp small steel stock strong sunny sweet tab temple terrace "
	    "trip turn van vale wait wall waters way wild will young" },
	{ NAME_TITLE,
	    "mr mrs ms miss mister missus mx dr doctor prof professor sir "
	    "madam "
	    "dame herr frau fr mme mlle monsieur madame mademoiselle sr sra "
	    "senor senora signor signora sgt pc cllr rev fam familie named" },
	{ NAME_PERSON,
	    "agent advisor adviser rep representative manager mgr supervisor "
	    "supv sup lead boss colleague collegue cust customer caller client "
	    "husband wife son daughter mother father mum mom dad brother "
	    "sister partner neighbour neighbor landlord tenant nurse cousin "
	    "uncle auntie aunt nephew niece friend engineer driver hi hello "
	    "dear hey regards im i'm called signed thanks contact name "
	    "operator technician tech" },
	{ NAME_BESIDE,
	    "to by with w from w/ for ask asked told tell it's its "
	    "is speak spoke via thank" },
	{ NAME_SMALL,
	    "a an the and or but of on in at to for from by with w as if is "
	    "was were be been are am i he she it they we you his her their my "
	    "our your its him them us me who what when where why how this "
	    "that these those there here not no yes ok okay so too very just "
	    "only again back now then today tomorrow yesterday tonight monday "
	    "tuesday wednesday thursday friday saturday sunday mon tue tues "
	    "wed thu thur thurs fri sat sun after before about abt re w/o "
	    "because cos since until till while than never always still also "
	    "already please pls thanks thank dept department team desk line "
	    "office care service support sales wrong correct spelt spelled "
	    "missing incorrect different known unknown etc" },
	{ NAME_DOES,
	    "called calls calling rang rings ringing phoned phones says said "
	    "say saying states stated stating wants wanted want asks asked ask "
	    "asking told tells tell advised adv advises advise confirmed "
	    "confirms confirm explained explains complained complains refused "
	    "refuses threatened threatens shouted shouts swore swears hung "
	    "hangs agreed agrees thanked promised promises needs needed need "
	    "has had have hasn't hadn't haven't will would won't wouldn't did "
	    "didn't does doesn't can can't cannot could couldn't isn't wasn't "
	    "got gets get gave gives give came comes went goes left leaves "
	    "took takes tried tries thinks thought feels felt claims claimed "
	    "demands demanded insists insisted waited waits sent sends paid "
	    "pays put spoke speaks transferred xfer xferred cb cbk hates hated "
	    "loves loved likes liked uses used sounds sounded seems seemed "
	    "wrote writes emailed texted heard hears made makes let lets kept "
	    "keeps knows knew lost loses found finds read reads bought buys "
	    "who which with for about re at on in" },
	{ NAME_STREET,
	    "street road rd avenue ave lane ln terrace crescent cres gardens "
	    "boulevard blvd strasse gasse allee drive" },
	{ NAME_LANE,
	    "st str way close cl court ct place pl square sq grove park house "
	    "hill row walk mews view rise dr parade quay wharf heights platz "
	    "weg" },
	{ NAME_MONTH,
	    "january february march april may june july august september "
	    "october november december jan feb mar apr jun jul aug sep sept "
	    "oct nov dec januar februar marz mai juni juli oktober dezember" },
	{ NAME_DIGIT,
	    "zero oh o nought one two three four five six seven eight nine ten "
	    "eleven twelve thirteen fourteen fifteen sixteen seventeen "
	    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty "
	    "ninety hundred thousand double triple treble" },
	{ NAME_UNIT,
	    "st nd rd th x h hr hrs hour hours m min mins minute minutes s sec "
	    "secs second seconds d day days wk wks week weeks mth mths month "
	    "months y yr yrs year years pm am k g gb mb tb ghz kb kg km cm mm "
	    "ml "
	    "l p times working business calls call attempts items boxes bags "
	    "people lines lights o'clock percent pct pc visits letters emails "
	    "texts more other phones rooms bins nights pages" },
	{ NAME_MONEY,
	    "pound pounds quid gbp euro euros eur dollar dollars usd cent "
	    "cents "
	    "chf pence bucks usd inr rupees" },
	{ NAME_DOMAIN,
	    "com net org co uk de fr io info eu ch es nl ie gov edu biz ca ru "
	    "pl se dk fi cz" },
	{ NAME_NUMBER,
	    "no nr num tel mob mobile fax number acct account acc ref "
	    "reference ext extension id "
	    "order invoice inv policy claim ticket case card ending digits "
	    "pin code room flat apt unit agent user login badge aged age born "
	    "dob sort iban meter serial plate reg box" },
	{ NAME_PROPER,
	    "i'm i'll i've i'd monday mondays tuesday tuesdays wednesday "
	    "wednesdays thursday thursdays friday fridays saturday saturdays "
	    "sunday sundays mon tue tues wed weds thu thur thurs fri sat sun "
	    "god christmas easter english british french german spanish "
	    "internet wifi ombudsman court police fraud legal sales billing "
	    "complaints complaint ceo hr it id vip ok tv dad mum mom ma'am "
	    "facebook google whatsapp paypal visa mastercard android iphone "
	    "windows department dept management manager supervisor customer "
	    "agent caller" },
	{ NAME_DETERMINER,
	    "the a an his her my your our their this that these those last "
	    "next new old first final high higher phone gas water in since "
	    "until till of by end mid early late to i we they you he she it "
	    "and then" },
};

struct namelist {
	struct map *of; /* a word's kinds */
};

struct namelist *
namelist_new(void)
{
	struct namelist *n = mem_zero(1, sizeof(*n));
	struct bytes rest, word;
	unsigned *kind;
	size_t i;

	n->of = map_new(sizeof(unsigned));
	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		rest = bytes_of(lists[i].words);
		while (rest.p != NULL) {
			word = bytes_cut(rest, ' ', &rest);
			kind = map_put(n->of, word, NULL);
			*kind |= lists[i].kind;
		}
	}
	return n;
}

void
namelist_free(struct namelist *n)
{
	if (n == NULL)
		return;
	map_free(n->of);
	free(n);
}

unsigned
namelist_kind(const struct namelist *n, struct bytes word)
{
	const unsigned *kind = map_find(n->of, word);

	return kind == NULL ? 0 : *kind;
}
