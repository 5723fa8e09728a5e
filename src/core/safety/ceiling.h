/*
 * ceiling.h - the force limit in force at each head just now, and why it is that low.
 *
 * Order: compiled limit > place on the body > rig file > what was asked over the network > the
 * client's ease > a rest of the place, or of the person who tensed. Every step can only lower.
 */
#ifndef CORE_SAFETY_CEILING_H
#define CORE_SAFETY_CEILING_H

#include "core/safety/client.h"

#include <knead/belief.h>
#include <knead/command.h>
#include <knead/rig.h>
#include <knead/setpoint.h>
#include <knead/state.h>
#include <knead/wish.h>

#include <stdbool.h>
#include <stdint.h>

/* Why a head yields for a while, smoothly. */
enum yield_kind { YIELD_DWELL = 0, YIELD_GUARD, YIELD_MOVER, YIELD_KINDS };

/* A limit under way: FORCE_HARD_N where it limits nothing. */
struct yield {
	double now_n;
	double goal_n;
};

struct head_ceiling {
	double fixed_n;          /* compiled, place and rig file */
	double ease_n;           /* the client's, 0 once the place is left out */
	int64_t ease_again_t_ns; /* before that, no further ease counts here */
	struct yield yields[YIELD_KINDS];
	double plain_n;  /* without the yields */
	double now_n;    /* in force */
	double ask_n;    /* less than that: what is asked for at most */
	double follow_n; /* what a trip is judged against: follows plain_n downwards */
	enum limit_reason fixed_by;
	enum limit_reason plain_by;
	enum limit_reason reason;
	enum region region; /* as the rig file names it */
	enum region under;  /* that it lies over, for the height taken in */
	double x_m;
	double y_m;
	double area_m2;
	double rig_n;
	int mirror; /* the head across the spine, or HEAD_NONE */
};

struct ceilings {
	int head_count;
	double height_m;
	uint32_t ease_presses;
	const struct wish
		*wish; /* of the tick before, the caller's, set before each step; or NULL */
	bool eased;    /* some place was, at ease_t_ns first */
	int64_t ease_t_ns;
	bool following;             /* some head's follow_n was still on its way to now_n */
	uint64_t yielding;          /* heads whose yields are under way, a bit each */
	double cough_n;             /* that may be asked for besides, as nobody is there to cough */
	double asked_n;             /* as last taken in */
	bool enabled[REGION_COUNT]; /* likewise */
	struct head_ceiling heads[HEADS_MAX];
};

void ceilings_init(struct ceilings *ceilings, const struct rig *rig);

/*
 * Before the first tick: nobody lies there, as while a head is calibrated on a pad. Over the kidneys no room is
 * left for a cough: KIDNEY_CAP_N. All else is as ever.
 */
void ceilings_nobody(struct ceilings *ceilings);

/*
 * One tick: takes in an ease (once a second and place), an answer that eases, a new height, the regions
 * left out and the ceiling asked for. A ceiling outside its range (NaN included) counts as the lowest,
 * and a height outside its range is none. A height counts at rest only, and adds to what is spared:
 * place.h. What was eased holds for ANSWERS_LAST_S from the first ease and ends at rest, or with
 * another client.
 */
void ceilings_step(struct ceilings *ceilings, const struct belief *belief,
		   const struct command *command, const struct client *client, enum state state,
		   int64_t t_ns, double dt_s);

/*
 * From now on a head yields to goal_n, or, with FORCE_HARD_N, comes back. It gets there without a
 * step: down as a set-point falls, from the ceiling in force or from from_n, the most it is asked for,
 * if that is less; up as it rises, after guarding slower.
 */
void ceilings_yield(struct ceilings *ceilings, int head, enum yield_kind kind, double from_n,
		    double goal_n);

/* What a place was eased to before a restart; the first of them at t_ns. */
void ceilings_recall(struct ceilings *ceilings, int head, double ease_n, int64_t t_ns);

#endif
