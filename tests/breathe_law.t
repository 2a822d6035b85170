#!/bin/sh
# SPDX-License-Identifier: ISC
# Breaks that a law asks for, over midnight and from one day to the next.
. "$(dirname "$0")/lib.sh"

# nights: Ada's calls of 10 min at each full and half hour from 22:00 to
# 05:30 in two nights, `agent,start,talk,stress`.
nights() {
	awk 'BEGIN {
		print "agent,start,talk,stress"
		for (night = 2; night <= 3; night++)
			for (half = 44; half < 60; half++)
				printf "Ada,2026-03-%02d %02d:%02d:00,600,0\n",
				    night + (half >= 48), int(half / 2) % 24,
				    half % 2 * 30
	}'
}

# columns NAME..: of records on standard input those columns of out.
columns() {
	awk -F, -v names="$*" 'NR == FNR {
		for (i = 1; i <= NF && NR == 1; i++) c[$i] = i
		next
	} {
		for (i = 1; i <= split(names, name, " "); i++)
			printf "%s%s", (i > 1 ? " " : ""), $c[name[i]]
		print ""
	}' out -
}

# legal: when LEGAL offers of the last run were made, and until when.
legal() {
	grep UK_BREAK out | columns breather_from breather_until |
	    sed 's/2026-//g; s/:00+00:00//g' | tr '\n' ' ' | sed 's/ $//'
}

nights >calls.csv
printf 'agent,start,end\n' >none.csv

# From 22:00 on 6 h are over at 04:00; the first call that ends in the 30
# min before is that of 03:30.  Reminded again half an hour later, when it
# is overdue since 04:00, and so in the second night, which the gap from
# 05:40 to 22:00 begins anew.
first='03-03T03:40 03-03T04:00 03-03T04:10 03-03T04:00 '`
    `'03-03T04:40 03-03T04:00 03-03T05:10 03-03T04:00 03-03T05:40 03-03T04:00'
second=$(echo "$first" | sed 's/03-03/03-04/g')
run breathe -q --law uk --breaks none.csv calls.csv
is "$first $second" "$(legal)" "a night's work is one day's"

cat >rests.csv <<'END'
agent,start,end
Ada,2026-03-02 23:40,2026-03-03 00:00
END
run breathe -q --law uk --breaks rests.csv calls.csv
is "$second" "$(legal)" \
    "a break before midnight serves that night, and not the next"
cat >rests.csv <<'END'
agent,start,end
Ada,2026-03-02 23:40,2026-03-03 00:00
Ada,2026-03-04 01:10,2026-03-04 01:30
END
run breathe -q --law uk --breaks rests.csv calls.csv
is "" "$(legal)" "one in each night is enough"
cat >early.csv <<'END'
agent,start,end
Ada,2026-03-02 21:40,2026-03-02 22:00
Ada,2026-03-04 01:10,2026-03-04 01:30
END
run breathe -q --law uk --breaks early.csv calls.csv
is "$first" "$(legal)" "one that ends as the night begins serves nothing"

# Yesterday's file is needed for this, or the shifts.
grep -v 2026-03-02 calls.csv >today.csv
{
	head -n 1 calls.csv
	grep 2026-03-02 calls.csv
} >yesterday.csv
run breathe -q --law uk --breaks none.csv yesterday.csv today.csv
is "$first $second" "$(legal)" "yesterday's file before today's is the same"
run breathe -q --law uk --breaks none.csv today.csv
is "03-03T05:40 03-03T06:00 $second" "$(legal)" \
    "today's alone knows of no work before midnight"
printf 'agent,days,start,end\nAda,daily,22:00,06:00\n' >shifts.csv
# Of a shift until 06:00 the break is over 15 min before it ends: 05:25.
shift='03-03T03:40 03-03T04:00 03-03T04:10 03-03T04:00 '`
    `'03-03T04:40 03-03T04:00 03-03T05:10 03-03T04:00'
run breathe -q --law uk --breaks none.csv --shifts shifts.csv today.csv
is "$shift $(echo "$shift" | sed 's/03-03/03-04/g')" "$(legal)" \
    "but with shifts it does"
run breathe -q --law uk --breaks rests.csv --shifts shifts.csv today.csv
is "" "$(legal)" "and of yesterday's break, too"

# Not at the end: a shift of 6 h 10 min, 20 min and 15 before its end.
printf 'agent,days,start,end\nAda,daily,22:00,04:10\n' >short.csv
run breathe -q --law uk --breaks none.csv --shifts short.csv yesterday.csv \
    today.csv
is "03-03T03:10 03-03T03:35" "$(legal | cut -d' ' -f1,2)" \
    "of a short shift the break is due 35 min before its end"
printf 'agent,days,start,end\nAda,daily,22:00,04:00\n' >short.csv
run breathe -q --law uk --breaks none.csv --shifts short.csv yesterday.csv
is "" "$(legal)" "a shift of six hours gives no claim"

# A gap of 6 h begins a new working day, a shorter one is in it.
printf 'agent,start,talk\nAda,2026-03-02 09:00:00,3600\n' >split.csv
{
	cat split.csv
	echo 'Ada,2026-03-02 16:00:00,600'
} >six.csv
{
	cat split.csv
	echo 'Ada,2026-03-02 15:59:59,600'
} >less.csv
run breathe -q --law uk --breaks none.csv six.csv
is "" "$(legal)" "six hours without a call: another working day"
run breathe -q --law uk --breaks none.csv less.csv
is 1 "$(grep -c UK_BREAK out)" "a second less: the same, and a break is owed"

# The list of now and the plan after midnight.
run breathe -q --now-list -N '2026-03-03 03:45' --law uk --shifts shifts.csv \
    calls.csv
is "Ada LEGAL UK_BREAK 20 2026-03-03T04:00:00+00:00" \
    "$(sed -n 2p out | columns agent kind rule minutes due)" \
    "the list of now, too, counts from before midnight"
grep -q '0 of 20 min of break recorded in 5 h 45 min of work' out
ok $? "with 5 h 45 min of work"
run breathe -q --plan --law de --shifts shifts.csv --date 2026-03-02
is "2026-03-02 2026-03-03T01:45:00+00:00 30 DE_30" \
    "$(grep LEGAL out | columns date from minutes rule)" \
    "a night's plan has its break in the middle, on the next date"

# Only recorded breaks take an offer of the law.
run breathe -q --law uk --breaks none.csv calls.csv
is 0 "$(grep -c ',yes$' out)" "idle time takes no offer of the law"
cat >rests.csv <<'END'
agent,start,end
Ada,2026-03-03 03:40,2026-03-03 04:00
END
run breathe -q --law uk --breaks rests.csv calls.csv
is "Ada,2026-03-03 04:00:00" "$(grep ',yes$' out | cut -d, -f1,2)" \
    "a recorded break does"

# Until the last chance: calls of 9 min each 10 min from 08:00 but for a gap
# from 12:59 to 14:00.  In us-ca the fifth hour ends at 13:00, in de the
# sixth in a row at 14:00, also where that is less than the break after now.
calls() {
	awk -v from="$1" -v until="$2" 'BEGIN {
		print "agent,start,talk,stress"
		for (ten = 48; ten < 108; ten++)
			if (ten < from || ten >= until)
				printf "Ada,2026-03-02 %02d:%02d:00,540,5\n",
				    int(ten / 6), ten % 6 * 10
	}'
}
# rested FROM UNTIL: one recorded break.
rested() {
	printf 'agent,start,end\nAda,2026-03-02 %s,2026-03-02 %s\n' "$1" "$2"
}
mkdir lone
echo 'rule,kind,minutes,when,within,note' >lone/breaks.csv
printf 'agent,days,start,end\nAda,daily,08:00,18:00\n' >lone/shifts.csv
# windows RULE: first, last chance and answers of its offers.
windows() {
	grep "$1" out | columns breather_from breather_until |
	    sed 's/2026-03-02T//g; s/:00+00:00//g' | head -n "$2" |
	    tr '\n' ' ' | sed 's/ $//'
}
calls 84 86 >de.csv
run breathe -q -C lone --law de --breaks none.csv de.csv
is "13:39 14:00 14:29 14:00" "$(windows DE_30 2)" \
    "de: until the end of the sixth hour in a row, and no longer"
grep -q 'ArbZG section 4); overdue since 14:00,' out
ok $? "and then the reason says since when it is overdue"
is 0 "$(grep -c '^Ada,2026-03-02 13:30:00.*overdue' out)" "but not before"
rested 14:00 14:30 >rests.csv
run breathe -q -C lone --law de --breaks rests.csv de.csv
is 0 "$(grep -c ',yes$' out)" "a break with calls in it takes nothing"
calls 84 87 >de.csv
run breathe -q -C lone --law de --breaks rests.csv de.csv
is "2026-03-02 14:30:00" "$(grep ',yes$' out | cut -d, -f2)" \
    "one at the last chance takes the offer"
rested 14:01 14:31 >rests.csv
calls 84 88 >de.csv
run breathe -q -C lone --law de --breaks rests.csv de.csv
is "0 2026-03-02 14:40:00" "$(grep -c ',yes$' out) $(grep ',no$' out |
    cut -d, -f2 | head -n 1)" "one minute later it is too late"
# Of the rest until 11:30 one is reminded every 30 min from 09:49 on.
calls 78 81 >ca.csv
run breathe -q -C lone --law us-ca --breaks none.csv ca.csv
is "12:49 13:00" "$(windows CA_MEAL_1 1)" \
    "us-ca: until the end of the fifth hour"

# A lead's own row that wants the break long before the day is long enough,
# without shifts: 4 h are over at 12:00, and 30 min ahead is 11:30.
mkdir own
printf 'rule,kind,minutes,when,within\nOURS,LEGAL,20,day>6h and by 4h,30\n' \
    >own/breaks.csv
run breathe -q -C own --breaks none.csv ca.csv
is "11:39 12:00" "$(windows OURS 1)" \
    "a day whose end nobody knows is held to be long enough"

done_testing
