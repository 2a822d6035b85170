# evenkeel: GNU make, explicit lists, everything generated lies under build/.
#
#   make            the five tools
#   make demo       a generated day through the whole pipeline
#   make check      all tests

PREFIX = /usr/local
DESTDIR =
CC = gcc
CFLAGS = -O2 -g
LDFLAGS =
version = 0.1
# Where generated things go; check-sanitize uses a folder of its own.
B = build

# ISA-L (libisal-dev) inflates gzip in less than half the time of zlib; it
# is used where it is there.  `make ISAL=no' leaves it out.
ifeq ($(origin ISAL),undefined)
ISAL := $(shell echo 'int main(void) { return isal_inflate(0); }' | \
	$(CC) -include isa-l/crc.h -include isa-l/igzip_lib.h -x c - \
	-o /dev/null -lisal 2>/dev/null && echo yes)
endif

our_cflags = -std=c11 -D_GNU_SOURCE -iquote lib -iquote $B -pthread \
	-Wall -Wextra -Wshadow -Wpointer-arith -Wstrict-prototypes \
	-Wmissing-prototypes -Wwrite-strings -Wcast-qual -Wvla
our_ldlibs = -lcsv -lz $(if $(filter yes,$(ISAL)),-lisal) -lm -pthread

tools = triage breathe targetsplit escalate wrapup

base = diag mem bytes hash num map recent term sip worker
csv = excel sniff utf16 inflate inflate_zlib member gzip input \
	scan scan_block scan_simd scan_unclosed scan_value heading names \
	remark sort table table_find table_head table_again table_judge \
	replace emit settings
csv += $(if $(filter yes,$(ISAL)),inflate_isal)
call = field zone zoneword stamp when duration scale part maps rows \
	values look columns columns_settle columns_check queuelog equal reader \
	reader_people reader_times reader_values common sorted stream \
	stream_ahead stream_few \
	stream_look stream_open stream_own stream_shard stream_tell
care = apportion day reportcsv daystart shift once arrivals handling \
	forecast weigh target replan absent erlang fit past sofar staff \
	standing today picture plan_table contacts baseline stress hardest \
	load_constants load rest law rule breaks expr_lex expr_parse expr \
	expr_tell clock history operands \
	facts opens policy policy_read questions starter ladder acks \
	work_state worklist alert explain trial compare prove lint english \
	leaflet dispatch answers twice vector token token_block token_gap \
	perfect lexicon pairs phrase negation usual bytebits trie trie_ways match \
	match_window words_list weights_list weights heads heads_pools \
	words words_search words_tell reading calibrate roster cover \
	activities rhythm team \
	breakplan nowlist preshift guide pacer watch causes training \
	namelist pieces \
	anonymous anonymous_numbers anonymous_people pick before rolecard \
	scenes
report = hist tally service setup people legs firsts rules carry cases \
	followup goals ratings value report intake metrics sections quality \
	headline utf8 grid page agenda appendix text tidy json shape moments \
	relief practice hours story strain md sha256 base64 html html_style \
	svg svg_hours svg_heat svg_load svg_causes svg_trend mail spark crew \
	keyfile pseudonym cell proof contactsfile pagerows pagefile trend \
	shelf daybook carryin fold setaside settingshash wrap arrival \
	handled added

lib_objs = $(base:%=$B/lib/base/%.o) $(csv:%=$B/lib/csv/%.o) \
	$(call:%=$B/lib/call/%.o) $(care:%=$B/lib/care/%.o) \
	$(report:%=$B/lib/report/%.o)
tool_bins = $(tools:%=$B/%)

# The maps that come with it, compiled in: a name and a text each.
maps = 3cx 3cx-cdr aircall amazon-connect asterisk-cdr asterisk-queue-log \
	avaya-cms cisco-cucm cisco-uccx evenkeel five9 freepbx freeswitch \
	genesys-cloud pbxware talkdesk technion totals vicidial vocalcom

# The generator of realistic call exports.
sample = sample sample-centre sample-notes sample-out sample-rows sample-staff
sample_h = sample-centre sample-notes sample-out sample-random sample-rows \
	sample-staff

# Unit tests: tests/unit/NAME.c links the archive and prints TAP.
units = zone when duration quick apportion day shift erlang weigh \
	replan target contacts baseline stress hardest load law breaks guide pacer \
	scan equal overlong table sort input emit settings expr clock opens \
	policy ladder prove hist service value rules causes utf8 grid carry \
	firsts tally words pairs bytebits heads anonymous sha256 shape sip \
	recent worker excel pagefile trend num goals inflate
unit_bins = $(units:%=$B/tests/%)

# Tests in sh.
tests = $(sort $(wildcard tests/*.t))

# Fuzz targets: tests/fuzz/NAME.c, with clang's libFuzzer.
fuzzers = scan expr words

pages = $(tools:%=man/%.1) man/evenkeel.7 man/evenkeel-csv.5 \
	man/evenkeel-settings.5

all: $(tool_bins)

$B/lib/%.o: lib/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(our_cflags) $(CFLAGS) -MMD -MP -c -o $@ $<

$B/cmd/%.o: cmd/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(our_cflags) $(CFLAGS) -MMD -MP -c -o $@ $<

$B/maps_data.h: $(maps:%=lib/call/maps/%.csv)
	@mkdir -p $(@D)
	@for f in $^; do printf '{ "%s",\n' $$(basename $$f .csv); \
	    sed 's/["\\]/\\&/g; s/.*/"&\\n"/' $$f; echo '},'; done >$@

$B/lib/call/maps.o $(fuzzers:%=$B/fuzz/%): $B/maps_data.h

# Written anew only when it says something else.
$B/have_isal.h: always
	@mkdir -p $(@D)
	@echo '#define HAVE_ISAL $(if $(filter yes,$(ISAL)),1,0)' >$@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

$B/lib/csv/inflate.o $(fuzzers:%=$B/fuzz/%): $B/have_isal.h

$B/weights_data.h: lib/care/weights.csv lib/care/weights_list.c
	@mkdir -p $(@D)
	@{ echo 'const char weights_csv[] ='; \
	    sed 's/["\\]/\\&/g; s/.*/"&\\n"/' $<; echo ';'; } >$@

$B/lib/care/weights_list.o $(fuzzers:%=$B/fuzz/%): $B/weights_data.h

$B/libevenkeel.a: $(lib_objs)
	@rm -f $@
	$(AR) rcs $@ $(lib_objs)

$(tool_bins): $B/%: $B/cmd/%.o $B/libevenkeel.a
	$(CC) $(LDFLAGS) $(CFLAGS) -o $@ $< $B/libevenkeel.a $(our_ldlibs)

sample_src = $(sample:%=scripts/%.c)
$B/sample: $(sample_src) $(sample_h:%=scripts/%.h)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(our_cflags) $(CFLAGS) $(LDFLAGS) -o $@ \
	    $(sample_src) -lm

$B/tests/%: tests/unit/%.c $B/libevenkeel.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(our_cflags) -iquote tests $(CFLAGS) $(LDFLAGS) \
	    -MMD -MP -o $@ $< $B/libevenkeel.a $(our_ldlibs)

-include $(lib_objs:.o=.d) $(tools:%=$B/cmd/%.d) $(unit_bins:=.d)

# A day of a made-up centre through the whole pipeline.
demo:
	@sh scripts/deps build
	@echo "Building the tools ..."
	@$(MAKE) -s all $B/sample
	@B=$B sh scripts/demo

# Everything that must hold; the tests skip, with a reason, what needs data
# that is not here.
#
# Who starts this may ignore signals (nohup, cron, a job runner); the tests
# kill tools by them.  A test that hangs is stopped and told by its name.
limit = 400
check:
	@sh scripts/deps build test
	@echo "Building the tools and the unit tests ..."
	@$(MAKE) -s all $B/sample $(unit_bins)
	@echo "Running the tests ..."
	@B=$B env --default-signal prove -j2 -e 'timeout $(limit)' \
	    $(unit_bins) $(tests)

# The same tests under the address and undefined behaviour sanitizers.
check-sanitize:
	@sh scripts/deps build test
	@$(MAKE) -s B=build/sanitize CFLAGS='-O1 -g -fno-omit-frame-pointer \
	    -fsanitize=address,undefined -fno-sanitize-recover=all' \
	    LDFLAGS='-fsanitize=address,undefined' limit=2000 check

# What triage makes of labelled texts, and of the own ones kept for testing.
texts = ../shared/data/text
eval:
	@sh scripts/deps build
	@$(MAKE) -s $B/triage
	@B=$B python3 scripts/eval-text $(wildcard $(texts)/*.csv \
	    $(texts)/*.tsv $(texts)/*_GroundTruth.txt) tests/data/notes/wren.csv \
	    tests/data/notes/kestrel.csv

lint:
	@sh scripts/deps lint
	@sh scripts/lint $(pages)

# Side by side with other tools, one run; needs four gigabytes of room.
bench:
	@sh scripts/deps build
	@$(MAKE) -s all $B/sample $B/bench-scan $B/bench-inflate \
	    $B/bench-run $B/bench-words
	@B=$B python3 scripts/bench

# Each target for a little while; FUZZ_RUNS=10000000 for the long run.
FUZZ_RUNS = 100000
fuzz:
	@sh scripts/deps build fuzz
	@$(MAKE) -s $(fuzzers:%=$B/fuzz/%)
	@for f in $(fuzzers); do mkdir -p $B/fuzz/corpus-$$f; \
	    echo "Fuzzing $$f ..."; \
	    $B/fuzz/$$f -runs=$(FUZZ_RUNS) -max_len=4096 \
	    -print_final_stats=0 $B/fuzz/corpus-$$f >$B/fuzz/$$f.log 2>&1 || \
	    { tail -n 20 $B/fuzz/$$f.log; exit 1; }; done

lib_srcs = $(base:%=lib/base/%.c) $(csv:%=lib/csv/%.c) \
	$(call:%=lib/call/%.c) $(care:%=lib/care/%.c) \
	$(report:%=lib/report/%.c)
$B/fuzz/%: tests/fuzz/%.c $(lib_srcs)
	@mkdir -p $(@D)
	clang $(our_cflags) -O1 -g -fsanitize=fuzzer,address,undefined \
	    -fno-sanitize-recover=all -o $@ $< $(lib_srcs) $(our_ldlibs)

$B/bench-%: scripts/bench-%.c $B/libevenkeel.a
	$(CC) $(CPPFLAGS) $(our_cflags) $(CFLAGS) $(LDFLAGS) -o $@ $< \
	    $B/libevenkeel.a $(our_ldlibs)

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 \
	    $(DESTDIR)$(PREFIX)/share/man/man5 \
	    $(DESTDIR)$(PREFIX)/share/man/man7 \
	    $(DESTDIR)$(PREFIX)/share/evenkeel/maps \
	    $(DESTDIR)$(PREFIX)/lib/evenkeel
	install -m 755 $(tool_bins) $(DESTDIR)$(PREFIX)/bin
	install -m 755 scripts/end-of-day $(DESTDIR)$(PREFIX)/lib/evenkeel
	install -m 644 $(filter %.1,$(pages)) \
	    $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 $(filter %.5,$(pages)) \
	    $(DESTDIR)$(PREFIX)/share/man/man5
	install -m 644 $(filter %.7,$(pages)) \
	    $(DESTDIR)$(PREFIX)/share/man/man7
	install -m 644 $(maps:%=lib/call/maps/%.csv) \
	    $(DESTDIR)$(PREFIX)/share/evenkeel/maps

uninstall:
	cd $(DESTDIR)$(PREFIX)/bin && rm -f $(tools)
	rm -rf $(DESTDIR)$(PREFIX)/share/evenkeel \
	    $(DESTDIR)$(PREFIX)/lib/evenkeel
	cd $(DESTDIR)$(PREFIX)/share/man && rm -f \
	    $(patsubst man/%.1,man1/%.1,$(filter %.1,$(pages))) \
	    $(patsubst man/%.5,man5/%.5,$(filter %.5,$(pages))) \
	    $(patsubst man/%.7,man7/%.7,$(filter %.7,$(pages)))

dist:
	@mkdir -p $B
	git archive --prefix=evenkeel-$(version)/ -o \
	    $B/evenkeel-$(version).tar.gz HEAD

clean:
	rm -rf build

always:

.PHONY: always all demo check check-sanitize eval lint bench fuzz install \
	uninstall dist clean
.DELETE_ON_ERROR:
