/*
 * daemon_options.h - what was typed behind kneadd.
 */
#ifndef APP_DAEMON_OPTIONS_H
#define APP_DAEMON_OPTIONS_H

#include <stdbool.h>
#include <stdio.h>

#define OSC_PORT_OF_RIG (-1) /* none was typed: the rig file's holds */

/* Strings are argv's. */
struct daemon_options {
	const char *rig_path;
	const char *bind;       /* numeric address, NULL for the rig file's */
	const char *state_dir;  /* NULL for the default */
	const char *stats_path; /* loop statistics go there at the end, NULL for nowhere */
	bool late_is_fine;      /* real devices also without real-time priority */
	int osc_port;           /* 0..65534 or OSC_PORT_OF_RIG */
};

#define OPTIONS_RUN (-1) /* everything is there: run */

/*
 * Returns OPTIONS_RUN, or the exit code: 0 after --help and --version, which print on out, 2 for
 * what is no use, with one sentence on errors.
 */
int daemon_options_read(struct daemon_options *options, int argc, char **argv, FILE *out,
			FILE *errors);

#endif
