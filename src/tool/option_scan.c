/* option_scan.c - see option_scan.h. */
#include "tool/option_scan.h"

#include "tool/tools.h"

#include <stdio.h>

int option_scan(void *options, const struct option_words *words, option_reader *read, int argc,
		char **argv)
{
	int option;

	optind = 0; /* glibc: begin anew, this may not be the first scan in this process */
	opterr = 0;
	while ((option = getopt_long(argc, argv, ":h", words->table, NULL)) != -1) {
		if (option == 'h') {
			fputs(words->help, stdout);
			return EXIT_DONE;
		}
		if (option == ':' || option == '?') {
			fprintf(stderr, "%s: %s %s; see %s --help\n", words->who, argv[optind - 1],
				option == ':' ? "wants a value behind it" : "is no option here",
				words->who);
			return EXIT_WRONG;
		}
		if (read(options, option, optarg) != EXIT_DONE) {
			return EXIT_WRONG;
		}
	}
	if (optind < argc) {
		fprintf(stderr, "%s: \"%s\" belongs to no option; see %s --help\n", words->who,
			argv[optind], words->who);
		return EXIT_WRONG;
	}
	return OPTIONS_RUN;
}
