/*
 * config_device.c - the tables of sensors and actuators, and the kinds heads may name.
 */
#include "app/config_device.h"

#include "app/config_fields.h"

#include <stdio.h>
#include <string.h>

#define PISTON_AREA_MAX_M2 5e-3 /* a bore of 80 mm */
#define RELIEF_MAX_PA      1e6  /* workshop air */
#define SPRING_MIN_N       2.0  /* twice the least breakaway friction, or a vented head stays */
#define DUMP_TAU_MAX_S     0.10 /* [P] */

struct device_type {
	const struct field_table *table;
	const char *of; /* for the sentences */
	size_t size;    /* of its spec */
};

/* clang-format off */
static const char *driver_word(int value)
{
	static const char *const words[] = { "none", "sim" };

	return words[value];
}

static const char *actuator_word(int value)
{
	static const char *const words[] = { "none", "pressure" };

	return words[value];
}

static const struct field sensor_rows[] = {
	FIELD_WORD_ROW("driver", struct sensor_spec, driver, driver_word, DRIVER_SIM + 1),
	FIELD_NUMBER_ROW("rate_hz", struct sensor_spec, rate_hz, 10.0, 20e3, "Hz"),
	FIELD_NUMBER_ROW("latency_s", struct sensor_spec, latency_s, 0.0, 0.5, "s"),
	FIELD_NUMBER_ROW("noise_n", struct sensor_spec, noise_n, 0.0, 1.0, "N rms"),
};
static const struct field_table sensor_table = FIELD_TABLE(sensor_rows);

static const struct field release_rows[] = {
	FIELD_NUMBER_ROW("dump_tau_s", struct release_spec, dump_tau_s, 0.001, DUMP_TAU_MAX_S, "s"),
	FIELD_NUMBER_ROW("dead_s", struct release_spec, dead_s, 0.0, 0.5, "s"),
	FIELD_NUMBER_ROW("spring_n", struct release_spec, spring_n, SPRING_MIN_N, 50.0, "N"),
};
static const struct field_table release_table = FIELD_TABLE(release_rows);

static const struct field actuator_rows[] = {
	FIELD_WORD_ROW("driver", struct actuator_spec, driver, driver_word, DRIVER_SIM + 1),
	FIELD_WORD_ROW("kind", struct actuator_spec, kind, actuator_word, ACTUATOR_PRESSURE + 1),
	FIELD_NUMBER_ROW("area_m2", struct actuator_spec, area_m2, 1e-5, PISTON_AREA_MAX_M2, "m2"),
	FIELD_NUMBER_ROW("relief_pa", struct actuator_spec, relief_pa, 1e4, RELIEF_MAX_PA, "Pa"),
	FIELD_NUMBER_ROW("lag_s", struct actuator_spec, lag_s, 0.001, 1.0, "s"),
	FIELD_NUMBER_ROW("vent_lag_s", struct actuator_spec, vent_lag_s, 0.001, 1.0, "s"),
	FIELD_NUMBER_ROW("dead_s", struct actuator_spec, dead_s, 0.0, 0.2, "s"),
	FIELD_NUMBER_ROW("travel_m", struct actuator_spec, travel_m, 0.01, 0.30, "m"),
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
	.of = "the actuator",
	.size = sizeof(struct actuator_spec),
};

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
		struct field_target target = {.base = &kind->spec};
		int before = complaints->count;
		char of[80];

		kind->name = config_setting_name(group);
		kind->line = fields_line(group);
		snprintf(of, sizeof of, "%.40s of %s", kind->name, key);
		target.of = of;
		if (config_setting_is_group(group)) {
			fields_read(complaints, group, type->table, &target);
		} else {
			complain(complaints, kind->line, "%s is no group; write { ... }", of);
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
		const struct field_target target = {.base = spec, .of = type->of};

		fields_read(complaints, setting, type->table, &target);
		return true;
	}
	kind = use_kind(complaints, setting, kinds);
	if (kind == NULL) {
		return true;
	}
	memcpy(spec, &kind->spec, type->size);
	return kind->sound;
}
