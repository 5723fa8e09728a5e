/* box_window.c - see box_window.h. */
#include "app/box_window.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int box_window_open(struct box_window *window, int count)
{
	const size_t bytes = (size_t)count * BOX_BLOCK_BYTES;

	*window = (struct box_window){.count = count};
	window->blocks = malloc(bytes);
	window->facts = calloc((size_t)count, sizeof(*window->facts));
	if (window->blocks == NULL || window->facts == NULL) {
		box_window_close(window);
		return -ENOMEM;
	}
	memset(window->blocks, 0, bytes); /* every page is there from now on */
	return 0;
}

void box_window_close(struct box_window *window)
{
	free(window->blocks);
	free(window->facts);
	window->blocks = NULL;
	window->facts = NULL;
}

static int at(const struct box_window *window, int i)
{
	return (window->first + i) % window->count;
}

/* The latest one too where another begins. */
static bool let_oldest_go(struct box_window *window, enum box_block_kind next)
{
	int gone = 1;

	while (gone < window->used && window->facts[at(window, gone)].kind != BOX_BLOCK_BEGIN) {
		gone++;
	}
	if (gone >= window->used && next != BOX_BLOCK_BEGIN) {
		return false;
	}
	window->first = at(window, gone);
	window->used -= gone;
	return true;
}

unsigned char *box_window_take(void *context, unsigned char *block, enum box_block_kind kind,
			       size_t bytes, enum box_block_kind next)
{
	struct box_window *window = context;

	if (block != NULL && bytes > 0) {
		window->facts[at(window, window->used)] =
			(struct box_fact){kind, bytes, window->t_ns};
		window->used++;
		if (box_window_phase(window) == BOX_CAPTURED) {
			atomic_store_explicit(&window->whole, window->used, memory_order_release);
		}
	}
	if (next == BOX_BLOCK_NONE) {
		return NULL;
	}
	if (window->used == window->count &&
	    (box_window_phase(window) != BOX_ROLLING || !let_oldest_go(window, next))) {
		return NULL;
	}
	return window->blocks + (size_t)at(window, window->used) * BOX_BLOCK_BYTES;
}

int box_window_stretch_blocks(const struct box_window *window)
{
	int blocks = 0;

	while (blocks < window->used &&
	       window->facts[at(window, window->used - 1 - blocks)].kind != BOX_BLOCK_BEGIN) {
		blocks++;
	}
	return blocks + 1;
}

enum box_phase box_window_phase(const struct box_window *window)
{
	return (enum box_phase)atomic_load_explicit(&window->phase, memory_order_acquire);
}

static void set_phase(struct box_window *window, enum box_phase phase)
{
	atomic_store_explicit(&window->phase, (int)phase, memory_order_release);
}

static bool has_room_for(const struct box_window *window, int64_t after_ns)
{
	const int64_t since_ns = window->t_ns - window->facts[window->first].t_ns;
	const int room = window->count - window->used - 1; /* one is being written */

	return since_ns <= 0 ||
	       (double)room / (double)after_ns >= (double)window->used / (double)since_ns;
}

void box_window_capture(struct box_window *window, int64_t after_ns)
{
	while (window->used > 0 && !has_room_for(window, after_ns) &&
	       let_oldest_go(window, BOX_BLOCK_MORE)) {
		/* one stretch less */
	}
	atomic_store_explicit(&window->whole, window->used, memory_order_relaxed);
	set_phase(window, BOX_CAPTURED);
}

void box_window_finish(struct box_window *window)
{
	set_phase(window, BOX_FINISHED);
}

void box_window_restart(struct box_window *window)
{
	window->first = 0;
	window->used = 0;
	set_phase(window, BOX_ROLLING);
}

int box_window_whole(const struct box_window *window)
{
	return atomic_load_explicit(&window->whole, memory_order_acquire);
}

unsigned char *box_window_block(struct box_window *window, int i, struct box_fact *fact)
{
	*fact = window->facts[at(window, i)];
	return window->blocks + (size_t)at(window, i) * BOX_BLOCK_BYTES;
}

void box_window_kept(struct box_window *window)
{
	set_phase(window, BOX_KEPT);
}
