/* score_target.c - see score_target.h. */
#include "tool/score_target.h"

#include "core/pipeline.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#define AFTER_S     1.0    /* looked at after the session */
#define SOFT_N_M    2500.0 /* of the tissue these heads press, for a plausible place */
#define AIR_M       0.015
#define NS_PER_S    1e9
#define NEVER_BEGAN (-1)

/* The heads that obey. */
struct ideal {
	struct pipeline pipeline;
	struct frame frame;
	struct actuation actuation;
	struct snapshot snapshot;
	struct command command;
};

void score_target_command(struct command *command, double t_s)
{
	command->presses.arm = t_s >= SCORE_ARM_S;
	command->presses.start = t_s >= SCORE_START_S;
	command->heard_t_ns = (int64_t)(t_s * NS_PER_S + 0.5);
	command->placed = true;
}

static void show_obedience(struct ideal *ideal, const struct rig *rig, double t_s)
{
	const int64_t t_ns = (int64_t)(t_s * NS_PER_S + 0.5);
	bool arrived = t_s >= SCORE_START_S + SCORE_ARRIVAL_S;

	ideal->frame.t_ns = t_ns;
	ideal->frame.stop_loop_closed = true;
	ideal->frame.head_count = rig->head_count;
	for (int i = 0; i < rig->head_count; i++) {
		const struct actuator_spec *actuator = &rig->heads[i].actuator;
		struct head_frame *head = &ideal->frame.heads[i];
		double force_n = arrived ? ideal->pipeline.setpoint.heads[i].now_n : 0.0;

		head->force_n = (struct sample){force_n, t_ns, SAMPLE_OK};
		head->position_m = (struct sample){AIR_M + force_n / SOFT_N_M, t_ns, SAMPLE_OK};
		if (actuator->kind == ACTUATOR_PRESSURE) {
			double pa = (force_n + actuator->release.spring_n) / actuator->area_m2;

			head->pressure_pa = (struct sample){pa, t_ns, SAMPLE_OK};
		}
	}
}

/* How far a wish is ahead of the target it becomes. */
static long preview_ticks(const struct ideal *ideal, int head)
{
	return (long)ideal->pipeline.override.heads[head].preview_ticks;
}

static void keep(struct score_target *target, const struct ideal *ideal, long tick)
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

static int play(struct score_target *target, struct ideal *ideal, const struct rig *rig)
{
	for (long tick = 0; tick < target->ticks; tick++) {
		double t_s = (double)tick * target->dt_s;
		bool running;

		show_obedience(ideal, rig, t_s);
		score_target_command(&ideal->command, t_s);
		pipeline_step(&ideal->pipeline, &ideal->actuation, &ideal->snapshot, &ideal->frame,
			      &ideal->command, target->dt_s);
		running = ideal->snapshot.state == STATE_RUNNING;
		if (running && target->begin == NEVER_BEGAN) {
			target->begin = tick;
		} else if (!running && target->begin != NEVER_BEGAN && target->end == 0) {
			target->end = tick;
		}
		keep(target, ideal, tick);
	}
	return target->begin != NEVER_BEGAN && ideal->snapshot.state == STATE_IDLE ? 0 : -EINVAL;
}

int score_target_make(struct score_target *target, const struct rig *rig,
		      const struct technique *technique, const struct command *command)
{
	struct ideal *ideal = calloc(1, sizeof(*ideal));
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
		ideal->command = *command;
		pipeline_init(&ideal->pipeline, rig, technique, 1);
		result = play(target, ideal, rig);
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
	*target = (struct score_target){0};
}
