/*
 * latch.h - the first cause of a fault, kept until somebody resets it.
 */
#ifndef CORE_SAFETY_LATCH_H
#define CORE_SAFETY_LATCH_H

#include <knead/condition.h>

#include <stdbool.h>
#include <stdint.h>

/* All-zero: nothing latched. */
struct latch {
	bool set;
	enum condition cause;
	int head;           /* from 0, or HEAD_NONE */
	enum sensor sensor; /* of that head's, or SENSOR_NONE */
	int64_t t_ns;
};

/* Keeps the worst trip of this tick, if nothing is kept yet. */
void latch_step(struct latch *latch, const struct conditions *conditions, int64_t t_ns);

void latch_clear(struct latch *latch);

#endif
