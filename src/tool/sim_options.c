/* sim_options.c - see sim_options.h. */
#include "tool/sim_options.h"

#include "tool/option_number.h"
#include "tool/option_scan.h"
#include "tool/out_file.h"
#include "tool/sim_values.h"
#include "tool/tools.h"

#include <knead/command.h>
#include <knead/limits.h>

#include <stdio.h>
#include <string.h>

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
	"  --speed F               0.5 to 2 times the technique's own, within its rhythm (1)\n"
	"  --minutes F             1 to 60 (20)\n"
	"  --rig FILE              (rigs/sim-16.conf of the configuration)\n"
	"  --patient NAME|FILE     (nominal)\n"
	"  --height F              how tall the person is, m, 1.4 to 2.1 (as the patient file has "
	"it)\n"
	"  --cohort DIR            every patient in this folder, one after the other\n"
	"  --controller NAME       shipped, or a plain one beside it: pi admittance (shipped)\n"
	"  --seed N                same seed, same run (1)\n"
	"  --focus REGION=W        weight of a region's time, 0 to 1 (0.5); again for another\n"
	"  --leave-out REGION      nothing presses there; again for another\n"
	"  --balance F             -1 left side only, 0 both alike, 1 right only (0)\n"
	"  --ceiling F             most that any head may press, N, 0 to 80 (80)\n"
	"  --client-answers A      how uncomfortable it is, when asked: yes, as this person feels; "
	"no,\n"
	"                          never; or always the same, 0 to 10 (yes)\n"
	"  --screening ITEM=A      an answer before the session: no, yes or consent (all no); "
	"again\n"
	"                          for another\n"
	"  --press BUTTON@S        at S seconds somebody presses ease, skip, linger, pause, "
	"resume\n"
	"                          or let_go; again for another\n"
	"  --fault t=S,kind=KIND[,sensor=SENSOR][,head=N][,magnitude=F]\n"
	"                          at S seconds break head N (0: all); again for another.\n"
	"                          a SENSOR (force, or position pressure surface contact): off "
	"stuck\n"
	"                          garbage wrong slow delayed intermittent; the thermistor also\n"
	"                          surface_loose; the actuator: valve_open valve_closed "
	"valve_leak\n"
	"                          valve_slow dump_dead supply_lost heater_on, pump_stuck for "
	"all;\n"
	"                          the controller: loop_stall loop_late net_stall power_lost; "
	"none\n"
	"                          mends. MAGNITUDE: factor, share or seconds. detect_ms runs from "
	"S\n"
	"                          (of several faults, the last before the trip) to the trip: a "
	"lifted\n"
	"                          head shows most faults only at its next contact, and the wait "
	"counts\n"
	"  --stop-at S             press stop at S seconds\n"
	"  --json FILE --csv FILE  figures, and 100 rows a second; - is standard output\n"
	"  --plot FILE.svg         a picture: dose, path of the hands, forces and targets\n"
	"  --stiffness-map FILE.svg\n"
	"                          how stiff each place was when first felt, and when last\n"
	"  --record FILE           every tick, for knead replay\n"
	"  --state-dir DIR         control takes what knead calibrate kept of the rig there (the "
	"rig file alone,\n"
	"                          so that the same seed is the same run)\n"
	"  -h, --help              this text\n"
	"\n"
	"The configuration (rigs, techniques, patients) is the folder that KNEAD_CONFIG in the "
	"environment\n"
	"names, or else config here, or what was installed or built with this program.\n"
	"\n"
	"Exit codes: 0 done (state fault: it tripped, as it should), 1 a file could not be written "
	"or\n"
	"the session did not end, 2 wrong usage or configuration.\n";

enum {
	OPTION_TECHNIQUE = 256,
	OPTION_INTENSITY,
	OPTION_SPEED,
	OPTION_MINUTES,
	OPTION_RIG,
	OPTION_PATIENT,
	OPTION_HEIGHT,
	OPTION_COHORT,
	OPTION_CONTROLLER,
	OPTION_SEED,
	OPTION_FOCUS,
	OPTION_LEAVE_OUT,
	OPTION_BALANCE,
	OPTION_CEILING,
	OPTION_ANSWERS,
	OPTION_SCREENING,
	OPTION_PRESS,
	OPTION_FAULT,
	OPTION_STOP_AT,
	OPTION_JSON,
	OPTION_CSV,
	OPTION_PLOT,
	OPTION_STIFFNESS,
	OPTION_RECORD,
	OPTION_STATE_DIR,
};

static const struct option table[] = {
	{"technique", required_argument, NULL, OPTION_TECHNIQUE},
	{"intensity", required_argument, NULL, OPTION_INTENSITY},
	{"speed", required_argument, NULL, OPTION_SPEED},
	{"minutes", required_argument, NULL, OPTION_MINUTES},
	{"rig", required_argument, NULL, OPTION_RIG},
	{"patient", required_argument, NULL, OPTION_PATIENT},
	{"height", required_argument, NULL, OPTION_HEIGHT},
	{"cohort", required_argument, NULL, OPTION_COHORT},
	{"controller", required_argument, NULL, OPTION_CONTROLLER},
	{"seed", required_argument, NULL, OPTION_SEED},
	{"focus", required_argument, NULL, OPTION_FOCUS},
	{"leave-out", required_argument, NULL, OPTION_LEAVE_OUT},
	{"balance", required_argument, NULL, OPTION_BALANCE},
	{"ceiling", required_argument, NULL, OPTION_CEILING},
	{"client-answers", required_argument, NULL, OPTION_ANSWERS},
	{"screening", required_argument, NULL, OPTION_SCREENING},
	{"press", required_argument, NULL, OPTION_PRESS},
	{"fault", required_argument, NULL, OPTION_FAULT},
	{"stop-at", required_argument, NULL, OPTION_STOP_AT},
	{"json", required_argument, NULL, OPTION_JSON},
	{"csv", required_argument, NULL, OPTION_CSV},
	{"plot", required_argument, NULL, OPTION_PLOT},
	{"stiffness-map", required_argument, NULL, OPTION_STIFFNESS},
	{"record", required_argument, NULL, OPTION_RECORD},
	{"state-dir", required_argument, NULL, OPTION_STATE_DIR},
	{"help", no_argument, NULL, 'h'},
	{0},
};

static const struct option_text texts[] = {
	{OPTION_TECHNIQUE, offsetof(struct sim_options, technique)},
	{OPTION_RIG, offsetof(struct sim_options, rig_path)},
	{OPTION_PATIENT, offsetof(struct sim_options, patient)},
	{OPTION_COHORT, offsetof(struct sim_options, cohort)},
	{OPTION_JSON, offsetof(struct sim_options, json_path)},
	{OPTION_CSV, offsetof(struct sim_options, csv_path)},
	{OPTION_PLOT, offsetof(struct sim_options, plot_path)},
	{OPTION_STIFFNESS, offsetof(struct sim_options, stiffness_path)},
	{OPTION_RECORD, offsetof(struct sim_options, record_path)},
	{OPTION_STATE_DIR, offsetof(struct sim_options, state_dir)},
	{0},
};

static int read_option(void *context, int option, const char *text)
{
	struct sim_options *options = context;

	switch (option) {
	case OPTION_INTENSITY:
		return option_number(&options->intensity, WHO, "intensity", text, 0.0, 1.0);
	case OPTION_SPEED:
		return option_number(&options->speed, WHO, "speed", text, SPEED_MIN, SPEED_MAX);
	case OPTION_MINUTES:
		return option_minutes(&options->duration_s, WHO, text);
	case OPTION_STOP_AT:
		return option_number(&options->stop_at_s, WHO, "stop-at", text, 0.0, 1e6);
	case OPTION_BALANCE:
		return option_number(&options->balance, WHO, "balance", text, -1.0, 1.0);
	case OPTION_HEIGHT:
		return option_number(&options->height_m, WHO, "height", text, BODY_HEIGHT_MIN_M,
				     BODY_HEIGHT_MAX_M);
	case OPTION_CEILING:
		return option_number(&options->ceiling_n, WHO, "ceiling", text, 0.0, CEILING_MAX_N);
	case OPTION_SEED:
		return sim_value_seed(&options->seed, text);
	case OPTION_CONTROLLER:
		return sim_value_controller(&options->controller, text);
	case OPTION_FOCUS:
		return sim_value_focus(options, text);
	case OPTION_LEAVE_OUT:
		return sim_value_leave_out(options, text);
	case OPTION_ANSWERS:
		return sim_value_answers(options, text);
	case OPTION_SCREENING:
		return sim_value_screening(options, text);
	case OPTION_PRESS:
		return sim_value_press(options, text);
	case OPTION_FAULT:
		return sim_value_fault(options, text);
	default:
		return EXIT_WRONG;
	}
}

/* What does not go together; at most one of the outputs can be standard output. */
static int check_outputs(const struct sim_options *options)
{
	const char *const paths[] = {options->json_path, options->csv_path, options->plot_path,
				     options->stiffness_path, options->record_path};

	if (options->cohort != NULL &&
	    (options->patient != NULL || options->csv_path != NULL || options->plot_path != NULL ||
	     options->stiffness_path != NULL || options->record_path != NULL)) {
		fputs("knead sim: --cohort goes with neither --patient, --csv, --plot, "
		      "--stiffness-map nor --record; leave them out, or take one patient\n",
		      stderr);
		return EXIT_WRONG;
	}
	if (out_files_collide(paths, 5)) {
		fprintf(stderr,
			"knead sim: only one of --json, --csv, --plot, --stiffness-map "
			"and --record can go to standard output; name a file for the others\n");
		return EXIT_WRONG;
	}
	return EXIT_DONE;
}

int sim_options_read(struct sim_options *options, int argc, char **argv)
{
	static const struct option_words words = {WHO, help, table, texts, read_option, false};
	struct command start;
	int result;

	command_init(&start);
	*options = (struct sim_options){
		.technique = "swedish",
		.intensity = start.intensity,
		.speed = start.speed,
		.duration_s = start.duration_s,
		.ceiling_n = start.ceiling_n,
		.stop_at_s = SIM_NEVER_S,
		.seed = 1,
	};
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		options->screening[item] = ANSWER_NO;
	}
	memcpy(options->focus, start.focus, sizeof(options->focus));
	result = option_scan(options, &words, argc, argv);
	if (result != OPTIONS_RUN) {
		return result;
	}
	return check_outputs(options) == EXIT_DONE ? OPTIONS_RUN : EXIT_WRONG;
}
