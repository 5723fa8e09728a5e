/*
 * load.h - what the heads feel, each of them and all together: whether their sensors can be believed, whether
 * none presses more than it may, whether they have let go.
 */
#ifndef CORE_SAFETY_LOAD_H
#define CORE_SAFETY_LOAD_H

#include "core/safety/air_load.h"
#include "core/safety/ceiling.h"
#include "core/safety/situation.h"

#include <knead/belief.h>
#include <knead/condition.h>
#include <knead/frame.h>
#include <knead/rig.h>

#include <stdbool.h>
#include <stdint.h>

struct load {
	int head_count;
	double in_trunk[HEADS_MAX]; /* 1 or 0 */
	int late_count;             /* heads whose force is read late */
	uint8_t late[HEADS_MAX];
	double vented_pa[HEADS_MAX]; /* less air surely presses nobody; 0 without a gauge */
	bool any_over;               /* one of the following is not 0 */
	uint8_t over[HEADS_MAX];     /* samples over the ceiling in a row */
	int64_t air_t_ns[HEADS_MAX]; /* of the last one of air among them */
	double sum_high_s;
	double quiet_s;
	bool letting_go;
	int64_t let_go_t_ns; /* when that began: no fault or self-test after it starts a new time */
};

void load_init(struct load *load, const struct rig *rig);

/* One tick. The air is as its witness saw it last. */
void load_step(struct load *load, struct conditions *conditions, const struct situation *situation,
	       const struct frame *frame, const struct belief *belief,
	       const struct ceilings *ceilings, const struct air_load *air, double dt_s);

#endif
