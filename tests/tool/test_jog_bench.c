/* test_jog_bench.c - a head moved by hand: gently while a key is held, and never beyond its bounds. */
#include "app/config.h"
#include "sim/pad.h"
#include "sim/sim.h"
#include "tool/jog_bench.h"
#include "tool/key_hold.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define MS INT64_C(1000000)

static struct jog_bench bench;
static struct sim sim;
static struct rig rig;
static struct patient under;
static struct frame frame;

/* Of a run so far. */
static struct {
	double most_n; /* felt by what lies there */
	double free_m_s;
	double others_pa;
	double position_m;
} seen;

static void begin(const char *path, int head, struct jog_wish wish, double most_s)
{
	assert_int_equal(config_read_rig(&rig, path, stderr), 0);
	pad_init(&under);
	memset(&frame, 0, sizeof(frame));
	memset(&seen, 0, sizeof(seen));
	sim_init(&sim, &rig, &under, 1, 1000 * MS);
	sim_read(&sim, &frame);
	jog_bench_init(&bench, &rig, head, &wish, most_s);
}

static void watch(void)
{
	const double felt_n = sim_tissue_force_n(&sim, bench.head);
	const double now_m = sim_position_m(&sim, bench.head);

	seen.most_n = fmax(seen.most_n, felt_n);
	if (!(felt_n > 0.0)) {
		seen.free_m_s = fmax(seen.free_m_s, (now_m - seen.position_m) / bench.dt_s);
	}
	seen.position_m = now_m;
	for (int i = 0; i < rig.head_count; i++) {
		if (i != bench.head && bench.phase != JOG_STARTS) {
			seen.others_pa = fmax(seen.others_pa, bench.actuation.heads[i].pressure_pa);
		}
	}
}

/* Whether it goes on. */
static bool pass(double seconds, bool held, bool ends)
{
	bool goes_on = true;

	for (double t_s = 0.0; goes_on && t_s < seconds; t_s += bench.dt_s) {
		goes_on = jog_bench_step(&bench, &frame, held, ends);
		sim_step(&sim, &bench.actuation, bench.dt_s);
		sim_read(&sim, &frame);
		watch();
	}
	return goes_on;
}

static void get_ready(void)
{
	for (int k = 0; k < 100 && bench.phase == JOG_STARTS; k++) {
		assert_true(pass(0.1, false, false));
	}
	assert_int_equal(bench.phase, JOG_WAITS);
}

static struct jog_wish newtons(double force_n)
{
	return (struct jog_wish){.force_n = force_n};
}

static struct jog_wish pascals(double pressure_pa)
{
	return (struct jog_wish){.is_pressure = true, .pressure_pa = pressure_pa};
}

static void assert_lets_go(bool held)
{
	for (double t_s = 0.0; t_s < RELEASE_MAX_S; t_s += bench.dt_s) {
		(void)pass(0.5 * bench.dt_s, held, false); /* one tick, over or not */
	}
	assert_true(sim_tissue_force_n(&sim, bench.head) < RELEASED_N);
	assert_false(bench.actuation.heads[bench.head].dump_shut);
	assert_true(bench.actuation.heads[bench.head].pressure_pa <= 0.0);
}

static void held_key__presses_as_asked_and_letting_go_vents(void **state)
{
	(void)state;
	begin("config/rigs/sim-4.conf", 1, newtons(8.0), 20.0);
	get_ready();
	assert_true(pass(9.0, true, false));
	assert_int_equal(bench.phase, JOG_PRESSES);
	assert_true(fabs(sim_tissue_force_n(&sim, 1) - 8.0) < 1.5);
	assert_lets_go(false);
	assert_true(pass(0.5, false, false));
	assert_int_equal(bench.phase, JOG_WAITS);
	assert_true(pass(9.0, true, false)); /* and again */
	assert_true(fabs(sim_tissue_force_n(&sim, 1) - 8.0) < 1.5);
}

/* The most that may be asked for, of each head of a rig with low ceilings as well. */
static void bounds__hold_for_every_head_by_force_and_by_pressure(void **state)
{
	double nearest = -100.0;

	(void)state;
	for (int k = 0; k < 32; k += 3) {
		struct jog_wish wish;

		assert_int_equal(config_read_rig(&rig, "config/rigs/sim-16.conf", stderr), 0);
		wish = k % 2 == 0 ? newtons(jog_most_n(&rig.heads[k / 2]))
				  : pascals(jog_most_pa(&rig.heads[k / 2]));
		begin("config/rigs/sim-16.conf", k / 2, wish, 60.0);
		get_ready();
		pass(20.0, true, false);
		nearest = fmax(nearest, seen.most_n - jog_most_n(&rig.heads[k / 2]));
		assert_true(seen.most_n <= jog_most_n(&rig.heads[k / 2]) + JOG_OVER_N);
		assert_true(seen.most_n > 1.0);
		assert_true(seen.free_m_s <= APPROACH_MAX_M_S);
		assert_true(seen.others_pa <= 0.0);
		assert_lets_go(false);
	}
	assert_true(nearest > -1.0); /* it did reach its bound */
}

static void bounds__are_the_lowest_of_three(void **state)
{
	struct head head = {
		.ceiling_n = 80.0,
		.ceiling_pa = 200000.0,
		.area_m2 = 7.07e-4,
		.actuator = {.area_m2 = 5e-4, .release = {.spring_n = 10.0}},
	};

	(void)state;
	assert_true(fabs(jog_most_n(&head) - JOG_MOST_N) < 1e-9);
	assert_true(fabs(jog_most_pa(&head) - 60000.0) < 1e-6);
	head.ceiling_n = 12.0;
	assert_true(fabs(jog_most_n(&head) - 6.0) < 1e-9);
	head.area_m2 = 4e-5;
	assert_true(fabs(jog_most_n(&head) - 4.0) < 1e-9);
	head.ceiling_pa = (double)NAN;
	assert_false(5.0 <= jog_most_n(&head)); /* nothing is inside */
}

static void time_that_is_over__vents_though_the_key_is_held(void **state)
{
	(void)state;
	begin("config/rigs/sim-4.conf", 0, newtons(5.0), 6.0);
	get_ready();
	pass(5.0, true, false);
	assert_true(sim_tissue_force_n(&sim, 0) > 3.0);
	pass(1.2, true, false);
	assert_lets_go(true);
	assert_true(pass(5.0, true, false)); /* held on: it stays where it is */
	assert_int_equal(bench.phase, JOG_WAITS);
	assert_true(sim_tissue_force_n(&sim, 0) <= 0.0);
}

static void end_in_any_phase__vents_and_is_over(void **state)
{
	static const double after_s[] = {0.05, 1.0, 3.0, 3.5, 6.0, 9.0};

	(void)state;
	for (size_t k = 0; k < sizeof(after_s) / sizeof(after_s[0]); k++) {
		begin("config/rigs/sim-4.conf", 2, newtons(10.0), 20.0);
		pass(after_s[k], bench.phase != JOG_STARTS || after_s[k] > 3.2, false);
		assert_false(pass(1.4, true, true));
		assert_int_equal(bench.phase, JOG_OVER);
		assert_int_equal(bench.failure, JOG_FINE);
		assert_false(bench.still_held);
		assert_lets_go(true);
	}
}

static void open_stop_loop__refuses_and_nothing_moves(void **state)
{
	(void)state;
	begin("config/rigs/sim-4.conf", 0, newtons(5.0), 20.0);
	for (int k = 0; k < 3000 && bench.phase != JOG_OVER; k++) {
		frame.stop_loop_closed = false;
		frame.stop_pressed = true;
		jog_bench_step(&bench, &frame, true, false);
		assert_false(bench.actuation.enable_level);
		assert_true(bench.actuation.heads[0].pressure_pa <= 0.0);
		sim_step(&sim, &bench.actuation, bench.dt_s);
		sim_read(&sim, &frame);
	}
	assert_int_equal(bench.phase, JOG_OVER);
	assert_int_equal(bench.failure, JOG_STOP_OPEN);
}

static void stop_while_it_presses__lets_go_and_is_over(void **state)
{
	struct sim_order order = {.stop_open = true};

	(void)state;
	begin("config/rigs/sim-4.conf", 0, newtons(10.0), 20.0);
	get_ready();
	pass(8.0, true, false);
	assert_true(sim_tissue_force_n(&sim, 0) > 8.0);
	sim_order(&sim, &order, &under, 1);
	assert_lets_go(true);
	assert_int_equal(bench.failure, JOG_TRIPPED);
	assert_false(pass(2.0, true, false));
	assert_int_equal(bench.phase, JOG_OVER);
}

static void sensor_that_reads_half__is_a_trip_before_it_presses_hard(void **state)
{
	struct sim_order order = {
		.fault_orders = 1, .fault = FAULT_WRONG, .fault_head = 1, .fault_magnitude = 0.3};

	(void)state;
	begin("config/rigs/sim-4.conf", 0, newtons(20.0), 40.0);
	get_ready();
	sim_order(&sim, &order, &under, 1);
	pass(30.0, true, false);
	assert_int_equal(bench.phase, JOG_OVER);
	assert_int_equal(bench.failure, JOG_TRIPPED);
	assert_true(seen.most_n <= 40.0);
	assert_lets_go(true);
}

static void try_the_button(void)
{
	struct sim_order order = {.hand_held = true};

	sim_order(&sim, &order, &under, 1);
	pass(0.3, true, false);
	assert_int_equal(bench.snapshot.state, STATE_FAULT);
	order = (struct sim_order){.reset_held = true};
	sim_order(&sim, &order, &under, 1);
	pass(0.3, true, false);
	order = (struct sim_order){0};
	sim_order(&sim, &order, &under, 1);
}

/* The hand button is tried, as before a session; until then a key moves nothing. */
static void rig_mode__wants_the_hand_button_tried(void **state)
{
	(void)state;
	begin("config/rigs/sim-16-paired.conf", 4, newtons(5.0), 20.0);
	pass(5.0, true, false);
	assert_true(jog_bench_wants_button(&bench));
	assert_true(seen.most_n <= 0.0);
	try_the_button();
	get_ready();
	pass(8.0, true, false);
	assert_true(sim_tissue_force_n(&sim, 4) > 3.0);
}

static void sensor_that_was_never_scaled__arms_nothing(void **state)
{
	(void)state;
	begin("config/rigs/sim-16-paired.conf", 4, newtons(5.0), 20.0);
	pipeline_unscaled(&bench.pipeline, 7);
	pass(5.0, true, false);
	try_the_button();
	pass(10.0, true, false);
	assert_int_equal(bench.phase, JOG_STARTS);
	assert_int_equal(bench.snapshot.state, STATE_IDLE);
	assert_int_equal(bench.snapshot.arm_refusal, ARM_CALIBRATION);
	assert_true(bench.snapshot.unscaled == 1u << 7);
}

/* ---- the key ---- */

static void tap__is_held_for_the_first_while_only(void **state)
{
	struct key_hold hold = {0};

	(void)state;
	assert_false(key_hold_is_held(&hold, 0));
	key_hold_press(&hold, 100 * MS);
	assert_true(key_hold_is_held(&hold, 100 * MS + KEY_FIRST_NS));
	assert_false(key_hold_is_held(&hold, 100 * MS + KEY_FIRST_NS + 1));
	assert_false(key_hold_is_held(&hold, 200 * MS)); /* and stays let go of */
}

static void repeats__hold_and_their_end_lets_go_soon(void **state)
{
	struct key_hold hold = {0};
	int64_t t_ns = 0;

	(void)state;
	key_hold_press(&hold, t_ns);
	for (t_ns = 600 * MS; t_ns < 3000 * MS; t_ns += 40 * MS) {
		assert_true(key_hold_is_held(&hold, t_ns));
		key_hold_press(&hold, t_ns);
	}
	t_ns -= 40 * MS;
	assert_true(key_hold_is_held(&hold, t_ns + KEY_REPEAT_NS));
	assert_false(key_hold_is_held(&hold, t_ns + KEY_REPEAT_NS + 1));
}

static void other_key_and_clock_that_runs_back__let_go_at_once(void **state)
{
	struct key_hold hold = {0};

	(void)state;
	key_hold_press(&hold, 1000 * MS);
	key_hold_break(&hold);
	assert_false(key_hold_is_held(&hold, 1000 * MS));
	key_hold_press(&hold, 1000 * MS);
	assert_false(key_hold_is_held(&hold, 999 * MS));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(held_key__presses_as_asked_and_letting_go_vents),
		cmocka_unit_test(bounds__hold_for_every_head_by_force_and_by_pressure),
		cmocka_unit_test(bounds__are_the_lowest_of_three),
		cmocka_unit_test(time_that_is_over__vents_though_the_key_is_held),
		cmocka_unit_test(end_in_any_phase__vents_and_is_over),
		cmocka_unit_test(open_stop_loop__refuses_and_nothing_moves),
		cmocka_unit_test(stop_while_it_presses__lets_go_and_is_over),
		cmocka_unit_test(sensor_that_reads_half__is_a_trip_before_it_presses_hard),
		cmocka_unit_test(rig_mode__wants_the_hand_button_tried),
		cmocka_unit_test(sensor_that_was_never_scaled__arms_nothing),
		cmocka_unit_test(tap__is_held_for_the_first_while_only),
		cmocka_unit_test(repeats__hold_and_their_end_lets_go_soon),
		cmocka_unit_test(other_key_and_clock_that_runs_back__let_go_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
