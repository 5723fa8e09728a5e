/*
 * hold_sense.h - how fast the tissue relaxes, from how it creeps while it is held: see tissue_sense.h.
 */
#ifndef CORE_ESTIMATE_HOLD_SENSE_H
#define CORE_ESTIMATE_HOLD_SENSE_H

#include "core/estimate/tissue_sense.h"

/* The hold before is over, and what it said is kept; another begins with this force. */
void hold_sense_begin(struct tissue_sense_head *head, double force_n);

/* A turn of a head that presses; place_m without what the breath moved. Another force, or a cough, begins
 * another hold. */
void hold_sense_step(struct tissue_sense_head *head, double place_m,
		     const struct tissue_turn *turn);

#endif
