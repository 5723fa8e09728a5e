/*
 * recorder.h - the recorder thread's work: the event log, what is remembered of the client, the black box's
 * recordings, a table of each session. A disk that fails stops none of them, and is told of once; the loop
 * is told too and arms nothing meanwhile.
 */
#ifndef APP_RECORDER_H
#define APP_RECORDER_H

#include "app/blackbox.h"
#include "app/box_store.h"
#include "app/event_log.h"
#include "app/session_csv.h"
#include "app/session_store.h"

#include <knead/frame.h>
#include <knead/memory.h>
#include <knead/recording_room.h>

#include <stdatomic.h>
#include <stdint.h>

#define RECORDER_STALL_NS INT64_C(2000000000) /* not round for so long: it stands still [P] */
#define RECORDER_LOOK_NS  INT64_C(1000000000) /* the disk is looked at this often, ... */
#define RECORDER_PROBES   10                  /* ... and each so many times written to */
#define RECORDER_ROOM     ((int64_t)64 * 1024 * 1024) /* an hour's table and the logs need half [D] */

/* recorder -> loop. All-zero: nobody said. */
struct recorder_health {
	atomic_int recording;
	atomic_llong t_ns;     /* when it came round last */
	atomic_llong box_t_ns; /* and the black box, whose thread is another */
	struct recording_room room;
};

/* For the loop: one look. */
static inline enum recording recorder_health_now(const struct recorder_health *health, int64_t t_ns)
{
	const int64_t came_ns = atomic_load_explicit(&health->t_ns, memory_order_relaxed);
	const int64_t box_ns = atomic_load_explicit(&health->box_t_ns, memory_order_relaxed);

	if ((came_ns != 0 && !(t_ns - came_ns <= RECORDER_STALL_NS)) ||
	    (box_ns != 0 && !(t_ns - box_ns <= RECORDER_STALL_NS))) {
		return RECORDING_STALLED;
	}
	return (enum recording)atomic_load_explicit(&health->recording, memory_order_relaxed);
}

/* Caller-owned and large; the fields are the recorder's own. */
struct recorder {
	struct event_log log;
	struct session_store *store;
	bool keeps; /* recordings too: all that follows */
	struct box_store boxes;
	struct session_csv csv;
	struct recorder_health *health;
	enum recording told;
	int csv_error; /* of the latest session; stands until the disk has room again */
	unsigned unwritten;
	unsigned looks;
	int64_t looked_ns;
	int64_t came_ns;
};

/* Appends to STATE_DIR/events.log, see event_log_open; the store is open and stays the caller's. */
void recorder_open(struct recorder *recorder, struct session_store *store, struct ring *records,
		   const struct event_words *words, int echo_fd);

/* The run begins, or ends, in the event log; the end is the last of all, see event_log.h. */
void recorder_begin(struct recorder *recorder);
void recorder_end(struct recorder *recorder, bool released);

/*
 * After the open: keeps what the box captures and each session's rows too, and tells health. All three
 * stay the caller's.
 */
void recorder_keep(struct recorder *recorder, struct blackbox *box, struct ring *rows,
		   struct recorder_health *health);

/* What is waiting; memory is the latest, or NULL before the first. May block as a disk does. */
void recorder_turn(struct recorder *recorder, const struct memory *memory, int64_t t_ns);

/* The last turn: the memory is written whether it is due or not. */
void recorder_finish(struct recorder *recorder, const struct memory *memory, int64_t t_ns);

void recorder_close(struct recorder *recorder);

#endif
