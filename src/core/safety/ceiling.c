#include "core/safety/ceiling.h"

#include "core/safety/bound.h"
#include "core/safety/eased.h"
#include "core/safety/place.h"

#include <math.h>
#include <string.h>

#define NS_PER_S 1e9
#define SAME     1e-9 /* metres or newtons: nothing anybody could mean */

/* How a head yields and comes back. A rest is as fast as the set-point of a stroke may be; for a person
 * who tensed it goes gently, and comes back slower than the muscles relax, in about 5 s [P]. */
static const struct {
	double fall_n_s;
	double rise_n_s;
} yield_slew[YIELD_KINDS] = {
	[YIELD_DWELL] = {SLEW_FALL_N_S, SLEW_RISE_N_S},
	[YIELD_GUARD] = {60.0, 3.0},
	[YIELD_MOVER] = {1e6, SLEW_RISE_N_S}, /* at once: nobody knows where the person is */
};

/* A limit that is no number is none to press up to. */
static void lower(double *limit_n, enum limit_reason *reason, double to_n, enum limit_reason why)
{
	to_n = larger(to_n, 0.0);
	if (!(*limit_n <= to_n)) {
		*limit_n = to_n;
		*reason = why;
	}
}

static void fix(struct head_ceiling *head, double height_m, double cough_n)
{
	const struct place place =
		place_of(head->region, head->x_m, head->y_m, head->area_m2, height_m);

	const enum region under = region_under(head->region, head->x_m, height_m);

	/* what lies off the body is kept out already, whatever is left out */
	head->under = under == REGION_NONE ? head->region : under;
	head->fixed_n = place.share * FORCE_HARD_N;
	head->fixed_by = LIMIT_CEILING;
	lower(&head->fixed_n, &head->fixed_by, place.share * PRESSURE_HARD_PA * head->area_m2,
	      LIMIT_CEILING);
	lower(&head->fixed_n, &head->fixed_by, head->rig_n, LIMIT_CEILING);
	lower(&head->fixed_n, &head->fixed_by, place.cap_n > 0.0 ? place.cap_n + cough_n : 0.0,
	      LIMIT_PLACE);
}

void ceilings_init(struct ceilings *ceilings, const struct rig *rig)
{
	memset(ceilings, 0, sizeof(*ceilings));
	ceilings->head_count = rig->head_count;
	ceilings->height_m = BODY_HEIGHT_M;
	ceilings->following = true;
	for (int i = 0; i < rig->head_count; i++) {
		const struct head *from = &rig->heads[i];
		struct head_ceiling *head = &ceilings->heads[i];
		enum limit_reason same = LIMIT_CEILING;

		head->region = from->region;
		head->x_m = from->x_m;
		head->y_m = from->y_m;
		head->area_m2 = from->area_m2;
		head->mirror = eased_mirror(rig, i);
		head->rig_n = FORCE_HARD_N;
		lower(&head->rig_n, &same, from->ceiling_n, LIMIT_CEILING);
		lower(&head->rig_n, &same, from->ceiling_pa * from->area_m2, LIMIT_CEILING);
		head->ease_n = FORCE_HARD_N;
		for (int k = 0; k < YIELD_KINDS; k++) {
			head->yields[k] = (struct yield){FORCE_HARD_N, FORCE_HARD_N};
		}
		fix(head, BODY_HEIGHT_M, ceilings->cough_n);
		head->follow_n = head->fixed_n;
	}
}

void ceilings_nobody(struct ceilings *ceilings)
{
	ceilings->cough_n = KIDNEY_CAP_N - KIDNEY_ASK_N;
	for (int i = 0; i < ceilings->head_count; i++) {
		fix(&ceilings->heads[i], ceilings->height_m, ceilings->cough_n);
		ceilings->heads[i].follow_n = ceilings->heads[i].fixed_n;
	}
}

/* Whether there is a new height. */
static bool see_height(struct ceilings *ceilings, double height_m)
{
	bool inside = height_m >= BODY_HEIGHT_MIN_M && height_m <= BODY_HEIGHT_MAX_M;

	if (!inside || fabs(height_m - ceilings->height_m) < SAME) {
		return false;
	}
	ceilings->height_m = height_m;
	for (int i = 0; i < ceilings->head_count; i++) {
		fix(&ceilings->heads[i], height_m, ceilings->cough_n);
	}
	return true;
}

/* Whether another ceiling is asked for, or other regions are left out. */
static bool see_asked(struct ceilings *ceilings, const struct command *command)
{
	bool inside = command->ceiling_n >= 0.0 && command->ceiling_n <= CEILING_MAX_N;
	double asked_n = inside ? command->ceiling_n : 0.0;

	if (fabs(asked_n - ceilings->asked_n) < SAME &&
	    memcmp(ceilings->enabled, command->enabled, sizeof(ceilings->enabled)) == 0) {
		return false;
	}
	ceilings->asked_n = asked_n;
	memcpy(ceilings->enabled, command->enabled, sizeof(ceilings->enabled));
	return true;
}

static void set_yielding(struct head_ceiling *head)
{
	head->now_n = head->plain_n;
	head->reason = head->plain_by;
	lower(&head->now_n, &head->reason, head->yields[YIELD_DWELL].now_n, LIMIT_DWELL);
	lower(&head->now_n, &head->reason, head->yields[YIELD_GUARD].now_n, LIMIT_GUARD);
	lower(&head->now_n, &head->reason, head->yields[YIELD_MOVER].now_n, LIMIT_GUARD);
	/* a yield is a kindness and no limit, and what is kept off a place has its margin already */
	head->ask_n = head->plain_by == LIMIT_PLACE
			      ? head->now_n
			      : lowest(head->now_n, CEILING_ASK_SHARE * head->plain_n);
}

static void set_ceiling(struct head_ceiling *head, const struct ceilings *ceilings)
{
	head->plain_n = head->fixed_n;
	head->plain_by = head->fixed_by;
	lower(&head->plain_n, &head->plain_by, ceilings->asked_n, LIMIT_ASKED);
	lower(&head->plain_n, &head->plain_by, head->ease_n, LIMIT_EASE);
	/* both what the rig calls it and what it lies over on this client */
	if (!ceilings->enabled[head->region] || !ceilings->enabled[head->under]) {
		lower(&head->plain_n, &head->plain_by, 0.0, LIMIT_LEFT_OUT);
	}
	if (!(head->follow_n >= head->plain_n)) {
		head->follow_n = head->plain_n;
	}
	set_yielding(head);
}

/* Once it limits nothing any more it is over. Whether it is still under way. */
static bool step_yield(struct yield *yield, double plain_n, double rise_n, double fall_n)
{
	if (yield->now_n > yield->goal_n) {
		yield->now_n = larger(yield->now_n - fall_n, yield->goal_n);
		return yield->now_n > yield->goal_n;
	}
	yield->now_n += rise_n;
	if (yield->now_n < yield->goal_n && yield->now_n < plain_n) {
		return true;
	}
	yield->now_n = yield->goal_n;
	return false;
}

static void step_yields(struct ceilings *ceilings, double dt_s)
{
	for (int i = 0; i < ceilings->head_count; i++) {
		struct head_ceiling *head = &ceilings->heads[i];
		bool under_way = false;

		if (!(ceilings->yielding >> i & 1u)) {
			continue;
		}
		for (int k = 0; k < YIELD_KINDS; k++) {
			under_way |= step_yield(&head->yields[k], head->plain_n,
						yield_slew[k].rise_n_s * dt_s,
						yield_slew[k].fall_n_s * dt_s);
		}
		set_yielding(head);
		if (!under_way) {
			ceilings->yielding &= ~(UINT64_C(1) << i);
		}
	}
}

/* A cough under a head that yields is no trip: yields are kindness, not limits. */
static void follow(struct ceilings *ceilings, double dt_s)
{
	ceilings->following = false;
	for (int i = 0; i < ceilings->head_count; i++) {
		struct head_ceiling *head = &ceilings->heads[i];

		if (head->follow_n > head->plain_n) {
			head->follow_n =
				larger(head->follow_n - CEILING_FOLLOW_N_S * dt_s, head->plain_n);
			ceilings->following = true;
		}
	}
}

void ceilings_step(struct ceilings *ceilings, const struct belief *belief,
		   const struct command *command, const struct client *client, enum state state,
		   int64_t t_ns, double dt_s)
{
	bool at_rest = state == STATE_BOOT || state == STATE_SELFTEST || state == STATE_IDLE;
	bool forgot = eased_forget(ceilings, client, at_rest, t_ns);
	bool taller = at_rest && see_height(ceilings, command->height_m);
	bool eased = eased_take(ceilings, belief, command, client, t_ns);
	bool asked = see_asked(ceilings, command);
	bool changed = forgot || taller || eased || asked;

	for (int i = 0; changed && i < ceilings->head_count; i++) {
		set_ceiling(&ceilings->heads[i], ceilings);
	}
	if (ceilings->yielding != 0) {
		step_yields(ceilings, dt_s);
	}
	if (changed || ceilings->following) {
		follow(ceilings, dt_s);
	}
}

void ceilings_yield(struct ceilings *ceilings, int i, enum yield_kind kind, double from_n,
		    double goal_n)
{
	struct head_ceiling *head = &ceilings->heads[i];
	struct yield *yield = &head->yields[kind];

	goal_n = larger(goal_n, 0.0);
	from_n = lowest(from_n, head->now_n);
	if (yield->now_n > goal_n) {
		yield->now_n = lowest(yield->now_n, larger(from_n, goal_n));
	}
	yield->goal_n = goal_n;
	ceilings->yielding |= UINT64_C(1) << i;
}

void ceilings_recall(struct ceilings *ceilings, int i, double ease_n, int64_t t_ns)
{
	ceilings->heads[i].ease_n = larger(ease_n, 0.0);
	ceilings->eased = true;
	ceilings->ease_t_ns = t_ns;
	set_ceiling(&ceilings->heads[i], ceilings);
}
