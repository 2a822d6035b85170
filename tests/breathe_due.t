#!/bin/sh
# SPDX-License-Identifier: ISC
# breathe: by when a breather is due and since when it is overdue, what the
# list of now and the plan look at, and what is said about what they do not.
. "$(dirname "$0")/lib.sh"

# list NOW NAME..: those columns of the list of now, joined by blanks.
list() {
	at=$1
	shift
	# shellcheck disable=SC2086 # some options, or none
	breathe $with --now-list -N "2026-03-02 $at" in.csv 2>err |
	    awk -F, -v names="$*" '{
		n = split(names, name, " ")
		for (i = 1; i <= NF && NR == 1; i++) c[$i] = i
		for (i = 1; i <= n && NR > 1; i++)
			printf "%s%s", $c[name[i]], (i < n ? " " : "\n")
	}' | sed 's/2026-03-02T\(..:..:..\)+00:00/\1/g'
}

# The day of a law begins with the first call after 6 hours without one,
# as in the filter: at 14:31 the work is 5 h 31 min, and the evening before
# is another day's.
cat >in.csv <<'END'
agent,start,talk,stress
Ada,2026-03-01 09:00:00,60,0
Ada,2026-03-02 09:00:00,60,0
END
for law in uk de us-ca; do
	with="-q --law $law"
	is "" "$(list 09:01 rule why)" "--law $law after a minute of work"
done
python3 -c '
print("agent,start,talk,stress")
print("Ada,2026-03-01 20:00:00,60,0")
for h in range(9, 15):
    print("Ada,2026-03-02 %02d:00:00,60,0" % h)' >in.csv
with="-q --law uk"
is "" "$(list 14:29 rule due why)" "31 min before the sixth hour ends"
is "UK_BREAK 15:00:00 LEGAL 0 of 20 min of break recorded in 5 h 31 min of "`
    `"work; 20 min (Working Time Regulations 1998 reg. 12)" \
    "$(list 14:31 rule due why)" "29 min before the sixth hour ends"
is "UK_BREAK 15:00:00" "$(list 14:45 rule due)" "its last chance stands still"

# What is due does not slide with the clock.  Ada works from 08:00 on, 55
# min are over at 08:55 and the window of 5 min at 09:00.
cat >in.csv <<'END'
agent,start,talk,stress
Ada,2026-03-02 08:00:00,1500,0
Ada,2026-03-02 08:26:00,3600,0
END
with=-q
is "" "$(list 08:54 rule due)" "no 55 min yet"
is "SCREEN 09:00:00 SCREEN 55 min without 5 min off" \
    "$(list 08:55 rule due why)" "SCREEN is due when its window closes"
is "SCREEN 09:00:00 SCREEN 60 min without 5 min off" \
    "$(list 09:00 rule due why)" "the same later"
is "SCREEN 09:00:00 SCREEN 65 min without 5 min off; overdue since 09:00" \
    "$(list 09:05 rule due why)" "and then it is overdue"

# 3 points a minute at stress 80 in one call: 60 at 08:20, 80 at 08:26:40.
cat >in.csv <<'END'
agent,start,talk,stress
Ada,2026-03-02 08:00:00,1800,80
END
is "" "$(list 08:19 rule due)" "load 57"
is "LOAD_SOON 08:35:00 LOAD 60 >= 60; 5 min brings it to 30" \
    "$(list 08:20 rule due why)" "LOAD is due 15 min after it passed 60"
is "LOAD_SOON 08:35:00" "$(list 08:25 rule due)" "the same later"
is "LOAD_NOW 08:36:40" "$(list 08:27 rule due)" "80 has a window of its own"
# 90 at 08:30, free for 3 min and then resting: 81 at 08:33.
is "LOAD_NOW 08:36:40" "$(list 08:33 rule due)" "also in the gap behind it"
printf 'rule,kind,minutes,when,within\nL,LOAD,1,load>=60,2\n' >breaks.csv
with="-q -C ."
is "L 08:22:00 LOAD 81 >= 60; 1 min brings it to 71; overdue since 08:22" \
    "$(list 08:33 rule due why)" "LOAD can be overdue"
# 72 + 8 min free make 36 again: passed anew by the second call, at 08:30.
cat >in.csv <<'END'
agent,start,talk,stress
Ada,2026-03-02 08:00:00,1440,80
Ada,2026-03-02 08:30:00,1800,80
END
# 24 min leave 72; 3 min free and 3 resting 72 * 2^(-3/20 - 3/5) = 42.81;
# 60 is reached 17.19 / 3 min later, at 08:35:43.
is "L 08:37:43" "$(list 08:40 rule due)" "the latest time it was passed"

# An event is overdue when its window is over.
rm breaks.csv
with=-q
cat >in.csv <<'END'
agent,start,talk,stress,signals
Ada,2026-03-02 08:00:00,60,0,threat
Ada,2026-03-02 08:05:00,540,0,
END
is "THREAT 08:11:00 THREAT; 10 min and a debrief; overdue since 08:11" \
    "$(list 08:16 rule due why)" "an event, too"

# Who is in a call works.  2.5 points a minute: 79.0 after 31 min 36 s.
cat >in.csv <<'END'
agent,start,talk,stress,signals
Ada,2026-03-02 08:00:00,7200,60,threat
END
is "Ada 80.0 LOAD_NOW now" "$(list 08:32 agent load rule status)" \
    "a call that goes on counts until now, and its signal not yet"
is "Ada 100.0 LOAD_NOW" "$(list 09:59 agent load rule)" "to its end"
is "Ada THREAT" "$(list 10:00 agent rule)" "then all of it counts"
cat >rests.csv <<'END'
agent,start,end
Ada,2026-03-02 08:30,2026-03-02 09:30
END
with="-q --breaks rests.csv"
is "Ada 100.0" "$(list 09:00 agent load)" \
    "nor is on a break who handles a call"
with="-q --law uk"
is "" "$(list 07:59 agent)" "a call that is to come is none"

# What a report does not look at is left out, and no record of the day said.
cat >in.csv <<'END'
agent,start,talk,stress,item
Ada,2026-03-02 09:00:00,600,0,
Ada,2026-03-02 10:00:00,600,0,
Ada,2026-03-03 10:00:00,600,0,
,2026-03-02 09:00:00,600,0,
Ada,2026-03-02 09:30:00,600,0,promise
END
run breathe -v --now-list -N '2026-03-02 09:45' in.csv
says "read 5 = used 1 + set aside 0 + skipped 0 + left out 4" \
    "--now-list leaves out what it does not look at"
grep -q 'no handled call' err
[ $? -eq 1 ]
ok $? "there was a call of that day"
run breathe -v --now-list -N '2026-03-04 09:45' in.csv
says "no handled call is of 2026-03-04 until the time asked for" \
    "no call of the day is said"
run breathe --now-list -N '2026-03-04 01:00' in.csv
says "no handled call is of 2026-03-04" "yesterday's are not today's"
echo 'Ada,2026-03-03 23:00:00,600,0,' >>in.csv
run breathe --now-list -N '2026-03-04 01:00' in.csv
grep -q 'no handled call' err
[ $? -eq 1 ]
ok $? "but those of the same night are"
printf 'agent,days,start,end\nAda,daily,09:00,17:00\n' >shifts.csv
run breathe -v --plan --date 2026-03-03 --shifts shifts.csv in.csv
says "read 6 = used 2 + set aside 0 + skipped 0 + left out 4" \
    "--plan leaves out what is not from before its date"
run breathe --plan --date 2026-03-02 --shifts shifts.csv in.csv
says "no handled call is from before 2026-03-02: the plan expects no load" \
    "and says when nothing is"

# Ada is quiet: 20 min at stress 100 each 100 min.  3.5 points a minute in a
# third of the time never reach 60, as they would in all of it.
cat >in.csv <<'END'
agent,start,talk,stress
Ada,2026-03-02 09:00:00,1200,100
Ada,2026-03-02 10:40:00,1200,100
Ada,2026-03-02 12:20:00,1200,100
Ada,2026-03-02 14:00:00,1200,100
Ada,2026-03-02 15:40:00,1200,100
END
plan() {
	breathe -q --plan --date 2026-03-03 --shifts "$1" in.csv
}
is 0 "$(plan shifts.csv | grep -c ',LOAD,')" \
    "a quiet agent is not busy all the time"
# Bo has no calls: the team's share is Ada's, of her shift.
cat >two.csv <<'END'
agent,days,start,end
Ada,2026-03-02,09:00,17:00
Bo,daily,09:00,17:00
END
is "0 7" "$(plan two.csv | grep -c '^2026-03-03,Bo,.*,LOAD,') $(plan two.csv |
    grep -c '^2026-03-03,Bo,.*,SCREEN,')" "nor does the team look so"
# Without a shift on the day of the calls: from call to call, as quiet.
printf 'agent,days,start,end\nAda,2026-03-03,09:00,17:00\n' >late.csv
is 0 "$(plan late.csv | grep -c ',LOAD,')" \
    "nor without a shift on the day of the calls"
# In the shift, breaks apart: from 09:00 to 10:00 and from 11:00 to 12:00 in
# one call each, all of the time at work, stress 80: 60 after 20 min.
cat >in.csv <<'END'
agent,start,talk,stress
Ada,2026-03-02 09:00:00,3600,80
Ada,2026-03-02 11:00:00,3600,80
END
printf 'agent,days,start,end,off\nAda,daily,09:00,12:00,10:00-11:00\n' >off.csv
plan off.csv | sed 's/2026-03-03T\(..:..\):00+00:00/\1/g' >day
is "09:20 10:00 11:30 " "$(cut -d, -f4 day | sed 1d | tr '\n' ' ')" \
    "breaks of the shift are no time at work"
# Wanted at 11:20, but 30 min from the break of the shift only at 11:30.
is "planned planned moved " "$(cut -d, -f10 day | sed 1d | tr '\n' ' ')" \
    "what the gap between breaks made later is not deferred, but moved"
is "LOAD 90 >= 80; 10 min brings it to 23; 10 min later: 30 min from another "`
    `"break" "$(sed -n '4s/.*,moved,\([^,]*\),.*/\1/p' day)" "and says so"
# A wish arises in the gap, too: 60 at 09:20, 30 after 5 min, and 60 again at
# 09:35, due by 09:50; 30 min from the first one it is 09:55 and load 100,
# 20 min later than wanted.
printf 'agent,days,start,end\nAda,daily,09:00,11:00\n' >one.csv
plan one.csv | sed 's/2026-03-03T\(..:..\):00+00:00/\1/g' >day
cat >want <<'END'
09:20,5,LOAD_SOON,09:35,planned,LOAD 60 >= 60; 5 min brings it to 30
09:55,10,LOAD_NOW,09:50,moved,LOAD 100 >= 80; 10 min brings it to 25; 20 min later: 30 min from another break
END
sed 1d day | cut -d, -f4,6,8-11 >got
same want got "what the gap holds back is wanted when the rule says"
printf 'agent,days,start,end\nAda,daily,09:00,11:00\nBo,daily,09:00,11:00\n' \
    >two.csv
is "planned deferred " "$(plan two.csv | sed 1d | head -n 2 | cut -d, -f10 |
    tr '\n' ' ')" "what coverage made later is deferred"

# A break that the clock skips is none: as if it were not there.
printf 'agent,days,start,end,off\nAda,daily,22:00,06:00,02:15-02:45\n' >skip.csv
printf 'agent,days,start,end,off\nAda,daily,22:00,06:00,\n' >plain.csv
for shifts in skip plain; do
	breathe -q -z Europe/Berlin --plan --law de --date 2026-03-28 \
	    --shifts $shifts.csv >$shifts
done
same plain skip "a break that the clock skips has no row and no effect"
is 0 "$(grep -c ',SHIFT,' skip)" "no row"
breathe -q -z Europe/Berlin --plan --law de --date 2026-03-29 \
    --shifts skip.csv >out
is 1 "$(grep -c ',SHIFT,' out)" "the next night has it"
# Wanted from 02:20 on at 15 min before the gap, which holds nothing up.
printf 'rule,kind,minutes,when,within\nS,SCREEN,20,work>=230m,0\n' >breaks.csv
breathe -q -C . -z Europe/Berlin --plan --date 2026-03-28 --shifts skip.csv |
    cut -d, -f4,10 >out
is "2026-03-29T01:50:00+01:00,planned" "$(sed -n 2p out)" \
    "nor does it stand in the way of a breather across it"
rm breaks.csv

# Twice, or where it changes nothing that is said.
run breathe --law uk --law de in.csv
gave 2 "two laws"
says "--law is given twice" "cannot be"
for mode in "--now-list" "--preshift" "--plan --shifts shifts.csv"; do
	# shellcheck disable=SC2086 # an option and its value
	run breathe $mode --what-if gap=45 in.csv
	gave 2 "--what-if with $mode"
	says "--what-if compares offers over records" "says why not"
done
mkdir set
printf 'constant,value,unit\nhalf_life_free,1200,s\n' >set/load.csv
run breathe -C set in.csv
gave 2 "a unit that is not the constant's"
says "set/load.csv:2: column unit: half_life_free is in min" "with its place"
printf 'constant,value,unit\ng0,1,min\n' >set/load.csv
run breathe -C set in.csv
gave 2 "minutes for points a minute"
printf 'constant,value,unit\ngap,30,min\noff,5,\ng1,2,points a minute\n' \
    >set/load.csv
run breathe -C set in.csv
gave 0 "its own unit, or none"
breathe --print-settings | sed -n '/^constant/,/^rest_to/p' >set/load.csv
run breathe -C set in.csv
gave 0 "the built-in ones"

# Names that no record has: how many, and which only when asked for.
printf 'agent,start,end\n' >names.csv
for name in Ada Zed Yve; do
	echo "$name,2026-03-02 12:00,2026-03-02 12:10" >>names.csv
done
printf 'agent,days,start,end\nAda,daily,09:00,17:00\nBo,daily,09:00,17:00\n' \
    >shifts.csv
run breathe --breaks names.csv --shifts shifts.csv in.csv
gave 0 "names without a call"
says "2 of 3 names in the recorded breaks have no call" "are counted"
says "1 of 2 names in the shifts has no call" "in shifts, too"
grep -q 'Zed\|Yve\|Bo' err
[ $? -eq 1 ]
ok $? "but not shown"
run breathe --show-values --breaks names.csv in.csv
says "without a call: \`Zed', \`Yve'" "unless values may be"
echo 'Zed,2026-03-02 12:30:00,60,0' >>in.csv
echo 'Yve,2026-03-02 12:30:00,60,0' >>in.csv
run breathe --breaks names.csv in.csv
is "" "$(grep 'names' err)" "all have calls"

done_testing
