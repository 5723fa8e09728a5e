/*
 * check.c - knead check: is a configuration file sound, and what does it describe?
 */
#include "tool/tools.h"

#include "app/config.h"

#include <getopt.h>
#include <math.h>
#include <stdio.h>

static const char help[] =
	"usage: knead check FILE...\n"
	"\n"
	"Says of each rig, technique or patient file whether it is sound. What is wrong goes to\n"
	"standard error, a line each: file:line: what is wrong and what would be right.\n"
	"\n"
	"  -h, --help   this text\n"
	"\n"
	"Exit codes: 0 every file is sound, 2 some file is not.\n";

static int check_rig_file(const char *path)
{
	struct rig rig;
	double slowest_s = 0.0;

	if (config_read_rig(&rig, path, stderr) < 0) {
		return EXIT_WRONG;
	}
	for (int i = 0; i < rig.head_count; i++) {
		double release_s = config_release_s(&rig.heads[i]);

		slowest_s = release_s > slowest_s ? release_s : slowest_s;
	}
	printf("%s: ok, rig %s, %d heads, %g Hz, release %.2f s\n", path, rig.name, rig.head_count,
	       rig.loop_hz, slowest_s);
	return EXIT_DONE;
}

static int check_technique_file(const char *path)
{
	struct technique technique;
	double least_n = CEILING_MAX_N;
	double most_n = 0.0;

	if (config_read_technique(&technique, path, stderr) < 0) {
		return EXIT_WRONG;
	}
	for (int i = 0; i < technique.stroke_count; i++) {
		const struct stroke *stroke = &technique.strokes[i];

		least_n = stroke->force_min_n < least_n ? stroke->force_min_n : least_n;
		most_n = stroke->force_max_n > most_n ? stroke->force_max_n : most_n;
	}
	printf("%s: ok, technique %s, %d strokes, %g to %g N, needs a ceiling of %g N%s%s\n", path,
	       technique.name, technique.stroke_count, least_n, most_n, technique.needs_ceiling_n,
	       (technique.needs & NEED_HEATER) != 0 ? ", a heater" : "",
	       (technique.needs & NEED_POSITION) != 0 ? ", position sensors" : "");
	return EXIT_DONE;
}

static int check_patient_file(const char *path)
{
	struct patient patient;

	if (config_read_patient(&patient, path, stderr) < 0) {
		return EXIT_WRONG;
	}
	printf("%s: ok, patient %s, %.1f mm deep at 10 N\n", path, patient.name,
	       1e3 * pow(10.0 / patient.stiffness_n_m_n, 1.0 / patient.exponent));
	return EXIT_DONE;
}

static int check_file(const char *path)
{
	switch (config_kind_of(path, stderr)) {
	case CONFIG_RIG:
		return check_rig_file(path);
	case CONFIG_TECHNIQUE:
		return check_technique_file(path);
	case CONFIG_PATIENT:
		return check_patient_file(path);
	default: /* it said why */
		return EXIT_WRONG;
	}
}

int tool_check(int argc, char **argv)
{
	static const struct option options[] = {{"help", no_argument, NULL, 'h'}, {0}};
	int result = EXIT_DONE;
	int option;

	optind = 0; /* glibc: begin anew, this may not be the first scan in this process */
	opterr = 0;
	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (option == 'h') {
			fputs(help, stdout);
			return EXIT_DONE;
		}
		if (optopt != 0) {
			fprintf(stderr, "knead check: -%c", optopt);
		} else {
			fprintf(stderr, "knead check: %s", argv[optind - 1]);
		}
		fputs(" is no option here; see knead check --help\n", stderr);
		return EXIT_WRONG;
	}
	if (optind == argc) {
		fprintf(stderr, "knead check: name at least one file, such as "
				"config/rigs/sim-16.conf\n");
		return EXIT_WRONG;
	}
	for (int i = optind; i < argc; i++) {
		if (check_file(argv[i]) != EXIT_DONE) {
			result = EXIT_WRONG;
		}
	}
	return result;
}
