# SPDX-License-Identifier: ISC
# Sourced by every test in sh.  Gives the test a folder of its own, a fixed
# locale and zone, and comparisons that look at status, stdout and stderr.
# The tools under test are $B (build by default) below the checkout.

top=$(cd "$(dirname "$0")/.." && pwd)
B=${B:-build}
case $B in /*) ;; *) B=$top/$B ;; esac
PATH=$B:$PATH
LC_ALL=C
TZ=UTC
unset EVENKEEL_DIR NO_COLOR
export PATH LC_ALL TZ
shared=$top/../shared

tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
cd "$tmp" || exit 1
XDG_CONFIG_HOME=$tmp/no-settings
export XDG_CONFIG_HOME

tap_n=0
tap_bad=0

# ok STATUS NAME: one TAP line; STATUS 0 passes.
ok() {
	tap_n=$((tap_n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $tap_n - $2"
	else
		tap_bad=$((tap_bad + 1))
		echo "not ok $tap_n - $2"
	fi
}

# skip NAME REASON: one TAP line, counted as skipped.
skip() {
	tap_n=$((tap_n + 1))
	echo "ok $tap_n - $1 # SKIP $2"
}

# need_shared NAME: whether ../shared is there; else the test is skipped.
need_shared() {
	[ -d "$shared/data" ] && return 0
	skip "$1" "shared data is not beside the project"
	return 1
}

# run COMMAND...: runs it, leaves $status and the files out and err.
run() {
	"$@" >out 2>err </dev/null
	status=$?
}

# runin FILE COMMAND...: the same with standard input from FILE.
runin() {
	runin_file=$1
	shift
	"$@" >out 2>err <"$runin_file"
	status=$?
}

# is WANT GOT NAME
is() {
	if [ "$1" = "$2" ]; then
		ok 0 "$3"
	else
		ok 1 "$3"
		echo "# want: $1" | head -n 20 | sed '2,$s/^/# /'
		echo "# got:  $2" | head -n 20 | sed '2,$s/^/# /'
	fi
}

# gave STATUS NAME: the last run ended so; shows stderr when not.
gave() {
	if [ "$status" -eq "$1" ]; then
		ok 0 "$2"
	else
		ok 1 "$2"
		echo "# status $status, want $1"
		head -n 5 err | sed 's/^/# /'
	fi
}

# same WANT-FILE GOT-FILE NAME: byte for byte.
same() {
	if cmp -s "$1" "$2"; then
		ok 0 "$3"
	else
		ok 1 "$3"
		diff "$1" "$2" | head -n 10 | sed 's/^/# /'
	fi
}

# expect STATUS NAME: status, stdout against the file want, and stderr
# against the file want.err (empty when there is none), of the last run.
expect() {
	[ -f want.err ] || : >want.err
	if [ "$status" -eq "$1" ] && cmp -s want out && cmp -s want.err err
	then
		ok 0 "$2"
	else
		ok 1 "$2"
		echo "# status $status, want $1"
		diff want out | head -n 10 | sed 's/^/# /'
		diff want.err err | head -n 5 | sed 's/^/# /'
	fi
	rm -f want.err
}

# refuses TOOL TEXT NAME ARGUMENT...: the tool without input ends with
# status 2, writes nothing and says just the text.
refuses() {
	refuses_tool=$1
	refuses_name=$3
	: >want
	echo "$1: $2" >want.err
	shift 3
	runin /dev/null "$refuses_tool" "$@"
	expect 2 "$refuses_name"
}

# says TEXT NAME: stderr of the last run holds the text.
says() {
	if grep -qF -- "$1" err; then
		ok 0 "$2"
	else
		ok 1 "$2"
		echo "# not said: $1"
		head -n 5 err | sed 's/^/# /'
	fi
}

done_testing() {
	echo "1..$tap_n"
	[ "$tap_bad" -eq 0 ]
	exit $?
}
