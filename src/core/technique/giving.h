/*
 * giving.h - how the tissue under a held head gives: slow creep, and the sudden letting go of a tight
 * place.
 *
 * Under a constant force tissue creeps, ever more slowly; where a tight place lets go, the piston
 * advances at once and for good: release.h.
 */
#ifndef CORE_TECHNIQUE_GIVING_H
#define CORE_TECHNIQUE_GIVING_H

#include "core/technique/release.h"
#include "core/technique/rows.h"

#include <knead/belief.h>

#include <stdbool.h>

struct giving {
	bool known;
	bool beside;    /* against the head beside it */
	double skin_m;  /* where the press began ... */
	double from_m;  /* ... and against the head beside it: creep counts from here */
	double held_s;  /* since the press is full */
	double place_m; /* depth, smoothed ... */
	double creep_m; /* ... twice, and once more slowly: their distance is the creep */
	double slow_m;
	struct release release;
};

/* The press begins: heads are where the skin is. */
void giving_begin(struct giving *giving, const struct row *row, enum side side,
		  const struct belief *belief);

/* One tick of the held press; `side` NONE: both heads of the row press. */
void giving_step(struct giving *giving, const struct row *row, enum side side,
		 const struct belief *belief, double dt_s);

/* How fast the tissue creeps away from the head, m/s; 0 while unknown. */
double giving_creep_m_s(const struct giving *giving);

/* Whether it let go all at once. */
bool giving_released(const struct giving *giving);

/* Whether the tissue gives or at least stays, rather than pushing back. */
bool giving_gives(const struct giving *giving);

#endif
