#include "core/technique/giving.h"

#include <knead/condition.h>

#include <stddef.h>

#define PLACE_TAU_S  3.0 /* against breath, of about 4 s */
#define SLOW_TAU_S   9.0
#define QUICK_S      1.5
#define STEADY_S     6.0
#define SETTLED_S    15.0 /* creep of 8 s is mostly over: before, nothing is sudden [P] */
#define SUDDEN_SHARE 0.11 /* below the slow hardness by this [P] */
#define SUDDEN_S     1.0  /* for this long [P] */
#define RELEASE_LEAST_N \
	16.0 /* pressed with less, breath looks the same: over the kidneys it is 15 [D] */
#define PUSHES_BACK_M 0.0003 /* shallower than just before by this */
#define DEPTH_LEAST_M 0.002

static const struct head_belief *head_at(const struct row *row, const struct belief *belief, int s)
{
	int head = row->head[s];

	return head != HEAD_NONE && head < belief->head_count ? &belief->heads[head] : NULL;
}

static bool touches(const struct head_belief *head)
{
	return head != NULL && head->contact && head->position_known;
}

/* Where the pressing heads are and what they press with, in the mean. Whether that is known. */
static bool look(const struct row *row, enum side side, const struct belief *belief, double *at_m,
		 double *force_n)
{
	int count = 0;

	*at_m = 0.0;
	*force_n = 0.0;
	for (int s = 0; s < ROW_SIDES; s++) {
		const struct head_belief *head = head_at(row, belief, s);

		if (head == NULL || (side != SIDE_NONE && s != side_index(side))) {
			continue;
		}
		if (!touches(head)) {
			return false;
		}
		*at_m += head->position_m;
		*force_n += head->force_n;
		count++;
	}
	if (count > 1) {
		*at_m /= count;
		*force_n /= count;
	}
	return count > 0;
}

/* The mirrored head that rests on the skin, or NULL. */
static const struct head_belief *beside(const struct row *row, enum side side,
					const struct belief *belief)
{
	return side == SIDE_NONE ? NULL : head_at(row, belief, 1 - side_index(side));
}

void giving_begin(struct giving *giving, const struct row *row, enum side side,
		  const struct belief *belief)
{
	const struct head_belief *resting = beside(row, side, belief);
	double force_n;

	*giving = (struct giving){0};
	giving->known = look(row, side, belief, &giving->from_m, &force_n);
	giving->beside = touches(resting);
	if (giving->beside) {
		giving->from_m -= resting->position_m;
	}
}

static double smoothed(double from, double to, double tau_s, double dt_s)
{
	return from + (to - from) * dt_s / (tau_s + dt_s);
}

static void feel_hardness(struct giving *giving, double depth_m, double force_n, double dt_s)
{
	double hard = force_n / (depth_m * depth_m);

	if (!(giving->slow_n_m2 > 0.0)) {
		giving->quick_n_m2 = hard;
		giving->slow_n_m2 = hard;
	}
	giving->quick_n_m2 = smoothed(giving->quick_n_m2, hard, QUICK_S, dt_s);
	giving->slow_n_m2 = smoothed(giving->slow_n_m2, hard, STEADY_S, dt_s);
	if (giving->quick_n_m2 < (1.0 - SUDDEN_SHARE) * giving->slow_n_m2 &&
	    force_n >= RELEASE_LEAST_N && giving->held_s > SETTLED_S) {
		giving->sudden_s += dt_s;
	} else {
		giving->sudden_s = 0.0;
	}
}

void giving_step(struct giving *giving, const struct row *row, enum side side,
		 const struct belief *belief, double dt_s)
{
	const struct head_belief *resting = beside(row, side, belief);
	double depth_m;
	double force_n;

	if (!giving->known || !look(row, side, belief, &depth_m, &force_n)) {
		giving->known = false;
		return;
	}
	if (giving->beside && !touches(resting)) {
		return; /* a breath out: it is back in a moment */
	}
	depth_m -= giving->beside ? resting->position_m : 0.0;
	depth_m -= giving->from_m;
	if (!(giving->held_s > 0.0)) {
		giving->place_m = depth_m;
		giving->creep_m = depth_m;
		giving->slow_m = depth_m;
	}
	giving->held_s += dt_s;
	giving->place_m = smoothed(giving->place_m, depth_m, PLACE_TAU_S, dt_s);
	giving->creep_m = smoothed(giving->creep_m, giving->place_m, PLACE_TAU_S, dt_s);
	giving->slow_m = smoothed(giving->slow_m, giving->place_m, SLOW_TAU_S, dt_s);
	if (depth_m > DEPTH_LEAST_M) {
		feel_hardness(giving, depth_m, force_n, dt_s);
	}
}

double giving_creep_m_s(const struct giving *giving)
{
	return giving->known ? (giving->creep_m - giving->slow_m) / (SLOW_TAU_S - PLACE_TAU_S)
			     : 0.0;
}

bool giving_released(const struct giving *giving)
{
	return giving->known && giving->sudden_s >= SUDDEN_S;
}

bool giving_gives(const struct giving *giving)
{
	return !giving->known || giving->place_m >= giving->slow_m - PUSHES_BACK_M;
}
