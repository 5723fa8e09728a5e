/* test_watch_edges.c - what seldom happens to comfort, to heated faces and to those who judge. */
#include "core/safety/heat.h"

#include "core/judging.h"
#include "stone.h"

#define HEADS 6

static struct rig rig;
static struct heat heat;
static struct belief belief;
static struct setpoint setpoint;
static struct actuation last;

static void begin(void)
{
	heat_init(&heat, &rig);
	memset(&belief, 0, sizeof(belief));
	memset(&setpoint, 0, sizeof(setpoint));
	memset(&last, 0, sizeof(last));
	for (int i = 0; i < HEADS; i++) {
		belief.heads[i].surface_known = true;
		belief.heads[i].surface_c = 30.0;
	}
}

/* Every head but the first is heated. */
static int set_up(void **state)
{
	(void)state;
	bench_rig(&rig, HEADS);
	for (int i = 1; i < HEADS; i++) {
		rig.heads[i].heater = stone;
	}
	begin();
	return 0;
}

static void turn_once(void)
{
	for (int k = 0; k < heat.turns.period; k++) {
		heat_step(&heat, &belief, &setpoint, &last, true);
	}
}

static void the_first_face_that_failed__is_named_until_it_is_well(void **state)
{
	(void)state;
	belief.heads[3].surface_c = SURFACE_TRIP_C + 1.0;
	turn_once();
	assert_true(heat.failed);
	assert_int_equal(heat.failed_head, 3);
	belief.heads[2].surface_c = SURFACE_TRIP_C + 1.0;
	turn_once();
	assert_int_equal(heat.failed_head, 3);
	belief.heads[2].surface_c =
		30.0; /* another that does well again says nothing of the third */
	turn_once();
	assert_true(heat.failed);
	assert_int_equal(heat.failed_head, 3);
	belief.heads[3].surface_c = 30.0;
	turn_once();
	assert_false(heat.failed);
	assert_int_equal(heat.failed_head, HEAD_NONE);
}

static void a_memory_of_fewer_heads__knows_nothing_of_the_others(void **state)
{
	struct memory memory;

	(void)state;
	memory_init(&memory, HEADS);
	memory.head_count = 2;
	memory.heat_age_s = 60.0;
	for (int i = 0; i < HEADS; i++) {
		memory.heads[i].heat_min = 5.0;
	}
	heat_recall(&heat, &memory);
	assert_near(heat.heads[1].account_min, 5.0, 0.0);
	assert_zero(heat.heads[2].account_min);
	assert_near(heat.heads[1].quiet_s, 60.0, 0.0);
}

/* The age that is remembered is of the place that was warm last. */
static void the_youngest_warmth__is_remembered(void **state)
{
	struct memory memory;

	(void)state;
	memory_init(&memory, HEADS);
	for (int i = 1; i < 4; i++) {
		heat.heads[i].account_min = i == 2 ? 0.0 : 1.0;
	}
	heat.heads[1].quiet_s = 100.0;
	heat.heads[2].quiet_s = 1.0; /* was never warm */
	heat.heads[3].quiet_s = 200.0;
	heat_remember(&heat, &memory);
	assert_near(memory.heat_age_s, 100.0, 0.0);
}

static void more_heated_heads_than_ticks__have_a_tick_each(void **state)
{
	uint32_t seen = 0;

	(void)state;
	rig.loop_hz = LOOP_MIN_HZ;
	begin();
	assert_int_equal(heat.turns.count, HEADS - 1);
	assert_int_equal(heat.turns.period, HEADS - 1);
	rig.heads[0].heater = stone;
	begin();
	assert_int_equal(heat.turns.period, HEADS);
	assert_near(heat.turns.dt_s, HEADS / LOOP_MIN_HZ, 1e-12);
	for (int k = 0; k < HEADS; k++) {
		heat_step(&heat, &belief, &setpoint, &last, true);
		seen |= 1u << heat.turn;
	}
	assert_int_equal(seen, (1u << HEADS) - 1u);
}

/* A late loop lets go where anything at all is real. */
static void one_real_device__makes_a_late_loop_let_go(void **state)
{
	static struct judging on;

	(void)state;
	for (int k = 0; k < 3; k++) {
		judging_begin(&on, 2);
		if (k == 1) {
			on.rig.heads[1].sensor.driver = (enum driver)(DRIVER_SIM + 1);
		} else if (k == 2) {
			on.rig.heads[1].actuator.driver = (enum driver)(DRIVER_SIM + 1);
		}
		judging_begin_on_rig(&on);
		(void)judging_wait(&on, 10);
		on.frame.overruns += OVERRUNS_IN_1_S;
		if (k == 0) {
			assert_not_raised(judging_tick(&on), COND_OVERRUNS);
		} else {
			assert_raised(judging_tick(&on), COND_OVERRUNS);
		}
	}
}

/* From the tablet outside of a session, and from the handset, the answers mean nothing. */
static void the_handset_outside_of_a_session__is_not_heard(void **state)
{
	struct comfort comfort;
	struct command command;
	struct frame frame = {.comfort = COMFORT_MAX};

	(void)state;
	command_init(&command);
	comfort_init(&comfort, true);
	for (int s = 0; s < STATE_COUNT; s++) {
		bool in_session = s == STATE_ARMED || s == STATE_RUNNING || s == STATE_PAUSED;

		comfort_forget(&comfort);
		frame.comfort_answers++;
		comfort_step(&comfort, &frame, &command, (enum state)s, 0.0, 0.5, TICK_S);
		assert_int_equal(comfort.too_much, in_session);
		assert_int_equal(comfort.last, in_session ? COMFORT_MAX : COMFORT_NONE);
	}
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_first_face_that_failed__is_named_until_it_is_well),
		TEST(a_memory_of_fewer_heads__knows_nothing_of_the_others),
		TEST(the_youngest_warmth__is_remembered),
		TEST(more_heated_heads_than_ticks__have_a_tick_each),
		TEST(one_real_device__makes_a_late_loop_let_go),
		TEST(the_handset_outside_of_a_session__is_not_heard),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
