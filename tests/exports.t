#!/bin/sh
# SPDX-License-Identifier: ISC
# One export in many layouts: whatever the order of columns, the form of
# dates, times, durations, yes and no, the encoding and the delimiter, the
# report is the same.  The layouts are made by python3 from a public export
# beside the project, which they leave as it is.

. "$(dirname "$0")/lib.sh"

# A month of a made-up centre, mostly in its first twelve days, D/M/Y: how
# many calls there were on each day is counted while it is written.
cat >month.py <<'END'
import collections, sys
count = collections.Counter()
with open('month.csv', 'w') as f, open('month.us.csv', 'w') as us:
    for out in f, us:
        out.write('call_id,start,agent,talk,outcome\n')
    n = 0
    for month in range(1, 13):
        for day in range(1, 15):
            calls = 900 + (month * 37 + day * 101) % 200 if day < 13 else 3
            if month > 1 and day > 3:
                calls = 2
            for i in range(calls):
                n += 1
                count['2021-%02d-%02d' % (month, day)] += 1
                rest = '2021 %02d:%02d:%02d,Ann,60,answered\n' % (
                    8 + i % 10, i % 60, i % 7)
                f.write('%d,%02d/%02d/' % (n, day, month) + rest)
                us.write('%d,%d/%d/' % (n, month, day) + rest)
for day in sorted(count):
    print(day, count[day])
END
python3 month.py >want

# days FILE ARGS...: offered calls by day, as the intervals add up.
days() {
	wrapup -q -z UTC -f csv -s intervals "$@" | awk -F, '
	    $1 == "intervals" && $3 == "offered" { n[substr($2, 1, 10)] += $4 }
	    END { for (day in n) print day, n[day] }' | sort
}
days month.csv >got
same want got "calls a day of a D/M/Y export, mostly of days up to 12"
days month.us.csv >got
same want got "the same as M/D/Y"
days -m start=start,dmy month.csv >got
same want got "the same when it is said"
# The 10th of January holds what the file says, and not what 1 October has.
is "$(grep '2021-01-10' want)" "$(grep '2021-01-10' got)" "day 10"
is 12 "$(sed -n '2,5000p' month.csv | cut -d, -f2 | cut -d/ -f1 | sort -n |
    awk '{ if ($1 > most) most = $1 } END { print (most <= 12 ? 12 : most) }')" \
    "more than 4,096 records leave it open"
head -n 5000 month.csv >open.csv
run breathe open.csv
gave 2 "where all leave it open it is asked for"
says "give -m start=start,dmy or -m start=start,mdy" "with what to say"
printf 'start,answered_at,talk,promised_by\n%s,%s,60,%s\n' \
    '02/03/2026 09:00' '02/03/2026 09:01' '04/03/2026 12:00' >early
run breathe early
gave 2 "several such columns"
says "start=start,mdy; the same for answered_at, promised_by" \
    "are asked for in one go"
run breathe -q -m start=start,dmy -m answered_at=answered_at,dmy early
is "breathe: promised_by: the dates can be day/month/year as well as \
month/day/year: give -m promised_by=promised_by,dmy or -m \
promised_by=promised_by,mdy" "$(cat err)" "and the last by itself"

# The hours of the day on which clocks go back carry their offsets.
cat >autumn.csv <<'END'
call_id,start,agent,talk,outcome
1,2026-10-25T01:30:00+02:00,Ann,60,answered
2,2026-10-25T02:30:00+02:00,Ann,60,answered
3,2026-10-25T02:30:00+01:00,Ann,60,answered
4,2026-10-25T03:30:00+01:00,Ann,60,answered
END
run wrapup -q -z Europe/Berlin -f csv -s intervals autumn.csv
is '2026-10-25T02:00:00+01:00 2026-10-25T02:00:00+02:00' "$(awk -F, '
    $3 == "offered" && $4 > 0 && $2 ~ /T02/ { print $2 }' out | sort |
    tr '\n' ' ' | sed 's/ $//')" "the hour that comes twice, labelled"

if ! need_shared "one export in many layouts"; then
	done_testing
fi
calls=$shared/data/calls
service() {
	wrapup -q -z UTC -f csv -s service,agents "$@"
}
service "$calls/pwc_original.csv" >want
is 5000 "$(sed -n 's/^service,,offered,\([0-9]*\),.*/\1/p' want)" "the original"
for copy in pwc_longdate pwc_semicolon_excel; do
	service "$calls/$copy.csv" >got
	same want got "$copy: the same service and agents"
done

# 369 of these say `Call unanswered', and all name an agent.
wrapup -q -z UTC -f csv -s service "$calls/restaurant.csv" >got
is '24731 369' "$(sed -n 's/^service,,answered,\([0-9]*\),.*/\1/p
    s/^service,,abandoned,\([0-9]*\),.*/\1/p' got | tr '\n' ' ' |
    sed 's/ $//')" "restaurant: who was not answered"

cat >layouts.py <<'END'
import csv, datetime as dt, io, sys

rows = list(csv.reader(open(sys.argv[1], encoding='utf-8-sig')))
head, rows = rows[0], rows[1:]
ID, AGENT, DATE, TIME, TOPIC, ANSWERED, RESOLVED, WAIT, TALK, CSAT = range(10)
noon = dt.datetime(1899, 12, 30)

def at(r):
    return dt.datetime.strptime(r[DATE] + r[TIME], '%Y-%m-%d%H:%M:%S')

def seconds(text):
    n = 0
    for part in text.split(':'):
        n = n * 60 + int(part)
    return n

def put(name, head, rows, pre='', post='', eol='\n', code='utf-8', **how):
    text = io.StringIO()
    text.write(pre)
    writer = csv.writer(text, lineterminator=eol, **how)
    writer.writerow(head)
    writer.writerows(rows)
    text.write(post)
    with open(name + '.csv', 'wb') as f:
        f.write(text.getvalue().encode(code))

def changed(column, form):
    """All rows, one column in another form; empty values stay empty."""
    return [[form(r) if i == column and v else v for i, v in enumerate(r)]
        for r in rows]

def dated(name, form, **how):
    put('date-' + name, head,
        changed(DATE, lambda r: at(r).strftime(form)), **how)

dated('us', '%m/%d/%Y')
dated('dmy', '%d/%m/%Y')
dated('dots', '%d.%m.%Y', delimiter=';')
dated('dashes', '%d-%m-%Y')
dated('month', '%d-%b-%Y')
dated('long', '%A, %B %d, %Y')
dated('slashes', '%Y/%m/%d')
dated('digits', '%Y%m%d')
dated('midnight', '%Y-%m-%d 00:00:00')
put('date-short', head, changed(DATE, lambda r: '%d/%d/%d' % (
    at(r).month, at(r).day, at(r).year)))
put('date-serial', head, changed(DATE, lambda r: (at(r) - noon).days))

def timed(name, form):
    put('time-' + name, head, changed(TIME, form))

timed('12', lambda r: at(r).strftime('%I:%M:%S %p'))
timed('12-small', lambda r: at(r).strftime('%I:%M:%S%p').lstrip('0').lower())
timed('serial', lambda r: '%.14f' % ((at(r) - noon).seconds / 86400))
timed('1900', lambda r: at(r).strftime('1900-01-01 %H:%M:%S'))

one = head[:2] + ['Timestamp'] + head[4:]
def stamped(name, form, **how):
    put('stamp-' + name, one, [r[:2] + [form(at(r))] + r[4:] for r in rows],
        **how)

stamped('iso', lambda d: d.strftime('%Y-%m-%dT%H:%M:%SZ'))
stamped('us', lambda d: d.strftime('%m/%d/%Y %I:%M:%S %p'))
stamped('epoch', lambda d: int((d - dt.datetime(1970, 1, 1)).total_seconds()))
stamped('epoch-ms', lambda d: int(
    (d - dt.datetime(1970, 1, 1)).total_seconds()) * 1000)
def serial(d):
    return '%.9f' % ((d - noon).days + (d - noon).seconds / 86400)
stamped('serial', serial)
stamped('serial-comma', lambda d: serial(d).replace('.', ','), delimiter=';')

def talked(name, form):
    put('talk-' + name, head, changed(TALK, lambda r: form(seconds(r[TALK]))))

talked('seconds', lambda s: s)
talked('m-ss', lambda s: '%d:%02d' % divmod(s, 60))
talked('hh-mm-ss', lambda s: '00:%02d:%02d' % divmod(s, 60))
talked('am', lambda s: '12:%02d:%02d AM' % divmod(s, 60))
talked('1900', lambda s: '1900-01-01 00:%02d:%02d' % divmod(s, 60))
talked('fraction', lambda s: '%.12f' % (s / 86400))
talked('pt', lambda s: 'PT%dM%dS' % divmod(s, 60))
talked('words', lambda s: '%d min %d s' % divmod(s, 60))
put('wait-h-mm-ss', head,
    changed(WAIT, lambda r: '0:%02d:%02d' % divmod(int(r[WAIT]), 60)))

def worded(name, yes, no):
    put('yes-' + name, head, [[
        {'Y': yes, 'N': no}.get(v, v) if i in (ANSWERED, RESOLVED) else v
        for i, v in enumerate(r)] for r in rows])

worded('words', 'Yes', 'No')
worded('capitals', 'TRUE', 'FALSE')
worded('figures', '1', '0')
put('status', head[:ANSWERED] + ['Status'] + head[RESOLVED:], [
    r[:ANSWERED] + [{'Y': 'Answered', 'N': 'Abandoned'}[r[ANSWERED]],
    {'Y': 'Resolved', 'N': 'Not resolved'}[r[RESOLVED]]] + r[WAIT:]
    for r in rows])
for name in 'NULL', 'N-A', '-', 'nan':
    put('empty-' + name, head, [[v or name.replace('N-A', 'N/A') for v in r]
        for r in rows])
put('rating-words', head, changed(CSAT, lambda r: r[CSAT] + ' - ' + [
    'Very dissatisfied', 'Dissatisfied', 'Neutral', 'Satisfied',
    'Highly satisfied'][int(r[CSAT]) - 1]))
put('floats', head, [[v + '.0' if v and i in (WAIT, CSAT) else v
    for i, v in enumerate(r)] for r in rows])
put('guards', head, changed(ID, lambda r: '="%s"' % r[ID]))

order = [9, 3, 2, 1, 0, 8, 7, 6, 5, 4]
def ordered(rows):
    return [[r[i] for i in order] for r in rows]
put('order', ordered([head])[0], ordered(rows))
put('order-twice', head, rows[:2500] + ordered([head] + rows[2500:]))
put('newest-first', head, rows[::-1])
put('quoted', head, rows, eol='\r\n', quoting=csv.QUOTE_ALL)
put('tabs', head, rows, delimiter='\t')
put('bars', head, rows, delimiter='|')
put('cr', head, rows, eol='\r')
put('utf-16', head, rows, code='utf-16', delimiter='\t', eol='\r\n')
put('utf-16-be', head, rows, code='utf-16-be')
put('blanks', [' %s ' % h for h in head], [[' %s ' % v for v in r]
    for r in rows])
put('trailing', head + [''], [r + [''] for r in rows])
put('index', ['Unnamed: 0'] + head, [[i] + r for i, r in enumerate(rows)])
put('snake', [h.lower().replace(' ', '_') for h in head], rows)
put('capitals', [h.upper() for h in head], rows)
put('joined', ['CallId', 'Agent', 'Date', 'Time', 'Topic', 'Answered',
    'Resolved', 'SpeedOfAnswer', 'AvgTalkDuration', 'SatisfactionRating'],
    rows)
put('reports', head, rows[:2500],
    pre='Call centre\n"Period: January, 2021"\n\n',
    post='Total,,,,,2000,1800,,,\nGenerated by a report server\n')
with open('reports.csv', 'a') as f:
    put('second', head, rows[2500:], pre='\nCall centre\nPeriod: March\n\n')
    f.write(open('second.csv').read())
END
python3 layouts.py "$calls/pwc_original.csv"
ok $? "layouts are made"
rm second.csv month.csv month.us.csv open.csv autumn.csv
for file in *.csv; do
	service "$file" >got 2>err
	same want got "layout ${file%.csv}"
done

# Years of two digits are read when they are declared.
python3 - "$calls/pwc_original.csv" <<'END' >yy.csv
import csv, sys
w = csv.writer(sys.stdout, lineterminator='\n')
for r in csv.reader(open(sys.argv[1], encoding='utf-8-sig')):
    if r[2][0] == '2':
        r[2] = '/'.join((r[2][5:7], r[2][8:], r[2][2:4]))
    w.writerow(r)
END
run wrapup yy.csv
gave 2 "years of two digits are asked for"
says "-m date=Date,mdyy" "with what to say"
service -m date=Date,mdyy yy.csv >got
same want got "and read when they are declared"

done_testing
