# SPDX-License-Identifier: ISC
"""The weights of weights.csv, read and applied as care/heads.c does it.

A second program for the same definition (evenkeel-settings(5), weights.csv),
on exact integers: what tests/ holds the C code against, and what
scripts/train-words takes its features from.  Words and the gaps between
them are care/token.c's.
"""
import csv
import re
from fractions import Fraction

HEADS = ("stress valence abuse threat profanity anger manager legal selfharm "
         "churn complaint thanks help promise").split()
SIGNALS = HEADS[2:]
JOINED, CLAUSE, SENTENCE = range(3)
LONGEST = 63
REACH = 3       # tokens before a word among which a negator is looked for
LATE_WORDS = 128        # from how many on what is found counts less

RUN = re.compile(rb"[0-9A-Za-z'*\x80-\xff]+")
PLAIN = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                  b"abcdefghijklmnopqrstuvwxyz")
SEPARATORS = ((0xc2, 0x80, 0xbf, 2), (0xe2, 0x80, 0xaf, 3),
              (0xe3, 0x80, 0x80, 3), (0xef, 0xb8, 0xbc, 3),
              (0xf0, 0x90, 0xbf, 4))
ABBREVIATIONS = frozenset(
    b"acc acct addr adv approx appt appts auth avg cb co comp conf cont cst "
    b"cust cx dept dr eg esc etc ext hr hrs ie inc incl info int inv max mgr "
    b"min mins misc mngr mr mrs ms mth nr num pls poss prev prof qty re ref "
    b"req reqd resp sgt spk st sup supe supv tech tel temp trans v vs w "
    b"xfer".split())
CLAUSE_BYTES = frozenset(b",;:()[]{}|><=~")
SENTENCE_BYTES = frozenset(b"!?\n\r")


def apostrophe_at(s, p):
    if s[p] == 0x27:
        return 1
    return 3 if s[p:p + 3] in (b"\xe2\x80\x98", b"\xe2\x80\x99") else 0


def separator_at(s, p):
    for lead, first, last, n in SEPARATORS:
        if s[p] == lead and len(s) - p >= n and first <= s[p + 1] <= last:
            return n
    return 0


def star_masks(s, p, n, emphasis):
    q = p
    while q < len(s) and s[q] == 0x2a:
        q += 1
    if q < len(s) and s[q] in PLAIN:
        return True
    return not emphasis and (q - p > 1 or n <= 2)


def in_word(c):
    return c in PLAIN or c in (0x27, 0x2a) or c >= 0x80


def read_word(s, p, emphasis):
    """The folded word at p and where it ends; an empty one is none."""
    out = bytearray()
    while p < len(s) and in_word(s[p]):
        c = s[p]
        if c in PLAIN:
            out.append(c | 0x20)
            p += 1
            continue
        skip = apostrophe_at(s, p)
        if skip:
            if not out or p + skip >= len(s) or s[p + skip] not in PLAIN:
                break
            out.append(0x27)
            p += skip
        elif c == 0x2a:
            if not out or not star_masks(s, p, len(out), emphasis):
                break
            out.append(0x2a)
            while p < len(s) and (s[p] == 0x2a or s[p] in PLAIN):
                p += 1
            break
        elif separator_at(s, p):
            break
        else:
            out.append(c)
            p += 1
    return bytes(out), p


def read_odd(s, p, end, out):
    """The words of a run; where it ends, broken UTF-8 reaches further."""
    while p < end:
        word, q = read_word(s, p, p > 0 and s[p - 1] == 0x2a)
        if word:
            out.append((p, q, word))
        else:
            q = p + (separator_at(s, p) or apostrophe_at(s, p) or 1)
        p = q
    return p


def tokens(s):
    """(begin, end, folded word) of each word of the bytes s."""
    out = []
    run = RUN.search(s)
    while run is not None:
        word, at = run.group(), run.end()
        if word.isalnum():
            out.append((run.start(), at, word.lower()))
        else:
            at = read_odd(s, run.start(), at, out)
        run = RUN.search(s, at)
    return out


def byte_gap(gap, i):
    c = gap[i]
    if c in SENTENCE_BYTES:
        return SENTENCE
    if c in CLAUSE_BYTES:
        return CLAUSE
    if c in b"-/":
        return CLAUSE if len(gap) - i > 1 else JOINED
    if gap[i:i + 3] in (b"\xe2\x80\x93", b"\xe2\x80\x94", b"\xe2\x80\xa6"):
        return CLAUSE
    return JOINED


def gap_of(word, gap):
    """What lies between two words; `word` is the first as it stands."""
    if gap == b" ":
        return JOINED
    n = len(gap)
    if n > 16:
        return SENTENCE
    most = JOINED
    for i in range(n):
        if gap[i] != 0x2e:
            one = byte_gap(gap, i)
        elif n == 1 or gap[i + 1:i + 2] == b"." or \
                (i > 0 and gap[i - 1] == 0x2e):
            one = CLAUSE
        else:
            one = JOINED if word.lower() in ABBREVIATIONS else SENTENCE
        most = max(most, one)
    return most


def read(s):
    """Words, the gap behind each, and each word's marks.

    A word that begins with a digit is `#`, one that is too long is empty.
    The last word's gap is SENTENCE.
    """
    if isinstance(s, str):
        s = s.encode("utf-8")
    found = tokens(s)
    lower = re.search(rb"[a-z]", s) is not None
    words, gaps, marks = [], [], []
    for i, (p, q, word) in enumerate(found):
        last = i + 1 == len(found)
        gap = s[q:] if last else s[q:found[i + 1][0]]
        if len(word) > LONGEST:
            word = b""
        elif 0x30 <= word[0] <= 0x39:
            word = b"#"
        words.append(word.decode("utf-8", "surrogateescape"))
        gaps.append(SENTENCE if last else gap_of(s[p:q], gap))
        mark = []
        if lower and q - p >= 3 and re.fullmatch(rb"[A-Z]+", s[p:q]):
            mark.append("^caps")
        if b"!" in gap:
            mark.append("^?!" if b"?" in gap else "^!")
        if i > 0 and gaps[i - 1] == SENTENCE:
            mark.append("^.")
        marks.append(mark)
    return words, gaps, marks


def quotient(a, b):
    """a / b toward zero, as C divides."""
    return -(-a // b) if (a < 0) != (b < 0) else a // b


def features(words, gaps, marks, negators, classes):
    """(place, feature, negated word or None), in order of places.

    The third is the feature that counts instead of the second when it has
    a row.  In pairs a word stands as its class.
    """
    n = len(words)
    pair = [classes.get(word, word) for word in words]
    for i in range(n):
        if words[i]:
            negated = False
            for j in range(i - 1, max(i - REACH, 0) - 1, -1):
                if gaps[j] != JOINED:
                    break
                if words[j] in negators:
                    negated = True
                    break
            yield i, words[i], "!" + words[i] if negated else None
            if i > 0 and words[i - 1] and gaps[i - 1] == JOINED:
                yield i, pair[i - 1] + " " + pair[i], None
            for d in range(1, 5):
                j = i - d
                if j < 0 or gaps[j] == SENTENCE:
                    break
                if d > 1 and words[j]:
                    yield i, pair[j] + " * " + pair[i], None
        for mark in marks[i]:
            yield i, mark, None


class Model:
    """A weights.csv."""

    def __init__(self, path):
        self.rows, self.negators, self.classes = {}, set(), {}
        with open(path, encoding="utf-8", newline="") as f:
            table = csv.reader(f)
            first, *names = next(table)
            if first != "feature" or sorted(names) != sorted(HEADS):
                raise ValueError(path + ": not the heads of this program")
            place = [names.index(head) for head in HEADS]
            for row in table:
                if row[0].startswith("! "):
                    self.negators.add(row[0][2:])
                elif "=" in row[0]:
                    word, self.classes[word] = row[0].split("=")
                else:
                    values = [int(c or 0) for c in row[1:]]
                    values += [0] * (len(HEADS) - len(values))
                    self.rows[row[0]] = [values[i] for i in place]

    def pool(self, name, head):
        return self.rows[name][head] if name in self.rows else 0

    def places(self, s):
        """The weights at each word, and the gap behind it."""
        words, gaps, marks = read(s)
        v = [[0] * len(HEADS) for _ in words]
        for i, name, instead in features(words, gaps, marks,
                                         self.negators, self.classes):
            row = self.rows.get(instead) if instead else None
            if row is None:
                row = self.rows.get(name)
            if row is not None:
                v[i] = [a + b for a, b in zip(v[i], row)]
        return v, gaps

    def scores(self, s, phrase=None):
        """The score of each head; phrase: by signal, in 1/1000."""
        v, gaps = self.places(s)
        out = {}
        for h, head in enumerate(HEADS):
            total = peak = run = part = 0
            parts = []
            late = self.pool("@late", h)
            for i, (at, gap) in enumerate(zip(v, gaps)):
                total += at[h]
                run = max(run + at[h], 0)
                doubled = (i // LATE_WORDS).bit_length()
                peak = max(peak, run - late * doubled)
                part += at[h]
                if gap == SENTENCE:
                    parts.append(part)
                    part = 0
            top = sum(sorted((p for p in parts if p > 0), reverse=True)[:3])
            pooled = quotient(self.pool("@sum", h) * total +
                              self.pool("@peak", h) * peak +
                              self.pool("@top", h) * top, 1000)
            if self.pool("@norm", h) > 0:
                pooled = quotient(pooled * self.pool("@norm", h),
                                  self.pool("@norm", h) + len(v))
            out[head] = (self.pool("@bias", h) + pooled +
                         quotient(self.pool("@phrase", h) *
                                  (phrase or {}).get(head, 0), 1000))
        for head in self.present(out, phrase):
            out["stress"] += self.pool("@mix", HEADS.index(head))
        return out

    def present(self, scores, phrase=None):
        """The signals that are there, by their scores."""
        return [head for h, head in enumerate(HEADS) if head in SIGNALS and
                (scores[head] >= self.pool("@cut", h) or
                 (phrase or {}).get(head, 0) >= 1000)]

    def points(self, scores, phrase=None):
        """Tenths of points: of hostile, and of the sentiment read."""
        hostile = 0
        for head in ("abuse", "profanity", "anger"):
            h = HEADS.index(head)
            low, high = self.pool("^hostile0", h), self.pool("^hostile25", h)
            d = high - low
            if d <= 0:
                continue
            n = min(max(scores[head] - low, 0), d)
            if (phrase or {}).get(head, 0) >= 1000:
                n = d
            hostile = max(hostile, (500 * n + d) // (2 * d))
        none, full = self.pool("^s0", 0), self.pool("^s1", 0)
        bend = self.pool("^s15", 0) if "^s15" in self.rows else none
        score = min(max(scores["stress"], none), full)
        if not none < bend < full:
            sad = Fraction(score - none, full - none)
        elif score < bend:
            sad = Fraction(15 * (score - none), 100 * (bend - none))
        else:
            sad = Fraction(85 * (score - bend), 100 * (full - bend)) + \
                Fraction(15, 100)
        return hostile, int(200 * sad + Fraction(1, 2))
