/*
 * warm_loop.h - the controller and the simulated rig in virtual time, the whole pipeline as it is shipped, with
 * wishes of the test's own instead of a technique's: how warm, and how hard, each head shall be.
 */
#ifndef TESTS_INTEGRATION_WARM_LOOP_H
#define TESTS_INTEGRATION_WARM_LOOP_H

#include "integration/closed_loop.h"

struct warm_loop {
	struct closed_loop loop;
	struct wish wish;
	double face_c; /* the warmest face so far, in truth */
	double skin_c; /* likewise of the skin under them */
};

static inline void warm_loop_open(struct warm_loop *warm, const char *rig, const char *patient)
{
	memset(warm, 0, sizeof(*warm));
	closed_loop_open(&warm->loop, rig, patient, 11);
	warm->loop.pipeline.given = &warm->wish;
}

static inline bool is_heated(const struct warm_loop *warm, int i)
{
	return warm->loop.rig.heads[i].heater.driver != DRIVER_NONE;
}

static inline int first_heated(const struct warm_loop *warm)
{
	int i = 0;

	while (!is_heated(warm, i)) {
		i++;
	}
	return i;
}

/* Of every heated head. */
static inline void warm_loop_wish(struct warm_loop *warm, double surface_c, double force_n)
{
	for (int i = 0; i < warm->loop.rig.head_count; i++) {
		if (is_heated(warm, i)) {
			warm->wish.surface_c[i] = surface_c;
			warm->wish.force_n[i] = force_n;
			warm->wish.peak_n[i] = force_n;
		}
	}
}

static inline enum state warm_tick(struct warm_loop *warm)
{
	struct closed_loop *loop = &warm->loop;

	closed_loop_tick(loop);
	for (int k = 0; k < loop->sim.heated_count; k++) {
		double face_c = sim_surface_c(&loop->sim, loop->sim.heated[k]);
		double skin_c = sim_skin_c(&loop->sim, loop->sim.heated[k]);

		warm->face_c = face_c > warm->face_c ? face_c : warm->face_c;
		warm->skin_c = skin_c > warm->skin_c ? skin_c : warm->skin_c;
	}
	return loop->shown.state;
}

/* Stays in the state it is in. */
static inline void warm_run(struct warm_loop *warm, double seconds)
{
	enum state state = warm->loop.shown.state;

	for (int k = 0; k < (int)(seconds / warm->loop.dt_s + 0.5); k++) {
		if (warm_tick(warm) != state) {
			fail_msg("%s became %s after %.3f s: %s, head %d", state_name(state),
				 state_name(warm->loop.shown.state), k * warm->loop.dt_s,
				 condition_words(warm->loop.shown.reason)->sentence,
				 warm->loop.shown.cause_head + 1);
		}
	}
}

/* Seconds until that state, or most_s. */
static inline double warm_until(struct warm_loop *warm, enum state state, double most_s)
{
	double gone_s = 0.0;

	while (warm_tick(warm) != state && gone_s < most_s) {
		gone_s += warm->loop.dt_s;
	}
	return gone_s;
}

static inline void warm_start(struct warm_loop *warm)
{
	warm_until(warm, STATE_IDLE, 3.0);
	assert_int_equal(warm->loop.shown.state, STATE_IDLE);
	warm->loop.command.presses.arm++;
	assert_int_equal(warm_tick(warm), STATE_ARMED);
	warm->loop.command.presses.start++;
	assert_int_equal(warm_tick(warm), STATE_RUNNING);
}

#endif
