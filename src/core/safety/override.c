#include "core/safety/override.h"

#include "core/safety/bound.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#define LOST_S   0.2  /* without contact: the person is to be found anew [P] */
#define JOIN_S   0.15 /* time constant of catching up with a stroke after contact [P] */
#define JOINED_N 0.2  /* as good as caught up */

void override_init(struct override *override, const struct rig *rig)
{
	memset(override, 0, sizeof(*override));
	override->head_count = rig->head_count;
	override->loop_hz = rig->loop_hz;
	override->dt_s = 1.0 / rig->loop_hz;
	neck_init(&override->neck, rig);
	for (int i = 0; i < rig->head_count; i++) {
		struct override_head *head = &override->heads[i];
		double dead_s = rig->heads[i].actuator.dead_s;

		if (!(dead_s <= PREVIEW_MAX_S)) {
			dead_s = PREVIEW_MAX_S;
		}
		head->preview_ticks = (unsigned)(dead_s * rig->loop_hz + 0.5) + 1;
		head->neck = rig->heads[i].region == REGION_NECK;
		head->trunk = region_facts(rig->heads[i].region)->trunk;
	}
}

/* The set-points of one tick, `ahead` of this one (or before it, wrapping). */
static double *ring_row(struct override *override, unsigned ahead)
{
	return override->ring_n[(override->tick + ahead) & (PREVIEW_TICKS - 1)];
}

/*
 * Scaled to the ceiling, so that a stroke keeps its shape, but for what a head rests with anyway: else it would lose
 * the skin as the stroke begins. What is not surely inside is nothing.
 */
static double within_ceiling(double wish_n, double peak_n, double ceiling_n)
{
	double force_n = peak_n > ceiling_n ? wish_n * ceiling_n / peak_n : wish_n;

	if (force_n < REST_N) {
		force_n = lowest(wish_n, REST_N);
	}
	if (wish_n <= peak_n && force_n > ceiling_n) {
		return ceiling_n; /* above by rounding: a press at its peak would be dropped */
	}
	return force_n >= 0.0 && force_n <= ceiling_n ? force_n : 0.0;
}

/*
 * A head that has just found the person joins a stroke under way, which goes on rising meanwhile: without a corner at
 * the end of the rise, which an actuator with a lag would overshoot. What it is to go to jumps when it is found: that
 * is one tick at the full slew.
 */
static double rise_n_s(struct override_head *head, double missing_n, double to_n, double dt_s)
{
	double goes_n_s;

	if (!head->found || head->missing_s > 0.0) {
		head->joined =
			false; /* in the air nothing answers: what is asked for there comes all at once */
		return SLEW_CONTACT_N_S;
	}
	if (head->joined || missing_n < JOINED_N) {
		head->joined = true;
		return SLEW_RISE_N_S;
	}
	goes_n_s = larger((to_n - head->to_n) / dt_s, 0.0);
	return lowest(missing_n / JOIN_S + goes_n_s, SLEW_RISE_N_S);
}

static double slewed(struct override_head *head, double from_n, double to_n, double dt_s)
{
	double rise_n = rise_n_s(head, to_n - from_n, to_n, dt_s) * dt_s;
	double fall_n = SLEW_FALL_N_S * dt_s;

	head->to_n = to_n;
	if (to_n > from_n + rise_n) {
		return from_n + rise_n;
	}
	return to_n < from_n - fall_n ? from_n - fall_n : to_n;
}

static void see_contact(struct override_head *head, const struct head_belief *belief, double dt_s)
{
	head->missing_s = belief->contact ? 0.0 : head->missing_s + dt_s;
	head->found = belief->contact_sure || (head->found && head->missing_s < LOST_S);
}

/* What one head is asked for, before its slew: gentle until it has found the person, and on the
 * side of the neck that is not worked on. */
static double settled(const struct override *override, int i, double force_n)
{
	const struct override_head *head = &override->heads[i];
	bool waits = !head->found || (head->neck && !neck_may_press(&override->neck, i));

	return waits ? lowest(force_n, REST_N) : force_n;
}

/*
 * One number for trunk and rest, so that this part of the sums holds and every stroke keeps its shape. Forces are never
 * below 0: a body inside what its trunk alone may bear needs no second sum.
 */
static double share_within(const struct override *override, const double *force_n, double body_n,
			   double part)
{
	double trunk_n = 0.0;
	double trunk;
	double body;

	if (body_n <= part * SUM_TRUNK_N) {
		return 1.0;
	}
	for (int i = 0; i < override->head_count; i++) {
		trunk_n += override->heads[i].trunk ? force_n[i] : 0.0;
	}
	trunk = share_of(part * SUM_TRUNK_N, trunk_n);
	body = share_of(part * SUM_BODY_N, body_n);
	return trunk < body ? trunk : body;
}

static bool is_same(const double *a, const double *b)
{
	return memcmp(a, b, sizeof(*a)) == 0; /* what is no number as well */
}

static void say(struct override *override, int i, struct setpoint *setpoint,
		const struct head_ceiling *ceiling)
{
	setpoint->heads[i].limited_by =
		override->heads[i].peak_n > ceiling->ask_n ? ceiling->reason : LIMIT_NONE;
}

/* One wish within its ceiling. Most heads rest mostly: what was not changed is not done anew. */
static void take_wish(struct override *override, int i, struct setpoint *setpoint,
		      const struct wish *wish, const struct head_ceiling *ceiling)
{
	struct override_head *head = &override->heads[i];

	if (is_same(&wish->force_n[i], &head->wish_n) && is_same(&wish->peak_n[i], &head->peak_n) &&
	    is_same(&ceiling->ask_n, &head->ask_n) && is_same(&ceiling->now_n, &head->ceiling_n)) {
		return;
	}
	head->wish_n = wish->force_n[i];
	head->peak_n = wish->peak_n[i];
	head->ask_n = ceiling->ask_n;
	head->ceiling_n = ceiling->now_n;
	head->calm_ticks = 0;
	override->force_n[i] = within_ceiling(head->wish_n, head->peak_n, head->ask_n);
	say(override, i, setpoint, ceiling);
}

/* Wishes within their ceilings. Returns what they must be multiplied by for the sums to hold. */
static double take_wishes(struct override *override, struct setpoint *setpoint,
			  const struct wish *wish, const struct ceilings *ceilings)
{
	double body_n = 0.0;

	for (int i = 0; i < override->head_count; i++) {
		take_wish(override, i, setpoint, wish, &ceilings->heads[i]);
		body_n += override->force_n[i];
	}
	for (int i = 0; override->says_anew && i < override->head_count; i++) {
		say(override, i, setpoint, &ceilings->heads[i]);
	}
	override->says_anew = false;
	setpoint->share = share_within(override, override->force_n, body_n, SUM_ASK_SHARE);
	return setpoint->share;
}

/* Age of a force sample in ticks, as far back as the ring reaches. */
static unsigned age_ticks(struct override *override, int64_t age_ns)
{
	if (age_ns != override->age_ns) {
		double ticks = (double)age_ns * 1e-9 * override->loop_hz;
		bool inside = ticks >= 0.0 && ticks < PREVIEW_TICKS / 2;

		override->age_ns = age_ns;
		override->age_ticks = inside ? (unsigned)(int)(ticks + 0.5) : PREVIEW_TICKS / 2;
	}
	return override->age_ticks;
}

/*
 * Nothing that lies ahead of a head stays above most_n, so that nothing jumps up out of the preview
 * once a ceiling rises again.
 */
static void lower_preview(struct override *override, int i, double most_n)
{
	struct override_head *head = &override->heads[i];

	for (unsigned ahead = 0; ahead <= head->preview_ticks; ahead++) {
		double *row = ring_row(override, ahead);

		row[i] = lowest(row[i], most_n);
	}
	override->last_n[i] = lowest(override->last_n[i], most_n);
}

/* The most one head may be asked for just now: a late sensor and a pause hold it where it is. */
static void limit_head(struct override *override, int i, struct head_setpoint *to, double ask_n,
		       bool live)
{
	struct override_head *head = &override->heads[i];
	bool held = (!live || override->pause_gain < 1.0) && override->now_n[i] < ask_n;
	double most_n = held ? override->now_n[i] : ask_n;

	if (most_n < head->most_n) {
		lower_preview(override, i, most_n);
	}
	if (held && !live) {
		to->limited_by = LIMIT_HOLD;
		override->says_anew = true;
	}
	head->most_n = most_n;
}

/*
 * One head: its newest set-point goes into the ring, one dead time and a tick ahead; what was
 * newest before lies just a dead time ahead, and the two give the slope there. The present comes
 * out of the ring; ceilings of this very tick and a pause act on all of it at once.
 */
static void step_head(struct override *override, int i, struct head_setpoint *to, double wish_n,
		      const struct head_belief *belief)
{
	struct override_head *head = &override->heads[i];
	const double gain = override->pause_gain;
	const double then_n = ring_row(override, 0U - age_ticks(override, belief->force_age_ns))[i];
	double ahead_n;

	limit_head(override, i, to, head->ask_n, belief->input == INPUT_LIVE);
	see_contact(head, belief, override->dt_s);
	ahead_n = lowest(override->last_n[i], head->most_n);
	override->last_n[i] = lowest(
		slewed(head, ahead_n, settled(override, i, wish_n), override->dt_s), head->most_n);
	ring_row(override, head->preview_ticks)[i] = override->last_n[i];

	override->now_n[i] = lowest(ring_row(override, 0)[i], head->most_n);
	to->now_n = gain * override->now_n[i];
	to->at_sample_n = gain * lowest(then_n, head->ask_n);
	to->ahead_n = gain * ahead_n;
	to->ahead_rate_n_s = gain * (override->last_n[i] - ahead_n) * override->loop_hz;
	to->ceiling_n = head->ceiling_n;
}

/*
 * Most heads rest most of the time, on the person or lifted off. One whose set-point has stood still
 * for as long as the ring goes back has it everywhere, and all that follows from it is already
 * written: also that it has found the person, or has not (a contact that is sure is one).
 */
static bool is_calm(const struct override_head *head, const struct head_belief *belief,
		    unsigned calm_from)
{
	return head->calm_ticks > calm_from && belief->contact == head->found &&
	       belief->input == INPUT_LIVE;
}

static void count_calm(struct override *override, int i, double wish_n,
		       const struct head_setpoint *to)
{
	struct override_head *head = &override->heads[i];
	bool may_change_sides = head->neck && wish_n > REST_N;
	bool still = !may_change_sides && fabs(override->last_n[i] - wish_n) <= 0.0 &&
		     fabs(to->ahead_rate_n_s) <= 0.0;

	head->calm_ticks = still ? head->calm_ticks + 1 : 0;
}

/* The sums of this very tick: heads that let go slowly leave less to those that rise. */
static void hold_sums(struct override *override, struct setpoint *setpoint, double share)
{
	override->says_anew = true;
	for (int i = 0; i < override->head_count; i++) {
		struct override_head *head = &override->heads[i];
		struct head_setpoint *to = &setpoint->heads[i];

		head->calm_ticks = 0;
		override->now_n[i] *= share;
		head->most_n = override->now_n[i];
		lower_preview(override, i, override->now_n[i]);
		to->now_n *= share;
		to->at_sample_n *= share;
		to->ahead_n = lowest(to->ahead_n, to->now_n);
		to->ahead_rate_n_s = lowest(to->ahead_rate_n_s, 0.0);
		to->limited_by = LIMIT_SUM;
	}
}

static void step_heads(struct override *override, struct setpoint *setpoint,
		       const struct wish *wish, const struct ceilings *ceilings,
		       const struct belief *belief)
{
	const double share = take_wishes(override, setpoint, wish, ceilings);
	const bool all_asked = share >= 1.0 && override->pause_gain >= 1.0;
	const unsigned calm_from = all_asked ? PREVIEW_TICKS : UINT_MAX; /* or nobody is */
	double body_n = 0.0;
	double now_share;

	neck_choose(&override->neck, override->force_n, override->last_n, override->now_n, belief);
	for (int i = 0; i < override->head_count; i++) {
		struct override_head *head = &override->heads[i];

		if (!is_calm(head, &belief->heads[i], calm_from)) {
			const double wish_n = share * override->force_n[i];

			step_head(override, i, &setpoint->heads[i], wish_n, &belief->heads[i]);
			count_calm(override, i, wish_n, &setpoint->heads[i]);
		}
		body_n += override->now_n[i];
	}
	now_share = share_within(override, override->now_n, body_n, 1.0);
	if (now_share < 1.0) {
		hold_sums(override, setpoint, now_share);
	}
	for (int i = 0; share < 1.0 && i < override->head_count; i++) {
		override->heads[i].calm_ticks = 0;
		override->says_anew = true;
		setpoint->heads[i].limited_by = LIMIT_SUM;
	}
}

static void wipe(struct override *override)
{
	const size_t row_bytes = sizeof(override->ring_n[0][0]) * (size_t) override->head_count;

	if (!override->blank) {
		for (unsigned k = 0; k < PREVIEW_TICKS; k++) {
			memset(override->ring_n[k], 0, row_bytes);
		}
		for (int i = 0; i < override->head_count; i++) {
			override->last_n[i] = 0.0;
			override->now_n[i] = 0.0;
			override->heads[i].found = false;
			override->heads[i].calm_ticks = 0;
		}
		override->blank = true;
	}
}

static void let_go(struct override *override, struct setpoint *setpoint,
		   const struct ceilings *ceilings)
{
	wipe(override);
	override->says_anew = true;
	for (int i = 0; i < override->head_count; i++) {
		setpoint->heads[i] = (struct head_setpoint){
			.ceiling_n = ceilings->heads[i].now_n,
		};
	}
}

void override_step(struct override *override, struct setpoint *setpoint, enum state state,
		   const struct wish *wish, const struct ceilings *ceilings,
		   const struct belief *belief)
{
	bool pressing = state == STATE_RUNNING || state == STATE_PAUSED;

	setpoint->head_count = override->head_count;
	override->tick++;
	if (!pressing) {
		let_go(override, setpoint, ceilings);
		return;
	}
	if (state == STATE_PAUSED) {
		override->pause_gain -= override->dt_s / PAUSE_RAMP_S;
		if (!(override->pause_gain > 0.0)) {
			let_go(override, setpoint, ceilings);
			return;
		}
	} else if (override->pause_gain < 1.0) {
		wipe(override); /* contact is found anew */
		override->pause_gain = 1.0;
	}
	override->blank = false;
	step_heads(override, setpoint, wish, ceilings, belief);
}
