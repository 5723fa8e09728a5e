/*
 * wish.h - what a technique would like: technique -> allocation -> override.
 */
#ifndef KNEAD_WISH_H
#define KNEAD_WISH_H

#include <knead/limits.h>
#include <knead/region.h>

#include <stdbool.h>

struct hand {
	double x_m;
	double y_m;
	double footprint_m; /* radius at which nothing is pressed any more */
	double force_n;     /* under the centre */
	double peak_n;      /* the most this stroke presses at this intensity */
	double surface_c;   /* wanted of heated heads under it; 0: no heat */
};

struct hands {
	int count;
	struct hand hands[HANDS_MAX];
	bool lighter;       /* than asked for: more would rise faster than the slew limit */
	int stroke;         /* index in the technique, -1 between strokes */
	enum region region; /* where the work is now */
};

/* Target per head before any limit, and the peak it swings up to, so that a limit can scale it. */
struct wish {
	double force_n[HEADS_MAX];
	double peak_n[HEADS_MAX];
	double surface_c[HEADS_MAX]; /* 0: heater off */
	bool trigger[HEADS_MAX]; /* this head compresses a trigger point: it may hold it longer */
};

#endif
