/* score_options.c - see score_options.h. */
#include "tool/score_options.h"

#include "tool/option_number.h"
#include "tool/option_scan.h"
#include "tool/out_file.h"
#include "tool/score_pool.h"
#include "tool/tools.h"

#include <stdio.h>
#include <stdlib.h>

#define WHO     "knead score"
#define MINUTES 3.0
#define SEEDS   2

static const char help[] =
	"usage: knead score [OPTION...]\n"
	"\n"
	"Judges how truly heads press, on simulated rigs and people: every technique, every "
	"patient,\n"
	"the shipped controller beside two plain ones and the bound. The same figures on every "
	"run.\n"
	"\n"
	"  --json FILE             all figures; - is standard output\n"
	"  --plot FILE.svg         bars by controller and patient\n"
	"  --technique NAME|FILE   this one only (every technique beside the rig)\n"
	"  --cohort DIR            these patients (patients of the configuration); \"nominal\" "
	"must "
	"be there\n"
	"  --minutes F             of each session, 1 to 60 (3)\n"
	"  --seeds N               sessions per patient, 1 to 16 (2)\n"
	"  --threads N             1 to 64 (as many as cores)\n"
	"  --parts                 which parts of the error are friction, delay, breath, sensing:\n"
	"                          each switched off in turn, on the nominal patient\n"
	"  --tune                  search the plain controllers' gains and print them\n"
	"  -h, --help              this text\n"
	"\n"
	"The configuration (rigs, techniques, patients) is the folder that KNEAD_CONFIG in the "
	"environment\n"
	"names, or else config here, or what was installed or built with this program.\n"
	"\n"
	"Exit codes: 0 done, whatever the figures, 1 a file could not be written, 2 wrong usage "
	"or\n"
	"configuration.\n";

enum {
	OPTION_JSON = 256,
	OPTION_PLOT,
	OPTION_TECHNIQUE,
	OPTION_COHORT,
	OPTION_MINUTES,
	OPTION_SEEDS,
	OPTION_THREADS,
	OPTION_PARTS,
	OPTION_TUNE
};

static const struct option table[] = {
	{"json", required_argument, NULL, OPTION_JSON},
	{"plot", required_argument, NULL, OPTION_PLOT},
	{"technique", required_argument, NULL, OPTION_TECHNIQUE},
	{"cohort", required_argument, NULL, OPTION_COHORT},
	{"minutes", required_argument, NULL, OPTION_MINUTES},
	{"seeds", required_argument, NULL, OPTION_SEEDS},
	{"threads", required_argument, NULL, OPTION_THREADS},
	{"parts", no_argument, NULL, OPTION_PARTS},
	{"tune", no_argument, NULL, OPTION_TUNE},
	{"help", no_argument, NULL, 'h'},
	{0},
};

static const struct option_text texts[] = {
	{OPTION_JSON, offsetof(struct score_options, json_path)},
	{OPTION_PLOT, offsetof(struct score_options, plot_path)},
	{OPTION_TECHNIQUE, offsetof(struct score_options, technique)},
	{OPTION_COHORT, offsetof(struct score_options, cohort)},
	{0},
};

static int read_count(int *count, const char *name, const char *text, int most)
{
	char *end;
	long number = strtol(text, &end, 10);

	if (end != text && *end == '\0' && number >= 1 && number <= most) {
		*count = (int)number;
		return EXIT_DONE;
	}
	fprintf(stderr, "knead score: --%s \"%s\" is no whole number from 1 to %d\n", name, text,
		most);
	return EXIT_WRONG;
}

static int read_option(void *context, int option, const char *text)
{
	struct score_options *options = context;

	switch (option) {
	case OPTION_MINUTES:
		return option_minutes(&options->duration_s, WHO, text);
	case OPTION_SEEDS:
		return read_count(&options->seeds, "seeds", text, SCORE_SEEDS_MAX);
	case OPTION_THREADS:
		return read_count(&options->threads, "threads", text, SCORE_THREADS_MAX);
	case OPTION_PARTS:
		options->parts = true;
		return EXIT_DONE;
	case OPTION_TUNE:
		options->tune = true;
		return EXIT_DONE;
	default:
		return EXIT_WRONG;
	}
}

/* What does not go together. */
static int check(const struct score_options *options)
{
	const char *const paths[] = {options->json_path, options->plot_path};
	bool files = options->json_path != NULL || options->plot_path != NULL;

	if (out_files_collide(paths, 2)) {
		fputs("knead score: only one of --json and --plot can go to standard output; name "
		      "a "
		      "file for the other\n",
		      stderr);
		return EXIT_WRONG;
	}
	if ((options->tune && options->parts) || ((options->tune || options->parts) && files)) {
		fputs("knead score: --tune and --parts each go alone, and print only; leave the "
		      "others out\n",
		      stderr);
		return EXIT_WRONG;
	}
	return OPTIONS_RUN;
}

int score_options_read(struct score_options *options, int argc, char **argv)
{
	static const struct option_words words = {WHO, help, table, texts, read_option, false};
	int result;

	*options = (struct score_options){
		.duration_s = 60.0 * MINUTES,
		.seeds = SEEDS,
		.threads = score_pool_cores(),
	};
	result = option_scan(options, &words, argc, argv);
	return result == OPTIONS_RUN ? check(options) : result;
}
