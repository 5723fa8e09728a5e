/* breath.c - see breath.h. */
#include "sim/breath.h"

#include <math.h>

#define TURN_RAD  6.283185307179586
#define DEEP_SLOW 1.5 /* a deep breath takes this much longer [P] */

/* Within spread of 1, either way. */
static double vary(struct noise *noise, double spread)
{
	return 1.0 + spread * (2.0 * noise_uniform(noise) - 1.0);
}

static void begin(struct breath *breath)
{
	breath->per_s = breath->rate_hz / vary(&breath->noise, breath->length_spread);
	breath->depth = vary(&breath->noise, breath->depth_spread) * breath->deeper;
	if (breath->deeper > 1.0) {
		breath->per_s /= DEEP_SLOW;
	}
	breath->deeper = 1.0;
}

static void read_phase(struct breath *breath)
{
	double angle = TURN_RAD * breath->phase;

	breath->share = 0.5 * breath->depth * (1.0 - cos(angle));
	breath->share_per_s = 0.5 * breath->depth * TURN_RAD * breath->per_s * sin(angle);
}

void breath_init(struct breath *breath, const struct breathing *breathing, uint64_t seed)
{
	*breath = (struct breath){
		.deeper = 1.0,
		.rate_hz = breathing->rate_hz,
		.length_spread = breathing->length_spread,
		.depth_spread = breathing->depth_spread,
		.noise = {seed},
	};
	begin(breath);
	breath->phase = noise_uniform(&breath->noise);
	read_phase(breath);
}

void breath_advance(struct breath *breath, double step_s)
{
	breath->phase += breath->per_s * step_s;
	if (breath->phase >= 1.0) {
		double over_s = (breath->phase - 1.0) / breath->per_s;

		begin(breath);
		breath->phase = breath->per_s * over_s;
	}
	read_phase(breath);
}

void breath_deepen(struct breath *breath, double factor)
{
	breath->deeper = factor;
}
