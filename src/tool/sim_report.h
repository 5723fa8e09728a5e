/*
 * sim_report.h - a run told: to people, to programs, as rows. Writes only; whoever opened the file
 * looks whether it took everything.
 */
#ifndef TOOL_SIM_REPORT_H
#define TOOL_SIM_REPORT_H

#include "tool/sim_run.h"

#include <stdio.h>

void sim_report_summary(FILE *out, const struct sim_run *run, double wall_s);

/* The end of a sentence: how long after it every head had let go, in ms, or that one still presses. */
void sim_report_release(FILE *out, double release_ms);

/* What became of the faults that were ordered, beside a trip. */
void sim_report_faults(FILE *out, const struct sim_run *run);

/* One run of many: a line each, below a line of headings. */
void sim_report_line_head(FILE *out);
void sim_report_line(FILE *out, const struct sim_run *run);

/* One JSON object; what is no finite number is null. */
void sim_report_json(FILE *out, const struct sim_run *run);

void sim_report_csv_head(FILE *out, const struct sim_run *run);

/* The moment the run is at. */
void sim_report_csv_row(FILE *out, const struct sim_run *run);

#endif
