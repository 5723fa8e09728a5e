#include "core/safety/deed.h"

#include "core/safety/bound.h"
#include "core/safety/looks.h"

#include <math.h>
#include <string.h>

/* Pressure as its orders would make it, to as much as two channels may differ [P]. */
#define FOLLOW_N     8.0
#define FOLLOW_SHARE 0.15
#define FOLLOW_S     0.230 /* found within 300 ms, looks included */
#define FULL_SHARE   0.97
#define FULL_N       10.0
#define FULL_S       0.450
/* One that goes where it was ordered, if slowly, is told to calibrate by answer_watch.h: up to a point [P]. */
#define PACE_SHARE  0.35 /* of the way that it should have gone: lags nearly three times too long */
#define PACE_MOST   2.0  /* times what tells that it stays away */
#define LEAK_N      2.5  /* of a mean over LEAK_MEAN_S */
#define LEAK_SHARE  0.07
#define LEAK_MEAN_S 1.0
#define LEAK_S      1.0

/*
 * A screw: what it was ordered and did not do, or did unasked, is forgotten over GAP_S. In the air a share of its
 * way tells, if that is more than play, dead time and speeding up leave of a sound one's [P].
 */
#define GAP_M          0.004
#define GAP_S          0.5
#define GAP_SHARE      0.6
#define GAP_LEAST_M    0.0012
#define CATCH_LOOKS    4 /* and dead time, and speeding up */
#define SCREW_STOP_M   0.002
#define SCREW_BEHIND_M 0.0005
#define LOAD_SHARE     0.7 /* of the speed that a loaded screw must make */

/* The dump: alone it is to leave this share, and a regulator alone must leave more to be told from it. */
#define DUMP_LEAVES 0.12
#define DUMP_TELLS  1.4
#define DUMP_PA     10000.0 /* with less there is nothing to see */
#define REST_PA     4000.0  /* no more is left in a head that let go: 2 N of most pistons */
#define REST_S      0.100
#define LATCH_M     0.020
#define LATCH_S     0.300
#define LATCH_PACE \
	1.5 /* times the nut's own way back: so far a spring takes the carriage at least */

/* When, and by how much, an open dump can be told from one that is not. */
static void plan_dump(struct deed *deed, const struct actuator_spec *actuator)
{
	const struct release_spec *release = &actuator->release;
	double at_s = LATCH_S;
	double with;
	double without;

	if (!deed->screw) {
		at_s = release->dead_s + release->dump_tau_s * -log(DUMP_LEAVES) + deed->look_s;
	}
	deed->dump_looks = looks_in(at_s, deed->look_s);
	at_s = deed->dump_looks * deed->look_s;
	with = exp(-(at_s - deed->look_s - release->dead_s) / release->dump_tau_s);
	without = exp(-(at_s - actuator->dead_s) / actuator->vent_lag_s);
	deed->dump_left = without > DUMP_TELLS * with ? sqrt(with * without) : 0.0;
}

void deed_init(struct deed *deed, const struct head *head, double look_s)
{
	const struct actuator_spec *actuator = &head->actuator;

	memset(deed, 0, sizeof(*deed));
	deed->screw = actuator->kind == ACTUATOR_VELOCITY;
	deed->air = !deed->screw && head->sensor.air.rate_hz > 0.0;
	deed->look_s = look_s;
	deed->area_m2 = actuator->area_m2;
	deed->spring_n = actuator->release.spring_n;
	deed->bound_n = actuator->relief_pa * actuator->area_m2 - deed->spring_n;
	deed->fill_share = 1.0 - exp(-look_s / actuator->lag_s);
	deed->vent_share = 1.0 - exp(-look_s / actuator->vent_lag_s);
	deed->play_pa = 0.5 * actuator->hysteresis_share * actuator->relief_pa;
	deed->travel_m = actuator->travel_m;
	deed->speed_m_s = actuator->screw.speed_max_m_s;
	deed->stall_n = actuator->screw.stall_n;
	deed->looks_per_m = deed->screw ? 1.0 / (deed->speed_m_s * look_s) : 0.0;
	deed->mean_share = look_s / LEAK_MEAN_S;
	deed->gap_share = look_s / GAP_S;
	deed->follow_enough = looks_in(FOLLOW_S, look_s);
	deed->leak_enough = looks_in(LEAK_S, look_s);
	deed->full_enough = looks_in(FULL_S, look_s);
	deed->rest_enough = looks_in(REST_S, look_s);
	plan_dump(deed, actuator);
}

/* What its orders make of a regulator's pressure: dead time (a look), play, lag. */
static void model_air(struct deed *deed, double ordered_pa)
{
	double way_pa;

	if (deed->regulated_pa < deed->ordered - deed->play_pa) {
		deed->regulated_pa = deed->ordered - deed->play_pa;
	} else if (deed->regulated_pa > deed->ordered + deed->play_pa) {
		deed->regulated_pa = deed->ordered + deed->play_pa;
	}
	deed->ordered = ordered_pa;
	way_pa = deed->regulated_pa - deed->model_pa;
	deed->model_pa += way_pa * (way_pa > 0.0 ? deed->fill_share : deed->vent_share);
}

/* Whether it went at least part of the way that was due since the look before. */
static bool is_under_way(struct deed *deed, double pressure_pa)
{
	const double way_pa = deed->regulated_pa - deed->before_pa;
	const double due_pa = way_pa * (way_pa > 0.0 ? deed->fill_share : deed->vent_share);
	const double did_pa = pressure_pa - deed->before_pa;

	deed->before_pa = pressure_pa;
	return due_pa > 0.0 ? did_pa > PACE_SHARE * due_pa : did_pa < PACE_SHARE * due_pa;
}

static enum condition judge_air(struct deed *deed, const struct head_belief *belief,
				double ordered_pa)
{
	double model_n;
	double short_n;
	double most_n;
	bool away;

	model_air(deed, ordered_pa);
	model_n = deed->model_pa * deed->area_m2;
	short_n = model_n - belief->pressure_pa * deed->area_m2;
	most_n = larger(FOLLOW_N, FOLLOW_SHARE * model_n);
	deed->slow_n += (short_n - deed->slow_n) * deed->mean_share;
	away = !is_under_way(deed, belief->pressure_pa) || !(fabs(short_n) <= PACE_MOST * most_n);
	if (lasts(&deed->lags_looks, away && short_n > most_n, deed->follow_enough)) {
		return COND_ACTUATOR_LAGS;
	}
	if (lasts(&deed->runs_looks, away && -short_n > most_n, deed->follow_enough)) {
		return COND_ACTUATOR_RUNS;
	}
	if (lasts(&deed->leak_looks, deed->slow_n > LEAK_N + LEAK_SHARE * model_n,
		  deed->leak_enough)) {
		return COND_ACTUATOR_LEAK;
	}
	return COND_COUNT;
}

/*
 * At either stop it goes no further, and its nut first comes back for it: then nothing can be told. Nor of a place
 * behind its stop: that is its gauge's doing (jump.h).
 */
static bool screw_is_free(struct deed *deed, const struct head_belief *belief)
{
	const bool coming = deed->catch_looks > 0;
	const bool at_rest = belief->position_m < SCREW_STOP_M && deed->ordered < 0.0;
	const bool at_end =
		belief->position_m > deed->travel_m - SCREW_STOP_M && deed->ordered > 0.0;

	deed->catch_looks -= coming;
	return !coming && !at_rest && !at_end && belief->position_m > -SCREW_BEHIND_M;
}

/* In the air it goes at one speed, and slowly; on somebody to and fro, which a look sees badly. */
static bool stays_behind(const struct deed *deed, bool contact)
{
	const double share_m = larger(GAP_SHARE * deed->way_m, GAP_LEAST_M);

	return deed->gap_m > (contact ? GAP_M : lowest(share_m, GAP_M));
}

/* Under load it makes less speed, and that is no fault. */
static enum condition judge_screw(struct deed *deed, const struct head_belief *belief,
				  double from_m, double ordered_m_s)
{
	const double did_m = belief->position_m - from_m;
	const double load = 1.0 - larger(belief->force_n, 0.0) / deed->stall_n;
	const double loaded_m_s = LOAD_SHARE * deed->speed_m_s * larger(load, 0.0);
	const double due_m = lowest(deed->ordered, loaded_m_s) * deed->look_s;

	/* What its spring took back at once, unlatched, is no order that was not carried out. */
	deed->gap_m += due_m - larger(did_m, -fabs(due_m)) - deed->gap_m * deed->gap_share;
	deed->way_m += fabs(due_m) - deed->way_m * deed->gap_share;
	deed->over_m += did_m - deed->ordered * deed->look_s - deed->over_m * deed->gap_share;
	if (!screw_is_free(deed, belief)) {
		deed->gap_m = 0.0;
		deed->way_m = 0.0;
		deed->over_m = 0.0;
	}
	deed->ordered = ordered_m_s;
	if (lasts(&deed->lags_looks, stays_behind(deed, belief->contact), deed->follow_enough)) {
		return COND_ACTUATOR_LAGS;
	}
	return lasts(&deed->runs_looks, deed->over_m > GAP_M, deed->follow_enough)
		       ? COND_ACTUATOR_RUNS
		       : COND_COUNT;
}

/* Ordered as much as there is, and the force stays away. */
static bool is_full(struct deed *deed, const struct head_belief *belief,
		    const struct head_setpoint *to, double ceiling_n, double ordered_pa)
{
	const double ordered_n = ordered_pa * deed->area_m2 - deed->spring_n;
	const double allowed_n = ceiling_n + COMMAND_OVER_CEILING_N;
	const double most_n = allowed_n < deed->bound_n ? allowed_n : deed->bound_n;

	return lasts(&deed->full_looks,
		     ordered_n >= FULL_SHARE * most_n && to->now_n - belief->force_n > FULL_N,
		     deed->full_enough);
}

static void begin_to_follow(struct deed *deed, const struct head_belief *belief)
{
	deed->shut = true;
	deed->ordered = 0.0;
	deed->regulated_pa = belief->pressure_pa;
	deed->model_pa = belief->pressure_pa;
	deed->before_pa = belief->pressure_pa;
	deed->slow_n = 0.0;
	deed->gap_m = 0.0;
	deed->way_m = 0.0;
	deed->over_m = 0.0;
	deed->lags_looks = 0;
	deed->runs_looks = 0;
	deed->leak_looks = 0;
	deed->full_looks = 0;
}

/* An open dump, or latch, shows in what is left a little later. */
static bool dump_is_dead(struct deed *deed, const struct head_belief *belief)
{
	if (deed->shut) {
		deed->shut = false;
		deed->opened_pa = belief->pressure_pa;
		deed->opened_m = belief->position_m;
		deed->open_looks = 0;
		deed->catch_looks = (int)(belief->position_m * deed->looks_per_m) + CATCH_LOOKS;
		return false;
	}
	deed->catch_looks -= deed->catch_looks > 0;
	if (deed->open_looks <= deed->dump_looks) {
		deed->open_looks++;
	}
	if (deed->open_looks != deed->dump_looks) {
		return false;
	}
	if (deed->screw) {
		const double nut_m = deed->speed_m_s * deed->look_s * deed->dump_looks;

		return belief->position_known && deed->opened_m > LATCH_M &&
		       deed->opened_m - belief->position_m < LATCH_PACE * nut_m;
	}
	return deed->dump_left > 0.0 && deed->opened_pa > DUMP_PA &&
	       belief->pressure_pa > deed->dump_left * deed->opened_pa;
}

/* Nothing can be told of this opening any more. */
static void give_up_on_dump(struct deed *deed)
{
	deed->shut = false;
	deed->open_looks = deed->dump_looks + 1;
	deed->runs_looks = 0;
}

/* Let go: the dump shows whether it opened, and nothing comes that nobody ordered. */
static enum condition judge_open(struct deed *deed, const struct head_belief *belief, bool asks,
				 bool seen)
{
	const bool begins = deed->shut;

	/* The self-test opens dumps against regulators that still ask, and is the judge of that itself. */
	if (asks || (deed->air && !seen)) {
		give_up_on_dump(deed);
		return COND_COUNT;
	}
	if (dump_is_dead(deed, belief)) {
		return COND_DUMP_DEAD;
	}
	return lasts(&deed->runs_looks,
		     !begins && deed->air && belief->pressure_pa > REST_PA &&
			     deed->open_looks > deed->dump_looks,
		     deed->rest_enough)
		       ? COND_ACTUATOR_RUNS
		       : COND_COUNT;
}

enum condition deed_look(struct deed *deed, const struct head_belief *belief,
			 const struct head_actuation *order, const struct head_setpoint *to,
			 double ceiling_n, bool seen, double from_m)
{
	if (!order->dump_shut) {
		return judge_open(deed, belief, order->pressure_pa > 0.0, seen);
	}
	if (!deed->shut || !seen) {
		begin_to_follow(deed, belief);
		return COND_COUNT;
	}
	if (deed->screw) {
		return judge_screw(deed, belief, from_m, order->speed_m_s);
	}
	if (is_full(deed, belief, to, ceiling_n, order->pressure_pa)) {
		return COND_ACTUATOR_FULL;
	}
	return judge_air(deed, belief, order->pressure_pa);
}
