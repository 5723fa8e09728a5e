#include "core/dose.h"

#include <string.h>

#define NS_PER_S 1e9

/* A longer turn is no work: the loop stood still, or a pause lay between. The longest that is one: every
 * fourth tick, HEADS_MAX heads, 100 Hz. */
#define TURN_MAX_S 3.0

void dose_init(struct dose *dose, const struct rig *rig)
{
	memset(dose, 0, sizeof(*dose));
	dose->head_count = rig->head_count;
	for (int i = 0; i < rig->head_count; i++) {
		dose->heads[i].area_m2 = rig->heads[i].area_m2;
	}
}

static void forget(struct dose *dose)
{
	for (int i = 0; i < dose->head_count; i++) {
		dose->heads[i].since_t_ns = 0;
		dose->heads[i].felt_pa_s = 0.0;
		dose->heads[i].wanted_pa_s = 0.0;
	}
}

static void count(struct head_dose *head, double felt_n, double wanted_n, int64_t t_ns)
{
	double turn_s = (double)(t_ns - head->since_t_ns) / NS_PER_S;

	if (head->since_t_ns != 0 && turn_s > 0.0 && turn_s <= TURN_MAX_S) {
		head->felt_pa_s += felt_n > 0.0 ? felt_n / head->area_m2 * turn_s : 0.0;
		head->wanted_pa_s += wanted_n > 0.0 ? wanted_n / head->area_m2 * turn_s : 0.0;
	}
	head->since_t_ns = t_ns;
}

void dose_step(struct dose *dose, const struct belief *belief, const struct setpoint *setpoint,
	       bool working, uint32_t session, int64_t t_ns)
{
	int i = dose->next;

	if (session != dose->session) {
		dose->session = session;
		forget(dose);
	}
	dose->next = i + 1 < dose->head_count ? i + 1 : 0;
	if (working) {
		count(&dose->heads[i], belief->heads[i].force_n, setpoint->heads[i].now_n, t_ns);
	} else {
		dose->heads[i].since_t_ns = 0;
	}
}
