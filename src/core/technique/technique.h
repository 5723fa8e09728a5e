/*
 * technique.h - plays a technique: session clock, plan, bouts of strokes -> virtual hands.
 *
 * Whatever people change, and however often, no wish moves by more than the slew limits: speed, force
 * and balance follow what is asked for gradually and without a jerk, everything else waits for the hands to
 * lift.
 */
#ifndef CORE_TECHNIQUE_TECHNIQUE_H
#define CORE_TECHNIQUE_TECHNIQUE_H

#include "core/technique/allocate.h"
#include "core/technique/body.h"
#include "core/technique/breather.h"
#include "core/technique/demand.h"
#include "core/technique/laying_on.h"
#include "core/technique/plan.h"
#include "core/technique/rows.h"
#include "core/technique/session.h"
#include "core/technique/stroke.h"
#include "core/technique/trigger.h"

#include <knead/belief.h>
#include <knead/command.h>
#include <knead/rig.h>
#include <knead/state.h>
#include <knead/technique.h>
#include <knead/wish.h>

enum bout_phase { BOUT_NONE = 0, BOUT_LANDING, BOUT_WORKING, BOUT_LIFTING };

struct player {
	const struct technique *techniques; /* the caller's, constant */
	int technique_count;
	int current;
	unsigned version;    /* counts what standby() cannot see change */
	bool asked_is_unfit; /* the technique asked for: set by the caller, before each step */
	bool between_heads;  /* the hands of the tick before reached no head: likewise */
	const struct dwell
		*dwell; /* how long each place was felt pressed; NULL: not known: likewise */
	const struct ceilings *ceilings; /* what each head may press; NULL: no less: likewise */
	double speed_ratio;
	enum state state; /* of the last tick */
	struct body body;
	struct rows rows;
	struct session session;
	struct plan plan;
	struct triggers triggers;
	struct breather breather;
	struct laying_on laying;
	double warm_c[REGION_COUNT]; /* what the technique's warm strokes want where they work */
	int visits[REGION_COUNT];    /* bouts begun there */
	enum region shunned; /* a skip left it: the next bout is elsewhere, if there is work */
	double skip_until_s; /* of the session: another skip before is of the stroke */
	uint32_t let_goes;
	/* of this bout */
	enum bout_phase phase;
	double level;   /* 0 in the air .. 1 landed, before smoothing ... */
	double left;    /* ... and times 1 .. 0 lifted: landing may be broken off at any moment */
	double again_s; /* until a next one is looked for again; 0 or less: now */
	bool airs;      /* none was found: a place must rest first */
	bool warms;     /* hands wait for faces that are not warm yet ... */
	double warms_s; /* ... and have, in the air */
	int stroke;
	struct motion motion;
	struct demand demand;
};

/* The techniques stay the caller's and must outlive the player. */
void player_init(struct player *player, const struct rig *rig, const struct technique *techniques,
		 int technique_count);

/*
 * One tick: hands that press while running, and stay as they were while paused. What is believed of
 * the heads is felt by strokes that search, compress and follow, and by nothing else.
 */
void player_step(struct player *player, struct hands *hands, enum state state,
		 const struct command *command, const struct belief *belief, double dt_s);

/* While nothing is worked: another client lies there, and the next start begins a session of its own. */
void player_forget(struct player *player);

/* What heads do meanwhile that no hand presses. */
struct standby player_standby(const struct player *player, double dt_s);

static inline const struct technique *player_technique(const struct player *player)
{
	return &player->techniques[player->current];
}

#endif
