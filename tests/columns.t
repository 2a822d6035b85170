#!/bin/sh
# SPDX-License-Identifier: ISC
# Which column is taken for which field (SPEC section 3): shipped maps and
# how they are picked, value tables, words that mean several things, -m,
# scales, legs, and what --check says of it.

. "$(dirname "$0")/lib.sh"

# csv FILE HEADER NAME=VALUE,..: a made-up export: the header's columns, and
# a row for each further argument, `NAME=VALUE|NAME=VALUE`.
csv() {
	python3 - "$@" <<'END'
import csv, sys
out, header, *rows = sys.argv[1:]
names = next(csv.reader([header]))
with open(out, "w", newline="") as f:
    w = csv.writer(f, lineterminator="\n")
    w.writerow(names)
    for row in rows:
        values = dict(p.split("=", 1) for p in row.split("|"))
        missing = set(values) - set(names)
        if missing:
            sys.exit("no such column: %s" % missing)
        w.writerow([values.get(n, "") for n in names])
END
}

# header NAME: the header of a shipped map, its first.
header() {
	python3 - "$top/lib/call/maps/$1.csv" <<'END'
import csv, sys
rows = [r for r in csv.reader(l for l in open(sys.argv[1])
                              if not l.startswith("#"))]
print(next(r[1] for r in rows if r[0] in ("header", "columns")))
END
}

# service WANT NAME ARGS...: metrics of wrapup's service section.
service() {
	s_want=$1
	s_name=$2
	shift 2
	run wrapup -q -N 2026-03-02T18:00:00 -f csv -s service "$@"
	is "$s_want" "$(awk -F, -v want="$s_want" '
	    $2 == "" { v[$3] = $4 }
	    END { n = split(want, w, " ")
		for (i = 1; i <= n; i++) {
			split(w[i], p, "=")
			printf "%s%s=%s", (i > 1 ? " " : ""), p[1], v[p[1]]
		} }' out)" "$s_name"
}

# says_check LINE NAME ARGS...: --check prints a line (an awk pattern).
says_check() {
	c_line=$1
	c_name=$2
	shift 2
	run breathe -q --check "$@"
	grep -Eq -- "$c_line" out
	ok $? "$c_name"
}

# Each public header is one of a vendor's.
if need_shared "headers of vendors"; then
	while read -r file map; do
		run breathe -q --check "$shared/data/headers/$file"
		gave 0 "$file: status 0"
		case $(head -n 1 out) in
		"map: $map ("*) ok 0 "$file: $map" ;;
		*) ok 1 "$file: $map"; head -n 1 out ;;
		esac
		is "" "$(awk 'length($0) > 80' out)" "$file: in 80 columns"
	done <<'END'
aircall_calls_history.csv aircall
amazon_connect_contact_search.csv amazon-connect
asterisk_master_NOHEADER_fieldorder.txt asterisk-cdr
cisco_cucm_cdr_SUBSET_two_header_lines.csv cisco-cucm
cisco_uccx_ccdr.csv cisco-uccx
cisco_uccx_csq_agent.csv cisco-uccx
five9_call_log.csv five9
freepbx_cdr_export.csv freepbx
freeswitch_cdr_csv_example_NOHEADER_fieldorder.txt freeswitch
genesys_cloud_interactions.csv genesys-cloud
pbxware_cdr.csv pbxware
talkdesk_contacts_report.csv talkdesk
technion_anonymous_bank.tsv technion
threecx_cdr_NOHEADER_fieldorder.txt 3cx-cdr
threecx_v20_call_log.csv 3cx
vicidial_call_report_export_EXTENDED.tsv vicidial
vocalcom_hermes_odcalls.tsv vocalcom
END
	run triage --check "$shared/data/headers/avaya_cms_split_interval.csv"
	gave 2 "interval totals are refused"
	says "interval totals, not calls (avaya-cms)" "and why"
	run triage "$shared/data/calls/not_calls_daily_totals.csv"
	gave 2 "daily totals are refused"
	says "daily or interval totals, not calls" "and why"
	is "" "$(cat out)" "and nothing is written"
fi
printf 'Date,Agent,Calls Offered,Calls Handled\n2026-03-02,Ann,9,8\n' >sum.csv
run triage sum.csv
gave 2 "sums by agent are refused"
for sum in Calls 'Total Calls' 'Number of calls' 'Calls Taken'; do
	printf 'Agent,Date,%s,Avg Talk Time\nAnn,2026-03-02,9,0:03:10\n' \
	    "$sum" >sum.csv
	run wrapup sum.csv
	gave 2 "sums by agent are refused: $sum"
done
printf 'Call Id,Date,Agent,Calls Offered,Calls Handled\n1,2026-03-02,A,,\n' \
    >calls.csv
run triage calls.csv
gave 0 "a list of calls may name sums"

# Value tables and units, one vendor after the other.  The expected numbers
# are the rows' own, counted by hand.
csv five9.csv "$(header five9)" \
    'CALL ID=1|TIMESTAMP=Mon, 02 Mar 2026 09:00:00|CAMPAIGN=Q|CALL TYPE=Inbound|AGENT NAME=Ann|DISPOSITION=Callback wished|CALL TIME=00:03:00|QUEUE WAIT TIME=00:00:20|TALK TIME=00:02:00|HOLD TIME=00:00:10|AFTER CALL WORK TIME=00:00:30|ABANDONED=0' \
    'CALL ID=2|TIMESTAMP=Mon, 02 Mar 2026 09:05:00|CAMPAIGN=Q|CALL TYPE=Inbound|DISPOSITION=No Disposition|CALL TIME=00:00:30|QUEUE WAIT TIME=00:00:30|TALK TIME=00:00:00|ABANDONED=1' \
    'CALL ID=3|TIMESTAMP=Mon, 02 Mar 2026 09:06:00|CAMPAIGN=Q|CALL TYPE=Inbound|DISPOSITION=Voicemail Dump|CALL TIME=00:00:30|QUEUE WAIT TIME=00:00:10|TALK TIME=00:00:00|ABANDONED=0'
service "offered=3 answered=1 abandoned=1 asa=20 aht=160" five9 five9.csv

csv aircall.csv "$(header aircall)" \
    'line=Sales|datetime (tz offset incl.)=2026-03-02 20:00:00|datetime (utc)=2026-03-02 09:00:00|direction=inbound|answered=Yes|user=Ann|duration (total)=530|duration (in call)=486|waiting time=00:00:44|time in ivr=00:00:15|call id=x' \
    'line=Sales|datetime (utc)=2026-03-02 09:10:00|direction=inbound|answered=No|missed_call_reason=no_available_agent|user=[No associated user]|duration (total)=60|waiting time=00:01:00|call id=y' \
    'line=Sales|datetime (utc)=2026-03-02 09:20:00|direction=inbound|answered=No|missed_call_reason=out_of_opening_hours|user=[No associated user]|voicemail=https://example.com/v|waiting time=00:00:20|call id=z'
service "offered=3 answered=1 abandoned=1 asa=29 aht=486" aircall aircall.csv
run breathe -q -z Australia/Melbourne aircall.csv
says_check "^start +datetime \(utc\) +time, iso, UTC" \
    "aircall: start is UTC" aircall.csv
run wrapup -q -z Australia/Melbourne -f csv -s intervals aircall.csv
grep -q '^intervals,2026-03-02T20:00:00+11:00,' out
ok $? "aircall: 09:00 UTC is 20:00 in Melbourne"

csv connect.csv "$(header amazon-connect)" \
    'Contact ID=a|Contact status=Completed|Initiation timestamp=2026-03-02T09:00:00Z|Enqueue timestamp=2026-03-02T09:00:05Z|Queue=Q|Agent=ann|Connected to agent timestamp=2026-03-02T09:00:25Z|Disconnect timestamp=2026-03-02T09:02:25Z|Agent interaction duration=00:02:00|Initiation method=INBOUND|Is transferred out=Yes' \
    'Contact ID=b|Contact status=Completed|Initiation timestamp=2026-03-02T09:10:00Z|Enqueue timestamp=2026-03-02T09:10:05Z|Queue=Q|Disconnect timestamp=2026-03-02T09:10:35Z|Initiation method=INBOUND' \
    'Contact ID=c|Contact status=Completed|Initiation timestamp=2026-03-02T09:11:00Z|Disconnect timestamp=2026-03-02T09:11:35Z|Initiation method=INBOUND'
service "answered=1 abandoned=1 asa=25 aht=120 transfers=1" \
    amazon-connect connect.csv

csv talkdesk.csv "$(header talkdesk)" \
    'Interaction ID=i1|Contact ID=c1|Ring Groups=Q|Direction=Inbound|Contact Type=answered|Started At=2026-03-02 09:00:00|Wait Time=00:00:20|Answered At=2026-03-02 09:00:20|Talk Time=120|Hold Time=30|After Call Work Time=10|User Name=Ann|Transfer Out (Yes/No)=Yes' \
    'Interaction ID=i1|Contact ID=c2|Ring Groups=Q|Direction=Inbound|Contact Type=answered|Started At=2026-03-02 09:03:00|Wait Time=00:00:10|Answered At=2026-03-02 09:03:10|Talk Time=60|User Name=Ben|Transfer Out (Yes/No)=No' \
    'Interaction ID=i2|Contact ID=c3|Ring Groups=Q|Direction=Inbound|Contact Type=short abandoned|Started At=2026-03-02 09:05:00|Wait Time=00:00:03' \
    'Interaction ID=i3|Contact ID=c4|Ring Groups=Q|Direction=Inbound|Contact Type=voicemail|Started At=2026-03-02 09:06:00|Wait Time=00:00:03'
service "offered=3 answered=1 abandoned=1 asa=20 aht=110 calls=1 legs=2" \
    "talkdesk: an interaction is one call, its contacts are legs" talkdesk.csv

csv uccx.csv 'Node ID - Session ID - Sequence No,Call Start Time,Call End Time,Contact Disposition,Originator DN (Calling Number),Destination DN,Called Number,Application Name,CSQ Names,Queue Time,Agent Name,Ring Time,Talk Time,Work Time' \
    'Node ID - Session ID - Sequence No=1-100-0|Call Start Time=2026-03-02 09:00:00|Call End Time=2026-03-02 09:03:00|CSQ Names=Q|Contact Disposition=2|Queue Time=0:00:20|Agent Name=Ann|Talk Time=0:02:00|Work Time=0:00:30' \
    'Node ID - Session ID - Sequence No=1-100-1|Call Start Time=2026-03-02 09:03:00|Call End Time=2026-03-02 09:04:00|CSQ Names=Q|Contact Disposition=2|Queue Time=0:00:00|Agent Name=Ben|Talk Time=0:00:50|Work Time=0:00:00' \
    'Node ID - Session ID - Sequence No=1-101-0|Call Start Time=2026-03-02 09:05:00|Call End Time=2026-03-02 09:05:40|CSQ Names=Q|Contact Disposition=1|Queue Time=0:00:40'
service "offered=2 answered=1 abandoned=1 asa=20 aht=100 calls=1 legs=2" \
    "cisco-uccx: sequence numbers of a session are legs" uccx.csv

csv 3cx.csv "$(header 3cx)" \
    'Call Time=2026-03-02T09:00:00|Call ID=1|From=15551|To=Ann (101)|Direction=Inbound|Status=Answered|Ringing=00:00:08|Talking=00:02:00' \
    'Call Time=2026-03-02T09:10:00|Call ID=2|From=15552|To=Sales (800)|Direction=Inbound Queue|Status=Unanswered|Ringing=00:00:30|Talking=00:00:00' \
    'Call Time=2026-03-02T09:20:00|Call ID=3|From=Ann (101)|To=15553|Direction=Outbound|Status=Answered|Ringing=00:00:05|Talking=00:01:00'
service "offered=2 answered=1 abandoned=1 aht=90 legs=2" 3cx 3cx.csv
run wrapup -q -f csv -s agents 3cx.csv
is "Ann (101)" "$(sed -n 's/^agents,\([^,]*\),legs,.*/\1/p' out)" \
    "3cx: who called out is the agent, too"

csv vicidial.csv "$(header vicidial)" \
    'call_date=2026-03-02 09:00:00|status=SALE|user=1001|full_name=Ann|campaign_id=Q|phone_number=1|length_in_sec=100|uniqueid=1|answered_time=90' \
    'call_date=2026-03-02 09:05:00|status=DROP|user=VDAD|full_name=Outbound Auto Dial|campaign_id=Q|phone_number=2|length_in_sec=5|uniqueid=2' \
    'call_date=2026-03-02 09:06:00|status=AA|user=VDAD|full_name=Outbound Auto Dial|campaign_id=Q|phone_number=3|length_in_sec=9|uniqueid=3' \
    'call_date=2026-03-02 09:07:00|status=N|user=1001|full_name=Ann|campaign_id=Q|phone_number=4|length_in_sec=9|uniqueid=4' \
    'call_date=2026-03-02 09:08:00|status=OURS|user=1001|full_name=Ann|campaign_id=Q|phone_number=5|length_in_sec=50|uniqueid=5|answered_time=40'
service "answered=2 abandoned=1 talk_mean=65 legs=2" vicidial vicidial.csv

csv genesys.csv "$(header genesys-cloud)" \
    'Date=2026-03-02 09:00|End Date=2026-03-02 09:05|Users=Ann; Ben|Duration=300000|Direction=Inbound|ANI=tel:+1555|Queue=Billing|Conversation ID=a|Media Type=voice' \
    'Date=2026-03-02 09:10|End Date=2026-03-02 09:11|Duration=60000|Direction=Inbound|ANI=tel:+1556|Queue=Billing|Conversation ID=b|Media Type=voice'
service "offered=2 answered=1 abandoned=1 aht=300" \
    "genesys-cloud: milliseconds, and who met no user gave up" genesys.csv
run wrapup -q -f csv -s agents genesys.csv
is "Ann" "$(sed -n 's/^agents,\([^,]*\),legs,.*/\1/p' out)" \
    "genesys-cloud: the first of several users took it"

# FreeSWITCH has no header: NORMAL_CLEARING says nothing by itself.
cat >freeswitch.txt <<'END'
Ann,15551,1001,default,2026-03-02 09:00:00,2026-03-02 09:00:08,2026-03-02 09:02:08,128,120,NORMAL_CLEARING,u1,b1,,PCMU,PCMU
B,15552,1001,default,2026-03-02 09:05:00,,2026-03-02 09:05:20,20,0,ORIGINATOR_CANCEL,u2,,,,
C,15553,1001,default,2026-03-02 09:06:00,,2026-03-02 09:06:20,20,0,NORMAL_CLEARING,u3,,,,
D,15554,1001,default,2026-03-02 09:07:00,,2026-03-02 09:07:01,1,0,USER_BUSY,u4,,,,
END
service "answered=1 abandoned=1 asa=8 talk_mean=120" freeswitch \
    -m freeswitch freeswitch.txt
run breathe freeswitch.txt
gave 2 "a record is not taken for a header"
says "-m freeswitch" "and the map that fits is named"

# Asterisk's Master.csv: legs by linkedid, agents by extension.
cat >master.csv <<'END'
"","15552470001","600","from-trunk","","SIP/trunk-00000001","SIP/1001-00000002","Queue","600","2026-03-02 09:00:00","2026-03-02 09:00:10","2026-03-02 09:02:10",130,120,"ANSWERED","DOCUMENTATION","1.1","","","1.1",1
"","15552470001","600","from-trunk","","SIP/trunk-00000001","SIP/1002-00000003","Queue","600","2026-03-02 09:02:10","2026-03-02 09:02:12","2026-03-02 09:03:12",62,60,"ANSWERED","DOCUMENTATION","1.2","","","1.1",2
"","15552470002","600","from-trunk","","SIP/trunk-00000004","","Queue","600","2026-03-02 09:05:00",,"2026-03-02 09:05:30",30,0,"NO ANSWER","DOCUMENTATION","1.3","","","1.3",3
"","1001","15552470009","from-internal","","SIP/1001-00000005","SIP/trunk-00000006","Dial","","2026-03-02 09:10:00","2026-03-02 09:10:05","2026-03-02 09:11:05",65,60,"ANSWERED","DOCUMENTATION","1.4","","","1.4",4
END
service "offered=2 answered=1 abandoned=1 asa=10 aht=80 calls=2 legs=3" \
    "asterisk-cdr: legs count once" -m asterisk-cdr master.csv
run wrapup -q -f csv -s agents -m asterisk-cdr master.csv
is "1001,legs,2 1002,legs,1" "$(sed -n \
    's/^agents,\([^,]*,legs,[0-9]*\),.*/\1/p' out | tr '\n' ' ' |
    sed 's/ $//')" "asterisk-cdr: each leg loads its agent"
triage -q -m asterisk-cdr master.csv >enriched.csv
run breathe -q --check enriched.csv
is "map: asterisk-cdr (the header fits)" "$(head -n 1 out)" \
    "the next tool knows the header that was written"
service "calls=2 legs=3" "and counts the same" enriched.csv
run breathe -q -m asterisk-cdr enriched.csv
gave 2 "-m of a headerless map on a file with another header is refused"

# Legs by any parent id.
cat >legs.csv <<'END'
call_id,parent_id,start,agent,talk,outcome
1,p1,2026-03-02 09:00:00,Ann,600,answered
2,p1,2026-03-02 09:10:00,Ben,300,answered
3,p2,2026-03-02 09:20:00,Ann,60,answered
END
service "offered=2 answered=2 calls=2 legs=3" "legs of one parent count once" \
    legs.csv
run breathe -q legs.csv
is "0.0 10.0|0.0 5.0" "$(awk -F, 'NR == 2 || NR == 3 {
    printf "%s%s %s", (NR > 2 ? "|" : ""), $7, $8 }' out)" \
    "each leg loads its agent: 1 point a minute without stress"

# A vendor's user chose the columns: told by some, or said when only likely.
cat >chosen.csv <<'END'
Full Export Completed,Media Type,Conversation ID,Date,Users,Duration
YES,voice,c1,2026-03-02 09:00:00,Ann,190000
END
run triage --check chosen.csv
is "map: genesys-cloud (by some of its columns)
told by Full Export Completed, Conversation ID, Media Type" \
    "$(head -n 2 out | sed 's/^ *//')" "--check says by which columns"
is "" "$(cat err)" "and that is all"
sed 's/,Conversation ID/,Wrap-up/' chosen.csv >likely.csv
run triage --check likely.csv
is "map: none (columns go by their names)" "$(head -n 1 out)" "too few to be sure"
says "6 columns are those of genesys-cloud, but" "but that is said"
run triage --check -m start=Date likely.csv
is '' "$(cat err)" "not where a map is given"
triage likely.csv 2>/dev/null | triage 2>err >out
says "6 columns are those" "the next tool of a pipe says so, too"

# Only later legs name a parent: the first one's call_id.  By hand: CA1 and
# CA4 are one call each, CA2 and CA3 are legs of CA1; the customer comes
# twice; the day's done calls count CA1 where it was answered first.
cat >child.csv <<'END'
Call SID,Parent Call SID,start,agent,talk,from,outcome
CA1,,2026-03-02 09:00:00,Ann,600,+49 30 1,answered
CA2,CA1,2026-03-02 09:10:00,Ben,300,+49 30 1,answered
CA3, CA1,2026-03-02 09:15:00,Cy,60,+49 30 1,answered
CA4,,2026-03-02 09:20:00,Ann,60,+49 30 1,answered
END
service "offered=2 answered=2 calls=2 legs=4" \
    "legs of a first one without a parent count once" child.csv
run triage -q child.csv
is "contacts 1 1 1 2" "$(awk -F, '{ printf "%s%s", (NR > 1 ? " " : ""), $NF }' \
    out)" "are one contact"
run targetsplit -q -t 8 --date 2026-03-02 child.csv
is "day_done 1 0 0 2" "$(cut -d, -f12 out | paste -sd' ' -)" "and one call done, by who took it first"
run targetsplit -q --plan -t 8 --agents Ann --date 2026-03-09 --by profile \
    --history child.csv
cp out once
sed '/^CA[23]/d' child.csv >roots.csv
run targetsplit -q --plan -t 8 --agents Ann --date 2026-03-09 --by profile \
    --history roots.csv
same once out "and one arrival"
{ head -n 1 child.csv; tail -n +2 child.csv | tac; } >up.csv
service "offered=2 answered=2 calls=2 legs=4" "in any order" up.csv
cat >none.csv <<'END'
call_id,parent_id,start,agent,talk,outcome
1,NULL,2026-03-02 09:00:00,Ann,600,answered
2,NULL,2026-03-02 09:10:00,Ben,300,answered
3,n/a,2026-03-02 09:20:00,Ann,60,answered
3,-,2026-03-02 09:20:00,Ann,60,answered
4, ,2026-03-02 09:30:00,NULL,0,no answer
5, ,2026-03-02 09:40:00,None,0,no answer
END
service "offered=6 answered=4 calls=4 legs=4" "NULL is no parent" none.csv
run wrapup none.csv
says "1 records have the call_id of one above" \
    "and equal call_ids are said there, too"
run wrapup -q -f csv -s agents none.csv
is "Ann Ben" "$(sed -n 's/^agents,\([^,]*\),legs,.*/\1/p' out | paste -sd' ' -)" \
    "nor an agent"

# Words of databases and telephones for a customer who is not known.
printf 'call_id,start,from\n' >nobody.csv
for from in NULL n/a None nan unavailable Blocked withheld hidden 100 100; do
	echo "$from$((n = ${n:-0} + 1)),2026-03-02 09:00:0$((n - 1)),$from"
done >>nobody.csv
run triage -q nobody.csv
is "1 1 1 1 1 1 1 1 1 2" "$(tail -n +2 out | awk -F, '{ print $NF }' |
    paste -sd' ' -)" "who is not known has been there once"

# Words that mean several things.
# word LINE HEADER ROWS...: what --check says of a file.
word() {
	w_line=$1
	shift
	printf '%s\n' "$@" >word.csv
	says_check "$w_line" "$1: $w_line" word.csv
}
at='2026-03-02 09:00:00'
word '^outcome +status ' id,start,status "1,$at,answered"
word '^status +status ' id,start,status "1,$at,open" "2,$at,pending"
word '^start +call time ' 'id,call time,agent' "1,$at,Ann"
word '^time +call time +time of day' 'id,date,call time,agent' \
    1,2026-03-02,09:00,Ann
word '^total +call time +duration' 'id,start,call time,agent' \
    "1,$at,0:03:10,Ann"
word '^wrap +wrap-up +duration' id,start,wrap-up,agent "1,$at,0:00:30,Ann"
word '^reason +wrap-up ' id,start,wrap-up,agent "1,$at,Billing,Ann"
word '^channel +channel ' id,start,channel,agent "1,$at,chat,Ann"
word '^not used: channel' id,start,channel,agent \
    "1,$at,SIP/1001-0000000a,Ann"
word '^outcome +abandoned ' id,start,abandoned,agent "1,$at,no,Ann" \
    "2,$at,yes,"
word '^wait +abandoned ' id,start,abandoned,agent "1,$at,0:00:30,"
word '^answered_at +answered ' id,start,answered,agent "1,$at,$at,Ann"
word '^outcome +answered ' id,start,answered,agent "1,$at,Y,Ann"
word '^total +duration +duration, seconds' id,start,end,duration \
    "1,$at,2026-03-02 09:03:00,180"
word '^total +duration +duration, milliseconds' id,start,end,duration \
    "1,$at,2026-03-02 09:03:00,180000"
word '^total +duration +duration, minutes' id,start,end,duration \
    "1,$at,2026-03-02 09:03:00,3"
word '^talk +duration +duration, seconds' 'id,start,answered at,end,duration' \
    "1,$at,2026-03-02 09:01:00,2026-03-02 09:03:00,120"
word '^wait +wait_s +duration, seconds' id,start,wait_s "1,$at,20"
word '^talk +Talk time \(ms\) +duration, milliseconds' \
    'id,start,Talk time (ms)' "1,$at,2000"
printf '%s\n' id,start,abandoned "1,$at,no" "2,$at,yes" >word.csv
service "answered=0 abandoned=1" "abandoned: no is no answer" word.csv

# Ordered synonyms, losers, duplicates, empty names.
printf '%s\n' 'id,start,Agent ID,Agent name,,' "1,$at,7,Ann,," >order.csv
says_check '^agent +Agent name ' "the better synonym wins" order.csv
says_check '^ +not used: Agent ID$' "the loser is named" order.csv
printf '%s\n' id,start,agent,agent,x,x "1,$at,Ann,Ben,,," >twice.csv
run breathe twice.csv
gave 2 "a needed name that stands there twice"
says "columns 3 and 4 are both named" "and where"
says "-m agent=#3 or -m agent=#4" "and what to say"
run breathe -q --check -m 'agent=#4' twice.csv
gave 0 "a column by its number"
printf '%s\n' id,start,agent,x,x, "1,$at,Ann,,," >twice.csv
run breathe -q twice.csv
gave 0 "names twice or empty that nobody needs"

# -m: names, files, single fields; later ones win; errors with their place.
printf '%s\n' Who,When,Talk,Result "Ann,02/03/2026 09:00,2,S" >own.csv
cat >own-map.csv <<'END'
field,column,format,unit,values
agent,Who
start,When,dmy
talk,Talk,,min
outcome,Result,,,"S=answered;B=failed"
END
service "answered=1 talk_mean=120" "a map file" -m ./own-map.csv own.csv
run breathe -q --check -m ./own-map.csv -m start=When,mdy own.csv
grep -Eq '^start +When +time, mdy' out
ok $? "a later -m wins"
mkdir folder
cp own-map.csv folder/map.csv
service "answered=1 talk_mean=120" "the folder's map.csv" -C folder own.csv
service "answered=1 talk_mean=2" "-m comes after it" -C folder \
    -m talk=Talk,s own.csv
# refused TEXT ARGS...: status 2 and the text.
refused() {
	r_text=$1
	shift
	run breathe "$@"
	gave 2 "$*"
	says "$r_text" "$*: $r_text"
}
refused "-m start: the export has no column \`Nope'" -m start=Nope own.csv
refused "column format: \`dmx' is no format of start: expected is one of dmy" \
    -m start=When,dmx own.csv
refused "column unit: \`weeks' is no format of talk: expected is one of s," \
    -m talk=Talk,s,weeks own.csv
refused "the name of a field" -m nosuch=When own.csv
refused "the name of a column" -m start= own.csv
refused "one of 3cx" -m five10 own.csv
refused "none of the columns of this map" -m five9 own.csv
sed 's/B=failed/B=broken/' own-map.csv >bad.csv
refused "bad.csv:5: column values: WORD=MEANING" -m ./bad.csv own.csv
sed 's/^agent/agnet/' own-map.csv >bad.csv
refused "bad.csv:2: column field: the name of a field" -m ./bad.csv own.csv
sed 's/Who/Whom/' own-map.csv >bad.csv
refused "bad.csv:2: the export has no column \`Whom'" -m ./bad.csv own.csv
printf 'field,column,format\ncolumns,"Who,When,Talk"\nagent,Who\nstart,When,dmy\n' \
    >bare-map.csv
printf 'Ann,02/03/2026 09:00,2\n' >bare.csv
run breathe -q -m ./bare-map.csv bare.csv
is "Who,When,Talk" "$(head -n 1 out | cut -d, -f1-3)" \
    "a map of one's own names the columns of a file without a header"

# What talk includes is taken off.
printf '%s\n' id,start,agent,talk,hold,wrap "1,$at,Ann,100,30,10" >incl.csv
service "aht=140" "talk + hold + wrap" incl.csv
service "aht=110" "talk includes hold" -m talk=talk,includes=hold incl.csv
service "aht=100" "talk includes hold and wrap" \
    -m talk=talk,includes=hold,wrap incl.csv

# Scales: found, declared, contradicted, said once.
{ echo id,start,csat; i=0; while [ $i -lt 5 ]; do i=$((i + 1))
echo "$i,$at,$i"; done; } >csat.csv
says_check '^csat +csat +scale 1\.\.5, as seen +5 of 5' "csat 1..5" csat.csv
echo "6,$at,10" >>csat.csv
says_check '^csat +csat +scale 1\.\.10, as seen' "csat 1..10" csat.csv
says_check '^csat +csat +scale 0\.\.20 ' "a declared scale" \
    -m csat=csat,0..20 csat.csv
run triage -v csat.csv
says "csat is read as 1..10, by the first values" "-v says a found scale once"
run triage -v -m csat=csat,0..20 csat.csv
grep -q 'csat is read' err
is 1 $? "but not a declared one"
run triage -m csat=csat,1..5 csat.csv
gave 2 "a value outside of the scale"
says "csat.csv:7: csat contradicts" "and where"
printf '%s\n' id,start,sentiment "1,$at,-3" "2,$at,4.5" >feel.csv
says_check 'scale -5\.\.5, as seen' "sentiment -5..5" feel.csv
printf '%s\n' id,start,sentiment "1,$at,Very negative" "2,$at,angry" >feel.csv
says_check '^sentiment .* 2 of 2' "sentiment in words" feel.csv
printf '%s\n' id,start,csat "1,$at,-7" >feel.csv
refused "fit none of the usual scales: give -m csat=csat,LOW..HIGH" feel.csv

# Percent: 85 % is 0.85 between -100 % and 100 %, 0.7 between 0 and 100 %;
# -50 % is -0.5, which is half of 20 points; 25 % of 0..100 is -0.5, too.
points() {
	p_want=$1
	shift
	run triage -q "$@"
	is "$p_want" "$(awk -F, 'NR > 1 { print $6 }' out | paste -sd' ')" \
	    "points of percent:$(printf ' %s' "$@")"
}
printf '%s\n' id,start,sentiment "1,$at,85%" "2,$at,-50 %" >feel.csv
says_check '^sentiment .* scale -100\.\.100, as seen +2 of 2' \
    'percent below 0: -100..100' feel.csv
points ' sentiment:10.0' feel.csv
printf '%s\n' id,start,sentiment "1,$at,85%" "2,$at,25%" >feel.csv
says_check '^sentiment .* 0 of 2' 'other percent are not read' feel.csv
says_check 'not read: percent, of which 0 may be' 'and --check says so' feel.csv
run triage feel.csv
says '2 feelings are in percent, of which nothing says' 'and why'
points ' ' feel.csv
points ' sentiment:10.0' -m sentiment=sentiment,0..100 feel.csv
points ' ' -m sentiment=sentiment,-100..100 feel.csv
points ' ' -m sentiment=sentiment,-1..1 feel.csv
printf '%s\n' id,start,csat "1,$at,4%" "2,$at,5%" >feel.csv
says_check '^csat .* scale 0\.\.100, as seen +2 of 2' \
    'ratings in percent are of 100, however low' feel.csv

# Thousands as spreadsheets part them: told, and read where a map says so.
printf '%s\n' id,start,agent,talk,hold,wrap "1,$at,Ann,\"1,234\",0,0" \
    "2,$at,Ann,600,0,0" >parted.csv
says_check '^talk .* 1 of 2' 'parted thousands are not read' parted.csv
says_check 'not read: values as 1,234' 'and --check says so' parted.csv
run triage parted.csv
says '1 durations have a comma (as 1,234) that may' 'and why'
service aht=600 'parted thousands are missing' parted.csv
service aht=917 'and are read where a map says so' -m talk=talk,thousands \
    parted.csv
printf '%s\n' 'id;start;agent;talk;hold;wrap' "1;$at;Ann;1.234;0;0" \
    "2;$at;Ann;600;0;0" >parted.csv
service aht=917 'with points, too' -m talk=talk,thousands parted.csv

# Numbers that a spreadsheet rounded are nobody's: no repeat is made up.
printf '%s\n' id,start,agent,customer "1,$at,Ann,4.93012E+11" \
    "2,2026-03-02 10:00:00,Ann,4.93012E+11" \
    "3,2026-03-02 11:00:00,Ann,+49 301 234" \
    "4,2026-03-02 12:00:00,Ann,49301234" >phone.csv
run triage phone.csv
gave 0 "damaged numbers pass"
says "2 customers' numbers were damaged by a spreadsheet" "and are counted"
is "1 1 1 2" "$(awk -F, 'NR > 1 { printf "%s%s", (NR > 2 ? " " : ""), $NF }' \
    out)" "they make no repeated contact"
is "4.93012E+11" "$(sed -n 2p out | cut -d, -f4)" "and keep their bytes"

# Words for outcomes that nobody knows are counted, and then other evidence
# counts; a map's table knows them.
cat >strange.csv <<'END'
call_id,start,agent,talk,outcome
1,2026-03-02 09:00:00,Ann,60,gut
2,2026-03-02 09:05:00,,0,weg
3,2026-03-02 09:10:00,Ann,60,answered
4,2026-03-02 09:15:00,Ann,60,
END
run breathe strange.csv
says "2 outcomes are words that are not known" "unknown outcomes are counted"
says_check '^outcome +outcome +text +1 of 3$' \
    "--check: how many outcomes were read" strange.csv
printf 'field,column,values\noutcome,outcome,gut=answered\n' >strange-map.csv
run breathe -m ./strange-map.csv strange.csv
says "2 outcomes are words that are not known" \
    "words that a map's table lacks are counted"
printf 'field,column,values\noutcome,outcome,gut=answered;*=unknown\n' \
    >strange-map.csv
run breathe -m ./strange-map.csv strange.csv
grep -q 'outcomes are words' err
is 1 $? "what a table says is known"

# Flags and numbers are counted as read only when they are.
cat >flags.csv <<'END'
call_id,start,agent,resolved,transfers,self_rating
1,2026-03-02 09:00:00,Ann,maybe,two,11
2,2026-03-02 09:05:00,Ann,Yes,2,10
3,2026-03-02 09:10:00,Ann,0,yes,x
END
says_check '^resolved .*yes or no +2 of 3$' "--check: flags" flags.csv
says_check '^transfers .*number +2 of 3$' "--check: counts" flags.csv
says_check '^self_rating .*number +1 of 3$' "--check: ratings" flags.csv

# Equal call_ids are reported, never joined; not where they name legs.
sed 's/^[234],/1,/' strange.csv >equal.csv
run breathe equal.csv
says "3 records have the call_id of one above" "equal call_ids are reported"
service "calls=3 legs=3" "and not joined" equal.csv
run breathe strange.csv
grep -q 'have the call_id' err
is 1 $? "different ones are not"
sed 's/^call_id/call_id,parent_id/;2,$s/^[0-9]/1,&/' strange.csv >legs2.csv
run breathe legs2.csv
grep -q 'have the call_id' err
is 1 $? "where there are parent ids, nothing is said"
awk 'BEGIN { print "call_id,start,agent"
    for (i = 0; i < 5000; i++)
	printf "c%d,2026-03-02 09:00:00,Ann\n", i % 5 }' >again.csv
run breathe again.csv
says "4995 records have the call_id" "each is counted once"

# --show-values: the first value of each kind, and what was set aside.
printf 'call_id,start,agent,talk\n1,2026-03-02 09:00:00,Ann,1:75\n2,never\033[31m,Ann,-5\n3,x,y,z,SECRET\n' >shown.csv
run breathe shown.csv
grep -q '1:75\|never\|SECRET\|-5' err
is 1 $? "without --show-values none is shown"
run breathe --show-values shown.csv
says "the first of them: line 2, talk: \`1:75'" "a duration"
says "the first of them: line 3, talk: \`-5'" "a negative one"
says "the first of them: line 3, start: \`never?[31m'" \
    "a time, and nothing that steers a terminal"
says "shown.csv:4: set aside: more fields than the header: \`3,x,y,z,SECRET'" \
    "a record"
awk 'BEGIN { printf "call_id,start,agent\n1,"
    for (i = 0; i < 500; i++) printf "x"
    print ",Ann\n2,2026-03-02 09:00:00,Ann" }' >shown.csv
run breathe --show-values shown.csv
is "80 .." "$(sed -n "s/.*start: \`\(x*\)\(\.*\)'.*/\1 \2/p" err |
    awk '{ print length($1), $2 }')" "of a long one 80 bytes"

# No name is known, or there is none: the sentence says so.
for names in a,b,c ,, '"","",""'; do
	printf '%s\n1,2,3\n' "$names" >none.csv
	run breathe none.csv
	gave 2 "header $names: status 2"
	says "no column of the header is one of a call" "header $names: why"
done

# A map without a header for a file that has one.
run breathe -m freeswitch strange.csv
gave 2 "-m of a headerless map, but there is a header"
says "strange.csv:1: -m is for exports without a header" "and says so"
{ header asterisk-cdr | sed 's/,peeraccount.*//'
	sed 1q master.csv | cut -d, -f1-18; } >named.csv
run breathe -m asterisk-cdr named.csv
gave 2 "the same with some of its names"
says "named.csv:1: this is a header" "and says so"

# Exports that no map knows, by their names alone.
cat >german.csv <<'END'
Anruf-ID;Datum;Uhrzeit;Mitarbeiter;Wartezeit;Gesprächsdauer;Ergebnis
1;02.03.2026;09:00:00;Müller;0:00:20;0:03:10;angenommen
2;13.03.2026;09:05:00;;0:01:05;0:00:00;verloren
END
service "offered=2 answered=1 abandoned=1 asa=20 aht=190" "in German" german.csv
iconv -f UTF-8 -t CP1252 german.csv >german-1252.csv
service "offered=2 answered=1 abandoned=1 asa=20 aht=190" \
    "in German, Windows' letters" german-1252.csv
cat >seconds.csv <<'END'
contactId,masterContactId,agentName,skillName,contactStart,inQueueSeconds,agentSeconds,holdSeconds,acwSeconds,abandoned
1,1,Ann,Billing,2026-03-02T09:00:00.000Z,20.5,180.25,10,30,False
2,2,,Billing,2026-03-02T09:05:00.000Z,45,0,0,0,True
END
service "offered=2 answered=1 abandoned=1 asa=20.5 aht=220.25" \
    "names of an interface" seconds.csv

# Names whose words are joined, and yes or no in figures.
cat >joined.csv <<'END'
CallId,CallStartTime,AgentName,SpeedOfAnswer,TalkTime,Answered (Y/N),Resolved
1,2026-03-02 09:00:00,Ann,20,60,1,Not resolved
2,2026-03-02 09:05:00,,30,,0,
3,2026-03-02 09:10:00,Ann,40,120,1,Solved
END
service "offered=3 answered=2 abandoned=1 asa=30 resolved=1 resolved_rate=50.00 talk_mean=90" \
    "SpeedOfAnswer, 1 and 0, not resolved" joined.csv
says_check '^outcome .* 3 of 3$' "--check: 1 and 0 are read" joined.csv

# A start of which nothing can be read ends in status 2, with what to say.
for months in 'Janua Marc Octo' 'a b c' x; do
	{
		echo call_id,start,agent
		for month in $months; do
			echo "1,2 $month 2026 09:00,Ann"
		done
	} >unread.csv
	run breathe unread.csv
	gave 2 "no start can be read: $months"
	says "start: no value of its column can be read as a time" "and why"
	says "give -m start=start,FORMAT" "and what to say"
	run breathe --check unread.csv
	says "start: no value of its column" "--check says so, too"
done
printf '%s\n' id,start,answered_at,agent "1,$at,x,Ann" "2,$at,y,Ann" \
    "3,$at,z,Ann" >unread.csv
run breathe unread.csv
gave 0 "no answer time can be read"
says "answered_at: no value of its column can be read" "which is said"

# Months are English or German, in full or by three letters.
month() {
	printf '%s\n' id,start,agent "1,2. $2 2026 09:00,Ann" >month.csv
	run wrapup -q -z UTC -f csv -s intervals month.csv
	is "$1" "$(sed -n 's/^intervals,2026-\(..\)-02T09.*offered,1,.*/\1/p' \
	    out)" "month $2"
}
while read -r number name; do
	month "$number" "$name"
done <<'END'
01 Januar
02 Februar
03 März
03 Mär
04 April
05 Mai
06 Juni
07 Juli
08 August
09 September
10 Oktober
10 Okt.
11 November
12 Dezember
12 Dez
01 January
09 Sept
10 Oct
END
month "" Janua
month "" Decemb

# Call ids that a spreadsheet rounded join nothing.
for field in call_id parent_id; do
	printf '%s\n' "$field,start,agent" "1.77244E+12,$at,Ann" \
	    "1.77244E+12,2026-03-02 10:00:00,Ann" >ids.csv
	run wrapup -z UTC -f csv -s service ids.csv
	says "2 records' call ids were damaged by a spreadsheet" \
	    "a damaged $field"
	grep -q '^service,,offered,2,' out
	ok $? "a damaged $field joins no calls"
done

# Parts of a day with few decimals are read as seconds, but not in silence.
printf '%s\n' 'id,start,Talk time' "1,$at,0.00123" "2,$at,0.0021" >part.csv
run breathe part.csv
gave 0 "a talk time below 1"
says "give -m talk=Talk time,,day" "is asked about"
run breathe -m 'talk=Talk time,,day' part.csv
is "" "$(grep 'below 1' err)" "and not when it is said"
printf '%s\n' 'id,start,Talk time' "1,$at,0.5" "2,$at,12" >part.csv
run breathe part.csv
is "" "$(grep 'below 1' err)" "nor beside whole seconds"

# A vendor's header with a column more is another vendor's just as little.
pbxware=$(sed -n 's/^header,"\(.*\)"$/\1/p' "$top/lib/call/maps/pbxware.csv")
echo "$pbxware" >pbx.csv
says_check '^map: pbxware ' "PBXware's header" pbx.csv
echo "$pbxware,more" >pbx.csv
says_check '^map: none ' "with a column more it is nobody's" pbx.csv

# What is missing switches off each of the nine components, load and signals,
# and is said, unless another column stands in.
printf '%s\n' start,agent "$at,Ann" >bare.csv
for tool in triage breathe 'targetsplit -t 80' escalate wrapup; do
	# shellcheck disable=SC2086 # a tool and its options
	run $tool -q -z UTC --check bare.csv
	is "call_id customer wait talk hold outcome resolved transfers \
interruptions sentiment csat text hostile" \
	    "$(sed -n 's/^missing \([a-z_]*\): switches off ..*/\1/p' out |
		tr '\n' ' ' | sed 's/ $//')" "$tool --check: what is missing"
done
for component in hostile sentiment length repeat wait hold unresolved passed \
    interrupted; do
	grep -q "^missing .* $component component" out
	ok $? "--check: without its column the $component component is off"
done
for pair in customer:caller wait:answered_at talk:total talk:end \
    sentiment:notes sentiment:csat hostile:notes; do
	printf '%s\n' "start,agent,${pair#*:}" "$at,Ann," >one.csv
	run triage -q -z UTC --check one.csv
	is 0 "$(grep -c "^missing ${pair%:*}:" out)" \
	    "--check: ${pair#*:} stands in for ${pair%:*}"
done

done_testing
