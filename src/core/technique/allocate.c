#include "core/technique/allocate.h"

#include "core/technique/footprint.h"

void allocator_init(struct allocator *allocator, const struct rig *rig)
{
	allocator->head_count = rig->head_count;
	for (int i = 0; i < rig->head_count; i++) {
		const struct head *head = &rig->heads[i];
		int k = i;

		for (; k > 0 && allocator->heads[k - 1].x_m > head->x_m; k--) {
			allocator->heads[k] = allocator->heads[k - 1];
		}
		allocator->heads[k] =
			(struct head_place){.head = i, .x_m = head->x_m, .y_m = head->y_m};
		allocator->region[i] = head->region;
	}
}

/* Heads lie in the order of x_m: those before the hand's reach are stepped over, the rest never seen. */
static void press(const struct allocator *allocator, struct wish *wish, const struct hand *hand)
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
		double force_n = footprint_share(r2_m2, reach_m * reach_m) * hand->force_n;

		if (force_n > wish->force_n[place->head]) {
			wish->force_n[place->head] = force_n;
			wish->peak_n[place->head] = hand->peak_n;
		}
	}
}

void allocate(const struct allocator *allocator, struct wish *wish, const struct hands *hands,
	      const struct plan *plan, bool resting)
{
	double rest_n[REGION_COUNT];

	for (int r = 0; r < REGION_COUNT; r++) {
		rest_n[r] = resting && plan->weight[r] > 0.0 ? REST_N : 0.0;
	}
	for (int i = 0; i < allocator->head_count; i++) {
		wish->force_n[i] = rest_n[allocator->region[i]];
		wish->peak_n[i] = wish->force_n[i];
	}
	for (int k = 0; k < hands->count; k++) {
		press(allocator, wish, &hands->hands[k]);
	}
}
