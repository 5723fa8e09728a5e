/* blackbox.c - see blackbox.h. */
#include "app/blackbox.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define NS_PER_S      1e9
#define RING_S        0.25 /* the thread comes round far more often */
#define WINDOW_S      (BLACKBOX_BEFORE_S + BLACKBOX_STATE_S + BLACKBOX_AFTER_S)
#define HEAD_BYTES    7.5   /* a tick, of a head that measures force, place and pressure: 6.4 [D] */
#define TICK_BYTES    16.0  /* beside its heads */
#define SPARE         1.2   /* what is measured is more random at times */
#define SUBJECT_BYTES 65536 /* the most that rig and techniques take in a file, and then some */

enum { STATE_NOT_ASKED = 0, STATE_ASKED, STATE_THERE };

/* What is in a slot of the ring: this, then a frame and an actuation as far as the rig has heads. */
struct slot {
	uint64_t tick;
	enum state state;
	bool asked; /* the command is another one */
	struct command command;
};

_Static_assert(sizeof(struct slot) % 8 == 0 && offsetof(struct frame, heads) % 8 == 0 &&
		       sizeof(struct head_frame) % 8 == 0,
	       "what follows in a slot is aligned");

static size_t power_of_two(double least)
{
	size_t power = 1;

	while ((double)power < least) {
		power *= 2;
	}
	return power;
}

static int window_blocks(const struct box_subject *subject)
{
	const struct rig *rig = subject->rig;
	const double tick_bytes = TICK_BYTES + HEAD_BYTES * rig->head_count;
	const double share = (double)rig->head_count / HEADS_MAX; /* of a state that is not zero */
	const double states = WINDOW_S / BLACKBOX_STATE_S * (double)subject->state_bytes * share;
	const double bytes = SPARE * (WINDOW_S * rig->loop_hz * tick_bytes + states);

	return (int)(bytes / (BOX_BLOCK_BYTES - sizeof(struct box_block))) + 2;
}

int blackbox_open(struct blackbox *box, const struct box_subject *subject)
{
	const struct rig *rig = subject->rig;
	const size_t slots = power_of_two(RING_S * rig->loop_hz);
	size_t bytes;

	memset(box, 0, sizeof(*box));
	box->subject = *subject;
	box->frame_bytes =
		offsetof(struct frame, heads) + (size_t)rig->head_count * sizeof(struct head_frame);
	box->actuation_bytes = offsetof(struct actuation, heads) +
			       (size_t)rig->head_count * sizeof(struct head_actuation);
	bytes = sizeof(struct slot) + box->frame_bytes + box->actuation_bytes;
	box->storage = malloc(slots * bytes);
	box->state = malloc(subject->state_bytes);
	if (box->storage == NULL || box->state == NULL ||
	    box_window_open(&box->window, window_blocks(subject)) != 0) {
		blackbox_close(box);
		return -ENOMEM;
	}
	memset(box->storage, 0, slots * bytes);
	memset(box->state, 0, subject->state_bytes);
	ring_init(&box->ticks, box->storage, bytes, slots);
	box_writer_init(&box->writer, rig, (struct box_sink){box_window_take, &box->window});
	atomic_init(&box->asked, STATE_ASKED);
	return 0;
}

void blackbox_close(struct blackbox *box)
{
	box_window_close(&box->window);
	free(box->storage);
	free(box->state);
	box->storage = NULL;
	box->state = NULL;
}

size_t blackbox_file_bytes(const struct blackbox *box)
{
	return SUBJECT_BYTES + (size_t)box->window.count * BOX_BLOCK_BYTES;
}

/* ---- the loop ---- */

static void put_tick(struct blackbox *box, uint64_t tick, const struct frame *frame,
		     const struct command *command, bool asked, const struct actuation *actuation,
		     enum state now)
{
	unsigned char *bytes = ring_back(&box->ticks);
	struct slot *slot = (struct slot *)(void *)bytes;

	if (slot == NULL) {
		box->told = NULL; /* whatever it was: the next one that fits brings it */
		return;
	}
	slot->tick = tick;
	slot->state = now;
	slot->asked = asked;
	if (asked) {
		slot->command = *command;
	}
	bytes += sizeof(*slot);
	memcpy(bytes, frame, box->frame_bytes);
	memcpy(bytes + box->frame_bytes, actuation, box->actuation_bytes);
	ring_publish(&box->ticks);
}

void blackbox_tick(struct blackbox *box, uint64_t tick, const struct frame *frame,
		   const struct command *command, const void *asked_of, uint32_t stops,
		   const struct actuation *actuation, enum state now, const void *state)
{
	const bool asked = asked_of != box->told || stops != box->told_stops;

	box->told = asked_of;
	box->told_stops = stops;
	put_tick(box, tick, frame, command, asked, actuation, now);
	if (atomic_load_explicit(&box->asked, memory_order_relaxed) == STATE_ASKED) {
		memcpy(box->state, state, box->subject.state_bytes);
		box->state_tick = tick + 1;
		atomic_store_explicit(&box->asked, STATE_THERE, memory_order_release);
	}
}

/* ---- the thread ---- */

static void ask_for_state(struct blackbox *box)
{
	if (atomic_load_explicit(&box->asked, memory_order_acquire) == STATE_NOT_ASKED) {
		atomic_store_explicit(&box->asked, STATE_ASKED, memory_order_release);
	}
}

/* The state is before this tick, or came too late for it and is asked for anew. */
static void begin(struct blackbox *box, const struct slot *slot, int64_t t_ns)
{
	if (atomic_load_explicit(&box->asked, memory_order_acquire) != STATE_THERE ||
	    box->state_tick > slot->tick) {
		return;
	}
	if (box->state_tick == slot->tick) {
		box_writer_begin(&box->writer, slot->tick, box->state, box->subject.state_bytes);
		box->writes = !box_writer_is_full(&box->writer);
		box->begun_ns = t_ns;
		box->next_tick = slot->tick;
	}
	atomic_store_explicit(&box->asked, STATE_NOT_ASKED, memory_order_release);
}

/* A stretch that has become long, or a gap: another one is wanted. */
static void ask_when_due(struct blackbox *box, int64_t t_ns)
{
	const bool rolls = box_window_phase(&box->window) == BOX_ROLLING;
	const bool is_long = t_ns - box->begun_ns >= (int64_t)(BLACKBOX_STATE_S * NS_PER_S) ||
			     (box->writer.kind == BOX_BLOCK_MORE && /* its first block is full */
			      box_window_stretch_blocks(&box->window) >= box->window.count / 4);

	if (!box->writes || (rolls && is_long)) {
		ask_for_state(box);
	}
}

static void finish(struct blackbox *box)
{
	if (box->writes) {
		box_writer_end(&box->writer);
		box->writes = false;
	}
	box_window_finish(&box->window);
}

static void follow_trip(struct blackbox *box, enum state now, int64_t t_ns)
{
	const bool tripped = now == STATE_FAULT && box->last != STATE_FAULT;

	box->last = now;
	if (tripped && box_window_phase(&box->window) == BOX_ROLLING) {
		box->until_ns = t_ns + (int64_t)(BLACKBOX_AFTER_S * NS_PER_S);
		box_window_capture(&box->window, (int64_t)(SPARE * BLACKBOX_AFTER_S * NS_PER_S));
	}
	if (box_window_phase(&box->window) == BOX_CAPTURED && t_ns >= box->until_ns) {
		finish(box);
	}
}

static void write_tick(struct blackbox *box, const struct slot *slot)
{
	const unsigned char *bytes = (const unsigned char *)(slot + 1);
	const struct frame *frame = (const void *)bytes;
	const struct actuation *actuation = (const void *)(bytes + box->frame_bytes);

	if (slot->asked) {
		box->command = slot->command;
	}
	if (box->writes && slot->tick != box->next_tick) {
		box->writes = false; /* some were dropped */
	}
	box->window.t_ns = frame->t_ns;
	begin(box, slot, frame->t_ns);
	if (box->writes) {
		box_writer_tick(&box->writer, frame, &box->command, actuation, slot->state);
		box->next_tick++;
		box->writes = !box_writer_is_full(&box->writer);
	}
	ask_when_due(box, frame->t_ns);
	follow_trip(box, slot->state, frame->t_ns);
}

/* What comes between a capture and its being kept is not written. */
static void pass_over(struct blackbox *box, const struct slot *slot)
{
	if (slot->asked) {
		box->command = slot->command;
	}
	box->last = slot->state;
}

void blackbox_turn(struct blackbox *box)
{
	const void *slot;

	if (box_window_phase(&box->window) == BOX_KEPT) {
		box_window_restart(&box->window);
		box_writer_drop(&box->writer);
		box->writes = false;
	}
	while ((slot = ring_front(&box->ticks)) != NULL) {
		if (box_window_phase(&box->window) <= BOX_CAPTURED) {
			write_tick(box, slot);
		} else {
			pass_over(box, slot);
		}
		ring_release(&box->ticks);
	}
}

void blackbox_finish(struct blackbox *box)
{
	blackbox_turn(box);
	if (box_window_phase(&box->window) == BOX_CAPTURED) {
		finish(box);
	}
}
