#!/bin/sh
# SPDX-License-Identifier: ISC
# scripts/end-of-day: by hand, twice, at once with another, after a break;
# and by a real cron, whose mail a real mail client hands to a mail server.
. "$(dirname "$0")/lib.sh"

day=2026-03-02
script=$top/scripts/end-of-day
EVENKEEL_BIN=$B
export EVENKEEL_BIN

# await FILE [TENTHS]: wait until it is there, 10 s unless told otherwise.
await() {
	tries=0
	while [ ! -e "$1" ] && [ $tries -lt "${2:-100}" ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
}

if ! command -v bash >/dev/null || ! command -v flock >/dev/null; then
	skip "the end of the day" "bash or flock is not here"
	done_testing
	exit
fi
"$B/sample" --seed 3 --days 1 --agents 6 --start $day -o calls.csv ||
    ok 1 "a day of calls"

# A mail client that keeps what it is given, and can fail.
cat >post <<'EOF'
#!/bin/sh
[ ! -e "$POST/broken" ] || { echo "no route to the mail server" >&2; exit 75; }
echo x >>"$POST/sent"
cat >"$POST/$(wc -l <"$POST/sent").eml"
EOF
chmod +x post
mkdir mails
POST=$tmp/mails
EVENKEEL_SENDMAIL=$tmp/post
export POST EVENKEEL_SENDMAIL

run "$script" -o desk -d $day -z Europe/Berlin -m lead@example.org calls.csv
gave 0 "a day by hand"
is "" "$(cat err)" "nothing to complain of"
for file in calls.csv.gz report.txt report.html carry.csv mail.eml sent; do
	ok "$([ -e "desk/$day/$file" ]; echo $?)" "leaves $file"
done
is 1 "$(ls mails/*.eml | wc -l)" "one mail"
is "" "$(ls -a desk | grep '^\.work')" "nothing is left lying about"
is "$(wc -l <calls.csv)" "$(gzip -dc desk/$day/calls.csv.gz | wc -l)" \
    "every record is in the archive"

python3 - mails/1.eml >parsed <<'EOF'
import email, email.policy, sys
m = email.message_from_binary_file(open(sys.argv[1], 'rb'),
                                   policy=email.policy.default)
kinds = [p.get_content_type() for p in m.walk() if not p.is_multipart()]
print(m['To'], m.get_content_type(), *kinds, len(m.defects))
text = m.get_body(('plain',)).get_content()
print('2 March 2026' in text and 'Tomorrow' in text)
EOF
is 'lead@example.org multipart/alternative text/plain text/html 0' \
    "$(sed -n 1p parsed)" "the mail has a text and a page"
is True "$(sed -n 2p parsed)" "and in it the day and what tomorrow needs"

run "$script" -o desk -d $day -z Europe/Berlin -m lead@example.org calls.csv
gave 0 "the same again"
is 1 "$(ls mails/*.eml | wc -l)" "sends no second mail"
ok "$(grep -q 'went out before' desk/log; echo $?)" "and the log says so"

# Two at once: one does the work, the other says so and stops.
(
	exec 9>desk/.lock
	flock 9
	echo ready >held
	sleep 30 9>&- &
	wait
) &
holder=$!
await held
run "$script" -o desk -d $day calls.csv
gave 1 "while another run is at work: status 1"
ok "$(tail -n 1 desk/log | grep -q 'another run'; echo $?)" "and a line in the log"
pkill -P $holder sleep 2>/dev/null
kill $holder 2>/dev/null
wait $holder 2>/dev/null

# The mail server is away; later it is back.
: >mails/broken
run "$script" -o later -d $day -z UTC -m lead@example.org calls.csv
gave 4 "no mail server: status 4"
says 'no route to the mail server' "and its own words"
ok "$([ ! -e later/$day/sent ] && [ ! -e later/$day/sending ]; echo $?)" \
    "it can be tried again"
rm mails/broken
run "$script" -o later -d $day -z UTC -m lead@example.org calls.csv
gave 0 "tried again"
is 2 "$(ls mails/*.eml | wc -l)" "the mail goes out"

# Broken off while it sent: nobody knows, so nobody sends twice.
rm later/$day/sent
: >later/$day/sending
run "$script" -o later -d $day -z UTC -m lead@example.org calls.csv
gave 4 "a run broken off at the mail is not repeated"
is 2 "$(ls mails/*.eml | wc -l)" "no mail"
says "remove later/$day/sending" "says what to do"

# Records set aside: a report with a warning.
{ head -n 40 calls.csv; echo 'a,b,"c'; tail -n +41 calls.csv; } >torn.csv
run "$script" -o torn -d $day -z UTC torn.csv
gave 3 "a torn record: status 3"
ok "$([ -e torn/$day/report.html ] && [ -e torn/$day/aside-triage.csv ]
    echo $?)" "report and list are there"
ok "$(grep -q 'set aside' err && grep -q aside-triage torn/log; echo $?)" \
    "and are spoken of"

# Half a file: no report, and yesterday's stays as it was.
gzip -c calls.csv | head -c 2000 >half.csv.gz
run "$script" -o torn -d 2026-03-03 -z UTC half.csv.gz
gave 2 "half a file: status 2"
ok "$([ ! -e torn/2026-03-03/report.txt ]; echo $?)" "no report of half a day"
ok "$(grep -q 'failed: triage' torn/log; echo $?)" "the log says who failed"

# The next day starts from what this one left.
"$B/sample" --seed 4 --days 1 --agents 6 --start 2026-03-03 -o next.csv
run "$script" -o desk -d 2026-03-03 -z Europe/Berlin -D book next.csv
gave 0 "the next day"
ok "$([ -e book/2026-03-03.csv ]; echo $?)" "its page is in the daybook"
ok "$(cut -d, -f1 desk/$day/carry.csv | sed -n 2p |
    grep -qFf - desk/2026-03-03/carry.csv; echo $?)" \
    "what was open is carried over"

run "$script" -o desk -d 'yesterday' calls.csv
gave 2 "a day that is none: status 2"
run "$script" calls.csv
gave 2 "no folder: status 2"
says '-o FOLDER' "and the usage"

# By a real cron, in a mount namespace of its own so that the machine's
# tables and its running cron are left alone.
by_cron() {
	[ "$(id -u)" -eq 0 ] || { why="needs root"; return 1; }
	for program in cron msmtp unshare; do
		command -v $program >/dev/null ||
		    { why="$program is not here"; return 1; }
	done
	unshare -m mount -t tmpfs none /run 2>/dev/null ||
	    { why="no mount namespace here"; return 1; }
}
if by_cron; then
	mkdir sink
	mkfifo hold
	python3 "$top/tests/smtp_sink.py" sink <hold &
	exec 8>hold
	await sink/port
	cat >crontab <<EOF
EVENKEEL_BIN=$B
EVENKEEL_SENDMAIL=msmtp --host=127.0.0.1 --port=$(cat sink/port) --from=cron@example.org
MAILTO=""
* * * * * root $script -o $tmp/cron -d $day -z Europe/Berlin -m lead@example.org $tmp/calls.csv
* * * * * root $script -o $tmp/cron -d $day -z Europe/Berlin -m lead@example.org $tmp/calls.csv
EOF
	cat >start <<EOF
mount -t tmpfs none /run && mount -t tmpfs none /etc/cron.d &&
mount -t tmpfs none /var/spool/cron && mkdir /var/spool/cron/crontabs &&
printf '' >$tmp/none && mount --bind $tmp/none /etc/crontab
cp $tmp/crontab /etc/cron.d/evenkeel && chmod 644 /etc/cron.d/evenkeel &&
exec cron -f
EOF
	unshare -m sh "$tmp/start" >cron.log 2>&1 8>&- &
	cron=$!
	await cron/$day/sent 900
	sleep 2
	kill $cron 2>/dev/null
	wait $cron 2>/dev/null
	exec 8>&-
	ok "$([ "$(ls sink/*.eml 2>/dev/null | wc -l)" -eq 1 ]; echo $?)" \
	    "cron starts it twice, one mail arrives"
	python3 - sink/1.eml >parsed <<'EOF'
import email, email.policy, sys
m = email.message_from_binary_file(open(sys.argv[1], 'rb'),
                                   policy=email.policy.default)
print(m['To'], m.get_content_type(), len(m.defects),
      '<html' in m.get_body(('html',)).get_content())
EOF
	ok "$(grep -qx 'lead@example.org multipart/alternative 0 True' parsed
	    echo $?)" "and a MIME parser reads it"
else
	skip "cron starts it twice, one mail arrives" "$why"
fi

# The timer and service of evenkeel.7 are what systemd takes.
part() {
	sed 's/\\-/-/g; s/\\e$/\\/' "$top/man/evenkeel.7" |
	    awk -v name="# $1" '$0 == name { on = 1 } /^\.Ed/ { on = 0 } on' \
	    >"$1"
	[ -s "$1" ] || echo "evenkeel.7 has no $1"
}
if command -v systemd-analyze >/dev/null; then
	is "" "$(part end-of-day.service; part end-of-day.timer)" \
	    "the manual has a service and a timer"
	# A unit that names a path with spaces quotes it.
	sed -i "s#^ExecStart=[^ ]*#ExecStart=\"$script\"#" end-of-day.service
	run systemd-analyze verify ./end-of-day.service ./end-of-day.timer
	gave 0 "systemd takes the service and the timer of the manual"
	is "" "$(grep end-of-day err)" "without a word"
else
	skip "the timer of the manual" "systemd-analyze is not here"
fi
done_testing
