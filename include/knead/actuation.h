/*
 * actuation.h - what one tick writes: core -> devices. All-zero lets go: no pressure asked for, every
 * dump valve without power (open), the enable line still.
 */
#ifndef KNEAD_ACTUATION_H
#define KNEAD_ACTUATION_H

#include <knead/limits.h>

#include <stdbool.h>

struct head_actuation {
	double pressure_pa; /* asked of the regulator, gauge */
	bool dump_shut;     /* energised; false opens the dump valve */
};

struct actuation {
	bool enable_level; /* toggles on each healthy tick; an external pump lives on the edges */
	int head_count;
	struct head_actuation heads[HEADS_MAX];
};

#endif
