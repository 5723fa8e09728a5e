/* test_witness_screw.c - a screw does what it was ordered, no more and no less, lets go, and feels. */
#include "core/witnessing.h"

#define SPEED_M_S 0.02
#define TRAVEL_M  0.10

static void begin(double place_m)
{
	struct head *head;

	bench_rig(&rig, 1);
	head = &rig.heads[0];
	head->actuator.kind = ACTUATOR_VELOCITY;
	head->actuator.screw.speed_max_m_s = SPEED_M_S;
	head->actuator.screw.stall_n = 200.0;
	head->actuator.screw.accel_m_s2 = 0.5;
	head->sensor.noise_n = 0.02;
	head->sensor.position = (struct position_spec){1000.0, 2e-5, 1e-5};
	witnessing_begin(80.0);
	belief.heads[0] = (struct head_belief){.input = INPUT_LIVE,
					       .beside = INPUT_LIVE,
					       .fresh = true,
					       .position_known = true,
					       .position_m = place_m};
	last.heads[0].dump_shut = true;
}

/* Seconds in which it goes at that speed under that order, or until something is found: those. */
static double go(double seconds, double ordered_m_s, double speed_m_s, double force_n,
		 double flutter_n)
{
	int k = 0;

	last.heads[0].speed_m_s = ordered_m_s;
	for (; k < (int)(seconds * 1000.0); k++) {
		belief.heads[0].position_m += speed_m_s * 1e-3;
		belief.heads[0].force_n = force_n + flutter_n * (k % 7 - 3);
		witnessing_step();
		if (witness.what != COND_COUNT) {
			break;
		}
	}
	return k * 1e-3;
}

static void a_screw_that_does_as_it_is_told__is_not_named(void **state)
{
	(void)state;
	begin(0.03);
	for (int k = 0; k < 20; k++) {
		const double way = k % 2 ? -1.0 : 1.0;

		go(1.0, way * SPEED_M_S, way * SPEED_M_S, 5.0, 0.02);
		assert_int_equal(witness.what, COND_COUNT);
	}
	/* under load it may be slower, up to what is left of its stall */
	go(1.0, SPEED_M_S, 0.011, 50.0, 0.02);
	assert_int_equal(witness.what, COND_COUNT);
}

static void a_screw_that_stays_behind__is_named_in_time(void **state)
{
	double found_s;

	(void)state;
	begin(0.03);
	go(1.0, 0.0, 0.0, 5.0, 0.02);
	found_s = go(3.0, SPEED_M_S, 0.0, 5.0, 0.02);
	assert_int_equal(witness.what, COND_ACTUATOR_LAGS);
	assert_true(found_s > 0.25 && found_s < 0.45); /* over 1.2 mm are missing, and 230 ms */
}

static void a_screw_that_goes_unasked__is_named_in_time(void **state)
{
	double found_s;

	(void)state;
	begin(0.03);
	go(1.0, 0.0, 0.0, 5.0, 0.02);
	found_s = go(3.0, 0.0, SPEED_M_S, 5.0, 0.02);
	assert_int_equal(witness.what, COND_ACTUATOR_RUNS);
	assert_true(found_s > 0.15 && found_s < 0.35);
}

static void at_either_stop__it_goes_no_further_and_that_is_well(void **state)
{
	(void)state;
	begin(0.001);
	go(5.0, -SPEED_M_S, 0.0, 0.0, 0.02);
	assert_int_equal(witness.what, COND_COUNT);
	begin(TRAVEL_M - 0.001);
	go(5.0, SPEED_M_S, 0.0, 5.0, 0.02);
	assert_int_equal(witness.what, COND_COUNT);
	/* away from the stop it would have to */
	go(5.0, -SPEED_M_S, 0.0, 5.0, 0.02);
	assert_int_equal(witness.what, COND_ACTUATOR_LAGS);
}

/* After the latch let go, its nut first comes back for it: meanwhile nobody can tell. */
static void until_the_nut_is_back__nothing_is_told(void **state)
{
	(void)state;
	begin(0.03);
	go(1.0, 0.0, 0.0, 0.0, 0.02);
	last.heads[0].dump_shut = false;
	go(0.3, 0.0, -0.1, 0.0, 0.02);
	last.heads[0].dump_shut = true;
	go(0.9, SPEED_M_S, 0.0, 0.0, 0.02);
	assert_int_equal(witness.what, COND_COUNT);
	go(1.0, SPEED_M_S, 0.0, 0.0, 0.02);
	assert_int_equal(witness.what, COND_ACTUATOR_LAGS);
}

static void a_latch_that_holds__is_found_while_letting_go(void **state)
{
	(void)state;
	for (int dead = 0; dead < 2; dead++) {
		for (int blind = 0; blind < 2; blind++) {
			begin(0.05);
			go(1.0, 0.0, 0.0, 20.0, 0.02);
			last.heads[0].dump_shut = false;
			belief.heads[0].position_known = true;
			for (int k = 0; k < 9;
			     k++) { /* the nut goes back anyway, at its own pace */
				belief.heads[0].position_known = !blind || k == 0;
				go(0.04, 0.0, dead ? -SPEED_M_S : -0.1, 0.0, 0.02);
			}
			assert_int_equal(witness.what == COND_DUMP_DEAD, dead && !blind);
		}
	}
	for (int little = 0; little < 2; little++) { /* so little out, nothing is seen of either */
		begin(little ? 0.003 : 0.015);
		go(1.0, 0.0, 0.0, 20.0, 0.02);
		last.heads[0].dump_shut = false;
		go(0.4, 0.0, little ? -0.5 * SPEED_M_S : -SPEED_M_S, 0.0, 0.02);
		assert_int_equal(witness.what, little ? COND_COUNT : COND_DUMP_DEAD);
	}
}

static void a_screw_that_drives_on_and_feels_the_same__has_a_stuck_sensor(void **state)
{
	double found_s;

	(void)state;
	begin(0.03);
	go(0.5, 0.0, 0.0, 5.0, 0.0); /* it stands: that may be */
	assert_int_equal(witness.what, COND_COUNT);
	found_s = go(2.0, SPEED_M_S, SPEED_M_S, 5.0, 0.0);
	assert_int_equal(witness.what, COND_SENSOR_STUCK);
	assert_int_equal(witness.sensor, SENSOR_FORCE);
	assert_true(found_s < 0.020); /* 0.3 mm, or 18 samples */
	begin(0.03);
	found_s = go(2.0, SPEED_M_S, SPEED_M_S, CONTACT_ON_N, 0.0);
	assert_int_equal(witness.what, COND_SENSOR_STUCK);
	assert_true(found_s < 0.020); /* 0.3 mm, or 18 samples */
	begin(0.03);                  /* nobody knows where it is */
	belief.heads[0].position_known = false;
	assert_near(go(0.7, SPEED_M_S, SPEED_M_S, 5.0, 0.0), 0.7, 1e-9);
	begin(0.03); /* it feels more and more */
	for (int k = 0; k < 100; k++) {
		go(0.0141, SPEED_M_S, SPEED_M_S, 5.0 + 0.1 * k, 0.0);
		assert_int_equal(witness.what, COND_COUNT);
	}
}

/* Frozen where nothing is felt yet, it shows no contact: the missing noise is all there is to see. */
static void a_screw_s_cell_that_froze_in_the_air__is_found_before_it_drives_in_far(void **state)
{
	static const double froze_at_n[] = {-0.5, 0.0, 0.5, CONTACT_ON_N - 0.01};

	(void)state;
	for (int k = 0; k < 4; k++) {
		double found_s;

		begin(0.03);
		go(1.0, 0.0, 0.0, froze_at_n[k], 0.02);
		found_s = go(2.0, SPEED_M_S, SPEED_M_S, froze_at_n[k], 0.0);
		assert_int_equal(witness.what, COND_SENSOR_STUCK);
		assert_true(found_s <
			    0.020); /* 0.4 mm of the 20 mm to which a nominal back takes 60 N */
		begin(0.03);
		go(1.0, 0.0, 0.0, froze_at_n[k], 0.02);
		go(30.0, 0.0, 0.0, froze_at_n[k], 0.0); /* it goes nowhere: there is time */
		assert_int_equal(witness.what, COND_COUNT);
		found_s = go(20.0, 0.001, 0.001, froze_at_n[k], 0.0); /* or slowly */
		assert_int_equal(witness.what, COND_SENSOR_STUCK);
		assert_true(found_s < 0.35);
	}
	begin(0.03); /* one that has noise may go as far as it likes */
	assert_near(go(3.0, SPEED_M_S, SPEED_M_S, 0.5, 0.02), 3.0, 1e-9);
}

/* Found between two looks, it is so at every tick: the next look of its head agrees. */
static void a_frozen_cell__is_named_at_every_tick_until_it_shows_something_else(void **state)
{
	(void)state;
	begin(0.03);
	go(0.5, 0.0, 0.0, 5.0, 0.0);
	assert_true(go(1.0, SPEED_M_S, SPEED_M_S, 5.0, 0.0) <
		    0.017); /* the next look is after 28 ms */
	for (int k = 0; k < 100; k++) {
		assert_int_equal(witness.what, COND_SENSOR_STUCK);
		assert_int_equal(witness.head, 0);
		belief.heads[0].position_m += 1e-5;
		witnessing_step();
	}
	for (int k = 0; k < 34; k++) { /* a look */
		belief.heads[0].force_n = 5.0 + 0.02 * (k % 7 - 3);
		witnessing_step();
	}
	assert_near(go(1.0, 0.0, 0.0, 5.0, 0.02), 1.0, 1e-9);
}

/* One wild reading is no way that it went, and nothing it has to make up for. */
static void a_wild_place_once__is_no_way_of_the_screw(void **state)
{
	(void)state;
	for (int unknown = 0; unknown < 2; unknown++) {
		begin(0.03);
		go(1.0, 0.0, 0.0, 5.0, 0.02);
		belief.heads[0].position_m = 0.09;
		belief.heads[0].position_known = !unknown;
		go(0.033, 0.0, 0.0, 5.0, 0.02); /* a look */
		belief.heads[0].position_m = 0.03;
		belief.heads[0].position_known = true;
		assert_near(go(3.0, 0.0, 0.0, 5.0, 0.02), 3.0, 1e-9);
	}
}

static void places_outside_its_travel_or_too_far_away__are_nonsense(void **state)
{
	static const double places_m[] = {-0.003, TRAVEL_M + 0.003, 0.08};

	(void)state;
	for (int k = 0; k < 3; k++) {
		begin(0.03);
		go(0.5, 0.0, 0.0, 5.0, 0.02);
		belief.heads[0].position_m = places_m[k];
		go(0.2, 0.0, 0.0, 5.0, 0.02);
		assert_int_equal(witness.what, COND_SENSOR_BAD);
		belief.heads[0].position_known = false; /* what is not known is no jump */
		for (int i = 0; i < 50; i++) {
			witnessing_step();
		}
		assert_int_equal(witness.what, COND_COUNT);
	}
}

/* Nothing fitted but the force: nothing can be told, and nothing is. */
static void a_head_with_nothing_beside_its_force__is_never_named(void **state)
{
	(void)state;
	for (int screw = 0; screw < 2; screw++) {
		begin(0.0);
		rig.heads[0].actuator.kind = screw ? ACTUATOR_VELOCITY : ACTUATOR_PRESSURE;
		rig.heads[0].sensor.position.rate_hz = 0.0;
		witness_init(&witness, &rig);
		belief.heads[0].position_known = false;
		assert_near(go(3.0, SPEED_M_S, 0.0, 70.0, 0.02), 3.0, 1e-9);
	}
}

/* No air tells the sign of its cell: one wired the wrong way round shows a pull, and the harder it presses the more. */
static void a_screw_that_feels_itself_pulled__has_a_sensor_of_the_wrong_sign(void **state)
{
	(void)state;
	begin(0.03);
	assert_near(go(3.0, 0.0, 0.0, -15.9, 0.02), 3.0, 1e-9);
	assert_near(go(0.3, 0.0, 0.0, -16.0, 0.0), 0.3, 1e-9);
	go(0.033, 0.0, 0.0, -16.1, 0.02); /* a look: one wild reading is none */
	assert_near(go(3.0, 0.0, 0.0, -15.9, 0.02), 3.0, 1e-9);
	assert_true(go(1.0, 0.0, 0.0, -16.1, 0.02) < 0.07);
	assert_int_equal(witness.what, COND_SENSOR_BAD);
	assert_int_equal(witness.head, 0);
	assert_int_equal(witness.sensor, SENSOR_FORCE);
	for (int k = 0; k < 34; k++) {
		belief.heads[0].force_n = 5.0 + 0.02 * (k % 7 - 3);
		witnessing_step();
	}
	assert_int_equal(witness.what, COND_COUNT);
}

/* Each of them, and nobody else: without a place nothing could be compared. */
static void screws_with_a_place__are_thought_along_at_every_tick(void **state)
{
	(void)state;
	begin(0.03);
	bench_rig(&rig, 4);
	for (int i = 1; i < 4; i++) {
		rig.heads[i].actuator.kind = ACTUATOR_VELOCITY;
		rig.heads[i].actuator.screw.speed_max_m_s = SPEED_M_S;
		rig.heads[i].actuator.screw.stall_n = 200.0;
		rig.heads[i].actuator.screw.accel_m_s2 = 20.0;
		rig.heads[i].sensor.position.rate_hz = i == 2 ? 0.0 : 1000.0;
	}
	rig.heads[0].sensor.position.rate_hz = 1000.0;
	witnessing_begin(80.0);
	for (int i = 0; i < 4; i++) {
		last.heads[i] =
			(struct head_actuation){.dump_shut = true, .speed_m_s = 0.001 * (1 + i)};
	}
	witness.at = witness.period - 1; /* nobody's look */
	witnessing_step();
	assert_int_equal(witness.screw_count, 2);
	for (int i = 0; i < 4; i++) {
		const bool thought = i == 1 || i == 3;

		assert_near(witness.heads[i].deed.nut.asked_m_s, thought ? 0.001 * (1 + i) : 0.0,
			    1e-12);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_screw_that_does_as_it_is_told__is_not_named),
		cmocka_unit_test(a_screw_that_stays_behind__is_named_in_time),
		cmocka_unit_test(a_screw_that_goes_unasked__is_named_in_time),
		cmocka_unit_test(at_either_stop__it_goes_no_further_and_that_is_well),
		cmocka_unit_test(until_the_nut_is_back__nothing_is_told),
		cmocka_unit_test(a_latch_that_holds__is_found_while_letting_go),
		cmocka_unit_test(a_screw_that_drives_on_and_feels_the_same__has_a_stuck_sensor),
		cmocka_unit_test(
			a_screw_s_cell_that_froze_in_the_air__is_found_before_it_drives_in_far),
		cmocka_unit_test(
			a_frozen_cell__is_named_at_every_tick_until_it_shows_something_else),
		cmocka_unit_test(a_wild_place_once__is_no_way_of_the_screw),
		cmocka_unit_test(places_outside_its_travel_or_too_far_away__are_nonsense),
		cmocka_unit_test(a_head_with_nothing_beside_its_force__is_never_named),
		cmocka_unit_test(screws_with_a_place__are_thought_along_at_every_tick),
		cmocka_unit_test(a_screw_that_feels_itself_pulled__has_a_sensor_of_the_wrong_sign),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
