/*
 * test_patients.c - every shipped person, as its file describes it: physics in each region, skin over
 * an hour, the figures the others are varied from.
 */
#include "app/config.h"
#include "sim/one_person.h"
#include "sim/sim.h"

#include <stdio.h>
#include <string.h>

#define PATIENTS_MAX 16
#define RIG          "config/rigs/sim-16.conf"

static struct patient people[PATIENTS_MAX + 1];
static int people_count;
static struct one_person one;

static int read_people(void **state)
{
	(void)state;
	people_count = config_read_patients(people, PATIENTS_MAX, RIG, stderr);
	return people_count > 0 ? 0 : -1;
}

static const struct patient *named(const char *name)
{
	const struct patient *found = &people[PATIENTS_MAX]; /* nobody */

	for (int p = 0; p < people_count; p++) {
		found = strcmp(people[p].name, name) == 0 ? &people[p] : found;
	}
	if (found == &people[PATIENTS_MAX]) {
		fail_msg("there is no %s", name);
	}
	return found;
}

static void the_cohort__is_whole(void **state)
{
	static const char *const names[] = {"nominal", "soft",          "stiff",   "bony",
					    "knotty",  "deep_breather", "cougher", "guarder",
					    "mover",   "thin_old"};

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		assert_string_equal(named(names[i])->name, names[i]);
	}
}

static void lie_down(const struct patient *patient, enum region region)
{
	one_person_describe(&one);
	one.patient = *patient;
	one.spots[0].region = region;
	one_person_lie_down(&one, 1);
}

/* The same, with nothing but the tissue moving. */
static void lie_still(const struct patient *patient, enum region region)
{
	struct patient still = *patient;

	patient_calm(&still);
	patient_hold_breath(&still);
	lie_down(&still, region);
}

static void the_nominal_back__answers_as_published(void **state)
{
	static const enum region back[] = {REGION_UPPER_BACK, REGION_LOWER_BACK};
	static const double points[][3] = {{8.006, 10.0, 2.5}, {19.61, 60.0, 6.12}};

	(void)state;
	for (int r = 0; r < 2; r++) {
		for (int i = 0; i < 2; i++) {
			double first_n;

			lie_still(named("nominal"), back[r]);
			first_n = one_person_press(&one, 0, 1e-3 * points[i][0], 0.0);
			assert_near(first_n, points[i][1], 0.005 * points[i][1]);
			lie_still(named("nominal"), back[r]);
			assert_near((one_person_press(&one, 0, 1e-3 * points[i][0] + 1e-5, 0.0) -
				     first_n) /
					    1e-2,
				    points[i][2], 0.01 * points[i][2]);
		}
	}
}

static void soft_and_stiff__are_at_the_ends_of_the_range(void **state)
{
	(void)state;
	assert_near(named("soft")->stiffness_n_m_n / people[0].stiffness_n_m_n, 0.4, 1e-9);
	assert_near(named("stiff")->stiffness_n_m_n / people[0].stiffness_n_m_n, 3.0, 1e-9);
}

static void the_bony_back__meets_its_wall_below_40_n(void **state)
{
	const struct patient *bony = named("bony");
	double wall_m = bony->wall.depth_m[REGION_UPPER_BACK];
	double touch_n;

	(void)state;
	lie_still(bony, REGION_UPPER_BACK);
	touch_n = one_person_press(&one, 0, wall_m, 0.0);
	assert_true(touch_n < 40.0);
	lie_still(bony, REGION_UPPER_BACK);
	assert_near(one_person_press(&one, 0, wall_m + 1e-4, 0.0) - touch_n,
		    3.5 + 2.0 * bony->stiffness_n_m_n * wall_m * 1e-4, 0.02);
}

static void every_region_of_everybody__takes_work_in_a_cycle(void **state)
{
	static const double rates_hz[] = {0.05, 0.5, 4.0};

	(void)state;
	for (int p = 0; p < people_count; p++) {
		for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
			for (int f = 0; f < 3; f++) {
				long period = lround(1.0 / rates_hz[f] / STEP_S);
				double before_m = 0.0;
				double before_n = 0.0;
				double work_j = 0.0;
				double put_in_j = 0.0;

				lie_still(&people[p], (enum region)r);
				for (long i = 1; i <= 2 * period; i++) {
					double angle =
						6.283185307179586 * (double)i / (double)period;
					double depth_m = 0.010 * (1.0 - cos(angle));
					double speed_m_s = 0.010 * 6.283185307179586 * rates_hz[f] *
							   sin(angle);
					double force_n =
						one_person_press(&one, 0, depth_m, speed_m_s);

					assert_true(force_n >= 0.0);
					work_j += 0.5 * (force_n + before_n) * (depth_m - before_m);
					put_in_j += 0.5 * (force_n + before_n) *
						    fabs(depth_m - before_m);
					before_m = depth_m;
					before_n = force_n;
					if (i == period) {
						assert_true(work_j > 0.0);
						work_j = 0.0;
					}
				}
				assert_true(put_in_j > 0.05);
				assert_true(work_j > 0.0 && work_j < put_in_j);
			}
		}
	}
}

/* Place and speed of the skin of every region, every step for an hour. */
static void nobody_s_skin__jumps_within_an_hour(void **state)
{
	(void)state;
	for (int p = 0; p < people_count; p++) {
		double rise_m[REGION_COUNT] = {0.0};
		double rise_m_s[REGION_COUNT] = {0.0};

		lie_down(&people[p], REGION_UPPER_BACK);
		for (int i = 0; i < 3600000; i++) {
			const struct stretch *stretches = one.person.stretches;

			one_person_wait_step(&one);
			for (int r = REGION_NONE + 1; r < REGION_COUNT && i > 0; r++) {
				double by_m = stretches[r].rise_m - rise_m[r];
				double mean_m_s = 0.5 * (stretches[r].rise_m_s + rise_m_s[r]);

				if (!(fabs(by_m - mean_m_s * STEP_S) < 1e-6 &&
				      fabs(stretches[r].rise_m_s - rise_m_s[r]) < 4.0 * STEP_S &&
				      fabs(mean_m_s) < 0.40)) {
					fail_msg("%s jumps at %g s", people[p].name,
						 one.person.t_s);
				}
			}
			for (int r = 0; r < REGION_COUNT; r++) {
				rise_m[r] = stretches[r].rise_m;
				rise_m_s[r] = stretches[r].rise_m_s;
			}
		}
	}
}

/* A retracted head touches nobody who merely breathes. */
static void nobody_s_breath__reaches_a_retracted_head(void **state)
{
	(void)state;
	for (int p = 0; p < people_count; p++) {
		const struct breathing *breathing = &people[p].breathing;
		double most_m = 0.0;

		for (int r = 0; r < REGION_COUNT; r++) {
			most_m = breathing->amplitude_m[r] > most_m ? breathing->amplitude_m[r]
								    : most_m;
		}
		most_m *= 3.0 * (1.0 + breathing->depth_spread); /* a deep one */
		assert_true(most_m < people[p].clearance_m);
	}
}

/* Half the step, with everything that person does: the force of a prescribed knead. */
static void half_the_step__moves_nobody_by_1_percent(void **state)
{
	static double trace_n[2][60000];

	(void)state;
	for (int p = 0; p < people_count; p++) {
		double difference = 0.0;
		double squares[2] = {0.0, 0.0};

		for (int half = 0; half < 2; half++) {
			one_person_describe(&one);
			one.patient = people[p];
			one.step_s = half ? 0.5 * STEP_S : STEP_S;
			one_person_lie_down(&one, 5);
			for (long i = 0; i < 60000; i++) {
				for (long step = i * (half + 1); step < (i + 1) * (half + 1);
				     step++) {
					double angle =
						6.283185307179586 * (double)(step + 1) * one.step_s;

					trace_n[half][i] = one_person_press(
						&one, 0, 0.009 - 0.003 * cos(angle),
						0.003 * 6.283185307179586 * sin(angle));
				}
			}
		}
		for (int i = 0; i < 60000; i++) {
			difference += pow(trace_n[0][i] - trace_n[1][i], 2.0);
			squares[0] += pow(trace_n[0][i], 2.0);
			squares[1] += pow(trace_n[1][i], 2.0);
		}
		if (!(sqrt(difference / squares[1]) < 0.01 &&
		      fabs(sqrt(squares[0] / squares[1]) - 1.0) < 0.001)) {
			fail_msg("%s differs by %g", people[p].name, sqrt(difference / squares[1]));
		}
		assert_true(sqrt(squares[1] / 60000) > 3.0);
	}
}

#define PRESSED_S 30

/* The root of the mean squared force of each head, pressed by a knead of pressures. */
static void pressed_figures(double *rms_n, const struct rig *rig, const struct patient *patient,
			    double dt_s)
{
	static struct sim sim;
	struct actuation actuation = {.head_count = rig->head_count};
	long steps = lround(PRESSED_S / dt_s);

	sim_init(&sim, rig, patient, 9, 0);
	for (long i = 0; i < steps; i++) {
		/* the air is asked for anew every millisecond, as a loop would */
		double t_s = 1e-3 * floor((double)i * dt_s * 1e3 + 1e-6);

		actuation.enable_level = !actuation.enable_level;
		for (int h = 0; h < rig->head_count; h++) {
			const struct actuator_spec *spec = &rig->heads[h].actuator;
			double force_n = 15.0 - 8.0 * cos(6.283185307179586 * t_s + h);

			actuation.heads[h].pressure_pa =
				(force_n + spec->release.spring_n) / spec->area_m2;
			actuation.heads[h].dump_shut = true;
		}
		sim_step(&sim, &actuation, dt_s);
		for (int h = 0; h < rig->head_count; h++) {
			double force_n = sim_tissue_force_n(&sim, h);

			rms_n[h] += force_n * force_n / (double)steps;
		}
	}
	for (int h = 0; h < rig->head_count; h++) {
		rms_n[h] = sqrt(rms_n[h]);
	}
}

/* The same with the pistons of the rig between: friction, air and all. */
static void half_the_step__moves_no_pressed_figure_by_1_percent(void **state)
{
	static struct rig rig;

	(void)state;
	assert_int_equal(config_read_rig(&rig, RIG, stderr), 0);
	for (int p = 0; p < people_count; p++) {
		double whole_n[HEADS_MAX] = {0.0};
		double half_n[HEADS_MAX] = {0.0};

		pressed_figures(whole_n, &rig, &people[p], STEP_S);
		pressed_figures(half_n, &rig, &people[p], 0.5 * STEP_S);
		for (int h = 0; h < rig.head_count; h++) {
			if (!(fabs(whole_n[h] / half_n[h] - 1.0) < 0.01 && half_n[h] > 5.0)) {
				fail_msg("%s, head %d: %g N by whole steps, %g N by half ones",
					 people[p].name, h + 1, whole_n[h], half_n[h]);
			}
		}
	}
}

/* What a judge asks the simulator for: the script beforehand, the events after, the windows meanwhile. */
static void the_simulator__tells_its_events(void **state)
{
	static struct rig rig;
	static struct sim sim;
	static const struct actuation nothing;
	struct event script[EVENTS_KEPT];
	struct event events[EVENTS_KEPT];
	int in_event_ms = 0;
	int count;

	(void)state;
	assert_int_equal(config_read_rig(&rig, RIG, stderr), 0);
	count = sim_script(script, EVENTS_KEPT, named("cougher"), 77, 120.0);
	sim_init(&sim, &rig, named("cougher"), 77, 5000);
	for (int i = 0; i < 120000; i++) {
		sim_step(&sim, &nothing, STEP_S);
		in_event_ms += sim_is_in_event(&sim);
	}
	assert_in_range(count, 3, 8);
	assert_int_equal(sim_events(&sim, events, EVENTS_KEPT), count);
	for (int i = 0; i < count; i++) {
		assert_int_equal(events[i].kind, script[i].kind);
		assert_near(events[i].t_s, script[i].t_s, 0.0);
	}
	assert_int_equal(sim_events(&sim, events, 2), 2);
	assert_near(events[1].t_s, script[count - 1].t_s, 0.0);
	assert_true(in_event_ms >= 2 * 1999 && in_event_ms <= count * 2000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_cohort__is_whole),
		cmocka_unit_test(the_nominal_back__answers_as_published),
		cmocka_unit_test(soft_and_stiff__are_at_the_ends_of_the_range),
		cmocka_unit_test(the_bony_back__meets_its_wall_below_40_n),
		cmocka_unit_test(every_region_of_everybody__takes_work_in_a_cycle),
		cmocka_unit_test(nobody_s_skin__jumps_within_an_hour),
		cmocka_unit_test(nobody_s_breath__reaches_a_retracted_head),
		cmocka_unit_test(half_the_step__moves_nobody_by_1_percent),
		cmocka_unit_test(half_the_step__moves_no_pressed_figure_by_1_percent),
		cmocka_unit_test(the_simulator__tells_its_events),
	};

	return cmocka_run_group_tests_name("patients", tests, read_people, NULL);
}
