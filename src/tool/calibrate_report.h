/*
 * calibrate_report.h - what knead calibrate found, as a table and as JSON.
 */
#ifndef TOOL_CALIBRATE_REPORT_H
#define TOOL_CALIBRATE_REPORT_H

#include "tool/calibrate_release.h"

#include <knead/learned.h>
#include <knead/rig.h>

#include <stdbool.h>
#include <stdio.h>

enum head_outcome {
	OUTCOME_NOT_ASKED = 0,
	OUTCOME_FAILED, /* no result: a sentence was said */
	OUTCOME_KEPT,   /* or would be, where nothing is written */
	OUTCOME_LEFT,   /* found, and not to be kept: some value is off */
	OUTCOME_UNSAFE, /* its spring is too weak for its friction */
	OUTCOME_SLOW /* from its ceiling one of its two ways to let go takes longer than it may */
};

struct calibrate_result {
	const struct rig *rig;
	bool written;
	enum head_outcome outcomes[HEADS_MAX];
	struct learned learned;
	struct found_release releases[HEADS_MAX][RELEASE_WAYS];
};

void calibrate_report_table(FILE *out, const struct calibrate_result *result);
void calibrate_report_json(FILE *out, const struct calibrate_result *result);

#endif
