/*
 * ceiling.h - the force limit in force at each head just now, and why it is that low.
 *
 * Order: compiled limit > place on the body > rig file > what was asked over the network > the
 * client's ease. Every step can only lower.
 */
#ifndef CORE_SAFETY_CEILING_H
#define CORE_SAFETY_CEILING_H

#include <knead/belief.h>
#include <knead/command.h>
#include <knead/rig.h>
#include <knead/setpoint.h>
#include <knead/state.h>

#include <stdbool.h>
#include <stdint.h>

struct head_ceiling {
	double fixed_n;          /* compiled, place and rig file */
	double ease_n;           /* the client's, 0 once the place is left out */
	int64_t ease_again_t_ns; /* before that, no further ease counts here */
	double now_n;            /* in force */
	double follow_n;         /* what a trip is judged against: follows now_n downwards */
	enum limit_reason fixed_by;
	enum limit_reason reason;
	enum region region;
	double x_m;
	double y_m;
	double area_m2;
	double rig_n;
};

struct ceilings {
	int head_count;
	double height_m;
	uint32_t ease_presses;
	bool following;             /* some head's follow_n was still on its way to now_n */
	double asked_n;             /* as last taken in */
	bool enabled[REGION_COUNT]; /* likewise */
	struct head_ceiling heads[HEADS_MAX];
};

void ceilings_init(struct ceilings *ceilings, const struct rig *rig);

/*
 * One tick: takes in an ease (once a second and place), a new height, the regions left out and the
 * ceiling asked for. A ceiling outside its range (NaN included) counts as the lowest, and a height
 * outside its range is none. A height counts at rest only, and adds to what is spared: heads over
 * the kidneys of BODY_HEIGHT_M stay capped whatever the height.
 */
void ceilings_step(struct ceilings *ceilings, const struct belief *belief,
		   const struct command *command, enum state state, int64_t t_ns, double dt_s);

#endif
