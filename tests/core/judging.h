/* judging.h - estimate, ceilings and judge on a bench rig, fed by hand with one frame after
 * another. */
#ifndef TESTS_CORE_JUDGING_H
#define TESTS_CORE_JUDGING_H

#include "core/estimate/estimate.h"
#include "core/safety/conditions.h"

#include "core/bench_rig.h"

struct judging {
	struct rig rig;
	struct estimate estimate;
	struct belief belief;
	struct client client;
	struct ceilings ceilings;
	struct judge judge;
	struct conditions conditions;
	struct situation situation;
	struct frame frame;
	struct command command;
	double force_n[HEADS_MAX]; /* what fresh samples show */
	bool silent[HEADS_MAX];    /* no fresh samples from this head */
	double dt_s;
};

static inline void judging_begin_on_rig(struct judging *on)
{
	estimate_init(&on->estimate, &on->rig);
	client_init(&on->client, &on->rig);
	ceilings_init(&on->ceilings, &on->rig);
	judge_init(&on->judge, &on->rig);
}

static inline void judging_begin(struct judging *on, int heads)
{
	memset(on, 0, sizeof(*on));
	bench_rig(&on->rig, heads);
	judging_begin_on_rig(on);
	command_init(&on->command);
	on->dt_s = TICK_S;
	on->frame =
		(struct frame){.t_ns = 1000 * S_NS, .stop_loop_closed = true, .head_count = heads};
	on->situation = (struct situation){.state = STATE_RUNNING,
					   .since_ns = on->frame.t_ns,
					   .configured = true,
					   .proved = true,
					   .technique_fits = true,
					   .gate_head = HEAD_NONE};
}

static inline void judging_sample(struct judging *on, int head, double force_n, int64_t t_ns,
				  enum sample_state state)
{
	on->frame.heads[head].force_n = (struct sample){force_n, t_ns, state};
}

/* Judges the frame as it is. */
static inline uint64_t judging_judge(struct judging *on)
{
	estimate_step(&on->estimate, &on->belief, &on->frame);
	client_step(&on->client, &on->situation, &on->frame, &on->command, on->dt_s);
	ceilings_step(&on->ceilings, &on->belief, &on->command, &on->client, on->situation.state,
		      on->frame.t_ns, on->dt_s);
	judge_step(&on->judge, &on->conditions, &on->situation, &on->frame, &on->belief,
		   &on->ceilings, &on->command, &on->client, on->dt_s);
	return on->conditions.bits;
}

/* One tick of time with fresh samples from all heads that are not silent. */
static inline uint64_t judging_tick(struct judging *on)
{
	on->frame.t_ns += (int64_t)(on->dt_s * 1e9 + 0.5);
	for (int i = 0; i < on->rig.head_count; i++) {
		if (!on->silent[i]) {
			judging_sample(on, i, on->force_n[i], on->frame.t_ns, SAMPLE_OK);
		}
	}
	command_attend(&on->command, on->frame.t_ns);
	return judging_judge(on);
}

/* Bits that were there in some tick of `ticks`. */
static inline uint64_t judging_wait(struct judging *on, int ticks)
{
	uint64_t bits = 0;

	for (int k = 0; k < ticks; k++) {
		bits |= judging_tick(on);
	}
	return bits;
}

#define assert_raised(bits, condition)     assert_true((bits)&COND_BIT(condition))
#define assert_not_raised(bits, condition) assert_false((bits)&COND_BIT(condition))

#endif
