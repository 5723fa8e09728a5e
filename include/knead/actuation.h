/*
 * actuation.h - what one tick writes: core -> devices. All-zero lets go: no pressure and no speed
 * asked for, every dump valve and quick release without power (open), the enable line still.
 */
#ifndef KNEAD_ACTUATION_H
#define KNEAD_ACTUATION_H

#include <knead/limits.h>

#include <stdbool.h>
#include <stdint.h>

struct head_actuation {
	double pressure_pa;  /* asked of a pressure head's regulator, gauge */
	double speed_m_s;    /* asked of a velocity head, positive toward the person */
	bool dump_shut;      /* energised; false opens the dump valve or the quick release */
	double heater_share; /* of its full power, 0..1 */
};

struct actuation {
	bool enable_level; /* toggles on each healthy tick; an external pump lives on the edges */
	uint32_t heat_orders; /* counts; heaters go off HEATER_EXPIRES_S after it last changed */
	bool ask_comfort;     /* lights the question at the client's own handset */
	int head_count;
	struct head_actuation heads[HEADS_MAX];
};

#endif
