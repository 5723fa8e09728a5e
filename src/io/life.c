#include "io/life.h"

#include <errno.h>
#include <stdio.h>

int life_watch(struct life *life, const struct watchdog_ops *ops, const struct watchdog_spec *spec,
	       char *notice, size_t size, struct device_error *error)
{
	int code;

	notice[0] = '\0';
	if (spec->device[0] == '\0') {
		return 0;
	}
	code = watchdog_open(&life->watchdog, ops, spec, error);
	if (code == 0) {
		snprintf(notice, size, "watchdog: %s resets this machine after %d s", spec->device,
			 life->watchdog.timeout_s);
	} else if (code == -EBUSY) {
		snprintf(notice, size, "watchdog: %s is left to who has it", spec->device);
		return 0;
	}
	return code;
}

int64_t life_every_ns(const struct life *life)
{
	const int64_t service_ns = life->service.every_ns;
	const int64_t watchdog_ns = life->watchdog.every_ns;

	return service_ns == 0 || (watchdog_ns != 0 && watchdog_ns < service_ns) ? watchdog_ns
										 : service_ns;
}

void life_turn(struct life *life, const uint64_t turns[LIVENESS_THREADS])
{
	if (life->is_up) {
		service_turn(&life->service, turns);
	}
	watchdog_turn(&life->watchdog, turns);
}

void life_is_up(struct life *life, const char *status)
{
	if (life->is_up) {
		service_status(&life->service, status);
		return;
	}
	service_ready(&life->service, status);
	life->is_up = true;
}
