/*
 * warmth.h - whether the faces of a warm stroke are warm enough to be laid on. A stone that is cold at
 * first is what nobody comes for.
 *
 * Only faces that are being warmed are waited for, and never for long: what may not be heated any more,
 * or has no reading, holds nobody up.
 */
#ifndef CORE_TECHNIQUE_WARMTH_H
#define CORE_TECHNIQUE_WARMTH_H

#include "core/technique/rows.h"

#include <knead/belief.h>
#include <knead/technique.h>

#include <stdbool.h>

#define WARM_NEAR_K 3.0  /* below what is wanted: no longer felt as cold [P] */
#define WARM_WAIT_S 90.0 /* at most, at one place; from 22 degC it takes about 50 s [D] */

/* Whether some face of the row that is about to press, on that side or on both, is still being warmed. */
bool warmth_is_due(const struct rows *rows, int row, enum side side, const struct stroke *stroke,
		   const struct belief *belief);

/* The same of all rows of a span. */
bool warmth_is_due_in(const struct rows *rows, const struct span *span, const struct stroke *stroke,
		      const struct belief *belief);

#endif
