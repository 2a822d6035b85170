#!/bin/sh
# SPDX-License-Identifier: ISC
# The whole pipeline on exports that nobody here wrote, and on a made-up day.

. "$(dirname "$0")/lib.sh"

now=2026-03-02T18:00:00
opts="-N $now --date 2026-03-02"

# balances FILE: each accounting line in it closes.
balances() {
	sed -n 's/.*read \([0-9]*\) = [a-z ]* \([0-9]*\) + set aside \([0-9]*\) + skipped \([0-9]*\) + left out \([0-9]*\)$/\1 \2 \3 \4 \5/p' \
	    "$1" >sums
	[ "$(wc -l <sums)" -eq "$2" ] &&
		awk '$1 != $2 + $3 + $4 + $5 { bad = 1 } END { exit bad }' sums
}

# pipeline NAME FILE: every stage on its own, so that each status is seen.
pipeline() {
	delimiter=${3:-,}
	# shellcheck disable=SC2086
	{
		triage -v $opts "$2" >1.csv 2>err
		s1=$?
		breathe -v $opts 1.csv >2.csv 2>>err
		s2=$?
		targetsplit -v -t 80 $opts 2.csv >3.csv 2>>err
		s3=$?
		escalate -v $opts 3.csv >4.csv 2>>err
		s4=$?
		wrapup -v $opts 4.csv >5.txt 2>>err
		s5=$?
	}
	is yes "$(for s in $s1 $s2 $s3 $s4 $s5; do
		case $s in 0|3) ;; *) echo "no: $s1 $s2 $s3 $s4 $s5"; exit ;;
		esac; done; echo yes)" "$1: each stage ends in 0 or 3"
	balances err 5
	ok $? "$1: the accounting closes in all five"
	# shellcheck disable=SC2086
	{ triage $opts "$2" | breathe $opts | targetsplit -t 80 $opts |
		escalate $opts | wrapup $opts; } >piped.txt 2>/dev/null
	same 5.txt piped.txt "$1: a pipe gives the report of the stages"
	for stage in "triage 1" "breathe 2" "targetsplit 3" "escalate 4"; do
		set -- "$1" "$2" ${stage}
		extra=
		[ "$3" = targetsplit ] && extra='-t 80'
		# shellcheck disable=SC2086
		$3 $extra $opts "$4.csv" >again.csv 2>/dev/null
		same "$4.csv" again.csv "$1: $3 twice gives the bytes of once"
	done
	is "$(python3 -c '
import csv, sys
csv.field_size_limit(1 << 30)
print(sum(1 for r in csv.reader(open(sys.argv[1], newline="",
    encoding="utf-8-sig", errors="surrogateescape"),
    delimiter=sys.argv[2]) if r))' "$2" "$delimiter")" \
	    "$(python3 -c '
import csv, sys
print(sum(1 for r in csv.reader(open("4.csv", newline="",
    errors="surrogateescape"), delimiter=sys.argv[1]) if r))' "$delimiter")" \
	    "$1: as many records out as in"
}

sample --days 2 --agents 12 --start 2026-03-02 -o day.csv
pipeline "a made-up day" day.csv
sample --dialect pwc --agents 8 -o pwc.csv
pipeline "the pwc dialect" pwc.csv
sample --dialect five9 --agents 8 -o five9.csv
pipeline "the five9 dialect" five9.csv
sample --dialect freepbx --agents 8 -o freepbx.csv
pipeline "the freepbx dialect" freepbx.csv

if need_shared "real exports"; then
	calls=$shared/data/calls
	pipeline pwc_original "$calls/pwc_original.csv"
	pipeline pwc_longdate "$calls/pwc_longdate.csv"
	pipeline pwc_semicolon_excel "$calls/pwc_semicolon_excel.csv" ';'
	pipeline technion "$calls/technion_one_day.csv"
	pipeline restaurant "$calls/restaurant.csv"
	pipeline dialer "$calls/dialer_calls.csv"
	grep -q 'breathe: [0-9]* records* .*blank' err
	ok $? "dialer: blank loads are counted"

	run triage "$calls/not_calls_daily_totals.csv"
	gave 2 "daily totals are refused"
	says "looked for" "and it says what was looked for"

	# Technion: three negative durations, times without a date on --date,
	# records in text order, equal ids never joined.
	triage $opts "$calls/technion_one_day.csv" >t.csv 2>err
	says "3 negative durations" "technion: negative durations are counted"
	for tool in breathe 'targetsplit -t 80' escalate wrapup; do
		# shellcheck disable=SC2086 # the tool and its options
		run $tool $opts "$calls/technion_one_day.csv"
		says "3 negative durations" "and by ${tool%% *}"
	done
	triage $opts "$calls/technion_one_day.csv" >t.csv 2>err
	says "2375 records have times without a date" \
	    "technion: times without a date are counted"
	is 2376 "$(wc -l <t.csv | tr -d ' ')" "technion: every record passes"
	is "$(tail -n +2 "$calls/technion_one_day.csv" | cut -d, -f4 |
	    tr -d '\r')" "$(tail -n +2 t.csv | cut -d, -f4)" \
	    "technion: the order is kept"
fi

# What make demo does works, and its pipe has the sum of a clean day.
B=$B sh "$top/scripts/demo" >demo.out 2>demo.err
is 0 $? "the demo runs"
grep -q 'Left in' demo.out
ok $? "and says where it left its files"

done_testing
