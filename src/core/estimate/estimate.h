/*
 * estimate.h - from samples to what is held true of each head. Judges nothing: it says how old and
 * how plausible a reading is, and the conditions decide what follows.
 */
#ifndef CORE_ESTIMATE_H
#define CORE_ESTIMATE_H

#include "core/safety/heated.h"

#include <knead/belief.h>
#include <knead/frame.h>
#include <knead/rig.h>

#include <stdbool.h>
#include <stdint.h>

/* What it remembers of a sensor beside the force's. */
struct channel {
	int64_t release_age_ns; /* 0: not fitted */
	int64_t good_t_ns;      /* of the last plausible sample; 0: never */
	int64_t seen_t_ns;      /* of the last sample of any kind */
	int bad_samples;        /* in a row */
};

/* What the estimate remembers of a head beside the belief itself. */
struct head_estimate {
	bool well; /* all its sensors, in the last tick */
	int64_t hold_age_ns;
	int64_t release_age_ns;
	int64_t force_t_ns; /* of the last plausible sample; 0: never */
	int64_t seen_t_ns;  /* of the last sample of any kind */
	int64_t position_t_ns;
	int64_t contact_since_ns;
	int bad_samples;     /* in a row */
	int64_t silent_ns;   /* what is left of its silences, ... */
	int64_t silent_t_ns; /* ... as it was then */
	struct channel position;
	struct channel pressure;
	int64_t surface_release_ns; /* 0: no heated face */
};

struct estimate {
	int head_count;
	struct heated heated;
	struct head_estimate heads[HEADS_MAX];
};

void estimate_init(struct estimate *estimate, const struct rig *rig);

/*
 * One tick. The belief is carried from tick to tick by the caller, all-zero at first; a head the
 * frame does not have is INPUT_NEVER. Surfaces are looked at one in turn.
 */
void estimate_step(struct estimate *estimate, struct belief *belief, const struct frame *frame);

#endif
