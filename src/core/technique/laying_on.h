/*
 * laying_on.h - hands are laid on before they work: after a start or a pause no stroke begins until every head
 * that is to work has found the person once, or nobody can be where it is.
 */
#ifndef CORE_TECHNIQUE_LAYING_ON_H
#define CORE_TECHNIQUE_LAYING_ON_H

#include "core/safety/ceiling.h"
#include "core/technique/body.h"
#include "core/technique/plan.h"

#include <knead/belief.h>

#include <stdbool.h>
#include <stdint.h>

struct laying_on {
	double left_s;  /* that heads may still take; 0 or less: it is over */
	uint64_t found; /* heads that have found the person, a bit each */
};

void laying_on_begin(struct laying_on *laying);

/*
 * One tick of coming down; true once it is over. A head whose region is not wanted, or that may press nothing, is not
 * waited for. Without ceilings each may.
 */
bool laying_on_step(struct laying_on *laying, const struct plan *plan, const struct body *body,
		    const struct ceilings *ceilings, const struct belief *belief, double dt_s);

#endif
