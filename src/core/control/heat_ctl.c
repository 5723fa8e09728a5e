#include "core/control/heat_ctl.h"

#include <string.h>

#define CLOSED_S    6.0   /* time constant aimed at [P] */
#define RISE_SHARE  0.6   /* of what full power could do, so that the ramp can be followed [P] */
#define ROOM_C      22.0  /* [P] */
#define SKIN_C      34.0  /* at rest [M] */
#define WARMS_S     30.0  /* time constant of touched skin toward the face [M] ... */
#define COOLS_S     150.0 /* ... and of blood bringing it back [M] */
#define AIM_MOST_C  42.8  /* ripple stays below SURFACE_MAX_C, where the gate cuts in */
#define FROM_NEAR_K 0.1   /* a ramp ends here */

void heat_ctl_init(struct heat_ctl *ctl, const struct rig *rig)
{
	memset(ctl, 0, sizeof(*ctl));
	heated_init(&ctl->turns, rig);
	for (int k = 0; k < ctl->turns.count; k++) {
		int i = ctl->turns.heads[k];
		const struct heater_spec *spec = &rig->heads[i].heater;
		double slow_s = CLOSED_S + spec->surface.tau_s + ctl->turns.dt_s;

		ctl->heads[i] = (struct heat_ctl_head){
			.power_w = spec->power_w,
			.capacity_j_k = spec->capacity_j_k,
			.loss_w_k = spec->loss_w_k,
			.contact_w_k = spec->contact_w_k,
			.kp_w_k = spec->capacity_j_k / slow_s,
			.ki_w_k_s = spec->capacity_j_k / (slow_s * 4.0 * slow_s),
		};
	}
}

static void begin(struct heat_ctl_head *head, double surface_c)
{
	head->on = true;
	head->target_c = surface_c;
	head->integral_w = 0.0;
	head->skin_c = SKIN_C;
}

/* Toward the set-point, as fast as part of the power can follow; down at once. Returns the rate. */
static double approach(struct heat_ctl_head *head, double surface_c, double to_c, double dt_s)
{
	double most_k_s = (head->power_w - head->loss_w_k * (to_c - ROOM_C)) * RISE_SHARE /
			  head->capacity_j_k;
	double from_c = head->target_c;

	if (to_c - from_c <= FROM_NEAR_K || !(most_k_s > 0.0)) {
		head->target_c = to_c;
		return 0.0;
	}
	if (from_c < surface_c) {
		from_c = surface_c < to_c ? surface_c : to_c; /* warm already */
	}
	head->target_c = from_c + most_k_s * dt_s < to_c ? from_c + most_k_s * dt_s : to_c;
	return head->target_c < to_c ? most_k_s : 0.0;
}

/* What skin takes: much as it is met, little once it is warm. */
static double to_skin_w(struct heat_ctl_head *head, const struct head_belief *belief, double dt_s)
{
	head->skin_c += (SKIN_C - head->skin_c) * dt_s / COOLS_S;
	if (!belief->contact) {
		return 0.0;
	}
	head->skin_c += (belief->surface_c - head->skin_c) * dt_s / WARMS_S;
	return head->contact_w_k * (belief->surface_c - head->skin_c);
}

static double share_of_power(struct heat_ctl_head *head, const struct head_belief *belief,
			     double to_c, double dt_s)
{
	double rate_k_s =
		approach(head, belief->surface_c, to_c < AIM_MOST_C ? to_c : AIM_MOST_C, dt_s);
	double error_k = head->target_c - belief->surface_c;
	double step_w = head->ki_w_k_s * error_k * dt_s;
	double forward_w = head->loss_w_k * (head->target_c - ROOM_C) +
			   head->capacity_j_k * rate_k_s + to_skin_w(head, belief, dt_s);
	double wish_w = forward_w + head->kp_w_k * error_k + head->integral_w;
	bool winding_up =
		(wish_w >= head->power_w && step_w > 0.0) || (!(wish_w > 0.0) && step_w < 0.0);

	head->integral_w += winding_up ? 0.0 : step_w;
	if (!(wish_w > 0.0)) {
		return 0.0;
	}
	return wish_w < head->power_w ? wish_w / head->power_w : 1.0;
}

void heat_ctl_step(struct heat_ctl *ctl, struct actuation *wanted, const struct setpoint *setpoint,
		   const struct belief *belief)
{
	int i = heated_next(&ctl->turns);
	struct heat_ctl_head *head;

	if (i == HEATED_NONE) {
		return;
	}
	head = &ctl->heads[i];
	if (!(setpoint->heads[i].surface_c > 0.0) || !belief->heads[i].surface_known) {
		head->on = false;
		wanted->heads[i].heater_share = 0.0;
		return;
	}
	if (!head->on) {
		begin(head, belief->heads[i].surface_c);
	}
	wanted->heads[i].heater_share = share_of_power(
		head, &belief->heads[i], setpoint->heads[i].surface_c, ctl->turns.dt_s);
}
