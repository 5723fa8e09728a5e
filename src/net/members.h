/*
 * members.h - what an address pattern stands for.
 */
#ifndef NET_MEMBERS_H
#define NET_MEMBERS_H

#include "net/osc_schema.h"
#include "net/server.h"

#include <knead/limits.h>

#include <stdbool.h>

/*
 * What patterns may cost in one turn, in steps of match_address. A turn hears no more packets once
 * the first figure is reached, and one packet that goes over the second is refused as busy.
 */
#define MEMBERS_STEPS_A_TURN 1000000UL
#define MEMBERS_STEPS_MAX    4000000UL

/*
 * And what they may cost in all: so much at once, then so much a second, for those who are paired, and the same
 * for all the others together. On a table of 16 heads, 20 patterns over all heads at once and 45 a second [D].
 */
#define MEMBERS_STEPS_AT_ONCE 3000000.0
#define MEMBERS_STEPS_A_S     6000000.0

#define MEMBERS_MAX (18 * HEADS_MAX + 176) /* 17 of each head, and all that are not of a head */

struct member {
	const struct osc_entry *entry;
	int index;
};

struct members {
	int count; /* parameters and reads only */
	struct member members[MEMBERS_MAX];
	bool has_commands; /* matched some of these as well */
	bool has_queries;
};

/* Does the row belong to a simulator that is not there? */
bool members_is_locked(const struct server_setup *setup, const struct osc_entry *entry);

/*
 * Everything the pattern matches; adds its cost to *steps, and is false, with nothing useful found,
 * where that went over MEMBERS_STEPS_MAX.
 */
bool members_find(const struct server_setup *setup, const char *pattern, unsigned long *steps,
		  struct members *found);

#endif
