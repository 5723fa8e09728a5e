/* test_jump.c - a position that no piston can have come to, and when it is believed after all. */
#include "core/safety/jump.h"

#include "core/bench_rig.h"

#define LOOK_S   (1.0 / 30.0)
#define TRAVEL_M 0.10

static struct jump jump;

static int begin(void **state)
{
	struct head head = bench_head;

	(void)state;
	head.sensor.position.rate_hz = 100.0;
	head.actuator.travel_m = TRAVEL_M;
	memset(&jump, 0xff, sizeof(jump)); /* as memory may be before */
	jump_init(&jump, &head, LOOK_S);
	return 0;
}

static bool look_at(double place_m)
{
	const struct head_belief belief = {.position_known = true, .position_m = place_m};

	return jump_look(&jump, &belief);
}

static bool look_at_nothing(void)
{
	const struct head_belief belief = {0};

	return jump_look(&jump, &belief);
}

static bool goes_on_to(double place_m)
{
	const struct head_belief belief = {.position_known = true, .position_m = place_m};

	return jump_is_none(&jump, &belief);
}

/* The looks until it is believed there, all but the first of them jumps. */
static int looks_until_believed(double place_m)
{
	assert_false(look_at(place_m));
	for (int k = 2; k < 100; k++) {
		if (!look_at(place_m)) {
			return k;
		}
	}
	return 100;
}

static void a_piston_may_be_a_little_beyond_its_stops__and_no_further(void **state)
{
	static const double ends_m[] = {-PLACE_OFF_M, TRAVEL_M + PLACE_OFF_M};
	static const double out_m[] = {-1e-6, 1e-6};

	(void)state;
	for (int k = 0; k < 2; k++) {
		begin(NULL);
		for (int i = 0; i < 5; i++) {
			assert_false(look_at(ends_m[k]));
		}
		assert_true(goes_on_to(ends_m[k]));
		assert_false(goes_on_to(ends_m[k] + out_m[k]));
		assert_false(look_at(ends_m[k] + out_m[k])); /* once may be a wild reading */
		for (int i = 0; i < 100; i++) { /* again it is none, however long it lasts */
			assert_true(look_at(ends_m[k] + out_m[k]));
		}
	}
}

/* Half a metre a second, from sample to sample of its sensor as well, and as much as it may be off. */
static void a_piston_may_go_so_far_from_look_to_look__and_no_further(void **state)
{
	(void)state;
	assert_near(jump.way_m, 0.5 * (LOOK_S + 0.01) + PLACE_OFF_M, 1e-12);
	assert_false(look_at(0.0));
	assert_true(goes_on_to(jump.way_m));
	assert_false(goes_on_to(jump.way_m + 1e-9));
	for (int k = 0; k < 4; k++) { /* so far each way, and there it is */
		assert_false(look_at(jump.way_m));
		assert_false(look_at(jump.way_m));
		assert_false(look_at(0.0));
		assert_false(look_at(0.0));
	}
	assert_false(look_at(jump.way_m + 1e-9));
	assert_true(look_at(jump.way_m + 1e-9));
}

static void before_the_first_look__nothing_goes_on_and_nothing_jumped(void **state)
{
	(void)state;
	assert_false(goes_on_to(0.0));
	assert_false(look_at(0.09));
	assert_true(goes_on_to(0.09));
}

static void one_wild_reading_and_another_later__are_no_jump(void **state)
{
	(void)state;
	for (int k = 0; k < 5; k++) {
		assert_false(look_at(0.01));
		assert_false(look_at(0.09));
	}
}

/* What it did while nobody saw it is no jump; what is outside is one then too. */
static void what_was_not_seen__is_begun_anew(void **state)
{
	(void)state;
	assert_false(look_at(0.01));
	assert_false(look_at_nothing());
	assert_false(goes_on_to(0.01));
	assert_false(look_at(0.09));
	assert_true(goes_on_to(0.09));
	for (int k = 0; k < 5; k++) {
		assert_false(look_at(-1.0));
		assert_false(look_at_nothing());
	}
}

static void what_it_says_for_a_second__is_where_it_stands(void **state)
{
	(void)state;
	assert_false(look_at(0.01));
	assert_int_equal(looks_until_believed(0.09), 31);
	assert_true(goes_on_to(0.09));
	assert_false(look_at(0.09));
}

static void a_second_that_was_broken_off__is_begun_anew(void **state)
{
	(void)state;
	assert_false(look_at(0.01));
	assert_false(look_at(0.09));
	for (int k = 0; k < 20; k++) {
		assert_true(look_at(0.09));
	}
	assert_false(look_at(0.01));
	assert_int_equal(looks_until_believed(0.09), 30); /* where it said so before */
}

static void in_that_second_it_moves__as_a_piston_can(void **state)
{
	const double way_m = jump.way_m;

	(void)state;
	assert_false(look_at(0.09));
	assert_false(look_at(0.0)); /* where nothing was said is 0 */
	for (int k = 2; k < 30; k++) {
		assert_true(look_at(way_m));
	}
	assert_false(look_at(way_m));
	begin(NULL);
	assert_false(look_at(0.09));
	for (int k = 0; k < 100; k++) { /* to and fro faster than any, it is never believed */
		assert_int_equal(look_at(k % 2 ? 0.0 : way_m + 1e-9), k > 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_piston_may_be_a_little_beyond_its_stops__and_no_further,
				       begin),
		cmocka_unit_test_setup(a_piston_may_go_so_far_from_look_to_look__and_no_further,
				       begin),
		cmocka_unit_test_setup(before_the_first_look__nothing_goes_on_and_nothing_jumped,
				       begin),
		cmocka_unit_test_setup(one_wild_reading_and_another_later__are_no_jump, begin),
		cmocka_unit_test_setup(what_was_not_seen__is_begun_anew, begin),
		cmocka_unit_test_setup(what_it_says_for_a_second__is_where_it_stands, begin),
		cmocka_unit_test_setup(a_second_that_was_broken_off__is_begun_anew, begin),
		cmocka_unit_test_setup(in_that_second_it_moves__as_a_piston_can, begin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
