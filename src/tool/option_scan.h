/*
 * option_scan.h - the walk over what was typed behind a subcommand: the same rules and complaints for all.
 */
#ifndef TOOL_OPTION_SCAN_H
#define TOOL_OPTION_SCAN_H

#include <getopt.h>

#define OPTIONS_RUN (-1) /* everything is there: run */

/* Takes one option and its value into options: EXIT_DONE, or EXIT_WRONG after a sentence on stderr. */
typedef int option_reader(void *options, int option, const char *text);

struct option_words {
	const char *who;            /* "knead sim" */
	const char *help;           /* all of --help */
	const struct option *table; /* its --help has the value 'h' */
};

/*
 * OPTIONS_RUN, or the exit code: EXIT_DONE after --help, EXIT_WRONG with one sentence on stderr for what is
 * no use, as are words that belong to no option.
 */
__attribute__((warn_unused_result)) int option_scan(void *options, const struct option_words *words,
						    option_reader *read, int argc, char **argv);

#endif
