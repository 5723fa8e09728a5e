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
#define FAULT_EVENT_HARD_N    20.0   /* ... with much asked for already */
#define FAULT_RUNS_ON_N       2.0    /* 32 N/mm of bone at 17 mm/s, in two readings and a tick */
#define FAULT_FELT_N          5.0    /* where nothing names it, over what is asked for ... */
#define FAULT_FELT_SCREW_N    15.0   /* ... of a head that does not give way [P] */
#define SWINGS_N              18.0   /* to and fro, in four seconds twice */
#define BELOW_N               15.0   /* what is asked for at most, it presses when a fault comes */
#define ANOTHER               100000 /* seed, where this session comes to nothing to judge */
#define SESSIONS              5      /* with as many other seeds, and then it is no chance */
#define WAIT_TICKS            130    /* from case to case, ... */
#define STROKE_TICKS          4000   /* ... within as many */
#define KEPT_S                1.2    /* watched on: released, still latched */
#define LOOKS_TICKS           67     /* two looks; in as much time it moved, or did not: */
#define MOVES_N               0.3
#define MOVES_M               1e-4
#define DROVE_M               4e-4   /* 0.3 mm are looked for, and a place has noise; */
#define OWED_SHOWS_M          0.0045 /* so of 4 mm that it stays behind or stands */
#define OWED_LOADED_M         0.006  /* of seven tenths: no more than that is due under load; */
#define OVER_SHOWS_M          0.0033 /* and 3 mm that it goes too far */
#define GAP_S                 0.5    /* of late */
#define OWED_S                4.0
#define BEHIND_M              0.0021 /* 2 mm behind the stop are nonsense, and a place has noise */
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

/* A session that a fault comes in. */
struct fault_session {
	const char *rig;
	const char *patient;
	double asked_n;   /* at most */
	bool holds;       /* that much, for a leak; else to and fro */
	enum state state; /* that it is in by then */
	uint64_t seed;
};

struct fault_run {
	struct closed_loop loop;
	const struct fault_case *is; /* NULL before the fault */
	int head;
	double asked_n; /* at most */
	bool holds;
	struct wish wish;
	double t_s;          /* since the fault */
	double shown_s;      /* it showed for so long, at a stretch or in all */
	double ran_s;        /* since the fault, running */
	double held_s;       /* still pressed, since the head was let go ... */
	double held_most_s;  /* ... at most */
	struct cylinder air; /* a sound one, under the same orders */
	struct screw screw;
	double lost_n; /* of it, in a mean of a second */
	double gap_m;  /* a sound screw would have gone further by so much, of late ... */
	double owed_m; /* ... and so far in all, since this one stood here: */
	double stood_m;
	double froze_m; /* here it was when the fault came */
	struct fault_past {
		double air_n;
		double place_m;
	} past[LOOKS_TICKS]; /* in truth */
	int ticks;
	char what[192]; /* it is, in words */
};

/* To and fro twice in four seconds, by one head of the back: there is always something to see. */
static inline void fault_run_wish(struct fault_run *run)
{
	const double t_s = (double)run->loop.frame.t_ns * 1e-9;

	run->wish = (struct wish){0};
	run->wish.force_n[run->head] =
		run->holds ? run->asked_n
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
			      run->gap_m * dt_s / GAP_S;
		run->owed_m += run->screw.nut_m_s * dt_s - run->owed_m * dt_s / OWED_S;
		if (!order->dump_shut || !run->screw.latched ||
		    (at_rest && order->speed_m_s < 0.0)) {
			run->gap_m = 0.0;
			run->owed_m = 0.0;
		}
		if (fabs(sim_position_m(&run->loop.sim, run->head) - run->stood_m) > DROVE_M) {
			run->stood_m = sim_position_m(&run->loop.sim, run->head);
			run->owed_m = 0.0;
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

static inline bool fault_keeps(enum shows shows)
{
	return shows == SHOWS_MOVING || shows == SHOWS_PUMPING;
}

static inline bool fault_shows(const struct fault_run *run, const struct fault_past *then,
			       const struct fault_past *now)
{
	const struct closed_loop *loop = &run->loop;
	const struct head *spec = &loop->rig.heads[run->head];
	const double area_m2 = spec->actuator.area_m2;
	const double pa = sim_pressure_pa(&loop->sim, run->head);
	const double moved_n = fabs(now->air_n - then->air_n);
	const struct head_frame *shown = &loop->frame.heads[run->head];
	const enum state state = loop->shown.state;
	double off_n;
	double shows_m;

	switch (run->is->shows) {
	case SHOWS_AT_ONCE:
		return true;
	case SHOWS_ARMED:
		return state == STATE_ARMED || state == STATE_RUNNING || state == STATE_PAUSED;
	case SHOWS_MOVING:
		return moved_n > MOVES_N || fabs(now->place_m - then->place_m) > MOVES_M;
	case SHOWS_DROVE:
		return fabs(now->place_m - run->froze_m) > DROVE_M;
	case SHOWS_BEHIND:
		return now->place_m > BEHIND_M;
	case SHOWS_PUMPING:
		return moved_n > MOVES_N;
	case SHOWS_APART:
		return loop->heads[run->head].tissue_n > 16.0 && fabs(shown->force_n.value) > 16.0;
	case SHOWS_AIR:
		return fabs(pa - shown->pressure_pa.value) * area_m2 > 16.0 &&
		       loop->actuation.heads[run->head].dump_shut;
	case SHOWS_WAY:
		shows_m = loop->heads[run->head].tissue_n > 0.0 ? OWED_LOADED_M : OWED_SHOWS_M;
		return run->gap_m > shows_m || run->gap_m < -OVER_SHOWS_M ||
		       fabs(run->owed_m) > shows_m;
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
		       (pa * area_m2 > 5.0 || now->place_m > 0.005);
	}
}

static inline void fault_run_tick(struct fault_run *run)
{
	struct fault_past *past = &run->past[run->ticks++ % LOOKS_TICKS];
	const struct fault_past then = *past;

	fault_run_wish(run);
	closed_loop_tick(&run->loop);
	fault_run_shadow(run);
	*past = (struct fault_past){sim_pressure_pa(&run->loop.sim, run->head) *
					    run->loop.rig.heads[run->head].actuator.area_m2,
				    sim_position_m(&run->loop.sim, run->head)};
	run->t_s += run->is != NULL ? run->loop.dt_s : 0.0;
	if (run->loop.actuation.heads[run->head].dump_shut ||
	    run->loop.heads[run->head].tissue_n < RELEASED_N) {
		run->held_s = 0.0;
	} else {
		run->held_s += run->loop.dt_s;
		run->held_most_s = fmax(run->held_most_s, run->held_s);
	}
	if (run->is == NULL || run->loop.shown.state == STATE_FAULT) {
		return; /* it was found: time stands still */
	}
	if (fault_shows(run, &then, past)) {
		run->shown_s += run->loop.dt_s;
	} else if (!fault_keeps(run->is->shows)) {
		run->shown_s = 0.0;
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

/* Such a session is no fault's: it was paused as somebody had moved, or a cough under a screw has tripped it. */
static inline bool fault_run_is_cut_short(const struct fault_run *run)
{
	const struct snapshot *shown = &run->loop.shown;
	const bool screw = run->loop.rig.heads[run->head].actuator.kind == ACTUATOR_VELOCITY;

	return (shown->state == STATE_PAUSED && shown->reason == COND_MOVED) ||
	       (shown->state == STATE_FAULT && shown->cause == COND_FORCE_HIGH && screw &&
		sim_is_in_event(&run->loop.sim));
}

/* False: never, for the head yields to this person, or it is cut short. */
static inline bool fault_run_until_pressed(struct fault_run *run)
{
	for (int k = 0; k < 14000; k++) {
		fault_run_tick(run);
		if (fault_run_is_cut_short(run)) {
			return false;
		}
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

/* A read may have slipped just now: whoever presses in vain presses again. */
static inline void fault_run_press_until(struct fault_run *run, unsigned *presses, enum state from)
{
	for (int k = 0; k < 100 && run->loop.shown.state == from; k++) {
		*presses += k % 20 == 0;
		fault_run_tick(run);
	}
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

static inline void fault_run_begin(struct fault_run *run, const struct fault_session *session,
				   uint64_t seed)
{
	const struct actuator_spec *actuator;

	memset(run, 0, sizeof(*run));
	run->asked_n = session->asked_n;
	run->holds = session->holds;
	fault_case_read(run, session->rig, session->patient);
	closed_loop_begin(&run->loop, seed);
	sim_set_answers(&run->loop.sim, false);
	actuator = &run->loop.rig.heads[run->head].actuator;
	cylinder_init(&run->air, actuator);
	screw_init(&run->screw, actuator);
	if (actuator->kind == ACTUATOR_VELOCITY) {
		screw_pace(&run->screw, run->loop.dt_s);
	} else {
		cylinder_pace(&run->air, run->loop.dt_s);
	}
	closed_loop_until(&run->loop, STATE_IDLE, 3.0);
}

/* False: with this seed it never gets that far. */
static inline bool fault_run_try(struct fault_run *run, const struct fault_session *session,
				 uint64_t seed)
{
	struct presses *presses = &run->loop.command.presses;
	const enum state state = session->state;

	fault_run_begin(run, session, seed);
	run->loop.pipeline.given = &run->wish;
	if (state == STATE_IDLE) {
		return true;
	}
	fault_run_press_until(run, &presses->arm, STATE_IDLE);
	if (state == STATE_ARMED) {
		return run->loop.shown.state == state;
	}
	fault_run_press_until(run, &presses->start, STATE_ARMED);
	if (!fault_run_until_pressed(run)) {
		return false;
	}
	presses->pause += state == STATE_PAUSED;
	presses->stop += state == STATE_RELEASING;
	fault_run_tick(run);
	return run->loop.shown.state == state;
}

/* A session as far as the fault: what is in it is good for as many cases as are wanted, each from a copy. */
static inline void fault_run_open(struct fault_run *run, const struct fault_session *session)
{
	for (int k = 0; k < SESSIONS; k++) {
		if (fault_run_try(run, session, session->seed + (uint64_t)k * ANOTHER)) {
			return;
		}
	}
	fail_msg("%s, %s: none of %d sessions comes to press", session->rig, session->patient,
		 SESSIONS);
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
	const double hard_n = run->asked_n <= ASKED_N ? FAULT_EVENT_N : FAULT_EVENT_HARD_N;

	return fault_run_shows_half(run) ? fault_run_half_n(run) + FAULT_EVENT_N
					 : fmax(hard_n, fault_run_over_n(run));
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

static inline void fault_run_tell(struct fault_run *run, const struct fault_session *session,
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

static inline void fault_run_judge_force(const struct fault_run *run,
					 const struct fault_found *found, bool is_unnamed)
{
	if (!(found->over_n <= fault_run_over_n(run) &&
	      found->event_over_n <= fault_run_event_n(run))) {
		fail_msg("%s", run->what);
	}
	if (is_unnamed && !(found->felt_n <= fault_run_felt_n(run))) {
		fail_msg("%s, %.1f N felt", run->what, found->felt_n);
	}
}

static inline void fault_run_judge_name(struct fault_run *run, struct fault_found *found,
					double bound_ms)
{
	const bool dead = run->is->kind == FAULT_DUMP_DEAD;

	if (run->loop.shown.state != STATE_FAULT ||
	    !(COND_BIT(found->cause) & fault_run_causes(run, found)) ||
	    run->loop.shown.cause_head != run->head || !(found->detect_ms <= bound_ms)) {
		fail_msg("%s; %s", run->what, state_name(run->loop.shown.state));
	}
	fault_run_let_go(run, found);
	found->release_ms += dead ? found->detect_ms : 0.0; /* it is found by not letting go */
	if (!(found->release_ms <= (dead ? RELEASE_DEAD_MS : RELEASE_MS))) {
		fail_msg("%s; still pressed after %.0f ms", run->what, found->release_ms);
	}
}

/* A carriage that was out by less than 9 mm is not told from its nut's way back: in a self-test. */
static inline bool fault_run_is_back_anyway(const struct fault_run *run,
					    const struct fault_found *found)
{
	return fault_run_is_of_screw(run, FAULT_DUMP_DEAD) && found->cause == COND_COUNT;
}

/* A leak shows in a head that holds, all else in one that goes to and fro. */
static inline bool fault_case_is_of(const struct fault_case *is,
				    const struct fault_session *session)
{
	return strcmp(is->rig, session->rig) == 0 && (is->shows == SHOWS_LEAK) == session->holds;
}

/* Each case comes at another moment of two strokes, and of a breath. */
static inline void fault_run_wait(struct fault_run *run, const struct fault_run *before, int k)
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
	fault_run_wait(run, before, (int)(is - fault_cases));
	run->is = is;
	bound_ms = fault_run_bound_ms(run);
	is_unnamed = bound_ms >= NEVER_MS || !(bound_ms > HARMLESS_MS);
	fault_run_find(run, found);
	if (found->refused) {
		assert_int_equal(is->shows, SHOWS_ARMED);
		return;
	}
	fault_run_tell(run, session, found);
	if (!(bound_ms > HARMLESS_MS) && run->loop.shown.state == STATE_FAULT) {
		fail_msg("%s, and %s", run->what, is->why);
	}
	fault_run_judge_force(run, found, is_unnamed);
	if (fault_run_is_back_anyway(run, found)) {
		found->release_ms = 1e3 * run->held_most_s;
		found->never = true;
		assert_at_most(found->release_ms, RELEASE_DEAD_MS);
	} else if (is_unnamed && run->loop.shown.state != STATE_FAULT) {
		found->never = true;
	} else {
		fault_run_judge_name(run, found, bound_ms);
	}
	if (found->never) {
		found->detect_ms = 0.0;
	}
}

#endif
