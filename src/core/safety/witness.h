/*
 * witness.h - whether the sensors and the actuator of a head bear each other out: what presses is
 * measured twice, what was ordered must come, what moves must show.
 *
 * Each head has its look every WITNESS_TURN_S, one or a few a tick, so that no tick pays for all.
 */
#ifndef CORE_SAFETY_WITNESS_H
#define CORE_SAFETY_WITNESS_H

#include "core/safety/ceiling.h"
#include "core/safety/stillness.h"

#include <knead/actuation.h>
#include <knead/belief.h>
#include <knead/condition.h>
#include <knead/rig.h>
#include <knead/setpoint.h>

#include <stdbool.h>
#include <stdint.h>

#define WITNESS_TURN_S (1.0 / 30.0)
#define WITNESS_PAST   8 /* looks that are remembered: as old as a force sample may be */

/* What the rig file says of a head. */
struct witness_facts {
	bool air;
	bool place;
	bool screw;
	double area_m2;
	double pa_per_n;
	double spring_n;
	double friction_n; /* breakaway */
	double viscous_n_s_m;
	double bound_n;    /* of what may be ordered */
	double fill_share; /* of its way that the pressure goes from look to look */
	double vent_share;
	double play_pa;
	double travel_m;
	double jump_m; /* no piston moves further from look to look */
	double speed_m_s;
	double stall_n;
	double looks_per_m; /* of a screw at full speed */
	int dump_looks;     /* after opening: then the dump shows whether it did */
	double dump_left; /* no more than this share of the pressure is there then; 0: cannot tell */
};

struct witness_head {
	struct stillness stillness;
	double past_n[WITNESS_PAST]; /* what the air presses, look by look */
	bool shut;                   /* the dump, at the look before */
	double ordered;              /* Pa or m/s, at the look before */
	double regulated_pa;
	double model_pa;  /* what the orders make of the pressure */
	double before_pa; /* measured at the look before */
	double slow_n;    /* its mean distance from the measured one */
	double gap_m;     /* a screw's: ordered, as far as its load lets it, and not done ... */
	double over_m;    /* ... and done without an order */
	double place_m;   /* at the last look without a jump ... */
	bool placed;      /* ... if there was one since it was last unknown */
	double jumped_m;  /* at the last look with one */
	double opened_pa; /* when the dump opened ... */
	double opened_m;
	int catch_looks;     /* until a screw's nut surely came back for its carriage */
	int open_looks;      /* ... so many looks ago */
	unsigned seen_looks; /* since the first, up to WITNESS_PAST */
	int doubt_looks;     /* until the air gauge is believed again */
	int over_looks;
	int apart_looks;
	int lags_looks;
	int runs_looks;
	int leak_looks;
	int full_looks;
	int jump_looks;
	int settle_looks; /* since a jump, in which it went no further than a piston can */
};

struct witness {
	int head_count;
	int period; /* ticks from look to look of a head */
	int per_tick;
	int at; /* tick of the period */
	double look_s;
	double looks_per_ns;
	double mean_share; /* of a look in a mean over LEAK_MEAN_S */
	double gap_share;  /* and of a screw's gap, in GAP_S */
	int apart_looks;   /* so many looks are long enough */
	int follow_looks;
	int leak_looks;
	int full_looks;
	int settle_looks;
	enum condition what; /* found first and still there; COND_COUNT: nothing */
	int head;
	double most_pa[HEADS_MAX]; /* more air than that presses more than the head may */
	struct witness_facts facts[HEADS_MAX];
	struct witness_head heads[HEADS_MAX];
};

/* Whether it is an actuator's doing, and not a sensor's. */
static inline bool witness_is_of_actuator(enum condition what)
{
	return what >= COND_ACTUATOR_RUNS && what <= COND_DUMP_DEAD;
}

void witness_init(struct witness *witness, const struct rig *rig);

/*
 * One tick; last and setpoint are of the tick before. Says in what and head what was found, until a
 * look at that head finds it well; of sensors before actuators, for these may be meant not to do as ordered.
 */
void witness_step(struct witness *witness, const struct belief *belief,
		  const struct ceilings *ceilings, const struct actuation *last,
		  const struct setpoint *setpoint);

#endif
