/* test_velocity_ctl.c - a screw comes slowly to what it does not know, answers soft and stiff alike, and flees. */
#include "core/control/velocity_ctl.h"

#include "core/bench_rig.h"

#define FASTEST 0.032
#define NOMINAL 2.5e-3

static struct velocity_ctl ctl;
static struct setpoint to;
static struct belief belief;
static struct actuation wanted;

static int set_up(void **state)
{
	static struct rig rig;

	(void)state;
	bench_rig(&rig, 2);
	rig.heads[1].actuator.kind = ACTUATOR_VELOCITY;
	rig.heads[1].actuator.dead_s = 0.01;
	rig.heads[1].actuator.screw.speed_max_m_s = FASTEST;
	rig.heads[1].sensor.latency_s = 0.001;
	velocity_ctl_init(&ctl, &rig);
	memset(&to, 0, sizeof(to));
	memset(&belief, 0, sizeof(belief));
	memset(&wanted, 0, sizeof(wanted));
	belief.heads[1] = (struct head_belief){
		.input = INPUT_LIVE, .position_known = true}; /* and nothing to learn from */
	return 0;
}

/* The speed wanted of the screw, with this target and this force. */
static double wanted_m_s(double target_n, double force_n)
{
	to.heads[1].now_n = target_n;
	to.heads[1].ahead_n = target_n;
	to.heads[1].at_sample_n = target_n;
	belief.heads[1].force_n = force_n;
	belief.heads[1].contact = force_n > CONTACT_ON_N;
	velocity_ctl_step(&ctl, &wanted, &to, &belief);
	return wanted.heads[1].speed_m_s;
}

static double known_m_s(double c, double target_n, double force_n)
{
	ctl.heads[1].compliance.m_root_n = c;
	return wanted_m_s(target_n, force_n);
}

static void only_screws__are_told_anything(void **state)
{
	(void)state;
	wanted_m_s(20.0, 0.0);
	assert_int_equal(ctl.count, 1);
	assert_true(wanted.heads[1].dump_shut);
	assert_false(wanted.heads[0].dump_shut);
}

static void asked_for_nothing__it_turns_back_and_knows_nothing_any_more(void **state)
{
	(void)state;
	ctl.heads[1].compliance.m_root_n = NOMINAL;
	assert_near(wanted_m_s(0.0, 20.0), -0.030, 1e-12);
	assert_near(ctl.heads[1].compliance.m_root_n, COMPLIANCE_LEAST, 1e-12);
}

/* What it could hit there must not outrun its stop. */
static void it_comes_slowly_to_what_may_be_stiff(void **state)
{
	const double bandwidth_1_s = 1.0 / (2.0 * (0.012 + 0.01));

	(void)state;
	assert_near(wanted_m_s(20.0, 0.0), 2e-4 * bandwidth_1_s, 1e-9);
	assert_near(known_m_s(0.5e-3, 20.0, 0.0), 0.5e-3 * bandwidth_1_s, 1e-9);
	assert_near(known_m_s(NOMINAL, 20.0, 0.0), 0.020, 1e-12);
}

/* The plain laws approach as they always did. */
static void plain_laws__approach_at_one_speed(void **state)
{
	static const enum controller plain[] = {CONTROLLER_PI, CONTROLLER_ADMITTANCE};

	(void)state;
	for (int k = 0; k < 2; k++) {
		ctl.controller = plain[k];
		assert_near(wanted_m_s(20.0, 0.0), 0.020, 1e-12);
	}
}

/* Twice as far as it gives, twice as fast: so the force answers alike. */
static void what_is_missing__is_gone_in_proportion_to_what_it_gives(void **state)
{
	const double soft = known_m_s(2e-3, 25.0, 24.0);
	const double stiff = known_m_s(1e-3, 25.0, 24.0);

	(void)state;
	assert_near(soft, 2.0 * stiff, 1e-9);
	assert_at_least(stiff, 0.001);
	assert_near(known_m_s(2e-3, 16.0, 16.0), 0.0, 1e-12);
	assert_at_most(known_m_s(2e-3, 16.0, 17.0), -0.001);
}

static void a_target_that_rises__is_gone_with(void **state)
{
	(void)state;
	to.heads[1].ahead_rate_n_s = 10.0;
	assert_near(known_m_s(2e-3, 25.0, 25.0), 2e-3 * 10.0 / (2.0 * 5.0), 1e-9);
	to.heads[1].ahead_rate_n_s = -10.0;
	assert_near(known_m_s(2e-3, 25.0, 25.0), -2e-3 * 10.0 / (2.0 * 5.0), 1e-9);
	/* at contact a root's slope has no end */
	assert_near(known_m_s(2e-3, 1.0, 1.0), -2e-3 * 10.0 / (2.0 * 2.0), 1e-9);
}

static void skin_that_comes__is_gone_back_from(void **state)
{
	(void)state;
	ctl.heads[1].compliance.skin_m_s = 0.003;
	assert_near(known_m_s(NOMINAL, 16.0, 16.0), -0.003, 1e-9);
}

/* As from a cough: however stiff it was thought to be. */
static void far_beyond_its_target__it_flees(void **state)
{
	(void)state;
	assert_at_least(known_m_s(COMPLIANCE_LEAST, 20.0, 26.9), -0.010);
	assert_near(known_m_s(COMPLIANCE_LEAST, 20.0, 27.1), -FASTEST, 1e-12);
}

static void on_old_news__nothing_rises(void **state)
{
	(void)state;
	belief.heads[1].input = INPUT_STALE;
	assert_near(wanted_m_s(20.0, 0.0), 0.0, 1e-12);
	assert_near(known_m_s(NOMINAL, 25.0, 16.0), 0.0, 1e-12);
	assert_at_most(known_m_s(NOMINAL, 16.0, 20.0), -0.001);
}

static void no_speed__is_beyond_its_own(void **state)
{
	(void)state;
	assert_near(known_m_s(COMPLIANCE_MOST, 80.0, 1.0), FASTEST, 1e-12);
	assert_near(known_m_s(COMPLIANCE_MOST, 1.0, 7.0), -FASTEST, 1e-12);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(only_screws__are_told_anything),
		TEST(asked_for_nothing__it_turns_back_and_knows_nothing_any_more),
		TEST(it_comes_slowly_to_what_may_be_stiff),
		TEST(plain_laws__approach_at_one_speed),
		TEST(what_is_missing__is_gone_in_proportion_to_what_it_gives),
		TEST(a_target_that_rises__is_gone_with),
		TEST(skin_that_comes__is_gone_back_from),
		TEST(far_beyond_its_target__it_flees),
		TEST(on_old_news__nothing_rises),
		TEST(no_speed__is_beyond_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
