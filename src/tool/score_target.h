/*
 * score_target.h - what shall be pressed in a session: the set-points after the override, computed
 * before anybody presses, and so the same for every controller.
 *
 * The pipeline is played against heads that press what they are asked for, see score_ideal.h.
 * Nothing in it knows a patient but the height and the ceiling that an attendant would set. Where a
 * controller's own set-points differ in its run, that is its reaction to the person.
 */
#ifndef TOOL_SCORE_TARGET_H
#define TOOL_SCORE_TARGET_H

#include "tool/score_ideal.h"

#include <knead/command.h>
#include <knead/limits.h>
#include <knead/rig.h>
#include <knead/technique.h>

#define SCORE_WISH_TICKS 10 /* wishes are kept this far apart */

struct score_target {
	double dt_s;
	int head_count;
	long ticks;
	long begin; /* first tick that presses, and first that no longer does */
	long end;
	double ceiling_n[HEADS_MAX];
	enum unfit unfit;
	double fit_ceiling_n; /* with it */
	bool heat_allowed;
	float *target_n; /* tick after tick, head after head */
	float *wish_n;   /* of the technique, moved by the preview to where the target is */
};

/*
 * 0, -ENOMEM, -ENOTSUP where the technique does not fit (unfit says why), or -EINVAL where the
 * session does not run to its end even so. The command holds intensity, duration, height and
 * ceiling. score_target_free frees; an all-zero one is accepted there.
 */
__attribute__((warn_unused_result)) int score_target_make(struct score_target *target,
							  const struct rig *rig,
							  const struct technique *technique,
							  const struct command *command);

void score_target_free(struct score_target *target);

static inline double score_target_n(const struct score_target *target, long tick, int head)
{
	return (double)target->target_n[tick * target->head_count + head];
}

/* Only where tick is a multiple of SCORE_WISH_TICKS. */
static inline double score_wish_n(const struct score_target *target, long tick, int head)
{
	return (double)target->wish_n[tick / SCORE_WISH_TICKS * target->head_count + head];
}

#endif
