/* sim_options.c - see sim_options.h. */
#include "tool/sim_options.h"

#include "tool/option_number.h"
#include "tool/tools.h"

#include <knead/command.h>
#include <knead/limits.h>

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define WHO "knead sim"

static const char help[] =
	"usage: knead sim [OPTION...]\n"
	"\n"
	"Runs a massage on a simulated rig and person, in virtual time, with the controller the "
	"rig\n"
	"runs with, and judges it by the force the tissue feels.\n"
	"\n"
	"  --technique NAME|FILE   one beside the rig's folder, or a file (swedish)\n"
	"  --intensity F           0 to 1 (0.3)\n"
	"  --minutes F             1 to 60 (20)\n"
	"  --rig FILE              (config/rigs/sim-16.conf, or the installed one)\n"
	"  --patient NAME|FILE     (nominal)\n"
	"  --cohort DIR            every patient in this folder, one after the other\n"
	"  --controller NAME       shipped, or a plain one beside it: pi admittance (shipped)\n"
	"  --seed N                same seed, same run (1)\n"
	"  --focus REGION=W        weight of a region's time, 0 to 1 (0.5); again for another\n"
	"  --fault t=S,kind=KIND[,head=N][,magnitude=F]\n"
	"                          at S seconds break head N (0: all); again for another. KIND: "
	"off\n"
	"                          stuck garbage wrong slow delayed intermittent valve_open\n"
	"                          valve_closed dump_dead, or none to mend\n"
	"  --stop-at S             press stop at S seconds\n"
	"  --json FILE --csv FILE  figures, and 100 rows a second; - is standard output\n"
	"  --plot FILE.svg         a picture of body, forces and targets\n"
	"  -h, --help              this text\n"
	"\n"
	"Exit codes: 0 done (state fault: it tripped, as it should), 1 a file could not be written "
	"or\n"
	"the session did not end, 2 wrong usage or configuration.\n";

enum {
	OPTION_TECHNIQUE = 256,
	OPTION_INTENSITY,
	OPTION_MINUTES,
	OPTION_RIG,
	OPTION_PATIENT,
	OPTION_COHORT,
	OPTION_CONTROLLER,
	OPTION_SEED,
	OPTION_FOCUS,
	OPTION_FAULT,
	OPTION_STOP_AT,
	OPTION_JSON,
	OPTION_CSV,
	OPTION_PLOT
};

static const struct option table[] = {
	{"technique", required_argument, NULL, OPTION_TECHNIQUE},
	{"intensity", required_argument, NULL, OPTION_INTENSITY},
	{"minutes", required_argument, NULL, OPTION_MINUTES},
	{"rig", required_argument, NULL, OPTION_RIG},
	{"patient", required_argument, NULL, OPTION_PATIENT},
	{"cohort", required_argument, NULL, OPTION_COHORT},
	{"controller", required_argument, NULL, OPTION_CONTROLLER},
	{"seed", required_argument, NULL, OPTION_SEED},
	{"focus", required_argument, NULL, OPTION_FOCUS},
	{"fault", required_argument, NULL, OPTION_FAULT},
	{"stop-at", required_argument, NULL, OPTION_STOP_AT},
	{"json", required_argument, NULL, OPTION_JSON},
	{"csv", required_argument, NULL, OPTION_CSV},
	{"plot", required_argument, NULL, OPTION_PLOT},
	{"help", no_argument, NULL, 'h'},
	{0},
};

static int read_seed(uint64_t *seed, const char *text)
{
	char *end;

	errno = 0;
	*seed = strtoull(text, &end, 10);
	if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0) {
		fprintf(stderr, "knead sim: --seed \"%s\" is no whole number from 0 to 2^64 - 1\n",
			text);
		return EXIT_WRONG;
	}
	return EXIT_DONE;
}

static int read_controller(enum controller *controller, const char *text)
{
	*controller = controller_named(text);
	if (*controller == CONTROLLERS) {
		fprintf(stderr,
			"knead sim: --controller \"%s\" is none; there is shipped, pi, "
			"admittance\n",
			text);
		return EXIT_WRONG;
	}
	return EXIT_DONE;
}

static int read_focus(struct sim_options *options, const char *text)
{
	const char *equals = strchr(text, '=');
	size_t length = equals == NULL ? 0 : (size_t)(equals - text);

	for (int r = REGION_NONE + 1; r < REGION_COUNT && equals != NULL; r++) {
		const char *name = region_facts((enum region)r)->name;

		if (strlen(name) == length && strncmp(name, text, length) == 0) {
			return option_number(&options->focus[r], WHO, "focus", equals + 1, 0.0,
					     1.0);
		}
	}
	fprintf(stderr,
		"knead sim: --focus \"%s\" names no region; write such as lower_back=0.8 "
		"with one of",
		text);
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		fprintf(stderr, " %s", region_facts((enum region)r)->name);
	}
	fputc('\n', stderr);
	return EXIT_WRONG;
}

/* One "key=value" of a fault. Returns whether it made sense. */
static bool read_fault_part(struct sim_fault *fault, char *part)
{
	char *equals = strchr(part, '=');
	double number;

	if (equals == NULL) {
		return false;
	}
	*equals = '\0';
	if (strcmp(part, "kind") == 0) {
		fault->kind = fault_kind_named(equals + 1);
		return fault->kind != FAULT_KINDS;
	}
	if (strcmp(part, "t") == 0) {
		return option_is_number(&fault->t_s, equals + 1, 0.0, 1e6);
	}
	if (strcmp(part, "magnitude") == 0) {
		return option_is_number(&fault->magnitude, equals + 1, -1e6, 1e6);
	}
	if (strcmp(part, "head") == 0 && option_is_number(&number, equals + 1, 0.0, HEADS_MAX)) {
		fault->head = (int)number;
		return !(fabs(number - fault->head) > 0.0);
	}
	return false;
}

static int read_fault(struct sim_options *options, const char *text)
{
	struct sim_fault fault = {.t_s = SIM_NEVER_S, .kind = FAULT_KINDS};
	char copy[128];
	char *rest = copy;
	char *part;
	bool sound = strlen(text) < sizeof(copy);

	snprintf(copy, sizeof(copy), "%s", text);
	while (sound && (part = strsep(&rest, ",")) != NULL) {
		sound = read_fault_part(&fault, part);
	}
	if (!sound || fault.t_s < 0.0 || fault.kind == FAULT_KINDS) {
		fprintf(stderr,
			"knead sim: --fault \"%s\" is not understood; write such as "
			"t=12,head=3,kind=stuck, kinds are in knead sim --help\n",
			text);
		return EXIT_WRONG;
	}
	if (options->fault_count == SIM_FAULTS_MAX) {
		fprintf(stderr, "knead sim: at most %d --fault\n", SIM_FAULTS_MAX);
		return EXIT_WRONG;
	}
	options->faults[options->fault_count++] = fault;
	return EXIT_DONE;
}

static int read_option(struct sim_options *options, int option, const char *text)
{
	double minutes;
	int wrong;

	switch (option) {
	case OPTION_TECHNIQUE:
		options->technique = text;
		return EXIT_DONE;
	case OPTION_RIG:
		options->rig_path = text;
		return EXIT_DONE;
	case OPTION_PATIENT:
		options->patient = text;
		return EXIT_DONE;
	case OPTION_COHORT:
		options->cohort = text;
		return EXIT_DONE;
	case OPTION_CONTROLLER:
		return read_controller(&options->controller, text);
	case OPTION_JSON:
		options->json_path = text;
		return EXIT_DONE;
	case OPTION_CSV:
		options->csv_path = text;
		return EXIT_DONE;
	case OPTION_PLOT:
		options->plot_path = text;
		return EXIT_DONE;
	case OPTION_INTENSITY:
		return option_number(&options->intensity, WHO, "intensity", text, 0.0, 1.0);
	case OPTION_MINUTES:
		wrong = option_number(&minutes, WHO, "minutes", text, SESSION_MIN_S / 60.0,
				      SESSION_MAX_S / 60.0);
		options->duration_s = minutes * 60.0;
		return wrong;
	case OPTION_STOP_AT:
		return option_number(&options->stop_at_s, WHO, "stop-at", text, 0.0, 1e6);
	case OPTION_SEED:
		return read_seed(&options->seed, text);
	case OPTION_FOCUS:
		return read_focus(options, text);
	case OPTION_FAULT:
		return read_fault(options, text);
	default:
		return EXIT_WRONG;
	}
}

/* What does not go together; at most one of the outputs can be standard output. */
static int check_outputs(const struct sim_options *options)
{
	const char *const paths[] = {options->json_path, options->csv_path, options->plot_path};
	int count = 0;

	if (options->cohort != NULL &&
	    (options->patient != NULL || options->csv_path != NULL || options->plot_path != NULL)) {
		fputs("knead sim: --cohort goes with neither --patient, --csv nor --plot; leave "
		      "them "
		      "out, or take one patient\n",
		      stderr);
		return EXIT_WRONG;
	}
	for (int i = 0; i < 3; i++) {
		count += paths[i] != NULL && strcmp(paths[i], "-") == 0;
	}
	if (count > 1) {
		fprintf(stderr, "knead sim: only one of --json, --csv and --plot can go to "
				"standard output; name a file for the others\n");
		return EXIT_WRONG;
	}
	return EXIT_DONE;
}

int sim_options_read(struct sim_options *options, int argc, char **argv)
{
	struct command start;
	int option;

	command_init(&start);
	*options = (struct sim_options){
		.technique = "swedish",
		.intensity = start.intensity,
		.duration_s = start.duration_s,
		.stop_at_s = SIM_NEVER_S,
		.seed = 1,
	};
	memcpy(options->focus, start.focus, sizeof(options->focus));
	optind = 0; /* glibc: begin anew, this may not be the first scan in this process */
	opterr = 0;
	while ((option = getopt_long(argc, argv, ":h", table, NULL)) != -1) {
		if (option == 'h') {
			fputs(help, stdout);
			return EXIT_DONE;
		}
		if (option == ':' || option == '?') {
			fprintf(stderr, "knead sim: %s %s; see knead sim --help\n",
				argv[optind - 1],
				option == ':' ? "wants a value behind it" : "is no option here");
			return EXIT_WRONG;
		}
		if (read_option(options, option, optarg) != EXIT_DONE) {
			return EXIT_WRONG;
		}
	}
	if (optind < argc) {
		fprintf(stderr, "knead sim: \"%s\" belongs to no option; see knead sim --help\n",
			argv[optind]);
		return EXIT_WRONG;
	}
	return check_outputs(options) == EXIT_DONE ? SIM_OPTIONS_RUN : EXIT_WRONG;
}
