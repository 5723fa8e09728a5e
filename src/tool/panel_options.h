/*
 * panel_options.h - knead panel [--owner] [--pin PIN] [HOST[:PORT]] [--port N].
 */
#ifndef TOOL_PANEL_OPTIONS_H
#define TOOL_PANEL_OPTIONS_H

#include "tool/option_scan.h"

#include <stdbool.h>
#include <stdint.h>

struct panel_options {
	char host[256];
	uint16_t port;
	bool owner;      /* its end is the controller's end too */
	char pin[8];     /* the rig shows, six digits; "" where none was typed */
	char where[280]; /* both, as people write them */
};

/*
 * OPTIONS_RUN, or the exit code: help goes to standard output, what is wrong to standard error as
 * one sentence.
 */
int panel_options_read(struct panel_options *options, int argc, char **argv);

#endif
