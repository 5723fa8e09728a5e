/*
 * heated.h - the heads with a heater, looked at one in turn: warmth is slow, and no tick shall pay for all
 * of them. Each has its turn every HEATED_TURN_S, or as soon as there is a tick for each.
 */
#ifndef CORE_SAFETY_HEATED_H
#define CORE_SAFETY_HEATED_H

#include <knead/rig.h>

#include <stdint.h>

#define HEATED_TURN_S 0.050
#define HEATED_NONE   (-1)

/* All-zero: no head is heated. */
struct heated {
	int count;
	int period; /* ticks from turn to turn of a head */
	int at;
	double dt_s; /* likewise, in seconds */
	uint8_t heads[HEADS_MAX];
};

static inline void heated_init(struct heated *heated, const struct rig *rig)
{
	heated->count = 0;
	heated->at = 0;
	for (int i = 0; i < rig->head_count; i++) {
		if (rig->heads[i].heater.driver != DRIVER_NONE) {
			heated->heads[heated->count++] = (uint8_t)i;
		}
	}
	heated->period = (int)(HEATED_TURN_S * rig->loop_hz + 0.5);
	if (heated->period < heated->count) {
		heated->period = heated->count;
	}
	heated->dt_s = (double)heated->period / rig->loop_hz;
}

/* Whose turn it is in this tick: a head from 0, or HEATED_NONE. */
static inline int heated_next(struct heated *heated)
{
	heated->at = heated->at + 1 < heated->period ? heated->at + 1 : 0;
	return heated->at < heated->count ? heated->heads[heated->at] : HEATED_NONE;
}

#endif
