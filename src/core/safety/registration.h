/*
 * registration.h - what is done anew with each client before arming: the height told, the seventh neck
 * vertebra's place confirmed, and the hand button tried, which must really open the stop loop, by itself.
 */
#ifndef CORE_SAFETY_REGISTRATION_H
#define CORE_SAFETY_REGISTRATION_H

#include <knead/command.h>
#include <knead/frame.h>

#include <stdbool.h>
#include <stdint.h>

/* All-zero: nothing was done. */
struct registration {
	bool sized;
	bool placed;
	bool tried;        /* the hand button opened the loop and closed it again */
	bool pressed;      /* ... or has opened it at least */
	int64_t free_t_ns; /* when nobody held the loop open last */
	uint32_t heights;  /* as seen last */
	uint32_t placings; /* likewise */
};

/*
 * One look, in every state, if not in every tick of a session: what was told before it was forgotten counts
 * no more, whatever the command still says.
 */
void registration_step(struct registration *registration, const struct command *command,
		       const struct frame *frame);

void registration_forget(struct registration *registration);

#endif
