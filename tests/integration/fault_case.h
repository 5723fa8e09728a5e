/*
 * fault_case.h - one fault of one head in one state, in closed loop with a person: how long it takes
 * until it is found, named and let go, and what is felt meanwhile.
 *
 * The time to find it runs while the fault shows: by the truth in the simulator, and never by what the
 * controller thinks.
 */
#ifndef TESTS_INTEGRATION_FAULT_CASE_H
#define TESTS_INTEGRATION_FAULT_CASE_H

#include "integration/closed_loop.h"
#include "integration/fault_table.h"

#include "sim/cylinder.h"
#include "sim/screw.h"

#include <math.h>
#include <stdio.h>

#define FAULT_LEAK_GIVES_UP_S 60.0 /* of breath and yielding, it shows in a third of it at least */
#define RELEASE_MS            400.0
#define RELEASE_DEAD_MS       1000.0
#define FAULT_OVER_N          10.0
#define FAULT_EVENT_N         15.0   /* a fault and a cough at once [P] ... */
#define FAULT_EVENT_HARD_N    20.0   /* ... with a screw that presses hard already */
#define FAULT_RUNS_ON_N       2.0    /* 32 N/mm of bone at 17 mm/s, in two readings and a tick */
#define FAULT_FELT_N          5.0    /* where nothing names it, over what is asked for ... */
#define FAULT_FELT_SCREW_N    15.0   /* ... of a head that does not give way [P] */
#define SWINGS_N              18.0   /* to and fro, in four seconds twice */
#define BELOW_N               15.0   /* what is asked for at most, it presses when a fault comes */
#define ANOTHER               100000 /* seed, where somebody is yielded to again and again */
#define KEPT_S                1.2    /* watched on: released, still latched */
#define LOOKS_TICKS           67     /* two looks; in as much time it moved, or did not: */
#define MOVES_N               0.3
#define MOVES_M               1e-4
#define LEAK_N                2.5
#define LEAK_SHARE            0.07
#define LEAK_MEAN_S           1.0
#define AT_REST_M             0.002 /* further back nobody can see a screw go */

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

struct fault_run {
	struct closed_loop loop;
	const struct fault_case *is;
	int head;
	double asked_n; /* at most */
	struct wish wish;
	double t_s;          /* since the fault */
	double shown_s;      /* it showed for so long, at a stretch or in all */
	double ran_s;        /* since the fault, running */
	double held_s;       /* still pressed, since the head was let go ... */
	double held_most_s;  /* ... at most */
	struct cylinder air; /* a sound one, under the same orders */
	struct screw screw;
	double lost_n; /* of it, in a mean of a second */
	double gap_m;
	struct fault_past {
		double air_n;
		double place_m;
	} past[LOOKS_TICKS]; /* in truth */
	int ticks;
};

/* To and fro twice in four seconds, by one head of the back: there is always something to see. */
static inline void fault_run_wish(struct fault_run *run)
{
	const double t_s = (double)run->loop.frame.t_ns * 1e-9;

	run->wish = (struct wish){0};
	run->wish.force_n[run->head] =
		run->is->shows == SHOWS_LEAK
			? run->asked_n
			: run->asked_n - SWINGS_N + SWINGS_N * sin(3.14159265358979 * t_s);
	run->wish.peak_n[run->head] = run->asked_n;
}

static inline void fault_run_shadow(struct fault_run *run)
{
	const struct head *spec = &run->loop.rig.heads[run->head];
	const struct actuator *actuator = &run->loop.sim.heads[run->head].actuator;
	const struct head_actuation *order = &run->loop.actuation.heads[run->head];
	const struct supply supply = {run->loop.sim.powered, 1.0};
	const double dt_s = run->loop.dt_s;
	const bool at_rest = sim_position_m(&run->loop.sim, run->head) < AT_REST_M;

	if (actuator->kind == ACTUATOR_VELOCITY) {
		screw_drive(&run->screw, order->speed_m_s, order->dump_shut, supply.powered,
			    run->loop.heads[run->head].tissue_n, dt_s);
		run->gap_m += (run->screw.nut_m_s - actuator->screw.nut_m_s) * dt_s -
			      run->gap_m * dt_s / 0.5;
		if (!order->dump_shut || !run->screw.latched ||
		    (at_rest && order->speed_m_s < 0.0)) {
			run->gap_m = 0.0;
		}
	} else {
		cylinder_breathe(&run->air, order->pressure_pa, order->dump_shut, &supply, dt_s);
		run->lost_n +=
			((run->air.pressure_pa - sim_pressure_pa(&run->loop.sim, run->head)) *
				 spec->actuator.area_m2 -
			 run->lost_n) *
			dt_s / LEAK_MEAN_S;
	}
}

static inline bool fault_shows(struct fault_run *run, double *keeps)
{
	const struct closed_loop *loop = &run->loop;
	const struct head *spec = &loop->rig.heads[run->head];
	const double area_m2 = spec->actuator.area_m2;
	const double pa = sim_pressure_pa(&loop->sim, run->head);
	const double place_m = sim_position_m(&loop->sim, run->head);
	const struct fault_past now = {pa * area_m2, place_m};
	struct fault_past *past = &run->past[run->ticks++ % LOOKS_TICKS];
	const struct fault_past then = *past;
	const double moved_n = fabs(now.air_n - then.air_n);
	const struct head_frame *shown = &loop->frame.heads[run->head];
	const enum state state = loop->shown.state;
	double off_n;

	*past = now;
	*keeps = run->is->shows == SHOWS_MOVING || run->is->shows == SHOWS_PUMPING ||
				 run->is->shows == SHOWS_WAY
			 ? 1.0
			 : 0.0;
	switch (run->is->shows) {
	case SHOWS_AT_ONCE:
		return true;
	case SHOWS_ARMED:
		return state == STATE_ARMED || state == STATE_RUNNING || state == STATE_PAUSED;
	case SHOWS_MOVING:
		return moved_n > MOVES_N || fabs(now.place_m - then.place_m) > MOVES_M;
	case SHOWS_PUMPING:
		return moved_n > MOVES_N;
	case SHOWS_APART:
		return loop->heads[run->head].tissue_n > 16.0 && fabs(shown->force_n.value) > 16.0;
	case SHOWS_AIR:
		return fabs(pa - shown->pressure_pa.value) * area_m2 > 16.0 &&
		       loop->actuation.heads[run->head].dump_shut;
	case SHOWS_WAY:
		return fabs(run->gap_m) > MOVES_M;
	case SHOWS_VALVE:
		off_n = fabs(run->air.pressure_pa - pa) * area_m2;
		if (!loop->actuation.heads[run->head].dump_shut) {
			return pa > 5000.0 && run->air.pressure_pa < 1000.0;
		}
		return off_n > 9.0 && off_n > 0.18 * run->air.pressure_pa * area_m2;
	case SHOWS_LEAK:
		off_n = LEAK_N + LEAK_SHARE * run->air.pressure_pa * area_m2;
		return loop->actuation.heads[run->head].dump_shut && run->lost_n > off_n;
	case SHOWS_RELEASING:
	default:
		return !loop->actuation.heads[run->head].dump_shut &&
		       (pa * area_m2 > 5.0 || place_m > 0.005);
	}
}

static inline void fault_run_tick(struct fault_run *run)
{
	double keeps;

	fault_run_wish(run);
	closed_loop_tick(&run->loop);
	fault_run_shadow(run);
	run->t_s += run->loop.dt_s;
	if (run->loop.actuation.heads[run->head].dump_shut ||
	    run->loop.heads[run->head].tissue_n < RELEASED_N) {
		run->held_s = 0.0;
	} else {
		run->held_s += run->loop.dt_s;
		run->held_most_s = fmax(run->held_most_s, run->held_s);
	}
	if (run->loop.shown.state == STATE_FAULT) {
		return; /* it was found: time stands still */
	}
	if (fault_shows(run, &keeps)) {
		run->shown_s += run->loop.dt_s;
	} else {
		run->shown_s *= keeps;
	}
	run->ran_s += run->loop.shown.state == STATE_RUNNING ? run->loop.dt_s : 0.0;
}

/* Somebody goes on with the session, whatever state the fault came in. */
static inline void fault_run_press(struct fault_run *run, int tick)
{
	struct presses *presses = &run->loop.command.presses;
	const enum state state = run->loop.shown.state;

	if (tick % 100 != 0) {
		return;
	}
	presses->arm += state == STATE_IDLE;
	presses->start += state == STATE_ARMED && tick >= 500; /* nobody is that quick */
	presses->resume += state == STATE_PAUSED && tick >= 1500;
	if (run->is->shows == SHOWS_RELEASING && run->ran_s > 3.0 &&
	    run->loop.heads[run->head].tissue_n > 15.0) {
		presses->stop += state == STATE_RUNNING;
	}
}

/* False: never, for the head yields to this person. */
static inline bool fault_run_until_pressed(struct fault_run *run)
{
	for (int k = 0; k < 14000; k++) {
		fault_run_tick(run);
		if (run->loop.shown.state != STATE_RUNNING) {
			fail_msg("%s became %s before any fault", run->loop.rig.name,
				 state_name(run->loop.shown.state));
		}
		if (k > 3000 && run->loop.heads[run->head].tissue_n > run->asked_n - BELOW_N) {
			return true;
		}
	}
	return false;
}

/* No rig that is shipped has a contact pad. */
static inline void fault_case_read(struct fault_run *run, const char *rig, const char *patient)
{
	run->head = strcmp(rig, "sim-4-velocity") == 0 ? 1 : 4;
	closed_loop_read(&run->loop, rig, patient);
	run->loop.rig.heads[run->head].sensor.contact = (struct contact_spec){
		.rate_hz = 1000.0, .least_n = 0.5, .most_n = 20.0, .hysteresis_share = 0.1};
}

/* The head that breaks, of that rig. */
static inline const struct head *fault_case_head(struct fault_run *run, const char *rig)
{
	fault_case_read(run, rig, "nominal");
	return &run->loop.rig.heads[run->head];
}

/* A session of this person's that is in that state. */
static inline void fault_run_open(struct fault_run *run, const struct fault_case *is,
				  double asked_n, const char *patient, enum state state,
				  uint64_t seed)
{
	const bool screw = strcmp(is->rig, "sim-4-velocity") == 0;

	memset(run, 0, sizeof(*run));
	run->is = is;
	run->asked_n = asked_n;
	fault_case_read(run, is->rig, patient);
	closed_loop_begin(&run->loop, seed);
	sim_set_answers(&run->loop.sim, false);
	run->loop.pipeline.given = &run->wish;
	cylinder_init(&run->air, &run->loop.rig.heads[run->head].actuator);
	screw_init(&run->screw, &run->loop.rig.heads[run->head].actuator);
	if (screw) {
		screw_pace(&run->screw, run->loop.dt_s);
	} else {
		cylinder_pace(&run->air, run->loop.dt_s);
	}
	closed_loop_until(&run->loop, STATE_IDLE, 3.0);
	if (state == STATE_IDLE) {
		return;
	}
	run->loop.command.presses.arm++;
	fault_run_tick(run);
	if (state == STATE_ARMED) {
		return;
	}
	for (int k = 0; k < 100 && run->loop.shown.state == STATE_ARMED; k++) {
		run->loop.command.presses.start +=
			k % 20 == 0; /* a read may have slipped just now */
		fault_run_tick(run);
	}
	if (!fault_run_until_pressed(run)) {
		assert_true(seed < 5 * ANOTHER);
		fault_run_open(run, is, asked_n, patient, state, seed + ANOTHER);
		return;
	}
	if (state == STATE_PAUSED) {
		run->loop.command.presses.pause++;
		fault_run_tick(run);
	} else if (state == STATE_RELEASING) {
		run->loop.command.presses.stop++;
		fault_run_tick(run);
	}
}

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
static inline double fault_run_bound_ms(const struct fault_run *run)
{
	return run->is->shows == SHOWS_LEAK && run->asked_n <= ASKED_N ? NEVER_MS
								       : run->is->bound_ms;
}

/* Until the trip, or until it is clear that the rig will not be armed. */
static inline void fault_run_find(struct fault_run *run, struct fault_found *found)
{
	struct closed_loop *loop = &run->loop;
	const double gives_up_s = run->is->shows == SHOWS_LEAK && fault_run_bound_ms(run) < NEVER_MS
					  ? FAULT_LEAK_GIVES_UP_S
					  : FAULT_GIVES_UP_S;
	int idle = 0;

	assert_int_equal(loop->frame.heads[run->head].contact_n.state, SAMPLE_OK);
	closed_loop_order(loop, run->is->kind, run->head + 1);
	loop->order.fault_magnitude = run->is->magnitude;
	closed_loop_forget(loop);
	run->t_s = 0.0;
	run->shown_s = 0.0;
	run->ran_s = 0.0;
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
static inline void fault_run_let_go(struct fault_run *run, struct fault_found *found)
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

static inline bool fault_run_is_of_screw(const struct fault_run *run, enum fault_kind kind)
{
	return run->loop.rig.heads[run->head].actuator.kind == ACTUATOR_VELOCITY &&
	       run->is->kind == kind;
}

static inline bool fault_run_shows_half(const struct fault_run *run)
{
	return fault_run_is_of_screw(run, FAULT_WRONG) && run->is->magnitude > 0.0 &&
	       run->is->magnitude < 1.0;
}

/* Over the ceiling of a screw whose cell shows half: it trips at twice its limit. */
static inline double fault_run_half_n(const struct fault_run *run)
{
	const struct head *head = &run->loop.rig.heads[run->head];

	return (head->ceiling_n + FORCE_OVER_CEILING_N) / run->is->magnitude - head->ceiling_n;
}

/*
 * Over the ceiling. A screw has one channel, and shows half of what it presses. One that runs away on bone goes on for
 * two readings and its stop.
 */
static inline double fault_run_over_n(const struct fault_run *run)
{
	if (fault_run_is_of_screw(run, FAULT_VALVE_OPEN)) {
		return FAULT_OVER_N + FAULT_RUNS_ON_N;
	}
	if (run->asked_n <= ASKED_N) {
		return FAULT_OVER_N;
	}
	return fault_run_shows_half(run) ? fault_run_half_n(run) : FAULT_OVER_N;
}

/* While the person coughs, tenses or moves into it: with much asked for, more. */
static inline double fault_run_event_n(const struct fault_run *run)
{
	if (fault_run_shows_half(run)) {
		return fault_run_half_n(run) + FAULT_EVENT_N;
	}
	return run->asked_n <= ASKED_N ? FAULT_EVENT_N : FAULT_EVENT_HARD_N;
}

/* Felt at most where nothing names it: what is asked for, or twice that where the cell shows half. */
static inline double fault_run_felt_n(const struct fault_run *run)
{
	const double asked_n =
		fault_run_shows_half(run) ? run->asked_n / run->is->magnitude : run->asked_n;

	return asked_n +
	       (fault_run_is_of_screw(run, run->is->kind) ? FAULT_FELT_SCREW_N : FAULT_FELT_N);
}

/* What is felt in truth beyond what trips is as good a name as any: a cough, or a fault that was not found before. */
static inline uint64_t fault_run_causes(const struct fault_run *run,
					const struct fault_found *found)
{
	const double over_n = fmax(found->over_n, found->event_over_n);

	return run->is->causes | (over_n > 0.95 * FORCE_OVER_CEILING_N ? CAUSE(FORCE_HIGH) : 0);
}

static inline void fault_case_run(struct fault_run *run, struct fault_found *found,
				  const struct fault_case *is, double asked_n, const char *patient,
				  enum state state, uint64_t seed)
{
	const bool dead = is->kind == FAULT_DUMP_DEAD;
	double bound_ms;
	bool is_unnamed;
	char what[160];

	*found = (struct fault_found){.cause = COND_COUNT};
	fault_run_open(run, is, asked_n, patient, state, seed);
	bound_ms = fault_run_bound_ms(run);
	is_unnamed = bound_ms >= NEVER_MS || !(bound_ms > HARMLESS_MS);
	fault_run_find(run, found);
	if (found->refused) {
		assert_int_equal(is->shows, SHOWS_ARMED);
		return;
	}
	snprintf(what, sizeof(what),
		 "%s %g on %s, %s, %s: %s of head %d after %.0f ms, %.1f N over",
		 fault_kind_name(is->kind), is->magnitude, is->rig, patient, state_name(state),
		 condition_words(found->cause)->name, run->loop.shown.cause_head + 1,
		 found->detect_ms, found->over_n);
	if (dead && is->rig[4] == '4' && found->cause == COND_COUNT) {
		/* A carriage that was out by less than 9 mm is not told from its nut's way back: in a self-test. */
		found->release_ms = 1e3 * run->held_most_s;
		found->detect_ms = 0.0;
		found->never = true;
		assert_at_most(found->release_ms, RELEASE_DEAD_MS);
		return;
	}
	if (!(found->over_n <= fault_run_over_n(run) &&
	      found->event_over_n <= fault_run_event_n(run))) {
		fail_msg("%s, %.1f N in an event", what, found->event_over_n);
	}
	if (!(bound_ms > HARMLESS_MS) && run->loop.shown.state == STATE_FAULT) {
		fail_msg("%s, and %s", what, is->why);
	}
	if (is_unnamed && !(found->felt_n <= fault_run_felt_n(run))) {
		fail_msg("%s, %.1f N felt", what, found->felt_n);
	}
	if (is_unnamed && run->loop.shown.state != STATE_FAULT) {
		found->detect_ms = 0.0;
		found->never = true;
		return;
	}
	if (run->loop.shown.state != STATE_FAULT ||
	    !(COND_BIT(found->cause) & fault_run_causes(run, found)) ||
	    run->loop.shown.cause_head != run->head || !(found->detect_ms <= bound_ms)) {
		fail_msg("%s; %s", what, state_name(run->loop.shown.state));
	}
	fault_run_let_go(run, found);
	found->release_ms += dead ? found->detect_ms : 0.0; /* it is found by not letting go */
	if (!(found->release_ms <= (dead ? RELEASE_DEAD_MS : RELEASE_MS))) {
		fail_msg("%s; still pressed after %.0f ms", what, found->release_ms);
	}
}

#endif
