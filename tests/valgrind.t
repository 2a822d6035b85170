#!/bin/sh
# SPDX-License-Identifier: ISC
# The five tools read no memory that is unset or not theirs: a small day and
# many notes under valgrind.

. "$(dirname "$0")/lib.sh"

grind() {
	run valgrind -q --error-exitcode=9 "$@"
}

reason=
if ! command -v valgrind >/dev/null; then
	reason='there is no valgrind'
elif grind triage -V && [ "$status" -ne 0 ]; then
	reason='valgrind cannot run this build'
elif ! [ -x "$B/sample" ]; then
	reason='there is no build/sample'
fi
if [ -n "$reason" ]; then
	skip 'the five tools under valgrind' "$reason"
	done_testing
	exit
fi

# clean NAME COMMAND...: no output at all says that all is well.
clean() {
	clean_name=$1
	shift
	grind "$@"
	gave 0 "$clean_name"
	is '' "$(grep '^==' err)" "$clean_name: nothing is unset"
}

day=2026-03-02
opts="-q -z UTC -N ${day}T18:00:00"
"$B/sample" --seed 3 --days 1 --agents 3 --start $day -o all.csv
head -n 150 all.csv >0.csv
# shellcheck disable=SC2086
{
	clean triage triage $opts 0.csv -o 1.csv
	clean breathe breathe $opts 1.csv -o 2.csv
	clean targetsplit targetsplit $opts -t 80 2.csv -o 3.csv
	clean escalate escalate $opts 3.csv -o 4.csv
	for format in text html; do
		clean "wrapup -f $format" wrapup $opts -f $format 4.csv -o out.f
	done
}
triage -q 0.csv >want
same want 1.csv 'triage writes what it writes without'

# Negations, guards and stems at the ends of texts: their neighbours are none.
clean 'triage over notes' triage -q --rename stress=was \
    --rename signals=were "$top"/tests/data/notes/[a-d]*.csv

done_testing
