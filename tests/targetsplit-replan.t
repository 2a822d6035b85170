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
says 'read 9 = used 7 + set aside 0 + skipped 0 + left out 2' \
    'what is not yet is left out'
cat >want <<'END'
date,agent,chunk,minutes,target,cumulative,done,left,reachable,pace,pace_minutes,expected
2026-03-02,Ada,,0,0,6,6,18,,-18.0,-360.0,
2026-03-02,Bo,,0,0,1,1,23,,-23.0,-460.0,
END
run targetsplit --replan -t 24 -N 2026-03-02T20:00 calls.csv
expect 0 'the day is over'
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

refused() {
	: >want
	echo "targetsplit: $1" >want.err
	name=$2
	shift 2
	runin /dev/null targetsplit "$@"
	expect 2 "$name"
}
refused '--by profile and capacity need the past: give --history' \
    '--by profile alone' --plan -t 8 --by profile
refused '--oneoff is for --replan' '--oneoff alone' -t 8 --oneoff 9:00-10:00
refused '-S would give --replan a part of the day' '--replan -S' --replan \
    -t 8 -S 1/2:agent
run targetsplit --replan -t 8 --oneoff 9 calls.csv
gave 2 '--oneoff that is no span'
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

# Terminal: at most 80 columns of ASCII; a pipe has CSV.
cat >bars.py <<'END'
import os, pty, sys
out = b''
def read(fd):
    global out
    data = os.read(fd, 65536)
    out += data
    return b''
pty.spawn(sys.argv[1:], read)
lines = out.decode('ascii').replace('\r', '').split('\n')
print('fits' if max(len(l) for l in lines) <= 80 else 'too wide')
print('\n'.join(lines))
END
run python3 bars.py targetsplit --replan -t 24 --agents Ada \
    -N 2026-03-02T12:00 calls.csv
cat >want <<'END'
fits
2026-03-02  Ada  24 calls, 5 done, 19 left, pace -4.0
09:00+00:00  ##.                                        2 of 3
10:00+00:00  #..                                        1 of 3
11:00+00:00  ##.                                        2 of 3
12:00+00:00  ....                                       0 of 4
13:00+00:00  ....                                       0 of 4
14:00+00:00  ...                                        0 of 3
15:00+00:00  ....                                       0 of 4
16:00+00:00  ....                                       0 of 4

END
expect 0 'the picture of a day'
run python3 bars.py targetsplit --replan -t 8 --agents Ada \
    -N 2026-03-02T12:00 calls.csv
is '09:00+00:00  #+                                         2 of 1' \
    "$(sed -n 3p out)" 'more than was asked for'
run python3 bars.py targetsplit --plan -t 1000000 --agents \
    "$(printf 'A\033%060d' 7)" -i 24h
is "0 fits" "$status $(head -n 1 out)" 'fits whatever the numbers'
is 0 "$(LC_ALL=C grep -c "$(printf '\033')" out)" \
    'and sends nothing else to the terminal'

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

sys.exit(0 if {'profile': profile, 'noon': noon,
               'agrees': agrees}[sys.argv[1]]() else 1)
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

done_testing
