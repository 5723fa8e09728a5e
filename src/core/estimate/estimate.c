#include "core/estimate/estimate.h"

#include <math.h>
#include <string.h>

#define NS_PER_S              1e9
#define SPEED_SHARE           0.1 /* of a new speed reading: about 10 ms at 1 kHz */
#define STIFFNESS_FROM_N      5.0 /* below it the secant is mostly the contact threshold */
#define STIFFNESS_FROM_M      1e-3
#define PLACE_PLAUSIBLE_M     1.0 /* no piston here travels further */
#define PRESSURE_PLAUSIBLE_PA 2e6

static int64_t to_ns(double seconds)
{
	return (int64_t)(seconds * NS_PER_S);
}

static double longer_s(double a_s, double b_s)
{
	return a_s > b_s ? a_s : b_s;
}

static struct channel channel_of(double rate_hz)
{
	struct channel channel = {0};

	if (rate_hz > 0.0) {
		channel.release_age_ns = to_ns(longer_s(RELEASE_PERIODS / rate_hz, RELEASE_MIN_S));
	}
	return channel;
}

void estimate_init(struct estimate *estimate, const struct rig *rig)
{
	memset(estimate, 0, sizeof(*estimate));
	estimate->head_count = rig->head_count;
	for (int i = 0; i < rig->head_count; i++) {
		const struct sensor_spec *sensor = &rig->heads[i].sensor;
		const bool air = rig->heads[i].actuator.kind != ACTUATOR_VELOCITY;
		double hold_s = longer_s(HOLD_PERIODS / sensor->rate_hz, HOLD_MIN_S);
		double release_s = longer_s(RELEASE_PERIODS / sensor->rate_hz, RELEASE_MIN_S);

		/* Samples carry the time at which the force acted, so a slow converter's own
		 * latency is part of every age and no sign of trouble. */
		estimate->heads[i].hold_age_ns = to_ns(hold_s + sensor->latency_s);
		estimate->heads[i].release_age_ns = to_ns(release_s + sensor->latency_s);
		estimate->heads[i].position = channel_of(sensor->position.rate_hz);
		estimate->heads[i].pressure = channel_of(air ? sensor->air.rate_hz : 0.0);
	}
}

static bool plausible(const struct sample *sample, int64_t now_ns)
{
	return sample->state == SAMPLE_OK && fabs(sample->value) <= FORCE_PLAUSIBLE_N &&
	       sample->t_ns <= now_ns;
}

/* Takes a new force sample in, or counts it among the bad ones. */
static void take_force(struct head_estimate *head, struct head_belief *belief,
		       const struct sample *sample, int64_t now_ns)
{
	belief->fresh = false;
	if (sample->t_ns == head->seen_t_ns || sample->state == SAMPLE_NEVER) {
		return;
	}
	head->seen_t_ns = sample->t_ns;
	if (!plausible(sample, now_ns)) {
		head->bad_samples += head->bad_samples < BAD_SAMPLES;
		return;
	}
	head->bad_samples = 0;
	head->force_t_ns = sample->t_ns;
	belief->force_n = sample->value;
	belief->fresh = true;
}

/* Takes a sample of a channel in. Whether its value is known now: plausible and not too old. */
static bool take_channel(struct channel *channel, const struct sample *sample, double most,
			 int64_t now_ns)
{
	bool good = sample->state == SAMPLE_OK && fabs(sample->value) <= most;

	if (channel->release_age_ns == 0) {
		return good;
	}
	good = good && sample->t_ns <= now_ns;
	if (sample->t_ns != channel->seen_t_ns && sample->state != SAMPLE_NEVER) {
		channel->seen_t_ns = sample->t_ns;
		if (good) {
			channel->bad_samples = 0;
			channel->good_t_ns = sample->t_ns;
		} else {
			channel->bad_samples += channel->bad_samples < BAD_SAMPLES;
		}
	}
	return good && now_ns - sample->t_ns <= channel->release_age_ns;
}

static enum input_state channel_state(const struct channel *channel, int64_t now_ns)
{
	if (channel->release_age_ns == 0) {
		return INPUT_LIVE;
	}
	if (channel->bad_samples >= BAD_SAMPLES) {
		return INPUT_IMPLAUSIBLE;
	}
	if (channel->good_t_ns == 0) {
		return INPUT_NEVER;
	}
	return now_ns - channel->good_t_ns <= channel->release_age_ns ? INPUT_LIVE : INPUT_LOST;
}

static void take_position(struct head_estimate *head, struct head_belief *belief,
			  const struct sample *sample, int64_t now_ns)
{
	int64_t step_ns = sample->t_ns - head->position_t_ns;

	belief->position_known = take_channel(&head->position, sample, PLACE_PLAUSIBLE_M, now_ns);
	if (!belief->position_known || step_ns == 0) {
		return;
	}
	if (step_ns > 0 && head->position_t_ns != 0) {
		double speed_m_s =
			(sample->value - belief->position_m) * NS_PER_S / (double)step_ns;

		belief->speed_m_s += SPEED_SHARE * (speed_m_s - belief->speed_m_s);
	}
	head->position_t_ns = sample->t_ns;
	belief->position_m = sample->value;
}

static void take_pressure(struct head_estimate *head, struct head_belief *belief,
			  const struct sample *sample, int64_t now_ns)
{
	belief->pressure_known =
		take_channel(&head->pressure, sample, PRESSURE_PLAUSIBLE_PA, now_ns);
	belief->pressure_pa = belief->pressure_known ? sample->value : 0.0;
}

static void judge_contact(struct head_estimate *head, struct head_belief *belief, int64_t now_ns)
{
	if (belief->contact) {
		belief->contact = belief->force_n >= CONTACT_OFF_N;
		belief->contact_sure =
			belief->contact && now_ns - head->contact_since_ns >= to_ns(CONTACT_SURE_S);
	} else if (belief->force_n > CONTACT_ON_N) {
		belief->contact = true;
		head->contact_since_ns = now_ns;
		head->touched_at_m = belief->position_m;
	}
}

static enum input_state input_state(const struct head_estimate *head, int64_t age_ns)
{
	if (head->bad_samples >= BAD_SAMPLES) {
		return INPUT_IMPLAUSIBLE;
	}
	if (head->force_t_ns == 0) {
		return INPUT_NEVER;
	}
	if (age_ns <= head->hold_age_ns) {
		return INPUT_LIVE;
	}
	return age_ns > head->release_age_ns ? INPUT_LOST : INPUT_STALE;
}

/* The worst of position and pressure. */
static enum input_state beside_state(const struct head_estimate *head, int64_t now_ns)
{
	enum input_state position = channel_state(&head->position, now_ns);
	enum input_state pressure = channel_state(&head->pressure, now_ns);

	return position == INPUT_LIVE || pressure == INPUT_IMPLAUSIBLE ? pressure : position;
}

static double secant_stiffness(const struct head_estimate *head, const struct head_belief *belief)
{
	double pressed_m = belief->position_m - head->touched_at_m;

	if (belief->force_n < STIFFNESS_FROM_N || pressed_m < STIFFNESS_FROM_M ||
	    !belief->contact || !belief->position_known) {
		return 0.0;
	}
	return belief->force_n / pressed_m;
}

static void estimate_head(struct head_estimate *head, struct head_belief *belief,
			  const struct head_frame *frame, int64_t now_ns)
{
	take_force(head, belief, &frame->force_n, now_ns);
	take_position(head, belief, &frame->position_m, now_ns);
	take_pressure(head, belief, &frame->pressure_pa, now_ns);
	judge_contact(head, belief, now_ns);

	belief->force_age_ns = now_ns - head->force_t_ns;
	belief->input = input_state(head, belief->force_age_ns);
	belief->beside = beside_state(head, now_ns);
	belief->stiffness_n_m = secant_stiffness(head, belief);
}

void estimate_step(struct estimate *estimate, struct belief *belief, const struct frame *frame)
{
	static const struct head_frame nothing; /* of a head that the frame does not have */

	belief->head_count = estimate->head_count;
	for (int i = 0; i < estimate->head_count; i++) {
		estimate_head(&estimate->heads[i], &belief->heads[i],
			      i < frame->head_count ? &frame->heads[i] : &nothing, frame->t_ns);
	}
}
