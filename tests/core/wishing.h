/* wishing.h - an override on a bench rig, with wishes, ceilings and beliefs set by hand. */
#ifndef TESTS_CORE_WISHING_H
#define TESTS_CORE_WISHING_H

#include "core/safety/override.h"

#include "core/bench_rig.h"

struct wishing {
	struct rig rig;
	struct override override;
	struct ceilings ceilings;
	struct belief belief;
	struct wish wish;
	struct setpoint setpoint;
	enum state state;
};

static inline void wishing_tick(struct wishing *on)
{
	override_step(&on->override, &on->setpoint, on->state, &on->wish, &on->ceilings,
		      &on->belief);
}

static inline void wishing_wait(struct wishing *on, int ticks)
{
	for (int k = 0; k < ticks; k++) {
		wishing_tick(on);
	}
}

/* What a head may be asked for at most; its ceiling is higher, and that is no use to it. */
static inline void wishing_limit(struct wishing *on, int head, double ask_n)
{
	on->ceilings.heads[head].ask_n = ask_n;
	on->ceilings.heads[head].now_n = ask_n / CEILING_ASK_SHARE;
}

/* Sensors live, every head in contact with the person for long. */
static inline void wishing_begin_on_rig(struct wishing *on)
{
	override_init(&on->override, &on->rig);
	ceilings_init(&on->ceilings, &on->rig);
	memset(&on->setpoint, 0, sizeof(on->setpoint));
	memset(&on->wish, 0, sizeof(on->wish));
	on->state = STATE_RUNNING;
	on->belief.head_count = on->rig.head_count;
	for (int i = 0; i < on->rig.head_count; i++) {
		wishing_limit(on, i, on->rig.heads[i].ceiling_n);
		on->belief.heads[i] = (struct head_belief){.input = INPUT_LIVE,
							   .contact = true,
							   .contact_sure = true,
							   .force_age_ns = MS_NS};
	}
	wishing_wait(on, 2); /* contact is made, and nothing is missing */
}

static inline void wishing_begin(struct wishing *on, int heads)
{
	bench_rig(&on->rig, heads);
	wishing_begin_on_rig(on);
}

static inline void wishing_wish(struct wishing *on, int head, double force_n, double peak_n)
{
	on->wish.force_n[head] = force_n;
	on->wish.peak_n[head] = peak_n;
}

static inline void wishing_wish_all(struct wishing *on, double force_n)
{
	for (int i = 0; i < on->rig.head_count; i++) {
		wishing_wish(on, i, force_n, force_n);
	}
}

static inline double wishing_now_n(const struct wishing *on, int head)
{
	return on->setpoint.heads[head].now_n;
}

#endif
