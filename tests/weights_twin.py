# SPDX-License-Identifier: ISC
"""Scores of texts, as tests/unit/heads.c prints them, held against the
reference of scripts/words_model.py: weights_twin.py WEIGHTS CSV COLUMN
reads them on standard input and prints how many texts were compared and
how many differ."""
import csv
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'scripts'))
import words_model

csv.field_size_limit(1 << 24)
model = words_model.Model(sys.argv[1])
heads, signals = words_model.HEADS, words_model.SIGNALS
texts = bad = 0
with open(sys.argv[2], newline='', encoding='utf-8',
          errors='surrogateescape') as f:
    for row, line in zip(csv.DictReader(f), sys.stdin):
        got = line.split()
        text = row[sys.argv[3]].encode('utf-8', 'surrogateescape')
        phrase = dict(zip(signals, map(int, got[17:29])))
        scores = model.scores(text, phrase)
        present = model.present(scores, phrase)
        words = len(words_model.read(text)[0])
        mask = sum(1 << signals.index(s) for s in present)
        hostile, sad = model.points(scores, phrase)
        same = words == int(got[0])
        if words and got[1] == '1':
            same = same and mask == int(got[2]) and \
                [scores[h] for h in heads] == list(map(int, got[3:17])) and \
                abs(25 * float(got[29]) - hostile / 10) <= .0501 and \
                abs(20 * max(0, -float(got[30])) - sad / 10) <= .0501
        elif words:
            # Unread: the signals' scores are the same, what they mean not.
            same = same and [scores[h] for h in heads[1:]] == \
                list(map(int, got[4:17]))
        texts += 1
        if not same:
            bad += 1
            if bad < 4:
                print('#', words, [scores[h] for h in heads], mask, hostile,
                      sad, '\n#', line.strip(), '\n#', text, file=sys.stderr)
print(texts, bad)
