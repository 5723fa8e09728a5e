/* score_plant.c - see score_plant.h. */
#include "tool/score_plant.h"

#include "sim/noise.h"

#define NO_LAG_S    0.001 /* one tick: a regulator without any is none */
#define STREAM_SALT 0x706c616e74u

static void vary(double *value, struct noise *noise)
{
	*value *= 1.0 + SCORE_PLANT_SPREAD * (2.0 * noise_uniform(noise) - 1.0);
}

static void vary_head(struct actuator_spec *actuator, struct noise *noise)
{
	double lag_s = actuator->lag_s;

	vary(&actuator->lag_s, noise);
	if (lag_s > 0.0) {
		actuator->vent_lag_s *= actuator->lag_s / lag_s;
	}
	vary(&actuator->dead_s, noise);
	vary(&actuator->hysteresis_share, noise);
	vary(&actuator->supply_sag_share, noise);
	vary(&actuator->friction.breakaway_n, noise);
	vary(&actuator->friction.viscous_n_s_m, noise);
	vary(&actuator->release.spring_n, noise);
	vary(&actuator->mass_kg, noise);
	vary(&actuator->screw.accel_m_s2, noise);
	vary(&actuator->screw.backlash_m, noise);
}

void score_plant_vary(struct rig *rig, uint64_t seed)
{
	struct noise noise = {seed ^ STREAM_SALT};

	for (int i = 0; i < rig->head_count; i++) {
		vary_head(&rig->heads[i].actuator, &noise);
	}
}

const char *score_part_name(enum score_part part)
{
	static const char *const names[SCORE_PARTS] = {
		[SCORE_PART_NONE] = "nothing",     [SCORE_PART_FRICTION] = "friction",
		[SCORE_PART_DELAY] = "delay",      [SCORE_PART_BREATH] = "breath",
		[SCORE_PART_SENSING] = "sensing",  [SCORE_PART_VARIANCE] = "plant variance",
		[SCORE_PART_ALL] = "all of these",
	};

	return (unsigned)part < SCORE_PARTS ? names[part] : "unknown";
}

static void without_delay(struct actuator_spec *actuator)
{
	actuator->dead_s = 0.0;
	if (actuator->kind == ACTUATOR_PRESSURE) {
		actuator->lag_s = NO_LAG_S;
		actuator->vent_lag_s = NO_LAG_S;
	}
}

static void without_sensing(struct sensor_spec *sensor, double loop_hz)
{
	sensor->rate_hz = loop_hz;
	sensor->latency_s = 0.0;
	sensor->noise_n = 0.0;
	sensor->quantum_n = 0.0;
	sensor->drift_n_h = 0.0;
	sensor->slip_share = 0.0;
}

void score_plant_without(struct rig *rig, struct patient *patient, enum score_part part)
{
	bool all = part == SCORE_PART_ALL;

	for (int i = 0; i < rig->head_count; i++) {
		struct head *head = &rig->heads[i];

		if (all || part == SCORE_PART_FRICTION) {
			head->actuator.friction.breakaway_n = 0.0;
		}
		if (all || part == SCORE_PART_DELAY) {
			without_delay(&head->actuator);
		}
		if (all || part == SCORE_PART_SENSING) {
			without_sensing(&head->sensor, rig->loop_hz);
		}
	}
	if (all || part == SCORE_PART_BREATH) {
		patient_hold_breath(patient);
	}
}
