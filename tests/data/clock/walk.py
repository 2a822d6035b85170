# SPDX-License-Identifier: ISC
"""The business clock, slowly: minute by minute over the wall clock.

Reads lines "zone set queue kind from arg" with | between, and prints for
each what the tool's clock should say: kind due, arg a number of minutes,
the instant; kind ran, arg an instant, the minutes.  With `random N SEED`
it prints N such lines instead.

A span is open from the first minute at which the wall clock has reached
its opening to the last minute at which it has yet to reach its close.
"""
import csv
import datetime as dt
import os
import random
import sys
import zoneinfo

MINUTE = dt.timedelta(minutes=1)
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
here = os.path.dirname(os.path.abspath(__file__))


def weekdays(text):
    if text == "daily":
        return set(range(7))
    days = set()
    for part in text.split():
        first, _, last = part.partition("-")
        day, end = DAYS.index(first), DAYS.index(last or first)
        while day != end:
            days.add(day)
            day = (day + 1) % 7
        days.add(end)
    return days


def minutes(text):
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


class Hours:
    def __init__(self, name):
        rows = {}
        with open(os.path.join(here, name, "hours.csv")) as f:
            for row in csv.DictReader(f):
                if row["days"].startswith("#"):
                    continue
                opens, closes = minutes(row["open"]), minutes(row["close"])
                if closes < opens:
                    closes += 1440
                for day in weekdays(row["days"]):
                    rows.setdefault(row["queue"], []).append(
                        (day, opens, closes))
        self.rows = rows
        self.holidays = set()
        path = os.path.join(here, name, "holidays.csv")
        if os.path.exists(path):
            with open(path) as f:
                self.holidays = {dt.date.fromisoformat(r["date"])
                                 for r in csv.DictReader(f)}

    def spans(self, queue, date):
        if date in self.holidays:
            return []
        rows = self.rows.get(queue, self.rows[""])
        return [(o, c) for day, o, c in rows if day == date.weekday()]


def openness(hours, queue, zone, first, count):
    """For `count` minutes from the instant `first`: is each one open?"""
    reach = 3 * 1440
    start = first - reach * MINUTE
    total = count + 2 * reach
    wall = []
    for i in range(total):
        local = (start + i * MINUTE).astimezone(zone)
        wall.append(local.toordinal() * 1440 + local.hour * 60 + local.minute)
    reached, to_come = wall[:], wall[:]
    for i in range(1, total):
        reached[i] = max(reached[i], reached[i - 1])
    for i in range(total - 2, -1, -1):
        to_come[i] = min(to_come[i], to_come[i + 1])
    spans = []
    for day in range(wall[0] // 1440 - 1, max(wall) // 1440 + 1):
        for o, c in hours.spans(queue, dt.date.fromordinal(day)):
            spans.append((day * 1440 + o, day * 1440 + c))
    return [any(reached[i] >= o and to_come[i] < c for o, c in spans)
            for i in range(reach, reach + count)]


def due(hours, queue, zone, start, length):
    block, at = 2 * 1440, start
    if length < 0:
        while True:
            at -= block * MINUTE
            state = openness(hours, queue, zone, at, block)
            for i in range(block - 1, -1, -1):
                length += state[i]
                if length == 0:
                    return at + i * MINUTE
    while True:
        state = openness(hours, queue, zone, at, block)
        for i in range(block):
            if state[i]:
                if length == 0:
                    return at + i * MINUTE
                length -= 1
                if length == 0:
                    return at + (i + 1) * MINUTE
        at += block * MINUTE


def answer(line):
    zone, name, queue, kind, start, arg = line.split("|")
    tz = zoneinfo.ZoneInfo(zone)
    hours = Hours(name)
    start = dt.datetime.fromisoformat(start).astimezone(dt.timezone.utc)
    if kind == "due":
        end = due(hours, queue, tz, start, int(arg)).astimezone(tz)
        return end.isoformat(timespec="seconds")
    end = dt.datetime.fromisoformat(arg).astimezone(dt.timezone.utc)
    count = max(0, int((end - start) / MINUTE))
    return str(sum(openness(hours, queue, tz, start, count)))


def draw(count, seed):
    rnd = random.Random(seed)
    changes = [("Europe/Berlin", 2026, 3, 29), ("Europe/Berlin", 2026, 10, 25),
               ("America/New_York", 2026, 3, 8),
               ("America/New_York", 2026, 11, 1),
               ("Australia/Lord_Howe", 2026, 4, 5),
               ("Australia/Lord_Howe", 2026, 10, 4),
               ("America/Sao_Paulo", 2018, 2, 18),
               ("America/Sao_Paulo", 2018, 11, 4),
               ("Pacific/Apia", 2011, 12, 30), ("Asia/Kolkata", 2026, 1, 1),
               ("Asia/Kathmandu", 2025, 12, 25), ("UTC", 2026, 4, 6)]
    names = ["office", "split", "night", "early", "queues", "edges", "feast"]
    for _ in range(count):
        zone, *date = rnd.choice(changes)
        start = dt.datetime(*date, tzinfo=dt.timezone.utc)
        start += rnd.randrange(-4000, 2000) * MINUTE
        name = rnd.choice(names)
        queue = rnd.choice(sorted(Hours(name).rows) + ["nowhere"])
        if rnd.random() < 0.7:
            kind, arg = "due", rnd.choice([0, 0, 1, 30, 60, 240, 960, -30,
                                           -600, rnd.randrange(1, 1500)])
        else:
            kind, arg = "ran", (start + rnd.randrange(-50, 6000) *
                                MINUTE).isoformat()
        print(zone, name, queue, kind, start.isoformat(), arg, sep="|")


if len(sys.argv) == 4 and sys.argv[1] == "random":
    draw(int(sys.argv[2]), int(sys.argv[3]))
else:
    for line in sys.stdin:
        print(answer(line.rstrip("\n")))
