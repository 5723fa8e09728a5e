/*
 * test_still_at_rest.c - a sensor that froze while nobody pressed is no reason to trip, and is one not to arm;
 * sound ones, coarse and slow as they may be, never are.
 */
#include "integration/closed_loop.h"

#define FOUND_S 2.0 /* of sensors that are as fine as those of these rigs */

static struct closed_loop loop;

static void begin(const char *rig, uint64_t seed)
{
	closed_loop_open(&loop, rig, "nominal", seed);
	closed_loop_until(&loop, STATE_IDLE, 3.0);
	closed_loop_run(&loop, 3.0);
	assert_int_equal(loop.shown.arm_refusal, ARM_CLEAR);
}

/* Seconds until arming is refused for a sensor that is still, or no longer is. */
static double until(bool refused)
{
	double gone_s = 0.0;

	while ((loop.shown.arm_refusal == ARM_STILL) != refused && gone_s < 10.0) {
		closed_loop_run(&loop, loop.dt_s);
		gone_s += loop.dt_s;
	}
	return gone_s;
}

static void press_arm(enum state expected)
{
	loop.command.presses.arm++;
	assert_int_equal(closed_loop_tick(&loop), expected);
}

static void check_one(const char *rig, enum fault_sensor at, enum sensor sensor, int head)
{
	begin(rig, (uint64_t)head);
	closed_loop_order(&loop, fault_of_sensor(FAULT_STUCK, at), head);
	assert_at_most(until(true), FOUND_S);
	assert_int_equal(loop.shown.arm_spot.doubt, ARM_DOUBT_STILL);
	assert_int_equal(loop.shown.arm_spot.sensor, sensor);
	assert_int_equal(loop.shown.arm_spot.head, head - 1);
	press_arm(STATE_IDLE);
	closed_loop_run(&loop, 30.0); /* tared again and again meanwhile */
	assert_int_equal(loop.shown.arm_refusal, ARM_STILL);
	closed_loop_order(&loop, FAULT_NONE, head);
	assert_at_most(until(false), 0.5);
	closed_loop_run(&loop, 3.0);
	press_arm(STATE_ARMED);
}

static void a_sensor_that_freezes_at_rest__is_refused_by_its_name_until_it_moves(void **state)
{
	static const char *const rigs[] = {"sim-16", "sim-16-hx711", "sim-8", "sim-4-velocity"};

	(void)state;
	for (int r = 0; r < 4; r++) {
		check_one(rigs[r], FAULT_AT_FORCE, SENSOR_FORCE, r + 1);
		check_one(rigs[r], FAULT_AT_POSITION, SENSOR_PLACE, r + 1);
		if (r < 3) { /* a screw has no air */
			check_one(rigs[r], FAULT_AT_PRESSURE, SENSOR_AIR, r + 1);
		}
	}
}

/* One that freezes between the arming and the start, or in a pause, keeps from going on. */
static void a_sensor_that_freezes_while_armed__keeps_from_starting(void **state)
{
	(void)state;
	begin("sim-16", 5);
	press_arm(STATE_ARMED);
	closed_loop_order(&loop, FAULT_PRESSURE_STUCK, 7);
	closed_loop_run(&loop, FOUND_S);
	loop.command.presses.start++;
	assert_int_equal(closed_loop_tick(&loop), STATE_ARMED);
	assert_int_equal(loop.shown.arm_refusal, ARM_STILL);
}

static void sound_rigs_at_rest__are_never_refused(void **state)
{
	static const char *const rigs[] = {"sim-16-hx711", "sim-4-velocity", "sim-8", "sim-4"};
	const double rest_s = SLOW_BUILD ? 60.0 : 600.0;

	(void)state;
	for (int r = 0; r < 4; r++) {
		begin(rigs[r], 11);
		for (int k = 0; k < (int)(rest_s / loop.dt_s); k++) {
			closed_loop_run(&loop, loop.dt_s);
			if (loop.shown.arm_refusal == ARM_STILL) {
				fail_msg("%s, after %.1f s: head %d, its %s", rigs[r],
					 k * loop.dt_s, loop.shown.arm_spot.head + 1,
					 sensor_title(loop.shown.arm_spot.sensor));
			}
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_sensor_that_freezes_at_rest__is_refused_by_its_name_until_it_moves),
		cmocka_unit_test(a_sensor_that_freezes_while_armed__keeps_from_starting),
		cmocka_unit_test(sound_rigs_at_rest__are_never_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
