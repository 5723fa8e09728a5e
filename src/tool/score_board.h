/*
 * score_board.h - all scored sessions: every technique at every place, a place being a patient on
 * the main rig, or the nominal patient on another, or at another intensity; by every seed and column.
 */
#ifndef TOOL_SCORE_BOARD_H
#define TOOL_SCORE_BOARD_H

#include "tool/score_figures.h"
#include "tool/score_options.h"
#include "tool/score_pool.h"
#include "tool/score_run.h"
#include "tool/setup_files.h"

#include <knead/controller.h>
#include <knead/rig.h>
#include <knead/technique.h>

#include <stdbool.h>
#include <stdint.h>

#define SCORE_RIGS       4   /* the main one first */
#define SCORE_OTHERS     2   /* the least and the greatest intensity */
#define SCORE_SEED       101 /* the first scored seed; tuning uses those from 1 on */
#define SCORE_TUNE_SEED  1
#define SCORE_INTENSITY  0.5
#define SCORE_PLACES_MAX (PATIENTS_MAX + SCORE_RIGS - 1 + SCORE_OTHERS)

/* Whether a technique could be done at a place, or why not. */
struct score_fit {
	enum unfit unfit;
	double ceiling_n;
	bool heat_allowed;
};

struct score_board {
	double duration_s;
	int seeds;
	int columns; /* the oracle is the last, where there is one */
	int rig_count;
	struct rig rigs[SCORE_RIGS];
	int other_count; /* intensities besides SCORE_INTENSITY, of score_other_intensity */
	int technique_count;
	struct technique techniques[TECHNIQUES_MAX];
	int patient_count; /* the nominal one first */
	struct patient patients[PATIENTS_MAX];
	struct plain_gains gains;
	struct score_fit fits[TECHNIQUES_MAX][SCORE_PLACES_MAX];
	struct score_result *results;
};

/*
 * Everything of the board but its files is to be set before. 0 or -ENOMEM; score_board_close frees.
 */
__attribute__((warn_unused_result)) int score_board_open(struct score_board *board);
void score_board_close(struct score_board *board);

/* Plays all of it. 0, -ENOMEM, or -EINVAL where a technique cannot be played as a session. */
__attribute__((warn_unused_result)) int score_board_run(struct score_board *board,
							struct score_pool *pool);

int score_board_places(const struct score_board *board);

/* The place of the nominal patient on that rig, from 1 on. */
int score_board_rig_place(const struct score_board *board, int rig);

/* The place of the nominal patient at that other intensity, from 0 on. */
int score_board_other_place(const struct score_board *board, int other);
double score_other_intensity(int other);

const struct rig *score_board_rig(const struct score_board *board, int place);
const struct patient *score_board_patient(const struct score_board *board, int place);

const struct score_result *score_board_result(const struct score_board *board, int technique,
					      int place, int seed, enum score_column column);

/* What is asked for of a session with this patient, at SCORE_INTENSITY; and at a place, at its own. */
struct command score_board_command(const struct patient *patient, double duration_s);
struct command score_board_place_command(const struct score_board *board, int place);

#endif
