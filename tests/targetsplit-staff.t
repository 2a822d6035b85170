#!/bin/sh
# SPDX-License-Identifier: ISC
# targetsplit --staff: SPEC's vector, what is refused, and random intervals
# against Erlang's formulas summed up in Python by their definitions.
. "$(dirname "$0")/lib.sh"

refused() {
	refused_text=$1
	refused_name=$2
	shift 2
	refuses targetsplit "$refused_text" "$refused_name" --staff "$@"
}

# SPEC section 6: 100 calls in 30 min, 180 s, T 20 s.
cat >want <<'END'
date,chunk,model,calls,handle_time,agents,scheduled,wait_probability,service_level,asa,occupancy,abandoned
2026-03-02,2026-03-02T09:00:00+00:00,erlang-c,100.0,180,14,20,0.1741319,0.8883500,7.8359,0.7143,0.0000
2026-03-02,2026-03-02T09:30:00+00:00,erlang-c,100.0,180,14,20,0.1741319,0.8883500,7.8359,0.7143,0.0000
END
run targetsplit --staff --calls 100 -i 30m --aht 180s --hours 09:00-10:00 \
    --date 2026-03-02 --shrinkage 30% --sl 80/20
expect 0 "SPEC's vector"
run targetsplit --staff --calls 100 -i 30m --aht 180s --hours 09:00-09:30 \
    --date 2026-03-02 --sl 80/20 --patience 3m
is 'erlang-c erlang-a' "$(tail -n +2 out | cut -d, -f3 | paste -sd' ' -)" \
    'with patience Erlang A stands beside it'
run targetsplit --staff --calls 7200 -i 30m --aht 180s --hours 09:00-09:30
says '1 rows have agents on calls for more than 85 % of the time' \
    'more than the cap is said'

refused '--staff needs the calls: give --calls or --history' 'no calls' \
    --aht 3m
refused '--staff needs the handle time: give --aht or --history' 'no time' \
    --calls 9
for other in '-t 80' '--team 80' '--agents A' '--share' '--strict' \
    '--shifts x.csv'; do
	refused '--staff has no agents and no targets: -t, --team, --agents,'\
' --shifts, --share and --strict are not for it' "$other" --calls 9 \
	    --aht 3m $other
done
refused '--staff reads no records' 'operands' --calls 9 --aht 3m x.csv
refused '--calls: a volume is a whole number of calls from 1 to 1000000' \
    '--calls 0' --calls 0 --aht 3m
for sl in 80 80/ 0/20 100/20 x/20 80/-1 80/90000; do
	refused '--sl: a service level is written like 80/20, percent'\
' answered within seconds' "--sl $sl" --calls 9 --aht 3m --sl $sl
done
for part in -1 91 x '%'; do
	refused '--shrinkage: percent from 0 to 90 are expected' \
	    "--shrinkage $part" --calls 9 --aht 3m --shrinkage "$part"
done
refused '--patience: a patience is written like 6m or 5m 30s, in whole'\
' seconds' '--patience 0' --calls 9 --aht 3m --patience 0
refused '--plan, --replan and --staff are three different things: give one'\
' of them' '--staff and --plan' --calls 9 --aht 3m --plan
refused 'more than 20000 agents would be needed' 'a crowd' --calls 1000000 \
    --aht 23h -i 1m

# What the history does not know is not 0: two Mondays, nothing else.
cat >past.csv <<'END'
start,agent,talk,outcome
2026-02-23 10:10:00,Ada,300,answered
2026-03-02 10:20:00,Ada,300,answered
2026-03-02 23:30:00,Ada,300,answered
END
head -n 1 past.csv >none.csv
unknown='the history has no such weekday: give --calls'
refused "$unknown" 'a weekday that the history lacks' --history past.csv \
    --aht 6m --date 2026-03-13
refused "$unknown" 'an empty history' --history none.csv --aht 6m \
    --date 2026-03-09
refused "$unknown" 'a night into a weekday that it lacks' --history past.csv \
    --aht 6m --date 2026-03-09 --hours 22:00-02:00
echo old >needs.csv
run targetsplit --staff --history past.csv --aht 6m --date 2026-03-13 \
    -o needs.csv
is '2 old' "$status $(cat needs.csv)" 'and a file that was there stays'
# Of 1 and 1 calls the median is 1, of 0 and 1 it is 0.5, of 0 and 0 it is 0.
run targetsplit --staff --history past.csv --aht 6m --date 2026-03-09 \
    --hours 10:00-12:00,23:00-24:00
is '0: 1.0 0.0 0.5' \
    "$status: $(tail -n +2 out | cut -d, -f4 | paste -sd' ' -)" \
    'an hour without calls on a weekday that it knows is 0'

run targetsplit -t 9 --calls 9
gave 2 '--calls alone'
says '--calls, --sl, --patience and --shrinkage are for --staff' 'is said'

cat >erlang.py <<'END'
# Erlang C by its definition in logarithms; Erlang A by its birth-death
# chain, and the density of the wait that a caller is offered, integrated:
#   v(x) = lambda p(n-1) exp(lambda (1 - exp(-theta x)) / theta - n mu x)
import csv, io, math, random, subprocess, sys

rng = random.Random(20260302)

def logsum(terms):
    top = max(terms)
    return top + math.log(sum(math.exp(t - top) for t in terms))

def c(load, n, handle, within):
    if n <= load:
        return 1, 0, math.inf
    busy = n * math.log(load) - math.lgamma(n + 1) + \
        math.log(n / (n - load))
    free = [k * math.log(load) - math.lgamma(k + 1) for k in range(n)]
    wait = math.exp(busy - logsum(free + [busy]))
    spare = (n - load) / handle
    return wait, 1 - wait * math.exp(-spare * within), wait / spare

def chain(lam, n, mu, theta):
    """log p(j) of the birth-death chain, unnormed."""
    logs, j = [0.0], 0
    top = 0.0
    while j < n + 50 or logs[-1] > top - 50 or \
            lam > min(j, n) * mu + max(0, j - n) * theta:
        j += 1
        logs.append(logs[-1] + math.log(lam) -
                    math.log(min(j, n) * mu + max(0, j - n) * theta))
        top = max(top, logs[-1])
    norm = logsum(logs)
    return [l - norm for l in logs]

def simpson(f, a, b, steps):
    h = (b - a) / steps
    return h / 3 * sum(f(a + i * h) * (1 if i in (0, steps) else
                                       4 if i % 2 else 2)
                       for i in range(steps + 1))

def a(load, n, handle, patience, within):
    lam, mu, theta = load / handle, 1 / handle, 1 / patience
    p = chain(lam, n, mu, theta)
    wait = sum(math.exp(l) for l in p[n:])
    queue = sum(math.exp(l) * k for k, l in enumerate(p[n:]))
    def v(x):
        return lam * math.exp(p[n - 1] + lam * -math.expm1(-theta * x) /
                              theta - n * mu * x)
    def got(x):
        return v(x) * math.exp(-theta * x)
    level = 1 - wait + simpson(got, 0, within, 4000)
    # Until nothing is left of it.
    end = 1.0
    while v(end) * end > 1e-14 or lam * math.exp(-theta * end) > n * mu:
        end *= 1.5
    mean = simpson(lambda x: x * got(x), 0, end, 20000)
    lost = theta * queue / lam
    return wait, level, mean / (1 - lost), load * (1 - lost) / n, lost

bad = 0
def near(x, y, tol):
    return abs(x - y) <= tol

for case in range(int(sys.argv[1])):
    minutes = rng.choice([15, 30, 60])
    calls = rng.choice([1, 3, 20, 100, 500, 3000, 20000])
    calls = rng.randint(calls, calls * 3)
    handle = rng.choice([30, 180, 311, 600, 1200])
    within = rng.choice([0, 10, 20, 60, 300])
    percent = rng.choice([50, 80, 90, 99])
    patience = rng.choice([10, 60, 180, 1800])
    load = calls * handle / (minutes * 60)
    if load > 6000:
        continue
    out = subprocess.run(
        ['targetsplit', '--staff', '-q', '--calls', str(calls), '-i',
         '%dm' % minutes, '--aht', '%ds' % handle, '--sl',
         '%d/%d' % (percent, within), '--patience', '%ds' % patience,
         '--hours', '09:00-10:00', '--date', '2026-03-02'],
        capture_output=True, text=True)
    rows = list(csv.DictReader(io.StringIO(out.stdout)))
    got = {r['model']: r for r in rows}
    r = got['erlang-c']
    n = int(r['agents'])
    wait, level, asa = c(load, n, handle, within)
    ok = near(float(r['wait_probability']), wait, 1e-7) and \
        near(float(r['service_level']), level, 1e-7) and \
        near(float(r['asa']), asa, 1e-4 + 1e-9 * asa) and \
        level >= percent / 100 and \
        (n == 1 or c(load, n - 1, handle, within)[1] < percent / 100)
    r = got['erlang-a']
    n = int(r['agents'])
    wait, level, asa, busy, lost = a(load, n, handle, patience, within)
    ok = ok and near(float(r['wait_probability']), wait, 2e-7) and \
        near(float(r['service_level']), level, 2e-7) and \
        near(float(r['asa']), asa, 2e-4) and \
        near(float(r['occupancy']), busy, 1e-4) and \
        near(float(r['abandoned']), lost * calls, 1e-4 + 1e-6 * calls) and \
        level >= percent / 100 - 1e-9 and \
        (n == 1 or a(load, n - 1, handle, patience, within)[1] <
         percent / 100 + 1e-9)
    if not ok:
        bad += 1
        print('differs:', calls, minutes, handle, percent, within, patience,
              rows[:2], c(load, int(got['erlang-c']['agents']), handle,
                          within), (wait, level, asa, busy, lost))
sys.exit(bad > 0)
END
if command -v python3 >/dev/null; then
	run python3 "$top/tests/erlang_exact.py" "$top/tests/unit/erlang.c"
	gave 0 "the unit test's table is as exact arithmetic has it"
	sed 's/^/# /' out
	run python3 erlang.py 60
	gave 0 'random intervals as the definitions have them'
	head -n 5 out | sed 's/^/# /'
else
	skip "the unit test's table is as exact arithmetic has it" 'no python3'
	skip 'random intervals as the definitions have them' 'no python3'
fi

done_testing
