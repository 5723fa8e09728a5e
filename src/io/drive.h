/*
 * drive.h - what sets regulators and valves: a complete const table for each kind. One thread of its own
 * calls turn every millisecond with the latest orders; the tick never waits for it.
 */
#ifndef IO_DRIVE_H
#define IO_DRIVE_H

#include "io/device_error.h"
#include "io/gpio_bank.h"

#include <knead/wiring.h>

#include <stdint.h>

struct drive_device;

/* What a drive may need of the machine. */
struct drive_means {
	const struct gpio_ops *gpio;
	struct gpio_plan *plan;
	const char *sysfs; /* "/sys" */
};

struct drive_ops {
	const char *name;
	/* From its spec, every channel at a share of 0. 0, or -errno and a sentence. */
	int (*open)(struct drive_device **device, const struct drive *spec,
		    const struct drive_means *means, struct device_error *error);
	/* Writes what changed. All channels are tried; 0, or what failed first. */
	int (*turn)(struct drive_device *device, const double shares[CHANNELS_MAX], int64_t t_ns);
	/* Every channel at 0, whatever it was thought to be; cannot fail. */
	void (*make_safe)(struct drive_device *device);
	/* Makes safe first; accepts NULL. */
	void (*close)(struct drive_device *device);
};

extern const struct drive_ops pwm_ops;
extern const struct drive_ops dac_ops;
extern const struct drive_ops valve_ops;

/* Of that driver; NULL for DRIVE_NONE. */
const struct drive_ops *drive_ops_of(enum drive_driver driver);

/* The share that makes that pressure, 0..1; 0 for what is no number. */
double drive_share(const struct output_wire *wire, double pressure_pa);

#endif
