/*
 * event.h - what happens to the simulated person now and then: drawn by seed, the same whatever the
 * rig does. Every kind has numbers of its own, so that one rate changed leaves the others in place.
 */
#ifndef KNEAD_SIM_EVENT_H
#define KNEAD_SIM_EVENT_H

#include "sim/noise.h"

#include <knead/patient.h>

#include <stdbool.h>

enum event_kind {
	EVENT_NONE = 0,
	EVENT_DEEP_BREATH, /* size: times as deep */
	EVENT_COUGH,       /* size: m of the chest */
	EVENT_TENSE,       /* size: s for which every muscle guards */
	EVENT_SHIFT,       /* size: m */
	EVENT_GET_UP,      /* size: m */
	EVENT_SCRIPTED,    /* their number; the kinds below answer to what the rig does */
	EVENT_GUARD = EVENT_SCRIPTED, /* pressed beyond comfort; size: index of the region */
	EVENT_RELEASE,                /* a knot let go; size: index of the knot */
	EVENT_KINDS
};

#define EVENT_WINDOW_S 2.0 /* after its start, what is felt is the event's */

struct event {
	double t_s; /* since lying down */
	enum event_kind kind;
	double size;
};

struct script {
	double next_s; /* the earliest of next */
	double due_s[EVENT_SCRIPTED];
	double mean_s[EVENT_SCRIPTED]; /* 0: happens once */
	double cough_m;
	struct noise noise[EVENT_SCRIPTED];
};

void script_init(struct script *script, const struct happenings *happenings, uint64_t seed);

/* Takes the earliest event that is due by t_s; false where there is none. */
bool script_take(struct script *script, double t_s, struct event *event);

/*
 * All that happens within the first length_s, into out[0..max); returns how many there are, which
 * may be more than max.
 */
int script_events(struct event *out, int max, const struct happenings *happenings, uint64_t seed,
		  double length_s);

#endif
