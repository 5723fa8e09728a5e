/* test_calibrate_bench.c - simulated heads that are not as their file says are found as they are, gently. */
#include "app/config.h"
#include "sim/pad.h"
#include "sim/sim.h"
#include "tool/calibrate_bench.h"
#include "tool/calibrate_judge.h"
#include "tool/score_plant.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define PLANTS        2
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

static void assert_finds_all(int head, uint64_t seed)
{
	struct seen seen = run(head, seed);

	if (bench.phase != BENCH_DONE) {
		calibrate_bench_say_failure(&bench, stderr);
	}
	assert_int_equal(bench.phase, BENCH_DONE);
	for (int kind = 0; kind < LEARNED_KINDS; kind++) {
		assert_found(head, (enum learned_kind)kind);
	}
	assert_true(seen.most_n > 5.0); /* it did press */
	assert_true(seen.most_n <= 25.0);
	assert_true(seen.over_ceiling_n <= 0.5);
	assert_true(seen.free_m_s <= APPROACH_MAX_M_S);
	assert_true(seen.others_pa <= 0.0);
}

static void assert_finds_plants_of(const char *path, const int *heads, int count)
{
	read(path);
	for (uint64_t seed = 1; seed <= PLANTS; seed++) {
		plant = rig;
		score_plant_vary(&plant, 100 + seed);
		for (int k = 0; k < count; k++) {
			assert_finds_all(heads[k], seed);
		}
	}
}

static void plants_off_by_up_to_30_percent__are_found_as_they_are(void **state)
{
	static const int heads[] = {0, 1, 2, 3};

	(void)state;
	assert_finds_plants_of("config/rigs/sim-4.conf", heads, 4);
}

/* Neck, shoulder, kidney with its low ceiling, leg. */
static void slow_force_sensors_and_low_ceilings__find_them_too(void **state)
{
	static const int heads[] = {0, 3, 7, 15};

	(void)state;
	assert_finds_plants_of("config/rigs/sim-16-hx711.conf", heads, 4);
}

static void little_friction__is_found_as_little(void **state)
{
	static const int heads[] = {1, 6, 12};

	(void)state;
	assert_finds_plants_of("config/rigs/sim-16-lowfriction.conf", heads, 3);
}

static void without_position_sensors__nothing_is_missing(void **state)
{
	(void)state;
	read("config/rigs/sim-4.conf");
	for (int i = 0; i < rig.head_count; i++) {
		rig.heads[i].sensor.position.rate_hz = 0.0;
	}
	for (uint64_t seed = 1; seed <= PLANTS; seed++) {
		plant = rig;
		score_plant_vary(&plant, 4 + seed);
		for (int head = 0; head < 4; head++) {
			assert_finds_all(head, seed);
		}
	}
}

static void without_air_sensors__all_is_unavailable(void **state)
{
	struct learned_head learned;

	(void)state;
	read("config/rigs/sim-4.conf");
	rig.heads[0].sensor.air.rate_hz = 0.0;
	plant = rig;
	run(0, 1);
	assert_int_equal(bench.phase, BENCH_DONE);
	calibration_result(&bench.calibration, &learned);
	for (int kind = 0; kind < LEARNED_KINDS; kind++) {
		assert_false(learned.of[kind].known);
	}
}

static void other_loop_rates__find_the_same(void **state)
{
	static const double rates_hz[] = {500.0, 2000.0};

	(void)state;
	for (int k = 0; k < 2; k++) {
		read("config/rigs/sim-4.conf");
		rig.loop_hz = rates_hz[k];
		plant = rig;
		score_plant_vary(&plant, 9);
		assert_finds_all(2, 1);
	}
}

static void a_rig_twice_as_slow_as_its_file__is_off_and_told(void **state)
{
	struct learned_head learned;

	(void)state;
	read("config/rigs/sim-4.conf");
	plant.heads[0].actuator.lag_s *= 2.0;
	plant.heads[0].actuator.vent_lag_s *= 2.0;
	run(0, 1);
	assert_int_equal(bench.phase, BENCH_DONE);
	assert_found(0, LEARNED_LAG);
	assert_found(0, LEARNED_VENT_LAG);
	calibration_result(&bench.calibration, &learned);
	assert_int_equal(judge_value(&learned.of[LEARNED_LAG], &rig.heads[0].actuator, LEARNED_LAG),
			 FOUND_OFF);
	assert_int_equal(judge_head(&learned, &rig.heads[0].actuator), FOUND_OFF);
	assert_int_equal(
		judge_value(&learned.of[LEARNED_SPRING], &rig.heads[0].actuator, LEARNED_SPRING),
		FOUND_FITS);
}

static void verdicts__tell_scatter_and_disbelief(void **state)
{
	struct learned_value value = {.known = true, .value = 0.1};

	(void)state;
	read("config/rigs/sim-4.conf");
	const struct actuator_spec *file = &rig.heads[0].actuator;

	assert_int_equal(judge_value(&value, file, LEARNED_LAG), FOUND_FITS);
	value.value = 0.131;
	assert_int_equal(judge_value(&value, file, LEARNED_LAG), FOUND_OFF);
	value.spread = 0.03;
	assert_int_equal(judge_value(&value, file, LEARNED_LAG), FOUND_SCATTERS);
	value.value = 1.1;
	assert_int_equal(judge_value(&value, file, LEARNED_LAG), FOUND_BEYOND);
	value.value = (double)NAN;
	assert_int_equal(judge_value(&value, file, LEARNED_LAG), FOUND_BEYOND);
	value.known = false;
	assert_int_equal(judge_value(&value, file, LEARNED_LAG), FOUND_NOTHING);
}

static void nothing_under_the_head__is_said_and_let_go_of(void **state)
{
	(void)state;
	read("config/rigs/sim-4.conf");
	under.clearance_m = 0.2;
	run(1, 1);
	assert_int_equal(bench.phase, BENCH_FAILED);
	assert_int_equal(bench.failure, BENCH_NO_PAD);
	assert_false(bench.actuation.heads[1].dump_shut);
	assert_true(bench.actuation.heads[1].pressure_pa <= 0.0);
}

/* A sensor that falls silent in the middle trips as it always does, and the order stops with it. */
static void a_trip_in_the_middle__lets_go_at_once(void **state)
{
	struct sim_order order = {.fault_orders = 1, .fault = FAULT_OFF, .fault_head = 1};
	struct frame frame = {0};
	double tripped_s = -1.0;

	(void)state;
	read("config/rigs/sim-4.conf");
	sim_init(&sim, &plant, &under, 1, 0);
	calibrate_bench_init(&bench, &rig, 0);
	sim_read(&sim, &frame);
	while (calibrate_bench_step(&bench, &frame)) {
		if (bench.phase == BENCH_TESTS && bench.calibration.stage == 4) {
			sim_order(&sim, &order, &under, 1);
		}
		if (bench.snapshot.state == STATE_FAULT && tripped_s < 0.0) {
			tripped_s = (double)bench.ticks * bench.dt_s;
			assert_true(bench.actuation.heads[0].pressure_pa <= 0.0);
		}
		sim_step(&sim, &bench.actuation, bench.dt_s);
		sim_read(&sim, &frame);
	}
	assert_true(tripped_s > 0.0);
	assert_int_equal(bench.phase, BENCH_FAILED);
	assert_int_equal(bench.failure, BENCH_TRIPPED);
	assert_int_equal(bench.snapshot.cause, COND_SENSOR_LOST);
}

static void an_order__passes_only_while_running(void **state)
{
	struct frame frame = {0};

	(void)state;
	read("config/rigs/sim-4.conf");
	sim_init(&sim, &plant, &under, 1, 0);
	calibrate_bench_init(&bench, &rig, 0);
	bench.order = (struct head_order){.on = true, .head = 0, .pressure_pa = 100.0};
	sim_read(&sim, &frame);
	while (calibrate_bench_step(&bench, &frame) && bench.phase == BENCH_STARTS) {
		assert_true(bench.snapshot.state == STATE_RUNNING ||
			    bench.actuation.heads[0].pressure_pa <= 0.0);
		sim_step(&sim, &bench.actuation, bench.dt_s);
		sim_read(&sim, &frame);
	}
	assert_int_equal(bench.snapshot.state, STATE_RUNNING);
	bench.command.presses.pause++;
	for (int k = 0; k < 3; k++) {
		pipeline_step(&bench.pipeline, &bench.actuation, &bench.snapshot, &frame,
			      &bench.command, bench.dt_s);
		bench.order = (struct head_order){.on = true, .pressure_pa = 1e5};
		assert_true(bench.actuation.heads[0].pressure_pa < 1e5);
		sim_step(&sim, &bench.actuation, bench.dt_s);
		sim_read(&sim, &frame);
		bench.command.heard_t_ns = frame.t_ns;
	}
	assert_int_equal(bench.snapshot.state, STATE_PAUSED);
}

static void an_order_that_jumps__is_refused_by_the_gate(void **state)
{
	struct frame frame = {0};

	(void)state;
	read("config/rigs/sim-4.conf");
	sim_init(&sim, &plant, &under, 1, 0);
	calibrate_bench_init(&bench, &rig, 0);
	sim_read(&sim, &frame);
	bench.order = (struct head_order){.on = true, .head = 0, .pressure_pa = 1e5};
	while (calibrate_bench_step(&bench, &frame) && bench.phase == BENCH_STARTS) {
		assert_true(bench.actuation.heads[0].pressure_pa < 1e5);
		sim_step(&sim, &bench.actuation, bench.dt_s);
		sim_read(&sim, &frame);
	}
	assert_int_equal(bench.snapshot.state, STATE_FAULT);
	assert_int_equal(bench.snapshot.cause, COND_GATE_REFUSED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plants_off_by_up_to_30_percent__are_found_as_they_are),
		cmocka_unit_test(slow_force_sensors_and_low_ceilings__find_them_too),
		cmocka_unit_test(little_friction__is_found_as_little),
		cmocka_unit_test(without_position_sensors__nothing_is_missing),
		cmocka_unit_test(without_air_sensors__all_is_unavailable),
		cmocka_unit_test(other_loop_rates__find_the_same),
		cmocka_unit_test(a_rig_twice_as_slow_as_its_file__is_off_and_told),
		cmocka_unit_test(verdicts__tell_scatter_and_disbelief),
		cmocka_unit_test(nothing_under_the_head__is_said_and_let_go_of),
		cmocka_unit_test(a_trip_in_the_middle__lets_go_at_once),
		cmocka_unit_test(an_order__passes_only_while_running),
		cmocka_unit_test(an_order_that_jumps__is_refused_by_the_gate),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
