/*
 * tools.h - the subcommands of knead. Each gets its own name as argv[0] and returns an exit code of
 * exit_code below; each has its --help.
 */
#ifndef TOOL_TOOLS_H
#define TOOL_TOOLS_H

enum exit_code {
	EXIT_DONE = 0,
	EXIT_FAILED = 1, /* ran and failed */
	EXIT_WRONG = 2,  /* wrong usage or configuration */
	EXIT_MISSING = 3 /* a device is missing */
};

int tool_calibrate(int argc, char **argv);
int tool_check(int argc, char **argv);
int tool_jog(int argc, char **argv);
int tool_osc(int argc, char **argv);
int tool_panel(int argc, char **argv);
int tool_replay(int argc, char **argv);
int tool_score(int argc, char **argv);
int tool_sim(int argc, char **argv);

#endif
