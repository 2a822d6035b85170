# SPDX-License-Identifier: ISC
"""What the daybook should tell, reckoned from all records at once.

daybook.py fcr RECORDS FROM UNTIL    first contacts of these days: how many,
                                     kept, still open
daybook.py trend RECORDS DAY         each agent's trend as of a day
daybook.py split RECORDS             a file a day: day-YYYY-MM-DD.csv
"""
import csv
import sys
from datetime import date, datetime, timedelta, timezone

WEEK = timedelta(days=7)


def records(path):
    with open(path, newline='') as f:
        for r in csv.DictReader(f):
            r['at'] = datetime.fromisoformat(r['start']).replace(
                tzinfo=timezone.utc)
            yield r


def customer(r):
    key = r['customer'] or \
        r['callee' if r['direction'] == 'outbound' else 'caller']
    key = ''.join(c for c in key if c not in ' +-()')
    return '' if key in ('anonymous', 'unknown', 'restricted', 'private') \
        else key


def calls(path):
    """One for each call: its first leg, what its legs say together."""
    seen = {}
    for i, r in enumerate(records(path)):
        call = seen.setdefault(r['parent_id'] or i, dict(
            r, who=customer(r), said=None, talked=False))
        call['talked'] |= r['outcome'] in ('answered', 'ended_by_policy')
        if r['resolved'] == 'no' or call['said'] is None:
            call['said'] = r['resolved'] or call['said']
    return list(seen.values())


def fcr(path, first, last):
    by = {}
    for c in calls(path):
        if c['direction'] != 'outbound' and c['who']:
            by.setdefault(c['who'], []).append(c)
    firsts = kept = still = 0
    end = max(c['at'] for all in by.values() for c in all)
    # The daybook looks a week further than the days that are asked for.
    horizon = datetime.fromisoformat(last).replace(
        tzinfo=timezone.utc) + timedelta(days=8)
    end = min(end, max(c['at'] for all in by.values() for c in all
                       if c['at'] < horizon))
    for all in by.values():
        all.sort(key=lambda c: c['at'])
        for i, c in enumerate(all):
            if not first <= c['start'][:10] <= last or not c['talked'] or \
                    c['outcome'] == 'failed' or not c['queue']:
                continue
            if i > 0 and c['at'] - all[i - 1]['at'] <= WEEK:
                continue
            if int(c['contacts'] or 1) > 1:
                continue
            firsts += 1
            if c['said'] == 'no' or \
                    any(b['at'] - c['at'] <= WEEK for b in all[i + 1:]):
                continue
            kept += 1
            still += end - c['at'] < WEEK
    return firsts, kept, still


def trend(path, day):
    work = {}
    for r in records(path):
        if r['start'][:10] > day or not r['agent'] or \
                r['outcome'] != 'answered':
            continue
        one = work.setdefault(r['agent'], {}).setdefault(
            r['start'][:10], dict(load=[], handle=[], missed=0, first=None,
                                  last=None))
        if r['load']:
            one['load'].append(float(r['load']))
        handle = sum(float(r[n] or 0) for n in ('talk', 'hold', 'wrap'))
        one['handle'].append(handle)
        one['missed'] += r['breather_taken'] == 'no'
        if r['answered_at']:
            begin = datetime.fromisoformat(r['answered_at']).replace(
                tzinfo=timezone.utc)
        else:
            begin = r['at'] + timedelta(seconds=sum(
                float(r[n] or 0) for n in ('ivr', 'wait', 'ring')))
        until = begin + timedelta(seconds=handle)
        one['first'] = min(one['first'] or r['at'], r['at'])
        one['last'] = max(one['last'] or until, until)
    for agent in sorted(work):
        row = agent_trend(work[agent])
        if row is not None:
            yield (agent,) + row


def agent_trend(days):
    acute = base = acute_h = base_h = None
    hot, watch, heavy, before = [], [], [], []
    n = 0
    for d in sorted(days):
        one = days[d]
        today = date.fromisoformat(d)
        before.append((today, one))
        h = sum(one['handle']) / len(one['handle'])
        acute_h = h if acute_h is None else 0.25 * h + 0.75 * acute_h
        base_h = h if base_h is None else 0.069 * h + 0.931 * base_h
        if not one['load']:
            continue
        x = sum(one['load']) / len(one['load'])
        n += 1
        acute = x if acute is None else 0.25 * x + 0.75 * acute
        base = x if base is None else 0.069 * x + 0.931 * base
        hot.append(n >= 28 and acute / base >= 1.3)
        heavy.append(x >= 70)
        week = [(t, o) for t, o in before if (today - t).days < 7]
        missed = sum(o['missed'] for t, o in week)
        rest = any(b[1]['first'] > a[1]['last'] and
                   b[1]['first'] - a[1]['last'] < timedelta(hours=11)
                   for a, b in zip(before, before[1:])
                   if (today - b[0]).days < 7)
        row = 1
        while len(before) > row and \
                (before[-row][0] - before[-row - 1][0]).days == 1:
            row += 1
        watch.append(n >= 28 and sum(hot[-5:]) >= 3 and
                     (acute_h >= 1.15 * base_h or missed >= 2 or rest or
                      row > 6))
    state = 'none'
    if n and watch[-1]:
        state = 'talk' if sum(watch[-28:]) >= 10 else 'watch'
    if sum(heavy[-10:]) >= 5:
        state = 'talk'
    if n < 10 and state == 'none':
        return None
    return (n, acute if n >= 10 else None, base if n >= 10 else None,
            acute / base if n >= 28 else None, state)


def split(path):
    with open(path, newline='') as f:
        rows = list(csv.reader(f))
    at = rows[0].index('start')
    days = {}
    for row in rows[1:]:
        days.setdefault(row[at][:10], []).append(row)
    for day, mine in days.items():
        with open('day-%s.csv' % day, 'w', newline='') as f:
            csv.writer(f, lineterminator='\n').writerows([rows[0]] + mine)
    print('\n'.join(sorted(days)))


if __name__ == '__main__':
    if sys.argv[1] == 'fcr':
        print(*fcr(*sys.argv[2:]))
    elif sys.argv[1] == 'trend':
        for row in trend(*sys.argv[2:]):
            print(*row)
    else:
        split(sys.argv[2])
