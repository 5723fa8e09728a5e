/*
 * sim_options.h - what was typed behind knead sim.
 */
#ifndef TOOL_SIM_OPTIONS_H
#define TOOL_SIM_OPTIONS_H

#include <knead/controller.h>
#include <knead/region.h>
#include <knead/sim_order.h>

#include <stdint.h>

#define SIM_FAULTS_MAX 32
#define SIM_NEVER_S    (-1.0)

struct sim_fault {
	double t_s; /* of virtual time */
	enum fault_kind kind;
	int head; /* from 1; 0 means all */
	double magnitude;
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
	enum controller controller;
	double intensity;
	double duration_s;
	double stop_at_s; /* SIM_NEVER_S: nobody presses stop */
	uint64_t seed;
	double focus[REGION_COUNT];
	int fault_count;
	struct sim_fault faults[SIM_FAULTS_MAX];
};

#define SIM_OPTIONS_RUN (-1) /* everything is there: run */

/*
 * Returns SIM_OPTIONS_RUN, or the exit code: EXIT_DONE after --help, EXIT_WRONG for what is no use,
 * with one sentence on stderr.
 */
int sim_options_read(struct sim_options *options, int argc, char **argv);

#endif
