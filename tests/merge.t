#!/bin/sh
# SPDX-License-Identifier: ISC
# wrapup: pages of shards add up to the page of one run, byte for byte, and
# what does not belong together is refused by name.
. "$(dirname "$0")/lib.sh"

# A month of a small centre, a file a day.
sample --days 28 --agents 6 --seed 7 >month.csv
run sh -c 'triage -q month.csv | breathe -q | targetsplit -q -t 40 |
    escalate -q -N 2026-03-30T00:00:00'
mv out full.csv
python3 - <<'END'
import csv
days = {}
with open('full.csv', newline='') as f:
    rows = list(csv.reader(f))
for row in rows[1:]:
    days.setdefault(row[2][:10], []).append(row)
for day, mine in days.items():
    with open('day-%s.csv' % day, 'w', newline='') as f:
        csv.writer(f, lineterminator='\n').writerows([rows[0]] + mine)
with open('days', 'w') as f:
    f.write('\n'.join(sorted(days)) + '\n')
END

cat >splits.py <<'END'
"""Cut each day at random, merge in random order and grouping, compare."""
import glob, os, random, subprocess, sys
rnd = random.Random(20260302)
def run(*args):
    return subprocess.run(args, capture_output=True, check=True).stdout
def keep(name, data):
    with open(name, 'wb') as f:
        f.write(data)
    return name
days = open('days').read().split()
bad, cuts = [], []
for i, day in enumerate(days):
    page = ['wrapup', '-q', '--page', '--day', day, '-N', day + 'T23:00:00']
    source = 'day-%s.csv' % day
    whole = run(*page, source)
    keep('page-%s.csv' % day, whole)
    n = rnd.randint(2, 9) if i % 9 else (50, 1, 31)[i // 9 % 3]
    cuts.append(n)
    names = [keep('shard-%s.%d.csv' % (day, k),
                  run(*page, '-S', '%d/%d:customer' % (k, n), source))
             for k in range(1, n + 1)]
    rnd.shuffle(names)
    last = 0
    while len(names) > 1:
        some = rnd.randint(2, len(names))
        last += 1
        names[:some] = [keep('group-%s.%d.csv' % (day, last),
                             run('wrapup', '--merge', '--page',
                                 *names[:some]))]
        rnd.shuffle(names)
    if open(names[0], 'rb').read() != whole:
        bad.append((day, n))
print(len(days) == 28, max(cuts), bad)
# The month's report from all shards is that of the days' pages.
shards = glob.glob('shard-*.csv')
rnd.shuffle(shards)
for form in 'csv', 'text':
    a = run('wrapup', '--merge', '-f', form, *shards)
    b = run('wrapup', '--merge', '-f', form,
            *sorted(glob.glob('page-*.csv'), reverse=True))
    print(form, a == b, len(a) > 2000)
END
run python3 splits.py
cat >want <<'END'
True 50 []
csv True True
text True True
END
expect 0 'random splits, order and grouping give the same bytes'

# The report of the pages has the numbers of the records.
run wrapup -q -f csv full.csv
grep -E '^(service|agents|causes|breathers),' out |
    grep -vE ',(fcr|fcr_open|pace_[a-z_]*),' |
    grep -vE ',promises_' >want
run sh -c 'wrapup --merge -f csv page-*.csv'
grep -E '^(service|agents|causes|breathers),' out |
    grep -vE ',(fcr|fcr_open|pace_[a-z_]*),' |
    grep -vE ',promises_' >got
same want got 'a month of pages reports what its records do'

# Refused by name, nothing written.
: >want
day=$(head -n 1 days)
page="wrapup -q --page --day $day -N ${day}T23:00:00 day-$day.csv"
for k in 1 2 3; do
	$page -S $k/3:customer >"s$k.csv"
done
cp s2.csv twice.csv
refuse() {
	refuse_name=$1
	refuse_says=$2
	shift 2
	run "$@"
	: >want
	same want out "$refuse_name: nothing is written"
	gave 2 "$refuse_name: status 2"
	says "$refuse_says" "$refuse_name: and says so"
}
refuse 'the same shard twice' 'twice.csv: holds shard 2' \
    wrapup --merge --page s1.csv s2.csv twice.csv
refuse 'the whole day twice' 'count twice' \
    wrapup --merge "page-$day.csv" "page-$day.csv"
refuse 'a day and its shard' 'count twice' \
    wrapup --merge "page-$day.csv" s1.csv
head -c 2000 s1.csv >torn.csv
refuse 'a torn page' 'torn.csv: is torn' wrapup --merge torn.csv s2.csv
sed 's/^team,,,,./team,,,,9/' s1.csv >changed.csv
refuse 'a changed page' 'its checksum differs' \
    wrapup --merge changed.csv s2.csv
sed '1s/1/2/' s1.csv >newer.csv
refuse 'a newer page' 'newer.csv: was written by a newer version' \
    wrapup --merge s2.csv newer.csv
refuse 'records' 'is none of the daybook' wrapup --merge "day-$day.csv"
mkdir other
printf 'key,value\nsl_seconds,30\n' >other/report.csv
$page -C other -S 3/3:customer >settings.csv
refuse 'other settings' 'settings.csv: was made with other settings' \
    wrapup --merge s1.csv s2.csv settings.csv
$page -z Europe/Berlin -S 3/3:customer >zone.csv
refuse 'another zone' 'was made with other zone' \
    wrapup --merge s1.csv s2.csv zone.csv
$page -S 1/4:customer >cut.csv
refuse 'another cut' 'in other shards' wrapup --merge s2.csv cut.csv
refuse 'two days on one page' 'is of another day' \
    wrapup --merge --page page-*.csv
run wrapup --merge nowhere.csv
gave 4 'a missing file: status 4'

# A manifest: what must be there.
printf 'page\n# of the first of the month\nfolder/s1.csv\ns2.csv\n\ns3.csv\n' \
    >manifest
run wrapup --merge --page --manifest manifest s3.csv ./s1.csv s2.csv
same "page-$day.csv" out 'all of the manifest is there'
refuse 'a page of the manifest' 'manifest:5: the page s2.csv is missing' \
    sh -c 'printf "# a\n\n# b\ns1.csv\ns2.csv\n" >m2
    wrapup --merge --manifest m2 s1.csv 2>err2; s=$?
    sed "s/m2:5/manifest:5/" err2 >&2; exit $s'

# Across days a change of settings is told and not refused.
next=$(sed -n 2p days)
wrapup -q -C other --page --day "$next" "day-$next.csv" >next.csv
run wrapup --merge -s quality "page-$day.csv" next.csv
gave 0 'other settings on another day'
grep -q '1 times the settings' out
ok $? 'are told'
run wrapup --merge -s quality "page-$day.csv" s1.csv
gave 2 'a page and a shard of one day'
rm -f half.csv
run wrapup --merge -s quality s1.csv s2.csv
grep -q '1 days lack shards' out
ok $? 'a day that lacks shards is told'
gave 3 'status 3'
says "$day: only 2 of 3 shards are there" 'it says which'
is 1 "$(head -n 1 out | grep -c '(2 of 3 shards)')" 'and the first line, too'
run wrapup -q --merge -s quality s1.csv s2.csv "page-$next.csv"
is 1 "$(head -n 1 out | grep -c '(1 of 2 days lack shards)')" 'one of two days'
run wrapup -q --merge -s quality s1.csv s2.csv s3.csv
gave 0 'all shards are there'
: >none
refuse 'an empty manifest' '--manifest: none lists no page' \
    wrapup --merge --manifest none s1.csv

# Slips: a page can be read again whatever its records say.  A number in it ends
# at 10^14: the sum of two that are less, and one that is more.
cat >slips.csv <<'END'
call_id,start,agent,customer,queue,outcome,wait,talk,transfers,chunk,chunk_target,chunk_done,day_target,day_done
1,2026-03-02 09:00:00,Ada,C1,q,answered,5,60,60000000000000,2026-03-02T09:00:00+00:00,9223372036854775807,1,80,1
2,2026-03-02 09:10:00,Ada,C2,q,answered,5,60,70000000000000,2026-03-02T09:00:00+00:00,7,2,80,2
3,2026-03-02 09:20:00,Ada,C3,q,answered,5,60,1,2026-03-02T09:00:00+00:00,7,3,80,3
END
page='wrapup -q --page --day 2026-03-02 -N 2026-03-02T23:00:00'
$page slips.csv >slips-page.csv
for k in 1 2 3; do
	$page -S "$k/3:customer" slips.csv >"slips-$k.csv"
done
run wrapup -q --merge --page slips-2.csv slips-3.csv slips-1.csv
gave 0 'slips: shards are merged'
same slips-page.csv out 'slips: to the page of one run'
run wrapup -q --merge -f csv slips-page.csv
gave 0 'slips: a report of the page'
is '100000000000000 100000000000000' \
    "$(sed -n 's/^service,,transfers,\(.*\),.*/\1/p
    s/^intervals,.*,target,\(.*\),.*/\1/p' out | paste -sd' ' -)" \
    'slips: how far a page counts'

done_testing
