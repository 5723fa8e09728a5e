/* closed_loop.h - the controller and the simulated rig with its person, in virtual time. */
#ifndef TESTS_INTEGRATION_CLOSED_LOOP_H
#define TESTS_INTEGRATION_CLOSED_LOOP_H

#include "app/config.h"
#include "core/pipeline.h"
#include "sim/sim.h"

#include "core/bench_rig.h"

#include <stdbool.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SLOW_BUILD 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SLOW_BUILD 1
#endif
#endif
#ifndef SLOW_BUILD
#define SLOW_BUILD 0
#endif

struct loop_head {
	double tissue_n;    /* now */
	double most_n;      /* since the last clear */
	double over_n;      /* above its ceiling, at most */
	double touching_s;  /* since contact */
	double overshoot_n; /* above its target in the first half second of a contact, at most */
	double worked_s;    /* above 4 N */
	double rise_n;      /* of its target in one tick, at most */
	double fall_n;
	double target_n; /* of the tick before */
};

/*
 * How far a force went beyond a bound. In a scripted event, a cough that pushes the body up against
 * whatever lies on it, a peak may be ceiling + 10 N, and 300 ms long at most; else it may not be at all.
 */
#define EVENT_PEAK_N 10.0
#define EVENT_PEAK_S 0.3

struct excursion {
	double quiet_n;   /* the force, at most, without any event */
	double event_n;   /* in one */
	double event_s;   /* above the bound in this event ... */
	double longest_s; /* ... and in one event at most */
	bool in_event;
};

static inline void excursion_add(struct excursion *at, double force_n, double bound_n,
				 bool in_event, double dt_s)
{
	if (in_event && !at->in_event) {
		at->event_s = 0.0;
	}
	at->in_event = in_event;
	if (!in_event) {
		at->quiet_n = force_n > at->quiet_n ? force_n : at->quiet_n;
		return;
	}
	at->event_n = force_n > at->event_n ? force_n : at->event_n;
	at->event_s += force_n > bound_n ? dt_s : 0.0;
	at->longest_s = at->event_s > at->longest_s ? at->event_s : at->longest_s;
}

static inline bool excursion_is_kept(const struct excursion *at, double bound_n)
{
	return at->quiet_n <= bound_n && at->event_n <= bound_n + EVENT_PEAK_N &&
	       at->longest_s <= EVENT_PEAK_S;
}

struct closed_loop {
	struct pipeline pipeline;
	struct sim sim;
	struct rig rig;
	struct technique techniques[TECHNIQUES_MAX];
	int technique_count;
	struct patient patient;
	struct frame frame;
	struct actuation actuation;
	struct snapshot shown;
	struct command command;
	struct sim_order order;
	double dt_s;
	uint32_t write_errors;
	int64_t trunk_high_ticks;
	double trunk_n; /* felt, at most */
	double body_n;
	struct excursion neck; /* the lesser of both sides, beyond DWELL_N */
	struct loop_head heads[HEADS_MAX];
};

/* Files are named from the root of the tree, where tests run. */
static inline void closed_loop_read(struct closed_loop *loop, const char *rig, const char *patient)
{
	char path[64];

	memset(loop, 0, sizeof(*loop));
	snprintf(path, sizeof(path), "config/rigs/%s.conf", rig);
	assert_int_equal(config_read_rig(&loop->rig, path, stderr), 0);
	loop->technique_count =
		config_read_techniques(loop->techniques, TECHNIQUES_MAX, path, stderr);
	assert_true(loop->technique_count > 0);
	snprintf(path, sizeof(path), "config/patients/%s.conf", patient);
	assert_int_equal(config_read_patient(&loop->patient, path, stderr), 0);
}

static inline void closed_loop_choose(struct closed_loop *loop, const char *technique)
{
	for (int k = 0; k < loop->technique_count; k++) {
		if (strcmp(loop->techniques[k].name, technique) == 0) {
			loop->command.technique = k;
			return;
		}
	}
	fail_msg("no technique %s", technique);
}

/* The rig as it was read, or as the test has made it since. */
static inline void closed_loop_begin(struct closed_loop *loop, uint64_t seed)
{
	loop->dt_s = 1.0 / loop->rig.loop_hz;
	command_init(&loop->command);
	pipeline_init(&loop->pipeline, &loop->rig, loop->techniques, loop->technique_count);
	loop->pipeline.proves_nothing = true; /* test_selftest.c is about that */
	sim_init(&loop->sim, &loop->rig, &loop->patient, seed, S_NS);
	closed_loop_choose(loop, "swedish");
}

static inline void closed_loop_open(struct closed_loop *loop, const char *rig, const char *patient,
				    uint64_t seed)
{
	closed_loop_read(loop, rig, patient);
	closed_loop_begin(loop, seed);
}

static inline void closed_loop_judge_head(struct closed_loop *loop, int i)
{
	struct loop_head *head = &loop->heads[i];
	const struct head_view *view = &loop->shown.heads[i];
	double over_n = head->tissue_n - view->ceiling_n;
	double target_n = view->target_n;

	head->most_n = head->tissue_n > head->most_n ? head->tissue_n : head->most_n;
	head->over_n = over_n > head->over_n ? over_n : head->over_n;
	head->worked_s += head->tissue_n > 4.0 ? loop->dt_s : 0.0;
	head->touching_s = head->tissue_n > 0.1 ? head->touching_s + loop->dt_s : 0.0;
	/* a cough that pushes the person against a head is no landing of it */
	if (head->touching_s > 0.0 && head->touching_s < 0.5 && !sim_is_in_event(&loop->sim) &&
	    head->tissue_n - target_n > head->overshoot_n) {
		head->overshoot_n = head->tissue_n - target_n;
	}
	head->rise_n =
		target_n - head->target_n > head->rise_n ? target_n - head->target_n : head->rise_n;
	head->fall_n =
		head->target_n - target_n > head->fall_n ? head->target_n - target_n : head->fall_n;
	head->target_n = target_n;
}

static inline void closed_loop_judge(struct closed_loop *loop)
{
	double trunk_n = 0.0;
	double body_n = 0.0;
	double neck_n[3] = {0};

	for (int i = 0; i < loop->rig.head_count; i++) {
		const struct head *at = &loop->rig.heads[i];
		double force_n = sim_tissue_force_n(&loop->sim, i);

		loop->heads[i].tissue_n = force_n;
		closed_loop_judge_head(loop, i);
		body_n += force_n;
		trunk_n += region_facts(at->region)->trunk ? force_n : 0.0;
		if (at->region == REGION_NECK && force_n > neck_n[at->side]) {
			neck_n[at->side] = force_n;
		}
	}
	loop->trunk_n = trunk_n > loop->trunk_n ? trunk_n : loop->trunk_n;
	loop->body_n = body_n > loop->body_n ? body_n : loop->body_n;
	body_n = neck_n[SIDE_LEFT] < neck_n[SIDE_RIGHT] ? neck_n[SIDE_LEFT] : neck_n[SIDE_RIGHT];
	excursion_add(&loop->neck, body_n, DWELL_N, sim_is_in_event(&loop->sim), loop->dt_s);
}

static inline enum state closed_loop_tick(struct closed_loop *loop)
{
	sim_order(&loop->sim, &loop->order, &loop->patient, 1);
	sim_read(&loop->sim, &loop->frame);
	loop->frame.write_errors = loop->write_errors;
	command_attend(&loop->command, loop->frame.t_ns);
	pipeline_step(&loop->pipeline, &loop->actuation, &loop->shown, &loop->frame, &loop->command,
		      loop->dt_s);
	closed_loop_judge(loop);
	sim_step(&loop->sim, &loop->actuation, loop->dt_s);
	return loop->shown.state;
}

/* Seconds until `state`, or until `most_s` have passed without it. */
static inline double closed_loop_until(struct closed_loop *loop, enum state state, double most_s)
{
	double gone_s = 0.0;

	while (closed_loop_tick(loop) != state && gone_s < most_s) {
		gone_s += loop->dt_s;
	}
	return gone_s;
}

/* Stays in the state it is in, without a trip. */
static inline void closed_loop_run(struct closed_loop *loop, double seconds)
{
	enum state state = loop->shown.state;

	for (int k = 0; k < (int)(seconds / loop->dt_s + 0.5); k++) {
		if (closed_loop_tick(loop) != state) {
			fail_msg("%s became %s after %.3f s: %s, head %d", state_name(state),
				 state_name(loop->shown.state), k * loop->dt_s,
				 condition_words(loop->shown.reason)->sentence,
				 loop->shown.cause_head + 1);
		}
	}
}

/* From boot or idle to running. */
static inline void closed_loop_start(struct closed_loop *loop)
{
	closed_loop_until(loop, STATE_IDLE, 3.0);
	assert_int_equal(loop->shown.state, STATE_IDLE);
	loop->command.presses.arm++;
	assert_int_equal(closed_loop_tick(loop), STATE_ARMED);
	loop->command.presses.start++;
	assert_int_equal(closed_loop_tick(loop), STATE_RUNNING);
}

static inline void closed_loop_order(struct closed_loop *loop, enum fault_kind kind, int head)
{
	loop->order.fault_orders++;
	loop->order.fault = kind;
	loop->order.fault_head = head;
	loop->order.fault_magnitude = 0.0;
}

/* The most that any head presses now. */
static inline double closed_loop_most_n(const struct closed_loop *loop)
{
	double most_n = 0.0;

	for (int i = 0; i < loop->rig.head_count; i++) {
		double force_n = sim_tissue_force_n(&loop->sim, i);

		most_n = force_n > most_n ? force_n : most_n;
	}
	return most_n;
}

static inline void closed_loop_forget(struct closed_loop *loop)
{
	for (int i = 0; i < loop->rig.head_count; i++) {
		double target_n = loop->heads[i].target_n;

		loop->heads[i] = (struct loop_head){.target_n = target_n};
	}
}

#endif
