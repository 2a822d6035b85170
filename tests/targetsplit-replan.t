#!/bin/sh
# SPDX-License-Identifier: ISC
# targetsplit --replan, --history, profile and capacity: by hand, against
# the filter, and on generated weeks.
. "$(dirname "$0")/lib.sh"

# Ada has done 5 of 24 by noon, when 8 h at 3 an hour have 9 behind them.
cat >calls.csv <<'END'
start,agent,talk,outcome,direction
2026-03-02 09:10:00,Ada,300,answered,inbound
2026-03-02 09:40:00,Ada,300,answered,inbound
2026-03-02 10:10:00,Ada,300,answered,outbound
2026-03-02 10:20:00,Ada,300,answered,inbound
2026-03-02 11:00:00,,,abandoned,inbound
2026-03-02 11:10:00,Ada,300,answered,inbound
2026-03-02 11:50:00,Ada,300,answered,inbound
2026-03-02 12:30:00,Ada,300,answered,inbound
2026-03-02 14:30:00,Bo,300,answered,inbound
END
cat >want <<'END'
date,agent,chunk,minutes,target,cumulative,done,left,reachable,pace,pace_minutes,expected
2026-03-02,Ada,2026-03-02T12:00:00+00:00,60,4,9,5,19,17,-4.0,-80.0,
2026-03-02,Ada,2026-03-02T13:00:00+00:00,60,4,13,5,19,17,-4.0,-80.0,
2026-03-02,Ada,2026-03-02T14:00:00+00:00,60,3,16,5,19,17,-4.0,-80.0,
2026-03-02,Ada,2026-03-02T15:00:00+00:00,60,4,20,5,19,17,-4.0,-80.0,
2026-03-02,Ada,2026-03-02T16:00:00+00:00,60,4,24,5,19,17,-4.0,-80.0,
END
# 5 h x 0.85 / 15 min = 17.  19 by fifths: 3.8 7.6 11.4 15.2 19.
echo 'targetsplit: Ada: infeasible by 2: 17 is what 5.0 h at 15 min 0 s and'\
' 85 % allow' >want.err
run targetsplit --replan -t 24 --agents Ada --aht 15m -N 2026-03-02T12:00 \
    calls.csv
expect 0 'noon by hand'
run targetsplit --replan -t 24 --agents Ada --aht 15m -N 2026-03-02T12:00 \
    --strict calls.csv
gave 1 'status 1 with --strict'
run targetsplit --replan -t 24 -N 2026-03-02T12:00 -v calls.csv
is 'Ada ,5' "$(sed -n 2p out | cut -d, -f2) $(sed -n 2p out |
    cut -d, -f9),$(tail -n +2 out | wc -l)" \
    'whoever appeared; reachable blank when nothing is known'
says 'what can be reached is not known: too few calls tell how long one'\
' takes, give --aht or --history' 'which is said'
says 'read 9 = used 7 + set aside 0 + skipped 0 + left out 2' \
    'what is not yet is left out'
cat >want <<'END'
date,agent,chunk,minutes,target,cumulative,done,left,reachable,pace,pace_minutes,expected
2026-03-02,Ada,,0,0,6,6,18,0,-18.0,-360.0,
2026-03-02,Bo,,0,0,1,1,23,0,-23.0,-460.0,
END
cat >want.err <<'END'
targetsplit: an agent: 18 of 24 are missing, and the day is over
targetsplit: an agent: 23 of 24 are missing, and the day is over
targetsplit: infeasible by 41 in all, of 2 agents: 0 of 41 calls fit
END
run targetsplit --replan -t 24 -N 2026-03-02T20:00 calls.csv
expect 0 'the day is over'
# Records of other days are left out, and it is said when none is of this
# day.
cp calls.csv before
for n in 03 04; do
	run targetsplit --replan -t 24 --agents Ada --aht 3m -v \
	    -N 2026-03-${n}T12:00 before
	gave 0 "a file of another day: $n"
	says "no record is of 2026-03-$n" 'is said'
	says 'records of other days are left out' 'and counted'
	is 0 "$(sed -n 2p out | cut -d, -f7)" 'nothing is done'
	says 'used 0 + set aside 0 + skipped 0 + left out 9' \
	    'and all is accounted for'
done
{ cat before; echo 2026-03-03 09:10:00,Ada,300,answered,inbound; } >both.csv
run targetsplit --replan -t 24 --agents Ada --aht 3m -v -N 2026-03-03T12:00 \
    both.csv
is 1 "$(sed -n 2p out | cut -d, -f7)" 'of two days the one of --now'
says '9 records of other days are left out' 'without the other'
is 0 "$(grep -c 'no record is of' err)" 'and there is one'
# A night's end is of the day before, and midnight's date is the forecast's.
cat >night.csv <<'END'
start,agent,talk,outcome,direction
2026-03-01 21:00:00,Ada,300,answered,inbound
2026-03-01 23:00:00,Ada,300,answered,inbound
2026-03-02 01:00:00,Ada,300,answered,inbound
END
run targetsplit --replan -t 24 --hours 22:00-06:00 --agents Ada -v --aht 3m \
    -N 2026-03-02T02:00 night.csv
is 3 "$(sed -n 2p out | cut -d, -f7)" 'a night and the evening before it'
run targetsplit --replan -t 24 --hours 22:00-06:00 --agents Ada -v --aht 3m \
    -N 2026-03-02T23:00 night.csv
is 0 "$(sed -n 2p out | cut -d, -f7)" 'are not the next night'
says 'read 3 = used 1 + set aside 0 + skipped 0 + left out 2' \
    'whose date has its end alone'
run targetsplit --replan -t 24 -N 2026-03-02T20:00 --show-values calls.csv
says 'Ada: 18 of 24 are missing, and the day is over' \
    'names of the records are shown when values may be'

# Nobody says how long a call takes: those of the day do, from 20 on.  Ada
# has 20 of 6 min, Bo 4 of 20 min in the same queue: of 24 the middle is 6.
# 5 h x 0.85 / 6 min = 42.5.
awk 'BEGIN {
	print "start,agent,talk,outcome"
	for (i = 0; i < 20; i++)
		printf "2026-03-02 09:%02d:00,Ada,360,answered\n", i
	for (i = 0; i < 4; i++)
		printf "2026-03-02 10:%02d:00,Bo,1200,answered\n", i * 20 % 60
}' >enough.csv
run targetsplit --replan -t 24 -N 2026-03-02T12:00 enough.csv
is 'Ada 4 42 Bo 20 42' "$(awk -F, 'NR > 1 && $2 != last {
	printf "%s%s %s %s", (NR > 2 ? " " : ""), $2, $8, $9; last = $2 }' out)" \
    'the median of the day so far says what can be reached'
says 'calls are taken to last as the 24 of the day so far did, 6 min 0 s:'\
' --aht or --history may know better' 'which is said'
run targetsplit --replan -t 24 -N 2026-03-02T12:00 --aht 15m enough.csv
is 17 "$(sed -n 2p out | cut -d, -f9)" '--aht comes before it'
# 20 of 19 min 30 s and four of 20 min: 13 fit of Bo's 20.
sed 's/,360,/,1170,/' enough.csv >slow.csv
run targetsplit --replan -t 24 -N 2026-03-02T12:00 slow.csv
says 'an agent: infeasible by 7: 13 is what 5.0 h at 19 min 30 s and 85 %' \
    'what cannot be reached is said'
run targetsplit --replan -t 24 --agents Bo,Ada -N 2026-03-02T12:00 slow.csv
says 'Bo: infeasible by 7: 13 is what 5.0 h at 19 min 30 s and 85 % allow' \
    'by name where the lead has named them'
cat >answered.csv <<'END'
start,answered_at,agent,talk,outcome
2026-03-02 11:58:00,2026-03-02 11:59:00,Ada,300,answered
2026-03-02 11:59:00,2026-03-02 12:01:00,Ada,300,answered
END
run targetsplit --replan -t 24 -N 2026-03-02T12:00 answered.csv
is 1 "$(sed -n 2p out | cut -d, -f7)" 'who waits is not done'
head -n 1 calls.csv >empty.csv
run targetsplit --replan -t 24 --agents Ada -N 2026-03-02T08:00 empty.csv
is '3 3 3 3 3 3 3 3' "$(tail -n +2 out | cut -d, -f5 | paste -sd' ' -)" \
    'before the day it is the plan'
run targetsplit --replan -t 24 --agents Ada -N 2026-03-03T08:00 \
    --date 2026-03-02 calls.csv
is 6 "$(sed -n 2p out | cut -d, -f7)" '--date chooses another day'
run targetsplit --replan -t 9 --hours 22:00-06:00 --agents Ada \
    -N 2026-10-25T02:30+01:00 -z Europe/Berlin empty.csv
is '2026-10-24 30' "$(sed -n 2p out | cut -d, -f1,4 | tr , ' ')" \
    'a night is the day it began on'
is '02:00:00+01:00 03:00:00+01:00 04:00:00+01:00 05:00:00+01:00' \
    "$(tail -n +2 out | cut -d, -f3 | cut -c12- | paste -sd' ' -)" \
    'from the second 02:00 on'
# 00:00 to 06:00 are five hours on the day that skips 02:00: 2 calls each,
# 3 by 01:30.  10 in 30 60 60 60 minutes: 1.4 4.3 7.1 10.
cat >want <<'END'
date,agent,chunk,minutes,target,cumulative,done,left,reachable,pace,pace_minutes,expected
2026-03-29,Ada,2026-03-29T01:00:00+01:00,30,1,1,0,10,29,-3.0,-90.0,
2026-03-29,Ada,2026-03-29T03:00:00+02:00,60,3,4,0,10,29,-3.0,-90.0,
2026-03-29,Ada,2026-03-29T04:00:00+02:00,60,3,7,0,10,29,-3.0,-90.0,
2026-03-29,Ada,2026-03-29T05:00:00+02:00,60,3,10,0,10,29,-3.0,-90.0,
END
run targetsplit --replan -t 10 --hours 00:00-06:00 --agents Ada --aht 6m \
    -N 2026-03-29T01:30 -z Europe/Berlin empty.csv
expect 0 'a day of 23 hours'

refused() {
	refuses targetsplit "$@"
}
refused '--by profile and capacity need the past: give --history' \
    '--by profile alone' --plan -t 8 --by profile
refused '--oneoff is for --replan' '--oneoff alone' -t 8 --oneoff 9:00-10:00
refused '-S would give --replan a part of the day' '--replan -S' --replan \
    -t 8 -S 1/2:agent
refused '--oneoff: spans are written like 09:00-17:00, with a comma between'\
' them' '--oneoff that is no span' --replan -t 8 --oneoff 9
refused '--oneoff: spans overlap' '--oneoff twice the same' --replan -t 8 \
    --oneoff 9:00-11:00,10:00-12:00
run targetsplit --plan -t 8 --history nowhere.csv
gave 4 'a missing history is status 4'
is 0 "$(wc -c <out)" 'and no plan'
head -c 300 /dev/urandom >noise.csv
run targetsplit --plan -t 8 --history noise.csv
gave 2 'a history that is none is status 2'

# Profile by hand: five Mondays of 10 12 50 8 12 calls at nine and 20 at
# ten; nothing at eleven, 6 at twelve: 12 20 13 6 of 51.
awk 'BEGIN {
	print "start,talk,agent,queue,outcome"
	split("10 12 50 8 12", nine, " ")
	split("02-02 02-09 02-16 02-23 03-02", day, " ")
	for (w = 1; w <= 5; w++) {
		for (i = 0; i < nine[w]; i++)
			printf "2026-%s 09:%02d:00,240,Ada,q,yes\n", day[w], i
		for (i = 0; i < 20; i++)
			printf "2026-%s 10:%02d:00,240,Ada,q,yes\n", day[w], i
		for (i = 0; i < 6; i++)
			printf "2026-%s 12:%02d:00,480,Bo,q,yes\n", day[w], i
	}
}' >past.csv
run targetsplit --plan -t 51 --by profile --history past.csv \
    --hours 09:00-13:00 --date 2026-03-09 --aht 1m
is '12 20 13 6' "$(tail -n +2 out | cut -d, -f5 | paste -sd' ' -)" \
    'medians, and the mean of its neighbours where no call came'
says "1 of 4 chunks had no call in the history's weeks: their weight is that"\
' of their neighbours' 'which is said'
run targetsplit --plan -t 8 --by profile --history past.csv \
    --date 2026-03-10
is '1 1 1 1 1 1 1 1' "$(tail -n +2 out | cut -d, -f5 | paste -sd' ' -)" \
    'a weekday without history goes by minutes'
says '1 of 1 plans are for days without such a weekday' 'which is said'
# 4 min: 12.75 fit an hour.  20 is too much: 12 20 13 6 of 45 calls are
# 10.6 17.6 11.5 5.3; the 32.25 beside 12.75 by 12 13 6 of 31: 12.48
# 13.52 6.24; then 19.5 by 12 and 6: 12.75 at most, and 6.75.
run targetsplit --plan -t 45 --by capacity --history past.csv \
    --agents Ada --hours 09:00-13:00 --date 2026-03-09
is '13 13 12 7' "$(tail -n +2 out | cut -d, -f5 | paste -sd' ' -)" \
    'capacity by the own handle time'
run targetsplit --plan -t 60 --history past.csv --agents Ada,Bo \
    --hours 09:00-13:00 --date 2026-03-09 --strict --share
gave 1 'Ada 4 min, Bo 8: 51 and 25 fit of 120'
says 'Ada: infeasible by 9: 51 is what 4.0 h at 4 min 0 s' 'Ada'
says 'Bo: infeasible by 35: 25 is what 4.0 h at 8 min 0 s' 'Bo'
run targetsplit --staff --history past.csv --hours 09:00-13:00 \
    --date 2026-03-09
is '12.0 20.0 0.0 6.0' "$(tail -n +2 out | cut -d, -f4 | paste -sd' ' -)" \
    '--staff with the medians of the history'

if ! command -v python3 >/dev/null || ! [ -x "$B/sample" ]; then
	skip 'generated weeks' 'no python3, or no generator built'
	done_testing
fi

# Terminal: bars in ASCII, as wide as it is and 80 columns at most; a pipe
# has CSV.  bars.py COLUMNS COMMAND...
cat >bars.py <<'END'
import fcntl, os, pty, struct, subprocess, sys, termios
columns = int(sys.argv[1])
master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack('HHHH', 45, columns, 0, 0))
p = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL, stdout=slave)
os.close(slave)
out = b''
while True:
    try:
        data = os.read(master, 65536)
    except OSError:
        break
    if not data:
        break
    out += data
status = p.wait()
text = out.decode().replace('\r', '')
most = max(len(line) for line in text.split('\n'))
print('fits' if most <= (columns or 80) else 'too wide')
print(text, end='')
sys.exit(status)
END
run python3 bars.py 80 targetsplit --replan -t 24 --agents Ada --aht 15m \
    -N 2026-03-02T12:00 -q calls.csv
cat >want <<'END'
fits
2026-03-02  Ada  24 calls, 5 done, 19 left, 17 in reach, pace -4.0
09:00  ##.   2 of 3
10:00  #..   1 of 3
11:00  ##.   2 of 3
12:00  ....  0 of 4
13:00  ....  0 of 4
14:00  ...   0 of 3
15:00  ....  0 of 4
16:00  ....  0 of 4
END
expect 0 'the picture of a day'
run env NO_COLOR=1 python3 bars.py 80 targetsplit --replan -t 24 --agents Ada \
    --aht 15m -N 2026-03-02T12:00 -q calls.csv
expect 0 'NO_COLOR changes nothing: there is none'
run python3 bars.py 0 targetsplit --replan -t 24 --agents Ada --aht 15m \
    -N 2026-03-02T12:00 -q calls.csv
expect 0 'a terminal that does not know its size'
{
	echo fits
	echo '2026-03-02  Ada'
	echo '24 calls, 5 done, 19 left, 17 in reach,'
	echo 'pace -4.0'
	tail -n +3 want
} >narrow
mv narrow want
run python3 bars.py 40 targetsplit --replan -t 24 --agents Ada --aht 15m \
    -N 2026-03-02T12:00 -q calls.csv
expect 0 'in 40 columns the head folds'
run python3 bars.py 80 targetsplit --replan -t 8 --agents Ada \
    -N 2026-03-02T12:00 -q calls.csv
is '09:00  #+  2 of 1' "$(sed -n 3p out)" 'more than was asked for'
run targetsplit --replan -t 24 --agents Ada -N 2026-03-02T12:00 -q calls.csv
is date,agent,chunk "$(head -n 1 out | cut -d, -f-3)" 'CSV into a pipe'

# A day whose clock changes has offsets; other bars do without.
run python3 bars.py 40 targetsplit --plan -t 180 --hours 22:00-06:00 \
    --date 2026-10-24 -z Europe/Berlin
is "02:00+02:00  ....................  20
02:00+01:00  ....................  20" "$(grep '^02:00' out)" \
    'two bars of 02:00, told apart by offset'
# 100 an hour; 40 - 5 - 2 - 2 - 3 columns are left for a bar: 4 to a sign.
run python3 bars.py 40 targetsplit --plan -t 800 --date 2026-03-02
is '09:00  .........................  100 one sign is 4 calls' \
    "$(sed -n '3p;$p' out | paste -sd' ' -)" 'a sign is as many as it must'
for n in 32 40 80 200; do
	run python3 bars.py $n targetsplit --plan -t 1000000 -i 24h \
	    --date 2026-03-02 --agents "$(printf 'A\033%060d' 7)"
	is "0 fits" "$status $(head -n 1 out)" \
	    "fits $n columns whatever the numbers"
done
run python3 bars.py 80 targetsplit --plan -t 8 -i 24h --date 2026-03-02 \
    --agents "$(printf 'A\033[31m\302\233B\377\303\251')"
is '2026-03-02  A?[31m?B??  8 calls' "$(sed -n 2p out)" \
    'a name sends nothing else to the terminal'
run env LC_ALL=C.UTF-8 python3 bars.py 80 targetsplit --plan -t 8 -i 24h \
    --date 2026-03-02 --agents "$(printf 'A\033\302\233B\377\303\251')"
is "2026-03-02  A??B?$(printf '\303\251')  8 calls" "$(sed -n 2p out)" \
    'UTF-8 where the locale has it'
run targetsplit --plan -t 80 --aht 6m --hours 9:00-12:00,13:00-17:00 \
    --agents "$(printf 'A\033[31m'),B" --share
is 0 "$(LC_ALL=C grep -c "$(printf '\033')" err)" 'stderr has none either'

"$B/sample" --days 56 --seed 11 --agents 40 --start 2026-01-05 \
    --shifts shifts.csv >weeks.csv
"$B/sample" --profile >profile.csv

cat >model.py <<'END'
import csv, io, random, subprocess, sys
from datetime import date, datetime, timedelta
from math import exp, lgamma, log
from statistics import median

with open('weeks.csv', newline='') as f:
    reader = csv.reader(f)
    header = next(reader)
    rows = list(reader)
START, AGENT, PARENT, WAY = (header.index(n) for n in
                             ('start', 'agent', 'parent_id', 'direction'))

def tool(args):
    r = subprocess.run(['targetsplit'] + args, capture_output=True,
                       text=True)
    return r.returncode, list(csv.DictReader(io.StringIO(r.stdout))), r.stderr

def write(name, keep):
    with open(name, 'w', newline='') as f:
        w = csv.writer(f)
        w.writerow(header)
        w.writerows(r for r in rows if keep(r))

def arrivals():
    """Inbound calls, legs once, as times in order."""
    seen, out = set(), []
    for r in rows:
        if r[WAY] == 'outbound' or (r[PARENT] and r[PARENT] in seen):
            continue
        seen.add(r[PARENT])
        out.append(datetime.fromisoformat(r[START]))
    return out

def gamma_q(a, x):
    """The upper regularised incomplete gamma function, by its series or
    by its continued fraction."""
    if x < a + 1:
        term = total = 1 / a
        n = a
        while term > total * 1e-15:
            n += 1
            term *= x / n
            total += term
        return 1 - total * exp(-x + a * log(x) - lgamma(a))
    b, c = x + 1 - a, 1e300
    d = 1 / b
    h = d
    for i in range(1, 10000):
        an = -i * (i - a)
        b += 2
        d = 1 / (an * d + b)
        c = b + an / c
        h *= d * c
        if abs(d * c - 1) < 1e-15:
            break
    return exp(-x + a * log(x) - lgamma(a)) * h

def profile():
    """The shares by which a day is split, against the generator's rates.
    The median of five normal counts has 0.2868 of one count's variance."""
    write('five.csv', lambda r: r[START] < '2026-02-09')
    days = {}
    for t in arrivals():
        if t < datetime(2026, 2, 9):
            days[t.weekday()] = days.get(t.weekday(), 0) + 1 / 5
    truth = {}
    with open('profile.csv') as f:
        for r in csv.DictReader(f):
            truth.setdefault(r['weekday'], []).append(float(r['share']))
    chi = df = 0
    for k, name in enumerate(('mon', 'tue', 'wed', 'thu', 'fri')):
        _, plan, _ = tool(['--plan', '-q', '-t', '1000000', '--hours',
                           '00:00-24:00', '--by', 'profile', '--history',
                           'five.csv', '--date',
                           str(date(2026, 2, 9) + timedelta(days=k))])
        cells = [(int(r['target']) / 1e6, t / sum(truth[name]))
                 for r, t in zip(plan, truth[name])]
        # Cells where five calls and more are expected; shares among them.
        cells = [(x, p) for x, p in cells if days[k] * p >= 5]
        found, true = sum(x for x, _ in cells), sum(p for _, p in cells)
        for x, p in cells:
            x, p = x / found, p / true
            chi += days[k] * true * (x - p) ** 2 / (.2868 * p)
        df += len(cells) - 1
    p = gamma_q(df / 2, chi / 2)
    print('# chi-square %.1f, df %d, p %.3f' % (chi, df, p))
    return p > .01

def noon():
    """Errors of the forecast, and of calls by noon / usual share by then,
    over fifteen days that the history has not seen."""
    came = arrivals()
    ours = simple = 0
    days = [date(2026, 2, 9) + timedelta(days=k) for k in range(21)]
    days = [d for d in days if d.weekday() < 5]
    for d in days:
        write('past.csv', lambda r: r[START] < str(d))
        write('today.csv', lambda r: r[START][:10] == str(d))
        status, out, err = tool(['--replan', '-t', '40', '--history',
                                 'past.csv', '-N', '%sT12:00' % d, '-q',
                                 'today.csv'])
        if status not in (0, 3) or not out:
            print('# status', status, err)
            return False
        expected = int(out[0]['expected'])
        by_day = {}
        for t in came:
            n = by_day.setdefault(t.date(), [0, 0])
            n[0] += t.hour < 12
            n[1] += 1
        past = [by_day[d - timedelta(days=7 * w)] for w in range(1, 6)]
        share = median(n[0] / n[1] for n in past)
        truth = by_day[d][1]
        ours += abs(expected - truth) / truth
        simple += abs(by_day[d][0] / share - truth) / truth
    print('# mean error at noon: %.2f %%, ratio method %.2f %%, %d days' %
          (100 * ours / len(days), 100 * simple / len(days), len(days)))
    return ours < simple

def agrees():
    """The pace of the filter is that of --replan at the record's end."""
    rng = random.Random(4)
    day = [r for r in rows if r[START][:10] == '2026-01-14']
    with open('day.csv', 'w', newline='') as f:
        w = csv.writer(f)
        w.writerow(header)
        w.writerows(day)
    bad = 0
    talk, hold, wrap = (header.index(n) for n in ('talk', 'hold', 'wrap'))
    answered = header.index('answered_at')
    def end(r):
        return datetime.fromisoformat(r[answered]) + timedelta(
            seconds=sum(int(r[i] or 0) for i in (talk, hold, wrap)))
    day = [r for r in day if r[AGENT] and r[answered] and
           r[header.index('outcome')] == 'answered']
    for r in rng.sample(day, 12):
        until = end(r)
        known = sorted([x for x in day if end(x) <= until], key=end)
        with open('known.csv', 'w', newline='') as f:
            w = csv.writer(f)
            w.writerow(header)
            w.writerows(known)
        _, passed, _ = tool(['--shifts', 'shifts.csv', 'known.csv'])
        last = [x for x in passed if x['agent'] == r[AGENT]][-1]
        now = ['-N', until.isoformat()]
        _, plan, _ = tool(['--replan', '--shifts', 'shifts.csv', '-q'] +
                          now + ['known.csv'])
        mine = [x for x in plan if x['agent'] == r[AGENT]]
        if not last['pace'] or not mine:
            continue
        if (mine[0]['pace'], mine[0]['done']) != (last['pace'],
                                                  last['day_done']):
            bad += 1
            print('# differs:', until, mine[0], last['pace'])
    return bad == 0

def pipeline():
    """On triage | breathe | targetsplit of a whole day: what each record
    says of its agent is what --replan says at the record's end, reading
    the same whole day."""
    rng = random.Random(8)
    with open('piped.csv', newline='') as f:
        passed = [r for r in csv.DictReader(f) if r['pace']]
    def end(r):
        return datetime.fromisoformat(r['answered_at']) + timedelta(
            seconds=sum(int(r[k] or 0) for k in ('talk', 'hold', 'wrap')))
    passed = [r for r in passed if r['answered_at']]
    bad = seen = 0
    for r in rng.sample(passed, 30):
        status, plan, _ = tool(['--replan', '--shifts', 'shifts.csv', '-q',
                                '-N', end(r).isoformat(), 'piped.csv'])
        mine = [x for x in plan if x['agent'] == r['agent']]
        seen += 1
        if status or not mine or \
                (mine[0]['pace'], mine[0]['done']) != (r['pace'],
                                                       r['day_done']):
            bad += 1
            print('# differs:', end(r), mine[:1], r['pace'], r['day_done'])
    print('# %d of %d records agree' % (seen - bad, seen))
    return seen == 30 and bad == 0

sys.exit(0 if {'profile': profile, 'noon': noon, 'agrees': agrees,
               'pipeline': pipeline}[sys.argv[1]]() else 1)
END
run python3 model.py profile
gave 0 "the profile of five weeks fits the generator's"
cat out
run python3 model.py noon
gave 0 'the forecast at noon is better than scaling'
cat out
run python3 model.py agrees
gave 0 "the filter's pace agrees with --replan"
cat out
{ head -n 1 weeks.csv; grep -F ',2026-01-14 ' weeks.csv; } >wednesday.csv
run sh -c 'triage -q wednesday.csv | breathe -q |
    targetsplit -q --shifts shifts.csv >piped.csv'
gave 0 'a day of records through three filters'
run python3 model.py pipeline
gave 0 "the pipe's pace agrees with --replan on the whole day"
cat out

done_testing
