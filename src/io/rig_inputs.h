/*
 * rig_inputs.h - stop loop, hand button, confirm button and supply: a thread of their own looks at them,
 * the tick reads what it saw last and never waits.
 *
 * An edge wakes that thread; levels are read again every few milliseconds all the same, so that a lost edge
 * loses nothing. A stop shorter than a tick is still one. A thread that does not come round is an open stop.
 */
#ifndef IO_RIG_INPUTS_H
#define IO_RIG_INPUTS_H

#include "io/gpio_bank.h"
#include "rt/mailbox.h"

#include <knead/frame.h>
#include <knead/wiring.h>

#include <stdbool.h>
#include <stdint.h>

#define INPUTS_TURN_NS   INT64_C(5000000)
#define INPUTS_SILENT_NS INT64_C(25000000) /* not looked at for this long: open [P] */
#define INPUTS_STEADY_NS INT64_C(10000000) /* a confirm button that bounces is not pressed [P] */

enum rig_input {
	RIG_STOP_CLOSED = 0,
	RIG_STOP_PRESSED,
	RIG_HAND,
	RIG_CONFIRM,
	RIG_SUPPLY, /* the last; need not be fitted */
	RIG_INPUTS
};

/* What the thread saw last. All-zero: never looked, everything open. */
struct inputs_view {
	int64_t looked_t_ns;
	uint64_t active;              /* a bit each */
	bool confirmed;               /* the confirm button, steadily */
	uint32_t stops[RIG_HAND + 1]; /* how often each of these contacts said stop */
	int64_t stop_t_ns;            /* of the last of those edges, by the kernel */
	uint32_t errors;              /* looks that failed */
};

struct rig_inputs {
	struct gpio_bank *bank;
	int count; /* wired */
	struct mailbox views;
	struct inputs_view view_slots[MAILBOX_SLOTS];
	/* the thread's own */
	struct inputs_view view;
	bool confirm_level;
	int64_t confirm_t_ns; /* since when it has that level */
	/* the tick's own */
	uint32_t stops_seen[RIG_HAND + 1];
};

/* From all zero. 0, or -errno and a sentence. */
__attribute__((warn_unused_result)) int rig_inputs_open(struct rig_inputs *inputs,
							const struct gpio_ops *ops,
							const struct panel_wires *wires,
							struct gpio_plan *plan,
							struct device_error *error);
void rig_inputs_close(struct rig_inputs *inputs);

/* The thread: waits for an edge, at most INPUTS_TURN_NS, then looks. */
void rig_inputs_wait(struct rig_inputs *inputs);
void rig_inputs_look(struct rig_inputs *inputs, int64_t t_ns);

/* The tick: stop, hand, confirm and supply of frame. */
void rig_inputs_read(struct rig_inputs *inputs, int64_t t_ns, struct frame *frame);

#endif
