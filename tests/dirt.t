#!/bin/sh
# SPDX-License-Identifier: ISC
# Dirty exports: one test a file of shared/conformance/dirty, named for the
# defect, and siblings made here.  What must come out is derived from the
# clean file by hand; values are compared as python3's csv reads them.

. "$(dirname "$0")/lib.sh"

filters='triage breathe targetsplit escalate'

# t TOOL ARGS...: a tool with what it cannot do without.
t() {
	t_tool=$1
	shift
	case $t_tool in
	targetsplit) targetsplit -t 80 -z UTC -N 2026-03-02T18:00:00 "$@" ;;
	*) "$t_tool" -z UTC -N 2026-03-02T18:00:00 "$@" ;;
	esac
}

# values DELIMITER FILE: the first nine values of each record, `|` between,
# line ends inside of values as \n; bytes that are no UTF-8 as they are.
cat >values.py <<'END'
import csv, io, sys
csv.field_size_limit(1 << 30)
text = io.TextIOWrapper(open(sys.argv[2], 'rb'), 'utf-8', 'surrogateescape',
    newline='')
out = io.TextIOWrapper(sys.stdout.buffer, 'utf-8', 'surrogateescape')
for row in csv.reader(text, delimiter=sys.argv[1]):
    out.write('|'.join(v.replace('\n', '\\n') for v in row[:9]) + '\n')
END
values() {
	python3 values.py "$1" "$2"
}

# dirty FILE STATUS NAME [DELIMITER]: the four filters end so, pass on the
# values in the file want, and account for all; stderr of the last is kept.
dirty() {
	dirty_bad=
	for dirty_tool in $filters; do
		run t $dirty_tool -v "$1"
		[ "$status" -eq "$2" ] ||
			dirty_bad="$dirty_bad $dirty_tool: status $status"
		[ "$status" -eq 2 ] && continue
		values "${4:-,}" out >got
		cmp -s want got || {
			dirty_bad="$dirty_bad $dirty_tool: values"
			cp got got.bad
		}
		grep -q 'accounting does not close' err &&
			dirty_bad="$dirty_bad $dirty_tool: account"
	done
	if [ -z "$dirty_bad" ]; then
		ok 0 "$3"
	else
		ok 1 "$3"
		echo "#$dirty_bad"
		[ ! -f got.bad ] || diff want got.bad | head -n 6 | sed 's/^/# /'
		head -n 3 err | sed 's/^/# /'
		rm -f got.bad
	fi
}

# Siblings of our own making.
cat >clean.csv <<'END'
call_id,started_at,agent,customer,queue,wait_s,talk,disposition,notes
C001,2026-03-02 09:01:05,Ada,+15550100,Billing,35,0:03:10,answered,ok
C002,2026-03-02 09:04:00,Böb,+15550101,Sales,12,0:12:44,answered,"said ""wait, please"""
C003,2026-03-02 09:10:59,Ada,+15550102,Billing,0,0:00:00,abandoned,
END
values , clean.csv >clean.want
header=$(head -n 1 clean.csv)
body() { tail -n +2 clean.csv; }
lines() { sed -n "$1p" clean.want; }
# made FILE STATUS NAME [DELIMITER]: dirty() against the clean values.
made() {
	cp clean.want want
	dirty "$@"
}
# refused FILE TEXT NAME: all filters end in 2 and say why.
refused() {
	refused_bad=
	for refused_tool in $filters; do
		run t $refused_tool "$1"
		[ "$status" -eq 2 ] && grep -qF -- "$2" err ||
			refused_bad="$refused_bad $refused_tool"
	done
	is "" "$refused_bad" "$3"
}

made clean.csv 0 'the clean file'
printf '\357\273\277' | cat - clean.csv >x.csv
made x.csv 0 'byte order mark'
for code in UTF-16 UTF-16LE UTF-16BE; do
	iconv -f UTF-8 -t $code clean.csv >x.csv
	made x.csv 0 "$code as iconv writes it"
done
{ printf '\376\377'; iconv -f UTF-8 -t UTF-16BE clean.csv; } >x.csv
made x.csv 0 'UTF-16BE with a mark'
{ printf '\377\376'; iconv -f UTF-8 -t UTF-16LE clean.csv; echo; } >x.csv
made x.csv 3 'UTF-16LE with a stray byte at its end: no record'
{ printf '\377\376'; printf 'sep=,\n' | iconv -f UTF-8 -t UTF-16LE
	iconv -f UTF-8 -t UTF-16LE clean.csv; } >x.csv
made x.csv 0 'UTF-16LE with a mark and sep='
{ iconv -f UTF-8 -t UTF-16 clean.csv; iconv -f UTF-8 -t UTF-16 clean.csv
	} >x.csv
{ cat clean.want; lines 2,4; } >want
dirty x.csv 0 'two UTF-16 files in one, a mark in the middle'
{ cat clean.csv; iconv -f UTF-8 -t UTF-16 clean.csv; } >x.csv
refused x.csv 'x.csv:5: from here on it is UTF-16' 'UTF-8, then UTF-16'

for pair in 'semicolon ;' 'bar |' 'tab	'; do
	d=${pair#* }
	[ "$d" = "$pair" ] && d='	'
	python3 - "$d" <<'END' >x.csv
import csv, sys
w = csv.writer(sys.stdout, delimiter=sys.argv[1], lineterminator='\n')
w.writerows(csv.reader(open('clean.csv')))
END
	made x.csv 0 "delimiter: ${pair%% *}" "$d"
	printf 'sep=%s\r\n' "$d" | cat - x.csv >y.csv
	made y.csv 0 "sep= line: ${pair%% *}" "$d"
	printf '"sep=%s"\n' "$d" | cat - x.csv >y.csv
	made y.csv 0 "sep= line in quotes: ${pair%% *}" "$d"
done
printf 'sep=,\n' | cat - clean.csv >x.csv
{ cat x.csv x.csv; } >y.csv
{ cat clean.want; lines 2,4; } >want
dirty y.csv 0 'sep= again in the middle'
says 'header 2,' 'sep= again in the middle: counted'
printf 'sep=;\n' | cat - clean.csv >x.csv
run t breathe x.csv
gave 2 'sep= that lies is not a table of one column'
tr , '^' <clean.csv >x.csv
refused x.csv "-d '^'" 'a delimiter that is not looked for: the -d to give'
run t triage -v -d '^' x.csv
gave 0 'and -d reads it'
{ echo "$header" | tr , ';'; body; } >x.csv
refused x.csv "x.csv:2: fields are kept apart by \`,' here" \
    'header with semicolons, records with commas'
{ echo "$header"; body | tr , ';'; } >x.csv
refused x.csv "x.csv:2: fields are kept apart by \`;' here" \
    'header with commas, records with semicolons'
{ echo "$header"; body | tr , '\t'; } >x.csv
refused x.csv "x.csv:2: fields are kept apart by TABs here" \
    'header with commas, records with TABs'
{ cat clean.csv; tr , ';' <clean.csv; } >x.csv
refused x.csv "x.csv:5: fields are kept apart by \`;' here" \
    'the delimiter changes in the middle'
{ echo agent; body; } >x.csv
refused x.csv 'header is a single column and the records have several' \
    'a header of one column above records of nine'

# One column whose values are words that name columns: never another header.
only() {
	printf "$1\n$2" >x.csv
	run t triage x.csv
	tail -n +2 x.csv >want
	tail -n +2 out | sed 's/\(,[^,]*\)\{7\}$//' >got
	same want got "one column, $1: $3"
}
for one in notes 'talk time' 'customer remarks' queue summary; do
	only "$one" 'agent\nqueue time\nwait\n' 'names of columns'
	only "$one" 'talk; wait\nhello\n' 'two names and a semicolon'
	only "$one" 'hello\nhold|wait|talk\nhello\nhello\n' 'three and bars'
	only "$one" '"queue, agent"\n"wait, talk"\n' 'two names in quotes'
	only "$one" 'a; b; c\nd; e; f\n' 'several semicolons'
done
for below in 'Ada,35\n' '\nAda,35\n' 'Ada,35,\n'; do
	printf "Calls\nagent,talk\n$below" >x.csv
	run t triage -v x.csv
	gave 0 "a title that is a column's name"
	is agent,talk,stress "$(head -n 1 out | cut -d, -f1-3)" 'is skipped'
	says 'preamble 1' 'and counted'
done
printf 'Calls\nagent,talk,queue\n' >x.csv
run t triage x.csv
is agent,talk,queue,stress "$(head -n 1 out | cut -d, -f1-4)" \
    'the same above a header without records'
printf 'Notes\ncall_id;agent;talk\n1;Ada;35\n' >x.csv
run t triage -d ';' x.csv
is call_id,agent,talk,stress "$(head -n 1 out | tr ';' , | cut -d, -f1-4)" \
    'the same with -d'
run t triage -d , x.csv
gave 2 'and with a wrong one'
says "x.csv:2: the header is not kept apart by \`,', as -d says" 'which is told'
printf 'notes\nhello\nhold|wait|talk\nhello\n' >x.csv
run t triage -d , x.csv
gave 0 'one column with -d'
printf 'customer notes\nqueue\n' >x.csv
run t triage -m text='customer notes' x.csv
gave 0 'one column whose name holds two'

tr '\n' '\r' <clean.csv >x.csv
made x.csv 0 'lone CR'
sed 's/$/\r/' clean.csv >x.csv
made x.csv 0 'CR LF'
{ sed -n '1s/$/\r/p;3s/$/\r/p' clean.csv | head -n 1; lines2=$(sed -n 2p clean.csv)
	printf '%s\n' "$lines2"; sed -n 3p clean.csv | tr '\n' '\r'
	sed -n '4s/$/\r/p' clean.csv; } >x.csv
made x.csv 0 'CR LF, LF and CR in one file'
sed 's/$/\r\r/' clean.csv >x.csv
made x.csv 0 'CR CR LF'
says 'blank 4,' 'CR CR LF: the empty lines are counted'
head -c -1 clean.csv >x.csv
made x.csv 0 'no line end at the end'
{ cat clean.csv; printf '\032'; } >x.csv
made x.csv 0 'Ctrl-Z at the end'
{ head -c -1 clean.csv; printf '\032'; } >x.csv
made x.csv 0 'Ctrl-Z glued to the last value'
{ cat clean.csv; printf '\032'; cat clean.csv; printf '\032'; } >x.csv
{ cat clean.want; lines 2,4; } >want
dirty x.csv 0 'Ctrl-Z between two files in one'
{ cat clean.csv; head -c 1000 /dev/zero; } >x.csv
made x.csv 0 'NULs at the end'
sed 's/ok/o\x00k/' clean.csv >x.csv
run t breathe x.csv
gave 0 'a NUL in a value'
is 1 "$(tr -d '\n' <out | grep -a -c -P 'o\x00k')" 'a NUL in a value: it stays'

{ printf 'ACME "Center" report, all queues\nPeriod: 2026-03-02; Agent: all\n\n'
	cat clean.csv; } >x.csv
made x.csv 0 'preamble of two lines and a blank one'
says 'preamble 3,' 'preamble: counted'
{ printf ',,,,,,,,\nReport,,,,,,,,\n'; cat clean.csv; } >x.csv
made x.csv 0 'preamble as wide as the table'
{ printf '5" screens only\n'; cat clean.csv; } >x.csv
made x.csv 0 'preamble with a stray quote'
printf 'Bericht\n\nNummer;Wer;Wann\n1;Ada;2026-03-02 09:00\n2;Ada;2026-03-02 09:01\n' >x.csv
run t breathe -m start=Wann -m agent=Wer -v x.csv
gave 0 'preamble above unknown names: the table below is found'
says 'preamble 2,' 'and the title is counted'

# Below the table: a sum or a remark, in a few languages, alone or in full.
while IFS= read -r below; do
	{ cat clean.csv; printf '%s\n' "$below"; } >x.csv
	made x.csv 0 "below: $below"
done <<'END'
Total,,,,,47,0:15:54,,
TOTAL,3,,,,,,,
"Total",,,,,47,0:15:54,,
Total: 3,,,,,,,,
Grand Total,,,,,47,,,
,,,,Total,47,0:15:54,,
Totals
Total calls,3
Summe;,,,,,,,,
Gesamt,,,,,47,0:15:54,,
Gesamtsumme,,,,,47,0:15:54,,
Durchschnitt,,,,,15,0:05:18,,
Somme,,,,,47,0:15:54,,
Total général,,,,,47,0:15:54,,
Moyenne,,,,,15,,,
Suma,,,,,47,,,
Totale,,,,,47,,,
Totaal,,,,,47,,,
Razem,,,,,47,,,
Итого,,,,,47,,,
合計,,,,,47,,,
Average,,,,,15.7,0:05:18,,
Generated 2026-03-03 08:00 by ACME PBX
Generated by ACME PBX
"Generated by ACME PBX, v4"
Generated by ACME,,,,,,,,
Report generated on 2026-03-03
Exported at 08:00
Erstellt am 03.03.2026
Exportiert von ACME
Généré le 03/03/2026
Generado por ACME
Gegenereerd op 3-3-2026
Wygenerowano 2026-03-03
Сформирован 03.03.2026
Page 1 of 1
End of report
(3 rows affected)
3 rows selected.
3 Zeilen
--------
----,----,----,----,----,----,----,----,----
# end
END
cat >x.csv <<'END'
agent,started_at,customer,wait_s,talk,disposition
Total,2026-03-02 09:01:05,+15550100,35,0:03:10,answered
Page,2026-03-02 09:02:05,Total,35,0:03:10,answered
Suma,2026-03-02 09:03:05,Sum,,0:03:10,answered
END
values , x.csv >want
run t breathe x.csv
values , out | cut -d'|' -f1-6 >got
same want got 'people and customers called Total, Page and Sum keep their calls'
{ echo "$header"; printf 'VARCHAR(9),DATETIME,VARCHAR(50),VARCHAR,TEXT,INT,TIME,TEXT,TEXT\n'
	body; } >x.csv
made x.csv 0 'a line of types below the header'
{ echo "$header"; echo '-------,----,---,---,---,---,---,---,---'; body; } >x.csv
made x.csv 0 'a rule below the header'

# The header again.
{ cat clean.want; lines 2,4; } >twice.want
twice() {
	cp twice.want want
	dirty "$@"
}
cat clean.csv clean.csv >x.csv
twice x.csv 0 'header repeated'
says 'header 1,' 'header repeated: counted'
{ cat clean.csv; printf '\357\273\277'; cat clean.csv; } >x.csv
twice x.csv 0 'header repeated behind a byte order mark'
{ cat clean.csv; printf '\357\273\277'; body; } >x.csv
twice x.csv 0 'records behind a byte order mark in the middle'
{ cat clean.csv; printf '\357\273\277"C001"'; body | tail -c +5; } >x.csv
twice x.csv 0 'a quoted field behind a byte order mark in the middle'
{ cat clean.csv; echo "$header" | sed 's/[^,]*/"&"/g'; body; } >x.csv
twice x.csv 0 'header repeated, quoted'
{ cat clean.csv; echo "$header," ; body; } >x.csv
twice x.csv 0 'header repeated with a comma behind it'
{ cat clean.csv; echo "$header" | tr a-z A-Z; body; } >x.csv
twice x.csv 0 'header repeated in capitals'
{ head -c -1 clean.csv; cat clean.csv; } >x.csv
twice x.csv 0 'header glued to an empty last value'
{ head -n 3 clean.csv | head -c -1; cat clean.csv; } >x.csv
{ lines 1,3; lines 2,4; } >want
dirty x.csv 0 'header glued to a quoted value'
{ head -n 2 clean.csv | head -c -1; cat clean.csv; } >x.csv
{ lines 1,2; lines 2,4; } >want
dirty x.csv 0 'header glued to a word'
{ head -c -1 clean.csv; printf '\032\357\273\277'; cat clean.csv; } >x.csv
twice x.csv 0 'header glued behind Ctrl-Z and a mark'
{ head -c -1 clean.csv; echo "$header" | sed 's/[^,]*/"&"/g'; body; } >x.csv
twice x.csv 0 'header glued, quoted'
{ printf '%s\nC001,2026-03-02 09:01:05,Ada' "$header"; cat clean.csv; } >x.csv
{ lines 1; echo 'C001|2026-03-02 09:01:05|Ada||||||'; lines 2,4; } >want
dirty x.csv 0 'header glued to a short record'
{ cat clean.csv; printf 'Total,,,,,47,,,'; cat clean.csv; } >x.csv
twice x.csv 0 'header glued to a totals row'

# reorder ORDER: the clean file with its columns (from 0) in that order.
reorder() {
	python3 - "$1" <<'END'
import csv, sys
w = csv.writer(sys.stdout, lineterminator='\n')
order = [int(i) for i in sys.argv[1].split(',')]
w.writerows([[r[i] for i in order] for r in csv.reader(open('clean.csv'))])
END
}
{ cat clean.csv; reorder 2,0,1,8,7,6,5,4,3; } >x.csv
twice x.csv 0 'header repeated in another order'
{ cat clean.csv; reorder 8,7,6,5,4,3,2,1,0; cat clean.csv; } >x.csv
{ cat twice.want; lines 2,4; } >want
dirty x.csv 0 'header in another order, then in the first again'
{ head -c -1 clean.csv; reorder 2,0,1,8,7,6,5,4,3; } >x.csv
twice x.csv 0 'header glued in another order'
{ cat clean.csv; reorder 0,1,2,3,4,5,6,7; } >x.csv
refused x.csv 'x.csv:5: a header with other columns' \
    'header repeated with a column less'
{ cat clean.csv; sed '1s/queue/team/' clean.csv; } >x.csv
refused x.csv 'x.csv:5: a header with other columns' \
    'header repeated with another column'
{ cat clean.csv; sed 's/^/x,/;1s/^x/ticket/' clean.csv; } >x.csv
refused x.csv 'x.csv:5: a header with other columns' \
    'header repeated with a column more'
{ head -c -1 clean.csv; sed '1s/queue/team/' clean.csv; } >x.csv
refused x.csv 'x.csv:4: a header with other columns' \
    'header glued with another column'
reorder 2,0,1,8,7,6,5,4,3 >second.csv
{ sed 's/^/1,/;1s/^1/seq/' clean.csv; } >x.csv
run t breathe x.csv clean.csv second.csv
gave 0 'three files in three orders'
python3 - <<'END' >got
import csv
for r in csv.reader(open('out')):
    print('|'.join(r[:10]))
END
{ sed 's/^/1|/;1s/^1/seq/' clean.want; lines 2,4 | sed 's/^/|/'
	lines 2,4 | sed 's/^/|/'; } >want
same want got 'three files in three orders: in the first one'"'"'s'
{ cat second.csv; cat second.csv; } >y.csv
run t breathe clean.csv y.csv
values , out >got
{ cat twice.want; lines 2,4; } >want
same want got 'a second file that has its own header twice'
{ printf '\357\273\277sep=;\n'; tr , ';' <second.csv; } >y.csv
run t breathe clean.csv y.csv
gave 2 'a second file with another sep= is refused'
says 'its delimiter differs' 'and the sentence says so'

# A report below a report: the second one's preamble is skipped, too.
{ cat clean.csv; printf '\nACME report\nPeriod: 2026-03-03; all\n\n'
	cat clean.csv; } >x.csv
twice x.csv 0 'a preamble above the header that comes again'
says 'blank 2, header 1, preamble 2,' 'its lines are counted'
{ cat clean.csv; printf 'ACME report\n'; reorder 2,0,1,8,7,6,5,4,3; } >x.csv
twice x.csv 0 'a preamble above a header in another order'
{ cat clean.csv; printf 'C009,2026-03-02 09:02:00\n'; cat clean.csv; } >x.csv
{ cat clean.want; echo 'C009|2026-03-02 09:02:00|||||||'; lines 2,4; } >want
dirty x.csv 0 'a short record above the header that comes again stays one'
{ cat clean.csv; printf 'C009\n'; body; } >x.csv
{ cat clean.want; echo 'C009||||||||'; lines 2,4; } >want
dirty x.csv 0 'a short line without a header below is a record'
python3 - <<'END' >x.csv
text = open('clean.csv').read()
print(text, end='')
for i in range(40000):
    print('D%05d,2026-03-02 10:00:00,Ada,+1555,Billing,3,60,answered,x' % i)
print('ACME report, page 2')
print(text, end='')
END
{ cat clean.want; sed -n '5,40004p' x.csv | tr , '|'; lines 2,4; } >want
dirty x.csv 0 'a preamble far below, over the ends of blocks'

# Over the record limit: one record set aside, of many lines or of one.
python3 - <<'END' >x.csv
lines = open('clean.csv').read().split('\n')
print('\n'.join(lines[:2]))
print('C009,2026-03-02 09:02:00,Ada,1,Billing,1,1,answered,"' +
    'a note of many lines\n' * 100000 + '"')
print('\n'.join(lines[2:]), end='')
END
made x.csv 3 'a quoted note of 2 MB and 100,000 lines'
says 'set aside 1 ' 'it is one record'
run t breathe -q -r rejects x.csv
is 1048576 "$(python3 -c 'import csv
csv.field_size_limit(1 << 30)
print(len(list(csv.reader(open("rejects")))[1][4]))')" \
    '-r keeps as much of it as the limit'
echo 'D9,1,2,3,4,5,6,7,8,9,10' >>x.csv
run t breathe -q -r rejects x.csv
is "$(grep -n ^D9 x.csv | cut -d: -f1),$(grep -b ^D9 x.csv | cut -d: -f1)" \
    "$(tail -n 1 rejects | cut -d, -f2,3)" 'behind it, line and byte hold'
sed 's/$/\r/' x.csv >y.csv
run t breathe -q -r rejects y.csv
is "$(grep -n ^D9 y.csv | cut -d: -f1),$(grep -b ^D9 y.csv | cut -d: -f1)" \
    "$(tail -n 1 rejects | cut -d, -f2,3)" 'with CR LF, too'
{ cat clean.csv; head -c 60000000 /dev/zero | tr '\0' x; echo; body; } >x.csv
if [ -x /usr/bin/time ] && ! grep -q asan "$B/triage"; then
	/usr/bin/time -f %M -o memory triage -q x.csv >out 2>err
	[ "$(tail -n 1 memory)" -lt 40000 ]
	ok $? 'a line of 60 MB costs no memory, the look-ahead included'
else
	skip 'a line of 60 MB costs no memory' 'no time(1), or a sanitizer'
fi
run t breathe -q x.csv
values , out >got
cp twice.want want
same want got 'a line of 60 MB: its neighbours are safe'
rm x.csv

# Options that do not fit the header.
run t breathe --rename nothing=other clean.csv
gave 2 '--rename of a column that is not there'
says 'clean.csv: --rename nothing=other: the header has no such' 'is named'
run t breathe --rename agent=a --rename agent=b clean.csv
gave 2 '--rename of a second column of that name'
sed '1s/queue/team/' clean.csv >y.csv
run t breathe --rename queue=team clean.csv y.csv
gave 0 '--rename is for the first header'
for d in ';' '|' tab; do
	run t breathe -d "$d" clean.csv
	gave 2 "-d '$d' of a file with commas"
	says "but seems to be by \`,'" "-d '$d': what the header uses"
done
{ printf 'Report; x\n'; cat clean.csv; } >x.csv
run t breathe -d ';' x.csv
says "x.csv:2: the header is not kept apart by" 'below a preamble, too'
run t breathe -m wait=wait_s -d , clean.csv
gave 0 'the right -d'
run t triage clean.csv
sed '1s/$/,stress/;1!s/$/,9/' out >x.csv
run t triage x.csv
gave 2 'a column of our own that stands in the header twice'
says "\`stress', which triage writes, stands in the header twice" 'is named'

# Commas at the end of lines.
sed 's/$/,/' clean.csv >x.csv
made x.csv 0 'a comma behind every line'
sed '1!s/$/,/' clean.csv >x.csv
made x.csv 0 'a comma behind every record'
says 'empty last fields dropped 3' 'a comma behind every record: counted'
sed '1s/$/,/' clean.csv >x.csv
made x.csv 0 'a comma behind the header'
says 'fields padded 3' 'a comma behind the header: counted'
sed '2s/$/,,/' clean.csv >x.csv
{ lines 1; lines 3,4; } >want
dirty x.csv 3 'two empty fields too many'
sed '1s/^/,/;1!s/^/0,/' clean.csv >x.csv
sed '1s/^/|/;1!s/^/0|/' clean.want | cut -d'|' -f1-9 >want
dirty x.csv 0 'a column without a name that nobody needs'
{ printf ',,,,,,,,\n'; cat clean.csv; printf ',,,,,,,,\n , ,\t, ,,,,,\n""\n   \n'
	} >x.csv
made x.csv 0 'blank rows: delimiters, blanks, empty quotes'
{ sed 2q clean.csv; printf 'C009\nC010,2026-03-02 09:02:00\n'; sed -n '3,4p' clean.csv
	} >x.csv
{ lines 1,2; echo 'C009||||||||'; echo 'C010|2026-03-02 09:02:00|||||||'
	lines 3,4; } >want
dirty x.csv 0 'short records are padded'
says 'fields padded 15' 'short records: counted'

# Quotes.
sed '2s/Billing/"Billing"  /' clean.csv >x.csv
run t breathe x.csv
gave 0 'blanks behind a closing quote'
sed '2s/Billing/"Bil"ling/' clean.csv >x.csv
{ lines 1; lines 3,4; } >want
dirty x.csv 3 'a quote that closes in the middle of a field'
says 'x.csv:2: set aside: text after a closing quote' 'it is named'
sed '2s/Billing/"Bil"ling,"/' clean.csv >x.csv
dirty x.csv 3 'a second quote behind it swallows nobody'
for place in 'C001:"C001' 'Ada:"Ada' '35:"35' \
    'Billing:"Billing' 'ok:"ok' 'ok:ok,"'; do
	sed "2s/${place%:*}/${place##*:}/" clean.csv >x.csv
	dirty x.csv 3 "a quote that never closes in record 1: ${place##*:}"
	says 'x.csv:2: set aside: ' 'its line is named'
done
sed '4s/Billing/"Billing/' clean.csv >x.csv
lines 1,3 >want
dirty x.csv 3 'a quote that never closes in the last record'
says 'x.csv:4: set aside: a quote that never closes' 'its line is named'
head -c -1 x.csv >y.csv
dirty y.csv 3 'a quote that never closes, and no line end'
sed '1s/queue/"queue/' clean.csv >x.csv
refused x.csv 'x.csv:1: the header cannot be read' \
    'a quote that never closes in the header'
sed '2s/ok/"ok/;3s/Sales/", Sales"/' clean.csv >x.csv
lines 1 >want
sed -n 3p clean.want | sed 's/Sales/, Sales/' >>want
lines 4 >>want
dirty x.csv 3 'unclosed, and the next record would close it with its comma'
python3 - <<'END' >x.csv
import csv, sys
lines = open('clean.csv').read().split('\n')
print(lines[0])
print(lines[1].replace('ok', '"ok'))
for i in range(60000):
    print('D%05d,2026-03-02 10:00:00,Ada,+1555%d,Billing,3,60,answered,fine' %
        (i, i))
END
{ lines 1; sed -n '3,$p' x.csv | tr , '|'; } >want
dirty x.csv 3 'unclosed above 4 MB without a quote: only its line is lost'
says 'x.csv:2: set aside: a quote that never closes' 'and named'
echo 'D99999,2026-03-02 10:00:00,Ada,1,Billing,3,60,answered,a,b' >>x.csv
run breathe -q -r rejects x.csv
is "$(grep -n ^D99999 x.csv | cut -d: -f1),$(grep -b ^D99999 x.csv |
    cut -d: -f1)" "$(tail -n 1 rejects | cut -d, -f2,3)" \
    'far below, line and byte of what is set aside still hold'
{ sed 2q clean.csv; printf 'C009,2026-03-02 09:02:00,Ada,1,Billing,1,1,answered,"line one\nline two"x\n'
	sed -n '3,4p' clean.csv; } >x.csv
made x.csv 3 'a lost note of two lines leaves no half record'
run t breathe -r rejects -q x.csv
is 'line,reason
3,a quote that never closes
4,behind a quote that never closes' "$(cut -d, -f2,4 rejects)" \
    'both of its lines are set aside'
python3 -c '
print(open("clean.csv").read().split("\n")[0])
for i in range(200000):
    print("x\",\"")' >x.csv
run timeout 60 breathe -q x.csv
gave 3 'hostile: every line opens a quote that none closes'
python3 -c '
print(open("clean.csv").read().split("\n")[0])
for i in range(100000):
    print("x\",\"")
print("\",a,a,a,a,a,a,a,a,a,a")' >x.csv
run timeout 60 breathe -q x.csv
gave 3 'hostile: too many fields over many lines'

# Values.
sed 's/C001/="C001"/;s/+15550100/="0301"/;s/,35,/,="35",/' clean.csv >x.csv
run t triage -v x.csv
gave 0 'guards of a spreadsheet'
is '8|="C001"' "$(python3 - <<'END'
import csv
row = list(csv.reader(open('out'), quoting=csv.QUOTE_NONE))[1]
print('%d|%s' % (row.index('ok'), row[0]))
END
)" 'guards of a spreadsheet: the bytes stay'
run t escalate --check x.csv
grep -q '^wait .*3 of 3$' out
ok $? 'guards of a spreadsheet: the wait is read'
sed '1s/started_at/Started\xe2\x80\x8b_at/;1s/agent/\xc2\xa0agent\xc2\xa0/' \
    clean.csv >x.csv
run t breathe --check x.csv
is 2 "$(grep -c '^start \|^agent ' out)" \
    'zero-width and no-break blanks in the header'
sed '1s/[^,]*/\xe2\x80\x9c&\xe2\x80\x9d/g' clean.csv >x.csv
run t breathe --check x.csv
grep -q '^start ' out
ok $? 'typographic quotes in the header'
for opening in '<html><body><table>' '<?xml version="1.0"?>' '%PDF-1.4' \
    '{"calls": [' '[{"call_id": 1}]'; do
	printf '%s\n' "$opening" >x.csv
	refused x.csv 'x.csv: is ' "no table: $opening"
done
printf '<!DOCTYPE html>\n' >x.csv
refused x.csv 'an HTML page' 'no table: HTML in capitals'
gzip -c clean.csv >x.csv
made x.csv 0 'gzip under a plain name'
cp clean.csv x.csv.gz
made x.csv.gz 0 'a plain file under the name of gzip'
gzip -c x.csv >y.csv
refused y.csv 'gzip inside gzip' 'gzip inside gzip'
echo "$header" >x.csv
head -n 1 clean.want >want
dirty x.csv 0 'only a header'
printf '%s' "$header" >x.csv
dirty x.csv 0 'only a header, without a line end'
printf '%s\n\n\n' "$header" >x.csv
dirty x.csv 0 'only a header and blank lines'
printf '\357\273\277' >x.csv
refused x.csv 'empty, not even a header' 'only a byte order mark'
printf '\032' >x.csv
run t breathe x.csv
gave 2 'only Ctrl-Z'

# A name that stands in the header twice: --rename counts them.
sed '1s/customer/agent/' clean.csv >x.csv
refused x.csv 'agent' 'a name twice, and it is needed'
run t breathe --rename agent=agent --rename agent=customer x.csv
gave 0 'a name twice: the first --rename is for the first, and so on'
is "$header" "$(head -n 1 out | cut -d, -f1-9)" 'and the header says so'
sed '1s/notes/x/;1s/disposition/x/' clean.csv >x.csv
run t breathe x.csv
gave 0 'a name twice that nobody needs'

if need_shared 'the files of conformance/dirty'; then
	d=$shared/conformance/dirty
	values , "$d/00_clean.csv" >clean.want
	cp clean.want want
	for file in 00_clean 01_bom_utf8 03_utf16le_bom 07_crlf 09_mixed_eol \
	    15_footer_total 17_blank_lines 23_trailing_comma_all \
	    25_ctrl_z_eof 47_gz_named_plain; do
		dirty "$d/$file.csv" 0 "$file: as the clean file"
	done
	sed 's/wait, /wait; /' clean.want >want
	dirty "$d/05_semicolon.csv" 0 '05_semicolon' ';'
	run t breathe -v "$d/11_nul_byte.csv"
	gave 0 '11_nul_byte: passes'
	is 1 "$(grep -c -a -P 'Res\x00olved' out)" '11_nul_byte: the byte stays'
	{ lines 1; lines 3,4; } >want
	dirty "$d/13_ragged_long_unquoted_comma.csv" 3 '13_ragged_long'
	says ':2: set aside: more fields than the header' '13_ragged_long: named'
	sed 's/|ok$/|5" screen/' clean.want >want
	dirty "$d/19_bare_quote.csv" 0 '19_bare_quote: literal'
	says 'suspicious quotes 1' '19_bare_quote: counted'
	refused "$d/21_dup_header.csv" agent '21_dup_header: agent is needed'
	dirty_two='--rename agent=agent --rename agent=customer'
	# shellcheck disable=SC2086
	run t breathe $dirty_two "$d/21_dup_header.csv"
	values , out >got
	same clean.want got '21_dup_header: with names of their own'
	refused "$d/27_empty.csv" 'empty, not even a header' '27_empty'
	refused "$d/29_only_newlines.csv" 'empty, not even a header' \
	    '29_only_newlines'
	for file in 31_formula 33_html 41_invalid_utf8 43_phone_sci \
	    35_durations; do
		values , "$d/$file.csv" >want
		[ $file != 35_durations ] || sed 's/$/|/' want >want2
		for tool in $filters; do
			run t $tool "$d/$file.csv"
			values , out >got
			[ $file != 35_durations ] ||
				cut -d'|' -f1-2 got >got2 && [ ! -f got2 ] ||
				mv got2 got
			cmp -s want got && [ "$status" -eq 0 ] || break
		done
		same want got "$file: values pass as they are"
	done
	run t breathe "$d/35_durations.csv"
	says '1 negative duration' '35_durations: -0:00:05'
	says '1 durations cannot be read' '35_durations: 1:75'
	{ lines 1,2; lines 4; } >want
	dirty "$d/37_backslash_escape.csv" 3 '37_backslash_escape'
	says ':3: set aside: text after a closing quote' '37: named'
	{ lines 1; lines 3,4; } >want
	dirty "$d/39_long_field_1MiB.csv" 3 '39_long_field_1MiB'
	says ':2: set aside: longer than the record limit' '39: named'
	{ cat clean.want; lines 2,4; } >want
	dirty "$d/45_gz_two_members.csv.gz" 0 '45_gz_two_members'
	dirty "$d/49_concat_no_newline.csv" 0 '49_concat_no_newline'
	says 'header 1,' '49_concat_no_newline: the header is counted'
	ls "$d" | wc -l | tr -d ' ' >got
	echo 26 >want
	same want got 'all files of conformance/dirty were tried'
fi

# Sums in a narrow export: no third of it is empty, but they have no start.
# What has one is a call, whatever it is called.
narrow() {
	n_want=$1
	{
		echo call_id,start,wait_s,talk
		echo 1,2026-03-02 09:00:00,10,0:03:00
		echo 2,2026-03-02 09:05:00,20,0:05:00
		printf '%s\n' "$2"
	} >narrow.csv
	run wrapup -v -z UTC -f csv -s service narrow.csv
	is "$n_want" "$(sed -n 's/^service,,offered,\([0-9]*\),.*/\1/p' out) $(
	    sed -n 's/.* totals \([0-9]*\);.*/\1/p' err)" "narrow: $2"
}
while read -r line; do
	narrow "2 1" "$line"
done <<'END'
Total,,30,0:08:00
TOTAL:,,30,0:08:00
Totals,-,30,0:08:00
Summe,,30,0:08:00
Grand Total,,30,0:08:00
Average,,15,0:04:00
Max,,20,0:05:00
Mean,,15,0:04:00
,Total,30,0:08:00
Subtotal,,30,0:08:00
Total Sales,,30,0:08:00
* times in CET,,,
* times in CET
Completion time: 3 May,,,
Confidential - internal use only,,,
Confidential - internal use only
END
narrow "3 " "Total,2026-03-02 09:10:00,30,0:01:00"
narrow "3 " "Max,2026-03-02 09:10:00,,"
narrow "3 " "Max Berger,,30,0:01:00"
narrow "3 " "17,,,"

# UTF-8 behind UTF-16, as `cat` makes it, is not read as other letters.
{
	echo call_id,start,agent,talk
	echo 1,2026-03-02 09:00:00,Ann,60
	echo 2,2026-03-02 09:10:00,Ann,60
} >utf8.csv
for code in LE BE; do
	python3 -c 'import sys
t = open("utf8.csv").read()
sys.stdout.buffer.write(("\ufeff" + t).encode("utf-16-" + sys.argv[1]))' \
	    "$code" >utf16.csv
	cat utf16.csv utf8.csv >x.csv
	run triage -z UTC x.csv
	gave 2 "UTF-8 behind UTF-16$code"
	says "begins as UTF-16, but what is behind is not" "and why"
	run triage -q -z UTC utf16.csv
	gave 0 "UTF-16$code alone"
done
python3 -c 'import sys
t = "call_id,start,agent\n1,2026-03-02 09:00:00," + "\u6f22\u5b57\u2e2e" * 7
sys.stdout.buffer.write(("\ufeff" + t + "\n").encode("utf-16-le"))' >x.csv
run triage -q -z UTC x.csv
gave 0 "UTF-16 with words of East Asia"

# A spreadsheet fills a preamble up with delimiters; with the header below it
# it may come again.
cat >x.csv <<'END'
Report,,,,,
Period:,01.03.2026 - 31.03.2026,,,,
,,,,,
call_id,start,agent,talk,queue,outcome
1,2026-03-02 09:00:00,Ann,60,q,answered
Report,,,,,
Agent,Ben,,,,
From,2026-03-02,,,,
,,,,,
call_id,start,agent,talk,queue,outcome
2,2026-03-02 09:10:00,Ben,70,,
Ann Lee,,,,,
3,2026-03-02 09:20:00,Ann,,,
call_id,start,agent,talk,queue,outcome
END
cat >want <<'END'
call_id,start,agent,talk,queue,outcome
1,2026-03-02 09:00:00,Ann,60,q,answered
2,2026-03-02 09:10:00,Ben,70,,
3,2026-03-02 09:20:00,Ann,,,
END
for tool in $filters; do
	run t $tool -v x.csv
	says 'blank 1, header 2, preamble 6, totals 1' \
	    "$tool: a preamble as wide as the table, twice"
	cut -d, -f1-6 out >got
	same want got "$tool: only records are passed on"
done
printf '%s\n' call_id,start,agent,talk,queue,outcome \
    '1,2026-03-02 09:00:00,Ann,60,q,answered' Report \
    call_id,start,agent,talk,queue,outcome '2,2026-03-02,Ann' >x.csv
run triage -v -z UTC x.csv
says 'header 1, preamble 1' 'a title of one word'

# Two names in a preamble are no header when one stands below a blank line.
printf '%s\n' Agent,Queue Anna,Billing '' call_id,start,agent,talk \
    '1,2026-03-02 09:00:00,Ann,60' >x.csv
run wrapup -v -z UTC -f csv -s service x.csv
gave 0 "a preamble of two names"
says "preamble 3" "is skipped and counted"
grep -q '^service,,offered,1,' out
ok $? "and the header below it is found"
printf '%s\n' Agent,Start 'Anna,2026-03-02 09:00:00' '' \
    'Anna,2026-03-02 09:10:00' >x.csv
run wrapup -v -z UTC -f csv -s service x.csv
grep -q '^service,,offered,2,' out
ok $? "a header of two names stays one"

done_testing
