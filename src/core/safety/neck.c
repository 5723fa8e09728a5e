#include "core/safety/neck.h"

#include <knead/limits.h>

#include <string.h>

void neck_init(struct neck *neck, const struct rig *rig)
{
	memset(neck, 0, sizeof(*neck));
	for (int i = 0; i < rig->head_count; i++) {
		if (rig->heads[i].region == REGION_NECK) {
			neck->side_of[i] = rig->heads[i].side;
			neck->at[neck->count++] = i;
		}
	}
}

void neck_choose(struct neck *neck, const double *force_n, const double *last_n,
		 const double *now_n, const struct belief *belief)
{
	double side_n[3] = {0};
	enum side other = neck->side == SIDE_LEFT ? SIDE_RIGHT : SIDE_LEFT;

	for (int k = 0; k < neck->count; k++) {
		int i = neck->at[k];
		enum side side = neck->side_of[i];

		side_n[side] = force_n[i] > side_n[side] ? force_n[i] : side_n[side];
	}
	if (neck->side == SIDE_NONE || side_n[other] > side_n[neck->side] + RELEASED_N) {
		neck->side = other;
	}
	neck->clear = true;
	for (int k = 0; k < neck->count; k++) {
		const int i = neck->at[k];

		if (neck->side_of[i] != neck->side && !(last_n[i] <= REST_N && now_n[i] <= REST_N &&
							belief->heads[i].force_n < RELEASED_N)) {
			neck->clear = false;
		}
	}
}
