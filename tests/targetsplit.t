#!/bin/sh
# SPDX-License-Identifier: ISC
# targetsplit: plans and the filter against SPEC section 6 and against an
# implementation of its own in Python (fractions, zoneinfo).
. "$(dirname "$0")/lib.sh"

# targets WANT NAME OPTIONS...: the targets of a plan, spaces between.
targets() {
	targets_want=$1
	targets_name=$2
	shift 2
	run targetsplit --plan --date 2026-03-02 "$@"
	is "$targets_want" "$(tail -n +2 out | cut -d, -f5 | paste -sd' ' -)" \
	    "$targets_name"
}

# refused TEXT NAME OPTIONS...: status 2, that sentence, no output.
refused() {
	refuses targetsplit "$@"
}

# SPEC section 6.
targets '10 10 10 10 10 10 10 10' '80 over 8 h' -t 80
targets '11 10 11 11 5 11 10 11' '80 with half an hour off' \
    -t 80 --off 13:00-13:30
targets '11 11 11 11 5 11 10 10' 'the same by largest remainder' \
    -t 80 --off 13:00-13:30 --round largest
targets '1 2 1 2 1 2 1' '10 over 7 h' -t 10 --hours 09:00-16:00
targets '2 2 2 1 1 1 1' 'the same by largest remainder' \
    -t 10 --hours 09:00-16:00 --round largest
targets '0 1 0 1 0 0 1 0' '3 over 8 h' -t 3
targets '10 10 10 10 10 10 10 10' 'even: half an hour weighs as an hour' \
    -t 80 --off 13:00-13:30 --by even
targets '5 5 5 5' 'several spans, breaks between, in any order' \
    -t 20 --hours 14:00-16:00,09:00-11:00
targets '2 2 2 2' 'intervals of 90 min' -t 8 -i 90m --hours 09:00-15:00
targets '8' 'one interval of a day' -t 8 -i 24h

# The plan's bytes.
cat >want <<'END'
date,agent,chunk,minutes,target,cumulative
2026-03-02,Ada,2026-03-02T09:00:00+01:00,45,3,3
2026-03-02,Ada,2026-03-02T10:00:00+01:00,60,5,8
2026-03-02,Ada,2026-03-02T11:00:00+01:00,7.5,0,8
2026-03-02,"Bo ""B"" Ray",2026-03-02T09:00:00+01:00,45,3,3
2026-03-02,"Bo ""B"" Ray",2026-03-02T10:00:00+01:00,60,4,7
2026-03-02,"Bo ""B"" Ray",2026-03-02T11:00:00+01:00,7.5,0,7
END
# 15 among two: 8 and 7.  112.5 min: 8 x 45/112.5 = 3.2, 8 x 105/112.5 =
# 7.47, which leaves 1 for 11:00: so cumulative would be 3 4 1.
sed -i 's/60,5,8/60,4,7/; s/7.5,0,8/7.5,1,8/' want
# 7 x 45/112.5 = 2.8, 7 x 105/112.5 = 6.53.
run targetsplit --plan --team 15 --agents 'Ada,Bo "B" Ray' \
    --hours 09:15-11:07:30 --date 2026-03-02 -z Europe/Berlin
expect 0 'a plan for two agents who share a target'
run targetsplit --plan --team 15 --agents 'Ada,Bo "B" Ray' \
    --hours 09:15-11:07:30 --now 2026-03-02T23:30:00Z -z Etc/GMT+1
is 2026-03-02 "$(sed -n 2p out | cut -d, -f1)" \
    'the day is that of --now in the zone'
run targetsplit --plan -t 8 --date 2026-03-02 -o plan.csv
gave 0 '-o writes the plan to a file'
is '0 9' "$(wc -c <out) $(wc -l <plan.csv)" 'and nothing else'
run sh -c 'targetsplit --plan -t 8 >/dev/full'
gave 4 'a full disk is status 4'

run targetsplit --plan --team 10 --agents A,B,C,D,E,F,G -i 24h
is '2 2 2 1 1 1 1' "$(tail -n +2 out | cut -d, -f5 | paste -sd' ' -)" \
    'what does not divide goes to those named first'

# Nights and clock changes.
run targetsplit --plan -t 9 --hours 22:00-06:00 --date 2026-10-24 \
    -z Europe/Berlin
is '02:00:00+02:00 02:00:00+01:00' \
    "$(grep -o '02:00:00+0.:00' out | paste -sd' ' -)" \
    'an hour that is told twice has two chunks'
is '1 1 1 1 1 1 1 1 1' "$(tail -n +2 out | cut -d, -f5 | paste -sd' ' -)" \
    'nine hours for nine calls'
run targetsplit --plan -t 7 --hours 22:00-06:00 --date 2026-03-28 \
    -z Europe/Berlin
is '1 1 1 1 1 1 1' "$(tail -n +2 out | cut -d, -f5 | paste -sd' ' -)" \
    'seven hours for seven calls'
refused '2026-03-29 has no working minutes' \
    'a day that skips its only hour' --plan -t 5 --hours 02:00-03:00 \
    --date 2026-03-29 -z Europe/Berlin

# What fits: 8 h x 0.85 / 6 min = 68.
runin /dev/null targetsplit --plan -t 80 --aht 6m --date 2026-03-02
echo 'targetsplit: infeasible by 12: 68 is what 8.0 h at 6 min 0 s and'\
' 85 % allow' >want.err
cp out want
expect 0 'more than fits is said'
is 9 "$(wc -l <out)" 'and planned'
run targetsplit --plan -t 80 --aht 6m --strict --date 2026-03-02
gave 1 'status 1 with --strict'
run targetsplit --plan -t 68 --aht 6m --strict --date 2026-03-02
: >want.err
cp out want
expect 0 'as many as fit are fine'
# 7.5 h x 0.85 / 4.5 min = 85 each.
run targetsplit --plan --team 180 --agents A,B --aht '4m 30s' --strict \
    --off 12:00-12:30 --date 2026-03-02
says 'infeasible by 10: 170 is what 2 x 7.5 h at 4 min 30 s and 85 % allow' \
    'a team does not fit'
# 3 h x 0.85 / 6 min = 25.5: those who are listed, one by one and together.
cat >want <<'END'
targetsplit: Ada: infeasible by 15: 25 is what 3.0 h at 6 min 0 s and 85 % allow
targetsplit: Bo: infeasible by 15: 25 is what 3.0 h at 6 min 0 s and 85 % allow
targetsplit: infeasible by 30 in all, of 2 agents: 50 of 80 calls fit
END
echo start,agent,talk,outcome >none.csv
for mode in '--plan --date 2026-03-02' none.csv; do
	run targetsplit -t 40 --agents Ada,Bo --aht 6m --hours 09:00-12:00 \
	    --strict $mode
	gave 1 "each of two agents does not fit: $mode"
	same want err 'each is named, with the sum of all'
done
run targetsplit --plan -t 40 --agents Ada --aht 6m --hours 09:00-12:00
is "$(head -n 1 want)" "$(cat err)" 'of one there is no sum'
run targetsplit --plan -t 40 --agents A,B,C,D,E,F,G --aht 6m \
    --hours 09:00-12:00
is 6 "$(wc -l <err)" 'of many the first five'
says 'infeasible by 105 in all, of 7 agents: 175 of 280 calls fit' \
    'and the sum of all'
# 7 h x 0.85 / 6 min = 59.5
run targetsplit --plan -t 60 --aht 6m --hours 22:00-06:00 --strict \
    --date 2026-03-28 -z Europe/Berlin
says 'infeasible by 1: 59 is what 7.0 h at' 'a night of seven hours'
run targetsplit --plan -t 60 --aht 6m --hours 22:00-06:00 --strict \
    --date 2026-03-27 -z Europe/Berlin
gave 0 'the night before has eight'

# The day begins at 06:00: what starts before is of the date before, where
# the plan is over (3 - 8), and 09:01 is a minute into the hour's one call.
mkdir -p six
printf '%s\n' key,value sl_seconds,30 day_start,06:00 >six/report.csv
cat >night.csv <<'END'
start,agent,talk,outcome
2026-03-02 09:00:00,Ada,60,answered
2026-03-02 23:30:00,Ada,60,answered
2026-03-03 05:59:59,Ada,60,answered
2026-03-03 06:00:00,Ada,60,answered
2026-03-03 09:00:00,Ada,60,answered
END
cat >want.columns <<'END'
chunk,chunk_target,chunk_done,day_target,day_done,pace
2026-03-02T09:00:00+00:00,1,1,8,1,+1.0
,,,8,2,-6.0
,,,8,3,-5.0
,,,8,1,+1.0
2026-03-03T09:00:00+00:00,1,1,8,2,+2.0
END
paste -d, night.csv want.columns >want
runin night.csv targetsplit -t 8 -C six
expect 0 'a day that begins at 06:00'
done_of() {
	run targetsplit -t 8 -C six "$@" night.csv
	tail -n +2 out | cut -d, -f9 | paste -sd' ' -
}
is '1 2 1 2 3' "$(done_of --hours 05:00-13:00)" \
    'hours that begin before it begin the day'
is '1 2 3 4 1' "$(done_of --hours 22:00-07:00)" \
    'a night that goes on behind it ends the day'
printf 'agent,days,start,end,target\n%s\n' Ada,mon,09:00,17:00,8 \
    >six/shifts.csv
run targetsplit -C six night.csv
is '1 2 3' "$(tail -n +2 out | cut -d, -f9 | paste -sd' ' - | sed 's/ *$//')" \
    'also with shifts, on a day off too'
rm six/shifts.csv
run targetsplit --plan -t 8 -C six -i 24h -N 2026-03-03T05:59
is 2026-03-02 "$(sed -n '2s/,.*//p' out)" '--plan: the day of --now'
run targetsplit --plan -t 8 -C six -i 24h -N 2026-03-03T06:00
is 2026-03-03 "$(sed -n '2s/,.*//p' out)" 'from 06:00 on the next one'
run targetsplit --replan -t 8 -C six -N 2026-03-03T05:59:59 night.csv
is 2026-03-02,Ada,,0,0,3,3,5 "$(sed -n 2p out | cut -d, -f1-8)" \
    '--replan: what was done on that day'
run targetsplit --print-settings -C six
is 1 "$(grep -c '^day_start,06:00$' out)" '--print-settings has it'
for row in day_start,6am day_start,24:00 day_start, day-start,06:00; do
	printf 'key,value\n%s\n' $row >six/report.csv
	run targetsplit -t 8 -C six night.csv
	gave 2 "report.csv: $row"
	says 'six/report.csv:2: column ' 'is refused with its place'
done
# The file is wrapup's: all keys that it has may stand there.
wrapup --print-settings | sed -n '/^# report.csv/,/^# /p' | grep -v '^#' |
    sed 's/^day_start,00:00/day_start,06:00/' >six/report.csv
run targetsplit --plan -t 8 -C six -i 24h -N 2026-03-03T05:59
is '0 2026-03-02' "$status $(sed -n '2s/,.*//p' out)" \
    'every key of report.csv that wrapup knows is known'

# What cannot be meant.
bad='-t: a target is a whole number of calls from 1 to 1000000'
for n in 0 -5 1000001 1000000000 99999999999999999999 x 8.5 ''; do
	refused "$bad" "-t '$n' is refused" -t "$n"
done
refused "--team: ${bad#-t: }" '--team 0 is refused' --team 0 --agents A
refused '-t and --team are two targets: give one of them' \
    '-t and --team together' -t 8 --team 9 --agents A
refused 'there is no target: give -t or --team' 'no target' --plan
refused '--team needs the --agents who share it' '--team alone' --team 9
refused '--strict needs the handle time: give --aht or --history' \
    '--strict alone' \
    -t 8 --strict
refused '--plan reads no records' 'operands of --plan' -t 8 --plan x.csv
refused '--plan reads no records' '-S with --plan' -t 8 --plan -S 1/2:agent
refused 'agents: a name is there twice' 'an agent twice' -t 8 --agents A,B,A
refused 'agents: a name is empty' 'an agent without a name' \
    -t 8 --agents A,,B
refused 'the interval must be minutes that divide a day, like 30m' \
    'an interval of 7 min' -t 8 -i 7m
refused 'hours: spans overlap' 'overlapping hours' -t 8 \
    --hours 09:00-12:00,11:00-15:00
refused 'off: a break is not within the hours' 'a break outside' -t 8 \
    --off 17:00-17:30
refused 'off: the breaks leave no working minutes' 'no minutes at all' -t 8 \
    --off 09:00-17:00
refused '--by: choose minutes, even, profile or capacity' 'another weight' \
    -t 8 --by moon
refused '--round: choose cumulative or largest' 'another rounding' -t 8 \
    --round up
refused '--count: choose outbound' 'another kind of call' -t 8 --count x
for n in 0m x 0.5s 25h; do
	refused '--aht: a handle time is written like 6m or 5m 30s, in whole'\
' seconds' "--aht '$n' is refused" -t 8 --aht "$n"
done
run targetsplit --nonsense
gave 2 'an unknown option'
says 'usage: targetsplit [--plan | --replan | --staff] [-t N | --team N]' \
    'shows the usage'
run targetsplit -V
is 'targetsplit (evenkeel) 0.1' "$(cat out)" '-V'
run targetsplit -h
gave 0 '-h'
is 'usage: targetsplit [--plan | --replan | --staff] [-t N | --team N]' \
    "$(head -n 1 out)" 'begins with the usage'
run sh -c 'targetsplit -h >/dev/full'
gave 4 '-h on a full disk'

# The filter, by hand: 12 calls over 8 h are 2 1 2 1 2 1 2 1.
cat >calls.csv <<'END'
call_id,parent_id,start,answered_at,end,agent,direction,outcome
1,1,2026-03-02 09:10:00,2026-03-02 09:10:00,2026-03-02 09:15:00,Ada,inbound,answered
2,2,2026-03-02 08:59:50,2026-03-02 09:00:10,2026-03-02 09:30:00,Bo,inbound,answered
3,2,2026-03-02 09:30:00,2026-03-02 09:30:10,2026-03-02 09:45:00,Ada,inbound,answered
4,4,2026-03-02 09:45:00,,2026-03-02 09:48:00,,inbound,abandoned
5,5,2026-03-02 09:50:00,2026-03-02 09:50:00,2026-03-02 10:03:00,Ada,outbound,answered
6,6,2026-03-02 17:30:00,2026-03-02 17:30:10,2026-03-02 17:31:00,Ada,inbound,answered
7,7,2026-03-02 11:30:00,2026-03-02 11:30:00,2026-03-02 11:59:00,Cy,inbound,answered
8,8,2026-03-03 09:10:00,2026-03-03 09:10:00,2026-03-03 09:30:00,Ada,inbound,answered
9,9,2026-03-02 09:20:00,2026-03-02 09:20:00,2026-03-02 09:39:00,Ada,inbound,answered
END
# 5: expects 2 + 1 x 3/60 = 2.05, done 1: -1.05 is -1.0 half up.
cat >want.columns <<'END'
chunk,chunk_target,chunk_done,day_target,day_done,pace
2026-03-02T09:00:00+00:00,2,1,12,1,+0.5
2026-03-02T09:00:00+00:00,2,1,12,1,0.0
2026-03-02T09:00:00+00:00,2,1,12,1,-0.5
,,,,,
2026-03-02T09:00:00+00:00,2,1,12,1,-1.0
,,,12,2,-10.0
,,,,,
2026-03-03T09:00:00+00:00,2,1,12,1,0.0
2026-03-02T09:00:00+00:00,2,2,12,3,+1.7
END
paste -d, calls.csv want.columns >want
run targetsplit --team 24 --agents Ada,Bo calls.csv
gave 0 'a day of calls'
same want out 'with the columns that we worked out'
says '1 records of agents that --agents lacks have no target' \
    'an agent who is not planned for is counted'
cp out once.csv
run targetsplit --team 24 --agents Ada,Bo once.csv
same once.csv out 'twice is as once'
run targetsplit -t 12 --count outbound calls.csv
is '2026-03-02T09:00:00+00:00,2,2,12,2,0.0' \
    "$(sed -n 6p out | cut -d, -f9-)" 'outbound calls count if wanted'
is '2026-03-02T11:00:00+00:00,2,1,12,1,-4.0' \
    "$(sed -n 8p out | cut -d, -f9-)" 'whoever appears has the target'
run targetsplit -t 12 -S 1/2:agent calls.csv
gave 2 'a shard by agent would part legs'
says 'parent_id' 'and that is said'
run targetsplit -t 80 --aht 6m --strict calls.csv
gave 1 'the filter says what does not fit, too'
is 10 "$(wc -l <out)" 'and works as asked'

# Legs: among 60,000 calls the later leg is known, behind 210,000 it is not.
awk 'function row(p, a) { print p ",2026-03-02 10:00:00,300," a ",answered" }
BEGIN {
	print "parent_id,start,talk,agent,outcome"
	row("first", "Ada")
	for (i = 0; i < 60000; i++)
		row(sprintf("00000000-0000-0000-0000-%012d", i), "Bo")
	row("first", "Ada")
	for (i = 0; i < 150000; i++)
		row("x" i, "Bo")
	row("first", "Ada")
}' >far.csv
run targetsplit -t 80 far.csv
is '1 1 2' "$(grep '^first' out | cut -d, -f10 | paste -sd' ' -)" \
    'legs are joined among the latest calls, in bounded memory'

# Any order, many more days than plans are kept of.
awk 'BEGIN {
	print "start,talk,agent,outcome"
	for (k = 0; k < 3; k++)
		for (m = 12; m > 0; m--)
			for (d = 1; d <= 28; d++)
				printf "2026-%02d-%02d 09:%02d:00,60,Ada,yes\n",
				    m, d, k
}' >days.csv
run targetsplit -t 8 days.csv
is '336 1,1 336 2,2 336 3,3' "$(tail -n +2 out |
    awk -F, '{ n[$7 "," $9]++ } END {
	for (k = 1; k <= 3; k++)
		printf "%s%d %d,%d", (k > 1 ? " " : ""), n[k "," k], k, k
    }')" 'days that come again and again'

cat >model.py <<'END'
# A plan and the filter's columns, worked minute by minute and in
# fractions, from SPEC section 6 alone.
import csv, random, subprocess, sys
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from math import floor
from zoneinfo import ZoneInfo

MIN = timedelta(minutes=1)
rng = random.Random(6)

def half_up(x):
    return floor(x + Fraction(1, 2))

def split(total, weights, rounding):
    whole = sum(weights)
    if rounding == 'cumulative':
        reached = [half_up(Fraction(total * sum(weights[:i]), whole))
                   for i in range(len(weights) + 1)]
        return [b - a for a, b in zip(reached, reached[1:])]
    quotas = [Fraction(total * w, whole) for w in weights]
    parts = [floor(q) for q in quotas]
    order = sorted(range(len(parts)), key=lambda i: parts[i] - quotas[i])
    for i in order[:total - sum(parts)]:
        parts[i] += 1
    return parts

class Day:
    """The minutes of a date: a list of (instant, clock minute, chunk)."""
    def __init__(self, zone, day, on, off, interval):
        midnight = datetime(day.year, day.month, day.day)
        t = datetime(day.year, day.month, day.day,
                     tzinfo=timezone.utc) - timedelta(hours=20)
        while t.astimezone(zone).date() < day:
            t += MIN
        line = []
        for i in range(51 * 60):
            local = t.astimezone(zone).replace(tzinfo=None)
            line.append((t, int((local - midnight) / MIN)))
            t += MIN
        def reach(clock):
            return next(i for i, (_, c) in enumerate(line) if c >= clock)
        def close(clock):
            for i, (_, c) in enumerate(line):
                if c >= clock:
                    return i
                if c + 1 >= clock:
                    return i + 1
        spans = [(reach(a), reach(b)) for a, b in on]
        breaks = [(reach(a), close(b)) for a, b in off]
        self.chunks = []            # start and minutes of work
        self.hours = {}             # instant to chunk number, breaks too
        cells, cell = [], None
        for i, (t, c) in enumerate(line):
            start = c // interval * interval
            if cell != start or c == start:
                cell = start
                cells.append((t, []))
            cells[-1][1].append(i)
        for begin, members in cells:
            inside = [i for i in members
                      if any(a <= i < b for a, b in spans)]
            work = [i for i in inside
                    if not any(a <= i < b for a, b in breaks)]
            if work:
                for i in inside:
                    self.hours[line[i][0]] = len(self.chunks)
                self.chunks.append((begin, [line[i][0] for i in work]))

def iso(t, zone):
    return t.astimezone(zone).isoformat(timespec='seconds')

def clock(m):
    return '%02d:%02d' % (m // 60 % 24, m % 60)

def spans():
    """Hours and breaks within them, as clock minutes; maybe a night."""
    on = []
    while not on:
        base = rng.choice([0, 0, 8 * 60, 9 * 60, 20 * 60, 22 * 60])
        cuts = sorted(rng.sample(range(base, base + 24 * 60, 5),
                                 2 * rng.randint(1, 3)))
        on = [(a, b) for a, b in zip(cuts[::2], cuts[1::2])
              if a < 24 * 60]
    off = []
    for a, b in on:
        if rng.random() < .6 and b - a > 20:
            off.append(tuple(sorted(rng.sample(range(a, b, 5), 2))))
    return on, off

def draw():
    zone = rng.choice(['Europe/Berlin', 'America/New_York', 'UTC',
                       'Australia/Lord_Howe', 'America/Havana',
                       'America/Santiago', 'Asia/Kolkata', 'Pacific/Apia'])
    day = rng.choice([date(2026, 3, 28), date(2026, 3, 29),
                      date(2026, 10, 24), date(2026, 10, 25),
                      date(2026, 3, 7), date(2026, 3, 8),
                      date(2026, 11, 1), date(2026, 4, 5),
                      date(2026, 10, 4), date(2026, 9, 5),
                      date(2026, 9, 6), date(2026, 4, 4),
                      date(2011, 12, 29), date(2026, 6, 15),
                      date(2026, 1, 1) +
                      timedelta(days=rng.randrange(365))])
    on, off = spans()
    return zone, day, on, off, rng.choice([15, 30, 60, 60, 60, 90, 120, 240,
                                           480, 1440])

def write(spans):
    return ','.join(clock(a) + '-' + ('24:00' if b == 1440 else clock(b))
                    for a, b in spans)

def options(zone, on, off, interval):
    args = ['-z', zone, '--hours', write(on), '-i', '%dm' % interval]
    return args + (['--off', write(off)] if off else [])

def tool(args, text=None):
    r = subprocess.run(['targetsplit'] + args, input=text, text=True,
                       capture_output=True)
    return r.returncode, r.stdout, r.stderr

def weights(day, by):
    return [1 if by == 'even' else len(w) for _, w in day.chunks]

def plan():
    zone, day, on, off, interval = draw()
    by = rng.choice(['minutes', 'minutes', 'even'])
    rounding = rng.choice(['cumulative', 'largest'])
    total = rng.choice([rng.randint(1, 200), rng.randint(1, 1000000)])
    args = ['--plan', '-t', str(total), '--date', str(day), '--by', by,
            '--round', rounding] + options(zone, on, off, interval)
    status, out, err = tool(args)
    z = ZoneInfo(zone)
    model = Day(z, day, on, off, interval)
    if not model.chunks:
        return status == 2 and 'no working minutes' in err, args
    want, reached = ['date,agent,chunk,minutes,target,cumulative'], 0
    for (t, w), n in zip(model.chunks, split(total, weights(model, by),
                                             rounding)):
        reached += n
        want.append('%s,,%s,%d,%d,%d' % (day, iso(t, z), len(w), n,
                                         reached))
    return status == 0 and out == '\n'.join(want) + '\n', args

def tenths(x):
    n = floor(10 * x + Fraction(1, 2))
    return ('+' if n > 0 else '-' if n < 0 else '') + \
        '%d.%d' % (abs(n) // 10, abs(n) % 10)

def filtered():
    """A few days of calls around a date, in some order."""
    zone, day, on, off, interval = draw()
    z = ZoneInfo(zone)
    total = rng.randint(1, 150)
    days = {day + timedelta(days=k): Day(z, day + timedelta(days=k), on,
                                         off, interval)
            for k in range(-2, 4)}
    # How far the hours reach behind the next midnight, by the clock.
    night = max([b for _, b in on]) - 1440
    ends = {}
    def night_end(d):
        """When the clock first shows the night's end on a date."""
        if d not in ends:
            begin = datetime(d.year, d.month, d.day)
            t = begin.replace(tzinfo=timezone.utc) - timedelta(hours=20)
            while t.astimezone(z).date() < d or \
                    t.astimezone(z).replace(tzinfo=None) - begin < \
                    timedelta(minutes=night):
                t += MIN
            ends[d] = t
        return ends[d]
    def owner(t):
        d = t.astimezone(z).date()
        return d - timedelta(days=1) if night > 0 and t < night_end(d) \
            else d
    first = datetime.combine(day - timedelta(days=1), datetime.min.time(),
                             timezone.utc)
    rows = []
    for i in range(rng.randint(1, 60)):
        t = first + timedelta(minutes=rng.randrange(24 * 60, 72 * 60),
                              seconds=rng.randrange(60))
        wait, talk = rng.randrange(0, 300), rng.randrange(1, 3000)
        rows.append((t, t + timedelta(seconds=wait),
                     t + timedelta(seconds=wait + talk),
                     rng.choice(['Ada', 'Bo', 'Cy', '']),
                     rng.choice(['inbound', 'inbound', 'outbound']),
                     rng.choice(['answered'] * 4 + ['abandoned']),
                     rng.choice(['', 'p1', 'p2', 'p%d' % i])))
    if rng.random() < .7:
        rows.sort()
    text = 'start,answered_at,end,agent,direction,outcome,parent_id\n'
    want, done, seen = [], {}, set()
    for t, answered, end, agent, way, outcome, parent in rows:
        took = outcome == 'answered' and agent != ''
        text += ','.join([iso(t, z), iso(answered, z) if took else '',
                          iso(end, z), agent, way, outcome, parent]) + '\n'
        counts = took and way == 'inbound' and not (parent and
                                                    parent in seen)
        if counts and parent:
            seen.add(parent)
        mine = owner(t)
        if agent == '':
            want.append(',,,,,')
            continue
        d = days[mine]
        if not d.chunks:
            want.append(',,,,,')
            continue
        parts = split(total, weights(d, 'minutes'), 'cumulative')
        at = answered if took else t
        i = d.hours.get(at.replace(second=0))
        key = (agent, mine)
        done[key] = done.get(key, 0) + counts
        columns = ['', '', '']
        if i is not None:
            done[key + (i,)] = done.get(key + (i,), 0) + counts
            columns = [iso(d.chunks[i][0], z), str(parts[i]),
                       str(done[key + (i,)])]
        expected = Fraction(0)
        for (_, work), n in zip(d.chunks, parts):
            gone = sum(60 if m + MIN <= end else (end - m).seconds
                       for m in work if m < end)
            expected += Fraction(n * gone, 60 * len(work))
        want.append(','.join(columns + [str(total), str(done[key]),
                             tenths(done[key] - expected)]))
    args = ['-t', str(total)] + options(zone, on, off, interval)
    status, out, err = tool(args, text)
    got = [','.join(line.split(',')[7:]) for line in out.split('\n')[1:-1]]
    why = [x for x in zip(text.split('\n')[1:], got, want)
           if x[1] != x[2]]
    return status == 0 and got == want, (args, why[:1], err)

bad = 0
for i in range(int(sys.argv[2])):
    ok, why = {'plan': plan, 'filter': filtered}[sys.argv[1]]()
    if not ok:
        bad += 1
        print('differs:', why)
sys.exit(bad > 0)
END
if command -v python3 >/dev/null && python3 -c 'import zoneinfo
zoneinfo.ZoneInfo("Europe/Berlin")' 2>/dev/null; then
	run python3 model.py plan 200
	gave 0 'random plans as the model has them'
	tail -n 5 out | sed 's/^/# /'
	run python3 model.py filter 40
	gave 0 'random days of calls as the model has them'
	tail -n 5 out | sed 's/^/# /'
else
	skip 'random plans as the model has them' 'no python3 with zones'
	skip 'random days of calls as the model has them' 'no python3'
fi

# Real exports: all agents have done what was answered, as issue 2 counts:
# 4,054 of 5,000 calls; 1,511 of 2,375, 6 of them by NO_SERVER, a nobody.
if need_shared 'calls of a real export are counted once each'; then
	cat >done.py <<'END'
import csv, sys
agent, day = sys.argv[1], sys.argv[2]
done = {}
for r in csv.DictReader(sys.stdin):
    if r['day_done']:
        key = r[agent], r[day] if day else ''
        done[key] = max(done.get(key, 0), int(r['day_done']))
print(sum(done.values()))
END
	run targetsplit -t 80 "$shared/data/calls/pwc_original.csv"
	is 4054 "$(python3 done.py Agent Date <out)" \
	    'pwc: 4,054 of 5,000 were answered'
	run targetsplit -t 80 --date 1999-01-01 \
	    "$shared/data/calls/technion_one_day.csv"
	is 1505 "$(python3 done.py server '' <out)" \
	    'technion: 1,511 were answered, 6 of them by NO_SERVER'
fi

done_testing
