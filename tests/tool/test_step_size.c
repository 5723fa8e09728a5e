/*
 * test_step_size.c - is a whole session in virtual time the same at half the simulator's step? The
 * controller ticks as ever; only the rig and the person are worked out more finely.
 *
 * Friction makes the course of one press a matter of when a piston breaks loose, so one head's figure
 * over a few seconds is no measure of the step; the session's is.
 *
 * Pistons that stick break loose a little later at a step of 1 ms: errors come out larger, and are right at
 * half the step (a quarter of it moves them by 0.6 % at most). Measured over 30 sessions, of the
 * shipped law by 1.5 % with quick sensors and 2.5 % with slow ones; over 16, of the plain PI by 3.2 %, of
 * the admittance by 1.1 %. Over a dozen alone chance moves that by 1 %. So a score never flatters; a ratio
 * to the PI is 1.7 % too good at most.
 */
#include "app/config.h"
#include "core/pipeline.h"
#include "sim/sim.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define TICK_S    0.001
#define SESSION_S 60.0
#define SEEDS     30
#define LARGER    0.03  /* by so much an error may come out larger than at half the step ... */
#define SMALLER   0.005 /* ... and by so much smaller */
#define FROM_N    2.0   /* scored where the target is above */
#define SETTLE    300   /* ticks after that */

static struct rig rig;
static struct patient patient;
static struct technique technique;
static struct pipeline pipeline;
static struct sim sim;
static struct frame frame;
static struct actuation actuation;
static struct snapshot snapshot;

struct tally {
	double square_n2;
	double peak_n;  /* of the session under way */
	double peaks_n; /* of all of them together */
	long ticks;
};

static void count(struct tally *tally, int *above)
{
	for (int i = 0; i < rig.head_count; i++) {
		double target_n = snapshot.heads[i].target_n;
		double force_n = sim_tissue_force_n(&sim, i);
		double error_n = force_n - target_n;

		above[i] = target_n > FROM_N ? above[i] + 1 : 0;
		if (above[i] > SETTLE) {
			tally->square_n2 += error_n * error_n;
			tally->ticks++;
		}
		tally->peak_n = force_n > tally->peak_n ? force_n : tally->peak_n;
	}
}

static void session(struct tally *tally, uint64_t seed, int steps)
{
	int above[HEADS_MAX] = {0};
	struct command command;

	pipeline_init(&pipeline, &rig, &technique, 1);
	sim_init(&sim, &rig, &patient, seed, 1000000);
	command_init(&command);
	command.intensity = 0.5;
	command.duration_s = SESSION_S;
	for (int tick = 0; tick < (int)((SESSION_S + 0.5) / TICK_S); tick++) {
		sim_read(&sim, &frame);
		pipeline_step(&pipeline, &actuation, &snapshot, &frame, &command, TICK_S);
		command.presses.arm = snapshot.state >= STATE_IDLE;
		command.presses.start = snapshot.state >= STATE_ARMED;
		count(tally, above);
		for (int i = 0; i < steps; i++) {
			sim_step(&sim, &actuation, TICK_S / steps);
		}
	}
	assert_true(snapshot.state != STATE_FAULT);
}

/*
 * Root mean square error over all seeds, N, and the highest force that one saw in the mean, as the highest of
 * them all is one moment's chance; dry friction or none.
 */
static double rmse_n(const char *rig_path, bool dry, int steps, double *peak_n)
{
	struct tally tally = {0};

	assert_int_equal(config_read_rig(&rig, rig_path, stderr), 0);
	for (int i = 0; !dry && i < rig.head_count; i++) {
		rig.heads[i].actuator.friction.breakaway_n = 0.0;
	}
	assert_int_equal(config_read_patient(&patient, "config/patients/nominal.conf", stderr), 0);
	assert_int_equal(
		config_read_technique(&technique, "config/techniques/swedish.conf", stderr), 0);
	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		tally.peak_n = 0.0;
		session(&tally, seed, steps);
		tally.peaks_n += tally.peak_n;
	}
	assert_true(tally.ticks > 60000);
	*peak_n = tally.peaks_n / SEEDS;
	return sqrt(tally.square_n2 / (double)tally.ticks);
}

static void check(const char *rig_path, bool dry)
{
	double whole_peak_n;
	double half_peak_n;
	double whole_n = rmse_n(rig_path, dry, 1, &whole_peak_n);
	double half_n = rmse_n(rig_path, dry, 2, &half_peak_n);

	if (!(whole_n < half_n * (1.0 + LARGER) && whole_n > half_n * (1.0 - SMALLER) &&
	      fabs(half_peak_n / whole_peak_n - 1.0) < 0.01)) {
		fail_msg("%s: error %.4f N at 1 ms, %.4f at half; peak %.3f and %.3f", rig_path,
			 whole_n, half_n, whole_peak_n, half_peak_n);
	}
}

static void a_swedish_minute__scores_the_same_at_half_the_step(void **state)
{
	(void)state;
	check("config/rigs/sim-16.conf", true);
}

static void with_little_friction__it_does_too(void **state)
{
	(void)state;
	check("config/rigs/sim-16-lowfriction.conf", true);
}

static void with_slow_sensors__it_does_too(void **state)
{
	(void)state;
	check("config/rigs/sim-16-hx711.conf", true);
}

/* Where nothing sticks, half a step of lead or lag in the model would show. */
static void without_dry_friction__it_does_too(void **state)
{
	(void)state;
	check("config/rigs/sim-16.conf", false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_swedish_minute__scores_the_same_at_half_the_step),
		cmocka_unit_test(with_little_friction__it_does_too),
		cmocka_unit_test(with_slow_sensors__it_does_too),
		cmocka_unit_test(without_dry_friction__it_does_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
