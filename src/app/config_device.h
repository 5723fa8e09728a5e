/*
 * config_device.h - the sensors, actuators and heaters of a rig file, written at a head or once as
 * a named kind.
 */
#ifndef APP_CONFIG_DEVICE_H
#define APP_CONFIG_DEVICE_H

#include "app/config_complaint.h"

#include <knead/rig.h>

#include <libconfig.h>

#include <stdbool.h>
#include <stddef.h>

#define KINDS_MAX 32 /* of sensors, of actuators, and of heaters */

/* A sensor, an actuator or a heater written once; spec is only as valid as sound says. */
struct kind {
	const char *name; /* libconfig's, until the file is closed */
	int line;
	bool sound;
	bool used;
	union {
		struct sensor_spec sensor;
		struct actuator_spec actuator;
		struct heater_spec heater;
	} spec;
};

struct kinds {
	int count;
	struct kind kinds[KINDS_MAX];
};

/* What sensors, actuators and heaters differ in. */
struct device_type;
extern const struct device_type device_sensor;   /* a struct sensor_spec */
extern const struct device_type device_actuator; /* a struct actuator_spec */
extern const struct device_type device_heater;   /* a struct heater_spec */

/* Reads a group of named groups, sensor_kinds, actuator_kinds or heater_kinds. */
void kinds_read(struct complaints *complaints, config_setting_t *setting,
		const struct device_type *type, struct kinds *kinds);

/* Complains of each kind that no head named. */
void kinds_complain_unused(struct complaints *complaints, const struct kinds *kinds);

/*
 * Reads what a head has for its sensor, actuator or heater, a group or the name of a kind, into
 * spec. False where a kind was named that is not sound, and complained about already.
 */
bool device_read(struct complaints *complaints, config_setting_t *setting,
		 const struct device_type *type, struct kinds *kinds, void *spec);

#endif
