/*
 * box_tick.h - one tick of a recording: what came in bit for bit, and what went out.
 *
 * Inputs decide a tick, so frame and command are kept exactly, as differences from the tick before: a
 * reading as steps of its converter where it is a whole number of them (1 or 2 bytes), else as its 8
 * bytes. Outputs a replay makes anew: they are kept as a sum of all their bits, which tells whether they
 * are the same, and to the pascal, um/s and thousandth for people to read.
 */
#ifndef APP_BOX_TICK_H
#define APP_BOX_TICK_H

#include "app/box_bytes.h"

#include <knead/actuation.h>
#include <knead/command.h>
#include <knead/frame.h>
#include <knead/rig.h>
#include <knead/state.h>

#include <stdint.h>

enum { BOX_CHANNELS = 6 }; /* of a head_frame */

#define TICK_END 0x80u /* in a tick's place: nothing follows */

/* One tick. Of the heads only the rig's are used. */
struct box_tick {
	enum state state; /* after it */
	uint32_t sum;     /* of the actuation, box_sum */
	struct frame frame;
	struct command command;
	struct actuation actuation; /* read: to the pascal, um/s and thousandth */
};

/* The tick before, as both sides know it. Caller-owned. */
struct box_before {
	int head_count;
	int64_t period_ns;
	double step[HEADS_MAX][BOX_CHANNELS]; /* of the converter; 0: none is known */
	/* from here on all zero where a stretch begins */
	int64_t steps[HEADS_MAX][BOX_CHANNELS];
	int64_t sample_ns
		[BOX_CHANNELS]; /* from one sample to the next, of the head that had one last */
	int64_t pressure[HEADS_MAX];
	int64_t speed[HEADS_MAX];
	int64_t heater[HEADS_MAX];
	struct box_tick tick;
};

/* The rig is read here and not kept. */
void box_before_init(struct box_before *before, const struct rig *rig);

/* A stretch begins. */
void box_before_clear(struct box_before *before);

/* Of every bit that goes to the rig. */
uint32_t box_sum(const struct actuation *actuation, int head_count);

/* Only the fields of heads the rig has are read, so the structs may end there. */
void box_tick_put(struct box_out *out, struct box_before *before, const struct frame *frame,
		  const struct command *command, const struct actuation *actuation,
		  enum state state);

/* Into before->tick; false: what is there is no tick, or the file ends in it. */
bool box_tick_get(struct box_in *in, struct box_before *before);

#endif
