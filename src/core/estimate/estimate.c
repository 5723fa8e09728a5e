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
	heated_init(&estimate->heated, rig);
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
		estimate->heads[i].surface_release_ns =
			channel_of(rig->heads[i].heater.surface.rate_hz).release_age_ns;
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

/* A sample that is not both plausible and young. */
static enum input_state doubt_channel(struct channel *channel, const struct sample *sample,
				      bool good, int64_t now_ns)
{
	if (sample->t_ns != channel->seen_t_ns && sample->state != SAMPLE_NEVER) {
		channel->seen_t_ns = sample->t_ns;
		if (good) {
			channel->bad_samples = 0;
			channel->good_t_ns = sample->t_ns;
		} else {
			channel->bad_samples += channel->bad_samples < BAD_SAMPLES;
		}
	}
	if (channel->bad_samples >= BAD_SAMPLES) {
		return INPUT_IMPLAUSIBLE;
	}
	if (channel->good_t_ns == 0) {
		return INPUT_NEVER;
	}
	return now_ns - channel->good_t_ns <= channel->release_age_ns ? INPUT_LIVE : INPUT_LOST;
}

/* Takes a sample of a channel in; *known: it is plausible and not too old. One not fitted is live. */
static enum input_state take_channel(struct channel *channel, bool *known,
				     const struct sample *sample, double most, int64_t now_ns)
{
	const int64_t age_ns = now_ns - sample->t_ns;
	const bool good = sample->state == SAMPLE_OK && fabs(sample->value) <= most;

	*known = good && age_ns >= 0 && age_ns <= channel->release_age_ns;
	if (*known) {
		channel->seen_t_ns = sample->t_ns;
		channel->good_t_ns = sample->t_ns;
		channel->bad_samples = 0;
		return INPUT_LIVE;
	}
	if (channel->release_age_ns == 0) {
		*known = good;
		return INPUT_LIVE;
	}
	return doubt_channel(channel, sample, good && age_ns >= 0, now_ns);
}

static enum input_state take_position(struct head_estimate *head, struct head_belief *belief,
				      const struct sample *sample, int64_t now_ns)
{
	const int64_t step_ns = sample->t_ns - head->position_t_ns;
	const enum input_state state = take_channel(&head->position, &belief->position_known,
						    sample, PLACE_PLAUSIBLE_M, now_ns);

	if (!belief->position_known || step_ns == 0) {
		return state;
	}
	if (step_ns > 0 && head->position_t_ns != 0) {
		double speed_m_s =
			(sample->value - belief->position_m) * NS_PER_S / (double)step_ns;

		belief->speed_m_s += SPEED_SHARE * (speed_m_s - belief->speed_m_s);
	}
	head->position_t_ns = sample->t_ns;
	belief->position_m = sample->value;
	return state;
}

static enum input_state take_pressure(struct head_estimate *head, struct head_belief *belief,
				      const struct sample *sample, int64_t now_ns)
{
	const enum input_state state = take_channel(&head->pressure, &belief->pressure_known,
						    sample, PRESSURE_PLAUSIBLE_PA, now_ns);

	belief->pressure_pa = belief->pressure_known ? sample->value : 0.0;
	return state;
}

/* An open or shorted thermistor reads far outside. The last plausible value stays beside it. */
static void take_surface(const struct head_estimate *head, struct head_belief *belief,
			 const struct sample *sample, int64_t now_ns)
{
	const int64_t age_ns = now_ns - sample->t_ns;

	belief->surface_known = sample->state == SAMPLE_OK && sample->value >= 0.0 &&
				sample->value <= SURFACE_PLAUSIBLE_C && age_ns >= 0 &&
				age_ns <= head->surface_release_ns;
	if (belief->surface_known) {
		belief->surface_c = sample->value;
	}
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
	if (age_ns <= head->hold_age_ns && head->force_t_ns != 0) {
		return INPUT_LIVE;
	}
	if (head->force_t_ns == 0) {
		return INPUT_NEVER;
	}
	return age_ns > head->release_age_ns ? INPUT_LOST : INPUT_STALE;
}

static enum input_state worst(enum input_state position, enum input_state pressure)
{
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
	enum input_state position;

	take_force(head, belief, &frame->force_n, now_ns);
	position = take_position(head, belief, &frame->position_m, now_ns);
	belief->beside = worst(position, take_pressure(head, belief, &frame->pressure_pa, now_ns));
	judge_contact(head, belief, now_ns);

	belief->force_age_ns = now_ns - head->force_t_ns;
	belief->input = input_state(head, belief->force_age_ns);
	belief->stiffness_n_m = secant_stiffness(head, belief);
}

void estimate_step(struct estimate *estimate, struct belief *belief, const struct frame *frame)
{
	static const struct head_frame nothing; /* of a head that the frame does not have */

	int heated = heated_next(&estimate->heated);

	belief->head_count = estimate->head_count;
	for (int i = 0; i < estimate->head_count; i++) {
		estimate_head(&estimate->heads[i], &belief->heads[i],
			      i < frame->head_count ? &frame->heads[i] : &nothing, frame->t_ns);
	}
	if (heated != HEATED_NONE) {
		take_surface(&estimate->heads[heated], &belief->heads[heated],
			     heated < frame->head_count ? &frame->heads[heated].surface_c
							: &nothing.surface_c,
			     frame->t_ns);
	}
}
