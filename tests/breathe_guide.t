#!/bin/sh
# SPDX-License-Identifier: ISC
# breathe --guide: refused without a terminal; on one of its own, frame by
# frame; in tmux with a shell around it, for ^Z and what stays on screen.
. "$(dirname "$0")/lib.sh"

run breathe --guide box
gave 2 "standard output is no terminal"
says "standard output is no terminal" "and says so"
run breathe --guide yoga
gave 2 "an unknown guide"
says "choose box, 478 or calm" "names those there are"
run breathe --guide box --minutes 0
gave 2 "no minutes"
run breathe --guide box calls.csv
gave 2 "it reads no data"
run breathe --guide box --plan
gave 2 "it is no plan"
run breathe --minutes 2
gave 2 "--minutes without --guide"

if command -v python3 >/dev/null; then
	python3 "$top/tests/breathe_guide.py" >pty.tap 2>&1
	ok $? "on a terminal of its own"
	grep -v '^ok' pty.tap | sed 's/^\([^#]\)/# \1/'
else
	skip "on a terminal of its own" "there is no python3"
fi

if ! command -v tmux >/dev/null; then
	skip "in tmux" "tmux is not installed"
	done_testing
fi

in_tmux() {
	tmux -L "evenkeel$$" -f /dev/null "$@"
}
# Not the shell that the machine's list of users names: it may let nobody in.
SHELL=/bin/sh
export SHELL
trap 'in_tmux kill-server 2>/dev/null; rm -rf "$tmp"' EXIT

# wait_for TEXT NAME: until the screen holds it, ten seconds at most.
wait_for() {
	tries=0
	while ! in_tmux capture-pane -p | grep -qF -- "$1"; do
		tries=$((tries + 1))
		if [ $tries -gt 100 ]; then
			ok 1 "$2"
			in_tmux capture-pane -p | sed 's/^/# /'
			return
		fi
		sleep 0.1
	done
	ok 0 "$2"
}

# settings FILE NAME: the terminal's settings are those before.
settings() {
	tries=0
	while [ ! -s "$1" ] && [ $tries -lt 100 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
	same before "$1" "$2"
}

# no_more TEXT NAME: the screen does not hold it.
no_more() {
	in_tmux capture-pane -p >screen
	! grep -qF -- "$1" screen
	ok $? "$2"
}

PS1='at $ ' in_tmux new-session -d -x 50 -y 12 sh
in_tmux send-keys "PS1='ready> '; set -m; stty -g >before" Enter
wait_for 'ready>' "a shell in tmux"
in_tmux send-keys "clear; echo kept; breathe --guide box" Enter
wait_for 'Breathe in' "says what to do"
wait_for '[####' "the bar grows"
wait_for 'q leaves' "and how to leave"
no_more kept "on a screen of its own"
wait_for 'Hold' "then: hold"
in_tmux resize-window -x 24 -y 12
tries=0
until in_tmux capture-pane -p | grep -q '^\[[# ]\{21\}\]$'; do
	tries=$((tries + 1))
	[ $tries -gt 100 ] && break
	sleep 0.1
done
in_tmux capture-pane -p >screen
is 3 "$(grep -c . screen)" "24 columns: three lines, nothing wrapped"
in_tmux resize-window -x 50 -y 12
in_tmux send-keys C-z
wait_for 'Stopped' "^Z stops it"
wait_for 'kept' "and what was on screen is back"
in_tmux send-keys "stty -g >stopped; fg" Enter
wait_for 'q leaves' "fg: it goes on"
in_tmux send-keys q
wait_for 'ready>' "q leaves"
in_tmux send-keys 'echo "status $?"; stty -g >after' Enter
wait_for 'status 0' "with status 0"
settings stopped "the terminal was as before while it stopped"
settings after "and is so at the end"
in_tmux send-keys "clear; breathe --guide 478" Enter
wait_for 'q leaves' "again, for ^C"
in_tmux send-keys C-c
wait_for 'ready>' "^C ends it"
in_tmux send-keys 'echo "status $?"; stty -g >broken' Enter
wait_for 'status 130' "by the signal"
settings broken "and the terminal is as before"
in_tmux send-keys 'clear; breathe --guide calm --minutes 0.03' Enter
wait_for 'Well done.' "ends after --minutes with a kind line"
no_more 'q leaves' "and leaves nothing else"

done_testing
