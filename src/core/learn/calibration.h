/*
 * calibration.h - the step and ramp test of one pressure head: what it is ordered, tick by tick, and what
 * follows from how it answered.
 *
 * Nobody lies there: a soft pad lies under the head, in which it already rests. Orders are pressures; they
 * stay gentle by themselves, and whoever passes them on puts them through the gate like any other. The
 * same on a real rig and on a simulated one: it sees a frame and says a pressure.
 *
 * Each round: a step up and one down for dead time and lags, slow ramps for spring and breakaway, faster
 * ones for sliding friction. CALIBRATION_ROUNDS of them; what they found must agree.
 */
#ifndef CORE_LEARN_CALIBRATION_H
#define CORE_LEARN_CALIBRATION_H

#include "core/learn/trace.h"

#include <knead/frame.h>
#include <knead/learned.h>
#include <knead/rig.h>

#include <stdbool.h>

#define CALIBRATION_ROUNDS 3
#define CALIBRATION_STAGES 20
#define CALIBRATION_REST_N 3.0 /* the head rests in the pad with this before it begins */

struct calibration {
	struct actuator_spec file; /* what the rig file says */
	double dt_s;
	double low_n; /* pushes beyond the spring: the least, ... */
	double middle_n;
	double high_n;   /* ... and the most */
	double spring_n; /* as believed for choosing orders */
	double hold_s;   /* after a step */
	int round;
	int stage;
	double stage_s;  /* in it so far */
	double push_n;   /* ordered now, with the file's spring */
	bool far_enough; /* before the stage's own end */
	bool begun;
	bool thinks; /* a round is over, and what follows from it not found yet */
	bool done;
	double began_s[CALIBRATION_STAGES + 1]; /* of each stage, by the round's trace */
	struct learned_head rounds[CALIBRATION_ROUNDS];
	struct trace *trace;
};

/* most_n: the head's ceiling just now. The trace stays the caller's. False: no pressure head, or too low a
 * ceiling for anything to be told. */
bool calibration_init(struct calibration *calibration, struct trace *trace, const struct head *head,
		      double loop_hz, double most_n);

/*
 * One tick: what the head's sensors show now; last_pa is what went out in the tick before. Returns the
 * pressure to order: the same as before while it thinks, until somebody did. done says when it is over.
 */
double calibration_step(struct calibration *calibration, const struct head_frame *frame,
			int64_t t_ns, double last_pa);

/*
 * What follows from the round that is over: some 100 ms of work, no tick's. Meanwhile steps may go on: they
 * hold the head where it is and touch nothing of what this reads and writes.
 */
void calibration_think(struct calibration *calibration);

/* On to the next round, once it was thought about: thinks no more. */
void calibration_go_on(struct calibration *calibration);

/* What was found, once done: the middle one of the rounds, known where every round found it. */
void calibration_result(const struct calibration *calibration, struct learned_head *learned);

/* How much of it is behind, 0..1. */
double calibration_share(const struct calibration *calibration);

#endif
