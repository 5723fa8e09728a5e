/* score_target.c - see score_target.h. */
#include "tool/score_target.h"

#include "tool/score_ideal.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#define AFTER_S     1.0 /* looked at after the session */
#define NEVER_BEGAN (-1)

/* How far a wish is ahead of the target it becomes. */
static long preview_ticks(const struct score_ideal *ideal, int head)
{
	return (long)ideal->pipeline.override.heads[head].preview_ticks;
}

static void keep(struct score_target *target, const struct score_ideal *ideal, long tick)
{
	for (int i = 0; i < target->head_count; i++) {
		long then = tick + preview_ticks(ideal, i);

		target->target_n[tick * target->head_count + i] =
			(float)ideal->snapshot.heads[i].target_n;
		if (then % SCORE_WISH_TICKS == 0 && then < target->ticks) {
			target->wish_n[then / SCORE_WISH_TICKS * target->head_count + i] =
				(float)ideal->pipeline.wish.force_n[i];
		}
		if (tick == target->begin) {
			target->ceiling_n[i] = ideal->snapshot.heads[i].ceiling_n;
		}
	}
}

/* Told after the session, when regions, ceilings and heaters have been looked at for long. */
static int outcome(struct score_target *target, const struct score_ideal *ideal)
{
	const struct snapshot *snapshot = &ideal->snapshot;

	target->unfit = snapshot->unfit[0];
	target->fit_ceiling_n = snapshot->fit_ceiling_n[0];
	target->heat_allowed = snapshot->heat_allowed;
	if (target->begin == NEVER_BEGAN && target->unfit != FIT) {
		return -ENOTSUP;
	}
	return target->begin != NEVER_BEGAN && snapshot->state == STATE_IDLE ? 0 : -EINVAL;
}

static int play(struct score_target *target, struct score_ideal *ideal)
{
	for (long tick = 0; tick < target->ticks; tick++) {
		double t_s = (double)tick * target->dt_s;
		bool running;

		score_ideal_step(ideal, t_s, target->dt_s);
		running = ideal->snapshot.state == STATE_RUNNING;
		if (running && target->begin == NEVER_BEGAN) {
			target->begin = tick;
		} else if (!running && target->begin != NEVER_BEGAN && target->end == 0) {
			target->end = tick;
		}
		keep(target, ideal, tick);
	}
	return outcome(target, ideal);
}

int score_target_make(struct score_target *target, const struct rig *rig,
		      const struct technique *technique, const struct command *command)
{
	struct score_ideal *ideal = calloc(1, sizeof(*ideal));
	double length_s = SCORE_START_S + command->duration_s + AFTER_S;
	size_t ticks = (size_t)lround(length_s * rig->loop_hz);
	size_t heads = (size_t)rig->head_count;
	int result = -ENOMEM;

	*target = (struct score_target){
		.dt_s = 1.0 / rig->loop_hz,
		.head_count = rig->head_count,
		.ticks = (long)ticks,
		.begin = NEVER_BEGAN,
		.target_n = calloc(ticks * heads, sizeof(float)),
		.wish_n = calloc((ticks / SCORE_WISH_TICKS + 1) * heads, sizeof(float)),
	};
	if (ideal != NULL && target->target_n != NULL && target->wish_n != NULL) {
		score_ideal_init(ideal, rig, technique, command);
		result = play(target, ideal);
	}
	free(ideal);
	if (result < 0) {
		score_target_free(target);
	}
	return result;
}

void score_target_free(struct score_target *target)
{
	free(target->target_n);
	free(target->wish_n);
	target->target_n = NULL;
	target->wish_n = NULL;
}
