/*
 * score_report.h - a board told: to people, and to programs. Writes only; whoever opened the file
 * looks whether it took everything.
 */
#ifndef TOOL_SCORE_REPORT_H
#define TOOL_SCORE_REPORT_H

#include "tool/score_board.h"

#include <stdio.h>

/* Tables, targets, what others published. */
void score_report(FILE *out, const struct score_board *board);

/* One JSON object; what is no finite number is null. */
void score_json(FILE *out, const struct score_board *board);

/* Bars of rms error by patient and controller, as an SVG document. */
void score_plot(FILE *out, const struct score_board *board);

#endif
