/* test_body.c - where heads can work on clients of every height. */
#include "core/technique/body.h"

#include "core/bench_rig.h"

static struct rig rig;
static struct body body;

static int set_up(void **state)
{
	(void)state;
	bench_rig(&rig, 16);
	body_init(&body, &rig);
	return 0;
}

static void at_the_reference_height__regions_are_as_the_rig_names_them(void **state)
{
	(void)state;
	assert_near(body.height_m, BODY_HEIGHT_M, 0.0);
	for (int i = 0; i < rig.head_count; i++) {
		assert_int_equal(body.head_region[i], rig.heads[i].region);
	}
}

/*
 * Heads at 0.17 0.44 0.05 0.57 0.85 1.18 -0.05 0.31 m, over a client whose body is shorter or longer: on
 * the one 0.85 is the back of the knee and the neck is too small, on the other 1.18 is the back of the knee.
 */
static void regions__follow_the_height(void **state)
{
	static const enum region smallest[] = {
		REGION_UPPER_BACK, REGION_HIPS, REGION_SHOULDERS, REGION_LEGS,
		REGION_NONE,       REGION_NONE, REGION_NONE,      REGION_LOWER_BACK};
	static const enum region tallest[] = {
		REGION_UPPER_BACK, REGION_LOWER_BACK, REGION_SHOULDERS, REGION_LOWER_BACK,
		REGION_LEGS,       REGION_NONE,       REGION_NECK,      REGION_UPPER_BACK};

	(void)state;
	assert_true(body_take_height(&body, BODY_HEIGHT_MIN_M));
	for (int i = 0; i < 16; i++) {
		assert_int_equal(body.head_region[i], smallest[i / 2]);
	}
	assert_false(body.regions[REGION_NONE].has_heads);
	assert_true(body_take_height(&body, BODY_HEIGHT_MAX_M));
	for (int i = 0; i < 16; i++) {
		assert_int_equal(body.head_region[i], tallest[i / 2]);
	}
	assert_false(body.regions[REGION_HIPS].has_heads);
}

static void spans__stay_inside_the_client_s_own_regions(void **state)
{
	(void)state;
	for (double height_m = BODY_HEIGHT_MIN_M; height_m <= BODY_HEIGHT_MAX_M; height_m += 0.01) {
		double scale = height_m / BODY_HEIGHT_M;

		body_take_height(&body, height_m);
		for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
			const struct region_facts *facts = region_facts((enum region)r);
			const struct body_span *span = &body.regions[r];

			if (span->has_heads) {
				assert_at_least(span->x_from_m, scale * facts->x_from_m);
				assert_at_most(span->x_to_m, scale * facts->x_to_m);
				assert_at_most(span->x_from_m, span->x_to_m);
			}
		}
		for (int i = 0; i < rig.head_count; i++) {
			const enum region over = body.head_region[i];

			if (over != REGION_NONE) {
				const double at_m = rig.heads[i].x_m / scale;

				assert_true(body.regions[over].has_heads);
				assert_at_least(at_m, region_facts(over)->x_from_m);
				assert_at_most(at_m, region_facts(over)->x_to_m);
			}
		}
	}
}

static void a_height_that_is_none__changes_nothing(void **state)
{
	const double wild[] = {NOT_A_N, 0.0, -1.75, 1.399, 2.101, ENDLESS, -ENDLESS};
	struct body before;

	(void)state;
	assert_true(body_take_height(&body, 1.60));
	before = body;
	for (size_t k = 0; k < sizeof(wild) / sizeof(wild[0]); k++) {
		assert_false(body_take_height(&body, wild[k]));
		assert_memory_equal(&before, &body, sizeof(body));
		assert_int_equal(region_under(REGION_HIPS, 0.6, wild[k]), REGION_NONE);
	}
	assert_false(body_take_height(&body, 1.60)); /* nor does the same again */
	assert_true(body_take_height(&body, BODY_HEIGHT_M));
	for (int i = 0; i < rig.head_count; i++) {
		assert_int_equal(body.head_region[i], rig.heads[i].region); /* and back again */
	}
}

static void arms__are_arms_at_any_height(void **state)
{
	(void)state;
	rig.heads[0].region = REGION_ARMS;
	rig.heads[0].x_m = 0.58;
	body_init(&body, &rig);
	body_take_height(&body, BODY_HEIGHT_MIN_M);
	assert_int_equal(body.head_region[0], REGION_ARMS);
	for (int i = 1; i < 16; i++) {
		assert_int_not_equal(body.head_region[i], REGION_ARMS);
	}
}

/* C7 is where it is, whatever the height: no trunk head becomes one of the neck. */
static void the_neck__begins_at_the_same_place_for_everybody(void **state)
{
	(void)state;
	for (double height_m = BODY_HEIGHT_MIN_M; height_m <= BODY_HEIGHT_MAX_M; height_m += 0.01) {
		for (double x_m = 0.001; x_m < 1.4; x_m += 0.001) {
			assert_int_not_equal(region_under(REGION_SHOULDERS, x_m, height_m),
					     REGION_NECK);
		}
		assert_int_equal(region_under(REGION_NECK, -0.05, height_m), REGION_NECK);
	}
	/* on a small client the skull begins lower */
	assert_int_equal(region_under(REGION_NECK, -0.11, BODY_HEIGHT_M), REGION_NECK);
	assert_int_equal(region_under(REGION_NECK, -0.11, BODY_HEIGHT_MIN_M), REGION_NONE);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(at_the_reference_height__regions_are_as_the_rig_names_them),
		TEST(regions__follow_the_height),
		TEST(spans__stay_inside_the_client_s_own_regions),
		TEST(a_height_that_is_none__changes_nothing),
		TEST(arms__are_arms_at_any_height),
		TEST(the_neck__begins_at_the_same_place_for_everybody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
