#!/bin/sh
# SPDX-License-Identifier: ISC
# The manual: clean mdoc, a synopsis that the usage equals, and examples
# that do what they show.

. "$(dirname "$0")/lib.sh"

for page in triage.1 breathe.1 targetsplit.1 escalate.1 wrapup.1 \
    evenkeel.7 evenkeel-csv.5 evenkeel-settings.5; do
	if command -v mandoc >/dev/null 2>&1; then
		run mandoc -T lint -W warning "$top/man/$page"
		is "" "$(cat out err)" "$page: mandoc has nothing to say"
	else
		skip "$page: lint" "mandoc is not installed"
	fi
done

# The synopsis as mandoc prints it, without overstriking, on one line.
for tool in triage breathe targetsplit escalate wrapup; do
	if ! command -v mandoc >/dev/null 2>&1; then
		skip "$tool: usage" "mandoc is not installed"
		continue
	fi
	mandoc -T ascii "$top/man/$tool.1" | sed "s/.$(printf '\b')//g" |
		sed -n '/^SYNOPSIS/,/^DESCRIPTION/p' | sed '1d;$d' |
		tr -s ' \n' '  ' | sed 's/^ //; s/ $//' >want
	"$tool" -h | sed -n '/^usage:/,/^$/p' | sed 's/^usage://' |
		tr -s ' \t\n' '   ' | sed 's/^ //; s/ $//' >got
	is "$(cat want)" "$(cat got)" "$tool: usage equals the synopsis"
done

cat >examples.py <<'END'
import re, subprocess, sys

def plain(line):
    for a, b in (('\\(dq', '"'), ('\\(aq', "'"), ('\\-', '-'), ('\\&', ''),
                 ('\\(ti', '~'), ('\\(ha', '^'), ('\\(ga', '`')):
        line = line.replace(a, b)
    return line.replace('\\e', '\\')

def blocks(page):
    """The literal displays of the EXAMPLES section, as lists of lines."""
    inside = literal = None
    for line in open(page):
        line = line.rstrip('\n')
        if line.startswith('.Sh'):
            inside = 'EXAMPLES' in line
        elif inside and line.startswith('.Bd -literal'):
            literal = []
        elif inside and line.startswith('.Ed') and literal is not None:
            yield literal
            literal = None
        elif literal is not None:
            literal.append(plain(line))

def indented(page):
    """The indented runs of a plain text that hold commands."""
    block = []
    for line in open(page).read().split('\n') + ['']:
        if line.startswith('    '):
            block.append(line[4:])
        elif block:
            if any(x.startswith('$ ') for x in block):
                yield block
            block = []

def commands(block):
    """(command, expected output) pairs of one display."""
    pairs, i = [], 0
    while i < len(block):
        if not block[i].startswith('$ '):
            if pairs:
                pairs[-1][1].append(block[i])
            i += 1
            continue
        command = block[i][2:]
        end = re.search(r"<<\s*['\"]?(\w+)", command)
        i += 1
        while end and i < len(block):
            command += '\n' + block[i]
            i += 1
            if block[i - 1] == end.group(1):
                break
        while not end and re.search(r'(\\|\|)$', command) and i < len(block):
            command += '\n' + re.sub(r'^> ?', '', block[i])
            i += 1
        pairs.append((command, []))
    return pairs

bad = count = 0
page = sys.argv[1]
for block in indented(page) if page.endswith('README') else blocks(page):
    for command, want in commands(block):
        count += 1
        got = subprocess.run(['sh', '-c', command], text=True,
                             stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT).stdout
        if got.rstrip('\n') != '\n'.join(want).rstrip('\n'):
            bad += 1
            print('# $ ' + command.replace('\n', '\n# '))
            print('# want: ' + '\n'.join(want).replace('\n', '\n# '))
            print('# got:  ' + got.replace('\n', '\n# '))
print('examples: %d' % count)
sys.exit(bad > 0)
END
for page in triage.1 breathe.1 targetsplit.1 escalate.1 wrapup.1 \
    evenkeel.7 evenkeel-csv.5 evenkeel-settings.5; do
	mkdir "dir.$page"
	(cd "dir.$page" && python3 ../examples.py "$top/man/$page") >out
	ok $? "$page: examples do what they show"
	sed -n '/^#/p' out
	n=$(sed -n 's/^examples: //p' out)
	[ "${n:-0}" -ge 2 ]
	ok $? "$page: two examples at least"
	grep -q '^\.Sh EXIT STATUS' "$top/man/$page" ||
		case $page in *.[57]) true ;; *) false ;; esac
	ok $? "$page: says its exit status"
done

# README: its example, and the two commands, which .ci/run tries.
mkdir dir.README
(cd dir.README && python3 ../examples.py "$top/README") >out
ok $? "README: the example does what it shows"
sed -n '/^#/p' out
grep -q '^ *make demo$' "$top/README" && grep -q '^ *make check$' "$top/README"
ok $? "README shows the two commands"

done_testing
