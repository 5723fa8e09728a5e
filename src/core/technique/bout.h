/*
 * bout.h - what the player does next: which stroke, where, for how long.
 */
#ifndef CORE_TECHNIQUE_BOUT_H
#define CORE_TECHNIQUE_BOUT_H

#include "core/technique/technique.h"

#include <stdbool.h>

/* A bout that may begin. */
struct bout {
	int stroke; /* of the technique */
	struct start start;
	double force_n;
};

/*
 * The next bout of the stroke whose turn it is. With nowhere to work that stroke gives its time to a
 * later one, or a compression without anything to compress to a search; the last one has the list begin
 * again without what has no work. False: not in this tick, for
 * there is nothing to do, or the place is to breathe first.
 */
bool bout_next(struct player *player, struct bout *bout);

/* Force of that stroke at the session's intensity, the speed as it is followed. */
double bout_force_n(const struct player *player, const struct stroke *stroke);

#endif
