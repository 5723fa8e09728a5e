/*
 * score_parts.h - what the error is made of: friction, delay, breath, sensing and the plant's
 * variance, each switched off in turn, on the nominal patient.
 */
#ifndef TOOL_SCORE_PARTS_H
#define TOOL_SCORE_PARTS_H

#include "tool/score_board.h"
#include "tool/score_plant.h"

#include <stdio.h>

enum { SCORE_PARTS_COLUMNS = 2 }; /* shipped and PI */

struct score_parts {
	double rmse_n[TECHNIQUES_MAX][SCORE_PARTS][SCORE_PARTS_COLUMNS];
};

/* Over the board's techniques, main rig and seeds. 0, -ENOMEM or -EINVAL. */
__attribute__((warn_unused_result)) int score_parts_run(struct score_parts *parts,
							const struct score_board *board,
							struct score_pool *pool);

void score_parts_report(FILE *out, const struct score_parts *parts,
			const struct score_board *board);

#endif
