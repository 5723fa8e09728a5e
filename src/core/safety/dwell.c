#include "core/safety/dwell.h"

#include "core/safety/bound.h"

#include <string.h>

#define REFILL_N \
	(0.8 * RELEASED_N) /* heads are looked at in turn: a short press between is not missed */
#define NS_PER_S   1e9
#define TURN_SLACK 2.0 /* turns this much late at most count as a rest: nobody looked meanwhile */

void dwell_init(struct dwell *dwell, const struct rig *rig)
{
	memset(dwell, 0, sizeof(*dwell));
	dwell->head_count = rig->head_count;
	for (int i = 0; i < rig->head_count; i++) {
		dwell->heads[i].hard_from_n =
			lowest(DWELL_HARD_N, DWELL_HARD_PA * rig->heads[i].area_m2);
	}
}

/* What is no number presses as hard as can be. */
static double worse_n(double a_n, double b_n)
{
	double worse = a_n > b_n ? a_n : b_n;

	return a_n <= worse ? worse : FORCE_HARD_N;
}

static double hard_most_s(const struct dwell_head *head)
{
	return head->on_trigger ? DWELL_TRIGGER_S : DWELL_HARD_S;
}

static bool is_spent(const struct dwell_head *head)
{
	return !(head->soft_s + head->hard_s < DWELL_S - DWELL_EARLY_S &&
		 head->hard_s < hard_most_s(head) - DWELL_EARLY_S);
}

/* Pressed: time counts. Under RELEASED_N for long enough: all of it is forgotten. */
static void count(struct dwell_head *head, double force_n, double gone_s, double turn_s)
{
	if (force_n < REFILL_N) {
		head->under_s += lowest(gone_s, TURN_SLACK * turn_s);
	} else {
		head->under_s = 0.0;
	}
	head->is_hard = !(force_n <= head->hard_from_n);
	if (force_n > DWELL_N) {
		*(head->is_hard ? &head->hard_s : &head->soft_s) += gone_s;
	}
	if (head->under_s >= DWELL_REFILL_S) {
		head->soft_s = 0.0;
		head->hard_s = 0.0;
	}
}

/* Sends it to rest and back. */
static void rest(struct dwell_head *head, struct ceilings *ceilings, int i, double asked_n,
		 double gone_s)
{
	if (!is_spent(head)) {
		if (head->resting && head->under_s >= DWELL_REFILL_S) {
			head->resting = false;
			head->lifted = false;
			ceilings_yield(ceilings, i, YIELD_DWELL, FORCE_HARD_N, FORCE_HARD_N);
		}
	} else if (!head->resting) {
		head->resting = true;
		head->rested_s = 0.0;
		ceilings_yield(ceilings, i, YIELD_DWELL, asked_n, REST_N);
	}
	head->rested_s += gone_s;
	if (head->resting && !head->lifted && !(head->rested_s < DWELL_LIFT_S)) {
		head->lifted = true;
		ceilings_yield(ceilings, i, YIELD_DWELL, asked_n, 0.0);
	}
}

void dwell_step(struct dwell *dwell, struct ceilings *ceilings, const struct belief *belief,
		const struct setpoint *setpoint, const struct wish *wish, int64_t t_ns, double dt_s)
{
	const int i = dwell->turn;
	struct dwell_head *head = &dwell->heads[i];
	double gone_s = head->t_ns == 0 ? 0.0 : (double)(t_ns - head->t_ns) / NS_PER_S;

	dwell->turn = i + 1 < dwell->head_count ? i + 1 : 0;
	head->t_ns = t_ns;
	head->on_trigger = wish->trigger[i];
	if (gone_s >= 0.0) {
		count(head, worse_n(belief->heads[i].force_n, setpoint->heads[i].now_n), gone_s,
		      dwell->head_count * dt_s);
	}
	rest(head, ceilings, i, worse_n(wish->peak_n[i], setpoint->heads[i].now_n), gone_s);
}

double dwell_left_s(const struct dwell *dwell, int i)
{
	const struct dwell_head *head = &dwell->heads[i];
	double left_s = DWELL_S - head->soft_s - head->hard_s;

	if (head->resting) {
		return 0.0;
	}
	if (head->is_hard) {
		left_s = lowest(left_s, hard_most_s(head) - head->hard_s);
	}
	return larger(left_s, 0.0);
}

void dwell_recall(struct dwell *dwell, int i, double soft_s, double hard_s)
{
	struct dwell_head *head = &dwell->heads[i];

	head->soft_s = soft_s >= 0.0 && soft_s <= DWELL_S ? soft_s : DWELL_S;
	head->hard_s = hard_s >= 0.0 && hard_s <= DWELL_S ? hard_s : DWELL_S;
}
