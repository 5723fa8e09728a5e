/*
 * blackbox.h - the last 10 s before a trip and 5 s after it, every tick of them.
 *
 * The loop copies each tick into a ring, and now and then its whole state, when asked to; it waits for
 * nothing. A thread of its own writes them small into a window in memory and never touches a disk, so that
 * no slow disk makes a gap. What is captured there the recorder keeps, see box_store.h.
 */
#ifndef APP_BLACKBOX_H
#define APP_BLACKBOX_H

#include "app/box_head.h"
#include "app/box_window.h"
#include "app/box_writer.h"
#include "rt/ring.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define BLACKBOX_BEFORE_S 10.0
#define BLACKBOX_AFTER_S  5.0
#define BLACKBOX_STATE_S  5.0 /* from one whole state to the next */
#define BLACKBOX_TURN_NS  INT64_C(10000000)

/* Caller-owned and large; the fields are its own. */
struct blackbox {
	struct box_subject subject;
	/* loop -> this */
	struct ring ticks;
	unsigned char *storage;
	size_t frame_bytes; /* as far as the rig has heads */
	size_t actuation_bytes;
	const void *told; /* the loop's: the command that the last tick brought */
	uint32_t told_stops;
	/* the state, in turn */
	atomic_int asked;
	unsigned char *state;
	uint64_t state_tick; /* the tick it comes before */
	/* the thread's */
	struct box_writer writer;
	struct command command;
	enum state last;
	uint64_t next_tick;
	int64_t begun_ns;
	int64_t until_ns;
	bool writes; /* a stretch has begun and goes on */
	struct box_window window;
};

/* Allocates all it needs; subject's parts are kept. -ENOMEM. Before there are threads. */
__attribute__((warn_unused_result)) int blackbox_open(struct blackbox *box,
						      const struct box_subject *subject);

void blackbox_close(struct blackbox *box);

/*
 * Loop: one tick, after it. asked_of: where the command was found, another address each time it is another
 * one, and stops: the presses of stop that were added to it. state: the whole of it, state_bytes.
 */
void blackbox_tick(struct blackbox *box, uint64_t tick, const struct frame *frame,
		   const struct command *command, const void *asked_of, uint32_t stops,
		   const struct actuation *actuation, enum state now, const void *state);

/* The thread: all that waits, each BLACKBOX_TURN_NS. */
void blackbox_turn(struct blackbox *box);

/* The same thread's last turn, or anybody's after it ended: what is captured is finished. */
void blackbox_finish(struct blackbox *box);

/* The most a file of it takes. */
size_t blackbox_file_bytes(const struct blackbox *box);

#endif
