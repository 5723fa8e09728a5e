#include "core/safety/eased.h"

#include "core/safety/bound.h"

#include <knead/condition.h>

#include <math.h>

#define NS_PER_S 1e9
#define PAIR_M   0.010 /* heads across the spine from each other lie this near along it [P] */

int eased_mirror(const struct rig *rig, int i)
{
	const struct head *head = &rig->heads[i];

	for (int k = 0; k < rig->head_count; k++) {
		const struct head *other = &rig->heads[k];

		if (other->region == head->region && other->side != head->side &&
		    fabs(other->x_m - head->x_m) <= PAIR_M) {
			return k;
		}
	}
	return HEAD_NONE;
}

/*
 * One place: pressed above RELEASED_N it gets a share of what is felt there now, never more than it
 * had, and no oftener than every EASE_PERIOD_S. Whether that lowered anything.
 */
static bool ease_head(struct head_ceiling *head, double felt_n, double step, int64_t t_ns)
{
	double to_n = step * felt_n;

	if (!(felt_n > RELEASED_N && to_n < head->ease_n) || t_ns < head->ease_again_t_ns) {
		return false;
	}
	head->ease_n = to_n < EASE_LEFT_OUT_N ? 0.0 : to_n;
	head->ease_again_t_ns = t_ns + (int64_t)(EASE_PERIOD_S * NS_PER_S);
	return true;
}

/* The most that a stroke under way presses here. */
static double stroke_n(const struct ceilings *ceilings, int i)
{
	return lowest(ceilings->wish->peak_n[i], ceilings->heads[i].ask_n);
}

/*
 * What the client feels at a head's place, as it would be under this one: while the hand across the
 * spine presses, this one may be between two presses of the same stroke.
 */
static double felt_at(const struct ceilings *ceilings, const struct belief *belief, int i)
{
	const int other = ceilings->heads[i].mirror;
	const double own_n = belief->heads[i].force_n;
	double across_n;

	if (other == HEAD_NONE || ceilings->wish == NULL ||
	    !(belief->heads[other].force_n > RELEASED_N && stroke_n(ceilings, i) > RELEASED_N &&
	      stroke_n(ceilings, other) > RELEASED_N)) {
		return own_n;
	}
	across_n = belief->heads[other].force_n * stroke_n(ceilings, i) / stroke_n(ceilings, other);
	return larger(own_n, across_n);
}

bool eased_take(struct ceilings *ceilings, const struct belief *belief,
		const struct command *command, const struct client *client, int64_t t_ns)
{
	const bool pressed = command->presses.ease != ceilings->ease_presses;
	const double step = client->comfort.eases ? EASE_STEP_SORE : EASE_STEP;
	bool eased = false;

	ceilings->ease_presses = command->presses.ease;
	if (!pressed && !client->comfort.eases) {
		return false;
	}
	for (int i = 0; i < ceilings->head_count; i++) {
		eased |= ease_head(&ceilings->heads[i], felt_at(ceilings, belief, i), step, t_ns);
	}
	if (eased && !ceilings->eased) {
		ceilings->eased = true;
		ceilings->ease_t_ns = t_ns;
	}
	return eased;
}

bool eased_forget(struct ceilings *ceilings, const struct client *client, bool at_rest,
		  int64_t t_ns)
{
	double age_s = (double)(t_ns - ceilings->ease_t_ns) / NS_PER_S;

	if (!ceilings->eased || !at_rest || !(age_s > ANSWERS_LAST_S || client->is_new)) {
		return false;
	}
	ceilings->eased = false;
	for (int i = 0; i < ceilings->head_count; i++) {
		ceilings->heads[i].ease_n = FORCE_HARD_N;
	}
	return true;
}
