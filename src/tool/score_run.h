/*
 * score_run.h - one scored session: a controller, a patient, a plant it does not know, a target computed
 * before. Bit for bit the same whenever and in whatever thread it runs.
 */
#ifndef TOOL_SCORE_RUN_H
#define TOOL_SCORE_RUN_H

#include "core/pipeline.h"
#include "sim/sim.h"
#include "tool/score_figures.h"
#include "tool/score_head.h"
#include "tool/score_oracle.h"
#include "tool/score_target.h"

#include <knead/condition.h>
#include <knead/controller.h>

#include <stdint.h>

/* Who presses. The first are those of controller.h. */
enum score_column {
	SCORE_SHIPPED = CONTROLLER_SHIPPED,
	SCORE_PI = CONTROLLER_PI,
	SCORE_ADMITTANCE = CONTROLLER_ADMITTANCE,
	SCORE_ORACLE,
	SCORE_COLUMNS
};

const char *score_column_name(enum score_column column);

/* Everything stays the caller's and must outlive the run. */
struct score_case {
	const struct rig *rig;
	const struct technique *technique;
	const struct patient *patient;
	const struct command *command; /* the one the target was made with */
	const struct score_target *target;
	const struct plain_gains *gains;
	enum score_column column;
	uint64_t seed;
	bool plant_is_known; /* as its file says */
};

struct score_result {
	struct score_figures all;
	struct score_figures quiet;
	enum condition cause; /* of a trip, COND_COUNT without */
	int heads;            /* that were worked */
};

#define SCORE_EVENTS_MAX 256

/* What a run needs while it lasts: large, for the heap. */
struct score_bench {
	struct pipeline pipeline;
	struct sim sim;
	struct rig plant;
	struct frame frame;
	struct actuation actuation;
	struct snapshot snapshot;
	struct command command;
	struct score_oracle oracle;
	struct score_head heads[HEADS_MAX];
	int window_count; /* of scripted events */
	double window_s[SCORE_EVENTS_MAX];
};

struct score_result score_run(struct score_bench *bench, const struct score_case *score_case);

#endif
