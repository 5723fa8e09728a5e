#include "core/estimate/samples.h"

#include <math.h>

/*
 * A sensor that comes and goes is never too old, and is lost all the same: silent for longer than a reading is
 * held, again and again, for more than a quarter of the time [P]. An HX711 that slips a read in 20 is so for
 * 0.1 % of it.
 */
#define SILENT_SHARE   4 /* one part in so many */
#define SILENT_MOST_NS INT64_C(250000000)

static bool plausible(const struct sample *sample, int64_t now_ns)
{
	return sample->state == SAMPLE_OK && fabs(sample->value) <= FORCE_PLAUSIBLE_N &&
	       sample->t_ns <= now_ns;
}

/* What is left of a sensor's silences: a share of the time since makes up for them. */
static int64_t silence_left_ns(const struct head_estimate *head, int64_t t_ns)
{
	const int64_t left_ns = head->silent_ns - (t_ns - head->silent_t_ns) / SILENT_SHARE;

	return left_ns > 0 ? left_ns : 0;
}

/* One that was seen and is over: what a late loop did not see is no sensor's silence. */
static void count_silence(struct head_estimate *head, const struct head_belief *belief,
			  int64_t over_t_ns)
{
	const int64_t silence_ns = over_t_ns - head->force_t_ns;
	const int64_t most_ns = head->release_age_ns;

	if (belief->input == INPUT_STALE) {
		head->silent_ns = silence_left_ns(head, over_t_ns) +
				  (silence_ns < most_ns ? silence_ns : most_ns);
		head->silent_t_ns = over_t_ns;
	}
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
	count_silence(head, belief, sample->t_ns);
	head->force_t_ns = sample->t_ns;
	belief->force_n = sample->value - belief->zero_n;
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
		samples_speed(belief, sample->value, step_ns);
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

static enum input_state input_state(const struct head_estimate *head, int64_t now_ns)
{
	const int64_t age_ns = now_ns - head->force_t_ns;

	if (head->bad_samples >= BAD_SAMPLES) {
		return INPUT_IMPLAUSIBLE;
	}
	if (silence_left_ns(head, now_ns) > SILENT_MOST_NS) {
		return INPUT_LOST;
	}
	if (age_ns <= head->hold_age_ns && head->force_t_ns != 0) {
		return INPUT_LIVE;
	}
	if (head->force_t_ns == 0) {
		return INPUT_NEVER;
	}
	return age_ns > head->release_age_ns ? INPUT_LOST : INPUT_STALE;
}

static void take_worst(struct head_belief *belief, enum input_state position,
		       enum input_state pressure)
{
	const bool is_air = position == INPUT_LIVE || pressure == INPUT_IMPLAUSIBLE;

	belief->beside = is_air ? pressure : position;
	belief->beside_which = is_air ? SENSOR_AIR : SENSOR_PLACE;
}

/* Sensors as good as they can be: all three fitted, and each one's newest sample plausible and young. */
static bool is_well(const struct head_estimate *head, const struct head_belief *belief)
{
	return belief->input == INPUT_LIVE && head->bad_samples == 0 && belief->position_known &&
	       head->position.release_age_ns > 0 && belief->pressure_known &&
	       head->pressure.release_age_ns > 0;
}

/* Times of samples that the short way keeps but once. */
static void catch_up(struct head_estimate *head)
{
	head->seen_t_ns = head->force_t_ns;
	head->position.seen_t_ns = head->position_t_ns;
	head->position.good_t_ns = head->position_t_ns;
	head->pressure.seen_t_ns = head->pressure.good_t_ns;
}

void samples_take(struct head_estimate *head, struct head_belief *belief,
		  const struct head_frame *frame, int64_t now_ns)
{
	enum input_state position;

	if (head->well) {
		catch_up(head);
	}
	take_force(head, belief, &frame->force_n, now_ns);
	position = take_position(head, belief, &frame->position_m, now_ns);
	take_worst(belief, position, take_pressure(head, belief, &frame->pressure_pa, now_ns));
	belief->input = input_state(head, now_ns);
	head->well = is_well(head, belief);
}
