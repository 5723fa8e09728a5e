/*
 * sim_options.h - what was typed behind knead sim.
 */
#ifndef TOOL_SIM_OPTIONS_H
#define TOOL_SIM_OPTIONS_H

#include "tool/option_scan.h"

#include <knead/controller.h>
#include <knead/region.h>
#include <knead/screening.h>
#include <knead/sim_order.h>

#include <stdbool.h>
#include <stdint.h>

#define SIM_FAULTS_MAX  32
#define SIM_PRESSES_MAX 32
#define SIM_NEVER_S     (-1.0)

struct sim_fault {
	double t_s; /* of virtual time */
	enum fault_kind kind;
	int head; /* from 1; 0 means all */
	double magnitude;
};

/* What somebody presses during a run. */
enum sim_button {
	SIM_EASE = 0,
	SIM_SKIP,
	SIM_LINGER,
	SIM_PAUSE,
	SIM_RESUME,
	SIM_LET_GO,
	SIM_BUTTONS
};

struct sim_press {
	double t_s; /* of virtual time */
	enum sim_button button;
};

/* What the simulated client says when asked how it feels. */
enum sim_answers {
	SIM_FEELS = 0, /* as its tissue does */
	SIM_IS_SILENT,
	SIM_SAYS /* always the same */
};

/* Strings are argv's; NULL where nothing was typed. */
struct sim_options {
	const char *technique; /* name or file */
	const char *rig_path;
	const char *patient; /* name or file */
	const char *cohort;  /* folder of patients, each has a run */
	const char *json_path;
	const char *csv_path;
	const char *plot_path;
	const char *stiffness_path;
	const char *record_path;
	const char *state_dir; /* control takes what was learned there; NULL: the rig file's */
	enum controller controller;
	double intensity;
	double speed;
	double duration_s;
	double balance;
	double ceiling_n;
	double height_m;  /* 0: the patient's own */
	double stop_at_s; /* SIM_NEVER_S: nobody presses stop */
	uint64_t seed;
	double focus[REGION_COUNT];
	bool left_out[REGION_COUNT];
	enum sim_answers answers;
	int says; /* 0..10, under SIM_SAYS */
	enum answer screening[SCREENING_ITEMS];
	int press_count;
	struct sim_press presses[SIM_PRESSES_MAX];
	int fault_count;
	struct sim_fault faults[SIM_FAULTS_MAX];
};

/*
 * Returns OPTIONS_RUN, or the exit code: EXIT_DONE after --help, EXIT_WRONG for what is no use,
 * with one sentence on stderr.
 */
int sim_options_read(struct sim_options *options, int argc, char **argv);

#endif
