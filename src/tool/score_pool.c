/* score_pool.c - see score_pool.h. */
#include "tool/score_pool.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct shift_of_work {
	struct score_pool *pool;
	score_piece *work;
	void *context;
	int count;
	atomic_int next;
	atomic_int done;
	atomic_int told_s; /* when the last line of progress was written */
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

static int now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int)now.tv_sec;
}

/* Whoever comes first once the time has come writes. */
static void tell_progress(const struct score_pool *pool, atomic_int *told_s, int done)
{
	int last_s = atomic_load(told_s);

	if (pool->log == NULL) {
		return;
	}
	if (pool->terminal) {
		fprintf(pool->log, "\r%3d %%  %d of %d sessions ", 100 * done / pool->total, done,
			pool->total);
		return;
	}
	if (now_s() - last_s < pool->tell_s ||
	    !atomic_compare_exchange_strong(told_s, &last_s, now_s())) {
		return;
	}
	if (pool->total > 0) {
		fprintf(pool->log, "%d of %d sessions\n", done, pool->total);
	} else {
		fprintf(pool->log, "%d sessions\n", done);
	}
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
		tell_progress(pool, &shift->told_s, done);
	}
	return NULL;
}

int score_pool_run(struct score_pool *pool, int count, score_piece *work, void *context)
{
	int told_s = pool->told_s != 0 ? pool->told_s : now_s();
	struct shift_of_work shift = {pool, work, context, count, 0, 0, told_s};
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
	pool->told_s = shift.told_s;
	return 0;
}

void score_pool_end(struct score_pool *pool)
{
	if (pool->log != NULL && pool->terminal) {
		fputs("\r                                        \r", pool->log);
	}
}
