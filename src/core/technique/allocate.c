#include "core/technique/allocate.h"

#include "core/technique/footprint.h"

#include <knead/condition.h>
#include <knead/kept_out.h>

#include <string.h>

#define SHARE_S 1.5 /* that a region takes to be worked in full, or to be left [P] */

/*
 * Breath and dry friction sway what a resting head presses by 0.7 N and more, and a place has its rest only
 * where it stays well under RELEASED_N. Still in contact, so that a stroke finds it there. [P]
 */
#define AIRING_N (0.7 * REST_N)

void allocator_init(struct allocator *allocator, const struct rig *rig)
{
	memset(allocator, 0, sizeof(*allocator));
	allocator->head_count = rig->head_count;
	allocator->trigger_head = HEAD_NONE;
	for (int i = 0; i < rig->head_count; i++) {
		const struct head *head = &rig->heads[i];
		int k = i;

		for (; k > 0 && allocator->heads[k - 1].x_m > head->x_m; k--) {
			allocator->heads[k] = allocator->heads[k - 1];
		}
		allocator->heads[k] =
			(struct head_place){.head = i, .x_m = head->x_m, .y_m = head->y_m};
	}
}

static void press_head(struct allocator *allocator, struct wish *wish, int head, double force_n,
		       double peak_n)
{
	if (!(force_n > wish->force_n[head])) {
		return;
	}
	if (!allocator->is_pressed[head]) {
		allocator->is_pressed[head] = true;
		allocator->pressed[allocator->pressed_count++] = head;
	}
	wish->force_n[head] = force_n;
	wish->peak_n[head] = peak_n;
}

/* The first head that this hand reaches. Heads lie in the order of x_m, and hands move on slowly. */
static int first_reached(struct allocator *allocator, double from_x_m)
{
	const struct head_place *heads = allocator->heads;
	int k = allocator->first;

	while (k < allocator->head_count && heads[k].x_m < from_x_m) {
		k++;
	}
	while (k > 0 && heads[k - 1].x_m >= from_x_m) {
		k--;
	}
	allocator->first = k;
	return k;
}

/*
 * A head of a region that is not worked does not rest on the person, and a hand that passes beside does not
 * press it: it would have to come down through the air first, and late.
 */
static void press(struct allocator *allocator, struct wish *wish, const struct hand *hand,
		  const enum region *region)
{
	const struct hand by = *hand;
	const double reach_m = by.footprint_m;
	const double reach2_m2 = reach_m * reach_m;

	for (int k = first_reached(allocator, by.x_m - reach_m); k < allocator->head_count; k++) {
		const struct head_place place = allocator->heads[k];
		double dx_m = place.x_m - by.x_m;
		double dy_m = place.y_m - by.y_m;
		double r2_m2 = dx_m * dx_m + dy_m * dy_m;
		double gentle;

		if (!(dx_m < reach_m)) {
			break;
		}
		allocator->reached = true;
		if (r2_m2 >= reach2_m2) {
			continue;
		}
		gentle = kept_share(region[place.head]) * allocator->share[region[place.head]];
		press_head(allocator, wish, place.head,
			   gentle * footprint_share(r2_m2, reach2_m2) * by.force_n,
			   gentle * by.peak_n);
	}
}

/* What no hand presses any more rests again. */
static void lift(struct allocator *allocator, struct wish *wish, const enum region *region)
{
	for (int k = 0; k < allocator->pressed_count; k++) {
		int head = allocator->pressed[k];

		allocator->is_pressed[head] = false;
		wish->force_n[head] = allocator->rest_n[region[head]];
		wish->peak_n[head] = wish->force_n[head];
	}
	allocator->pressed_count = 0;
}

/* One step toward the goal; whether it is there. */
static bool approach(double *now, double goal, double step)
{
	if (*now < goal - step) {
		*now += step;
		return false;
	}
	if (*now > goal + step) {
		*now -= step;
		return false;
	}
	*now = goal;
	return true;
}

/* Rest and share come and go gently: a region left out or taken in is no step either. */
static void step_rest(struct allocator *allocator, unsigned regions, double rest_n, double dt_s)
{
	allocator->settled = true;
	for (int r = 0; r < REGION_COUNT; r++) {
		double goal = (regions >> r & 1u) != 0 ? 1.0 : 0.0;
		bool rests =
			approach(&allocator->rest_n[r], goal * rest_n, SLEW_CONTACT_N_S * dt_s);
		bool counts = approach(&allocator->share[r], goal, dt_s / SHARE_S);

		allocator->settled = allocator->settled && rests && counts;
	}
}

/* Every head as it is without a hand. */
static void rest_all(const struct allocator *allocator, struct wish *wish, unsigned regions,
		     const struct standby *standby)
{
	for (int i = 0; i < allocator->head_count; i++) {
		enum region region = standby->region[i];
		bool warm = (regions >> region & 1u) != 0;

		wish->force_n[i] = allocator->rest_n[region];
		wish->peak_n[i] = wish->force_n[i];
		wish->surface_c[i] = warm ? standby->warm_c[region] : 0.0;
	}
}

static void mark_trigger(struct allocator *allocator, struct wish *wish, int head)
{
	if (head == allocator->trigger_head) {
		return;
	}
	if (allocator->trigger_head != HEAD_NONE) {
		wish->trigger[allocator->trigger_head] = false;
	}
	if (head != HEAD_NONE) {
		wish->trigger[head] = true;
	}
	allocator->trigger_head = head;
}

void allocate(struct allocator *allocator, struct wish *wish, const struct hands *hands,
	      const struct standby *standby)
{
	const unsigned regions = standby->running ? standby->plan->wanted : 0;

	allocator->reached = false;
	mark_trigger(allocator, wish, standby->trigger_head);
	lift(allocator, wish, standby->region);
	if (!allocator->settled || regions != allocator->regions ||
	    standby->version != allocator->version || standby->airs != allocator->airs) {
		allocator->regions = regions;
		allocator->version = standby->version;
		allocator->airs = standby->airs;
		step_rest(allocator, regions, standby->airs ? AIRING_N : REST_N, standby->dt_s);
		rest_all(allocator, wish, regions, standby);
	}
	for (int k = 0; k < hands->count; k++) {
		press(allocator, wish, &hands->hands[k], standby->region);
	}
}
