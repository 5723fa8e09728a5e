/*
 * calibrate_options.h - what was typed behind knead calibrate.
 */
#ifndef TOOL_CALIBRATE_OPTIONS_H
#define TOOL_CALIBRATE_OPTIONS_H

#include "tool/option_scan.h"

#include <stdbool.h>
#include <stdint.h>

/* Strings are argv's; NULL where nothing was typed. */
struct calibrate_options {
	const char *rig_path;
	const char *state_dir;
	const char *json_path;
	bool force;
	bool late_is_fine;
	bool weights;  /* tare and scale first */
	bool tests;    /* step and ramp */
	bool new_cell; /* the factory zero is written anew */
	double wait_s; /* for drift and noise */
	uint64_t seed;
	uint64_t vary; /* 0: as the file says */
	int head;      /* from 1; 0: all */
};

/* OPTIONS_RUN, or the exit code: EXIT_DONE after --help, EXIT_WRONG with one sentence on stderr. */
__attribute__((warn_unused_result)) int calibrate_options_read(struct calibrate_options *options,
							       int argc, char **argv);

#endif
