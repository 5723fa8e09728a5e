/*
 * score_sessions.h - single sessions of a board as JSON, for what a mean or the worst of all does not tell:
 * whether two controllers were bad in the same session.
 */
#ifndef TOOL_SCORE_SESSIONS_H
#define TOOL_SCORE_SESSIONS_H

#include "tool/score_board.h"

#include <stdio.h>

/* Of each patient: rms errors in the mean over seeds, and of each seed what is told by its worst. */
void score_sessions_json(FILE *out, const struct score_board *board, int technique,
			 enum score_column column);

#endif
