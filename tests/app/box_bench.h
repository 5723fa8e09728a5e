/*
 * A recording in memory, of ticks that are made up: what was put in is kept, to compare with what comes out.
 */
#ifndef TESTS_APP_BOX_BENCH_H
#define TESTS_APP_BOX_BENCH_H

#include "app/box_reader.h"
#include "app/box_writer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BENCH_HEADS 2
#define BENCH_BYTES (1u << 20)
#define BENCH_STATE 4096
#define BENCH_TICKS 1600

struct box_bench {
	struct rig rig;
	struct technique technique;
	struct box_writer writer;
	uint32_t blocks;
	unsigned char block[BOX_BLOCK_BYTES];
	unsigned char file[BENCH_BYTES];
	size_t length;
	uint64_t random;
	uint64_t state[BENCH_STATE / 8];
	struct box_tick ticks[BENCH_TICKS]; /* as they were put */
	struct box_tick now;
	struct box_reader reader;
};

static inline double bench_random(struct box_bench *bench)
{
	bench->random =
		bench->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (double)(bench->random >> 40) / (double)(1 << 24);
}

static unsigned char *bench_take(void *context, unsigned char *block, enum box_block_kind kind,
				 size_t bytes, enum box_block_kind next)
{
	struct box_bench *bench = context;

	(void)next;
	if (block != NULL && bytes > 0) {
		size_t size = box_block_seal(block, kind, bytes, bench->blocks++);

		memcpy(bench->file + bench->length, block, size);
		bench->length += size;
	}
	return bench->block;
}

static inline void bench_init(struct box_bench *bench)
{
	const struct box_subject subject = {&bench->rig, &bench->technique, 1, BENCH_STATE};

	memset(bench, 0, sizeof(*bench));
	bench->random = 1;
	strcpy(bench->rig.name, "a");
	strcpy(bench->technique.name, "one");
	bench->rig.loop_hz = 1000.0;
	bench->rig.head_count = BENCH_HEADS;
	bench->rig.heads[0].sensor.quantum_n = 0.01;
	bench->rig.heads[1].sensor.quantum_n = 0.003;
	bench->rig.heads[0].sensor.air.quantum_pa = 12.5;
	bench->now.frame.head_count = BENCH_HEADS;
	bench->now.frame.t_ns = INT64_C(5000000000);
	bench->now.actuation.head_count = BENCH_HEADS;
	bench->state[3] = 7;
	bench->state[BENCH_STATE / 8 - 1] = UINT64_MAX;
	box_writer_init(&bench->writer, &bench->rig, (struct box_sink){bench_take, bench});
	box_writer_head(&bench->writer, &subject, 42);
}

/* Every kind of reading there can be, most of them as a converter gives them. */
static inline void bench_sample(struct box_bench *bench, struct sample *sample, double step)
{
	static const double odd[] = {(double)NAN, -0.0,    (double)INFINITY,
				     1e300,       -1e-300, 0.1234567};
	const double kind = bench_random(bench);

	if (kind < 0.1) {
		return; /* none in this tick */
	}
	sample->state = kind < 0.12 ? SAMPLE_BAD : SAMPLE_OK;
	sample->t_ns = bench->now.frame.t_ns - (kind < 0.3 ? 1234567 : 1000000);
	sample->value = kind > 0.9 || !(step > 0.0)
				? odd[(int)(bench_random(bench) * 6.0)]
				: step * floor(bench_random(bench) * 4000.0 - 2000.0);
}

static inline void bench_tick(struct box_bench *bench, struct box_tick *kept)
{
	struct box_tick *now = &bench->now;

	now->frame.t_ns += 1000000 + (int64_t)(bench_random(bench) * 5000.0);
	for (int i = 0; i < BENCH_HEADS; i++) {
		bench_sample(bench, &now->frame.heads[i].force_n,
			     bench->rig.heads[i].sensor.quantum_n);
		bench_sample(bench, &now->frame.heads[i].pressure_pa,
			     bench->rig.heads[i].sensor.air.quantum_pa);
		now->actuation.heads[i].pressure_pa += bench_random(bench) * 1000.0 - 500.0;
		now->actuation.heads[i].dump_shut = bench_random(bench) < 0.5;
	}
	if (bench_random(bench) < 0.1) {
		now->command.heard_t_ns = now->frame.t_ns;
		now->command.presses.ease++;
		now->frame.overruns++;
		now->state = (enum state)(bench_random(bench) * STATE_COUNT);
	}
	now->actuation.enable_level = !now->actuation.enable_level;
	box_writer_tick(&bench->writer, &now->frame, &now->command, &now->actuation, now->state);
	now->sum = box_sum(&now->actuation, BENCH_HEADS);
	if (kept != NULL) {
		*kept = *now;
	}
}

/* Two stretches, and an end. */
static inline void bench_record(struct box_bench *bench, int ticks)
{
	bench_init(bench);
	box_writer_begin(&bench->writer, 100, bench->state, BENCH_STATE);
	for (int k = 0; k < ticks; k++) {
		if (k == ticks / 2) {
			box_writer_begin(&bench->writer, 100 + (uint64_t)k, bench->state,
					 BENCH_STATE);
		}
		bench_tick(bench, &bench->ticks[k]);
	}
	box_writer_end(&bench->writer);
}

static inline bool bench_is_same(const struct box_tick *a, const struct box_tick *b)
{
	const size_t heads =
		offsetof(struct frame, heads) + BENCH_HEADS * sizeof(struct head_frame);
	bool same = memcmp(&a->frame, &b->frame, heads) == 0 && a->state == b->state &&
		    memcmp(&a->command, &b->command, sizeof(a->command)) == 0 && a->sum == b->sum;

	for (int i = 0; i < BENCH_HEADS; i++) {
		same = same &&
		       fabs(a->actuation.heads[i].pressure_pa -
			    b->actuation.heads[i].pressure_pa) <= 0.5 &&
		       a->actuation.heads[i].dump_shut == b->actuation.heads[i].dump_shut;
	}
	return same;
}

#endif
