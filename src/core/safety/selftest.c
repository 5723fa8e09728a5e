#include "core/safety/selftest.h"

#include "core/safety/bound.h"

#include <string.h>

/* What each step asks for, and what ends it. */
static const struct {
	bool edges;
	bool shut; /* dump valves and quick releases */
	bool asks;
	bool rises; /* until every head is filled; else until every one has let go */
	double most_s;
	enum condition late; /* of the first head that did not do it in time */
} steps[PROOF_STEPS] = {
	[PROOF_EMPTY] = {true, false, false, false, PROOF_FILL_S, COND_SELFTEST_AIR},
	[PROOF_FILL] = {true, true, true, true, PROOF_FILL_S, COND_SELFTEST_AIR},
	[PROOF_DUMP] = {true, false, true, false, PROOF_FALL_S, COND_SELFTEST_DUMP},
	[PROOF_REFILL] = {true, true, true, true, PROOF_FILL_S, COND_SELFTEST_AIR},
	[PROOF_WITHHOLD] = {false, true, true, false, PROOF_FALL_S, COND_SELFTEST_ENABLE},
};

void selftest_init(struct selftest *selftest, const struct rig *rig)
{
	memset(selftest, 0, sizeof(*selftest));
	selftest->dt_s = 1.0 / rig->loop_hz;
	for (int i = 0; i < rig->head_count; i++) {
		const struct head *head = &rig->heads[i];
		const bool screw = head->actuator.kind == ACTUATOR_VELOCITY;
		const struct actuator_spec *actuator = &head->actuator;
		const double rate_hz =
			screw ? head->sensor.position.rate_hz : head->sensor.air.rate_hz;

		if (rate_hz > 0.0) {
			selftest->empty_s = larger(actuator->dead_s, selftest->empty_s);
			selftest->heads[selftest->count++] = (struct proof_head){
				.head = i,
				.screw = screw,
				.proof = screw ? PROOF_WAY_M
					       : PROOF_SPRING_SHARE * actuator->release.spring_n /
							 actuator->area_m2,
			};
		}
	}
	selftest->empty_s += PROOF_EMPTY_S;
}

/* Share of the proof that is in a head; what nobody knows is neither filled nor empty. */
static bool reads(const struct proof_head *head, const struct belief *belief, double *share)
{
	const struct head_belief *at = &belief->heads[head->head];

	*share = (head->screw ? at->position_m : at->pressure_pa) / head->proof;
	return head->screw ? at->position_known : at->pressure_known;
}

static void fail(struct selftest *selftest, enum condition why, int head)
{
	selftest->step = PROOF_WAITS;
	selftest->failed = true;
	selftest->why = why;
	selftest->why_head = head;
}

/* The first head that has not done what this step wants, or HEAD_NONE. */
static int behind(const struct selftest *selftest, const struct belief *belief)
{
	for (int k = 0; k < selftest->count; k++) {
		const struct proof_head *head = &selftest->heads[k];
		double share;
		const bool known = reads(head, belief, &share);
		const bool done =
			steps[selftest->step].rises ? share >= PROOF_FILLED : share <= PROOF_FALLEN;

		if (!(known && done)) {
			return head->head;
		}
	}
	return HEAD_NONE;
}

/* Whether none has done it: then it is no head's own doing. */
static bool none_did(const struct selftest *selftest, const struct belief *belief)
{
	for (int k = 0; k < selftest->count; k++) {
		double share;

		if (reads(&selftest->heads[k], belief, &share) && share >= PROOF_FILLED) {
			return false;
		}
	}
	return steps[selftest->step].rises && selftest->count > 1;
}

/* The first head that has more in it than anybody asked for, or HEAD_NONE. */
static int too_full(const struct selftest *selftest, const struct belief *belief)
{
	for (int k = 0; k < selftest->count; k++) {
		double share;

		(void)reads(&selftest->heads[k], belief, &share);
		if (!(share <= PROOF_TOO_FULL) && selftest->step != PROOF_EMPTY) {
			return selftest->heads[k].head;
		}
	}
	return HEAD_NONE;
}

/* Whether what shows the supply, where it is wired, follows the edges. */
static bool follows(const struct selftest *selftest, enum supply_shown supply)
{
	return supply != (steps[selftest->step].edges ? SUPPLY_OFF : SUPPLY_ON);
}

static void begin(struct selftest *selftest, enum proof_step step)
{
	selftest->step = step;
	selftest->in_step_s = 0.0;
	selftest->supplied_s = 0.0;
	selftest->proved = step == PROOF_DONE;
}

/* Whether a valve that is stuck open would have shown by now: not before there is something to let through. */
static bool was_watched(const struct selftest *selftest, enum supply_shown supply)
{
	const double supply_s = supply == SUPPLY_UNKNOWN ? PROOF_SUPPLY_S : 0.0;

	return selftest->step != PROOF_EMPTY ||
	       !(selftest->supplied_s < selftest->empty_s + supply_s);
}

static void go_on(struct selftest *selftest, enum supply_shown supply, const struct belief *belief)
{
	const bool supplied = follows(selftest, supply);
	const int full = too_full(selftest, belief);
	const int late = behind(selftest, belief);

	selftest->in_step_s += selftest->dt_s;
	selftest->supplied_s = supplied ? selftest->supplied_s + selftest->dt_s : 0.0;
	if (full != HEAD_NONE) {
		fail(selftest, COND_SELFTEST_AIR, full);
	} else if (late == HEAD_NONE && supplied && was_watched(selftest, supply)) {
		begin(selftest, (enum proof_step)(selftest->step + 1));
	} else if (selftest->in_step_s < steps[selftest->step].most_s) {
		return;
	} else if (!supplied) {
		fail(selftest, COND_SELFTEST_ENABLE, HEAD_NONE);
	} else {
		/* each head's own valve was proved before: it is the line that all hang on */
		bool all = steps[selftest->step].late == COND_SELFTEST_ENABLE ||
			   none_did(selftest, belief);

		fail(selftest, steps[selftest->step].late, all ? HEAD_NONE : late);
	}
}

void selftest_step(struct selftest *selftest, enum state state, bool quiet,
		   enum supply_shown supply, const struct belief *belief)
{
	if (state != STATE_SELFTEST) {
		selftest->step = PROOF_WAITS;
		selftest->proved = false;
		selftest->failed = false;
		return;
	}
	if (selftest->failed) {
		return;
	}
	if (!quiet) {
		begin(selftest, PROOF_WAITS);
	} else if (selftest->step == PROOF_WAITS) {
		begin(selftest, selftest->count > 0 ? PROOF_EMPTY : PROOF_DONE);
	} else if (selftest->step != PROOF_DONE) {
		go_on(selftest, supply, belief);
	}
}

void selftest_order(const struct selftest *selftest, struct proof_order *order, int head_count,
		    const struct belief *belief)
{
	memset(order->heads, 0, sizeof(order->heads[0]) * (size_t)head_count);
	order->head_count = head_count;
	order->edges = steps[selftest->step].edges;
	for (int k = 0; k < selftest->count; k++) {
		const struct proof_head *head = &selftest->heads[k];
		struct head_actuation *out = &order->heads[head->head];
		double share;

		if (!steps[selftest->step].asks || !reads(head, belief, &share)) {
			continue;
		}
		out->dump_shut = steps[selftest->step].shut;
		if (!head->screw) {
			out->pressure_pa = head->proof;
		} else if (steps[selftest->step].rises && share < PROOF_FILLED) {
			out->speed_m_s = PROOF_SPEED_M_S;
		}
	}
}
