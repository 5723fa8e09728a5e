/* option_scan.c - see option_scan.h. */
#include "tool/option_scan.h"

#include "tool/tools.h"

#include <stdio.h>
#include <string.h>

static int complain(const struct option_words *words, int option, const char *typed)
{
	const char cluster[] = {'-', (char)optopt, '\0'}; /* "-x" of "-hx" */
	bool is_long = strncmp(typed, "--", 2) == 0;

	fprintf(stderr, "%s: %s %s; see %s --help\n", words->who,
		is_long || optopt == 0 ? typed : cluster,
		option == ':' ? "wants a value behind it" : "is no option here", words->who);
	return EXIT_WRONG;
}

static bool take_text(void *options, const struct option_text *texts, int option)
{
	for (; texts != NULL && texts->option != 0; texts++) {
		if (texts->option == option) {
			memcpy((char *)options + texts->offset, &optarg, sizeof(optarg));
			return true;
		}
	}
	return false;
}

int option_scan(void *options, const struct option_words *words, int argc, char **argv)
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
			return complain(words, option, argv[optind - 1]);
		}
		if (!take_text(options, words->texts, option) &&
		    words->read(options, option, optarg) != EXIT_DONE) {
			return EXIT_WRONG;
		}
	}
	if (optind < argc && !words->operands) {
		fprintf(stderr, "%s: \"%s\" belongs to no option; see %s --help\n", words->who,
			argv[optind], words->who);
		return EXIT_WRONG;
	}
	return OPTIONS_RUN;
}
