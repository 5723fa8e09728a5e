/*
 * head_outputs.h - what the tick asks of a head, as shares of what its drives can do.
 */
#ifndef IO_HEAD_OUTPUTS_H
#define IO_HEAD_OUTPUTS_H

#include "io/drive_part.h"

#include <knead/actuation.h>
#include <knead/wiring.h>

#include <stdbool.h>
#include <stdint.h>

/* The last order of heat. All-zero: there was none. */
struct heat_order {
	uint32_t count; /* as the tick counts them */
	int64_t t_ns;   /* when that changed; 0: never */
};

/* Whether one of less than HEATER_EXPIRES_S ago stands, count being the tick's of now. */
bool heat_order_lasts(struct heat_order *order, uint32_t count, int64_t now_ns);

/* Into the orders of all drives, which ask for nothing yet. No heat without an order that stands. */
void head_outputs_put(struct drive_order *const *orders, const struct head_wires *wires,
		      const struct head_actuation *asked, bool heats);

#endif
