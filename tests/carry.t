#!/bin/sh
# SPDX-License-Identifier: ISC
# wrapup: open work over five days with a weekend between, by hand; what a
# call ended by policy leaves; an agent's own sheet.
. "$(dirname "$0")/lib.sh"

# Thursday 5 March to Wednesday 11 March 2026; hours.csv is Monday to
# Friday.  C1's promise is kept on Monday, C2's hard call is resolved on
# Tuesday, C3's escalation stays, C4's promise from Friday is kept by a
# call of Saturday, C5 comes on Saturday and stays.
head='call_id,start,agent,customer,direction,outcome,talk,resolved,promised_by,stress,stress_why,escalation,escalation_due,escalation_status,escalation_why'
day() {
	(echo "$head"; cat) >"$1.csv"
}
day 05 <<'END'
1,2026-03-05 09:00:00,Ada,C1,inbound,answered,60,no,2026-03-09 12:00:00,10,wait:10.0,,,,
2,2026-03-05 10:00:00,Bo,C2,inbound,answered,60,no,,70,hostile:70.0,,,,
3,2026-03-05 11:00:00,Ada,C3,inbound,answered,60,no,,20,wait:20.0,lead,2026-03-05 13:00:00,overdue,REPEAT(contacts=4)
END
day 06 <<'END'
4,2026-03-06 09:00:00,Bo,C4,inbound,answered,60,no,2026-03-09 10:00:00,10,wait:10.0,,,,
END
day 07 <<'END'
5,2026-03-07 09:00:00,Bo,C4,outbound,answered,60,,,0,,,,,
6,2026-03-07 10:00:00,Bo,C5,inbound,answered,60,no,,80,hostile:80.0,,,,
END
day 09 <<'END'
7,2026-03-09 11:00:00,Ada,C1,outbound,answered,60,,,0,,,,,
END
day 10 <<'END'
8,2026-03-10 11:00:00,Ada,C2,inbound,answered,60,yes,,0,,,,,
END
day 11 <<'END'
9,2026-03-11 11:00:00,Ada,C9,inbound,answered,60,yes,,0,,,,,
END
before=
for d in 05 06 07 09 10 11; do
	# shellcheck disable=SC2086
	run wrapup -q -N "2026-03-${d}T20:00:00" -f csv ${before:+--carry-in} \
	    $before --carry-out "open-$d.csv" "$d.csv"
	[ "$status" -eq 0 ] || ok 1 "day $d"
	cp out "report-$d.csv"
	before=open-$d.csv
done
open() {
	tail -n +2 "open-$1.csv" | cut -d, -f1,3,11 | sort | paste -sd' ' -
}
# shellcheck disable=SC2046
while read -r d want; do
	is "$want" "$(python3 -c 'import csv, sys
print(" ".join(sorted("%s,%s,%s" % (r["item"], r["customer"], r["carried"])
    for r in csv.DictReader(open(sys.argv[1])))))' "open-$d.csv")" \
	    "what is open on the $d"
done <<'END'
05 escalation,C3,0 hard,C2,0 promise,C1,0
06 escalation,C3,1 hard,C2,1 promise,C1,1 promise,C4,0
07 escalation,C3,1 hard,C2,1 hard,C5,0 promise,C1,1
09 escalation,C3,2 hard,C2,2 hard,C5,1
10 escalation,C3,3 hard,C5,2
11 escalation,C3,4 hard,C5,3
END
is 0 "$(python3 -c 'import csv, glob
print(sum(not r["next_action"] or not r["due"] or not r["opened"]
    for f in glob.glob("open-*.csv") for r in csv.DictReader(open(f))))')" \
    'next action and due are always filled'
is 4 "$(awk -F, '$1 == "carry_over" { n += $4 } END { print n }' \
    report-06.csv)" 'the report counts them'
is 1 "$(awk -F, '$1 == "service" && $2 == "" && $3 == "legs" { print $4 }' \
    report-06.csv)" 'and no metric does'

# A holiday is no working day; a team that works on Saturday says so.
mkdir team
printf 'date,name\n2026-03-06,Rest\n' >team/holidays.csv
run wrapup -q -C team -N 2026-03-06T20:00:00 --carry-in open-05.csv \
    --carry-out holiday.csv 06.csv
is 0 "$(grep C3 holiday.csv | cut -d, -f12)" 'a holiday counts no day'
printf 'days,open,close,queue\nmon-sat,09:00,17:00,\n' >team/hours.csv
run wrapup -q -C team -N 2026-03-07T20:00:00 --carry-in open-06.csv \
    --carry-out saturday.csv 07.csv
is 2 "$(grep C3 saturday.csv | cut -d, -f12)" 'a working Saturday does'

# The day is that of --day, else of --now.
run wrapup -q -N 2026-03-14T03:00:00 --day 2026-03-06 --carry-in open-05.csv \
    --carry-out again.csv 06.csv
is 1 "$(grep C3 again.csv | cut -d, -f12)" 'a late run counts the day it is of'

# What a lead wrote into next_action stays; escalate sees the days.
sed 's/"see to it at its level[^"]*"/visit them/' open-09.csv >own.csv
run wrapup -q -N 2026-03-10T20:00:00 --carry-in own.csv --carry-out kept.csv \
    10.csv
is 'visit them' "$(grep C3 kept.csv | cut -d, -f10)" \
    'an own next action stays'
run escalate -q -N 2026-03-11T09:00:00 open-10.csv
is 2 "$(grep -c 'STALE(carried=' out)" 'the list feeds escalate the next day'

# For a spreadsheet and back.
run wrapup -q -N 2026-03-10T20:00:00 --excel -o r.csv --carry-in open-09.csv \
    --carry-out excel.csv 10.csv
gave 0 '--excel with a carry-over'
run wrapup -q -N 2026-03-11T20:00:00 --carry-in excel.csv \
    --carry-out back.csv 11.csv
same open-11.csv back.csv 'goes through a spreadsheet and back'

# Shards take their customers' items, and no others.
for k in 1 2 3; do
	wrapup -q -N 2026-03-09T20:00:00 -S $k/3:customer --carry-in \
	    open-07.csv --carry-out "part$k.csv" 09.csv >/dev/null
done
tail -n +2 open-09.csv | sort >want
tail -q -n +2 part?.csv | sort >got
same want got 'the lists of shards make up the whole'

# Not today.
run wrapup -q --carry-in nowhere.csv 11.csv
gave 4 'a missing list: status 4'
: >want
same want out 'and no report'
head -n 1 open-05.csv >none.csv
run wrapup -q -N 2026-03-11T20:00:00 --carry-in none.csv --carry-out x.csv \
    11.csv
gave 0 'an empty list'
is 1 "$(wc -l <x.csv | tr -d ' ')" 'leaves nothing'

# What is no list, or a torn one, is not taken for one.
for cut in 30 120 1; do
	head -c "-$cut" open-09.csv >torn.csv
	run wrapup -q -N 2026-03-10T20:00:00 --carry-in torn.csv 10.csv
	gave 2 "a list that lacks its last $cut bytes"
done
sed '2s/,[^,]*,[^,]*$//' open-09.csv >torn.csv
run wrapup -q -N 2026-03-10T20:00:00 --carry-in torn.csv --carry-out no.csv \
    10.csv
gave 2 'a record that lacks fields'
says 'it is torn' 'it says so'
[ ! -e no.csv ] && [ ! -s out ]
ok $? 'and writes nothing'
run wrapup -q -N 2026-03-10T20:00:00 --carry-in 09.csv 10.csv
gave 2 'a list that is none'
says 'no columns item and call_id' 'it says so'
cat open-09.csv >same.csv
tail -n +2 open-09.csv | sed 's/^[a-z]*/promise/' >>same.csv
run wrapup -N 2026-03-10T20:00:00 --carry-in same.csv 10.csv
is 0 "$(grep -c 'the call_id of one above' err)" 'items may share a call'

# The list through escalate, and in again: today's judgement counts.
escalate -q -N 2026-03-12T09:00:00 open-11.csv >judged.csv
head -n 1 11.csv >none-12.csv
run wrapup -q -N 2026-03-12T20:00:00 -f csv --carry-in judged.csv \
    --carry-out open-12.csv none-12.csv
gave 0 'a list that escalate has seen'
python3 - <<'END' >got
import csv
old = {r['call_id']: r for r in csv.DictReader(open('judged.csv'))}
new = {r['call_id']: r for r in csv.DictReader(open('open-12.csv'))}
print(sorted(old) == sorted(new), all(
    new[i]['level'] == o['escalation'] and new[i]['why'] == o['escalation_why']
    and new[i]['due'] == (o['escalation_due'] or o['due']) and
    new[i]['status'] == (o['escalation_status'] or o['status']) and
    o['escalation'] != ''
    for i, o in old.items()), len(old))
END
is 'True True 2' "$(cat got)" 'its level, due time, status and why are taken'
is '2 2' "$(awk -F, '$1 == "escalations" && $2 == "" &&
    ($3 == "escalated" || $3 == "open") { print $4 }' out | paste -sd' ' -)" \
    'and count under Escalations'

# One agent's own sheet: their calls, their open work, a last line.
cat 05.csv >all.csv
tail -n +2 06.csv >>all.csv
run wrapup -q -N 2026-03-06T20:00:00 --sheet Bo all.csv
gave 0 'a sheet'
grep -q '^  2 open, and written down: leave that here until tomorrow' out
ok $? 'its last line counts what is open'
is '' "$(grep -wE 'Ada|C1|C3' out)" 'of others there is nothing'
tail -n +2 10.csv >>all.csv
run wrapup -q -N 2026-03-10T20:00:00 --sheet Bo -s carry_over all.csv
is '' "$(grep -w C2 out)" 'what a colleague resolved is off the sheet'
run wrapup -q -N 2026-03-11T20:00:00 --sheet Ada 11.csv
tail -n 2 out | tr -s ' \n' ' ' | grep -q 'Nothing is open.*write it down, then forget it'
ok $? 'nothing is open: write it down, then forget it'

# A call that ended as the policy has it counts against nobody.
cat >policy.csv <<'END'
call_id,start,agent,queue,customer,direction,outcome,talk,resolved,csat,stress,stress_why,escalation,escalation_due,escalation_status,escalation_why
1,2026-03-02 09:00:00,Ada,q,C1,inbound,ended_by_policy,60,no,1,90,hostile:90.0,lead,2026-03-02 10:00:00,overdue,ABUSE(signal abuse)
2,2026-03-02 10:00:00,Ada,q,C2,inbound,answered,60,yes,5,10,wait:10.0,,,,
3,2026-03-02 11:00:00,Bo,q,C3,inbound,answered,60,no,2,70,hostile:70.0,lead,2026-03-02 12:00:00,overdue,HARD(stress=70)
END
run wrapup -q -N 2026-03-02T20:00:00 -f csv --carry-out p.csv policy.csv
value() {
	awk -F, -v s="$1" -v k="$2" -v m="$3" \
	    '$1 == s && $2 == k && $3 == m { print $4 }' out
}
is '100.00 5 0 2' "$(value agents Ada resolved_rate) \
$(value agents Ada csat_mean) $(value agents Ada escalated) \
$(value agents Ada legs)" \
    'a call ended by policy: the agent'\''s numbers do not know of it'
is '0.00 2 1' "$(value agents Bo resolved_rate) \
$(value agents Bo csat_mean) $(value agents Bo escalated)" 'other calls count as ever'
is '50.00 3.5 2 2' "$(value service '' resolved_rate) \
$(value service '' csat_mean) $(value escalations '' escalated) \
$(value escalations lead overdue)" 'its escalation is the team'\''s'
is 3 "$(value service '' answered)" 'it was answered'
is 'hard,C3' "$(grep '^hard' p.csv | cut -d, -f1,3)" \
    'and need not be brought to a solution'

done_testing
