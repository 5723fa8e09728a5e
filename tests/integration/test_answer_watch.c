/* test_answer_watch.c - a head that is not as believed is noticed while it works, and no other. */
#include "app/config.h"
#include "core/learn/learned_rig.h"
#include "tool/score_plant.h"
#include "tool/option_scan.h"
#include "tool/sim_run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define SEED      7
#define SLOW_HEAD 1 /* from 0 */
#define TIMES     2.2

static struct sim_run run;
static struct sim_setup setup;
static struct sim_options options;
static struct rig plant;

static void read(const char *technique)
{
	char path[128];

	memset(&setup, 0, sizeof(setup));
	snprintf(path, sizeof(path), "config/techniques/%s.conf", technique);
	assert_int_equal(config_read_rig(&setup.rig, "config/rigs/sim-4.conf", stderr), 0);
	assert_int_equal(config_read_technique(&setup.technique, path, stderr), 0);
	assert_int_equal(
		config_read_patient(&setup.patient, "config/patients/nominal.conf", stderr), 0);
	plant = setup.rig;
	optind = 0;
	char *argv[] = {(char *)(uintptr_t) "sim", NULL};

	assert_int_equal(sim_options_read(&options, 1, argv), OPTIONS_RUN);
	options.duration_s = 300.0;
	options.intensity = 0.6;
}

/* What was told at any time of the session. */
static uint64_t noticed(void)
{
	uint64_t told = 0;

	sim_run_init(&run, &setup, &options);
	sim_init(&run.sim, &plant, &setup.patient, SEED, 0);
	while (sim_run_step(&run)) {
		told |= run.snapshot.calibrate;
	}
	assert_true(run.verdict.ended);
	return told;
}

static void slow_down(int head)
{
	plant.heads[head].actuator.lag_s *= TIMES;
	plant.heads[head].actuator.vent_lag_s *= TIMES;
}

static void a_head_twice_as_slow_as_believed__is_noticed_and_no_other(void **state)
{
	(void)state;
	read("swedish");
	slow_down(SLOW_HEAD);
	assert_int_equal(noticed(), 1u << SLOW_HEAD);
	assert_int_equal(run.verdict.cause, COND_COUNT); /* and it is no trip */
}

static void heads_as_believed__are_not_told_of(void **state)
{
	static const char *const techniques[] = {"swedish", "deep_tissue", "shiatsu"};

	(void)state;
	for (int k = 0; k < 3; k++) {
		read(techniques[k]);
		assert_int_equal(noticed(), 0);
	}
}

static void plants_off_by_up_to_30_percent__are_not_told_of(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 3; seed++) {
		read("swedish");
		score_plant_vary(&plant, seed);
		assert_int_equal(noticed(), 0);
		read("shiatsu");
		score_plant_vary(&plant, seed);
		assert_int_equal(config_read_patient(&setup.patient,
						     "config/patients/thin_old.conf", stderr),
				 0);
		assert_int_equal(noticed(), 0); /* bone tells little of a piston */
	}
}

static void twice_the_friction_or_half_the_spring__is_noticed_of_that_head_alone(void **state)
{
	static const double springs[] = {1.0, 0.4, 1.9};
	static const double frictions[] = {2.2, 1.0, 1.0};

	(void)state;
	for (int k = 0; k < 3; k++) {
		read("swedish");
		plant.heads[SLOW_HEAD].actuator.friction.breakaway_n *= frictions[k];
		plant.heads[SLOW_HEAD].actuator.release.spring_n *= springs[k];
		assert_int_equal(noticed(), 1u << SLOW_HEAD);
		assert_int_equal(run.verdict.cause, COND_COUNT);
	}
}

/* As one that was oiled. */
static void a_head_that_slides_as_told_again__is_told_of_no_more(void **state)
{
	uint64_t told = 0;

	(void)state;
	read("swedish");
	plant.heads[SLOW_HEAD].actuator.friction.breakaway_n *= 2.2;
	sim_run_init(&run, &setup, &options);
	sim_init(&run.sim, &plant, &setup.patient, SEED, 0);
	while (told == 0 && sim_run_step(&run)) {
		told = run.snapshot.calibrate;
	}
	assert_int_equal(told, 1u << SLOW_HEAD);
	run.sim.heads[SLOW_HEAD].actuator.cylinder.friction =
		run.sim.heads[SLOW_HEAD + 2].actuator.cylinder.friction;
	while (sim_run_step(&run)) {
	}
	assert_true(run.verdict.ended);
	assert_int_equal(run.snapshot.calibrate, 0);
}

/* Twice the friction and a spring a third stronger: no push of an approach moves it. */
static void a_head_that_does_not_come_down__is_noticed(void **state)
{
	(void)state;
	read("swedish");
	plant.heads[SLOW_HEAD].actuator.friction.breakaway_n *= 2.2;
	plant.heads[SLOW_HEAD].actuator.release.spring_n *= 1.4;
	options.duration_s = 40.0;
	assert_int_equal(noticed(), 1u << SLOW_HEAD);
	assert_true(run.frame.heads[SLOW_HEAD].position_m.value < 0.001);
}

/* The same slow head, once it was learned. */
static void what_was_learned__is_believed(void **state)
{
	struct learned learned = {.head_count = 4};

	(void)state;
	read("swedish");
	slow_down(SLOW_HEAD);
	for (int kind = LEARNED_LAG; kind <= LEARNED_VENT_LAG; kind++) {
		learned.heads[SLOW_HEAD].of[kind] = (struct learned_value){
			.known = true,
			.value = learned_in_file(&plant.heads[SLOW_HEAD].actuator,
						 (enum learned_kind)kind),
		};
	}
	learned_rig(&setup.learned, &setup.rig, &learned);
	setup.has_learned = true;
	assert_int_equal(noticed(), 0);
}

/* A spring learned far too strong presses more at first, and asks the gate for nothing beyond. */
static void a_spring_learned_wrong__trips_nothing(void **state)
{
	struct learned learned = {.head_count = 4};

	(void)state;
	read("deep_tissue");
	options.intensity = 1.0;
	options.duration_s = 120.0;
	for (int i = 0; i < 4; i++) {
		learned.heads[i].of[LEARNED_SPRING] =
			(struct learned_value){.known = true, .value = 15.0};
	}
	learned_rig(&setup.learned, &setup.rig, &learned);
	setup.has_learned = true;
	noticed();
	assert_int_equal(run.verdict.cause, COND_COUNT);
}

static void pass(double seconds, const struct sim_order *order)
{
	sim_order(&run.sim, order, &setup.patient, 1);
	for (int k = 0; k < (int)(seconds / run.dt_s); k++) {
		sim_run_step(&run);
	}
}

/* It stops, which is why it is tried, and somebody at the rig resets that. */
static void try_the_hand_button(void)
{
	const struct sim_order held = {.hand_held = true};
	const struct sim_order reset = {.reset_held = true};
	const struct sim_order none = {0};

	pass(0.3, &held);
	assert_int_equal(run.snapshot.state, STATE_FAULT);
	pass(0.3, &reset);
	pass(0.1, &none);
	for (int k = 0; k < 20000 && run.snapshot.state != STATE_IDLE; k++) {
		sim_run_step(&run);
	}
	assert_int_equal(run.snapshot.state, STATE_IDLE);
}

/* All that is asked of the next client, and then arming. */
static enum state arm_anew(void)
{
	const struct sim_order none = {0};

	run.command.heights++;
	run.command.placings++;
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		run.command.screening_answers[item]++;
	}
	try_the_hand_button();
	pass(3.0, &none);
	run.command.presses.arm++;
	sim_run_step(&run);
	return run.snapshot.state;
}

/* Where clients lie; a simulated bench plays with anything. */
static void a_rig_of_which_a_head_was_noticed__is_not_armed_again(void **state)
{
	const struct sim_order none = {0};

	(void)state;
	read("swedish");
	setup.rig.control = CONTROL_RIG;
	options.answers = SIM_SAYS;
	options.says = 5;
	slow_down(SLOW_HEAD);
	sim_run_init(&run, &setup, &options);
	sim_init(&run.sim, &plant, &setup.patient, SEED, 0);
	while (run.snapshot.state != STATE_IDLE && sim_run_step(&run)) {
	}
	try_the_hand_button();
	while (sim_run_step(&run)) {
	}
	assert_true(run.verdict.ended && run.was_running);
	assert_int_equal(run.snapshot.calibrate, 1u << SLOW_HEAD);

	assert_int_equal(arm_anew(), STATE_IDLE);
	assert_int_equal(run.snapshot.arm_refusal, ARM_CALIBRATION);
	run.pipeline.answers.off = 0; /* there is nothing else in its way */
	pass(1.0, &none);
	run.command.presses.arm++;
	sim_run_step(&run);
	assert_int_equal(run.snapshot.state, STATE_ARMED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_head_twice_as_slow_as_believed__is_noticed_and_no_other),
		cmocka_unit_test(a_rig_of_which_a_head_was_noticed__is_not_armed_again),
		cmocka_unit_test(
			twice_the_friction_or_half_the_spring__is_noticed_of_that_head_alone),
		cmocka_unit_test(a_head_that_slides_as_told_again__is_told_of_no_more),
		cmocka_unit_test(a_head_that_does_not_come_down__is_noticed),
		cmocka_unit_test(heads_as_believed__are_not_told_of),
		cmocka_unit_test(plants_off_by_up_to_30_percent__are_not_told_of),
		cmocka_unit_test(what_was_learned__is_believed),
		cmocka_unit_test(a_spring_learned_wrong__trips_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
