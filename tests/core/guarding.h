/* guarding.h - a guard and its ceilings on a bench rig, shown by hand what a head feels. */
#ifndef TESTS_CORE_GUARDING_H
#define TESTS_CORE_GUARDING_H

#include "core/safety/guard.h"

#include "core/bench_rig.h"

#define PUSH_TICKS 13 /* in a row, that a push lasts to be one: 12 ms of a head that is alone */

static struct rig rig;
static struct client client;
static struct ceilings ceilings;
static struct guard guard;
static struct belief belief;
static struct setpoint setpoint;
static struct wish wish;
static struct command command;
static int64_t t_ns;
static double fastest_n; /* that the ceiling fell in one tick */

static inline void guarding_begin(int heads, enum actuator_kind kind, double breakaway_n)
{
	bench_rig(&rig, heads);
	for (int i = 0; i < heads; i++) {
		rig.heads[i].actuator.kind = kind;
		rig.heads[i].actuator.friction.breakaway_n = breakaway_n;
		wish.peak_n[i] = 30.0;
	}
	client_init(&client, &rig);
	ceilings_init(&ceilings, &rig);
	guard_init(&guard, &rig);
	command_init(&command);
	memset(&belief, 0, sizeof(belief));
	memset(&setpoint, 0, sizeof(setpoint));
	setpoint.share = 1.0;
	t_ns = 1000 * S_NS;
	ceilings_step(&ceilings, &belief, &command, &client, STATE_RUNNING, t_ns, TICK_S);
}

static inline void guarding_press(int head, double wanted_n, double force_n)
{
	setpoint.heads[head].now_n = wanted_n;
	setpoint.heads[head].at_sample_n = wanted_n;
	belief.heads[head].force_n = force_n;
}

/* One head, which has its turn in every tick. Its margin at 30 N: 0.6 + 0.48 x 3 + 0.02 x 30 = 2.64. */
static inline void guarding_begin_one(void)
{
	guarding_begin(1, ACTUATOR_PRESSURE, 3.0);
}

/* Of the first head; the others go on with what they have. */
static inline void guarding_tick(double wanted_n, double force_n)
{
	double before_n = ceilings.heads[0].now_n;

	t_ns += MS_NS;
	ceilings_step(&ceilings, &belief, &command, &client, STATE_RUNNING, t_ns, TICK_S);
	if (before_n <= 30.0 && before_n - ceilings.heads[0].now_n > fastest_n) {
		fastest_n = before_n - ceilings.heads[0].now_n; /* from the peak down: no step */
	}
	guarding_press(0, wanted_n, force_n);
	guard_step(&guard, &ceilings, &belief, &setpoint, &wish, t_ns);
}

static inline void guarding_hold_ticks(double wanted_n, double force_n, int ticks)
{
	for (int k = 0; k < ticks; k++) {
		guarding_tick(wanted_n, force_n);
	}
}

static inline void guarding_push(double wanted_n, double by_n, int ticks)
{
	guarding_hold_ticks(wanted_n, wanted_n + by_n, ticks);
}

/* From one wish to another, with a force that is so much more than it at first and at last. */
static inline void guarding_go(double from_n, double to_n, double by_n, double to_by_n, int ticks)
{
	for (int k = 1; k <= ticks; k++) {
		const double part = (double)k / ticks;
		const double wanted_n = from_n + (to_n - from_n) * part;

		guarding_tick(wanted_n, wanted_n + by_n + (to_by_n - by_n) * part);
	}
}

static inline void guarding_hold(double wanted_n, double force_n, double seconds)
{
	guarding_hold_ticks(wanted_n, force_n, (int)(seconds / TICK_S + 0.5));
}

/* The first head lies 30 mm out, on tissue that is so stiff where 40 N press. */
static inline void guarding_lie(double stiffness_n_m)
{
	belief.heads[0].position_known = true;
	belief.heads[0].position_m = 0.03;
	belief.heads[0].contact = true;
	belief.heads[0].touched_at_m = 0.03 - 40.0 / stiffness_n_m;
}

#endif
