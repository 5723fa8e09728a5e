/*
 * identify.h - who lies there: the tissue under each head, and the breath. Heads take turns, one of each in
 * IDENTIFY_TURN_S: nothing that is identified here changes faster.
 */
#ifndef CORE_ESTIMATE_IDENTIFY_H
#define CORE_ESTIMATE_IDENTIFY_H

#include "core/estimate/breath_sense.h"
#include "core/estimate/tissue_sense.h"

#include <knead/belief.h>
#include <knead/rig.h>

#define IDENTIFY_TURN_S 0.040

/* All-zero: nothing is identified. */
struct identify {
	int head_count;
	int ticks; /* of a round; in its last ones it may be nobody's turn */
	int heads_a_tick;
	int tick; /* of this round */
	double turn_s;
	struct breath_sense breath;
	struct tissue_sense_head tissue[HEADS_MAX];
};

void identify_init(struct identify *identify, const struct rig *rig);

/* Another person lies there. */
void identify_forget(struct identify *identify);

/* One tick: the heads whose turn it is; after a round the breath, into the belief. */
void identify_step(struct identify *identify, struct belief *belief);

#endif
