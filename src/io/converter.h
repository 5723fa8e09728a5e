/*
 * converter.h - anything that turns voltages into numbers, channel by channel: a complete const table for
 * each kind. One thread of its own calls turn again and again; the tick reads what it posted last.
 */
#ifndef IO_CONVERTER_H
#define IO_CONVERTER_H

#include "io/device_error.h"
#include "io/gpio_bank.h"

#include <knead/frame.h>
#include <knead/wiring.h>

#include <stdint.h>

/* The latest of one channel. All-zero: never read. */
struct channel_sample {
	double reading; /* mV/V of an HX711, degC of a thermometer, V of any other */
	int32_t raw;    /* as the converter gave it */
	int64_t t_ns;
	enum sample_state state;
};

/* What the thread posts. Counts only grow. */
struct converter_view {
	struct channel_sample channels[CHANNELS_MAX];
	uint32_t reads;
	uint32_t dropped; /* channel samples left out: slipped bits, a pulse too long, settling */
	uint32_t late;    /* waits for a conversion that did not come in time */
	uint32_t errors;  /* reads that the kernel refused */
	int last_error;   /* -errno of the last of them, or 0 */
};

/* How time passes for a converter; tests have their own. */
struct io_clock {
	int64_t (*now_ns)(void);
	void (*sleep_until)(int64_t t_ns);
};

extern const struct io_clock io_clock;

struct converter_device;

/* What a converter may need of the machine. */
struct converter_means {
	const struct gpio_ops *gpio;
	struct gpio_plan *plan;
	const struct spi_ops *spi;
	const char *sysfs; /* "/sys" */
	const struct io_clock *clock;
};

struct converter_ops {
	const char *name;
	/* From its spec; 0, or -errno and a sentence. What it opens it keeps; nothing moves. */
	int (*open)(struct converter_device **device, const struct converter *spec,
		    const struct converter_means *means, struct device_error *error);
	/* Waits for the next conversion, two periods at most, and writes it over view. */
	void (*turn)(struct converter_device *device, struct converter_view *view);
	void (*close)(struct converter_device *device); /* accepts NULL */
};

extern const struct converter_ops hx711_ops;
extern const struct converter_ops mcp320x_ops;
extern const struct converter_ops kernel_file_ops;

/* Of that driver; NULL for CONVERTER_NONE. */
const struct converter_ops *converter_ops_of(enum converter_driver driver);

#endif
