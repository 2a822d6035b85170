#!/bin/sh
# SPDX-License-Identifier: ISC
# breathe: the load model and the rules of SPEC section 5, end to end.
. "$(dirname "$0")/lib.sh"
slow=$top/tests/breathe_slow.py

# column NAME: that column of the last run's output, without its header.
column() {
	awk -F, -v name="$1" 'NR == 1 {
		for (i = 1; i <= NF; i++) if ($i == name) c = i
		next
	} { print $c }' out | tr '\n' ' ' | sed 's/ $//'
}

# calls STRESS MINUTES GAP N: N calls in a row from 09:00 on.
calls() {
	awk -v stress="$1" -v len="$2" -v gap="$3" -v n="$4" 'BEGIN {
		print "agent,start,talk,stress"
		for (i = 0; i < n; i++) {
			t = 9 * 3600000 + int(i * (len + gap) * 60000 + 0.5)
			printf "Ada,2026-03-02 %02d:%02d:%06.3f,%g,%s\n",
			    t / 3600000, t / 60000 % 60, t % 60000 / 1000,
			    len * 60, stress
		}
	}'
}

# The check values.  Expected loads are sums of the geometric series
# g * 6 * (1 - q^n) / (1 - q), worked with bc.
calls 20 6 1.058823 9 >in.csv
run breathe in.csv
is "9.0 17.7 26.0 34.1 41.9 49.4 56.6 63.5 70.3" "$(column load)" \
    "85 % occupancy, stress 20: above 60 with the 8th call"
calls 80 6 1.058823 5 >in.csv
run breathe in.csv
is "18.0 35.4 52.1 68.2 83.7" "$(column load)" \
    "85 % occupancy, stress 80: above 60 with the 4th call"
calls 10 6 4 40 >in.csv
run breathe in.csv
is "34.8" "$(column load | tr ' ' '\n' | sort -n | tail -n 1)" \
    "60 % occupancy, stress 10: never above 34.8"
is "SCREEN" "$(column breather_rule | tr -s ' ' '\n' | sort -u | tr -d '\n')" \
    "and offers for the screen only"

cat >in.csv <<'END'
agent,start,talk,stress
Ada,2026-03-02 09:00:00,600,90
Ada,2026-03-02 09:15:00,0,90
Ada,2026-03-02 09:20:00,0,90
Ada,2026-03-02 10:20:01,60,0
END
cat >rest.csv <<'END'
agent,start,end,kind
Ada,2026-03-02 09:10:00,2026-03-02 09:20:00,lunch
END
run breathe --breaks rest.csv -z UTC in.csv
gave 0 "recorded breaks"
is "32.5 16.3 8.1 1.0" "$(column load)" \
    "10 min at stress 90 add 32.5, 5 min of break leave half, 10 a quarter"
is "0.0 16.3 8.1 0.0" "$(column load_before)" "more than 60 min leave none"
run breathe in.csv
is "32.5 22.2 11.1 1.0" "$(column load)" "an idle gap rests after 3 min"

# An hour at stress 100 reaches 100 after 100 / 3.5 = 28.6 min.
printf 'agent,start,talk,stress\nAda,2026-03-02 09:00:00,3600,100\n' >in.csv
run breathe -v in.csv
says "31.4 minutes at the cap of load, 100" "minutes at the cap are told"

# Offers: 56 minutes without a pause, then one of 5 min.
cat >in.csv <<'END'
agent,start,talk,stress,signals
Ada,2026-03-02 09:00:00,1440,0,
Ada,2026-03-02 09:24:00,1920,0,
Ada,2026-03-02 10:01:00,60,0,
Ada,2026-03-02 10:02:00,60,50,anger threat
END
run breathe -z UTC in.csv
{
	head -n 1 in.csv | sed 's/$/,load_before,load,load_over,breather,'`
	    `'breather_from,breather_until,breather_rule,breather_why,'`
	    `'breather_taken/'
	echo 'Ada,2026-03-02 09:00:00,1440,0,,0.0,24.0,0.0,,,,,,'
	echo 'Ada,2026-03-02 09:24:00,1920,0,,24.0,56.0,0.0,5,'`
	    `'2026-03-02T09:56:00+00:00,2026-03-02T10:01:00+00:00,SCREEN,'`
	    `'SCREEN 56 min without 5 min off,'
	# 56 * 2^(-3/20 - 2/5) = 38.2
	echo 'Ada,2026-03-02 10:01:00,60,0,,38.2,39.2,0.0,,,,,,yes'
	echo 'Ada,2026-03-02 10:02:00,60,50,anger threat,39.2,41.5,0.0,10,'`
	    `'2026-03-02T10:03:00+00:00,2026-03-02T10:13:00+00:00,THREAT,'`
	    `'THREAT; 10 min and a debrief,'
} >want
expect 0 "a day with two offers"

# What is not handled, what is late.
cat >in.csv <<'END'
agent,start,talk,outcome,stress
Ada,2026-03-02 09:00:00,600,answered,0
,2026-03-02 09:00:00,,abandoned,90
Ada,2026-03-02 09:05:00,,no answer,90
Ada,2026-03-02 09:30:00,600,answered,0
Ada,2026-03-02 09:10:00,600,answered,40
Ada,2026-03-02 09:45:00,600,answered,
END
run breathe in.csv
gave 0 "out of order"
# 10 * 2^(-3/20 - 17/5) = 0.9; then, with the late one known,
# 30 * 2^(-3/20 - 7/5) + 10 = 20.2 and 20.2 * 2^(-3/20 - 2/5) = 13.8
is "10.0   10.9 30.0 23.8" "$(column load)" \
    "a late record has its own load and changes those to come"
says "1 records out of time order" "it is counted"
says "1 handled calls without stress" "stress that is missing, too"

cut -d, -f1-4 in.csv >plain.csv
run breathe plain.csv
says "no stress column: loads are a lower bound; run triage first" \
    "no stress at all is said"
run breathe -q plain.csv
is "" "$(cat err)" "but not with -q"

# A lead's own constants and rules.
mkdir set
printf 'constant,value\ng0,6\n' >set/load.csv
printf 'rule,kind,minutes,when,within,note\nTEA,LOAD,7,load>=50,20,%s\n' \
    '"of tea, or coffee"' >set/breaks.csv
run breathe -C set in.csv
# 60 * 2^(-3/20 - 17/5) = 5.1; 94.2 * 2^(-3/20 - 2/5) + 60 > 100
is "60.0   65.1 100.0 100.0" "$(column load)" "load.csv"
grep -q ',7,2026.*,TEA,"LOAD 60 >= 50; 7 min brings it to 23 of tea, or '`
    `'coffee",' out
ok $? "breaks.csv, quoted as a field must be"
run breathe --what-if g0=6 in.csv
is "60.0   65.1 100.0 100.0" "$(column load)" "--what-if"
run breathe --what-if g9=6 in.csv
gave 2 "an unknown constant"
printf 'constant,value\n\ng0,six\n' >set/load.csv
run breathe -C set in.csv
gave 2 "a constant that is no number"
says "set/load.csv:3: column value" "with its place"
printf 'constant;value\ng0;1,5\n' >set/load.csv
run breathe -C set --print-settings
gave 2 "a decimal comma in load.csv"
says "g0 is a number from 0 to 1000, its decimals behind a point" "is told"
printf 'rule,kind,minutes,when\nTEA,LAW,7,load>=50\n' >set/breaks.csv
rm set/load.csv
run breathe -C set in.csv
gave 2 "a kind of rule that is none"
says "set/breaks.csv:2: column kind" "with its place"
run breathe --print-settings
gave 0 "--print-settings"
is "# load.csv # breaks.csv # activities.csv # shifts.csv # limits.csv "`
    `"# map.csv" "$(grep '^#' out | tr '\n' ' ' |
    sed 's/ $//')" "heads each file by its name"

# Recorded breaks that are none.
bad_break() {
	printf 'agent,start,end,kind\n%s\n' "$1" >rest.csv
	run breathe --breaks rest.csv in.csv
	gave 2 "$3"
	says "rest.csv:2: column $2" "with its place: $3"
}
bad_break 'Ada,2026-03-02 12:00,2026-03-02 11:00,' end "end before start"
bad_break 'Ada,2026-03-02 12:00,,' end "no end"
bad_break 'Ada,noon,2026-03-02 11:00,' start "a time that is none"
bad_break ',2026-03-02 12:00,2026-03-02 13:00,' agent "no agent"
# Times of day alone lie on --date, which is said: on another day than the
# calls' they would do nothing, unseen.
printf 'agent,start,end\nAda,09:10,09:20\nAda,2026-03-02 12:00,12:10 PM\n%s\n' \
    'Ada,2026-03-02 13:00,2026-03-02 13:10' >rest.csv
run breathe --date 2026-03-02 --breaks rest.csv in.csv
gave 0 "breaks by the clock"
says "rest.csv: 2 breaks have times without a date: they are put on --date, "`
    `"2026-03-02" "are said and counted"
run breathe --breaks nowhere.csv in.csv
gave 4 "breaks that are not there"
printf 'who,start,end\n' >rest.csv
run breathe --breaks rest.csv in.csv
gave 2 "breaks without an agent column"

run breathe -S 1/2:customer in.csv
gave 2 "-S takes agent only"

# Random days against the slow twin, and what must not matter.
if command -v python3 >/dev/null; then
	python3 "$slow" make 2026 1000 days.csv rests.csv
	run breathe -q -z UTC --breaks rests.csv days.csv
	gave 0 "1,000 random days"
	cp out days.out
	python3 "$slow" check days.out rests.csv
	ok $? "agree with the slow twin"
	run breathe -q -z UTC --breaks rests.csv days.out
	same days.out out "twice gives the same as once"
	dd if=days.csv bs=37 2>/dev/null |
	    breathe -q -z UTC --breaks rests.csv >out
	same days.out out "small pieces give the same as large ones"
	{
		head -n 1 days.csv
		tail -n +2 days.csv | sort -s -t , -k 2,2
	} >apart.csv
	breathe -q -z UTC --breaks rests.csv apart.csv | sort >out
	sort days.out >want
	same want out "agents apart give the same as mixed"
	for k in 1 2 3; do
		breathe -q -z UTC --breaks rests.csv -S $k/3:agent days.csv |
		    tail -n +2
	done | sort >out
	tail -n +2 days.out | sort >want
	same want out "three shards are the whole"
else
	skip "1,000 random days" "there is no python3"
fi

# Live: a record's columns stand there before the next record comes.
cat >live.csv <<'END'
call_id,agent,start,talk
1,Ada,2026-03-02 09:00:00,600
END
: >live.out
mkfifo fifo
tail -n +1 -F live.csv >fifo 2>/dev/null &
tail_pid=$!
triage -q <fifo 2>/dev/null | breathe -q >live.out 2>/dev/null &
live_pid=$!

# comes LINES NAME: within ten seconds so many lines are there.
comes() {
	tries=0
	while [ "$(wc -l <live.out)" -lt "$1" ] && [ $tries -lt 100 ]; do
		tries=$((tries + 1))
		sleep 0.1
	done
	is "$1" "$(wc -l <live.out | tr -d ' ')" "$2"
}

comes 2 "live: the header and the first record"
printf '2,Ada,2026-03-02 09:12:00,60' >>live.csv
sleep 0.3
is 2 "$(wc -l <live.out | tr -d ' ')" "live: not before a line is complete"
printf '0\n' >>live.csv
comes 3 "live: the second one as soon as it is"
grep -q '^2,Ada,2026-03-02 09:12:00,600,.*,9.3,19.3,' live.out
ok $? "live: with its load, 10 * 2^(-2/20) + 10"
kill $tail_pid
wait $live_pid

# breathe by itself, with a stress column, recorded breaks and shifts.
printf 'agent,start,end\nAda,2026-03-02 09:10:00,2026-03-02 09:12:00\n' \
    >rest.csv
printf 'agent,days,start,end\nAda,daily,09:00,17:00\n' >shifts.csv
: >live.out
breathe -q -z UTC --breaks rest.csv --shifts shifts.csv <fifo >live.out &
live_pid=$!
exec 3>fifo
printf 'agent,start,talk,stress\nAda,2026-03-02 09:00:00,600,0\n' >&3
comes 2 "live: breathe alone, the first record"
printf 'Ada,2026-03-02 09:12:00,600,"8' >&3
sleep 0.3
is 2 "$(wc -l <live.out | tr -d ' ')" "live: not in the middle of a field"
printf '0"\n' >&3
comes 3 "live: when the line is complete"
# 10 * 2^(-2/5) = 7.6, and 10 min at stress 80 are 30.
is 'Ada,2026-03-02 09:12:00,600,"80",7.6,37.6,0.0,,,,,,' \
    "$(tail -n 1 live.out)" "live: with the break before it"
exec 3>&-
wait $live_pid
ok $? "live: and the end of input ends it"

if need_shared "a real day"; then
	triage -q "$shared/data/calls/technion_one_day.csv" >scored.csv 2>err
	run breathe -v scored.csv
	gave 0 "Technion's day"
	is "$(wc -l <scored.csv)" "$(wc -l <out)" "all of it passes on"
	python3 -c '
import csv
loads = [float(row["load"]) for row in csv.DictReader(open("out", newline=""))
         if row["load"]]
print(len(loads) > 1000, min(loads) >= 0, max(loads) <= 100)' >got
	is "True True True" "$(cat got)" "loads from 0 to 100"
fi

if need_shared "a dialer's export"; then
	run breathe -v "$shared/data/calls/dialer_calls.csv"
	gave 0 "a dialer's export, far out of order"
	says "too far out of time order: their load is blank" "is counted"
	says "read 80816 = passed on 80816" "and accounted for"
fi

done_testing
