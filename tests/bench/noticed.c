/*
 * noticed.c - which heads are named for a calibration, where pistons are not what the rig says.
 * usage: noticed RIG TECHNIQUE PATIENT SEED FRICTION SPRING [INTENSITY [SECONDS]]; names as under config/.
 *
 * Every plant differs by up to 30 % by its seed, as those of knead score do; then each one's friction and spring are
 * so many times as much. Prints one line: heads named at any time of the session, heads that never came down though
 * somebody was to be pressed by them, and when the first was named.
 */
#include "app/config.h"
#include "tool/option_scan.h"
#include "tool/score_plant.h"
#include "tool/sim_run.h"

#include <stdio.h>
#include <stdlib.h>

#define PRESSED_N 2.0

static struct sim_run run;
static struct sim_setup setup;
static struct sim_options options;
static struct rig plant;

static int read_files(char **argv)
{
	char path[160];

	snprintf(path, sizeof(path), "config/rigs/%s.conf", argv[1]);
	if (config_read_rig(&setup.rig, path, stderr) != 0) {
		return -1;
	}
	snprintf(path, sizeof(path), "config/techniques/%s.conf", argv[2]);
	if (config_read_technique(&setup.technique, path, stderr) != 0) {
		return -1;
	}
	snprintf(path, sizeof(path), "config/patients/%s.conf", argv[3]);
	return config_read_patient(&setup.patient, path, stderr);
}

static void vary(uint64_t seed, double friction, double spring)
{
	plant = setup.rig;
	score_plant_vary(&plant, seed);
	for (int i = 0; i < plant.head_count; i++) {
		plant.heads[i].actuator.friction.breakaway_n *= friction;
		plant.heads[i].actuator.release.spring_n *= spring;
	}
}

static void play(uint64_t seed)
{
	uint64_t named = 0;
	uint64_t asked = 0;
	uint64_t touched = 0;
	double first_s = -1.0;

	sim_run_init(&run, &setup, &options);
	sim_init(&run.sim, &plant, &setup.patient, seed, 0);
	while (sim_run_step(&run)) {
		named |= run.snapshot.calibrate;
		first_s = named != 0 && first_s < 0.0 ? run.t_s : first_s;
		for (int i = 0; i < setup.rig.head_count; i++) {
			const uint64_t bit = UINT64_C(1) << i;

			asked |= run.snapshot.heads[i].target_n > LIFTED_N ? bit : 0;
			touched |= run.true_n[i] > PRESSED_N ? bit : 0;
		}
	}
	if (asked == 0) {
		printf("%s %s %s: no session\n", setup.rig.name, setup.technique.name,
		       setup.patient.name);
		return;
	}
	printf("%s %s %s seed %llu: %d of %d heads named, %d stayed in the air, first after %.0f "
	       "s\n",
	       setup.rig.name, setup.technique.name, setup.patient.name, (unsigned long long)seed,
	       __builtin_popcountll(named), setup.rig.head_count,
	       __builtin_popcountll(asked & ~touched), first_s);
}

int main(int argc, char **argv)
{
	char *none[] = {argv[0], NULL};
	uint64_t seed;

	if (argc < 7 || argc > 9 || read_files(argv) != 0) {
		fputs("usage: noticed RIG TECHNIQUE PATIENT SEED FRICTION SPRING [INTENSITY "
		      "[SECONDS]]; "
		      "started where config is\n",
		      stderr);
		return 2;
	}
	if (sim_options_read(&options, 1, none) != OPTIONS_RUN) {
		return 2;
	}
	seed = strtoull(argv[4], NULL, 10);
	options.intensity = argc > 7 ? strtod(argv[7], NULL) : 0.5;
	options.duration_s = argc > 8 ? strtod(argv[8], NULL) : 180.0;
	vary(seed, strtod(argv[5], NULL), strtod(argv[6], NULL));
	play(seed);
	return 0;
}
