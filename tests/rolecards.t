#!/bin/sh
# SPDX-License-Identifier: ISC
# triage --pick --anonymous: which calls are picked, against the rule
# written again in Python; what stands on the cards; that nobody does.
. "$(dirname "$0")/lib.sh"

# refused TEXT NAME ARGUMENTS...: status 2, that sentence, no output.
refused() {
	refuses triage "$@"
}

refused '--pick: cases leave the team that took the calls: give '\
'--anonymous with it; -n passes the hardest records on as they are' \
    '--pick alone is refused' --pick 3
refused '--anonymous goes with --pick: records keep their bytes' \
    '--anonymous alone is refused' --anonymous
refused '--pick writes role cards and no records: -l, -n, --calibrate and '\
'--write-baseline do not go with it' 'no records beside cards' \
    --pick 3 --anonymous -n 3
refused '-S does not go with --pick: cases are picked from all calls' \
    'no cards of a shard' --pick 3 --anonymous -b x -S 1/2:customer
for n in 0 101 -1 x; do
	refused '--pick: a whole number from 1 to 100 is wanted' \
	    "--pick $n is refused" --pick $n --anonymous
done

# By hand.  1: 25 + 20 + 10 = 55, by Mr Braun who called twice before; 2: a
# threat, 90; 3: waits, 8 + 7 + 6 + 20 = 41; 4 was not answered; 5 is calm.
cat >hand.csv <<'END'
call_id,start,agent,customer,caller,direction,outcome,wait,hold,resolved,transfers,sentiment,hostile,threat,reason,notes
X77101,2026-03-02T09:00:00Z,Maria Lopez,Karl Braun,+4930123456,inbound,answered,0,0,no,0,,,,invoice,bill
X77102,2026-03-04T09:00:00Z,Maria Lopez,Karl Braun,+4930123456,inbound,answered,0,0,no,0,,,,late fee,bill
X77103,2026-03-05T09:00:00Z,Will Ash,Karl Braun,+4930123456,inbound,answered,10,0,yes,0,-1,yes,,late fee,"Mr Braun irate, Maria promised a refund of 45.20 by 3 March, call 030 123456 or k.braun@example.com"
X77104,2026-03-05T10:00:00Z,Will Ash,8812,,inbound,answered,20,0,,0,,,yes,outage,
X77105,2026-03-05T11:00:00Z,Maria Lopez,8813,,inbound,answered,240,600,no,2,-1,,,outage,wants the manager
X77106,2026-03-05T12:00:00Z,,8814,,inbound,abandoned,240,600,no,2,-1,,yes,outage,
X77107,2026-03-05T13:00:00Z,Maria Lopez,8815,,inbound,answered,0,0,yes,0,1,,,outage,
END
cat >want <<'END'
Role card 1 of 3: a threat
  Who           Customer 1 calls, Agent 1 answers
  Reason        outage
  History       the first contact in 7 days
  Mood at start threatening
  What happened the customer threatened
  Practise      the steps for a threat: stay safe, note the words, hand over now

Role card 2 of 3: harsh words, anger, abuse
  Who           Customer 2 calls, Agent 1 answers
  Reason        late fee
  History       the third contact in 7 days; the one before was the day before,
                about late fee, and was not resolved
  Mood at start angry, very unhappy
  What happened something was promised, with a time, it was resolved in the end
  Note          Customer 2 irate, Agent 2 promised a refund of amount 1 by date
                1, call number 1 or e-mail 1
  Practise      stay calm, name the limit once, offer the next step, hand over
                when the limit is crossed

Role card 3 of 3: unhappy customers
  Who           Customer 3 calls, Agent 2 answers
  Reason        outage
  History       the first contact in 7 days
  Mood at start very unhappy
  What happened the customer waited about 4 minutes, was passed on twice, was on
                hold for about 10 minutes, a manager was asked for, it was not
                resolved
  Note          wants the manager
  Practise      say back what was understood before solving it, then say what
                happens next
END
mkdir plain
cat >plain/words.csv <<'END'
phrase,signal,weight,note
manager,manager,1,
END
run triage -z UTC -C plain --pick 3 --anonymous hand.csv
expect 0 'three cards, worked by hand'

run triage -q -z UTC -C plain --pick 100 --anonymous hand.csv
is 3 "$(grep -c '^Role card' out)" 'no more than there are'
run triage -z UTC -C plain --pick 100 --anonymous hand.csv
says '--pick: 3 of 100: no more calls were answered and strained or hard' \
    'which is said'
run triage -v -z UTC -C plain --pick 3 --anonymous hand.csv
says 'read 7 = used 7 + set aside 0 + skipped 0 + left out 0' 'accounting'
run triage -z UTC -C plain --pick 3 --anonymous -o cards.txt hand.csv
same want cards.txt '-o takes the cards'
is '' "$(cat out)" 'and nothing else'
# What came before may stand in an earlier export; newest first is sorted.
{ head -n 1 hand.csv; grep ^X7710[12], hand.csv; } >past.csv
{ head -n 1 hand.csv; grep ^X7710[3-7], hand.csv | sort -r; } >new.csv
run triage -q -z UTC -C plain -b base.csv --sort --history past.csv \
    --pick 3 --anonymous new.csv
gave 4 'a baseline that is missing'
run triage -q -z UTC -C plain --sort --history past.csv \
    --pick 3 --anonymous new.csv
same want out '--history tells what came before, --sort in which order'
run triage -q --check --pick 3 --anonymous hand.csv
gave 0 '--check'
is 0 "$(grep -c 'Role card' out)" 'makes no cards'
head -n 1 hand.csv >none.csv
run triage -q --pick 3 --anonymous none.csv
gave 0 'no calls'
is '' "$(cat out)" 'are no cards'
{ cat hand.csv; printf '"evenkeel: breathe failed'; } >torn.csv
run triage -z UTC --pick 3 --anonymous torn.csv
is '2 ' "$status $(cat out)" 'half an input makes no cards'

# The rule again, from the columns that triage gives to records.
cat >rule.py <<'END'
import csv, sys
words = dict(line.split("=", 1) for line in """hostile=harsh words, anger, abuse
sentiment=unhappy customers
length=calls longer than usual
repeat=customers who had to call again
wait=long waits before the answer
hold=long holds
unresolved=no solution yet
passed=passed on, or asked for a manager
interrupted=interruptions
self=how the agent rated it
threat=a threat
selfharm=somebody at risk
abuse=abuse""".splitlines())

def cause(why):
    terms = why.split(" ")
    floor = [t[6:] for t in terms if t.startswith("floor:")]
    return floor[0] if floor else terms[0].split(":")[0]

def picked(path, count):
    rows, text = [], open(path, newline="", encoding="utf-8-sig",
        errors="surrogateescape")
    sniff = text.readline()
    text.seek(0)
    for i, r in enumerate(csv.DictReader(text,
            delimiter=";" if sniff.count(";") > sniff.count(",") else ",")):
        outcome = (r.get("outcome") or r.get("answered (Y/N)") or
            r.get("Answered (Y/N)") or "answered").lower()
        if (r["stress"] and int(r["stress"]) >= 30 and r["stress_why"] and
                outcome in ("answered", "ended_by_policy", "unknown", "y",
                    "booking completed", "agent", "s")):
            rows.append((int(r["stress"]), -i, cause(r["stress_why"]),
                r.get("reason") or r.get("topic") or r.get("Topic") or "", r))
    out = []
    while rows and len(out) < count:
        def rank(row):
            return (-sum(o[2] == row[2] for o in out),
                -sum(o[3] == row[3] for o in out), row[0], row[1])
        out.append(max(rows, key=rank))
        rows.remove(out[-1])
    return out
END
cat >same.py <<'END'
import re, sys
sys.path.insert(0, ".")
from rule import *
path, cards, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
want = [(words[p[2]], p[3] or "not told") for p in picked(path, count)]
text = open(cards).read()
got = list(zip(re.findall(r"^Role card .*? of \d+: (.*)$", text, re.M),
    re.findall(r"^  Reason +(.*)$", text, re.M)))
print("same" if got == want and want else (got, want))
END

# Nothing that names anybody: of the picked records no value of a key column,
# of nobody an agent's name, and no digits that could be somebody's.
cat >leaks.py <<'END'
import re, sys
sys.path.insert(0, ".")
from rule import *
path, cards, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
text = open(cards, encoding="utf-8").read()
names = ("customer", "caller", "callee", "agent", "call_id", "parent_id",
    "owner", "call id", "Call Id", "Agent", "server", "agent_id", "lead_id",
    "Agent ID", "Call ID", "Booking Contact Name", "vru+line")
bad = []
for p in picked(path, count):
    for name in names:
        v = (p[4].get(name) or "").strip()
        if v in ("anonymous", "unknown"):
            continue
        if len(v) > 2 and re.search(r"(?<!\w)" + re.escape(v) + r"(?!\w)", text,
                re.I if len(v) > 4 else 0):
            bad.append((name, v))
        # Short ones are somebody's number: no stand-in is called so.
        elif v.isdigit() and re.search(r"(Agent|Customer) %s\b" % v, text):
            bad.append((name, v))
bare = re.sub(r"\b(number|date|time|amount|e-mail|link|address|Name|Agent|"
    r"Customer)\s+\d+", "", text)
bad += re.findall(r"\d{3,}", re.sub(r"^Role card.*$", "", bare, flags=re.M))
bad += re.findall(r"\S*@\S+|https?:\S+", text)
print(bad[:5] if bad else "nobody")
END

# pick NAME COUNT OPTIONS... FILE: cards and records of it, looked at.
pick() {
	pick_name=$1
	pick_count=$2
	shift 2
	triage -q "$@" >all.csv 2>/dev/null
	run triage -q --pick "$pick_count" --anonymous "$@"
	is same "$(python3 same.py all.csv out "$pick_count")" \
	    "$pick_name: the cases that the rule picks"
	is nobody "$(python3 leaks.py all.csv out "$pick_count")" \
	    "$pick_name: nobody in it"
}

sample=$B/sample
if [ -x "$sample" ]; then
	"$sample" --days 3 --seed 7 -o days.csv
	pick 'three days' 5 -z UTC days.csv
	pick 'three days, many' 40 -z UTC days.csv
	cp out first
	LC_ALL=de_DE.UTF-8 TZ=Asia/Tokyo
	export LC_ALL TZ
	run triage -q --pick 40 --anonymous -z UTC days.csv
	LC_ALL=C TZ=UTC
	same first out 'the same bytes whatever the locale and the zone'

	# The same with everybody in every note.
	cat >expose.py <<'END'
import csv, random, sys
random.seed(4)
r = csv.DictReader(open("days.csv", newline=""))
w = csv.DictWriter(sys.stdout, r.fieldnames, lineterminator="\n")
w.writeheader()
rows = list(r)
people = ["Zbigniew Kowalczyk", "rosa diaz", "Mr Bright", "MRS OKAFOR",
    "Dr. Tanaka", "Siobhan O'Rourke"]
for row in rows:
    row["agent"] = row["agent"] and "%s Bergmann-%s" % (row["agent"],
        row["agent"])
    other = random.choice(rows)["agent"] or "nobody"
    row["notes"] = random.choice([
        "%(notes)s - cust %(customer)s on %(caller)s, ref %(call_id)s, %(agent)s",
        "%(agent)s took it: %(notes)s. call %(caller)s or mail %(customer)s@example.com",
        "%(call_id)s/%(customer)s %(notes)s. asked for %(agent)s again"]) % row
    row["notes"] += ". %s and %s knew, 12 Oak Street" % (
        random.choice(people), other)
    row["reason"] = random.choice([row["reason"], row["reason"],
        "callback %s %s" % (random.choice(people), row["caller"])])
    w.writerow(row)
END
	python3 expose.py >exposed.csv
	triage -q -z UTC exposed.csv >all.csv
	run triage -q --pick 60 --anonymous -z UTC exposed.csv
	is nobody "$(python3 leaks.py all.csv out 60)" \
	    'everybody in every note: nobody on the cards'
	is '' "$(grep -ioE 'kowalczyk|zbigniew|diaz|bright|okafor|tanaka|'\
'siobhan|rourke|bergmann|oak street|example' out | sort -u)" \
	    'nor who stands in no column'
	is 60 "$(grep -c '^Role card' out)" 'on all sixty'
	is '' "$(awk 'length($0) > 80' out)" '80 columns'

	# The report's cards: the topics' own, by the same rule, nobody on them.
	now=2026-03-04T20:00:00
	{ triage -q -z UTC -N $now exposed.csv | breathe -q -z UTC -N $now |
	    escalate -q -z UTC -N $now; } >full.csv 2>/dev/null
	cat >topics.py <<'END'
import csv, io, json, subprocess, sys
sys.path.insert(0, ".")
from rule import *
def wrap(form):
    return subprocess.run(["wrapup", "-q", "-z", "UTC", "-N",
        "2026-03-04T20:00:00", "-s", "training", "-f", form, "full.csv"],
        capture_output=True, text=True, check=True).stdout
can = "hostile sentiment length hold interrupted threat selfharm abuse".split()
told = json.loads(wrap("json"))["training"]
top = [r["component"] for r in told["rows"]][:3]
# The rule picks among what can be trained; a card is its topic's first case.
first = {}
left = [p for p in picked("full.csv", 10 ** 6) if p[2] in can]
out = []
while left and len(out) < 14:
    out.append(max(left, key=lambda p: (-sum(o[2] == p[2] for o in out),
        -sum(o[3] == p[3] for o in out), p[0], p[1])))
    left.remove(out[-1])
    first.setdefault(out[-1][2], out[-1])
cards = told["role_cards"]
bad = []
if [c["component"] for c in cards] != top:
    bad.append(top)
for c in cards:
    p = first[c["component"]]
    if p[3].startswith("callback") != ("callback" in c["reason"]) or (
            not p[3].startswith("callback") and p[3] != c["reason"]):
        bad.append((c, p[3]))
rows = [r for r in csv.DictReader(io.StringIO(wrap("csv")))
    if r["metric"].startswith("role_")]
if [(r["key"], r["metric"], r["value"], r["unit"]) for r in rows] != [
        (c["component"], "role_" + k, c[k], "text") for c in cards
        for k in ("who", "reason", "history", "mood", "happened", "note")
        if c[k]]:
    bad.append(rows)
for form in ("text", "md", "html"):
    flat = " ".join(wrap(form).replace("\\", "").split())
    for c in cards:
        for k in ("reason", "history", "mood", "happened", "note", "practise"):
            value = (c[k] or "")
            if form == "html":
                value = value.replace("&", "&amp;").replace("<", "&lt;")
                value = value.replace(">", "&gt;").replace('"', "&quot;")
            if value.rstrip(".") not in flat:
                bad.append((form, k, value))
print(len(cards), bad[:3])
END
	run python3 topics.py
	is '3 []' "$(cat out err)" 'the report: a card for each topic, in all formats'
	for f in text html md json csv; do
		run wrapup -q -z UTC -N $now -s training -f $f full.csv
		is '' "$(grep -ioE 'kowalczyk|zbigniew|diaz|okafor|tanaka|'\
'siobhan|rourke|bergmann|oak street|@example|C0[0-9]{5}|E0[0-9]{7}' out |
		    sort -u)" "the report as $f: nobody on its cards"
	done
	run wrapup -q -z UTC -N $now -s training --team-only full.csv
	is '0 1' "$(grep -c 'Role card for' out) $(grep -c 'Role cards, ' out)" \
	    '--team-only: how to make them, and no single call'
	agent=$(sed -n '2,$p' full.csv | python3 -c '
import csv, sys
print(next(r[5] for r in csv.reader(sys.stdin) if r[5]))')
	run wrapup -q -z UTC -N $now --sheet "$agent" -s training full.csv
	gave 0 "an agent's own sheet"
	mkdir broken
	echo 'phrase,signal' >broken/words.csv
	run wrapup -q -C broken -z UTC -N $now -s training full.csv
	is '2 ' "$status $(cat out)" 'words that cannot be read are refused'
	wrapup -q -z UTC -N $now --day 2026-03-02 --page full.csv >a.page
	run wrapup -q --merge -s training a.page
	is '0 1' "$(grep -c 'Role card for' out) $(grep -c 'Role cards, ' out)" \
	    'pages keep no notes: how to make them'
else
	skip 'the generated days' 'the generator is not built'
fi

# Notes of two writers who knew nothing of this, all of them: nobody who is in
# them, by a list made by hand.
cat >writers.py <<'END'
import csv, re, subprocess, sys
names = """Kay Josh Farah Gill Noor Bev Anjali Amin Okafor Lena Lewin Whitcombe
Ruane Grainne Saul Deepak Jools Hamish Lorna Siobhan Osei Moreau Faye Bonny
Joanne Deirdre Colm Sean Anne Byrne Noreen Ruth Marek Moira Joan Ortiz Helen
Sarah Niamh Payne Kate Declan Orla Boateng Fiona Bruno Carl Marta Ann Kev Ronnie
Mags Lark Quayside Athlone Donegal Slough Eastgate""".split()
seen, bad, cards = set(), [], 0
for writer in ("wren", "kestrel"):
    texts = [r["text"] for r in csv.DictReader(open(
        "%s/tests/data/notes/%s.csv" % (sys.argv[1], writer), newline=""))]
    for at in range(0, len(texts), 100):
        with open("notes.csv", "w", newline="") as f:
            w = csv.writer(f)
            w.writerow(["call_id", "start", "reason", "hostile", "resolved",
                "notes"])
            for i, t in enumerate(texts[at:at + 100]):
                w.writerow(["Q%d" % i, "2026-03-02T09:00:00Z", "r%d" % i,
                    "yes", "no", t])
        out = subprocess.run(["triage", "-q", "--pick", "100", "--anonymous",
            "notes.csv"], capture_output=True, text=True, check=True).stdout
        cards += out.count("Role card")
        here = " ".join(texts[at:at + 100])
        for n in names:
            if re.search(r"\b%s\b" % n, here):
                seen.add(n)
                if re.search(r"\b%s\b" % n, out):
                    bad.append(n)
print(cards > 900, len(seen) > 40, bad)
END
run python3 writers.py "$top"
is 'True True []' "$(cat out err)" 'the notes of two writers: nobody in them'

if need_shared 'the exports of others'; then
	for f in pwc_original pwc_longdate pwc_semicolon_excel; do
		pick "$f" 12 -z UTC "$shared/data/calls/$f.csv"
	done
	for f in dialer_calls restaurant; do
		run triage -q --date 2026-03-02 -z UTC --pick 5 --anonymous \
		    "$shared/data/calls/$f.csv"
		triage -q --date 2026-03-02 -z UTC \
		    "$shared/data/calls/$f.csv" >all.csv 2>/dev/null
		is nobody "$(python3 leaks.py all.csv out 5)" \
		    "$f: nobody in it"
	done
fi
done_testing
