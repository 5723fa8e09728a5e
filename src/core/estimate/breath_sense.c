#include "core/estimate/breath_sense.h"

#include <math.h>
#include <string.h>

#define RATE_FIRST_HZ 0.25 /* [S] 0.2 to 0.3 at rest */
#define RATE_LEAST_HZ 0.1
#define RATE_MOST_HZ  0.7 /* 40 a minute, assisted [S], and then some */
#define STEADY_N_S    6.0 /* a force that changes faster says little of the skin [P] */
#define WEIGHT_LEAST  0.2 /* of the round: the fewer heads, the more is noise [P] */
#define SMOOTH_S      0.1
#define JOLT_S        0.05
#define DAMPING       1.3 /* of the integrator: a compromise of depth and length that differ [P] */
#define LOCK_1_S      0.1 /* of the frequency: breaths differ, their mean moves slowly [P] */
#define POWER_S       8.0 /* two breaths */
#define FORETELL_S    0.5 /* an eighth of a breath [P] */
#define SHAKEN_M_S    0.025 /* the skin of no breath is as fast: 3 x 3 mm at 0.5 Hz is 14 mm/s [D] */
#define SHAKEN_S      2.0
#define SILENT_S      1.0
#define LEAST_M       0.0003 /* of a breath, peak to peak: below it is noise [P] */
#define SHARE_S       30.0   /* a head's share of the movement is learned over so long ... */
#define SWING_M2_S2   3e-6   /* ... from a prior as of so much of it: 3 mm at 0.25 Hz [D] */
#define SHARE_MOST    2.0

/* Rise of the skin as a share of the chest's: thoracic 3 mm, lumbar 1.5 mm [S]. */
static const double prior_share[REGION_COUNT] = {
	[REGION_SHOULDERS] = 1.0,
	[REGION_UPPER_BACK] = 1.0,
	[REGION_LOWER_BACK] = 0.5,
};

void breath_sense_init(struct breath_sense *breath, const struct rig *rig, double turn_s)
{
	memset(breath, 0, sizeof(*breath));
	breath->turn_s = turn_s;
	breath->steady_n = STEADY_N_S * turn_s;
	breath->turn_rad_s = BREATH_TURN_RAD * RATE_FIRST_HZ;
	breath->silent_s = SILENT_S;
	for (int i = 0; i < rig->head_count; i++) {
		struct breath_sense_head *head = &breath->heads[i];

		head->prior = prior_share[rig->heads[i].region];
		head->share = head->prior;
		head->chest = SWING_M2_S2;
		head->with = head->prior * SWING_M2_S2;
	}
}

/* How much of the chest's movement that head makes. */
static double learn_share(const struct breath_sense *breath, struct breath_sense_head *head,
			  double rise_m, double weight)
{
	const double pace = weight * breath->turn_s / SHARE_S;
	const double swing_m_s = breath->swing_m_s;
	double share;

	head->with += pace * (swing_m_s * rise_m / breath->turn_s - head->with);
	head->chest += pace * (swing_m_s * swing_m_s - head->chest);
	share = head->with / head->chest;
	return share > 0.0 ? share < SHARE_MOST ? share : SHARE_MOST : 0.0;
}

void breath_sense_hear(struct breath_sense *breath, struct breath_belief *belief, int i,
		       const struct breath_turn *turn)
{
	struct breath_sense_head *head = &breath->heads[i];

	if (turn->touches && head->touched) {
		const double more_n = turn->force_n - head->force_n;
		const double jump = more_n / breath->steady_n;
		const double weight = 1.0 / (1.0 + jump * jump);
		const double rise_m =
			more_n / turn->slope_n_m - turn->position_m + head->position_m;

		breath->jolt_m += head->prior * rise_m;
		breath->there += head->prior * head->prior;
		breath->sum_m += weight * head->prior * rise_m;
		breath->weight += weight * head->prior * head->prior;
		if (belief->confidence >= BREATH_SURE) {
			head->share = learn_share(breath, head, rise_m, weight);
			belief->share[i] = head->share;
		}
	}
	head->rose_m += head->share * breath->rose_m;
	head->touched = turn->touches;
	head->position_m = turn->position_m;
	head->force_n = turn->force_n;
}

/* How well what is heard was foretold a while ago: an oscillator can follow what is no breath, but not
 * foretell it. */
static void judge(struct breath_sense *breath, double skin_m_s)
{
	const double dt_s = breath->turn_s;
	const double step = breath->turn_rad_s * dt_s;
	double miss_m_s;

	breath->foretold_m_s -= step * breath->foretold_beside_m_s;
	breath->foretold_beside_m_s += step * breath->foretold_m_s;
	miss_m_s = skin_m_s - breath->foretold_m_s;
	breath->unforeseen += (miss_m_s * miss_m_s - breath->unforeseen) * dt_s / POWER_S;
	breath->heard += (skin_m_s * skin_m_s - breath->heard) * dt_s / POWER_S;
	breath->foretold_s += dt_s;
	if (breath->foretold_s >= FORETELL_S) {
		breath->foretold_s = 0.0;
		breath->foretold_m_s = breath->swing_m_s;
		breath->foretold_beside_m_s = breath->beside_m_s;
	}
}

/* What was heard moves the oscillator, and its frequency. */
static void swing(struct breath_sense *breath, double skin_m_s)
{
	const double dt_s = breath->turn_s;
	const double power =
		breath->swing_m_s * breath->swing_m_s + breath->beside_m_s * breath->beside_m_s;
	const double floor_m_s = 0.5 * LEAST_M * breath->turn_rad_s;
	const double step = breath->turn_rad_s * dt_s;
	const double miss_m_s = skin_m_s - breath->swing_m_s;

	breath->swing_m_s += step * (DAMPING * miss_m_s - breath->beside_m_s);
	breath->beside_m_s += step * breath->swing_m_s;
	breath->turn_rad_s -= LOCK_1_S * dt_s * breath->turn_rad_s * miss_m_s * breath->beside_m_s /
			      (power + floor_m_s * floor_m_s);
	if (!(breath->turn_rad_s > BREATH_TURN_RAD * RATE_LEAST_HZ)) {
		breath->turn_rad_s = BREATH_TURN_RAD * RATE_LEAST_HZ;
	} else if (breath->turn_rad_s > BREATH_TURN_RAD * RATE_MOST_HZ) {
		breath->turn_rad_s = BREATH_TURN_RAD * RATE_MOST_HZ;
	}
	judge(breath, skin_m_s);
}

/* Nothing can be heard of it just now. */
static void run_on(struct breath_sense *breath)
{
	const double step = breath->turn_rad_s * breath->turn_s;

	breath->swing_m_s -= step * breath->beside_m_s;
	breath->beside_m_s += step * breath->swing_m_s;
	breath->skin_m_s = breath->swing_m_s;
}

static double confidence(const struct breath_sense *breath, double amplitude_m)
{
	double sure;

	if (breath->shaken_s > 0.0 || breath->silent_s >= SILENT_S || !(breath->heard > 0.0)) {
		return 0.0;
	}
	sure = 1.0 - breath->unforeseen / breath->heard;
	sure *= amplitude_m / (amplitude_m + LEAST_M);
	return sure > 0.0 ? sure : 0.0;
}

/* What it is now, the smoothing's delay made good. */
static void tell(const struct breath_sense *breath, struct breath_belief *belief)
{
	const double turn = breath->turn_rad_s * SMOOTH_S;
	const double rise_m_s = breath->swing_m_s - turn * breath->beside_m_s;
	const double quarter_m_s = breath->beside_m_s + turn * breath->swing_m_s;
	const double amplitude_m =
		2.0 * sqrt(rise_m_s * rise_m_s + quarter_m_s * quarter_m_s) / breath->turn_rad_s;

	belief->confidence = confidence(breath, amplitude_m);
	if (!(belief->confidence >= BREATH_SURE)) {
		belief->phase = 0.0;
		belief->rate_hz = 0.0;
		belief->amplitude_m = 0.0;
		belief->rise_m_s = 0.0;
		belief->quarter_m_s = 0.0;
		return;
	}
	belief->phase = atan2(rise_m_s, -quarter_m_s) / BREATH_TURN_RAD;
	belief->phase += belief->phase < 0.0 ? 1.0 : 0.0;
	belief->rate_hz = breath->turn_rad_s / BREATH_TURN_RAD;
	belief->amplitude_m = amplitude_m;
	belief->rise_m_s = rise_m_s;
	belief->quarter_m_s = quarter_m_s;
}

/* How fast the chest moves, from what the heads said in this round. */
static void gather(struct breath_sense *breath)
{
	const double dt_s = breath->turn_s;

	if (breath->there > 0.0) {
		const double jolt_m_s = breath->jolt_m / (breath->there * dt_s);

		breath->jolt_m_s += (jolt_m_s - breath->jolt_m_s) * dt_s / (JOLT_S + dt_s);
	}
	if (breath->weight >= WEIGHT_LEAST) {
		const double skin_m_s = breath->sum_m / (breath->weight * dt_s);

		breath->rose_m = skin_m_s * dt_s;
		breath->skin_m_s += (skin_m_s - breath->skin_m_s) * dt_s / (SMOOTH_S + dt_s);
		breath->silent_s = 0.0;
	} else {
		breath->rose_m = 0.0;
		breath->silent_s += dt_s;
	}
	if (fabs(breath->jolt_m_s) > SHAKEN_M_S) {
		breath->shaken_s = SHAKEN_S;
	}
	breath->sum_m = 0.0;
	breath->weight = 0.0;
	breath->jolt_m = 0.0;
	breath->there = 0.0;
}

void breath_sense_round(struct breath_sense *breath, struct breath_belief *belief)
{
	gather(breath);
	if (breath->shaken_s > 0.0 || breath->silent_s > 0.0) {
		breath->shaken_s -= breath->turn_s;
		run_on(breath);
	} else {
		swing(breath, breath->skin_m_s);
	}
	tell(breath, belief);
}
