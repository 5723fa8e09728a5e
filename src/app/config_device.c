/*
 * config_device.c - the tables of sensors, actuators and heaters, and the kinds heads may name.
 */
#include "app/config_device.h"

#include "app/config_fields.h"

#include <stdio.h>
#include <string.h>

#define PISTON_AREA_MAX_M2 5e-3 /* a bore of 80 mm */
#define RELIEF_MAX_PA      1e6  /* workshop air */
#define SPRING_MIN_N       2.0  /* it must lift off even where friction is named as 0 */
#define DUMP_TAU_MAX_S     0.10 /* [P] */

struct device_type {
	const struct field_table *table;
	const char *variant; /* the key that decides which rows belong, or NULL */
	const char *of;      /* for the sentences */
	size_t size;         /* of its spec */
};

/* clang-format off */
static const char *driver_word(int value)
{
	static const char *const words[] = { "none", "sim", "wired" };

	return words[value];
}

static const char *actuator_word(int value)
{
	static const char *const words[] = { "none", "pressure", "velocity" };

	return words[value];
}

#define SENSOR(key, member, least, most, unit) \
	FIELD_NUMBER_ROW(key, struct sensor_spec, member, least, most, unit)
#define SENSOR_GROUP(k, m, t) \
	{ .key = (k), .type = FIELD_GROUP, .offset = offsetof(struct sensor_spec, m), .in = (t), .may_miss = true }

static const struct field air_rows[] = {
	FIELD_NUMBER_ROW("rate_hz", struct air_spec, rate_hz, 100.0, 20e3, "Hz"),
	FIELD_NUMBER_ROW("noise_pa", struct air_spec, noise_pa, 0.0, 5e3, "Pa rms"),
	FIELD_NUMBER_ROW("quantum_pa", struct air_spec, quantum_pa, 0.01, 5e3, "Pa"),
};
static const struct field_table air_table = FIELD_TABLE(air_rows);

static const struct field position_rows[] = {
	FIELD_NUMBER_ROW("rate_hz", struct position_spec, rate_hz, 100.0, 20e3, "Hz"),
	FIELD_NUMBER_ROW("noise_m", struct position_spec, noise_m, 0.0, 1e-3, "m rms"),
	FIELD_NUMBER_ROW("quantum_m", struct position_spec, quantum_m, 1e-8, 1e-3, "m"),
};
static const struct field_table position_table = FIELD_TABLE(position_rows);

static const struct field contact_rows[] = {
	FIELD_NUMBER_ROW("rate_hz", struct contact_spec, rate_hz, 10.0, 20e3, "Hz"),
	FIELD_NUMBER_ROW("least_n", struct contact_spec, least_n, 0.01, 2.0, "N"),
	FIELD_NUMBER_ROW("most_n", struct contact_spec, most_n, 5.0, 200.0, "N"),
	FIELD_NUMBER_ROW("hysteresis_share", struct contact_spec, hysteresis_share, 0.0, 0.5, ""),
};
static const struct field_table contact_table = FIELD_TABLE(contact_rows);

static const struct field thermistor_rows[] = {
	FIELD_NUMBER_ROW("rate_hz", struct thermistor_spec, rate_hz, 0.1, 1e3, "Hz"),
	FIELD_NUMBER_ROW("tau_s", struct thermistor_spec, tau_s, 0.1, 120.0, "s"),
	FIELD_NUMBER_ROW("noise_k", struct thermistor_spec, noise_k, 0.0, 2.0, "K rms"),
	FIELD_NUMBER_ROW("quantum_k", struct thermistor_spec, quantum_k, 1e-4, 1.0, "K"),
};
static const struct field_table thermistor_table = FIELD_TABLE(thermistor_rows);

static const struct field sensor_rows[] = {
	FIELD_WORD_ROW("driver", struct sensor_spec, driver, driver_word, DRIVER_WIRED + 1),
	SENSOR("rate_hz", rate_hz, 10.0, 20e3, "Hz"),
	SENSOR("latency_s", latency_s, 0.0, 0.5, "s"),
	SENSOR("noise_n", noise_n, 0.0, 1.0, "N rms"),
	SENSOR("range_n", range_n, 50.0, FORCE_PLAUSIBLE_N, "N"),
	SENSOR("quantum_n", quantum_n, 1e-7, 1.0, "N"),
	SENSOR("drift_n_h", drift_n_h, 0.0, 10.0, "N/h"),
	SENSOR("slip_share", slip_share, 0.0, 0.1, ""),
	SENSOR_GROUP("air", air, &air_table),
	SENSOR_GROUP("position", position, &position_table),
	SENSOR_GROUP("contact", contact, &contact_table),
	SENSOR_GROUP("thermistor", thermistor, &thermistor_table),
};
static const struct field_table sensor_table = FIELD_TABLE(sensor_rows);

#define HEATER(key, member, least, most, unit) \
	FIELD_NUMBER_ROW(key, struct heater_spec, member, least, most, unit)

static const struct field heater_rows[] = {
	FIELD_WORD_ROW("driver", struct heater_spec, driver, driver_word, DRIVER_WIRED + 1),
	HEATER("power_w", power_w, 0.5, 100.0, "W"),
	HEATER("capacity_j_k", capacity_j_k, 1.0, 500.0, "J/K"),
	HEATER("loss_w_k", loss_w_k, 0.001, 2.0, "W/K"),
	HEATER("contact_w_k", contact_w_k, 0.01, 5.0, "W/K"),
	HEATER("cut_out_c", cut_out_c, 30.0, 100.0, "degC"),
	/* may miss here, so that its absence gets a sentence of its own */
	{ .key = "surface", .type = FIELD_GROUP, .offset = offsetof(struct heater_spec, surface),
	  .in = &thermistor_table, .may_miss = true },
};
static const struct field_table heater_table = FIELD_TABLE(heater_rows);

#define VARIANT(kind) (1u << (kind))
#define ONLY(key, type, member, least, most, unit, kind) \
	FIELD_ONLY_ROW(key, type, member, least, most, unit, VARIANT(kind))

static const struct field release_rows[] = {
	ONLY("dump_tau_s", struct release_spec, dump_tau_s, 0.001, DUMP_TAU_MAX_S, "s", ACTUATOR_PRESSURE),
	FIELD_NUMBER_ROW("dead_s", struct release_spec, dead_s, 0.0, 0.5, "s"),
	FIELD_NUMBER_ROW("spring_n", struct release_spec, spring_n, SPRING_MIN_N, 50.0, "N"),
};
static const struct field_table release_table = FIELD_TABLE(release_rows);

static const struct field friction_rows[] = {
	FIELD_NUMBER_ROW("breakaway_n", struct friction_spec, breakaway_n, 0.0, 10.0, "N"),
	FIELD_NUMBER_ROW("coulomb_share", struct friction_spec, coulomb_share, 0.3, 1.0, ""),
	FIELD_NUMBER_ROW("stribeck_m_s", struct friction_spec, stribeck_m_s, 1e-4, 0.05, "m/s"),
	FIELD_NUMBER_ROW("viscous_n_s_m", struct friction_spec, viscous_n_s_m, 1.0, 1e3, "N s/m"),
};
static const struct field_table friction_table = FIELD_TABLE(friction_rows);

static const struct field screw_rows[] = {
	FIELD_NUMBER_ROW("speed_max_m_s", struct screw_spec, speed_max_m_s, 0.001, APPROACH_MAX_M_S * 2.0, "m/s"),
	FIELD_NUMBER_ROW("accel_m_s2", struct screw_spec, accel_m_s2, 0.01, 20.0, "m/s2"),
	FIELD_NUMBER_ROW("backlash_m", struct screw_spec, backlash_m, 0.0, 2e-3, "m"),
	FIELD_NUMBER_ROW("stall_n", struct screw_spec, stall_n, 10.0, 1e3, "N"),
	FIELD_NUMBER_ROW("duty_share", struct screw_spec, duty_share, 0.01, 1.0, ""),
	FIELD_NUMBER_ROW("duty_tau_s", struct screw_spec, duty_tau_s, 10.0, 1e4, "s"),
	FIELD_NUMBER_ROW("cut_out_c", struct screw_spec, cut_out_c, 40.0, 150.0, "degC"),
};
static const struct field_table screw_table = FIELD_TABLE(screw_rows);

#define ACTUATOR(key, member, least, most, unit) \
	FIELD_NUMBER_ROW(key, struct actuator_spec, member, least, most, unit)
#define PRESSURE(key, member, least, most, unit) \
	ONLY(key, struct actuator_spec, member, least, most, unit, ACTUATOR_PRESSURE)

static const struct field actuator_rows[] = {
	FIELD_WORD_ROW("driver", struct actuator_spec, driver, driver_word, DRIVER_WIRED + 1),
	FIELD_WORD_ROW("kind", struct actuator_spec, kind, actuator_word, ACTUATOR_VELOCITY + 1),
	PRESSURE("area_m2", area_m2, 1e-5, PISTON_AREA_MAX_M2, "m2"),
	PRESSURE("relief_pa", relief_pa, 1e4, RELIEF_MAX_PA, "Pa"),
	PRESSURE("lag_s", lag_s, 0.001, 1.0, "s"),
	PRESSURE("vent_lag_s", vent_lag_s, 0.001, 1.0, "s"),
	PRESSURE("hysteresis_share", hysteresis_share, 0.0, 0.05, ""),
	PRESSURE("supply_sag_share", supply_sag_share, 0.0, 0.2, ""),
	PRESSURE("supply_recovery_s", supply_recovery_s, 0.01, 60.0, "s"),
	{ .key = "screw", .type = FIELD_GROUP, .offset = offsetof(struct actuator_spec, screw),
	  .in = &screw_table, .only = VARIANT(ACTUATOR_VELOCITY) },
	ACTUATOR("dead_s", dead_s, 0.0, 0.2, "s"),
	ACTUATOR("travel_m", travel_m, 0.01, 0.30, "m"),
	ACTUATOR("mass_kg", mass_kg, 0.05, 5.0, "kg"),
	FIELD_GROUP_ROW("friction", struct actuator_spec, friction, &friction_table),
	FIELD_GROUP_ROW("release", struct actuator_spec, release, &release_table),
};
static const struct field_table actuator_table = FIELD_TABLE(actuator_rows);
/* clang-format on */

const struct device_type device_sensor = {
	.table = &sensor_table,
	.of = "the sensor",
	.size = sizeof(struct sensor_spec),
};
const struct device_type device_actuator = {
	.table = &actuator_table,
	.variant = "kind",
	.of = "the actuator",
	.size = sizeof(struct actuator_spec),
};
const struct device_type device_heater = {
	.table = &heater_table,
	.of = "the heater",
	.size = sizeof(struct heater_spec),
};

static void read_device(struct complaints *complaints, config_setting_t *group,
			const struct device_type *type, void *spec, const char *of)
{
	struct field_target target = {.base = spec, .of = of};
	int value;

	if (type->variant != NULL) {
		value = fields_peek_word(group, type->table, type->variant);
		target.variant = value != 0 ? VARIANT(value) : 0;
	}
	fields_read(complaints, group, type->table, &target);
}

void kinds_read(struct complaints *complaints, config_setting_t *setting,
		const struct device_type *type, struct kinds *kinds)
{
	const char *key = config_setting_name(setting);
	int count = config_setting_is_group(setting) ? config_setting_length(setting) : -1;

	if (count < 0 || count > KINDS_MAX) {
		complain(complaints, fields_line(setting),
			 "%s must be a group of at most %d groups, each with its name", key,
			 KINDS_MAX);
		return;
	}
	kinds->count = count;
	for (int i = 0; i < count; i++) {
		config_setting_t *group = config_setting_get_elem(setting, (unsigned)i);
		struct kind *kind = &kinds->kinds[i];
		int before = complaints->count;
		char of[80];

		kind->name = config_setting_name(group);
		kind->line = fields_line(group);
		snprintf(of, sizeof of, "%.40s of %s", kind->name, key);
		if (fields_is_group(complaints, group, of)) {
			read_device(complaints, group, type, &kind->spec, of);
		}
		kind->sound = complaints->count == before;
	}
}

void kinds_complain_unused(struct complaints *complaints, const struct kinds *kinds)
{
	for (int i = 0; i < kinds->count; i++) {
		if (!kinds->kinds[i].used) {
			complain(complaints, kinds->kinds[i].line,
				 "%.40s is used by no head; name it in one or remove it",
				 kinds->kinds[i].name);
		}
	}
}

/* The kind a head's key names, or NULL after a complaint. */
static struct kind *use_kind(struct complaints *complaints, config_setting_t *setting,
			     struct kinds *kinds)
{
	const char *name = config_setting_get_string(setting);
	const char *key = config_setting_name(setting);

	for (int i = 0; name != NULL && i < kinds->count; i++) {
		if (strcmp(kinds->kinds[i].name, name) == 0) {
			kinds->kinds[i].used = true;
			return &kinds->kinds[i];
		}
	}
	complain(complaints, fields_line(setting),
		 "%s names no kind that is there; write one of %s_kinds, in quotes, or the group "
		 "itself, %s = { ... };",
		 key, key, key);
	return NULL;
}

bool device_read(struct complaints *complaints, config_setting_t *setting,
		 const struct device_type *type, struct kinds *kinds, void *spec)
{
	const struct kind *kind;

	if (config_setting_is_group(setting)) {
		read_device(complaints, setting, type, spec, type->of);
		return true;
	}
	kind = use_kind(complaints, setting, kinds);
	if (kind == NULL) {
		return true;
	}
	memcpy(spec, &kind->spec, type->size);
	return kind->sound;
}
