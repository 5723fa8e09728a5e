/* test_estimate.c - from samples to beliefs: freshness, age, contact, speed, stiffness. */
#include "core/judging.h"

static struct judging on;

static int set_up(void **state)
{
	(void)state;
	judging_begin(&on, 2);
	judging_wait(&on, 10);
	return 0;
}

static const struct head_belief *belief(void)
{
	return &on.belief.heads[0];
}

static void place(double position_m, enum sample_state state)
{
	on.frame.heads[0].position_m = (struct sample){position_m, on.frame.t_ns + MS_NS, state};
}

static void ages__decide_between_live_stale_and_lost(void **state)
{
	const struct {
		double rate_hz;
		double latency_s;
		int hold_ms;
		int release_ms;
	} kinds[] = {
		{1000.0, 0.0, 10, 20},   /* the least of both */
		{400.0, 0.0, 10, 20},    /* 8 periods are exactly the least */
		{80.0, 0.0, 25, 100},    /* 2 and 8 periods */
		{80.0, 0.0125, 37, 112}, /* and what the converter always takes */
	};

	(void)state;
	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		bench_rig(&on.rig, 2);
		on.rig.heads[0].sensor.rate_hz = kinds[k].rate_hz;
		on.rig.heads[0].sensor.latency_s = kinds[k].latency_s;
		judging_begin_on_rig(&on);
		memset(&on.belief, 0, sizeof(on.belief));
		on.silent[0] = false;
		judging_wait(&on, 3);
		on.silent[0] = true;
		for (int ms = 1; ms < 200; ms++) {
			judging_tick(&on);
			assert_int_equal(belief()->force_age_ns, (int64_t)ms * MS_NS);
			assert_int_equal(belief()->input, ms <= kinds[k].hold_ms      ? INPUT_LIVE
							  : ms <= kinds[k].release_ms ? INPUT_STALE
										      : INPUT_LOST);
		}
	}
}

static void begin_slow(void)
{
	bench_rig(&on.rig, 2);
	on.rig.heads[0].sensor.rate_hz = 80.0;
	judging_begin_on_rig(&on);
	memset(&on.belief, 0, sizeof(on.belief));
	on.silent[0] = false;
	judging_wait(&on, 3);
}

/* Of each so many ms the first ones without a sample: when it is lost, or -1. */
static int lost_at_ms(int silent_ms, int of_ms)
{
	begin_slow();
	for (int ms = 0; ms < 5000; ms++) {
		on.silent[0] = ms % of_ms < silent_ms;
		judging_tick(&on);
		if (belief()->input == INPUT_LOST) {
			return ms;
		}
	}
	return -1;
}

/* An HX711 may be silent for 100 ms, and a reading of it is held for 25. */
static void short_silences_again_and_again__are_a_loss_within_a_second(void **state)
{
	(void)state;
	assert_in_range(lost_at_ms(50, 100), 800, 1000);
	assert_in_range(lost_at_ms(90, 100), 200, 400);
	assert_in_range(lost_at_ms(101, 5000), 100, 100);
	assert_int_equal(lost_at_ms(50, 250), -1); /* now and then is often enough */
	assert_int_equal(lost_at_ms(24, 50), -1);  /* nobody waited for these */
}

static void silences_that_ended__are_made_up_for(void **state)
{
	(void)state;
	assert_in_range(lost_at_ms(50, 100), 0, 1000);
	on.silent[0] = false;
	judging_wait(&on, 250);
	assert_int_equal(belief()->input, INPUT_LIVE);
	on.silent[0] = true; /* a second later one more is none of them */
	judging_wait(&on, 1000);
	assert_int_equal(belief()->input, INPUT_LOST);
	on.silent[0] = false;
	judging_wait(&on, 1);
	assert_int_equal(belief()->input, INPUT_LIVE);
}

/* Nobody knows whether the sensor spoke meanwhile. */
static void a_loop_that_stood_still_again_and_again__lost_no_sensor(void **state)
{
	(void)state;
	begin_slow();
	for (int k = 0; k < 100; k++) {
		on.frame.t_ns += 50 * MS_NS;
		judging_tick(&on);
		assert_int_equal(belief()->input, INPUT_LIVE);
	}
}

static void a_sensor_never_heard__is_never_live_even_at_time_zero(void **state)
{
	(void)state;
	judging_begin(&on, 2);
	on.frame.t_ns = 0;
	for (int k = 0; k < 100; k++) {
		judging_judge(&on);
		assert_int_equal(belief()->input, INPUT_NEVER);
		assert_false(belief()->fresh);
		on.frame.t_ns += MS_NS;
	}
}

static void a_sample__is_fresh_once(void **state)
{
	(void)state;
	on.force_n[0] = 3.0;
	judging_tick(&on);
	assert_true(belief()->fresh);
	assert_near(belief()->force_n, 3.0, 0.0);
	on.silent[0] = true;
	judging_tick(&on);
	assert_false(belief()->fresh);
	assert_near(belief()->force_n, 3.0, 0.0);
}

static void a_head_the_frame_does_not_have__brings_no_sample(void **state)
{
	(void)state;
	judging_begin(&on, 2);
	on.frame.head_count = 1;
	judging_wait(&on, 3);
	assert_int_equal(on.belief.heads[0].input, INPUT_LIVE);
	assert_int_equal(on.belief.heads[1].input, INPUT_NEVER);
}

static void implausible__ends_with_one_good_sample(void **state)
{
	(void)state;
	on.force_n[0] = NOT_A_N;
	judging_wait(&on, 5);
	assert_int_equal(belief()->input, INPUT_IMPLAUSIBLE);
	on.force_n[0] = 1.0;
	judging_tick(&on);
	assert_int_equal(belief()->input, INPUT_LIVE);
}

static void contact__has_hysteresis_and_becomes_sure(void **state)
{
	(void)state;
	on.force_n[0] = CONTACT_ON_N;
	judging_wait(&on, 5);
	assert_false(belief()->contact);
	on.force_n[0] = CONTACT_ON_N + 0.01;
	judging_tick(&on);
	assert_true(belief()->contact);
	on.force_n[0] = CONTACT_OFF_N;
	judging_wait(&on, 99);
	assert_true(belief()->contact);
	assert_false(belief()->contact_sure);
	judging_tick(&on);
	assert_true(belief()->contact_sure);
	on.force_n[0] = CONTACT_OFF_N - 0.01;
	judging_tick(&on);
	assert_false(belief()->contact);
	assert_false(belief()->contact_sure);
	on.force_n[0] = 5.0;
	judging_wait(&on, 2);
	assert_true(belief()->contact);
	assert_false(belief()->contact_sure);
}

static void speed__is_that_of_the_piston(void **state)
{
	(void)state;
	for (int k = 0; k < 200; k++) {
		place(0.020 * TICK_S * k, SAMPLE_OK);
		judging_tick(&on);
	}
	assert_true(belief()->position_known);
	assert_near(belief()->speed_m_s, 0.020, 1e-4);
	for (int k = 0; k < 200; k++) {
		place(0.004, SAMPLE_OK);
		judging_tick(&on);
	}
	assert_near(belief()->speed_m_s, 0.0, 1e-4);
}

static void a_position_that_is_none__is_not_known_and_spoils_nothing(void **state)
{
	const double wild_m[] = {NOT_A_N, ENDLESS, -ENDLESS, 1e308, -1e308, 2.0};

	(void)state;
	for (int k = 0; k < 60; k++) {
		place(0.010, SAMPLE_OK);
		judging_tick(&on);
		place(wild_m[k % 6], SAMPLE_OK);
		judging_tick(&on);
		assert_false(belief()->position_known);
		place(0.010, SAMPLE_BAD);
		judging_tick(&on);
		assert_false(belief()->position_known);
		assert_near(belief()->speed_m_s, 0.0, 1e-9);
		assert_near(belief()->position_m, 0.010, 1e-9);
	}
}

static void a_pressure_that_is_none__is_not_known(void **state)
{
	const double wild_pa[] = {NOT_A_N, ENDLESS, -ENDLESS, 1e300};

	(void)state;
	for (size_t k = 0; k < sizeof(wild_pa) / sizeof(wild_pa[0]); k++) {
		on.frame.heads[0].pressure_pa =
			(struct sample){wild_pa[k], on.frame.t_ns, SAMPLE_OK};
		judging_tick(&on);
		assert_false(belief()->pressure_known);
		assert_zero(belief()->pressure_pa);
	}
	on.frame.heads[0].pressure_pa = (struct sample){5e4, on.frame.t_ns, SAMPLE_OK};
	judging_tick(&on);
	assert_true(belief()->pressure_known);
	on.frame.heads[0].pressure_pa.state = SAMPLE_BAD;
	judging_tick(&on);
	assert_false(belief()->pressure_known);
}

static void stiffness__is_the_secant_since_contact(void **state)
{
	(void)state;
	place(0.015, SAMPLE_OK);
	on.force_n[0] = 1.0;
	judging_tick(&on);
	place(0.023, SAMPLE_OK);
	on.force_n[0] = 20.0;
	judging_tick(&on);
	assert_near(belief_stiffness_n_m(belief()), 2500.0, 1e-6);
	on.force_n[0] = 4.9; /* too light to tell */
	judging_tick(&on);
	assert_zero(belief_stiffness_n_m(belief()));
	on.force_n[0] = 20.0;
	place(0.0155, SAMPLE_OK); /* not pressed in to speak of */
	judging_tick(&on);
	assert_zero(belief_stiffness_n_m(belief()));
}

/* A rig of two heads of which the second is heated, and surfaces read at 10 Hz. */
static struct estimate warm;
static struct belief warm_belief;
static struct frame warm_frame;

static void warm_begin(void)
{
	bench_rig(&on.rig, 2);
	on.rig.heads[1].heater.driver = DRIVER_SIM;
	on.rig.heads[1].heater.surface.rate_hz = 10.0;
	estimate_init(&warm, &on.rig);
	memset(&warm_belief, 0, sizeof(warm_belief));
	warm_frame = (struct frame){.t_ns = S_NS, .head_count = 2};
}

static const struct head_belief *warm_wait(int ms)
{
	for (int k = 0; k < ms; k++) {
		warm_frame.t_ns += MS_NS;
		estimate_step(&warm, &warm_belief, &warm_frame);
	}
	return &warm_belief.heads[1];
}

static void show_surface(double surface_c, enum sample_state state)
{
	warm_frame.heads[0].surface_c = (struct sample){surface_c, warm_frame.t_ns, state};
	warm_frame.heads[1].surface_c = (struct sample){surface_c, warm_frame.t_ns, state};
}

static void a_surface__is_known_while_plausible_and_young(void **state)
{
	static const double wild[] = {-0.1, 80.1, -60.0, 1e300, NOT_A_N, ENDLESS};

	(void)state;
	warm_begin();
	assert_false(warm_wait(100)->surface_known);
	show_surface(39.5, SAMPLE_OK);
	assert_true(warm_wait(60)->surface_known);
	assert_near(warm_belief.heads[1].surface_c, 39.5, 0.0);
	assert_false(warm_belief.heads[0].surface_known); /* has no heater */
	assert_true(warm_wait(700)->surface_known);
	assert_false(warm_wait(100)->surface_known); /* 8 periods */
	assert_near(warm_belief.heads[1].surface_c, 39.5, 0.0);
	for (size_t k = 0; k < sizeof(wild) / sizeof(wild[0]); k++) {
		show_surface(39.5, SAMPLE_OK);
		assert_true(warm_wait(60)->surface_known);
		show_surface(wild[k], SAMPLE_OK);
		assert_false(warm_wait(60)->surface_known);
		assert_near(warm_belief.heads[1].surface_c, 39.5, 0.0);
	}
	show_surface(39.5, SAMPLE_BAD);
	assert_false(warm_wait(60)->surface_known);
	warm_frame.t_ns -= S_NS;
	show_surface(39.5, SAMPLE_OK);
	warm_frame.heads[1].surface_c.t_ns += 2 * S_NS; /* from the future */
	assert_false(warm_wait(60)->surface_known);
	warm_frame.head_count = 1;
	assert_false(warm_wait(60)->surface_known);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(ages__decide_between_live_stale_and_lost),
		TEST(short_silences_again_and_again__are_a_loss_within_a_second),
		TEST(silences_that_ended__are_made_up_for),
		TEST(a_loop_that_stood_still_again_and_again__lost_no_sensor),
		TEST(a_sensor_never_heard__is_never_live_even_at_time_zero),
		TEST(a_sample__is_fresh_once),
		TEST(a_head_the_frame_does_not_have__brings_no_sample),
		TEST(implausible__ends_with_one_good_sample),
		TEST(contact__has_hysteresis_and_becomes_sure),
		TEST(speed__is_that_of_the_piston),
		TEST(a_position_that_is_none__is_not_known_and_spoils_nothing),
		TEST(a_pressure_that_is_none__is_not_known),
		TEST(a_surface__is_known_while_plausible_and_young),
		TEST(stiffness__is_the_secant_since_contact),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
