#!/bin/sh
# SPDX-License-Identifier: ISC
# wrapup -f html: what the page is made of, that nothing in the data can
# change it, that its numbers are those of -f csv, and what a browser makes
# of it.
. "$(dirname "$0")/lib.sh"
PYTHONPATH=$top/tests
PYTHONDONTWRITEBYTECODE=1
export PYTHONPATH PYTHONDONTWRITEBYTECODE

# A generated day, through all filters.
now=2026-03-02T18:00:00
sample --seed 4 --days 1 --agents 24 --start 2026-03-02 \
    --breaks breaks.csv -o day.csv
{ triage -q -N $now day.csv | breathe -q -N $now --breaks breaks.csv |
	targetsplit -q -N $now -t 60 | escalate -q -N $now; } >full.csv
run wrapup -N $now -f html -o full.html full.csv
gave 0 'a page'
run sh -c "TZ=UTC LC_ALL=de_DE.UTF-8 wrapup -N $now -f html <full.csv"
same full.html out 'the same bytes whatever the locale, from a pipe, too'

# Days that are hardly one.
head -n 1 full.csv >empty.csv
head -n 2 full.csv >one.csv
printf 'start,talk\n2026-03-02 09:00:00,120\n' >bare.csv
awk 'BEGIN {
	print "start,agent,talk,wait,outcome,stress,stress_why,load_before," \
	    "load,load_over,breather,breather_rule,breather_taken"
	for (a = 0; a < 2000; a++)
		for (h = 8; h < 16; h++)
			printf "2026-03-02 %02d:%02d:00,Agent %04d,%d,%d," \
			    "answered,%d,hostile:1.0,%d.0,%d.5,0.0,%s\n", h,
			    (a * 7 + h) % 60, a, 60 + (a * h) % 600, h % 30,
			    (a * h) % 100, (a + h) % 90, (a + h) % 90,
			    a % 9 ? ",," : "5,LOAD_NOW,yes"
}' >many.csv
for f in empty one bare many; do
	run wrapup -q -N $now -f html -o $f.html $f.csv
	gave 0 "$f: a page"
done
cat >slip.csv <<'END'
start,agent,talk,outcome,chunk,chunk_target,chunk_done,day_target,day_done
2026-03-02 09:20:00,Ada,60,answered,2026-03-02T09:00:00+00:00,9223372036854775807,2,10,2
END
run wrapup -q -N $now -f html slip.csv
is 3 "$(grep -c '^<line class="grid" x1="0"' out)" \
    'a target that is a slip: the axis ends at 10^15'
run wrapup -q -N $now -f html -s service,causes -o some.html full.csv
gave 0 'some sections only'

# What a page must be, whatever the day.
cat >page.py <<'END'
import base64, hashlib, re, sys
from html_page import Page

def levels(page):
    return [int(n.tag[1]) for n in page.root.all()
            if re.fullmatch('h[1-6]', n.tag)]

def check(name):
    text = open(name, encoding='utf-8').read()
    page = Page(text)
    bad = list(page.bad)
    nodes = list(page.root.all())
    def need(condition, what):
        if not condition:
            bad.append(what)
    need(text.startswith('<!DOCTYPE html>'), 'no doctype')
    need(page.root.first('html').attrs.get('lang') == 'en', 'no language')
    found = levels(page)
    need(found.count(1) == 1 and found[0] == 1, 'one h1')
    need(all(b - a <= 1 for a, b in zip(found, found[1:])), 'a level skipped')
    for tag in ('main', 'nav', 'header'):
        need(len([n for n in nodes if n.tag == tag]) == 1, 'one ' + tag)
    # Nothing runs, nothing is fetched.
    for tag in ('script', 'link', 'img', 'iframe', 'object', 'embed', 'base',
                'form', 'input', 'button', 'use', 'image'):
        need(not any(n.tag == tag for n in nodes), 'has ' + tag)
    for n in nodes:
        for a, v in n.attrs.items():
            need(not a.startswith('on') and a not in (
                'style', 'src', 'srcset', 'action', 'xlink:href'), a)
            if a == 'href':
                need(v.startswith('#'), 'link to ' + v)
    need('url(' not in text and '@import' not in text, 'style fetches')
    policy = next(n.attrs['content'] for n in nodes if n.tag == 'meta' and
                  n.attrs.get('http-equiv') == 'Content-Security-Policy')
    style = page.root.first('style').text()
    need(len([n for n in nodes if n.tag == 'style']) == 1, 'one style')
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest())
    need(policy == "default-src 'none'; style-src 'sha256-%s'; "
         "base-uri 'none'; form-action 'none'" % digest.decode(), policy)
    # Ids and what names them.
    ids = [n.attrs['id'] for n in nodes if 'id' in n.attrs]
    need(len(ids) == len(set(ids)), 'an id twice')
    for n in nodes:
        for a in ('aria-labelledby', 'href'):
            for ref in n.attrs.get(a, '').split():
                need(ref.lstrip('#') in ids, 'no id ' + ref)
    links = [n.attrs['href'][1:] for n in page.root.first('nav').all('a')]
    sections = [n.attrs['id'] for n in nodes if n.tag == 'section']
    need(links == sections, 'nav is not the sections')
    skip = next(n for n in nodes if n.tag == 'a')
    need(skip.attrs['href'] == '#' + page.root.first('main').attrs['id'],
         'the first link skips to the report')
    for n in nodes:
        if n.tag == 'table':
            need(n.first('caption') is not None and
                 n.first('caption').text().strip(), 'a table without caption')
            need(n.parent.attrs.get('tabindex') == '0',
                 'a table that keys cannot scroll')
            for row in n.first('tbody').all('tr'):
                need(row.children[0].tag == 'th' or
                     not row.children[0].text(), 'a row without heading')
        if n.tag == 'th':
            need(n.attrs.get('scope') in ('col', 'row'), 'th without scope')
            need(n.text().strip(), 'an empty th')
        if n.tag == 'svg' and n.attrs.get('role') == 'img':
            for tag in ('title', 'desc'):
                need(n.first(tag) is not None and
                     n.first(tag).text().strip(), 'svg without ' + tag)
        elif n.tag == 'svg':
            up = n.parent
            while up is not None and up.tag != 'svg':
                up = up.parent
            need(up is not None or n.attrs.get('aria-hidden') == 'true',
                 'an svg that nobody hears')
    return bad

for name in sys.argv[1:]:
    print(name, check(name)[:5])
END
run python3 page.py full.html empty.html one.html bare.html many.html \
    some.html
for f in full empty one bare many some; do
	is "$f.html []" "$(grep "^$f.html" out; cat err)" \
	    "$f: sound, and usable without eyes or mouse"
done

# Contrast of text on what lies behind it, in both schemes; of marks, too.
cat >contrast.py <<'END'
import re
from html_page import Page
style = Page(open('full.html').read()).root.first('style').text()
def light(colour):
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4
               for p in parts]
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
def contrast(a, b):
    a, b = sorted((light(a), light(b)))
    return (b + 0.05) / (a + 0.05)
schemes = [dict(re.findall(r'--(\w+):(#\w{6})', block))
           for block in re.findall(r':root\{(.*?)\}', style, re.S)]
pairs = [('ink', 'bg', 4.5), ('soft', 'bg', 4.5), ('accent', 'bg', 4.5)]
pairs += [('t%d' % i, 'h%d' % i, 4.5) for i in range(6)]
pairs += [('accent', 'bg', 3), ('accent', 'pale', 3), ('ink', 'bg', 3)]
print(len(schemes), [(i, a, b, round(contrast(s[a], s[b]), 2))
                     for i, s in enumerate(schemes) for a, b, least in pairs
                     if contrast(s[a], s[b]) < least])
END
run python3 contrast.py
is '2 []' "$(cat out err)" 'contrast of 4.5 and more, light and dark'

# Its numbers are those of the tidy table.
cat >figures.py <<'END'
import csv, subprocess
from fractions import Fraction as F
from html_page import Page, tables

now = '2026-03-02T18:00:00'
text = subprocess.run(['wrapup', '-q', '-N', now, '-f', 'csv', 'full.csv'],
                      capture_output=True, text=True, check=True).stdout
tidy = {(r['section'], r['key'], r['metric']): (r['value'], r['unit'])
        for r in csv.DictReader(text.splitlines())}

def half_up(v, places):
    n = (2 * F(v) * 10 ** places + 1) // 2
    s = '%0*d' % (places + 1, n)
    return s if places == 0 else s[:-places] + '.' + s[-places:]

def shown(value, unit):
    if value == 'n/a':
        return value
    if unit == 's':
        s = int(half_up(value, 0))
        return '%d:%02d' % (s // 60, s % 60) if s < 3600 else \
            '%d:%02d:%02d' % (s // 3600, s // 60 % 60, s % 60)
    if unit == 'percent':
        return half_up(value, 1) + '%'
    return half_up(value, {'min': 0, 'points': 1, 'calls': 0}[unit])

names = {
    'Offered': 'offered', 'Answered': 'answered', 'Left': 'abandoned',
    'Level': 'service_level', 'ASA': 'asa', '9 of 10': 'wait_p90',
    'Longest': 'wait_max', 'AHT': 'aht', 'Hard': 'hard', 'Target': 'target',
    'Done': 'done', 'Calls': 'calls', 'Stress': 'stress_mean',
    'Peak': 'load_max', '>60m': 'minutes_over_60', 'Rests': 'breathers',
    'Took': 'breathers_taken', 'Minutes': 'stress_minutes',
    'Again': 'repeat_rate', 'Escalated': 'escalated', 'Overdue': 'overdue',
    'Open': 'open', 'Kept': 'kept', 'Other': 'other'}
found = tables(Page(open('full.html').read()))
cells, bad = 0, []
for section, caption in [
        ('service', 'Calls and waits by queue'),
        ('intervals', 'Calls by hour'),
        ('agents', 'Work by agent, by name'),
        ('causes', 'Stress minutes by cause'),
        ('breathers', 'Breathers offered by rule'),
        ('escalations', 'Escalations by level'),
        ('training', 'Causes that training can change'),
        ('deflection', 'Frequent, short and calm reasons')]:
    headings, rows = found[caption]
    keys = {k for s, k, m in tidy if s == section and k}
    if section != 'service' and len(rows) != len(keys):
        bad.append((section, len(rows), len(keys)))
    for row in rows:
        key = row[0]
        if key == 'all calls':
            key = ''
        if section == 'intervals':
            key = '2026-03-02T%s:00+00:00' % key
        for heading, cell in list(zip(headings, row))[1:]:
            if heading in ('', 'Share'):
                continue                # shares are rounded as a whole
            name = names[heading]
            if section == 'breathers' and heading == 'Minutes':
                name = 'breather_minutes'
            want = shown(*tidy[section, key, name])
            cells += 1
            if cell != want:
                bad.append((section, key, heading, want, cell))
    if section == 'causes':
        shares = [F(r[headings.index('Share')][:-1]) for r in rows]
        if sum(shares) != 100:
            bad.append(('shares', float(sum(shares))))
        bad += [('share', r[0]) for r, s in zip(rows, shares) if
                abs(s - F(tidy['causes', r[0], 'share'][0])) > F(1, 10)]
print(cells > 500, bad[:5])
END
run python3 figures.py
is 'True []' "$(cat out err)" 'the numbers of all tables are those of csv'

# Hostile text in every field changes nothing of the tree: the same day is
# told with words of harm and with words of none.
cat >hostile.py <<'END'
import csv, sys
harm = ['<script>evil=1</script>', '"><img src=x onerror=evil=1>',
        "' onmouseover='evil=1", '</title></svg></table><h1>x</h1>',
        '<!-- ', '-->', ']]><b>', '&lt;i&gt;&#60;i>', '<style>*{}</style>',
        'javascript:evil=1', '{{7*7}}', '\u202e\u2066evil', '\x1b[31m',
        'a\tb', '\u00e9\u4e2d\U0001f600', '</style><script>evil=1</script>',
        '<svg onload=evil=1>', '\\" onfocus=evil=1 autofocus="', '`',
        '<a href=//evil.example>x</a>', '<meta http-equiv=refresh>']
fields = ['call_id', 'agent', 'queue', 'customer', 'caller', 'callee',
          'reason', 'notes', 'breather_rule', 'breather_why', 'escalation',
          'escalation_why', 'signals', 'parent_id']
rows = list(csv.DictReader(open('full.csv')))[:400]
for out, words in (('bad.csv', harm),
                   ('good.csv', ['word%02d' % i for i in range(len(harm))])):
    with open(out, 'w', newline='', encoding='utf-8') as f:
        w = csv.DictWriter(f, rows[0].keys(), lineterminator='\n')
        w.writeheader()
        for i, r in enumerate(rows):
            r = dict(r)
            for k, name in enumerate(fields):
                if r[name]:
                    # 00 .. 20 keep the order that harmless names have.
                    r[name] = '%02d %s' % ((i + k) % len(harm),
                                           words[(i + k) % len(harm)])
            # A note is on a role card where it is read.
            if r['notes']:
                r['notes'] += ' asked about the bill and was told the day'
            w.writerow(r)
END
python3 hostile.py
for f in bad good; do
	run wrapup -q -N $now -f html -o $f.html $f.csv
	gave 0 "$f words: a page"
done
cat >shape.py <<'END'
from html_page import Page
bad, good = (Page(open(n, encoding='utf-8').read())
             for n in ('bad.html', 'good.html'))
text = bad.root.text()
print(bad.bad, bad.shape() == good.shape(), len(good.shape()) > 1000,
      '<script>evil=1</script>' in text, '\u202e' in text, '\x1b' in text,
      [n.tag for n in bad.root.all('script')])
END
run python3 shape.py
is '[] True True True False False []' "$(cat out err)" \
    'no element, no attribute more: words stay words'
run python3 page.py bad.html
is 'bad.html []' "$(cat out err)" 'the page is as sound as any'
printf 'start,agent,talk\n2026-03-02 09:00:00,\377\300\001<b>,60\n' >bytes.csv
run wrapup -q -N $now -f html -o bytes.html bytes.csv
is 1 "$(grep -c '???&lt;b&gt;' bytes.html)" \
    'bytes that are no text are shown as ?'

# Nobody is named when nobody is to be.
run wrapup -q -N $now --team-only -f html -o team.html full.csv
gave 0 'a page of the team'
python3 -c 'import csv
print(*{r["agent"] for r in csv.DictReader(open("full.csv"))} - {""},
      sep="\n")' >names
is '1 0' "$(($(wc -l <names) > 15)) $(grep -cwF -f names team.html)" \
    'names no agent, in no table, chart or list'

# What there is to see.
is 1 "$(($(grep -c 'role="img"' full.html) > 20))" \
    'charts, and a curve for each agent'
is 1 "$(($(wc -c <many.html) < 1000000))" '2,000 agents are less than 1 MB'
is 1 "$(grep -c 'by name: 2000 rows</summary>' many.html)" \
    'their table is folded away'
is 2 "$(grep -c 'counted and not named' many.html)" \
    'their charts count them, and say so'
is 0 "$(grep -c 'role="img"' empty.html)" \
    'no chart without something to show'
is 1 "$(($(grep -c 'run [a-z]* first' bare.html) > 3))" \
    'what is missing says which filter helps'

# In a browser; EVENKEEL_SHOTS keeps the pictures.
chromium=$(command -v chromium || command -v chromium-browser ||
    command -v google-chrome)
if [ -z "$chromium" ]; then
	sh "$top/scripts/deps" browser >/dev/null 2>&1
	chromium=$(command -v chromium)
fi
cat >browser.py <<'END'
import os
from html_page import Browser
shots = os.environ.get('EVENKEEL_SHOTS', '.')
b = Browser(Browser.find())
def say(ok, name, *more):
    print('ok' if ok else 'not ok', '-', name, *([] if ok else more))
for name in ('full', 'bad', 'many', 'empty', 'one', 'bare'):
    bad, wide, small = [], [], []
    for width in (360, 768, 1280):
        for dark in (False, True)[:2 if name in ('full', 'bad') else 1]:
            b.open(name + '.html', width, 900, dark, width < 500)
            bad += b.complaints()
            if b.value('document.documentElement.scrollWidth') > width:
                wide.append(width)
            path = '%s/%s-%d-%s.png' % (shots, name, width,
                                        'dark' if dark else 'light')
            b.picture(path)
            if os.path.getsize(path) < 5000:
                small.append(path)
    say(not bad, name + ': no word on the console, nothing fetched', *bad[:3])
    say(not wide, name + ': no scrolling sideways at 360, 768, 1280', *wide)
    say(not small, name + ': pictures at three widths, light and dark')
    b.open(name + '.html')
    path = '%s/%s.pdf' % (shots, name)
    b.pdf(path)
    data = open(path, 'rb').read()
    say(data[:5] == b'%PDF-' and b'594.9' in data and b'841.9' in data,
        name + ': prints on A4')
b.open('full.html')
say(b.value('getComputedStyle(document.body).backgroundColor') ==
    'rgb(252, 252, 250)', 'the style is let in by its hash')
b.open('full.html', dark=True)
say(b.value('getComputedStyle(document.body).backgroundColor') ==
    'rgb(18, 24, 27)', 'and it has a dark side')
b.open('bad.html')
say(b.value('typeof evil') == 'undefined' and
    b.value('document.scripts.length') == 0 and
    b.value('document.images.length') == 0, 'nothing hostile has run')
say(b.value("(() => { for (const e of document.querySelectorAll('*'))"
            "for (const a of e.attributes) if (a.name.startsWith('on'))"
            "return a.name; return '' })()") == '', 'nor waits to run')
b.open('full.html')
for kind in ('rawKeyDown', 'keyUp'):
    b.ask('Input.dispatchKeyEvent', type=kind, key='Tab', code='Tab',
          windowsVirtualKeyCode=9)
say(b.value('document.activeElement.className') == 'skip' and
    b.value('document.activeElement.getBoundingClientRect().left') >= 0,
    'the first key shows the link that skips to the report')
nodes = [n for n in b.ask('Accessibility.getFullAXTree')['nodes']
         if not n.get('ignored') and n.get('role', {}).get('value') in
         ('image', 'img', 'table', 'region', 'navigation', 'link')]
mute = [n['role']['value'] for n in nodes
        if not n.get('name', {}).get('value')]
say(len(nodes) > 60 and not mute,
    'who hears the page hears names of all pictures, tables and links',
    len(nodes), *mute)
b.close()
END
if [ -z "$chromium" ]; then
	skip 'in a browser' 'there is no chromium, and it cannot be installed'
else
	run timeout 300 python3 browser.py
	gave 0 'a browser shows them'
	while read -r line; do
		case $line in
		'ok - '*) ok 0 "${line#ok - }" ;;
		*) ok 1 "${line#not ok - }" ;;
		esac
	done <out
fi
done_testing
