/* test_place.c - what may be pressed where, on bodies of any height. */
#include "core/safety/place.h"

#include <knead/kept_out.h>

#include "core/bench_rig.h"

#define RADIUS_M 0.015002 /* of FACE_M2 */

static double cap_n(double x_m, double y_m, double height_m)
{
	return place_of(REGION_UPPER_BACK, x_m, y_m, FACE_M2, height_m).cap_n;
}

static void a_plain_place__has_no_cap_of_its_own(void **state)
{
	(void)state;
	assert_near(cap_n(0.17, -0.06, 1.75), FORCE_HARD_N, 0.0);
	assert_near(cap_n(0.44, 0.06, 1.75), FORCE_HARD_N, 0.0);
	assert_near(cap_n(0.85, 0.09, 1.75), FORCE_HARD_N, 0.0);
	assert_near(cap_n(1.18, -0.09, 1.75), FORCE_HARD_N, 0.0);
	assert_near(cap_n(0.30, -0.33, 1.75), FORCE_HARD_N, 0.0); /* an arm beside the trunk */
}

/* Each place from the inside of its edge and from the outside, a head's rim counted. */
static void each_place__is_kept_out_up_to_its_edge(void **state)
{
	static const struct {
		double x_m;
		double y_m;
		double cap_n;
	} at[] = {
		{0.17, MIDLINE_KEPT_OUT_M + RADIUS_M - 1e-4, 0.0}, /* midline */
		{0.17, MIDLINE_KEPT_OUT_M + RADIUS_M + 1e-4, FORCE_HARD_N},
		{1.20, 0.0, 0.0},
		{-0.12 + RADIUS_M - 1e-4, -0.04, 0.0}, /* skull */
		{-0.12 + RADIUS_M + 1e-4, -0.04, FORCE_HARD_N},
		{-0.05, -0.06 + RADIUS_M - 1e-4, 0.0}, /* front of the neck */
		{-0.05, -0.06 + RADIUS_M + 1e-4, FORCE_HARD_N},
		{-0.05, 0.10, 0.0},
		{-0.02 + RADIUS_M - 1e-4, 0.10, 0.0},
		{-0.02 + RADIUS_M + 1e-4, 0.10, FORCE_HARD_N},
		{0.96 - RADIUS_M - 1e-4, 0.09, FORCE_HARD_N}, /* knee */
		{0.96 - RADIUS_M + 1e-4, 0.09, 0.0},
		{1.02, 0.19, 0.0},
		{1.08 + RADIUS_M - 1e-4, -0.09, 0.0},
		{1.08 + RADIUS_M + 1e-4, -0.09, FORCE_HARD_N},
		{1.42 - RADIUS_M - 1e-4, 0.09, FORCE_HARD_N}, /* feet */
		{1.42 - RADIUS_M + 1e-4, 0.09, 0.0},
		{0.12, 0.15 - RADIUS_M - 1e-4, FORCE_HARD_N}, /* armpit */
		{0.12, 0.15 - RADIUS_M + 1e-4, 0.0},
		{0.12, -0.20, 0.0},
		{0.12, 0.26 + RADIUS_M + 1e-4, FORCE_HARD_N},
		{0.27 - RADIUS_M - 1e-4, 0.06, FORCE_HARD_N}, /* kidneys */
		{0.27 - RADIUS_M + 1e-4, 0.06, KIDNEY_ASK_N},
		{0.40 + RADIUS_M - 1e-4, -0.10 - RADIUS_M + 1e-4, KIDNEY_ASK_N},
		{0.40 + RADIUS_M + 1e-4, -0.06, FORCE_HARD_N},
		{0.33, 0.10 + RADIUS_M + 1e-4, FORCE_HARD_N},
	};

	(void)state;
	for (size_t k = 0; k < sizeof(at) / sizeof(at[0]); k++) {
		if (!(fabs(cap_n(at[k].x_m, at[k].y_m, 1.75) - at[k].cap_n) <= 0.0)) {
			fail_msg("at %g, %g: %g N and not %g", at[k].x_m, at[k].y_m,
				 cap_n(at[k].x_m, at[k].y_m, 1.75), at[k].cap_n);
		}
	}
}

/* Whether the disc touches the rectangle of a place on a body of that height; by hand, not by scale. */
static bool touches(const struct kept_out *place, double x_m, double y_m, double height_m)
{
	double grown = height_m / BODY_HEIGHT_M;
	double off_m = fabs(y_m);

	return x_m + RADIUS_M > place->x_from_m * grown && x_m - RADIUS_M < place->x_to_m * grown &&
	       off_m + RADIUS_M > place->y_from_m * grown &&
	       off_m - RADIUS_M < place->y_to_m * grown;
}

/* Anywhere on anybody: what the reference body or the client's spares is spared. */
static void kept_out_places__grow_with_the_height_and_free_nothing(void **state)
{
	struct dice dice = {22};
	int hit[KEPT_OUT_PLACES] = {0};

	(void)state;
	for (int k = 0; k < 200000; k++) {
		double height_m = dice_between(&dice, BODY_HEIGHT_MIN_M, BODY_HEIGHT_MAX_M);
		double x_m = dice_between(&dice, -0.3, 1.9);
		double y_m = dice_between(&dice, -0.4, 0.4);
		double most_n = cap_n(x_m, y_m, height_m);

		for (int p = 0; p < KEPT_OUT_PLACES; p++) {
			const struct kept_out *place = kept_out_place(p);

			if (touches(place, x_m, y_m, height_m) ||
			    touches(place, x_m, y_m, BODY_HEIGHT_M)) {
				assert_at_most(most_n, place->cap_n);
				hit[p]++;
			}
		}
	}
	for (int p = 0; p < KEPT_OUT_PLACES; p++) {
		assert_true(hit[p] > 1000);
	}
}

/* However small a head is: a centre over the kidneys is one. */
static void a_head_of_any_size__is_capped_over_the_kidneys(void **state)
{
	struct dice dice = {31};

	(void)state;
	for (int k = 0; k < 20000; k++) {
		double area_m2 = dice_between(&dice, 1e-9, 3e-3);
		double x_m = dice_between(&dice, 0.27, 0.40);
		double y_m = dice_between(&dice, 0.02, 0.10);

		y_m = dice_below(&dice, 2) == 0 ? -y_m : y_m;
		assert_at_most(place_of(REGION_LOWER_BACK, x_m, y_m, area_m2, 1.75).cap_n,
			       KIDNEY_ASK_N);
	}
}

static void what_is_no_number__may_press_nothing(void **state)
{
	const double wild[] = {NOT_A_N, ENDLESS, -ENDLESS};

	(void)state;
	for (size_t k = 0; k < 3; k++) {
		assert_zero(cap_n(wild[k], 0.06, 1.75));
		assert_zero(place_of(REGION_LEGS, 0.17, 0.06, wild[k], 1.75).cap_n);
	}
	assert_zero(cap_n(0.17, NOT_A_N, 1.75));
	assert_zero(cap_n(0.17, 0.06, NOT_A_N));
	assert_zero(cap_n(0.17, 0.06, 0.0));
	assert_zero(place_of(REGION_LEGS, 0.17, 0.06, -1.0, 1.75).cap_n);
}

static void the_neck__is_what_is_named_so_or_reaches_there(void **state)
{
	(void)state;
	assert_near(place_of(REGION_NECK, -0.05, 0.04, FACE_M2, 1.75).share, NECK_SHARE, 0.0);
	assert_near(place_of(REGION_SHOULDERS, -0.05, 0.04, FACE_M2, 1.75).share, NECK_SHARE, 0.0);
	assert_near(place_of(REGION_NECK, 0.05, 0.04, FACE_M2, 1.75).share, NECK_SHARE, 0.0);
	assert_near(place_of(REGION_SHOULDERS, NOT_A_N, 0.04, FACE_M2, 1.75).share, NECK_SHARE,
		    0.0);
	assert_near(place_of(REGION_SHOULDERS, RADIUS_M - 1e-4, 0.04, FACE_M2, 1.75).share,
		    NECK_SHARE, 0.0);
	assert_near(place_of(REGION_SHOULDERS, RADIUS_M + 1e-4, 0.04, FACE_M2, 1.75).share, 1.0,
		    0.0);
	assert_near(place_of(REGION_SHOULDERS, 0.05, 0.07, FACE_M2, 1.75).share, 1.0, 0.0);
	assert_near(place_of(REGION_SHOULDERS, 0.05, 0.07, -1.0, 1.75).share, NECK_SHARE, 0.0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_place__has_no_cap_of_its_own),
		cmocka_unit_test(each_place__is_kept_out_up_to_its_edge),
		cmocka_unit_test(kept_out_places__grow_with_the_height_and_free_nothing),
		cmocka_unit_test(a_head_of_any_size__is_capped_over_the_kidneys),
		cmocka_unit_test(what_is_no_number__may_press_nothing),
		cmocka_unit_test(the_neck__is_what_is_named_so_or_reaches_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
