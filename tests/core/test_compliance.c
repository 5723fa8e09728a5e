/* test_compliance.c - how far a head sinks in is told by quick presses, and the rest is the skin's. */
#include "core/control/compliance.h"

#include "core/bench_rig.h"

#define NOMINAL 2.5e-3  /* m per root of N */
#define BONE    0.36e-3 /* 35 N/mm at 40 N */

static struct compliance head;
static struct head_belief belief;
static double depth_m; /* into the tissue */
static double skin_m;  /* how far it came */

static int set_up(void **state)
{
	(void)state;
	compliance_init(&head, &(struct position_spec){.noise_m = 2e-5, .quantum_m = 1e-5});
	belief = (struct head_belief){.position_known = true, .fresh = true};
	depth_m = 0.0;
	skin_m = 0.0;
	return 0;
}

/* So long at those speeds, on tissue with that c. */
static void go(double for_s, double speed_m_s, double skin_m_s, double c)
{
	for (int k = 0; k < (int)(for_s / TICK_S + 0.5); k++) {
		belief.position_m += speed_m_s * TICK_S;
		skin_m += skin_m_s * TICK_S;
		depth_m += (speed_m_s + skin_m_s) * TICK_S;
		depth_m = depth_m > 0.0 ? depth_m : 0.0;
		belief.force_n = depth_m * depth_m / (c * c);
		belief.contact = belief.contact ? belief.force_n > CONTACT_OFF_N
						: belief.force_n > CONTACT_ON_N;
		compliance_step(&head, &belief, TICK_S);
	}
}

static void what_was_never_felt__is_taken_for_stiff(void **state)
{
	(void)state;
	assert_near(head.m_root_n, COMPLIANCE_LEAST, 1e-12);
	go(1.0, 0.0, 0.0, NOMINAL);
	assert_near(head.m_root_n, COMPLIANCE_LEAST, 1e-12);
	assert_near(head.skin_m_s, 0.0, 1e-12);
}

static void one_press__tells_how_far_it_gives(void **state)
{
	static const double cs[] = {0.2e-3, 0.5e-3, 1e-3, NOMINAL, 5e-3};

	(void)state;
	for (size_t k = 0; k < sizeof(cs) / sizeof(cs[0]); k++) {
		set_up(NULL);
		go(3.0 * cs[k] / 0.02, 0.02, 0.0, cs[k]); /* to 9 N */
		assert_near(head.m_root_n, cs[k], 0.05 * cs[k]);
		assert_near(head.skin_m_s, 0.0, 1e-3);
	}
}

/* Softer and stiffer than any back, it is taken for what the loop bears. */
static void it_is_never_believed_beyond_what_the_loop_bears(void **state)
{
	(void)state;
	go(0.02, 0.02, 0.0, 0.05e-3);
	assert_near(head.m_root_n, COMPLIANCE_LEAST, 1e-12);
	set_up(NULL);
	go(1.0, 0.03, 0.0, 9e-3);
	assert_near(head.m_root_n, COMPLIANCE_MOST, 1e-12);
}

/* Held where it is, on skin that rises with a breath. */
static void skin_that_comes_and_goes__is_told_as_such(void **state)
{
	double c;

	(void)state;
	go(0.6, 0.02, 0.0, NOMINAL);
	c = head.m_root_n;
	go(0.5, 0.0, 0.002, NOMINAL);
	assert_near(head.skin_m_s, 0.002, 2e-4);
	go(0.5, 0.0, -0.002, NOMINAL);
	assert_near(head.skin_m_s, -0.002, 2e-4);
	assert_near(head.m_root_n, c, 0.05 * c);
}

/* It goes back with the skin, and a little late: the force rises while it goes away. */
static void a_force_that_is_held__says_nothing_of_the_tissue(void **state)
{
	double c;

	(void)state;
	go(0.6, 0.02, 0.0, NOMINAL);
	c = head.m_root_n;
	for (int k = 0; k < 20; k++) {
		go(0.5, -0.0022, 0.0024, NOMINAL);
		go(0.5, 0.0022, -0.0024, NOMINAL);
	}
	assert_near(head.m_root_n, c, 0.02 * c);
}

/* It is pushed harder while it goes back: that is no stiff tissue, or it would go back too slowly. */
static void who_coughs__is_not_taken_for_stiff(void **state)
{
	double c;

	(void)state;
	go(0.6, 0.02, 0.0, NOMINAL);
	c = head.m_root_n;
	go(0.1, -0.01, 0.05, NOMINAL);
	assert_near(head.m_root_n, c, 0.02 * c);
	assert_at_least(head.skin_m_s, 0.004);
	/* on bone a breath does as much to the force: that is no cough */
	set_up(NULL);
	go(0.02, 0.02, 0.0, BONE);
	head.m_root_n = 2.0 * BONE;
	head.var_c = BONE * BONE;
	go(0.2, -0.001, 0.004, BONE);
	assert_at_most(head.m_root_n, 1.8 * BONE);
}

/* What its place sensor cannot show says nothing: the coarser it is, the less quickly anything is believed. */
static void a_coarse_place__is_believed_less(void **state)
{
	double fine;

	(void)state;
	go(0.11, 0.02, 0.0, NOMINAL);
	fine = head.var_c;
	set_up(NULL);
	compliance_init(&head, &(struct position_spec){.noise_m = 1e-4, .quantum_m = 1e-4});
	go(0.11, 0.02, 0.0, NOMINAL);
	assert_at_least(head.var_c, 2.0 * fine);
}

/* 10 mm below soft skin: noticed within a few N, and back above it again. */
static void bone_below_soft_skin__is_noticed_and_left_behind(void **state)
{
	(void)state;
	go(0.5, 0.02, 0.0, NOMINAL); /* 16 N */
	depth_m *= BONE / NOMINAL;
	go(0.05, 0.02, 0.0, BONE);
	assert_at_most(head.m_root_n, 2.0 * BONE);
	depth_m = 2.0 * NOMINAL;
	for (int k = 0; k < 5; k++) {
		go(0.25, 0.02, 0.0, NOMINAL);
		go(0.25, -0.02, 0.0, NOMINAL);
	}
	assert_at_least(head.m_root_n, 0.7 * NOMINAL);
}

/* It comes back to about where it was: what it gave there is the first guess, and no more than that. */
static void contact_lost__leaves_the_figure_and_not_how_sure_it_was(void **state)
{
	double c;

	(void)state;
	go(0.6, 0.02, 0.001, NOMINAL);
	c = head.m_root_n;
	assert_at_most(head.var_c, 1e-7);
	go(0.7, -0.03, 0.0, NOMINAL);
	assert_at_most(belief.force_n, 0.0);
	assert_near(head.m_root_n, c, 0.1 * c);
	assert_near(head.skin_m_s, 0.0, 1e-12);
	assert_near(head.var_c, NOMINAL * NOMINAL, 1e-12);
}

/* Between two samples of a slow cell the head goes on: only from sample to sample do way and force belong together. */
static void a_slow_cell__tells_the_same(void **state)
{
	double shown_n = 0.0;

	(void)state;
	for (int k = 0; k < 500; k++) {
		belief.position_m += 0.02 * TICK_S;
		depth_m += 0.02 * TICK_S;
		belief.fresh = k % 12 == 0;
		shown_n = belief.fresh ? depth_m * depth_m / (NOMINAL * NOMINAL) : shown_n;
		belief.force_n = shown_n;
		belief.contact = shown_n > CONTACT_ON_N;
		compliance_step(&head, &belief, TICK_S);
	}
	assert_near(head.m_root_n, NOMINAL, 0.05 * NOMINAL);
}

static void a_place_that_nobody_knows__tells_nothing(void **state)
{
	(void)state;
	belief.position_known = false;
	go(0.6, 0.02, 0.002, NOMINAL);
	assert_near(head.m_root_n, COMPLIANCE_LEAST, 1e-12);
	assert_near(head.skin_m_s, 0.0, 1e-12);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_was_never_felt__is_taken_for_stiff),
		TEST(one_press__tells_how_far_it_gives),
		TEST(it_is_never_believed_beyond_what_the_loop_bears),
		TEST(skin_that_comes_and_goes__is_told_as_such),
		TEST(a_force_that_is_held__says_nothing_of_the_tissue),
		TEST(who_coughs__is_not_taken_for_stiff),
		TEST(a_coarse_place__is_believed_less),
		TEST(bone_below_soft_skin__is_noticed_and_left_behind),
		TEST(contact_lost__leaves_the_figure_and_not_how_sure_it_was),
		TEST(a_slow_cell__tells_the_same),
		TEST(a_place_that_nobody_knows__tells_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
