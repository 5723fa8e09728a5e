/*
 * fault_run.h - a session with a person that a fault comes in, in closed loop: brought into a state, with one head
 * that breaks, a sound one beside it under the same orders, and since when the fault shows.
 *
 * That is told by the truth in the simulator, and never by what the controller thinks.
 */
#ifndef TESTS_INTEGRATION_FAULT_RUN_H
#define TESTS_INTEGRATION_FAULT_RUN_H

#include "integration/closed_loop.h"
#include "integration/fault_table.h"

#include "sim/cylinder.h"
#include "sim/screw.h"

#include <math.h>
#include <stdio.h>

#define SWINGS_N      18.0   /* to and fro, in four seconds twice */
#define BELOW_N       15.0   /* what is asked for at most, it presses when a fault comes */
#define ANOTHER       100000 /* seed, where this session comes to nothing to judge */
#define SESSIONS      5      /* with as many other seeds, and then it is no chance */
#define LOOKS_TICKS   67     /* two looks; in as much time it moved, or did not: */
#define MOVES_N       0.3
#define MOVES_M       1e-4
#define DROVE_M       4e-4   /* 0.3 mm are looked for, and a place has noise; */
#define OWED_SHOWS_M  0.0045 /* so of 4 mm that it stays behind or stands */
#define OWED_LOADED_M 0.006  /* of seven tenths: no more than that is due under load; */
#define OVER_SHOWS_M  0.0033 /* and 3 mm that it goes too far */
#define GAP_S         0.5    /* of late */
#define OWED_S        4.0
#define BEHIND_M      0.0021 /* 2 mm behind the stop are nonsense, and a place has noise */
#define LEAK_N        2.5
#define LEAK_SHARE    0.07
#define LEAK_MEAN_S   1.0
#define AT_REST_M     0.002 /* further back nobody can see a screw go */

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

/* Not before it has come down and pressed for a while. False: never, for it yields to this person, or is cut short. */
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
		if (k > 5000 && run->loop.heads[run->head].tissue_n > run->asked_n - BELOW_N) {
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
static inline void fault_run_read(struct fault_run *run, const char *rig, const char *patient)
{
	run->head = strcmp(rig, "sim-4-velocity") == 0 ? 1 : 4;
	closed_loop_read(&run->loop, rig, patient);
	run->loop.rig.heads[run->head].sensor.contact = (struct contact_spec){
		.rate_hz = 1000.0, .least_n = 0.5, .most_n = 20.0, .hysteresis_share = 0.1};
}

/* The head that breaks, of that rig. */
static inline const struct head *fault_run_head(struct fault_run *run, const char *rig)
{
	fault_run_read(run, rig, "nominal");
	return &run->loop.rig.heads[run->head];
}

static inline void fault_run_begin(struct fault_run *run, const struct fault_session *session,
				   uint64_t seed)
{
	const struct actuator_spec *actuator;

	memset(run, 0, sizeof(*run));
	run->asked_n = session->asked_n;
	run->holds = session->holds;
	fault_run_read(run, session->rig, session->patient);
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

#endif
