/*
 * jog_options.h - what was typed behind knead jog.
 */
#ifndef TOOL_JOG_OPTIONS_H
#define TOOL_JOG_OPTIONS_H

#include "tool/jog_bench.h"
#include "tool/option_scan.h"

#include <stdbool.h>

#define JOG_USUAL_S 10.0 /* that a key may be held */
#define JOG_LONG_S  60.0

/* Strings are argv's; NULL where nothing was typed. */
struct jog_options {
	const char *rig_path;
	const char *state_dir;
	bool late_is_fine;
	int head; /* from 1 */
	struct jog_wish wish;
	double most_s;
};

/* OPTIONS_RUN, or the exit code: EXIT_DONE after --help, EXIT_WRONG with one sentence on stderr. */
__attribute__((warn_unused_result)) int jog_options_read(struct jog_options *options, int argc,
							 char **argv);

#endif
