/* replay_run.c - see replay_run.h. */
#include "tool/replay_run.h"

#include <math.h>
#include <string.h>

/* As orders are written. */
#define WRITTEN_PA    0.51
#define WRITTEN_M_S   0.51e-6
#define WRITTEN_SHARE 0.51e-3

enum box_verdict replay_run_open(struct replay_run *run, const unsigned char *bytes, size_t length)
{
	memset(run, 0, sizeof(*run));
	run->trip.cause = COND_COUNT;
	return box_reader_open(&run->reader, bytes, length, sizeof(struct pipeline));
}

/* Across a gap there is nothing to go on from but what was kept. */
static void begin(struct replay_run *run, uint64_t next_tick)
{
	if (run->stretches > 0 && run->reader.tick == next_tick) {
		return;
	}
	memcpy(&run->pipeline, &run->state, sizeof(run->pipeline));
	pipeline_moved(&run->pipeline, run->reader.head.techniques);
	run->pipeline.shows_seldom = false;
	run->stretches++;
}

static bool is_other(const struct head_actuation *a, const struct head_actuation *b)
{
	return !(fabs(a->pressure_pa - b->pressure_pa) <= WRITTEN_PA) ||
	       !(fabs(a->speed_m_s - b->speed_m_s) <= WRITTEN_M_S) ||
	       !(fabs(a->heater_share - b->heater_share) <= WRITTEN_SHARE) ||
	       a->dump_shut != b->dump_shut;
}

static void note_other(struct replay_run *run, const struct box_tick *recorded)
{
	struct replay_other *first = &run->first;

	if (run->others++ > 0) {
		return;
	}
	*first = (struct replay_other){
		.tick = run->reader.tick - 1,
		.t_ns = recorded->frame.t_ns,
		.was = recorded->state,
		.is = run->snapshot.state,
		.head = HEAD_NONE,
	};
	for (int i = run->reader.head.rig.head_count - 1; i >= 0; i--) {
		if (is_other(&recorded->actuation.heads[i], &run->actuation.heads[i])) {
			first->head = i;
			first->ordered = recorded->actuation.heads[i];
			first->orders = run->actuation.heads[i];
		}
	}
}

static void note_trip(struct replay_run *run, enum state before)
{
	const struct snapshot *snapshot = &run->snapshot;
	const bool is_trial = run->tried && snapshot->cause_t_ns == run->tried_t_ns;

	if (snapshot->cause != COND_COUNT && !is_trial && run->trip.cause == COND_COUNT) {
		run->trip = (struct replay_trip){snapshot->cause, snapshot->cause_head,
						 snapshot->cause_sensor, snapshot->cause_t_ns};
		run->tripped_from = before;
	}
}

/* The press that is asked for before arming opens the loop, which is what it is for. */
static void note_trial(struct replay_run *run, bool was_pressed)
{
	if (!was_pressed && run->pipeline.client.registration.pressed &&
	    run->trip.cause == COND_STOP_LOOP && run->tripped_from == STATE_IDLE) {
		run->tried = true;
		run->tried_t_ns = run->trip.t_ns;
		run->trip.cause = COND_COUNT;
	}
}

static void step(struct replay_run *run)
{
	const struct box_tick *recorded = &run->reader.before.tick;
	const int heads = run->reader.head.rig.head_count;
	const enum state before = run->snapshot.state;
	const bool was_pressed = run->pipeline.client.registration.pressed;

	pipeline_step(&run->pipeline, &run->actuation, &run->snapshot, &recorded->frame,
		      &recorded->command, 1.0 / run->reader.head.rig.loop_hz);
	if (run->ticks++ == 0) {
		run->begun_ns = recorded->frame.t_ns;
	}
	run->t_ns = recorded->frame.t_ns;
	if (box_sum(&run->actuation, heads) != recorded->sum ||
	    run->snapshot.state != recorded->state) {
		note_other(run, recorded);
	}
	note_trip(run, before);
	note_trial(run, was_pressed);
}

bool replay_run_step(struct replay_run *run)
{
	const uint64_t next_tick = run->reader.tick;

	switch (box_reader_next(&run->reader, &run->state, sizeof(run->state))) {
	case BOX_NEXT_TICK:
		step(run);
		return true;
	case BOX_NEXT_BEGIN:
		begin(run, next_tick);
		return replay_run_step(run);
	case BOX_NEXT_END:
		run->whole = true;
		return false;
	case BOX_NEXT_CUT:
	default:
		return false;
	}
}
