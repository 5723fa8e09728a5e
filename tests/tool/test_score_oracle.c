/* test_score_oracle.c - the bound is one: better than who presses, within everybody's limits, repeatable. */
#include "tool/score_board.h"
#include "tool/score_run.h"

#include "app/config.h"
#include "core/control/plain_gains.h"

#include <knead/limits.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DURATION_S 60.0
#define SEED       7

static struct rig rig;
static struct technique technique;
static struct patient patient;
static struct command command;
static struct score_target target;
static struct score_bench *bench;
static struct plain_gains gains;

static void open_rig(const char *path)
{
	assert_int_equal(config_read_rig(&rig, path, stderr), 0);
	assert_int_equal(
		config_read_technique(&technique, "config/techniques/swedish.conf", stderr), 0);
	assert_int_equal(config_read_patient(&patient, "config/patients/nominal.conf", stderr), 0);
	command = score_board_command(&patient, DURATION_S);
	gains = plain_gains_tuned();
	assert_int_equal(score_target_make(&target, &rig, &technique, &command), 0);
	bench = calloc(1, sizeof(*bench));
	assert_non_null(bench);
}

static void close_rig(void)
{
	score_target_free(&target);
	free(bench);
}

static double rmse_n(enum score_column column)
{
	const struct score_case wanted = {
		.rig = &rig,
		.technique = &technique,
		.patient = &patient,
		.command = &command,
		.target = &target,
		.gains = &gains,
		.column = column,
		.seed = SEED,
	};

	return score_run(bench, &wanted).all.value[FIGURE_RMSE];
}

/* Who ships may come near it, and not nearer; to the plain ones it is such a share at most. */
static void check_is_the_bound(const char *path, double plain)
{
	const double share[] = {
		[SCORE_SHIPPED] = 1.0, [SCORE_PI] = plain, [SCORE_ADMITTANCE] = plain};
	double oracle_n;

	open_rig(path);
	oracle_n = rmse_n(SCORE_ORACLE);
	assert_true(oracle_n > 0.0 && oracle_n < 1.0);
	for (int column = SCORE_SHIPPED; column < SCORE_ORACLE; column++) {
		if (!(oracle_n < share[column] * rmse_n((enum score_column)column))) {
			fail_msg("%s is nearer than the bound",
				 score_column_name((enum score_column)column));
		}
	}
	close_rig();
}

static void oracle__is_better_than_who_presses_cylinders(void **state)
{
	(void)state;
	check_is_the_bound("config/rigs/sim-4.conf", 0.3);
}

static void oracle__is_better_than_who_turns_screws(void **state)
{
	(void)state;
	check_is_the_bound("config/rigs/sim-4-velocity.conf", 0.5); /* no friction to know */
}

static void oracle__keeps_to_the_bounds_of_everybody(void **state)
{
	struct sim *sim;
	double last_n[HEADS_MAX];
	double most_n = 0.0;

	(void)state;
	open_rig("config/rigs/sim-4.conf");
	sim = &bench->sim;
	score_oracle_init(&bench->oracle, &rig, &target);
	sim_init(sim, &rig, &patient, SEED, 0);
	for (int i = 0; i < rig.head_count; i++) {
		last_n[i] = -rig.heads[i].actuator.release.spring_n;
	}
	for (long tick = 0; tick < target.end + 10; tick++) {
		score_oracle_step(&bench->oracle, &bench->actuation, sim, tick);
		for (int i = 0; i < rig.head_count; i++) {
			const struct actuator_spec *spec = &rig.heads[i].actuator;
			const struct head_actuation *out = &bench->actuation.heads[i];
			double push_n = out->pressure_pa * spec->area_m2 - spec->release.spring_n;

			assert_true(out->pressure_pa >= 0.0 && out->pressure_pa <= spec->relief_pa);
			assert_true(push_n <= target.ceiling_n[i] + COMMAND_OVER_CEILING_N + 1e-9);
			if (tick >= target.begin && tick < target.end) {
				assert_true(push_n - last_n[i] <=
					    6.0 + 1e-9); /* of 6 ms at 1000 N/s */
			} else {
				assert_false(out->dump_shut);
			}
			last_n[i] = push_n;
			most_n = push_n > most_n ? push_n : most_n;
		}
		sim_step(sim, &bench->actuation, target.dt_s);
	}
	assert_true(most_n > 15.0); /* it did press */
	close_rig();
}

static void oracle__does_the_same_again(void **state)
{
	double first_n;

	(void)state;
	open_rig("config/rigs/sim-4.conf");
	first_n = rmse_n(SCORE_ORACLE);
	assert_true(memcmp(&first_n, &(double){rmse_n(SCORE_ORACLE)}, sizeof(first_n)) == 0);
	close_rig();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(oracle__is_better_than_who_presses_cylinders),
		cmocka_unit_test(oracle__is_better_than_who_turns_screws),
		cmocka_unit_test(oracle__keeps_to_the_bounds_of_everybody),
		cmocka_unit_test(oracle__does_the_same_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
