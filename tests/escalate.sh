# SPDX-License-Identifier: ISC
# Sourced by the tests of escalate, behind lib.sh.

# column NAME: that column of the last run's output, without its header.
column() {
	python3 -c 'import csv, sys
print("|".join(r[sys.argv[1]] for r in csv.DictReader(open("out"))))' "$1"
}

# policy ROWS..: a settings folder `set` with these rules.
policy() {
	mkdir -p set
	{
		echo 'rule,level,due,clock,when,say'
		printf '%s\n' "$@"
	} >set/policy.csv
}

# refused TEXT NAME ARGS...: status 2, the text on stderr, nothing else.
refused() {
	refused_text=$1
	refused_name=$2
	shift 2
	run escalate "$@"
	gave 2 "$refused_name"
	says "$refused_text" "$refused_name: says so"
	is 0 "$(wc -c <out | tr -d ' ')" "$refused_name: nothing on stdout"
}
