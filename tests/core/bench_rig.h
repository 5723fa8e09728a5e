/* bench_rig.h - a plain rig and a repeatable dice. */
#ifndef TESTS_CORE_BENCH_RIG_H
#define TESTS_CORE_BENCH_RIG_H

#include "near.h"

#include <knead/rig.h>

#include <math.h>
#include <string.h>

#define MS_NS    1000000
#define S_NS     1000000000LL
#define TICK_S   0.001
#define BORE_M2  4.91e-4
#define SPRING_N 10.0
#define FACE_M2  7.07e-4
#define NOT_A_N  ((double)NAN)
#define ENDLESS  ((double)INFINITY)

static const struct head bench_head = {
	.region = REGION_UPPER_BACK,
	.side = SIDE_LEFT,
	.x_m = 0.17,
	.y_m = -0.06,
	.area_m2 = FACE_M2,
	.ceiling_n = 80.0,
	.ceiling_pa = 200000.0,
	.sensor = {.driver = DRIVER_SIM, .rate_hz = 1000.0},
	.actuator = {.driver = DRIVER_SIM,
		     .kind = ACTUATOR_PRESSURE,
		     .area_m2 = BORE_M2,
		     .relief_pa = 300000.0,
		     .lag_s = 0.10,
		     .vent_lag_s = 0.15,
		     .dead_s = 0.020,
		     .travel_m = 0.10,
		     .release = {.dump_tau_s = 0.08, .dead_s = 0.03, .spring_n = SPRING_N}},
};

/* Where the rows of a bench rig lie, two heads a row; from the ninth row on, again and again. */
static const struct {
	enum region region;
	double x_m;
} bench_rows[] = {
	{REGION_UPPER_BACK, 0.17}, {REGION_LOWER_BACK, 0.44}, {REGION_SHOULDERS, 0.05},
	{REGION_HIPS, 0.57},       {REGION_LEGS, 0.85},       {REGION_LEGS, 1.18},
	{REGION_NECK, -0.05},      {REGION_LOWER_BACK, 0.31},
};

static inline void bench_rig(struct rig *rig, int heads)
{
	const int rows = (int)(sizeof(bench_rows) / sizeof(bench_rows[0]));

	*rig = (struct rig){
		.name = "bench", .loop_hz = 1000.0, .control = CONTROL_BENCH, .head_count = heads};
	for (int i = 0; i < heads; i++) {
		int row = i / 2 % rows;

		rig->heads[i] = bench_head;
		rig->heads[i].region = bench_rows[row].region;
		rig->heads[i].side = i % 2 == 0 ? SIDE_LEFT : SIDE_RIGHT;
		rig->heads[i].x_m = bench_rows[row].x_m + 0.02 * (i / 2 / rows);
		rig->heads[i].y_m = i % 2 == 0 ? -0.06 : 0.06;
		if (rig->heads[i].region == REGION_NECK) {
			rig->heads[i].ceiling_n = 40.0;
			rig->heads[i].ceiling_pa = 100000.0;
			rig->heads[i].y_m *= 0.6; /* a neck is not that wide */
		}
	}
}

struct dice {
	uint64_t state;
};

/* xorshift64*, Vigna 2016. */
static inline uint64_t dice_draw(struct dice *dice)
{
	dice->state ^= dice->state >> 12;
	dice->state ^= dice->state << 25;
	dice->state ^= dice->state >> 27;
	return dice->state * UINT64_C(2685821657736338717);
}

/* At least 0 and below n. */
static inline int dice_below(struct dice *dice, int n)
{
	return (int)(dice_draw(dice) % (uint64_t)n);
}

static inline double dice_between(struct dice *dice, double least, double most)
{
	return least + (most - least) * (double)(dice_draw(dice) >> 11) * 0x1p-53;
}

/* Mostly something plain, now and then what should never come. */
static inline double dice_wild(struct dice *dice, double least, double most)
{
	static const double wild[] = {0.0,  -0.0,    1e308,    -1e308,  1e-320,
				      -1.0, ENDLESS, -ENDLESS, NOT_A_N, 5e5};
	int k = dice_below(dice, 40);

	return k < 10 ? wild[k] : dice_between(dice, least, most);
}

#endif
