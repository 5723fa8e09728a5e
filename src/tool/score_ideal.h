/*
 * score_ideal.h - heads that obey: the pipeline plays a session against heads that press exactly
 * what they are asked for. Each force sample is the set-point of the tick before.
 *
 * Some techniques answer to what is felt: they follow tissue that gives, and press longer where it
 * is stiff. So that they have something to answer to, and everybody is asked for the same, the
 * tissue under these heads creeps, and under every fifth head it is stiffer, until it has been
 * pressed for long.
 */
#ifndef TOOL_SCORE_IDEAL_H
#define TOOL_SCORE_IDEAL_H

#include "core/pipeline.h"

#include <knead/command.h>
#include <knead/rig.h>
#include <knead/technique.h>

/* The buttons of every scored session are pressed at these times, long after any self-test. */
#define SCORE_ARM_S   1.0
#define SCORE_START_S 1.2

/*
 * Heads touch this long after the start, as far as the target goes: breaking loose against the most
 * friction takes up to 2 s, 35 mm of clearance, the most of the cohort, another 2.3 s at 15 mm/s. What a
 * head does before is no error; one that comes later still has one. Strokes begin when all have touched.
 */
#define SCORE_ARRIVAL_S 5.0

struct score_ideal_tissue {
	double crept_m;
	double ratio;     /* of its stiffness to that around */
	double pressed_s; /* hard, so far */
};

/* Large: for the heap. */
struct score_ideal {
	const struct rig *rig;
	struct pipeline pipeline;
	struct frame frame;
	struct actuation actuation;
	struct snapshot snapshot;
	struct command command;
	struct score_ideal_tissue tissues[HEADS_MAX];
};

/* rig and technique stay the caller's and must outlive it. */
void score_ideal_init(struct score_ideal *ideal, const struct rig *rig,
		      const struct technique *technique, const struct command *command);

/* One tick of dt_s, t_s after the beginning. */
void score_ideal_step(struct score_ideal *ideal, double t_s, double dt_s);

/* What is asked for at a time of the session: buttons included. */
void score_ideal_command(struct command *command, double t_s);

#endif
