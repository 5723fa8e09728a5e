/*
 * check.c - knead check: is a configuration file sound, and what does it describe?
 */
#include "tool/tools.h"

#include "app/cell_store.h"
#include "app/config.h"
#include "app/learned_store.h"
#include "core/technique/stroke.h"
#include "tool/option_scan.h"
#include "tool/probe.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>

static const char help[] =
	"usage: knead check FILE...\n"
	"\n"
	"Says of each rig, technique or patient file whether it is sound. What is wrong goes to\n"
	"standard error, a line each: file:line: what is wrong and what would be right.\n"
	"\n"
	"  --state-dir DIR  says also what knead calibrate kept of each rig there, and whether it "
	"is sound\n"
	"  --probe          opens every device of a rig, moves nothing, and says what it found, by "
	"what\n"
	"                   weights told where --state-dir is given;\n"
	"                   not while kneadd runs, which has them\n"
	"  -h, --help       this text\n"
	"\n"
	"Exit codes: 0 every file is sound, 2 some file is not, 3 a device is missing, is busy or\n"
	"reads nonsense.\n";

struct check_options {
	const char *state_dir;
	bool probes;
};

static struct check_options options;

/* What is another rig's, or was learned beside another file, is told and does no harm. */
static int check_learned(const struct rig *rig)
{
	static struct learned learned;
	enum learned_verdict verdict;

	if (options.state_dir == NULL) {
		return EXIT_DONE;
	}
	verdict = learned_read(&learned, options.state_dir, rig, "knead check", stderr);
	if (verdict == LEARNED_FINE) {
		printf("%s/%s.learned: ok, %d of %d heads\n", options.state_dir, rig->name,
		       learned_heads(&learned), rig->head_count);
	}
	return verdict == LEARNED_DAMAGED ? EXIT_WRONG : EXIT_DONE;
}

/* Likewise what weights told about its force sensors; a probe then shows what kneadd would read. */
static int check_cells(const struct rig *rig, struct wiring *wiring)
{
	static struct cells cells;
	const struct cell_subject subject = {rig, wiring};
	const int64_t now_s = (int64_t)time(NULL);
	enum learned_verdict verdict;

	if (options.state_dir == NULL) {
		return EXIT_DONE;
	}
	verdict = cells_read(&cells, options.state_dir, &subject, "knead check", stderr);
	if (verdict == LEARNED_FINE) {
		printf("%s/%s.cells: ok, %d of %d heads\n", options.state_dir, rig->name,
		       cells_scaled(&cells), rig->head_count);
	}
	for (int i = 0; i < rig->head_count; i++) {
		if (!wiring->wired && !cells.heads[i].scaled) {
			continue;
		}
		printf("force of head %d: ", i + 1);
		cell_say(stdout, &cells.heads[i], now_s);
		putchar('\n');
	}
	cells_wire(wiring, &cells);
	return verdict == LEARNED_DAMAGED ? EXIT_WRONG : EXIT_DONE;
}

static int check_rig_file(const char *path)
{
	static struct wiring wiring;
	struct rig rig;
	double slowest_s = 0.0;
	int result;

	if (config_read_wired_rig(&rig, &wiring, path, stderr) < 0) {
		return EXIT_WRONG;
	}
	for (int i = 0; i < rig.head_count; i++) {
		double release_s = config_release_s(&rig.heads[i]);

		slowest_s = release_s > slowest_s ? release_s : slowest_s;
	}
	printf("%s: ok, rig %s, %d %s, %g Hz, release %.2f s\n", path, rig.name, rig.head_count,
	       rig.head_count == 1 ? "head" : "heads", rig.loop_hz, slowest_s);
	result = check_learned(&rig);
	if (check_cells(&rig, &wiring) != EXIT_DONE) {
		result = EXIT_WRONG;
	}
	if (result == EXIT_DONE && options.probes) {
		result = probe_devices(path, &rig, &wiring);
	}
	return result;
}

/* What is sound and yet never presses all that it says: told, and no mistake. */
static void tell_lighter(const char *path, const struct technique *technique)
{
	for (int i = 0; i < technique->stroke_count; i++) {
		const struct stroke *stroke = &technique->strokes[i];
		const struct pace pace = stroke_pace(stroke, 1.0);
		const double most_n = stroke_most_n(stroke, &pace);

		if (most_n < stroke->force_max_n) {
			printf("%s: stroke %d, %s, presses %.0f of its %g N at most: at its pace "
			       "more would rise faster than %g N/s\n",
			       path, i + 1, stroke_kind_name(stroke->kind), floor(most_n),
			       stroke->force_max_n, SLEW_RISE_N_S);
		}
	}
}

/* Two of one name in a folder: none of them could be chosen, and no controller starts on both. */
static bool is_alone(const char *path, const struct technique *technique)
{
	char twin[256];

	if (!config_find_twin(twin, sizeof(twin), technique, path)) {
		return true;
	}
	fprintf(stderr, "%s: its name \"%s\" is that of %s beside it, too; rename one of them\n",
		path, technique->name, twin);
	return false;
}

static int check_technique_file(const char *path)
{
	struct technique technique;
	double least_n = CEILING_MAX_N;
	double most_n = 0.0;

	if (config_read_technique(&technique, path, stderr) < 0 || !is_alone(path, &technique)) {
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
	tell_lighter(path, &technique);
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

static int read_option(void *of, int option, const char *text)
{
	(void)text;
	if (option == 'p') {
		((struct check_options *)of)->probes = true;
	}
	return EXIT_DONE;
}

int tool_check(int argc, char **argv)
{
	static const struct option table[] = {{"state-dir", required_argument, NULL, 's'},
					      {"probe", no_argument, NULL, 'p'},
					      {"help", no_argument, NULL, 'h'},
					      {0}};
	static const struct option_text texts[] = {{'s', offsetof(struct check_options, state_dir)},
						   {0}};
	static const struct option_words words = {.who = "knead check",
						  .help = help,
						  .table = table,
						  .texts = texts,
						  .read = read_option,
						  .operands = true};
	int result;

	options = (struct check_options){0};
	result = option_scan(&options, &words, argc, argv);

	if (result != OPTIONS_RUN) {
		return result;
	}
	result = EXIT_DONE;
	if (optind == argc) {
		fprintf(stderr, "knead check: name at least one file, such as "
				"config/rigs/sim-16.conf\n");
		return EXIT_WRONG;
	}
	for (int i = optind; i < argc; i++) {
		const int code = check_file(argv[i]);

		/* what is wrong goes before what is missing */
		if (code != EXIT_DONE && result != EXIT_WRONG) {
			result = code;
		}
	}
	return result;
}
