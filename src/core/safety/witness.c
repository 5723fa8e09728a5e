#include "core/safety/witness.h"

#include <math.h>
#include <string.h>

/* Two channels: safety.md's own figures. */
#define APART_N     8.0
#define APART_SHARE 0.15
#define APART_S     0.100
#define OVERS       2 /* looks with more air than the head may press with */

/* Actuators: pressure as its orders would make it, to as much as two channels may differ [P]. */
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

/* A screw: what it was ordered and did not do, or did unasked, is forgotten over GAP_S. */
#define GAP_M        0.004
#define GAP_S        0.5
#define CATCH_LOOKS  4 /* and dead time, and speeding up */
#define SCREW_STOP_M 0.002
#define LOAD_SHARE   0.7 /* of the speed that a loaded screw must make */

/* The dump: alone it is to leave this share, and a regulator alone must leave more to be told from it. */
#define DUMP_LEAVES 0.12
#define DUMP_TELLS  1.4
#define DUMP_PA     10000.0 /* with less there is nothing to see */
#define REST_PA     4000.0  /* no more is left in a head that let go: 2 N of most pistons */
#define DOUBT_LOOKS 8       /* an air gauge that read nonsense is not asked again before */
#define LATCH_M     0.020
#define LATCH_S     0.300
#define LATCH_PACE \
	1.5 /* times the nut's own way back: so far a spring takes the carriage at least */

/* No piston here moves faster, nor stands outside its travel. */
#define JUMP_M_S 0.5
#define JUMP_M   0.002
#define JUMPS    2
#define SETTLE_S 1.0 /* after a jump, at a piston's pace: it stands where it says [P] */

static int looks_in(const struct witness *witness, double seconds)
{
	return (int)ceil(seconds / witness->look_s - 1e-9);
}

/* When, and by how much, an open dump can be told from one that is not. */
static void plan_dump(const struct witness *witness, struct witness_facts *facts,
		      const struct actuator_spec *actuator)
{
	const struct release_spec *release = &actuator->release;
	double at_s = LATCH_S;
	double with;
	double without;

	if (!facts->screw) {
		at_s = release->dead_s + release->dump_tau_s * -log(DUMP_LEAVES) + witness->look_s;
	}
	facts->dump_looks = looks_in(witness, at_s);
	at_s = facts->dump_looks * witness->look_s;
	with = exp(-(at_s - witness->look_s - release->dead_s) / release->dump_tau_s);
	without = exp(-(at_s - actuator->dead_s) / actuator->vent_lag_s);
	facts->dump_left = without > DUMP_TELLS * with ? sqrt(with * without) : 0.0;
}

static void plan_head(struct witness *witness, int i, const struct rig *rig)
{
	const struct head *from = &rig->heads[i];
	const struct actuator_spec *actuator = &from->actuator;
	const struct sensor_spec *sensor = &from->sensor;
	struct witness_facts *facts = &witness->facts[i];
	const double place_period_s =
		sensor->position.rate_hz > 0.0 ? 1.0 / sensor->position.rate_hz : 0.0;

	facts->screw = actuator->kind == ACTUATOR_VELOCITY;
	facts->air = !facts->screw && sensor->air.rate_hz > 0.0;
	facts->place = sensor->position.rate_hz > 0.0;
	facts->area_m2 = actuator->area_m2;
	facts->pa_per_n = 1.0 / actuator->area_m2;
	facts->spring_n = actuator->release.spring_n;
	facts->friction_n = actuator->friction.breakaway_n;
	facts->viscous_n_s_m = actuator->friction.viscous_n_s_m;
	facts->bound_n = actuator->relief_pa * actuator->area_m2 - facts->spring_n;
	facts->fill_share = 1.0 - exp(-witness->look_s / actuator->lag_s);
	facts->vent_share = 1.0 - exp(-witness->look_s / actuator->vent_lag_s);
	facts->play_pa = 0.5 * actuator->hysteresis_share * actuator->relief_pa;
	facts->travel_m = actuator->travel_m;
	facts->jump_m = JUMP_M_S * (witness->look_s + place_period_s) + JUMP_M;
	facts->speed_m_s = actuator->screw.speed_max_m_s;
	facts->stall_n = actuator->screw.stall_n;
	facts->looks_per_m = facts->screw ? 1.0 / (facts->speed_m_s * witness->look_s) : 0.0;
	plan_dump(witness, facts, actuator);
	stillness_init(&witness->heads[i].stillness, from, witness->look_s);
	witness->most_pa[i] = facts->air ? FORCE_HARD_N / facts->area_m2 : (double)INFINITY;
}

void witness_init(struct witness *witness, const struct rig *rig)
{
	memset(witness, 0, sizeof(*witness));
	witness->head_count = rig->head_count;
	witness->period = (int)(WITNESS_TURN_S * rig->loop_hz + 0.5);
	witness->period = witness->period > 1 ? witness->period : 1;
	witness->per_tick = (rig->head_count + witness->period - 1) / witness->period;
	witness->look_s = witness->period / rig->loop_hz;
	witness->looks_per_ns = 1e-9 / witness->look_s;
	witness->apart_looks = looks_in(witness, APART_S);
	witness->follow_looks = looks_in(witness, FOLLOW_S);
	witness->leak_looks = looks_in(witness, LEAK_S);
	witness->full_looks = looks_in(witness, FULL_S);
	witness->settle_looks = looks_in(witness, SETTLE_S);
	witness->mean_share = witness->look_s / LEAK_MEAN_S;
	witness->gap_share = witness->look_s / GAP_S;
	witness->what = COND_COUNT;
	witness->head = HEAD_NONE;
	for (int i = 0; i < rig->head_count; i++) {
		plan_head(witness, i, rig);
	}
}

/* One more look at what may not last, or none. Whether it lasted. */
static bool lasts(int *looks, bool is, int enough)
{
	*looks = is ? *looks + (*looks < enough) : 0;
	return *looks >= enough;
}

static double larger(double a, double b)
{
	return a > b ? a : b;
}

/*
 * The force that is felt beside the one the air presses, as it was when the force was taken: between
 * two looks. A piston at rest on its stop presses nobody, however hard its spring pulls.
 */
static bool is_apart(struct witness *witness, struct witness_head *head,
		     const struct witness_facts *facts, const struct head_belief *belief)
{
	const double looks = (double)belief->force_age_ns * witness->looks_per_ns;
	const unsigned ago =
		looks >= 0.0 && looks < WITNESS_PAST - 1 ? (unsigned)looks : WITNESS_PAST;
	const unsigned at = head->seen_looks;
	double now_n;
	double then_n;
	double tell_n;
	double most_n;

	if (!belief->pressure_known || ago + 2 > WITNESS_PAST || at < ago + 2) {
		head->apart_looks = 0;
		return false;
	}
	now_n = head->past_n[(at - 1 - ago) % WITNESS_PAST];
	then_n = head->past_n[(at - 2 - ago) % WITNESS_PAST];
	if (now_n < then_n) {
		const double swap_n = now_n;

		now_n = then_n;
		then_n = swap_n;
	}
	now_n = larger(now_n, 0.0);
	then_n = larger(then_n, 0.0);
	most_n = larger(belief->force_n, now_n);
	tell_n = larger(APART_N, APART_SHARE * most_n) + facts->friction_n;
	return lasts(&head->apart_looks,
		     !(belief->force_n - now_n <= tell_n && then_n - belief->force_n <= tell_n),
		     witness->apart_looks);
}

/* A gauge that reads nonsense now and then reads it between as well: what it says is no evidence. */
static void doubt(struct witness_head *head, const struct head_belief *belief)
{
	if (!belief->pressure_known) {
		head->doubt_looks = DOUBT_LOOKS;
	} else {
		head->doubt_looks -= head->doubt_looks > 0;
	}
}

static void remember(struct witness_head *head, const struct witness_facts *facts,
		     const struct head_belief *belief)
{
	const double push_n = belief->pressure_pa * facts->area_m2 - facts->spring_n;
	const double drag_n =
		belief->position_known ? facts->viscous_n_s_m * belief->speed_m_s : 0.0;
	const bool at_end = belief->position_known && belief->position_m > facts->travel_m - JUMP_M;

	/* what presses its own stop can press anything else, too */
	head->past_n[head->seen_looks % WITNESS_PAST] = at_end ? belief->force_n : push_n - drag_n;
	head->seen_looks =
		head->seen_looks < 2 * WITNESS_PAST ? head->seen_looks + 1 : WITNESS_PAST + 1;
}

/* What its orders make of a regulator's pressure: dead time (a look), play, lag. */
static void model_air(struct witness_head *head, const struct witness_facts *facts,
		      double ordered_pa)
{
	double way_pa;

	if (head->regulated_pa < head->ordered - facts->play_pa) {
		head->regulated_pa = head->ordered - facts->play_pa;
	} else if (head->regulated_pa > head->ordered + facts->play_pa) {
		head->regulated_pa = head->ordered + facts->play_pa;
	}
	head->ordered = ordered_pa;
	way_pa = head->regulated_pa - head->model_pa;
	head->model_pa += way_pa * (way_pa > 0.0 ? facts->fill_share : facts->vent_share);
}

/* Whether it went at least part of the way that was due since the look before. */
static bool is_under_way(struct witness_head *head, const struct witness_facts *facts,
			 double pressure_pa)
{
	const double way_pa = head->regulated_pa - head->before_pa;
	const double due_pa = way_pa * (way_pa > 0.0 ? facts->fill_share : facts->vent_share);
	const double did_pa = pressure_pa - head->before_pa;

	head->before_pa = pressure_pa;
	return due_pa > 0.0 ? did_pa > PACE_SHARE * due_pa : did_pa < PACE_SHARE * due_pa;
}

static enum condition judge_air(struct witness *witness, struct witness_head *head,
				const struct witness_facts *facts, const struct head_belief *belief,
				double ordered_pa)
{
	double model_n;
	double short_n;
	double most_n;
	bool away;

	model_air(head, facts, ordered_pa);
	model_n = head->model_pa * facts->area_m2;
	short_n = model_n - belief->pressure_pa * facts->area_m2;
	most_n = larger(FOLLOW_N, FOLLOW_SHARE * model_n);
	head->slow_n += (short_n - head->slow_n) * witness->mean_share;
	away = !is_under_way(head, facts, belief->pressure_pa) ||
	       !(fabs(short_n) <= PACE_MOST * most_n);
	if (lasts(&head->lags_looks, away && short_n > most_n, witness->follow_looks)) {
		return COND_ACTUATOR_LAGS;
	}
	if (lasts(&head->runs_looks, away && -short_n > most_n, witness->follow_looks)) {
		return COND_ACTUATOR_RUNS;
	}
	if (lasts(&head->leak_looks, head->slow_n > LEAK_N + LEAK_SHARE * model_n,
		  witness->leak_looks)) {
		return COND_ACTUATOR_LEAK;
	}
	return COND_COUNT;
}

/* At either stop it goes no further, and its nut first comes back for it: then nothing can be told. */
static bool screw_is_free(struct witness_head *head, const struct witness_facts *facts,
			  const struct head_belief *belief)
{
	const bool coming = head->catch_looks > 0;
	const bool at_rest = belief->position_m < SCREW_STOP_M && head->ordered < 0.0;
	const bool at_end =
		belief->position_m > facts->travel_m - SCREW_STOP_M && head->ordered > 0.0;

	head->catch_looks -= coming;
	return !coming && !at_rest && !at_end;
}

/* Under load it makes less speed, and that is no fault. */
static enum condition judge_screw(struct witness *witness, struct witness_head *head,
				  const struct witness_facts *facts,
				  const struct head_belief *belief, double ordered_m_s)
{
	const double did_m = belief->position_m - head->place_m;
	const double load = 1.0 - larger(belief->force_n, 0.0) / facts->stall_n;
	const double loaded_m_s = LOAD_SHARE * facts->speed_m_s * larger(load, 0.0);
	const double due_m_s = head->ordered > loaded_m_s ? loaded_m_s : head->ordered;

	head->gap_m += due_m_s * witness->look_s - did_m - head->gap_m * witness->gap_share;
	head->over_m += did_m - head->ordered * witness->look_s - head->over_m * witness->gap_share;
	if (!screw_is_free(head, facts, belief)) {
		head->gap_m = 0.0;
		head->over_m = 0.0;
	}
	head->ordered = ordered_m_s;
	if (lasts(&head->lags_looks, head->gap_m > GAP_M, witness->follow_looks)) {
		return COND_ACTUATOR_LAGS;
	}
	return lasts(&head->runs_looks, head->over_m > GAP_M, witness->follow_looks)
		       ? COND_ACTUATOR_RUNS
		       : COND_COUNT;
}

/* Ordered as much as there is, and the force stays away. */
static bool is_full(struct witness *witness, struct witness_head *head,
		    const struct witness_facts *facts, const struct head_belief *belief,
		    const struct head_setpoint *to, double ceiling_n, double ordered_pa)
{
	const double ordered_n = ordered_pa * facts->area_m2 - facts->spring_n;
	const double allowed_n = ceiling_n + COMMAND_OVER_CEILING_N;
	const double most_n = allowed_n < facts->bound_n ? allowed_n : facts->bound_n;

	return lasts(&head->full_looks,
		     ordered_n >= FULL_SHARE * most_n && to->now_n - belief->force_n > FULL_N,
		     witness->full_looks);
}

static bool is_inside(const struct witness_facts *facts, double place_m)
{
	return place_m >= -JUMP_M && place_m <= facts->travel_m + JUMP_M;
}

/* From where it was at the look before, as a piston can: a jump is no way that anything went. */
static bool goes_on(const struct witness_head *head, const struct witness_facts *facts,
		    const struct head_belief *belief)
{
	return belief->position_known && head->placed && is_inside(facts, belief->position_m) &&
	       fabs(belief->position_m - head->place_m) <= facts->jump_m;
}

static void begin_to_follow(struct witness_head *head, const struct head_belief *belief)
{
	head->shut = true;
	head->ordered = 0.0;
	head->regulated_pa = belief->pressure_pa;
	head->model_pa = belief->pressure_pa;
	head->before_pa = belief->pressure_pa;
	head->slow_n = 0.0;
	head->gap_m = 0.0;
	head->over_m = 0.0;
	head->lags_looks = 0;
	head->runs_looks = 0;
	head->leak_looks = 0;
	head->full_looks = 0;
}

/* An open dump, or latch, shows in what is left a little later. */
static bool dump_is_dead(const struct witness *witness, struct witness_head *head,
			 const struct witness_facts *facts, const struct head_belief *belief)
{
	if (head->shut) {
		head->shut = false;
		head->opened_pa = belief->pressure_pa;
		head->opened_m = belief->position_m;
		head->open_looks = 0;
		head->catch_looks = (int)(belief->position_m * facts->looks_per_m) + CATCH_LOOKS;
		return false;
	}
	head->catch_looks -= head->catch_looks > 0;
	if (head->open_looks <= facts->dump_looks) {
		head->open_looks++;
	}
	if (head->open_looks != facts->dump_looks) {
		return false;
	}
	if (facts->screw) {
		const double nut_m = facts->speed_m_s * witness->look_s * facts->dump_looks;

		return belief->position_known && head->opened_m > LATCH_M &&
		       head->opened_m - belief->position_m < LATCH_PACE * nut_m;
	}
	return facts->dump_left > 0.0 && head->opened_pa > DUMP_PA &&
	       belief->pressure_pa > facts->dump_left * head->opened_pa;
}

/* Nothing can be told of this opening any more. */
static void give_up_on_dump(struct witness_head *head, const struct witness_facts *facts)
{
	head->shut = false;
	head->open_looks = facts->dump_looks + 1;
	head->runs_looks = 0;
}

/* Let go: the dump shows whether it opened, and nothing comes that nobody ordered. */
static enum condition judge_open(struct witness *witness, struct witness_head *head,
				 const struct witness_facts *facts,
				 const struct head_belief *belief, bool asks)
{
	const bool begins = head->shut;

	/* The self-test opens dumps against regulators that still ask, and is the judge of that itself. */
	if (asks || (facts->air && head->doubt_looks > 0)) {
		give_up_on_dump(head, facts);
		return COND_COUNT;
	}
	if (dump_is_dead(witness, head, facts, belief)) {
		return COND_DUMP_DEAD;
	}
	return lasts(&head->runs_looks,
		     !begins && facts->air && belief->pressure_pa > REST_PA &&
			     head->open_looks > facts->dump_looks,
		     witness->apart_looks)
		       ? COND_ACTUATOR_RUNS
		       : COND_COUNT;
}

static enum condition judge_actuator(struct witness *witness, struct witness_head *head,
				     const struct witness_facts *facts,
				     const struct head_belief *belief,
				     const struct head_actuation *order,
				     const struct head_setpoint *to, double ceiling_n)
{
	const bool seen = facts->screw ? goes_on(head, facts, belief) : head->doubt_looks == 0;

	if (!order->dump_shut) {
		return judge_open(witness, head, facts, belief, order->pressure_pa > 0.0);
	}
	if (!head->shut || !seen) {
		begin_to_follow(head, belief);
		return COND_COUNT;
	}
	if (facts->screw) {
		return judge_screw(witness, head, facts, belief, order->speed_m_s);
	}
	if (is_full(witness, head, facts, belief, to, ceiling_n, order->pressure_pa)) {
		return COND_ACTUATOR_FULL;
	}
	return judge_air(witness, head, facts, belief, order->pressure_pa);
}

/* It stands where it may be. What it says again and again at a piston's pace is so: then it was moved. */
static void place(struct witness_head *head, double place_m)
{
	head->place_m = place_m;
	head->placed = true;
	head->jump_looks = 0;
	head->settle_looks = 0;
}

/* Where no piston can be, or come to in the time. */
static bool has_jumped(const struct witness *witness, struct witness_head *head,
		       const struct witness_facts *facts, const struct head_belief *belief)
{
	const double place_m = belief->position_m;

	if (!belief->position_known) { /* where it comes to meanwhile, nobody sees */
		head->placed = false;
		head->jump_looks = 0;
		return false;
	}
	if (is_inside(facts, place_m) &&
	    (!head->placed || fabs(place_m - head->place_m) <= facts->jump_m)) {
		place(head, place_m);
		return false;
	}
	head->settle_looks =
		is_inside(facts, place_m) && fabs(place_m - head->jumped_m) <= facts->jump_m
			? head->settle_looks + 1
			: 0;
	head->jumped_m = place_m;
	if (head->settle_looks >= witness->settle_looks) {
		place(head, place_m);
		return false;
	}
	head->jump_looks += head->jump_looks < JUMPS;
	return head->jump_looks >= JUMPS;
}

static enum condition look(struct witness *witness, int i, const struct head_belief *belief,
			   const struct head_actuation *order, const struct head_setpoint *to,
			   const struct head_ceiling *ceiling)
{
	const struct witness_facts *facts = &witness->facts[i];
	struct witness_head *head = &witness->heads[i];
	enum condition found;

	if (facts->air) {
		const double most_n = ceiling->follow_n + FORCE_OVER_CEILING_N;

		witness->most_pa[i] = (most_n + facts->spring_n) * facts->pa_per_n;
		doubt(head, belief);
		remember(head, facts, belief);
		if (lasts(&head->over_looks, !(belief->pressure_pa <= witness->most_pa[i]),
			  OVERS)) {
			return COND_FORCE_HIGH;
		}
		if (is_apart(witness, head, facts, belief)) {
			return COND_SENSORS_APART;
		}
	}
	found = facts->air || (facts->screw && facts->place)
			? judge_actuator(witness, head, facts, belief, order, to, ceiling->now_n)
			: COND_COUNT;
	if (facts->place && has_jumped(witness, head, facts, belief)) {
		return COND_SENSOR_BAD;
	}
	return stillness_look(&head->stillness, belief) ? COND_SENSOR_STUCK : found;
}

/* The first that was found is named until that head is well, but an actuator's no longer than until a
 * sensor's is found: it must not hide that. */
static void name(struct witness *witness, int i, enum condition found)
{
	const bool outranks =
		witness_is_of_actuator(witness->what) && !witness_is_of_actuator(found);

	if (witness->head == i ||
	    (found != COND_COUNT && (witness->what == COND_COUNT || outranks))) {
		witness->what = found;
		witness->head = found != COND_COUNT ? i : HEAD_NONE;
	}
}

/* One or a few heads; kept apart, for half of all ticks have none. */
static __attribute__((noinline)) void look_at(struct witness *witness, int first, int end,
					      const struct belief *belief,
					      const struct ceilings *ceilings,
					      const struct actuation *last,
					      const struct setpoint *setpoint)
{
	for (int i = first; i < end && i < witness->head_count; i++) {
		name(witness, i,
		     look(witness, i, &belief->heads[i], &last->heads[i], &setpoint->heads[i],
			  &ceilings->heads[i]));
	}
}

void witness_step(struct witness *witness, const struct belief *belief,
		  const struct ceilings *ceilings, const struct actuation *last,
		  const struct setpoint *setpoint)
{
	const int first = witness->at * witness->per_tick;

	witness->at = witness->at + 1 < witness->period ? witness->at + 1 : 0;
	if (first < witness->head_count) {
		look_at(witness, first, first + witness->per_tick, belief, ceilings, last,
			setpoint);
	}
}
