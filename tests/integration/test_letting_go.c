/* test_letting_go.c - stops and trips of every kind in closed loop: under 2 N within 400 ms. */
#include "integration/closed_loop.h"

#include <math.h>

#define RELEASE_S 0.4
#define STOPS     (SLOW_BUILD ? 6 : 40)

static struct closed_loop loop;
static struct dice dice;

/* In the middle of a session at full intensity, at a moment nobody chose, with somebody pressed. */
static void begin(const char *rig, double least_s)
{
	const char *const patients[] = {"nominal", "soft", "stiff"};

	const char *patient = patients[dice_below(&dice, 3)];

	closed_loop_open(&loop, rig, patient, dice_draw(&dice));
	loop.command.intensity = 1.0;
	loop.command.duration_s = 120.0;
	closed_loop_start(&loop);
	closed_loop_run(&loop, dice_between(&dice, least_s, SLOW_BUILD ? least_s + 5.0 : 100.0));
}

/* The head that presses hardest, once that is at least_n. */
static int pressed(double least_n)
{
	for (int k = 0; k < 100000; k++) {
		for (int i = 0; i < loop.rig.head_count; i++) {
			if (loop.heads[i].tissue_n > least_n) {
				return i;
			}
		}
		closed_loop_tick(&loop);
	}
	fail_msg("no head pressed %.1f N", least_n);
	return 0;
}

/* 400 ms later nobody is pressed, and it stays so for a while. */
static void check_let_go(const char *what)
{
	for (int k = 0; k < (int)(RELEASE_S / loop.dt_s); k++) {
		closed_loop_tick(&loop);
	}
	for (int k = 0; k < 500; k++) {
		for (int i = 0; i < loop.rig.head_count; i++) {
			if (!(loop.heads[i].tissue_n < RELEASED_N)) {
				fail_msg("%s: head %d still presses %.2f N %.3f s later", what,
					 i + 1, loop.heads[i].tissue_n, RELEASE_S + k * loop.dt_s);
			}
		}
		closed_loop_tick(&loop);
	}
}

static void a_stop_at_any_moment__lets_go_within_400_ms(void **state)
{
	const char *const rigs[] = {"sim-16", "sim-8", "sim-4"};

	(void)state;
	for (int k = 0; k < STOPS; k++) {
		begin(rigs[k % 3], 1.0);
		loop.command.presses.stop++;
		assert_int_equal(closed_loop_tick(&loop), STATE_RELEASING);
		check_let_go("stop");
		assert_int_equal(loop.shown.state, STATE_IDLE);
		assert_int_equal(loop.shown.cause, COND_COUNT);
	}
}

static void a_stop_while_paused_or_armed__lets_go_too(void **state)
{
	(void)state;
	begin("sim-16", 12.0);
	pressed(20.0);
	loop.command.presses.pause++;
	assert_int_equal(closed_loop_tick(&loop), STATE_PAUSED);
	closed_loop_run(&loop, 0.2);
	assert_at_least(closed_loop_most_n(&loop), RELEASED_N);
	loop.command.presses.stop++;
	assert_int_equal(closed_loop_tick(&loop), STATE_RELEASING);
	check_let_go("stop in a pause");
	loop.command.presses.arm++;
	assert_int_equal(closed_loop_tick(&loop), STATE_ARMED);
	loop.command.presses.stop++;
	assert_int_equal(closed_loop_tick(&loop), STATE_RELEASING);
	assert_int_equal(closed_loop_tick(&loop), STATE_IDLE);
}

static void a_dead_dump_valve__still_lets_go_within_1_s(void **state)
{
	(void)state;
	for (int k = 0; k < STOPS / 2; k++) {
		begin("sim-16", 12.0);
		closed_loop_order(&loop, FAULT_DUMP_DEAD, 0);
		pressed(20.0);
		loop.command.presses.stop++;
		assert_int_equal(closed_loop_tick(&loop), STATE_RELEASING);
		for (int ms = 0; ms < 1000; ms++) {
			closed_loop_tick(&loop);
		}
		assert_at_most(closed_loop_most_n(&loop), RELEASED_N);
	}
}

/* Both ways out blocked: the person is to be freed by hand, and that is said. */
static void a_head_that_cannot_let_go__raises_the_alarm_after_1_s(void **state)
{
	double let_go_s;
	int head;

	(void)state;
	begin("sim-16", 12.0);
	head = pressed(20.0);
	closed_loop_order(&loop, FAULT_DUMP_DEAD, head + 1);
	closed_loop_tick(&loop);
	closed_loop_order(&loop, FAULT_VALVE_CLOSED, head + 1);
	loop.command.presses.stop++;
	assert_int_equal(closed_loop_tick(&loop), STATE_RELEASING);
	let_go_s = closed_loop_until(&loop, STATE_FAULT, 2.0);
	assert_at_most(let_go_s, 0.4);
	assert_int_equal(loop.shown.cause, COND_DUMP_DEAD);
	assert_int_equal(loop.shown.cause_head, head);
	while (!(loop.shown.conditions & COND_BIT(COND_RELEASE_LATE)) && let_go_s < 2.0) {
		closed_loop_tick(&loop);
		let_go_s += loop.dt_s;
	}
	assert_near(let_go_s, 1.0, 0.01);
	loop.command.presses.reset++;
	assert_int_equal(closed_loop_tick(&loop), STATE_FAULT);
}

/* Its cell says nothing of it any more: its air does. One that lets go in time raises no alarm. */
static void a_head_without_its_cell_that_cannot_let_go__raises_the_alarm_as_well(void **state)
{
	(void)state;
	for (int jammed = 0; jammed < 2; jammed++) {
		int head;

		begin("sim-16", 12.0);
		head = pressed(20.0);
		if (jammed) {
			closed_loop_order(&loop, FAULT_DUMP_DEAD, head + 1);
			closed_loop_tick(&loop);
			closed_loop_order(&loop, FAULT_VALVE_CLOSED, head + 1);
			closed_loop_tick(&loop);
		}
		closed_loop_order(&loop, FAULT_OFF, head + 1);
		assert_at_most(closed_loop_until(&loop, STATE_FAULT, 1.0), 0.025);
		assert_int_equal(loop.shown.cause, COND_SENSOR_LOST);
		closed_loop_run(&loop, 0.9);
		assert_false(loop.shown.conditions & COND_BIT(COND_RELEASE_LATE));
		closed_loop_run(&loop, 0.2);
		assert_int_equal((loop.shown.conditions & COND_BIT(COND_RELEASE_LATE)) != 0,
				 jammed);
		closed_loop_run(&loop, 3.0);
		assert_int_equal((loop.shown.conditions & COND_BIT(COND_RELEASE_LATE)) != 0,
				 jammed);
	}
}

static enum sensor sensor_of(enum fault_kind kind)
{
	return fault_on_sensor(kind, FAULT_AT_FORCE) != FAULT_KINDS      ? SENSOR_FORCE
	       : fault_on_sensor(kind, FAULT_AT_PRESSURE) != FAULT_KINDS ? SENSOR_AIR
									 : SENSOR_PLACE;
}

/* One cause in mid-stroke; the trip is named with its head in time, and everybody is let go. */
static void check_trip(enum fault_kind kind, uint64_t causes, double detect_s)
{
	const char *name = fault_kind_name(kind);
	enum condition cause;
	double most_s;
	int head;

	begin(kind == FAULT_DELAYED || kind == FAULT_SLOW ? "sim-8" : "sim-16", 12.0);
	head = pressed(18.0);
	closed_loop_order(&loop, kind, head + 1);
	most_s = closed_loop_until(&loop, STATE_FAULT, 1.0);
	if (loop.shown.state != STATE_FAULT || !(causes & COND_BIT(loop.shown.cause)) ||
	    loop.shown.cause_head != head || !(most_s <= detect_s)) {
		fail_msg("%s at head %d: %s after %.3f s, %s, head %d", name, head + 1,
			 state_name(loop.shown.state), most_s,
			 condition_words(loop.shown.cause)->name, loop.shown.cause_head + 1);
	}
	cause = loop.shown.cause;
	if (cause == COND_SENSOR_LOST || cause == COND_SENSOR_BAD) {
		assert_int_equal(loop.shown.cause_sensor, sensor_of(kind));
	}
	assert_at_most(loop.heads[head].over_n, 10.0);
	check_let_go(name);
	assert_int_equal(loop.shown.state, STATE_FAULT);
	assert_int_equal(loop.shown.cause, cause);
}

static void every_fault_of_a_sensor__is_named_and_lets_go(void **state)
{
	(void)state;
	for (int k = 0; k < (SLOW_BUILD ? 1 : 3); k++) {
		check_trip(FAULT_OFF, COND_BIT(COND_SENSOR_LOST), 0.025);
		check_trip(FAULT_INTERMITTENT, COND_BIT(COND_SENSOR_LOST), 0.025);
		check_trip(FAULT_PRESSURE_OFF, COND_BIT(COND_SENSOR_LOST), 0.025);
		check_trip(FAULT_POSITION_OFF, COND_BIT(COND_SENSOR_LOST), 0.025);
		/* 8 periods at 80 Hz, the converter's latency and the period under way, in whole ticks */
		check_trip(FAULT_DELAYED, COND_BIT(COND_SENSOR_LOST), 0.139);
		check_trip(FAULT_SLOW, COND_BIT(COND_SENSOR_LOST), 0.139);
		/* two wild values in a row may be numbers as well, and high ones */
		check_trip(FAULT_GARBAGE, COND_BIT(COND_SENSOR_BAD) | COND_BIT(COND_FORCE_HIGH),
			   0.050);
	}
}

/* Anything that is not about one head, set off while somebody is pressed. */
static void check_common(const char *what, enum condition cause)
{
	assert_int_equal(closed_loop_tick(&loop), STATE_FAULT);
	assert_int_equal(loop.shown.cause, cause);
	assert_int_equal(loop.shown.cause_head, HEAD_NONE);
	check_let_go(what);
	assert_int_equal(loop.shown.cause, cause);
}

static void an_open_stop_loop__lets_go_and_keeps_the_fault_while_open(void **state)
{
	(void)state;
	begin("sim-16", 12.0);
	pressed(20.0);
	loop.order.stop_open = true;
	check_common("stop loop", COND_STOP_LOOP);
	loop.command.presses.reset++;
	assert_int_equal(closed_loop_tick(&loop), STATE_FAULT);
	loop.order.stop_open = false;
	assert_int_equal(closed_loop_tick(&loop), STATE_FAULT); /* that reset is gone */
	loop.command.presses.reset++;
	assert_int_equal(closed_loop_tick(&loop), STATE_SELFTEST);
	closed_loop_until(&loop, STATE_IDLE, 1.0);
	assert_int_equal(loop.shown.cause, COND_COUNT);
}

static void a_failed_write__lets_go(void **state)
{
	(void)state;
	begin("sim-16", 12.0);
	pressed(20.0);
	loop.write_errors++;
	check_common("write", COND_WRITE_FAILED);
}

static void an_impossible_step__lets_go(void **state)
{
	double dt_s;

	(void)state;
	begin("sim-16", 12.0);
	pressed(20.0);
	dt_s = loop.dt_s;
	pipeline_step(&loop.pipeline, &loop.actuation, &loop.shown, &loop.frame, &loop.command,
		      NOT_A_N);
	assert_int_equal(loop.shown.state, STATE_FAULT);
	assert_int_equal(loop.shown.cause, COND_IMPOSSIBLE);
	sim_step(&loop.sim, &loop.actuation, dt_s);
	check_let_go("impossible");
}

/* The valve fills to the relief; what the person feels stays under the ceiling and 10 N. */
static void a_valve_stuck_open__trips_by_force(void **state)
{
	int head;

	(void)state;
	begin("sim-16", 12.0);
	head = pressed(20.0);
	closed_loop_order(&loop, FAULT_VALVE_OPEN, head + 1);
	closed_loop_until(&loop, STATE_FAULT, 2.0);
	assert_int_equal(loop.shown.cause, COND_FORCE_HIGH);
	assert_int_equal(loop.shown.cause_head, head);
	check_let_go("valve open");
}

static void a_sensor_that_reads_double__never_leads_beyond_the_ceiling(void **state)
{
	(void)state;
	begin("sim-16", 12.0);
	closed_loop_order(&loop, FAULT_WRONG, 0);
	closed_loop_forget(&loop);
	for (int k = 0; k < 20000; k++) {
		closed_loop_tick(&loop);
	}
	for (int i = 0; i < loop.rig.head_count; i++) {
		assert_at_most(loop.heads[i].over_n, 10.0);
	}
}

/* Nothing toggles the enable line any more: the pump falls and the valves have no power. */
static void a_controller_that_stands_still__is_let_go_by_the_enable_line(void **state)
{
	(void)state;
	begin("sim-16", 12.0);
	pressed(20.0);
	for (int k = 0; k < 450; k++) { /* 50 ms of the pump, and 400 */
		sim_step(&loop.sim, &loop.actuation, loop.dt_s);
	}
	assert_at_most(closed_loop_most_n(&loop), RELEASED_N);
}

/* A tick of a loop whose clock stood still meanwhile, as CLOCK_MONOTONIC does while a machine sleeps. */
static enum state tick_behind(int64_t slept_ns)
{
	struct frame *frame = &loop.frame;

	sim_read(&loop.sim, frame);
	frame->t_ns -= slept_ns;
	for (int i = 0; i < frame->head_count; i++) {
		struct head_frame *head = &frame->heads[i];

		head->force_n.t_ns -= slept_ns;
		head->position_m.t_ns -= slept_ns;
		head->pressure_pa.t_ns -= slept_ns;
		head->surface_c.t_ns -= slept_ns;
	}
	command_attend(&loop.command, frame->t_ns);
	pipeline_step(&loop.pipeline, &loop.actuation, &loop.shown, frame, &loop.command,
		      loop.dt_s);
	closed_loop_judge(&loop);
	sim_step(&loop.sim, &loop.actuation, loop.dt_s);
	return loop.shown.state;
}

/* The worst of what the heads press beyond what is asked of them, until it trips or for 3 s. */
static double wake(const char *rig, double moment_s, double slept_s)
{
	double over_n = 0.0;

	begin(rig, moment_s);
	pressed(20.0);
	for (int k = 0; k < (int)(slept_s / loop.dt_s); k++) {
		sim_step(&loop.sim, &loop.actuation, loop.dt_s);
	}
	for (int k = 0; k < 3000 && tick_behind((int64_t)(slept_s * 1e9)) == STATE_RUNNING; k++) {
		for (int i = 0; i < loop.rig.head_count; i++) {
			over_n =
				fmax(over_n, loop.heads[i].tissue_n - loop.shown.heads[i].target_n);
		}
	}
	return over_n;
}

static const char *const sleepers[] = {"sim-16", "sim-16-hx711", "sim-4-velocity"};

/*
 * The loop is told of it by another clock; were it not, the heads, which let go without edges, are mostly found where
 * they cannot be, or come down as at any contact.
 */
static void a_machine_that_slept_unnoticed__comes_down_within_10_n_of_its_targets(void **state)
{
	static const double sleeps_s[] = {0.05, 0.1, 0.2, 0.4, 2.0, 10.0};
	double most_n = 0.0;
	int found = 0;

	(void)state;
	for (int k = 0; k < (SLOW_BUILD ? 6 : 36); k++) {
		most_n = fmax(most_n, wake(sleepers[k % 3], 12.0 + 0.3 * k, sleeps_s[k / 3 % 6]));
		found += loop.shown.state == STATE_FAULT;
	}
	assert_at_most(most_n, 10.0);
	assert_true(found > 0);
}

static int set_up(void **state)
{
	(void)state;
	dice = (struct dice){20250711};
	return 0;
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_stop_at_any_moment__lets_go_within_400_ms),
		TEST(a_stop_while_paused_or_armed__lets_go_too),
		TEST(a_dead_dump_valve__still_lets_go_within_1_s),
		TEST(a_head_that_cannot_let_go__raises_the_alarm_after_1_s),
		TEST(a_head_without_its_cell_that_cannot_let_go__raises_the_alarm_as_well),
		TEST(every_fault_of_a_sensor__is_named_and_lets_go),
		TEST(an_open_stop_loop__lets_go_and_keeps_the_fault_while_open),
		TEST(a_failed_write__lets_go),
		TEST(an_impossible_step__lets_go),
		TEST(a_valve_stuck_open__trips_by_force),
		TEST(a_sensor_that_reads_double__never_leads_beyond_the_ceiling),
		TEST(a_controller_that_stands_still__is_let_go_by_the_enable_line),
		TEST(a_machine_that_slept_unnoticed__comes_down_within_10_n_of_its_targets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
