#!/bin/sh
# SPDX-License-Identifier: ISC
# targetsplit with shifts: plans, the filter, what does not fit and who
# takes it over, clock changes, and what is refused.
. "$(dirname "$0")/lib.sh"

# plan OPTIONS...: a plan by shifts.csv.
plan() {
	run targetsplit --plan --shifts shifts.csv "$@"
}

# agent NAME: the targets of an agent in the last output.
agent() {
	grep ",$1," out | cut -d, -f5 | paste -sd' ' -
}

cat >shifts.csv <<'END'
agent,days,start,end,off,target
Ada,mon-fri,09:00,17:00,13:00-13:30,80
Bo,mon wed,09:00,12:00,,10
Bo,mon wed,14:00,16:00,,
Cy,"fri,sat",22:00,06:00,02:00-02:30,15
Dee,2026-03-02..2026-03-03,10:00,12:00,,
END

# SPEC's vector for Ada; Bo's 10 over 5 h are 2 each.
plan --date 2026-03-02
gave 0 'a plan from shifts'
is '11 10 11 11 5 11 10 11' "$(agent Ada)" 'with a break'
is '2 2 2 2 2' "$(agent Bo)" 'several spans'
is '' "$(agent Cy)" 'who does not work has no row'
is '' "$(agent Dee)" 'nor who has no target'
says '1 agents at work have no target and no rows' 'which is said'
plan --date 2026-03-02 -t 4
is '2 2' "$(agent Dee)" '-t is for all'
is '1 1 0 1 1' "$(agent Bo)" 'and comes before the file'
# 44 by 450, 300 and 120 minutes of 870: 22.76 15.17 6.07.
plan --date 2026-03-02 --team 44
is '44: 23 15 6' "$(awk -F, 'NR > 1 { n[$2] += $5; all += $5 }
    END { print all ": " n["Ada"], n["Bo"], n["Dee"] }' out)" \
    'a team shares by minutes'
plan --date 2026-03-02 --agents Bo,Ada
is 'Bo Ada' "$(tail -n +2 out | cut -d, -f2 | uniq | paste -sd' ' -)" \
    '--agents chooses, in its order'
mkdir folder
cp shifts.csv folder/
run targetsplit --plan -C folder --date 2026-03-04
is '2 2 2 2 2' "$(agent Bo)" 'shifts.csv of the settings folder'
run targetsplit --plan -C folder --date 2026-03-04 -t 8 --hours 09:00-11:00
is '4 4' "$(tail -n +2 out | cut -d, -f5 | paste -sd' ' -)" \
    '--hours comes before it'
run targetsplit --print-settings -C folder
is 1 "$(grep -c '^Ada,mon-fri,09:00,17:00,13:00-13:30,80$' out)" \
    '--print-settings has it'

# The order of agents changes nothing.
plan --date 2026-03-06 -t 77
sort out >one
{ head -n 1 shifts.csv; tail -n +2 shifts.csv | tac; } >other.csv
run targetsplit --plan --shifts other.csv --date 2026-03-06 -t 77
sort out >two
same one two 'in another order the plan is the same'

# Cy's night over both changes of the clock: 6.5 h and 8.5 h are worked.
plan -z Europe/Berlin --date 2026-03-28
is '22:00:00+01:00 23:00:00+01:00 00:00:00+01:00 01:00:00+01:00'\
' 03:00:00+02:00 04:00:00+02:00 05:00:00+02:00' \
    "$(grep Cy out | cut -d, -f3 | cut -c12- | paste -sd' ' -)" \
    'a night that loses an hour, and the break in it'
is 15 "$(tail -n 1 out | cut -d, -f6)" 'has its whole target'
sed -i 's/fri,sat/sat sun/' shifts.csv
plan -z Europe/Berlin --date 2026-10-24
is '02:00:00+02:00 02:00:00+01:00' \
    "$(grep -o '02:00:00+0.:00' out | paste -sd' ' -)" \
    'two chunks of 02:00, told apart by offset'
is '30 60' "$(grep 02:00:00 out | cut -d, -f4 | paste -sd' ' -)" \
    'one of them with the break'
# 8.5 h; 15 x 4.5 / 8.5 = 7.94 by the end of the first 02:00 hour.
is '8' "$(grep '02:00:00+02' out | cut -d, -f6)" 'cumulative by elapsed time'

# The filter: each agent by his own hours, a night as one day.
cat >calls.csv <<'END'
start,agent,talk,outcome
2026-10-24 22:10:00,Cy,60,answered
2026-10-25 02:10:00+02:00,Cy,60,answered
2026-10-25 02:40:00+01:00,Cy,60,answered
2026-10-25 05:59:00,Cy,30,answered
2026-10-25 06:00:00,Cy,30,answered
2026-03-02 13:00:00,Bo,60,answered
2026-03-02 14:59:00,Bo,60,answered
2026-03-03 10:00:00,Bo,60,answered
2026-03-03 10:00:00,Dee,60,answered
2026-03-03 10:00:00,Zoe,60,answered
END
run targetsplit --shifts shifts.csv -z Europe/Berlin calls.csv
gave 0 'calls by shifts'
# 22:11: 2 x 11/60 = 0.37, +0.6.  02:11+02: the break is until 02:30, 4 h
# of 8.5 are over: the plan has 2 4 5 7 by then, 2 done.  02:41+01: 8 and
# 41/60 of the next.  06:00:30 on Sunday is of Sunday, before 22:00.
cat >want.columns <<'END'
chunk,chunk_target,chunk_done,day_target,day_done,pace
2026-10-24T22:00:00+02:00,2,1,15,1,+0.6
2026-10-25T02:00:00+02:00,1,1,15,2,-5.0
2026-10-25T02:00:00+01:00,2,1,15,3,-6.4
2026-10-25T05:00:00+01:00,2,1,15,4,-11.0
,,,15,1,+1.0
,,,10,1,-5.0
2026-03-02T14:00:00+01:00,2,1,10,2,-6.0
,,,,,
,,,,,
,,,,,
END
paste -d, calls.csv want.columns >want
same want out 'with the columns worked out by hand'
says '1 records of agents without a shift have no target' \
    'an agent who is not in the file'
says '1 records of days without working minutes' 'a day without a shift'
says '1 records of agents who have no target that day' \
    'a shift without a target'
is 11 "$(wc -l <out)" 'nothing is lost'
cp out once.csv
run targetsplit --shifts shifts.csv -z Europe/Berlin once.csv
same once.csv out 'twice is as once'

# --replan, each by his own hours: by noon Ada's plan is at 32 of 80.
printf '%s\n' start,agent,talk,outcome '2026-03-02 09:00:00,Ada,60,answered' \
    >one.csv
run targetsplit --replan --shifts shifts.csv -N 2026-03-02T12:00 --aht 3m \
    one.csv
is '0 Ada 1 -31.0 Bo 0 -6.0' "$status $(awk -F, 'NR > 1 && $2 != last {
	printf "%s%s %s %s", (NR > 2 ? " " : ""), $2, $7, $10; last = $2 }' out)" \
    '--replan by shifts'
says '1 agents at work have no target and no rows' \
    'and who has no target has no row there either'
run targetsplit --replan --shifts shifts.csv -N 2026-03-03T11:00 --agents Dee \
    one.csv
gave 2 '--replan for one without a target'
says 'no agent has a target on 2026-03-03' 'says so'

# A name that shifts.csv writes in another way.
cat >names.csv <<'END'
agent,days,start,end,target
Ada,daily,08:00,16:00,8
Typo,daily,08:00,16:00,8
Off,tue,08:00,16:00,8
Late,mon,14:00,16:00,8
END
run targetsplit --shifts names.csv one.csv
gave 0 'a name without records'
is 'targetsplit: 2 agents of names.csv at work on these days have no record:'\
' Typo, Late' "$(cat err)" 'is said, but not of who is off'
run targetsplit --shifts names.csv -q one.csv
is '0 0' "$status $(wc -c <err)" 'without warnings it is not'
run targetsplit --replan --shifts names.csv -N 2026-03-02T12:00 --aht 6m \
    one.csv
gave 0 'with --replan'
says '1 agents of names.csv at work on these days have no record: Typo' \
    'whose shift has begun'
run targetsplit -t 8 --agents Ada,Typo one.csv
says '1 agents of --agents at work on these days have no record: Typo' \
    'one of --agents'
run targetsplit --shifts names.csv -S 1/1:agent one.csv
is '0 0' "$status $(wc -c <err)" 'of a shard nothing is known'
sed 's/,Ada,/,Eve,/' one.csv | runin /dev/stdin targetsplit --shifts names.csv
says '1 records of agents without a shift have no target' 'records of others'
says '3 agents of names.csv at work on these days have no record: Ada, Typo,'\
' Late' 'and all the names without'
{ echo agent,days,start,end,target; for i in 1 2 3 4 5 6 7 8; do
	echo "N$i,daily,08:00,16:00,8"; done; } >many.csv
run targetsplit --shifts many.csv one.csv
says '8 agents of many.csv at work on these days have no record: N1, N2, N3,'\
' N4, N5 and 3 more' 'of many the first five'

# What does not fit.  7.5 h x 0.85 / 6 min = 63.75; 5 h: 42.5.
plan --date 2026-03-02 --aht 6m --strict
gave 1 'more than fits, with --strict'
says 'Ada: infeasible by 17: 63 is what 7.5 h at 6 min 0 s and 85 % allow' \
    'who, by how much, and the sum'
plan --date 2026-03-02 --aht 6m --strict --share
gave 0 '--share moves it to who has room'
says '17 calls moved to agents with room' 'and says so'
is '63 27' "$(awk -F, 'NR > 1 { n[$2] += $5 }
    END { print n["Ada"], n["Bo"] }' out)" 'Ada what fits, Bo the rest'
# 10 min: 38 and 25 fit of 80 and 10: 42 too many, room for 15.
plan --date 2026-03-02 --aht 10m --strict --share
gave 1 'too little room'
says 'Ada: infeasible by 27: 38 is what' 'the rest stays and is said'
is '65 25' "$(awk -F, 'NR > 1 { n[$2] += $5 }
    END { print n["Ada"], n["Bo"] }' out)" 'all of it is planned'
plan --date 2026-03-02 --aht 15m -t 80
# 25.5, 17 and 6.8 fit.
says 'infeasible by 192 in all, of 3 agents: 48 of 240 calls fit' \
    'all together'

# What cannot be meant.
refused() {
	refuses targetsplit "$@"
}
refused '--shifts and --hours are two working days: give one of them' \
    '--shifts and --hours' --shifts shifts.csv --hours 09:00-17:00 -t 8
refused 'agents: number 2 of the names has no shift in the shifts file' \
    'an agent without a shift' --plan --shifts shifts.csv --agents Ada,Eve
refused '--share needs the handle time: give --aht or --history' \
    '--share alone' --plan --shifts shifts.csv --share
refused '--share needs the --agents to share among' '--share with nobody' \
    --plan -t 8 --aht 6m --share
refused '2026-03-08 has no working minutes' 'nobody works' --plan \
    --shifts shifts.csv --agents Ada,Bo --date 2026-03-08
refused 'no agent has a target on 2026-03-03' 'nobody has a target' --plan \
    --shifts shifts.csv --agents Dee,Ada,Bo --date 2026-03-03 --agents Dee
bad='column target: a whole number of calls from 1 to 1000000 is expected'
for n in 0 -5 1000000000; do
	printf 'agent,days,start,end,off,target\nA,mon,09:00,17:00,,%s\n' \
	    "$n" >bad.csv
	refused "bad.csv:2: $bad" "a target of $n" --plan --shifts bad.csv
done
while IFS='|' read -r row where what; do
	printf 'agent,days,start,end,off,target\n%b\n' "$row" >bad.csv
	refused "bad.csv:$where: $what" "$what" --plan --shifts bad.csv
done <<'END'
A,mon,09:00,17:00,09:00-17:00,8|2: column off|the breaks leave no working minutes
A,mon,09:00,17:00,18:00-18:15,8|2: column off|a break is not within the hours
A,mon,09:00,17:00,,8\nA,daily,16:00,18:00,,|3: column start|spans overlap
A,someday,09:00,17:00,,8|2: column days|weekdays like mon-fri or mon wed, daily, dates like 2026-03-02 or 2026-03-02..2026-03-06 are expected
END
printf 'agent,days,start,end,off\nA,mon,09:00,17:00,\n' >bad.csv
refused 'there is no target: give -t, --team, or one in the shifts' \
    'no target at all' --plan --shifts bad.csv
head -n 1 shifts.csv >bad.csv
refused 'bad.csv: nobody has a shift' 'a file without rows' --plan -t 8 \
    --shifts bad.csv
run targetsplit --plan --shifts nowhere.csv
gave 4 'a missing file is status 4'

done_testing
