#!/bin/sh
# SPDX-License-Identifier: ISC
# wrapup -f md and -f mail, taken apart by python3; and the sections about
# what a day asked of people, against a model of their definitions.
. "$(dirname "$0")/lib.sh"
PYTHONPATH=$top/tests
PYTHONDONTWRITEBYTECODE=1
export PYTHONPATH PYTHONDONTWRITEBYTECODE

# A generated day, through all filters; it has no sentiment at the end, so
# one is made up.
now=2026-03-02T18:00:00
sample --seed 4 --days 1 --agents 24 --start 2026-03-02 \
    --breaks breaks.csv -o sample.csv
python3 - <<'END'
import csv
rows = list(csv.DictReader(open('sample.csv')))
with open('day.csv', 'w', newline='') as f:
    w = csv.DictWriter(f, [*rows[0], 'sentiment_end'], lineterminator='\n')
    w.writeheader()
    for i, r in enumerate(rows):
        r['sentiment_end'] = ('0.5', '-0.2', '')[i % 3]
        w.writerow(r)
END
{ triage -q -N $now day.csv | breathe -q -N $now --breaks breaks.csv |
	targetsplit -q -N $now -t 60 | escalate -q -N $now; } >full.csv

# People's sections, by their definitions.
cat >model.py <<'END'
import csv, json, subprocess
from fractions import Fraction as F
from math import ceil

rows = list(csv.DictReader(open('full.csv')))
def report(*options):
    return subprocess.run(['wrapup', '-q', '-N', '2026-03-02T18:00:00',
                           *options, 'full.csv'], capture_output=True,
                          text=True, check=True).stdout
got = {(r['section'], r['key'], r['metric']): r['value'] for r in
       csv.DictReader(report('-f', 'csv').splitlines())}
bad = []
def want(section, key, metric, value):
    there = got.get((section, key, metric))
    if there != str(value):
        bad.append((section, key, metric, 'want', str(value), 'got', there))

def half_up(v, places):
    n = (2 * F(v) * 10 ** places + 1) // 2
    s = '%0*d' % (places + 1, n)
    return s[:-places] + '.' + s[-places:]

handled = [r for r in rows if r['outcome'] == 'answered' and r['agent']]
for r in handled:
    r['ms'] = None if not r['talk'] else 1000 * (
        int(r['talk']) + int(r['hold'] or 0) + int(r['wrap'] or 0))
    r['points'] = int(r['stress']) if r['stress'] else None

# Did the breathers help?
ratios = {'yes': [], 'no': []}
for agent in {r['agent'] for r in handled}:
    mine = [r for r in handled if r['agent'] == agent and r['ms'] and
            r['points'] is not None]
    adjusted = [r['ms'] * 100 // (100 + r['points']) for r in mine]
    for i, r in enumerate(mine):
        if r['breather_taken'] and i >= 3 and i + 3 <= len(mine):
            before, after = sum(adjusted[i - 3:i]), sum(adjusted[i:i + 3])
            ratios[r['breather_taken']].append(
                (2000 * after + before) // (2 * before))
for taken, name in (('yes', 'pace_after_taken'), ('no', 'pace_after_missed')):
    all = sorted(ratios[taken])
    want('breathers', '', name + '_of', len(all))
    want('breathers', '', name,
         half_up(F(all[ceil(len(all) / 2) - 1], 10), 2))

# Good moments.
want('moments', '', 'hard_resolved', len(
    [r for r in handled if (r['points'] or 0) >= 60 and
     r['resolved'] == 'yes']))
turned = [r for r in handled if r['sentiment'] and r['sentiment_end'] and
          F(r['sentiment']) < 0 < F(r['sentiment_end'])]
thanked = [r for r in handled if 'thanks' in r['signals'].split()]
want('moments', '', 'turned', len(turned))
want('moments', '', 'thanks', len(thanked))
told = json.loads(report('-f', 'json'))
best = sorted(turned, key=lambda r: (
    F(r['sentiment']) - F(r['sentiment_end']), r['start']))[:5]
if [m['call_id'] for m in told['moments']['turned']] != \
        [r['call_id'] for r in sorted(best, key=lambda r: r['start'])]:
    bad.append(('turned', told['moments']['turned']))

# What to deflect: frequent, short, calm; the most time first.
reasons = {}
for r in handled:
    if r['reason']:
        reasons.setdefault(r['reason'], []).append(r)
def mean(some):
    known = [r['ms'] for r in some if r['ms'] is not None]
    return F(sum(known), len(known))
chosen = [(-sum(r['ms'] or 0 for r in some), name)
          for name, some in reasons.items()
          if len(some) >= 5 and len(some) * 50 >= len(handled) and
          mean(some) <= mean(handled) and
          10 * len([r for r in some if r['points'] is not None and
                    r['points'] < 30]) >=
          9 * len([r for r in some if r['points'] is not None])]
names = [name for _, name in sorted(chosen)]
listed = [r['reason'] for r in told['deflection']['rows']]
if names != listed or not names or len(names) == len(reasons):
    bad.append(('deflection', names, listed))
for name in names:
    want('deflection', name, 'legs', len(reasons[name]))

# What to train: of the causes those that people can change.
causes = [r['component'] for r in told['causes']['rows']]
if [r['component'] for r in told['training']['rows']] != [
        c for c in causes if c in ('hostile', 'sentiment', 'length', 'hold',
                                   'interrupted', 'threat', 'selfharm',
                                   'abuse')]:
    bad.append(('training', told['training']['rows']))
for r in told['training']['rows']:
    if r not in told['causes']['rows']:
        bad.append(('training', r))

# Promises.
promised = len({r['customer'] or id(r) for r in rows if r['promised_by']})
want('promises', '', 'promised', promised)
subprocess.run(['wrapup', '-q', '-N', '2026-03-02T18:00:00', '-o', 'x.txt',
                '--carry-out', 'carry.csv', 'full.csv'], check=True)
open_items = [r for r in csv.DictReader(open('carry.csv'))
              if r['item'] == 'promise']
want('promises', '', 'promises_open', len(open_items))
want('promises', '', 'promises_kept', promised - len(open_items))
want('promises', '', 'promises_late', len(
    [r for r in open_items if r['due'] < '2026-03-02T18:00:00+00:00']))
print(len(ratios['yes']) > 5, len(turned) > 5, bad[:5])
END
run python3 model.py
is 'True True []' "$(cat out err)" \
    'breathers, moments, training, deflection, promises as defined'

# By hand: three calls of 100 s before, 90 s and two of 120 s after; the
# hardest is allowed more.  (90 + 120 + 120 / 1.2) / 300 = 310 / 300.
cat >relief.csv <<'END'
start,agent,talk,outcome,stress,breather,breather_rule,breather_taken
2026-03-02 09:00:00,Ada,100,answered,0,,,
2026-03-02 09:10:00,Ada,100,answered,0,,,
2026-03-02 09:20:00,Ada,100,answered,0,5,LOAD,
2026-03-02 09:40:00,Ada,90,answered,0,,,yes
2026-03-02 09:50:00,Ada,120,answered,0,,,
2026-03-02 10:00:00,Ada,120,answered,20,,,
2026-03-02 10:10:00,Ada,999,answered,0,,,
2026-03-02 10:20:00,Bo,100,answered,0,5,LOAD,
2026-03-02 10:40:00,Bo,100,answered,0,,,no
END
run wrapup -f csv -s breathers relief.csv
is '103.30 1 n/a 0' "$(awk -F, '$3 ~ /^pace/ { print $4 }' out |
    paste -sd' ' -)" 'did it help: by hand, and nothing from too few calls'

# Markdown.
run wrapup -N $now -f md -o full.md full.csv
gave 0 'markdown'
cat >md.py <<'END'
import csv, html, re, subprocess, sys
from html_page import Page, tables

def cells(line):
    parts = re.split(r'(?<!\\)((?:\\\\)*)\|', line)
    whole = [''.join(parts[i:i + 2]) for i in range(0, len(parts), 2)]
    assert whole[0] == '' and whole[-1].strip() == '', line
    return [re.sub(r'\\(.)', r'\1', c.strip()) for c in whole[1:-1]]

def read(name):
    out, lines = [], open(name, encoding='utf-8').read().split('\n')
    for i, line in enumerate(lines):
        if not line.startswith('|'):
            continue
        if not lines[i - 1].startswith('|'):
            out.append([])
        out[-1].append(cells(line))
    return out

found = read(sys.argv[1])
page = list(tables(Page(open(sys.argv[2], encoding='utf-8').read())).values())
bad = []
if len(found) != len(page):
    bad.append((len(found), len(page)))
for mine, (headings, rows) in zip(found, page):
    if not all(re.fullmatch('---:?', c) for c in mine[1]):
        bad.append(mine[1])
    if len({len(r) for r in mine}) != 1:
        bad.append('a table with holes')
    if [mine[0]] + mine[2:] != [headings] + rows:
        bad.append((mine[0], headings))
text = open(sys.argv[1], encoding='utf-8').read()
bare = re.sub(r'\\.', '', text)
bare = re.sub(r'^\|.*\|$|^# |^## |^- \*\*[a-z_A-Z0-9 ]+\*\*', '', bare,
              flags=re.M)
bad += re.findall(r'[][`*_<>|~&#@!]', bare)
print(len(found) > 8, bad[:5])
END
run wrapup -N $now -f html -o full.html full.csv
run python3 md.py full.md full.html
is 'True []' "$(cat out err)" \
    'its tables are those of the page, cell by cell, of equal width'
run sed -n '1,4p' full.md
printf '# The day: Monday, 2 March 2026\n\n## The day in three lines\n\n' \
    >want
expect 0 'headings'

cat >hostile.py <<'END'
import csv
harm = ['a|b', '<b>x</b>', '**bold**', '[x](http://x)', '`code`', '# head',
        'a\\|b\\', '&lt;', '~~x~~', '@all', '![x](y)', 'a_b_c', '--- | ---']
rows = list(csv.DictReader(open('full.csv')))
with open('bad.csv', 'w', newline='') as f:
    w = csv.DictWriter(f, rows[0].keys(), lineterminator='\n')
    w.writeheader()
    for i, r in enumerate(rows):
        for k, name in enumerate(('agent', 'queue', 'customer', 'reason',
                                  'call_id', 'breather_rule')):
            if r[name]:
                r[name] = harm[(i + k) % len(harm)]
        w.writerow(r)
END
python3 hostile.py
run wrapup -q -N $now -f md -o bad.md bad.csv
run wrapup -q -N $now -f html -o bad.html bad.csv
run python3 md.py bad.md bad.html
is 'True []' "$(cat out err)" 'names that mark up are shown and mark nothing'

# Mail.
run wrapup -N $now -f text -o full.txt full.csv
run wrapup -z Europe/Berlin -N $now -f text -o berlin.txt full.csv
run wrapup -z Europe/Berlin -N $now -f mail -o full.mail full.csv
gave 0 'a message'
cat >mail.py <<'END'
import email, sys
from email import policy
from html_page import Page, tables

data = open(sys.argv[1], 'rb').read()
m = email.message_from_bytes(data, policy=policy.default)
parts = list(m.iter_parts())
text, page = [p.get_content() for p in parts]
print(m.get_content_type(), [p.get_content_type() for p in parts],
      m.defects + [d for p in parts for d in p.defects])
print(m['Subject'])
print(m['Date'].datetime.isoformat(), m['To'], m['From'], m['Bcc'])
print(m['Auto-Submitted'], m['MIME-Version'])
print(text == open(sys.argv[2]).read(), all(c < 128 for c in data),
      max(map(len, data.split(b'\n'))) <= 78, b'\r' in data)
tree = Page(page)
print(tree.bad, len(tables(tree)) > 8, tree.root.first('svg'))
END
run python3 mail.py full.mail berlin.txt
cat >want <<'END'
multipart/alternative ['text/plain', 'text/html'] ()
The day: Monday, 2 March 2026
2026-03-02T18:00:00+01:00 None None None
auto-generated 1.0
True True True False
[] True None
END
sed -i 's/ \[\]$/ ()/' out
expect 0 'a MIME parser reads text and page; To and From are left out'
run wrapup -z Europe/Berlin -N $now -f mail --to 'Lead <lead@example.com>' \
    -o to.mail full.csv
run python3 mail.py to.mail berlin.txt
is '2026-03-02T18:00:00+01:00 Lead <lead@example.com> None None' \
    "$(sed -n 3p out)" '--to names who it is to'
run wrapup -z Europe/Berlin -N $now -f mail full.csv
same full.mail out 'the same report is the same message'
run wrapup -z Europe/Berlin -N 2026-03-02T18:00:01 -f mail full.csv
is 2 "$(cat full.mail out | grep '^Message-ID: <[0-9a-f]*@evenkeel.invalid>$' |
    sort -u | wc -l | tr -d ' ')" 'another one has another Message-ID'
for to in "$(printf 'a@b\nBcc: c@d')" '' "$(printf 'a@\303\251')" \
    "$(printf '%0901d' 1)"; do
	run wrapup -f mail --to "$to" full.csv
	is 2 "$status" 'no address that could break a header'
done
says '--to: an address in plain ASCII is expected' 'and it says why'

# Lines that mail programs would take for theirs.
printf 'start,agent,talk\n2026-03-02 09:00:00,From here,60\n' >from.csv
printf '2026-03-02 09:00:00,.,60\n2026-03-02 09:00:00,Zo\303\253 = x \n' \
    >>from.csv
run wrapup -q -N $now -f mail -o from.mail from.csv
run wrapup -q -N $now -o from.txt from.csv
is 0 "$(grep -c '^\.\|^From \| $' from.mail)" \
    'no lone dot, no From, no blank at the end'
run python3 mail.py from.mail from.txt
is True "$(sed -n 5p out | cut -d' ' -f1)" 'and all of it comes back'

# Colours: on a terminal, and only when nobody says no.
cat >colour.py <<'END'
import os, pty, sys
for words in sys.argv[1:]:
    os.environ.update(TERM='xterm', NO_COLOR='')
    os.environ.update(w.split('=') for w in words.split() if '=' in w)
    seen = []
    def read(fd):
        seen.append(os.read(fd, 65536))
        return b'.'
    pty.spawn(['wrapup', '-s', 'day,agents', 'relief.csv',
               *[w for w in words.split() if '=' not in w]], read)
    print('', b'\x1b' in b''.join(seen))
END
run python3 colour.py '' NO_COLOR=1 TERM=dumb '-f md' '-f mail'
is 'True False False False False' "$(grep -o '[TF][a-z]*$' out |
    paste -sd' ' -)" 'headings have colour on a terminal, and only in text'
run wrapup -s day,agents relief.csv
is 0 "$(grep -c "$(printf '\033')" out)" 'none in a pipe'
is '       Stress by hour
  Ada           ..' "$(grep -e 'Stress by' -e '^  Ada  *[.]' out |
    cut -c1-21)" 'sparklines, a character an hour'

# What a number is stands in the report, in each format: every heading over
# numbers has its definition, JSON defines all that it may show.
cat >terms.py <<'END'
import json, re
from html_page import Page
page = Page(open('full.html', encoding='utf-8').read())
terms = next(d for d in page.root.all('dl') if d.attrs.get('class') == 'terms')
said = {t.text(): d.text() for t, d in zip(terms.all('dt'), terms.all('dd'))}
quoted = {q for d in said.values() for q in re.findall('"([^"]+)": ', d)}
numbers = {c.text() for t in page.root.all('table')
           for c in t.first('tr').all() if c.attrs.get('class') == 'n'}
missing = [h for h in sorted(numbers) if h not in quoted and h != 'Due']
known = json.load(open('full.json'))
print(len(said) > 40, len(numbers) > 15, missing, known['definitions'].keys() ==
      known['units'].keys(), [n for n in said if n not in
                              known['definitions']])
for form in ('text', 'md'):
    text = ' '.join(open('full.' + form).read().replace('\\', '').split())
    print([n for n, d in said.items() if ' '.join(d.split()) not in text])
END
run wrapup -q -N $now -f json -o full.json full.csv
run wrapup -q -N $now -f text -o full.text full.csv
run wrapup -q -N $now -f html -o full.html full.csv
run wrapup -q -N $now -f md -o full.md full.csv
run python3 terms.py
printf 'True True [] True []\n[]\n[]\n' >want
expect 0 'every number that is shown is defined, in all formats'

for f in text html md csv json mail; do
	head -n 1 full.csv >empty.csv
	run wrapup -q -N $now -f $f empty.csv
	gave 0 "$f: a day without calls"
done
run wrapup -f xml full.csv
gave 2 'an unknown format'
says 'there are text, html, md, csv, json and mail' 'and they are listed'
done_testing
