#!/bin/sh
# SPDX-License-Identifier: ISC
# What all five tools do alike (SPEC section 2), looped over the five.

. "$(dirname "$0")/lib.sh"

filters='triage breathe targetsplit escalate'
tools="$filters wrapup"
day=2026-03-02T18:00:00

# t TOOL ARGS...: the tool with what it cannot do without.
t() {
	t_tool=$1
	shift
	case $t_tool in
	targetsplit) targetsplit -t 80 -N $day "$@" ;;
	*) "$t_tool" -N $day "$@" ;;
	esac
}

cat >calls.csv <<'END'
call_id,start,agent,customer,wait,talk,outcome,notes
1,2026-03-02 09:00:00,Ann,C1,10,100,answered,fine
2,2026-03-02 09:05:00,Ben,C2,20,200,answered,"a, b"
3,2026-03-02 09:10:00,Ann,C1,30,300,answered,"he said ""no"""
4,2026-03-02 09:15:00,,C3,40,,abandoned,
END
head -n 1 calls.csv >header.csv
: >empty.csv
mkdir folder

for tool in $tools; do
	run $tool -h
	gave 0 "$tool -h: status 0"
	is "usage: $tool" "$(head -n 1 out | cut -c1-$((7 + ${#tool})))" \
	    "$tool -h: usage on stdout"
	is 0 "$(awk 'length($0) > 80' out | wc -l | tr -d ' ')" \
	    "$tool -h: fits 80 columns"
	run $tool -V
	gave 0 "$tool -V: status 0"
	is "$tool (evenkeel) 0.1" "$(cat out)" "$tool -V: name and version"
	run $tool --no-such-option
	gave 2 "$tool: unknown option is status 2"
	is 0 "$(wc -c <out | tr -d ' ')" "$tool: nothing on stdout then"
	grep -q "^usage: $tool" err
	ok $? "$tool: usage on stderr then"

	run t $tool nowhere.csv
	gave 4 "$tool: missing file is status 4"
	says "$tool: nowhere.csv: No such file" "$tool: and is named"
	run t $tool folder
	gave 4 "$tool: folder is status 4"
	says "folder: is a directory" "$tool: and is named"
	run t $tool empty.csv
	gave 2 "$tool: empty file is status 2"
	says "empty.csv: empty" "$tool: and says so"
	is 0 "$(wc -c <out | tr -d ' ')" "$tool: nothing on stdout"
	run t $tool header.csv
	gave 0 "$tool: a header without records is status 0"
	run t $tool calls.csv
	gave 0 "$tool: usual file"
	cp out usual.$tool
	runin calls.csv t $tool
	same usual.$tool out "$tool: standard input"
	runin calls.csv t $tool -
	same usual.$tool out "$tool: - is standard input"

	t $tool calls.csv >/dev/full 2>err
	is 4 $? "$tool: full disk is status 4"
	says "$tool: <stdout>: No space left" "$tool: and says so"
	t $tool calls.csv >&- 2>err
	is 4 $? "$tool: closed stdout is status 4"
	says "$tool: <stdout>: " "$tool: and says so"
	{ t $tool -q calls.csv; echo $? >code; } 2>err | :
	case $(cat code) in
	0|141) ok 0 "$tool: closed pipe ends it quietly" ;;
	*) ok 1 "$tool: closed pipe ends it quietly" ;;
	esac
	is "" "$(cat err)" "$tool: without a word"

	run t $tool -z Nowhere/City calls.csv
	gave 2 "$tool: unknown zone is status 2"
	run t $tool --date 2026-02-30 calls.csv
	gave 2 "$tool: impossible date is status 2"
	run t $tool -N yesterday calls.csv
	gave 2 "$tool: unreadable now is status 2"
	run t $tool -C nowhere calls.csv
	gave 4 "$tool: missing settings folder is status 4"
	run t $tool -d ab calls.csv
	gave 2 "$tool: two characters are no delimiter"
	run t $tool -S 3/2:customer calls.csv
	gave 2 "$tool: shard 3 of 2 is status 2"
	run t $tool -S 1/2:notes calls.csv
	gave 2 "$tool: a field that splits its state is status 2"
	run t $tool -m nothing=start calls.csv
	gave 2 "$tool: a map to no field is status 2"
	run t $tool -m start=Nowhere calls.csv
	gave 2 "$tool: a map from no column is status 2"

	run t $tool --check calls.csv
	gave 0 "$tool --check: status 0"
	grep -q '^start  *start ' out
	ok $? "$tool --check: names a column"
	grep -q '^missing hold: switches off' out
	ok $? "$tool --check: says what is missing"
	run t $tool --print-settings
	gave 0 "$tool --print-settings: status 0"
	grep -q '^# .*\.csv$' out
	ok $? "$tool --print-settings: each file headed by its name"

	printf 'fruit,colour\napple,red\n' >fruit.csv
	run t $tool fruit.csv
	gave 2 "$tool: a header of no calls is status 2"
	says "looked for start" "$tool: and says what was looked for"

	printf 'PK\003\004rest' >zip.csv
	run t $tool zip.csv
	gave 2 "$tool: zip is refused"
	says unzip "$tool: with the command that helps"

	gzip -c calls.csv >whole.gz
	run t $tool whole.gz
	same usual.$tool out "$tool: gzip is told by its bytes"
	head -c 60 whole.gz >cut.gz
	run t $tool cut.gz
	gave 2 "$tool: truncated gzip is status 2"
done

# Records out.
for tool in $filters; do
	own=$(head -n 1 usual.$tool | cut -d, -f9-)
	cut -d, -f1-8 calls.csv | head -n 1 >want
	head -n 1 usual.$tool | cut -d, -f1-8 >got
	same want got "$tool: the header comes first, its own columns last"
	is 5 "$(wc -l <usual.$tool | tr -d ' ')" "$tool: all records pass on"

	# The bytes of fields it does not own survive, whatever they look like.
	printf 'call_id;start;agent;notes;x\r\n' >odd.csv
	printf '007;2026-03-02 09:00:00;"Ann"; "a"" ;""\r\n' >>odd.csv
	printf '"8";"2026-03-02 10:00:00"; Ben ;"q ""x"" ; y\nz";\377\001\n' \
	    >>odd.csv
	printf '9;2026-03-02 11:00:00;Cy;5" pipe;="0301"\r' >>odd.csv
	run t $tool odd.csv
	gave 0 "$tool: odd quoting is sound"
	python3 - "$(echo "$own" | tr -cd , | wc -c)" <<'END' >got 2>&1
import sys
# Cut the new columns off: none of them holds ; or a line end here.
n = int(sys.argv[1]) + 1
data = open('out', 'rb').read()
src = open('odd.csv', 'rb').read()
ends = [b'\r\n', b'\r\n', b'\n', b'\r']
recs = [b'call_id;start;agent;notes;x',
        b'007;2026-03-02 09:00:00;"Ann"; "a"" ;""',
        b'"8";"2026-03-02 10:00:00"; Ben ;"q ""x"" ; y\nz";\377\001',
        b'9;2026-03-02 11:00:00;Cy;5" pipe;="0301"']
at = 0
for rec, end in zip(recs, ends):
    if data[at:at + len(rec)] != rec:
        sys.exit('record changed: %r' % data[at:at + len(rec) + 20])
    at += len(rec)
    stop = data.index(end, at)
    if data[at:stop].count(b';') != n:
        sys.exit('columns: %r' % data[at:stop])
    at = stop + len(end)
print('left', len(data) - at)
END
	is "left 0" "$(cat got)" "$tool: bytes, delimiter and line ends survive"

	# Twice equals once.
	cp usual.$tool once.csv
	run t $tool once.csv
	same once.csv out "$tool: twice equals once"
	first=${own%%,*}
	sed "1s/notes/$first/" calls.csv >clash.csv
	run t $tool clash.csv
	gave 2 "$tool: some of its columns there already is status 2"
	says "--rename $first=" "$tool: and says what helps"
	run t $tool --rename "$first=theirs" clash.csv
	gave 0 "$tool: --rename helps"
	is theirs "$(head -n 1 out | cut -d, -f8)" "$tool: the new name stands"

	# A second file in another order; missing and unknown columns.
	printf 'agent,call_id,start,wait,outcome\nCy,9,2026-03-02 12:00:00,5,answered\n' >second.csv
	run t $tool calls.csv second.csv
	gave 0 "$tool: a second file in another order"
	is '9,2026-03-02 12:00:00,Cy,,5,,answered,' \
	    "$(tail -n 1 out | cut -d, -f1-8)" "$tool: is put in order"
	printf 'call_id,start,shoe\n9,2026-03-02 12:00:00,42\n' >third.csv
	run t $tool calls.csv third.csv
	gave 2 "$tool: a column that the first lacks is status 2"
	tr , ';' <second.csv >semi.csv
	run t $tool calls.csv semi.csv
	gave 2 "$tool: another delimiter is status 2"
	run t $tool nowhere.csv calls.csv
	gave 4 "$tool: a bad operand stays in the status"
	is 5 "$(grep -c '^[0-9c]' out)" "$tool: the rest is processed"

	# Without a header.
	tail -n +2 calls.csv >bare.csv
	run t $tool -K call_id,start,agent,customer,wait,talk,outcome,notes \
	    bare.csv
	same usual.$tool out "$tool: -K names the columns"
	run t $tool -K call_id,start,agent,customer,wait,talk,outcome,notes \
	    -v calls.csv
	same usual.$tool out "$tool: a record equal to them is skipped"
	says 'header 1' "$tool: and counted"

	# BOM, sep=, CRLF.
	{ printf '\357\273\277sep=;\r\n'; tr , ';' <second.csv |
	    sed 's/$/\r/'; } >excel.csv
	run t $tool excel.csv
	gave 0 "$tool: BOM and sep="
	is "agent;call_id;start;wait;outcome" \
	    "$(head -n 1 out | cut -d';' -f1-5)" "$tool: both are dropped"
	is 2 "$(grep -c "$(printf '\r')\$" out)" "$tool: CRLF is kept"

	# Set aside, skipped, padded: every record is accounted for.
	cat calls.csv - >dirty.csv <<'END'

call_id,start,agent,customer,wait,talk,outcome,notes
5,2026-03-02 09:20:00,Ann,C1,1,2,answered,x,y,z
6,2026-03-02 09:21:00,Ann,C1,1,2,answered,"a"b
7,2026-03-02 09:22:00,Ann
8,2026-03-02 09:23:00,Ann,C1,1,2,answered,x,
Total,4,,,,,,
END
	run t $tool -v -r rejects.csv dirty.csv
	gave 3 "$tool: records set aside are status 3"
	says "read 11 = passed on 6 + set aside 2 + skipped 3 + left out 0" \
	    "$tool: the accounting closes"
	says "blank 1, header 1, preamble 0, totals 1; empty last fields dropped 1, missing fields padded 5" \
	    "$tool: and says what was skipped"
	# grep counts lines and bytes on its own.
	five=$(grep -b '^5,' dirty.csv | cut -d: -f1)
	six=$(grep -b '^6,' dirty.csv | cut -d: -f1)
	cat >want <<END
file,line,byte,reason,record
dirty.csv,8,$five,more fields than the header,"5,2026-03-02 09:20:00,Ann,C1,1,2,answered,x,y,z"
dirty.csv,9,$six,text after a closing quote,"6,2026-03-02 09:21:00,Ann,C1,1,2,answered,""a""b"
END
	same want rejects.csv "$tool: -r keeps them with place and reason"
	run t $tool dirty.csv
	says "dirty.csv:8: set aside: more fields" "$tool: without -r: places"
	if grep -q 'C1\|Ann' err; then
		ok 1 "$tool: diagnostics show no values"
	else
		ok 0 "$tool: diagnostics show no values"
	fi
	run t $tool -q dirty.csv
	is "" "$(cat err)" "$tool: -q says nothing"

	# -o: the old file or the whole new one.
	echo old >target.csv
	run t $tool -o target.csv calls.csv
	gave 0 "$tool -o: status 0"
	same usual.$tool target.csv "$tool -o: the whole new file"
	is 0 "$(wc -c <out | tr -d ' ')" "$tool -o: nothing on stdout"
	echo old >target.csv
	run t $tool -o target.csv cut.gz
	is old "$(cat target.csv)" "$tool -o: the old file when it failed"
	is "" "$(find . -name '.target*')" "$tool -o: no temporary file left"
	run t $tool -o target.csv.gz calls.csv
	gzip -dc target.csv.gz >got
	same usual.$tool got "$tool -o: .gz is compressed"
	run t $tool -o nowhere/x.csv calls.csv
	gave 4 "$tool -o: no such folder is status 4"

	# The failure mark.
	{ cat calls.csv; i=0; while [ $i -lt 3000 ]; do
		echo "$i,2026-03-02 10:00:00,Ann,C$i$i,1,2,answered,note $i"
		i=$((i + 1)); done; } | gzip -c >long.gz
	head -c 9000 long.gz >half.gz
	run t $tool half.gz
	gave 2 "$tool: gzip damaged in the middle is status 2"
	is "\"evenkeel: $tool failed" "$(tail -n 1 out)" \
	    "$tool: leaves the failure mark"
	cp out half.csv
	for next in $tools; do
		[ $next = $tool ] && continue
		runin half.csv t $next
		gave 2 "$tool: $next behind it refuses"
		says "upstream failed" "$tool: $next says so"
	done

	# Live: a record comes out while input stays open.
	: >live.$tool
	mkfifo pipe.$tool
	t $tool <pipe.$tool >live.$tool 2>err &
	pid=$!
	exec 7>pipe.$tool
	head -n 3 calls.csv >&7
	n=0
	while [ "$(wc -l <live.$tool)" -lt 3 ] && [ $n -lt 100 ]; do
		sleep 0.1
		n=$((n + 1))
	done
	is 3 "$(wc -l <live.$tool | tr -d ' ')" "$tool: live records come out at once"
	exec 7>&-
	wait $pid
	is 0 $? "$tool: and it ends well"
done

# Shards: every record is in exactly one, by FNV-1a of the field.
cat >fnv.py <<'END'
import csv, sys
def fnv(b):
    h = 14695981039346656037
    for c in b:
        h = (h ^ c) * 1099511628211 % 2**64
    return h
n, field, own = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
rows = list(csv.reader(open('calls.csv')))
at = rows[0].index(field)
for row in rows[1:]:
    print(fnv(row[at].encode()) % n + 1, row[0])
END
for pair in breathe:agent targetsplit:agent escalate:customer \
    wrapup:customer; do
	tool=${pair%:*}
	field=${pair#*:}
	[ $tool = wrapup ] && continue
	: >got
	for k in 1 2 3; do
		t $tool -S $k/3:$field calls.csv 2>/dev/null | tail -n +2 |
			sed "s/^\([0-9]*\),.*/$k \1/" >>got
	done
	python3 fnv.py 3 $field 0 | sort >want
	sort got >got.sorted
	same want got.sorted "$tool -S: FNV-1a of $field, each record once"
done
t breathe -v -S 1/3:agent calls.csv >/dev/null 2>err
grep -q 'left out [1-3]$' err
ok $? "records of other shards are left out, counted"

# Legs of one call may have different customers: shards would split it.
sed 's/^call_id/call_id,parent_id/;2,$s/^\([0-9]\)/\1,p/' calls.csv >legs.csv
triage -q --write-baseline calls.csv >base.csv
run triage -b base.csv -S 1/2:customer legs.csv
gave 2 "triage -S: an export with legs is refused"
says "which shards would split" "triage -S: and why"
run triage -q -b base.csv -S 1/2:customer calls.csv
gave 0 "triage -S: without legs it shards"

# Limits come from limits.csv and are reported.
mkdir settings
printf 'name,value\nrecord,60\n' >settings/limits.csv
awk 'NR == 3 { print $0 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"; next } { print }' \
    calls.csv >wide.csv
for tool in $tools; do
	run t $tool -C settings wide.csv
	gave 3 "$tool: a record over the limit is set aside"
	says "wide.csv:3: set aside: longer than the record limit" \
	    "$tool: with its place"
done
printf 'name,value\nrecord,none\n' >settings/limits.csv
run triage -C settings calls.csv
gave 2 "a limit that is no number is status 2"
says "settings/limits.csv:2: " "with file and line"

# Nothing depends on the machine's locale or zone.
for tool in $tools; do
	LC_ALL=de_DE.UTF-8 TZ=Asia/Tokyo t $tool -z UTC calls.csv >out 2>err
	same usual.$tool out "$tool: -z and the data decide, not the machine"
done

# Unknown numbers of operands beyond any: the usage of the shell's glob.
run t breathe calls.csv calls.csv calls.csv
gave 0 "three operands"
is 13 "$(wc -l <out | tr -d ' ')" "one header, twelve records"

done_testing
