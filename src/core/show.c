#include "core/show.h"

/* 1 while fresh, falling to 0 at the age at which the sensor counts as lost. */
static double quality(const struct head_belief *belief, const struct head_estimate *estimate)
{
	if (belief->input == INPUT_LIVE) {
		return 1.0;
	}
	if (belief->input != INPUT_STALE) {
		return 0.0;
	}
	return 1.0 - (double)belief->force_age_ns / (double)estimate->release_age_ns;
}

static void show_heads(struct snapshot *snapshot, const struct pipeline *pipeline)
{
	snapshot->head_count = pipeline->belief.head_count;
	for (int i = 0; i < snapshot->head_count; i++) {
		const struct head_belief *belief = &pipeline->belief.heads[i];
		const struct head_setpoint *setpoint = &pipeline->setpoint.heads[i];

		snapshot->heads[i] = (struct head_view){
			.force_n = belief->force_n,
			.target_n = setpoint->now_n,
			.ceiling_n = setpoint->ceiling_n,
			.position_m = belief->position_m,
			.pressure_pa = belief->pressure_pa,
			.stiffness_n_m = belief->stiffness_n_m,
			.quality = quality(belief, &pipeline->estimate.heads[i]),
			.contact = belief->contact,
			.input = belief->input,
			.limited_by = setpoint->limited_by,
		};
	}
}

void show(struct snapshot *snapshot, const struct pipeline *pipeline,
	  const struct conditions *conditions, const struct frame *frame)
{
	const struct supervisor *supervisor = &pipeline->supervisor;
	const struct player *player = &pipeline->player;
	bool latched = supervisor->latch.set;

	snapshot->t_ns = frame->t_ns;
	snapshot->tick = pipeline->tick;
	snapshot->state = supervisor->state;
	snapshot->reason = supervisor->reason;
	snapshot->cause = latched ? supervisor->latch.cause : COND_COUNT;
	snapshot->cause_head = latched ? supervisor->latch.head : HEAD_NONE;
	snapshot->cause_t_ns = latched ? supervisor->latch.t_ns : 0;
	snapshot->conditions = conditions->bits;
	snapshot->overruns = frame->overruns;
	snapshot->gate_clamps = pipeline->gate.clamps;
	snapshot->technique = player->current;
	snapshot->intensity = player->session.intensity;
	snapshot->speed = player->speed_ratio;
	snapshot->elapsed_s = player->session.elapsed_s;
	snapshot->remaining_s = player->session.remaining_s;
	snapshot->hands = pipeline->hands;
	for (int r = 0; r < REGION_COUNT; r++) {
		snapshot->region_has_heads[r] = player->body.regions[r].has_heads;
	}
	show_heads(snapshot, pipeline);
}
