#!/bin/sh
# SPDX-License-Identifier: ISC
# triage: its seven columns against SPEC section 4 and against an
# implementation of its own in Python (exact fractions, contacts counted
# by looking at all records); choosing, medians, explanations.
here=$(cd "$(dirname "$0")" && pwd)
. "$(dirname "$0")/lib.sh"

# Phrases of our own, so that the shipped list can change.
mkdir set
cat >set/words.csv <<'END'
phrase,signal,weight,note
angry,anger,0.7,
furious,anger,0.35,too weak to be a signal
bloody,profanity,0.5,
idiot,abuse,0.9,
kill you,threat,0.9,
hurt myself,selfharm,0.9,
manager,manager,0.9,
lawyer,legal,0.9,
END

# No weights of words, but words that are known.
heads=stress,valence,abuse,threat,profanity,anger,manager,legal,selfharm,churn
heads=feature,$heads,complaint,thanks,help,promise
echo $heads >set/weights.csv
for word in lost sent opening hours was fine end app might says wants bit in; do
	echo $word,,,,,,,,,,,,,,
done | LC_ALL=C sort >>set/weights.csv

# columns FILE: the seven columns behind the call_id, without the header.
columns() {
	python3 -c '
import csv, sys
for i, row in enumerate(csv.reader(open(sys.argv[1], newline=""))):
    if i:
        print(",".join([row[0]] + row[-7:]))' "$1"
}

# refused TEXT NAME ARGUMENTS...: status 2, that sentence, no output.
refused() {
	refuses triage "$@"
}

# By hand.  2: 25 x 0.7, 20 x 0.6, 8 x 75 / 100, 7 x 255 / 510, manager.
# 4: half of 5 and 5 x 8 is 42.5; 6: 90 is more than 7.0 and 3.0.
cat >hand.csv <<'END'
id,start,customer,direction,wait,hold,resolved,transfers,interruptions,sentiment,sentiment_end,self_rating,threat,notes
1,2026-03-02T09:00:00Z,88 12,inbound,12,0,yes,0,0,0.5,0.5,,,opening hours
2,2026-03-02T09:05:00Z,4471,inbound,95,345,no,1,2,-0.8,-0.4,,,"angry, wants a manager"
3,2026-03-02T09:15:00Z,4471,outbound,,,,,,,,,,
4,2026-03-03T09:15:00Z,+4471,in,5,,yes,,,,,8,,
5,2026-03-03T10:15:00Z,,in,5,,,,,,,,,
6,2026-03-03T11:15:00Z,4471,in,5,,no,1,,,,,yes,
7,2026-03-03T12:15:00Z,anonymous,in,,,,,,,,,,
8,2026-03-03T12:16:00Z,9,out,,,,,,,,7,,
END
cat >want <<'END'
1,0,calm,,,88,,1
2,54,strained,hostile:17.5 sentiment:12.0 unresolved:7.0 wait:6.0 passed:6.0 hold:3.5 interrupted:2.0,35,88,anger manager,1
3,,,,,0,,
4,43,strained,repeat:5.0 self:40.0,100,25,,2
5,0,calm,,,8,,1
6,90,hard,hostile:25.0 repeat:10.0 unresolved:7.0 passed:3.0 floor:threat,44,56,threat,3
7,,,,,0,,1
8,,,,,0,,
END
run triage -C set hand.csv
gave 0 'the calls worked by hand'
columns out >got
same want got 'have their seven columns'
head -n 1 out >got
echo 'id,start,customer,direction,wait,hold,resolved,transfers,interruptions,sentiment,sentiment_end,self_rating,threat,notes,stress,stress_band,stress_why,stress_outside,stress_coverage,signals,contacts' >want
same want got 'the columns in their order'
sed 's/,[^,]*,[^,]*,[^,]*,[^,]*,[^,]*,[^,]*,[^,]*$//' out >got
same hand.csv got 'the input keeps its bytes'

# The same by another implementation, on records of all kinds.
cat >reference.py <<'END'
import csv, math, random, sys
from fractions import Fraction as F

random.seed(20260302)
names = ("id parent_id start customer direction wait hold talk wrap "
    "resolved transfers interruptions sentiment sentiment_end csat "
    "self_rating queue reason outcome agent hostile threat help_asked "
    "notes").split()
notes = {  # text: (signals, how sure it is hostile)
    "": ([], 0), "card lost, sent a new one": ([], 0),
    "very angry": (["anger"], F("0.7")),
    "a bit furious, fine in the end": ([], F("0.35")),
    "was not angry at all": ([], 0),
    "angry, called me an idiot": (["abuse", "anger"], F("0.9")),
    "the bloody app": (["profanity"], F("0.5")),
    "says I will kill you": (["threat"], 0),
    "might hurt myself": (["selfharm"], 0),
    "wants the manager": (["manager"], 0),
    "wants manager, lawyer": (["manager", "legal"], 0)}
order = ("abuse threat profanity anger manager legal selfharm churn "
    "complaint thanks help promise").split()

def some(values, p=0.8):
    return random.choice(values) if random.random() < p else ""

def make(i, n):
    base = 1772400000 + (i if n % 2 else n - i) * 900
    at = base + random.randrange(-40000, 40000)
    return {
        "id": str(i), "parent_id": some(["p%d" % (i // 5)], 0.1),
        "start": str(at),
        "customer": some(["%d" % k for k in range(100, 300)], 0.9),
        "direction": random.choice(["in", "inbound", "outbound", ""]),
        "wait": some([str(random.randrange(0, 150)), "0", "20", "120"]),
        "hold": some([str(random.randrange(0, 700)), "0", "90", "600"]),
        "talk": some([str(random.randrange(1, 900))]),
        "wrap": some([str(random.randrange(0, 90))]),
        "resolved": some(["yes", "no"]),
        "transfers": some(list("0012")),
        "interruptions": some(list("0000123456")),
        "sentiment": some(["%.2f" % random.uniform(-1, 1)], 0.5),
        "sentiment_end": some(["%.2f" % random.uniform(-1, 1)], 0.3),
        "csat": some(list("12345"), 0.5),
        "self_rating": some(["%.1f" % random.uniform(0, 10), "0", "10"],
            0.1),
        "queue": random.choice(["sales", "desk", "rare", ""]),
        "reason": random.choice(["order", "refund", "", "odd%d" % i]),
        "outcome": random.choice(["answered", "answered", "abandoned"]),
        "agent": "Ada",
        "hostile": some(["yes", "no"], 0.05),
        "threat": some(["yes", "no"], 0.02),
        "help_asked": some(["yes", "no"], 0.05),
        "notes": random.choice(list(notes) + [""] * 20)}

def half_up(x):
    return math.floor(x + F(1, 2))

def handle(r):
    if r["outcome"] != "answered" or not r["talk"]:
        return None
    return F(r["talk"]) + F(r["hold"] or 0) + F(r["wrap"] or 0)

def median(values):
    v = sorted(values)
    if len(v) < 20:
        return None
    return (v[(len(v) - 1) // 2] + v[len(v) // 2]) / 2

def medians(records):
    groups = {}
    for r in records:
        h = handle(r)
        if h is not None:
            groups.setdefault((r["queue"], None), []).append(h)
            if r["reason"]:
                groups.setdefault((r["queue"], r["reason"]), []).append(h)
    return groups

def contacts(records):
    seen, calls, out = [], {}, []
    for r in records:
        p, n = r["parent_id"], ""
        if p and calls.get(p):
            out.append(calls[p])
            continue
        if r["direction"] != "outbound":
            n = 1
            if r["customer"]:
                t = int(r["start"])
                n += sum(1 for c, s in seen if c == r["customer"] and
                    t - 7 * 86400 <= s <= t)
                seen.append((r["customer"], t))
        if p:
            calls[p] = n
        out.append(n)
    return out

def ramp(most, x, low, high):
    x = (F(x) - low) / (high - low)
    return half_up(10 * most * max(F(0), min(F(1), x)))

def bad(s):
    return max(F(0), -F(s))

def score(r, n, groups):
    says, grade = notes[r["notes"]]
    says = set(says)
    for flag, signal in (("threat", "threat"), ("help_asked", "help"),
        ("hostile", "anger")):
        if r[flag] == "yes":
            says.add(signal)
    part, known = {}, {}
    def put(name, most, has, points):
        known[name] = most if has else 0
        part[name] = points() if has else 0
    put("hostile", 25, r["notes"] or r["hostile"] or r["threat"], lambda:
        250 if "yes" in (r["hostile"], r["threat"]) else
        ramp(25, grade, 0, 1))
    s = None
    if r["sentiment"]:
        s = F(r["sentiment"])
    elif r["csat"]:
        s = (F(r["csat"]) - 3) / 2
    elif r["sentiment_end"]:
        s = F(r["sentiment_end"])
    put("sentiment", 20, s is not None, lambda: half_up(100 * bad(s) +
        100 * bad(r["sentiment_end"] or s)))
    h = handle(r)
    m = median(groups.get((r["queue"], r["reason"]), []))
    if m is None:
        m = median(groups.get((r["queue"], None), []))
    put("length", 12, h is not None and m, lambda: ramp(12, h / m, 1, 3))
    put("repeat", 10, n and (r["customer"] or n > 1), lambda:
        min(50 * (n - 1), 100))
    put("wait", 8, r["wait"], lambda: ramp(8, r["wait"], 20, 120))
    put("hold", 7, r["hold"], lambda: ramp(7, r["hold"], 90, 600))
    put("unresolved", 7, r["resolved"], lambda:
        70 if r["resolved"] == "no" else 0)
    put("passed", 6, r["transfers"] or r["notes"], lambda:
        60 if "manager" in says else min(30 * int(r["transfers"] or 0), 60))
    put("interrupted", 5, r["interruptions"], lambda:
        min(10 * int(r["interruptions"]), 50))
    total, coverage = sum(part.values()), sum(known.values())
    why = ["%s:%d.%d" % (k, v // 10, v % 10) for k, v in
        sorted(part.items(), key=lambda kv: -kv[1]) if v]
    stress = half_up(F(total, 10)) if coverage else None
    if coverage and r["self_rating"]:
        own = half_up(50 * F(r["self_rating"]))
        why.append("self:%d.%d" % (own // 10, own % 10))
        stress = half_up(F(stress, 2) + F(own, 10))
    floor = [(90, "threat"), (90, "selfharm"), (60, "abuse")]
    floor = [f for f in floor if f[1] in says][:1]
    if floor and (stress is None or stress < floor[0][0]):
        stress = floor[0][0]
        why.append("floor:" + floor[0][1])
    outside = sum(part[k] for k in ("repeat", "wait", "unresolved",
        "passed"))
    return ["" if stress is None else stress,
        "" if stress is None else "calm" if stress < 30 else
        "strained" if stress < 60 else "hard",
        " ".join(why),
        half_up(F(100 * outside, total)) if total else "",
        coverage, " ".join(x for x in order if x in says), n]

count = int(sys.argv[1])
records = [make(i, count) for i in range(count)]
groups = medians(records)
out = [[r["id"]] + score(r, n, groups) for r, n in
    zip(records, contacts(records))]
with open("in.csv", "w", newline="") as f:
    w = csv.DictWriter(f, names, lineterminator="\n")
    w.writeheader()
    w.writerows(records)
def write(name, rows):
    with open(name, "w") as f:
        for row in rows:
            print(",".join(map(str, row)), file=f)
write("want", out)
scored = [row for row in out if row[1] != ""]
write("want.n", sorted(scored, key=lambda row: -row[1])[:30])
write("want.l", [row for row in scored if row[1] >= 45])
with open("want.b", "w") as f:
    print("queue,reason,count,median_s", file=f)
    for (q, why), v in sorted(groups.items(), key=lambda kv:
        (kv[0][0], kv[0][1] or "")):
        v = sorted(v)
        m = float((v[(len(v) - 1) // 2] + v[len(v) // 2]) / 2)
        print("%s,%s,%d,%g" % (q, why or "", len(v), m), file=f)
END

for count in 2000 1999; do
	order='in order'
	[ $count = 2000 ] && order='newest first'
	python3 reference.py $count || ok 1 'the reference runs'
	run triage -q -C set in.csv
	gave 0 "$count records of all kinds, roughly $order"
	columns out >got
	same want got "$count: all columns as another implementation has them"
	run triage -q -C set -n 30 in.csv
	columns out >got
	same want.n got "$count: -n 30 are the hardest, hardest first"
	run triage -q -C set --least 45 in.csv
	columns out >got
	same want.l got "$count: -l 45"
	run triage -q --write-baseline in.csv
	mv want.b want
	expect 0 "$count: --write-baseline"
done

# What is left out is counted; both choices together.
run triage -q -v -C set -n 30 in.csv
says 'read 1999 = passed on 30 + set aside 0 + skipped 0 + left out 1969' \
    '-n: the accounting'
run triage -q -C set -n 30 in.csv
cp out all
run triage -q -C set -n 30 -l 75 in.csv
columns all | awk -F, '$2 >= 75' >want
columns out >got
same want got '-n and -l together'
run triage -q -C set -n 100000 in.csv
is "$(triage -q -C set -l 0 in.csv | sort)" "$(sort out)" \
    '-n with room for all loses none'
printf 'id,wait\n1,\n' >blank.csv
echo 'id,wait,stress,stress_band,stress_why,stress_outside,stress_coverage,signals,contacts' >want
run triage -q -n 5 blank.csv
expect 0 '-n: a blank stress is not among the hardest'

# Records behind a later one of their customer are counted and told.
printf 'start,customer\n%s,7\n%s,7\n%s,8\n' 2026-03-02T10:00:00Z \
    2026-03-02T09:00:00Z 2026-03-01T09:00:00Z >late.csv
run triage late.csv
says '1 calls stand behind a later call of their customer' \
    'out of order is told'

# Twice gives what once gives.
triage -q -C set in.csv >once.csv
run triage -q -C set once.csv
same once.csv out 'twice gives the same bytes as once'

# A baseline replaces the look-ahead, and makes shards possible.
triage -q --write-baseline in.csv >base.csv
triage -q -C set in.csv >want
: >want.err
run triage -q -C set -b base.csv in.csv
expect 0 '-b with the medians of the same file changes nothing'
printf 'queue,median_s\nsales,100\n' >base.csv
printf 'queue,outcome,talk\nsales,answered,200\ndesk,answered,200\n' >len.csv
run triage -b base.csv len.csv
is '6|length:6.0,12 0||0' "$(awk -F, 'NR > 1 { printf "%s%s|%s,%s",
    s, $4, $6, $8; s = " " }' out | sed 's/ |,0/ 0||0/')" \
    '-b: length by that median, or not at all'
# The legs of a call are in one shard when they name the same customer.
awk -F, 'NR == 1 || $2 == ""' in.csv | cut -d, -f1,3- >noleg.csv
triage -q -C set -b base.csv noleg.csv | tail -n +2 | sort >want
for k in 1 2 3; do
	triage -q -C set -b base.csv -S $k/3:customer noleg.csv
done | grep -v '^id,' | sort >got
same want got 'three shards of customers are the whole'

refused '-S needs -b: each shard would take the medians of other records; --write-baseline makes the file' \
    '-S without -b' -S 1/2:customer
refused '-S does not go with --write-baseline: medians of shards cannot be put together' \
    '-S with --write-baseline' -S 1/2:customer --write-baseline
refused '--write-baseline writes medians and no records: -b, -l and -n do not go with it' \
    '--write-baseline with -n' --write-baseline -n 3
refused '--explain-text reads no records: leave the file out' \
    '--explain-text with a file' --explain-text x in.csv
refused '-n: a whole number from 1 to 1000000000 is wanted' '-n 0' -n 0
refused '-l: a whole number from 0 to 100 is wanted' '-l 101' -l 101
runin /dev/null triage -S 1/2:agent -b base.csv
gave 2 '-S agent is refused'
run triage -b no-such.csv in.csv
gave 4 'no such baseline'

# Earlier exports: their calls are contacts and make the medians, -b goes
# before; the records are not passed on.  Handle times 100 and 300 s: r is 3.
{
	echo start,customer,direction,queue,outcome,talk
	i=0
	while [ $i -lt 21 ]; do
		echo "$((1772400000 + i)),$((100 + i)),in,sales,answered,100"
		i=$((i + 1))
	done
} >past.csv
cat >today.csv <<'END'
id,start,customer,direction,queue,outcome,talk
1,1772486400,100,in,sales,answered,300
2,1773100000,120,in,sales,answered,100
3,1772486402,999,in,desk,answered,100
END
cat >want <<'END'
1,17,calm,length:12.0 repeat:5.0,29,22,,2
2,0,calm,,,22,,1
3,0,calm,,,10,,1
END
run triage -q --history past.csv today.csv
columns out >got
same want got '--history: contacts and medians'
printf 'queue,median_s\nsales,300\n' >base.csv
run triage -q -b base.csv --history past.csv today.csv
is '1,5,calm,repeat:5.0,100,22,,2' "$(columns out | head -n 1)" \
    '-b goes before the medians of --history'
split=$(triage -q --history past.csv -S 1/2:customer today.csv | wc -l)
split=$((split + $(triage -q --history past.csv -S 2/2:customer today.csv |
    wc -l)))
is 5 $split '-S goes with --history'
run triage --history no-such.csv today.csv
gave 4 'no such history'
refused '--write-baseline writes the medians of what it reads: --history does not go with it' \
    '--write-baseline with --history' --write-baseline --history past.csv

# Percentiles by nearest rank: of waits of 20, 21 .. 119 s the points are
# 0.0, 0.1 (0.08), 0.2 (0.16) .. 7.9: the 50th 3.9 (3.92), the 80th 6.3
# (6.32), the 95th 7.5 (7.52); half up to whole points 4, 6 and 8.
{
	echo id,wait
	i=20
	while [ $i -lt 120 ]; do
		echo "$i,$i"
		i=$((i + 1))
	done
	echo 200,
} >waits.csv
cat >want <<'END'
item,records,p50,p80,p95,from
hostile,0,,,,
sentiment,0,,,,
length,0,,,,
repeat,0,,,,
wait,100,3.9,6.3,7.5,
hold,0,,,,
unresolved,0,,,,
passed,0,,,,
interrupted,0,,,,
stress,100,4,6,8,
band:strained,,,,,6
band:hard,,,,,8
END
: >want.err
run triage -q --calibrate waits.csv
expect 0 '--calibrate'
echo id,wait >waits.csv
sed 's/,[1-9].*/,0,,,,/; s/^band.*/&/' want | sed 's/^\(band[^,]*\).*/\1,,,,,/' >t
mv t want
: >want.err
run triage -q --calibrate waits.csv
expect 0 '--calibrate of no records'
refused '--calibrate writes no records: -l, -n, --sort and --write-baseline do not go with it' \
    '--calibrate with -n' --calibrate -n 3

# Explanations.  By hand: no weights, so a score is the phrase's weight;
# 1 / (1 + exp(-0.9)) is 0.711.
cat >want <<'END'
anger 0.70 "angry" by angry (set/words.csv:2), cancelled by the negation "not"
manager 0.90 "MANAGER" by manager (set/words.csv:8)
abuse 0.90 "idiot" by idiot (set/words.csv:5)
abuse 0.900 = @bias 0.000 + words 0.000 + phrase 0.900, a signal from 0.500 on, sure to 71 %
manager 0.900 = @bias 0.000 + words 0.000 + phrase 0.900, a signal from 0.500 on, sure to 71 %
signals: abuse manager
hostile: 22.5
words: 6, known 6
END
run triage -C set --explain-text 'was not angry; MANAGER, you idiot'
expect 0 '--explain-text'

# What exports write where there is no note is none, and no word of one.
cat >nothing.csv <<'END'
start,agent,talk,notes
2026-03-02 09:00:00,Ada,60,n/a
2026-03-02 09:10:00,Ada,60, NULL
2026-03-02 09:20:00,Ada,60,-
2026-03-02 09:30:00,Ada,60,none
2026-03-02 09:40:00,Ada,60,none of it works
END
is ',0 ,0 ,0 ,0 51' "$(triage -q nothing.csv | awk -F, 'NR > 1 {
    printf "%s%s", (NR > 2 ? " " : ""), (NR < 6 ? $5 "," : "") $9 }')" \
    'a note that is no note has no value'

# With weights: stress is -0.1 + 0.5 x 0.4 + 0.3, s is -(0.4 / 0.8); anger:
# 1.2 + 0.3 - 1.0 and 0.25 for the phrase, 1 / (1 + exp(-0.75)) is 0.679.
mkdir heavy
cat >heavy/weights.csv <<END
$heads
! not,,,,,,,,,,,,,,
!angry,,,,,,-500,,,,,,,,
@bias,-100,,,,,-1000,,,,,,,,
@cut,,,9000,9000,9000,600,9000,9000,9000,9000,9000,9000,9000,9000
@mix,,,,,,300,,,,,,,,
@peak,,,,,,1000,,,,,,,,
@phrase,,,,,,1000,,,,,,,,
@sum,500,,,,,,,,,,,,,
^hostile0,,,,,,0,,,,,,,,
^hostile25,,,,,,1000,,,,,,,,
^s0,0,,,,,,,,,,,,,
^s1,800,,,,,,,,,,,,,
angry,400,-700,,,,1200,,,,,,,,
so,,,,,,,,,,,,,,
so angry,,,,,,300,,,,,,,,
END
printf 'phrase,signal,weight,note\nangry,anger,0.25,\n' >heavy/words.csv
cat >want <<'END'
anger 0.25 "angry" by angry (heavy/words.csv:2)
"angry" by angry (heavy/weights.csv:14): stress +0.400 valence -0.700 anger +1.200
"so angry" by so angry (heavy/weights.csv:16): anger +0.300
stress 0.400 = @bias -0.100 + words 0.200 + signals 0.300
anger 0.750 = @bias -1.000 + words 1.500 + phrase 0.250, a signal from 0.600 on, sure to 68 %
signals: anger
hostile: 18.8
sentiment: 10.0 (it feels like -0.50)
words: 2, known 2
END
run triage -C heavy --explain-text 'so angry'
expect 0 '--explain-text with weights'

# Settings that a full disk cut off.  A list written by hand may lack its
# last line end, and rows of it their last values.
cut_off() {
	run triage -C cut --explain-text 'so angry'
	gave 0 "$2: it is read"
	is "${1:+triage: $1: the file may be cut off}" "$(cat err)" \
	    "$2: what is told"
}
mkdir cut
unlike='the last row has fewer values than the others and no line end'
cp heavy/words.csv cut
printf '%s\n' "$(sed '$s/,*$//' heavy/weights.csv)" >cut/weights.csv
cut_off '' 'a short row of weights'
printf '%s' "$(head -n 15 heavy/weights.csv)" >cut/weights.csv
cut_off 'cut/weights.csv:15: the last line has no line end' 'weights cut'
rm cut/weights.csv
printf 'phrase,signal,weight,note\nangry,anger,0.25,\nfurious,anger,0.2' \
    >cut/words.csv
cut_off "cut/words.csv:3: $unlike" 'words cut'
echo >>cut/words.csv
cut_off '' 'the same with a line end'
printf 'phrase,signal,weight,note\nangry,anger,0.25,\nmad,anger,0.25,x' \
    >cut/words.csv
cut_off '' 'a full row without'
printf 'phrase,signal,weight,note\nangry,anger,0.25\nfurious,anger,0.2' \
    >cut/words.csv
cut_off '' 'rows without notes'
printf 'phrase,signal,weight,note\nangry,anger,0.25,\n# furious' >cut/words.csv
cut_off '' 'a remark at the end'
cat >want <<'END'
anger 0.25 "angry" by angry (heavy/words.csv:2), cancelled by the negation "not"
"angry" by !angry (heavy/weights.csv:3): anger -0.500
signals:
hostile: 0.0
sentiment: 0.0 (it feels like +0.12)
words: 2, known 2
END
run triage -C heavy --explain-text 'not angry'
expect 0 '--explain-text of a negated word'

# The same in the records: hostile 25 x 0.75, sentiment 20 x 0.5, of 25 +
# 20 + 6 points; the sentiment column is better than the text, the text
# better than csat; a text in another language is no value at all.
cat >felt.csv <<'END'
id,sentiment,csat,notes
1,,5,so angry
2,-0.2,5,so angry
3,,1,so so
4,,1,das war nicht so schlimm
5,,,das war nicht so schlimm
END
cat >want <<'END'
1,29,calm,hostile:18.8 sentiment:10.0,0,51,anger,
2,23,calm,hostile:18.8 sentiment:4.0,0,51,anger,
3,0,calm,,,51,,
4,20,calm,sentiment:20.0,0,20,,
5,,,,,0,,
END
run triage -q -C heavy felt.csv
columns out | cut -d, -f1-7 | sed 's/$/,/' >got
same want got 'what is felt in a text, and when it counts'
cat >want <<'END'
signals:
hostile: 0.0
words: 0, known 0
END
: >want.err
run triage --explain-text ''
expect 0 '--explain-text of nothing'

# What --print-settings writes is what is in force: a folder of it gives the
# same, rows stand on the lines that are named, # is no comment in weights.csv.
run triage --print-settings
mkdir printed
awk '/^# [a-z]*\.csv$/ { file = "printed/" $2; next } { print >file }' out
said='very angry, waiting 3 weeks for 2 refunds, wants the mgr'
run triage --explain-text "$said"
cp out want
run triage -C printed --explain-text "$said"
sed 's,printed/,,' out | cmp -s - want
ok $? '--print-settings: what is printed reads the same'
grep -q ' by # week (weights.csv:' want
ok $? '--explain-text: a number and a word'
awk 'length > 80 && / \(words.csv:/' want >wide
is 0 "$(wc -l <wide)" '--explain-text: long rows of words.csv are cut short'
sed -n 's/.* by \(.*\) (\(w[a-z]*.csv\):\([0-9]*\)).*/\2 \3 \1/p' want >named
while read -r file line row; do
	case $(sed -n "${line}p" "printed/$file") in
	"${row%..}"*) echo same ;;
	esac
done <named >found
is "$(wc -l <named)" "$(wc -l <found)" \
    '--print-settings: each row is on the line that is named'
run triage -C printed --print-settings
awk '/^# [a-z]*\.csv$/ { file = $2; next } file == "weights.csv"' out >got
cmp -s printed/weights.csv got
ok $? "--print-settings: a folder's weights.csv as it stands"
printf '%s\nangry,1,2\nangry,,,,,x,,,,,,,,,\n' "$heads" >heavy/weights.csv
refused 'heavy/weights.csv:3: column profanity: not a whole number from -32000 to 32000' \
    'weights.csv with a value that is none' -C heavy

# Settings.
run triage --print-settings
is 'stress.csv words.csv weights.csv limits.csv map.csv' "$(sed -n 's/^# \(.*\.csv\)$/\1/p' out |
    paste -sd' ' -)" '--print-settings'
printf 'component,max\nwait,101\n' >set/stress.csv
refused "set/stress.csv:2: column max: not a number from 0 to 100, its decimals "`
    `"behind a point" \
    'stress.csv that makes no sense' -C set
printf 'component,max,from,to\nwait,4,0,100\nfloor:threat,95,,\n' \
    >set/stress.csv
printf 'wait,threat\n50,no\n50,yes\n' >own.csv
run triage -C set own.csv
is '2|wait:2.0 95|hostile:25.0 wait:2.0 floor:threat' \
    "$(awk -F, 'NR > 1 { printf "%s%s|%s", s, $3, $5; s = " " }' out)" \
    'a lead'\''s own numbers count'
rm set/stress.csv

# Help.
run triage -h
gave 0 '-h'
echo 'triage (evenkeel) 0.1' >want
run triage -V
expect 0 '-V'
run triage --no-such
gave 2 'wrong usage'
says 'usage: triage ' 'says how'

# Every record of every file: the printed tenths make the stress, and no
# other words stand beside them; the accounting closes, twice is once.
cat >adds_up.py <<'END'
import csv, sys
csv.field_size_limit(1 << 24)
names = ("hostile sentiment length repeat wait hold unresolved passed "
    "interrupted").split()
bad = n = floors = 0
rows = csv.reader(sys.stdin, delimiter=sys.argv[1])
head = next(rows)
col = {name: i for i, name in enumerate(head)}
for row in rows:
    n += 1
    stress, why = row[col["stress"]], row[col["stress_why"]].split()
    if stress == "":
        bad += why != []
        continue
    part = dict(p.split(":") for p in why)
    floor, own = part.pop("floor", None), part.pop("self", None)
    bad += not set(part) <= set(names)
    tenths = lambda s: int(s.replace(".", ""))
    sums = [tenths(v) for v in part.values()]
    bad += sums != sorted(sums, reverse=True)
    points = (sum(sums) + 5) // 10
    if own is not None:
        points = (5 * points + tenths(own) + 5) // 10
    if floor:
        floors += 1
        bad += floor not in row[col["signals"]].split()
        least = {"threat": 90, "selfharm": 90, "abuse": 60}[floor]
        bad += points >= least
        points = least
    bad += points != int(stress)
print(n, bad, floors)
END

# The notes of two writers, and ratings of their own.
python3 - "$here"/data/notes/wren.csv "$here"/data/notes/kestrel.csv \
    >said.csv <<'END'
import csv, sys
out = csv.writer(sys.stdout)
out.writerow(["id", "wait", "self_rating", "notes"])
for name in sys.argv[1:]:
    for i, row in enumerate(csv.DictReader(open(name, newline=""))):
        out.writerow([row["id"], i % 150, ["", i % 11][i % 2], row["text"]])
END
run triage -q said.csv
python3 adds_up.py , <out | {
	read -r n bad floors
	[ "$n" -gt 1000 ] && [ "$bad" -eq 0 ] && [ "$floors" -gt 100 ]
}
ok $? 'notes: the sums add up, floors and own ratings included'
if need_shared 'the files of shared/data/calls'; then
	for file in pwc_original pwc_semicolon_excel pwc_longdate restaurant \
	    technion_one_day dialer_calls; do
		d=,
		[ $file = pwc_semicolon_excel ] && d=';'
		in=$shared/data/calls/$file.csv
		run triage -v -z UTC --date 2026-03-02 "$in"
		if [ "$status" -eq 3 ]; then status=0; fi
		gave 0 "$file: done"
		cp out once.csv
		says 'read ' "$file: the accounting is told"
		grep -q 'does not close' err
		ok $((! $?)) "$file: and closes"
		is 0 "$(python3 adds_up.py "$d" <once.csv | cut -d' ' -f2)" \
		    "$file: the sums add up"
		run triage -q -z UTC --date 2026-03-02 once.csv
		cmp -s once.csv out
		ok $? "$file: twice is once"
	done
fi

done_testing
