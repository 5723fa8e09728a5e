/*
 * client.h - the person under the heads, as far as they were asked: screening, comfort, and whether
 * it is still the same one. What it says is for the ceilings and the conditions of this tick.
 */
#ifndef CORE_SAFETY_CLIENT_H
#define CORE_SAFETY_CLIENT_H

#include "core/safety/comfort.h"
#include "core/safety/newcomer.h"
#include "core/safety/registration.h"
#include "core/safety/screening.h"

#include <knead/command.h>
#include <knead/frame.h>
#include <knead/rig.h>
#include <knead/snapshot.h>

#include <stdbool.h>
#include <stdint.h>

struct situation;

/* All-zero: nothing is clear. */
struct client {
	bool required; /* heads are real: nothing may be left out */
	bool recorded; /* set by a loop with a recorder: nothing is armed that it would not keep */
	bool session_over; /* as of the tick before */
	bool is_new;       /* in this tick: what was eased for another one is forgotten */
	enum arm_refusal refusal;
	int refusing_item; /* of screening, else SCREENING_ITEMS */
	struct screening screening;
	struct comfort comfort;
	struct newcomer newcomer;
	struct registration registration;
	int look_ticks; /* since screening was looked at */
};

void client_init(struct client *client, const struct rig *rig);

/* One tick. A session that ended by its time or for comfort leaves every question to be asked anew. */
void client_step(struct client *client, const struct situation *situation,
		 const struct frame *frame, const struct command *command, double dt_s);

/* Whether something is refused, or may still be asked for: nothing may be armed or started. */
static inline bool client_is_cleared(const struct client *client)
{
	return client->refusal == ARM_CLEAR && client->screening.clear;
}

#endif
