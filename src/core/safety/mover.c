#include "core/safety/mover.h"

#include "core/safety/bound.h"

#include <knead/condition.h>

#include <math.h>
#include <string.h>

#define NS_PER_S 1e9
#define SAME_N   2.0 /* no more and no less force: friction and noise stay within [P] */

void mover_init(struct mover *mover, const struct rig *rig)
{
	memset(mover, 0, sizeof(*mover));
	mover->head_count = rig->head_count;
	mover->moved_head = HEAD_NONE;
	mover->per_step =
		(int)ceil(rig->head_count * MOVER_TICKS / (MOVER_TURN_S * rig->loop_hz) - 1e-9);
}

static double since_s(int64_t then_ns, int64_t t_ns)
{
	return (double)(t_ns - then_ns) / NS_PER_S;
}

static void forget(struct mover_head *head)
{
	head->pressed = false;
	head->then_t_ns = 0;
}

/* It pressed, it is still to press, and there is nobody. */
static bool lost(struct mover_head *head, const struct head_belief *belief, double wish_n,
		 int64_t t_ns)
{
	if (!(wish_n > DWELL_N)) {
		head->pressed = false;
	} else if (belief->contact && belief->force_n > DWELL_N) {
		head->pressed = true;
		head->pressed_t_ns = t_ns;
	} else if (belief->contact) {
		head->pressed_t_ns = t_ns; /* lightly, but somebody is there */
	}
	return head->pressed && !(since_s(head->pressed_t_ns, t_ns) < MOVED_LOST_S);
}

/* Which way it went, against what its force did meanwhile. */
static bool jumped(struct mover_head *head, const struct head_belief *belief, int64_t t_ns)
{
	const double way_m = belief->position_m - head->then_m;
	const double more_n = belief->force_n - head->then_n;
	const bool known = head->then_t_ns != 0 && belief->position_known;
	const bool pressing = head->then_n > DWELL_N || belief->force_n > DWELL_N;
	const bool moved =
		known && pressing &&
		((way_m > MOVED_M && more_n < SAME_N) || (way_m < -MOVED_M && more_n > -SAME_N));

	if (belief->position_known && !(known && since_s(head->then_t_ns, t_ns) < MOVED_S)) {
		head->then_t_ns = t_ns;
		head->then_m = belief->position_m;
		head->then_n = belief->force_n;
	}
	return moved;
}

static void come_back(struct mover *mover, struct ceilings *ceilings)
{
	for (int i = 0; i < mover->head_count; i++) {
		forget(&mover->heads[i]);
		if (mover->retracted >> i & 1u) {
			ceilings_yield(ceilings, i, YIELD_MOVER, FORCE_HARD_N, FORCE_HARD_N);
		}
	}
	mover->retracted = 0;
	mover->moved_head = HEAD_NONE;
}

/* One head's turn while running. */
static void look(struct mover *mover, struct ceilings *ceilings, int i,
		 const struct head_belief *belief, double wish_n, int64_t t_ns)
{
	struct mover_head *head = &mover->heads[i];
	bool moved = lost(head, belief, lowest(wish_n, ceilings->heads[i].now_n), t_ns);

	moved |= jumped(head, belief, t_ns);
	if (moved) {
		mover->moved = true;
		mover->moved_head = i;
		mover->retracted |= UINT64_C(1) << i;
		ceilings_yield(ceilings, i, YIELD_MOVER, FORCE_HARD_N, 0.0);
	}
}

void mover_step(struct mover *mover, struct ceilings *ceilings, enum state state,
		const struct belief *belief, const struct wish *wish, int64_t t_ns)
{
	const bool running = state == STATE_RUNNING;

	if (mover->retracted != 0 && (running ? !mover->moved : state != STATE_PAUSED)) {
		come_back(mover, ceilings);
	}
	mover->moved &= running;
	for (int k = 0; k < mover->per_step; k++) {
		const int i = mover->turn;

		mover->turn = i + 1 < mover->head_count ? i + 1 : 0;
		if (running) {
			look(mover, ceilings, i, &belief->heads[i], wish->force_n[i], t_ns);
		} else {
			forget(&mover->heads[i]); /* in their turn, before anybody can resume */
		}
	}
}
