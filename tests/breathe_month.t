#!/bin/sh
# SPDX-License-Identifier: ISC
# A generated month through triage | breathe: what must hold of it, and an
# independent program that works loads out again.
. "$(dirname "$0")/lib.sh"
month=$top/tests/breathe_month.py

if ! command -v python3 >/dev/null || ! command -v sample >/dev/null; then
	skip "a generated month" "there is no python3, or no build/sample"
	done_testing
fi

sample --days 28 --breaks rests.csv --shifts shifts.csv -o month.csv
triage -q -z UTC month.csv >scored.csv

run breathe -v -z UTC --breaks rests.csv scored.csv
gave 0 "a month"
n=$(tail -n 1 err | sed 's/[^0-9]*\([0-9]*\).*/\1/')
says "read $n = passed on $n + set aside 0 + skipped 0 + left out 0" \
    "all of it is accounted for"
mv out month.out
python3 "$month" scored.csv month.out rests.csv >told
ok $? "its loads, offers and answers hold, some loads worked out again"
cat told

triage -q -z UTC month.csv | breathe -q -z UTC --breaks rests.csv >out
same month.out out "in one pipe the same"

run breathe -q -z UTC --breaks rests.csv --shifts shifts.csv --law de \
    scored.csv
gave 0 "with shifts and a law"
python3 "$month" scored.csv out rests.csv shifts.csv >told
ok $? "it holds, too; offers keep to shifts, one of a queue is away at a time"
cat told

# Other constants that are the same ones change nothing.
run breathe -z UTC --breaks rests.csv --shifts shifts.csv \
    --what-if g0=1,gap=30 scored.csv
sed -n 's/.*what-if: //p' err >told
awk '{
	gsub(/,/, "")
	print ($1 == $4 && $1 > 500), ($6 == $10), ($11 == $16 && $11 > 0)
}' told >got
is "1 1 1" "$(cat got)" \
    "--what-if compares like with like, also where offers make way"

# The plan of a day to come from all of it.
run breathe -q -z UTC --plan --date 2026-03-30 --shifts shifts.csv \
    --law de scored.csv
gave 0 "a plan from a month"
python3 -c '
import csv
rows = list(csv.DictReader(open("out", newline="")))
own = {}
for r in rows:
    if r["from"]:
        own.setdefault(r["agent"], []).append((r["from"], r["until"]))
twice = sum(a[1] > b[0] for v in own.values() for a, b in
            zip(sorted(v), sorted(v)[1:]))
print(len(rows) > 50, twice, {r["date"] for r in rows},
      sum(r["queue"] == "" for r in rows))' >got
is "True 0 {'2026-03-30'} 0" "$(cat got)" \
    "nobody is in two breaks, each agent has a queue"

done_testing
