/*
 * knead.c - the tool: finds the subcommand and hands over to it. One file a subcommand, in tool/.
 */
#include "tool/tools.h"

#include <stdio.h>
#include <string.h>

struct subcommand {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *says;
};

static const struct subcommand subcommands[] = {
	{"calibrate", tool_calibrate, "find a rig's lags, friction and springs by a test"},
	{"check", tool_check, "say whether rig, technique and patient files are sound"},
	{"jog", tool_jog, "move one head by hand, gently, while a key is held"},
	{"osc", tool_osc, "print the address reference of the network interface"},
	{"panel", tool_panel, "show a running controller live, and steer it by keys"},
	{"replay", tool_replay, "put a recording through the controller again: is it the same?"},
	{"score", tool_score, "judge how truly heads press, beside plain controllers"},
	{"sim", tool_sim, "run a massage in virtual time and judge it"},
};
enum { SUBCOMMANDS = sizeof subcommands / sizeof subcommands[0] };

static const struct subcommand *find_subcommand(const char *name)
{
	for (int i = 0; i < SUBCOMMANDS; i++) {
		if (strcmp(subcommands[i].name, name) == 0) {
			return &subcommands[i];
		}
	}
	return NULL;
}

static void print_help(void)
{
	puts("usage: knead SUBCOMMAND [ARGUMENT...]\n");
	for (int i = 0; i < SUBCOMMANDS; i++) {
		printf("  %-9s %s\n", subcommands[i].name, subcommands[i].says);
	}
	puts("\n  --help, --version; knead SUBCOMMAND --help says more\n\n"
	     "Exit codes: 0 done, 1 ran and failed, 2 wrong usage or configuration, 3 a device is "
	     "missing.");
}

/* "knead --version" and "knead SUBCOMMAND --version" alike. */
static void print_version(void)
{
	puts("knead " KNEAD_VERSION);
}

static int run(int argc, char **argv)
{
	const struct subcommand *subcommand;

	if (argc < 2) {
		fputs("knead: name a subcommand; see knead --help\n", stderr);
		return EXIT_WRONG;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		print_help();
		return EXIT_DONE;
	}
	if (strcmp(argv[1], "--version") == 0) {
		print_version();
		return EXIT_DONE;
	}
	subcommand = find_subcommand(argv[1]);
	if (subcommand == NULL) {
		fprintf(stderr, "knead: there is no subcommand \"%s\"; see knead --help\n",
			argv[1]);
		return EXIT_WRONG;
	}
	if (argc == 3 && strcmp(argv[2], "--version") == 0) {
		print_version();
		return EXIT_DONE;
	}
	return subcommand->run(argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
	int code = run(argc, argv);

	/* Some subcommands have looked themselves, and failed by now. */
	if (code == EXIT_DONE && (fflush(stdout) != 0 || ferror(stdout))) {
		fputs("knead: standard output takes no more; make room there\n", stderr);
		code = EXIT_FAILED;
	}
	return code;
}
