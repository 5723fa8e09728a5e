/*
 * score_goals.h - how good the shipped controller must be, goal by goal, and whether it is.
 */
#ifndef TOOL_SCORE_GOALS_H
#define TOOL_SCORE_GOALS_H

#include "tool/score_board.h"

#include <stdbool.h>

struct score_goal {
	const char *json;
	const char *words;
	double most;
	double value;  /* no number: nothing to judge by */
	double oracle; /* the same figure of who knows everything; no number: there is none */
	bool met;
};

#define SCORE_GOALS 14

/* Returns how many there are. */
int score_goals_judge(struct score_goal goals[SCORE_GOALS], const struct score_board *board,
		      int technique);

#endif
