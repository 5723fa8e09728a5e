/*
 * technique.h - a technique as its file describes it: configuration -> core.
 *
 * A technique is a sequence of strokes; a stroke moves virtual hands. Forces are for a 30 mm head
 * at intensity 0 and 1. A field that a kind of stroke does not have is 0.
 */
#ifndef KNEAD_TECHNIQUE_H
#define KNEAD_TECHNIQUE_H

#include <knead/region.h>

#define STROKES_MAX    16
#define TECHNIQUES_MAX 16

enum stroke_kind {
	STROKE_NONE = 0,
	STROKE_EFFLEURAGE,     /* long gliding along the body, toward the heart */
	STROKE_PETRISSAGE,     /* kneading, two hands in alternation */
	STROKE_FRICTION,       /* small circles, moving on slowly */
	STROKE_STRIPPING,      /* one slow deep pass along the muscle, back through the air */
	STROKE_LEAN,           /* a sustained press, place after place */
	STROKE_POINT_PRESS,    /* perpendicular, point after point along a line beside the spine */
	STROKE_SEARCH,         /* light presses that map how stiff the tissue is */
	STROKE_COMPRESSION,    /* on each point found: until it releases, or the cap */
	STROKE_FOLLOW,         /* a long gentle hold that moves on as the tissue gives */
	STROKE_STILL_HEAT,     /* warm contact that does not move */
	STROKE_WARM_GLIDE,     /* effleurage with a warm surface */
	STROKE_CROSS_FRICTION, /* short and deep, across the muscle's fibres */
	STROKE_KINDS
};

/* What a rig must have for a technique, bits. */
#define NEED_HEATER   1u
#define NEED_POSITION 2u

/* What a press waits for. */
enum timing { TIMED_NOT = 0, TIMED_TO_BREATH, TIMINGS };

struct stroke {
	enum stroke_kind kind;
	double share;       /* of the session's time; shares of a technique add up to 1 */
	int hands;          /* 1 or 2 */
	enum region from;   /* first region of the span worked on ... */
	enum region to;     /* ... and the last, in the direction of the glide */
	double force_min_n; /* at intensity 0 */
	double force_max_n; /* at intensity 1 */
	double footprint_m;
	double speed_m_s;     /* glide, or drift of kneading and circles */
	double speed_min_m_s; /* the rhythm range of this stroke: speed stops here */
	double speed_max_m_s;
	double rate_hz; /* kneading or circling; 0 where a stroke has none */
	double rate_min_hz;
	double rate_max_hz;
	double radius_m;    /* of circles; 0 where a stroke has none */
	double floor_share; /* least force within one kneading cycle, share of its peak */
	double hold_s;      /* under pressure at one place; of a compression: its cap */
	double hold_min_s;  /* the range a hold may be fitted into by speed and shares of time */
	double hold_max_s;
	double stiff_hold_s; /* of a point that is stiffer than its neighbours; 0: as hold_s */
	double ramp_s; /* into a hold, and out of it; slower where the slew limits ask for it */
	double start_share;   /* a compression begins with this share of its force */
	double surface_c;     /* warm strokes: wanted at the surface of heated heads */
	enum timing timed_to; /* when a press begins, and a compression deepens */
};

struct technique {
	char name[32];
	char title[64];
	unsigned needs;         /* NEED_ bits */
	double needs_ceiling_n; /* no head with less can do it; 0 only in all-zero memory */
	int stroke_count;
	struct stroke strokes[STROKES_MAX];
};

static inline const char *timing_name(enum timing timing)
{
	static const char *const names[TIMINGS] = {"none", "breath"};

	return (unsigned)timing < TIMINGS ? names[timing] : "unknown";
}

static inline const char *stroke_kind_name(enum stroke_kind kind)
{
	static const char *const names[STROKE_KINDS] = {
		"none",       "effleurage",  "petrissage",     "friction",    "stripping",
		"lean",       "point_press", "search",         "compression", "follow",
		"still_heat", "warm_glide",  "cross_friction",
	};

	return (unsigned)kind < STROKE_KINDS ? names[kind] : "unknown";
}

#endif
