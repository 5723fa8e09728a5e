/*
 * shift.h - the person on the table moves by 20 to 50 mm: the heads keep their place, and other skin and
 * tissue come under them.
 */
#ifndef KNEAD_SIM_SHIFT_H
#define KNEAD_SIM_SHIFT_H

#include "sim/event.h"
#include "sim/noise.h"
#include "sim/tissue.h"

#include <stdbool.h>
#include <stdint.h>

/* A shift under way, or the last one. */
struct shift {
	double t_s; /* of its start */
	double from_x_m;
	double from_y_m;
	double by_x_m;
	double by_y_m;
	double moved; /* 0 .. 1 */
	double moved_per_s;
	double told; /* part of it that the tissues know of */
	bool is_new; /* the tissues have not been told */
	struct noise noise;
};

/* Never yet. */
void shift_init(struct shift *shift, uint64_t seed);

/* To another place size away; turned back where that would be too far from the first. */
void shift_begin(struct shift *shift, const struct event *event);

/* How far it has come by t_s, since lying down. */
void shift_advance(struct shift *shift, double t_s);

/* Another place under a head: its own height, and tissue that was not worked yet. */
void shift_tend(struct shift *shift, struct tissue *tissue);

/* After the last tissue was told. */
void shift_tended(struct shift *shift);

#endif
