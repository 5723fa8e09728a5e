/* calibrate_options.c - see calibrate_options.h. */
#include "tool/calibrate_options.h"

#include "tool/calibrate_cells.h"
#include "tool/option_number.h"
#include "tool/tools.h"

#include <knead/limits.h>

#include <stdio.h>
#include <string.h>

#define WHO      "knead calibrate"
#define SEED_MAX 1e15

/* clang-format off */
static const char help[] =
	"usage: knead calibrate [OPTION...] [RIG.conf] [HEAD]\n"
	"\n"
	"Finds of each pressure head, or of that one, what it is really like: dead time, lag of filling and\n"
	"venting, return spring, breakaway and sliding friction, and how long it takes to let go. Nobody lies\n"
	"on the table: a soft pad lies under the head, foam that gives about 3 mm to 10 N. Each head meets\n"
	"the pad, takes a step and slow ramps of pressure up to 20 N and no more than its ceiling, three\n"
	"times, and lets go by its dump valve alone, meets the pad once more, and lets go by its regulator\n"
	"alone; 130 s a head. From its ceiling the dump valve may take 400 ms and the regulator 1 s. All\n"
	"conditions and limits of a session are in force; Ctrl-C vents and keeps nothing of that head. In rig\n"
	"mode the hand button is tried once before, and then confirm is pressed at the rig.\n"
	"\n"
	"What fits is kept beside the memory of the rig, and kneadd's control uses it; limits stay with the\n"
	"rig file. What is more than 30 % from the rig file is told and not kept.\n"
	"\n"
	"A real force sensor is tared and scaled first, with --weights: it asks for nothing on any head, then\n"
	"for two known weights or more, one of them twice, laid on the sensor of that head one by one. You\n"
	"type what lies there, 2kg or 19.6N. Nothing moves meanwhile. What the first tare shows is the\n"
	"sensor's factory zero: it is kept for good, and limits are held against it. On a simulated rig the\n"
	"weight that you type lies there at once.\n"
	"\n"
	"  --weights           tare and scale first; --weights-only does no more than that\n"
	"  --wait SECONDS      that drift and noise are looked at for (60, 2 to 3600)\n"
	"  --new-cell          the sensor was exchanged: its factory zero is written anew\n"
	"  --rig FILE          likewise the rig (rigs/sim-16.conf of the configuration)\n"
	"  --state-dir DIR     where it is kept (~/.local/state/knead)\n"
	"  --force             keep also what is far from the rig file\n"
	"  --json FILE         all of it; - is standard output\n"
	"  --without-realtime  also where the system grants no real-time priority: for a bench\n"
	"  --seed N            of a simulated rig's noise (1)\n"
	"  --vary N            a simulated rig that differs from its file by up to 30 %, as drawn by N:\n"
	"                      to see what is found; nothing is kept\n"
	"  -h, --help          this text\n"
	"\n"
	"Exit codes: 0 done, 1 some head could not be tested, its weights do not agree, it is far from its\n"
	"file, unsafe or slow to let go, or the result could not be kept, 2 wrong usage or configuration,\n"
	"3 a device is missing or busy: kneadd must not run.\n";
/* clang-format on */

enum {
	OPTION_RIG = 256,
	OPTION_STATE_DIR,
	OPTION_FORCE,
	OPTION_JSON,
	OPTION_SEED,
	OPTION_VARY,
	OPTION_LATE,
	OPTION_WEIGHTS,
	OPTION_WEIGHTS_ONLY,
	OPTION_WAIT,
	OPTION_NEW_CELL
};

static const struct option table[] = {
	{"rig", required_argument, NULL, OPTION_RIG},
	{"state-dir", required_argument, NULL, OPTION_STATE_DIR},
	{"force", no_argument, NULL, OPTION_FORCE},
	{"json", required_argument, NULL, OPTION_JSON},
	{"seed", required_argument, NULL, OPTION_SEED},
	{"vary", required_argument, NULL, OPTION_VARY},
	{"without-realtime", no_argument, NULL, OPTION_LATE},
	{"weights", no_argument, NULL, OPTION_WEIGHTS},
	{"weights-only", no_argument, NULL, OPTION_WEIGHTS_ONLY},
	{"wait", required_argument, NULL, OPTION_WAIT},
	{"new-cell", no_argument, NULL, OPTION_NEW_CELL},
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
	case OPTION_LATE:
		options->late_is_fine = true;
		return EXIT_DONE;
	case OPTION_WEIGHTS_ONLY:
		options->tests = false;
		options->weights = true;
		return EXIT_DONE;
	case OPTION_WEIGHTS:
		options->weights = true;
		return EXIT_DONE;
	case OPTION_NEW_CELL:
		options->new_cell = true;
		return EXIT_DONE;
	case OPTION_WAIT:
		return option_number(&options->wait_s, WHO, "wait", text, CELL_WAIT_LEAST_S,
				     CELL_WAIT_MOST_S);
	case OPTION_SEED:
		return read_whole(&options->seed, "seed", text, 0.0);
	case OPTION_VARY:
		return read_whole(&options->vary, "vary", text, 1.0);
	default:
		return EXIT_WRONG;
	}
}

static int read_operands(struct calibrate_options *options, int count, char **words)
{
	double head;

	if (count > 0 && strstr(words[0], ".conf") != NULL) {
		options->rig_path = words[0];
		words++;
		count--;
	}
	if (count == 0) {
		return OPTIONS_RUN;
	}
	if (count > 1 || !option_is_number(&head, words[0], 1.0, HEADS_MAX) || head > (int)head) {
		fprintf(stderr,
			WHO ": \"%s\" is no one head; name one by its number, or none for "
			    "all\n",
			words[count - 1]);
		return EXIT_WRONG;
	}
	options->head = (int)head;
	return OPTIONS_RUN;
}

int calibrate_options_read(struct calibrate_options *options, int argc, char **argv)
{
	static const struct option_words words = {.who = WHO,
						  .help = help,
						  .table = table,
						  .texts = texts,
						  .read = read_option,
						  .operands = true};
	int code;

	*options =
		(struct calibrate_options){.seed = 1, .tests = true, .wait_s = CELL_WAIT_USUAL_S};
	code = option_scan(options, &words, argc, argv);
	if (code == OPTIONS_RUN) {
		code = read_operands(options, argc - optind, argv + optind);
	}
	if (code == OPTIONS_RUN && options->new_cell && !options->weights) {
		fputs(WHO ": --new-cell goes with --weights: an exchanged sensor is scaled anew\n",
		      stderr);
		code = EXIT_WRONG;
	}
	return code;
}
