#!/bin/sh
# SPDX-License-Identifier: ISC
# Civil time against python3's zoneinfo: thirty zones, each change of their
# clocks from 2000 to 2040 and what lies around it, both ways.  Python reads
# the same tables as we do, or it would be a comparison of two tzdata.
. "$(dirname "$0")/lib.sh"

name='civil time as python3 has it'
zoneinfo=/usr/share/zoneinfo
if ! python3 -c 'import zoneinfo' 2>/dev/null; then
	skip "$name" "there is no python3 with zoneinfo"
	done_testing
fi
if [ ! -f $zoneinfo/Europe/Berlin ]; then
	skip "$name" "the package tzdata is not installed"
	done_testing
fi

# Of an export that stands newest first the order is reversed: of the hour
# that comes twice its second half stands above.
cat >hours.py <<'END'
n = 0
print("call_id,start,talk")
for hour in 3, 2, 2, 1:
    for minute in range(57, -1, -3):
        n += 1
        print("%d,2026-10-25 %02d:%02d:00,60" % (n, hour, minute))
END
python3 hours.py >down.csv
{ head -n 1 down.csv; tail -n +2 down.csv | tac; } >up.csv
cat >want <<'END'
2026-10-25T02:00:00+02:00 20
2026-10-25T02:00:00+01:00 20
END
for order in up down; do
	run wrapup -q -z Europe/Berlin -f csv -s intervals $order.csv
	sed -n 's/^intervals,\([^,]*T02[^,]*\),offered,\([0-9]*\),.*/\1 \2/p' \
	    out >got
	same want got "$order: the hour that comes twice"
	# From 1:00 on, and each of the two hours by itself.
	run triage -q --sort -z Europe/Berlin $order.csv
	cut -d, -f2 out | tail -n +2 | cut -c12-16 >got
	tail -n +2 up.csv | cut -d, -f2 | cut -c12-16 >minutes
	same minutes got "$order: sorted"
done

cat >ask.py <<'EOF'
import datetime as dt, struct, sys, zoneinfo

ZONES = """Europe/Berlin Europe/London Europe/Dublin Europe/Moscow
Europe/Istanbul Europe/Chisinau Atlantic/Azores America/New_York
America/Sao_Paulo America/Santiago America/Asuncion America/St_Johns
America/Havana America/Caracas America/Nuuk America/Mexico_City
America/Scoresbysund Africa/Casablanca Africa/Cairo Asia/Beirut Asia/Gaza
Asia/Amman Asia/Tehran Asia/Kolkata Asia/Kathmandu Asia/Pyongyang
Australia/Lord_Howe Pacific/Apia Pacific/Chatham
Antarctica/Troll""".split()
UTC = dt.timezone.utc
EPOCH = dt.datetime(1970, 1, 1)
FROM = int(dt.datetime(2000, 1, 1, tzinfo=UTC).timestamp())
UNTIL = int(dt.datetime(2041, 1, 1, tzinfo=UTC).timestamp())

def offset(zone, t):
    at = dt.datetime.fromtimestamp(t, zone)
    return int(at.utcoffset().total_seconds())

def table(name):
    """The times of change that a zone's file lists, and its last one."""
    data = open("/usr/share/zoneinfo/" + name, "rb").read()
    def counts(at):
        return struct.unpack(">6l", data[at + 20:at + 44])
    utc, std, leap, time, kind, char = counts(0)
    at = 44 + time * 5 + kind * 6 + char + leap * 8 + std + utc
    time = counts(at)[3]
    return list(struct.unpack(">%dq" % time,
        data[at + 44:at + 44 + 8 * time]))

def changes(name, zone):
    listed = [t for t in table(name) if FROM <= t < UNTIL]
    # Behind the list a rule holds: found day by day.
    t = max(listed[-1:] + [FROM])
    t = max(FROM, t)
    before = offset(zone, t)
    while t < UNTIL:
        after = offset(zone, t + 86400)
        if after != before:
            low, high = t, t + 86400
            while high - low > 1:
                middle = (low + high) // 2
                if offset(zone, middle) == before:
                    low = middle
                else:
                    high = middle
            listed.append(high)
        before = after
        t += 86400
    return listed

def ask_instant(name, zone, t):
    at = dt.datetime.fromtimestamp(t, zone)
    print(name, "i", t * 1000, file=asked)
    print(at.strftime("%Y-%m-%d %H:%M:%S"), offset(zone, t), file=want)

def ask_word(name, zone, t):
    """A time with the word that the zone's clocks go by, as %Z."""
    at = dt.datetime.fromtimestamp(t, zone)
    other = at.replace(fold=1 - at.fold)
    # Of few hours even the word does not tell which of two they are.
    if not at.tzname().isalpha() or (other.utcoffset() != at.utcoffset() and
        other.tzname() == at.tzname()):
        return
    print(name, "w", at.strftime("%Y-%m-%d %H:%M:%S %Z"), file=asked)
    print(t * 1000, file=want)

def ask_local(name, zone, local):
    first = local.replace(tzinfo=zone).utcoffset()
    last = local.replace(tzinfo=zone, fold=1).utcoffset()
    # PEP 495: of a time never told, fold=0 has the offset before the gap.
    fold = 0 if first == last else 1 if first > last else 2
    if fold == 2:
        last = first
    ms = [int((local - EPOCH - o).total_seconds()) * 1000
        for o in (first, last)]
    print(name, "l", local.year, local.month, local.day, local.hour,
        local.minute, local.second, file=asked)
    print(ms[0], ms[1], fold, file=want)

def ask_days(name, zone, t):
    """First instants of the days around t, minute by minute."""
    start = {}
    for at in range(t - 4 * 86400, t + 4 * 86400, 60):
        start.setdefault(dt.datetime.fromtimestamp(at, zone).date(), at)
    today = dt.datetime.fromtimestamp(t, zone).date()
    for days in (-2, -1, 0, 1, 2):
        at = start.get(today + dt.timedelta(days))
        if at is not None:
            print(name, "d", t * 1000, days, file=asked)
            print(at * 1000, file=want)

asked = open("asked", "w")
want = open("want", "w")
found = 0
for name in ZONES:
    zone = zoneinfo.ZoneInfo(name)
    # Nothing near: the middle of each month.
    for year in range(2000, 2041):
        for month in range(1, 13):
            noon = dt.datetime(year, month, 15, 12, 0, 0)
            ask_local(name, zone, noon)
    for t in changes(name, zone):
        found += 1
        for step in (-3600, -1800, -1, 0, 1, 1800, 3600):
            ask_instant(name, zone, t + step)
            ask_word(name, zone, t + step)
        for side in (-1, 0):
            wall = EPOCH + dt.timedelta(seconds=t + offset(zone, t + side))
            for step in (-3600, -1800, -1, 0, 1, 1800, 3600):
                ask_local(name, zone, wall + dt.timedelta(seconds=step))
        if t % 7 == 0 and t < FROM + 20 * 366 * 86400 or t == 1325239200:
            ask_days(name, zone, t)
for name, when in (("America/Sao_Paulo", "2018-11-04T03:00"),
    ("Asia/Beirut", "2021-03-27T22:00"), ("Africa/Cairo", "2023-04-27T22:00"),
    ("Africa/Cairo", "2023-10-26T21:00"), ("America/Havana",
    "2020-11-01T05:00"), ("America/Asuncion", "2020-10-04T04:00"),
    # Half past eleven became half past twelve.
    ("America/Toronto", "1919-03-31T04:30")):
    at = dt.datetime.fromisoformat(when).replace(tzinfo=UTC)
    ask_days(name, zoneinfo.ZoneInfo(name), int(at.timestamp()))
print(found)
EOF

# Words for zones, through the tools: EST is what RFC 822 says, wherever the
# machine stands; what several zones use is only read where -z is one.
cat >words.csv <<'END'
call_id,start,agent,talk
1,2024-03-10 14:00:00 EST,Ann,60
2,2024-07-10 14:00:00 PDT,Ann,60
3,07/20/2024 02:00:00 PM CEST,Ann,60
END
cat >want <<'END'
2024-03-10T19:00:00+00:00
2024-07-10T21:00:00+00:00
2024-07-20T12:00:00+00:00
END
run env TZ=Asia/Tokyo wrapup -z UTC -f csv -s intervals words.csv
gave 0 'words for zones'
sed -n 's/^intervals,\([^,]*\),offered,1,.*/\1/p' out >got
same want got 'words for zones: their instants'
run wrapup -z America/New_York -f csv -s intervals words.csv
says "1 times name the zone's other half of the year" 'EST where it is EDT'
sed 's/ E[SD]T/ IST/; s/ PDT/ IST/; s/ CEST/ IST/' words.csv >ist.csv
run wrapup -z UTC -f csv -s intervals ist.csv
gave 2 'a word that several zones use'
says '3 of the 3 times seen name a zone' 'a word that several zones use: said'
run wrapup -z Asia/Kolkata -f csv -s intervals ist.csv
gave 0 'the word of the zone of -z'
grep -q '2024-03-10T14:00:00+05:30,offered,1,' out
ok $? 'the word of the zone of -z: read'
sed 's/PDT/IST/' words.csv >one.csv
run wrapup -z UTC -f csv -s intervals one.csv
gave 0 'one such word'
says '1 of the 3 times seen name a zone' 'one such word: said'
says '1 times cannot be read' 'one such word: counted'

printf 'agent,Start time (EST),talk\nAnn,2024-07-20 14:00,60\n' >named.csv
run triage -z UTC named.csv
says 'start: the name of its column says EST' 'a zone in a name of a column'
run triage -z America/New_York named.csv
is '' "$(cat err)" 'the zone of -z in a name of a column'

found=$(PYTHONTZPATH=$zoneinfo TZDIR=$zoneinfo python3 ask.py)
ok $? "python3 finds $found changes of the clocks"
[ "${found:-0}" -gt 1000 ]
ok $? "which are enough to mean something"
runin asked env TZDIR=$zoneinfo "$B/tests/zone" lines
gave 0 "we answer as many questions"
same want out "$name: $(grep -c ' i ' asked) instants, \
$(grep -c ' l ' asked) local times, $(grep -c ' d ' asked) days, \
$(grep -c ' w ' asked) with the zone's word"

done_testing
