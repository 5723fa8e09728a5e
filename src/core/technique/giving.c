#include "core/technique/giving.h"

#include <knead/condition.h>

#include <stddef.h>

#define PLACE_TAU_S   3.0 /* against breath, of about 4 s */
#define SLOW_TAU_S    9.0
#define PUSHES_BACK_M 0.0003 /* shallower than just before by this */

static const struct head_belief *head_at(const struct row *row, const struct belief *belief, int s)
{
	int head = row->head[s];

	return head != HEAD_NONE && head < belief->head_count ? &belief->heads[head] : NULL;
}

static bool touches(const struct head_belief *head)
{
	return head != NULL && head->contact && head->position_known;
}

/* The pressing heads, in the mean. */
struct pressing {
	double at_m;
	double force_n;
	double speed_m_s;
};

/* Whether that is known. */
static bool look(struct pressing *mean, const struct row *row, enum side side,
		 const struct belief *belief)
{
	int count = 0;

	*mean = (struct pressing){0};
	for (int s = 0; s < ROW_SIDES; s++) {
		const struct head_belief *head = head_at(row, belief, s);

		if (head == NULL || (side != SIDE_NONE && s != side_index(side))) {
			continue;
		}
		if (!touches(head)) {
			return false;
		}
		mean->at_m += head->position_m;
		mean->force_n += head->force_n;
		mean->speed_m_s += head->speed_m_s;
		count++;
	}
	if (count > 1) {
		mean->at_m /= count;
		mean->force_n /= count;
		mean->speed_m_s /= count;
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
	struct pressing now;

	*giving = (struct giving){0};
	giving->known = look(&now, row, side, belief);
	giving->skin_m = now.at_m;
	giving->from_m = now.at_m;
	giving->beside = touches(resting);
	if (giving->beside) {
		giving->from_m -= resting->position_m;
	}
}

static double smoothed(double from, double to, double tau_s, double dt_s)
{
	return from + (to - from) * dt_s / (tau_s + dt_s);
}

void giving_step(struct giving *giving, const struct row *row, enum side side,
		 const struct belief *belief, double dt_s)
{
	const struct head_belief *resting = beside(row, side, belief);
	struct pressing now;
	double depth_m;

	if (!giving->known || !look(&now, row, side, belief)) {
		giving->known = false;
		return;
	}
	release_step(&giving->release, now.at_m - giving->skin_m, now.force_n, now.speed_m_s, dt_s);
	if (giving->beside && !touches(resting)) {
		return; /* a breath out: it is back in a moment */
	}
	depth_m = now.at_m - giving->from_m - (giving->beside ? resting->position_m : 0.0);
	if (!(giving->held_s > 0.0)) {
		giving->place_m = depth_m;
		giving->creep_m = depth_m;
		giving->slow_m = depth_m;
	}
	giving->held_s += dt_s;
	giving->place_m = smoothed(giving->place_m, depth_m, PLACE_TAU_S, dt_s);
	giving->creep_m = smoothed(giving->creep_m, giving->place_m, PLACE_TAU_S, dt_s);
	giving->slow_m = smoothed(giving->slow_m, giving->place_m, SLOW_TAU_S, dt_s);
}

double giving_creep_m_s(const struct giving *giving)
{
	return giving->known ? (giving->creep_m - giving->slow_m) / (SLOW_TAU_S - PLACE_TAU_S)
			     : 0.0;
}

bool giving_released(const struct giving *giving)
{
	return giving->known && release_seen(&giving->release);
}

bool giving_gives(const struct giving *giving)
{
	return !giving->known || giving->place_m >= giving->slow_m - PUSHES_BACK_M;
}
