#!/bin/sh
# SPDX-License-Identifier: ISC
# Asterisk's queue_log read as calls (SPEC section 3).  The log is made up;
# the expected calls are worked out by hand from its lines.

. "$(dirname "$0")/lib.sh"

cat >queue_log <<'END'
1772442000|NONE|NONE|NONE|QUEUESTART|
1772442000|1772442000.1|support|NONE|DID|18005550112
1772442000|1772442000.1|support|NONE|ENTERQUEUE||15552470060|1
1772442015|1772442000.1|support|SIP/8007|RINGNOANSWER|15000
1772442020|1772442000.1|support|SIP/8008|CONNECT|20|1772442016.2|4
1772442140|1772442000.1|support|SIP/8008|COMPLETECALLER|20|120|1
1772442100|1772442100.3|sales|NONE|ENTERQUEUE||15552470061|1
1772442145|1772442100.3|sales|NONE|ABANDON|1|1|45
1772442200|1772442200.4|support|NONE|ENTERQUEUE||15552470062|1
1772442201|1772442200.4|support|SIP/8007|PAUSE|lunch
1772442230|1772442200.4|support|NONE|EXITWITHTIMEOUT|1|1|30
1772442231|1772442200.4|sales|NONE|ENTERQUEUE||15552470062|1
1772442241|1772442200.4|sales|SIP/8009|CONNECT|10|1772442232.5|3
1772442300|1772442200.4|sales|SIP/8009|BLINDTRANSFER|700|from-internal|10|59|1
1772442300|1772441000.9|sales|SIP/8010|COMPLETEAGENT|30|200|1
1772442310|1772442310.7|sales|NONE|ENTERQUEUE||15552470068|1
1772442312|1772442310.7|sales|SIP/8010|CONNECT|2|x|2
1772442400|1772442310.7|sales|SIP/8010|ATTENDEDTRANSFER|LINK|SIP/a|SIP/b|2|88|1
1772442400|1772442400.6|sales|NONE|ENTERQUEUE||15552470069|1
END
cat >want <<'END'
call_id|parent_id|start|answered_at|end|queue|agent|caller|callee|wait|ring|talk|outcome|transfers|missed_rings|missed_ring_time
1772442000.1|1772442000.1|1772442000|1772442020|1772442140|support|SIP/8008|15552470060|18005550112|20|4|120|COMPLETECALLER||1|15.0
1772442100.3|1772442100.3|1772442100||1772442145|sales||15552470061||45|||ABANDON||0|0.0
1772442200.4|1772442200.4|1772442200||1772442230|support||15552470062||30|||EXITWITHTIMEOUT||0|0.0
1772442200.4|1772442200.4|1772442231|1772442241|1772442300|sales|SIP/8009|15552470062||10|3|59|BLINDTRANSFER|1|0|0.0
1772441000.9|1772441000.9|1772442070|1772442100|1772442300|sales|SIP/8010|||30||200|COMPLETEAGENT||0|0.0
1772442310.7|1772442310.7|1772442310|1772442312|1772442400|sales|SIP/8010|15552470068||2|2|88|ATTENDEDTRANSFER|1|0|0.0
1772442400.6|1772442400.6|1772442400|||sales||15552470069|||||||0|0.0
END
cat >want.err <<'END'
END

# DID stands before ENTERQUEUE here, as some dialplans write it; the number
# belongs to the stay that begins.
run breathe -v queue_log
cut -d'|' -f1-16 out >got
gave 0 "a queue_log is known by its first line"
same want got "its calls"
says "19 events are read as 7 calls" "-v says how many events they were"
says "1 calls of the log never end" "calls that never end are counted"
says "1 calls began before the log" "calls that began before it are counted"
says "read 7 = passed on 7 + set aside 0 + skipped 0 + left out 0" \
    "accounting closes over calls"

cp out usual
runin queue_log breathe -q -m asterisk-queue-log
same usual out "the same from a pipe with -m"
runin queue_log breathe -q
gave 0 "a pipe is known by its first line, too"
same usual out "and gives the same"
mkfifo pipe
gzip -c queue_log >pipe &
run breathe -q pipe
same usual out "a packed pipe as well"
run breathe --check queue_log
is "map: asterisk-queue-log (by its first line)" "$(head -n 1 out)" \
    "--check says by what it was known"
runin queue_log breathe -q -m queue=agent
is "SIP/8008" "$(sed -n 2p out | cut -d'|' -f7)" "-m still comes first"
gave 0 "-m beside it"
gzip -c queue_log >packed
run breathe -q packed
same usual out "the same packed"
head -n 9 queue_log >queue_log.1
tail -n +10 queue_log >queue_log.2
run breathe -q queue_log.1 queue_log.2
same usual out "a call may go on in the next file"

# load: 2 min talk, 59 s, 200 s at 1 point a minute; the second call of
# SIP/8010 follows 12 s later: 3.333 x 2^-(12/1200) + 88/60 = 4.777.
is "2.0 1.0 3.3 4.8" "$(awk -F'|' 'NR > 1 && $18 != "" {
    printf "%s%s", (n++ ? " " : ""), $18 }' usual)" "agents are loaded"

run wrapup -q -f csv -s service queue_log
metric() {
	sed -n "s/^service,,$1,\([^,]*\),.*/\1/p" out
}
is 6 "$(metric offered)" "a call through two queues is offered once"
is 1 "$(metric abandoned)" "one gave up"
is 2 "$(metric transfers)" "two were passed on"
# (120 + 59 + 200 + 88) / 4
is 116.75 "$(metric talk_mean)" "talk in seconds"

triage -q queue_log >enriched
run breathe -q --check enriched
is "map: asterisk-queue-log (the header fits)" "$(head -n 1 out)" \
    "the next tool knows what it is"

# Asterisk began anew: whatever was open has ended.
cat >restart <<'END'
1772442000|a|q|NONE|ENTERQUEUE||1|1
1772442001|b|q|NONE|ENTERQUEUE||2|1
1772442005|b|q|SIP/1|CONNECT|4|x|1
1772442010|NONE|NONE|NONE|QUEUESTART|
1772442020|c|q|NONE|ENTERQUEUE||3|1
1772442021|c|q|NONE|ENTERQUEUE||3|1
1772442030|c|q|NONE|EXITWITHKEY|1|1|1|9
1772442031|d|q|NONE|NOSUCHEVENT|1
1772442032|short
END
run breathe restart
gave 0 "a restart"
is "a b c c" "$(sed 1d out | cut -d'|' -f1 | tr '\n' ' ' | sed 's/ $//')" \
    "ends what was open, oldest first; a second entry ends the first"
says "3 calls of the log never end" "which never ended"
says "2 lines of the log are no event" "what is no event is counted"
is 9 "$(sed -n 5p out | cut -d'|' -f10)" "EXITWITHKEY has its wait fourth"

# Many callers at once: memory is bounded, nothing is lost.
awk 'BEGIN { for (i = 0; i < 40000; i++)
    printf "%d|c%d|q|NONE|ENTERQUEUE||%d|1\n", 1772442000 + i, i, i }' >many
run breathe -q many
is 40001 "$(wc -l <out | tr -d ' ')" "40,000 callers who stay"
is "c0 c39999" "$(sed -n '2p;$p' out | cut -d'|' -f1 | tr '\n' ' ' |
    sed 's/ $//')" "are all passed on, in order"
# Ends in another order than beginnings, over and over the same slots.
awk 'BEGIN { for (r = 0; r < 3; r++) { for (i = 0; i < 5000; i++)
	printf "%d|r%d.%d|q|NONE|ENTERQUEUE||%d|1\n", 1772442000, r, i, i
    for (i = 0; i < 5000; i++)
	printf "%d|r%d.%d|q|NONE|ABANDON|1|1|%d\n", 1772443000, r,
	    i * 1999 % 5000, i } }' >cross
run breathe -v cross
grep -q 'never end' err
is 1 $? "each end finds its beginning"
is 15000 "$(grep -c '|ABANDON|' out)" "15,000 ends"

done_testing
