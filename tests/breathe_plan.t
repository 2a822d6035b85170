#!/bin/sh
# SPDX-License-Identifier: ISC
# breathe with shifts: new shifts, laws, coverage, plan, list, page.
. "$(dirname "$0")/lib.sh"

# fields NAME..: those columns of the last run's output, joined by blanks.
fields() {
	python3 -c '
import csv, sys
for row in csv.DictReader(open("out", newline="")):
    print(" ".join(row[name] or "-" for name in sys.argv[1:]))' "$@" >rows
	cat rows
}

if ! command -v python3 >/dev/null; then
	skip "breathe with shifts" "there is no python3"
	done_testing
fi

# A new shift begins at 0: 10 min at stress 100 are 35; after 4 min 35 *
# 2^(-3/20 - 1/5) = 27.5 are left, but not when a shift begins meanwhile.
cat >calls.csv <<'END'
agent,start,talk,stress
Ada,2026-03-03 08:48:00,600,100
Ada,2026-03-03 09:02:00,60,0
Bo,2026-03-03 08:48:00,600,100
Bo,2026-03-03 09:02:00,60,0
END
cat >shifts.csv <<'END'
agent,days,start,end,off
Ada,mon-fri,09:00,17:30,13:00-13:30
Bo,mon-fri,08:00,16:30,12:00-12:30
END
run breathe --shifts shifts.csv calls.csv
gave 0 "with shifts"
is "0.0 35.0 0.0 1.0 0.0 35.0 27.5 28.5" \
    "$(fields load_before load | tr '\n' ' ' | sed 's/ $//')" \
    "a new shift begins at 0, an old one goes on"
run breathe calls.csv
is "27.5 28.5 27.5 28.5" \
    "$(fields load_before load | sed -n '2p;4p' | tr '\n' ' ' |
    sed 's/ $//')" "without shifts nothing does"
mkdir set
cp shifts.csv set
run breathe -C set calls.csv
is "0.0 1.0" "$(fields load_before load | sed -n 2p)" \
    "shifts.csv in the settings folder does the same"
run breathe --shifts nowhere.csv calls.csv
gave 4 "shifts that are not there"

# Laws: six hours of calls with idle gaps of 30 min and more, which are no
# breaks.  Reminded 30 min ahead of the sixth hour, and again after the gap.
python3 - >day.csv <<'END'
print('agent,start,talk,stress')
for agent in 'Ada', 'Bo':
    for minute in range(540, 1050, 45):
        print('%s,2026-03-03 %02d:%02d:00,600,0' %
              (agent, minute // 60, minute % 60))
END
cat >breaks.csv <<'END'
agent,start,end,kind
Bo,2026-03-03 13:00,2026-03-03 13:20,lunch
END
run breathe --law uk --breaks breaks.csv day.csv
gave 0 "--law uk"
fields agent start breather_rule breather_taken breather_why |
    grep UK_BREAK >got
is "Ada Ada Ada Ada" "$(cut -d' ' -f1 got | tr '\n' ' ' | sed 's/ $//')" \
    "idle time is no break, a recorded one is"
is "15:00:00" "$(head -n 1 got | cut -d' ' -f3)" \
    "reminded within the last 30 min of the sixth hour"
is "LEGAL 0 of 20 min of break recorded in 6 h 10 min of work; 20 min "`
    `"(Working Time Regulations 1998 reg. 12); overdue since 15:00" \
    "$(head -n 1 got | cut -d' ' -f6-)" "with the evidence and the source"
is "no" "$(sed -n 2p got | cut -d' ' -f5)" \
    "an idle gap of 35 min does not take it"
cat >breaks.csv <<'END'
agent,start,end,kind
Ada,2026-03-03 15:11,2026-03-03 15:40,lunch
END
run breathe --law uk --breaks breaks.csv day.csv
fields agent start breather_taken | grep 15:45 | grep -q 'Ada.*no'
ok $? "nor does a recorded one after the last chance at 15:00"
cat >breaks.csv <<'END'
agent,start,end,kind
Ada,2026-03-03 13:20,2026-03-03 13:50,lunch
END
run breathe --law uk --breaks breaks.csv day.csv
grep -q '^Ada.*UK_BREAK' out
ok $? "a break with a call in it is not uninterrupted"
run breathe --law fr day.csv
gave 2 "a law that is none"
says "choose eu, uk, de or us-ca" "names those there are"
run breathe -C set --law us-ca --print-settings
is "CA_MEAL_1 CA_MEAL_2 CA_REST_1 CA_REST_2 CA_REST_3 CA_REST_4" \
    "$(sed -n 's/^\(CA_[^,]*\),LEGAL,.*/\1/p' out | tr '\n' ' ' |
    sed 's/ $//')" "--print-settings shows a law's rows"
grep -q '^Ada,mon-fri,09:00,17:30' out
ok $? "and the folder's shifts"
printf 'constant,value\ng0,2\n' >set/load.csv
run breathe -C set --print-settings
is "g0,2, g1,2.5, half_life_free,20," \
    "$(sed -n '3,5p' out | cut -d, -f1,2 | sed 's/$/,/' | tr '\n' ' ' |
    sed 's/ $//')" "built-in constants fill in what the folder lacks"
rm set/load.csv
cat >set/breaks.csv <<'END'
rule,kind,minutes,when,within,note
FIRM,LEGAL,40,day>4h and block>=10m,20,(works agreement)
END
run breathe -C set --plan --date 2026-03-03
is "LEGAL FIRM 10" "$(fields kind rule minutes | grep FIRM | head -n 1)" \
    "a lead's own LEGAL row"
rm -r set

# Shifts over each change of clocks have their true length: a rule for
# days longer than the length less one minute claims, one for the length
# does not.
python3 - >changes <<'END'
import datetime
import zoneinfo
minute = datetime.timedelta(minutes=1)
for name in 'Europe/Berlin', 'America/New_York':
    zone = zoneinfo.ZoneInfo(name)
    day = datetime.date(2024, 1, 1)
    while day.year < 2028:
        noon = datetime.datetime(day.year, day.month, day.day, 12, tzinfo=zone)
        if noon.utcoffset() != (noon - datetime.timedelta(1)).utcoffset():
            for start, end in (22, 6), (0, 8), (1, 9):
                first = day - datetime.timedelta(1) if start > end else day
                a = datetime.datetime(first.year, first.month, first.day,
                                      start, tzinfo=zone)
                b = datetime.datetime(day.year, day.month, day.day, end,
                                      tzinfo=zone)
                print(name, first, '%02d:00 %02d:00' % (start, end),
                      int((b.timestamp() - a.timestamp()) // 60))
        day += datetime.timedelta(1)
END
bad=
n=0
mkdir set
while read -r zone date start end length; do
	printf 'agent,days,start,end\nAda,%s,%s,%s\n' "$date" "$start" \
	    "$end" >set/shifts.csv
	for more in 1 0; do
		printf 'rule,kind,minutes,when\nX,LEGAL,15,day>%dm\n' \
		    $((length - more)) >set/breaks.csv
		run breathe -C set -z "$zone" --plan --date "$date"
		[ "$(grep -c LEGAL out)" -eq $more ] ||
			bad="$bad $zone:$date:$start"
	done
	n=$((n + 1))
done <changes
is "" "$bad" "$n shifts over changes of clocks have their true length"
rm -r set

# Coverage and edges of a filter.  Two of one queue of two come due at once.
cat >shifts.csv <<'END'
agent,days,start,end
Ada,daily,09:00,17:00
Bo,daily,09:00,17:00
Cy,daily,09:00,17:00
END
cat >calls.csv <<'END'
agent,start,talk,stress,queue,signals
Cy,2026-03-03 09:30:00,600,0,Q,
Ada,2026-03-03 10:00:00,1200,90,Q,
Bo,2026-03-03 10:00:00,1200,90,Q,
Cy,2026-03-03 10:30:00,60,0,Q,
Bo,2026-03-03 10:50:00,600,0,Q,
Ada,2026-03-03 11:00:00,60,0,Q,threat
Ada,2026-03-03 16:20:00,1700,90,Q,
Bo,2026-03-03 16:50:00,500,0,Q,threat
END
run breathe --shifts shifts.csv calls.csv
gave 0 "coverage in a filter"
cat >want <<'END'
Cy - - -
Ada 5 2026-03-03T10:20:00+00:00 HOSTILE
Bo 5 2026-03-03T10:25:00+00:00 HOSTILE
Cy - - -
Bo - - -
Ada 10 2026-03-03T11:01:00+00:00 THREAT
Ada - - -
Bo 10 2026-03-03T16:58:20+00:00 THREAT
END
fields agent breather breather_from breather_rule >got
sed -n '1,6p' want >want6
sed -n '1,6p' got >got6
same want6 got6 "one of three is away at a time, the other deferred"
fields breather_why | sed -n 3p >got
is "HOSTILE stress 90 >= 85; 5 min before the next call; deferred 5 min: "`
    `"1 of 1 away" "$(cat got)" "and says so"
# At 11:01 Cy has 11 left of old calls, Bo 10 min of a call: Cy is calmer.
is "THREAT; 10 min and a debrief with Cy" \
    "$(fields breather_why | sed -n 6p)" "a debrief with the least loaded"
is "Bo 10 THREAT" "$(fields agent breather breather_rule | sed -n 8p)" \
    "what happened does not wait for the end of the shift"
sed 's/,90,Q,$/,80,Q,/' calls.csv | grep 'start\|16:20' >late.csv
run breathe --shifts shifts.csv late.csv
is "-" "$(fields breather)" \
    "no other offer in the last 15 min of a shift"
run breathe late.csv
is "10" "$(fields breather)" "without shifts there is"
run breathe calls.csv
is "2026-03-03T10:20:00+00:00" \
    "$(fields breather_from | sed -n 3p)" "and nobody is deferred"
fields breather_why | grep -q 'debrief with'
[ $? -eq 1 ]
ok $? "nor has a buddy: the columns look at the agent alone"
sed 's/Ada/Eve/' calls.csv >eve.csv
run breathe --shifts shifts.csv eve.csv
says "3 offers outside of any shift" "an agent without a shift is said"

# The list of now.
cat >calls.csv <<'END'
agent,start,talk,stress,queue,signals
Ada,2026-03-03 10:00:00,600,90,Q,threat
Bo,2026-03-03 10:00:00,2000,60,Q,
Cy,2026-03-03 10:05:00,600,0,Q,
Dee,2026-03-03 10:00:00,2000,80,Q,
Ada,2026-03-03 10:11:00,600,20,Q,
Eve,2026-03-03 08:00:00,6000,90,Q,threat
Bo,2026-03-03 10:35:00,6000,90,Q,
END
cp shifts.csv shifts4.csv
echo 'Dee,daily,09:00,17:00' >>shifts4.csv
for with in "--shifts shifts4.csv" ""; do
	# shellcheck disable=SC2086 # an option and its value, or neither
	run breathe -q --now-list -N "2026-03-03 10:34" $with calls.csv
	gave 0 "--now-list $with"
	# 10:00 + 33:20 at stress 60 is 83.3, at 80 it is 100.0; 40 s later
	# 81.4 and 97.7.  Ada's call at 10:11 left 1 min, and then 13 min
	# were rest enough.
	cat >want <<'END'
Dee 97.7 LOAD LOAD_NOW 10 2026-03-03T10:34:00+00:00 now
Bo 81.4 LOAD LOAD_NOW 10 2026-03-03T10:44:00+00:00 deferred
END
	fields agent load kind rule minutes from status >got
	same want got "by load, the second one deferred $with"
done
run breathe -q --now-list -N "2026-03-03 10:22" --shifts shifts4.csv calls.csv
is "Ada EVENT THREAT 10 2026-03-03T10:20:00+00:00 "`
    `"2026-03-03T10:22:00+00:00 now Cy" \
    "$(fields agent kind rule minutes due from status buddy | head -n 1)" \
    "an event that had no rest stays on it, with a buddy"
cat >breaks.csv <<'END'
agent,start,end
Bo,2026-03-03 10:33:30,2026-03-03 10:50:00
END
run breathe -q --now-list -N "2026-03-03 10:34" --breaks breaks.csv \
    --shifts shifts4.csv calls.csv
is "Dee 2026-03-03T10:50:00+00:00 deferred" \
    "$(fields agent from status)" "who is on a break is not on it, but away"
run breathe -q --now-list -N "2026-03-03 16:50" --shifts shifts4.csv \
    --law uk calls.csv
is "Bo LEGAL UK_BREAK - no room" \
    "$(fields agent kind rule from status | grep Bo)" \
    "there is no room in the last 15 min of a shift"
run breathe -q --now-list -N "2026-03-02 10:34" calls.csv
is 1 "$(wc -l <out | tr -d ' ')" "nobody at work: a header alone"

# LEGAL, EVENT, LOAD, one after another; Dee is on shift, but has not been
# seen since yesterday.
cat >calls.csv <<'END'
agent,start,talk,stress,queue,signals
Dee,2026-03-02 10:00:00,600,0,Q,
Cy,2026-03-03 09:00:00,60,0,Q,
Bo,2026-03-03 14:20:00,2640,80,Q,
Ada,2026-03-03 15:00:00,180,10,Q,threat
END
cat >breaks.csv <<'END'
agent,start,end
Ada,2026-03-03 12:00,2026-03-03 12:30
Bo,2026-03-03 12:00,2026-03-03 12:30
END
run breathe -q --now-list -N "2026-03-03 15:05" --breaks breaks.csv \
    --shifts shifts4.csv --law uk calls.csv
cat >want <<'END'
Cy LEGAL UK_BREAK 20 2026-03-03T15:05:00+00:00 now
Ada EVENT THREAT 10 2026-03-03T15:25:00+00:00 deferred
Bo LOAD LOAD_NOW 10 2026-03-03T15:35:00+00:00 deferred
END
fields agent kind rule minutes from status >got
same want got "LEGAL, EVENT, LOAD; who was not seen in the shift is not at work"

# The plan.
run breathe --plan
gave 2 "--plan without shifts"
says "--plan needs shifts" "and says so"
run breathe --plan --date 2026-03-03 --shifts shifts.csv
gave 0 "a plan without earlier days"
is "SCREEN 09:55" "$(fields kind from | head -n 1 |
    sed 's/2026-03-03T\(.....\).*/\1/')" "asks for screen breaks alone"
grep -c ',SCREEN,SCREEN,' out >got
is "$(($(wc -l <out) - 1))" "$(cat got)" "in all of its rows"
# Yesterday Ada was busy all day at stress 80, 3 points a minute: 60 at
# 09:20, 30 after 5 min away, and 100 when the gap of 30 min is over.
cat >busy.csv <<'END'
agent,start,talk,stress,queue
Ada,2026-03-02 09:00:00,28800,80,Q
END
run breathe -q --plan --date 2026-03-03 --shifts shifts.csv busy.csv
is "09:20 5 LOAD_SOON 09:55 10 LOAD_NOW" "$(fields agent from minutes rule |
    sed -n 's/^Ada .*T\(.....\):00+00:00 /\1 /p' | head -n 2 |
    tr '\n' ' ' | sed 's/ $//')" "yesterday's load asks for breaks"
run breathe --plan --now-list --shifts shifts.csv
gave 2 "two modes at once"
printf 'agent,start,talk,stress\n' >none.csv
run breathe -q --plan --date 2026-03-07 --shifts shifts.csv none.csv
gave 0 "a header alone is a history, too"
mkdir cover
run sh -c "cd cover && python3 '$top/tests/breathe_cover.py' 5 1000"
gave 0 "1,000 random days: one away at a time, in no two breaks, lawful"
sed -n '/^#/p' out

# What to do: another row each date, and of the folder.
for day in 02 03 04 05 06 09; do
	breathe --plan --date 2026-03-$day --shifts shifts.csv |
	    sed -n 's/.*,//;2p'
done | sort -u | wc -l | tr -d ' ' >got
is 4 "$(cat got)" "four activities of 5 min take turns by date"
is 3 "$(breathe --plan --date 2026-03-03 --shifts shifts.csv |
    sed -n '2,4p' | sed 's/.*,//' | sort -u | wc -l | tr -d ' ')" \
    "three agents do different things"
mkdir set
printf 'minutes,activity\n1,blink\n7,read a page\n' >set/activities.csv
run breathe -C set --plan --date 2026-03-03 --shifts shifts.csv
is "blink" "$(fields activity | sort -u)" "the longest that fits"
printf 'minutes,activity\nsome,blink\n' >set/activities.csv
run breathe -C set --plan --date 2026-03-03 --shifts shifts.csv
gave 2 "minutes that are none"
says "set/activities.csv:2: column minutes" "with the place"

# The page before the shift.
cat >calls.csv <<'END'
agent,start,talk,stress,direction,item
Ada,2026-02-24 11:00:00,600,10,in,
Ada,2026-03-02 09:00:00,600,10,in,
Bo,2026-03-02 09:10:00,600,30,in,
Ada,2026-03-02 10:20:00,1800,85,in,
Bo,2026-03-02 10:20:00,600,10,in,
,2026-03-02 10:30:00,,,in,
Ada,2026-03-03 08:00:00,600,90,in,
,,,,,escalation
END
printf 'item,call_id\nescalation,1\npromise,2\n' >carry.csv
run breathe -q --preshift -N "2026-03-03 08:45" --carry-in carry.csv calls.csv
gave 0 "--preshift"
# Loads 12.5, 17.5, 93.75 and 12.5; 84.4 min of growth 3.125: 60 at 19.2 min.
cat >want <<'END'
Before the shift of 2026-03-03

2026-03-02: 5 calls, 4 handled by 2 agents.
50 % were calm, 25 % strained, 25 % hard.
Load: 34 on average, 94 at most, 11 min above 60; 1 breather, 0 taken.

3 items are carried over.
Calls should peak between 11:00 and 12:00, as on this weekday before.

END
head -n 9 out >got
same want got "yesterday, what is carried over, the peak"
is "Three minutes together:" "$(sed -n 10p out)" "three minutes"
is 13 "$(wc -l <out | tr -d ' ')" "of a line each"
is 0 "$(awk 'length($0) > 80' out | wc -l | tr -d ' ')" "in 80 columns"
grep -q 'Ada\|Bo' out
[ $? -eq 1 ]
ok $? "it names nobody"
# A call passed on from Ada to Bo is one call, and two legs that load two
# agents: 10 min at stress 0 each are 10 points.  It came at nine, once.
cat >legs.csv <<'END'
call_id,parent_id,agent,start,talk,outcome
1,,,2026-03-02 11:00:00,,abandoned
2,,,2026-03-02 11:10:00,,abandoned
3,3,Ada,2026-03-02 09:00:00,600,answered
4,3,Bo,2026-03-02 09:10:00,600,answered
5,3,Cy,2026-03-02 09:20:00,600,answered
END
run breathe --preshift -q -N "2026-03-03 08:45" legs.csv
is "2026-03-02: 3 calls, 1 handled by 3 agents." "$(sed -n 3p out)" \
    "a call of several legs is one"
grep -q '^Load: 10 on average, 10 at most' out
ok $? "each leg loads its agent"
grep -q 'peak between 11:00 and 12:00' out
ok $? "and it came once"
run breathe --preshift -q -N "2026-03-03 08:45" none.csv
gave 0 "no calls at all"
run breathe --preshift --carry-in none.csv calls.csv
gave 2 "a carry-over that is none"
run breathe --carry-in carry.csv calls.csv
gave 2 "--carry-in without --preshift"

# What would change.
run breathe --what-if gap=5 day.csv
says "what-if: " "--what-if says what would change"
run breathe --what-if gap=5 -q day.csv
is "" "$(cat err)" "but not with -q"

done_testing
