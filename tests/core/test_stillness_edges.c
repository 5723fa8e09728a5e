/* test_stillness_edges.c - which sensors move and stand still, to the look, and those that are not fitted. */
#include "core/safety/stillness.h"

#include "core/bench_rig.h"

#define LOOK_S (1.0 / 30.0)
#define LONG   2000 /* looks */

static struct stillness stillness;
static struct head_belief belief;
static struct head head;

/* Fine sensors of force, air and place, all of them fitted. */
static int set_up(void **state)
{
	(void)state;
	head = bench_head;
	head.sensor.noise_n = 0.05;
	head.sensor.air = (struct air_spec){1000.0, 20.0, 0.0};
	head.sensor.position = (struct position_spec){1000.0, 2e-6, 0.0};
	return 0;
}

static void begin(void)
{
	stillness_init(&stillness, &head, LOOK_S);
	belief = (struct head_belief){.input = INPUT_LIVE, .force_n = 20.0, .position_m = 0.03};
	belief.pressure_pa = 60000.0;
}

/* Looks until some sensor stands still, while these go on by so much from look to look. */
static int found_after(double force_n, double pressure_pa, double way_m)
{
	for (int k = 1; k < LONG; k++) {
		belief.force_n += force_n;
		belief.pressure_pa += pressure_pa;
		belief.position_m += way_m;
		if (stillness_look(&stillness, &belief)) {
			return k;
		}
	}
	return LONG;
}

/* ---- what is fitted ---- */

static void a_stuck_force__is_found_by_a_place_that_moves(void **state)
{
	(void)state;
	head.sensor.air.rate_hz = 0.0;
	begin();
	belief.position_known = true; /* but it is no screw: friction may hold what it feels */
	assert_in_range(found_after(0.0, 0.0, 1e-3), 13, 60);
}

/* Of what is not fitted, whatever its figures and its readings are, nothing is concluded. */
static void what_is_not_fitted__neither_moves_nor_stands_still(void **state)
{
	(void)state;
	head.sensor.air.rate_hz = 0.0;
	begin();
	assert_false(stillness.has_air);
	assert_int_equal(found_after(1.0, 0.0, 1e-3), LONG); /* no air stands still */
	begin();
	assert_int_equal(found_after(0.0, 1e4, 0.0), LONG); /* nor does any move */
	set_up(state);
	head.sensor.position.rate_hz = 0.0;
	begin();
	assert_int_equal(found_after(1.0, 2e3, 0.0), LONG);
	begin();
	assert_int_equal(found_after(0.0, 0.0, 1e-3), LONG);
}

/* A screw has no air, whatever its file says of one. */
static void a_screw__has_no_air_to_stand_still(void **state)
{
	(void)state;
	head.actuator.kind = ACTUATOR_VELOCITY;
	begin();
	assert_false(stillness.has_air);
	assert_int_equal(found_after(1.0, 0.0, 1e-3), LONG);
}

static void a_sensor_that_reads_seldom__is_fitted_as_well(void **state)
{
	(void)state;
	head.sensor.rate_hz = 0.5;
	head.sensor.air.rate_hz = 0.5;
	head.sensor.position.rate_hz = 0.5;
	begin();
	assert_true(stillness.has_air);
	assert_true(stillness.has_place);
	assert_at_least(stillness.force.band, 0.0);
	assert_int_equal(found_after(0.0, 1e4, 1e-3), 641); /* 10.7 samples, two seconds each */
}

static void a_sensor_without_noise_and_steps__tells_nothing(void **state)
{
	(void)state;
	head.sensor.air.noise_pa = 0.0;
	begin();
	assert_int_equal(found_after(1.0, 0.0, 1e-3), LONG);
}

/* ---- how many looks, and what is movement ---- */

/* By chance once in 3e-9: 10.7 samples within a fifth of the noise, and as many looks as those take. */
static void as_many_looks_as_samples__are_needed(void **state)
{
	const double rate_hz[] = {1000.0, 30.0, 10.0, 5.0};
	const int looks[] = {23, 23, 32, 64}; /* and 23 at least: 0.75 s */

	(void)state;
	for (int k = 0; k < 4; k++) {
		head.sensor.rate_hz = rate_hz[k];
		head.sensor.quantum_n = 1e-5 * head.sensor.noise_n; /* steps that nobody sees */
		begin();
		assert_int_equal(stillness.force.enough, looks[k]);
	}
}

/* Where chance asks for more looks than are in STILL_S, it says how many. */
static void fine_sensors__need_the_looks_of_their_time_and_coarse_ones_more(void **state)
{
	(void)state;
	begin();
	assert_int_equal(stillness.force.enough, 23);
	head.sensor.quantum_n = head.sensor.noise_n / 0.83;
	begin();
	assert_int_equal(stillness.air.enough, 23);
	assert_in_range(stillness.force.enough, 24, 60);
}

static void what_moves__is_more_than_noise_and_a_step(void **state)
{
	(void)state;
	begin();
	assert_near(stillness.force.moving, 6.0 * 0.05, 1e-12);
	assert_near(stillness.air.moving, 0.3 / BORE_M2, 1e-6);
	assert_near(stillness.place.moving, 1e-4, 1e-12);
	head.sensor.noise_n = 1.0;
	head.sensor.quantum_n = 0.5;
	begin();
	assert_near(stillness.force.moving, 6.5, 1e-12);
}

/* ---- a screw that drives on ---- */

static void screw(void)
{
	head.actuator.kind = ACTUATOR_VELOCITY;
	head.sensor.air.rate_hz = 0.0;
	begin();
	belief.position_known = true;
}

/* Fresh samples until it is found, while it goes on by so much between two of them, which are some ticks apart. */
static int felt_after(double force_n, double way_m, int ticks)
{
	for (int k = 1; k < LONG * ticks; k++) {
		belief.fresh = k % ticks == 0;
		belief.force_n += belief.fresh ? force_n : 0.0;
		belief.position_m += way_m / ticks;
		stillness_tick(&stillness, &belief);
		if (stillness_feels_nothing(&stillness, &belief)) {
			return k / ticks;
		}
	}
	return LONG;
}

/* By chance once in 1e-14: 17.5 samples within a fifth of the noise, however fast they come. */
static void as_many_samples_as_are_no_chance__tell_that_its_noise_is_gone(void **state)
{
	(void)state;
	for (int slow = 0; slow < 2; slow++) {
		head.sensor.rate_hz = slow ? 80.0 : 1000.0;
		screw();
		assert_int_equal(stillness.felt_enough, 18);
		belief.force_n = 0.5;
		assert_int_equal(felt_after(0.0, 4e-4, slow ? 12 : 1), slow ? 18 : 19);
		assert_int_equal(stillness.felt_samples, 18);
		screw();
		belief.force_n = 0.5;
		assert_int_equal(felt_after(0.05 * 0.21, 4e-4, slow ? 12 : 1), LONG);
	}
	head.sensor.quantum_n = head.sensor.noise_n / 0.5;
	screw();
	assert_int_equal(stillness.felt_enough, 85); /* a coarse one repeats itself */
}

/* It must have gone further than play and a gauge's noise make of one that stands. */
static void a_screw_that_hardly_moves__may_feel_the_same(void **state)
{
	(void)state;
	for (int far = 0; far < 2; far++) {
		screw();
		belief.fresh = true;
		for (int k = 0; k < LONG; k++) {
			belief.position_m = 0.03 + (k % 2 ? (far ? 3.1e-4 : 2.9e-4) : 0.0);
			stillness_tick(&stillness, &belief);
		}
		assert_int_equal(stillness_feels_nothing(&stillness, &belief), far);
	}
}

/* On somebody 2 mm and eight samples of the same are enough, where the cell is slow. */
static void a_screw_that_feels_the_same__is_found_sooner_on_somebody(void **state)
{
	(void)state;
	head.sensor.rate_hz = 80.0;
	screw();
	belief.force_n = CONTACT_ON_N;
	assert_int_equal(felt_after(0.0, 4e-4, 1), 9);
	screw();
	belief.force_n = CONTACT_ON_N;
	assert_int_equal(felt_after(0.0, 1.8e-4, 1), 13);
	screw();
	belief.force_n = CONTACT_ON_N - 0.01;
	assert_int_equal(felt_after(0.0, 4e-4, 1), 19);
}

/* Samples that did not come tell nothing, nor do those of a screw that is nobody knows where. */
static void only_samples_that_came_at_a_place_that_is_known__count(void **state)
{
	(void)state;
	screw();
	belief.fresh = false;
	for (int k = 0; k < LONG; k++) {
		belief.position_m += 4e-4;
		stillness_tick(&stillness, &belief);
		assert_false(stillness_feels_nothing(&stillness, &belief));
	}
	screw();
	belief.position_known = false;
	assert_int_equal(felt_after(0.0, 4e-4, 1), LONG);
	screw();
	for (int k = 0; k < 17; k++) {
		belief.fresh = true;
		stillness_tick(&stillness, &belief);
	}
	belief.position_known = false;
	stillness_tick(&stillness, &belief);
	belief.position_known = true;
	assert_int_equal(felt_after(0.0, 4e-4, 1), 8);
}

static void a_screw_that_felt_something_else__is_watched_anew(void **state)
{
	(void)state;
	screw();
	belief.fresh = true;
	for (int k = 0; k < 100; k++) {
		stillness_tick(&stillness, &belief);
	}
	belief.force_n += 1.0;
	assert_int_equal(felt_after(0.0, 4e-4, 1), 9);
}

/* A piston's sticking may hold what its cell feels: it has no ticks, and nothing is concluded of it. */
static void a_head_without_ticks__feels_something(void **state)
{
	(void)state;
	head.sensor.quantum_n = 3.0 * head.sensor.noise_n;
	screw();
	assert_false(stillness_feels_nothing(&stillness, &belief));
}

static void a_screw_s_stuck_place__is_found_as_well(void **state)
{
	(void)state;
	screw();
	assert_in_range(found_after(1.0, 0.0, 0.0), 13, 60);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_stuck_force__is_found_by_a_place_that_moves),
		TEST(what_is_not_fitted__neither_moves_nor_stands_still),
		TEST(a_screw__has_no_air_to_stand_still),
		TEST(a_sensor_that_reads_seldom__is_fitted_as_well),
		TEST(a_sensor_without_noise_and_steps__tells_nothing),
		TEST(as_many_looks_as_samples__are_needed),
		TEST(fine_sensors__need_the_looks_of_their_time_and_coarse_ones_more),
		TEST(what_moves__is_more_than_noise_and_a_step),
		TEST(a_screw_that_feels_the_same__is_found_sooner_on_somebody),
		TEST(a_screw_that_felt_something_else__is_watched_anew),
		TEST(as_many_samples_as_are_no_chance__tell_that_its_noise_is_gone),
		TEST(a_screw_that_hardly_moves__may_feel_the_same),
		TEST(only_samples_that_came_at_a_place_that_is_known__count),
		TEST(a_head_without_ticks__feels_something),
		TEST(a_screw_s_stuck_place__is_found_as_well),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
