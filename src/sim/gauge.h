/*
 * gauge.h - a plain simulated sensor: a rate of its own, noise, steps of a quantum.
 *
 * Without latency: what it shows was true at its time stamp. One of rate 0 is not fitted and shows
 * nothing, ever.
 */
#ifndef KNEAD_SIM_GAUGE_H
#define KNEAD_SIM_GAUGE_H

#include <knead/frame.h>

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

/* Steps of a converter; a quantum of 0 leaves the value as it is. */
struct quantum {
	double step;
	double per_step;
};

static inline struct quantum quantum_of(double step)
{
	return (struct quantum){step, step > 0.0 ? 1.0 / step : 0.0};
}

/*
 * The value must be finite and less than 2^62 steps. Rounded without a branch: around 0 noise tosses the
 * sign.
 */
static inline double quantised(const struct quantum *quantum, double value)
{
	double steps = value * quantum->per_step;

	if (!(quantum->step > 0.0)) {
		return value;
	}
	return quantum->step * (double)(int64_t)(steps + copysign(0.5, steps));
}

/* When samples are due. */
struct sampling {
	int64_t period_ns;
	int64_t due_ns;
	bool fitted;
};

/* phase: 0..1 of a period until the first sample. */
static inline struct sampling sampling_of(double rate_hz, int64_t t_ns, double phase)
{
	struct sampling sampling = {.fitted = rate_hz > 0.0};

	if (sampling.fitted) {
		sampling.period_ns = (int64_t)(1e9 / rate_hz + 0.5);
		sampling.due_ns = t_ns + (int64_t)(phase * (double)sampling.period_ns);
	}
	return sampling;
}

/* Whether a sample is due at t_ns; then the next is due one period later, without backlog. */
static inline bool sampling_is_due(struct sampling *sampling, int64_t t_ns)
{
	if (!sampling->fitted || t_ns < sampling->due_ns) {
		return false;
	}
	sampling->due_ns += sampling->period_ns;
	if (sampling->due_ns <= t_ns - sampling->period_ns) {
		sampling->due_ns = t_ns;
	}
	return true;
}

struct gauge {
	struct sampling sampling;
	struct quantum quantum;
	double noise; /* rms */
};

static inline struct gauge gauge_of(double rate_hz, double noise, double quantum, int64_t t_ns,
				    double phase)
{
	return (struct gauge){
		.sampling = sampling_of(rate_hz, t_ns, phase),
		.quantum = quantum_of(quantum),
		.noise = noise,
	};
}

/* What it shows of value at t_ns; unit_noise has an rms of 1. */
static inline struct sample gauge_read(const struct gauge *gauge, double value, double unit_noise,
				       int64_t t_ns)
{
	return (struct sample){quantised(&gauge->quantum, value + gauge->noise * unit_noise), t_ns,
			       SAMPLE_OK};
}

#endif
