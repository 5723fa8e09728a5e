#include "core/safety/tare.h"

#include <string.h>

void tare_init(struct tare *tare, const struct rig *rig)
{
	memset(tare, 0, sizeof(*tare));
	tare->head_count = rig->head_count;
	tare->enough = (int)(TARE_S * rig->loop_hz / rig->head_count) + 1;
	for (int i = 0; i < rig->head_count; i++) {
		const struct sensor_spec *sensor = &rig->heads[i].sensor;
		const struct actuator_spec *actuator = &rig->heads[i].actuator;
		struct tare_head *head = &tare->heads[i];

		head->has_place = sensor->position.rate_hz > 0.0;
		head->has_air = actuator->kind != ACTUATOR_VELOCITY && sensor->air.rate_hz > 0.0;
		if (head->has_air) {
			head->empty_pa =
				TARE_AIR_SHARE * actuator->release.spring_n / actuator->area_m2;
		}
		head->still_n = TARE_NOISES * sensor->noise_n + TARE_STILL_N;
	}
}

/* Empty, retracted, untouched, and every sensor that says so well. */
static bool rests(const struct tare_head *head, const struct head_belief *belief)
{
	const bool retracted =
		!head->has_place || (belief->position_known && belief->position_m <= TARE_WAY_M);
	const bool empty =
		!head->has_air || (belief->pressure_known && belief->pressure_pa <= head->empty_pa);

	return belief->input == INPUT_LIVE && retracted && empty &&
	       belief->force_n >= -CONTACT_ON_N && belief->force_n <= CONTACT_ON_N;
}

static void look(struct tare_head *head, double factory_n)
{
	const bool first = head->looks == 0;

	head->least_n = first || factory_n < head->least_n ? factory_n : head->least_n;
	head->most_n = first || factory_n > head->most_n ? factory_n : head->most_n;
	head->sum_n = first ? factory_n : head->sum_n + factory_n;
	head->looks++;
	if (!(head->most_n - head->least_n <= head->still_n)) {
		head->looks = 0;
	}
}

static void count_zeros(struct belief *belief, int head_count)
{
	belief->zeros_n = 0.0;
	for (int i = 0; i < head_count; i++) {
		belief->zeros_n += belief->heads[i].zero_n > 0.0 ? belief->heads[i].zero_n : 0.0;
	}
}

/* A zero is taken as far as it is near enough. */
static void take(struct tare *tare, struct belief *belief, int i, double zero_n)
{
	const bool near = zero_n >= -TARE_MAX_N && zero_n <= TARE_MAX_N;
	const uint64_t bit = (uint64_t)1 << i;

	tare->far = near ? tare->far & ~bit : tare->far | bit;
	if (near) {
		belief->heads[i].zero_n = zero_n;
		count_zeros(belief, tare->head_count);
	}
}

/* What it rested at is its zero. */
static void settle(struct tare *tare, struct belief *belief, int i)
{
	struct tare_head *head = &tare->heads[i];
	const double zero_n = head->sum_n / head->looks;

	head->looks = 0;
	take(tare, belief, i, zero_n);
}

void tare_recall(struct tare *tare, struct belief *belief, int head, double zero_n)
{
	if (head >= 0 && head < tare->head_count) {
		take(tare, belief, head, zero_n);
	}
}

/* In the air as well as leant on: neither goes from here to a session. */
static void feel(struct tare *tare, const struct head_belief *belief, int i)
{
	const uint64_t bit = (uint64_t)1 << i;
	const bool none = !belief->contact && belief->force_n >= -CONTACT_ON_N &&
			  belief->force_n <= CONTACT_ON_N;

	tare->felt = none ? tare->felt & ~bit : tare->felt | bit;
}

/* What was there to be felt in a session is no news; what is there after it is, of all heads at once. */
static void feel_in_turn(struct tare *tare, const struct belief *belief, enum state state, int i)
{
	const bool feels = state != STATE_RUNNING && state != STATE_PAUSED;

	if (!feels) {
		tare->felt = 0;
	} else if (tare->feels) {
		feel(tare, &belief->heads[i], i);
	} else {
		for (int k = 0; k < tare->head_count; k++) {
			feel(tare, &belief->heads[k], k);
		}
	}
	tare->feels = feels;
}

void tare_step(struct tare *tare, struct belief *belief, enum state state)
{
	const int i = tare->at;
	struct tare_head *head = &tare->heads[i];

	tare->at = i + 1 < tare->head_count ? i + 1 : 0;
	feel_in_turn(tare, belief, state, i);
	if (state != STATE_IDLE || !rests(head, &belief->heads[i])) {
		head->looks = 0;
		return;
	}
	look(head, belief->heads[i].force_n + belief->heads[i].zero_n);
	if (head->looks >= tare->enough) {
		settle(tare, belief, i);
	}
}
