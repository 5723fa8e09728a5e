/* calibrate_plants.h - simulated rigs, plants that differ from them, and a calibration run on one: tool and slow. */
#ifndef TESTS_TOOL_CALIBRATE_PLANTS_H
#define TESTS_TOOL_CALIBRATE_PLANTS_H

#include "app/config.h"
#include "sim/pad.h"
#include "sim/sim.h"
#include "tool/calibrate_bench.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define LOW_CEILING_N 15.0
#define RUN_S         200.0

/* A stated share of the truth, or what is finer than anybody needs. */
struct tolerance {
	double share;
	double least;
};

static const struct tolerance tolerances[LEARNED_KINDS] = {
	[LEARNED_DEAD] = {0.05, 0.001},     [LEARNED_LAG] = {0.02, 0.001},
	[LEARNED_VENT_LAG] = {0.02, 0.001}, [LEARNED_SPRING] = {0.01, 0.05},
	[LEARNED_BREAKAWAY] = {0.05, 0.12}, [LEARNED_SLIDING] = {0.10, 0.10},
};

static struct calibrate_bench bench;
static struct sim sim;
static struct rig rig;
static struct rig plant;
static struct patient under;

/* What was seen of the run. */
struct seen {
	double most_n;    /* the pad felt */
	double free_m_s;  /* fastest in the air */
	double others_pa; /* most asked of any other head */
	double over_ceiling_n;
};

static void read(const char *path)
{
	assert_int_equal(config_read_rig(&rig, path, stderr), 0);
	plant = rig;
	pad_init(&under);
}

static void watch(struct seen *seen, int head, double *before_m)
{
	double felt_n = sim_tissue_force_n(&sim, head);
	double now_m = sim_position_m(&sim, head);
	double ceiling_n = bench.snapshot.heads[head].ceiling_n;

	seen->most_n = fmax(seen->most_n, felt_n);
	seen->over_ceiling_n = fmax(seen->over_ceiling_n, felt_n - ceiling_n);
	if (!(felt_n > 0.0)) {
		seen->free_m_s = fmax(seen->free_m_s, (now_m - *before_m) / bench.dt_s);
	}
	*before_m = now_m;
	for (int i = 0; i < rig.head_count; i++) {
		if (i != head) {
			seen->others_pa =
				fmax(seen->others_pa, bench.actuation.heads[i].pressure_pa);
		}
	}
}

static struct seen run(int head, uint64_t seed)
{
	struct seen seen = {0};
	struct frame frame = {0};
	double before_m = 0.0;

	sim_init(&sim, &plant, &under, seed, 0);
	calibrate_bench_init(&bench, &rig, head);
	sim_read(&sim, &frame);
	while (calibrate_bench_step(&bench, &frame) && (double)bench.ticks * bench.dt_s < RUN_S) {
		sim_step(&sim, &bench.actuation, bench.dt_s);
		sim_read(&sim, &frame);
		watch(&seen, head, &before_m);
	}
	return seen;
}

static void assert_found(int head, enum learned_kind kind)
{
	struct learned_head learned;
	double truth = learned_in_file(&plant.heads[head].actuator, kind);
	double off;

	calibration_result(&bench.calibration, &learned);
	off = fabs(learned.of[kind].value - truth);
	if (!learned.of[kind].known && kind == LEARNED_SLIDING &&
	    bench.calibration.high_n < LOW_CEILING_N) {
		return; /* no room to slide in: said, not guessed */
	}
	if (!learned.of[kind].known ||
	    !(off <= tolerances[kind].least || off <= tolerances[kind].share * truth)) {
		fail_msg("head %d: %s is %g and not %g (known: %d)", head + 1,
			 learned_facts(kind)->name, learned.of[kind].value, truth,
			 learned.of[kind].known);
	}
}

#endif
