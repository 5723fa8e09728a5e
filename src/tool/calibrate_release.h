/*
 * calibrate_release.h - how long a head takes to let go by its dump valve alone and by its regulator alone.
 */
#ifndef TOOL_CALIBRATE_RELEASE_H
#define TOOL_CALIBRATE_RELEASE_H

#include "tool/let_go_watch.h"

#include <knead/rig.h>

#include <stdbool.h>
#include <stdio.h>

/* By one of the two. */
struct found_release {
	bool known;
	double from_n;
	double release_s; /* until RELEASED_N */
	bool air_known;
	double tau_s;
	double dead_s;
	double ceiling_s; /* from the head's ceiling, by the same air */
};

/* "dump valve", "regulator". */
const char *release_way_name(enum release_way way);

/* From a head's ceiling to RELEASED_N by that way alone, at most. */
double release_way_most_s(enum release_way way);

/* Out of what was seen of both; head: as it was found, or where nothing was as the file says. */
void releases_find(struct found_release releases[RELEASE_WAYS],
		   const struct let_go_watch falls[RELEASE_WAYS], const struct head *head);

/* Whether one of them, so far as its air tells, takes longer than it may. */
bool releases_are_slow(const struct found_release releases[RELEASE_WAYS]);

/* A sentence for each that is; number: the head's, from 1. */
void releases_say_slow(const struct found_release releases[RELEASE_WAYS], int number,
		       const char *who, FILE *out);

#endif
