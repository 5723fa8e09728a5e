#include "core/safety/nut.h"

#include "core/safety/bound.h"
#include "core/safety/looks.h"

#include <math.h>
#include <string.h>

/*
 * What it was to do and did not, or did unasked, is forgotten over GAP_S. In the air a share of its way tells, if
 * that is more than play, dead time and speeding up leave of a sound one's [P].
 */
#define GAP_S       0.5
#define GAP_M       0.004
#define PRESS_M     0.0025 /* on somebody; a sound one comes to 1 mm [P] */
#define GAP_SHARE   0.6
#define GAP_LEAST_M 0.0012
#define LAGS_S      0.230 /* found within 300 ms, looks included */
#define OVER_M      0.003 /* a sound one comes to 1.8 mm [P] */
#define RUNS_S      0.060

/* So much was due and none of it done: it stands, however slowly it was to go. A sound one comes to 2.1 mm [P]. */
#define STAND_M 0.004
#define STOOD_M 0.0003 /* play, and a gauge's noise */
#define STAND_S 4.0    /* what is to go 1 mm/s or less may as well stand */

#define CATCH_LOOKS 4 /* and dead time, and speeding up */
#define STOP_M      0.002
#define BEHIND_M    0.0005
#define LOAD_SHARE  0.7 /* of the speed that a loaded screw must make */

void nut_init(struct nut *nut, const struct actuator_spec *actuator, double tick_s, double look_s)
{
	memset(nut, 0, sizeof(*nut));
	nut->tick_s = tick_s;
	nut->change_m_s = actuator->screw.accel_m_s2 * tick_s;
	nut->speed_m_s = actuator->screw.speed_max_m_s;
	nut->stall_n = actuator->screw.stall_n;
	nut->travel_m = actuator->travel_m;
	nut->looks_per_m = 1.0 / (nut->speed_m_s * look_s);
	nut->gap_share = look_s / GAP_S;
	nut->stand_share = look_s / STAND_S;
	nut->lags_enough = looks_in(LAGS_S, look_s);
	nut->runs_enough = looks_in(RUNS_S, look_s);
}

/* A tick nearer to what is ordered; no number changes it least. */
static double paced(double speed_m_s, double ordered_m_s, double change_m_s)
{
	return lowest(larger(ordered_m_s, speed_m_s - change_m_s), speed_m_s + change_m_s);
}

/* Under load it makes less speed, and that is no fault; nor is it one to make all that was ordered. */
void nut_tick(struct nut *nut, double ordered_m_s, double force_n)
{
	const double load = 1.0 - larger(force_n, 0.0) / nut->stall_n;
	const double loaded_m_s = LOAD_SHARE * nut->speed_m_s * larger(load, 0.0);

	nut->asked_m_s = paced(nut->asked_m_s, ordered_m_s, nut->change_m_s);
	nut->due_m_s = lowest(paced(nut->due_m_s, ordered_m_s, nut->change_m_s), loaded_m_s);
	nut->asked_m += nut->asked_m_s * nut->tick_s;
	nut->due_m += nut->due_m_s * nut->tick_s;
}

void nut_let_go(struct nut *nut, double place_m)
{
	nut->catch_looks = (int)(place_m * nut->looks_per_m) + CATCH_LOOKS;
}

void nut_comes(struct nut *nut)
{
	nut->catch_looks -= nut->catch_looks > 0;
}

/* Nothing that was ordered so far is missed or found too much. */
static void forget(struct nut *nut, double place_m)
{
	nut->asked_m_s = 0.0;
	nut->due_m_s = 0.0;
	nut->asked_m = 0.0;
	nut->due_m = 0.0;
	nut->gap_m = 0.0;
	nut->way_m = 0.0;
	nut->over_m = 0.0;
	nut->stood_m = place_m;
	nut->stand_m = 0.0;
}

void nut_begin(struct nut *nut, double place_m)
{
	forget(nut, place_m);
	nut->lags_looks = 0;
	nut->runs_looks = 0;
}

/*
 * At either stop it goes no further, and first it comes back for its carriage: then nothing can be told. Nor of a
 * place behind its stop: that is its gauge's doing (jump.h).
 */
static bool is_free(const struct nut *nut, double place_m)
{
	const bool at_rest = place_m < STOP_M && nut->asked_m < 0.0;
	const bool at_end = place_m > nut->travel_m - STOP_M && nut->asked_m > 0.0;

	return nut->catch_looks == 0 && !at_rest && !at_end && place_m > -BEHIND_M;
}

/* In the air it goes at one speed, and slowly; on somebody to and fro, where a share would tell nothing. */
static bool stays_behind(const struct nut *nut, bool contact)
{
	const double share_m = larger(GAP_SHARE * nut->way_m, GAP_LEAST_M);

	return nut->gap_m > (contact ? PRESS_M : lowest(share_m, GAP_M));
}

static bool stands(struct nut *nut, double place_m)
{
	if (!(fabs(place_m - nut->stood_m) <= STOOD_M)) {
		nut->stood_m = place_m;
		nut->stand_m = 0.0;
	}
	return fabs(nut->stand_m) > STAND_M;
}

enum condition nut_look(struct nut *nut, const struct head_belief *belief, double from_m)
{
	const double place_m = belief->position_m;
	const double did_m = place_m - from_m;
	const double due_m = nut->due_m;

	/* What its spring took back at once, unlatched, is no order that was not carried out. */
	nut->gap_m += due_m - larger(did_m, -fabs(due_m)) - nut->gap_m * nut->gap_share;
	nut->way_m += fabs(due_m) - nut->way_m * nut->gap_share;
	nut->over_m += did_m - nut->asked_m - nut->over_m * nut->gap_share;
	nut->stand_m += due_m - nut->stand_m * nut->stand_share;
	if (!is_free(nut, place_m)) {
		forget(nut, place_m);
	}
	nut_comes(nut);
	nut->asked_m = 0.0;
	nut->due_m = 0.0;
	if (lasts(&nut->lags_looks, stays_behind(nut, belief->contact), nut->lags_enough) ||
	    stands(nut, place_m)) {
		return COND_ACTUATOR_LAGS;
	}
	return lasts(&nut->runs_looks, nut->over_m > OVER_M, nut->runs_enough) ? COND_ACTUATOR_RUNS
									       : COND_COUNT;
}
