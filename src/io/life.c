#include "io/life.h"

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
