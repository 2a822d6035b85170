#!/bin/sh
# SPDX-License-Identifier: ISC
# escalate: the ladder, lists and alerts, and the ways to look at a policy.
. "$(dirname "$0")/lib.sh"

. "$top/tests/escalate.sh"

cases=$top/tests/data/policy/cases.csv
escalate --print-settings >printed
awk '/^# /{ on = $2 == "policy.csv"; next } on' printed >starter.csv
rules=$(sed 1d starter.csv | cut -d, -f1)

# A Friday; the centre is open from 09:00 to 17:00.
cat >friday.csv <<'END'
call_id,start,customer,caller,talk,resolved,contacts,signals,status,notes
71,2026-03-06 16:20:00,C1,+4930111,600,no,1,manager,open,
72,2026-03-06 16:40:00,C2,+4930222,300,yes,1,thanks,,
73,2026-03-06 16:50:00,C3,+4930333,120,no,4,threat,,"said ""no"""
74,2026-03-06 16:51:00,C4,,120,no,4,,Pending,
75,2026-03-06 16:52:00,C5,,120,no,4,,closed,
76,2026-03-06 16:53:00,C3,+4930333,120,no,4,,,
END
mkdir ladder
cat >ladder/levels.csv <<'END'
level,name,ack,repeat
1,lead,30m,
2,manager,1h,
3,director,,1h
END
cat >acks.csv <<'END'
call_id,level,at
73,manager,2026-03-06T17:30
71,1,2026-03-09 09:20
END

# The ladder.
run escalate -C ladder -N 2026-03-06T17:00 friday.csv
is 'lead||manager|lead|lead|lead' "$(column escalation)" \
    'the ladder: at first each is on its own level'
is 'ok||overdue|paused|stopped|ok' "$(column escalation_status)" \
    'the ladder: pause and stop by status'
run escalate -C ladder -N 2026-03-09T10:15 friday.csv
is 'manager||director|lead|lead|lead' "$(column escalation)" \
    'the ladder: what nobody took on goes up, what is paused does not'
is '2026-03-09T10:00:00+00:00||2026-03-09T09:52:00+00:00|2026-03-09T12:53:00+00:00|2026-03-09T12:54:00+00:00|2026-03-09T12:52:00+00:00' \
    "$(column escalation_due)" \
    'the ladder: due counts from the previous due, on the clock of the rule'
is 'ASKED_MANAGER(signal manager, not acked by lead)' \
    "$(column escalation_why | cut -d'|' -f1)" 'the ladder: and says so'
is 'THREAT(signal threat, not acked by manager, due again x64); REPEAT(contacts=4)' \
    "$(column escalation_why | cut -d'|' -f3)" 'the ladder: repeat loops'
run escalate -C ladder --acks acks.csv -N 2026-03-09T10:15 friday.csv
is 'acked||acked|paused|stopped|acked' "$(column escalation_status)" \
    '--acks: acked, for all calls of the escalation'
is 'lead||manager|lead|lead|lead' "$(column escalation)" \
    '--acks: and stays where it is'
run escalate -C ladder --acks acks.csv -N 2026-03-06T17:20 friday.csv
is overdue "$(column escalation_status | cut -d'|' -f3)" \
    '--acks: not before it is given'
is 0 "$(grep -c 'no date' err)" '--acks: with their dates'
printf 'call_id,level,at\n73,2,17:30\n71,1,2026-03-09 09:20\n' >clock.csv
run escalate -C ladder --acks clock.csv -N 2026-03-06T17:40 friday.csv
is acked "$(column escalation_status | cut -d'|' -f3)" \
    '--acks: a time of day is of the day of --now'
says '--acks: 1 times have no date: they are put on that of --now, 2026-03-06' \
    '--acks: which is said'
run escalate -C ladder --acks acks.csv -N 2026-03-09T10:15 friday.csv
cp out once
run escalate -C ladder --acks acks.csv -N 2026-03-09T10:15 once
same once out '--acks: twice is once'
for level in boss 9 ''; do
	printf 'call_id,level,at\n71,%s,2026-03-09\n' "$level" >bad.csv
	refused 'bad.csv:2: column level' "--acks of level '$level'" \
	    --acks bad.csv friday.csv
done
printf 'call_id,level,at\n71,1,06.03.2026 17:30\n' >bad.csv
refused 'bad.csv:2: column at: expected a time such as' \
    '--acks at a time of a spreadsheet' --acks bad.csv friday.csv
printf '\357\273\277call_id;level;at\r\n71;1;2026-03-06 16:30\r\n071;1;2026-03-06 16:30\r\n072;1;2026-03-06 16:30\r\n' >excel.csv
run escalate --acks excel.csv -N 2026-03-06T17:00 friday.csv
is acked "$(column escalation_status | cut -d'|' -f1)" \
    '--acks: as a spreadsheet saves it'
says '--acks: 2 of 3 calls in it are not among the records' \
    '--acks: of calls that nobody knows'
run escalate --acks excel.csv -S 1/2:customer -N 2026-03-06T17:00 friday.csv
is '' "$(cat err)" '--acks: a shard does not know them all'
# Three calls are one escalation, and the second one is named.  Due at 10:01,
# the supervisor has until 10:31.
cat >one.csv <<'END'
call_id,start,customer,talk,resolved,contacts,signals
1,2026-03-02 09:00:00,C1,60,no,1,manager
2,2026-03-02 10:00:00,C1,60,no,1,manager
3,2026-03-02 11:00:00,C2,60,no,1,manager
4,2026-03-02 12:00:00,C1,60,no,1,manager
END
printf 'level,name,ack,repeat\n1,supervisor,30m,\n2,manager,1h,\n3,director,,\n' >ladder/levels.csv
printf 'call_id,level,at\n2,supervisor,2026-03-02 10:20\n' >second.csv
run escalate -q -C ladder --acks second.csv -N 2026-03-02T13:30 one.csv
is 'acked|acked' "$(column escalation_status | cut -d'|' -f2,4)" \
    '--acks: of a later call, for those that follow'
is overdue "$(column escalation_status | cut -d'|' -f3)" \
    '--acks: not for another customer'
# What is held to the end, or asked of one call, agrees on it.
agree() {
	is '3|1|2|4' "$(column call_id)" "--acks --by-due: $1"
	is 'overdue|acked|acked|acked' "$(column escalation_status)" \
	    "--acks --by-due: $1: one status for all of its calls"
}
held() {
	escalate -q -C ladder --acks second.csv -N 2026-03-02T13:30 "$@" >out
}
held --by-due one.csv
agree 'a file'
held --by-due <one.csv
agree 'standard input that is a file'
tee copy <one.csv | held --by-due -
agree 'a pipe'
tee copy <one.csv | held -f json
is 'acked acked overdue acked' "$(python3 -c 'import json
print(*[json.loads(l)["status"] for l in open("out")])')" '--acks -f json'
held --explain 1 one.csv
grep -q '^call 1, .*: level 1 (supervisor), .*, acked$' out
ok $? '--acks --explain: of the first call'
mkfifo named
cat one.csv >named &
run escalate --by-due -C ladder --acks second.csv -N 2026-03-02T13:30 named
wait
gave 0 '--acks --by-due: a named pipe'
says 'is read once only' '--acks --by-due: a named pipe: says so'
cp one.csv damaged.csv
printf '9,"never closes\n' >>damaged.csv
run escalate --by-due -v -C ladder --acks second.csv -r rejects \
    -N 2026-03-02T13:30 damaged.csv
gave 3 '--acks --by-due: a record set aside'
is 1 "$(grep -c 'read 5 =' err)" '--acks --by-due: told once'
printf 'call_id,level,at\n2,supervisor,2026-03-02 10:40\n' >second.csv
run escalate -q -C ladder --acks second.csv -N 2026-03-02T13:30 one.csv
is 0 "$(column escalation_status | grep -c acked)" \
    '--acks: of a later call, too late'
cat >ladder/levels.csv <<'END'
level,name,ack,repeat
1,lead,30m,
2,manager,1h,
3,director,,1h
END
run escalate --acks nowhere.csv friday.csv
gave 4 '--acks: no such file'

# What is open, by due time.
run escalate -v --by-due -C ladder -N 2026-03-09T10:15 friday.csv
gave 0 '--by-due'
is '73|71|76|74|75' "$(column call_id)" \
    '--by-due: most overdue first, paused and stopped behind'
says 'read 6 = passed on 5 + set aside 0 + skipped 0 + left out 1' \
    '--by-due: the accounting closes'
grep -q '^73,.*"said ""no""",director,' out
ok $? '--by-due: bytes stay as they are'
run escalate --by-due --fail-on manager friday.csv
gave 1 '--by-due --fail-on'
printf '%s\n' 'call_id,start,signals,promised_by,update_due' \
    '1,2026-03-02 10:00:00,,,2026-03-05 10:00' \
    '2,2026-03-02 10:00:00,,,2026-03-04 10:00' \
    '3,2026-03-02 10:00:00,,2026-03-01 10:00,' \
    '4,2026-03-02 10:00:00,help,,' >dues.csv
run escalate --by-due -q -N 2026-03-02T12:00 dues.csv
is '3|4|2|1' "$(column call_id)" '--by-due: by time, not by place'
is '2026-03-02T10:00:00+00:00|2026-03-02T10:10:00+00:00|2026-03-04T10:00:00+00:00|2026-03-05T10:00:00+00:00' \
    "$(column escalation_due)" '--by-due: a Sunday promise is due on Monday'

# Alerts.
run escalate -v -f json -C ladder -N 2026-03-09T10:15 friday.csv
gave 0 '-f json'
says 'read 6 = used 5' '-f json: the accounting closes'
is 5 "$(wc -l <out | tr -d ' ')" '-f json: a line for each escalation'
is 0 "$(grep -c 4930 out)" '-f json: no phone numbers'
is 0 "$(grep -c '"C1"' out)" '-f json: nor the key of the customer'
run escalate -f json --with-numbers -C ladder -N 2026-03-09T10:15 friday.csv
is 3 "$(grep -c '"caller":"+4930' out)" '--with-numbers: the numbers'
cat >alerts.py <<'END'
import csv, json, sys
alerts = {o["call_id"]: o for o in map(json.loads, open(sys.argv[1]))}
rows = [r for r in csv.DictReader(open(sys.argv[2])) if r["escalation"]]
assert len(rows) == len(alerts)
for r in rows:
    o = alerts[r["call_id"]]
    for key, column in (("escalation", "escalation"),
                        ("due", "escalation_due"),
                        ("status", "escalation_status"),
                        ("why", "escalation_why")):
        assert (o[key] or "") == r[column], (r["call_id"], key)
    assert o["level"] == max(x["level"] for x in o["rules"])
    assert [x["rule"] for x in o["rules"]] == [
        w.split("(")[0] for w in o["why"].split("; ")]
    assert all(x["say"] for x in o["rules"])
    assert list(o) == ["call_id", "start", "queue", "agent", "level",
                       "escalation", "due", "status", "why", "rules"]
END
run escalate -f json -C ladder -N 2026-03-09T10:15 friday.csv
cp out alerts
run escalate -C ladder -N 2026-03-09T10:15 friday.csv
cp out rows
run python3 alerts.py alerts rows
gave 0 '-f json: says what the columns say'
printf 'call_id,start,signals,queue\n"a\\b""c\001",2026-03-02 10:00:00,help,\303\244\377\355\240\200\n' >odd.csv
run escalate -q -f json -N 2026-03-02T12:00 odd.csv
is "$(printf '{"call_id":"a\\\\b\\"c\\u0001","start":"2026-03-02T10:00:00+00:00","queue":"\303\244\357\277\275\357\277\275\357\277\275\357\277\275"')" \
    "$(cut -d, -f1-3 out)" '-f json: escapes, and bytes that are no UTF-8'
run escalate -f json --by-due -C ladder -N 2026-03-09T10:15 friday.csv
is '73 71 76 74 75' "$(sed 's/.*call_id":"\([0-9]*\).*/\1/' out |
    tr '\n' ' ' | sed 's/ $//')" '-f json --by-due'
printf 'call_id,start,signals\n' >header.csv
run escalate -f json header.csv
gave 0 '-f json: no records'
is '' "$(cat out)" '-f json: nothing to say'
refused 'unknown format' '-f xml' -f xml friday.csv
refused 'goes with -f json' '--with-numbers alone' --with-numbers friday.csv

# Lint.
run escalate --lint
gave 0 '--lint: the starter policy'
is '' "$(cat out err)" '--lint: has nothing to say about it'
policy 'A,1,1h,,stress > 50,' 'B,2,30m,24x7,stress >= 40,' \
    'C,1,1h,,stress > 100,' 'D,7,1h,,contacts > 3 and contacts < 4,' \
    'E,1,1h,,frob > 3,' 'F,1,soon,,wait > 5m,' 'G,1,1h,,wait > 5m,' \
    'H,1,1h,,wait > 5m,'
printf 'level,name,ack,repeat\n1,a,1h,1h\n2,b,,\n3,b,,\n' >set/levels.csv
printf 'days,open,close,queue\nmon,09:00,10:00,\nmon,09:00,9 pm,x\n' \
    >set/hours.csv
cat >want <<'END'
set/policy.csv:6: column when, character 1: expected a field, and frob is none
set/policy.csv:7: column due: expected a duration such as 30m, at most 366d, or a time field such as promised_by or promised_by - 30m
set/policy.csv:2: rule A is hidden: whenever it holds, B (line 3) holds too, to the same or a higher level, and is due no later
set/policy.csv:4: rule C can never hold
set/policy.csv:5: rule D can never hold
set/policy.csv:9: rule H is hidden: whenever it holds, G (line 8) holds too, to the same or a higher level, and is due no later
set/levels.csv:4: column name: expected a name that no other level has
set/policy.csv:5: rule D goes to level 7, which has no name in set/levels.csv
set/levels.csv:2: level 1: repeat has no effect: the level hands on after ack
set/hours.csv:3: column close: expected a time of day such as 17:00, at most 24:00
END
run escalate --lint -C set
expect 1 '--lint: finds all, not only the first'
policy 'A,1,1h,,stress > 50,'
rm set/levels.csv
printf 'days,open,close\nmon,09:00,10:00\n' >set/hours.csv
printf 'date,name\n' >set/holidays.csv
python3 -c 'import datetime as d
for i in range(200): print(d.date(2026, 3, 2) + d.timedelta(7 * i), "x",
    sep=",")' >>set/holidays.csv
run escalate --lint -C set -N 2026-03-02T12:00
gave 1 '--lint: hours that never open'
grep -q 'never opens' out
ok $? '--lint: says so'
rm -r set
# A folder as a spreadsheet saves it; what it spoils is told with its place.
mkdir excel
printf '\357\273\277rule;level;due;clock;when;say\r\nA;1;30m;24x7;"stress > 10 and talk > 1m";"Say ""no"""\r\n;;;;;\r\n' >excel/policy.csv
printf '\357\273\277days;open;close;queue\r\nmon-fri;9:00;17:00;\r\n' >excel/hours.csv
printf '\357\273\277level;name;ack;repeat\r\n1;Lead;30m;\r\n2;Chief;;\r\n' >excel/levels.csv
printf 'sep=;\r\ndate;name\r\n2026-12-25;Christmas\r\n' >excel/holidays.csv
run escalate --lint -C excel
expect_nothing() {
	gave 0 "$1"
	is '' "$(cat out err)" "$1: nothing to say"
}
expect_nothing '--lint: as a spreadsheet saves it'
printf 'date;name\r\n25.12.2026;Christmas\r\n' >excel/holidays.csv
printf 'rule;level;due;clock;when;say\r\nA;1;30m;;"stress > 10,5";\r\n' >excel/policy.csv
run escalate --lint -C excel
gave 1 '--lint: as a spreadsheet spoils it'
is "excel/policy.csv:2: column when, character 12: expected no comma in a number: decimals stand behind a point
excel/holidays.csv:2: column date: expected a date such as 2026-12-25" \
    "$(cat out)" '--lint: as a spreadsheet spoils it: where'
rm -r excel

# Empty, and at the ends of the calendar.
mkdir set
head -n 1 starter.csv >set/policy.csv
run escalate --lint -C set
gave 1 '--lint: no rule'
is 'set/policy.csv: there are no rules: nothing is escalated' "$(cat out)" \
    '--lint: no rule: says so'
run escalate -e -C set friday.csv
gave 0 'no rule'
says 'has no rules: nothing is escalated' 'no rule: says so'
is 1 "$(wc -l <out | tr -d ' ')" 'no rule: nothing is escalated'
: >set/policy.csv
refused 'set/policy.csv: is empty' 'an empty policy' -C set friday.csv
refused 'set/policy.csv: is empty' 'an empty policy: --lint' -C set --lint
rm set/policy.csv
mkdir set/policy.csv
run escalate -C set friday.csv
gave 4 'a policy that is a folder'
rm -r set
for now in 0001-01-01 9999-12-31T23:59; do
	refused 'in the years 2 to 9900 only' "-N $now" -N $now friday.csv
	run escalate --lint -N $now
	gave 1 "--lint -N $now"
	is 0 "$(grep -c 'never opens' out)" "--lint -N $now: not the hours"
done
cp "$cases" cases.csv
for option in --print '--explain 71 friday.csv' '-f json friday.csv' \
    '--test cases.csv' '-e friday.csv' '--by-due friday.csv'; do
	# shellcheck disable=SC2086 # words of a command
	escalate -q -N 2026-03-06T17:00 $option >/dev/full 2>err
	status=$?
	gave 4 "$option on a full disk"
done

# What lint calls hidden never decides anything.
policy 'A,1,1h,,stress > 50,' 'B,2,30m,24x7,stress >= 40,'
mkdir less
grep -v '^A' set/policy.csv >less/policy.csv
awk 'BEGIN { print "call_id,start,stress"
	for (i = 1; i <= 100; i++)
		print i ",2026-03-02 10:00:00," i }' >stress.csv
run escalate --diff less -C set stress.csv
is 50 "$(grep -c ',reasons,' out)" '--lint: what is hidden decides nothing'
is 51 "$(wc -l <out | tr -d ' ')" '--lint: but shows among the reasons'
rm -r set less

# Cases.
run escalate --test "$cases"
gave 0 '--test: the shipped cases'
is 44 "$(grep -c '^ok' out)" '--test: all of them'
is 1..44 "$(tail -n 1 out)" '--test: with a plan'
run escalate -z America/New_York -N 2031-01-01T00:00 --test "$cases"
gave 0 '--test: in any zone, at any time'
# broken NAME SED-SCRIPT WANT: the starter policy, changed; what fails.
broken() {
	mkdir -p set
	sed "$2" starter.csv >set/policy.csv
	run escalate -C set --test "$cases"
	gave 1 "--test: $1"
	is "$3" "$(grep -c '^not ok' out)" "--test: $1: cases that fail"
}
broken 'a level' 's/^LEGAL,2/LEGAL,1/' 2
broken 'a due time' 's/^HELP,1,10m/HELP,1,20m/' 1
broken 'a clock' 's/^ABUSE,1,30m,,/ABUSE,1,31m,24x7,/' 2
broken 'a bound' 's/contacts >= 3/contacts > 3/' 1
# shellcheck disable=SC2016
broken 'a rule more' '$a MORE,1,1h,,1 < 2,' 44
grep -q '^# rules: want THREAT, got THREAT MORE$' out
ok $? '--test: says what was wanted and what came'
for rule in $rules; do
	grep -v "^$rule," starter.csv >set/policy.csv
	run escalate -C set --test "$cases"
	is 1 "$status" "--test: notices that $rule is gone"
done
rm -r set
printf 'call_id,start\n1,2026-03-02\n' >bad.csv
refused 'cases need a column case' '--test: no cases' --test bad.csv
run escalate --test nowhere.csv
gave 4 '--test: no such file'
printf 'case,expect,expect_level,expect_due,call_id,start,signals\nno such level,,boss,,1,2026-03-02 10:00,\nno due,,,2026-03-02,2,2026-03-02 10:00,\n' >bad.csv
run escalate --test bad.csv
gave 1 '--test: wants what cannot be'
is 'not ok 1 - no such level|# level: want boss, got none|not ok 2 - no due|# due: want 2026-03-02, got none|1..2' \
    "$(paste -s -d'|' out)" '--test: wants what cannot be: says so'
printf 'case,expect,call_id,start,now,signals\na #1,HELP,1,2026-03-02 10:00,noon?,help\n' >bad.csv
run escalate --test bad.csv
gave 1 '--test: a time that is none'
is 'not ok 1 - a \#1' "$(head -n 1 out)" '--test: a # is escaped'
refused 'read no records' '--test and records' --test "$cases" friday.csv

# Another policy.
run escalate --diff ladder -C ladder -N 2026-03-09T10:15 friday.csv
gave 0 '--diff with itself'
is '' "$(cat out err)" '--diff with itself is empty'
policy 'ASKED_MANAGER,2,30m,,signal(manager),' \
    'REPEAT,1,8h,,contacts >= 4,' 'LATE,1,0m,24x7,signal(thanks),'
cat >want <<'END'
call_id,start,change,escalation,escalation_due,escalation_why,other,other_due,other_why
71,2026-03-06T16:20:00+00:00,raised earlier,supervisor,2026-03-09T09:30:00+00:00,ASKED_MANAGER(signal manager),manager,2026-03-06T17:00:00+00:00,ASKED_MANAGER(signal manager)
72,2026-03-06T16:40:00+00:00,raised,,,,supervisor,2026-03-06T16:45:00+00:00,LATE(signal thanks)
73,2026-03-06T16:50:00+00:00,lowered later,manager,2026-03-06T16:52:00+00:00,THREAT(signal threat); REPEAT(contacts=4),supervisor,2026-03-09T16:52:00+00:00,REPEAT(contacts=4)
74,2026-03-06T16:51:00+00:00,later,supervisor,2026-03-09T12:53:00+00:00,REPEAT(contacts=4),supervisor,2026-03-09T16:53:00+00:00,REPEAT(contacts=4)
75,2026-03-06T16:52:00+00:00,later,supervisor,2026-03-09T12:54:00+00:00,REPEAT(contacts=4),supervisor,2026-03-09T16:54:00+00:00,REPEAT(contacts=4)
76,2026-03-06T16:53:00+00:00,later,supervisor,2026-03-09T12:52:00+00:00,"REPEAT(contacts=4, since 73)",supervisor,2026-03-09T16:52:00+00:00,"REPEAT(contacts=4, since 73)"
END
cat >want.err <<'END'
escalate: 2 calls would have been raised
escalate: 1 calls would have been due earlier
escalate: 1 calls would have been lowered
escalate: 4 calls would have been due later
END
run escalate --diff set -N 2026-03-06T17:00 friday.csv
expect 1 '--diff: raised, lowered, earlier, later'
run escalate --diff nowhere friday.csv
gave 4 '--diff: no such folder'
says 'no such settings folder' '--diff: no such folder: says so'
mkdir nothing
echo 'phrase,signal,weight,note' >nothing/words.csv
refused 'nothing: there is no policy in this folder' \
    '--diff: a folder without a policy' --diff nothing friday.csv
for file in policy levels hours holidays; do
	rm -f nothing/*
	escalate --print-settings |
	    sed -n "/^# $file.csv/,/^# /p" | grep -v '^# ' >nothing/$file.csv
	run escalate --diff nothing -N 2026-03-06T17:00 friday.csv
	gave 0 "--diff: a folder with $file.csv only"
done

# One call.
cat >want <<'END'
call 76, started 2026-03-06T16:53:00+00:00: level 1 (supervisor), due 2026-03-09T12:52:00+00:00, ok
A holds: contacts >= 3 and resolved = 'no'
    contacts is 4
    resolved is no
    => level 1 (supervisor), due 2026-03-09T12:52:00+00:00, ok
    => added to that of 73
B does not hold: signal(threat) or talk + hold > 15m or text ~ 'x'
    signal(threat) is no
    talk is 2m
    hold is missing
    text is missing
C is off: stress >= 85
    there is no stress
END
policy "A,1,4h,,contacts >= 3 and resolved = 'no'," \
    "B,1,4h,,signal(threat) or talk + hold > 15m or text ~ 'x'," \
    'C,1,4h,,stress >= 85,'
run escalate -C set --explain 76 -N 2026-03-06T17:00 friday.csv
expect 0 '--explain'
run escalate -C set --explain 73 -N 2026-03-06T17:00 friday.csv
grep -q "    text is 'said \"no\"'" out
ok $? '--explain: shows text'
refused 'a call_id is wanted' '--explain without one' \
    -C set --explain '' friday.csv
run escalate -C set --explain 99 friday.csv
gave 1 '--explain: no such call'
says 'no record has this call_id' '--explain: says so'
is '' "$(cat out)" '--explain: and nothing else'
rm -r set

# The page for agents.
run escalate --print -C ladder
gave 0 '--print'
is 0 "$(awk 'length($0) > 76' out | wc -l | tr -d ' ')" '--print: narrow'
for title in 'WHEN YOU MAY END A CALL' 'WHEN TO PAUSE' 'WHEN TO HAND OVER' \
    'WHEN NOBODY ANSWERS' 'WHEN THE CLOCK RUNS'; do
	grep -q "^$title" out
	ok $? "--print: $title"
done
for rule in $rules; do
	grep -q "^  - $rule: when " out
	ok $? "--print: $rule"
done
tr -s ' \n' '  ' <out >flat
python3 -c 'import csv
page = open("flat").read()
for r in list(csv.reader(open("starter.csv")))[1:]:
    assert "\"" + r[5] + "\"" in page, r[0]'
ok $? '--print: with the words of each'
grep -q 'If the lead has not taken it on 30 minutes after that, it goes to' flat
ok $? '--print: the ladder'
sed -n '/MAY END/,/WHEN TO PAUSE/p' out >part
grep -q '(THREAT)' part && grep -q 'ended_by_policy' part
ok $? '--print: a threat may end a call, and how to note it'
policy 'A,1,1h,,stress > 50,'
run escalate --print -C set
grep -q 'This policy names no such case: ask before you end a call' out
ok $? '--print: of a policy that lets nobody end a call'
# Words that forbid it allow nothing.
policy 'A,1,1h,,stress > 50,Stay on the line; do not end the call.' \
    'B,1,1h,,stress > 51,Never end the call.' \
    "C,1,1h,,stress > 52,Don't hang up." \
    'D,1,1h,,stress > 53,Do not take a break before it is noted.'
run escalate --print -C set
grep -q 'This policy names no such case: ask before you end a call' out
ok $? '--print: what the words forbid is not allowed'
sed -n '/TO PAUSE/,/HAND OVER/p' out | grep -q 'names no such case'
ok $? '--print: nor is a break that they forbid'
# A queue with rows of its own opens at no other hours, and a level without
# a name goes by its number.
policy 'A,3,1h,,stress > 50,' 'B,1,1h,,stress > 51,'
printf 'days,open,close,queue\nmon-fri,9:00,17:00,\nsat,10:00,12:00,sales\n%s\n' \
    'sun,10:00,11:00,Sales' >set/hours.csv
printf 'date,name\n2026-12-25,Christmas\n' >set/holidays.csv
run escalate --print -C set
tr -s ' \n' '  ' <out | sed 's/.*CLOCK RUNS //; s/ $//' >got
is 'Unless it says day and night, only while the queue is open: Monday to '`
    `'Friday 9:00 to 17:00; not on holidays: 25 December 2026 (Christmas). The '`
    `'queue "sales" has hours of its own, but for holidays: Saturday 10:00 to '`
    `'12:00; Sunday 10:00 to 11:00.' "$(cat got)" '--print: whose hours are whose'
is 'To level 3:' "$(grep '^To ' out | head -n 1)" '--print: a level by number'
rm set/hours.csv set/holidays.csv
policy 'A,1,1h,,stress > 50,"If they do not stop, end the call."' \
    'B,1,1h,,stress > 51,Do not argue. End the call.' \
    'C,1,1h,,stress > 52,"Do not shout, or I will hang up."' \
    'D,1,1h,,stress > 53,"Do not, whatever is said, end the call."' \
    'E,1,1h,,stress > 54,"If they do not stop, do not hang up."'
run escalate --print -C set
sed -n '/MAY END/,/WHEN TO PAUSE/p' out >part
for rule in A B C; do
	grep -q "($rule)" part
	ok $? "--print: a negation of something else: $rule"
done
is 0 "$(grep -c '([DE])' part)" '--print: a negation further away'
# What a day is, dates and holidays.
policy 'A,1,1d,,start > 2026-03-02,' \
    'B,1,1d,24x7,start < 2026-12-25T18:30,' 'C,1,update_due - 90m,,stress > 1,'
printf 'date,name\n2026-12-25,Christmas Day\n2027-01-01,\n' \
    >set/holidays.csv
printf 'days,open,close,queue\nmon-thu,09:00,17:00,\nfri sat,10:00,12:00,\n' \
    >set/hours.csv
run escalate --print -C set
tr -s ' \n' '  ' <out >flat
for want in 'the start is after 2 March 2026: within 24 opening hours\.' \
    'before 25 December 2026 at 18:30: within 1 day, day and night' \
    'by 1 opening hour 30 minutes before the time promised' \
    'not on holidays: 25 December 2026 (Christmas Day), 1 January 2027\.' \
    'Monday to Thursday 09:00 to 17:00; Friday, Saturday 10:00 to 12:00;'; do
	grep -q "$want" flat
	ok $? "--print: $want"
done
rm set/hours.csv set/holidays.csv
policy 'A,1,30,,stress > 50,' 'B,1,0,,stress > 51,' \
    'C,1,update_due + 90,,stress > 52,' 'D,2,30s,,stress > 90,'
run escalate --lint -C set
is 'set/policy.csv:2: rule A has a due without a unit, which is seconds: write 30s, or 30m for 30 minutes
set/policy.csv:4: rule C has a due without a unit, which is seconds: write 90s, or 30m for 30 minutes' \
    "$(grep unit out)" '--lint: a bare number'
# Words of a closed set.
for when in "outcome = 'abandon'" "'in' != direction" "stress_band = 'hot'" \
    "outcome = 'Answered'" "outcome ~ 'xyz'" "direction = 'unknown'"; do
	policy "A,1,1h,,$when,"
	run escalate --lint -C set
	grep -q 'column when, character [0-9]*: expected one of: ' out
	ok $? "--lint: $when"
	refused 'expected one of: ' "a word that there is not: $when" -C set \
	    friday.csv
done
policy "A,1,1h,,outcome = 'abandon',"
run escalate --lint -C set
is "set/policy.csv:2: column when, character 11: expected one of: answered abandoned voicemail callback failed ended_by_policy" \
    "$(cat out)" '--lint: lists the words'
for when in "outcome != 'ended_by_policy'" "direction ~ 'OUT'" \
    "'hard' = stress_band" "outcome = channel"; do
	policy "A,1,1h,,$when,"
	run escalate --lint -C set
	gave 0 "--lint: $when is fine"
done
policy 'A,1,1h,,talk / 0 > 5,' 'B,1,1h,,talk > 999999999999d,'
run escalate --lint -C set
is 2 "$(grep -c 'can never hold' out)" '--lint: what no call has'
run escalate --print -o page.txt
[ -s page.txt ]
ok $? '--print -o'

# Combinations that cannot be meant.
refused 'one at a time' '--lint --print' --lint --print
refused 'do not go with' '--diff --by-due' --diff set --by-due friday.csv
refused 'do not go with' '--explain -f json' --explain 1 -f json friday.csv
refused 'leave the file out' '--lint with records' --lint friday.csv
refused '--acks goes with records' '--print --acks' --print --acks acks.csv

# A call that ended under the policy counts against nobody.
cat >ended.csv <<'END'
call_id,start,customer,outcome,transfers,resolved,sentiment_end,contacts
1,2026-03-02 10:00:00,C1,ended_by_policy,3,no,-1,1
2,2026-03-02 10:10:00,C2,answered,3,no,-1,1
END
run escalate -q -e ended.csv
is 2 "$(column call_id)" 'a call that ended under the policy'
# outcome WORD: the columns of all tools, and the report, on an agent's day.
outcome() {
	cat >day.csv <<END
call_id,start,agent,queue,customer,direction,wait,talk,wrap,outcome,resolved,transfers,sentiment_end,csat
1,2026-03-02 10:00:00,Ada,help,C1,inbound,5,300,30,$1,no,2,-1,1
2,2026-03-02 10:10:00,Ada,help,C2,inbound,5,300,30,answered,yes,0,0.5,5
END
	triage -q day.csv | breathe -q -N 2026-03-02T12:00 |
	    targetsplit -q -t 8 -N 2026-03-02T12:00 |
	    escalate -q -N 2026-03-02T12:00 >"$1.csv"
	wrapup -q -N 2026-03-02T12:00 -f csv "$1.csv" |
	    grep '^agents,Ada' >"$1.report"
}
outcome answered
outcome ended_by_policy
is escalation "$(head -n 1 answered.csv | cut -d, -f37)" \
    'before it stand the columns of the other tools'
cut -d, -f1-9,11-36 answered.csv >want
cut -d, -f1-9,11-36 ended_by_policy.csv >got
same want got 'it loads the agent and counts for the target as any other'
is '|' "$(cp ended_by_policy.csv out; column escalation)" 'nothing goes up'
is 'agents,Ada,resolved_rate,100.00,percent' \
    "$(grep ',resolved_rate,' ended_by_policy.report)" \
    'the report does not hold it against the agent'
is 'agents,Ada,resolved_rate,50.00,percent' \
    "$(grep ',resolved_rate,' answered.report)" 'as it does with any other'
done_testing
