/*
 * fault_case.h - one fault of one head in one state, with a person: how long it takes until it is found, named
 * and let go, and what is felt meanwhile; and whether that is inside its bounds.
 */
#ifndef TESTS_INTEGRATION_FAULT_CASE_H
#define TESTS_INTEGRATION_FAULT_CASE_H

#include "integration/fault_run.h"

#include <math.h>
#include <stdio.h>

#define FAULT_LEAK_GIVES_UP_S 60.0 /* of breath and yielding, it shows in a third of it at least */
#define RELEASE_MS            400.0
#define RELEASE_DEAD_MS       1000.0
#define FAULT_OVER_N          10.0
#define FAULT_EVENT_SCREW_N \
	15.0 /* a fault and a cough at once, under a head that does not give way [P] */
#define FAULT_RUNS_ON_N    2.0  /* 32 N/mm of bone at 17 mm/s, in two readings and a tick */
#define FAULT_FELT_N       5.0  /* where nothing names it, over what is asked for ... */
#define FAULT_FELT_SCREW_N 15.0 /* ... of a head that does not give way [P] */
#define WAIT_TICKS         130  /* from case to case, ... */
#define STROKE_TICKS       4000 /* ... within as many */
#define KEPT_S             1.2  /* watched on: released, still latched */

struct fault_found {
	bool refused; /* it kept the rig from being armed, and that is how it was found */
	bool never;   /* found */
	double detect_ms;
	double release_ms;
	double felt_n;       /* at most, until the trip, without an event */
	double over_n;       /* above the ceiling, until the trip ... */
	double event_over_n; /* ... and while the person coughs, tenses or moves into it as well */
	enum condition cause;
};

static inline void fault_found_over(struct fault_found *found, const struct closed_loop *loop,
				    int head)
{
	const double over_n = loop->heads[head].tissue_n - loop->shown.heads[head].ceiling_n;
	double *most_n = sim_is_in_event(&loop->sim) ? &found->event_over_n : &found->over_n;

	*most_n = over_n > *most_n ? over_n : *most_n;
	if (!sim_is_in_event(&loop->sim)) {
		found->felt_n = fmax(found->felt_n, loop->heads[head].tissue_n);
	}
}

/* A small leak shows where much is asked for; else what it loses is less than play and lag may hide. */
static inline double fault_case_bound_ms(const struct fault_run *run)
{
	return run->is->shows == SHOWS_LEAK && run->asked_n <= ASKED_N ? NEVER_MS
								       : run->is->bound_ms;
}

/* Until the trip, or until it is clear that the rig will not be armed. */
static inline void fault_case_find(struct fault_run *run, struct fault_found *found)
{
	struct closed_loop *loop = &run->loop;
	const double gives_up_s =
		run->is->shows == SHOWS_LEAK && fault_case_bound_ms(run) < NEVER_MS
			? FAULT_LEAK_GIVES_UP_S
			: FAULT_GIVES_UP_S;
	int idle = 0;

	assert_int_equal(loop->frame.heads[run->head].contact_n.state, SAMPLE_OK);
	closed_loop_order(loop, run->is->kind, run->head + 1);
	loop->order.fault_magnitude = run->is->magnitude;
	closed_loop_forget(loop);
	run->froze_m = sim_position_m(&loop->sim, run->head);
	for (int k = 0; run->t_s < gives_up_s && loop->shown.state != STATE_FAULT; k++) {
		fault_run_press(run, k);
		fault_run_tick(run);
		fault_found_over(found, loop, run->head);
		idle = loop->shown.state == STATE_IDLE ? idle + 1 : 0;
		if (idle > 1000 && !(loop->shown.conditions & COND_BIT(COND_READY))) {
			found->refused = true;
			return;
		}
	}
	found->detect_ms = 1e3 * run->shown_s;
	found->cause = loop->shown.cause;
}

/* How long anybody is still pressed, and whether it stays the same fault. */
static inline void fault_case_let_go(struct fault_run *run, struct fault_found *found)
{
	struct closed_loop *loop = &run->loop;

	for (int k = 0; k < (int)(KEPT_S / loop->dt_s); k++) {
		fault_run_tick(run);
		if (closed_loop_most_n(loop) >= RELEASED_N) {
			found->release_ms = 1e3 * (k + 1) * loop->dt_s;
		}
		if (loop->shown.state != STATE_FAULT || loop->shown.cause != found->cause ||
		    loop->shown.cause_head != run->head) {
			fail_msg("%s: %s of head %d is not kept", fault_kind_name(run->is->kind),
				 condition_words(found->cause)->name, run->head + 1);
		}
	}
}

static inline bool fault_case_is_of_screw(const struct fault_run *run, enum fault_kind kind)
{
	return run->loop.rig.heads[run->head].actuator.kind == ACTUATOR_VELOCITY &&
	       run->is->kind == kind;
}

static inline bool fault_case_shows_half(const struct fault_run *run)
{
	return fault_case_is_of_screw(run, FAULT_WRONG) && run->is->magnitude > 0.0 &&
	       run->is->magnitude < 1.0;
}

/* Over the ceiling of a screw whose cell shows half: it trips at twice its limit. */
static inline double fault_case_half_n(const struct fault_run *run)
{
	const struct head *head = &run->loop.rig.heads[run->head];

	return (head->ceiling_n + FORCE_OVER_CEILING_N) / run->is->magnitude - head->ceiling_n;
}

/*
 * Over the ceiling. A screw has one channel, and shows half of what it presses. One that runs away on bone goes on for
 * two readings and its stop.
 */
static inline double fault_case_over_n(const struct fault_run *run)
{
	if (fault_case_is_of_screw(run, FAULT_VALVE_OPEN)) {
		return FAULT_OVER_N + FAULT_RUNS_ON_N;
	}
	if (run->asked_n <= ASKED_N) {
		return FAULT_OVER_N;
	}
	return fault_case_shows_half(run) ? fault_case_half_n(run) : FAULT_OVER_N;
}

/* While the person coughs, tenses or moves into it: under a screw, more. */
static inline double fault_case_event_n(const struct fault_run *run)
{
	const double half_n = fault_case_shows_half(run) ? fault_case_half_n(run) : 0.0;

	return fault_case_is_of_screw(run, run->is->kind) ? half_n + FAULT_EVENT_SCREW_N
							  : FAULT_OVER_N;
}

/* Felt at most where nothing names it: what is asked for, or twice that where the cell shows half. */
static inline double fault_case_felt_n(const struct fault_run *run)
{
	const double asked_n =
		fault_case_shows_half(run) ? run->asked_n / run->is->magnitude : run->asked_n;

	return asked_n +
	       (fault_case_is_of_screw(run, run->is->kind) ? FAULT_FELT_SCREW_N : FAULT_FELT_N);
}

/* What is felt in truth beyond what trips is as good a name as any: a cough, or a fault that was not found before. */
static inline uint64_t fault_case_causes(const struct fault_run *run,
					 const struct fault_found *found)
{
	const double over_n = fmax(found->over_n, found->event_over_n);

	return run->is->causes | (over_n > 0.95 * FORCE_OVER_CEILING_N ? CAUSE(FORCE_HIGH) : 0);
}

static inline void fault_case_tell(struct fault_run *run, const struct fault_session *session,
				   const struct fault_found *found)
{
	snprintf(run->what, sizeof(run->what),
		 "%s %g on %s, %s, seed %llu, %s: %s of head %d after %.0f ms, %.1f N over, "
		 "%.1f in an event",
		 fault_kind_name(run->is->kind), run->is->magnitude, run->is->rig, session->patient,
		 (unsigned long long)session->seed, state_name(session->state),
		 condition_words(found->cause)->name, run->loop.shown.cause_head + 1,
		 found->detect_ms, found->over_n, found->event_over_n);
}

static inline void fault_case_judge_force(const struct fault_run *run,
					  const struct fault_found *found, bool is_unnamed)
{
	if (!(found->over_n <= fault_case_over_n(run) &&
	      found->event_over_n <= fault_case_event_n(run))) {
		fail_msg("%s", run->what);
	}
	if (is_unnamed && !(found->felt_n <= fault_case_felt_n(run))) {
		fail_msg("%s, %.1f N felt", run->what, found->felt_n);
	}
}

static inline void fault_case_judge_name(struct fault_run *run, struct fault_found *found,
					 double bound_ms)
{
	const bool dead = run->is->kind == FAULT_DUMP_DEAD;

	if (run->loop.shown.state != STATE_FAULT ||
	    !(COND_BIT(found->cause) & fault_case_causes(run, found)) ||
	    run->loop.shown.cause_head != run->head || !(found->detect_ms <= bound_ms)) {
		fail_msg("%s; %s", run->what, state_name(run->loop.shown.state));
	}
	fault_case_let_go(run, found);
	found->release_ms += dead ? found->detect_ms : 0.0; /* it is found by not letting go */
	if (!(found->release_ms <= (dead ? RELEASE_DEAD_MS : RELEASE_MS))) {
		fail_msg("%s; still pressed after %.0f ms", run->what, found->release_ms);
	}
}

/* A carriage that was out by less than 9 mm is not told from its nut's way back: in a self-test. */
static inline bool fault_case_is_back_anyway(const struct fault_run *run,
					     const struct fault_found *found)
{
	return fault_case_is_of_screw(run, FAULT_DUMP_DEAD) && found->cause == COND_COUNT;
}

/* A leak shows in a head that holds, all else in one that goes to and fro. */
static inline bool fault_case_is_of(const struct fault_case *is,
				    const struct fault_session *session)
{
	return strcmp(is->rig, session->rig) == 0 && (is->shows == SHOWS_LEAK) == session->holds;
}

/* Each case comes at another moment of two strokes, and of a breath. */
static inline void fault_case_wait(struct fault_run *run, const struct fault_run *before, int k)
{
	for (int ticks = k * WAIT_TICKS % STROKE_TICKS;
	     ticks > 0 && run->loop.shown.state == STATE_RUNNING; ticks--) {
		fault_run_tick(run);
	}
	if (run->loop.shown.state != before->loop.shown.state) {
		*run = *before; /* it came to an end by itself */
	}
}

/* Run from before, which is a copy of what fault_run_open() left in *run. */
static inline void fault_case_run(struct fault_run *run, const struct fault_run *before,
				  struct fault_found *found, const struct fault_case *is,
				  const struct fault_session *session)
{
	double bound_ms;
	bool is_unnamed;

	*found = (struct fault_found){.cause = COND_COUNT};
	*run = *before;
	fault_case_wait(run, before, (int)(is - fault_cases));
	run->is = is;
	bound_ms = fault_case_bound_ms(run);
	is_unnamed = bound_ms >= NEVER_MS || !(bound_ms > HARMLESS_MS);
	fault_case_find(run, found);
	if (found->refused) {
		assert_int_equal(is->shows, SHOWS_ARMED);
		return;
	}
	fault_case_tell(run, session, found);
	if (!(bound_ms > HARMLESS_MS) && run->loop.shown.state == STATE_FAULT) {
		fail_msg("%s, and %s", run->what, is->why);
	}
	fault_case_judge_force(run, found, is_unnamed);
	if (fault_case_is_back_anyway(run, found)) {
		found->release_ms = 1e3 * run->held_most_s;
		found->never = true;
		assert_at_most(found->release_ms, RELEASE_DEAD_MS);
	} else if (is_unnamed && run->loop.shown.state != STATE_FAULT) {
		found->never = true;
	} else {
		fault_case_judge_name(run, found, bound_ms);
	}
	if (found->never) {
		found->detect_ms = 0.0;
	}
}

static inline void fault_found_add(struct fault_found *worst, const struct fault_found *found)
{
	worst->refused |= found->refused;
	worst->never |= found->never;
	worst->detect_ms = fmax(worst->detect_ms, found->detect_ms);
	worst->release_ms = fmax(worst->release_ms, found->release_ms);
	worst->felt_n = fmax(worst->felt_n, found->felt_n);
	worst->over_n = fmax(worst->over_n, found->over_n);
	worst->event_over_n = fmax(worst->event_over_n, found->event_over_n);
}

/* Every case that comes in this session, each in a copy of it; worst is by case, as in fault_cases. */
static inline void fault_cases_run(struct fault_run *run, struct fault_run *before,
				   const struct fault_session *session,
				   struct fault_found worst[FAULT_CASES])
{
	bool open = false;

	for (int k = 0; k < FAULT_CASES; k += SLOW_BUILD ? 9 : 1) {
		struct fault_found found;

		if (!fault_case_is_of(&fault_cases[k], session)) {
			continue;
		}
		if (!open) {
			fault_run_open(run, session);
			*before = *run;
			open = true;
		}
		fault_case_run(run, before, &found, &fault_cases[k], session);
		fault_found_add(&worst[k], &found);
	}
}

#endif
