#!/bin/sh
# SPDX-License-Identifier: ISC
# triage --sort: by start, stable, in memory and over a temporary file;
# and who is pointed to it.  The order is python3's stable sort.

. "$(dirname "$0")/lib.sh"

# A day of 3,000 records with many equal starts, notes of several lines,
# records without a start, and line ends of three kinds.
python3 - <<'END'
import random
random.seed(3)
rows = []
for i in range(3000):
    start = '2026-03-02 %02d:%02d:00' % (random.randrange(8, 18),
        random.randrange(60))
    if i % 97 == 5:
        start = ''
    note = random.choice(['ok', '', '"two\nlines"', '"a ""b"", c"',
        '5" screen', '"x\r\ny"'])
    rows.append((start, '%d,%s,Ann,C%d,%d,60,answered,%s' % (i, start,
        i % 50, i % 90, note), random.choice(['\n', '\r\n', '\r'])))
head = 'call_id,start,agent,customer,wait,talk,outcome,notes\n'
def put(name, rows):
    with open(name, 'w', newline='') as f:
        f.write(head)
        for start, text, eol in rows:
            f.write(text + eol)
put('mixed.csv', rows)
# A record without a start stays behind the one before it.
key, keyed = '', []
for r in rows:
    key = r[0] or key
    keyed.append((key, r))
put('sorted.csv', [r for k, r in sorted(keyed, key=lambda k: k[0])])
byid = sorted((r for r in rows if r[0]), key=lambda r: r[0])
put('up.csv', byid)
# Newest first; equal starts keep their order, so that sorting gives it back.
put('down.csv', sorted(byid, key=lambda r: r[0], reverse=True))
END

# strip: the records without triage's seven columns, byte for byte.
cat >strip.py <<'END'
import re, sys
data = sys.stdin.buffer.read()
want = open(sys.argv[1], 'rb').read()
# Walk along the wanted records: each must come next, then seven values.
at = 0
pos = 0
for m in re.finditer(rb'(?:[^"\r\n]|(?<![,\r\n])"|"(?:[^"]|"")*")*?(\r\n|\n|\r)', want):
    rec = m.group()[:-len(m.group(1))]
    if data[at:at + len(rec)] != rec:
        sys.exit('record at %d: want %r, got %r' % (m.start(), rec,
            data[at:at + len(rec)]))
    at += len(rec)
    tail = re.compile(rb'(?:,[^,"\r\n]*){7}' + m.group(1)).match(data, at)
    if not tail:
        sys.exit('columns at %d: %r' % (at, data[at:at + 60]))
    at = tail.end()
    pos = m.end()
if at != len(data) or pos != len(want):
    sys.exit('%d bytes of output, %d of wanted left' % (len(data) - at,
        len(want) - pos))
END

run triage --sort -v -z UTC mixed.csv
gave 0 'sorted: status 0'
cp out first
is '' "$(python3 strip.py sorted.csv <first 2>&1)" \
    'by start, equal ones and those without one in their place, bytes kept'
says 'read 3000 = passed on 3000 + set aside 0 + skipped 0 + left out 0' \
    'the accounting closes'
if grep -q 'triage --sort' err; then
	ok 1 'sorted records are not pointed to --sort'
else
	ok 0 'sorted records are not pointed to --sort'
fi

mkdir settings scratch
printf 'name,value\nsort_memory,65536\n' >settings/limits.csv
TMPDIR=$tmp/scratch
export TMPDIR
run triage --sort -C settings -z UTC mixed.csv
gave 0 'over a temporary file: status 0'
same first out 'over a temporary file: the same bytes'
is '' "$(ls scratch)" 'over a temporary file: none is left'
runin mixed.csv triage --sort -C settings -z UTC
same first out 'over a temporary file: from a pipe'
TMPDIR=$tmp/nowhere
run triage --sort -C settings -z UTC mixed.csv
gave 4 'no folder for the temporary file: status 4'
says "triage: $tmp/nowhere: temporary file: No such file" 'and it is named'
is '' "$(cat out)" 'and nothing came out'
run triage --sort -z UTC mixed.csv
gave 0 'what fits into memory needs no file'
TMPDIR=$tmp/scratch
printf 'name,value\nsort_memory,10\n' >settings/limits.csv
run triage --sort -C settings mixed.csv
gave 2 'too little memory is status 2'
says 'settings/limits.csv:2: ' 'and names the row'

# Sorting first, then scoring: as if the export had come in order.
run triage -q -z UTC up.csv
cp out want
run triage -q --sort -z UTC down.csv
same want out 'newest first, sorted: the same bytes as in order'
run triage -q --sort -z UTC up.csv
same want out 'in order already: the same bytes'
run triage -q -n 5 -z UTC up.csv
cp out want
run triage -q --sort -n 5 -z UTC down.csv
same want out '--sort goes with -n'
run triage --sort -q -z UTC up.csv down.csv
is 1 "$(grep -c '^call_id,' out)" 'several files are sorted as one'
python3 - <<'END' >got
import csv
rows = list(csv.reader(open('out', newline='')))[1:]
print(all(a[1] <= b[1] for a, b in zip(rows, rows[1:])), len(rows))
END
is "True $(python3 -c 'import csv; print(2 * (len(list(csv.reader(
    open("up.csv", newline="")))) - 1))')" "$(cat got)" 'all of them'
run triage --sort -z UTC --write-baseline up.csv
gave 2 '--sort with --write-baseline'
printf 'call_id,start,agent\n1,02.03.2026 09:00,Ann\n2,13.03.2026 09:00,Ann\n3,03.13.2026 09:00,Ann\n' >x.csv
run triage --sort -z UTC x.csv
gave 2 'a contradiction is found before anything is written'
is '' "$(cat out)" 'and nothing came out'
{ cat up.csv; printf '1,2026-03-02 07:00:00,Ann,C,1,60,answered,a,b\n'; } >x.csv
run triage --sort -v -z UTC x.csv
gave 3 'set aside while sorting: status 3'
says 'set aside 1 ' 'and counted'
gzip -c mixed.csv | head -c 9000 >cut.gz
run triage --sort -z UTC cut.gz
gave 2 'damage in the middle: status 2'
is '"evenkeel: triage failed' "$(tail -n 1 out)" 'and the failure mark'

# An hour that comes twice: what was read when sorting is what is scored.
printf 'call_id,start,agent\n1,2026-10-25 02:50:00,Ann\n2,2026-10-25 02:10:00,Ann\n3,2026-10-25 02:20:00,Ann\n4,2026-10-25 01:00:00,Ann\n' >x.csv
run triage --sort -q -z Europe/Berlin x.csv
is '4 1 2 3' "$(tail -n +2 out | cut -d, -f1 | tr '\n' ' ' | sed 's/ $//')" \
    'the hour told twice: by the order of the file'
# 02:10 stands below 03:30 and is thus the second one, 7 days and 30 minutes
# after the contact before; the first would have been within the 7 days.
printf 'call_id,start,customer\n1,2026-10-25 03:30:00,X\n2,2026-10-25 02:10:00,C\n3,2026-10-18 02:40:00,C\n' >x.csv
run triage --sort -q -z Europe/Berlin x.csv
is '3:1 2:1 1:1' "$(tail -n +2 out | cut -d, -f1,10 | tr ',\n' ': ' |
    sed 's/ $//')" 'and read as the same one again when scored'

# Who is pointed to it.
for tool in triage breathe; do
	run $tool -z UTC down.csv
	gave 0 "$tool: newest first: status 0"
	says 'down.csv: the newest records stand first' "$tool: is said"
	is 1 "$(grep -c 'triage --sort' err)" "$tool: once"
	run $tool -q -z UTC down.csv
	is '' "$(cat err)" "$tool: not with -q"
	run $tool -z UTC mixed.csv
	says 'records start before one that stands above' "$tool: no order"
	python3 - <<'END' >want
import csv
late, top = 0, ''
for r in list(csv.reader(open('mixed.csv', newline='')))[1:]:
    if r[1]:
        late += r[1] < top
        top = max(top, r[1])
print(late)
END
	is "$tool: $(cat want)" "$(grep 'stands above' err | cut -d' ' -f1-2)" \
	    "$tool: and how many"
	run $tool -z UTC up.csv
	if grep -q 'triage --sort' err; then
		ok 1 "$tool: in order: nothing is said"
	else
		ok 0 "$tool: in order: nothing is said"
	fi
done
# Of targetsplit and escalate only the newest first is in the way: what is
# done, and what is open, would grow from the evening on.  A case has its own
# time.
for tool in "targetsplit -t 80" "escalate -N 2026-03-02T18:00:00"; do
	# shellcheck disable=SC2086 # a tool and its options
	run $tool -z UTC down.csv
	gave 0 "$tool: newest first: status 0"
	says 'down.csv: the newest records stand first' "$tool: is said"
	for file in mixed up; do
		# shellcheck disable=SC2086
		run $tool -z UTC $file.csv
		is 0 "$(grep -c 'triage --sort' err)" "$tool: not of $file"
	done
done
# Days in order, whose calls stand as they like, are no export newest first,
# although a few more steps go back than on: 513 to 486 a day.
python3 - <<'END' >x.csv
print('call_id,start,agent,talk')
for i in range(3000):
    second = i * 513 % 1000 * 60
    print('%d,2026-03-0%d %02d:%02d:00,Ann,20' % (i, 2 + i // 1000,
        second // 3600, second // 60 % 60))
END
for tool in triage breathe "targetsplit -t 80" "escalate -N 2026-03-02T18:00:00"
do
	# shellcheck disable=SC2086
	run $tool -z UTC x.csv
	is 0 "$(grep -c 'newest' err)" "$tool: nor of days without an order"
done
sed '1s/^/case,expect,/; 2,$s/^/a,,/' down.csv >x.csv
run escalate -z UTC --test x.csv
is 0 "$(grep -c 'triage --sort' err)" 'nor of cases'
sed 1q up.csv >x.csv
run triage --sort -z UTC x.csv
gave 0 'a header alone is sorted'
is 1 "$(wc -l <out | tr -d ' ')" 'and comes out'

done_testing
