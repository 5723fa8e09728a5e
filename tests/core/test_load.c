/* test_load.c - what heads feel, tick by tick: whose force is late, what counts as two samples, and the sums. */
#include "core/safety/load.h"

#include "core/bench_rig.h"

#define FOLLOW_N 40.0
#define OVER_N   (FOLLOW_N + FORCE_OVER_CEILING_N)
#define MOST_PA  120000.0

static struct rig rig;
static struct load load;
static struct conditions conditions;
static struct situation situation;
static struct frame frame;
static struct belief belief;
static struct ceilings ceilings;
static struct air_load air;

static void begin(int heads)
{
	memset(&load, 0xff, sizeof(load)); /* as memory may be before */
	load_init(&load, &rig);
	memset(&frame, 0, sizeof(frame));
	memset(&belief, 0, sizeof(belief));
	memset(&air, 0, sizeof(air));
	situation = (struct situation){.state = STATE_RUNNING, .proved = true};
	for (int i = 0; i < heads; i++) {
		belief.heads[i] = (struct head_belief){
			.input = INPUT_LIVE, .beside = INPUT_LIVE, .fresh = true};
		ceilings.heads[i].follow_n = FOLLOW_N;
		air.most_pa[i] = MOST_PA;
	}
}

static void begin_with(int heads)
{
	bench_rig(&rig, heads);
	begin(heads);
}

static bool tick(enum condition condition)
{
	conditions = (struct conditions){0};
	load_step(&load, &conditions, &situation, &frame, &belief, &ceilings, &air, TICK_S);
	return conditions.bits & COND_BIT(condition);
}

static void a_force_read_slower_than_the_loop_or_late__is_late(void **state)
{
	(void)state;
	bench_rig(&rig, 6);
	rig.heads[1].sensor.rate_hz = 999.0;
	rig.heads[2].sensor.rate_hz = 2000.0;
	rig.heads[3].sensor.latency_s = 0.005;
	rig.heads[4].sensor.latency_s = 0.00501;
	rig.heads[5].sensor.rate_hz = 80.0; /* no head of the rig's */
	rig.head_count = 5;
	begin(5);
	assert_int_equal(load.late_count, 2);
	assert_int_equal(load.late[0], 1);
	assert_int_equal(load.late[1], 4);
	assert_false(tick(COND_SUM_HIGH));
	assert_int_equal(conditions.bits, COND_BIT(COND_READY) | COND_BIT(COND_RELEASED));
}

/* One of force does not become two by samples of air, however the air is. */
static void an_old_force__is_no_second_sample(void **state)
{
	(void)state;
	begin_with(1);
	belief.heads[0].force_n = OVER_N + 0.01;
	assert_false(tick(COND_FORCE_HIGH));
	belief.heads[0].fresh = false;
	for (int k = 1; k < 10; k++) {
		frame.heads[0].pressure_pa.t_ns = k * MS_NS;
		assert_false(tick(COND_FORCE_HIGH));
	}
	belief.heads[0].fresh = true;
	assert_true(tick(COND_FORCE_HIGH));
	assert_int_equal(conditions.head[COND_FORCE_HIGH], 0);
	assert_true(tick(COND_FORCE_HIGH)); /* for as long as it lasts */
	belief.heads[0].force_n = OVER_N;
	assert_false(tick(COND_FORCE_HIGH));
}

static void a_fresh_force_beside_old_air__is_a_second_sample(void **state)
{
	(void)state;
	begin_with(1);
	belief.heads[0].force_n = OVER_N + 0.01;
	belief.heads[0].pressure_pa = MOST_PA + 1.0;
	frame.heads[0].pressure_pa.t_ns = 5 * MS_NS;
	assert_false(tick(COND_FORCE_HIGH));
	assert_true(tick(COND_FORCE_HIGH));
}

static void air_that_presses_just_what_may_be__is_no_trip(void **state)
{
	(void)state;
	begin_with(1);
	belief.heads[0].force_n = FOLLOW_N + 9.0; /* near enough for its air to be asked */
	for (int k = 0; k < 10; k++) {
		frame.heads[0].pressure_pa.t_ns = k * MS_NS;
		belief.heads[0].pressure_pa = k < 5 ? MOST_PA : NOT_A_N;
		assert_int_equal(tick(COND_FORCE_HIGH), k > 5);
	}
}

static bool sums_trip(int trunk, int rest, double trunk_n, double rest_n)
{
	bench_rig(&rig, trunk + rest);
	for (int i = 0; i < trunk + rest; i++) {
		rig.heads[i].region = i < trunk ? REGION_UPPER_BACK : REGION_LEGS;
	}
	begin(trunk + rest);
	for (int i = 0; i < trunk + rest; i++) {
		belief.heads[i].force_n = i < trunk ? trunk_n : rest_n;
	}
	for (int k = 0; k < 19; k++) {
		assert_false(tick(COND_SUM_HIGH));
	}
	tick(COND_SUM_HIGH);
	return tick(COND_SUM_HIGH);
}

/* Five on the trunk, two of the rest with 49 and 12 N, and 45 that hardly touch. */
static bool light_ones_trip(double light_n)
{
	bench_rig(&rig, 52);
	for (int i = 0; i < 52; i++) {
		rig.heads[i].region = i < 5 ? REGION_UPPER_BACK : REGION_LEGS;
	}
	begin(52);
	for (int i = 0; i < 52; i++) {
		belief.heads[i].force_n = i < 5 ? 41.0 : i == 5 ? 49.0 : i == 6 ? 12.0 : light_n;
	}
	for (int k = 0; k < 20; k++) {
		tick(COND_SUM_HIGH);
	}
	return tick(COND_SUM_HIGH);
}

/* The trunk counts for itself, the rest only for the body; every newton of every head does. */
static void sums__are_what_is_felt_on_trunk_and_body(void **state)
{
	(void)state;
	assert_false(sums_trip(5, 5, 30.0, 31.9));
	assert_true(sums_trip(5, 5, 30.0, 32.1));
	assert_false(sums_trip(5, 5, 41.9, 10.0));
	assert_true(sums_trip(5, 5, 42.1, 10.0));
	assert_false(sums_trip(5, 30, 41.0, 1.0));
	assert_false(sums_trip(6, 30, 34.0, -1.0)); /* one that pulls takes nothing from the rest */
	assert_true(sums_trip(6, 30, 36.0, -1.0));
	assert_false(light_ones_trip(0.97));
	assert_true(light_ones_trip(0.99));
}

/* One cell reads nonsense, beside five of the trunk with 39 N, and two elsewhere of which one shows 40 N. */
static bool sums_trip_beside(double nonsense_n, double other_n)
{
	begin_with(8);
	for (int i = 0; i < 8; i++) {
		rig.heads[i].region = i < 5 ? REGION_UPPER_BACK : REGION_LEGS;
	}
	begin(8);
	for (int i = 0; i < 8; i++) {
		belief.heads[i].force_n = i < 5    ? 39.0
					  : i == 5 ? nonsense_n
					  : i == 6 ? 40.0
						   : other_n;
	}
	belief.heads[8].force_n = 40.0; /* which this rig does not have */
	ceilings.heads[8].follow_n = FOLLOW_N;
	for (int k = 0; k < 20; k++) {
		tick(COND_SUM_HIGH);
	}
	return tick(COND_SUM_HIGH);
}

/* Which may be a wild sample: the second one in a row is that head's own trip, and has its name. */
static void what_one_cell_says_beyond_its_own_limit__is_no_sum(void **state)
{
	(void)state;
	assert_false(sums_trip_beside(490.0, 24.9)); /* counts as FOLLOW_N + 10 */
	assert_true(sums_trip_beside(490.0, 25.1));
	assert_false(sums_trip_beside(49.0, 25.9));
	assert_true(sums_trip_beside(49.0, 26.1));
	for (int i = 0; i < 8; i++) {
		ceilings.heads[i].follow_n = NOT_A_N; /* bounds nothing */
	}
	assert_true(tick(COND_SUM_HIGH));
}

/* Five on the trunk and five elsewhere show 20 N each, and their air presses with so much. */
static bool air_sums_trip(double trunk_n, double rest_n)
{
	const double felt_n = 20.0;

	begin_with(10);
	for (int i = 0; i < 10; i++) {
		rig.heads[i].region = i < 5 ? REGION_UPPER_BACK : REGION_LEGS;
	}
	begin(10);
	for (int i = 0; i < 10; i++) {
		belief.heads[i].force_n = felt_n;
		air.least_n[i] = i < 5 ? trunk_n : rest_n;
		air.beyond_n += air.least_n[i] > felt_n ? air.least_n[i] - felt_n : 0.0;
	}
	for (int k = 0; k < 20; k++) {
		tick(COND_SUM_HIGH);
	}
	return tick(COND_SUM_HIGH);
}

static void sums__count_the_air_where_it_presses_more(void **state)
{
	(void)state;
	assert_false(air_sums_trip(41.9, 0.0));
	assert_true(air_sums_trip(42.1, 0.0));
	assert_false(air_sums_trip(41.9, 20.0));
	assert_false(air_sums_trip(10.0, 41.9)); /* who is no trunk is not judged as one */
	assert_true(air_sums_trip(10.0, 42.1));
	assert_false(air_sums_trip(31.0, 30.9));
	assert_true(air_sums_trip(31.0, 31.1));
}

/* All of them fresh in force, so that nothing else would have each looked at by itself. */
static void air_or_place_lost_by_all_heads_at_once__is_named(void **state)
{
	(void)state;
	for (int heads = 1; heads <= 3; heads++) {
		begin_with(heads);
		assert_false(tick(COND_SENSOR_LOST));
		for (int i = 0; i < heads; i++) {
			belief.heads[i].beside = INPUT_LOST;
		}
		assert_true(tick(COND_SENSOR_LOST));
		assert_int_equal(conditions.head[COND_SENSOR_LOST], 0);
	}
}

static void air_of_each_late_head__is_asked_at_every_tick(void **state)
{
	(void)state;
	for (int head = 0; head < 3; head++) {
		bench_rig(&rig, 3);
		for (int i = 0; i < 3; i++) {
			rig.heads[i].sensor.rate_hz = 80.0;
		}
		begin(3);
		belief.heads[head].pressure_pa = MOST_PA + 1.0;
		frame.heads[head].pressure_pa.t_ns = MS_NS;
		assert_false(tick(COND_FORCE_HIGH));
		frame.heads[head].pressure_pa.t_ns = 2 * MS_NS;
		assert_true(tick(COND_FORCE_HIGH));
		assert_int_equal(conditions.head[COND_FORCE_HIGH], head);
	}
}

static void one_head_that_presses_nobody__is_released_and_none_is_not(void **state)
{
	(void)state;
	begin_with(1);
	assert_true(tick(COND_RELEASED));
	assert_true(conditions.bits & COND_BIT(COND_READY));
	rig.head_count = 0;
	begin(0);
	assert_false(tick(COND_RELEASED));
	assert_int_equal(conditions.bits, 0);
}

/* Neither is it a press, nor does it make room for one. */
static void heads_that_pull__count_as_nothing(void **state)
{
	(void)state;
	assert_false(light_ones_trip(-1.0));
	assert_true(sums_trip(10, 8, -3.0, 39.5));
}

/* Each is looked at by itself where one is nearly over: that one has no ceiling left, and presses nobody. */
static void begin_each(int heads)
{
	begin_with(heads);
	ceilings.heads[heads - 1].follow_n = -FORCE_OVER_CEILING_N;
}

/* Whatever the others do, and whether each is looked at by itself or all at once. */
static void one_that_presses_or_pulls__is_enough(void **state)
{
	(void)state;
	for (int head = 0; head < 2; head++) {
		for (int each = 0; each < 2; each++) {
			each ? begin_each(3) : begin_with(3);
			assert_true(tick(COND_RELEASED));
			assert_true(tick(COND_READY));
			belief.heads[head].force_n = RELEASED_N;
			assert_false(tick(COND_RELEASED));
			assert_true(tick(COND_READY));
			belief.heads[head].force_n = 0.99 * RELEASED_N;
			assert_true(tick(COND_RELEASED));
			belief.heads[head].force_n = -RELEASED_N;
			assert_true(tick(COND_RELEASED));
			assert_false(tick(COND_READY));
			belief.heads[head].force_n = -0.99 * RELEASED_N;
			assert_true(tick(COND_READY));
		}
	}
}

/* A late reading is one still: who is pressed by nobody is released. */
static void heads_that_are_all_late__are_released_when_they_press_nobody(void **state)
{
	(void)state;
	begin_with(2);
	belief.heads[0].input = INPUT_STALE;
	belief.heads[1].input = INPUT_STALE;
	assert_true(tick(COND_RELEASED));
	assert_false(tick(COND_READY));
	belief.heads[0].input = INPUT_LOST;
	belief.heads[1].input = INPUT_LOST;
	assert_false(tick(COND_RELEASED));
}

/* What its cell said last is no word of it, and its air is: against the spring, and with all that friction may hold. */
static void a_head_whose_cell_is_lost__is_released_once_its_air_is_gone(void **state)
{
	const struct actuator_spec *actuator = &rig.heads[0].actuator;
	double vented_pa;

	(void)state;
	bench_rig(&rig, 2);
	rig.heads[0].sensor.air.rate_hz = 1.0;
	rig.heads[0].actuator.friction.breakaway_n = 3.0;
	begin(2);
	vented_pa = (RELEASED_N + actuator->release.spring_n - actuator->friction.breakaway_n) /
		    actuator->area_m2;
	belief.heads[0].input = INPUT_LOST;
	belief.heads[0].force_n = 20.0;
	assert_false(tick(COND_RELEASED)); /* its gauge as well */
	belief.heads[0].pressure_known = true;
	belief.heads[0].pressure_pa = 1.01 * vented_pa;
	assert_false(tick(COND_RELEASED));
	belief.heads[0].pressure_pa = 0.99 * vented_pa;
	assert_true(tick(COND_RELEASED));
	belief.heads[1].pressure_known = true;
	belief.heads[1].pressure_pa = 1.01 * vented_pa; /* whose cell speaks for itself */
	assert_true(tick(COND_RELEASED));
}

/* Screws have none, and are known by their cells alone. */
static void a_head_without_a_gauge__is_released_by_the_cells_that_are_left(void **state)
{
	(void)state;
	for (int screw = 0; screw < 2; screw++) {
		bench_rig(&rig, 2);
		rig.heads[0].actuator.kind = screw ? ACTUATOR_VELOCITY : rig.heads[0].actuator.kind;
		rig.heads[0].sensor.air.rate_hz = screw ? 1000.0 : 0.0;
		begin(2);
		belief.heads[0].input = INPUT_LOST;
		assert_true(tick(COND_RELEASED));
	}
}

/* Just what trunk and body may bear, and what is felt by a head that the rig does not have. */
static void sums_at_their_bounds__are_no_trip(void **state)
{
	(void)state;
	belief.heads[10].force_n = 500.0;
	assert_false(sums_trip(5, 5, 42.0, 10.0));
	assert_false(sums_trip(5, 5, 30.0, 32.0));
	begin_with(10);
	for (int i = 0; i < 11; i++) {
		belief.heads[i].force_n = i < 10 ? 22.0 : 500.0;
	}
	for (int k = 0; k < 30; k++) {
		assert_false(tick(COND_SUM_HIGH));
	}
}

/* Each by its own, whatever lies beside them in memory. */
static void the_ceiling_of_a_head__is_its_own(void **state)
{
	(void)state;
	for (int head = 0; head < 3; head++) {
		begin_with(3);
		memset(&ceilings, 0x7f, offsetof(struct ceilings, heads)); /* more than enough */
		ceilings.heads[head].follow_n = 10.0;
		belief.heads[head].force_n = 25.0;
		assert_false(tick(COND_FORCE_HIGH));
		assert_true(tick(COND_FORCE_HIGH));
		assert_int_equal(conditions.head[COND_FORCE_HIGH], head);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_force_read_slower_than_the_loop_or_late__is_late),
		cmocka_unit_test(an_old_force__is_no_second_sample),
		cmocka_unit_test(a_fresh_force_beside_old_air__is_a_second_sample),
		cmocka_unit_test(air_that_presses_just_what_may_be__is_no_trip),
		cmocka_unit_test(sums__are_what_is_felt_on_trunk_and_body),
		cmocka_unit_test(what_one_cell_says_beyond_its_own_limit__is_no_sum),
		cmocka_unit_test(sums__count_the_air_where_it_presses_more),
		cmocka_unit_test(air_or_place_lost_by_all_heads_at_once__is_named),
		cmocka_unit_test(air_of_each_late_head__is_asked_at_every_tick),
		cmocka_unit_test(heads_that_pull__count_as_nothing),
		cmocka_unit_test(one_that_presses_or_pulls__is_enough),
		cmocka_unit_test(heads_that_are_all_late__are_released_when_they_press_nobody),
		cmocka_unit_test(a_head_whose_cell_is_lost__is_released_once_its_air_is_gone),
		cmocka_unit_test(a_head_without_a_gauge__is_released_by_the_cells_that_are_left),
		cmocka_unit_test(sums_at_their_bounds__are_no_trip),
		cmocka_unit_test(the_ceiling_of_a_head__is_its_own),
		cmocka_unit_test(one_head_that_presses_nobody__is_released_and_none_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
