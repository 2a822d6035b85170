#!/bin/sh
# SPDX-License-Identifier: ISC
# What agents write most often, in the plainest words, raises its signal: with
# the built-in lists and learned weights, as everybody runs them.  Said by no
# more than its usual words, and with ordinary business behind it.
. "$(dirname "$0")/lib.sh"

cat >plain <<'END'
manager Customer asked to speak to a manager.
manager wants to speak to a supervisor
manager Demanded a supervisor
manager customer wants a manager
manager Caller asked for my supervisor
manager asked for a manager
manager requested to speak with a supervisor
manager Asked to be put through to a manager
manager would like to speak to a manager
manager I want to speak to your manager
manager get me your supervisor
manager Let me talk to your manager
manager caller requested supervisor
threat Customer threatened to kill me
threat said he will come to the office and hurt someone
threat Caller threatened to burn the building down
threat he said he would find me and hurt me
threat threatened to come down here with a gun
threat said he knows where I live
threat Customer said he'd punch me if he saw me
threat threatened violence against staff
threat caller made a bomb threat
threat he threatened me
threat said I should watch my back
profanity this is f***ing ridiculous
profanity the app is fucking useless
selfharm Customer said she wants to kill herself
selfharm caller is suicidal
selfharm said he doesn't want to live anymore
selfharm mentioned suicide
selfharm she said she'd rather be dead
selfharm caller said he has taken an overdose
selfharm talked about ending his life
selfharm says she has nothing to live for
selfharm caller expressed suicidal thoughts
selfharm he wants to die
selfharm she said she might hurt herself
selfharm he is going to jump off the bridge
abuse Customer called me an idiot
abuse cust was swearing at me
abuse caller screamed at me and called me stupid
abuse customer verbally abusive
abuse He was abusive towards me
abuse made sexual comments
abuse cx was abusive, call terminated
abuse customer used abusive language
abuse She kept insulting me
legal Customer will sue us
legal threatened legal action
legal says he is taking us to court
legal will contact her lawyer
legal going to the ombudsman
legal caller said his solicitor will be in touch
legal threatened to report us to the regulator
legal will take us to small claims court
legal customer mentioned suing
legal he is getting his attorney involved
legal reporting us to trading standards
legal customer threatened a lawsuit
END

raised() {
	run triage -q "$1"
	gave 0 "$2"
	awk -F, 'NR > 1 { print " " $(NF - 1) " " }' out | paste plain - |
	    awk -F'\t' '{ sub(/ .*/, "", $1) } index($2, " " $1 " ") == 0 {
		print NR ": " $1 }' >missed
	is '' "$(cat missed)" "$2: each raises its signal"
}

sed 's/^[a-z]* //; s/.*/"&"/; 1i note' plain >plain.csv
raised plain.csv 'plain words'
sed 's/^[a-z]* //; s/\.$//; s/.*/"&. Refund of 20 raised, will show in 3 days."/
    1i note' plain >more.csv
raised more.csv 'with ordinary business behind them'

done_testing
