/*
 * gpio_bank.h - lines of one use, wherever they are, as one word of bits: bit i is wants[i], and 1 means
 * active, whatever level that is on the wire.
 *
 * Lines of one chip and one pull are one request, so that a bank mostly costs one call to the kernel. What
 * is named twice, in one bank or over several of one plan, is refused with both names.
 */
#ifndef IO_GPIO_BANK_H
#define IO_GPIO_BANK_H

#include "io/device_error.h"
#include "io/gpio.h"
#include "io/gpio_find.h"

#include <knead/wiring.h>

#define GPIO_PLAN_LINES    128 /* of a rig */
#define GPIO_PURPOSE_BYTES 64

struct gpio_want {
	char purpose[GPIO_PURPOSE_BYTES]; /* "stop_closed", "dump of head 3", for the sentences */
	const struct wire *wire;
};

/* Which lines of this machine a rig has taken so far, and what for. All-zero: none. */
struct gpio_plan {
	int count;
	struct gpio_plan_line {
		struct gpio_spot spot;
		char purpose[GPIO_PURPOSE_BYTES];
	} lines[GPIO_PLAN_LINES];
};

struct gpio_bank;

/*
 * All of them, or none and -errno with a sentence that names the line and what it was wanted for. active:
 * what outputs begin with. Added to plan where it worked; plan is only used by this call.
 */
__attribute__((warn_unused_result)) int
gpio_bank_open(struct gpio_bank **bank, const struct gpio_ops *ops, const struct gpio_want *wants,
	       int count, enum gpio_use use, uint64_t active, struct gpio_plan *plan,
	       struct device_error *error);

/* Accepts NULL. Outputs keep their level as long as the chip keeps it: set them safe before. */
void gpio_bank_close(struct gpio_bank *bank);

/* One call to the kernel a request; of outputs only those that change. 0 or -errno. */
__attribute__((warn_unused_result)) int gpio_bank_get(struct gpio_bank *bank, uint64_t *active);
__attribute__((warn_unused_result)) int gpio_bank_set(struct gpio_bank *bank, uint64_t active);

/*
 * Sets all outputs, whatever they are thought to be, and leaves it to the next set to find out. Every one is
 * tried; 0, or what failed first. For another thread than the one that sets them, which may be in the
 * middle of that.
 */
__attribute__((warn_unused_result)) int gpio_bank_force(struct gpio_bank *bank, uint64_t active);

/* Writes outputs as they are, all of them. 0 or -errno. */
__attribute__((warn_unused_result)) int gpio_bank_rewrite(struct gpio_bank *bank);

/* What to poll for edges; at most GPIO_LINES_MAX. Returns how many. */
int gpio_bank_poll_for(struct gpio_bank *bank, struct pollfd *polls);

struct gpio_change {
	int64_t t_ns;
	int which; /* index into wants */
	bool active;
};

/* Takes changes that are there, each line's in their order; never waits. How many, or -errno. */
__attribute__((warn_unused_result)) int gpio_bank_changes(struct gpio_bank *bank,
							  struct gpio_change *changes, int most);

#endif
