/*
 * technique_runs.h - every technique on a rig, at the ends of intensity and speed and over the cohort: whole
 * sessions of 20 minutes, judged on what the tissue feels.
 */
#ifndef TESTS_INTEGRATION_TECHNIQUE_RUNS_H
#define TESTS_INTEGRATION_TECHNIQUE_RUNS_H

#include "integration/technique_judge.h"

#define SESSION_S (SLOW_BUILD ? 120.0 : SESSION_DEFAULT_S)

static struct closed_loop loop;
static struct technique_judge judge;

/* What people come for: least and most force of the strokes that work, for a 30 mm head. */
struct expected {
	const char *technique;
	double force_min_n;
	double force_max_n;
	bool by_findings; /* time goes where something was found */
};

static const struct expected expected[] = {
	{"swedish", 15.0, 40.0, false},    {"deep_tissue", 40.0, 80.0, false},
	{"shiatsu", 30.0, 60.0, false},    {"trigger_point", 0.0, 0.0, true},
	{"myofascial", 10.0, 40.0, false}, {"hot_stone", 5.0, 30.0, false},
};

static const char *const cohort[] = {"nominal", "soft",     "stiff",   "bony",  "knotty",
				     "guarder", "thin_old", "cougher", "mover", "deep_breather"};

#define TECHNIQUES ((int)(sizeof(expected) / sizeof(expected[0])))
#define PATIENTS   ((int)(sizeof(cohort) / sizeof(cohort[0])))

/*
 * The most that is wanted while working: the table's force at this intensity, or the highest ceiling. What
 * slew makes of a fast stroke is less, never more.
 */
static inline void check_force(const struct expected *technique, const char *what)
{
	double range_n = technique->force_max_n - technique->force_min_n;
	double table_n = technique->force_min_n + range_n * judge.intensity;
	double most_n = 0.0;
	/* kneading at 1.5 Hz meets the slew limit and is scaled */
	double least = loop.command.speed > 1.0 ? 0.7 : 0.85;

	if (technique->by_findings || SLOW_BUILD) {
		return;
	}
	for (int i = 0; i < loop.rig.head_count; i++) {
		double ceiling_n = loop.rig.heads[i].ceiling_n;
		double pressure_n = loop.rig.heads[i].ceiling_pa * loop.rig.heads[i].area_m2;

		ceiling_n = CEILING_ASK_SHARE * (ceiling_n < pressure_n ? ceiling_n : pressure_n);
		most_n = ceiling_n > most_n ? ceiling_n : most_n;
	}
	most_n = table_n < most_n ? table_n : most_n;
	/* two hands on the trunk may have no more between them; legs and arms are not of it */
	least *= 2.0 * most_n > ASK_TRUNK_N - 10.0 ? (ASK_TRUNK_N - 10.0) / (2.0 * most_n) : 1.0;
	if (!(judge.work_peak_n <= most_n + 1e-6) || !(judge.work_peak_n >= least * most_n)) {
		complain("%s: presses up to %.1f N at work, the table says %.1f N", what,
			 judge.work_peak_n, most_n);
	}
}

static inline void run(const char *rig, const struct expected *technique, const char *patient,
		       double intensity, double speed, uint64_t seed)
{
	char what[128];

	snprintf(what, sizeof(what), "%s on %s, %s, intensity %.1f, speed %.1f, seed %d",
		 technique->technique, rig, patient, intensity, speed, (int)seed);
	judged_open(&loop, rig, patient, technique->technique, seed);
	loop.command.intensity = intensity;
	loop.command.speed = speed;
	loop.command.duration_s = SESSION_S;
	judged_session(&judge, &loop, what);
	judged_limits(&judge, &loop, what);
	check_force(technique, what);
	if (!SLOW_BUILD) {
		judged_felt(&judge, what);
		judged_shares(&judge, &loop, 0.03, what);
	}
	if (!(judge.felt_peak_n > WORKED_N) || !(judge.idle_most_s < 30.0)) {
		complain("%s: presses up to %.1f N, idle for %.1f s", what, judge.felt_peak_n,
			 judge.idle_most_s);
	}
}

/*
 * Every technique at every intensity; patients and speeds take turns. Each rig begins with somebody else,
 * so that a technique meets nearly everybody on one of them.
 */
static inline void run_rig(const char *rig, int first)
{
	static const double speeds[] = {1.0, SPEED_MIN, SPEED_MAX};
	int turn = first;

	complaints = 0;

	for (int t = 0; t < TECHNIQUES; t++) {
		for (int k = 0; k <= 2; k++, turn++) {
			if (!SLOW_BUILD || k == 2) {
				run(rig, &expected[t], cohort[turn % PATIENTS], 0.5 * k,
				    speeds[(t + k) % 3], (uint64_t)(7 + turn));
			}
		}
	}
}

#endif
