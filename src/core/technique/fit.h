/*
 * fit.h - which techniques can be done on this rig, on this client, as things are now.
 *
 * A head counts for a technique when it lies over a region that is wanted now and that one of the
 * technique's strokes works. What a rig cannot do is refused with the reason, and not done badly.
 */
#ifndef CORE_TECHNIQUE_FIT_H
#define CORE_TECHNIQUE_FIT_H

#include "core/safety/ceiling.h"
#include "core/safety/heat.h"
#include "core/technique/body.h"

#include <knead/command.h>
#include <knead/rig.h>
#include <knead/snapshot.h>
#include <knead/technique.h>

#include <stdbool.h>

#define FIT_TICKS \
	32 /* one technique is judged again this often, the one asked for every other time */

/* What one technique asks of the heads; regions as bits. */
struct fit_needs {
	unsigned reach; /* regions that some stroke works */
	unsigned warm;  /* that some warm stroke works */
	unsigned needs; /* NEED_ bits */
	double ceiling_n;
	int stroke_count;
	unsigned stroke_reach[STROKES_MAX]; /* of each stroke alone ... */
	unsigned warm_strokes;              /* ... and which of them are warm, as bits */
};

struct fit {
	int technique_count;
	struct fit_needs needs[TECHNIQUES_MAX];
	unsigned head_has[HEADS_MAX]; /* NEED_ bits */
	unsigned rig_has;             /* NEED_ bits of all heads together */
	int first;                    /* below it every technique was judged once */
	int ticks;                    /* until the next is judged */
	int turn;
	int asked; /* of the last tick */
	bool asked_last;
	enum unfit unfit[TECHNIQUES_MAX];
	unsigned idle[TECHNIQUES_MAX];    /* strokes without a place to work, as bits */
	double ceiling_n[TECHNIQUES_MAX]; /* the most that a head which counts may press now */
};

/* Nothing fits before the first fit_step(), which judges all of them. */
void fit_init(struct fit *fit, const struct rig *rig, const struct technique *techniques,
	      int technique_count);

/* What fit_step does when something is due. */
void fit_judge(struct fit *fit, const struct body *body, const struct ceilings *ceilings,
	       const struct heat *heat, const struct command *command, bool heat_allowed);

/*
 * One tick. Judges the technique asked for at once when it is newly asked for, and otherwise one every
 * FIT_TICKS. A heater counts while its place may still have heat. heat_allowed: nothing in the
 * screening rules heat out; without it, what needs a heater does not fit.
 */
static inline void fit_step(struct fit *fit, const struct body *body,
			    const struct ceilings *ceilings, const struct heat *heat,
			    const struct command *command, bool heat_allowed)
{
	if (command->technique != fit->asked || --fit->ticks <= 0) {
		fit_judge(fit, body, ceilings, heat, command, heat_allowed);
	}
}

/* Whether this technique exists and fits, as it was last judged. */
static inline bool fit_allows(const struct fit *fit, int technique)
{
	return technique >= 0 && technique < fit->technique_count && fit->unfit[technique] == FIT;
}

#endif
