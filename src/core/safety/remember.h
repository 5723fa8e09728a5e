/*
 * remember.h - what outlasts a restart, between the safety boxes and struct memory.
 */
#ifndef CORE_SAFETY_REMEMBER_H
#define CORE_SAFETY_REMEMBER_H

#include "core/safety/ceiling.h"
#include "core/safety/client.h"
#include "core/safety/dwell.h"

#include <knead/memory.h>

#include <stdint.h>

/*
 * Ease, dwell and answers into memory, ages as of t_ns. Writes nothing of heat, and nothing of heads
 * beyond the rig's.
 */
void remember(struct memory *memory, const struct ceilings *ceilings, const struct dwell *dwell,
	      const struct client *client, int64_t t_ns);

/*
 * And back, before the first tick. A memory of another number of heads is of another rig: nothing is
 * taken of it. What is outside its range counts as the strictest; an age that is no number, or below
 * 0, is none: fresh for an ease, too old for an answer.
 */
void recall(const struct memory *memory, struct ceilings *ceilings, struct dwell *dwell,
	    struct client *client, int64_t t_ns);

#endif
