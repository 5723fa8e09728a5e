/* test_calibrate_bench.c - a head through its calibration: what it lets go by, what it refuses, how it ends. */
#include "tool/calibrate_judge.h"
#include "tool/calibrate_plants.h"
#include "tool/calibrate_release.h"

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

/* A dead dump valve hides behind its regulator until it is tried alone. */
static void a_dump_valve_that_is_dead__is_found_though_the_regulator_lets_go(void **state)
{
	struct sim_order order = {.fault_orders = 1, .fault = FAULT_DUMP_DEAD, .fault_head = 1};
	struct frame frame = {0};
	char text[256] = "";
	FILE *said = fmemopen(text, sizeof(text), "w");

	(void)state;
	read("config/rigs/sim-4.conf");
	sim_init(&sim, &plant, &under, 1, 0);
	sim_order(&sim, &order, &under, 1);
	calibrate_bench_init(&bench, &rig, 0);
	sim_read(&sim, &frame);
	while (calibrate_bench_step(&bench, &frame)) {
		sim_step(&sim, &bench.actuation, bench.dt_s);
		sim_read(&sim, &frame);
	}
	assert_int_equal(bench.failure, BENCH_ONE_HELD);
	calibrate_bench_say_failure(&bench, said);
	fclose(said);
	assert_non_null(strstr(text, "head 1: its dump valve alone did not let go"));
	assert_true(sim_tissue_force_n(&sim, 0) < RELEASED_N);
}

/* It hears of its order late: a dump valve that shuts before would let all of it in again. */
static void a_regulator_that_still_asks__fills_no_head_again(void **state)
{
	struct frame frame = {0};
	double most_pa = 0.0;
	int ticks = 0;

	(void)state;
	read("config/rigs/sim-4.conf");
	rig.heads[0].actuator.dead_s = 0.06;
	plant = rig;
	sim_init(&sim, &plant, &under, 1, 0);
	calibrate_bench_init(&bench, &rig, 0);
	sim_read(&sim, &frame);
	while (calibrate_bench_step(&bench, &frame)) {
		if (bench.phase == BENCH_MEETS && bench.way == RELEASE_BY_REGULATOR &&
		    bench.phase_s > 0.02 && bench.phase_s < 0.5) {
			most_pa = fmax(most_pa, frame.heads[0].pressure_pa.value);
			ticks++;
		}
		sim_step(&sim, &bench.actuation, bench.dt_s);
		sim_read(&sim, &frame);
	}
	assert_int_equal(bench.phase, BENCH_DONE);
	assert_true(ticks > 400);
	assert_true(most_pa <
		    0.2 * rig.heads[0].actuator.release.spring_n / rig.heads[0].actuator.area_m2);
}

static struct found_release releases[RELEASE_WAYS];

static void find_releases(double dump_tau_s, double vent_lag_s)
{
	read("config/rigs/sim-4.conf");
	rig.heads[0].actuator.release.dump_tau_s = dump_tau_s;
	rig.heads[0].actuator.vent_lag_s = vent_lag_s;
	plant = rig;
	run(0, 1);
	assert_int_equal(bench.phase, BENCH_DONE);
	releases_find(releases, bench.falls, &rig.heads[0]);
	assert_true(releases[RELEASE_BY_DUMP].known && releases[RELEASE_BY_DUMP].air_known);
	assert_true(releases[RELEASE_BY_REGULATOR].known &&
		    releases[RELEASE_BY_REGULATOR].air_known);
}

/* Each has its own air: that a slow one would be hidden by the other is why they are tried alone. */
static void dump_valve_and_regulator__are_each_seen_to_let_go_alone(void **state)
{
	static const double dumps_s[] = {0.06, 0.08, 0.12};
	static const double vents_s[] = {0.10, 0.15, 0.30};

	(void)state;
	for (int a = 0; a < 3; a++) {
		for (int b = 0; b < 3; b++) {
			find_releases(dumps_s[a], vents_s[b]);
			/* against a regulator that goes on asking */
			assert_true(fabs(releases[RELEASE_BY_DUMP].tau_s / dumps_s[a] - 1.0) <
				    0.10);
			assert_true(fabs(releases[RELEASE_BY_REGULATOR].tau_s / vents_s[b] - 1.0) <
				    0.07);
			assert_true(releases[RELEASE_BY_DUMP].release_s < 2.5 * dumps_s[a]);
			assert_true(releases[RELEASE_BY_REGULATOR].release_s < 2.5 * vents_s[b]);
			assert_false(releases_are_slow(releases));
		}
	}
}

static void assert_slow(const char *words)
{
	char text[512] = "";
	FILE *said = fmemopen(text, sizeof(text), "w");

	assert_true(releases_are_slow(releases));
	releases_say_slow(releases, 1, "knead", said);
	fclose(said);
	assert_non_null(strstr(text, words));
	assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1); /* one sentence */
}

static void a_slow_way_to_let_go__is_told_by_its_name(void **state)
{
	(void)state;
	find_releases(0.20, 0.15);
	assert_slow("head 1's dump valve alone takes ");
	find_releases(0.08, 0.50);
	assert_slow("head 1's regulator alone takes ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_air_sensors__all_is_unavailable),
		cmocka_unit_test(a_rig_twice_as_slow_as_its_file__is_off_and_told),
		cmocka_unit_test(verdicts__tell_scatter_and_disbelief),
		cmocka_unit_test(nothing_under_the_head__is_said_and_let_go_of),
		cmocka_unit_test(a_trip_in_the_middle__lets_go_at_once),
		cmocka_unit_test(an_order__passes_only_while_running),
		cmocka_unit_test(an_order_that_jumps__is_refused_by_the_gate),
		cmocka_unit_test(a_dump_valve_that_is_dead__is_found_though_the_regulator_lets_go),
		cmocka_unit_test(a_regulator_that_still_asks__fills_no_head_again),
		cmocka_unit_test(dump_valve_and_regulator__are_each_seen_to_let_go_alone),
		cmocka_unit_test(a_slow_way_to_let_go__is_told_by_its_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
