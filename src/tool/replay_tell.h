/*
 * replay_tell.h - what a replay came to, in words and as a table.
 */
#ifndef TOOL_REPLAY_TELL_H
#define TOOL_REPLAY_TELL_H

#include "tool/replay_run.h"

#include <stdio.h>

/* What was recorded: force and order; what was wanted is the replay's. */
void replay_tell_csv_head(FILE *out, const struct replay_run *run);
void replay_tell_csv_row(FILE *out, const struct replay_run *run); /* of the latest tick */

/* Of a run that is over and had a tick. EXIT_DONE: all outputs are the same, or EXIT_FAILED. */
int replay_tell(FILE *out, const struct replay_run *run, const char *path, size_t length);

#endif
