#include "core/pipeline.h"

#include "core/show.h"

#include <string.h>

void pipeline_init(struct pipeline *pipeline, const struct rig *rig,
		   const struct technique *techniques, int technique_count)
{
	memset(pipeline, 0, sizeof(*pipeline));
	if (rig->head_count < 1 || rig->head_count > HEADS_MAX || technique_count < 1) {
		return;
	}
	estimate_init(&pipeline->estimate, rig);
	ceilings_init(&pipeline->ceilings, rig);
	judge_init(&pipeline->judge, rig);
	player_init(&pipeline->player, rig, techniques, technique_count);
	allocator_init(&pipeline->allocator, rig);
	override_init(&pipeline->override, rig);
	control_init(&pipeline->control, rig);
	gate_init(&pipeline->gate, rig);
	pipeline->configured = true;
}

static struct situation situation(const struct pipeline *pipeline)
{
	return (struct situation){
		.state = pipeline->supervisor.state,
		.since_ns = pipeline->supervisor.since_ns,
		.configured = pipeline->configured,
		.session_over = pipeline->player.session.over,
		.gate_refused = pipeline->gate.refused,
		.gate_head = pipeline->gate.refused_head,
	};
}

void pipeline_step(struct pipeline *pipeline, struct actuation *actuation,
		   struct snapshot *snapshot, const struct frame *frame,
		   const struct command *command, double dt_s)
{
	struct pipeline *p = pipeline;
	const struct situation now = situation(p);
	const enum state *state = &p->supervisor.state;
	struct conditions conditions;

	estimate_step(&p->estimate, &p->belief, frame);
	ceilings_step(&p->ceilings, &p->belief, command, *state, frame->t_ns, dt_s);
	judge_step(&p->judge, &conditions, &now, frame, &p->belief, &p->ceilings, command, dt_s);
	supervisor_step(&p->supervisor, &conditions, frame->t_ns);
	player_step(&p->player, &p->hands, *state, command, dt_s);
	allocate(&p->allocator, &p->wish, &p->hands, &p->player.plan, *state == STATE_RUNNING);
	override_step(&p->override, &p->setpoint, *state, &p->wish, &p->ceilings, &p->belief);
	control_step(&p->control, &p->wanted, &p->setpoint, &p->belief, &p->last);
	gate_step(&p->gate, actuation, *state, &p->wanted, &p->ceilings, &p->belief);

	memcpy(p->last.heads, actuation->heads,
	       sizeof(p->last.heads[0]) * (size_t)p->gate.head_count);
	p->tick++;
	show(snapshot, p, &conditions, frame);
}
