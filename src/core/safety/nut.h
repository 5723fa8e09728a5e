/*
 * nut.h - what a screw does of what it was ordered: whether it stays behind, stands, or goes unasked.
 *
 * Its orders change from tick to tick, its load and its own weight make another way of them, and a look now and
 * then sees little of all that: so it is thought along at every tick, and only compared at a look.
 */
#ifndef CORE_SAFETY_NUT_H
#define CORE_SAFETY_NUT_H

#include <knead/belief.h>
#include <knead/condition.h>
#include <knead/rig.h>

#include <stdbool.h>

struct nut {
	/* what the rig file says of it */
	double tick_s;
	double change_m_s; /* from tick to tick at most */
	double speed_m_s;
	double stall_n;
	double travel_m;
	double looks_per_m; /* at full speed */
	double gap_share;   /* of a look in what is forgotten of a gap ... */
	double stand_share; /* ... and of a stand */
	int lags_enough;    /* so many looks are long enough */
	int runs_enough;

	double asked_m_s; /* as its orders make it, were there no load ... */
	double due_m_s;   /* ... and with all the load that it has to bear */
	double asked_m;   /* since the look before */
	double due_m;
	double gap_m;    /* due and not done ... */
	double way_m;    /* ... of so much */
	double over_m;   /* done and not asked for */
	double stood_m;  /* here it was when it moved last ... */
	double stand_m;  /* ... and so much was due since */
	int catch_looks; /* until it surely came back for its carriage */
	int lags_looks;
	int runs_looks;
};

/* tick_s and look_s: from tick to tick, and from look to look. */
void nut_init(struct nut *nut, const struct actuator_spec *actuator, double tick_s, double look_s);

/* At every tick: it was ordered that, under this load. */
void nut_tick(struct nut *nut, double ordered_m_s, double force_n);

/* Its latch opens at this place: then it first comes back for its carriage. */
void nut_let_go(struct nut *nut, double place_m);

/* A look while its latch is open. */
void nut_comes(struct nut *nut);

/* From here on, at this place: what was is forgotten. */
void nut_begin(struct nut *nut, double place_m);

/* A look; from_m is where it stood at the look before. COND_ACTUATOR_LAGS, _RUNS, or COND_COUNT. */
enum condition nut_look(struct nut *nut, const struct head_belief *belief, double from_m);

#endif
