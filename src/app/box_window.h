/*
 * box_window.h - the last seconds of a recording that goes on for ever, in memory: a ring of blocks, whose
 * oldest stretch gives way to what is new. Once captured, nothing gives way any more until it was read.
 *
 * Two threads: the one that writes (take, capture, finish, restart) and the one that keeps what was
 * captured. They share phase and whole; the rest is the writer's while rolling, and constant as far as
 * whole says after.
 */
#ifndef APP_BOX_WINDOW_H
#define APP_BOX_WINDOW_H

#include "app/box_bytes.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum box_phase {
	BOX_ROLLING = 0,
	BOX_CAPTURED, /* what follows is added */
	BOX_FINISHED, /* nothing is */
	BOX_KEPT      /* it was read: may roll again */
};

struct box_fact {
	enum box_block_kind kind;
	size_t bytes;
	int64_t t_ns; /* when it was full */
};

/* Caller-owned; the fields are the window's own. */
struct box_window {
	unsigned char *blocks;
	struct box_fact *facts;
	int count;
	int first;        /* the oldest */
	int used;         /* that are full */
	int64_t t_ns;     /* now: set by the writer */
	atomic_int whole; /* while captured: those that may be read */
	atomic_int phase;
};

/* Allocates and touches count blocks; -ENOMEM. Before there are threads. */
__attribute__((warn_unused_result)) int box_window_open(struct box_window *window, int count);

/* NULL fields are fine. */
void box_window_close(struct box_window *window);

/* ---- the writer ---- */

/* A box_sink's, with the window as context. NULL: there is no room, or no stretch that could give way. */
unsigned char *box_window_take(void *context, unsigned char *block, enum box_block_kind kind,
			       size_t bytes, enum box_block_kind next);

/* Blocks from the latest full one that begins a stretch until now. */
int box_window_stretch_blocks(const struct box_window *window);

enum box_phase box_window_phase(const struct box_window *window);

/* The oldest stretches give way first, so that there is room for what comes in the next after_ns, if it is
 * like what came before. */
void box_window_capture(struct box_window *window, int64_t after_ns);
void box_window_finish(struct box_window *window);

/* Empties it. */
void box_window_restart(struct box_window *window);

/* ---- the reader, from the capture on ---- */

/* How many blocks there are by now. */
int box_window_whole(const struct box_window *window);

/* The i-th of them, the reader's until box_window_kept. */
unsigned char *box_window_block(struct box_window *window, int i, struct box_fact *fact);

/* All of it was read, or will not be. */
void box_window_kept(struct box_window *window);

#endif
