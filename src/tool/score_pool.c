/* score_pool.c - see score_pool.h. */
#include "tool/score_pool.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

struct shift_of_work {
	struct score_pool *pool;
	score_piece *work;
	void *context;
	int count;
	atomic_int next;
	atomic_int done;
};

struct worker {
	pthread_t thread;
	struct shift_of_work *shift;
	struct score_bench *bench;
};

int score_pool_cores(void)
{
	cpu_set_t set;
	int cores = sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 1;

	return cores < SCORE_THREADS_MAX ? cores : SCORE_THREADS_MAX;
}

static void *pull(void *argument)
{
	struct worker *worker = argument;
	struct shift_of_work *shift = worker->shift;
	struct score_pool *pool = shift->pool;
	int piece;

	while ((piece = atomic_fetch_add(&shift->next, 1)) < shift->count) {
		int done;

		shift->work(shift->context, worker->bench, piece);
		done = pool->done + atomic_fetch_add(&shift->done, 1) + 1;
		if (pool->show) {
			fprintf(stderr, "\r%3d %%  %d of %d sessions ", 100 * done / pool->total,
				done, pool->total);
		}
	}
	return NULL;
}

int score_pool_run(struct score_pool *pool, int count, score_piece *work, void *context)
{
	struct shift_of_work shift = {pool, work, context, count, 0, 0};
	struct worker workers[SCORE_THREADS_MAX];
	int benches = 0;
	int started = 1; /* the first is this thread */

	while (benches < pool->threads && benches < SCORE_THREADS_MAX) {
		workers[benches].shift = &shift;
		workers[benches].bench = calloc(1, sizeof(struct score_bench));
		if (workers[benches].bench == NULL) {
			break;
		}
		benches++;
	}
	if (benches == 0) {
		return -ENOMEM;
	}
	while (started < benches &&
	       pthread_create(&workers[started].thread, NULL, pull, &workers[started]) == 0) {
		started++;
	}
	pull(&workers[0]);
	for (int i = 1; i < started; i++) {
		pthread_join(workers[i].thread, NULL);
	}
	for (int i = 0; i < benches; i++) {
		free(workers[i].bench);
	}
	pool->done += count;
	return 0;
}

void score_pool_end(struct score_pool *pool)
{
	if (pool->show) {
		fputs("\r                                        \r", stderr);
	}
}
