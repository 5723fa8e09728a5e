#include "core/safety/witness.h"

#include "core/safety/bound.h"
#include "core/safety/looks.h"

#include <math.h>
#include <string.h>

#define OVERS   2    /* looks with more air than the head may press with, or at a pull */
#define PULLS_N 16.0 /* nobody pulls a head that much [P] */

static void plan_head(struct witness *witness, int i, const struct rig *rig)
{
	const struct head *from = &rig->heads[i];
	const struct actuator_spec *actuator = &from->actuator;
	struct witness_head *head = &witness->heads[i];

	head->screw = actuator->kind == ACTUATOR_VELOCITY;
	head->air = !head->screw && from->sensor.air.rate_hz > 0.0;
	head->place = from->sensor.position.rate_hz > 0.0;
	head->area_m2 = actuator->area_m2;
	head->pa_per_n = 1.0 / actuator->area_m2;
	head->spring_n = actuator->release.spring_n;
	if (head->air) {
		twofold_init(&head->twofold, from, witness->look_s);
	}
	if (head->place) {
		jump_init(&head->jump, from, witness->look_s);
	}
	deed_init(&head->deed, from, witness->tick_s, witness->look_s);
	stillness_init(&head->stillness, from, witness->look_s);
	if (head->screw && head->place) {
		witness->screws[witness->screw_count++] = (uint8_t)i;
	}
	witness->air.most_pa[i] = head->air ? FORCE_HARD_N / actuator->area_m2 : (double)INFINITY;
}

void witness_init(struct witness *witness, const struct rig *rig)
{
	memset(witness, 0, sizeof(*witness));
	witness->head_count = rig->head_count;
	witness->period = (int)(WITNESS_TURN_S * rig->loop_hz + 0.5);
	witness->period = witness->period > 1 ? witness->period : 1;
	witness->per_tick = (rig->head_count + witness->period - 1) / witness->period;
	witness->tick_s = 1.0 / rig->loop_hz;
	witness->look_s = witness->period / rig->loop_hz;
	witness->what = COND_COUNT;
	witness->head = HEAD_NONE;
	for (int i = 0; i < rig->head_count; i++) {
		plan_head(witness, i, rig);
	}
}

static enum condition look_at_actuator(struct witness_head *head, const struct head_belief *belief,
				       const struct head_actuation *order,
				       const struct head_setpoint *to, double ceiling_n)
{
	if (head->air) {
		return deed_look(&head->deed, belief, order, to, ceiling_n,
				 twofold_trusts_air(&head->twofold), 0.0);
	}
	if (head->screw && head->place) {
		return deed_look(&head->deed, belief, order, to, ceiling_n,
				 jump_is_none(&head->jump, belief), head->jump.place_m);
	}
	return COND_COUNT;
}

/*
 * Cells that all show too little, as on a reference that is off, would hide a sum: the air tells. One wild
 * sample of it counts for nothing, and one that is no number either: that is a trip of its own.
 */
static void weigh(struct air_load *air, int i, struct witness_head *head,
		  const struct head_belief *belief)
{
	const double push_n =
		belief->pressure_pa * head->area_m2 - head->spring_n - head->twofold.friction_n;
	const double least_n = larger(lowest(push_n, head->push_n), 0.0);
	const double beyond_n = larger(least_n - belief_most_n(belief), 0.0);

	air->least_n[i] = least_n;
	air->beyond_n += beyond_n - head->beyond_n;
	head->push_n = push_n;
	head->beyond_n = beyond_n;
}

/* What a look found, and of which sensor it is, if of one. */
struct finding {
	enum condition what;
	enum sensor sensor;
};

static struct finding of_sensor(enum condition what, enum sensor sensor)
{
	return (struct finding){what, sensor};
}

static struct finding of_none(enum condition what)
{
	return (struct finding){what, SENSOR_NONE};
}

static struct finding look(struct witness *witness, int i, const struct head_belief *belief,
			   const struct head_actuation *order, const struct head_setpoint *to,
			   const struct head_ceiling *ceiling)
{
	struct witness_head *head = &witness->heads[i];
	enum condition found;
	enum sensor still;

	if (head->air) {
		const double most_n = ceiling->follow_n + FORCE_OVER_CEILING_N;

		witness->air.most_pa[i] = (most_n + head->spring_n) * head->pa_per_n;
		weigh(&witness->air, i, head, belief);
		twofold_see(&head->twofold, belief);
		if (lasts(&head->over_looks, !(belief->pressure_pa <= witness->air.most_pa[i]),
			  OVERS)) {
			return of_none(COND_FORCE_HIGH);
		}
		if (twofold_is_apart(&head->twofold, belief)) {
			return of_none(COND_SENSORS_APART);
		}
	} else if (lasts(&head->over_looks, !(belief->force_n >= -PULLS_N), OVERS)) {
		return of_sensor(COND_SENSOR_BAD,
				 SENSOR_FORCE); /* there is no air to tell its sign by */
	} else if (stillness_feels_nothing(&head->stillness, belief)) {
		return of_sensor(COND_SENSOR_STUCK, SENSOR_FORCE);
	}
	found = look_at_actuator(head, belief, order, to, ceiling->now_n);
	if (head->place && jump_look(&head->jump, belief)) {
		return of_sensor(COND_SENSOR_BAD, SENSOR_PLACE);
	}
	still = stillness_look(&head->stillness, belief);
	return still != SENSOR_NONE ? of_sensor(COND_SENSOR_STUCK, still) : of_none(found);
}

/* The first that was found is named until that head is well, but an actuator's no longer than until a
 * sensor's is found: it must not hide that. */
static void name(struct witness *witness, int i, struct finding found)
{
	const bool outranks =
		witness_is_of_actuator(witness->what) && !witness_is_of_actuator(found.what);

	if (witness->head == i ||
	    (found.what != COND_COUNT && (witness->what == COND_COUNT || outranks))) {
		witness->what = found.what;
		witness->head = found.what != COND_COUNT ? i : HEAD_NONE;
		witness->sensor = found.sensor;
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

/* A screw goes on meanwhile: what it feels does not wait for its look. */
static void feel(struct witness *witness, int i, const struct head_belief *belief)
{
	struct stillness *stillness = &witness->heads[i].stillness;

	stillness_tick(stillness, belief);
	if (stillness_feels_nothing(stillness, belief)) {
		name(witness, i, of_sensor(COND_SENSOR_STUCK, SENSOR_FORCE));
	}
}

/* What a screw is ordered and what it feels count at every tick; kept apart, for most rigs have none. */
static __attribute__((noinline)) void
think_along(struct witness *witness, const struct belief *belief, const struct actuation *last)
{
	for (int k = 0; k < witness->screw_count; k++) {
		const int i = witness->screws[k];

		nut_tick(&witness->heads[i].deed.nut, last->heads[i].speed_m_s,
			 belief->heads[i].force_n);
		feel(witness, i, &belief->heads[i]);
	}
}

void witness_rest(struct witness *witness, const struct belief *belief)
{
	const int first = witness->at * witness->per_tick;

	for (int i = first; i < first + witness->per_tick && i < witness->head_count; i++) {
		struct stillness *stillness = &witness->heads[i].stillness;
		const uint64_t bit = (uint64_t)1 << i;

		if (stillness_rest(stillness, &belief->heads[i]) != SENSOR_NONE) {
			witness->still |= bit;
		} else {
			witness->still &= ~bit;
		}
	}
}

enum sensor witness_still_sensor(const struct witness *witness, int head)
{
	return stillness_at_rest(&witness->heads[head].stillness);
}

void witness_step(struct witness *witness, const struct belief *belief,
		  const struct ceilings *ceilings, const struct actuation *last,
		  const struct setpoint *setpoint)
{
	const int first = witness->at * witness->per_tick;

	if (witness->screw_count > 0) {
		think_along(witness, belief, last);
	}
	witness->at = witness->at + 1 < witness->period ? witness->at + 1 : 0;
	if (first < witness->head_count) {
		look_at(witness, first, first + witness->per_tick, belief, ceilings, last,
			setpoint);
	}
}
