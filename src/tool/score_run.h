/*
 * score_run.h - one scored session: a controller, a patient, a plant it does not know, a target
 * computed before. Bit for bit the same whenever and in whatever thread it runs.
 */
#ifndef TOOL_SCORE_RUN_H
#define TOOL_SCORE_RUN_H

#include "core/pipeline.h"
#include "sim/sim.h"
#include "tool/score_figures.h"
#include "tool/score_head.h"
#include "tool/score_ideal.h"
#include "tool/score_oracle.h"
#include "tool/score_target.h"
#include "tool/sim_account.h"

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
	bool searched;        /* whether trigger points were looked for */
	struct sim_triggers triggers;
};

#define SCORE_EVENTS_MAX 256
#define SCORE_SEARCH_S   600.0

/* What a run needs while it lasts: large, for the heap. */
struct score_bench {
	struct pipeline pipeline;
	struct score_ideal ideal; /* its wishes are pressed, whatever the person feels like */
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
	struct sim_account account;
};

/* Of a technique that does not fit: no figure is a number. */
struct score_result score_run_left_out(void);

struct score_result score_run(struct score_bench *bench, const struct score_case *score_case);

/*
 * What a search finds in this person, judged by the person's own trigger points: a session like the
 * scored one but free, and SCORE_SEARCH_S long at least, where the technique presses what it wishes
 * for and answers to what it feels.
 */
struct sim_triggers score_search(struct score_bench *bench, const struct score_case *score_case);

#endif
