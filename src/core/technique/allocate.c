#include "core/technique/allocate.h"

#include "core/technique/footprint.h"

#include <knead/condition.h>

#include <string.h>

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

/* Heads lie in the order of x_m: those before the hand's reach are stepped over, the rest never seen. */
static void press(struct allocator *allocator, struct wish *wish, const struct hand *hand,
		  const enum region *region)
{
	const double reach_m = hand->footprint_m;
	const double to_x_m = hand->x_m + reach_m;
	int k = 0;

	while (k < allocator->head_count && allocator->heads[k].x_m < hand->x_m - reach_m) {
		k++;
	}
	for (; k < allocator->head_count && allocator->heads[k].x_m < to_x_m; k++) {
		const struct head_place *place = &allocator->heads[k];
		double dx_m = place->x_m - hand->x_m;
		double dy_m = place->y_m - hand->y_m;
		double r2_m2 = dx_m * dx_m + dy_m * dy_m;
		double gentle = region[place->head] == REGION_NECK ? NECK_SHARE : 1.0;
		double share = gentle * footprint_share(r2_m2, reach_m * reach_m);

		press_head(allocator, wish, place->head, share * hand->force_n,
			   gentle * hand->peak_n);
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

/* Regions that are wanted now, a bit each. */
static unsigned wanted(const struct standby *standby)
{
	unsigned regions = 0;

	for (int r = 0; standby->running && r < REGION_COUNT; r++) {
		regions |= standby->plan->weight[r] > 0.0 ? 1u << r : 0u;
	}
	return regions;
}

/* Rest comes and goes gently: a region left out or taken in is no step either. */
static void step_rest(struct allocator *allocator, unsigned regions, double dt_s)
{
	const double step_n = SLEW_CONTACT_N_S * dt_s;

	allocator->settled = true;
	for (int r = 0; r < REGION_COUNT; r++) {
		double goal_n = (regions >> r & 1u) != 0 ? REST_N : 0.0;
		double *rest_n = &allocator->rest_n[r];

		if (*rest_n < goal_n - step_n) {
			*rest_n += step_n;
			allocator->settled = false;
		} else if (*rest_n > goal_n + step_n) {
			*rest_n -= step_n;
			allocator->settled = false;
		} else {
			*rest_n = goal_n;
		}
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
	const unsigned regions = wanted(standby);

	mark_trigger(allocator, wish, standby->trigger_head);
	lift(allocator, wish, standby->region);
	if (!allocator->settled || regions != allocator->regions ||
	    standby->version != allocator->version) {
		allocator->regions = regions;
		allocator->version = standby->version;
		step_rest(allocator, regions, standby->dt_s);
		rest_all(allocator, wish, regions, standby);
	}
	for (int k = 0; k < hands->count; k++) {
		press(allocator, wish, &hands->hands[k], standby->region);
	}
}
