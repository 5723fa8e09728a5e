/* sensor_fault.c - see sensor_fault.h. */
#include "sim/sensor_fault.h"

#include <math.h>

#define SHARE_PERIOD_NS 100000000 /* an intermittent sensor is off once in this time */
#define NS_PER_S        1e9

/* A magnitude inside (0, most], or the usual one. */
static double within(double magnitude, double most, double usual)
{
	return magnitude > 0.0 && magnitude <= most ? magnitude : usual;
}

double sensor_fault_magnitude(enum fault_kind kind, double asked)
{
	if (kind == FAULT_WRONG) {
		return isfinite(asked) && fabs(asked) > 0.0 ? asked : 2.0;
	}
	if (kind == FAULT_SLOW) {
		return within(asked, FAULT_FACTOR_MAX, 10.0);
	}
	if (kind == FAULT_DELAYED) {
		return within(asked, FAULT_DELAY_MAX_S, 0.1);
	}
	return kind == FAULT_INTERMITTENT ? within(asked, 1.0, 0.5) : 0.0;
}

bool sensor_fault_is_silent(enum fault_kind kind, double share, int64_t since_ns, int64_t t_ns)
{
	int64_t into_ns = (t_ns - since_ns) % SHARE_PERIOD_NS;

	return kind == FAULT_OFF ||
	       (kind == FAULT_INTERMITTENT && (double)into_ns < share * (double)SHARE_PERIOD_NS);
}

void sensor_fault_spoil(struct sample *sample, double range, struct noise *noise)
{
	switch (noise_draw(noise) % 3) {
	case 0:
		sample->value = (double)NAN;
		break;
	case 1:
		sample->value = range;
		sample->state = SAMPLE_BAD;
		break;
	default:
		sample->value = range * (2.0 * noise_uniform(noise) - 1.0);
		break;
	}
}

void sensor_fault_begin(struct sensor_fault *fault, enum fault_kind kind, double magnitude,
			const struct sample *shown, const struct sample *honest, int64_t t_ns)
{
	fault->kind = kind;
	fault->magnitude = sensor_fault_magnitude(kind, magnitude);
	fault->since_ns = t_ns;
	fault->seen_ns = honest->t_ns;
	fault->due_ns = t_ns;
	fault->stuck = shown->value;
	fault->line_first = 0;
	fault->line_count = 0;
}

/* A full line loses the newest, as a device's buffer does. */
static void delay(struct sensor_fault *fault, struct sample *shown, const struct sample *honest,
		  bool fresh, int64_t t_ns)
{
	const int64_t late_ns = (int64_t)(fault->magnitude * NS_PER_S);

	if (fresh && fault->line_count < SENSOR_FAULT_LINE) {
		fault->line[(fault->line_first + fault->line_count) % SENSOR_FAULT_LINE] = *honest;
		fault->line_count++;
	}
	while (fault->line_count > 0 && fault->line[fault->line_first].t_ns + late_ns <= t_ns) {
		*shown = fault->line[fault->line_first];
		fault->line_first = (fault->line_first + 1) % SENSOR_FAULT_LINE;
		fault->line_count--;
	}
}

/* A sample that takes its time is late by the factor, counted from the one before. */
static bool slow_is_due(struct sensor_fault *fault, const struct sample *honest)
{
	const int64_t period_ns = honest->t_ns - fault->seen_ns;

	if (honest->t_ns < fault->due_ns) {
		return false;
	}
	fault->due_ns = honest->t_ns + (int64_t)(fault->magnitude * (double)period_ns);
	return true;
}

void sensor_fault_pass(struct sensor_fault *fault, struct sample *shown,
		       const struct sample *honest, double range, int64_t t_ns, struct noise *noise)
{
	const bool fresh = honest->state != SAMPLE_NEVER && honest->t_ns != fault->seen_ns;

	if (fault->kind == FAULT_NONE) {
		*shown = *honest;
		return;
	}
	if (fault->kind == FAULT_DELAYED) {
		delay(fault, shown, honest, fresh, t_ns);
	} else if (fresh &&
		   !sensor_fault_is_silent(fault->kind, fault->magnitude, fault->since_ns, t_ns) &&
		   !(fault->kind == FAULT_SLOW && !slow_is_due(fault, honest))) {
		*shown = *honest;
		if (fault->kind == FAULT_STUCK) {
			shown->value = fault->stuck;
		} else if (fault->kind == FAULT_WRONG) {
			shown->value *= fault->magnitude;
		} else if (fault->kind == FAULT_GARBAGE) {
			sensor_fault_spoil(shown, range, noise);
		}
	}
	fault->seen_ns = honest->t_ns;
}
