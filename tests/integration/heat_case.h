/*
 * heat_case.h - one fault of a thermistor or a heater in one state, in closed loop with a person who is to be
 * warmed: how long it takes until it is found, named and let go, and how warm face and skin get meanwhile.
 *
 * The time to find it runs while the fault shows: by the truth in the simulator, and never by what the
 * controller thinks.
 */
#ifndef TESTS_INTEGRATION_HEAT_CASE_H
#define TESTS_INTEGRATION_HEAT_CASE_H

#include "integration/fault_table.h"
#include "integration/warm_loop.h"

#include "sim/heater.h"

#include <math.h>
#include <stdio.h>

#define HEAT_GIVES_UP_S  150.0
#define HEAT_NEVER_MS    (1e3 * HEAT_GIVES_UP_S)
#define HEAT_WARMS_S     110.0 /* till the faces are as warm as they are to be */
#define HEAT_TO_C        40.0
#define HEAT_PRESSES_N   10.0
#define HEAT_RIG         "sim-16" /* what is warm there is the same part as on every other rig */
#define HEAT_KEPT_S      1.2      /* watched on: released, still latched */
#define HEAT_RELEASE_MS  400.0
#define HEAT_WARMER_K    1.0
#define HEAT_BY_ITSELF_C 38.0 /* as warm as skin and a warm room make a face */

/* Since when it counts as showing. */
enum heat_shows {
	HEAT_SHOWS_WANTED = 0, /* while heat is wanted: else no heater gets any power */
	HEAT_SHOWS_POWERED,    /* while the heater is given power, in all */
	HEAT_SHOWS_WARMER      /* while a sound heater under the same orders would be 1 K cooler */
};

struct heat_case {
	enum fault_kind kind;
	double magnitude;
	enum heat_shows shows;
	double warm_ms;  /* where it came while a warm face was heated, or HEAT_NEVER_MS */
	double let_ms;   /* where it came while one was let go, likewise */
	double cold_ms;  /* where it came before any heat was wanted, likewise */
	double face_c;   /* it gets no warmer ... */
	double skin_c;   /* ... nor does the skin under it */
	const char *why; /* it need not be named; NULL where it is */
};

#define WHY_HALF "by its phase it is as good as off, or takes every reading: then nothing is wrong"
#define WHY_LATE "five readings late is not lost, and warmth is slower than that"

/*
 * Times within which each is to be found. Silence of a 10 Hz thermistor: 8 periods, the one under way, the 1 s that
 * heat waits for a reading, and a turn of 50 ms. Nonsense: all that without the 8 periods. So garbage, of which one
 * reading in 20 could be true, and each takes a quarter of its time from the silence: 6 of them come in time in one of
 * 10,000 runs. The same again and again: 100 readings with power, and a turn. What falls faster than any face cools:
 * the reading under way and a turn; where the thermistor hangs in the air its bead follows, a second of which a fifth
 * will do. Twice 22 degC, which a cold face has, is just as warm as may be, and one reading in three is above that: 26
 * are not in one of 10,000 runs.
 *
 * One that shows too little from a cold start is seen by its heater: 20 s of full power that do not warm it by 2 K.
 * Loose it takes 8 s until so much is asked for, a reading and two turns, and a pause hides how it fell. At half it
 * must get twice as warm: the cut-out in the heater's own circuit stops that at 45 degC, 23 K at 0.3 K/s after the
 * start, and then it is found. A heater that is on whatever is asked: 5 s without an order until the face is at rest,
 * and 1 K at 0.3 K/s, behind a bead of 1 s; after a pause of 1.5 s orders begin that anew. From cold nothing is odd
 * before it is 40 degC, and at 44 it is: 6 K from where skin alone brings it, and 0.3 K more behind that bead.
 */
/* clang-format off */
static const struct heat_case heat_cases[] = {
	{ FAULT_SURFACE_OFF,          0.0, HEAT_SHOWS_WANTED,  1950.0,       1950.0,       1950.0,        41.0, 40.0, NULL },
	{ FAULT_SURFACE_STUCK,        0.0, HEAT_SHOWS_POWERED, 10050.0,      10050.0,      10050.0,       41.0, 40.0, NULL },
	{ FAULT_SURFACE_GARBAGE,      0.0, HEAT_SHOWS_WANTED,  1800.0,       1800.0,       1800.0,        41.0, 40.0, NULL },
	{ FAULT_SURFACE_WRONG,        2.0, HEAT_SHOWS_WANTED,  1150.0,       1150.0,       2600.0,        41.0, 40.0, NULL },
	{ FAULT_SURFACE_WRONG,        0.5, HEAT_SHOWS_WANTED,  150.0,        100000.0,     100000.0,      46.0, 43.0, NULL },
	{ FAULT_SURFACE_WRONG,       -1.0, HEAT_SHOWS_WANTED,  1150.0,       1150.0,       1150.0,        41.0, 40.0, NULL },
	{ FAULT_SURFACE_SLOW,       100.0, HEAT_SHOWS_WANTED,  1950.0,       1950.0,       1950.0,        41.0, 40.0, NULL },
	{ FAULT_SURFACE_DELAYED,      5.0, HEAT_SHOWS_WANTED,  1950.0,       1950.0,       1950.0,        41.0, 40.0, NULL },
	{ FAULT_SURFACE_INTERMITTENT, 1.0, HEAT_SHOWS_WANTED,  1950.0,       1950.0,       1950.0,        41.0, 40.0, NULL },
	{ FAULT_SURFACE_INTERMITTENT, 0.5, HEAT_SHOWS_WANTED,  HEAT_NEVER_MS, HEAT_NEVER_MS, HEAT_NEVER_MS, 41.0, 40.0, WHY_HALF },
	{ FAULT_SURFACE_DELAYED,      0.5, HEAT_SHOWS_WANTED,  HEAT_NEVER_MS, HEAT_NEVER_MS, HEAT_NEVER_MS, 41.0, 40.0, WHY_LATE },
	{ FAULT_SURFACE_LOOSE,        0.0, HEAT_SHOWS_WANTED,  350.0,        28650.0,      28650.0,       46.0, 41.0, NULL },
	{ FAULT_HEATER_ON,            0.0, HEAT_SHOWS_WARMER,  9500.0,       11000.0,      21000.0,       44.3, 40.0, NULL },
};
/* clang-format on */

#define HEAT_CASES ((int)(sizeof(heat_cases) / sizeof(heat_cases[0])))

struct heat_found {
	bool never; /* found */
	double detect_ms;
	double release_ms;
	double face_c; /* at most, of the head that it is about */
	double skin_c;
};

struct heat_run {
	struct warm_loop warm;
	const struct heat_case *is;
	int head;
	int ticks; /* since the fault */
	double shown_s;
	double heat_s;
	struct heater sound; /* under the same orders */
};

/* Somebody goes on with the session, whatever state the fault came in. */
static inline void heat_run_press(struct heat_run *run, int tick)
{
	struct presses *presses = &run->warm.loop.command.presses;
	const enum state state = run->warm.loop.shown.state;

	if (tick % 100 == 0) {
		presses->arm += state == STATE_IDLE;
		presses->start += state == STATE_ARMED && tick >= 500; /* nobody is that quick */
		presses->resume += state == STATE_PAUSED && tick >= 1500;
	}
}

static inline bool heat_run_warms(struct heat_run *run)
{
	for (int k = 0; k < (int)(HEAT_WARMS_S / run->warm.loop.dt_s); k++) {
		heat_run_press(run, 2000 + k);
		warm_tick(&run->warm);
	}
	for (int k = 0; k < 5000 && run->warm.loop.shown.state != STATE_RUNNING; k++) {
		heat_run_press(run, 2000 + k);
		warm_tick(&run->warm);
	}
	return run->warm.loop.shown.state == STATE_RUNNING &&
	       fabs(sim_surface_c(&run->warm.loop.sim, run->head) - HEAT_TO_C) < 1.0;
}

/* A session of this person's that is in that state: warm, where something presses or did. */
static inline void heat_run_open(struct heat_run *run, const char *patient, enum state state,
				 uint64_t seed)
{
	struct closed_loop *loop = &run->warm.loop;

	memset(run, 0, sizeof(*run));
	closed_loop_open(loop, HEAT_RIG, patient, seed);
	sim_set_answers(&loop->sim, false);
	loop->pipeline.given = &run->warm.wish;
	run->head = first_heated(&run->warm);
	warm_loop_wish(&run->warm, HEAT_TO_C, HEAT_PRESSES_N);
	closed_loop_until(loop, STATE_IDLE, 3.0);
	if (state == STATE_IDLE) {
		return;
	}
	loop->command.presses.arm++;
	assert_int_equal(warm_tick(&run->warm), STATE_ARMED);
	if (state == STATE_ARMED) {
		return;
	}
	assert_true(heat_run_warms(run));
	loop->command.presses.pause += state == STATE_PAUSED;
	loop->command.presses.stop += state == STATE_RELEASING;
	assert_int_equal(warm_tick(&run->warm), state);
}

/* A sound heater where the broken one is. */
static inline void heat_run_shadow(struct heat_run *run)
{
	const struct closed_loop *loop = &run->warm.loop;
	const struct heating heating = {
		.powered = loop->sim.powered,
		.ordered = loop->sim.heat_quiet_s < HEATER_EXPIRES_S,
		.share = loop->actuation.heads[run->head].heater_share,
		.force_n = loop->heads[run->head].tissue_n,
	};

	run->heat_s += loop->dt_s;
	if (run->heat_s >= HEATER_STEP_S - 0.5 * loop->dt_s) {
		heater_step(&run->sound, &heating, run->heat_s);
		run->heat_s = 0.0;
	}
}

static inline bool heat_run_shows(const struct heat_run *run)
{
	const struct closed_loop *loop = &run->warm.loop;
	const double face_c = sim_surface_c(&loop->sim, run->head);

	switch (run->is->shows) {
	case HEAT_SHOWS_POWERED:
		return loop->actuation.heads[run->head].heater_share > 0.0;
	case HEAT_SHOWS_WARMER:
		return face_c > run->sound.face_c + HEAT_WARMER_K && face_c > HEAT_BY_ITSELF_C;
	case HEAT_SHOWS_WANTED:
	default:
		return loop->shown.state == STATE_RUNNING;
	}
}

static inline void heat_run_tick(struct heat_run *run, struct heat_found *found)
{
	struct closed_loop *loop = &run->warm.loop;

	heat_run_press(run, run->ticks++);
	warm_tick(&run->warm);
	heat_run_shadow(run);
	if (loop->shown.state != STATE_FAULT && heat_run_shows(run)) {
		run->shown_s += loop->dt_s;
	}
	found->face_c = fmax(found->face_c, sim_surface_c(&loop->sim, run->head));
	found->skin_c = fmax(found->skin_c, sim_skin_c(&loop->sim, run->head));
}

/* Until the trip. */
static inline void heat_run_find(struct heat_run *run, struct heat_found *found)
{
	struct closed_loop *loop = &run->warm.loop;
	const int most = (int)(HEAT_GIVES_UP_S / loop->dt_s);

	run->sound = loop->sim.heads[run->head].heater;
	closed_loop_order(loop, run->is->kind, run->head + 1);
	loop->order.fault_magnitude = run->is->magnitude;
	while (run->ticks < most && loop->shown.state != STATE_FAULT) {
		heat_run_tick(run, found);
	}
	found->never = loop->shown.state != STATE_FAULT;
	found->detect_ms = found->never ? 0.0 : 1e3 * run->shown_s;
}

/* How long anybody is still pressed, and whether it stays the same fault. */
static inline void heat_run_let_go(struct heat_run *run, struct heat_found *found)
{
	struct closed_loop *loop = &run->warm.loop;

	for (int k = 0; k < (int)(HEAT_KEPT_S / loop->dt_s); k++) {
		heat_run_tick(run, found);
		if (closed_loop_most_n(loop) >= RELEASED_N) {
			found->release_ms = 1e3 * (k + 1) * loop->dt_s;
		}
		assert_int_equal(loop->shown.state, STATE_FAULT);
		assert_int_equal(loop->shown.cause, COND_HEAT);
		assert_int_equal(loop->shown.cause_head, run->head);
	}
}

static inline double heat_case_bound_ms(const struct heat_case *is, enum state state)
{
	if (state == STATE_RUNNING) {
		return is->warm_ms;
	}
	return state == STATE_PAUSED || state == STATE_RELEASING ? is->let_ms : is->cold_ms;
}

/* From a run as heat_run_open() left it, in that state. */
static inline void heat_case_run(struct heat_run *run, struct heat_found *found,
				 const struct heat_case *is, enum state state)
{
	const double bound_ms = heat_case_bound_ms(is, state);
	const struct snapshot *shown = &run->warm.loop.shown;
	char what[160];

	*found = (struct heat_found){0};
	run->is = is;
	heat_run_find(run, found);
	snprintf(what, sizeof(what), "%s %g, %s: %s of head %d after %.0f ms, face %.1f, skin %.1f",
		 fault_kind_name(is->kind), is->magnitude, state_name(state),
		 found->never ? "nothing" : condition_words(shown->cause)->name,
		 shown->cause_head + 1, found->detect_ms, found->face_c, found->skin_c);
	if (!(found->face_c <= is->face_c && found->skin_c <= is->skin_c)) {
		fail_msg("%s", what);
	}
	if (found->never && bound_ms >= HEAT_NEVER_MS) {
		return;
	}
	if (found->never || shown->cause != COND_HEAT || shown->cause_head != run->head ||
	    !(found->detect_ms <= bound_ms)) {
		fail_msg("%s", what);
	}
	heat_run_let_go(run, found);
	if (!(found->release_ms <= HEAT_RELEASE_MS && found->face_c <= is->face_c)) {
		fail_msg("%s; still pressed after %.0f ms", what, found->release_ms);
	}
}

#endif
