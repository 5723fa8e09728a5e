/* limiting.h - ceilings on a bench rig, with what is asked for and felt set by hand. */
#ifndef TESTS_CORE_LIMITING_H
#define TESTS_CORE_LIMITING_H

#include "core/safety/ceiling.h"

#include "core/bench_rig.h"

static struct rig rig;
static struct client client;
static struct ceilings ceilings;
static struct belief belief;
static struct command command;
static int64_t t_ns;
static enum state now;

/* On the rig as it is. */
static inline void limiting_begin(void)
{
	client_init(&client, &rig);
	ceilings_init(&ceilings, &rig);
	command_init(&command);
	memset(&belief, 0, sizeof(belief));
	t_ns = 1000 * S_NS;
	now = STATE_IDLE;
}

static inline int limiting_set_up(void **state)
{
	(void)state;
	bench_rig(&rig, 4);
	limiting_begin();
	return 0;
}

static inline void limiting_tick(void)
{
	t_ns += MS_NS;
	ceilings_step(&ceilings, &belief, &command, &client, now, t_ns, TICK_S);
}

static inline void limiting_wait(int ticks)
{
	for (int k = 0; k < ticks; k++) {
		limiting_tick();
	}
}

static inline void limiting_check(int head, double now_n, enum limit_reason reason)
{
	assert_near(ceilings.heads[head].now_n, now_n, 1e-9);
	assert_int_equal(ceilings.heads[head].reason, reason);
}

#endif
