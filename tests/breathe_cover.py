# SPDX-License-Identifier: ISC
"""Random days for breathe --plan and what must hold of each:
python3 breathe_cover.py SEED DAYS

Ten agents of one queue have random shifts with breaks, and a random day
before, which eight days share.  The plan is held against the shifts as
read here: no instant has two of the queue away, nobody is in two breaks,
all lie within the working time and off its edges, breaks of kind LOAD and
SCREEN keep the gap, and with the German law each day is one that the law,
worked here from its text, is content with unless the plan says that there
was no room.
"""
import csv
import datetime
import io
import random
import subprocess
import sys

AGENTS = ['A%d' % i for i in range(10)]
DATE = datetime.date(2026, 3, 3)
MIDNIGHT = datetime.datetime(2026, 3, 3, tzinfo=datetime.timezone.utc)


def clock(minute):
    return '%02d:%02d' % (minute // 60 % 24, minute % 60)


def random_shifts(rng):
    """Minutes since midnight of start, end and breaks, by agent."""
    shifts = {}
    for agent in AGENTS:
        start = rng.choice((6, 8, 9, 13, 20, 22)) * 60 + \
            rng.randrange(0, 60, 5)
        end = start + rng.choice((240, 360, 375, 480, 510, 570, 600, 660))
        off = []
        at = start + rng.randrange(60, 200, 5)
        while at + 60 < end and rng.random() < 0.5:
            length = rng.choice((10, 15, 20, 30, 45))
            off.append((at, at + length))
            at += length + rng.randrange(60, 200, 5)
        shifts[agent] = (start, end, off)
    return shifts


def write_shifts(shifts, path):
    with open(path, 'w', newline='') as f:
        out = csv.writer(f)
        out.writerow(['agent', 'days', 'start', 'end', 'off'])
        for agent, (start, end, off) in shifts.items():
            out.writerow([agent, DATE, clock(start), clock(end), ','.join(
                '%s-%s' % (clock(a), clock(b)) for a, b in off)])


def write_history(rng, path):
    with open(path, 'w', newline='') as f:
        out = csv.writer(f)
        out.writerow(['agent', 'start', 'talk', 'stress', 'queue'])
        for agent in AGENTS:
            stress, at = rng.randrange(100), 360
            while at < 1380:
                length = rng.randrange(60, 900)
                out.writerow([agent, '2026-03-02 %s:00' % clock(at), length,
                              min(100, stress), 'Q'])
                at += length // 60 + rng.randrange(1, 12)


def minutes(text):
    when = datetime.datetime.fromisoformat(text)
    return int((when - MIDNIGHT).total_seconds()) // 60


def german(start, end, breaks):
    """ArbZG section 4 from its text."""
    blocks = [(a, b) for a, b in sorted(breaks)
              if b - a >= 15 and a > start and b < end]
    given = sum(b - a for a, b in blocks)
    work = end - start - given
    if work <= 360:
        return True
    if given < (45 if work > 540 else 30):
        return False
    at = start
    for a, b in blocks + [(end, end)]:
        if a - at > 360:
            return False
        at = b
    return True


def check(shifts, rows, law):
    wrong, own, away, full = [], {}, [], set()
    for r in rows:
        start, end, off = shifts[r['agent']]
        if r['from'] == '':
            full.add(r['agent'])
            continue
        a, b = minutes(r['from']), minutes(r['until'])
        mine = own.setdefault(r['agent'], [])
        if any(a < d and c < b for c, d, _ in mine):
            wrong.append('%s is in two breaks' % r['agent'])
        mine.append((a, b, r['kind']))
        if r['kind'] == 'SHIFT':
            continue
        if a < start + 15 or b > end - 15:
            wrong.append('%s goes at an edge' % r['agent'])
        if any(a < d and c < b for c, d in off):
            wrong.append('%s goes on a break' % r['agent'])
        if any(a < d and c < b for c, d in away):
            wrong.append('two are away at %s' % r['from'])
        away.append((a, b))
    for agent, mine in own.items():
        mine.sort()
        for x, y in zip(mine, mine[1:]):
            if 'LEGAL' not in (x[2], y[2]) and x[2:] + y[2:] != \
                    ('SHIFT', 'SHIFT') and y[0] - x[1] < 30:
                wrong.append('%s goes again after %d min' %
                             (agent, y[0] - x[1]))
    if law:
        for agent, (start, end, off) in shifts.items():
            breaks = [m[:2] for m in own.get(agent, [])]
            if agent not in full and not german(start, end, breaks):
                wrong.append('%s: the law is not content' % agent)
    return wrong


def main(seed, days):
    rng = random.Random(seed)
    bad = rows = legal = 0
    for day in range(days):
        shifts, law = random_shifts(rng), rng.random() < 0.5
        write_shifts(shifts, 'shifts.csv')
        if day % 8 == 0:
            write_history(rng, 'history.csv')
        out = subprocess.run(
            ['breathe', '-q', '-z', 'UTC', '--plan', '--date', str(DATE),
             '--shifts', 'shifts.csv'] + ['--law=de'] * law +
            ['history.csv'], stdout=subprocess.PIPE, text=True)
        found = list(csv.DictReader(io.StringIO(out.stdout)))
        wrong = check(shifts, found, law)
        if out.returncode != 0:
            wrong.append('status %d' % out.returncode)
        for text in wrong[:3]:
            print('# day %d: %s' % (day, text))
        bad += bool(wrong)
        rows += len(found)
        legal += sum(r['kind'] == 'LEGAL' for r in found)
    print('# %d days, %d rows, %d LEGAL, %d days wrong' %
          (days, rows, legal, bad))
    return 1 if bad or not legal else 0


sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
