/* test_guard_cough.c - a head that backed off for a small cough comes back at once, and for nothing else. */
#include "core/guarding.h"

#define WANTED_N 30.0
#define SLOW_M_S 0.0004 /* that the skin rises by breath: 1.5 N in a second */
#define OVER_S   0.6    /* then it is judged once more */

/* What is known after a push, and before it. */
struct after {
	const char *what;
	double left_share; /* of the force: how much more the head would feel in its old place */
	double rise_m_s;   /* of the skin, before */
	double confidence; /* of the breath, after */
	double wanted_n;   /* after */
	bool position_known;
	bool lifted; /* it pressed nobody meanwhile */
};

static const struct after a_cough = {
	.what = "a cough",
	.rise_m_s = SLOW_M_S,
	.wanted_n = GUARD_SHARE * WANTED_N,
	.position_known = true,
};

static int set_up(void **state)
{
	(void)state;
	guarding_begin_one();
	guarding_lie(1600.0);
	return 0;
}

static void breathe(double rise_m_s)
{
	belief.breath.confidence = 1.0;
	belief.breath.share[0] = 1.0;
	belief.breath.rise_m_s = rise_m_s;
}

static void push_once(double rise_m_s)
{
	breathe(rise_m_s);
	guarding_hold(WANTED_N, WANTED_N, 1.0);
	guarding_go(WANTED_N, WANTED_N, 0.0, 6.0, 60);
	assert_true(guard.heads[0].yields);
}

/* The force that is wanted then, in a place where so much more would be felt in the old one. */
static void settle(const struct after *after)
{
	const struct guard_head *head = &guard.heads[0];

	belief.breath.confidence = after->confidence;
	belief.heads[0].position_known = after->position_known;
	belief.heads[0].position_m = head->before.position_m -
				     (WANTED_N - after->wanted_n + after->left_share * WANTED_N) /
					     (2.0 * head->before_n_m);
}

/* Whether the head still yields when it has been judged. */
static bool yields_after(const struct after *after)
{
	set_up(NULL);
	push_once(after->rise_m_s);
	settle(after);
	if (after->lifted) {
		guarding_hold(1.0, 1.0, 0.3);
	}
	guarding_hold(after->wanted_n, after->wanted_n, OVER_S + 0.02);
	return guard.heads[0].yields;
}

static void hold_until_s(double since_s)
{
	while ((double)(t_ns - guard.heads[0].yield_t_ns) < (since_s - 0.0005) * S_NS) {
		guarding_tick(a_cough.wanted_n, a_cough.wanted_n);
	}
}

static void where_nothing_is_left__it_comes_back_when_a_muscle_would_be_tense(void **state)
{
	(void)state;
	push_once(SLOW_M_S);
	settle(&a_cough);
	hold_until_s(OVER_S - 0.001);
	assert_true(guard.heads[0].yields);
	assert_near(ceilings.heads[0].now_n, GUARD_SHARE * WANTED_N, 1e-9);
	guarding_hold_ticks(a_cough.wanted_n, a_cough.wanted_n, 2);
	assert_false(guard.heads[0].yields);
	guarding_hold(a_cough.wanted_n, a_cough.wanted_n, 1.0); /* slowly, as ever */
	assert_near(ceilings.heads[0].now_n, GUARD_SHARE * WANTED_N + 3.0, 0.01);
}

static void what_might_be_a_muscle__keeps_it_away(void **state)
{
	static const struct after others[] = {
		{"more is left", 0.20, SLOW_M_S, 0.0, GUARD_SHARE * WANTED_N, true, false},
		{"less is left", -0.20, SLOW_M_S, 0.0, GUARD_SHARE * WANTED_N, true, false},
		{"the breath goes on", 0.0, SLOW_M_S, 1.0, GUARD_SHARE * WANTED_N, true, false},
		{"nobody knew the breath", 0.0, 0.0, 0.0, GUARD_SHARE * WANTED_N, true, false},
		{"it rose fast", 0.0, 0.002, 0.0, GUARD_SHARE * WANTED_N, true, false},
		{"it fell fast", 0.0, -0.002, 0.0, GUARD_SHARE * WANTED_N, true, false},
		{"more is asked for", 0.0, SLOW_M_S, 0.0, WANTED_N + 1.0, true, false},
		{"nobody knows where it is", 0.0, SLOW_M_S, 0.0, GUARD_SHARE * WANTED_N, false,
		 false},
		{"it was away", 0.0, SLOW_M_S, 0.0, GUARD_SHARE * WANTED_N, true, true},
	};

	(void)state;
	assert_false(yields_after(&a_cough));
	for (size_t k = 0; k < sizeof(others) / sizeof(others[0]); k++) {
		if (!yields_after(&others[k])) {
			fail_msg("it comes back, although %s", others[k].what);
		}
	}
}

/* Whether it still yields where that share of the force pushed in the last 0.1 s before it is judged. */
static bool yields_pushed(double share)
{
	struct after after = a_cough;

	set_up(NULL);
	push_once(SLOW_M_S);
	after.left_share = -0.5 * share;
	settle(&after);
	hold_until_s(OVER_S - 0.1);
	assert_true(guard.heads[0].yields);
	after.left_share = 0.5 * share;
	settle(&after);
	hold_until_s(OVER_S + 0.02);
	return guard.heads[0].yields;
}

static void a_place_that_was_lost_just_before__keeps_it_away(void **state)
{
	(void)state;
	push_once(SLOW_M_S);
	settle(&a_cough);
	belief.heads[0].position_known = false;
	hold_until_s(OVER_S - 0.1);
	belief.heads[0].position_known = true;
	hold_until_s(OVER_S + 0.02);
	assert_true(guard.heads[0].yields);
}

/* The same force in the same place leaves nothing, but only to who knows that it is the same. */
static void a_place_that_was_known_only_from_the_push_on__keeps_it_away(void **state)
{
	struct after after = a_cough;

	(void)state;
	after.wanted_n = WANTED_N; /* of a stroke that goes up to more */
	for (int known = 0; known < 2; known++) {
		set_up(NULL);
		breathe(SLOW_M_S);
		belief.heads[0].position_known = known;
		guarding_hold(WANTED_N, WANTED_N, 1.0);
		belief.heads[0].position_known = true;
		guarding_go(WANTED_N, WANTED_N, 0.0, 6.0, 60);
		settle(&after);
		hold_until_s(OVER_S - 0.2);
		guarding_hold(WANTED_N, WANTED_N, 0.22);
		assert_int_equal(guard.heads[0].yields, !known);
	}
}

/* One of many heads in a slow loop: whether anything pushes just now is not known from so few. */
static void fewer_looks_than_tell_what_moves__keep_it_away(void **state)
{
	(void)state;
	for (int looks = 0; looks <= GUARD_PASTS; looks++) {
		set_up(NULL);
		breathe(SLOW_M_S);
		guarding_hold(WANTED_N, WANTED_N, 1.0);
		for (int k = 0; !guard.heads[0].yields; k++) {
			guarding_tick(WANTED_N, WANTED_N + 0.1 * k);
		}
		settle(&a_cough);
		for (int k = 0; k < looks; k++) {
			t_ns += 60 * MS_NS;
			guarding_tick(a_cough.wanted_n, a_cough.wanted_n);
		}
		t_ns = guard.heads[0].yield_t_ns + 620 * MS_NS;
		guarding_tick(a_cough.wanted_n, a_cough.wanted_n);
		assert_int_equal(guard.heads[0].yields, looks < GUARD_PASTS);
	}
}

/* Who tenses after the cough is not wholly tense yet. */
static void a_muscle_that_tenses_as_it_is_judged__keeps_it_away(void **state)
{
	(void)state;
	assert_true(yields_pushed(0.06));
	assert_true(yields_pushed(-0.06));
	assert_false(yields_pushed(0.04));
	assert_false(yields_pushed(-0.04));
}

static void so_much_left_as_a_cough_leaves__does_not_keep_it_away(void **state)
{
	struct after after = a_cough;

	(void)state;
	for (int sign = -1; sign <= 1; sign += 2) {
		after.left_share = 0.15 * sign;
		assert_false(yields_after(&after));
	}
}

/* The person tensed, and then coughed: that the cough is over says nothing of the muscle. */
static void a_cough_while_it_yields_already__undoes_nothing(void **state)
{
	(void)state;
	push_once(SLOW_M_S);
	settle(&(struct after){.left_share = 0.4, .wanted_n = 22.5, .position_known = true});
	guarding_hold(22.5, 22.5, 1.5);
	belief.breath.confidence = 1.0;
	guarding_go(22.5, 22.5, 0.0, 6.0, 60);
	assert_int_equal(guard.times, 2);
	belief.breath.confidence = 0.0;
	guarding_hold(16.9, 16.9, OVER_S + 0.02);
	assert_true(guard.heads[0].yields);
	guarding_hold(16.9, 16.9, GUARD_HOLD_S - OVER_S - 0.1);
	assert_true(guard.heads[0].yields);
	guarding_hold(16.9, 16.9, 0.2);
	assert_false(guard.heads[0].yields);
}

static void what_is_left_at_first_and_gone_later__keeps_it_away(void **state)
{
	struct after after = a_cough;

	(void)state;
	push_once(SLOW_M_S);
	after.left_share = 0.4;
	settle(&after);
	guarding_hold(after.wanted_n, after.wanted_n, OVER_S + 0.02);
	settle(&a_cough);
	guarding_hold(a_cough.wanted_n, a_cough.wanted_n, 0.3);
	assert_true(guard.heads[0].yields);
}

/* A slow push is under way for some looks before it is sure: it is held against none of these. */
static void what_it_is_held_against__is_from_before_the_push(void **state)
{
	(void)state;
	guarding_hold(WANTED_N, WANTED_N, 1.0);
	guarding_go(WANTED_N, WANTED_N, 0.0, 6.0, 200);
	assert_true(guard.heads[0].yields);
	assert_true(guard.heads[0].past[1].force_n > WANTED_N + 0.1);
	assert_near(guard.heads[0].before.force_n, WANTED_N, 1e-9);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(where_nothing_is_left__it_comes_back_when_a_muscle_would_be_tense),
		TEST(what_might_be_a_muscle__keeps_it_away),
		TEST(a_place_that_was_lost_just_before__keeps_it_away),
		TEST(a_place_that_was_known_only_from_the_push_on__keeps_it_away),
		TEST(fewer_looks_than_tell_what_moves__keep_it_away),
		TEST(a_muscle_that_tenses_as_it_is_judged__keeps_it_away),
		TEST(so_much_left_as_a_cough_leaves__does_not_keep_it_away),
		TEST(what_is_left_at_first_and_gone_later__keeps_it_away),
		TEST(what_it_is_held_against__is_from_before_the_push),
		TEST(a_cough_while_it_yields_already__undoes_nothing),
	};

	return cmocka_run_group_tests_name("guard_cough", tests, NULL, NULL);
}
