/*
 * technique_judge.h - whole sessions of a technique in closed loop, judged on what the tissue feels and on
 * where the hands are: limits, shares of time, dwell, slew.
 */
#ifndef TESTS_INTEGRATION_TECHNIQUE_JUDGE_H
#define TESTS_INTEGRATION_TECHNIQUE_JUDGE_H

#include "integration/closed_loop.h"
#include "integration/felt_judge.h"

/* Everything that is wrong is said, and fails the test at its end. */
static int complaints;

#define complain(...)                     \
	do {                              \
		complaints++;             \
		print_error(__VA_ARGS__); \
		print_error("\n");        \
	} while (0)

#define WORKED_N (RELEASED_N + 1.0)
/* How far a peak may go beyond its ceiling on anybody, breathing; in scripted events see excursion. */
#define QUIET_MARGIN_N 2.0
/* A guarder's muscles stay tense for longer than the window of an event, and breathing pushes harder through
 * them: 2.5 N was seen at 80 N. */
#define TENSE_MARGIN_N 3.0

/* The account of domain knowledge, kept a second time and on the force that the tissue feels. */
struct dwell_judge {
	double light_s; /* since the last refill, above DWELL_N */
	double hard_s;  /* likewise above DWELL_HARD_N or DWELL_HARD_PA */
	double rest_s;
	bool on_trigger; /* since the last refill a trigger point was compressed there */
	double light_most_s;
	double hard_most_s;    /* elsewhere ... */
	double trigger_most_s; /* ... and on trigger points */
};

/*
 * Ticks of a session of 20 minutes in which the gate may lower what is asked for: one dead time of the air, for until
 * it answers heads that come back down at once after a deep breath ask for more than their sum may be. Of 24 sessions
 * of the deep breather the worst has 16.
 */
#define QUIET_CLAMPS 20

struct technique_judge {
	double intensity;
	double length_s;    /* of running */
	double work_peak_n; /* most wanted of any head while working, not warming up or closing */
	double felt_peak_n;
	struct excursion kidneys;
	struct excursion over[HEADS_MAX]; /* beyond its ceiling */
	uint32_t clamps; /* commands the gate has lowered; a cough may push so hard that it must */
	uint32_t quiet_clamps;
	double region_s[REGION_COUNT]; /* with hands there */
	double hands_s;                /* with hands anywhere */
	double idle_most_s;            /* longest time without a hand that presses */
	double idle_s;
	struct dwell_judge dwell[HEADS_MAX];
	double last_n[HEADS_MAX]; /* wanted in the tick before */
	double rise_n[HEADS_MAX]; /* of it in one tick of working, at most */
	double fall_n[HEADS_MAX];
	struct felt_judge felt;
};

static inline bool is_compressed(const struct snapshot *shown, int head)
{
	for (int k = 0; k < shown->trigger_count; k++) {
		if (shown->triggers[k].head == head && shown->triggers[k].state == TRIGGER_HELD) {
			return true;
		}
	}
	return false;
}

static inline void judge_dwell(struct dwell_judge *dwell, double force_n, double hard_n,
			       bool compressed, double dt_s)
{
	double *hard_most_s;

	dwell->rest_s = force_n < RELEASED_N ? dwell->rest_s + dt_s : 0.0;
	if (dwell->rest_s >= DWELL_REFILL_S) {
		dwell->light_s = 0.0;
		dwell->hard_s = 0.0;
		dwell->on_trigger = false;
	}
	dwell->on_trigger = dwell->on_trigger || compressed;
	dwell->light_s += force_n > DWELL_N ? dt_s : 0.0;
	dwell->hard_s += force_n > hard_n ? dt_s : 0.0;
	dwell->light_most_s = fmax(dwell->light_most_s, dwell->light_s);
	hard_most_s = dwell->on_trigger ? &dwell->trigger_most_s : &dwell->hard_most_s;
	*hard_most_s = fmax(*hard_most_s, dwell->hard_s);
}

static inline bool is_over_kidney(const struct head *head)
{
	return head->x_m >= 0.27 && head->x_m <= 0.40 && fabs(head->y_m) <= 0.10;
}

/* A glide where no head lies within its hands' footprints: nobody is worked there. */
static inline bool is_between_heads(const struct closed_loop *loop)
{
	const struct technique *technique = &loop->techniques[loop->shown.technique];
	const struct hands *hands = &loop->shown.hands;

	if (hands->count == 0 || stroke_holds(technique->strokes[hands->stroke].kind)) {
		return false;
	}
	for (int k = 0; k < hands->count; k++) {
		for (int i = 0; i < loop->rig.head_count; i++) {
			const double away_m = fabs(loop->rig.heads[i].x_m - hands->hands[k].x_m);

			if (away_m < hands->hands[k].footprint_m) {
				return false;
			}
		}
	}
	return true;
}

static inline void judge_place(struct technique_judge *judge, const struct closed_loop *loop)
{
	const struct hands *hands = &loop->shown.hands;

	if (hands->count > 0) {
		const double worked_s = is_between_heads(loop) ? 0.0 : loop->dt_s;

		judge->hands_s += worked_s;
		judge->region_s[hands->region] += worked_s;
		judge->idle_s = 0.0;
	} else {
		judge->idle_s += loop->dt_s;
		judge->idle_most_s =
			judge->idle_s > judge->idle_most_s ? judge->idle_s : judge->idle_most_s;
	}
}

static inline void judge_tick(struct technique_judge *judge, const struct closed_loop *loop)
{
	double kidney_n = 0.0;
	uint32_t clamps = 0;

	judge->length_s += loop->dt_s;
	for (int c = 0; c < CLAMPS; c++) {
		clamps += loop->shown.gate_clamps[c];
	}
	judge->quiet_clamps += sim_is_in_event(&loop->sim) ? 0 : clamps - judge->clamps;
	judge->clamps = clamps;
	judge_place(judge, loop);
	felt_judge_tick(&judge->felt, loop);
	for (int i = 0; i < loop->rig.head_count; i++) {
		double felt_n = loop->heads[i].tissue_n;
		double wanted_n = loop->shown.heads[i].target_n;

		double step_n = wanted_n - judge->last_n[i];

		excursion_add(&judge->over[i], felt_n - loop->shown.heads[i].ceiling_n,
			      QUIET_MARGIN_N, sim_is_in_event(&loop->sim), loop->dt_s);
		judge->last_n[i] = wanted_n;
		judge->rise_n[i] = step_n > judge->rise_n[i] ? step_n : judge->rise_n[i];
		judge->fall_n[i] = -step_n > judge->fall_n[i] ? -step_n : judge->fall_n[i];
		judge_dwell(&judge->dwell[i], felt_n,
			    fmin(DWELL_HARD_N, DWELL_HARD_PA * loop->rig.heads[i].area_m2),
			    is_compressed(&loop->shown, i), loop->dt_s);
		judge->felt_peak_n = felt_n > judge->felt_peak_n ? felt_n : judge->felt_peak_n;
		if (loop->shown.phase == PHASE_WORK && wanted_n > judge->work_peak_n) {
			judge->work_peak_n = wanted_n;
		}
		if (is_over_kidney(&loop->rig.heads[i]) && felt_n > kidney_n) {
			kidney_n = felt_n;
		}
	}
	excursion_add(&judge->kidneys, kidney_n, KIDNEY_CAP_N, sim_is_in_event(&loop->sim),
		      loop->dt_s);
}

/* Opens a rig with this technique chosen, and a person who does not answer questions. */
static inline void judged_open(struct closed_loop *loop, const char *rig, const char *patient,
			       const char *technique, uint64_t seed)
{
	closed_loop_open(loop, rig, patient, seed);
	closed_loop_choose(loop, technique);
}

/* From boot to the end of the session by its own time, judged all the way. */
static inline void judged_session(struct technique_judge *judge, struct closed_loop *loop,
				  const char *what)
{
	memset(judge, 0, sizeof(*judge));
	judge->intensity = loop->command.intensity;
	sim_set_answers(&loop->sim, false); /* what they would say is not what is judged here */
	closed_loop_start(loop);
	do {
		judge_tick(judge, loop);
	} while (closed_loop_tick(loop) == STATE_RUNNING && judge->length_s < SESSION_MAX_S + 5.0);
	if (loop->shown.state != STATE_RELEASING || loop->shown.reason != COND_SESSION_OVER) {
		fail_msg("%s: after %.1f s %s: %s, head %d", what, judge->length_s,
			 state_name(loop->shown.state),
			 condition_words(loop->shown.reason)->sentence, loop->shown.cause_head + 1);
	}
}

static inline void judged_excursion(const struct excursion *at, double bound_n, const char *where,
				    const char *what)
{
	if (!excursion_is_kept(at, bound_n)) {
		complain("%s, %s: %.1f N, in events %.1f N, above %.0f N for %.3f s of one", what,
			 where, at->quiet_n, at->event_n, bound_n, at->longest_s);
	}
}

/* What holds of every session of every technique. */
static inline void judged_limits(const struct technique_judge *judge,
				 const struct closed_loop *loop, const char *what)
{
	const double slew_up_n = SLEW_RISE_N_S * loop->dt_s + 1e-9;
	const double slew_down_n = SLEW_FALL_N_S * loop->dt_s + 1e-9;
	const double quiet_margin_n =
		strcmp(loop->patient.name, "guarder") == 0 ? TENSE_MARGIN_N : QUIET_MARGIN_N;

	if (!(fabs(judge->length_s - loop->command.duration_s) <= 1.0)) {
		complain("%s: lasted %.2f s", what, judge->length_s);
	}
	for (int i = 0; i < loop->rig.head_count; i++) {
		const struct excursion *over = &judge->over[i];
		const struct dwell_judge *dwell = &judge->dwell[i];

		if (!(over->quiet_n <= quiet_margin_n) || !(over->event_n <= EVENT_PEAK_N) ||
		    !(over->longest_s <= EVENT_PEAK_S)) {
			complain("%s, head %d: %.2f N over its ceiling, in events %.2f N, above "
				 "%.0f N for %.3f s of one",
				 what, i + 1, over->quiet_n, over->event_n, QUIET_MARGIN_N,
				 over->longest_s);
		}
		if (!(judge->rise_n[i] <= slew_up_n) || !(dwell->light_most_s <= DWELL_S + 1.0) ||
		    !(dwell->hard_most_s <= DWELL_HARD_S + 1.0) ||
		    !(dwell->trigger_most_s <= DWELL_TRIGGER_S + 1.0)) {
			complain("%s, head %d: target steps by %.4f N, pressed "
				 "%.1f s, hard %.1f s, on a trigger point %.1f s without a rest",
				 what, i + 1, judge->rise_n[i], dwell->light_most_s,
				 dwell->hard_most_s, dwell->trigger_most_s);
		}
		if (!(judge->fall_n[i] <= slew_down_n)) {
			complain("%s, head %d: target falls by %.4f N in a tick", what, i + 1,
				 judge->fall_n[i]);
		}
	}
	if (!(loop->trunk_n <= SUM_TRUNK_N + 2.0) || !(loop->body_n <= SUM_BODY_N + 2.0)) {
		complain("%s: trunk %.1f N, body %.1f N", what, loop->trunk_n, loop->body_n);
	}
	judged_excursion(&loop->neck, DWELL_N, "both sides of the neck", what);
	judged_excursion(&judge->kidneys, KIDNEY_CAP_N, "the kidneys", what);
	if (judge->quiet_clamps > QUIET_CLAMPS) {
		complain("%s: the gate lowered %u commands", what, judge->quiet_clamps);
	}
}

/* Every kind of stroke presses as its file says. */
static inline void judged_felt(const struct technique_judge *judge, const char *what)
{
	for (int k = STROKE_NONE + 1; k < STROKE_KINDS; k++) {
		const struct felt_kind *kind = &judge->felt.kinds[k];
		const double part = felt_median(kind);

		if (kind->windows < FELT_WINDOWS && kind->worked_s < FELT_WORKED_S) {
			continue;
		}
		if (kind->windows < FELT_WINDOWS || !(fabs(part - 1.0) <= FELT_OFF) ||
		    !(kind->most_over_n <= FELT_OVER_N)) {
			complain("%s: in %d windows of %s %.2f of its force is felt, at most "
				 "%.1f N above the table",
				 what, kind->windows, stroke_kind_name((enum stroke_kind)k), part,
				 kind->most_over_n);
		}
	}
}

/* Warm strokes are for heated heads, where there are any. */
static inline bool is_warm_in(const struct closed_loop *loop, enum region region)
{
	bool any = false;

	for (int i = 0; i < loop->rig.head_count; i++) {
		const struct head *head = &loop->rig.heads[i];
		bool heated = head->heater.driver != DRIVER_NONE;

		if (heated && head->region == region) {
			return true;
		}
		any |= heated;
	}
	return !any;
}

/* Whether some stroke of the chosen technique works this region, and somebody wants it worked. */
static inline bool is_worked(const struct closed_loop *loop, enum region region)
{
	static const int rank[REGION_COUNT] = {-1, 0, 1, 2, 3, 4, 6, 5};
	const struct technique *technique = &loop->techniques[loop->command.technique];

	for (int k = 0; k < technique->stroke_count; k++) {
		int from = rank[technique->strokes[k].from];
		int to = rank[technique->strokes[k].to];

		if (rank[region] >= (from < to ? from : to) &&
		    rank[region] <= (from < to ? to : from) &&
		    (technique->strokes[k].kind != STROKE_WARM_GLIDE || is_warm_in(loop, region)) &&
		    (technique->strokes[k].kind != STROKE_STILL_HEAT || is_warm_in(loop, region))) {
			return loop->shown.region_has_heads[region] &&
			       loop->command.enabled[region];
		}
	}
	return false;
}

/* Time per region against focus, of the time that hands were where they can press. */
static inline void judged_shares(const struct technique_judge *judge,
				 const struct closed_loop *loop, double off, const char *what)
{
	double sum = 0.0;

	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		sum += is_worked(loop, (enum region)r) ? loop->command.focus[r] : 0.0;
	}
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		bool wanted = is_worked(loop, (enum region)r);
		double asked = wanted ? loop->command.focus[r] / sum : 0.0;
		double had = judge->region_s[r] / judge->hands_s;

		if (!(fabs(had - asked) <= off)) {
			complain("%s: %s had %.3f of the time, asked was %.3f", what,
				 region_facts((enum region)r)->name, had, asked);
		}
	}
}

#endif
