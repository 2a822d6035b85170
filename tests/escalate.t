#!/bin/sh
# SPDX-License-Identifier: ISC
# escalate end to end: SPEC section 7.  Clocks have a test of their own.
. "$(dirname "$0")/lib.sh"

. "$top/tests/escalate.sh"

# SPEC's own example, quoting and untouched bytes included.
printf '%s\r\n' '"call_id";start;customer;notes;contacts;resolved;signals' \
    '"007";06.03.2026 16:20:00;" C1 ";"a ""b"" ; c";4;no;manager' \
    '"008";06.03.2026 16:25:00;C2;;1;yes;' >in.csv
printf '%s\r\n' '"call_id";start;customer;notes;contacts;resolved;signals;escalation;escalation_due;escalation_status;escalation_why' \
    '"007";06.03.2026 16:20:00;" C1 ";"a ""b"" ; c";4;no;manager;supervisor;2026-03-09T09:20:00+01:00;warn;"ASKED_MANAGER(signal manager); REPEAT(contacts=4)"' \
    '"008";06.03.2026 16:25:00;C2;;1;yes;;;;;' >want
run escalate -m start=start,dmy -z Europe/Berlin -N 2026-03-09T09:05 in.csv
expect 0 'the example of the SPEC'
run escalate -m start=start,dmy -z Europe/Berlin -N 2026-03-06T16:22 in.csv
is 1 "$(grep -c ';ok;' out)" 'earlier it is ok'
run escalate -m start=start,dmy -z Europe/Berlin -N 2026-03-09T09:21 in.csv
is 1 "$(grep -c ';overdue;' out)" 'later it is overdue'
cp out once
run escalate -m start=start,dmy -z Europe/Berlin -N 2026-03-09T09:21 once
same once out 'twice is once'

# Options.
cat >in.csv <<'END'
call_id,start,customer,signals,stress
1,2026-03-02 10:00:00,C1,,10
2,2026-03-02 10:01:00,C2,manager,20
3,2026-03-02 10:02:00,C3,legal,95
END
run escalate -v -e -N 2026-03-02T12:00 in.csv
gave 0 '-e'
is '2|3' "$(column call_id)" '-e: only flagged records'
says 'read 3 = passed on 2 + set aside 0 + skipped 0 + left out 1' \
    '-e: the accounting closes'
for level in 1 2 supervisor Manager; do
	run escalate --fail-on $level in.csv
	gave 1 "--fail-on $level: there is one"
done
policy 'A,3,1h,,stress > 99,'
run escalate -C set --fail-on 3 in.csv
gave 0 '--fail-on 3: a level that a rule has, and no record'
rm -r set
head -n 3 in.csv >mild.csv
run escalate --fail-on manager mild.csv
gave 0 '--fail-on manager: only a supervisor is asked for'
run escalate --fail-on 1 in.csv nowhere.csv
gave 4 '--fail-on: a missing file weighs more'
printf '9,"never closes\n' >>mild.csv
run escalate --fail-on 1 mild.csv
gave 3 '--fail-on: a record set aside weighs more'
for level in nobody 9 0 -1 1.5 99999999999999999999 ''; do
	refused '--fail-on: a level is wanted' "--fail-on '$level'" \
	    --fail-on "$level" in.csv
done
refused '-S' '-S by agent' -S 1/2:agent in.csv
run escalate -S 1/2:customer in.csv
cut -d, -f1-9 out >one
run escalate -S 2/2:customer in.csv
cut -d, -f1-9 out | sed 1d >>one
run escalate in.csv
sort out >want
sort one >got
same want got '-S: shards of customers make the whole'

run escalate -q --check in.csv
gave 0 '--check'
is 'rule NEG_END is off: there is no sentiment_end' \
    "$(grep NEG_END out)" '--check: says what is off'
is '' "$(grep -e THREAT -e HARD out)" '--check: and not what is on'
run escalate --check mild.csv
is 0 "$(grep -c 'rule HARD' out)" '--check with stress'
printf 'call_id,start,customer\n1,2026-03-02 10:00:00,C1\n' >bare.csv
run escalate bare.csv
gave 0 'without the columns of triage'
says 'run triage first' 'without the columns of triage: says so'
run escalate -q bare.csv
is '' "$(cat err)" '-q: does not'
run escalate -q --check bare.csv
is 'rule ABUSE_AGAIN is off: there is no signals' "$(grep ABUSE_AGAIN out)" \
    '--check: nothing tells of hostile calls'
for flag in hostile threat; do
	sed "1s/\$/,$flag/; 2s/\$/,yes/" bare.csv >flag.csv
	run escalate -q --check flag.csv
	is '' "$(grep ABUSE_AGAIN out)" "--check: but the flag $flag does"
done

# The settings as printed are the settings.
run escalate --print-settings
gave 0 '--print-settings'
mkdir printed
awk '/^# [a-z]*\.csv$/ { file = "printed/" $2; next } { print >file }' out
for file in policy levels hours holidays; do
	[ -s printed/$file.csv ]
	ok $? "--print-settings: $file.csv"
done
run escalate --print-settings -C printed
awk '/^# [a-z]*\.csv$/ { file = $2; next } { print >file }' out
cmp policy.csv printed/policy.csv && cmp levels.csv printed/levels.csv &&
    cmp hours.csv printed/hours.csv && cmp holidays.csv printed/holidays.csv
ok $? '--print-settings: what is printed reads as the same'
run escalate -N 2026-03-02T12:00 in.csv
cp out want
run escalate -N 2026-03-02T12:00 -C printed in.csv
expect 0 '--print-settings: and does the same'
is 16 "$(sed 1d printed/policy.csv | wc -l | tr -d ' ')" \
    'the starter policy has the 16 rules of the SPEC'
is 'THREAT,2,0m,24x7 SELFHARM,2,0m,24x7 HELP,1,10m,24x7 ABUSE,1,30m, ABUSE_AGAIN,2,30m, ASKED_MANAGER,1,1h, LEGAL,2,2h, CANNOT_SOLVE,1,2h, REPEAT,1,4h, NEG_END,1,4h, PROMISE_MISSED,2,promised_by + 1h, CALLBACK_DUE,1,promised_by, UPDATE_DUE,1,update_due, HARD,1,2h, UNOWNED,1,1h, STALE,2,2h,' \
    "$(sed 1d printed/policy.csv | cut -d, -f1-4 | tr '\n' ' ' |
    sed 's/ $//')" 'with their levels, due times and clocks'
is 0 "$(sed 1d printed/policy.csv | grep -c ',$')" 'and words for each'

# A policy of one's own, with hours of one's own.
policy 'OPEN,1,2h,,stress > 15,' 'ALWAYS,5,1h,24x7,stress > 90,'
printf 'days,open,close,queue\nmon,10:00,11:00,\ndaily,00:00,24:00,Vip\n' \
    >set/hours.csv
printf 'date,name\n2026-03-09,Founders\n' >set/holidays.csv
printf 'level,name\n1,Lead\n' >set/levels.csv
run escalate -C set -N 2026-03-02T12:00 in.csv
is '|Lead|5' "$(column escalation)" 'level names; a nameless one'
is '|2026-03-23T10:01:00+00:00|2026-03-02T11:02:00+00:00' \
    "$(column escalation_due)" \
    '2 h of Mondays of 1 h, a holiday between them; 24x7'
printf 'start,queue,stress\n2026-03-03 12:00:00,Vip,20\n2026-03-03 12:00:00,vip,20\n2026-03-03 12:00:00,Other,20\n' >queues.csv
run escalate -q -C set -N 2026-03-02T12:00 queues.csv
is '2026-03-03T14:00:00+00:00|2026-03-03T14:00:00+00:00|2026-03-23T11:00:00+00:00' \
    "$(column escalation_due)" 'hours by queue, whose case does not matter'
rm -r set
policy 'A,1,0m,,stress > 1,' 'B,1,0m,,stress >,'
refused 'set/policy.csv:3: column when, character 9: expected' \
    'a condition that is none' -C set in.csv
policy 'A,1,soon,,stress > 1,'
refused 'set/policy.csv:2: column due: expected' 'a due that is none' \
    -C set in.csv
policy 'A,1,0m,,stress > 1,'
printf 'days,open,close\nmon,09:00,9 pm\n' >set/hours.csv
refused 'set/hours.csv:2: column close: expected' 'hours that are none' \
    -C set in.csv
printf 'rule,level\nA,1\n' >set/policy.csv
refused 'set/policy.csv:1' 'a policy without conditions' -C set in.csv
rm -r set

# The zone of -z rules, not the machine's.
run env TZ=Asia/Tokyo escalate -z America/New_York -N 2026-03-08T12:00 in.csv
cp out want
run env TZ=Europe/Berlin escalate -z America/New_York -N 2026-03-08T12:00 in.csv
expect 0 'the same bytes whatever the zone of the machine'

# Nothing of the customer's text gets into the reasons.
policy "WORDS,1,0m,24x7,text ~ 'lawyer',"
printf 'start,notes\n2026-03-02 10:00:00,my Lawyer Dr Who\n' >notes.csv
run escalate -q -C set notes.csv
is 'WORDS(text)' "$(column escalation_why)" 'a text is named, not shown'
rm -r set

# Counts of the starter policy against an independent query.
awk 'function draw(n) { seed = (seed * 16807) % 2147483647
		return seed % n }
	BEGIN {
	seed = 20260302
	split("abuse|threat|manager|legal|help|selfharm|thanks|anger", s, "|")
	print "call_id,start,customer,direction,transfers,resolved," \
	    "sentiment_end,stress,contacts,signals,promised_by,carried," \
	    "update_due,item,owner,status,outcome,hostile,threat,help_asked"
	split("open|waiting|done|closed|on hold|in progress", w, "|")
	split("answered|abandoned|ended_by_policy", o, "|")
	split("yes|no", flag, "|")
	t = 1767225600
	for (i = 1; i <= 3000; i++) {
		t += draw(3000)
		signals = draw(5) ? "" : s[1 + draw(8)]
		if (signals != "" && draw(4) == 0) signals = signals " churn"
		customer = draw(20) ? "C" draw(300) : ""
		resolved = draw(10) ? (draw(3) ? "yes" : "no") : ""
		end = draw(6) ? (draw(201) - 100) / 100 : ""
		by = draw(5) ? "" : t + draw(4000000) - 400000
		if (draw(50) == 0) by = 1772452800 + draw(2400)
		update = draw(6) ? "" : t + draw(400000)
		item = draw(15) ? "" : "i" i
		owner = draw(3) ? "Ada" : ""
		status = draw(3) ? "" : w[1 + draw(6)]
		print i "," t "," customer ",inbound," draw(4) "," resolved \
		    "," end "," draw(101) "," 1 + draw(5) "," signals "," \
		    by "," draw(4) "," update "," item "," owner "," status \
		    "," o[1 + draw(3)] "," flag[1 + draw(30)] "," \
		    flag[1 + draw(30)] "," flag[1 + draw(30)]
	}
}' >month.csv
now=1772452800

# month FILE: the starter policy on it.
month() {
	run escalate -q -N 2026-03-02T12:00:00Z -m start=start,epoch \
	    -m promised_by=promised_by,epoch \
	    -m update_due=update_due,epoch "$1"
}
month month.csv
gave 0 'two months of calls'
cp out result.csv
month result.csv
same result.csv out 'two months: twice is once'

# What the rules say, in SQL: which rule holds for which call.
cat >held.sql <<END
.mode csv
.import month.csv c
create index i on c(customer, start);
create view said as select *, ' ' || signals || ' ' s from c;
create view hostile_calls as select * from said where item = '' and
    (s like '% abuse %' or s like '% threat %' or hostile = 'yes' or
    threat = 'yes');
create view promised as select *, cast(promised_by as integer) by from c
    where promised_by <> '' and resolved <> 'yes' and
    status <> 'done' and status <> 'closed';
create view agents as select * from c where resolved = 'no' and
    outcome <> 'ended_by_policy';
create table held as
select 'THREAT' rule, 2 level, call_id from said
    where s like '% threat %' or threat = 'yes'
union all select 'SELFHARM', 2, call_id from said where s like '% selfharm %'
union all select 'HELP', 1, call_id from said
    where s like '% help %' or help_asked = 'yes'
union all select 'ABUSE', 1, call_id from said
    where s like '% abuse %' or hostile = 'yes'
union all select 'ABUSE_AGAIN', 2, call_id from c where customer <> '' and (
    select count(*) from hostile_calls h where h.customer = c.customer and
    cast(h.call_id as integer) <= cast(c.call_id as integer) and
    cast(h.start as integer) >= c.start - 2592000) >= 2
union all select 'ASKED_MANAGER', 1, call_id from said
    where s like '% manager %'
union all select 'LEGAL', 2, call_id from said where s like '% legal %'
union all select 'CANNOT_SOLVE', 1, call_id from agents
    where transfers >= '2'
union all select 'REPEAT', 1, call_id from c
    where contacts >= '3' and resolved = 'no'
union all select 'NEG_END', 1, call_id from agents
    where sentiment_end <> '' and cast(sentiment_end as real) < -0.5
union all select 'PROMISE_MISSED', 2, call_id from promised where by < $now
union all select 'CALLBACK_DUE', 1, call_id from promised
    where by >= $now and by < $now + 1800
union all select 'UPDATE_DUE', 1, call_id from c
    where update_due <> '' and resolved <> 'yes'
union all select 'HARD', 1, call_id from c where cast(stress as integer) >= 85
union all select 'UNOWNED', 1, call_id from c where item <> '' and
    owner = '' and resolved <> 'yes' and status <> 'done' and
    status <> 'closed'
union all select 'STALE', 2, call_id from c where carried >= '2';
END

# The same from what escalate wrote, and what follows from it: which later
# call is added to an earlier one, and how many calls go to whom.
cat >tell.py <<'END'
import csv, re, sys

def added(rows, held):
    """Calls and rules that belong to what is open for their customer."""
    open_rules = {}
    for r in rows:
        mine = open_rules.setdefault(r["customer"], set())
        if r["resolved"] == "yes":
            mine.clear()
        for rule in held.get(r["call_id"], []):
            if r["customer"] and rule in mine:
                yield r["call_id"], rule
            elif r["status"] not in ("done", "closed"):
                mine.add(rule)

rows = list(csv.DictReader(open("result.csv")))
with open("got.held", "w") as held, open("got.since", "w") as since:
    for r in rows:
        for part in filter(None, r["escalation_why"].split("; ")):
            rule = part.split("(")[0]
            print(r["call_id"], rule, file=held)
            if re.search(r"[ (]since \d+\)$", part):
                print(r["call_id"], rule, file=since)
with open("got.levels", "w") as levels:
    for name in "manager", "supervisor":
        print(name, sum(r["escalation"] == name for r in rows), file=levels)
held = {}
for line in open("want.held"):
    call, rule = line.split()
    held.setdefault(call, []).append(rule)
with open("want.since", "w") as since:
    for call, rule in added(rows, held):
        print(call, rule, file=since)
END
if command -v sqlite3 >/dev/null; then
	{
		cat held.sql
		cat <<'END'
.mode list
.separator ' '
.output want.held
select call_id, rule from held order by cast(call_id as integer);
.output want.levels
select case level when 2 then 'manager' else 'supervisor' end, count(*)
    from (select max(level) level from held group by call_id)
    group by level order by level desc;
.output want.rules
select rule, count(*) from held group by rule order by rule;
END
	} | sqlite3
	python3 tell.py
	is 16 "$(wc -l <want.rules | tr -d ' ')" 'each starter rule holds'
	sort want.held >want
	sort got.held >got
	same want got 'each rule holds for the calls that a query says'
	sort want.since >want
	sort got.since >got
	same want got 'later calls are added to what is open'
	ok "$([ "$(wc -l <want)" -gt 100 ]; echo $?)" 'there are many'
	same want.levels got.levels 'as many go to each level'

	# Without the column, contacts are counted over seven days.
	awk -F, -v OFS=, '{ $9 = ""; print }' month.csv |
	    sed '1s/,stress,,/,stress,nothing,/' >bare.csv
	month bare.csv
	cp out result.csv
	python3 tell.py
	sqlite3 >want <<'END'
.mode csv
.import month.csv c
create index i on c(customer, start);
.mode list
select count(*) from c where resolved = 'no' and item = '' and
    customer <> '' and (select count(*) from c e
    where e.customer = c.customer and e.item = '' and
    cast(e.call_id as integer) <= cast(c.call_id as integer) and
    cast(e.start as integer) >= c.start - 604800) >= 3;
END
	is "$(cat want)" "$(grep -c ' REPEAT$' got.held)" \
	    'contacts that nobody counted before'
else
	for name in 'each starter rule holds' \
	    'each rule holds for the calls that a query says' \
	    'later calls are added to what is open' 'there are many' \
	    'as many go to each level' 'contacts that nobody counted before'
	do
		skip "$name" 'no sqlite3 here'
	done
fi

# Exports that nobody here wrote.
if need_shared 'real exports'; then
	for file in "$shared"/data/calls/*.csv; do
		name=$(basename "$file")
		case $name in not_calls_*) continue ;; esac
		escalate -q -N 2026-03-02T12:00 --date 2020-01-01 -z UTC \
		    "$file" >once 2>err
		status=$?
		[ $status -eq 0 ] || [ $status -eq 3 ]
		ok $? "$name: status $status"
		escalate -q -N 2026-03-02T12:00 --date 2020-01-01 -z UTC \
		    once >twice 2>err
		same once twice "$name: twice is once"
	done
fi
done_testing
