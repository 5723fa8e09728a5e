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
	sensors->broken = false;
	sensors->position_fault.kind = FAULT_NONE;
	sensors->air_fault.kind = FAULT_NONE;
	sensors->pad_fault.kind = FAULT_NONE;
	sensors->travel_m = head->actuator.travel_m;
	sensors->relief_pa = head->actuator.relief_pa;
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

/* What is sound, straight from the sensors. */
static void take_beside(struct sensors *sensors, struct head_frame *shown, double force_n,
			const struct actuator *actuator, int64_t t_ns, struct noise *noise)
{
	take_place_and_air(sensors, shown, actuator, t_ns, noise);
	if (sensors->pad.sampling.fitted) {
		contact_pad_take(&sensors->pad, &shown->contact_n, force_n, t_ns);
	}
}

static void take_broken(struct sensors *sensors, struct head_frame *shown, double force_n,
			const struct actuator *actuator, int64_t t_ns, struct noise *noise)
{
	struct head_frame *honest = &sensors->honest;

	take_beside(sensors, honest, force_n, actuator, t_ns, noise);
	sensor_fault_pass(&sensors->position_fault, &shown->position_m, &honest->position_m,
			  sensors->travel_m, t_ns, noise);
	sensor_fault_pass(&sensors->air_fault, &shown->pressure_pa, &honest->pressure_pa,
			  sensors->relief_pa, t_ns, noise);
	sensor_fault_pass(&sensors->pad_fault, &shown->contact_n, &honest->contact_n,
			  sensors->pad.spec.most_n, t_ns, noise);
}

void sensors_take(struct sensors *sensors, struct head_frame *shown, double force_n,
		  const struct actuator *actuator, int64_t t_ns, struct noise *noise)
{
	load_cell_take(&sensors->cell, &shown->force_n, force_n, t_ns, noise);
	if (sensors->broken) {
		take_broken(sensors, shown, force_n, actuator, t_ns, noise);
	} else {
		take_beside(sensors, shown, force_n, actuator, t_ns, noise);
	}
	if (sensors->thermistor.gauge.sampling.fitted) {
		thermistor_take(&sensors->thermistor, &shown->temperature_c,
				screw_temperature_c(&actuator->screw), t_ns, noise);
	}
}

static void fault_one(struct sensor_fault *fault, enum fault_sensor sensor, enum fault_kind kind,
		      double magnitude, const struct sample *shown, const struct sample *honest,
		      int64_t t_ns)
{
	const enum fault_kind manner = fault_on_sensor(kind, sensor);

	if (manner != FAULT_KINDS) {
		sensor_fault_begin(fault, manner, magnitude, shown, honest, t_ns);
	}
}

void sensors_fault(struct sensors *sensors, enum fault_kind kind, double magnitude,
		   const struct head_frame *shown, int64_t t_ns)
{
	if (!sensors->broken) {
		sensors->honest = *shown;
	}
	load_cell_fault(&sensors->cell, kind, magnitude, &shown->force_n, t_ns);
	fault_one(&sensors->position_fault, FAULT_AT_POSITION, kind, magnitude, &shown->position_m,
		  &sensors->honest.position_m, t_ns);
	fault_one(&sensors->air_fault, FAULT_AT_PRESSURE, kind, magnitude, &shown->pressure_pa,
		  &sensors->honest.pressure_pa, t_ns);
	fault_one(&sensors->pad_fault, FAULT_AT_CONTACT, kind, magnitude, &shown->contact_n,
		  &sensors->honest.contact_n, t_ns);
	sensors->broken = sensors->position_fault.kind != FAULT_NONE ||
			  sensors->air_fault.kind != FAULT_NONE ||
			  sensors->pad_fault.kind != FAULT_NONE;
}
