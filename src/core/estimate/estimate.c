#include "core/estimate/estimate.h"

#include "core/estimate/samples.h"

#include <math.h>
#include <string.h>

#define NS_PER_S 1e9

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
	if (belief->contact_sure && belief->force_n >= CONTACT_OFF_N) {
		return; /* for as long as it lasts */
	}
	if (belief->contact) {
		belief->contact = belief->force_n >= CONTACT_OFF_N;
		belief->contact_sure =
			belief->contact && now_ns - head->contact_since_ns >= to_ns(CONTACT_SURE_S);
	} else if (belief->force_n > CONTACT_ON_N) {
		belief->contact = true;
		head->contact_since_ns = now_ns;
		belief->touched_at_m = belief->position_m;
	}
}

/* One channel of a head that is well: what it brings now is plausible, and not too old. */
static bool stays_well(const struct sample *sample, double most, int64_t age_max_ns, int64_t now_ns)
{
	/* unsigned: what comes out of the future is older than anything */
	return sample->state == SAMPLE_OK && fabs(sample->value) <= most &&
	       (uint64_t)(now_ns - sample->t_ns) <= (uint64_t)age_max_ns;
}

static bool head_stays_well(const struct head_estimate *head, const struct head_frame *frame,
			    int64_t now_ns)
{
	return head->well &&
	       stays_well(&frame->force_n, FORCE_PLAUSIBLE_N, head->hold_age_ns, now_ns) &&
	       stays_well(&frame->position_m, PLACE_PLAUSIBLE_M, head->position.release_age_ns,
			  now_ns) &&
	       stays_well(&frame->pressure_pa, PRESSURE_PLAUSIBLE_PA, head->pressure.release_age_ns,
			  now_ns) &&
	       frame->position_m.t_ns > head->position_t_ns;
}

/*
 * Nearly every tick of nearly every head: all is well and was before, so that no state changes and
 * nothing is to be counted. It leaves what samples_take would, for a third less of the tick.
 */
static void take_all(struct head_estimate *head, struct head_belief *belief,
		     const struct head_frame *frame)
{
	belief->fresh = frame->force_n.t_ns != head->force_t_ns;
	head->force_t_ns = frame->force_n.t_ns;
	belief->force_n = frame->force_n.value - belief->zero_n;
	samples_speed(belief, frame->position_m.value,
		      frame->position_m.t_ns - head->position_t_ns);
	head->position_t_ns = frame->position_m.t_ns;
	belief->position_m = frame->position_m.value;
	head->pressure.good_t_ns = frame->pressure_pa.t_ns;
	belief->pressure_pa = frame->pressure_pa.value;
}

/* What follows from a head's samples, however they were taken. */
static void conclude(struct head_estimate *head, struct head_belief *belief, int64_t now_ns)
{
	judge_contact(head, belief, now_ns);
	belief->force_age_ns = now_ns - head->force_t_ns;
}

/* The heads from first on that stay well, up to one that does not: its number, or the count. */
static int take_well(struct estimate *estimate, struct belief *belief, const struct frame *frame,
		     int first, int count)
{
	const int64_t now_ns = frame->t_ns;

	for (int i = first; i < count; i++) {
		struct head_estimate *head = &estimate->heads[i];

		if (!head_stays_well(head, &frame->heads[i], now_ns)) {
			return i;
		}
		take_all(head, &belief->heads[i], &frame->heads[i]);
		conclude(head, &belief->heads[i], now_ns);
	}
	return first > count ? first : count;
}

void estimate_step(struct estimate *estimate, struct belief *belief, const struct frame *frame)
{
	static const struct head_frame nothing; /* of a head that the frame does not have */

	const int count = estimate->head_count;
	const int there = frame->head_count < count ? frame->head_count : count;
	const int heated = heated_next(&estimate->heated);

	belief->head_count = count;
	for (int i = take_well(estimate, belief, frame, 0, there); i < count;
	     i = take_well(estimate, belief, frame, i + 1, there)) {
		samples_take(&estimate->heads[i], &belief->heads[i],
			     i < there ? &frame->heads[i] : &nothing, frame->t_ns);
		conclude(&estimate->heads[i], &belief->heads[i], frame->t_ns);
	}
	if (heated != HEATED_NONE) {
		take_surface(&estimate->heads[heated], &belief->heads[heated],
			     heated < there ? &frame->heads[heated].surface_c : &nothing.surface_c,
			     frame->t_ns);
	}
}
