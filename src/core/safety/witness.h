/*
 * witness.h - whether the sensors and the actuator of a head bear each other out: what presses is
 * measured twice, what was ordered must come, what moves must show.
 *
 * Each head has its look every WITNESS_TURN_S, one or a few a tick, so that no tick pays for all.
 */
#ifndef CORE_SAFETY_WITNESS_H
#define CORE_SAFETY_WITNESS_H

#include "core/safety/air_load.h"
#include "core/safety/ceiling.h"
#include "core/safety/deed.h"
#include "core/safety/jump.h"
#include "core/safety/stillness.h"
#include "core/safety/twofold.h"

#include <knead/actuation.h>
#include <knead/belief.h>
#include <knead/condition.h>
#include <knead/rig.h>
#include <knead/setpoint.h>

#include <stdbool.h>
#include <stdint.h>

#define WITNESS_TURN_S (1.0 / 30.0)

struct witness_head {
	bool air; /* an air gauge */
	bool screw;
	bool place; /* a position sensor */
	double pa_per_n;
	double spring_n;
	double area_m2;
	double push_n; /* of its air at the last look, through the spring and against friction ... */
	double beyond_n; /* ... and by how much it was more than the force, two looks in a row */
	int over_looks;
	struct twofold twofold; /* with air */
	struct jump jump;       /* with a place */
	struct deed deed;
	struct stillness stillness;
};

struct witness {
	int head_count;
	int period; /* ticks from look to look of a head */
	int per_tick;
	int at; /* tick of the period */
	double tick_s;
	double look_s;
	enum condition what; /* found first and still there; COND_COUNT: nothing */
	int head;
	enum sensor sensor; /* of it that is why, or SENSOR_NONE */
	uint64_t still;     /* a bit for each head of which a sensor shows the same at rest */
	int screw_count;
	uint8_t screws[HEADS_MAX]; /* with a place: they are thought along at every tick */
	struct air_load air;
	struct witness_head heads[HEADS_MAX];
};

/* Whether it is an actuator's doing, and not a sensor's. */
static inline bool witness_is_of_actuator(enum condition what)
{
	return what >= COND_ACTUATOR_RUNS && what <= COND_DUMP_DEAD;
}

void witness_init(struct witness *witness, const struct rig *rig);

/*
 * Before it in each tick in which no technique drives a head: of the heads that have their look in this tick,
 * says in still whether a sensor goes on showing the same.
 */
void witness_rest(struct witness *witness, const struct belief *belief);

/* Which sensor of that head does, or SENSOR_NONE. */
enum sensor witness_still_sensor(const struct witness *witness, int head);

/*
 * One tick; last and setpoint are of the tick before. Says in what, head and sensor what was found, until a
 * look at that head finds it well; of sensors before actuators, for these may be meant not to do as ordered.
 */
void witness_step(struct witness *witness, const struct belief *belief,
		  const struct ceilings *ceilings, const struct actuation *last,
		  const struct setpoint *setpoint);

#endif
