/*
 * conditions.h - what is true of this tick, a bit each. Judges; changes no state but its own
 * counters.
 */
#ifndef CORE_SAFETY_CONDITIONS_H
#define CORE_SAFETY_CONDITIONS_H

#include "core/safety/ceiling.h"
#include "core/safety/client.h"
#include "core/safety/load.h"
#include "core/safety/situation.h"
#include "core/safety/witness.h"

#include <knead/belief.h>
#include <knead/command.h>
#include <knead/condition.h>
#include <knead/frame.h>
#include <knead/rig.h>

#include <stdbool.h>
#include <stdint.h>

struct judge {
	int head_count;
	double dt_s;   /* the loop's period */
	bool any_real; /* a real device is configured */
	bool rig_mode; /* the network must show that it lives */
	struct presses seen;
	bool reset_held;
	uint32_t confirms; /* presses of the confirm button so far */
	uint32_t lease;    /* of the tick before */
	uint32_t write_errors;
	uint32_t overruns;
	int64_t overrun_t_ns[OVERRUNS_IN_1_S]; /* the last ones, oldest first */
	int64_t last_t_ns;                     /* of the frame before; 0: there was none */
	double stop_torn_s;                    /* that the stop's contacts have not agreed */
	struct load load;
	struct witness witness;
};

void judge_init(struct judge *judge, const struct rig *rig);

/* One tick. dt_s must be the loop's period; one that is not makes COND_IMPOSSIBLE. */
void judge_step(struct judge *judge, struct conditions *conditions,
		const struct situation *situation, const struct frame *frame,
		const struct belief *belief, const struct ceilings *ceilings,
		const struct command *command, const struct client *client, double dt_s);

#endif
