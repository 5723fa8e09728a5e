/* test_sim_account.c - dose, time, what held heads back, warmth and trigger points are counted rightly. */
#include "tool/sim_account.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define DT_S 0.001

static struct sim_account account;
static struct snapshot snapshot;
static struct command command;
static struct frame frame;
static struct rig rig;
static struct patient patient;
static double true_n[HEADS_MAX];

static int two_heads(void **state)
{
	(void)state;
	sim_account_init(&account);
	memset(&snapshot, 0, sizeof(snapshot));
	memset(&command, 0, sizeof(command));
	memset(&frame, 0, sizeof(frame));
	memset(&patient, 0, sizeof(patient));
	memset(true_n, 0, sizeof(true_n));
	rig = (struct rig){.head_count = 2};
	rig.heads[0] = (struct head){.x_m = 0.05, .y_m = -0.06, .area_m2 = 7.07e-4};
	rig.heads[1] = (struct head){.x_m = 0.05, .y_m = 0.06, .area_m2 = 1.4e-3};
	snapshot.head_count = 2;
	snapshot.state = STATE_RUNNING;
	return 0;
}

static void pass(double seconds)
{
	for (long tick = 0; tick < lround(seconds / DT_S); tick++) {
		sim_account_add(&account, &snapshot, &command, &frame, true_n, 0.0, DT_S);
	}
}

static void tissue__is_kept_as_first_and_as_last_surely_told(void **state)
{
	struct tissue_belief *told = &snapshot.heads[1].tissue;

	(void)state;
	*told = (struct tissue_belief){.stiffness_10_n_m = 9000.0, .stiffness_sure = 0.4};
	pass(0.1);
	assert_true(fabs(account.heads[1].before.stiffness_10_n_m) < 1e-9);
	*told = (struct tissue_belief){.stiffness_10_n_m = 2500.0, .stiffness_sure = 0.6};
	pass(0.1);
	*told = (struct tissue_belief){.stiffness_10_n_m = 2300.0, .stiffness_sure = 0.8};
	pass(0.1);
	*told = (struct tissue_belief){.stiffness_10_n_m = 9000.0, .stiffness_sure = 0.4};
	pass(0.1);
	assert_true(fabs(account.heads[1].before.stiffness_10_n_m - 2500.0) < 1e-9);
	assert_true(fabs(account.heads[1].after.stiffness_10_n_m - 2300.0) < 1e-9);
	assert_true(fabs(account.heads[0].after.stiffness_sure) < 1e-9);
}

static void breath__is_averaged_over_the_time_it_was_sure(void **state)
{
	(void)state;
	assert_true(isnan(sim_account_breath_share(&account)));
	assert_true(isnan(sim_account_breath_hz(&account)));
	snapshot.breath.confidence = 0.3;
	pass(3.0);
	snapshot.breath =
		(struct breath_view){.confidence = 0.8, .rate_hz = 0.3, .amplitude_m = 0.004};
	pass(1.0);
	assert_true(fabs(sim_account_breath_share(&account) - 0.25) < 1e-3);
	assert_true(fabs(sim_account_breath_hz(&account) - 0.3) < 1e-6);
	assert_true(fabs(sim_account_breath_m(&account) - 0.004) < 1e-6);
}

static int is_near(double value, double wanted)
{
	return fabs(value - wanted) <= 1e-6 * fabs(wanted) + 1e-9;
}

static void dose__is_what_the_tissue_felt_over_the_area_of_its_head(void **state)
{
	(void)state;
	true_n[0] = 14.0;
	true_n[1] = 14.0;
	snapshot.heads[0].target_n = 7.0;
	pass(10.0);
	assert_true(is_near(sim_account_dose_kpa_s(&account, &rig, 0), 140.0 / 7.07e-4 / 1e3));
	assert_true(is_near(sim_account_dose_kpa_s(&account, &rig, 1), 100.0));
	assert_true(
		is_near(sim_account_dose_target_kpa_s(&account, &rig, 0), 70.0 / 7.07e-4 / 1e3));
	assert_true(is_near(sim_account_dose_target_kpa_s(&account, &rig, 1), 0.0));
}

static void the_mean__is_of_the_time_under_pressure(void **state)
{
	(void)state;
	true_n[0] = 20.0;
	pass(2.0);
	true_n[0] = 1.0; /* a head at rest presses nobody */
	pass(8.0);
	assert_true(is_near(sim_account_mean(&account, &rig, 0).felt_n, 20.0));
	assert_true(is_near(account.heads[0].pressed_s, 2.0));
	assert_true(isnan(sim_account_mean(&account, &rig, 1).felt_n));
}

/* 2 s of 20 N for 24 wanted and 1 s of 5 for 6 are 3 s of 15 for 18; a larger head has less of it in kPa. */
static void target_and_achieved__are_told_of_heads_and_regions(void **state)
{
	struct sim_mean mean;

	(void)state;
	rig.heads[1].area_m2 = 2.0 * rig.heads[0].area_m2;
	rig.heads[1].region = rig.heads[0].region;
	true_n[0] = 20.0;
	snapshot.heads[0].target_n = 24.0;
	pass(2.0);
	true_n[0] = 0.0;
	snapshot.heads[0].target_n = 1.5; /* at rest: of no mean */
	true_n[1] = 5.0;
	snapshot.heads[1].target_n = 6.0;
	pass(1.0);
	mean = sim_account_mean(&account, &rig, 0);
	assert_true(is_near(mean.felt_n, 20.0));
	assert_true(is_near(mean.wanted_n, 24.0));
	assert_true(is_near(mean.felt_kpa, 20.0 / 7.07e-4 / 1e3));
	assert_true(is_near(mean.wanted_kpa, 24.0 / 7.07e-4 / 1e3));
	mean = sim_account_region_mean(&account, &rig, rig.heads[0].region);
	assert_true(is_near(mean.pressed_s, 3.0));
	assert_true(is_near(mean.felt_n, 15.0));
	assert_true(is_near(mean.wanted_n, 18.0));
	assert_true(is_near(mean.felt_kpa, (40.0 + 2.5) / 3.0 / 7.07e-4 / 1e3));
	assert_true(is_near(mean.wanted_kpa, (48.0 + 3.0) / 3.0 / 7.07e-4 / 1e3));
	assert_true(isnan(sim_account_region_mean(&account, &rig, REGION_NECK).wanted_n));
}

/* Hands over no head work nobody: what the controller shows is told, and nothing is counted anew. */
static void time__is_what_the_controller_counts_as_worked(void **state)
{
	(void)state;
	snapshot.hands.region = REGION_LEGS;
	snapshot.region_s[REGION_HIPS] = 3.0;
	snapshot.phase = PHASE_WARM_UP;
	pass(3.0);
	snapshot.state = STATE_PAUSED;
	pass(5.0);
	snapshot.state = STATE_RUNNING;
	snapshot.phase = PHASE_WORK;
	snapshot.region_s[REGION_LEGS] = 0.5;
	pass(1.0);
	snapshot.state = STATE_IDLE;
	snapshot.region_s[REGION_LEGS] = 0.0; /* forgotten with the client */
	pass(1.0);
	assert_true(is_near(account.region_s[REGION_HIPS], 3.0));
	assert_true(is_near(account.region_s[REGION_LEGS], 0.5));
	assert_true(is_near(account.phase_s[PHASE_WARM_UP], 3.0));
	assert_true(is_near(account.phase_s[PHASE_WORK], 1.0));
}

static void heat__ends_when_a_place_has_had_all_of_it(void **state)
{
	(void)state;
	snapshot.heads[1].heat_min = HEAT_ACCOUNT_MIN - 0.01;
	pass(1.0);
	assert_true(isnan(account.heads[1].heat_ended_t_s));
	snapshot.heads[1].heat_min = HEAT_ACCOUNT_MIN;
	sim_account_add(&account, &snapshot, &command, &frame, true_n, 812.0, DT_S);
	sim_account_add(&account, &snapshot, &command, &frame, true_n, 813.0, DT_S);
	assert_true(is_near(account.heads[1].heat_ended_t_s, 812.0));
	assert_true(isnan(account.heads[0].heat_ended_t_s));
}

static void what_holds_a_head_back__is_counted_by_reason_and_time(void **state)
{
	(void)state;
	snapshot.heads[0].limited_by = LIMIT_GUARD;
	pass(2.0);
	snapshot.heads[0].limited_by = LIMIT_NONE;
	pass(1.0);
	snapshot.heads[0].limited_by = LIMIT_GUARD;
	snapshot.heads[1].limited_by = LIMIT_DWELL;
	pass(0.5);
	assert_int_equal(account.limits[LIMIT_GUARD].times, 2);
	assert_true(is_near(account.limits[LIMIT_GUARD].head_s, 2.5));
	assert_int_equal(account.limits[LIMIT_DWELL].times, 1);
	assert_true(is_near(account.limits[LIMIT_DWELL].head_s, 0.5));
	assert_int_equal(account.limits[LIMIT_CEILING].times, 0);
}

static void warmth__is_told_from_when_the_surface_got_there(void **state)
{
	(void)state;
	snapshot.heads[0].surface_target_c = 40.0;
	snapshot.heads[0].surface_c = 25.0;
	pass(1.0);
	assert_true(isnan(account.heads[0].warm_most_c));
	snapshot.heads[0].surface_c = 39.5;
	pass(1.0);
	snapshot.heads[0].surface_c = 40.5;
	pass(1.0);
	snapshot.heads[0].surface_c = 38.5;
	pass(1.0);
	snapshot.heads[0].surface_target_c = 0.0; /* off: it may cool */
	snapshot.heads[0].surface_c = 30.0;
	pass(1.0);
	assert_true(is_near(account.heads[0].warm_least_c, 38.5));
	assert_true(is_near(account.heads[0].warm_most_c, 40.5));
	assert_true(isnan(account.heads[1].warm_least_c));
}

static void an_answer__is_kept_once_with_its_time(void **state)
{
	(void)state;
	pass(0.1);
	assert_int_equal(account.answer_count, 0);
	frame.comfort_answers = 1;
	frame.comfort = 3;
	sim_account_add(&account, &snapshot, &command, &frame, true_n, 300.0, DT_S);
	pass(0.1);
	assert_int_equal(account.answer_count, 1);
	assert_int_equal(account.answers[0].comfort, 3);
	assert_true(is_near(account.answers[0].t_s, 300.0));
	command.comfort_answers = 1; /* by the tablet as well */
	command.comfort = 5;
	pass(0.1);
	assert_int_equal(account.answer_count, 2);
	assert_int_equal(account.answers[1].comfort, 5);
}

static void add_trigger(int head, enum trigger_state trigger_state)
{
	snapshot.triggers[snapshot.trigger_count++] =
		(struct trigger_view){.head = head, .state = trigger_state};
}

static void add_knot(double x_m, double y_m)
{
	patient.knots[patient.knot_count++] =
		(struct knot){.x_m = x_m, .y_m = y_m, .radius_m = 0.010, .ratio = 2.0};
}

static void trigger_points__are_judged_by_the_persons_own(void **state)
{
	struct sim_triggers judged;

	(void)state;
	add_knot(0.06, -0.06); /* under the first head */
	add_knot(0.05, 0.07);  /* under the second */
	add_knot(0.50, 0.06);  /* under none: nobody can find it */
	add_trigger(0, TRIGGER_RELEASED);
	pass(DT_S);
	judged = sim_account_triggers(&account, &rig, &patient);
	assert_int_equal(judged.found, 1);
	assert_int_equal(judged.missed, 1);
	assert_int_equal(judged.wrong, 0);
	assert_int_equal(judged.released, 1);
	assert_int_equal(judged.given_up, 0);
	assert_int_equal(judged.spared, 0);
	add_trigger(1, TRIGGER_SPARED);
	pass(DT_S);
	judged = sim_account_triggers(&account, &rig, &patient);
	assert_int_equal(judged.found, 2);
	assert_int_equal(judged.spared, 1);
	assert_string_equal(trigger_state_name(TRIGGER_SPARED), "spared");
}

static void a_trigger_point_where_there_is_none__is_false(void **state)
{
	struct sim_triggers judged;

	(void)state;
	add_knot(0.06, -0.06);
	add_trigger(1, TRIGGER_GIVEN_UP);
	pass(DT_S);
	judged = sim_account_triggers(&account, &rig, &patient);
	assert_int_equal(judged.found, 0);
	assert_int_equal(judged.missed, 1);
	assert_int_equal(judged.wrong, 1);
	assert_int_equal(judged.given_up, 1);
}

static void a_knot__is_met_within_its_own_and_the_heads_radius(void **state)
{
	const double head_radius_m = sqrt(7.07e-4 / 3.14159265358979);

	(void)state;
	add_knot(0.05 + head_radius_m + 0.0099, -0.06);
	add_knot(0.05 + head_radius_m + 0.0101, -0.06);
	assert_true(sim_head_meets_knot(&rig.heads[0], &patient.knots[0]));
	assert_false(sim_head_meets_knot(&rig.heads[0], &patient.knots[1]));
}

static void trigger_points__outlive_their_session(void **state)
{
	(void)state;
	add_trigger(0, TRIGGER_RELEASED);
	pass(DT_S);
	snapshot.trigger_count = 0;
	pass(DT_S);
	assert_int_equal(account.trigger_count, 1);
	assert_int_equal(account.triggers[0].state, TRIGGER_RELEASED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(tissue__is_kept_as_first_and_as_last_surely_told, two_heads),
		cmocka_unit_test_setup(breath__is_averaged_over_the_time_it_was_sure, two_heads),
		cmocka_unit_test_setup(dose__is_what_the_tissue_felt_over_the_area_of_its_head,
				       two_heads),
		cmocka_unit_test_setup(the_mean__is_of_the_time_under_pressure, two_heads),
		cmocka_unit_test_setup(target_and_achieved__are_told_of_heads_and_regions,
				       two_heads),
		cmocka_unit_test_setup(time__is_what_the_controller_counts_as_worked, two_heads),
		cmocka_unit_test_setup(heat__ends_when_a_place_has_had_all_of_it, two_heads),
		cmocka_unit_test_setup(what_holds_a_head_back__is_counted_by_reason_and_time,
				       two_heads),
		cmocka_unit_test_setup(warmth__is_told_from_when_the_surface_got_there, two_heads),
		cmocka_unit_test_setup(an_answer__is_kept_once_with_its_time, two_heads),
		cmocka_unit_test_setup(trigger_points__are_judged_by_the_persons_own, two_heads),
		cmocka_unit_test_setup(a_trigger_point_where_there_is_none__is_false, two_heads),
		cmocka_unit_test_setup(a_knot__is_met_within_its_own_and_the_heads_radius,
				       two_heads),
		cmocka_unit_test_setup(trigger_points__outlive_their_session, two_heads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
