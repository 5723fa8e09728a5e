/*
 * technique.h - plays a technique: session clock, plan, bouts of strokes -> virtual hands.
 */
#ifndef CORE_TECHNIQUE_TECHNIQUE_H
#define CORE_TECHNIQUE_TECHNIQUE_H

#include "core/technique/body.h"
#include "core/technique/plan.h"
#include "core/technique/session.h"
#include "core/technique/stroke.h"

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
	double speed_ratio;
	enum state state; /* of the last tick */
	struct body body;
	struct session session;
	struct plan plan;
	enum bout_phase phase;
	double level; /* 0 lifted .. 1 landed */
	int stroke;   /* of this bout */
	struct motion motion;
};

/* The techniques stay the caller's and must outlive the player. */
void player_init(struct player *player, const struct rig *rig, const struct technique *techniques,
		 int technique_count);

/* One tick: hands that press while running, and stay as they were while paused. */
void player_step(struct player *player, struct hands *hands, enum state state,
		 const struct command *command, double dt_s);

#endif
