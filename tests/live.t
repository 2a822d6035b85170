#!/bin/sh
# SPDX-License-Identifier: ISC
# Pipes that live: when records come out, what a rest of the input means,
# and what a filter leaves behind that is killed.  The clock is python3's.

. "$(dirname "$0")/lib.sh"

filters='triage breathe targetsplit escalate'

# options TOOL: what it cannot do without.
options() {
	case $1 in
	targetsplit) echo -t 80 ;;
	esac
}

cat >calls.csv <<'END'
call_id,start,agent,customer,wait,talk,outcome,notes
1,2026-03-02 09:00:00,Ann,C1,10,100,answered,fine
2,2026-03-02 09:05:00,Ben,C2,20,200,answered,"a, b"
3,2026-03-02 09:10:00,Ann,C1,30,300,answered,"he said ""no"""
END

# live.py SECONDS COUNT COMMAND: writes the header and COUNT records, one
# each SECONDS, and says how late the slowest of all and of the last three
# lines came out, when that is too late.
cat >live.py <<'END'
import subprocess, sys, threading, time
rest, count, command = float(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
p = subprocess.Popen(command, shell=True, stdin=subprocess.PIPE,
    stdout=subprocess.PIPE)
came = []
def read():
    for line in p.stdout:
        came.append(time.monotonic())
thread = threading.Thread(target=read)
thread.start()
sent = []
def send(text):
    p.stdin.write(text.encode())
    p.stdin.flush()
    sent.append(time.monotonic())
send('call_id,start,agent,customer,talk,outcome,notes\n')
for i in range(count):
    send('%d,2026-03-02 09:%02d:00,Ann,C%d,60,answered,wants a manager\n' % (i, i, i))
    time.sleep(rest)
p.stdin.close()
thread.join()
late = [b - a for a, b in zip(sent[1:], came[1:])]
print('first' if max(late) < 3 else 'first %.1f' % max(late),
    'last' if max(late[-3:]) < 0.8 else 'last %.1f' % max(late[-3:]),
    len(came))
END
for tool in $filters; do
	is "first last 17" "$(python3 live.py 0.3 16 "$tool -q $(options $tool)")" \
	    "$tool: a trickle is not held back"
done
is "first last 17" "$(python3 live.py 0.3 16 'triage -q | breathe -q')" \
    "triage | breathe: a record's columns as soon as its line is complete"

# slow FILE: the file line by line, with a rest in the middle.
slow() {
	n=$(($(wc -l <"$1") / 2))
	head -n $n "$1"
	sleep 1.2
	tail -n +$((n + 1)) "$1"
}
slow calls.csv | triage >out 2>err
says "<stdin>: input rested after 1 records: the usual length" \
    "triage: a rest that makes the look-ahead short is said"
says "-b FILE" "triage: and what to do"
is 1 "$(grep -c 'input rested' err)" "triage: once"
slow calls.csv | triage -q >out 2>err
is "" "$(cat err)" "triage: not with -q"
triage -q --write-baseline calls.csv >base.csv
slow calls.csv | triage -b base.csv >out 2>err
is 0 "$(grep -c 'input rested' err)" "triage: not with -b"
slow calls.csv | breathe >out 2>err
is 0 "$(grep -c 'input rested' err)" "breathe: which needs none of them"
cat calls.csv | triage >out 2>err
is 0 "$(grep -c 'input rested' err)" "triage: a pipe that does not rest"
cat >days.csv <<'END'
call_id,start,agent
1,03/02/2026 09:00,Ann
2,13/02/2026 09:00,Ann
3,13/02/2026 10:00,Ann
END
breathe -q days.csv >out 2>err
is 0 $? "the order of dates is decided by the second record"
slow days.csv | breathe -q >out 2>err
is 2 $? "and stays open when it comes late"
says "input rested after 1 records" "which is said"
says "give -m start=start,dmy" "and what to do"

# A filter that is killed leaves the failure mark.
cat >kill.py <<'END'
import os, signal, subprocess, sys, time
number = getattr(signal, sys.argv[1])
out = open('out', 'wb')
p = subprocess.Popen(sys.argv[2:], stdin=subprocess.PIPE, stdout=out,
    preexec_fn=lambda: signal.signal(number, signal.SIG_DFL))
p.stdin.write(open('calls.csv', 'rb').read())
p.stdin.flush()
end = time.monotonic() + 20
while os.path.getsize('out') == 0 and time.monotonic() < end:
    time.sleep(0.05)
p.send_signal(number)
print(p.wait() == -number)
END
for tool in $filters; do
	for sig in SIGTERM SIGINT SIGHUP; do
		# shellcheck disable=SC2046
		is True "$(python3 kill.py $sig $tool -q $(options $tool))" \
		    "$tool: dies by $sig"
		is "\"evenkeel: $tool failed" "$(tail -n 1 out)" \
		    "$tool: $sig leaves the failure mark"
		is 5 "$(wc -l <out | tr -d ' ')" "$tool: $sig: on its own line"
	done
done
cp out half.csv
run wrapup half.csv
gave 2 "wrapup behind it refuses"
says "upstream failed" "and says so"

# Killed while the reader is slow: half a record stands in front of it.
awk 'BEGIN { print "call_id,start,agent,notes"
    for (i = 0; i < 60000; i++) printf "%d,2026-03-02 10:00:00,Ann," \
	"\"a note, and then some more of it, again and again\"\n", i }' >big.csv
for sig in TERM HUP; do
	{ breathe -q big.csv & pid=$!
		sleep 1; kill -$sig $pid; wait $pid; } 2>err |
	    { sleep 2; cat; } >half.csv
	is '"evenkeel: breathe failed' "$(tail -n 1 half.csv)" \
	    "killed with a full pipe, $sig: the mark stands on its own line"
	run wrapup half.csv
	gave 2 "wrapup refuses what $sig left"
	says "upstream failed" "and says so, $sig"
done

# A file is replaced whole or not at all: no mark in it.
echo old >target.csv
python3 - <<'END'
import signal, subprocess, time
p = subprocess.Popen(['breathe', '-q', '-o', 'target.csv'],
    stdin=subprocess.PIPE)
p.stdin.write(open('calls.csv', 'rb').read())
p.stdin.flush()
time.sleep(1.5)
p.send_signal(signal.SIGTERM)
p.wait()
END
is old "$(cat target.csv)" "-o: the old file stays"
is "" "$(find . -name '.target*')" "-o: no temporary file is left"

# The file of -r and standard output.
for tool in $filters wrapup; do
	for name in - /dev/stdout; do
		# shellcheck disable=SC2046
		run $tool $(options $tool) -r $name calls.csv
		gave 2 "$tool: -r $name is status 2"
		is "" "$(cat out)" "$tool: -r $name: nothing came out"
		says "-r: standard output" "$tool: -r $name: why"
	done
done
run breathe -q -r - -o records.csv calls.csv
gave 0 "-r - goes with -o"
is "file,line,byte,reason,record" "$(cat out)" "and has standard output"
is 4 "$(wc -l <records.csv | tr -d ' ')" "and the records their file"
breathe -q -r out calls.csv >out 2>err
is 2 $? "-r names what standard output was turned to"

done_testing
