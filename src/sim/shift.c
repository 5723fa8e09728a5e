/* shift.c - see shift.h. */
#include "sim/shift.h"

#include "sim/movement.h"

#include <math.h>

#define TURN_RAD    6.283185307179586
#define SHIFT_S     1.0   /* [P] */
#define SHIFT_OFF_M 0.050 /* farthest from where the person lay down [M] */
#define LEVEL_M     0.010 /* the skin under a head is this much higher or lower elsewhere [P] */
#define NEVER_S     (-1e3)

void shift_init(struct shift *shift, uint64_t seed)
{
	*shift = (struct shift){.t_s = NEVER_S, .noise = {seed}};
}

void shift_begin(struct shift *shift, const struct event *event)
{
	double angle = TURN_RAD * noise_uniform(&shift->noise);
	double x_m;
	double y_m;
	double off_m;

	shift->from_x_m += shift->by_x_m;
	shift->from_y_m += shift->by_y_m;
	shift->by_x_m = event->size * cos(angle);
	shift->by_y_m = event->size * sin(angle);
	x_m = shift->from_x_m + shift->by_x_m;
	y_m = shift->from_y_m + shift->by_y_m;
	if (x_m * x_m + y_m * y_m > SHIFT_OFF_M * SHIFT_OFF_M) {
		off_m = sqrt(shift->from_x_m * shift->from_x_m + shift->from_y_m * shift->from_y_m);
		shift->by_x_m = -event->size * shift->from_x_m / off_m;
		shift->by_y_m = -event->size * shift->from_y_m / off_m;
	}
	shift->t_s = event->t_s;
	shift->moved = 0.0;
	shift->told = 0.0;
	shift->is_new = true;
}

void shift_advance(struct shift *shift, double t_s)
{
	if (shift->moved < 1.0 && shift->t_s > NEVER_S) {
		shift->moved = part_moved(t_s - shift->t_s, SHIFT_S, &shift->moved_per_s);
	}
}

void shift_tend(struct shift *shift, struct tissue *tissue)
{
	double by_m = sqrt(shift->by_x_m * shift->by_x_m + shift->by_y_m * shift->by_y_m);

	if (shift->is_new) {
		double level_m = tissue->level_m + tissue->level_by_m;
		double to_m = level_m + LEVEL_M * (2.0 * noise_uniform(&shift->noise) - 1.0);

		to_m = to_m > LEVEL_M ? LEVEL_M : to_m > -LEVEL_M ? to_m : -LEVEL_M;
		tissue->level_m = level_m;
		tissue->level_by_m = to_m - level_m;
	}
	if (shift->moved > shift->told) {
		tissue_slide(tissue, by_m * (shift->moved - shift->told));
	}
}

void shift_tended(struct shift *shift)
{
	shift->is_new = false;
	shift->told = shift->moved;
}
