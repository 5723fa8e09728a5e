/* one_rig.h - a small quiet rig with a still person in it, and hands to work it by. */
#ifndef TESTS_SIM_ONE_RIG_H
#define TESTS_SIM_ONE_RIG_H

#include "near.h"
#include "sim/sim.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#define TICK_S        0.001
#define CLEAR_M       0.010
#define BORE_M2       4.91e-4
#define SPRING_N      10.0
#define LAG_S         0.10
#define VENT_LAG_S    0.20
#define DEAD_S        0.020
#define RELIEF_PA     300000.0
#define MASS_KG       0.5
#define VISCOUS_N_S_M 60.0

struct one_rig {
	struct rig rig;
	struct patient patient;
	struct actuation actuation;
	struct sim sim;
};

/* No dry friction, hysteresis or sag, no quantum, drift or slips: those have tests of their own. */
static const struct head plain_head = {
	.region = REGION_UPPER_BACK,
	.side = SIDE_LEFT,
	.area_m2 = 7.07e-4,
	.ceiling_n = 80.0,
	.ceiling_pa = 200000.0,
	.sensor = {.driver = DRIVER_SIM,
		   .rate_hz = 1000.0,
		   .range_n = 500.0,
		   .air = {.rate_hz = 1000.0, .noise_pa = 100.0},
		   .position = {.rate_hz = 1000.0, .noise_m = 2e-5}},
	.actuator = {.driver = DRIVER_SIM,
		     .kind = ACTUATOR_PRESSURE,
		     .area_m2 = BORE_M2,
		     .relief_pa = RELIEF_PA,
		     .lag_s = LAG_S,
		     .vent_lag_s = VENT_LAG_S,
		     .dead_s = DEAD_S,
		     .travel_m = 0.08,
		     .mass_kg = MASS_KG,
		     .friction = {.viscous_n_s_m = VISCOUS_N_S_M},
		     .release = {.dump_tau_s = 0.08, .dead_s = 0.03, .spring_n = SPRING_N}},
};

/* Nominal tissue that does not breathe; noiseless sensors at the rate of the loop. */
static inline void one_rig_describe(struct one_rig *one, int heads)
{
	one->rig = (struct rig){.name = "one", .loop_hz = 1000.0, .head_count = heads};
	for (int i = 0; i < heads; i++) {
		one->rig.heads[i] = plain_head;
	}
	one->patient = (struct patient){.name = "still",
					.stiffness_n_m_n = 156000.0,
					.exponent = 2.0,
					.damping_s_m = 5.0,
					.clearance_m = CLEAR_M};
	for (int r = 0; r < REGION_COUNT; r++) {
		one->patient.stiffness_share[r] = 1.0;
	}
	one->actuation = (struct actuation){.head_count = heads};
}

static inline void one_rig_start(struct one_rig *one, uint64_t seed)
{
	sim_init(&one->sim, &one->rig, &one->patient, seed, 0);
}

static inline void one_rig_ask_pa(struct one_rig *one, double pressure_pa)
{
	for (int i = 0; i < one->actuation.head_count; i++) {
		one->actuation.heads[i] =
			(struct head_actuation){.pressure_pa = pressure_pa, .dump_shut = true};
	}
}

/* What presses with force_n once everything stands still. */
static inline void one_rig_ask_n(struct one_rig *one, double force_n)
{
	one_rig_ask_pa(one, (force_n + SPRING_N) / BORE_M2);
}

static inline void one_rig_let_go(struct one_rig *one)
{
	for (int i = 0; i < one->actuation.head_count; i++) {
		one->actuation.heads[i] = (struct head_actuation){0};
	}
}

static inline void one_rig_step(struct one_rig *one, double dt_s)
{
	one->actuation.enable_level = !one->actuation.enable_level;
	sim_step(&one->sim, &one->actuation, dt_s);
}

static inline void one_rig_wait(struct one_rig *one, double seconds)
{
	for (int i = 0; i < (int)lround(seconds / TICK_S); i++) {
		one_rig_step(one, TICK_S);
	}
}

static inline void one_rig_order(struct one_rig *one, enum fault_kind kind, int head,
				 double magnitude)
{
	struct sim_order order = {.fault_orders = one->sim.fault_orders + 1,
				  .fault = kind,
				  .fault_head = head,
				  .fault_magnitude = magnitude};

	sim_order(&one->sim, &order, &one->patient, 1);
}

/* A whole run as one number: begins with PRINT_START, and every value goes in, bit for bit. */
#define PRINT_START 14695981039346656037u

static inline uint64_t one_rig_print(uint64_t print, const double *values, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		unsigned char bytes[sizeof(double)];

		memcpy(bytes, &values[i], sizeof(bytes));
		for (size_t b = 0; b < sizeof(bytes); b++) {
			print = (print ^ bytes[b]) * 1099511628211u;
		}
	}
	return print;
}

/* Two traces of one run at different steps: the same within 1 % of the peak, which reaches far enough. */
static inline void one_rig_assert_alike(const double *whole_n, const double *half_n, int count,
					double reached_n)
{
	double peak_n = 0.0;

	for (int i = 0; i < count; i++) {
		peak_n = half_n[i] > peak_n ? half_n[i] : peak_n;
	}
	assert_at_least(peak_n, reached_n);
	for (int i = 0; i < count; i++) {
		assert_near(whole_n[i], half_n[i], 0.01 * peak_n);
	}
}

#endif
