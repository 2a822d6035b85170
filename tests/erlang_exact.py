# SPDX-License-Identifier: ISC
"""Erlang C in exact rational arithmetic, against the table in a C file.

    python3 erlang_exact.py tests/unit/erlang.c

reads the rows `{ load, agents, printed, "wait", "line" },` of the arrays
there and works each one out anew: the probability of waiting

    C = A^n/n! n/(n-A) / (sum over k < n of A^k/k! + A^n/n! n/(n-A))

and the mean number in line, C A / (n - A), as quotients of integers.  Both
must be what the row has, to all of its 12 digits, and the second, rounded
as the published table prints it, what that has; a 0 there is a cell that
no table was at hand for.  Prints how many rows agree.
"""
import re
import sys
from decimal import Decimal, getcontext
from fractions import Fraction


def wait(load, agents):
    """C as a fraction: the sums over A^n/n!, which are integers over p^n."""
    p, q = load.numerator, load.denominator
    above, below = 1, 1         # sum over k <= n of A^k/k!, over A^n/n!
    for n in range(1, agents + 1):
        above, below = below * p + n * q * above, below * p
    idle = above - below        # k < n alone
    busy = Fraction(agents) / (agents - load)
    return Fraction(busy.numerator * below,
                    busy.denominator * idle + busy.numerator * below)


def digits(x, n):
    """A fraction as text of n significant digits, half up, no exponent."""
    getcontext().prec = n + 20
    d = Decimal(x.numerator) / Decimal(x.denominator)
    getcontext().prec = n
    return format(+d, 'f')


def rounded(x, places):
    return (x * 10 ** places + Fraction(1, 2)) // 1


def main():
    row = re.compile(r'\{ ([\d.]+), (\d+), ([\d.]+), "([\d.]+)",\s+'
                     r'"([\d.]+)" \},')
    rows = published = bad = 0
    for load, agents, printed, c, line in row.findall(
            open(sys.argv[1]).read()):
        a, n = Fraction(load), int(agents)
        exact = wait(a, n)
        length = exact * a / (n - a)
        places = len(printed.partition('.')[2])
        wrong = [x for x, y in ((c, exact), (line, length))
                 if x != digits(y, 12)]
        if places > 0:
            published += 1
            if rounded(length, places) != rounded(Fraction(printed), places):
                wrong.append(printed)
        if wrong:
            bad += 1
            print('differs:', load, agents, wrong, digits(exact, 12),
                  digits(length, 12))
        rows += 1
    print('%d cells, %d of them published, %d differ' %
          (rows, published, bad))
    return bad > 0 or published < 60


if __name__ == '__main__':
    sys.exit(main())
