/*
 * score_options.h - what was typed behind knead score.
 */
#ifndef TOOL_SCORE_OPTIONS_H
#define TOOL_SCORE_OPTIONS_H

#include "tool/option_scan.h"

#include <stdbool.h>

#define SCORE_SEEDS_MAX 16

/* Strings are argv's; NULL where nothing was typed. */
struct score_options {
	const char *json_path;
	const char *plot_path;
	const char *technique; /* name or file; NULL: every one */
	const char *cohort;    /* folder */
	double duration_s;
	int seeds;
	int threads;
	bool tune;
	bool parts;
};

/* OPTIONS_RUN, or the exit code: EXIT_DONE after --help, EXIT_WRONG with a sentence on stderr. */
int score_options_read(struct score_options *options, int argc, char **argv);

#endif
