# SPDX-License-Identifier: ISC
"""An independent, slow breathe, for tests: python3 breathe_slow.py ...

  make SEED AGENTS CALLS BREAKS   writes random days, one for each agent
  check OUTPUT BREAKS             works out each column of breathe's output
                                  again and compares

It walks through each agent's day in steps of ten seconds, on which all
times of the random days lie, and knows no closed form: load grows or
fades step by step, gaps and windows are found by looking at each step.
"""
import csv
import datetime
import random
import sys

STEP = 10
MINUTE = 60 // STEP
DAY = 12 * 3600 // STEP
EPOCH = datetime.datetime(2026, 3, 2, 7, 0, 0)
FORM = '%Y-%m-%d %H:%M:%S'

# What a step adds at each stress, and leaves of a load while free, on a
# break.
GROWTH = [(1 + 2.5 * stress / 100) / MINUTE for stress in range(101)]
SLOW = 0.5 ** (1 / MINUTE / 20)
FAST = 0.5 ** (1 / MINUTE / 5)


def written(step):
    return (EPOCH + datetime.timedelta(seconds=step * STEP)).strftime(FORM)


def read_time(text):
    """The step of a time; strptime() is too slow for a thousand days."""
    assert text[:10] == '2026-03-02'
    return ((int(text[11:13]) - EPOCH.hour) * 3600 + int(text[14:16]) * 60 +
            int(text[17:19])) // STEP


def random_day(rng, agent):
    """Calls of one agent, some at once, some late, some without end."""
    calls, breaks = [], []
    at = rng.randrange(120)
    pace = rng.choice((4, 10, 20, 40))
    temper = rng.choice((0, 20, 40, 60))
    chats = rng.random() < 0.3
    while at < DAY - 800:
        length = rng.choice((0, 1, rng.randrange(60), rng.randrange(60),
                             rng.randrange(200)))
        stress = min(100, max(0, int(rng.gauss(temper, 15))))
        signals = rng.choice([''] * 30 + ['threat', 'anger abuse',
                                          'thanks', 'selfharm legal'])
        calls.append([at, length, '' if rng.random() < 0.05 else stress,
                      signals, rng.choice([''] * 40 + ['yes', 'no'])])
        if chats and rng.random() < 0.4:
            at += rng.randrange(max(1, length))
        else:
            at += length + int(rng.expovariate(1 / pace))
        if rng.random() < 0.04:
            length = rng.randrange(10, 100)
            if rng.random() < 0.7:
                breaks.append((at, at + length))
            if rng.random() < 0.8:
                at += length
        if rng.random() < 0.01:
            at += rng.choice((350, 360, 361, 400))
    for i in range(1, len(calls)):
        if rng.random() < 0.03:
            calls.insert(max(0, i - rng.randrange(8)), calls.pop(i))
    return ([[agent] + c for c in calls],
            [(agent, a, b) for a, b in breaks])


def make(seed, agents, calls_path, breaks_path):
    rng = random.Random(seed)
    days, rests = [], []
    for i in range(agents):
        day, rest = random_day(rng, 'A%d' % i)
        days.append(day)
        rests += rest
    with open(calls_path, 'w', newline='') as f:
        out = csv.writer(f, lineterminator='\n')
        out.writerow('call_id agent start talk outcome stress signals '
                     'hostile'.split())
        number = 0
        while any(days):
            agent, at, length, stress, signals, hostile = \
                rng.choice([d for d in days if d]).pop(0)
            out.writerow([number, agent, written(at), length * STEP,
                          'answered', stress, signals, hostile])
            number += 1
    rng.shuffle(rests)
    with open(breaks_path, 'w', newline='') as f:
        out = csv.writer(f, lineterminator='\n')
        out.writerow('kind agent start end'.split())
        for agent, a, b in rests:
            out.writerow(['lunch', agent, written(a), written(b)])


class Agent:
    """A day in steps, as known so far."""

    def __init__(self, rests):
        self.stress = [None] * (DAY + 1)
        self.rest = [False] * (DAY + 1)
        for a, b in rests:
            for t in range(a, min(b, DAY)):
                self.rest[t] = True
        self.load = [0.0] * (DAY + 1)       # at the start of each step
        self.idle = [0] * (DAY + 1)         # steps of gap before it
        self.known = 0                      # load is right up to here
        self.begin = None                   # first handling of all
        self.latest_from = self.latest_until = None
        self.window = []                    # hard or not, since an offer
        self.last_offer = None
        self.offers = []                    # [from, until, minutes]

    def handle(self, start, end, stress):
        for t in range(start, end):
            if self.stress[t] is None or self.stress[t] < stress:
                self.stress[t] = stress
        if start < end:
            self.known = min(self.known, start)
            if self.begin is None or start < self.begin:
                self.begin = start

    def walk(self, until):
        loads, idles = self.load, self.idle
        load, idle = loads[self.known], idles[self.known]
        for t in range(self.known, until):
            stress = self.stress[t]
            if stress is not None:
                load, idle = load + GROWTH[stress], 0
                if load > 100.0:
                    load = 100.0
            else:
                load *= FAST if self.rest[t] or idle >= 3 * MINUTE else SLOW
                idle += 1
                if idle > 60 * MINUTE:
                    load = 0.0
            loads[t + 1], idles[t + 1] = load, idle
        self.known = max(self.known, until)

    def worked(self, t):
        """Steps at t since the last five minutes without a call."""
        free, since, s = 0, t, t
        while self.begin is not None and s > self.begin:
            s -= 1
            if self.stress[s] is None:
                free += 1
                if free >= 5 * MINUTE:
                    break
            else:
                free, since = 0, s
        return t - since

    def gap_before(self, t):
        """The step in which the gap that ends at t began, or None."""
        s = t
        while s > 0 and self.stress[s - 1] is None:
            s -= 1
        return None if s == 0 or s == t else s

    def over(self, start, end):
        steps = 0.0
        low = self.load[start]
        for high in self.load[start + 1:end + 1]:
            if low > 60 and high > 60:
                steps += 1
            elif low > 60 or high > 60:
                steps += (max(low, high) - 60) / abs(high - low)
            low = high
        return steps / MINUTE


def up(x):
    return int(x + 0.5 + 1e-9)


def events(agent, row, stress):
    words = row['signals'].split(' ')
    if 'threat' in words:
        yield 'THREAT', 10, 'THREAT; 10 min and a debrief'
    if 'selfharm' in words:
        yield 'SELFHARM', 10, 'SELFHARM; 10 min and a debrief'
    evidence = None
    if row['hostile'] == 'yes':
        evidence = 'signal hostile'
    elif 'abuse' in words:
        evidence = 'signal abuse'
    elif stress is not None and stress >= 85:
        evidence = 'stress %d >= 85' % stress
    if evidence:
        yield ('HOSTILE', 5,
               'HOSTILE %s; 5 min before the next call' % evidence)
    if sum(agent.window[-5:]) >= 3:
        yield 'HARD', 5, 'HARD 3 of the last 5 calls'


def loads(load, work):
    length = 5 if load / 2 < 40.05 - 1e-9 else 10
    why = 'LOAD %d >= %%d; %d min brings it to %d' % (
        up(load), length, up(load / 2 ** (length / 5)))
    if load >= 79.95 - 1e-9:
        yield 'LOAD_NOW', length, length, why % 80
    if work >= 55 * MINUTE:
        yield ('SCREEN', 5, 5,
               'SCREEN %d min without 5 min off' % up(work / MINUTE))
    if load >= 59.95 - 1e-9:
        yield 'LOAD_SOON', length, 15, why % 60


def offer(agent, row, stress, end):
    """What is offered: rule, minutes, window, why; or None."""
    agent.window.append(stress is not None and stress >= 60)
    for rule, length, why in events(agent, row, stress):
        return rule, length, length, why
    if agent.last_offer is not None and \
            end - agent.last_offer < 30 * MINUTE:
        return None
    for found in loads(agent.load[end], agent.worked(end)):
        return found
    return None


def answer(agent, start, end):
    gap = agent.gap_before(start)
    for o in agent.offers:
        if o['taken'] is None and gap is not None:
            begin = max(gap, o['from'])
            if begin < o['until'] and start - begin >= o['steps']:
                o['taken'] = 'yes'
        if o['taken'] is None and end >= o['until']:
            o['taken'] = 'no'
    for o in agent.offers:
        if o['taken'] is not None:
            agent.offers.remove(o)
            return o['taken']
    return ''


class Checker:
    def __init__(self, breaks_path):
        self.rests, self.agents, self.wrong, self.n = {}, {}, 0, 0
        self.worst = 0
        with open(breaks_path, newline='') as f:
            for r in csv.DictReader(f):
                self.rests.setdefault(r['agent'], []).append(
                    (read_time(r['start']), read_time(r['end'])))

    def same(self, row, column, want):
        got = row[column]
        if isinstance(want, float):
            off = abs(float(got) - want)
            if column != 'load_over':
                self.worst = max(self.worst, off)
            good = off <= (0.15 if column == 'load_over' else 0.0500001)
        else:
            good = got == want
        if not good:
            self.wrong += 1
            if self.wrong <= 10:
                print('# call %s: %s is %s, not %s' %
                      (row['call_id'], column, got, want))

    def check(self, row):
        self.n += 1
        agent = self.agents.get(row['agent'])
        if agent is None:
            agent = self.agents[row['agent']] = \
                Agent(self.rests.get(row['agent'], []))
        start = read_time(row['start'])
        end = start + int(row['talk']) // STEP
        stress = int(row['stress']) if row['stress'] else None
        late = agent.latest_from is not None and start < agent.latest_from
        agent.handle(start, end, stress or 0)
        latest = agent.latest_until
        agent.walk(max(end, latest or 0))
        self.same(row, 'load_before', agent.load[start])
        self.same(row, 'load', agent.load[end])
        self.same(row, 'load_over', agent.over(
            start if latest is None else latest, end))
        want = dict.fromkeys(('breather', 'breather_from', 'breather_until',
                              'breather_rule', 'breather_why',
                              'breather_taken'), '')
        if not late:
            want['breather_taken'] = answer(agent, start, end)
            found = offer(agent, row, stress, end)
            agent.latest_from = start
            if found:
                rule, length, window, why = found
                agent.window, agent.last_offer = [], end
                agent.offers.append({
                    'from': end, 'until': end + window * MINUTE,
                    'steps': length * MINUTE, 'taken': None})
                want.update(breather=str(length), breather_rule=rule,
                            breather_why=why)
                for column, t in (('breather_from', end),
                                  ('breather_until', end + window * MINUTE)):
                    want[column] = \
                        written(t).replace(' ', 'T') + '+00:00'
        agent.latest_until = max(end, latest or 0)
        for column in want:
            self.same(row, column, want[column])


def check(path, breaks_path):
    checker = Checker(breaks_path)
    offers = answers = 0
    with open(path, newline='') as f:
        for row in csv.DictReader(f):
            checker.check(row)
            offers += row['breather'] != ''
            answers += row['breather_taken'] != ''
    print('# %d calls of %d agents, %d offers, %d answers, load within %.3f'
          % (checker.n, len(checker.agents), offers, answers, checker.worst))
    return 1 if checker.wrong or not checker.n else 0


if __name__ == '__main__':
    if sys.argv[1] == 'make':
        make(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5])
    else:
        sys.exit(check(sys.argv[2], sys.argv[3]))
