#include "core/safety/guard.h"

#include "core/safety/bound.h"

#include <math.h>
#include <string.h>

#define NS_PER_S 1e9
#define PAST_S   0.05
#define PUSHES   2     /* turns in a row: one wild sample is no person */
#define PUSH_S   0.012 /* that they span: how fast it grows is asked as well [P] */
#define SETTLE_S 1.0   /* that backing off takes: meanwhile nothing new is heard */
#define FROM_N   4.0   /* below it nobody is pressed */

/*
 * Measured in simulation at full intensity, rise of the force beyond that of the set-point and error
 * together, less FORCE_SHARE [D]: without guarding at most 0.9 N with pistons of 3 N breakaway, 1.7 N where
 * the tissue is stiff; when a muscle pressed with 18 to 30 N tenses, mostly 2 to 3.5 N. Coughs reach
 * beyond that.
 */
#define MARGIN_N       0.6
#define FRICTION_SHARE 0.48
#define FORCE_SHARE    0.02

/* A head that goes in on its own meets more force by its own doing. A tensing muscle pushes it back. */
#define OWN_WAY_M  0.0003
#define MUSCLE_M_N 0.0002 /* and goes in for what is asked of it, at 5 N/mm [D] */

/*
 * A head whose control yields well is pushed back instead, and feels no more. What it would have felt in
 * its place counts then: the way times the stiffness there, twice the secant of a law of the square.
 * Measured in simulation as a share of a force that is steady [D]: within 0.15 s a muscle that tenses
 * pushes by 0.33 to 0.36 of it, breath by 0.12 at most.
 */
#define STEADY_N   0.5
#define PUSH_SHARE 0.2
#define SQUARE_LAW 2.0
#define PUSH_AT_N  10.0 /* pressed with less, a deep breath pushes as far */

/*
 * Behind thin tissue lies bone, and there a plain breath pushes as hard as a tensing muscle: 35 N/mm
 * [2] against the 6 N/mm of muscle at 60 N, 16 where it is three times as stiff and tense [D].
 */
#define BONE_N_M     20000.0
#define BONE_MARGINS 3.0
#define LOADED_N     2.5 /* a change of force that says how stiff the place is */

/*
 * What makes the force rise also lets it fall as far: breath under a head that sticks, and on bone most
 * of all. A muscle tenses far faster than it lets go. So a head that lately fell below what was wanted
 * of it by itself is believed from beyond that on only; but never less than on bone [P].
 */
#define SWAY_SHARE 1.6
#define SWAY_KEPT  0.997 /* each PAST_S: half of it for 12 s, some breaths */

/*
 * A muscle that gets half as stiff again in 0.3 s [M] adds at most 2.5 of its force in a second [D]; twice
 * that and the head's own sticking is no muscle but a cough, or a body that moves. A cough is out and
 * back in 0.3 s [S]: who has tensed meanwhile is still tense then, and pushes by less than the force.
 */
#define FAST_1_S    5.0  /* of the force in a second ... */
#define FAST_N_S    60.0 /* ... and so much [P] */
#define SHAKEN_S    0.4
#define MOVED_SHARE 1.0

/*
 * Where a cough moves the skin by little it comes no faster than a muscle, and the head backs off. It is
 * judged once more when a muscle that had tensed, even at the cough's end, would be wholly tense. A cough
 * stirs the body, so that its breath is known no more, and leaves nothing: measured in simulation as a
 * share of the force that pressed, 0.14 at most, where a tense muscle leaves 0.26 and more [D]. Breath
 * that went on meanwhile may hide no muscle, so it must have been known and slow; nor may tissue that
 * meets a force it had not borne before, which gives way to it for seconds. And nothing may push at that
 * very moment, in either direction: who tenses after the cough is not wholly tense yet, and a muscle takes
 * PAST_S to push by PUSHING_SHARE [D].
 */
#define OVER_S        0.6
#define LEFT_SHARE    0.18
#define CALM_SHARE    0.08
#define PUSHING_SHARE 0.05

void guard_init(struct guard *guard, const struct rig *rig)
{
	memset(guard, 0, sizeof(*guard));
	guard->head_count = rig->head_count;
	for (int i = 0; i < rig->head_count; i++) {
		const struct actuator_spec *actuator = &rig->heads[i].actuator;

		guard->heads[i].margin_n = MARGIN_N;
		if (actuator->kind ==
		    ACTUATOR_PRESSURE) { /* a screw's own does not reach the skin */
			guard->heads[i].margin_n += FRICTION_SHARE * actuator->friction.breakaway_n;
		}
	}
}

/* How stiff the place was when the head was last asked to load or unload it. */
static void feel(struct guard_head *head, const struct guard_past *now)
{
	const struct guard_past *then = &head->past[0];
	double force_n = now->force_n - then->force_n;
	double wanted_n = now->wanted_n - then->wanted_n;
	double way_m = now->position_m - then->position_m;

	if (wanted_n < 0.0) {
		force_n = -force_n;
		wanted_n = -wanted_n;
		way_m = -way_m;
	}
	if (now->position_known && then->position_known && wanted_n > LOADED_N &&
	    force_n > LOADED_N) {
		head->on_bone = force_n > BONE_N_M * way_m;
	}
}

static void remember(struct guard_head *head, const struct guard_past *now)
{
	if (head->past_count > 0 &&
	    (double)(now->t_ns - head->past[head->past_count - 1].t_ns) < PAST_S * NS_PER_S) {
		return;
	}
	if (head->past_count == GUARD_PASTS) {
		feel(head, now);
		memmove(&head->past[0], &head->past[1], sizeof(head->past[0]) * (GUARD_PASTS - 1));
		head->past_count--;
	}
	head->past[head->past_count++] = *now;
	head->sway_n *= SWAY_KEPT;
}

static double margin_of(const struct guard_head *head, const struct guard_past *now)
{
	const double least_n = head->margin_n + FORCE_SHARE * now->wanted_n;
	const double most_n = BONE_MARGINS * least_n;
	const double sway_n = SWAY_SHARE * head->sway_n;

	if (head->on_bone || sway_n > most_n) {
		return most_n;
	}
	return larger(sway_n, least_n);
}

/* The force falls as well, by itself. */
static void sway(struct guard_head *head, const struct guard_past *now)
{
	const struct guard_past *then = &head->past[0];
	const double asked_n = larger(then->wanted_n - now->wanted_n, 0.0);
	const double fell_n = then->force_n - now->force_n - asked_n;
	const double less_n = now->wanted_n - now->force_n;
	const double sway_n = fell_n < less_n ? fell_n : less_n;

	if (head->past_count == GUARD_PASTS && sway_n > head->sway_n) {
		head->sway_n = sway_n;
	}
}

/* More than was wanted, and risen by more than the wish did. */
static bool is_pushed(const struct guard_head *head, const struct guard_past *now, double margin_n)
{
	const struct guard_past *then = &head->past[0];
	const double asked_n = larger(now->wanted_n - then->wanted_n, 0.0);
	bool went_in = now->position_known && then->position_known &&
		       now->position_m - then->position_m > OWN_WAY_M + asked_n * MUSCLE_M_N;

	return head->past_count == GUARD_PASTS && !went_in &&
	       now->force_n - now->wanted_n > margin_n &&
	       now->force_n - then->force_n - asked_n > margin_n;
}

/* The same was asked for all the time: kneading is the same only where it turns. */
static bool is_steady(const struct guard_head *head, const struct guard_past *now)
{
	for (int k = 0; k < head->past_count; k++) {
		if (!(fabs(now->wanted_n - head->past[k].wanted_n) <= STEADY_N)) {
			return false;
		}
	}
	return head->past_count == GUARD_PASTS;
}

/* How much more the head would feel in its place: 0 where only what it presses with has changed. */
static double lift_n(const struct guard_past *then, const struct guard_past *now,
		     double stiffness_n_m)
{
	double back_m = 0.0;

	if (now->position_known && then->position_known) {
		back_m = then->position_m - now->position_m;
	}
	return now->force_n - then->force_n + SQUARE_LAW * stiffness_n_m * back_m;
}

/* Beyond what was asked of it. */
static double push_n(const struct guard_head *head, const struct guard_past *now,
		     double stiffness_n_m)
{
	const struct guard_past *then = &head->past[0];

	return lift_n(then, now, stiffness_n_m) - larger(now->wanted_n - then->wanted_n, 0.0);
}

/*
 * Pressed back, or harder, by far more than breath does, while the same was asked for all the time. How fast
 * the breath lifts the skin counts as it was known then: what came since may be the muscle.
 */
static bool is_pushed_back(const struct guard_head *head, const struct guard_past *now,
			   double stiffness_n_m)
{
	const struct guard_past *then = &head->past[0];
	double bar_n = (head->margin_n + PUSH_SHARE * now->wanted_n) *
		       (head->on_bone ? BONE_MARGINS : 1.0);
	double rise_n = SQUARE_LAW * stiffness_n_m * then->rise_m_s *
			(double)(now->t_ns - then->t_ns) / NS_PER_S;

	return now->position_known && then->position_known &&
	       push_n(head, now, stiffness_n_m) - larger(rise_n, 0.0) > bar_n &&
	       now->wanted_n >= PUSH_AT_N && is_steady(head, now);
}

static void forget(struct guard_head *head)
{
	head->judged = true; /* there is nothing any more that it could be held against */
	head->past_count = 0;
	head->pushed = 0;
	head->shaken = false;
}

static void back_off(struct guard *guard, struct ceilings *ceilings, int i, double wish_n,
		     double stiffness_n_m, int64_t t_ns)
{
	struct guard_head *head = &guard->heads[i];
	double asked_n = lowest(wish_n, ceilings->heads[i].ask_n);
	const bool yielded = head->yields; /* for another reason, which no cough undoes */

	forget(head);
	head->judged = yielded;
	head->yields = true;
	head->yield_t_ns = t_ns;
	head->before = head->past[0];
	head->before_n_m = stiffness_n_m;
	guard->times++;
	ceilings_yield(ceilings, i, YIELD_GUARD, asked_n, larger(GUARD_SHARE * asked_n, REST_N));
}

/* Just now: the skin under it moves, or the force does, by itself. */
static bool is_moved(const struct guard_head *head, const struct guard_past *now)
{
	return !(head->past_count == GUARD_PASTS && head->past[0].position_known &&
		 fabs(lift_n(&head->past[0], now, head->before_n_m)) <
			 PUSHING_SHARE * head->before.force_n);
}

/*
 * Nothing is left of what pushed, nor pushes now, and it stirred the breath, which was slow enough to hide
 * no muscle.
 */
static bool was_cough(const struct guard_head *head, const struct guard_past *now, bool stirred)
{
	const struct guard_past *before = &head->before;
	const double left_n = lift_n(before, now, head->before_n_m);
	const double breath_n = fabs(SQUARE_LAW * head->before_n_m * before->rise_m_s *
				     (double)(now->t_ns - before->t_ns) / NS_PER_S);

	return stirred && now->position_known && before->position_known &&
	       now->wanted_n <= before->wanted_n && breath_n > 0.0 &&
	       breath_n < CALM_SHARE * before->force_n && !is_moved(head, now) &&
	       fabs(left_n) < LEFT_SHARE * before->force_n;
}

static void come_back(struct guard_head *head, struct ceilings *ceilings, int i)
{
	head->yields = false;
	ceilings_yield(ceilings, i, YIELD_GUARD, FORCE_HARD_N, FORCE_HARD_N);
}

static bool has_yielded(const struct guard_head *head, double for_s, int64_t t_ns)
{
	return head->yields && !((double)(t_ns - head->yield_t_ns) < for_s * NS_PER_S);
}

/* Once. */
static bool turns_out_a_cough(struct guard_head *head, const struct guard_past *now, bool stirred)
{
	if (head->judged || !has_yielded(head, OVER_S, now->t_ns)) {
		return false;
	}
	head->judged = true;
	return was_cough(head, now, stirred);
}

/* Faster than a muscle, or further than it could. */
static bool is_body(const struct guard_head *head, const struct guard_past *now, double push_n)
{
	const double since_s = (double)(now->t_ns - head->pushed_t_ns) / NS_PER_S;

	if (head->shaken) {
		return push_n > MOVED_SHARE * now->wanted_n + head->margin_n;
	}
	return now->wanted_n - head->past[0].wanted_n < LOADED_N &&
	       push_n - head->pushed_n > (FAST_1_S * now->wanted_n + FAST_N_S) * since_s;
}

/* Long enough, and not faster than a muscle: then it is the person. */
static bool is_sure(struct guard_head *head, const struct guard_past *now, double stiffness_n_m)
{
	if (head->pushed < PUSHES || (double)(now->t_ns - head->pushed_t_ns) < PUSH_S * NS_PER_S) {
		return false;
	}
	if (!is_body(head, now, push_n(head, now, stiffness_n_m))) {
		return true;
	}
	if (head->shaken) {
		forget(head);
	} else {
		head->shaken = true;
		head->shaken_t_ns = now->t_ns;
		head->pushed = 0;
	}
	return false;
}

/* For the cough to be over. The past from before it is kept. */
static bool is_waiting(const struct guard_head *head, int64_t t_ns)
{
	return head->shaken && (double)(t_ns - head->shaken_t_ns) < SHAKEN_S * NS_PER_S;
}

/* Whether the person pushes. */
static bool hear(struct guard_head *head, const struct guard_past *now, double stiffness_n_m)
{
	if (head->yields && !has_yielded(head, SETTLE_S, now->t_ns)) {
		remember(head, now); /* it is on its way */
		return false;
	}
	if (is_waiting(head, now->t_ns)) {
		return false;
	}
	if (is_pushed(head, now, margin_of(head, now)) ||
	    is_pushed_back(head, now, stiffness_n_m)) {
		if (head->pushed == 0) {
			head->pushed_t_ns = now->t_ns;
			head->pushed_n = push_n(head, now, stiffness_n_m);
		}
		head->pushed++;
		return is_sure(head, now, stiffness_n_m);
	}
	head->pushed = 0;
	head->shaken = false;
	sway(head, now);
	remember(head, now);
	return false;
}

/* A head that presses. */
static void listen(struct guard *guard, struct ceilings *ceilings, const struct belief *belief,
		   const struct setpoint *setpoint, const struct wish *wish, int64_t t_ns)
{
	const int i = guard->turn;
	const struct head_belief *head = &belief->heads[i];
	const double stiffness_n_m = belief_stiffness_n_m(head);
	double peak_n;
	const struct guard_past now = {
		.t_ns = t_ns,
		.force_n = head->force_n,
		.wanted_n = setpoint->heads[i].at_sample_n,
		.position_m = head->position_m,
		.rise_m_s = breath_rise_m_s(belief, i, 0.0),
		.position_known = head->position_known,
	};

	if (turns_out_a_cough(&guard->heads[i], &now,
			      !(belief->breath.confidence >= BREATH_SURE))) {
		come_back(&guard->heads[i], ceilings, i);
	}
	if (hear(&guard->heads[i], &now, stiffness_n_m)) {
		peak_n = setpoint->share * lowest(wish->peak_n[i], ceilings->heads[i].ask_n);
		back_off(guard, ceilings, i, larger(peak_n, setpoint->heads[i].now_n),
			 stiffness_n_m, t_ns);
	}
}

void guard_step(struct guard *guard, struct ceilings *ceilings, const struct belief *belief,
		const struct setpoint *setpoint, const struct wish *wish, int64_t t_ns)
{
	const int i = guard->turn;

	if (has_yielded(&guard->heads[i], GUARD_HOLD_S, t_ns)) {
		come_back(&guard->heads[i], ceilings, i);
	}
	if (setpoint->heads[i].at_sample_n > FROM_N) {
		listen(guard, ceilings, belief, setpoint, wish, t_ns);
	} else {
		forget(&guard->heads[i]);
	}
	guard->turn = i + 1 < guard->head_count ? i + 1 : 0;
}
