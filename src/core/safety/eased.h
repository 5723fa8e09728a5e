/*
 * eased.h - what the client's ease takes off the ceilings, and when that is forgotten.
 *
 * A place is both sides of the spine: two hands that take turns are eased alike, whichever was felt just
 * then. Nothing here raises a ceiling but forgetting.
 */
#ifndef CORE_SAFETY_EASED_H
#define CORE_SAFETY_EASED_H

#include "core/safety/ceiling.h"

/* The head across the spine, or HEAD_NONE. */
int eased_mirror(const struct rig *rig, int head);

/* Whether an ease, pressed or answered, was taken in that lowered something. */
bool eased_take(struct ceilings *ceilings, const struct belief *belief,
		const struct command *command, const struct client *client, int64_t t_ns);

/* Whether what was eased is forgotten in this tick. */
bool eased_forget(struct ceilings *ceilings, const struct client *client, bool at_rest,
		  int64_t t_ns);

#endif
