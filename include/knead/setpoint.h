/*
 * setpoint.h - what the heads shall press, after every limit: override -> control, snapshot.
 */
#ifndef KNEAD_SETPOINT_H
#define KNEAD_SETPOINT_H

#include <knead/limits.h>

enum limit_reason {
	LIMIT_NONE = 0,
	LIMIT_CEILING,  /* the rig file's or the compiled one */
	LIMIT_ASKED,    /* /rig/ceiling */
	LIMIT_EASE,     /* the client's */
	LIMIT_SUM,      /* trunk or body together */
	LIMIT_PLACE,    /* kidney, neck */
	LIMIT_HOLD,     /* the sensor is late: no rise */
	LIMIT_LEFT_OUT, /* somebody took the region, or the place, out */
	LIMIT_DWELL,    /* this place was pressed long enough: it rests */
	LIMIT_GUARD,    /* the person tensed under it: it backs off */
	LIMIT_SLEW, /* the stroke is lighter: more would rise too fast at its pace; only shown */
	LIMIT_REASONS
};

struct head_setpoint {
	double now_n;          /* wanted at this moment */
	double at_sample_n;    /* wanted when the latest force sample was taken */
	double ahead_n;        /* wanted one dead time from now */
	double ahead_rate_n_s; /* its slope then */
	double ceiling_n;      /* in force at this moment */
	double surface_c;      /* wanted of the heated face; 0: heater off */
	enum limit_reason limited_by;
};

struct setpoint {
	int head_count;
	double share; /* of every wish, so that the sums hold; 1 where they do anyway */
	struct head_setpoint heads[HEADS_MAX];
};

static inline const char *limit_reason_name(enum limit_reason reason)
{
	static const char *const names[LIMIT_REASONS] = {
		[LIMIT_NONE] = "none",   [LIMIT_CEILING] = "ceiling",   [LIMIT_ASKED] = "asked",
		[LIMIT_EASE] = "ease",   [LIMIT_SUM] = "sum",           [LIMIT_PLACE] = "place",
		[LIMIT_HOLD] = "hold",   [LIMIT_LEFT_OUT] = "left_out", [LIMIT_DWELL] = "dwell",
		[LIMIT_GUARD] = "guard", [LIMIT_SLEW] = "slew",
	};

	return (unsigned)reason < LIMIT_REASONS ? names[reason] : "unknown";
}

#endif
