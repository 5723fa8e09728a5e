/* breath.c - see breath.h. */
#include "sim/breath.h"

#include <math.h>

#define TURN_RAD 6.283185307179586

static void read_phase(struct breath *breath)
{
	breath->share = 0.5 * (1.0 - breath->cosine);
	breath->share_per_s = 0.5 * TURN_RAD * breath->rate_hz * breath->sine;
}

void breath_init(struct breath *breath, double rate_hz, double phase_rad)
{
	*breath = (struct breath){
		.cosine = cos(phase_rad),
		.sine = sin(phase_rad),
		.rate_hz = rate_hz,
		.turn_cosine = 1.0,
	};
	read_phase(breath);
}

void breath_pace(struct breath *breath, double rate_hz, double step_s)
{
	breath->rate_hz = rate_hz;
	breath->turn_cosine = cos(TURN_RAD * rate_hz * step_s);
	breath->turn_sine = sin(TURN_RAD * rate_hz * step_s);
	read_phase(breath);
}

void breath_advance(struct breath *breath)
{
	double c = breath->cosine * breath->turn_cosine - breath->sine * breath->turn_sine;
	double s = breath->cosine * breath->turn_sine + breath->sine * breath->turn_cosine;
	double back_to_one = 1.5 - 0.5 * (c * c + s * s); /* rounding would let the length drift */

	breath->cosine = c * back_to_one;
	breath->sine = s * back_to_one;
	read_phase(breath);
}
