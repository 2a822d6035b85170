#!/bin/sh
# SPDX-License-Identifier: ISC
# The scores of texts against another program (scripts/words_model.py), as
# integers, with the built-in lists: all of our notes, and the texts of
# shared/data/text where they are.
. "$(dirname "$0")/lib.sh"

here=$top/tests
weights=$top/lib/care/weights.csv

# twin FILE COLUMN: the same scores by both.
twin() {
	"$B/tests/heads" "$1" "$2" >scores
	ok $? "$(basename "$1"): scored"
	python3 "$here/weights_twin.py" "$weights" "$1" "$2" \
	    <scores >got 2>differ
	is "$(wc -l <scores | tr -d ' ') 0" "$(cat got)" \
	    "$(basename "$1"): the same as the other program's"
}

for file in "$here"/data/notes/*.csv; do
	twin "$file" text
done

# Bytes of all kinds.
python3 - <<'END'
import csv, random
random.seed(20261122)
bits = ["not", "angry", "ANGRY", "kill", "f***", "don't", "don\u2019t", "24",
    "5pm", "sh*t", "caf\u00e9", "\u00a0", "\u2014", "\u2026", "\U0001f620",
    "x" * 70, "manager", "the", "to", "*", "'", "**bold**", "re.", "cust.",
    "mr", "\n", "\r\n", "...", "!", "?!", "-", "/", "a/b", "well-known",
    "(", ")", "\t", "thank", "you", "will", "call", "back", "\u00df"]
with open("odd.csv", "w", newline="", encoding="utf-8") as f:
    w = csv.writer(f)
    w.writerow(["text"])
    for i in range(1500):
        w.writerow(["x" + "".join(random.choice(bits) +
            random.choice(["", " ", " ", " ", ", ", ". ", "  "])
            for _ in range(random.randrange(1, 120)))])
END
twin odd.csv text

# Texts as long as transcripts, where what comes late counts less.
python3 - "$here/data/notes/wren.csv" <<'END'
import csv, sys
notes = [r["text"] for r in csv.DictReader(open(sys.argv[1], newline=""))]
with open("long.csv", "w", newline="", encoding="utf-8") as f:
    w = csv.writer(f)
    w.writerow(["text"])
    for i in range(150):
        w.writerow([". ".join(notes[(37 * i + 11 * j) % len(notes)]
                              for j in range(4 + i))])
END
twin long.csv text

# More words than there is room for; the row says so, not something else.
mkdir many
{
	sed 1q "$here/../lib/care/weights.csv"
	awk 'BEGIN { for (i = 0; i < 1100000; i++) print "x" i ",1" }'
} >many/weights.csv
run triage -C many --explain-text x1
gave 2 'a million words are too many'
says ': more than a million words' 'and it is told'

if need_shared 'the texts of shared/data/text'; then
	twin "$shared/data/text/notes_visible.csv" text
fi

done_testing
