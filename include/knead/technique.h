/*
 * technique.h - a technique as its file describes it: configuration -> core.
 *
 * A technique is a sequence of strokes; a stroke moves virtual hands. Forces are for a 30 mm head at
 * intensity 0 and 1.
 */
#ifndef KNEAD_TECHNIQUE_H
#define KNEAD_TECHNIQUE_H

#include <knead/region.h>

#define STROKES_MAX    16
#define TECHNIQUES_MAX 16

enum stroke_kind {
	STROKE_NONE = 0,
	STROKE_EFFLEURAGE, /* long gliding along the body, toward the heart */
	STROKE_PETRISSAGE, /* kneading, two hands in alternation */
	STROKE_FRICTION,   /* small circles, moving on slowly */
	STROKE_KINDS
};

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
};

struct technique {
	char name[32];
	char title[64];
	int stroke_count;
	struct stroke strokes[STROKES_MAX];
};

static inline const char *stroke_kind_name(enum stroke_kind kind)
{
	static const char *const names[STROKE_KINDS] = {"none", "effleurage", "petrissage",
							"friction"};

	return (unsigned)kind < STROKE_KINDS ? names[kind] : "unknown";
}

#endif
