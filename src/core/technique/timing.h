/*
 * timing.h - a press in time with the person's breath: it begins as the breath goes out, and a compression
 * deepens while it does, as a shiatsu therapist leans in.
 *
 * Nothing waits for longer than one breath, and nothing waits for a breath that is not surely felt.
 */
#ifndef CORE_TECHNIQUE_TIMING_H
#define CORE_TECHNIQUE_TIMING_H

#include <knead/belief.h>
#include <knead/technique.h>

#include <stdbool.h>

/* What a press waits on average, of breaths that begin whenever: for plans. 0 for one that does not. */
double timing_wait_s(const struct stroke *stroke);

/* Whether a press that is ready, and has been for waited_s, begins now. */
bool timing_begins(const struct stroke *stroke, const struct breath_belief *breath,
		   double waited_s);

/* How fast a compression deepens now, of its own pace: 1 where it is not timed; else 2 as the breath goes
 * out and 0 as it comes in. */
double timing_deepens(const struct stroke *stroke, const struct breath_belief *breath);

#endif
