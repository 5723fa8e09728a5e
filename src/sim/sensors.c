/* sensors.c - see sensors.h. */
#include "sim/sensors.h"

void sensors_init(struct sensors *sensors, const struct head *head, double loop_hz, int64_t t_ns,
		  struct noise *noise)
{
	const struct sensor_spec *spec = &head->sensor;
	double phase = noise_uniform(noise);
	bool pressure = head->actuator.kind != ACTUATOR_VELOCITY;
	struct actuator cold;

	actuator_init(&cold, &head->actuator);
	load_cell_init(&sensors->cell, spec, t_ns, spec->rate_hz < loop_hz ? phase : 0.0, noise);
	sensors->air = gauge_of(pressure ? spec->air.rate_hz : 0.0, spec->air.noise_pa,
				spec->air.quantum_pa, t_ns, 0.0);
	sensors->position = gauge_of(spec->position.rate_hz, spec->position.noise_m,
				     spec->position.quantum_m, t_ns, 0.0);
	contact_pad_init(&sensors->pad, &spec->contact, t_ns);
	thermistor_init(&sensors->thermistor, &spec->thermistor,
			pressure ? 0.0 : screw_temperature_c(&cold.screw), t_ns);
	sensors->thermistor.gauge.sampling.fitted &= !pressure;
}

static void take_place_and_air(struct sensors *sensors, struct head_frame *shown,
			       const struct actuator *actuator, int64_t t_ns, struct noise *noise)
{
	bool place_due = sampling_is_due(&sensors->position.sampling, t_ns);
	bool air_due = sampling_is_due(&sensors->air.sampling, t_ns);
	double place_noise;
	double air_noise;

	if (!place_due && !air_due) {
		return;
	}
	noise_pair(noise, &place_noise, &air_noise);
	if (place_due) {
		shown->position_m = gauge_read(&sensors->position, actuator_position_m(actuator),
					       place_noise, t_ns);
	}
	if (air_due) {
		shown->pressure_pa =
			gauge_read(&sensors->air, actuator->cylinder.pressure_pa, air_noise, t_ns);
	}
}

void sensors_take(struct sensors *sensors, struct head_frame *shown, double force_n,
		  const struct actuator *actuator, int64_t t_ns, struct noise *noise)
{
	load_cell_take(&sensors->cell, force_n, t_ns, noise);
	shown->force_n = sensors->cell.shown;
	take_place_and_air(sensors, shown, actuator, t_ns, noise);
	if (sensors->pad.sampling.fitted) {
		contact_pad_take(&sensors->pad, &shown->contact_n, force_n, t_ns);
	}
	if (sensors->thermistor.gauge.sampling.fitted) {
		thermistor_take(&sensors->thermistor, &shown->temperature_c,
				screw_temperature_c(&actuator->screw), t_ns, noise);
	}
}
