/*
 * rig_outputs.h - what the tick itself writes: the enable line's edges and the dump valves; and the status
 * light, which is nobody's hurry.
 *
 * These lines must be ones that are written at once, of the board's own chip: an expander behind a bus
 * would hold up the tick, and is refused.
 */
#ifndef IO_RIG_OUTPUTS_H
#define IO_RIG_OUTPUTS_H

#include "io/gpio_bank.h"

#include <knead/actuation.h>
#include <knead/wiring.h>

#include <stdbool.h>

#define OUTPUTS_WRITE_NS INT64_C(200000) /* the most that one write may take [P] */

struct rig_outputs {
	struct gpio_bank *enable;
	struct gpio_bank *dumps;
	struct gpio_bank *light; /* NULL: not fitted */
	int head_count;
	int64_t write_ns; /* the quickest write of a few, of the slower bank */
};

/* From all zero; every dump valve open, the enable line still. 0, or -errno and a sentence. */
__attribute__((warn_unused_result)) int
rig_outputs_open(struct rig_outputs *outputs, const struct gpio_ops *ops,
		 const struct wiring *wiring, struct gpio_plan *plan, struct device_error *error);

/* Makes safe first. */
void rig_outputs_close(struct rig_outputs *outputs);

/* The tick: valves first, then the edge. All of it is tried; 0, or what failed first. */
__attribute__((warn_unused_result)) int rig_outputs_write(struct rig_outputs *outputs,
							  const struct actuation *actuation);

/*
 * Every dump valve open, whatever it was thought to be; no more edges come of it. Tried more than once. From
 * any thread: what another one was just writing, that has to take back.
 */
void rig_outputs_make_safe(struct rig_outputs *outputs);

/* From another thread than the tick. */
void rig_outputs_light(struct rig_outputs *outputs, bool on);

#endif
