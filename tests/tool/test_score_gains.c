/* test_score_gains.c - are the plain controllers as good as they can be? No gain moved by a quarter makes
 * them better by more than 2 %; otherwise knead score --tune has to be run again. */
#include "tool/score_tune.h"

#include "app/config.h"
#include "core/control/plain_gains.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define MOVED      1.25
#define BETTER     0.98
#define TRIALS_MAX (1 + 2 * LAW_GAINS_MAX)

static struct rig pressure;
static struct rig velocity;
static struct patient nominal;
static struct technique techniques[TECHNIQUES_MAX];
static struct score_pool pool;
static struct score_tune tune;

static int open_tune(void **state)
{
	int count = config_read_techniques(techniques, TECHNIQUES_MAX, "config/rigs/sim-16.conf",
					   stderr);

	(void)state;
	pool.threads = score_pool_cores();
	if (count < 0 || config_read_rig(&pressure, "config/rigs/sim-16.conf", stderr) < 0 ||
	    config_read_rig(&velocity, "config/rigs/sim-4-velocity.conf", stderr) < 0 ||
	    config_read_patient(&nominal, "config/patients/nominal.conf", stderr) < 0) {
		return -1;
	}
	tune = (struct score_tune){
		.pressure = &pressure,
		.velocity = &velocity,
		.patient = &nominal,
		.techniques = techniques,
		.technique_count = count,
		.pool = &pool,
	};
	return score_tune_open(&tune);
}

static int close_tune(void **state)
{
	(void)state;
	score_tune_close(&tune);
	return 0;
}

static void check(enum score_law law)
{
	struct plain_gains tried[TRIALS_MAX];
	double rmse_n[TRIALS_MAX];
	int count = 1 + 2 * score_law_gain_count(law);

	for (int i = 0; i < count; i++) {
		tried[i] = plain_gains_tuned();
		if (i > 0) {
			*score_law_gain(&tried[i], law, (i - 1) / 2) *=
				i % 2 == 1 ? MOVED : 1.0 / MOVED;
		}
	}
	assert_int_equal(score_tune_errors(&tune, rmse_n, law, tried, count), 0);
	for (int i = 1; i < count; i++) {
		assert_true(isfinite(rmse_n[i]));
		if (!(rmse_n[i] >= BETTER * rmse_n[0])) {
			fail_msg("%s %.4g gives %.4f N and the tuned gains give %.4f N",
				 score_law_gain_name(law, (i - 1) / 2),
				 *score_law_gain(&tried[i], law, (i - 1) / 2), rmse_n[i],
				 rmse_n[0]);
		}
	}
}

static void the_pi__cannot_be_better(void **state)
{
	(void)state;
	check(LAW_PI);
}

static void the_admittance__cannot_be_better(void **state)
{
	(void)state;
	check(LAW_ADMITTANCE);
}

static void the_pi_of_screws__cannot_be_better(void **state)
{
	(void)state;
	check(LAW_SPEED_PI);
}

static void the_admittance_of_screws__cannot_be_better(void **state)
{
	(void)state;
	check(LAW_SPEED_ADMITTANCE);
}

static void a_gain__is_its_own(void **state)
{
	(void)state;
	for (int law = 0; law < SCORE_LAWS; law++) {
		for (int g = 0; g < score_law_gain_count((enum score_law)law); g++) {
			struct plain_gains gains = plain_gains_tuned();
			const struct plain_gains before = gains;

			*score_law_gain(&gains, (enum score_law)law, g) += 1.0;
			assert_memory_not_equal(&gains, &before, sizeof(gains));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_pi__cannot_be_better),
		cmocka_unit_test(the_admittance__cannot_be_better),
		cmocka_unit_test(the_pi_of_screws__cannot_be_better),
		cmocka_unit_test(the_admittance_of_screws__cannot_be_better),
		cmocka_unit_test(a_gain__is_its_own),
	};

	return cmocka_run_group_tests(tests, open_tune, close_tune);
}
