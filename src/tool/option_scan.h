/*
 * option_scan.h - the walk over what was typed behind a subcommand: the same rules and complaints for all.
 */
#ifndef TOOL_OPTION_SCAN_H
#define TOOL_OPTION_SCAN_H

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>

#define OPTIONS_RUN (-1) /* everything is there: run */

/* Takes one option and its value into options: EXIT_DONE, or EXIT_WRONG after a sentence on stderr. */
typedef int option_reader(void *options, int option, const char *text);

/* An option whose value is kept as it was typed. */
struct option_text {
	int option;
	size_t offset; /* of a const char * in the options */
};

struct option_words {
	const char *who;                 /* "knead sim" */
	const char *help;                /* all of --help */
	const struct option *table;      /* its --help has the value 'h' */
	const struct option_text *texts; /* ends with option 0; NULL: none */
	option_reader *read;             /* of all other options; NULL: there are none */
	bool operands; /* words that belong to no option may be there: argv[optind] and behind */
};

/*
 * OPTIONS_RUN, or the exit code: EXIT_DONE after --help, EXIT_WRONG with one sentence on stderr for what is
 * no use. options: what texts and read fill in.
 */
__attribute__((warn_unused_result)) int option_scan(void *options, const struct option_words *words,
						    int argc, char **argv);

#endif
