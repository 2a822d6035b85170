#!/bin/sh
# SPDX-License-Identifier: ISC
# The business clock against a table of cases over zones, changes of the
# clocks, nights and holidays, and against a program that walks minute by
# minute over the wall clock.
. "$(dirname "$0")/lib.sh"

data=$top/tests/data/clock

# Questions with the folder of their hours, and what the clock says.
ask() {
	awk -F'|' -v OFS='|' -v d="$data/" '{ $2 = d $2; print }' "$1" |
	    "$B/tests/clock" lines
}

grep -v '^#' "$data/cases" | cut -d'|' -f1-6 >questions
grep -v '^#' "$data/cases" | cut -d'|' -f7 >want
n=$(wc -l <want)
ok "$([ "$n" -ge 120 ]; echo $?)" "there are 120 cases or more"
ask questions >got
same want got "the table of $((n)) cases"

if python3 -c 'import zoneinfo; zoneinfo.ZoneInfo("Pacific/Apia")' 2>/dev/null
then
	python3 "$data/walk.py" <questions >got
	same want got "the table, walked minute by minute"
	python3 "$data/walk.py" random 100 "${SEED:-7}" >questions
	python3 "$data/walk.py" <questions >want
	ask questions >got
	same want got "100 random cases, seed ${SEED:-7}"
else
	skip "walked minute by minute" "python3 with zoneinfo is not here"
fi
done_testing
