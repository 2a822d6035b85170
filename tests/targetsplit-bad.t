#!/bin/sh
# SPDX-License-Identifier: ISC
# targetsplit and bad input: each a sentence, its status, and nothing lost.
. "$(dirname "$0")/lib.sh"

# refused TEXT NAME OPTIONS...: status 2, that sentence alone, no output;
# a plan that was there before stays.
refused() {
	: >want
	echo "targetsplit: $1" >want.err
	name=$2
	shift 2
	echo old >plan.csv
	runin /dev/null targetsplit "$@" -o plan.csv
	expect 2 "$name"
	[ "$(cat plan.csv)" = old ]
	ok $? '.. and the plan that was there stays'
}

# shifts ROW...: shifts.csv with these rows.
shifts() {
	echo agent,days,start,end,off,target >shifts.csv
	printf '%b\n' "$@" >>shifts.csv
}

cat >calls.csv <<'END'
start,agent,talk,outcome
2026-03-02 09:10:00,Ada,300,answered
2026-03-02 09:20:00,Eve,300,answered
2026-03-07 10:00:00,Ada,300,answered
END
day='--date 2026-03-02'

# A target of 0, below 0, of 1e9: wherever it can be written.
for n in 0 -5 1000000000 1e9 80.5 ''; do
	refused '-t: a target is a whole number of calls from 1 to 1000000' \
	    "-t '$n'" --plan $day -t "$n"
	refused '--team: a target is a whole number of calls from 1 to 1000000' \
	    "--team '$n'" --plan $day --team "$n" --agents Ada
	[ -n "$n" ] || continue
	shifts "Ada,mon,09:00,17:00,,$n"
	refused 'shifts.csv:2: column target: a whole number of calls from 1 to'\
' 1000000 is expected' "a target of $n in shifts.csv" --plan $day \
	    --shifts shifts.csv
done
run targetsplit --plan $day -t 1000000
is '0 1000000' "$status $(tail -n 1 out | cut -d, -f6)" \
    'a million is the most there is'

# No minutes at all.
refused 'off: the breaks leave no working minutes' 'breaks all day' \
    --plan $day -t 8 --off 09:00-17:00
refused 'hours: a span is empty' 'hours of no length' --plan $day -t 8 \
    --hours 09:00-09:00
refused 'hours: spans are written like 09:00-17:00, with a comma between'\
' them' 'no hours' --plan $day -t 8 --hours ''
refused '2026-03-29 has no working minutes' 'an hour that the clock skips' \
    --plan -t 5 --hours 02:00-03:00 --date 2026-03-29 -z Europe/Berlin
shifts 'Ada,mon-fri,09:00,17:00,09:00-17:00,8'
refused 'shifts.csv:2: column off: the breaks leave no working minutes' \
    'breaks all day in shifts.csv' --plan $day --shifts shifts.csv
shifts 'Ada,mon-fri,09:00,17:00,,8'
refused '2026-03-07 has no working minutes' 'nobody works on a Saturday' \
    --plan --shifts shifts.csv --date 2026-03-07
echo old >plan.csv
run targetsplit --replan --shifts shifts.csv -N 2026-03-07T12:00 -o plan.csv \
    calls.csv
gave 2 '--replan on a Saturday'
says '2026-03-07 has no working minutes' 'says so'
is old "$(cat plan.csv)" 'and the plan that was there stays'

# A break outside the shift.
refused 'off: a break is not within the hours' 'a break in the evening' \
    --plan $day -t 8 --off 18:00-18:15
refused 'off: a break is not within the hours' 'a break half outside' \
    --plan $day -t 8 --off 16:45-17:15
shifts 'Ada,mon,09:00,17:00,,8' 'Bo,mon,09:00,12:00,12:00-12:30,8'
refused 'shifts.csv:3: column off: a break is not within the hours' \
    'a break outside its shift in shifts.csv' --plan $day --shifts shifts.csv

# Spans that overlap.
refused 'hours: spans overlap' 'hours that overlap' --plan $day -t 8 \
    --hours 09:00-12:00,11:00-17:00
refused 'hours: spans overlap' 'a night into the next morning' --plan $day \
    -t 8 --hours 22:00-06:00,05:00-09:00
refused 'off: breaks overlap' 'breaks that overlap' --plan $day -t 8 \
    --off 12:00-13:00,12:30-13:30
shifts 'Ada,mon,09:00,13:00,,8' 'Ada,daily,12:00,17:00,,'
refused 'shifts.csv:3: column start: spans overlap' \
    'rows of a day that overlap' --plan $day --shifts shifts.csv
shifts 'Ada,mon,22:00,06:00,,8' 'Ada,tue,05:00,09:00,,8'
refused "shifts.csv:2: column end: the night reaches into the next day's"\
' span' 'a night that overlaps the next day' --plan $day --shifts shifts.csv

# An agent whom shifts.csv does not know: asked for, it cannot be done; in
# the records, they pass and are counted.
shifts 'Ada,mon-fri,09:00,17:00,,8'
refused 'agents: number 2 of the names has no shift in the shifts file' \
    'an agent asked for whom shifts.csv lacks' --plan $day --shifts shifts.csv \
    --agents Ada,Eve
# By 09:15 the plan expects 15 / 60 of the hour's 1 call: 0.75 ahead.
cat >want <<'END'
start,agent,talk,outcome,chunk,chunk_target,chunk_done,day_target,day_done,pace
2026-03-02 09:10:00,Ada,300,answered,2026-03-02T09:00:00+00:00,1,1,8,1,+0.8
2026-03-02 09:20:00,Eve,300,answered,,,,,,
2026-03-07 10:00:00,Ada,300,answered,,,,,,
END
cat >want.err <<'END'
targetsplit: 1 records of agents without a shift have no target
targetsplit: 1 records of days without working minutes have no target
END
run targetsplit --shifts shifts.csv calls.csv
expect 0 'records of one whom shifts.csv lacks pass, and of a day off'
run targetsplit --shifts shifts.csv -v calls.csv
says 'read 3 = passed on 3 + set aside 0 + skipped 0 + left out 0' \
    'and nothing is lost'
run targetsplit --replan --shifts shifts.csv -N 2026-03-02T12:00 calls.csv
is '0 Ada' "$status $(tail -n +2 out | cut -d, -f2 | uniq)" \
    '--replan plans for those who have a shift'
says '1 records of agents without a shift have no target' \
    'and says that others called'

# What other hands write into shifts.csv.
while IFS='|' read -r row what name; do
	shifts "$row"
	refused "shifts.csv:$what" "$name" --plan $day --shifts shifts.csv
done <<'END'
,mon,09:00,17:00,,8|2: column agent: an agent's name is expected|a row of nobody
Ada,mon,24:00,08:00,,8|2: column start: a time HH:MM is expected|a shift from 24:00 on
Ada,mon,9am,17:00,,8|2: column start: a time HH:MM is expected|9am
Ada,mon,09:00,,,8|2: column end: a time HH:MM is expected|a shift without an end
Ada,mon,09:00,17:00,13:00,8|2: column off: spans are written like 09:00-17:00, with a comma between them|a break without an end
Ada,mon,09:00,17:00,,8,9|2: 7 values, but the header names 6 columns|a value too many
"Ada,mon,09:00,17:00,,8|2: a quote that is never closed|an open quote
Ada,02/03/2026,09:00,17:00,,8|2: column days: weekdays like mon-fri or mon wed, daily, dates like 2026-03-02 or 2026-03-02..2026-03-06 are expected|a date of another country
END
shifts 'Ada,mon,09:00,17:00,,8' 'Ada,mon,18:00,19:00,,9'
refused 'shifts.csv:3: column target: another row of the same day has another'\
' target' 'two targets of one day' --plan $day --shifts shifts.csv
: >shifts.csv
refused 'shifts.csv: is empty' 'an empty file' --plan $day --shifts shifts.csv
printf 'name,days,start,end\nAda,mon,09:00,17:00\n' >shifts.csv
refused 'shifts.csv:1: there is no column name here' 'other columns' \
    --plan $day --shifts shifts.csv
printf '\357\273\277Agent;Days;Start;End;Off;Target\r\n%s\r\n' \
    'Ada;Mon-Fri;9:00;17:00;12:00-12:30,15:00-15:15;80' >shifts.csv
run targetsplit --plan $day --shifts shifts.csv -i 24h
is '0 435,80,80' "$status $(tail -n 1 out | cut -d, -f4-)" \
    'what a spreadsheet of another country writes is read'

# The system's failures are another status.
run targetsplit --plan $day --shifts .
gave 4 'a folder for shifts.csv'
run sh -c 'targetsplit --plan -t 8 >/dev/full'
gave 4 'a full disk: --plan'
run sh -c 'targetsplit -t 8 calls.csv >/dev/full'
gave 4 'a full disk: the filter'
run sh -c 'targetsplit --replan -t 8 -N 2026-03-02T12:00 calls.csv >/dev/full'
gave 4 'a full disk: --replan'
run sh -c 'targetsplit --staff --calls 9 --aht 3m >/dev/full'
gave 4 'a full disk: --staff'
run sh -c 'targetsplit --plan -t 8 >&-'
gave 4 'a closed output'
: >empty.csv
run targetsplit --replan -t 8 empty.csv
gave 2 'an empty export'
is 0 "$(wc -c <out)" 'makes no plan'
run targetsplit --replan -t 8 -N 2026-03-02T12:00 nowhere.csv calls.csv
gave 4 'a missing export among others'
is 0 "$(wc -c <out)" 'makes no plan either'
run targetsplit --replan -t 8 -N 2026-03-02T12:00 -o plan.csv nowhere.csv
gave 4 'nor with -o'
is old "$(cat plan.csv)" 'where the old one stays'
echo old >needs.csv
run targetsplit --staff --calls 1000000 --aht 23h -i 1m -o needs.csv
is '2 old' "$status $(cat needs.csv)" 'nor does --staff when it fails'

done_testing
