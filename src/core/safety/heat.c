#include "core/safety/heat.h"

#include "core/safety/bound.h"

#include <knead/condition.h>

#include <math.h>
#include <string.h>

#define S_PER_MIN      60.0
#define COUNTS_C       35.0 /* no warmer than skin is by itself: 1/65000 of a minute */
#define UNKNOWN_S      1.0  /* heat waits this long for a reading, ... */
#define UNKNOWN_SHARE  0.25 /* ... and so much of the time that brings one makes up for it [P] */
#define FULL_SHARE     0.9
#define SETTLE_S       5.0  /* after its power went: sensor and face even out [P] */
#define BY_ITSELF_C    37.0 /* skin and a warm room bring a face to that [P] */
#define RISE_K         1.0
#define FALL_K_S       0.5 /* no face cools faster, on the coldest skin [D from the checks of a rig] */
#define FALL_K         3.0
#define STILL_SHARE    0.2 /* of the noise: variance under a fifth of it is no life */
#define STILL_READINGS 100

void heat_init(struct heat *heat, const struct rig *rig)
{
	memset(heat, 0, sizeof(*heat));
	heated_init(&heat->turns, rig);
	heat->turn = HEATED_NONE;
	heat->failed_head = HEAD_NONE;
	for (int k = 0; k < heat->turns.count; k++) {
		const int i = heat->turns.heads[k];
		const struct thermistor_spec *spec = &rig->heads[i].heater.surface;

		heat->heads[i].still_band =
			spec->noise_k > 0.0 && spec->noise_k >= 0.5 * spec->quantum_k
				? STILL_SHARE * spec->noise_k
				: -1.0;
		heat->heads[i].still_most_s = STILL_READINGS / spec->rate_hz;
	}
}

void heat_recall(struct heat *heat, const struct memory *memory)
{
	for (int k = 0; k < heat->turns.count; k++) {
		int i = heat->turns.heads[k];
		double account_min = i < memory->head_count ? memory->heads[i].heat_min : 0.0;

		if (!(account_min >= 0.0 && account_min <= HEAT_ACCOUNT_MIN)) {
			account_min = HEAT_ACCOUNT_MIN;
		}
		heat->heads[i].account_min = account_min;
		heat->heads[i].quiet_s = larger(memory->heat_age_s, 0.0);
	}
}

void heat_remember(const struct heat *heat, struct memory *memory)
{
	double quiet_s = HEAT_FORGOTTEN_S;

	for (int k = 0; k < heat->turns.count; k++) {
		const struct heat_head *head = &heat->heads[heat->turns.heads[k]];

		memory->heads[heat->turns.heads[k]].heat_min = head->account_min;
		if (head->account_min > 0.0 && head->quiet_s < quiet_s) {
			quiet_s = head->quiet_s;
		}
	}
	memory->heat_age_s = quiet_s;
}

/* Of a touching face: minutes at 43 degC for each minute. */
static double pace(double surface_c)
{
	double above_k = surface_c - SURFACE_MAX_C;

	return exp2(above_k > 0.0 ? above_k : 2.0 * above_k);
}

static void count(struct heat_head *head, const struct head_belief *belief, double dt_s)
{
	if (belief->contact && !(belief->surface_c < COUNTS_C)) {
		head->account_min += dt_s / S_PER_MIN * pace(belief->surface_c);
		head->quiet_s = 0.0;
		return;
	}
	head->quiet_s += dt_s;
	if (head->quiet_s >= HEAT_FORGOTTEN_S) {
		head->account_min = 0.0;
	}
}

/* At full power it must get warmer: else the heater is broken, or its sensor is not where it was. */
static bool gains(struct heat_head *head, double surface_c, double share, double dt_s)
{
	bool gained = true;

	if (!(share >= FULL_SHARE)) {
		head->full_s = 0.0;
		return true;
	}
	if (!(head->full_s > 0.0)) {
		head->full_from_c = surface_c;
	}
	head->full_s += dt_s;
	if (head->full_s > HEATER_GAIN_S) {
		gained = surface_c - head->full_from_c >= HEATER_GAIN_K;
		head->full_s = 0.0;
	}
	return gained;
}

/* Without power it must not get warmer than the person makes it. */
static bool stays(struct heat_head *head, double surface_c, double share, double dt_s)
{
	if (share > 0.0) {
		head->idle_s = 0.0;
		return true;
	}
	head->idle_s += dt_s;
	if (!(head->idle_s > SETTLE_S) || surface_c < head->idle_low_c) {
		head->idle_low_c = larger(surface_c, BY_ITSELF_C);
	}
	return surface_c <= head->idle_low_c + RISE_K;
}

/* What falls faster than any face cools is a sensor that came off. */
static bool cools(struct heat_head *head, double surface_c, bool wanted, double dt_s)
{
	double fall_c = head->fall_c - FALL_K_S * dt_s;

	head->fall_c = wanted && fall_c > surface_c ? fall_c : surface_c;
	return surface_c >= head->fall_c - FALL_K;
}

/* One reading in a while does not make a sensor of what shows nonsense. */
static bool is_known(struct heat_head *head, bool known, bool wanted, double dt_s)
{
	if (!wanted) {
		head->unknown_s = 0.0;
	} else if (known) {
		head->unknown_s = larger(head->unknown_s - UNKNOWN_SHARE * dt_s, 0.0);
	} else {
		head->unknown_s += dt_s;
	}
	return head->unknown_s <= UNKNOWN_S;
}

/* A hundred readings of the same while heat goes in: the sensor is stuck. */
static bool lives(struct heat_head *head, double surface_c, double share, double dt_s)
{
	if (!(fabs(surface_c - head->still_c) <= head->still_band)) {
		head->still_c = surface_c;
		head->still_s = 0.0;
	} else if (share > 0.0) {
		head->still_s += dt_s;
	}
	return head->still_s <= head->still_most_s;
}

/* Whether the face does as its heater was told; every watch goes on whatever another one says. */
static bool obeys(struct heat_head *head, const struct head_belief *belief, double share,
		  bool wanted, double dt_s)
{
	double surface_c = belief->surface_c;
	bool well = is_known(head, belief->surface_known, wanted, dt_s);

	if (!belief->surface_known) {
		head->full_s = 0.0;
		return well;
	}
	well &= surface_c <= SURFACE_TRIP_C;
	well &= gains(head, surface_c, share, dt_s);
	well &= stays(head, surface_c, share, dt_s);
	well &= cools(head, surface_c, wanted, dt_s);
	well &= lives(head, surface_c, share, dt_s);
	return well;
}

/* The first that failed is named until it does well again. */
static void name_failed(struct heat *heat, int i)
{
	if (heat->heads[i].failed && !heat->failed) {
		heat->failed = true;
		heat->failed_head = i;
	} else if (!heat->heads[i].failed && heat->failed_head == i) {
		heat->failed = false;
		heat->failed_head = HEAD_NONE;
	}
}

void heat_step(struct heat *heat, const struct belief *belief, const struct setpoint *setpoint,
	       const struct actuation *last, bool allowed)
{
	const double dt_s = heat->turns.dt_s;
	int i = heated_next(&heat->turns);
	struct heat_head *head;

	heat->turn = i;
	if (i == HEATED_NONE) {
		return;
	}
	head = &heat->heads[i];
	count(head, &belief->heads[i], dt_s);
	head->failed = !obeys(head, &belief->heads[i], last->heads[i].heater_share,
			      setpoint->heads[i].surface_c > 0.0, dt_s);
	head->may = allowed && !heat_is_spent(heat, i);
	name_failed(heat, i);
}

void heat_limit(struct heat *heat, struct setpoint *setpoint, enum state state,
		const struct wish *wish)
{
	int i = heat->turn;
	double wish_c;

	if (state != STATE_RUNNING) {
		for (int k = 0; heat->wanted && k < heat->turns.count; k++) {
			setpoint->heads[heat->turns.heads[k]].surface_c = 0.0;
		}
		heat->wanted = false;
		return;
	}
	if (i == HEATED_NONE) {
		return;
	}
	wish_c = wish->surface_c[i];
	if (!(wish_c > 0.0 && heat->heads[i].may)) {
		wish_c = 0.0;
	} else if (!(wish_c <= SURFACE_MAX_C)) {
		wish_c = SURFACE_MAX_C;
	}
	setpoint->heads[i].surface_c = wish_c;
	heat->wanted |= wish_c > 0.0;
}
