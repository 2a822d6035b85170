#!/bin/sh
# SPDX-License-Identifier: ISC
# wrapup: metric by metric against programs of their own (python3 with
# exact fractions, sqlite3), on real exports and on a generated day.
. "$(dirname "$0")/lib.sh"

# metric SECTION KEY METRIC: its value in the file tidy.
metric() {
	awk -F, -v s="$1" -v k="$2" -v m="$3" \
	    '$1 == s && $2 == k && $3 == m { print $4 }' tidy
}

# metrics SECTION KEY 'METRIC VALUE'...: several of them.
metrics() {
	metrics_section=$1
	metrics_key=$2
	shift 2
	for pair in "$@"; do
		is "${pair#* }" \
		    "$(metric "$metrics_section" "$metrics_key" \
		    "${pair%% *}")" "$metrics_section $metrics_key $pair"
	done
}

# tidy OPTIONS...: the tidy table of some records.
tidy() {
	run wrapup -q -f csv "$@"
	cp out tidy
}

# The model: the report's numbers from the records, by definition.
cat >model.py <<'END'
import csv, json, subprocess, sys
from datetime import datetime, timedelta, timezone
from fractions import Fraction as F
from math import ceil

T, SHORT = 20, 5

def number(x):
    return F(x) if x not in ('', None) else None

def clock(x):
    h, m, s = x.split(':')
    return int(h) * 3600 + int(m) * 60 + int(s)

def put(v, unit):
    if v is None:
        return 'n/a'
    places = 2 if unit == 'percent' else 4
    n = F(v) * 10 ** places
    n = (2 * n + 1) // 2                # half up
    text = '%s%d.%0*d' % ('-' if n < 0 else '', abs(n) // 10 ** places,
                          places, abs(n) % 10 ** places)
    return text if unit == 'percent' else text.rstrip('0').rstrip('.')

def div(a, b, times=1):
    return F(a) * times / b if b else None

def rank(values, p):
    values = sorted(int((2 * v + 1) // 2) for v in values)
    return values[ceil(F(p * len(values), 100)) - 1] if values else None

def total(rows, name):
    return sum(r[name] for r in rows if r[name] is not None)

def known(rows, name):
    return [r for r in rows if r[name] is not None]

def mean(rows, name):
    rows = known(rows, name)
    return div(total(rows, name), len(rows))

def service(offered, handled, has, end):
    answered = [r for r in offered if r['outcome'] == 'answered']
    left = [r for r in offered if r['outcome'] == 'abandoned']
    waits = known(offered, 'wait')
    out = {}
    def say(name, unit, value):
        out[name] = put(value, unit)
    say('offered', 'calls', len(offered))
    say('answered', 'calls', len(answered))
    say('abandoned', 'calls', len(left))
    say('other', 'calls', len(offered) - len(answered) - len(left))
    silent = [r for r in known(offered, 'wait') if r not in answered]
    say('abandoned_short', 'calls', None if left and not silent else
        len([r for r in known(left, 'wait') if r['wait'] <= SHORT]))
    say('abandon_rate', 'percent', div(len(left), len(offered), 100))
    say('service_level', 'percent', div(
        len([r for r in known(answered, 'wait') if r['wait'] <= T]),
        len(answered) + len(left), 100))
    say('asa', 's', mean(answered, 'wait'))
    for p in (50, 90):
        say('wait_p%d' % p, 's', rank([r['wait'] for r in waits], p))
    say('wait_max', 's', max([r['wait'] for r in waits], default=None))
    if 'resolved' in has:
        yes = [r for r in answered if r['said'] == 'yes']
        no = [r for r in answered if r['said'] == 'no']
        say('resolved', 'calls', len(yes))
        say('resolved_rate', 'percent', div(len(yes), len(yes) + len(no),
                                            100))
    if 'contacts' in has:
        say('repeat_rate', 'percent', div(
            len([r for r in known(offered, 'contacts')
                 if r['contacts'] >= 2]), len(known(offered, 'contacts')),
            100))
        firsts = [r for r in answered if r['firstness'] is not None]
        say('fcr', 'percent', div(len([r for r in firsts
                                       if r['firstness'] != 'broken']),
                                  len(firsts), 100))
        say('fcr_open', 'calls', len([r for r in firsts
                                      if r['firstness'] == 'open']))
    out.update(work(handled, has))
    if handled:
        say('talk_p90', 's', rank([r['talk'] for r in known(handled,
                                                            'talk')], 90))
    return out

def work(handled, has):
    out = {}
    def say(name, unit, value):
        out[name] = put(value, unit)
    say('calls', 'calls', len([r for r in handled if r['first_handled']]))
    say('legs', 'calls', len(handled))
    say('aht', 's', mean(handled, 'handle'))
    say('talk_mean', 's', mean(handled, 'talk'))
    say('hold_mean', 's', mean(handled, 'hold'))
    say('wrap_mean', 's', mean(handled, 'wrap'))
    if 'transfers' in has:
        say('transfers', 'calls', total(handled, 'transfers'))
    if 'csat' in has:
        say('csat_mean', 'scale', mean(handled, 'csat'))
    if 'stress' in has:
        s = known(handled, 'stress')
        say('stress_mean', 'points', mean(s, 'stress'))
        say('stress_p90', 'points', rank([r['stress'] for r in s], 90))
        say('calm', 'calls', len([r for r in s if r['stress'] < 30]))
        say('strained', 'calls',
            len([r for r in s if 30 <= r['stress'] < 60]))
        say('hard', 'calls', len([r for r in s if r['stress'] >= 60]))
        say('stress_minutes', 'min',
            sum(r['handle'] * r['stress'] for r in known(s, 'handle'))
            / F(6000))
        o = known(s, 'stress_outside')
        say('outside_share', 'percent', div(
            sum(r['stress_outside'] * r['stress'] for r in o),
            total(o, 'stress')))
    if 'load' in has:
        say('load_mean', 'points', mean(handled, 'load'))
        say('load_max', 'points', max([r['load'] for r in
                                       known(handled, 'load')],
                                      default=None))
        say('minutes_over_60', 'min', total(handled, 'load_over'))
        say('breathers', 'calls', len(known(handled, 'breather')))
        for word, name in (('yes', 'taken'), ('no', 'missed')):
            say('breathers_' + name, 'calls',
                len([r for r in handled if r['breather_taken'] == word]))
    return out

def causes(handled):
    minutes = {}
    for r in handled:
        if not r['stress'] or not r['handle']:
            continue
        terms = [t.split(':') for t in r['stress_why'].split()]
        points = {n: F(v) for n, v in terms if n != 'floor'}
        if 'self' in points:
            points = {n: v if n == 'self' else v / 2
                      for n, v in points.items()}
        for n, v in terms:
            if n == 'floor' and sum(points.values()) < r['stress']:
                points[v] = r['stress'] - sum(points.values())
        for n, v in points.items():
            minutes[n] = minutes.get(n, 0) + r['handle'] * r['stress'] * v \
                / sum(points.values()) / 6000
    return minutes

WEEK = timedelta(days=7)

def prepare(rows):
    """What follows from several records: legs, first contacts."""
    seen, handled = {}, set()
    for r in rows:
        call = r['parent_id'] or id(r)
        r['first'] = call not in seen
        seen.setdefault(call, r)
        if r['first']:
            r['said'] = None
        if r['resolved'] in ('yes', 'no'):
            seen[call]['said'] = r['resolved']
        r['first_handled'] = r['handled'] and call not in handled
        if r['handled']:
            handled.add(call)
        r['offered'] = r['first'] and r['direction'] != 'outbound' and \
            r['outcome'] != 'failed'
    end = max(r['start'] for r in rows)
    contacts = {}
    for r in rows:
        r['firstness'] = None
        if r['first'] and r['direction'] != 'outbound' and r['customer']:
            contacts.setdefault(r['customer'], []).append(r)
    for all in contacts.values():
        for i, r in enumerate(all):
            if not r['offered'] or r['outcome'] != 'answered' or \
                    any(r['start'] - b['start'] <= WEEK for b in all[:i]):
                continue
            broken = r['said'] == 'no' or \
                any(b['start'] - r['start'] <= WEEK for b in all[i + 1:])
            r['firstness'] = 'broken' if broken else \
                'open' if end - r['start'] < WEEK else 'kept'
    return end

def carried(rows):
    """(kind, call) of what is open: nothing later closes it.  A call has
    one customer, that of its first leg."""
    found, whose, of = {}, {}, {}
    for i, r in enumerate(rows):
        r['who'] = whose.setdefault(r['parent_id'] or i, r['customer'])
        of.setdefault(r['who'], []).append((i, r))
    for i, r in enumerate(rows):
        promise = r['promised_by'] and r['resolved'] != 'yes'
        hard = r['handled'] and (r['stress'] or 0) >= 60 and \
            r['resolved'] == 'no'
        if not (r.get('escalation') or promise or hard):
            continue
        later = [x for k, x in of[r['who']] if k > i and r['who']]
        solved = r['resolved'] == 'yes' or \
            any(x['resolved'] == 'yes' for x in later)
        spoken = any(x['first'] and x['outcome'] == 'answered'
                     for x in later)
        who = r['who'] or id(r)
        if r.get('escalation') and not solved:
            found['escalation', who] = r['call_id']
        if promise and not spoken:
            found['promise', who] = r['call_id']
        if hard and not solved:
            found['hard', who] = r['call_id']
    return sorted((kind, call) for (kind, _), call in found.items())

def compare(want, got, section, key, bad):
    for name, value in want.items():
        there = got.pop((section, key, name), None)
        if there != value:
            bad.append((section, key, name, 'want', value, 'got', there))

def near(want, got, section, key, name, bad, within=F(1, 1000)):
    there = got.pop((section, key, name), None)
    if there is None or abs(F(there) - want) > within:
        bad.append((section, key, name, 'want', float(want), 'got', there))

def report(path, *options):
    text = subprocess.run(['wrapup', '-q', '-f', 'csv', *options, path],
                          capture_output=True, text=True, check=True).stdout
    return {(r['section'], r['key'], r['metric']): r['value']
            for r in csv.DictReader(text.splitlines())}

def check(rows, got, has, hour):
    """Compare; returns what differs.  What is left in got is unknown."""
    end = prepare(rows)
    bad = []
    offered = [r for r in rows if r['offered']]
    handled = [r for r in rows if r['handled']]
    want = service(offered, handled, has, end)
    rest = {n: want.pop(n) for n in ('breathers', 'breathers_taken',
                                     'breathers_missed') if n in want}
    compare(rest, got, 'breathers', '', bad)
    compare(want, got, 'service', '', bad)
    for q in {r['queue'] for r in rows if r['queue']}:
        want = service([r for r in offered if r['queue'] == q],
                       [r for r in handled if r['queue'] == q], has, end)
        for name in ('load_mean', 'load_max', 'minutes_over_60',
                     'breathers', 'breathers_taken', 'breathers_missed'):
            want.pop(name, None)
        compare(want, got, 'service', q, bad)
    hours = {}
    for r in rows:
        hours.setdefault(hour(r), []).append(r)
    for h, mine in hours.items():
        w = service([r for r in mine if r['offered']],
                    [r for r in mine if r['handled']], has, end)
        names = ('offered answered abandoned other abandoned_short '
                 'abandon_rate '
                 'service_level asa wait_max calls legs aht talk_mean '
                 'stress_mean calm strained hard stress_minutes').split()
        compare({n: w[n] for n in names if n in w}, got, 'intervals', h,
                bad)
    for a in {r['agent'] for r in handled if r['agent']}:
        mine = [r for r in handled if r['agent'] == a]
        want = work(mine, has)
        if 'resolved' in has:
            yes = len([r for r in mine if r['resolved'] == 'yes'])
            no = len([r for r in mine if r['resolved'] == 'no'])
            want['resolved'] = str(yes)
            want['resolved_rate'] = put(div(yes, yes + no, 100), 'percent')
        compare(want, got, 'agents', a, bad)
    return bad
END

cat >pwc.py <<'END'
import sys
from model import *
rows = []
for i, r in enumerate(csv.DictReader(open(sys.argv[1],
                                          encoding='utf-8-sig'))):
    yes = r['Answered (Y/N)'] == 'Y'
    talk = clock(r['AvgTalkDuration']) if r['AvgTalkDuration'] else None
    rows.append(dict(
        call_id=r['Call Id'], parent_id='', queue='', customer='',
        direction='', agent=r['Agent'], handled=yes,
        outcome='answered' if yes else 'abandoned',
        start=datetime.strptime(r['Date'] + ' ' + r['Time'],
                                '%Y-%m-%d %H:%M:%S'),
        wait=number(r['Speed of answer in seconds']), talk=talk, hold=None,
        wrap=None, handle=talk, csat=number(r['Satisfaction rating']),
        resolved={'Y': 'yes', 'N': 'no'}[r['Resolved']], promised_by=''))
got = report(sys.argv[1])
bad = check(rows, got, {'resolved', 'csat'}, lambda r:
            r['start'].strftime('%Y-%m-%dT%H:00:00+00:00'))
print(len(rows), 'rows', bad[:5])
END
cat >technion.py <<'END'
import sys
from model import *
rows = []
for r in csv.DictReader(open(sys.argv[1])):
    def seconds(name):
        return F(r[name]) if r[name] and int(r[name]) >= 0 else None
    outcome = {'AGENT': 'answered', 'HANG': 'abandoned',
               'PHANTOM': 'failed'}[r['outcome']]
    named = r['server'] not in ('', 'NO_SERVER')
    talk = seconds('ser_time')
    rows.append(dict(
        call_id=r['call_id'], parent_id='', queue='', customer='',
        direction='', agent=r['server'] if named else '',
        handled=outcome == 'answered' and named, outcome=outcome,
        start=datetime(1999, 1, 3) + timedelta(seconds=clock(r['vru_entry'])),
        wait=seconds('q_time'), talk=talk, hold=None, wrap=None,
        handle=talk, resolved='', promised_by=''))
got = report(sys.argv[1], '--date', '1999-01-03')
bad = check(rows, got, set(), lambda r:
            r['start'].strftime('%Y-%m-%dT%H:00:00+00:00'))
print(len(rows), 'rows', bad[:5])
END
cat >enriched.py <<'END'
import sys
from model import *
rows = []
for r in csv.DictReader(open(sys.argv[1])):
    for n in ('wait', 'talk', 'hold', 'wrap', 'stress', 'stress_outside',
              'contacts', 'load', 'load_over', 'breather', 'transfers',
              'csat'):
        r[n] = number(r[n])
    r['start'] = datetime.fromisoformat(r['start'])
    r['handled'] = r['outcome'] == 'answered' and r['agent'] != ''
    r['handle'] = None if r['talk'] is None else \
        r['talk'] + (r['hold'] or 0) + (r['wrap'] or 0)
    if not r['customer']:               # the caller's or callee's number
        r['customer'] = r['callee' if r['direction'] == 'outbound' else
                          'caller'].replace('+', '')
    if r['customer'] in ('anonymous', 'unknown', 'restricted', 'private'):
        r['customer'] = ''              # nobody
    rows.append(r)
got = report(sys.argv[1], '--carry-out', 'carry.csv')
bad = check(rows, got, {'resolved', 'csat', 'stress', 'contacts', 'load',
                        'transfers'},
            lambda r: r['start'].strftime('%Y-%m-%dT%H:00:00+00:00'))

handled = [r for r in rows if r['handled']]
want = causes(handled)
shares = {k[1]: F(v) for k, v in got.items()
          if k[0] == 'causes' and k[2] == 'share'}
if sum(shares.values()) != 100:
    bad.append(('shares add up to', float(sum(shares.values()))))
for name, m in want.items():
    near(m, got, 'causes', name, 'stress_minutes', bad)
    near(m * 100 / sum(want.values()), got, 'causes', name, 'share', bad,
         F(1, 100))
for rule in {r['breather_rule'] for r in handled if r['breather']}:
    mine = [r for r in handled if r['breather_rule'] == rule]
    compare({'breathers': str(len(mine)),
             'breather_minutes': str(int(total(mine, 'breather')))},
            got, 'breathers', rule, bad)

target, done = {}, {}
for r in rows:
    if r['day_target']:
        key = (r['agent'], r['start'].date())
        target[key] = int(r['day_target'])
        done[key] = max(done.get(key, 0), int(r['day_done']))
for a in {k[0] for k in target}:
    compare({'target': str(sum(v for k, v in target.items() if k[0] == a)),
             'done': str(sum(v for k, v in done.items() if k[0] == a))},
            got, 'agents', a, bad)
chunks = {}
for r in rows:
    if r['chunk']:
        one = chunks.setdefault(r['chunk'], {})
        t, d = one.get(r['agent'], (0, 0))
        one[r['agent']] = (max(t, int(r['chunk_target'])),
                           max(d, int(r['chunk_done'])))
whole = sum(target.values()) <= sum(
    t for one in chunks.values() for t, d in one.values())
for c, one in chunks.items():
    compare({'target': str(sum(t for t, d in one.values()))
             if whole else 'n/a',
             'done': str(sum(d for t, d in one.values()))},
            got, 'intervals', c, bad)

open_items = carried(rows)
items = [(r['item'], r['call_id']) for r in
         csv.DictReader(open('carry.csv'))]
if sorted(items) != open_items:
    bad.append(('carry-over', set(items) ^ set(open_items)))
if 'escalation' in rows[0]:
    # One of a customer and rule until a call of the customer is resolved;
    # escalate says of all others since when they are open.
    case, running, new = [], {}, 0
    for r in rows:
        who = r['who'] or id(r)
        if r['resolved'] == 'yes':
            for one in running.pop(who, {}).values():
                one['open'] = 0
        for why in filter(None, r['escalation_why'].split('; ')):
            rule = why.split('(')[0]
            if rule not in running.setdefault(who, {}):
                running[who][rule] = {}
                case.append(running[who][rule])
            running[who][rule].update(level=r['escalation'],
                open=int(r['resolved'] != 'yes'),
                overdue=int(r['escalation_status'] == 'overdue'))
            new += ', since ' not in why and '(since ' not in why
    if new != len(case):
        bad.append(('escalate says', new, 'new ones, not', len(case)))
    for level in {one['level'] for one in case} | {''}:
        mine = [one for one in case if level in ('', one['level'])]
        still = [one for one in mine if one['open']]
        compare({'escalated': str(len(mine)),
                 'kept': str(len(mine) - len(still)),
                 'open': str(len(still)),
                 'overdue': str(sum(one['overdue'] for one in still))},
                got, 'escalations', level, bad)
    named = sorted(sorted(w.split('(')[0] for w in r['why'].split('; '))
                   for r in csv.DictReader(open('carry.csv'))
                   if r['item'] == 'escalation' and r['customer'])
    there = sorted(sorted(rule for rule, one in of.items() if one['open'])
                   for who, of in running.items() if isinstance(who, str))
    if named != [rules for rules in there if rules]:
        bad.append(('rules carried over', named, there))
for kind in ('escalation', 'promise', 'hard', 'other'):
    compare({'open': str(len([i for i in items if i[0] == kind]))}, got,
            'carry_over', kind, bad)
print(len(rows) > 900, len(items) > 20, bad[:5])
END

# Real exports.
calls=$shared/data/calls
if need_shared 'pwc: what the issue asks for'; then
	tidy "$calls/pwc_original.csv"
	gave 0 'pwc: a report'
	metrics service '' 'offered 5000' 'answered 4054' 'resolved 3646' \
	    'abandoned 946' 'fcr n/a' 'repeat_rate n/a' 'stress_mean n/a' \
	    'hold_mean n/a' 'csat_mean 3.4036'
	is '1..5' "$(grep '^service,,csat_mean' tidy | cut -d, -f5)" \
	    'pwc: ratings are in their own scale'
	run python3 pwc.py "$calls/pwc_original.csv"
	is '5000 rows []' "$(cat out err)" 'pwc: every metric as python3 has it'
	for f in pwc_longdate pwc_semicolon_excel; do
		run wrapup -q -f csv -s service,agents "$calls/$f.csv"
		grep -E '^(service|agents)' tidy >want
		tail -n +2 out >got
		same want got "$f: the same numbers"
	done
	run wrapup -q -f json -s service,agents "$calls/pwc_original.csv"
	python3 - <<'END' >got
import csv, json
j = json.load(open('out'))
rows = [('service', '', k, v) for k, v in j['service']['total'].items()]
rows += [('agents', a['agent'], k, v) for a in j['agents']['rows']
         for k, v in a.items() if k != 'agent']
tidy = [(r['section'], r['key'], r['metric'], r['value']) for r in
        csv.DictReader(open('tidy'))
        if r['section'] in ('service', 'agents')]
ok = len(rows) == len(tidy) and all(
    a[:3] == b[:3] and (a[3] is None if b[3] == 'n/a' else
                        a[3] == float(b[3])) for a, b in zip(rows, tidy))
print(ok, len(rows) > 100, j['from'], j['until'])
END
	is 'True True 2021-01-01 2021-03-31' "$(cat got)" \
	    'pwc: JSON says the same'
	if command -v sqlite3 >/dev/null; then
		sqlite3 :memory: ".import --csv '$calls/pwc_original.csv' c" \
		    "select printf('%.4f', avg(\"Speed of answer in seconds\"
		    + 0)) || ' ' || printf('%.4f', avg(substr(
		    AvgTalkDuration, 3, 2) * 60 + substr(AvgTalkDuration, 6)))
		    from c where \"Answered (Y/N)\" = 'Y'" >want
		is "$(cat want)" "$(metric service '' asa) $(metric \
		    service '' talk_mean)" 'pwc: ASA and talk as sqlite3 has it'
	else
		skip 'pwc: ASA and talk as sqlite3 has it' 'no sqlite3'
	fi

	tidy --date 1999-01-03 "$calls/technion_one_day.csv"
	metrics service '' 'offered 2357' 'answered 1511' 'abandoned 846'
	metrics quality '' 'read 2375' 'used 2375'
	metrics quality 'negative durations are taken as missing' 'counted 3'
	run python3 technion.py "$calls/technion_one_day.csv"
	is '2375 rows []' "$(cat out err)" \
	    'technion: every metric as python3 has it'
	for f in restaurant dialer_calls; do
		run wrapup "$calls/$f.csv"
		gave 0 "$f: a report"
	done
fi

# A generated day, through all filters.
TZ=UTC
now=2026-03-02T18:00:00
sample --seed 4 --days 1 --agents 24 --start 2026-03-02 \
    --breaks breaks.csv -o day.csv
{ triage -q -N $now day.csv | breathe -q -N $now --breaks breaks.csv |
	targetsplit -q -N $now -t 60 | escalate -q -N $now; } >full.csv
run python3 enriched.py full.csv
is 'True True []' "$(cat out err)" 'a day: every metric as python3 has it'
# A month of a small centre: the same, metric by metric.
cp full.csv day-full.csv
sample --seed 5 --days 28 --agents 5 --start 2026-03-02 -o month.csv
{ triage -q month.csv | breathe -q | targetsplit -q -t 40 |
	escalate -q -N 2026-03-30T00:00:00; } >full.csv
run python3 enriched.py full.csv
is 'True True []' "$(cat out err)" 'a month: every metric as python3 has it'
if command -v sqlite3 >/dev/null; then
	# Percentiles by nearest rank, rates and means, by another engine.
	tidy full.csv
	sqlite3 :memory: '.import --csv full.csv c' "
	with t as (select cast(talk + 0.5 as int) v, row_number() over
	    (order by cast(talk + 0.5 as int)) n, count(*) over () of
	    from c where outcome = 'answered' and agent != '' and talk != ''),
	s as (select cast(stress as int) v, row_number() over
	    (order by cast(stress as int)) n, count(*) over () of
	    from c where outcome = 'answered' and agent != ''
	    and stress != '')
	select (select min(v) from t where n * 100 >= of * 90) || ' ' ||
	    (select min(v) from s where n * 100 >= of * 90) || ' ' ||
	    (select printf('%.4f', avg(v)) from s) || ' ' ||
	    (select count(*) from s where v >= 60) || ' ' ||
	    (select count(*) from c where outcome = 'answered'
	    and agent != '')" >want
	is "$(cat want)" "$(metric service '' talk_p90) $(metric service '' \
	    stress_p90) $(metric service '' stress_mean) $(metric service \
	    '' hard) $(metric service '' legs)" \
	    'a month: percentiles and means as sqlite3 has them'
else
	skip 'a month: percentiles and means as sqlite3 has them' 'no sqlite3'
fi
cp day-full.csv full.csv
run wrapup -N $now full.csv
gave 0 'a day as text'
cp out text
is '' "$(awk 'length($0) > 80' text)" '80 columns at most'
is '' "$(grep '[[:blank:]]$' text)" 'no blanks at the end of lines'
is '' "$(LC_ALL=C grep '[^ -~]' text)" 'nothing but ASCII'
run wrapup -N $now -f json full.csv
python3 -m json.tool out >/dev/null
ok $? 'JSON that python3 reads'
run sh -c "wrapup -N $now -f csv full.csv; wrapup -N $now full.csv"
cp out once
run sh -c "TZ=UTC LC_ALL=de_DE.UTF-8 wrapup -N $now -f csv full.csv
    wrapup -N $now <full.csv"
same once out 'the same bytes whatever the locale, from a pipe, too'

# Shares and bands of the text add up to 100.0.
is 100.0 "$(sed -n '/made calls hard/,/Of the points/p' text |
    grep -o '[0-9.]*%  ' | awk '{ s += $1 } END { printf "%.1f", s }')" \
    'the shares that are shown add up'
is 100.0 "$(sed -n 's/^  \(.*\)% calm, \(.*\)% strained, \(.*\)% hard.*/\1 \2 \3/p' \
    text | awk '{ printf "%.1f", $1 + $2 + $3 }')" 'so do the bands'

# By hand: legs, nobody, a queue without calls, both directions.
cat >legs.csv <<'END'
call_id,parent_id,start,agent,queue,customer,direction,wait,talk,hold,wrap,outcome,resolved,transfers,csat
1,P1,2026-03-02 09:00:00,Ada,a,C1,inbound,10,100,0,20,answered,,1,
2,P1,2026-03-02 09:02:00,Bo,b,C1,inbound,30,200,10,,answered,no,0,2
3,P1,2026-03-02 09:06:00,Cy,b,C1,inbound,30,300,0,40,answered,yes,0,4
4,,2026-03-02 09:10:00,,a,C2,inbound,5,,,,abandoned,,,
5,,2026-03-02 09:59:59.500,,a,C3,inbound,5.001,,,,abandoned,,,
6,,2026-03-02 10:00:00,Ada,a,C3,outbound,,60,,,answered,yes,,
7,,2026-03-02 10:10:00,-,a,C4,inbound,20,50,,,answered,,,
8,,2026-03-02 10:20:00,Bo,a,C5,inbound,21,,,,failed,,,
9,,2026-03-02 10:30:00,,a,C6,inbound,40,,,,voicemail,,,
10,,2026-03-02 10:40:00,Ada,,C7,inbound,1,10,,,answered,yes,,
11,P2,2026-03-02 11:00:00,,a,C8,inbound,9,,,,abandoned,,,
12,P2,2026-03-02 11:01:00,Ada,a,C8,inbound,9,80,,,answered,yes,,
END
tidy legs.csv
gave 0 'legs: a report'
# Offered: 1, 4, 5, 7, 9, 11; answered: 1, 7, and 11 by its second leg, 69 s
# after it began to wait; abandoned: 4, 5; short: 4.  Within 20 s: 1, 7;
# 2 / 5.  ASA: (10 + 20 + 69) / 3.
metrics service '' 'offered 6' 'answered 3' 'abandoned 2' \
    'abandoned_short 1' 'abandon_rate 33.33' 'service_level 40.00' \
    'asa 33' 'wait_max 69' 'wait_p50 10' 'wait_p90 69' 'resolved 2' \
    'resolved_rate 100.00' 'calls 4' 'legs 6' 'transfers 1' 'csat_mean 3'
# Talk of 1, 2, 3, 6, 10, 12: 750 / 6; handle 820 / 6.
metrics service '' 'talk_mean 125' 'aht 136.6667' 'hold_mean 3.3333' \
    'wrap_mean 30' 'talk_p90 300'
metrics service b 'offered 0' 'answered 0' 'legs 2' 'asa n/a' \
    'service_level n/a' 'abandon_rate n/a'
metrics agents Ada 'calls 4' 'legs 4' 'talk_mean 62.5' 'resolved 3'
metrics agents Bo 'calls 0' 'legs 1'
metrics agents Cy 'calls 0' 'legs 1'
is '' "$(grep '^agents,-' tidy)" 'nobody is no agent'
metrics intervals 2026-03-02T09:00:00+00:00 'offered 3' 'legs 3'
metrics quality '' 'read 12' 'used 12'
metrics quality 'inbound calls name no queue: not offered' 'counted 1'

# No wait at all, and no agents: what cannot be told is n/a.
printf 'start,outcome,talk\n2026-03-02 09:00:00,answered,60\n' >bare.csv
tidy bare.csv
metrics service '' 'offered 1' 'answered 1' 'service_level n/a' 'asa n/a' \
    'wait_p50 n/a' 'wait_max n/a' 'legs 1' 'aht 60'
run wrapup bare.csv
gave 0 'as text'
grep -q 'service level n/a, ASA n/a' out
ok $? 'n/a stands in the text, too'
head -n 1 bare.csv >none.csv
tidy none.csv
gave 0 'no records'
metrics service '' 'offered 0' 'abandon_rate n/a' 'aht n/a'
run wrapup none.csv
gave 0 'no records as text'
grep -q 'No calls were offered' out
ok $? 'says so'

# Without customers nobody can have called again.
printf 'start,talk,outcome\n2026-03-02 09:00:00,60,answered\n' >lone.csv
triage -q lone.csv >lone2.csv
tidy lone2.csv
metrics service '' 'repeat_rate n/a' 'offered 1'

# Targets: what stands highest in a day, also out of order.
cat >goals.csv <<'END'
start,agent,talk,outcome,chunk,chunk_target,chunk_done,day_target,day_done,pace
2026-03-02 09:20:00,Ada,60,answered,2026-03-02T09:00:00+00:00,10,2,80,2,0.0
2026-03-02 09:10:00,Ada,60,answered,2026-03-02T09:00:00+00:00,10,1,80,1,0.0
2026-03-02 09:30:00,Bo,60,answered,2026-03-02T09:30:00+00:00,5,1,40,1,0.0
2026-03-02 18:30:00,Bo,60,answered,,,,40,2,0.0
2026-03-03 09:30:00,Bo,60,answered,2026-03-03T09:30:00+00:00,6,1,50,1,0.0
END
tidy goals.csv
metrics agents Ada 'target 80' 'done 2'
metrics agents Bo 'target 90' 'done 3'
metrics intervals 2026-03-02T09:00:00+00:00 'target n/a' 'done 3'
metrics service '' 'target 170' 'done 5'

# Service levels: the vector of the definition, and settings.
python3 - >vector.csv <<'END'
print('start,agent,wait,outcome')
rows = [('A', 10, 'answered')] * 860 + [('A', 60, 'answered')] * 140 + \
    [('', 3, 'abandoned')] * 10 + [('', 15, 'abandoned')] * 10 + \
    [('', 50, 'abandoned')] * 40
for agent, wait, outcome in rows:
    print('2026-03-02 10:00:00,%s,%d,%s' % (agent, wait, outcome))
END
mkdir settings
for pair in offered:81.13 answered:86.00 credit:83.02 late-abandon:82.69 \
    short-credit:82.08 short-excluded:81.90; do
	printf 'key,value\nsl_variant,%s\n' "${pair%:*}" >settings/report.csv
	tidy -C settings -s service vector.csv
	metrics service '' "service_level ${pair#*:}"
done
printf 'key,value\nsl_seconds,60\nshort_abandon,15\n' >settings/report.csv
tidy -C settings vector.csv
# 1000 / 1060; 20 of those who left did within 15 s.
metrics service '' 'service_level 94.34' 'abandoned_short 20'
run wrapup -C settings --print-settings
cat >want <<'END'
# report.csv
key,value
sl_seconds,60
short_abandon,15
END
head -n 4 out >got
same want got '--print-settings: the folder'\''s'
run wrapup --print-settings
is 'sl_variant,offered sl_seconds,20 short_abandon,5 day_start,00:00 '\
'contacts_days,70' "$(sed -n '3,7p' out | cut -d, -f1,2 | paste -sd' ' -)" \
    '--print-settings: the built-in ones'
while read -r row; do
	printf 'key,value\n%s\n' "$row" >settings/report.csv
	run wrapup -C settings vector.csv
	gave 2 "report.csv: $row is refused"
	says 'settings/report.csv:2: column' 'and says where'
done <<'END'
sl_variant,best
sl_seconds,-1
sl_seconds,1.5
sl_seconds,2h
short_abandon,x
day_start,25:00
contacts_days,14
contacts_days,-1
contacts_days,x
moon,1
END

# Days: a night belongs to the day it starts, with day_start.
cat >days.csv <<'END'
call_id,start,agent,talk,outcome,customer
1,2026-03-01 23:00:00,Ada,10,answered,C1
2,2026-03-02 05:59:59,Ada,20,answered,C2
3,2026-03-02 06:00:00,Ada,40,answered,C3
4,2026-03-03 05:00:00,Ada,80,answered,C4
5,,Ada,160,answered,C5
END
tidy days.csv
metrics service '' 'talk_mean 62'
tidy --day 2026-03-02 days.csv
metrics service '' 'talk_mean 30'
metrics quality '' 'read 5' 'used 2' 'left_out 3'
printf 'key,value\nday_start,06:00\n' >settings/report.csv
tidy -C settings --day 2026-03-02 days.csv
metrics service '' 'talk_mean 60'
tidy -C settings --day 2026-03-01..2026-03-02 days.csv
metrics service '' 'legs 4'
run wrapup --day 2026-03-02..2026-03-01 days.csv
gave 2 'days the wrong way round'
run wrapup --day tomorrow days.csv
says '--day: a day YYYY-MM-DD is expected' 'a day that is none'
run wrapup -v -q --day 2026-03-02 -f csv days.csv
says 'read 5 = used 2 + set aside 0 + skipped 0 + left out 3' \
    'the accounting closes'
tidy -z Europe/Berlin --day 2026-10-25 - <<'END'
END
printf 'start,agent,talk\n2026-10-25T00:30:00Z,A,1\n2026-10-25T01:30:00Z,A,1\n' \
    >clock.csv
run wrapup -q -z Europe/Berlin -f csv -s intervals clock.csv
is '2026-10-25T02:00:00+02:00 2026-10-25T02:00:00+01:00' \
    "$(grep ',legs,' out | cut -d, -f2 | paste -sd' ' -)" \
    'an hour that is told twice is two, in order of time'

# Sections and formats.
run wrapup -s moon days.csv
gave 2 'an unknown section'
says 'day, service, intervals, agents, causes, breathers, escalations, '\
'promises, moments, training, deflection, trend, carry_over, quality and '\
'definitions' 'and they are listed'
run wrapup -f xml days.csv
gave 2 'an unknown format'
says 'there are text, html, md, csv, json and mail' 'and they are listed'
run wrapup -f csv -s carry-over,agents days.csv
is 'agents carry_over' "$(tail -n +2 out | cut -d, -f1 | uniq |
    paste -sd' ' -)" 'sections are chosen, in their order'
run wrapup days.csv
grep -q 'Not shown: no stress column: run triage first.' out
ok $? 'a section without its column says which filter helps'
run wrapup -s service --check days.csv
gave 0 '--check'
is '' "$(grep '^Service' out)" 'writes no report'

# Open work, by hand.  C1's promise is kept, C2's not, C3 is solved later,
# C4 stays; nobody's promise stands alone; an item from yesterday goes on.
cat >open.csv <<'END'
call_id,start,agent,customer,direction,outcome,resolved,promised_by,stress,stress_why,escalation,escalation_due,escalation_status,escalation_why,reason,item,status,carried
1,2026-03-02 09:00:00,Ada,C1,inbound,answered,no,2026-03-02 12:00:00,10,wait:10.0,,,,,a,,,
2,2026-03-02 09:10:00,Bo,C2,inbound,answered,no,2026-03-03 10:00:00,10,wait:10.0,,,,,b,,,
3,2026-03-02 09:20:00,Cy,C3,inbound,answered,no,,90,hostile:90.0,lead,2026-03-02 10:00:00,overdue,HARD(stress=90),c,,,
4,2026-03-02 09:30:00,Ada,C4,inbound,answered,no,,70,hostile:70.0,lead,,ok,HARD(stress=70),d,,,
5,2026-03-02 11:00:00,Ada,C1,outbound,answered,,,0,,,,,,a,,,
6,2026-03-02 11:10:00,Bo,C3,inbound,answered,yes,,0,,,,,,c,,,
7,2026-03-02 11:20:00,Bo,,inbound,answered,no,2026-03-02 16:00:00,0,,,,,,"e, f",,,
8,2026-03-02 11:30:00,,C4,inbound,abandoned,,,0,,,,,,,,,
9,,Dee,C9,,,,2026-03-02 15:00:00,,,,,,,old,promise,open,2
10,,Dee,C9,,,,,,,,,,,older,parcel,closed,5
END
cat >want <<'END'
item,call_id,customer,owner,reason,opened,promised_by,due,level,next_action,carried,status,why
escalation,4,C4,Ada,d,2026-03-02T09:30:00+00:00,,2026-03-03T09:30:00+00:00,lead,"see to it at its level, and tell the customer what comes next",0,ok,HARD(stress=70)
promise,9,C9,Dee,old,,2026-03-02T15:00:00+00:00,2026-03-02T15:00:00+00:00,,call back as promised,2,open,
promise,7,,Bo,"e, f",2026-03-02T11:20:00+00:00,2026-03-02T16:00:00+00:00,2026-03-02T16:00:00+00:00,,call back as promised,0,open,
promise,2,C2,Bo,b,2026-03-02T09:10:00+00:00,2026-03-03T10:00:00+00:00,2026-03-03T10:00:00+00:00,,call back as promised,0,open,
hard,4,C4,Ada,d,2026-03-02T09:30:00+00:00,,2026-03-03T09:30:00+00:00,,"call again, rested, and bring it to a solution",0,open,hostile:70.0
END
run wrapup -q -N $now -f csv --carry-out carry.csv open.csv
gave 0 'open work'
same want carry.csv 'what is open, as worked out by hand'
cp out tidy
metrics carry_over escalation 'open 1'
metrics carry_over promise 'open 3'
metrics carry_over hard 'open 1'
metrics escalations lead 'escalated 2' 'kept 1' 'open 1' 'overdue 0'
metrics service '' 'legs 7' 'offered 7'
metrics quality 'records are carried over work and no calls' 'counted 2'
# A later leg of the same call keeps no promise; another call does.
cat >promise.csv <<'END'
call_id,parent_id,start,agent,customer,outcome,promised_by
1,P,2026-03-02 09:00:00,Ada,C1,answered,2026-03-02 12:00:00
2,P,2026-03-02 09:05:00,Bo,C1,answered,
END
tidy promise.csv
metrics carry_over promise 'open 1'
echo '3,,2026-03-02 09:30:00,Bo,C1,answered,' >>promise.csv
tidy promise.csv
metrics carry_over promise 'open 0'
# Work written yesterday is read today.
run wrapup -q -N $now -f csv --carry-out again.csv carry.csv
gave 0 'a carry-over is input'
cut -d, -f1-3,5 carry.csv | sed 's/^promise,7.*/promise,7,,"e/' >want
cut -d, -f1-3,5 again.csv | sed 's/^promise,7.*/promise,7,,"e/' >got
same want got 'and all of it goes on'
run wrapup -N $now -s day,carry-over open.csv
grep -q '1 escalation, 3 promises and 1 hard call without a solution' out
ok $? 'the third line counts them'
run wrapup -q --carry-out /nowhere/carry.csv open.csv
gave 4 'a carry-over that cannot be written is status 4'

run wrapup -q --carry-out - open.csv
gave 2 'report and carry-over on one standard output'
run wrapup -q -N $now --carry-out - -o report.txt open.csv
same carry.csv out 'but one of them'

# Less than was asked for is no report.
: >want
run wrapup --carry-out kept.csv open.csv missing.csv
gave 4 'a missing operand: status 4'
same want out 'and no report'
[ ! -e kept.csv ]
ok $? 'nor a carry-over'
gzip -c full.csv | head -c 20000 >torn.gz
run wrapup torn.gz
gave 2 'damaged input: status 2'
same want out 'and no report'
run sh -c 'triage -q torn.gz 2>/dev/null | breathe -q 2>/dev/null | wrapup'
gave 2 'a filter that failed up the pipe: status 2'
same want out 'and no report'
says 'upstream failed' 'and says so'
cp legs.csv aside.csv
echo '13,"torn"x,2026-03-02 12:00:00,Ada,a,C1,inbound,1,1,,,answered,,,' \
    >>aside.csv
run wrapup -f csv aside.csv
gave 3 'a record set aside: a report with status 3'
cp out tidy
metrics quality '' 'read 13' 'used 12' 'set_aside 1'
run wrapup -o report.txt legs.csv
is '0 0' "$status $(wc -c <out | tr -d ' ')" '-o writes to a file'
run wrapup legs.csv
same report.txt out 'the same report'

# Data that would steer a terminal, break a table or be no text at all.
printf 'call_id,start,agent,queue,customer,talk,outcome,promised_by\n' >evil.csv
printf '1,2026-03-02 09:00:00,"A\033[31m\tb\n\302\233",q\377,C\000,1,answered,2026-03-02 10:00:00\n' \
    >>evil.csv
printf '2,2026-03-02 09:00:00,Zo\303\253 %s,"=1+1,""<b>",C2%s,1,answered,2026-03-04 10:00:00\n' \
    "$(printf 'x%.0s' $(seq 200))" "$(printf 'y%.0s' $(seq 200))" >>evil.csv
run wrapup evil.csv
gave 0 'hostile names'
is '' "$(LC_ALL=C tr -d '\n -~\303\253' <out)" 'steer no terminal'
is '' "$(awk 'length($0) > 81' out)" 'and break no table'
run wrapup -f json evil.csv
python3 -c 'import json; print(json.load(open("out"))["agents"]["rows"][0]
    ["agent"] == "A\x1b[31m\tb\n\x9b")' >got
is True "$(cat got)" 'JSON has them whole'
run wrapup -f csv evil.csv
python3 -c 'import csv; print({r[1] for r in csv.reader(open("out",
    encoding="latin-1", newline="")) if r[0] == "service"} ==
    {"", "q\xff", "=1+1,\"<b>"})' >got
is True "$(cat got)" 'so has CSV'

# The manual names every metric and every section.
run wrapup -q -f json full.csv
python3 - "$top/man/wrapup.1" >got <<'END'
import json, re, sys
page = set(re.findall(r'[a-z][a-z_0-9]+', open(sys.argv[1]).read()))
j = json.load(open('out'))
print([n for n in [*j['units'], *j] if n not in page])
END
is '[]' "$(cat got)" 'the manual names every metric and section'

# Sums of shards are those of the whole, but for legs that name different
# customers.
tidy --rename parent_id=x full.csv
for m in offered answered abandoned legs calm hard; do
	all=0
	for k in 1 2 3; do
		n=$(wrapup -q -f csv --rename parent_id=x \
		    -S $k/3:customer full.csv |
		    awk -F, -v m=$m '$1 == "service" && $2 == "" && $3 == m {
		    print $4 }')
		all=$((all + n))
	done
	is "$(metric service '' $m)" $all "three shards have all $m"
done

# What cannot be known is not said: no column tells of open work.
cat >bare.csv <<'END'
start,agent,customer,wait,talk,outcome,resolved
2026-03-02 09:00:00,Ada,C1,12,200,answered,yes
2026-03-02 09:05:00,Bo,C2,31,340,answered,no
END
lines() {
	run wrapup -q -s "$@"
	tr -s ' \n' ' ' <out
}
is 'Open for tomorrow ----------------- 1 call was not resolved; what is '\
'open is not known: run triage and escalate first. ' \
    "$(lines carry_over bare.csv | grep -o 'Open for.*')" \
    'what is open is not known'
is 1 "$(lines day bare.csv | grep -c 'Tomorrow 1 call was not resolved;')" \
    'in the three lines, too'
is 1 "$(lines day -f json bare.csv | grep -c 'what is open is not known')" \
    'and in json'
printf 'start,talk,outcome,resolved,stress,escalation\n%s\n' \
    '2026-03-02 09:00:00,60,answered,yes,5,' >known.csv
is 1 "$(lines day known.csv | grep -c \
    'that these records tell of; not known: promises (no promised_by')" \
    'what is not known is told beside what is'
printf 'start,talk,outcome,resolved,stress,escalation,promised_by\n%s\n' \
    '2026-03-02 09:00:00,60,answered,yes,5,,' >all.csv
is 1 "$(lines day all.csv | grep -c 'can be let go')" 'with all it is'

# A first contact is resolved as its last leg says; a call that the policy
# ended is none.
fcr() {
	(echo call_id,parent_id,start,agent,customer,outcome,talk,resolved
	cat) >fcr.csv
	tidy fcr.csv
	is "$1" "$(metric service '' fcr) $(metric service '' fcr_open) \
$(metric service '' resolved_rate)" "$2"
}
fcr '100.00 1 100.00' 'fcr: no, then yes' <<'END'
1,p,2026-03-02 09:00:00,Ada,C1,answered,60,no
2,p,2026-03-02 09:05:00,Bo,C1,answered,60,yes
END
fcr '0.00 0 0.00' 'fcr: yes, then no' <<'END'
1,p,2026-03-02 09:00:00,Ada,C1,answered,60,yes
2,p,2026-03-02 09:05:00,Bo,C1,answered,60,no
END
fcr '0.00 0 100.00' 'fcr: another contact broke it' <<'END'
1,p,2026-03-02 09:00:00,Ada,C1,answered,60,no
2,,2026-03-02 09:04:00,Ada,C1,answered,60,
3,p,2026-03-02 09:05:00,Bo,C1,answered,60,yes
END
fcr 'n/a 0 n/a' 'fcr: ended by policy counts against nobody' <<'END'
1,,2026-03-02 09:00:00,Ada,C1,ended_by_policy,60,no
END
run wrapup -q -z UTC -D book --day 2026-03-02 -f csv -s service fcr.csv
is 'service,,fcr,n/a,percent' "$(grep ',fcr,' out)" 'in a daybook, too'

# Hours' targets: those of chunks without calls are in no record.
tidy goals.csv
is 0 "$(wrapup -q -f html goals.csv | grep -c 'target was met')" \
    'targets that are not known in full are not judged'
is 1 "$(lines intervals goals.csv | grep -c \
    'not in the records (21 of 170 are): --plan brings them')" 'text says so'
is 1 "$(wrapup -q -f html -s intervals goals.csv | grep -c \
    'not in the records (21 of 170 are): --plan brings them')" 'html, too'
cat >goalplan.csv <<'END'
date,agent,chunk,minutes,target,cumulative
2026-03-02,Ada,09:00,60,10,10
2026-03-02,Ada,10:00,60,70,80
2026-03-02,Bo,09:30,60,5,5
2026-03-02,Bo,10:30,60,35,40
2026-03-03,Bo,09:30,60,6,6
2026-03-03,Bo,10:30,60,44,50
END
tidy --plan goalplan.csv goals.csv
metrics intervals 2026-03-02T09:00:00+00:00 'target 15'
metrics intervals 2026-03-02T10:00:00+00:00 'target 105'
# A plan made at noon: the day's target is done and left; who has gone home
# has one row without a chunk.
cat >noon.csv <<'END'
date,agent,chunk,minutes,target,cumulative,done,left,reachable,pace,pace_minutes,expected
2026-03-02,Ada,,0,0,60,60,20,0,-20.0,-120.0,
2026-03-02,Bo,2026-03-02T13:00:00+00:00,60,4,24,20,20,,-6.0,-180.0,
2026-03-02,Bo,2026-03-02T14:00:00+00:00,60,16,40,20,20,,-6.0,-180.0,
END
cat >plain.csv <<'END'
start,agent,talk,outcome
2026-03-02 09:20:00,Ada,60,answered
2026-03-02 13:20:00,Bo,60,answered
END
tidy --plan noon.csv plain.csv
metrics agents Ada 'target 80' 'done 60'
metrics agents Bo 'target 40' 'done 20'
metrics intervals 2026-03-02T14:00:00+00:00 'offered 0'
sed 's/,60,20,0,/,60,-1,0,/' noon.csv >bad.csv
run wrapup --plan bad.csv plain.csv
gave 2 'what is left is not less than nothing'
cat >whole.csv <<'END'
start,agent,talk,outcome,chunk,chunk_target,chunk_done,day_target,day_done
2026-03-02 09:20:00,Ada,60,answered,2026-03-02T09:00:00+00:00,10,2,10,2
END
tidy whole.csv
metrics intervals 2026-03-02T09:00:00+00:00 'target 10' 'done 2'
is 1 "$(wrapup -q -f html whole.csv | grep -c 'target was met in 0 of 1')" \
    'those known in full are'

# Offered calls add up: answered, abandoned, and the rest.
cat >rest.csv <<'END'
start,agent,wait,talk,outcome
2026-03-02 09:00:00,Ada,1,60,answered
2026-03-02 09:01:00,,2,,abandoned
2026-03-02 09:02:00,,3,,voicemail
2026-03-02 09:03:00,,4,,callback
2026-03-02 09:04:00,,5,,
END
tidy rest.csv
metrics service '' 'offered 5' 'answered 1' 'abandoned 1' 'other 3'
metrics intervals 2026-03-02T09:00:00+00:00 'other 3'
is '1 1' "$(lines service rest.csv | grep -c 'Other: 3 calls') \
$(lines service rest.csv | grep -c 'Answered Left Other')" 'and in text'
is '############............' "$(wrapup -q -s intervals rest.csv |
    awk '$1 == "09:00" { print $NF }')" 'bars are of answered and left'
run wrapup -q -s service bare.csv
is 0 "$(grep -c Other out)" 'without such calls there is no column'

# Escalations and promises, kept or open.  Call 2 closes what call 1 opened,
# and is one by itself.
cat >cases.csv <<'END'
call_id,start,agent,customer,outcome,talk,resolved,promised_by,stress,escalation,escalation_due,escalation_status
1,2026-03-02 09:00:00,Ada,C1,answered,60,no,2026-03-02 10:00:00,90,lead,2026-03-02 09:30:00,overdue
2,2026-03-02 09:10:00,Bo,C1,answered,60,yes,,20,lead,2026-03-02 09:30:00,overdue
3,2026-03-02 09:20:00,Ada,C2,answered,60,no,2026-03-02 11:00:00,70,lead,2026-03-02 10:00:00,ok
4,2026-03-02 09:25:00,Ada,C2,abandoned,,,,,team,2026-03-02 10:00:00,overdue
5,2026-03-02 09:30:00,Ada,,answered,60,yes,,70,team,,ok
6,2026-03-02 09:40:00,Bo,,answered,60,no,2026-03-04 10:00:00,70,team,2026-03-03 10:00:00,ok
END
tidy -N 2026-03-02T18:00:00 cases.csv
metrics escalations '' 'escalated 5' 'kept 3' 'open 2' 'overdue 1'
metrics escalations lead 'escalated 2' 'kept 2' 'open 0' 'overdue 0'
metrics escalations team 'escalated 3' 'kept 1' 'open 2' 'overdue 1'
metrics promises '' 'promised 3' 'promises_kept 1' 'promises_open 2' \
    'promises_late 1'
run wrapup -q -N 2026-03-02T18:00:00 -s escalations,promises cases.csv
is 'Escalated Kept Open Overdue|lead 2 2 0 0|team 3 1 2 1' "$(grep -E \
    'Kept +Open|^  (lead|team) ' out | tr -s ' ' | sed 's/^ //' |
    paste -sd'|')" 'and in text'
is 1 "$(grep -c ' 1 are kept, 2 are open, 1 of them late' out)" 'promises'

# By hand, with rules.  C1: a manager, then a manager and a threat: two, both
# resolved by 3; a manager again, a third, open.  C2: one that was stopped.
# Nobody's: two rules are two.
cat >ruled.csv <<'END'
call_id,start,agent,customer,outcome,resolved,stress,escalation,escalation_due,escalation_status,escalation_why
1,2026-03-02 09:00:00,Ada,C1,answered,no,40,team,2026-03-02 10:00:00,overdue,ASKED_MANAGER(signal manager)
2,2026-03-02 09:10:00,Ada,C1,answered,no,90,lead,2026-03-02 09:10:00,overdue,"ASKED_MANAGER(signal manager, since 1); THREAT(signal threat)"
3,2026-03-02 09:20:00,Ada,C1,answered,yes,10,,,,
4,2026-03-02 09:30:00,Ada,C1,answered,no,40,team,2026-03-02 10:30:00,ok,ASKED_MANAGER(signal manager)
5,2026-03-02 09:40:00,Ada,C2,answered,,40,team,,stopped,UNOWNED
6,2026-03-02 09:50:00,Ada,,answered,no,90,lead,2026-03-02 09:50:00,ok,THREAT(signal threat); HARD(stress=90)
END
tidy -N 2026-03-02T18:00:00 --carry-out ruled-carry.csv ruled.csv
metrics escalations '' 'escalated 6' 'kept 3' 'open 3' 'overdue 0'
metrics escalations lead 'escalated 4' 'kept 2' 'open 2'
metrics escalations team 'escalated 2' 'kept 1' 'open 1'
run wrapup -q -N 2026-03-02T18:00:00 -s escalations ruled.csv
is 1 "$(tr -s '\n ' ' ' <out | grep -c 'the open ones are 2 items, one for each')" \
    'and how many items that is'
# The next day one call tells a rule again, and a new one; those that it does
# not tell are carried over.
cat >ruled2.csv <<'END'
call_id,start,agent,customer,outcome,resolved,stress,escalation,escalation_due,escalation_status,escalation_why
7,2026-03-03 09:00:00,Ada,C1,answered,no,40,team,2026-03-02 10:30:00,overdue,"ASKED_MANAGER(signal manager, since 4); REPEAT(contacts=4)"
END
tidy -N 2026-03-03T18:00:00 --carry-in ruled-carry.csv ruled2.csv
metrics escalations '' 'escalated 2' 'kept 0' 'open 4' 'overdue 2'
# What is open has all its rules, the older ones behind the newer.
sed '/^3,/d' ruled.csv >ruled3.csv
sed -n '2,$p' ruled2.csv >>ruled3.csv
run wrapup -q -N 2026-03-03T18:00:00 --carry-out ruled-carry.csv ruled3.csv
is 'ASKED_MANAGER(signal manager, since 4); REPEAT(contacts=4); THREAT(signal '\
'threat)' "$(python3 -c "import csv
print([r['why'] for r in csv.DictReader(open('ruled-carry.csv'))
       if r['customer'] == 'C1'][0])")" 'no rule is lost'

# A customer with many rules: each holds twice and is resolved, 100 by 100,
# and 60 of them hold again.
many_rules() {
	awk -v from="$1" -v to="$2" 'BEGIN {
	for (i = from; i <= to; i++)
		print "2026-03-02 09:00:00,C1,answered,no,team,,ok,R" i "(x)"
	}'
}
{
	echo 'start,customer,outcome,resolved,escalation,escalation_due,escalation_status,escalation_why'
	many_rules 1 100
	many_rules 1 100
	echo '2026-03-02 09:00:00,C1,answered,yes,,,,'
	many_rules 41 100
	many_rules 41 100
} >many.csv
tidy -N 2026-03-02T18:00:00 many.csv
metrics escalations '' 'escalated 160' 'kept 100' 'open 60'
{ head -n 1 many.csv; many_rules 1 100000; many_rules 1 100000; } >more.csv
(ulimit -t 5 && tidy -N 2026-03-02T18:00:00 more.csv)
metrics escalations '' 'escalated 100000' 'kept 0' 'open 100000'

# Of an offer that no later record tells of, nothing is known.
cat >offers.csv <<'END'
start,agent,talk,outcome,breather,breather_rule,breather_taken
2026-03-02 09:00:00,Ada,60,answered,5,HARD,
2026-03-02 09:10:00,Ada,60,answered,5,HARD,yes
END
tidy offers.csv
metrics breathers '' 'breathers 2' 'breathers_taken 1' 'breathers_missed 0' \
    'breathers_unknown 1'
is 1 "$(lines breathers offers.csv | grep -c \
    '1 taken, 0 missed, of 1 it is not known')" 'and in text'

# The hour that the clock shows twice, and the day that lacks one.
cat >clock.csv <<'END'
start,agent,talk,outcome,stress
2026-10-25T00:30:00Z,Ada,60,answered,10
2026-10-25T01:30:00Z,Ada,60,answered,70
2026-10-25T08:30:00Z,Ada,60,answered,20
END
run wrapup -q -z Europe/Berlin -s intervals clock.csv
is '02:00+02:00 02:00+01:00 09:00+01:00' "$(awk '/^  [0-9]/ { print $1 }' out |
    paste -sd' ')" 'hours of a long day have their offset'
run wrapup -q -z Europe/Berlin -f html -s intervals,agents clock.csv
is '1 1' "$(grep -c '>02:00+02:00</th>' out) \
$(grep -c 'The hour that the clock shows twice stands twice' out)" 'in html, too'
is '02:00+02:00 02:00+01:00' "$(grep -o '>0[0-9]:00+0[12]:00</text>' out |
    tr -d '<>/a-z' | paste -sd' ')" 'the heatmap has both, in order of time'
is '10 70 20' "$(grep -o 't[0-5]"[^>]*y="47">[0-9]*' out | sed 's/.*>//' |
    paste -sd' ')" 'with the stress of each'
is 1 "$(grep -c 'hardest on average began at 02:00+01:00' out)" \
    'and names the harder one'
cat >gap.csv <<'END'
start,agent,talk,outcome,stress
2026-03-29T00:30:00Z,Ada,60,answered,10
2026-03-29T01:30:00Z,Ada,60,answered,70
END
run wrapup -q -z Europe/Berlin -f html -s agents gap.csv
is '00 01 03 04 05 06 07 08' "$(grep -o 'y="12">[0-9]*' out | sed 's/.*>//' |
    paste -sd' ')" 'an hour that is never told has no column'
{ cat clock.csv; echo 2026-10-26T01:30:00Z,Ada,60,answered,40; } >two.csv
run wrapup -q -z Europe/Berlin -f html -s agents two.csv
is '40 20 0' "$(grep -o 't[0-5]"[^>]*y="33">[0-9]*' out | sed 's/.*>//' |
    paste -sd' ') $(grep -c 'shows twice' out)" \
    'of several days it is one hour of the clock'
run wrapup -q -z UTC -s intervals clock.csv
is 0 "$(grep -c '00+00' out)" 'other days have none'

# Thin days.
printf 'start,agent,talk,outcome,stress\n%s\n' \
    '2026-03-02 09:00:00,Ada,60,answered,' >blank.csv
is '1 0' "$(lines day,causes,training blank.csv |
    grep -c 'How hard the calls were is not known: none tells') \
$(grep -c 'Nobody handled' out)" 'blank stress is not known'
run wrapup -q --day 2026-03-05 -s day blank.csv
is 'The day: Thursday, 5 March 2026: no calls' "$(head -n 1 out)" \
    'a day without calls has its date'
run wrapup -q --day 2026-03-05..2026-03-06 -s day blank.csv
is 'The days: 5 March 2026 to 6 March 2026: no calls' "$(head -n 1 out)" \
    'days, too'

# The trend says where it comes from, when it is asked for.
is 1 "$(lines trend bare.csv | grep -c 'a daybook tells it: -D folder')" \
    'a trend without a daybook'
run wrapup -q -f csv -s trend bare.csv
gave 0 'in csv it has no rows'
is 'section,key,metric,value,unit' "$(cat out)" 'but a heading'
run wrapup -q bare.csv
is 0 "$(grep -c '^Trend' out)" 'nobody asked'

# Short abandons are not known where no wait of those who left is.
printf 'start,wait,outcome\n%s\n%s\n' '2026-03-02 09:00:00,5,answered' \
    '2026-03-02 09:00:00,,abandoned' >nowait.csv
tidy nowait.csv
metrics service '' 'abandoned 1' 'abandoned_short n/a'
is 1 "$(lines service nowait.csv | grep -c 'who left, n/a did within')" \
    'and in text'
# A call that had to be ended: nothing of how it went is the agent's.
cat >ended.csv <<'EOF'
call_id,start,agent,wait,talk,hold,transfers,outcome,resolved
1,2026-03-02 09:00:00,Ann,10,300,0,0,answered,yes
2,2026-03-02 09:10:00,Ann,10,20,400,2,ended_by_policy,no
EOF
run wrapup -q -z UTC -f csv -s service,agents ended.csv
gave 0 "a call ended under the policy"
is "300 300 0 0" "$(sed -n 's/^agents,Ann,\(aht\|talk_mean\|hold_mean\|transfers\),\([0-9]*\),.*/\2/p' out |
    paste -sd' ' -)" "its times and transfers are not the agent's"
is "360 2" "$(sed -n 's/^service,,\(aht\|transfers\),\([0-9]*\),.*/\2/p' out |
    paste -sd' ' -)" "but the team's"

# Values that have to be copied are each record's own, however many are read
# at once: customers with marks in them, names with doubled quotes.
awk 'BEGIN { print "call_id,start,agent,customer,wait,talk,outcome"
    for (i = 0; i < 1500; i++)
	printf "%d,2026-03-02 %02d:%02d:00,%s,+49 (30) %d,5,60,answered\n",
	    i, 8 + i / 360, i / 6 % 60, "\"Ann \"\"" i % 7 "\"\"\"",
	    i * 37 % 1013 }' >marked.csv
sed 's/+49 (30) /4930/; s/"Ann ""\(.\)"""/Ann \1/' marked.csv >unmarked.csv
tidy marked.csv
sed 's/"Ann ""\(.\)"""/Ann \1/' tidy >marked
tidy unmarked.csv
same marked tidy 'many copies'
metrics agents 'Ann 0' 'calls 215'
metrics agents 'Ann 6' 'calls 214'
# 487 of 1,013 customers called twice.
metrics service '' 'offered 1500' 'fcr 51.92'

# A section alone says what it says among all others.
sample --seed 3 --agents 12 | triage -q | breathe -q | targetsplit -q -t 60 | escalate -q >all.csv
tidy -N 2026-03-02T18:00:00 all.csv
cp tidy whole
for section in service intervals agents causes breathers escalations promises \
    moments training deflection; do
	tidy -N 2026-03-02T18:00:00 -s $section all.csv
	sed 1d tidy >alone
	grep "^$section," whole >among
	same among alone "$section alone"
done

done_testing
