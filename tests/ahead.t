#!/bin/sh
# SPDX-License-Identifier: ISC
# triage reads some hundred records ahead and hears their notes in a thread
# of its own: nobody may see it, whatever the input does in between.

. "$(dirname "$0")/lib.sh"

# Notes in quotes and without, of several lines and of none, one of 200 kB;
# 3,000 records are some batches.
python3 - <<'END'
import csv; csv.field_size_limit(1 << 20)
notes = ["calm", "", 'said "sue you"', "line one\nwants a manager", "n/a",
         "threatened to kill me", "thanks, all good"]
with open("calls.csv", "w", newline="") as f:
    out = csv.writer(f, lineterminator="\n")
    out.writerow("call_id start agent customer wait talk resolved notes".split())
    for i in range(3000):
        note = notes[i % 7] if i != 1500 else "wants a manager " * 12500
        out.writerow([i, "2026-03-%02d %02d:%02d:%02d" % (2 + i // 600,
            9 + i % 600 // 60, i % 60, i // 60 % 60), "A%d" % (i % 9),
            "C%d" % (i % 50), i % 400, i % 2000, "yes no".split()[i % 2], note])
# The file in pieces that end anywhere, most of them with a rest behind.
with open("drip.py", "w") as f:
    f.write("""import sys, time
data = open(sys.argv[1], "rb").read()
at, step = 0, 7
while at < len(data):
    sys.stdout.buffer.write(data[at:at + step])
    sys.stdout.flush()
    at += step
    step = step * 37 % 9973 + 1
    time.sleep(.001)
""")
END
triage -q --write-baseline calls.csv >base.csv
triage -b base.csv calls.csv >whole.csv
ok $? "3,000 calls"

# What stands there, by hand: a threat is 90 at least, no note no signal.
is "430" "$(python3 - <<'END'
import csv; csv.field_size_limit(1 << 20)
rows = list(csv.DictReader(open("whole.csv", newline="")))
assert len(rows) == 3000 and [r["call_id"] for r in rows] == \
    [str(i) for i in range(3000)]
assert all(int(r["stress"]) >= 90 and "threat" in r["signals"].split()
           for i, r in enumerate(rows) if i % 7 == 5 and i != 1500)
assert all(r["signals"] == "" for i, r in enumerate(rows)
           if i % 7 in (1, 4) and i != 1500)
assert "manager" in rows[1500]["signals"] and len(rows[1500]["notes"]) == 200000
print(sum("manager" in r["signals"].split() for r in rows))
END
)" "each record has what its own note says"

taskset -c 0 triage -b base.csv calls.csv >one.csv
ok $? "on one processor"
same one.csv whole.csv "the same bytes there"
python3 drip.py calls.csv | triage -b base.csv >drip.csv
ok $? "in drips"
same drip.csv whole.csv "the same bytes"
gzip -c calls.csv >calls.csv.gz
triage -b base.csv calls.csv.gz >gz.csv
same gz.csv whole.csv "from .gz"
triage -b base.csv -S 1/2:customer calls.csv >s1.csv
triage -b base.csv -S 2/2:customer calls.csv >s2.csv
tail -n +2 -q s1.csv s2.csv | sort >shards
tail -n +2 whole.csv | sort >sorted
same shards sorted "in shards, where nothing is heard ahead"
triage -b base.csv --sort calls.csv >sort.csv
same sort.csv whole.csv "sorted, the same"

# Operands one behind the other, one of them missing and one without calls.
head -1 calls.csv >header.csv
python3 - <<'END'
import csv; csv.field_size_limit(1 << 20)
rows = list(csv.reader(open("calls.csv", newline="")))
for name, part in (("a.csv", rows[1:700]), ("b.csv", rows[700:])):
    with open(name, "w", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerows([rows[0]] + part)
END
run triage -v -b base.csv a.csv header.csv nowhere.csv b.csv
is 4 $status "an operand is missing: status 4"
says "nowhere.csv: No such file" "which is said"
says "read 3000 = passed on 3000" "all others are read"
grep -v '^"evenkeel: triage failed' out >rest.csv
same rest.csv whole.csv "in their order"

# Half of a compressed file: what was there comes out, and the mark.
size=$(wc -c <calls.csv.gz)
head -c $((size / 2)) calls.csv.gz >half.gz
run triage -v -b base.csv half.gz
is 2 $status "half a .gz: status 2"
n=$(sed -n 's/.*after record \([0-9]*\)$/\1/p' err)
says "read $n = passed on $n " "as many as were read came out"
tail -1 out | grep -q '^"evenkeel: triage failed' 
ok $? "and the failure mark behind them"
sed '$d' out >rest.csv
head -c $(wc -c <rest.csv) whole.csv >begin.csv
same rest.csv begin.csv "the records before it are right"

# A value that contradicts what was settled: read ahead, but not yet seen.
{
	echo call_id,start,agent,customer,talk,notes
	for i in $(seq 5000); do
		echo "$i,2/25/2026 9:00,Ann,C1,60,fine"
	done
	echo "5001,25/2/2026 9:00,Ann,C1,60,fine"
	for i in $(seq 5002 5500); do
		echo "$i,2/25/2026 9:00,Ann,C1,60,fine"
	done
} >order.csv
run triage -v order.csv
is 2 $status "a contradiction: status 2"
says "order.csv:5002: start contradicts" "its own line is named"
says "read 5001 = passed on 5000 + set aside 0 + skipped 0 + left out 0 + \
given up 1" "what was read ahead of it does not count"
is 5000 "$(grep -c ',2/25/2026' out)" "all before it came out"

# The same in the last records of an operand, all of which is read by then.
head -3 order.csv >order2.csv
echo "6000,25/2/2026 9:00,Ann,C1,60,fine" >>order2.csv
head -3 order.csv >order1.csv
run triage order1.csv order2.csv
is 2 $status "a contradiction at an operand's end: status 2"
says "triage: order2.csv:4: start contradicts" "its file is named"

done_testing
