/* test_selftest.c - what is proved before anybody may be armed, fed by hand with what gauges show. */
#include "core/safety/gate.h"
#include "core/safety/selftest.h"

#include "core/bench_rig.h"

#define HEADS    4
#define SCREW    3
#define PROOF_PA (PROOF_SPRING_SHARE * SPRING_N / BORE_M2)

static struct rig rig;
static struct selftest selftest;
static struct proof_order order;
static struct gate gate;
static struct belief belief;
static struct actuation out;
static bool supply_stays; /* whatever the enable line does */
static bool no_supply;
static bool powered_now;
static bool shown;                    /* a wire shows the supply ... */
static enum supply_shown shown_stuck; /* ... or is stuck at this */
static bool shut_for_ever[HEADS];     /* a dump valve that sticks */
static bool stuck_open[HEADS];        /* a regulator that does */
static double most_push_n;
static bool level_was;

static int set_up(void **state)
{
	(void)state;
	bench_rig(&rig, HEADS);
	for (int i = 0; i < HEADS; i++) {
		rig.heads[i].sensor.air.rate_hz = 1000.0;
		shut_for_ever[i] = false;
		stuck_open[i] = false;
	}
	rig.heads[SCREW].actuator.kind = ACTUATOR_VELOCITY;
	rig.heads[SCREW].sensor.air.rate_hz = 0.0;
	rig.heads[SCREW].sensor.position.rate_hz = 1000.0;
	selftest_init(&selftest, &rig);
	gate_init(&gate, &rig);
	memset(&belief, 0, sizeof(belief));
	memset(&out, 0, sizeof(out));
	for (int i = 0; i < HEADS; i++) {
		belief.heads[i].pressure_known = i != SCREW;
		belief.heads[i].position_known = i == SCREW;
	}
	supply_stays = false;
	no_supply = false;
	shown = false;
	shown_stuck = SUPPLY_UNKNOWN;
	powered_now = false;
	most_push_n = -SPRING_N;
	return 0;
}

/* As a wire would show it, in the same tick as the pump itself. */
static enum supply_shown shown_supply(void)
{
	return shown_stuck != SUPPLY_UNKNOWN ? shown_stuck
	       : !shown                      ? SUPPLY_UNKNOWN
	       : powered_now                 ? SUPPLY_ON
					     : SUPPLY_OFF;
}

/* Air follows in 10 ms, a screw goes as it is told, and the pump falls at once. */
static void answer(void)
{
	const bool edge = out.enable_level != level_was;
	const bool powered = (edge || supply_stays) && !no_supply;

	level_was = out.enable_level;
	powered_now = powered;
	for (int i = 0; i < HEADS; i++) {
		const struct head_actuation *head = &out.heads[i];
		const bool open = !shut_for_ever[i] && !(head->dump_shut && powered);
		double asked_pa = powered ? head->pressure_pa : 0.0;

		if (stuck_open[i] && powered) {
			asked_pa = rig.heads[i].actuator.relief_pa;
		}
		asked_pa *= open ? 0.05 : 1.0;
		belief.heads[i].pressure_pa += 0.1 * (asked_pa - belief.heads[i].pressure_pa);
		belief.heads[i].position_m += powered ? head->speed_m_s * TICK_S : 0.0;
		if (open && i == SCREW) {
			belief.heads[i].position_m = 0.0;
		}
		if (i != SCREW && head->pressure_pa * BORE_M2 - SPRING_N > most_push_n) {
			most_push_n = head->pressure_pa * BORE_M2 - SPRING_N;
		}
	}
}

static void tick(enum state state, bool quiet)
{
	static const struct head_actuation nothing;

	for (int i = 0; i < HEADS; i++) {
		out.heads[i] = nothing; /* as gate_step leaves them */
	}
	selftest_step(&selftest, state, quiet, shown_supply(), &belief);
	selftest_order(&selftest, &order, HEADS, &belief);
	gate_prove(&gate, &out, state, &order);
	answer();
}

/* Until it is over, at most 3 s, as the state lasts. */
static void run(void)
{
	for (int k = 0; k < 3000 && !selftest.proved && !selftest.failed; k++) {
		tick(STATE_SELFTEST, true);
	}
}

static void check_failed(enum condition why, int head)
{
	run();
	assert_true(selftest.failed);
	assert_false(selftest.proved);
	assert_int_equal(selftest.why, why);
	assert_int_equal(selftest.why_head, head);
	assert_true(why < COND_TRIPS);
	for (int k = 0; k < 100; k++) { /* and it stays so, with everything let go */
		tick(STATE_SELFTEST, true);
		assert_true(selftest.failed);
		assert_false(out.heads[0].dump_shut);
		assert_false(order.edges);
	}
}

static void a_sound_rig__is_proved_and_no_head_can_move(void **state)
{
	(void)state;
	run();
	assert_true(selftest.proved);
	assert_false(selftest.failed);
	assert_at_most(most_push_n, 0.0);
	assert_at_least(most_push_n, -0.5 * SPRING_N); /* and it was asked for something */
}

static void every_dump_valve__is_found_by_its_head(void **state)
{
	(void)state;
	for (int i = 0; i < HEADS; i++) {
		set_up(NULL);
		shut_for_ever[i] = true;
		check_failed(COND_SELFTEST_DUMP, i);
	}
}

static void a_supply_that_stays_without_edges__is_found(void **state)
{
	(void)state;
	supply_stays = true;
	check_failed(COND_SELFTEST_ENABLE, HEAD_NONE);
}

static void a_shown_supply_that_follows_the_edges__is_proved(void **state)
{
	(void)state;
	shown = true;
	run();
	assert_true(selftest.proved);
}

/* The heads do as they should, by the regulators' own springs or a second pump. */
static void a_shown_supply_that_stays_or_never_comes__is_found(void **state)
{
	(void)state;
	shown_stuck = SUPPLY_ON;
	check_failed(COND_SELFTEST_ENABLE, HEAD_NONE);
	set_up(NULL);
	shown_stuck = SUPPLY_OFF;
	check_failed(COND_SELFTEST_ENABLE, HEAD_NONE);
}

static int ticks_of_empty(void)
{
	int ticks = 0;

	for (int k = 0; k < 3000 && selftest.step != PROOF_FILL; k++) {
		ticks += selftest.step == PROOF_EMPTY;
		tick(STATE_SELFTEST, true);
	}
	return ticks;
}

/* What is stuck open lets nothing through before there is something: that may be long after the edges began. */
static void empty_heads__are_watched_for_as_long_as_they_are_supplied(void **state)
{
	const int least = (int)(1e3 * (PROOF_EMPTY_S + rig.heads[0].actuator.dead_s) + 0.5);
	const int unknown = (int)(1e3 * PROOF_SUPPLY_S + 0.5);

	(void)state;
	shown = true;
	assert_in_range(ticks_of_empty(), least, least + 3);
	set_up(NULL);
	assert_in_range(ticks_of_empty(), least + unknown, least + unknown + 3);
	set_up(NULL); /* the slowest valve is what is waited for */
	rig.heads[2].actuator.dead_s += 0.02;
	selftest_init(&selftest, &rig);
	shown = true;
	assert_in_range(ticks_of_empty(), least + 20, least + 23);
	set_up(NULL); /* shown to come late, it is waited for */
	shown_stuck = SUPPLY_OFF;
	for (int k = 0; k < 500; k++) {
		tick(STATE_SELFTEST, true);
	}
	assert_int_equal(selftest.step, PROOF_EMPTY);
	shown_stuck = SUPPLY_ON;
	assert_in_range(ticks_of_empty(), least - 1, least + 3);
}

/* With one head to be proved, it may as well be that head's. */
static void no_supply_of_the_only_head__is_named_by_it(void **state)
{
	(void)state;
	for (int i = 0; i < HEADS; i++) {
		rig.heads[i].sensor.air.rate_hz = i == 1 ? 1000.0 : 0.0;
		rig.heads[i].sensor.position.rate_hz = 0.0;
	}
	selftest_init(&selftest, &rig);
	no_supply = true;
	check_failed(COND_SELFTEST_AIR, 1);
}

static void what_was_proved__stays_so_until_the_state_is_left(void **state)
{
	(void)state;
	run();
	for (int k = 0; k < 1000; k++) {
		tick(STATE_SELFTEST, true);
		assert_true(selftest.proved);
		assert_false(order.edges);
	}
}

/* What nobody can read is asked for nothing, in whatever step. */
static void a_gauge_lost_on_the_way__is_asked_for_nothing(void **state)
{
	(void)state;
	while (selftest.step != PROOF_REFILL) {
		tick(STATE_SELFTEST, true);
	}
	belief.heads[1].pressure_known = false;
	tick(STATE_SELFTEST, true);
	assert_true(out.heads[0].dump_shut);
	assert_false(out.heads[1].dump_shut);
	assert_zero(out.heads[1].pressure_pa);
}

static void no_supply_at_all__is_no_head_s_doing(void **state)
{
	(void)state;
	no_supply = true;
	check_failed(COND_SELFTEST_AIR, HEAD_NONE);
}

static void a_regulator_stuck_open__is_found_before_its_dump_shuts(void **state)
{
	(void)state;
	stuck_open[1] = true;
	check_failed(COND_SELFTEST_AIR, 1);
	assert_at_most(belief.heads[1].pressure_pa * BORE_M2, SPRING_N);
}

/* A regulator that gives more than it was asked for, in the middle of it. */
static void a_head_that_fills_too_much__is_found_at_once(void **state)
{
	(void)state;
	while (selftest.step != PROOF_FILL) {
		tick(STATE_SELFTEST, true);
	}
	belief.heads[1].pressure_pa = 1.31 * 0.7 * SPRING_N / BORE_M2;
	selftest_step(&selftest, STATE_SELFTEST, true, shown_supply(), &belief);
	assert_true(selftest.failed);
	assert_int_equal(selftest.why, COND_SELFTEST_AIR);
	assert_int_equal(selftest.why_head, 1);
}

static void a_head_that_does_not_fill__is_found(void **state)
{
	(void)state;
	for (int k = 0; k < 3000 && !selftest.failed; k++) {
		tick(STATE_SELFTEST, true);
		belief.heads[2].pressure_pa = 0.0;
	}
	assert_int_equal(selftest.why, COND_SELFTEST_AIR);
	assert_int_equal(selftest.why_head, 2);
}

static void a_gauge_nobody_can_read__proves_nothing(void **state)
{
	(void)state;
	belief.heads[1].pressure_known = false;
	run();
	assert_false(selftest.proved);
	assert_int_equal(selftest.why_head, 1);
}

static void what_is_no_number__proves_nothing(void **state)
{
	(void)state;
	for (int k = 0; k < 3000 && !selftest.failed; k++) {
		tick(STATE_SELFTEST, true);
		belief.heads[0].pressure_pa = NOT_A_N;
		assert_false(selftest.proved);
	}
	assert_true(selftest.failed);
}

static void a_sensor_that_feels_something__lets_go_and_begins_anew(void **state)
{
	(void)state;
	for (int k = 0; k < 400 && selftest.step != PROOF_REFILL; k++) {
		tick(STATE_SELFTEST, true);
	}
	assert_int_equal(selftest.step, PROOF_REFILL);
	tick(STATE_SELFTEST, false);
	assert_int_equal(selftest.step, PROOF_WAITS);
	for (int i = 0; i < HEADS; i++) {
		assert_false(out.heads[i].dump_shut);
	}
	run();
	assert_true(selftest.proved);
}

static void each_entry__proves_it_anew(void **state)
{
	(void)state;
	run();
	tick(STATE_IDLE, true);
	assert_false(selftest.proved);
	shut_for_ever[0] = true;
	check_failed(COND_SELFTEST_DUMP, 0);
	tick(STATE_FAULT, true);
	shut_for_ever[0] = false;
	assert_false(selftest.failed);
	run();
	assert_true(selftest.proved);
}

static void a_head_without_a_gauge__is_not_waited_for(void **state)
{
	(void)state;
	for (int i = 0; i < HEADS; i++) {
		rig.heads[i].sensor.air.rate_hz = 0.0;
		rig.heads[i].sensor.position.rate_hz = 0.0;
	}
	selftest_init(&selftest, &rig);
	tick(STATE_SELFTEST, true);
	assert_true(selftest.proved);
}

static bool is_nothing(void)
{
	for (int i = 0; i < HEADS; i++) {
		const struct head_actuation *head = &out.heads[i];

		if (head->dump_shut || head->pressure_pa > 0.0 || head->speed_m_s > 0.0) {
			return false;
		}
	}
	return out.enable_level == level_was;
}

/* What the gate is handed; whether it let any of it pass. */
static bool passes(enum state state, int head, double pressure_pa, double speed_m_s)
{
	memset(&out, 0, sizeof(out));
	out.enable_level = level_was = gate.level;
	memset(&order, 0, sizeof(order));
	order.head_count = HEADS;
	order.edges = true;
	order.heads[head] = (struct head_actuation){
		.pressure_pa = pressure_pa, .speed_m_s = speed_m_s, .dump_shut = true};
	gate_prove(&gate, &out, state, &order);
	return !is_nothing();
}

static void the_gate__lets_nothing_pass_that_could_move_a_head(void **state)
{
	const double holds_pa = SPRING_N / BORE_M2;
	const double wild[] = {NOT_A_N, ENDLESS, -ENDLESS, -1.0, 1.01 * holds_pa};

	(void)state;
	assert_true(passes(STATE_SELFTEST, 0, PROOF_PA, PROOF_SPEED_M_S));
	assert_zero(out.heads[0].speed_m_s); /* each only what is of its kind */
	assert_true(passes(STATE_SELFTEST, SCREW, PROOF_PA, PROOF_SPEED_M_S));
	assert_zero(out.heads[SCREW].pressure_pa);
	for (size_t k = 0; k < sizeof(wild) / sizeof(wild[0]); k++) {
		assert_false(passes(STATE_SELFTEST, 0, wild[k], 0.0));
		assert_false(passes(STATE_SELFTEST, SCREW, 0.0, wild[k]));
	}
	assert_false(passes(STATE_SELFTEST, SCREW, 0.0, 1.01 * PROOF_SPEED_M_S));
	memset(&out, 0, sizeof(out)); /* nor what was made for another rig */
	out.enable_level = gate.level;
	order.heads[SCREW].speed_m_s = PROOF_SPEED_M_S;
	order.head_count = HEADS - 1;
	gate_prove(&gate, &out, STATE_SELFTEST, &order);
	assert_true(is_nothing());
}

static void the_gate__lets_nothing_pass_in_any_other_state(void **state)
{
	(void)state;
	for (int s = 0; s < STATE_COUNT; s++) {
		if (s != STATE_SELFTEST) {
			assert_false(passes((enum state)s, 0, PROOF_PA, 0.0));
		}
	}
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_sound_rig__is_proved_and_no_head_can_move),
		TEST(every_dump_valve__is_found_by_its_head),
		TEST(a_supply_that_stays_without_edges__is_found),
		TEST(a_shown_supply_that_follows_the_edges__is_proved),
		TEST(a_shown_supply_that_stays_or_never_comes__is_found),
		TEST(empty_heads__are_watched_for_as_long_as_they_are_supplied),
		TEST(no_supply_of_the_only_head__is_named_by_it),
		TEST(what_was_proved__stays_so_until_the_state_is_left),
		TEST(a_gauge_lost_on_the_way__is_asked_for_nothing),
		TEST(no_supply_at_all__is_no_head_s_doing),
		TEST(a_regulator_stuck_open__is_found_before_its_dump_shuts),
		TEST(a_head_that_fills_too_much__is_found_at_once),
		TEST(a_head_that_does_not_fill__is_found),
		TEST(a_gauge_nobody_can_read__proves_nothing),
		TEST(what_is_no_number__proves_nothing),
		TEST(a_sensor_that_feels_something__lets_go_and_begins_anew),
		TEST(each_entry__proves_it_anew),
		TEST(a_head_without_a_gauge__is_not_waited_for),
		TEST(the_gate__lets_nothing_pass_that_could_move_a_head),
		TEST(the_gate__lets_nothing_pass_in_any_other_state),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
