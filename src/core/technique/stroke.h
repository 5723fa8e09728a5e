/*
 * stroke.h - how each kind of stroke moves its hands. Small pure steps: (what it is in the middle of,
 * the stroke, where the body is and what is felt, dt) -> hands.
 *
 * Place and force have no corner and no jerk: what is planned goes by ease_step, what people ask for in the
 * middle of it through two lags (ease.h), and what is broken off is lifted while it comes to its end. The
 * figures are STROKE_JERK_ below.
 * No head's target rises by more than STROKE_RISE_N_S from the stroke itself, so that what people
 * change meanwhile fits below SLEW_RISE_N_S: a stroke in motion is scaled in force for it, a held
 * press takes longer to rise.
 *
 * Preview: stroke_preview() says where hands will be. Beyond that a stroke is played as it will be one
 * dead time from now. What it gives in a tick is the future; the override puts it at the far end of its
 * ring and takes the present from the near one, so the set-point that is compared with the force felt is
 * always one whose future is known. Nothing here may therefore need an answer of the head within a dead
 * time, and nothing does: what is felt (stiffness, creep, a release) only decides what comes seconds
 * later.
 */
#ifndef CORE_TECHNIQUE_STROKE_H
#define CORE_TECHNIQUE_STROKE_H

#include "core/technique/body.h"
#include "core/technique/ease.h"
#include "core/technique/plan.h"
#include "core/technique/rows.h"
#include "core/technique/trigger.h"
#include "core/technique/giving.h"

#include <knead/belief.h>
#include <knead/steepness.h>
#include <knead/technique.h>
#include <knead/wish.h>

#define LAND_S 1.2 /* hands settle and lift this slowly, smoothly */

/*
 * The most that the third derivative of a pressing hand's place comes to [D]: twice the turning round of
 * 0.15 m/s^2 over its lag of 0.05 s. Circles have r (2 pi f)^3 of their own beside it, and a quarter more
 * while their rhythm changes: 21 m/s^3 for 20 mm at 1.5 Hz.
 */
#define STROKE_JERK_M_S3 6.0

/* In the air, from one place to the next: 60 d / T^3, at 0.3 s for 75 mm. A person who reaches for something
 * 0.3 m away in 0.7 s comes to 52. [D] */
#define TRAVEL_JERK_M_S3 170.0

/*
 * The same of a hand's force, as the strokes of our techniques play it [D]: kneading at 1.5 Hz 0.35 F
 * (2 pi f)^3, which is 9,100 N/s^3 at the 31 N that its slew leaves; any other stroke 60 F / T^3, at most
 * 3,100 where it is broken off half-way. What people ask for meanwhile: FOLLOW_JERK_N_S3.
 */
#define STROKE_JERK_N_S3 10000.0

/* The pace of this moment: the stroke's own, times the speed asked for, within its rhythm range. */
struct pace {
	double speed_m_s;
	double rate_hz;
	double ratio;  /* to the stroke's own */
	double hold_s; /* under pressure at one place */
};

/* What a stroke works on, and what is felt there. */
struct scene {
	const struct body *body;
	const struct rows *rows;
	const struct belief *belief;
	struct triggers *triggers; /* a search fills it, a compression treats what is in it */
	bool stay;                 /* somebody asked to stay here: a hold does not end */
	bool let_go;               /* the client says that this place has released */
	bool skip;                 /* somebody asked for the next place */
};

enum hold_stage { HOLD_TRAVEL = 0, HOLD_RISE, HOLD_STAY, HOLD_FALL };

/* A press at one place: through the air, on, held, off. */
struct hold {
	enum hold_stage stage;
	double stage_s;
	double waited_s;  /* for the breath, in this stage */
	double ramp_s;    /* of this rise or fall */
	double rise_s;    /* of the rise; a fall may begin before it is over */
	double pressed_s; /* since the rise began */
	double stayed_s;  /* of it because somebody asked for it */
	double gave_s;    /* when the tissue last gave, in the stage */
	double kept_s;    /* of the hold, for another place: here nothing gives any more */
	double fit_s;     /* hold fitted to the region's share; 0: the pace's own */
	double fit_at_s;  /* the pace's own, when it was fitted */
	int row;          /* of the scene */
	enum side side;   /* NONE: both at once */
	int step;         /* 1 down the body, -1 up */
	bool last;        /* this place ends the bout */
	double from_x_m;  /* travel */
	double from_y_m[ROW_SIDES];
	double share;         /* of the hand's force: compressions raise it */
	double raised;        /* 0 just begun .. 1 all of it ... */
	struct lagged raises; /* ... and how fast, of its own pace */
	double drift_m;       /* with the tissue, along the body ... */
	double drift_at_m;    /* ... before smoothing */
	double drift_m_s;
	int trigger_head; /* under compression, or HEAD_NONE */
	bool let_go;
	bool skip;    /* this place is to be left */
	bool warms;   /* the hand waits for a face that is not warm yet */
	bool left;    /* broken off: the hand stays as it is, and is lifted */
	bool probing; /* all heads of the place touch */
	struct probe probe;
	struct giving giving;
};

/* Where one bout of a stroke is. */
struct motion {
	struct span span;
	enum region region; /* where it works now */
	double x_m;
	double at_m; /* the same before smoothing */
	double v_m_s;
	double phase; /* cycles of kneading or circling, 0..1 */
	struct lagged rate_hz;
	double press; /* 1 at work .. 0 on the way back, before smoothing */
	bool presses; /* which of them it goes to */
	double worked_s;
	enum side side; /* of a single hand */
	bool returning;
	bool done; /* a good moment to stop has come */
	struct hold hold;
};

/* How a bout begins. */
struct start {
	struct span span;
	int nth;          /* bouts in this region so far: rows and single hands take turns */
	double fit_s;     /* length of holds; 0: as the pace has them */
	double fit_at_s;  /* the pace's own, to which that was fitted */
	int trigger_head; /* a compression's, else HEAD_NONE */
};

/* Whether this kind goes from place to place and comes down by itself. */
bool stroke_holds(enum stroke_kind kind);

struct pace stroke_pace(const struct stroke *stroke, double speed);

/* Force under the hand's centre at this intensity, scaled so that no slope passes the slew limits. */
double stroke_force_n(const struct stroke *stroke, const struct pace *pace, double intensity);

/* Most force at this pace for which that holds. */
double stroke_most_n(const struct stroke *stroke, const struct pace *pace);

/* How long hands that press with this force take to land. */
double stroke_land_s(const struct stroke *stroke, const struct pace *pace, double force_n);

void stroke_begin(struct motion *motion, const struct stroke *stroke, const struct scene *scene,
		  const struct start *start);

/* One tick; writes place and force of the hands, peak included. */
void stroke_step(struct motion *motion, struct hands *hands, const struct stroke *stroke,
		 const struct scene *scene, const struct pace *pace, double force_n, double dt_s);

/*
 * Where the hands will be and press ahead_s from now, exactly, while nothing else is asked for or felt. It
 * plays a copy, tick by tick, of the same stroke_step() and has no law of its own. It is part of what this
 * library promises of each kind of stroke, for whoever wants to look ahead; the controller itself does not:
 * its preview is the override's ring, as said above. So tests alone call it, and hold every kind to it.
 */
void stroke_preview(const struct motion *motion, struct hands *hands, const struct stroke *stroke,
		    const struct scene *scene, const struct pace *pace, double force_n,
		    double ahead_s, double dt_s);

/* The bout is broken off; a compression given up by a skip is not taken up again. */
void stroke_leave(struct motion *motion, const struct scene *scene, bool skipped);

/* Which side the k-th hand works. */
static inline enum side stroke_side(const struct motion *motion, const struct hands *hands, int k)
{
	if (hands->count < 2) {
		return motion->side;
	}
	return k == 0 ? SIDE_LEFT : SIDE_RIGHT;
}

#endif
