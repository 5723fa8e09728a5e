#include "daemon/keeping.h"

#include "rt/clock.h"
#include "rt/thread.h"

#include <knead/memory.h>

#include <string.h>
#include <unistd.h>

#define RECORDER_TURN_NS INT64_C(20000000)
#define BOX_JOIN_NS      INT64_C(1000000000)
#define RECORDER_JOIN_NS INT64_C(5000000000) /* all is let go of; a slow disk gets its time */

void keeping_open(struct keeping *keeping, struct loop_thread *loop, struct session_store *store,
		  const struct event_words *words, struct mailbox *pairings,
		  struct pairing_store *pairing_store, struct mailbox *turned)
{
	memset(keeping, 0, sizeof(*keeping));
	keeping->loop = loop;
	keeping->pairings = pairings;
	keeping->pairing_store = pairing_store;
	keeping->turned = turned;
	recorder_open(&keeping->recorder, store, &loop->records, words, STDERR_FILENO);
	recorder_keep(&keeping->recorder, &loop->box, &loop->rows.ring, &loop->health);
}

/* The latest of the loop, NULL before its first. */
static const struct memory *memory_now(struct keeping *keeping)
{
	const struct memory *memory = mailbox_front(&keeping->loop->memories);

	return memory->head_count > 0 ? memory : NULL;
}

static void keep_pairings(struct keeping *keeping)
{
	if (keeping->pairing_store->is_open) {
		pairing_store_turn(keeping->pairing_store, mailbox_front(keeping->pairings),
				   clock_now_ns(), STDERR_FILENO);
	}
}

static void *run_recorder(void *context)
{
	struct keeping *keeping = context;

	recorder_begin(&keeping->recorder);
	while (!atomic_load_explicit(&keeping->ends, memory_order_relaxed)) {
		recorder_turn(&keeping->recorder, memory_now(keeping), clock_now_ns());
		keep_pairings(keeping);
		turned_log_turn(&keeping->turned_log, &keeping->recorder.log,
				mailbox_front(keeping->turned), clock_now_ns());
		clock_sleep_until(clock_now_ns() + RECORDER_TURN_NS);
	}
	return NULL;
}

static void *run_box(void *context)
{
	struct keeping *keeping = context;

	while (!atomic_load_explicit(&keeping->ends, memory_order_relaxed)) {
		blackbox_turn(&keeping->loop->box);
		atomic_store_explicit(&keeping->loop->health.box_t_ns, clock_now_ns(),
				      memory_order_relaxed);
		clock_sleep_until(clock_now_ns() + BLACKBOX_TURN_NS);
	}
	return NULL;
}

int keeping_start(struct keeping *keeping, const char **which)
{
	int error = 0;

	*which = "recorder";
	error = thread_start(&keeping->recorder_thread, *which, run_recorder, keeping);
	if (error == 0) {
		*which = "blackbox";
		error = thread_start(&keeping->box_thread, *which, run_box, keeping);
	}
	return error;
}

void keeping_end(struct keeping *keeping)
{
	atomic_store_explicit(&keeping->ends, true, memory_order_relaxed);
}

bool keeping_join(struct keeping *keeping)
{
	return thread_join(keeping->box_thread, BOX_JOIN_NS) &&
	       thread_join(keeping->recorder_thread, RECORDER_JOIN_NS);
}

void keeping_finish(struct keeping *keeping, bool released)
{
	keep_pairings(keeping);
	blackbox_finish(&keeping->loop->box);
	recorder_finish(&keeping->recorder, memory_now(keeping), clock_now_ns());
	turned_log_finish(&keeping->turned_log, &keeping->recorder.log,
			  mailbox_front(keeping->turned));
	recorder_end(&keeping->recorder, released);
	recorder_close(&keeping->recorder);
}
