/*
 * score_plant.h - the plant a controller does not know: what the simulator gets in place of the
 * rig's file.
 */
#ifndef TOOL_SCORE_PLANT_H
#define TOOL_SCORE_PLANT_H

#include <knead/patient.h>
#include <knead/rig.h>

#include <stdint.h>

#define SCORE_PLANT_SPREAD 0.3

/*
 * Each head's own draw, even within +-SCORE_PLANT_SPREAD of what the file says: regulator lags
 * (filling and venting together), dead time, hysteresis, supply sag, breakaway (sliding friction
 * with it) and viscous friction, return spring, moving mass; of a screw its acceleration and
 * backlash. Areas, places, limits, sensors and the dump valve stay: they are known, calibrated or
 * proven at start-up.
 */
void score_plant_vary(struct rig *rig, uint64_t seed);

/* What an error can be made of. */
enum score_part {
	SCORE_PART_NONE = 0,
	SCORE_PART_FRICTION, /* dry friction at the piston */
	SCORE_PART_DELAY,    /* lag and dead time of the actuator */
	SCORE_PART_BREATH,
	SCORE_PART_SENSING,  /* noise, latency, rate, quantum, drift of the force sensor */
	SCORE_PART_VARIANCE, /* the plant is as its file says */
	SCORE_PART_ALL,
	SCORE_PARTS
};

const char *score_part_name(enum score_part part);

/*
 * Switches that part off in rig and patient. SCORE_PART_VARIANCE is the caller's to switch. A
 * controller is told: one that inverts a lag would else be blamed for inverting one that is no
 * longer there.
 */
void score_plant_without(struct rig *rig, struct patient *patient, enum score_part part);

#endif
