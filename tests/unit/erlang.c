/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "tap.h"

#include "care/erlang.h"

/*
 * Erlang's C and the mean number in line, C A / (n - A), for a load A and
 * n servers.
 *
 * `printed` is the line's length as published: W. J. Stevenson, Operations
 * Management, Table 18.4, "Infinite-source values for Lq and P0 given
 * lambda/mu and M", which has three decimals: that are four significant
 * digits in the 21 cells from 1.000 on and fewer in the others.  So that
 * each of them is held to four digits, `wait` and `line` are the exact
 * values to 12 digits, worked out in rational arithmetic, independently of
 * lib, by tests/erlang_exact.py; tests/targetsplit-staff.t runs it on this
 * file, and it checks the published cells against the exact ones, too.
 */
struct cell {
	double load;
	int agents;
	double printed; /* 0: none at hand */
	const char *wait, *line;
};

static const struct cell published[] = {
	{ 0.15, 1, 0.026, "0.15", "0.0264705882353" },
	{ 0.15, 2, 0.001, "0.0104651162791", "0.000848522941546" },
	{ 0.2, 1, 0.050, "0.2", "0.05" },
	{ 0.2, 2, 0.002, "0.0181818181818", "0.00202020202020" },
	{ 0.25, 1, 0.083, "0.25", "0.0833333333333" },
	{ 0.25, 2, 0.004, "0.0277777777778", "0.00396825396825" },
	{ 0.3, 1, 0.129, "0.3", "0.128571428571" },
	{ 0.3, 2, 0.007, "0.0391304347826", "0.00690537084399" },
	{ 0.35, 1, 0.188, "0.35", "0.188461538462" },
	{ 0.35, 2, 0.011, "0.0521276595745", "0.0110573823340" },
	{ 0.4, 1, 0.267, "0.4", "0.266666666667" },
	{ 0.4, 2, 0.017, "0.0666666666667", "0.0166666666667" },
	{ 0.45, 1, 0.368, "0.45", "0.368181818182" },
	{ 0.45, 2, 0.024, "0.0826530612245", "0.0239960500329" },
	{ 0.45, 3, 0.002, "0.0113870665417", "0.00200948233089" },
	{ 0.5, 1, 0.500, "0.5", "0.5" },
	{ 0.5, 2, 0.033, "0.1", "0.0333333333333" },
	{ 0.5, 3, 0.003, "0.0151515151515", "0.00303030303030" },
	{ 0.55, 1, 0.672, "0.55", "0.672222222222" },
	{ 0.55, 2, 0.045, "0.118627450980", "0.0449966193374" },
	{ 0.55, 3, 0.004, "0.0195677741841", "0.00439276563316" },
	{ 0.6, 1, 0.900, "0.6", "0.9" },
	{ 0.6, 2, 0.059, "0.138461538462", "0.0593406593407" },
	{ 0.6, 3, 0.006, "0.0246575342466", "0.00616438356164" },
	{ 0.65, 1, 1.207, "0.65", "1.20714285714" },
	{ 0.65, 2, 0.077, "0.159433962264", "0.0767645003494" },
	{ 0.65, 3, 0.008, "0.0304377944029", "0.00841896440931" },
	{ 0.7, 1, 1.633, "0.7", "1.63333333333" },
	{ 0.7, 2, 0.098, "0.181481481481", "0.0977207977208" },
	{ 0.7, 3, 0.011, "0.0369214208827", "0.0112369541817" },
	{ 0.75, 1, 2.250, "0.75", "2.25" },
	{ 0.75, 2, 0.123, "0.204545454545", "0.122727272727" },
	{ 0.75, 3, 0.015, "0.0441176470588", "0.0147058823529" },
	{ 0.8, 1, 3.200, "0.8", "3.2" },
	{ 0.8, 2, 0.152, "0.228571428571", "0.152380952381" },
	{ 0.8, 3, 0.019, "0.0520325203252", "0.0189209164819" },
	{ 0.85, 1, 4.817, "0.85", "4.81666666667" },
	{ 0.85, 2, 0.187, "0.253508771930", "0.187376048818" },
	{ 1.1, 2, 0.477, "0.390322580645", "0.477060931900" },
	{ 1.1, 3, 0.066, "0.114642549526", "0.0663720023573" },
	{ 1.1, 4, 0.011, "0.0279456395182", "0.0106000701621" },
	{ 1.2, 2, 0.675, "0.45", "0.675" },
	{ 1.2, 3, 0.094, "0.141176470588", "0.0941176470588" },
	{ 1.2, 4, 0.016, "0.0370497427101", "0.0158784611615" },
	{ 1.2, 5, 0.003, "0.00821396881734", "0.00259388488969" },
	{ 1.3, 2, 0.951, "0.512121212121", "0.951082251082" },
	{ 1.3, 3, 0.130, "0.170442203258", "0.130338155433" },
	{ 1.3, 4, 0.023, "0.0478112392654", "0.0230202263130" },
	{ 1.3, 5, 0.004, "0.0113868374510", "0.00400078072602" },
	{ 1.4, 2, 1.345, "0.576470588235", "1.34509803922" },
	{ 1.4, 3, 0.177, "0.202359882006", "0.177064896755" },
	{ 1.4, 4, 0.032, "0.0603039055632", "0.0324713337648" },
	{ 1.4, 5, 0.006, "0.0153333850315", "0.00596298306782" },
	{ 1.5, 2, 1.929, "0.642857142857", "1.92857142857" },
	{ 1.5, 3, 0.237, "0.236842105263", "0.236842105263" },
	{ 1.5, 4, 0.045, "0.0745856353591", "0.0447513812155" },
	{ 1.5, 5, 0.009, "0.0201392342118", "0.00863110037650" },
	{ 1.6, 2, 2.844, "0.711111111111", "2.84444444444" },
	{ 1.6, 3, 0.313, "0.273796791444", "0.312910618793" },
	{ 1.6, 4, 0.060, "0.0906997342781", "0.0604664895187" },
	{ 1.6, 5, 0.012, "0.0258855499731", "0.0121814352815" },
	{ 1.7, 2, 4.426, "0.781081081081", "4.42612612613" },
	{ 1.7, 3, 0.409, "0.313129381772", "0.409476883855" },
	{ 1.7, 4, 0.080, "0.108676304113", "0.0803259639096" },
	{ 1.7, 5, 0.017, "0.0326481888433", "0.0168187639496" },
	{ 1.8, 2, 7.674, "0.852631578947", "7.67368421053" },
	{ 1.8, 3, 0.532, "0.354744525547", "0.532116788321" },
	{ 1.8, 4, 0.105, "0.128533646782", "0.105163892822" },
	{ 1.8, 5, 0.023, "0.0404970835434", "0.0227796094931" },
	{ 1.9, 2, 17.587, "0.925641025641", "17.5871794872" },
	{ 1.9, 3, 0.688, "0.398547356188", "0.688399978871" },
	{ 1.9, 4, 0.136, "0.150279638833", "0.135967292278" },
	{ 1.9, 5, 0.030, "0.0494958362993", "0.0303361577318" },
	{ 1.9, 6, 0.007, "0.0142865371512", "0.00662059038716" },
	{ 2, 3, 0.889, "0.444444444444", "0.888888888889" },
	{ 2, 4, 0.174, "0.173913043478", "0.173913043478" },
	{ 2.3, 6, 0.021, "0.0333127222580", "0.0207079084307" },
	{ 2.4, 3, 2.589, "0.647191011236", "2.58876404494" },
	{ 2.4, 4, 0.431, "0.287043189369", "0.430564784053" },
	{ 2.4, 5, 0.105, "0.113503749521", "0.104772691866" },
	{ 2.4, 6, 0.027, "0.0399526025259", "0.0266350683506" },
	{ 2.4, 7, 0.007, "0.0125505038596", "0.00654808897023" },
	{ 2.5, 3, 3.511, "0.702247191011", "3.51123595506" },
	{ 2.5, 4, 0.533, "0.319856704197", "0.533094506994" },
	{ 2.5, 5, 0.130, "0.130371297455", "0.130371297455" },
	{ 2.5, 6, 0.034, "0.0474448121945", "0.0338891515675" },
	{ 2.5, 7, 0.009, "0.0154434773670", "0.00857970964835" },
	{ 2.6, 3, 4.933, "0.758894645941", "4.93281519862" },
	{ 2.6, 4, 0.658, "0.354420797915", "0.658210053271" },
	{ 2.6, 5, 0.161, "0.148653664064", "0.161041469402" },
	{ 2.6, 6, 0.043, "0.0558340408296", "0.0426966194580" },
	{ 2.6, 7, 0.011, "0.0187993177960", "0.0111086877886" },
	{ 2.7, 3, 7.354, "0.817061021171", "7.35354919054" },
	{ 2.7, 4, 0.811, "0.390699367019", "0.811452531501" },
	{ 2.7, 5, 0.198, "0.168365373886", "0.197646308475" },
	{ 2.7, 6, 0.053, "0.0651618590228", "0.0533142482914" },
	{ 2.7, 7, 0.014, "0.0226580837056", "0.0142271688384" },
	{ 2.8, 3, 12.273, "0.876677316294", "12.2734824281" },
	{ 2.8, 4, 1.000, "0.428654318233", "1.00019340921" },
	{ 2.8, 5, 0.241, "0.189516117665", "0.241202331574" },
	{ 2.8, 6, 0.066, "0.0754665785735", "0.0660332562518" },
	{ 2.8, 7, 0.018, "0.0270594595853", "0.0180396397236" },
	{ 2.9, 3, 27.193, "0.937677816225", "27.1926566705" },
	{ 2.9, 4, 1.234, "0.468246065846", "1.23446690087" },
	{ 2.9, 5, 0.293, "0.212111136286", "0.292915378681" },
	{ 2.9, 6, 0.081, "0.0867831664865", "0.0811842525196" },
	{ 2.9, 7, 0.023, "0.0320424729176", "0.0226641881612" },
	{ 3, 4, 1.528, "0.509433962264", "1.52830188679" },
	{ 3, 5, 0.354, "0.236151603499", "0.354227405248" },
	{ 3, 6, 0.099, "0.0991432068543", "0.0991432068543" },
	{ 3, 7, 0.028, "0.0376452362510", "0.0282339271882" },
	{ 3, 8, 0.008, "0.0129487202259", "0.00776923213556" },
	{ 3.1, 4, 1.902, "0.552176668600", "1.90194185851" },
	{ 3.1, 5, 0.427, "0.261635001313", "0.426878160037" },
};

/*
 * The probability that nobody is there, which is C n! (1 - rho) / (n rho)^n:
 * so C is right to four digits when this is.  As published, four digits a
 * cell, for a load of n rho and 1 to 7 servers: the table "Po for Multiple
 * Channel Queue", Scribd document 515892571, rho from 0.01 to 0.06.  Its
 * cell for 0.03 and 6 servers, 0.5383, less than that for 7, is 0.8353 with
 * its 8 and 5 swapped; it is left out (0).
 */
static const struct {
	double rho;
	double idle[7];
} idle_table[] = {
	{ 0.01, { 0.9900, 0.9802, 0.9704, 0.9608, 0.9512, 0.9418, 0.9324 } },
	{ 0.02, { 0.9800, 0.9608, 0.9418, 0.9231, 0.9048, 0.8869, 0.8694 } },
	{ 0.03, { 0.9700, 0.9417, 0.9139, 0.8869, 0.8607, 0, 0.8106 } },
	{ 0.04, { 0.9600, 0.9231, 0.8869, 0.8521, 0.8187, 0.7866, 0.7558 } },
	{ 0.05, { 0.9500, 0.9048, 0.8607, 0.8187, 0.7788, 0.7408, 0.7047 } },
	{ 0.06, { 0.9400, 0.8868, 0.8353, 0.7866, 0.7408, 0.6977, 0.6570 } },
};

/* Few and many agents, hardly and nearly full; the same script's. */
static const struct cell more[] = {
	{ 10, 14, 0, "0.174131933595", "0.435329833988" },
	{ 20, 22, 0, "0.567915162159", "5.67915162159" },
	{ 40, 45, 0, "0.340706110842", "2.72564888674" },
	{ 80, 90, 0, "0.195137173519", "1.56109738815" },
	{ 95, 100, 0, "0.506456853913", "9.62268022435" },
	{ 180, 200, 0, "0.0944712181776", "0.850240963598" },
	{ 450, 480, 0, "0.106690526254", "1.60035789381" },
	{ 499, 500, 0, "0.945670024691", "471.889342321" },
	{ 930, 1000, 0, "0.0137584088524", "0.182790289039" },
	{ 990, 1000, 0, "0.659080421881", "65.2489617662" },
	{ 1900, 2000, 0, "0.0134064373032", "0.254722308761" },
	{ 4900, 5000, 0, "0.0999378772345", "4.89695598449" },
	{ 9800, 10000, 0, "0.0261677995902", "1.28222217992" },
	{ 9990, 10000, 0, "0.880541711374", "879.661169663" },
	{ 0.001, 1, 0, "0.001", "0.00000100100100100" },
	{ 0.01, 3, 0, "0.000000165560172845", "0.000000000553712952658" },
	{ 0.5, 10, 0, "0.000000000171817012837", "0.00000000000904300067565" },
};

/* Whether a number is a text's to `digits` significant digits. */
static int
agrees(double got, const char *want, int digits)
{
	double exact = strtod(want, NULL);

	return fabs(got - exact) <= 0.5 * pow(10, 1 - digits) * exact;
}

/* How many of the cells are not as they should be. */
static size_t
cells_off(const struct cell *cells, size_t n, int digits)
{
	struct erlang_line l = { .handle_s = 100, .within_s = 20 };
	size_t i, off = 0;
	struct erlang e;
	double a, line;

	for (i = 0; i < n; i++) {
		a = cells[i].load;
		l.calls_s = a / l.handle_s;
		erlang_of(&l, cells[i].agents, &e);
		line = e.wait * a / (cells[i].agents - a);
		off += !agrees(e.wait, cells[i].wait, digits) ||
		    !agrees(line, cells[i].line, digits) ||
		    /* By Little's law it is also calls a second x wait. */
		    !agrees(l.calls_s * e.asa_s, cells[i].line, digits) ||
		    (cells[i].printed > 0 &&
			fabs(line - cells[i].printed) > 0.0005 + 1e-9);
	}
	return off;
}

/* P(nobody there) from the probability of waiting, n servers, rho each. */
static double
idle_of(int n, double rho)
{
	struct erlang_line l = { .handle_s = 100, .within_s = 20 };
	struct erlang e;
	double idle;
	int k;

	l.calls_s = n * rho / l.handle_s;
	erlang_of(&l, n, &e);
	idle = e.wait * (1 - rho);
	for (k = 1; k <= n; k++)
		idle *= k / (n * rho);
	return idle;
}

static void
four_digits(void)
{
	size_t i, off = 0, cells = 0,
		  n = sizeof(idle_table) / sizeof(*idle_table);
	double want;
	int s;

	for (i = 0; i < n; i++)
		for (s = 1; s <= 7; s++) {
			want = idle_table[i].idle[s - 1];
			if (want == 0)
				continue;
			cells++;
			off += fabs(idle_of(s, idle_table[i].rho) - want) >
			    0.00005 + 1e-9;
		}
	/* Those of the other table that print four digits. */
	for (i = 0; i < sizeof(published) / sizeof(*published); i++)
		cells += published[i].printed >= 1;
	OK(cells >= 60, "%zu published cells of four digits", cells);
	IS_INT(off, 0, "all as printed");
}

static void
table(void)
{
	size_t n = sizeof(published) / sizeof(*published);
	size_t m = sizeof(more) / sizeof(*more);

	OK(n >= 60, "%zu published cells", n);
	IS_INT(cells_off(published, n, 4), 0,
	    "all as printed, and to 4 digits as exact arithmetic has them");
	IS_INT(cells_off(published, n, 11), 0, "to 11 digits, too");
	IS_INT(cells_off(more, m, 9), 0,
	    "%zu cells of 1 to 10,000 agents to 9 digits", m);
}

/* SPEC section 6: 100 calls in 30 min, 180 s, 20 s, 14 agents. */
static void
spec(void)
{
	struct erlang_line l = {
		.calls_s = 100.0 / 1800, .handle_s = 180, .within_s = 20
	};
	struct erlang e;

	erlang_of(&l, 14, &e);
	IS_REAL(e.wait, 0.1741319, 5e-8, "P(wait)");
	IS_REAL(e.service_level, 0.8883500, 5e-8, "service level");
	IS_REAL(e.asa_s, 7.8359, 5e-5, "ASA");
	IS_REAL(e.occupancy, 10.0 / 14, 1e-12, "occupancy");
	IS_INT(erlang_agents(&l, 0.8, &e), 14, "14 agents for 80/20");
	IS_INT(erlang_agents(&l, 0.9, &e), 15, "15 for 90/20");
	erlang_of(&l, 10, &e);
	OK(e.wait == 1 && e.service_level == 0 && isinf(e.asa_s) &&
		e.occupancy == 1,
	    "as many calls as agents never end");
}

/* M/M/1: P(wait) = A, ASA = A / (1 - A) x handle time. */
static void
one(void)
{
	struct erlang_line l = {
		.calls_s = 0.006, .handle_s = 100, .within_s = 50
	};
	struct erlang e;

	erlang_of(&l, 1, &e);
	IS_REAL(e.wait, 0.6, 1e-14, "one agent: P(wait)");
	IS_REAL(e.asa_s, 150, 1e-10, "ASA");
	IS_REAL(e.service_level, 1 - 0.6 * exp(-0.2), 1e-14, "service level");
}

/* Patience as long as a call: M/M/infinity, a Poisson number is there. */
static void
as_long_as_a_call(void)
{
	struct erlang_line l = { .calls_s = 0.1,
		.handle_s = 200,
		.patience_s = 200,
		.within_s = 20 };
	double p = exp(-20), below = 0;
	struct erlang e;
	int i;

	for (i = 0; i < 23; i++) {
		below += p;
		p *= 20.0 / (i + 1);
	}
	erlang_of(&l, 23, &e);
	IS_REAL(e.wait, 1 - below, 1e-12, "P(wait) is a Poisson tail");
	/* Nobody hangs up who finds fewer than 23 before: E max(X - 23, 0)
	 * wait on average, 1/200 of them hang up in a second. */
	for (i = 23, below = 0; i < 200; i++) {
		below += p * (i - 23);
		p *= 20.0 / (i + 1);
	}
	IS_REAL(e.abandoned, below / 200 / 0.1, 1e-12, "abandoned");
	IS_REAL(e.occupancy, 20 * (1 - e.abandoned) / 23, 1e-12, "occupancy");
}

/* Endless patience is Erlang C; more agents are never worse. */
static void
limits(void)
{
	struct erlang_line c = { .handle_s = 180, .within_s = 20 }, a = c;
	double last_c, last_a, load;
	struct erlang e, f;
	int64_t n, least;
	int wrong = 0, worse = 0;

	for (n = 1; n <= 10000; n = n * 3 / 2 + 1) {
		load = (double)n * 0.93;
		a.calls_s = c.calls_s = load / 180;
		a.patience_s = 1e9;
		erlang_of(&c, n, &e);
		erlang_of(&a, n, &f);
		wrong += fabs(e.wait - f.wait) > 1e-4 * e.wait;
		wrong += fabs(e.service_level - f.service_level) > 1e-4;
		wrong += fabs(e.asa_s - f.asa_s) > 1e-3 * e.asa_s;
	}
	IS_INT(wrong, 0, "patience of 30 years is as none");
	a.patience_s = 120;
	for (load = 0.01; load < 10000; load *= 7) {
		a.calls_s = c.calls_s = load / 180;
		last_c = last_a = 0;
		least = load * 0.9 < 20 ? 1 : (int64_t)(load * 0.9);
		for (n = least; n < load * 1.1 + 20; n += n / 50 + 1) {
			erlang_of(&c, n, &e);
			erlang_of(&a, n, &f);
			worse += !(e.service_level >= last_c &&
			    e.service_level <= 1 && e.wait >= 0 && e.wait <= 1);
			worse += !(f.service_level >= last_a &&
			    f.service_level <= 1 && f.wait >= 0 &&
			    f.wait <= 1 && f.abandoned >= 0 &&
			    f.abandoned <= 1 && f.asa_s >= 0 &&
			    f.occupancy <= 1 + 1e-9);
			last_c = e.service_level;
			last_a = f.service_level;
		}
	}
	IS_INT(worse, 0, "in range and never worse with more agents");
}

static void
ends(void)
{
	struct erlang_line l = {
		.calls_s = 1e-6, .handle_s = 1, .within_s = 0
	};
	struct erlang e;

	IS_INT(erlang_agents(&l, 0.99, &e), 1, "hardly a call needs one");
	l.patience_s = 1;
	IS_INT(erlang_agents(&l, 0.99, &e), 1, "with patience, too");
	erlang_of(&l, 10000, &e);
	OK(e.wait >= 0 && e.wait < 1e-9 && e.service_level > 0.999 &&
		e.asa_s < 1e-9,
	    "10,000 agents and no call");
	l.calls_s = 1e6;
	IS_INT(erlang_agents(&l, 0.8, &e), 0, "a million at once: too many");
	l.calls_s = 100;
	l.handle_s = 100;
	l.patience_s = 60;
	l.within_s = 20;
	OK(erlang_agents(&l, 0.8, &e) > 8000 && e.service_level >= 0.8,
	    "10,000 calls at once");
	erlang_of(&l, 1, &e);
	IS_REAL(e.abandoned, 1 - 1 / 1e4, 1e-6, "one agent for them");
}

int
main(void)
{
	table();
	four_digits();
	spec();
	one();
	as_long_as_a_call();
	limits();
	ends();
	return tap_done();
}
