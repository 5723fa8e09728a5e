/* calibrate_options.c - see calibrate_options.h. */
#include "tool/calibrate_options.h"

#include "tool/option_number.h"
#include "tool/tools.h"

#include <knead/limits.h>

#include <stdio.h>

#define WHO      "knead calibrate"
#define SEED_MAX 1e15

static const char help[] =
	"usage: knead calibrate [OPTION...] [HEAD]\n"
	"\n"
	"Finds of each pressure head, or of that one, what it is really like: dead time, lag of "
	"filling and\n"
	"venting, return spring, breakaway and sliding friction. Nobody lies on the table: a soft "
	"pad lies\n"
	"under the head, foam that gives about 3 mm to 10 N. Each head meets the pad, takes a "
	"step and slow\n"
	"ramps of pressure up to 20 N and no more than its ceiling, three times, and lets go; "
	"100 s a head.\n"
	"\n"
	"What fits is kept beside the memory of the rig, and kneadd's control uses it; limits stay "
	"with the\n"
	"rig file. What is more than 30 % from the rig file is told and not kept.\n"
	"\n"
	"  --rig FILE       (rigs/sim-16.conf of the configuration)\n"
	"  --state-dir DIR  where it is kept (~/.local/state/knead)\n"
	"  --force          keep also what is far from the rig file\n"
	"  --json FILE      all of it; - is standard output\n"
	"  --seed N         of a simulated rig's noise (1)\n"
	"  --vary N         a simulated rig that differs from its file by up to 30 %, as drawn by "
	"N:\n"
	"                   to see what is found; nothing is kept\n"
	"  -h, --help       this text\n"
	"\n"
	"Exit codes: 0 done, 1 some head could not be tested, is far from its file or unsafe, or "
	"the result\n"
	"could not be kept, 2 wrong usage or configuration, 3 there is no driver for the rig's "
	"devices.\n";

enum { OPTION_RIG = 256, OPTION_STATE_DIR, OPTION_FORCE, OPTION_JSON, OPTION_SEED, OPTION_VARY };

static const struct option table[] = {
	{"rig", required_argument, NULL, OPTION_RIG},
	{"state-dir", required_argument, NULL, OPTION_STATE_DIR},
	{"force", no_argument, NULL, OPTION_FORCE},
	{"json", required_argument, NULL, OPTION_JSON},
	{"seed", required_argument, NULL, OPTION_SEED},
	{"vary", required_argument, NULL, OPTION_VARY},
	{"help", no_argument, NULL, 'h'},
	{0},
};

static const struct option_text texts[] = {
	{OPTION_RIG, offsetof(struct calibrate_options, rig_path)},
	{OPTION_STATE_DIR, offsetof(struct calibrate_options, state_dir)},
	{OPTION_JSON, offsetof(struct calibrate_options, json_path)},
	{0},
};

static int read_whole(uint64_t *number, const char *name, const char *text, double least)
{
	double value;
	int code = option_number(&value, WHO, name, text, least, SEED_MAX);

	*number = code == EXIT_DONE ? (uint64_t)value : 0;
	return code;
}

static int read_option(void *typed, int option, const char *text)
{
	struct calibrate_options *options = typed;

	switch (option) {
	case OPTION_FORCE:
		options->force = true;
		return EXIT_DONE;
	case OPTION_SEED:
		return read_whole(&options->seed, "seed", text, 0.0);
	case OPTION_VARY:
		return read_whole(&options->vary, "vary", text, 1.0);
	default:
		return EXIT_WRONG;
	}
}

int calibrate_options_read(struct calibrate_options *options, int argc, char **argv)
{
	static const struct option_words words = {.who = WHO,
						  .help = help,
						  .table = table,
						  .texts = texts,
						  .read = read_option,
						  .operands = true};
	double head;
	int code;

	*options = (struct calibrate_options){.seed = 1};
	code = option_scan(options, &words, argc, argv);
	if (code != OPTIONS_RUN || optind == argc) {
		return code;
	}
	if (argc - optind > 1 || !option_is_number(&head, argv[optind], 1.0, HEADS_MAX) ||
	    head > (int)head) {
		fprintf(stderr,
			WHO ": \"%s\" is no one head; name one by its number, or none for "
			    "all\n",
			argv[argc - 1]);
		return EXIT_WRONG;
	}
	options->head = (int)head;
	return code;
}
