/*
 * wired.h - a rig of real devices as the tick sees it.
 *
 * Each slow device has a thread of its own: one looks at the stop loop and the buttons, one for each
 * converter, one for each drive. The tick reads what they posted last, posts what it wants, and writes
 * itself only the enable line and the dump valves. What does not come round is found by its age: inputs
 * that nobody looked at are an open stop, samples grow old, a drive that does not acknowledge is a failed
 * write.
 */
#ifndef IO_WIRED_H
#define IO_WIRED_H

#include "io/converter.h"
#include "io/device_error.h"
#include "io/drive.h"

#include <knead/rig.h>
#include <knead/rig_port.h>
#include <knead/wiring.h>

#include <stdint.h>

#define WIRED_LIGHT_NS INT64_C(100000000) /* since the last edge: the rig may press */

/* The machine it is on; tests have their own. */
struct wired_means {
	const struct gpio_ops *gpio;
	const struct spi_ops *spi;
	const char *sysfs;
	const struct io_clock *clock;
};

extern const struct wired_means wired_here;
extern const struct rig_port_ops io_wired_ops;

/*
 * Opens every device, everything vented, and moves nothing. 0, or -errno and a sentence: -EINVAL where the
 * rig file asks for what cannot be. rig and wiring must outlive the port. Freed by io_wired_ops.close.
 */
__attribute__((warn_unused_result)) int wired_open(struct rig_port **port, const struct rig *rig,
						   const struct wiring *wiring,
						   const struct wired_means *means,
						   struct device_error *error);

/* Starts the devices' threads. 0 or -errno; after an error the port is only to be closed. */
__attribute__((warn_unused_result)) int wired_start(struct rig_port *port);

/* What the threads do in one turn each, for who has none: probes and tests. */
void wired_turn_inputs(struct rig_port *port, int64_t t_ns);
void wired_turn_converter(struct rig_port *port, int index);
void wired_turn_drive(struct rig_port *port, int index, int64_t t_ns);

/* As it was opened: for probes. */
const struct converter_view *wired_converter_view(struct rig_port *port, int index);
int64_t wired_write_ns(const struct rig_port *port);

#endif
