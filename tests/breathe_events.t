#!/bin/sh
# SPDX-License-Identifier: ISC
# breathe after what happened: threats, abuse, hard calls, calls ended by
# policy; who to talk to; and that each event offers once.
. "$(dirname "$0")/lib.sh"

# offers: agent, minutes and reason of the last run's offers, a line each.
offers() {
	awk -F, 'NR == 1 {
		for (i = 1; i <= NF; i++) c[$i] = i
		next
	} $c["breather"] != "" {
		print $c["agent"], $c["breather"], $c["breather_why"]
	}' out
}

# A call that the agent ended as the policy has it was handled: it loads,
# and what happened in it is offered for.  300 s at stress 90: 16.25.
cat >in.csv <<'END'
agent,start,talk,outcome,stress,signals,hostile,threat
Ada,2026-03-02 09:00:00,300,ended_by_policy,90,,,
Bo,2026-03-02 09:00:00,300,ended_by_policy,60,abuse anger,,
Cy,2026-03-02 09:00:00,300,ended_by_policy,20,,yes,no
Dee,2026-03-02 09:00:00,300,answered,20,,,yes
Eve,2026-03-02 09:00:00,300,answered,20,selfharm threat,,
Fay,2026-03-02 09:00:00,300,answered,84,anger profanity legal,no,no
Gus,2026-03-02 09:00:00,,abandoned,95,threat,yes,yes
END
run breathe -z UTC in.csv
gave 0 "events"
offers >got
cat >want <<'END'
Ada 5 HOSTILE stress 90 >= 85; 5 min before the next call
Bo 5 HOSTILE signal abuse; 5 min before the next call
Cy 5 HOSTILE signal hostile; 5 min before the next call
Dee 10 THREAT; 10 min and a debrief
Eve 10 THREAT; 10 min and a debrief
END
same want got "signals, flags and stress; none below, none for nobody's call"
grep -q '^Ada,.*,0.0,16.3,' out
ok $? "a call ended by policy loads its agent"

# An export's flag, through triage.
cat >flags.csv <<'END'
call_id,agent,start,talk,outcome,threat
1,Ada,2026-03-02 09:00:00,300,answered,yes
2,Bo,2026-03-02 09:00:00,300,answered,no
END
triage -q -z UTC flags.csv 2>/dev/null | breathe -q -z UTC >out 2>err
offers >got
is "Ada 10 THREAT; 10 min and a debrief" "$(cat got)" \
    "a threat from the export through triage to the offer"

# The gap does not bind events, and each offers once.
cat >in.csv <<'END'
agent,start,talk,stress,signals
Ada,2026-03-02 09:00:00,60,90,
Ada,2026-03-02 09:02:00,60,10,
Ada,2026-03-02 09:04:00,60,90,threat
Ada,2026-03-02 09:06:00,60,10,
Ada,2026-03-02 09:08:00,60,70,
Ada,2026-03-02 09:10:00,60,70,
Ada,2026-03-02 09:12:00,60,70,
Ada,2026-03-02 09:14:00,60,70,
Ada,2026-03-02 09:16:00,60,70,
Ada,2026-03-02 09:18:00,60,70,
END
run breathe -z UTC in.csv
offers >got
cat >want <<'END'
Ada 5 HOSTILE stress 90 >= 85; 5 min before the next call
Ada 10 THREAT; 10 min and a debrief
Ada 5 HARD 3 of the last 5 calls
Ada 5 HARD 3 of the last 5 calls
END
same want got "one offer for each event, and three new hard calls for another"

# A lead's own event.
mkdir set
cat >set/breaks.csv <<'END'
rule,kind,minutes,when,within,note
ASKED,EVENT,7,signal:help,0,and a debrief with a coach
END
cat >in.csv <<'END'
agent,start,talk,stress,signals,help_asked
Ada,2026-03-02 09:00:00,60,0,help,
Bo,2026-03-02 09:00:00,60,0,,yes
Cy,2026-03-02 09:00:00,60,99,threat helpless,no
END
run breathe -C set -z UTC in.csv
offers >got
cat >want <<'END'
Ada 7 ASKED; 7 min and a debrief with a coach
Bo 7 ASKED; 7 min and a debrief with a coach
END
same want got "a row of a lead's own stands alone"

# Who to talk to.  At 10:11 Bo is calm, but on a break of the shift, Cy is
# of another queue, Dee is not at work, Eve is more loaded than Fay; Gus is
# back from a breather, but had a threat himself.
cat >shifts.csv <<'END'
agent,days,start,end,off
Ada,daily,09:00,17:00,
Bo,daily,09:00,17:00,10:00-10:30
Cy,daily,09:00,17:00,
Dee,daily,13:00,17:00,
Eve,daily,09:00,17:00,
Fay,daily,09:00,17:00,
Gus,daily,09:00,17:00,
END
cat >in.csv <<'END'
agent,start,talk,stress,queue,signals
Bo,2026-03-02 09:20:00,60,0,Q,
Cy,2026-03-02 09:20:00,60,0,R,
Dee,2026-03-02 08:00:00,60,0,Q,
Eve,2026-03-02 09:30:00,1800,20,Q,
Fay,2026-03-02 09:40:00,600,50,Q,
Gus,2026-03-02 10:00:00,60,0,Q,threat
Ada,2026-03-02 10:00:00,600,50,Q,threat
END
run breathe -z UTC --shifts shifts.csv in.csv
offers >got
cat >want <<'END'
Gus 10 THREAT; 10 min and a debrief with Fay
Ada 10 THREAT; 10 min and a debrief with Fay; deferred 1 min: 1 of 1 away
END
same want got "the least loaded of the queue who is at work and not away"
run breathe -z UTC --now-list -N '2026-03-02 10:13' --shifts shifts.csv in.csv
is "Ada EVENT THREAT Fay" "$(awk -F, '$1 == "Ada" {
	print $1, $4, $5, $11 }' out)" "the list of now names him as well"

# What of the shift alone makes an offer later is not deferred: nobody else
# is away.  Ada's shift begins at 10:00, its edge ends at 10:15; at 10:28
# her break of 10:30 is too near for 5 min.
mkdir edge
printf 'rule,kind,minutes,when,within\nS,SCREEN,5,work>=5m,\n%s\n' \
    'E,EVENT,5,stress>=85,' >edge/breaks.csv
printf 'agent,days,start,end,off\nAda,daily,10:00,17:00,10:30-11:00\n' \
    >edge/shifts.csv
cat >in.csv <<'END'
agent,start,talk,stress,queue
Ada,2026-03-02 10:00:00,360,0,Q
Ada,2026-03-02 10:27:00,60,90,Q
END
run breathe -z UTC -C edge in.csv
offers >got
cat >want <<'END'
Ada 5 SCREEN 6 min without 5 min off; 9 min later: an edge of the shift
Ada 5 E stress 90 >= 85; 32 min later: a break of the shift
END
same want got "an offer that the shift makes later says so"
list() {
	breathe -q -z UTC --now-list -C edge -N "2026-03-02 $1" in.csv |
	    sed -n 's/2026-03-02T\(..:..\):00+00:00/\1/g; 2p' | cut -d, -f8-10
}
is "10:15,moved,SCREEN 8 min without 5 min off; 7 min later: an edge "`
    `"of the shift" "$(sed -i 's/,360,/,460,/' in.csv; list 10:08)" \
    "and so does the list of now"
is "11:00,moved,E stress 90 >= 85; 31 min later: a break of the shift" \
    "$(list 10:29)" "of an event before a break"

done_testing
