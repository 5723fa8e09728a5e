/*
 * samples.h - one head's samples: each channel by itself, with all that can be wrong with it.
 */
#ifndef CORE_ESTIMATE_SAMPLES_H
#define CORE_ESTIMATE_SAMPLES_H

#include "core/estimate/estimate.h"

#include <knead/belief.h>
#include <knead/frame.h>

#include <stdint.h>

#define PLACE_PLAUSIBLE_M     1.0 /* no piston here travels further */
#define PRESSURE_PLAUSIBLE_PA 2e6
#define SPEED_SHARE           0.1 /* of a new speed reading: about 10 ms at 1 kHz */

/* Takes one head's samples in. head->well says afterwards whether all of them are beyond doubt. */
void samples_take(struct head_estimate *head, struct head_belief *belief,
		  const struct head_frame *frame, int64_t now_ns);

/* The piston's speed, by its way since the sample before; step_ns above 0. */
static inline void samples_speed(struct head_belief *belief, double position_m, int64_t step_ns)
{
	double speed_m_s = (position_m - belief->position_m) * 1e9 / (double)step_ns;

	belief->speed_m_s += SPEED_SHARE * (speed_m_s - belief->speed_m_s);
}

#endif
