/* pad.c - see pad.h. */
#include "sim/pad.h"

#define STIFFNESS_N_M 3000.0 /* under a 30 mm head [P]: upholstery foam of 10 cm */
#define DAMPING_S_M   2.0    /* [M] */
#define CREEPS_SHARE  0.05   /* [M] */
#define CREEPS_S      1.0    /* [M] */
#define THICK_M       0.08
#define TABLE_N_M     35000.0 /* what it lies on */
#define NO_MATTER_N   1000.0

void pad_init(struct patient *pad)
{
	*pad = (struct patient){
		.name = "pad",
		.height_m = BODY_HEIGHT_M,
		.stiffness_n_m_n = STIFFNESS_N_M,
		.exponent = 1.0,
		.damping_s_m = DAMPING_S_M,
		.clearance_m = 0.015,
		.ceiling_n = 80.0,
		.relaxation = {.share = {CREEPS_SHARE, 0.0}, .tau_s = {CREEPS_S, 1.0}},
		.wall = {.stiffness_n_m = TABLE_N_M},
	};
	for (int r = 0; r < REGION_COUNT; r++) {
		pad->stiffness_share[r] = 1.0;
		pad->comfort_n[r] = NO_MATTER_N;
		pad->wall.depth_m[r] = THICK_M;
	}
}
