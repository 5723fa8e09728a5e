/*
 * watchdog.h - the board's watchdog, which resets a machine that hangs as a whole. It restarts, it does not
 * protect: that takes seconds, and what lets go at once is the enable line.
 *
 * It is fed only while loop and network both go on. It is stopped only after every head was seen to let go;
 * else it is left running, and whoever does not take over in time gets a machine that starts anew, idle and
 * vented.
 */
#ifndef IO_WATCHDOG_H
#define IO_WATCHDOG_H

#include "io/device_error.h"
#include "io/liveness.h"

#include <knead/wiring.h>

#include <linux/watchdog.h>
#include <stdbool.h>
#include <stdint.h>

/* The kernel's side; tests have their own. Each returns 0 or more, or -errno. */
struct watchdog_ops {
	int (*open)(const char *path);
	int (*support)(int fd, struct watchdog_info *info);
	int (*set_timeout)(int fd, int *timeout_s); /* what it became goes into timeout_s */
	int (*get_timeout)(int fd, int *timeout_s);
	int (*put)(int fd, char byte);
	void (*close)(int fd);
};

extern const struct watchdog_ops watchdog_kernel;

/* All-zero: there is none, and every call below does nothing. */
struct watchdog {
	const struct watchdog_ops *ops;
	int fd;
	int64_t every_ns; /* how often to call watchdog_turn */
	int timeout_s;    /* after which it resets the machine */
	struct liveness liveness;
};

/*
 * Starts it. 0, or -errno and a sentence: -EBUSY where somebody else has it, such as the service manager,
 * who then guards the board; -EINVAL where it would stop by itself when this program crashes, or is slower than the rig file asks for.
 */
__attribute__((warn_unused_result)) int watchdog_open(struct watchdog *watchdog,
						      const struct watchdog_ops *ops,
						      const struct watchdog_spec *spec,
						      struct device_error *error);

/* Feeds it if all of them went on since it was fed last; turns are what the threads have counted so far. */
void watchdog_turn(struct watchdog *watchdog, const uint64_t turns[LIVENESS_THREADS]);

/* released: no head presses, and nobody needs it any more. Otherwise it goes on and resets the machine. */
void watchdog_close(struct watchdog *watchdog, bool released);

#endif
