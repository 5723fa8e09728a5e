#include "core/technique/demand.h"

#include <math.h>

#define FOLLOW_TAU_S 0.1 /* what people ask for comes without a jerk, and hardly later [P] */

/* How what people ask for is followed: what rises stays, all together, within the eighth of the slew
 * limit that strokes leave; what falls may be quick. [P] */
static const struct ease_pace speed_pace = {.up = 0.5, .down = 0.5, .tau_s = FOLLOW_TAU_S};
static const struct ease_pace force_pace = {.up = 8.0, .down = 115.0, .tau_s = FOLLOW_TAU_S};
static const struct ease_pace gain_pace = {.up = 0.1, .down = 0.25, .tau_s = FOLLOW_TAU_S};

static double wished_speed(const struct command *command)
{
	bool inside = command->speed >= SPEED_MIN && command->speed <= SPEED_MAX;

	return inside ? command->speed : 1.0;
}

/*
 * A search compares the sides, as lightly as it feels anything: it presses both alike, but a side that is to
 * have next to nothing is left out of it.
 */
static double wished_gain(const struct command *command, const struct stroke *stroke, int side)
{
	const double gain = balance_gain(command->balance, side);

	if (stroke->kind == STROKE_SEARCH) {
		return gain >= SEARCHED_GAIN ? 1.0 : 0.0;
	}
	return gain;
}

static void learn_pace(struct demand *demand, const struct stroke *stroke)
{
	demand->pace = stroke_pace(stroke, demand->speed.value);
	demand->most_n = stroke_most_n(stroke, &demand->pace);
}

void demand_take_speed(struct demand *demand, const struct command *command)
{
	demand->speed = eased_at(wished_speed(command));
}

void demand_begin(struct demand *demand, const struct stroke *stroke, const struct command *command,
		  double force_n)
{
	demand->force_n = eased_at(force_n);
	for (int s = 0; s < ROW_SIDES; s++) {
		demand->gain[s] = eased_at(wished_gain(command, stroke, s));
	}
	learn_pace(demand, stroke);
}

bool demand_step(struct demand *demand, const struct stroke *stroke, const struct command *command,
		 double intensity, double dt_s)
{
	double speed = demand->speed.value;
	double force_n =
		stroke->force_min_n + (stroke->force_max_n - stroke->force_min_n) * intensity;
	bool lighter = force_n > demand->most_n;

	eased_toward(&demand->speed, wished_speed(command), &speed_pace, dt_s);
	if (fabs(demand->speed.value - speed) > 0.0) {
		learn_pace(demand, stroke);
	}
	force_n = force_n < demand->most_n ? force_n : demand->most_n;
	eased_toward(&demand->force_n, force_n, &force_pace, dt_s);
	if (demand->force_n.value > demand->most_n) {
		demand->force_n = eased_at(demand->most_n);
	}
	for (int s = 0; s < ROW_SIDES; s++) {
		eased_toward(&demand->gain[s], wished_gain(command, stroke, s), &gain_pace, dt_s);
	}
	return lighter;
}
