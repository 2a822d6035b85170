#!/bin/sh
# SPDX-License-Identifier: ISC
# wrapup: the daybook.  Trend and first contact resolution over days as an
# independent program has them (daybook.py), reruns, what kill -9 leaves,
# erasing a person, and who is shown to whom.
. "$(dirname "$0")/lib.sh"
oracle=$top/tests/daybook.py

# value SECTION KEY METRIC: from the tidy table in out.
value() {
	awk -F, -v s="$1" -v k="$2" -v m="$3" \
	    '$1 == s && $2 == k && $3 == m { print $4 }' out
}

# Nine weeks of a small centre; for two agents the last three get harder
# from day to day, one of them misses all breathers.
sample --days 63 --agents 6 --seed 3 >calls.csv
sh -c 'triage -q calls.csv | breathe -q | targetsplit -q -t 40 |
    escalate -q -N 2026-05-04T00:00:00' >plain.csv
python3 - <<'END'
import csv
from datetime import date
rows = list(csv.DictReader(open('plain.csv', newline='')))
agents = sorted({r['agent'] for r in rows if r['agent']})
for r in rows:
    if not r['load'] or r['agent'] not in agents[:2]:
        continue
    late = max(0, date.fromisoformat(r['start'][:10]).toordinal() -
               date(2026, 4, 12).toordinal())
    r['load'] = '%.1f' % min(100, 0.4 * float(r['load']) *
                             (1 + (late > 0) * 1.1 ** late))
    if late and r['agent'] == agents[0]:
        r['breather_taken'] = 'no'
with open('full.csv', 'w', newline='') as f:
    w = csv.DictWriter(f, rows[0].keys(), lineterminator='\n')
    w.writeheader()
    w.writerows(rows)
END
python3 "$oracle" split full.csv >days
bad=0
while read -r day; do
	wrapup -q -N "${day}T23:30:00" -D book -f csv "day-$day.csv" \
	    >"report-$day.csv" || bad=$((bad + 1))
done <days
is '0 63 63' "$bad $(find book -name '*.csv' | wc -l) $(find book \
    -name '*.contacts' | wc -l)" 'nine weeks, a page and contacts a day'
is '600 700' "$(stat -c %a book/key) $(stat -c %a book)" \
    'the key and the folder are their owner'\''s'
is 33 "$(wc -c <book/key | tr -d ' ')" 'the key has 128 bits'
is '' "$(grep -lE 'C0[0-9]{5}|\+1555' book/*)" 'no customer stands in it'

# First contact resolution, month and week, against all records at once.
for pair in 2026-03:31 2026-04:30; do
	month=${pair%:*}
	want=$(python3 "$oracle" fcr full.csv "$month-01" "$month-${pair#*:}")
	run wrapup -q -N "$month-12T12:00:00" -D book --month -f csv
	is "$(echo "$want" | awk '{ printf "%.2f %d", 100 * $2 / $1, $3 }')" \
	    "$(value service '' fcr) $(value service '' fcr_open)" \
	    "first contact resolution of $month"
done
want=$(python3 "$oracle" fcr full.csv 2026-03-16 2026-03-22)
run wrapup -q -N 2026-03-18T12:00:00 -D book --week -f csv
is "$(echo "$want" | awk '{ printf "%.2f %d", 100 * $2 / $1, $3 }')" \
    "$(value service '' fcr) $(value service '' fcr_open)" 'and of a week'
is 7 "$(awk -F, '$2 ~ /^days of the daybook/ { print $4 }' out)" \
    'a week has seven days'

# Of a day on its evening: what came before is known, nothing after.
python3 - <<'END'
import csv
rows = list(csv.reader(open('full.csv', newline='')))
with open('until.csv', 'w', newline='') as f:
    csv.writer(f, lineterminator='\n').writerows(
        r for r in rows if r[2][:10] <= '2026-03-20' or r is rows[0])
END
want=$(python3 "$oracle" fcr until.csv 2026-03-20 2026-03-20)
cp report-2026-03-20.csv out
is "$(echo "$want" | awk '{ printf "%.2f %d", 100 * $2 / $1, $3 }')" \
    "$(value service '' fcr) $(value service '' fcr_open)" \
    'and of a day, on its evening'

# The trend of some days against a program of its own.
cat >trend.py <<'END'
import csv, subprocess, sys
oracle, day, report = sys.argv[1:]
want = {}
for line in subprocess.run([sys.executable, oracle, 'trend', 'full.csv', day],
                           capture_output=True, text=True,
                           check=True).stdout.splitlines():
    agent, n, acute, base, ratio, state = line.rsplit(' ', 5)
    want[agent] = (n, acute, base, ratio, state)
got = {}
for r in csv.DictReader(open(report)):
    if r['section'] == 'trend':
        got.setdefault(r['key'], {})[r['metric']] = r['value']
bad = sorted(set(want) ^ set(got))
def near(text, number, within):
    return (text == 'n/a') == (number == 'None') and \
        (text == 'n/a' or abs(float(text) - float(number)) <= within)
for agent, (n, acute, base, ratio, state) in want.items():
    g = got.get(agent)
    if g is None or g['days'] != n or g['state'] != state or \
            not near(g['load_acute'], acute, 0.0501) or \
            not near(g['load_baseline'], base, 0.0501) or \
            not near(g['load_ratio'], ratio, 0.000501):
        bad.append((agent, want[agent], g))
print(len(want), sorted({w[4] for w in want.values()}), bad)
END
for day in 2026-03-09 2026-03-14 2026-04-09 2026-04-17 2026-04-20 \
    2026-04-28 2026-05-01 2026-05-03; do
	run python3 trend.py "$oracle" $day report-$day.csv
	is '[]' "$(cat err; sed 's/.*\] //' out)" "the trend as of $day"
	cat out >>states
done
grep -q watch states && grep -q talk states
ok $? 'WATCH and TALK are among them'
run wrapup -q -N 2026-05-03T23:00:00 -D book --week -f csv -s trend
grep '^trend' report-2026-05-03.csv >want
grep '^trend' out >got
same want got 'the same as the last day'\''s'

# A page is what --page writes; a rerun replaces it by the same.
day=2026-03-10
run wrapup -q -N ${day}T23:30:00 --page "day-$day.csv"
same book/$day.csv out 'the page in the daybook is that of --page'
cp book/$day.csv page.csv
run wrapup -q -N ${day}T23:30:00 -D book "day-$day.csv"
gave 0 'a rerun'
same page.csv book/$day.csv 'writes the same page'
python3 - <<'END'
import csv
rows = list(csv.reader(open('day-2026-03-10.csv', newline='')))
with open('fewer.csv', 'w', newline='') as f:
    csv.writer(f, lineterminator='\n').writerows(rows[:-5])
END
: >want
run wrapup -q -N ${day}T23:30:00 -D book fewer.csv
gave 2 'fewer records: status 2'
says 'book/2026-03-10.csv: is of' 'it says which page'
same want out 'no report'
same page.csv book/$day.csv 'and the page stays'
run wrapup -q -N ${day}T23:30:00 -D book --force fewer.csv
gave 0 '--force'
cmp -s page.csv book/$day.csv
is 1 $? 'replaces it'
run wrapup -q -N ${day}T23:30:00 -D book "day-$day.csv"
same page.csv book/$day.csv 'more records need no force'

# The report says what the day before left open.
n=$(grep '^open,' book/2026-03-09.csv | awk -F, '{ n += $4 } END { print n + 0 }')
run wrapup -q -N ${day}T23:30:00 -D book -s carry_over "day-$day.csv"
grep -q "When the day before ended, $n were open" out
ok $? 'what the day before left is told'
run wrapup -q -N ${day}T23:30:00 -D unmade --check "day-$day.csv"
[ ! -e unmade ]
ok $? '--check makes no daybook'
head -n 1 "day-$day.csv" >none.csv
run wrapup -q -N 2026-03-01T20:00:00 --page none.csv
gave 0 'a page of nothing'
cp out none.page
run wrapup --merge none.page "page.csv"
gave 0 'merges with others'

# Only --day's records, by default those of --now's day.
rm -rf one
run wrapup -q -N 2026-03-10T23:00:00 -D one -f csv full.csv
same page.csv one/2026-03-10.csv 'of all records only the day'\''s'
run wrapup -q -N 2026-04-01T23:00:00 -D one --day 2026-03-11 full.csv
run wrapup -q -N 2026-04-01T23:00:00 --page --day 2026-03-11 \
    day-2026-03-11.csv
same out one/2026-03-11.csv '--day names another one'
run wrapup -D one --day 2026-03-11..2026-03-12 full.csv
gave 2 'two days make no page'

# An agent's own week names nobody else, and no open work of others.
agent=$(grep -m 1 '^agent,' page.csv | cut -d, -f2)
others=$(grep '^agent,' page.csv | cut -d, -f2 | tail -n +2)
run wrapup -q -N ${day}T23:30:00 -D book --week --sheet "$agent"
gave 0 'an agent'\''s own week'
is '' "$(grep -wF "$others" out)" 'names nobody else'
is '' "$(grep -E 'promises? (is|are)|[0-9] open|Let it go' out)" \
    'and claims nothing about open work'
run wrapup -q -N ${day}T23:30:00 -D book --week -f csv -s agents
awk -F, -v a="$agent" '$2 == a && $3 == "legs" { print $4 }' out >want
run wrapup -q -N ${day}T23:30:00 -D book --week -f csv -s service \
    --sheet "$agent"
is "$(cat want)" "$(value service '' legs)" 'with their own calls'

# Shards of the daybook.
for k in 1 2 3; do
	wrapup -q -N ${day}T23:00:00 -D shards -S $k/3:customer \
	    "day-$day.csv" >/dev/null
done
is '2026-03-10.1of3.csv 2026-03-10.2of3.csv 2026-03-10.3of3.csv' \
    "$(cd shards && echo *.csv)" 'a page a shard'
run wrapup --merge --page shards/*.csv
same page.csv out 'that make up the day'
run wrapup -q -N ${day}T23:00:00 -D shards --week -f csv
cp out got
run wrapup -q -N ${day}T23:00:00 -D one --week -f csv --day 2026-03-10
gave 0 'and reports'
wrapup -q -N ${day}T23:00:00 -D alone -f csv "day-$day.csv" >/dev/null
run wrapup -q -N ${day}T23:00:00 -D alone --week -f csv
same out got 'as the whole day does'

# A day is whole or in shards of one cut, never both.
cp -r alone both
run wrapup -q -N ${day}T23:00:00 -D both -S 1/2:customer "day-$day.csv"
gave 2 'a shard beside the whole day'
says 'both/2026-03-10.csv: holds records of the same day' 'says which page'
is 2026-03-10.csv "$(cd both && echo *.csv)" 'and writes nothing'
rm shards/2026-03-10.3of3.*
run wrapup -q -N ${day}T23:00:00 -D shards --force "day-$day.csv"
gave 2 'the whole day beside shards, --force or not'
run wrapup -q -N ${day}T23:00:00 -D shards -S 3/4:customer "day-$day.csv"
gave 2 'a shard of another cut'
is 2 "$(find shards -name '*.csv' | wc -l | tr -d ' ')" 'nothing is written'
run wrapup -N ${day}T23:00:00 -D shards --week
gave 3 'a day that lacks shards: status 3'
says '2026-03-10: only 2 of 3 shards are there' 'it says which'
is 1 "$(head -n 1 out | grep -c '2 of 3 shards')" 'and the first line, too'

# The key and the contacts belong together.
cp -r alone lost
rm lost/key
run wrapup -q -N ${day}T23:00:00 -D lost "day-$day.csv"
gave 2 'contacts without their key'
says 'lost/key: is missing' 'it says so'
[ ! -e lost/key ]
ok $? 'and makes no other one'
rm lost/*.contacts
run wrapup -q -N ${day}T23:00:00 -D lost "day-$day.csv"
gave 0 'without contacts there may be a new one'
rm lost/*.contacts
run wrapup -N ${day}T23:00:00 -D lost --week
says 'lost/2026-03-10.contacts: is missing' 'missing contacts are told'
run wrapup -N 2026-03-11T23:00:00 -D lost day-2026-03-11.csv
says 'lost/2026-03-10.contacts: is missing' 'on the next day, too'

# Damage among the neighbours does not stop the day's page.
cp -r book worn
head -c 3000 book/2026-03-09.csv >worn/2026-03-09.csv
run wrapup -N ${day}T23:30:00 -D worn -s quality "day-$day.csv"
gave 0 'a torn neighbour'
says 'worn/2026-03-09.csv: is torn' 'is told'
grep -q '1 files of the daybook cannot be read' out
ok $? 'and noted'
run wrapup -q -N ${day}T23:30:00 -D worn --week
gave 2 'but no week is made of it'
run wrapup -q -N 2025-01-01T00:00:00 -D book --week
gave 2 'a week without pages'
run wrapup -D nowhere --week
gave 4 'no daybook'
cp -r book keyless
rm keyless/key
run wrapup -q -N ${day}T23:30:00 -D book --week -f csv
cp out want
run wrapup -q -N ${day}T23:30:00 -D keyless --week -f csv
same want out 'without the key the pages tell the same'
run wrapup -q -D keyless --forget x
gave 4 'but nobody is found in it'
for options in '--week' '--month' '--force' '--forget x' '--manifest m' \
    '--merge' '-D book --week --month' '-D book --week full.csv' \
    '-D book --merge page.csv' '--page --sheet Ada' \
    '--sheet Ada --team-only' '--excel -f html' \
    '-D book --week --carry-out c.csv' '--merge --day 2026-03-10 page.csv' \
    '--to a@example.com full.csv' '--page -f csv full.csv' \
    '--page -s day full.csv' '-D book --week -N 2026-03-10 -r x.csv' \
    '-D book --week -N 2026-03-10 -K a,b' '--sheet= full.csv' \
    '--merge --manifest= page.csv' '-f mail --to ada full.csv' \
    '-f mail --to @b full.csv' '-f mail --to a@ full.csv' \
    '-f mail --to a@b@c full.csv' '-f mail --to=-a@b full.csv' \
    '-f mail --to a@b, full.csv'; do
	# shellcheck disable=SC2086
	run wrapup $options
	gave 2 "wrapup $options"
done

# A sheet reads the daybook and makes none.
run wrapup -q -N ${day}T23:30:00 -D unmade --sheet "$agent" "day-$day.csv"
is 4 "$status" 'a sheet from a folder that is not there'
says 'unmade: no such daybook' 'is refused'
[ ! -e unmade ]
ok $? 'and the folder is not made'
mkdir bare
run wrapup -q -N ${day}T23:30:00 -D bare --sheet "$agent" "day-$day.csv"
is '0 ' "$status $(ls bare)" 'nor anything in one that is there'

# Who called is forgotten after 70 days, whatever the order of the days.
# 2026-01-01 and 70 days is 2026-03-12.
days='2026-01-01 2026-01-02 2026-02-20 2026-03-12'
one_call() {
	printf 'start,agent,customer,outcome,resolved\n%s %s\n' "$1" \
	    '09:00:00,Ada,C1,answered,yes' >call.csv
	wrapup -q -N "${3:-$1}T20:00:00" -D "$2" --day "$1" call.csv >/dev/null
}
for d in $days; do one_call "$d" aging; done
is '2026-01-01 2026-01-02 2026-02-20 2026-03-12' "$(cd aging &&
    ls -- *.contacts | sed 's/.contacts//' | paste -sd' ')" '70 days are kept'
one_call 2026-03-13 aging
is '2026-01-02 2026-02-20 2026-03-12 2026-03-13' "$(cd aging &&
    ls -- *.contacts | sed 's/.contacts//' | paste -sd' ')" '71 are not'
is 5 "$(find aging -name '*.csv' | wc -l)" 'pages stay'
mkdir again
cp aging/key again
for d in 2026-03-12 2026-01-02 2026-03-13 2026-01-01 2026-02-20; do
	one_call "$d" again 2026-03-13
done
diff -r aging again >diff.txt
is '0 ' "$? $(cat diff.txt)" 'the same files from any order of the days'
cp -r aging slip
one_call 2027-01-01 slip 2026-03-13
is 5 "$(find slip -name '*.contacts' | wc -l)" \
    'a page of a day to come ages nothing'
run wrapup -N 2026-01-31T12:00:00 -D aging --month -s quality
gave 0 'a month that is partly too old'
is '' "$(grep contacts err)" 'warns of nothing'
run wrapup -N 2026-03-13T12:00:00 -D aging --day 2026-01-31 --month -s quality
is 1 "$(grep -c '1 pages of the daybook are older than contacts are kept' \
    out)" 'but says so'
is '' "$(grep contacts err)" 'and is no warning'
rm aging/2026-02-20.contacts
run wrapup -N 2026-03-13T12:00:00 -D aging --day 2026-02-20 --month -s quality
says '2026-02-20.contacts: is missing' 'what should be there is warned of'
mkdir ever
printf 'key,value\ncontacts_days,0\n' >ever/report.csv
cp -r again kept
printf 'start,agent,customer,outcome\n2026-06-01 09:00:00,Ada,C1,answered\n' \
    >call.csv
wrapup -q -C ever -N 2026-06-01T20:00:00 -D kept call.csv >/dev/null
is 5 "$(find kept -name '*.contacts' | wc -l)" '0 keeps them for ever'
printf 'key,value\ncontacts_days,15\n' >ever/report.csv
wrapup -q -C ever -N 2026-06-01T20:00:00 -D kept call.csv >/dev/null
is 2026-06-01.contacts "$(cd kept && ls -- *.contacts)" '15 keeps 15'
# Last month's report is the same at the end of this one.
cp -r book whole
run wrapup -q -N 2026-03-31T23:00:00 -D book --month -f csv -s service
cp out early
wrapup -q -N 2026-04-30T23:30:00 -D book --day 2026-04-30 \
    day-2026-04-30.csv >/dev/null
run wrapup -q -N 2026-04-30T23:30:00 -D book --day 2026-03-31 --month -f csv \
    -s service
same early out "last month's first contacts are still told"
rm -r book && mv whole book

# kill -9 at any moment leaves the old page or the new one.
cp book/$day.csv old.csv
rm -rf kill
mkdir kill
cp book/key kill/key
wrapup -q -N ${day}T23:30:00 -D kill --force fewer.csv >/dev/null
cp kill/$day.csv few.csv
python3 - $day <<'END' >got
import os, random, signal, subprocess, sys, time
day = sys.argv[1]
rnd, seen, bad = random.Random(9), [0, 0], 0
pages = [open(n, 'rb').read() for n in ('old.csv', 'few.csv')]
for i in range(60):
    p = subprocess.Popen(['wrapup', '-q', '-N', day + 'T23:30:00', '-D',
                          'kill', '--force',
                          ('day-%s.csv' % day, 'fewer.csv')[i % 2]],
                         stdout=subprocess.DEVNULL)
    time.sleep(rnd.random() * 0.03)
    os.kill(p.pid, signal.SIGKILL)
    p.wait()
    now = open('kill/%s.csv' % day, 'rb').read()
    if now not in pages:
        bad += 1
    else:
        seen[pages.index(now)] += 1
print(bad)
END
is 0 "$(cat got)" 'kill -9 leaves a whole page, sixty times'

# Erase a customer, and an agent.
who=$(awk -F, '$7 ~ /^C0/ && $10 == "inbound" { print $7; exit }' \
    "day-$day.csv")
run wrapup -v -D book --forget "$who"
gave 0 '--forget a customer'
is 1 "$(grep -cE 'erased [1-9][0-9]* days of a customer' err)" 'says so'
run wrapup -D book --forget "$who"
gave 1 'twice there is nobody: status 1'
same page.csv book/$day.csv 'pages are as before'
agent=$(grep -m 1 '^agent,' page.csv | cut -d, -f2)
run wrapup -D book --forget "$agent"
gave 0 '--forget an agent'
is '' "$(grep -l "$agent" book/*.csv)" 'whose name is in no page'
run wrapup -q -N ${day}T23:00:00 -D book --month -f csv
is '' "$(grep "$agent" out)" 'nor in a report'
is "$(wrapup -q --merge -f csv one/$day.csv | grep '^service,,offered')" \
    "$(wrapup -q --merge -f csv book/$day.csv | grep '^service,,offered')" \
    'what all did together stays'

# Pseudonyms: the same on each day, under the key.
printf '000102030405060708090a0b0c0d0e0f\n' >secret
chmod 600 secret
run wrapup -q -N ${day}T23:00:00 --pseudonym secret -f csv -s agents \
    "day-$day.csv"
cp out first
run wrapup -q -N 2026-03-11T23:00:00 --pseudonym secret -f csv -s agents \
    day-2026-03-11.csv
is '' "$(cut -d, -f2 first out | sort -u | grep -vE '^(A-[0-9a-z]{12}|key)$')" \
    'agents have pseudonyms'
is 5 "$(cut -d, -f2 first out | grep '^A-' | sort | uniq -c |
    awk '$1 > 30' | wc -l | awk '{ print ($1 >= 4 ? 5 : $1) }')" \
    'the same on two days'
# SipHash-2-4 of the name, by a program of its own.
python3 - "$agent" >want <<'END'
import sys
def sip(k0, k1, m):
    M = (1 << 64) - 1
    rot = lambda x, b: (x << b | x >> (64 - b)) & M
    v = [k0 ^ 0x736f6d6570736575, k1 ^ 0x646f72616e646f6d,
         k0 ^ 0x6c7967656e657261, k1 ^ 0x7465646279746573]
    def rounds(n):
        for _ in range(n):
            v[0] = (v[0] + v[1]) & M; v[1] = rot(v[1], 13) ^ v[0]
            v[0] = rot(v[0], 32)
            v[2] = (v[2] + v[3]) & M; v[3] = rot(v[3], 16) ^ v[2]
            v[0] = (v[0] + v[3]) & M; v[3] = rot(v[3], 21) ^ v[0]
            v[2] = (v[2] + v[1]) & M; v[1] = rot(v[1], 17) ^ v[2]
            v[2] = rot(v[2], 32)
    m += b'\0' * ((7 - len(m)) % 8) + bytes([len(m) & 255])
    for i in range(0, len(m), 8):
        w = int.from_bytes(m[i:i + 8], 'little')
        v[3] ^= w; rounds(2); v[0] ^= w
    v[2] ^= 255; rounds(4)
    return v[0] ^ v[1] ^ v[2] ^ v[3]
h = sip(0x0001020304050607, 0x08090a0b0c0d0e0f, sys.argv[1].encode())
print('A-' + ''.join('0123456789abcdefghjkmnpqrstvwxyz'[h >> 5 * i & 31]
                     for i in range(12)))
END
is 1 "$(cut -d, -f2 first | sort -u | grep -cx "$(cat want)")" \
    'a pseudonym as an independent SipHash has it'
run wrapup -q -N ${day}T23:00:00 --pseudonym secret --carry-out carry.csv \
    "day-$day.csv"
gave 0 'pseudonyms in all'
is '' "$(grep -hE 'C0[0-9]{5}|\+1555' out carry.csv)" 'customers have, too'
run wrapup -q --pseudonym nowhere "day-$day.csv"
gave 4 'no key: status 4'
: >empty
run wrapup -q --pseudonym empty "day-$day.csv"
gave 2 'an empty key: status 2'

# For the team only: nobody stands alone.
run wrapup -q -N ${day}T23:30:00 --team-only -f csv "day-$day.csv"
is '' "$(grep "$agent" out)" '--team-only names nobody'
is '' "$(grep '^agents,' out)" 'and has no line of an agent'
cat >few.csv <<'END'
start,agent,queue,talk,outcome
2026-03-02 09:00:00,Ada,big,10,answered
2026-03-02 09:01:00,Bo,big,10,answered
2026-03-02 09:02:00,Cy,big,10,answered
2026-03-02 09:03:00,Di,big,10,answered
2026-03-02 09:04:00,Ed,big,10,answered
2026-03-02 09:05:00,Ada,small,10,answered
2026-03-02 09:06:00,Bo,tiny,10,answered
2026-03-02 09:07:00,,shut,,abandoned
END
run wrapup -q --team-only -f csv few.csv
is 'queues put together shut' \
    "$(awk -F, '$1 == "service" && $3 == "offered" && $2 != "" { print $2 }' \
    out | paste -sd' ' -)" 'groups under 5 are folded, until 5 made the sum'
is 7 "$(value service 'queues put together' legs)" 'with their sum'
grep -v tiny few.csv >wide.csv
for who in Ada Bo Cy Di Ed; do
	echo "2026-03-02 10:00:00,$who,vast,10,answered"
done >>wide.csv
echo '2026-03-02 11:00:00,Ed,vast,10,answered' >>wide.csv
run wrapup -q --team-only -f csv wide.csv
is '5 7 12' "$(value service big legs) \
$(value service 'queues put together' legs) $(value service '' legs)" \
    'what the total leaves over, five agents made'
hour() {
	value intervals "2026-03-02T$1:00:00+00:00" "$2"
}
is '6 n/a n/a 1 n/a n/a' "$(hour 09 legs) $(hour 10 legs) $(hour 11 legs) \
$(hour 11 offered) $(hour 11 calls) $(hour 11 aht)" \
    'an hour of one is withheld together with its neighbour'
run wrapup -q --page --day 2026-03-02 wide.csv
cp out wide.page
run wrapup -q --merge --team-only -f csv wide.page
is 'n/a n/a n/a 7' "$(hour 09 legs) $(hour 10 legs) $(hour 11 legs) \
$(hour 09 offered)" 'pages do not know who worked: no hour tells of work'
run wrapup -q --team-only -f json wide.csv
python3 -c 'import json
r = json.load(open("out"))["intervals"]["rows"]
print([x["calls"] for x in r], [x["offered"] for x in r])' >got
is '[6, None, None] [7, 5, 1]' "$(cat got)" 'the same in JSON'

# A team of fewer than 5 agents.
cat >two.csv <<'END'
call_id,start,agent,queue,customer,talk,outcome,resolved,stress,stress_why
1,2026-03-02 09:00:00,Ada,q,C1,10,answered,no,70,hostile:70.0
2,2026-03-02 09:01:00,Bo,q,C2,10,answered,yes,20,wait:20.0
END
run wrapup -q --team-only -f csv two.csv
is '2 n/a n/a n/a n/a 0' "$(value service '' answered) \
$(value service '' aht) $(value service '' hard) \
$(value service '' stress_minutes) $(value causes '' hard) \
$(grep -c '^causes,[a-z]' out)" 'fewer than 5 agents: their work is withheld'
run wrapup -q --team-only two.csv
grep -q 'Calm  *Fewer than 5 agents: what tells of their work' out
ok $? 'the first lines say so'
grep -q 'Not shown: fewer than 5 agents: withheld' out
ok $? 'and the sections'
run wrapup -q --team-only -f json two.csv
is '0 1' "$(grep -cE 'Ada|Bo|"owner"' out) $(grep -c '"customer": "C1"' out)" \
    'open work has no owner in JSON'
for options in '--page --team-only' '--page --pseudonym secret'; do
	# shellcheck disable=SC2086
	run wrapup --day 2026-03-02 $options two.csv
	gave 2 "$options: a page has names"
done

# Pseudonyms of what comes from pages, which keep the names.
run wrapup -q -N 2026-03-02T20:00:00 -D named -f csv two.csv
run wrapup -q -N 2026-03-02T20:00:00 -D secret.d --pseudonym secret -f csv \
    two.csv
same named/2026-03-02.csv secret.d/2026-03-02.csv \
    'under pseudonyms the daybook stays what it is'
is 'A- A-' "$(grep '^agents,.*,calls,' out | cut -d, -f2 | cut -c1-2 |
    paste -sd' ' -)" 'the report has them'
grep '^agents' out >want
run wrapup -q --merge --pseudonym secret -f csv -s agents \
    secret.d/2026-03-02.csv
tail -n +2 out >got
same want got 'the same in --merge'
who=$(head -n 1 got | cut -d, -f2)
run wrapup -q --merge --pseudonym secret --sheet "$who" secret.d/2026-03-02.csv
gave 0 'a sheet by its pseudonym'
grep '^agent,' page.csv | cut -d, -f2 >names
for options in '--week' '--month' '--week -f html' '--week -f json'; do
	# shellcheck disable=SC2086
	run wrapup -q -N ${day}T23:30:00 --pseudonym secret -D book $options
	is '0 0' "$status $(grep -cFf names out)" "no name in $options"
done
run wrapup -q -N 2026-05-02T23:30:00 -D book --pseudonym secret -s trend \
    -f csv day-2026-05-02.csv
grep '^trend' out | grep -v ",$agent," >got
is 0 "$(cut -d, -f2 got | grep -vcE '^A-[0-9a-z]{12}$')" \
    'nor in the trend of a day'
grep '^trend' report-2026-05-02.csv | grep -v ",$agent," | cut -d, -f3- |
    sort >want
[ -s want ]
ok $? 'which there is'
cut -d, -f3- got | sort >mine
is '' "$(comm -23 want mine)" 'and whose numbers are the same'

run wrapup -q --team-only -f csv few.csv
is '8 7 n/a' "$(value intervals 2026-03-02T09:00:00+00:00 offered) \
$(value intervals 2026-03-02T09:00:00+00:00 legs) \
$(printf '2026-03-02 11:00:00,Ada,big,10,answered\n' | cat few.csv - |
    wrapup -q --team-only -f csv | grep 'T11:00:00+00:00,legs' |
    cut -d, -f4)" 'hours of fewer than 5 tell only what customers saw'

# One agent's own sheet.
run wrapup -q -N 2026-03-02T20:00:00 --sheet Ada few.csv
gave 0 'a sheet'
is '' "$(grep -wE 'Bo|Cy|Di|Ed' out)" 'names nobody else'
run wrapup -q -N 2026-03-02T20:00:00 --sheet Adda few.csv
gave 2 'a sheet of nobody'
says 'there is nobody of this name' 'it says so'
run wrapup -q --merge --sheet Adda page.csv
gave 2 'nor from pages'
run wrapup -q -N 2026-03-02T20:00:00 -f mail --to 'a b@c' few.csv
gave 2 'a blank in an address'
run wrapup -q -N 2026-03-02T20:00:00 --sheet Ada -f csv -s service few.csv
is 2 "$(value service '' legs)" 'and counts their own calls'

# For spreadsheets.
cat >evil.csv <<'END'
start,agent,queue,talk,outcome
2026-03-02 09:00:00,"=cmd|' /C calc'!A0",+49 170 1234567,10,answered
2026-03-02 09:01:00,@SUM(1),-5,10,answered
2026-03-02 09:02:00,-1+1,2026-03-02,10,answered
2026-03-02 09:02:00,"-1+""1,2",x,10,answered
END
run wrapup -q --excel evil.csv
python3 - <<'END' >got
import csv
data = open('out', 'rb').read()
rows = list(csv.reader(open('out', encoding='utf-8-sig', newline='')))
keys = {r[1] for r in rows}
print(data.startswith(b'\xef\xbb\xbf'),
      data.count(b'\n') == data.count(b'\r\n'),
      sum(k[:1] == "'" and k[1] in '=@-' for k in keys),
      {'+49 170 1234567', '-5', '2026-03-02'} <= keys,
      all(r[3][:1] != "'" for r in rows))
END
is 'True True 4 True True' "$(cat got)" '--excel: BOM, CRLF, text that \
would run is guarded, numbers, phones and dates are not'

# The plan: what was asked for where nobody called.
targetsplit --plan -t 16 --agents Ada,Zoe --date 2026-03-02 \
    --hours 09:00-17:00 >plan.csv
run wrapup -q --plan plan.csv -f csv few.csv
is '4 4 4 32 16 16' "$(value intervals 2026-03-02T09:00:00+00:00 target) \
$(value intervals 2026-03-02T12:00:00+00:00 target) \
$(value intervals 2026-03-02T16:00:00+00:00 target) \
$(value service '' target) $(value agents Ada target) \
$(value agents Zoe target)" 'the plan counts in each hour and for each agent'
targetsplit -q -t 16 few.csv >done.csv
run wrapup -q --plan plan.csv -f csv done.csv
is '16 0 16 2' "$(value agents Zoe target) $(value agents Zoe done) \
$(value agents Ada target) $(value agents Ada done)" \
    'with the columns of targetsplit, too'
run wrapup -q --plan few.csv few.csv
gave 2 'a plan that is none'

# What the filters set aside.
printf 'start,agent,talk\n2026-03-02 09:00:00,"A"x,1\n2026-03-02 09:00:00,B,1\n' \
    >torn.csv
triage -q -r aside.csv torn.csv >sound.csv
run wrapup -q --set-aside aside.csv -f csv sound.csv
is 1 "$(grep -c '^quality,records were set aside by the filters: .*,1,' out)" \
    'is told by its reason'
run wrapup -q --set-aside aside.csv --set-aside ./aside.csv sound.csv
gave 2 'the same file twice'
says 'would count twice' 'it says so'
run wrapup -q --set-aside few.csv sound.csv
gave 2 'a file of something else'

# What could not be read is about values, not about records that were used:
# a page is silent of it, whatever the memory held before.
printf 'start,agent,talk\n2026-03-02 09:00:00,Ada,1\nnever,Ada,1:75\n' >odd.csv
for fill in 0 1 170; do
	MALLOC_PERTURB_=$fill wrapup -q --page --day 2026-03-02 odd.csv >odd.$fill
done
is '' "$(grep 'cannot be read' odd.0 odd.1 odd.170)" \
    'no note of values in a page'
same odd.1 odd.0 'the same page whatever the memory held'
same odd.170 odd.0 'and once more'

done_testing
