# SPDX-License-Identifier: ISC
"""A month through triage | breathe, held against what must be so:

  breathe_month.py RECORDS OUTPUT BREAKS [SHIFTS]

RECORDS went in, OUTPUT came out.  Loads lie within 0 and 100, order and
bytes of the records are kept, offers are whole and keep their gap of 30
minutes, but for EVENT and LEGAL.  With SHIFTS offers of the other kinds
leave the edges of a shift alone.  For some agents each load is worked out
again, second by second.
"""
import csv
import datetime
import sys

OWN = ['load_before', 'load', 'load_over', 'breather', 'breather_from',
       'breather_until', 'breather_rule', 'breather_why', 'breather_taken']
EVENTS = {'THREAT', 'SELFHARM', 'HOSTILE', 'HARD'}
MINUTES = {'THREAT': {10}, 'SELFHARM': {10}, 'HOSTILE': {5}, 'HARD': {5},
           'SCREEN': {5}, 'LOAD_NOW': {5, 10}, 'LOAD_SOON': {5, 10},
           'DE_30': {15, 30}, 'DE_45': {15}}
WITHIN = {'LOAD_SOON': 15}
EPOCH = datetime.datetime(2026, 3, 2)
SLOW, FAST = 0.5 ** (1 / 1200), 0.5 ** (1 / 300)
wrong = []


def seconds(text):
    moment = datetime.datetime.fromisoformat(text[:19])
    return int((moment - EPOCH).total_seconds())


def say(row, text):
    wrong.append('%s: %s' % (row['call_id'], text))


def handling(row):
    """From when until when the agent handled it, as section 3 has it."""
    if row['outcome'] != 'answered' or not row['agent']:
        return None
    parts = {name: int(row[name] or 0)
             for name in ('ivr', 'wait', 'ring', 'talk', 'hold', 'wrap')}
    if row['answered_at']:
        begin = seconds(row['answered_at'])
    else:
        begin = seconds(row['start']) + parts['ivr'] + parts['wait'] + \
            parts['ring']
    return begin, begin + parts['talk'] + parts['hold'] + parts['wrap']


class Agent:
    """Seconds since the last gap of more than an hour, as known so far."""

    def __init__(self, rests):
        self.rest = set()
        for a, b in rests:
            self.rest.update(range(a, b))
        self.base = self.last = None
        self.compared = self.skipped = 0

    def begin(self, at):
        self.base, self.known = at, 0
        self.stress, self.load, self.idle = [], [0.0], [0]

    def handle(self, start, end, stress):
        if self.last is None or start - self.last > 3600:
            self.begin(start)
        if start < self.base:
            return False
        self.stress += [None] * (max(end, self.last or 0) - self.base -
                                 len(self.stress))
        for t in range(start - self.base, end - self.base):
            if self.stress[t] is None or self.stress[t] < stress:
                self.stress[t] = stress
        self.known = min(self.known, start - self.base)
        self.last = max(self.last or 0, end)
        return True

    def walk(self):
        del self.load[self.known + 1:], self.idle[self.known + 1:]
        load, idle = self.load[-1], self.idle[-1]
        for t in range(self.known, len(self.stress)):
            stress = self.stress[t]
            if stress is not None:
                load = min(100.0, load + (1 + 2.5 * stress / 100) / 60)
                idle = 0
            else:
                load *= FAST if idle >= 180 or t + self.base in self.rest \
                    else SLOW
                idle += 1
            self.load.append(load)
            self.idle.append(idle)
        self.known = len(self.stress)

    def check(self, row, start, end):
        if not self.handle(start, end, int(row['stress'] or 0)):
            self.skipped += 1
            return
        self.walk()
        for column, at in (('load_before', start), ('load', end)):
            want = self.load[at - self.base]
            if abs(float(row[column]) - want) > 0.0500001:
                say(row, '%s is %s, not %.3f' % (column, row[column], want))
        self.compared += 1


def read_spans(path):
    spans = {}
    with open(path, newline='') as f:
        for r in csv.DictReader(f):
            spans.setdefault(r['agent'], []).append(
                (seconds(r['start']), seconds(r['end'])))
    return spans


def clock(text):
    return int(text[:2]) * 60 + int(text[3:])


def read_shifts(path):
    """Weekdays, and start, end and breaks in minutes, for each agent."""
    names = 'mon tue wed thu fri sat sun'.split()
    shifts = {}
    with open(path, newline='') as f:
        for r in csv.DictReader(f):
            days = set()
            for part in r['days'].split():
                if part == 'daily':
                    part = 'mon-sun'
                first, _, last = part.partition('-')
                a = names.index(first)
                b = names.index(last or first)
                days.update((a + i) % 7 for i in range((b - a) % 7 + 1))
            start, end = clock(r['start']), clock(r['end'])
            off = []
            for part in r['off'].split(','):
                if part:
                    a, b = (clock(t) for t in part.split('-'))
                    a += 1440 if a < start else 0
                    b += 1440 if b < a else 0
                    off.append((a, b))
            shifts.setdefault(r['agent'], []).append(
                (days, start, end + (1440 if end <= start else 0), off))
    return shifts


def shift_at(shifts, at):
    """The shift that holds an instant, in seconds, and its breaks."""
    for date in (at // 86400 - 1, at // 86400):
        for days, start, stop, off in shifts:
            a, b = date * 86400 + start * 60, date * 86400 + stop * 60
            if date % 7 in days and a <= at < b:
                return a, b, [(date * 86400 + x * 60, date * 86400 + y * 60)
                              for x, y in off]
    return None


class Queues:
    """Who belongs to which queue by now, and is away when."""

    def __init__(self, shifts):
        self.shifts, self.calls, self.queue = shifts, {}, {}
        self.away, self.latest, self.checked = {}, {}, 0

    def call(self, row, start):
        """A call counts for its queue and ends a breather."""
        name, queue = row['agent'], row['queue']
        counts = self.calls.setdefault(name, {})
        counts[queue] = counts.get(queue, 0) + 1
        if counts[queue] > counts.get(self.queue.get(name), 0):
            self.queue[name] = queue
        if start >= self.latest.get(name, start):
            self.latest[name] = start
            a, b = self.away.get(name, (0, 0))
            self.away[name] = (a, min(b, start))

    def offer(self, row):
        name, rule = row['agent'], row['breather_rule']
        begin = seconds(row['breather_from'])
        end = begin + int(row['breather']) * 60
        shift = shift_at(self.shifts.get(name, []), begin)
        if shift is None or any(a <= begin < b for a, b in shift[2]):
            return
        if rule not in EVENTS:
            self.checked += 1
            if begin < shift[0] + 900 or end > shift[1] - 900:
                say(row, 'at the edge of a shift')
            for other, (a, b) in self.away.items():
                if other != name and a < end and begin < b and \
                        self.queue[other] == self.queue[name]:
                    say(row, 'two are away of a queue, with %s' % other)
        self.away[name] = (begin, end)


LATER = '; deferred ', ' min later: an edge ', ' min later: a break '


def check_offer(row, end, last):
    rule = row['breather_rule']
    if not row['breather']:
        if any(row[c] for c in OWN[4:8]):
            say(row, 'half an offer')
        return last
    begin, until = seconds(row['breather_from']), \
        seconds(row['breather_until'])
    minutes = int(row['breather'])
    if minutes not in MINUTES[rule] or not row['breather_why']:
        say(row, 'no offer of %s' % rule)
    put_off = any(words in row['breather_why'] for words in LATER)
    if begin < end or (begin > end) != put_off:
        say(row, 'offered from %s' % row['breather_from'])
    if not rule.startswith('DE_') and \
            until - begin != max(minutes, WITHIN.get(rule, 0)) * 60:
        say(row, 'offered until %s' % row['breather_until'])
    if rule not in EVENTS and not rule.startswith('DE_') and \
            last is not None and end - last < 1800:
        say(row, 'offered after %d s' % (end - last))
    return begin


def main(records, output, breaks, shifts_path=None):
    rests = read_spans(breaks)
    shifts = read_shifts(shifts_path) if shifts_path else {}
    queues = Queues(shifts)
    agents, last = {}, {}
    offers = answers = handled = 0
    with open(records, newline='') as a, open(output, newline='') as b:
        left, right = csv.reader(a), csv.DictReader(b)
        header = next(left)
        if right.fieldnames != header + OWN:
            wrong.append('the header')
        for before, row in zip(left, right):
            if [row[c] for c in header] != before:
                say(row, 'is not the record that stood there')
            span = handling(row)
            if (span is None) != (row['load'] == ''):
                say(row, 'has a load, or has none')
            if span is None or row['load'] == '':
                if any(row[c] for c in OWN):
                    say(row, 'nobody handled it')
                continue
            handled += 1
            if not 0 <= float(row['load_before']) <= 100 or \
                    not 0 <= float(row['load']) <= 100 or \
                    float(row['load_over']) < 0:
                say(row, 'load %s' % row['load'])
            name = row['agent']
            last[name] = check_offer(row, span[1], last.get(name))
            if shifts:
                queues.call(row, span[0])
                if row['breather']:
                    queues.offer(row)
            offers += row['breather'] != ''
            answers += row['breather_taken'] != ''
            if row['breather_taken'] not in ('', 'yes', 'no') or \
                    answers > offers:
                say(row, 'taken is %s' % row['breather_taken'])
            if not shifts and name in ('Runa', 'Luca', 'Alva', 'Zoe'):
                if name not in agents:
                    agents[name] = Agent(rests.get(name, []))
                agents[name].check(row, *span)
        if next(left, None) is not None or next(right, None) is not None:
            wrong.append('one has more records')
    for text in wrong[:10]:
        print('# ' + text)
    compared = sum(a.compared for a in agents.values())
    print('# %d handled, %d offers, %d answers, %d loads worked again, '
          '%d too late for it, %d offers held against shift and queue' %
          (handled, offers, answers, compared,
           sum(a.skipped for a in agents.values()), queues.checked))
    few = handled < 10000 or offers < 500 or answers < offers * 0.9 or \
        (queues.checked < 500 if shifts else compared < 2000)
    return 1 if wrong or few else 0


sys.exit(main(*sys.argv[1:]))
