#!/bin/sh
# SPDX-License-Identifier: ISC
# The law of accounting: records in = passed on + set aside + skipped +
# left out, on every file of ../shared, hostile ones included, with every
# tool.  What came out is counted by python3's csv.

. "$(dirname "$0")/lib.sh"

tools='triage breathe targetsplit escalate wrapup'

# What contradicts the first records ends it, with its place, and the
# accounting line still adds up.
{ echo call_id,start,agent,talk; awk 'BEGIN { for (i = 0; i < 5000; i++)
    printf "%d,14/02/2026 09:00:00,Ann,6\n", i }'
	echo '9,02/14/2026 09:00:00,Ben,6'; echo '10,14/02/2026 09:00,Ben,6'
} >late.csv
for tool in $tools; do
	options=
	word='passed on'
	[ $tool = targetsplit ] && options='-t 80'
	[ $tool = wrapup ] && word=used
	# shellcheck disable=SC2086
	run $tool $options -v -z UTC late.csv
	gave 2 "$tool: a late contradiction is status 2"
	says "$tool: late.csv:5002: start contradicts" "$tool: its place"
	says "read 5001 = $word 5000 + set aside 0 + skipped 0 + left out 0 + given up 1" \
	    "$tool: the accounting adds up"
done
{ head -n 5001 late.csv; sed -n '2,3s/,/;/gp' late.csv; } >late2.csv
run breathe -v -z UTC late2.csv
gave 2 'a late change of the delimiter is status 2'
says 'passed on 5000 + set aside 0 + skipped 0 + left out 0 + given up 1' \
    'and adds up'

if ! need_shared 'every file of conformance and data keeps the law'; then
	done_testing
fi

cat >law.py <<'END'
import csv, os, re, subprocess, sys

csv.field_size_limit(1 << 30)
tool, files = sys.argv[1], sys.argv[2:]
args = [tool, '-v', '-z', 'UTC', '-N', '2026-03-02T18:00:00', '-r', 'aside']
if tool == 'targetsplit':
    args += ['-t', '80']
line = re.compile(r': read (\d+) = (?:passed on|used) (\d+) \+ set aside '
    r'(\d+) \+ skipped (\d+) \+ left out (\d+)$', re.M)

def rows(name):
    """Records of a file, and the width of the first."""
    with open(name, encoding='utf-8', errors='surrogateescape',
            newline='') as f:
        head = f.readline()
        f.seek(0)
        mark = max(',;\t|', key=head.count)
        r = [x for x in csv.reader(f, delimiter=mark) if x]
    return len(r), len(r[0]) if r else 0

def judge(path):
    for name in ('out', 'aside'):
        if os.path.exists(name):
            os.remove(name)
    with open('out', 'wb') as out:
        p = subprocess.run(args + [path], stdout=out, stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL)
    err = p.stderr.decode('utf-8', 'replace')
    if p.returncode not in (0, 2, 3) or 'Sanitizer' in err or \
            'runtime error' in err or 'does not close' in err:
        return 'status %d: %s' % (p.returncode, err[:200])
    m = line.search(err)
    if m is None:
        return '' if p.returncode == 2 else 'no accounting line'
    read, done, aside, skipped, left = map(int, m.groups())
    if p.returncode == 2:
        return ''
    if read != done + aside + skipped + left:
        return m.group()
    if aside > 0 and p.returncode != 3:
        return 'set aside, but status %d' % p.returncode
    if rows('aside')[0] != aside + 1:
        return '-r holds %d of %d' % (rows('aside')[0] - 1, aside)
    if tool != 'wrapup' and rows('out')[0] != done + 1:
        return 'wrote %d records of %d' % (rows('out')[0] - 1, done)
    return ''

bad = 0
for path in files:
    why = judge(path)
    if why:
        bad += 1
        print('# %s: %s' % (os.path.basename(path), why))
sys.exit(bad > 0)
END

for tool in $tools; do
	if ! command -v $tool >/dev/null; then
		skip "$tool keeps the law" 'it is not built'
		continue
	fi
	for set in conformance/dirty conformance/gzip conformance/csv \
	    data/calls data/headers data/text; do
		find "$shared/$set" -type f ! -name '*.rows' | LC_ALL=C sort |
			tr '\n' '\0' | xargs -0 python3 law.py $tool >said
		ok $? "$tool keeps the law: $set"
		head -n 8 said
	done
done

done_testing
