#!/bin/sh
# SPDX-License-Identifier: ISC
# scripts/eval-text and scripts/train-words, and the file they are about.

. "$(dirname "$0")/lib.sh"
weights=$top/lib/care/weights.csv
python=$(command -v /usr/bin/python3 || command -v python3)

# The file: its header, its order, what cells hold, its size.
test "$(wc -c <"$weights")" -le 1000000
ok $? "weights.csv is at most 1 MB"
head -n 1 "$weights" >got
echo feature,stress,threat,selfharm,abuse,manager,legal,anger,complaint,churn,\
promise,help,thanks,profanity,valence >want
cmp -s got want
ok $? "weights.csv has the heads, those with most rows first"
tail -n +2 "$weights" | cut -d, -f1 | sort -c -u
ok $? "its features are in order, each once"
cell=,-?[1-9][0-9]{0,4}
tail -n +2 "$weights" | grep -Evq "^[^,\"]+((,|$cell){0,13}$cell)?\$"
test $? -eq 1
ok $? "its cells are empty or whole numbers without zeros ahead, the last is not"

# A file of four texts: three that all agree on, one labelled against them.
cat >four.csv <<'EOF'
id,writer,form,text,stress,signals
1,a,note,"caller said he will kill me",3,threat
2,a,note,"all good, thanks",0,thanks
3,a,remark,"no issue, very happy, thank you so much",0,thanks
4,b,note,"all good, thanks",2,threat
EOF
mkdir own
printf 'phrase,signal,weight,note\nkill me,threat,1,\n' >own/words.csv
export B
run "$python" "$top/scripts/eval-text" -C own -w a four.csv
grep -q '^four.csv  *n  *3  AUC stress 1.000  text 1.000$' out
ok $? "eval-text: what is hard before what is calm is an AUC of 1"
run "$python" "$top/scripts/eval-text" -C own four.csv
grep -q '^four.csv  *n  *4  AUC stress 0.750  ' out
ok $? "eval-text: one of two hard texts among the calm ones, ties half"
grep -q '^  threat  *P 1.000  R 0.500  n   2$' out
ok $? "eval-text: precision and recall, by hand"
run "$python" "$top/scripts/eval-text" -C own -x 1 -s threat four.csv
grep -q '^hard, stress 0, .*labelled threat$' out
ok $? "eval-text: an error is explained"

# The same input, the same bytes.
if ! need_shared "train-words gives the same bytes twice"; then
	:
elif ! "$python" -c 'import numpy' 2>/dev/null; then
	skip "train-words gives the same bytes twice" "no python3-numpy"
else
	for n in 1 2; do
		"$python" "$top/scripts/train-words" --limit 150 --folds 2 \
		    --notes "$top/tests/data/notes" --build "$B" \
		    --text "$shared/data/text" -o $n.csv >$n.log 2>&1
	done
	test -s 1.csv && cmp -s 1.csv 2.csv
	ok $? "train-words gives the same bytes twice"
	mkdir -p set && cp 1.csv set/weights.csv
	printf 'id,notes\n1,hello\n' >hello.csv
	run "$B/triage" -q -C set hello.csv
	test $status -eq 0
	ok $? "triage takes what it wrote"
fi

done_testing
