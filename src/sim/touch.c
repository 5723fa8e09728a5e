/* touch.c - see touch.h. */
#include "sim/touch.h"

#include <math.h>

#define NS_PER_S 1e9

void contact_pad_init(struct contact_pad *pad, const struct contact_spec *spec, int64_t t_ns)
{
	*pad = (struct contact_pad){
		.spec = *spec,
		.sampling = sampling_of(spec->rate_hz, t_ns, 0.0),
	};
}

void contact_pad_take(struct contact_pad *pad, struct sample *shown, double force_n, int64_t t_ns)
{
	double play_n = 0.5 * pad->spec.hysteresis_share * force_n;
	double shown_n;

	if (!sampling_is_due(&pad->sampling, t_ns)) {
		return;
	}
	if (pad->held_n < force_n - play_n) {
		pad->held_n = force_n - play_n;
	} else if (pad->held_n > force_n + play_n) {
		pad->held_n = force_n + play_n;
	}
	shown_n = pad->held_n < pad->spec.most_n ? pad->held_n : pad->spec.most_n;
	*shown = (struct sample){shown_n >= pad->spec.least_n ? shown_n : 0.0, t_ns, SAMPLE_OK};
}

void thermistor_init(struct thermistor *thermistor, const struct thermistor_spec *spec,
		     double temperature_c, int64_t t_ns)
{
	*thermistor = (struct thermistor){
		.tau_s = spec->tau_s,
		.gauge = gauge_of(spec->rate_hz, spec->noise_k, spec->quantum_k, t_ns, 0.0),
		.own_c = temperature_c,
		.t_ns = t_ns,
	};
}

void thermistor_take(struct thermistor *thermistor, struct sample *shown, double temperature_c,
		     int64_t t_ns, struct noise *noise)
{
	double dt_s;

	if (!sampling_is_due(&thermistor->gauge.sampling, t_ns)) {
		return;
	}
	dt_s = (double)(t_ns - thermistor->t_ns) / NS_PER_S;
	thermistor->own_c = temperature_c +
			    (thermistor->own_c - temperature_c) * exp(-dt_s / thermistor->tau_s);
	thermistor->t_ns = t_ns;
	*shown = gauge_read(&thermistor->gauge, thermistor->own_c, noise_bell(noise), t_ns);
}
