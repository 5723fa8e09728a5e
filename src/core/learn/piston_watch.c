/* piston_watch.c - see piston_watch.h. */
#include "core/learn/piston_watch.h"

#include <math.h>
#include <string.h>

#define LOOK_S    2.0
#define STREAK    4      /* looks that agree: one wild thing tells nothing */
#define STANDS_M  0.0005 /* less of a way from look to look is none */
#define WAY_SHARE 0.9    /* of its travel, beyond which it may have come to its end */
#define SOFT_N_M  10e3   /* stiffer places tell little of a piston [P] */

/*
 * Inside is what plants that are 30 % off tell in simulation [D]: springs 3.7 N, friction 1.4 times, with little of it
 * 1.2 N more. Too little is not judged: over thin tissue a sound piston may tell of a third.
 */
#define SPRING_SHARE 0.5 /* of it may be missing, or too much, ... */
#define SPRING_N     4.0 /* ... and that of any */
#define SLIDE_MOST   1.7 /* times the sliding friction that was told, ... */
#define SLIDE_N      1.6 /* ... and no less beyond it */

enum verdict { NOTHING, AS_TOLD, OTHERWISE };

void piston_watch_init(struct piston_watch *watch, const struct rig *rig)
{
	memset(watch, 0, sizeof(*watch));
	watch->count = rig->head_count;
	watch->look_ticks = (unsigned)(LOOK_S * rig->loop_hz);
	for (int i = 0; i < rig->head_count; i++) {
		watch->heads[i].end_m = WAY_SHARE * rig->heads[i].actuator.travel_m;
	}
}

static bool slides_as_told(const struct dry_friction *friction)
{
	const double slide_n = 0.5 * (friction->in_n - friction->out_n);
	const double told_n = friction->slide_n;

	return slide_n <= SLIDE_MOST * told_n || slide_n <= told_n + SLIDE_N;
}

/* It is to come down, and stands. */
static enum verdict judge_in_air(const struct pressure_head *head, const struct head_belief *belief,
				 const struct piston_seen *seen)
{
	const bool all = head->approach.push_n >= head->approach.most_n;
	const bool stands = belief->position_known && belief->position_m < seen->end_m &&
			    fabs(belief->position_m - seen->way_m) < STANDS_M;

	return all && stands ? OTHERWISE : NOTHING;
}

/* Over bone a piston hardly slides, and what it tells of friction is not much. */
static enum verdict judge_on_skin(const struct pressure_head *head,
				  const struct head_belief *belief, const struct piston_seen *seen)
{
	const struct dry_friction *friction = &head->friction;
	const bool anew = friction->taken != seen->taken;
	const double stiffness_n_m = belief_stiffness_n_m(belief);
	const double middle_n = fabs(friction->mid_n);
	const bool spring_as_told =
		middle_n <= SPRING_SHARE * head->spring_n || middle_n <= SPRING_N;

	if (!friction->found || !anew || !(stiffness_n_m > 0.0 && stiffness_n_m < SOFT_N_M)) {
		return NOTHING;
	}
	return spring_as_told && slides_as_told(friction) ? AS_TOLD : OTHERWISE;
}

static enum verdict judge(const struct pressure_head *head, const struct head_belief *belief,
			  const struct piston_seen *seen)
{
	if (head->screw) {
		return NOTHING;
	}
	return head->touched ? judge_on_skin(head, belief, seen) : judge_in_air(head, belief, seen);
}

/* The same again and again: what is held true of the head turns. */
static void conclude(struct piston_watch *watch, int head, enum verdict verdict)
{
	struct piston_seen *seen = &watch->heads[head];
	const uint64_t bit = UINT64_C(1) << head;
	const enum verdict held = (watch->off & bit) != 0 ? OTHERWISE : AS_TOLD;

	if (verdict == NOTHING) {
		return;
	}
	seen->streak = verdict == held ? 0 : seen->streak + 1;
	if (seen->streak >= STREAK) {
		seen->streak = 0;
		watch->off ^= bit;
	}
}

void piston_watch_look(struct piston_watch *watch, const struct pressure_ctl *control,
		       const struct belief *belief)
{
	watch->ticks_left = watch->look_ticks;
	for (int i = 0; i < watch->count; i++) {
		struct piston_seen *seen = &watch->heads[i];

		conclude(watch, i, judge(&control->heads[i], &belief->heads[i], seen));
		seen->way_m = belief->heads[i].position_m;
		seen->taken = control->heads[i].friction.taken;
	}
}
