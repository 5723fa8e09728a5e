/*
 * Recordings: what comes out is what was put in, as far as the file is whole, and nothing else ever.
 */
#include "app/box_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>

#define CUT_TICKS 400 /* a block each stretch */

static struct box_bench bench;

/* Reads a file of length bytes: asserts that each tick is the one that was put; returns how many, -1 where
 * not even the head could be read. */
static int read_back(const unsigned char *bytes, size_t length, bool *ended)
{
	static uint64_t state[BENCH_STATE / 8];
	int ticks = 0;

	*ended = false;
	if (box_reader_open(&bench.reader, bytes, length, BENCH_STATE) != BOX_FINE) {
		return -1;
	}
	for (;;) {
		switch (box_reader_next(&bench.reader, state, sizeof(state))) {
		case BOX_NEXT_BEGIN:
			assert_memory_equal(state, bench.state, sizeof(state));
			assert_int_equal(bench.reader.tick, 100 + ticks);
			break;
		case BOX_NEXT_TICK:
			assert_true(ticks < BENCH_TICKS);
			assert_true(bench_is_same(&bench.reader.before.tick, &bench.ticks[ticks]));
			ticks++;
			break;
		case BOX_NEXT_END:
			*ended = true;
			return ticks;
		case BOX_NEXT_CUT:
			assert_int_equal(box_reader_next(&bench.reader, state, sizeof(state)),
					 BOX_NEXT_CUT);
			return ticks;
		}
	}
}

static void every_tick__comes_out_as_it_was_put_in(void **state)
{
	bool ended = false;

	(void)state;
	bench_record(&bench, BENCH_TICKS);
	assert_true(bench.blocks > 3);
	assert_int_equal(read_back(bench.file, bench.length, &ended), BENCH_TICKS);
	assert_true(ended);
	assert_int_equal(box_reader_whole_bytes(&bench.reader), bench.length);
	assert_string_equal(bench.reader.head.rig.name, "a");
	assert_string_equal(bench.reader.head.techniques[0].name, "one");
	assert_int_equal(bench.reader.head.wall_ns, 42);
}

static void a_file_cut_at_any_byte__is_whole_up_to_there(void **state)
{
	static unsigned char cut[BENCH_BYTES];
	int most = 0;
	int without = 0;

	(void)state;
	bench_record(&bench, CUT_TICKS);
	for (size_t length = 0; length < bench.length; length++) {
		bool ended = false;
		unsigned char *exact = cut + sizeof(cut) - length; /* reading on is found out */
		int ticks;

		memcpy(exact, bench.file, length);
		ticks = read_back(exact, length, &ended);
		assert_false(ended);
		assert_true(ticks >= most || ticks < 0);
		most = ticks > most ? ticks : most;
		without += ticks < 0;
	}
	assert_true(without > 0);
	assert_true(most >= CUT_TICKS / 2);
}

/* Made in advance, it ends in zeros. */
static void a_file_cut_at_any_block_of_an_empty_one__is_whole_up_to_there(void **state)
{
	static unsigned char made[BENCH_BYTES];

	(void)state;
	bench_record(&bench, BENCH_TICKS);
	for (size_t length = 0; length < bench.length; length += 997) {
		bool ended = false;
		int whole = read_back(bench.file, length, &ended);

		memset(made, 0, sizeof(made));
		memcpy(made, bench.file, length);
		assert_int_equal(read_back(made, sizeof(made), &ended), whole);
		assert_false(ended);
	}
}

static void a_flipped_bit__is_never_replayed(void **state)
{
	int cut = 0;

	(void)state;
	bench_record(&bench, 60);
	for (size_t at = 0; at < bench.length; at++) {
		const unsigned char was = bench.file[at];
		bool ended = false;

		bench.file[at] ^= (unsigned char)(1u << (at % 8));
		(void)read_back(bench.file, bench.length, &ended); /* asserts each tick */
		assert_false(ended);
		cut += !ended;
		bench.file[at] = was;
	}
	assert_int_equal(cut, bench.length);
}

/* Its sums are right, its content is not: what a fuzzer does with more patience. */
static void content_that_makes_no_sense__is_refused_without_harm(void **state)
{
	static uint64_t out[BENCH_STATE / 8];

	(void)state;
	bench_record(&bench, 60);
	for (int round = 0; round < 500; round++) {
		size_t at = 0;

		bench_record(&bench, 20);
		bench.random = (uint64_t)round * 77 + 5;
		while (at < bench.length) {
			struct box_block block;

			memcpy(&block, bench.file + at, sizeof(block));
			if (at > 0 || round % 2 == 0) {
				size_t where = (size_t)(bench_random(&bench) * block.bytes);

				bench.file[at + sizeof(block) + where] =
					(unsigned char)(bench_random(&bench) * 256.0);
			}
			box_block_seal(bench.file + at, (enum box_block_kind)block.kind,
				       block.bytes, block.number);
			at += sizeof(block) + block.bytes;
		}
		if (box_reader_open(&bench.reader, bench.file, bench.length, BENCH_STATE) ==
		    BOX_FINE) {
			enum box_next next = BOX_NEXT_TICK;

			while (next == BOX_NEXT_TICK || next == BOX_NEXT_BEGIN) {
				next = box_reader_next(&bench.reader, out, sizeof(out));
			}
		}
	}
}

static void another_build__is_told_from_a_damaged_file(void **state)
{
	(void)state;
	bench_record(&bench, 4);
	assert_int_equal(box_reader_open(&bench.reader, bench.file, bench.length, BENCH_STATE + 8),
			 BOX_OF_BUILD);
	assert_string_equal(bench.reader.head.build.version, KNEAD_VERSION);
	assert_int_equal(box_reader_open(&bench.reader, bench.file, 12, BENCH_STATE), BOX_NO_BOX);
	assert_int_equal(
		box_reader_open(&bench.reader, (const unsigned char *)"rig : {", 7, BENCH_STATE),
		BOX_NO_BOX);
}

static void a_reading_in_steps__takes_a_byte_or_two(void **state)
{
	size_t before;

	(void)state;
	bench_init(&bench);
	box_writer_begin(&bench.writer, 0, bench.state, BENCH_STATE);
	before = bench.writer.out.used;
	for (int k = 1; k <= 100; k++) {
		bench.now.frame.t_ns += 1000000;
		for (int i = 0; i < BENCH_HEADS; i++) {
			bench.now.frame.heads[i].force_n =
				(struct sample){bench.rig.heads[i].sensor.quantum_n * (k % 7 * 5),
						bench.now.frame.t_ns, SAMPLE_OK};
		}
		box_writer_tick(&bench.writer, &bench.now.frame, &bench.now.command,
				&bench.now.actuation, STATE_IDLE);
	}
	/* tick and its time 2, sum 4, each head: what is there 1, reading 1 or 2, order 1 */
	assert_true(bench.writer.out.used - before <= 100 * (6 + BENCH_HEADS * 4) + 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_tick__comes_out_as_it_was_put_in),
		cmocka_unit_test(a_file_cut_at_any_byte__is_whole_up_to_there),
		cmocka_unit_test(a_file_cut_at_any_block_of_an_empty_one__is_whole_up_to_there),
		cmocka_unit_test(a_flipped_bit__is_never_replayed),
		cmocka_unit_test(content_that_makes_no_sense__is_refused_without_harm),
		cmocka_unit_test(another_build__is_told_from_a_damaged_file),
		cmocka_unit_test(a_reading_in_steps__takes_a_byte_or_two),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
