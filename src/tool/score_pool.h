/*
 * score_pool.h - threads that pull pieces of work until none is left. Each piece writes to a place of its
 * own, so that results do not depend on how many threads there are or who was quicker.
 */
#ifndef TOOL_SCORE_POOL_H
#define TOOL_SCORE_POOL_H

#include "tool/score_run.h"

#include <stdbool.h>
#include <stdio.h>

#define SCORE_THREADS_MAX 64

struct score_pool {
	int threads;
	FILE *log;     /* for progress; NULL: none */
	bool terminal; /* what it goes to: one line that changes, or else a new one now and then */
	int tell_s;    /* between two of these, at least */
	int told_s;    /* when the last was written, by the monotonic clock; 0: not yet */
	int done;      /* pieces so far, and of how many, in all calls; 0: not known */
	int total;
};

/* What is done; a piece has the bench to itself while it lasts. */
typedef void score_piece(void *context, struct score_bench *bench, int piece);

/* As many threads as this machine has cores for us. */
int score_pool_cores(void);

/*
 * Every piece from 0 to count - 1. 0, or -ENOMEM, with nothing done, where no thread has room to work;
 * fewer threads than asked for do where that is all that can be had.
 */
__attribute__((warn_unused_result)) int score_pool_run(struct score_pool *pool, int count,
						       score_piece *work, void *context);

/* Wipes the line that progress is shown on. */
void score_pool_end(struct score_pool *pool);

#endif
