/* test_gate_heat.c - what the last check lets out to a heater, and the orders that keep it on. */
#include "core/safety/gate.h"

#include "core/bench_rig.h"

#include <knead/condition.h>

#define HEADS 4
#define HOT   2

static struct rig rig;
static struct gate gate;
static struct ceilings ceilings;
static struct belief belief;
static struct heat heat;
static struct actuation asked;
static struct actuation out;

static int set_up(void **state)
{
	(void)state;
	bench_rig(&rig, HEADS);
	rig.heads[HOT].heater.driver = DRIVER_SIM;
	rig.heads[HEADS - 1].heater.driver = DRIVER_SIM;
	gate_init(&gate, &rig);
	heat_init(&heat, &rig);
	ceilings_init(&ceilings, &rig);
	memset(&belief, 0, sizeof(belief));
	memset(&asked, 0, sizeof(asked));
	memset(&out, 0, sizeof(out));
	for (int i = 0; i < HEADS; i++) {
		ceilings.heads[i].now_n = 40.0;
		heat.heads[i].may = true;
		belief.heads[i].surface_known = true;
		belief.heads[i].surface_c = 40.0;
	}
	return 0;
}

static double passes(enum state state, double share)
{
	asked.heads[HOT].heater_share = share;
	gate_step(&gate, &out, state, &asked, &ceilings, &belief, &heat);
	return out.heads[HOT].heater_share;
}

static void a_share__passes_only_while_running(void **state)
{
	(void)state;
	for (enum state s = STATE_BOOT; s < STATE_COUNT; s++) {
		assert_near(passes(s, 0.4), s == STATE_RUNNING ? 0.4 : 0.0, 0.0);
		assert_false(gate.refused);
	}
	assert_near(passes(STATE_RUNNING, 1.0), 1.0, 0.0);
}

static void a_share_outside_nothing_and_all__is_refused(void **state)
{
	static const double wild[] = {NOT_A_N, ENDLESS, -ENDLESS, -1e-9, 1.000001, 1e300};

	for (size_t k = 0; k < sizeof(wild) / sizeof(wild[0]); k++) {
		set_up(state);
		asked.heads[0].dump_shut = true;
		assert_zero(passes(STATE_RUNNING, wild[k]));
		assert_true(gate.refused);
		assert_int_equal(gate.refused_head, HOT);
		assert_false(out.heads[0].dump_shut);
	}
}

static void a_face_too_warm_unmeasured_or_spent__gets_nothing(void **state)
{
	(void)state;
	belief.heads[HOT].surface_c = SURFACE_MAX_C;
	assert_near(passes(STATE_RUNNING, 0.5), 0.5, 0.0);
	belief.heads[HOT].surface_c = SURFACE_MAX_C + 0.01;
	assert_zero(passes(STATE_RUNNING, 0.5));
	belief.heads[HOT].surface_c = NOT_A_N;
	assert_zero(passes(STATE_RUNNING, 0.5));
	belief.heads[HOT].surface_c = 40.0;
	belief.heads[HOT].surface_known = false;
	assert_zero(passes(STATE_RUNNING, 0.5));
	belief.heads[HOT].surface_known = true;
	heat.heads[HOT].may = false;
	assert_zero(passes(STATE_RUNNING, 0.5));
	assert_false(gate.refused); /* no heat is no reason to let go */
	heat.heads[HOT].may = true;
	assert_near(passes(STATE_RUNNING, 0.5), 0.5, 0.0);
}

static void every_heated_head__gets_its_own_share(void **state)
{
	(void)state;
	asked.heads[HEADS - 1].heater_share = 0.7;
	assert_near(passes(STATE_RUNNING, 0.2), 0.2, 0.0);
	assert_near(out.heads[HEADS - 1].heater_share, 0.7, 0.0);
	belief.heads[HEADS - 1].surface_c = SURFACE_MAX_C + 0.01;
	assert_near(passes(STATE_RUNNING, 0.2), 0.2, 0.0);
	assert_zero(out.heads[HEADS - 1].heater_share);
}

static void a_head_without_a_heater__gets_nothing(void **state)
{
	(void)state;
	asked.heads[0].heater_share = 0.5;
	asked.heads[1].heater_share = NOT_A_N;
	assert_near(passes(STATE_RUNNING, 0.5), 0.5, 0.0);
	assert_zero(out.heads[0].heater_share);
	assert_zero(out.heads[1].heater_share);
}

static void orders__count_on_once_a_second_while_heat_goes_out(void **state)
{
	uint32_t before;

	(void)state;
	passes(STATE_RUNNING, 0.0);
	assert_int_equal(out.heat_orders, 0);
	passes(STATE_RUNNING, 0.1); /* at once, or the heater would stay off */
	assert_int_equal(out.heat_orders, 1);
	for (int k = 0; k < 999; k++) {
		passes(STATE_RUNNING, 0.1);
		assert_int_equal(out.heat_orders, 1);
	}
	for (int k = 0; k < 9001; k++) {
		passes(STATE_RUNNING, 0.1);
		assert_int_equal(out.heat_orders, 2 + k / 1000);
	}
	before = out.heat_orders;
	for (int k = 0; k < 10000; k++) {
		passes(k % 2 ? STATE_PAUSED : STATE_FAULT, 0.1);
	}
	assert_int_equal(out.heat_orders, before);
	heat.heads[HOT].may = false;
	for (int k = 0; k < 10000; k++) {
		passes(STATE_RUNNING, 0.1);
	}
	assert_int_equal(out.heat_orders, before);
	heat.heads[HOT].may = true;
	passes(STATE_RUNNING, 0.1);
	assert_int_equal(out.heat_orders, before + 1);
	passes(STATE_PAUSED, 0.1); /* after any tick without heat at once, too */
	passes(STATE_RUNNING, 0.1);
	assert_int_equal(out.heat_orders, before + 2);
	passes(STATE_FAULT, 0.1);
	passes(STATE_RUNNING, 0.1);
	assert_int_equal(out.heat_orders, before + 3);
}

static void any_input_at_all__leaves_inside_or_as_nothing(void **state)
{
	struct dice dice = {99};
	int passed = 0;

	(void)state;
	for (int k = 0; k < 200000; k++) {
		enum state s = (enum state)dice_below(&dice, STATE_COUNT);
		double share;

		for (int i = 0; i < HEADS; i++) {
			asked.heads[i].heater_share = dice_wild(&dice, 0.0, 1.0);
			belief.heads[i].surface_c = dice_wild(&dice, 20.0, 46.0);
			belief.heads[i].surface_known = dice_below(&dice, 4) != 0;
			heat.heads[i].may = dice_below(&dice, 4) != 0;
		}
		share = passes(s, asked.heads[HOT].heater_share);
		assert_at_least(share, 0.0);
		assert_at_most(share, 1.0);
		assert_zero(out.heads[0].heater_share);
		if (share > 0.0) {
			passed++;
			assert_int_equal(s, STATE_RUNNING);
			assert_true(belief.heads[HOT].surface_known && heat.heads[HOT].may);
			assert_at_most(belief.heads[HOT].surface_c, SURFACE_MAX_C);
		}
	}
	assert_true(passed > 1000);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_share__passes_only_while_running),
		TEST(a_share_outside_nothing_and_all__is_refused),
		TEST(a_face_too_warm_unmeasured_or_spent__gets_nothing),
		TEST(every_heated_head__gets_its_own_share),
		TEST(a_head_without_a_heater__gets_nothing),
		TEST(orders__count_on_once_a_second_while_heat_goes_out),
		TEST(any_input_at_all__leaves_inside_or_as_nothing),
	};

	return cmocka_run_group_tests_name("gate_heat", tests, NULL, NULL);
}
