/*
 * A black box beside a loop that is made up, and its captures read back.
 */
#ifndef TESTS_APP_BLACKBOX_BENCH_H
#define TESTS_APP_BLACKBOX_BENCH_H

#include "app/blackbox.h"
#include "app/box_reader.h"

#include <math.h>
#include <string.h>

#define LOOP_HZ    1000.0
#define LOOP_HEADS 2
#define LOOP_STATE 4096
#define TURN_TICKS 10
#define FILE_BYTES (4u << 20)

struct loop_bench {
	struct rig rig;
	struct technique technique;
	struct blackbox box;
	uint64_t tick;
	uint64_t state[LOOP_STATE / 8]; /* state[0] counts the ticks that are in it */
	struct frame frame;
	struct command commands[2];
	struct actuation actuation;
	enum state now;
	bool raw; /* readings that are no steps of a converter */
	unsigned char file[FILE_BYTES];
	size_t length;
	struct box_reader reader;
	/* of what was read */
	uint64_t first;
	uint64_t last;
	int ticks;
	int gaps;
	bool whole;
	uint64_t fault; /* first tick in it */
};

static inline bool loop_open(struct loop_bench *loop)
{
	const struct box_subject subject = {&loop->rig, &loop->technique, 1, LOOP_STATE};

	memset(loop, 0, sizeof(*loop));
	loop->rig.loop_hz = LOOP_HZ;
	loop->rig.head_count = LOOP_HEADS;
	strcpy(loop->rig.name, "a");
	loop->frame.head_count = LOOP_HEADS;
	loop->actuation.head_count = LOOP_HEADS;
	loop->frame.t_ns = INT64_C(1000000000);
	loop->now = STATE_IDLE;
	loop->rig.heads[0].sensor.quantum_n = 0.25;
	loop->rig.heads[1].sensor.quantum_n = 0.25;
	return blackbox_open(&loop->box, &subject) == 0;
}

static inline double loop_reading(const struct loop_bench *loop, uint64_t tick)
{
	return loop->raw ? sin((double)tick) : 0.25 * (double)(tick % 61);
}

/* One tick; what comes in tells which it is. */
static inline void loop_tick(struct loop_bench *loop)
{
	const struct command *command = &loop->commands[loop->tick / 100 % 2];

	loop->commands[loop->tick / 100 % 2].presses.ease = (uint32_t)(loop->tick / 100);
	loop->frame.t_ns += 1000000;
	for (int i = 0; i < LOOP_HEADS; i++) {
		loop->frame.heads[i].force_n = (struct sample){loop_reading(loop, loop->tick),
							       loop->frame.t_ns, SAMPLE_OK};
	}
	loop->actuation.heads[1].pressure_pa = (double)(loop->tick % 1000);
	loop->state[0] = loop->tick + 1;
	blackbox_tick(&loop->box, loop->tick, &loop->frame, command, command, 0, &loop->actuation,
		      loop->now, loop->state);
	loop->tick++;
}

static inline void loop_run_for(struct loop_bench *loop, double s)
{
	const uint64_t until = loop->tick + (uint64_t)(s * LOOP_HZ);

	while (loop->tick < until) {
		loop_tick(loop);
		if (loop->tick % TURN_TICKS == 0) {
			blackbox_turn(&loop->box);
		}
	}
}

/* As the store does: head first, then the blocks that are whole. */
static inline unsigned char *loop_take(void *context, unsigned char *block,
				       enum box_block_kind kind, size_t bytes,
				       enum box_block_kind next)
{
	static unsigned char room[BOX_BLOCK_BYTES];
	struct loop_bench *loop = context;

	(void)next;
	if (block != NULL && bytes > 0) {
		size_t size = box_block_seal(block, kind, bytes, 0);

		memcpy(loop->file, block, size);
		loop->length = size;
	}
	return room;
}

static inline void loop_read(struct loop_bench *loop)
{
	static struct box_writer writer;
	static uint64_t state[LOOP_STATE / 8];
	enum box_next next;
	uint32_t number = 1;

	box_writer_init(&writer, &loop->rig, (struct box_sink){loop_take, loop});
	box_writer_head(&writer, &loop->box.subject, 1);
	box_writer_flush(&writer);
	for (int i = 0; i < box_window_whole(&loop->box.window); i++) {
		struct box_fact fact;
		unsigned char *block = box_window_block(&loop->box.window, i, &fact);
		size_t size = box_block_seal(block, fact.kind, fact.bytes, number++);

		memcpy(loop->file + loop->length, block, size);
		loop->length += size;
	}
	loop->ticks = 0;
	loop->gaps = -1;
	loop->fault = 0;
	if (box_reader_open(&loop->reader, loop->file, loop->length, LOOP_STATE) != BOX_FINE) {
		return;
	}
	while ((next = box_reader_next(&loop->reader, state, sizeof(state))) == BOX_NEXT_TICK ||
	       next == BOX_NEXT_BEGIN) {
		const struct box_tick *tick = &loop->reader.before.tick;

		if (next == BOX_NEXT_BEGIN) {
			loop->gaps += loop->gaps < 0 || loop->reader.tick != loop->last + 1;
			loop->first = loop->gaps == 0 && loop->ticks == 0 ? loop->reader.tick
									  : loop->first;
			if (state[0] != loop->reader.tick) {
				return; /* not the state before it: the counts tell */
			}
			continue;
		}
		loop->last = loop->reader.tick - 1;
		if (fabs(tick->frame.heads[1].force_n.value - loop_reading(loop, loop->last)) >
			    0.0 ||
		    tick->command.presses.ease != (uint32_t)(loop->last / 100)) {
			return;
		}
		loop->ticks++;
		if (tick->state == STATE_FAULT && loop->fault == 0) {
			loop->fault = loop->last;
		}
	}
	loop->whole = next == BOX_NEXT_END;
}

#endif
