#include "core/safety/deed.h"

#include "core/safety/bound.h"
#include "core/safety/looks.h"

#include <math.h>
#include <string.h>

/* Pressure as its orders would make it, to as much as two channels may differ [P]. */
#define FOLLOW_N     8.0
#define FOLLOW_SHARE 0.15
#define FOLLOW_S     0.190 /* found within 300 ms, a look until the first and two under way included */
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

/* The dump: alone it is to leave this share, and a regulator alone must leave more to be told from it. */
#define DUMP_LEAVES 0.12
#define DUMP_TELLS  1.4
#define DUMP_PA     10000.0 /* with less there is nothing to see */
#define REST_PA     4000.0  /* no more is left in a head that let go: 2 N of most pistons */
#define REST_S      0.100

/*
 * The latch: its spring takes a carriage further back than its nut goes meanwhile, by LATCH_PACE at least and for
 * this share of its way out. A spring a third too weak is 1.24 times as fast, a nut alone never more than 1.01 [D].
 */
#define LATCH_S     0.300
#define LATCH_PACE  1.15
#define LATCH_SHARE 0.72
#define LATCH_DEADS 3.0 /* times its dead time: sooner there is nothing to see */

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
	deed->tell_looks = deed->screw ? 0 : deed->dump_looks;
	deed->latch_least = looks_in(LATCH_DEADS * release->dead_s, deed->look_s);
	at_s = deed->dump_looks * deed->look_s;
	with = exp(-(at_s - deed->look_s - release->dead_s) / release->dump_tau_s);
	without = exp(-(at_s - actuator->dead_s) / actuator->vent_lag_s);
	deed->dump_left = without > DUMP_TELLS * with ? sqrt(with * without) : 0.0;
}

void deed_init(struct deed *deed, const struct head *head, double tick_s, double look_s)
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
	if (deed->screw) {
		nut_init(&deed->nut, actuator, tick_s, look_s);
	}
	deed->mean_share = look_s / LEAK_MEAN_S;
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

/* Looks in which it is under way do not count, and forget nothing: what leaks goes with its orders, too. */
static bool stays_away(int *looks, bool is_off, bool away, int enough)
{
	return (away || !is_off) && lasts(looks, is_off, enough);
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
	if (stays_away(&deed->lags_looks, short_n > most_n, away, deed->follow_enough)) {
		return COND_ACTUATOR_LAGS;
	}
	if (stays_away(&deed->runs_looks, -short_n > most_n, away, deed->follow_enough)) {
		return COND_ACTUATOR_RUNS;
	}
	if (lasts(&deed->leak_looks, deed->slow_n > LEAK_N + LEAK_SHARE * model_n,
		  deed->leak_enough)) {
		return COND_ACTUATOR_LEAK;
	}
	return COND_COUNT;
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
	nut_begin(&deed->nut, belief->position_m);
	deed->lags_looks = 0;
	deed->runs_looks = 0;
	deed->leak_looks = 0;
	deed->full_looks = 0;
}

/* The further out, the later: then its spring took it back, or its nut alone. 0: so little that nothing tells. */
static int latch_looks(const struct deed *deed, double opened_m)
{
	const double looks = LATCH_SHARE / LATCH_PACE * opened_m * deed->nut.looks_per_m;

	if (!(looks >= deed->latch_least)) {
		return 0;
	}
	return looks < deed->dump_looks ? (int)looks : deed->dump_looks;
}

static void open(struct deed *deed, const struct head_belief *belief)
{
	deed->shut = false;
	deed->opened_pa = belief->pressure_pa;
	deed->opened_m = belief->position_m;
	deed->open_looks = 0;
	if (deed->screw) {
		deed->tell_looks = latch_looks(deed, belief->position_m);
		nut_let_go(&deed->nut, belief->position_m);
	}
}

/* An open dump, or latch, shows in what is left a little later. */
static bool dump_is_dead(struct deed *deed, const struct head_belief *belief)
{
	if (deed->shut) {
		open(deed, belief);
		return false;
	}
	nut_comes(&deed->nut);
	if (deed->open_looks <= deed->dump_looks) {
		deed->open_looks++;
	}
	if (deed->open_looks != deed->tell_looks) {
		return false;
	}
	if (deed->screw) {
		const double nut_m = deed->tell_looks / deed->nut.looks_per_m;

		return belief->position_known &&
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
		return nut_look(&deed->nut, belief, from_m);
	}
	if (is_full(deed, belief, to, ceiling_n, order->pressure_pa)) {
		return COND_ACTUATOR_FULL;
	}
	return judge_air(deed, belief, order->pressure_pa);
}
