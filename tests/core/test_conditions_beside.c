/* test_conditions_beside.c - pressure and position sensors: fitted ones are missed. */
#include "core/judging.h"

#define HEAD 1

static struct judging on;

/* The two sensors alike: where their samples are and whether they are known. */
struct kind {
	double plain; /* a value like any other */
	double wild;  /* a number, but none of these sensors' */
	bool air;
};

static const struct kind kinds[] = {{0.02, 1.5, false}, {5e4, 3e6, true}};

static struct sample *sample_of(const struct kind *kind)
{
	struct head_frame *head = &on.frame.heads[HEAD];

	return kind->air ? &head->pressure_pa : &head->position_m;
}

static enum sensor sensor_of(const struct kind *kind)
{
	return kind->air ? SENSOR_AIR : SENSOR_PLACE;
}

static bool known(const struct kind *kind)
{
	const struct head_belief *head = &on.belief.heads[HEAD];

	return kind->air ? head->pressure_known : head->position_known;
}

/* A running session on a rig where head HEAD alone has this sensor. */
static void begin(const struct kind *kind, double rate_hz)
{
	struct sensor_spec *sensor = &on.rig.heads[HEAD].sensor;

	judging_begin(&on, 4);
	sensor->air.rate_hz = kind->air ? rate_hz : 0.0;
	sensor->position.rate_hz = kind->air ? 0.0 : rate_hz;
	judging_begin_on_rig(&on);
}

static uint64_t tick_with(const struct kind *kind, double value, enum sample_state state)
{
	*sample_of(kind) = (struct sample){value, on.frame.t_ns + MS_NS, state};
	return judging_tick(&on);
}

static void healthy(const struct kind *kind)
{
	for (int k = 0; k < 3; k++) {
		assert_int_equal(tick_with(kind, kind->plain, SAMPLE_OK) & COND_TRIP_BITS, 0);
		assert_true(known(kind));
		assert_raised(on.conditions.bits, COND_READY);
	}
}

static void a_silent_one__is_unknown_and_lost_beyond_its_release_age(void **state)
{
	const struct {
		double rate_hz;
		int release_ms;
	} rates[] = {{1000.0, 20}, {400.0, 20}, {100.0, 80}};

	(void)state;
	for (int k = 0; k < 6; k++) {
		const struct kind *kind = &kinds[k % 2];

		begin(kind, rates[k / 2].rate_hz);
		healthy(kind);
		assert_int_equal(judging_wait(&on, rates[k / 2].release_ms) & COND_TRIP_BITS, 0);
		assert_true(known(kind));
		assert_int_equal(judging_tick(&on) & COND_TRIP_BITS, COND_BIT(COND_SENSOR_LOST));
		assert_int_equal(on.conditions.head[COND_SENSOR_LOST], HEAD);
		assert_int_equal(on.conditions.sensor[COND_SENSOR_LOST], sensor_of(kind));
		assert_false(known(kind));
		healthy(kind);
	}
}

static void two_bad_ones_in_a_row__trip_and_one_is_only_unknown(void **state)
{
	(void)state;
	for (int k = 0; k < 8; k++) {
		const struct kind *kind = &kinds[k % 2];
		const double bad[] = {NOT_A_N, ENDLESS, kind->wild, kind->plain};
		enum sample_state how = k / 2 == 3 ? SAMPLE_BAD : SAMPLE_OK;

		begin(kind, 1000.0);
		healthy(kind);
		assert_int_equal(tick_with(kind, bad[k / 2], how) & COND_TRIP_BITS, 0);
		assert_false(known(kind));
		healthy(kind);
		tick_with(kind, bad[k / 2], how);
		assert_int_equal(judging_wait(&on, 3) & COND_TRIP_BITS, 0); /* the same one */
		assert_int_equal(tick_with(kind, bad[k / 2], how) & COND_TRIP_BITS,
				 COND_BIT(COND_SENSOR_BAD));
		assert_int_equal(on.conditions.head[COND_SENSOR_BAD], HEAD);
		assert_int_equal(on.conditions.sensor[COND_SENSOR_BAD], sensor_of(kind));
		assert_false(known(kind));
		healthy(kind);
	}
}

/* A driver that takes back what it said, without saying when. */
static void one_that_turns_bad_in_place__is_lost_with_age(void **state)
{
	(void)state;
	for (int k = 0; k < 2; k++) {
		begin(&kinds[k], 1000.0);
		healthy(&kinds[k]);
		sample_of(&kinds[k])->state = SAMPLE_BAD;
		assert_int_equal(judging_wait(&on, 20) & COND_TRIP_BITS, 0);
		assert_false(known(&kinds[k]));
		assert_raised(judging_tick(&on), COND_SENSOR_LOST);
	}
}

static void one_from_the_future__is_bad(void **state)
{
	(void)state;
	for (int k = 0; k < 2; k++) {
		begin(&kinds[k], 1000.0);
		healthy(&kinds[k]);
		for (int n = 1; n <= 2; n++) {
			*sample_of(&kinds[k]) = (struct sample){
				kinds[k].plain, on.frame.t_ns + MS_NS + 1, SAMPLE_OK};
			assert_int_equal((judging_tick(&on) & COND_BIT(COND_SENSOR_BAD)) != 0,
					 n == 2);
			assert_false(known(&kinds[k]));
		}
	}
}

/* It is missed while something may press; before that, it keeps the rig from being armed. */
static void one_never_heard__trips_only_where_something_may_press(void **state)
{
	(void)state;
	for (int k = 0; k < 2; k++) {
		begin(&kinds[k], 1000.0);
		for (int s = 0; s < STATE_COUNT; s++) {
			bool may_press =
				s == STATE_ARMED || s == STATE_RUNNING || s == STATE_PAUSED;

			on.situation.state = (enum state)s;
			on.situation.since_ns = on.frame.t_ns;
			assert_int_equal((judging_tick(&on) & COND_BIT(COND_SENSOR_LOST)) != 0,
					 may_press);
			assert_not_raised(on.conditions.bits, COND_READY);
			assert_false(known(&kinds[k]));
		}
	}
}

static void one_that_is_not_fitted__is_not_missed(void **state)
{
	(void)state;
	for (int k = 0; k < 2; k++) {
		begin(&kinds[k], 0.0);
		assert_int_equal(judging_wait(&on, 200) & COND_TRIP_BITS, 0);
		assert_false(known(&kinds[k]));
		assert_raised(on.conditions.bits, COND_READY);
	}
}

static void a_screw__has_no_air_to_miss(void **state)
{
	(void)state;
	begin(&kinds[1], 1000.0);
	on.rig.heads[HEAD].actuator.kind = ACTUATOR_VELOCITY;
	judging_begin_on_rig(&on);
	assert_int_equal(judging_wait(&on, 200) & COND_TRIP_BITS, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_silent_one__is_unknown_and_lost_beyond_its_release_age),
		cmocka_unit_test(two_bad_ones_in_a_row__trip_and_one_is_only_unknown),
		cmocka_unit_test(one_that_turns_bad_in_place__is_lost_with_age),
		cmocka_unit_test(one_from_the_future__is_bad),
		cmocka_unit_test(one_never_heard__trips_only_where_something_may_press),
		cmocka_unit_test(one_that_is_not_fitted__is_not_missed),
		cmocka_unit_test(a_screw__has_no_air_to_miss),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
