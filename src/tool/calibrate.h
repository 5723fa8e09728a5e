/*
 * calibrate.h - knead calibrate on whatever machine: the one it runs on, or a test's.
 */
#ifndef TOOL_CALIBRATE_H
#define TOOL_CALIBRATE_H

#include "tool/stand.h"

/* As it is typed; the exit code. */
int calibrate_on(const struct stand_machine *machine, int argc, char **argv);

#endif
