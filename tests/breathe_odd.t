#!/bin/sh
# SPDX-License-Identifier: ISC
# breathe given what people give it: odd files, options that do not go
# together, full disks, changes of clocks, two zones, many agents.
. "$(dirname "$0")/lib.sh"

# loads: the column load of the last run, on a line.
loads() {
	awk -F, 'NR == 1 {
		for (i = 1; i <= NF; i++) if ($i == "load") c = i
		next
	} { printf "%s%s", sep, $c; sep = " " }' out
}

cat >calls.csv <<'END'
agent,start,talk,stress
Ada,2026-03-02 09:00:00,1200,20
Ada,2026-03-02 09:21:00,900,70
END

# Recorded breaks.  30 + 41.25 = 70.2 after a minute free (30 * 2^(-1/20)
# = 29.0); half of it on a break: 30 * 2^(-1/40 - 1/10) = 27.5.
# reads LOADS NAME FORMAT [VALUE...]: with rests.csv so printed.
reads() {
	reads_want=$1
	reads_name=$2
	shift 2
	# shellcheck disable=SC2059 # the format is the file
	printf "$@" >rests.csv
	run breathe -q -z UTC --breaks rests.csv calls.csv
	is "0 $reads_want" "$status $(loads)" "recorded breaks: $reads_name"
}
reads "30.0 70.2" "a header alone" 'agent,start,end\n'
reads "30.0 68.8" "half a minute" \
    'agent,start,end\nAda,2026-03-02 09:20:00,2026-03-02 09:20:30\n'
reads "30.0 68.8" "as a spreadsheet writes them" \
    '\357\273\277Agent;START;End\r\n%s\r\n' \
    'Ada;2026-03-02 09:20;2026-03-02 09:20:30'
reads "30.0 68.8" "columns in another order, times of two zones" \
    'kind,end,start,agent\n%s\n' \
    ',2026-03-02T10:20:30+01:00,2026-03-02T04:20-05:00,Ada'
reads "30.0 70.2" "no length" \
    'agent,start,end\nAda,2026-03-02 09:20:30,2026-03-02 09:20:30\n'
reads "30.0 67.4" "all years" \
    'agent,start,end\nAda,0001-01-01,9999-12-31 23:59:59\n'
reads "30.0 68.8" "in no order, overlapping" \
    'agent,start,end\n%s\n%s\n%s\n' \
    'Ada,2026-03-02 09:20:10,2026-03-02 09:20:30' \
    'Ada,2026-03-02 09:20:00,2026-03-02 09:20:20' \
    'Ada,2026-03-02 09:20:00,2026-03-02 09:20:05'

# refuses OPTION WHERE NAME FORMAT: its file so printed.
refuses() {
	# shellcheck disable=SC2059 # the format is the file
	printf "$4" >bad.csv
	run breathe "--$1" bad.csv calls.csv
	gave 2 "--$1: $3"
	says "bad.csv$2" "--$1: $3: with its place"
	is 0 "$(wc -c <out | tr -d ' ')" "--$1: $3: and nothing is written"
}
refuses breaks ": is empty" "an empty file" ''
refuses breaks ":1: column end is missing" "no column end" \
    'agent,start\nAda,2026-03-02 09:20\n'
refuses breaks ":2: " "a quote that never closes" \
    'agent,start,end\n"Ada,2026-03-02 09:20,2026-03-02 09:21\n'
refuses breaks ":2: column start" "a day that is none" \
    'agent,start,end\nAda,2026-02-30 09:20,2026-03-02 09:21\n'
refuses breaks ":2: " "too many values" \
    'agent,start,end\nAda,2026-03-02 09:20,2026-03-02 09:21,1,2\n'
refuses shifts ": is empty" "an empty file" ''
refuses shifts ":2: column start" "a shift of no length" \
    'agent,days,start,end\nAda,mon,09:00,09:00\n'
refuses shifts ":2: column days" "a day that is none" \
    'agent,days,start,end\nAda,moonday,09:00,17:00\n'
refuses shifts ":3: column start" "two shifts at once" \
    'agent,days,start,end\nAda,mon,09:00,17:00\nAda,mon,16:00,18:00\n'
refuses shifts ":2: column off" "a break outside" \
    'agent,days,start,end,off\nAda,mon,09:00,17:00,08:00-09:30\n'
for file in breaks shifts; do
	run breathe "--$file" . calls.csv
	gave 4 "--$file: a folder"
done

# Names that do not meet.
printf 'agent,start,end\nada,2026-03-02 09:20,2026-03-02 09:21\n' >rests.csv
run breathe --breaks rests.csv calls.csv
says "none of the agents with calls has recorded breaks: names are compared" \
    "names spelled in two ways are pointed out"
printf 'agent,days,start,end\n17,daily,09:00,17:00\n' >shifts.csv
run breathe --shifts shifts.csv calls.csv
says "none of the agents with calls has shifts" "in shifts, too"

# Options that do not go together, or have no sense.
# wrong SAYS OPTION...
wrong() {
	wrong_says=$1
	shift
	run breathe "$@"
	gave 2 "$*"
	says "$wrong_says" "$*: says why"
}
printf 'agent,days,start,end\nAda,daily,09:00,17:00\n' >shifts.csv
wrong "choose one of" --plan --preshift
wrong "choose one of" --guide box --now-list
wrong "--carry-in is for --preshift" --carry-in calls.csv calls.csv
wrong "--minutes: a number up to 60" --guide box --minutes 61
wrong "--minutes: a number up to 60" --guide box --minutes nan
wrong "gap is a number" --what-if gap=nan calls.csv
wrong "half_life_free is a number" --what-if half_life_free=0 calls.csv
wrong "NAME=VALUE" --what-if gap calls.csv
wrong "--date" --plan --shifts shifts.csv --date 2026-02-30
wrong "-N" --now-list -N soon calls.csv
wrong "no time zone" --plan --shifts shifts.csv -z Nowhere
wrong "choose eu, uk, de or us-ca" --law DE calls.csv
wrong "usage:" --plans

# Full disks and closed descriptors.
for mode in "" "--now-list" "--preshift" "--plan --shifts shifts.csv" \
    "--what-if gap=5" "--print-settings"; do
	# shellcheck disable=SC2086 # a list of options
	breathe -q $mode calls.csv >/dev/full 2>err
	is 4 $? "a full disk: $mode"
	# shellcheck disable=SC2086
	breathe -q $mode calls.csv >&- 2>err
	is 4 $? "closed standard output: $mode"
done
breathe -q --plan --shifts shifts.csv >/dev/full 2>err
is 4 $? "a full disk: a plan without earlier days"

# Little input.
: >none.csv
for mode in "" "--now-list" "--preshift" "--plan --shifts shifts.csv"; do
	# shellcheck disable=SC2086
	run breathe $mode none.csv
	gave 2 "an empty file: $mode"
	head -n 1 calls.csv >header.csv
	# shellcheck disable=SC2086
	run breathe -q $mode header.csv
	gave 0 "a header alone: $mode"
done
printf 'agent,start,talk\nAda,2026-03-02 09:00:00,60' >one.csv
run breathe -q -z UTC one.csv
is 'Ada,2026-03-02 09:00:00,60,0.0,1.0,0.0,,,,,,' "$(tail -n 1 out)" \
    "one record without a line end"
printf 'agent,start,talk,item\nAda,2026-03-02 09:00:00,600,promise\n' >one.csv
run breathe -q -z UTC one.csv
is 'Ada,2026-03-02 09:00:00,600,promise,,,,,,,,,' "$(tail -n 1 out)" \
    "an open item is no call"

# The night in which the clock goes back, and that in which it goes
# forward: calls without a gap, 10 min each at stress 0, are 10 and 20.
cat >back.csv <<'END'
agent,start,talk,stress
Ada,2026-10-25T02:50:00+02:00,600,0
Ada,2026-10-25T02:00:00+01:00,3600,0
END
run breathe -z Europe/Berlin back.csv
is "10.0 70.0" "$(loads)" "the hour that comes twice"
grep -q '2026-10-25T03:00:00+01:00,2026-10-25T03:05:00+01:00,SCREEN' out
ok $? "an offer behind it has the new offset"
printf 'agent,start,talk,stress\n%s\n%s\n' 'Ada,2026-03-29 01:50:00,600,0' \
    'Ada,2026-03-29 03:00:00,600,0' >forth.csv
run breathe -z Europe/Berlin forth.csv
is "10.0 20.0" "$(loads)" "the hour that is left out"
# A break over it: 01:55 to 03:05 is ten minutes; 5 * 2^(-5/5) = 2.5 are
# left by 03:00 where a call begins.
printf 'agent,start,end\nAda,2026-03-29 01:55:00,2026-03-29 03:05:00\n' \
    >rests.csv
sed 's/01:50:00,600/01:50:00,300/' forth.csv >short.csv
run breathe -z Europe/Berlin --breaks rests.csv short.csv
is "5.0 12.5" "$(loads)" "a break over it has its true length"
run breathe -z America/New_York --breaks rests.csv short.csv
is "5.0 10.0" "$(loads)" "where that hour is there, the gap is over an hour"

# Two zones: the same instants, written differently.
sed 's/2026-03-02 09:/2026-03-02T10:/; s/:00,/:00+01:00,/' calls.csv >berlin.csv
for zone in UTC Asia/Kathmandu; do
	run breathe -q -z $zone berlin.csv
	is "30.0 70.2" "$(loads)" "offsets in the times, -z $zone"
done
grep -q '2026-03-02T15:21:00+05:45,2026-03-02T15:36:00+05:45' out
ok $? "offers are in the zone asked for"

# Two thousand agents, with shifts, in a queue each and all in one.
awk 'BEGIN {
	print "agent,start,talk,stress,queue"
	for (t = 0; t < 12; t++)
		for (i = 0; i < 2000; i++)
			printf "A%d,2026-03-02 %02d:%02d:00,420,%d,Q%d\n", i,
			    9 + int(t / 6), t % 6 * 10, i % 101, i % 7
}' >many.csv
awk 'BEGIN {
	print "agent,days,start,end"
	for (i = 0; i < 2000; i++)
		printf "A%d,daily,%02d:00,17:00\n", i, 8 + i % 2
}' >many-shifts.csv
run breathe -v -z UTC --shifts many-shifts.csv --law de many.csv
gave 0 "2,000 agents"
says "read 24000 = passed on 24000" "all of them"
run breathe -q -z UTC --now-list -N '2026-03-02 10:58' \
    --shifts many-shifts.csv many.csv
gave 0 "2,000 agents: the list of now"
# A tenth of the 285 or 286 of each queue: 28.
is "28 28 28 28 28 28 28" "$(awk -F, '$9 == "now" { n[$2]++ } END {
	for (i = 0; i < 7; i++) printf "%s%d", (i > 0 ? " " : ""), n["Q" i]
}' out)" "of each queue a tenth may go now"
run breathe -q -z UTC --plan --date 2026-03-03 --shifts many-shifts.csv \
    many.csv
gave 0 "2,000 agents: the plan"

done_testing
