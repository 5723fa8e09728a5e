/*
 * sensor.h - which sensor of a head something is about: conditions, arming -> snapshot, records, words.
 */
#ifndef KNEAD_SENSOR_H
#define KNEAD_SENSOR_H

enum sensor { SENSOR_NONE = 0, SENSOR_FORCE, SENSOR_AIR, SENSOR_PLACE, SENSORS };

/* As people call it; "" where it is about none. */
static inline const char *sensor_title(enum sensor sensor)
{
	static const char *const titles[SENSORS] = {
		[SENSOR_NONE] = "",
		[SENSOR_FORCE] = "force sensor",
		[SENSOR_AIR] = "air pressure sensor",
		[SENSOR_PLACE] = "position sensor",
	};

	return (unsigned)sensor < SENSORS ? titles[sensor] : "";
}

#endif
