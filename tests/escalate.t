#!/bin/sh
# SPDX-License-Identifier: ISC
# escalate end to end: SPEC section 7.  Clocks have a test of their own.
. "$(dirname "$0")/lib.sh"

# column NAME: that column of the last run's output, without its header.
column() {
	awk -F, -v name="$1" 'NR == 1 {
		for (i = 1; i <= NF; i++) if ($i == name) c = i
		next
	} { print $c }' out | tr '\n' '|' | sed 's/|$//'
}

# policy ROWS..: a settings folder `set` with these rules.
policy() {
	mkdir -p set
	{
		echo 'rule,level,due,clock,when,say'
		printf '%s\n' "$@"
	} >set/policy.csv
}

# refused TEXT NAME ARGS...: status 2, the text on stderr, nothing else.
refused() {
	refused_text=$1
	refused_name=$2
	shift 2
	run escalate "$@"
	gave 2 "$refused_name"
	says "$refused_text" "$refused_name: says so"
	is 0 "$(wc -c <out | tr -d ' ')" "$refused_name: nothing on stdout"
}

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
run escalate --fail-on 3 in.csv
gave 0 '--fail-on 3: there is none'
head -n 3 in.csv >mild.csv
run escalate --fail-on manager mild.csv
gave 0 '--fail-on manager: only a supervisor is asked for'
run escalate --fail-on 1 in.csv nowhere.csv
gave 4 '--fail-on: a missing file weighs more'
printf '9,"never closes\n' >>mild.csv
run escalate --fail-on 1 mild.csv
gave 3 '--fail-on: a record set aside weighs more'
refused '--fail-on: a level is wanted' '--fail-on nobody' \
    --fail-on nobody in.csv
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
	    "update_due,item,owner,status"
	split("open|waiting|done|closed|on hold|in progress", w, "|")
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
		    by "," draw(4) "," update "," item "," owner "," status
	}
}' >month.csv
now=1772452800
run escalate -q -N 2026-03-02T12:00:00Z -m start=start,epoch \
    -m promised_by=promised_by,epoch -m update_due=update_due,epoch month.csv
gave 0 'two months of calls'
if command -v sqlite3 >/dev/null; then
	cp out result.csv
	sqlite3 >want <<END
.mode csv
.import month.csv c
create index i on c(customer, start);
create view hostile as select * from c where item = '' and
    (' ' || signals || ' ' like '% abuse %' or
    ' ' || signals || ' ' like '% threat %');
create view promised as select *, cast(promised_by as integer) by from c
    where promised_by <> '' and resolved <> 'yes' and
    status <> 'done' and status <> 'closed';
.mode list
.separator ' '
select 'THREAT', count(*) from c where ' ' || signals || ' ' like '% threat %';
select 'SELFHARM', count(*) from c where ' '||signals||' ' like '% selfharm %';
select 'HELP', count(*) from c where ' ' || signals || ' ' like '% help %';
select 'ABUSE', count(*) from c where ' ' || signals || ' ' like '% abuse %';
select 'ABUSE_AGAIN', count(*) from c where customer <> '' and (
    select count(*) from hostile h where h.customer = c.customer and
    cast(h.call_id as integer) <= cast(c.call_id as integer) and
    cast(h.start as integer) >= c.start - 2592000) >= 2;
select 'ASKED_MANAGER', count(*) from c
    where ' ' || signals || ' ' like '% manager %';
select 'LEGAL', count(*) from c where ' ' || signals || ' ' like '% legal %';
select 'CANNOT_SOLVE', count(*) from c where transfers >= '2' and
    resolved = 'no';
select 'REPEAT', count(*) from c where contacts >= '3' and resolved = 'no';
select 'NEG_END', count(*) from c where sentiment_end <> '' and
    cast(sentiment_end as real) < -0.5 and resolved = 'no';
select 'PROMISE_MISSED', count(*) from promised where by < $now;
select 'CALLBACK_DUE', count(*) from promised where by >= $now and
    by < $now + 1800;
select 'UPDATE_DUE', count(*) from c where update_due <> '' and
    resolved <> 'yes';
select 'HARD', count(*) from c where cast(stress as integer) >= 85;
select 'UNOWNED', count(*) from c where item <> '' and owner = '' and
    resolved <> 'yes' and status <> 'done' and status <> 'closed';
select 'STALE', count(*) from c where carried >= '2';
END
	awk -F, 'NR > 1 {
		why = $0
		sub(/^([^,]*,){19}/, "", why)
		gsub(/"/, "", why)
		n = split(why, part, "; ")
		for (i = 1; i <= n; i++) {
			sub(/\(.*/, "", part[i])
			count[part[i]]++
		}
	} END {
		n = split("THREAT SELFHARM HELP ABUSE ABUSE_AGAIN " \
		    "ASKED_MANAGER LEGAL CANNOT_SOLVE REPEAT NEG_END " \
		    "PROMISE_MISSED CALLBACK_DUE UPDATE_DUE HARD UNOWNED " \
		    "STALE", name, " ")
		for (i = 1; i <= n; i++)
			print name[i], count[name[i]] + 0
	}' result.csv >got
	same want got 'each rule holds as often as a query says'
	sqlite3 >want <<'END'
.mode csv
.import result.csv r
.mode list
select count(*) from r where escalation = 'manager';
END
	is "$(cat want)" "$(grep -cE '(THREAT|SELFHARM|ABUSE_AGAIN|LEGAL|PROMISE_MISSED|STALE)\(' result.csv)" \
	    'the level is the highest'
else
	skip 'each rule holds as often as a query says' 'no sqlite3 here'
	skip 'the level is the highest' 'no sqlite3 here'
fi
cp out once
run escalate -q -N 2026-03-02T12:00:00Z -m start=start,epoch \
    -m promised_by=promised_by,epoch -m update_due=update_due,epoch once
same once out 'two months: twice is once'

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
