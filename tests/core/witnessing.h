/*
 * witnessing.h - a witness on a bench rig, shown by hand what is felt and what was ordered.
 */
#ifndef TESTS_CORE_WITNESSING_H
#define TESTS_CORE_WITNESSING_H

#include "core/safety/witness.h"

#include "core/bench_rig.h"

static struct rig rig;
static struct witness witness;
static struct belief belief;
static struct ceilings ceilings;
static struct actuation last;
static struct setpoint setpoint;

/* On the rig as it is: nothing was ordered, all are felt, and the ceiling is the same everywhere. */
static inline void witnessing_begin(double ceiling_n)
{
	memset(&belief, 0, sizeof(belief));
	memset(&last, 0, sizeof(last));
	memset(&setpoint, 0, sizeof(setpoint));
	memset(&ceilings, 0, sizeof(ceilings));
	witness_init(&witness, &rig);
	for (int i = 0; i < HEADS_MAX; i++) {
		belief.heads[i].input = INPUT_LIVE;
		ceilings.heads[i].now_n = ceiling_n;
		ceilings.heads[i].follow_n = ceiling_n;
	}
}

static inline void witnessing_step(void)
{
	witness_step(&witness, &belief, &ceilings, &last, &setpoint);
}

#endif
