#include "core/technique/allocate.h"

#include "core/technique/footprint.h"

void allocator_init(struct allocator *allocator, const struct rig *rig)
{
	allocator->head_count = rig->head_count;
	for (int i = 0; i < rig->head_count; i++) {
		allocator->x_m[i] = rig->heads[i].x_m;
		allocator->y_m[i] = rig->heads[i].y_m;
		allocator->region[i] = rig->heads[i].region;
	}
}

static void press(const struct allocator *allocator, struct wish *wish, const struct hand *hand)
{
	const double radius2_m2 = hand->footprint_m * hand->footprint_m;

	for (int i = 0; i < allocator->head_count; i++) {
		double dx_m = allocator->x_m[i] - hand->x_m;
		double r2_m2 = dx_m * dx_m;
		double dy_m;
		double force_n;

		if (r2_m2 >= radius2_m2) {
			continue;
		}
		dy_m = allocator->y_m[i] - hand->y_m;
		r2_m2 += dy_m * dy_m;
		force_n = footprint_share(r2_m2, radius2_m2) * hand->force_n;
		if (force_n > wish->force_n[i]) {
			wish->force_n[i] = force_n;
			wish->peak_n[i] = hand->peak_n;
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
