/* test_twofold.c - the force that is felt beside the one the air presses, as it was when that was taken. */
#include "core/safety/jump.h"
#include "core/safety/twofold.h"

#include "core/bench_rig.h"

#define LOOK_S     (1.0 / 30.0)
#define LOOK_NS    33333334 /* and a little: surely as old */
#define TRAVEL_M   0.10
#define FRICTION_N 2.0
#define VISCOUS    30.0 /* N s/m */
#define TELL_N     (8.0 + FRICTION_N)

static struct twofold twofold;
static struct head_belief belief;

static int begin(void **state)
{
	struct head head = bench_head;

	(void)state;
	head.actuator.friction.breakaway_n = FRICTION_N;
	head.actuator.friction.viscous_n_s_m = VISCOUS;
	head.actuator.travel_m = TRAVEL_M;
	memset(&twofold, 0xff, sizeof(twofold)); /* as memory may be before */
	twofold_init(&twofold, &head, LOOK_S);
	belief = (struct head_belief){
		.pressure_known = true, .position_known = true, .position_m = 0.05};
	return 0;
}

static bool look_at(double force_n, double push_n)
{
	belief.force_n = force_n;
	belief.pressure_pa = (push_n + SPRING_N) / BORE_M2;
	twofold_see(&twofold, &belief);
	return twofold_is_apart(&twofold, &belief);
}

/* How many looks until they are told apart, of most. */
static int looks_until_apart(double force_n, double push_n, int most)
{
	for (int k = 1; k <= most; k++) {
		if (look_at(force_n, push_n)) {
			return k;
		}
	}
	return most + 1;
}

static void within_8_n_and_friction__they_agree(void **state)
{
	(void)state;
	for (int way = -1; way <= 1; way += 2) {
		begin(NULL);
		assert_int_equal(looks_until_apart(30.0 + way * (TELL_N - 1e-6), 30.0, 50), 51);
		assert_int_equal(looks_until_apart(30.0 + way * (TELL_N + 1e-6), 30.0, 50), 3);
	}
}

static void of_more_than_53_n__they_may_differ_by_15_percent(void **state)
{
	const double less_n = 100.0 * 0.85 - FRICTION_N; /* of the one that is more: the air ... */
	const double more_n = (100.0 + FRICTION_N) / 0.85; /* ... or what is felt */

	(void)state;
	assert_int_equal(looks_until_apart(less_n + 1e-6, 100.0, 50), 51);
	assert_int_equal(looks_until_apart(less_n - 1e-6, 100.0, 50), 3);
	begin(NULL);
	assert_int_equal(looks_until_apart(more_n - 1e-6, 100.0, 50), 51);
	assert_int_equal(looks_until_apart(more_n + 1e-6, 100.0, 50), 3);
}

/* The first look has none before it to lie between; from the second on 100 ms are three. */
static void apart_for_100_ms__is_told_and_for_less_is_not(void **state)
{
	(void)state;
	assert_int_equal(looks_until_apart(60.0, 20.0, 10), 4);
	assert_true(look_at(60.0, 20.0));
	for (int k = 0; k < 10; k++) {
		assert_false(look_at(20.0, 20.0));
		assert_false(look_at(60.0, 20.0));
		assert_false(look_at(60.0, 20.0));
	}
}

static void what_is_no_number__is_apart(void **state)
{
	(void)state;
	look_at(20.0, 20.0);
	assert_int_equal(looks_until_apart(NOT_A_N, 20.0, 10), 3);
}

/* A sample was taken between two looks: it may be like either, or anything between. */
static void a_force_between_two_looks__agrees(void **state)
{
	(void)state;
	for (int k = 0; k < 40; k++) {
		const double high_n = 20.0 + TELL_N - 1e-6;
		const double low_n = 60.0 - TELL_N + 1e-6;

		/* the air goes to and fro between 20 and 60 N */
		assert_false(look_at(k % 3 ? low_n : high_n, k % 2 ? 20.0 : 60.0));
		assert_false(look_at(60.0 + 0.9 * TELL_N, k % 2 ? 60.0 : 20.0));
	}
}

static void a_force_that_is_old__is_held_against_the_air_of_its_time(void **state)
{
	(void)state;
	for (int ago = 0; ago <= 6; ago++) {
		double air_n[200];

		begin(NULL);
		for (int k = 0; k < 200; k++) { /* for long: what is remembered goes round */
			air_n[k] = 50.0 + 40.0 * sin(0.4 * k);
			belief.force_age_ns = (int64_t)ago * LOOK_NS;
			assert_false(look_at(k > ago ? air_n[k - ago] : air_n[0], air_n[k]));
		}
		if (ago >= 3) { /* as if it were new */
			belief.force_age_ns = 0;
			for (int k = 0; k < 40; k++) {
				const double now_n = 50.0 + 40.0 * sin(0.8 * k);
				const double then_n = 50.0 + 40.0 * sin(0.8 * (k - ago));

				if (look_at(then_n, now_n)) {
					break;
				}
				assert_in_range(k, 0, 38);
			}
		}
	}
}

/* Beyond both looks that it was taken between, by more than may be: rising or falling, it is told. */
static void an_old_force_beyond_the_air_of_its_time__is_told(void **state)
{
	(void)state;
	for (int way = -1; way <= 1; way += 2) {
		for (int ago = 0; ago <= 6; ago++) {
			int k = 0;

			begin(NULL);
			belief.force_age_ns = (int64_t)ago * LOOK_NS;
			for (; k < 8; k++) {
				assert_false(look_at(30.0, 30.0));
			}
			for (k = 0; k < 10 && !look_at(30.0, 30.0 + way * k); k++) {
			}
			assert_int_equal(k, 10);
			for (k = 10; k < 24; k++) { /* then is one look before now */
				const double then_n = 30.0 + way * (k - ago - 1);

				if (look_at(then_n - way * (TELL_N + 0.01), 30.0 + way * k)) {
					break;
				}
			}
			assert_int_equal(k, 12);
		}
	}
}

/* Older than what is remembered, of a time to come, or of a gauge that cannot be read: nobody can tell. */
static void without_the_air_of_its_time__nothing_is_told(void **state)
{
	static const int64_t ages_ns[] = {7LL * LOOK_NS, S_NS, -1, -S_NS};

	(void)state;
	for (int k = 0; k < 4; k++) {
		begin(NULL);
		belief.force_age_ns = ages_ns[k];
		assert_int_equal(looks_until_apart(90.0, 20.0, 50), 51);
	}
	begin(NULL);
	belief.force_age_ns = 6LL * LOOK_NS;
	assert_int_equal(looks_until_apart(90.0, 20.0, 50), 8 + 2);
	begin(NULL);
	look_at(90.0, 20.0);
	look_at(90.0, 20.0);
	look_at(90.0, 20.0);
	belief.pressure_known = false;
	assert_false(look_at(90.0, 20.0));
	belief.pressure_known = true;
	assert_int_equal(looks_until_apart(90.0, 20.0, 50), 3); /* begun anew */
}

/* The spring alone pulls it back onto its stop, and nobody feels that. */
static void air_that_presses_less_than_the_spring__presses_nobody(void **state)
{
	(void)state;
	assert_int_equal(looks_until_apart(0.0, -30.0, 50), 51);
	for (int way = -1; way <= 1; way += 2) {
		begin(NULL);
		assert_int_equal(looks_until_apart(way * TELL_N, -30.0, 50), 51);
		assert_int_equal(looks_until_apart(way * (TELL_N + 1e-6), -30.0, 50), 3);
	}
}

static void at_its_far_stop__the_air_presses_that(void **state)
{
	(void)state;
	belief.position_m = TRAVEL_M;
	assert_int_equal(looks_until_apart(20.0, 90.0, 50), 51);
	belief.position_m = TRAVEL_M - PLACE_OFF_M + 1e-6;
	assert_int_equal(looks_until_apart(20.0, 90.0, 50), 51);
	belief.position_m = TRAVEL_M - PLACE_OFF_M; /* as far off as a position may be */
	assert_int_equal(looks_until_apart(20.0, 90.0, 50), 4);
	begin(NULL);
	belief.position_m = TRAVEL_M; /* so it was last seen */
	belief.position_known = false;
	assert_int_equal(looks_until_apart(20.0, 90.0, 50), 4);
}

static void what_drags_on_a_piston_that_goes__is_not_felt(void **state)
{
	(void)state;
	belief.speed_m_s = 0.2; /* 6 N */
	assert_int_equal(looks_until_apart(30.0 + TELL_N - 1e-6, 36.0, 50), 51);
	assert_int_equal(looks_until_apart(30.0 + TELL_N + 1e-6, 36.0, 50), 3);
	begin(NULL);
	belief.speed_m_s = 0.2; /* an old one, where nothing is known of it */
	belief.position_known = false;
	assert_int_equal(looks_until_apart(36.0 - TELL_N + 1e-6, 36.0, 50), 51);
	assert_int_equal(looks_until_apart(36.0 + TELL_N - 1e-6, 36.0, 50), 51);
	assert_int_equal(looks_until_apart(36.0 - TELL_N - 1e-6, 36.0, 50), 3);
}

static void a_gauge_that_read_nonsense__is_not_trusted_for_8_looks(void **state)
{
	(void)state;
	assert_true(twofold_trusts_air(&twofold));
	belief.pressure_known = false;
	look_at(20.0, 20.0);
	look_at(20.0, 20.0);
	belief.pressure_known = true;
	for (int k = 0; k < 8; k++) {
		assert_false(twofold_trusts_air(&twofold));
		look_at(20.0, 20.0);
	}
	for (int k = 0; k < 8; k++) {
		assert_true(twofold_trusts_air(&twofold));
		look_at(20.0, 20.0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(within_8_n_and_friction__they_agree, begin),
		cmocka_unit_test_setup(of_more_than_53_n__they_may_differ_by_15_percent, begin),
		cmocka_unit_test_setup(apart_for_100_ms__is_told_and_for_less_is_not, begin),
		cmocka_unit_test_setup(what_is_no_number__is_apart, begin),
		cmocka_unit_test_setup(a_force_between_two_looks__agrees, begin),
		cmocka_unit_test_setup(a_force_that_is_old__is_held_against_the_air_of_its_time,
				       begin),
		cmocka_unit_test_setup(an_old_force_beyond_the_air_of_its_time__is_told, begin),
		cmocka_unit_test_setup(without_the_air_of_its_time__nothing_is_told, begin),
		cmocka_unit_test_setup(air_that_presses_less_than_the_spring__presses_nobody,
				       begin),
		cmocka_unit_test_setup(at_its_far_stop__the_air_presses_that, begin),
		cmocka_unit_test_setup(what_drags_on_a_piston_that_goes__is_not_felt, begin),
		cmocka_unit_test_setup(a_gauge_that_read_nonsense__is_not_trusted_for_8_looks,
				       begin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
