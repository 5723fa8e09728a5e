#include "core/pipeline.h"

#include "core/safety/remember.h"

#include <string.h>

#define SLOW_TICKS 4

void pipeline_init(struct pipeline *pipeline, const struct rig *rig,
		   const struct technique *techniques, int technique_count)
{
	memset(pipeline, 0, sizeof(*pipeline));
	if (rig->head_count < 1 || rig->head_count > HEADS_MAX || technique_count < 1) {
		return;
	}
	estimate_init(&pipeline->estimate, rig);
	identify_init(&pipeline->identify, rig);
	client_init(&pipeline->client, rig);
	ceilings_init(&pipeline->ceilings, rig);
	heat_init(&pipeline->heat, rig);
	tare_init(&pipeline->tare, rig);
	judge_init(&pipeline->judge, rig);
	selftest_init(&pipeline->selftest, rig);
	player_init(&pipeline->player, rig, techniques, technique_count);
	fit_init(&pipeline->fit, rig, techniques, technique_count);
	allocator_init(&pipeline->allocator, rig);
	override_init(&pipeline->override, rig);
	dwell_init(&pipeline->dwell, rig);
	guard_init(&pipeline->guard, rig);
	mover_init(&pipeline->mover, rig);
	control_init(&pipeline->control, rig);
	gate_init(&pipeline->gate, rig);
	dose_init(&pipeline->dose, rig);
	answer_watch_init(&pipeline->answers, rig);
	piston_watch_init(&pipeline->pistons, rig);
	shown_init(&pipeline->shown, rig);
	pipeline->configured = true;
}

void pipeline_learn(struct pipeline *pipeline, const struct rig *file, const struct rig *learned)
{
	if (pipeline->configured && learned->head_count == file->head_count) {
		override_init(&pipeline->override, learned); /* it looks ahead by the dead time */
		control_learn(&pipeline->control, file, learned);
		answer_watch_init(&pipeline->answers, learned);
		piston_watch_init(&pipeline->pistons, learned);
	}
}

void pipeline_tare(struct pipeline *pipeline, int head, double zero_n)
{
	if (pipeline->configured) {
		tare_recall(&pipeline->tare, &pipeline->belief, head, zero_n);
	}
}

void pipeline_unscaled(struct pipeline *pipeline, int head)
{
	if (head >= 0 && head < HEADS_MAX) {
		pipeline->unscaled |= (uint64_t)1 << head;
	}
}

void pipeline_moved(struct pipeline *pipeline, const struct technique *techniques)
{
	pipeline->player.techniques = techniques;
	pipeline->ceilings.wish = &pipeline->wish;
	pipeline->player.dwell = &pipeline->dwell;
	pipeline->player.ceilings = &pipeline->ceilings;
	pipeline->given = NULL;
	pipeline->ordered = NULL;
}

/* A technique under way is not broken off for what it lacks: a pause changes nothing about that. */
static bool may_be_done(const struct pipeline *pipeline, const struct command *command)
{
	const bool under_way = pipeline->supervisor.state == STATE_PAUSED &&
			       command->technique == pipeline->player.current;

	return under_way || fit_allows(&pipeline->fit, command->technique);
}

static bool goes_unproved(const struct pipeline *pipeline)
{
	return pipeline->proves_nothing && !pipeline->judge.any_real;
}

static struct situation situation(const struct pipeline *pipeline, const struct command *command)
{
	return (struct situation){
		.state = pipeline->supervisor.state,
		.since_ns = pipeline->supervisor.since_ns,
		.configured = pipeline->configured,
		.session_over = pipeline->player.session.over,
		.technique_fits = may_be_done(pipeline, command),
		.intensity = pipeline->player.session.intensity,
		.gate_refused = pipeline->gate.refused,
		.gate_head = pipeline->gate.refused_head,
		.proved = pipeline->selftest.proved || goes_unproved(pipeline),
		.proving = selftest_is_under_way(&pipeline->selftest),
		.proof_failed = pipeline->selftest.failed,
		.proof_why = pipeline->selftest.why,
		.proof_head = pipeline->selftest.why_head,
		.moved = pipeline->mover.moved,
		.off = (pipeline_heads_off(pipeline) | pipeline->unscaled) != 0,
		.zero_far = tare_is_off(&pipeline->tare),
		.still = pipeline->judge.witness.still != 0,
		.heat_failed = pipeline->heat.failed,
		.heat_head = pipeline->heat.failed_head,
		.last = &pipeline->last,
		.setpoint = &pipeline->setpoint,
	};
}

static void put_order(struct actuation *wanted, const struct head_order *order, int head_count)
{
	if (order->on && order->head >= 0 && order->head < head_count) {
		wanted->heads[order->head].pressure_pa = order->pressure_pa;
		wanted->heads[order->head].dump_shut = !order->dump_open;
	}
}

/* Before anybody may be armed; nothing in any other state. */
static void prove(struct pipeline *p, struct actuation *actuation, enum supply_shown supply)
{
	const enum state state = p->supervisor.state;
	const struct selftest *done = &p->selftest;
	bool quiet;

	if (state != STATE_SELFTEST && done->step == PROOF_WAITS && !done->failed) {
		return; /* left long ago */
	}
	quiet = p->judge.load.quiet_s >= SELFTEST_QUIET_S && !goes_unproved(p);
	selftest_step(&p->selftest, state, quiet, supply, &p->belief);
	if (state == STATE_SELFTEST) {
		selftest_order(&p->selftest, &p->proof, p->gate.head_count, &p->belief);
		gate_prove(&p->gate, actuation, state, &p->proof);
	}
}

/* What goes over minutes takes turns of SLOW_TICKS, and in each one head or row has its turn. */
static void count_slowly(struct pipeline *p, int64_t t_ns, double dt_s)
{
	if (p->tick % MOVER_TICKS == 1) {
		mover_step(&p->mover, &p->ceilings, p->supervisor.state, &p->belief, &p->wish,
			   t_ns);
	} else if (p->tick % SLOW_TICKS == 0) {
		dwell_step(&p->dwell, &p->ceilings, &p->belief, &p->setpoint, &p->wish, t_ns,
			   SLOW_TICKS * dt_s);
	} else {
		dose_step(&p->dose, &p->belief, &p->setpoint, p->supervisor.state == STATE_RUNNING,
			  p->player.session.number, t_ns);
		rows_see_heat(&p->player.rows, &p->heat);
	}
}

bool pipeline_step(struct pipeline *pipeline, struct actuation *actuation,
		   struct snapshot *snapshot, const struct frame *frame,
		   const struct command *command, double dt_s)
{
	struct pipeline *p = pipeline;
	const struct situation now = situation(p, command);
	const enum state *state = &p->supervisor.state;
	struct conditions conditions;
	struct standby standby;

	estimate_step(&p->estimate, &p->belief, frame);
	tare_step(&p->tare, &p->belief, *state);
	identify_step(&p->identify, &p->belief);
	client_step(&p->client, &now, frame, command, dt_s);
	if (p->client.is_new) {
		player_forget(&p->player);
		identify_forget(&p->identify);
	}
	heat_step(&p->heat, &p->belief, &p->setpoint, &p->last, p->client.screening.heat_allowed);
	p->ceilings.wish = &p->wish;
	ceilings_step(&p->ceilings, &p->belief, command, &p->client, *state, frame->t_ns, dt_s);
	fit_step(&p->fit, &p->player.body, &p->ceilings, &p->heat, command,
		 p->client.screening.heat_allowed);
	judge_step(&p->judge, &conditions, &now, frame, &p->belief, &p->ceilings, command,
		   &p->client, dt_s);
	supervisor_step(&p->supervisor, &conditions, frame->t_ns);
	p->player.asked_is_unfit = !now.technique_fits;
	p->player.between_heads = !p->allocator.reached;
	p->player.dwell = &p->dwell;
	p->player.ceilings = &p->ceilings;
	player_step(&p->player, &p->hands, *state, command, &p->belief, dt_s);
	standby = player_standby(&p->player, dt_s);
	allocate(&p->allocator, &p->wish, &p->hands, &standby);
	if (p->given != NULL) {
		p->wish = *p->given;
	}
	override_step(&p->override, &p->setpoint, *state, &p->wish, &p->ceilings, &p->belief);
	heat_limit(&p->heat, &p->setpoint, *state, &p->wish);
	count_slowly(p, frame->t_ns, dt_s);
	guard_step(&p->guard, &p->ceilings, &p->belief, &p->setpoint, &p->wish, frame->t_ns);
	control_step(&p->control, &p->wanted, &p->setpoint, &p->belief, &p->last);
	if (p->ordered != NULL && *state == STATE_RUNNING) {
		put_order(&p->wanted, p->ordered, p->gate.head_count);
	}
	gate_step(&p->gate, actuation, *state, &p->wanted, &p->ceilings, &p->belief, &p->heat);
	if (*state != STATE_SELFTEST) { /* in it heads are meant not to answer */
		answer_watch_step(&p->answers, &p->belief, actuation);
	}
	piston_watch_step(&p->pistons, &p->control.pressure, &p->belief);
	prove(p, actuation, frame->supply);
	memcpy(p->last.heads, actuation->heads,
	       sizeof(p->last.heads[0]) * (size_t)p->gate.head_count);
	p->tick++;
	actuation->ask_comfort = p->client.comfort.due;
	if (p->shows_seldom && !shown_is_due(&p->shown, *state, conditions.bits)) {
		return false;
	}
	show(snapshot, &p->shown, p, &conditions, frame);
	return true;
}

void pipeline_recall(struct pipeline *pipeline, const struct memory *memory, int64_t t_ns)
{
	if (pipeline->configured) {
		heat_recall(&pipeline->heat, memory);
		recall(memory, &pipeline->ceilings, &pipeline->dwell, &pipeline->client, t_ns);
	}
}

void pipeline_remember(const struct pipeline *pipeline, struct memory *memory, int64_t t_ns)
{
	memory_init(memory, pipeline->gate.head_count);
	heat_remember(&pipeline->heat, memory);
	remember(memory, &pipeline->ceilings, &pipeline->dwell, &pipeline->client, t_ns);
}
