/*
 * test_framer.c - packets in a stream, whichever way the network cuts it.
 */
#include "net/framer.h"

#include "net/packets.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#define STREAM_BYTES 40000
#define PACKETS_MAX  64

/* What came out of a stream. */
struct got {
	int count;
	bool wrong;
	size_t sizes[PACKETS_MAX];
	uint8_t bytes[PACKETS_MAX][WIRE_BYTES_MAX];
};

struct stream {
	size_t size;
	uint8_t bytes[STREAM_BYTES];
};

static const enum framing framings[] = {FRAMING_LENGTH, FRAMING_SLIP};

/* From memory of exactly that size, so that ASan sees every byte read behind it. */
static void push(struct framer *framer, const uint8_t *data, size_t size, struct got *got)
{
	uint8_t *exact = malloc(size > 0 ? size : 1);
	size_t at = 0;

	assert_non_null(exact);
	memcpy(exact, data, size);
	while (at < size && framer->verdict != FRAME_WRONG) {
		size_t taken = framer_push(framer, exact + at, size - at);

		assert_true(taken <= size - at);
		assert_true(taken > 0 || framer->verdict == FRAME_WRONG);
		at += taken;
		if (framer->verdict == FRAME_WHOLE) {
			assert_in_range(framer->size, 1, WIRE_BYTES_MAX);
			assert_true(got->count < PACKETS_MAX);
			got->sizes[got->count] = framer->size;
			memcpy(got->bytes[got->count], framer->bytes, framer->size);
			got->count++;
		}
	}
	got->wrong = framer->verdict == FRAME_WRONG;
	free(exact);
}

static struct got *push_all(const struct stream *stream)
{
	static struct got got;
	struct framer framer = {0};

	memset(&got, 0, sizeof(got));
	push(&framer, stream->bytes, stream->size, &got);
	return &got;
}

static void add_bytes(struct stream *stream, const void *bytes, size_t size)
{
	assert_true(stream->size + size <= sizeof(stream->bytes));
	memcpy(stream->bytes + stream->size, bytes, size);
	stream->size += size;
}

static void add_packet(struct stream *stream, enum framing framing, const uint8_t *bytes,
		       size_t size)
{
	size_t added = framer_wrap(framing, bytes, size, stream->bytes + stream->size,
				   sizeof(stream->bytes) - stream->size);

	assert_true(added >= size + 2);
	stream->size += added;
}

/* A float of END and ESC bytes, a plain one, and one whose every byte SLIP escapes. */
static int make_packets(struct packet *packets)
{
	memset(packets, 0, 3 * sizeof(*packets));
	packet_text(&packets[0], "/rig/intensity");
	packet_text(&packets[0], ",i");
	packet_u32(&packets[0], 0xc0dbdcdd);
	packet_text(&packets[1], "/rig/stop");
	packet_text(&packets[1], ",");
	packet_text(&packets[2], "/x");
	for (int i = 0; i < 6; i++) {
		packet_u32(&packets[2], i % 2 == 0 ? 0xc0c0c0c0 : 0xdbdbdbdb);
	}
	return 3;
}

static void make_stream(struct stream *stream, enum framing framing, struct packet *packets)
{
	int count = make_packets(packets);

	stream->size = 0;
	for (int i = 0; i < count; i++) {
		add_packet(stream, framing, packets[i].bytes, packets[i].size);
	}
}

static void assert_got(const struct got *got, const struct packet *packets, int count)
{
	assert_false(got->wrong);
	assert_int_equal(got->count, count);
	for (int i = 0; i < count; i++) {
		assert_int_equal(got->sizes[i], packets[i].size);
		assert_memory_equal(got->bytes[i], packets[i].bytes, packets[i].size);
	}
}

static void stream_cut_anywhere__gives_the_same_packets(void **state)
{
	static struct stream stream;
	static struct got got;
	struct packet packets[3];

	(void)state;
	for (size_t f = 0; f < 2; f++) {
		make_stream(&stream, framings[f], packets);
		for (size_t cut = 0; cut <= stream.size; cut++) {
			struct framer framer = {0};

			memset(&got, 0, sizeof(got));
			push(&framer, stream.bytes, cut, &got);
			push(&framer, stream.bytes + cut, stream.size - cut, &got);
			assert_got(&got, packets, 3);
			assert_int_equal(framer.framing, framings[f]);
			assert_false(framer_is_within(&framer));
		}
	}
}

static void stream_byte_by_byte__gives_the_same_packets(void **state)
{
	static struct stream stream;
	static struct got got;
	struct packet packets[3];

	(void)state;
	for (size_t f = 0; f < 2; f++) {
		struct framer framer = {0};

		memset(&got, 0, sizeof(got));
		make_stream(&stream, framings[f], packets);
		for (size_t i = 0; i < stream.size; i++) {
			push(&framer, stream.bytes + i, 1, &got);
		}
		assert_got(&got, packets, 3);
	}
}

static void truncated_stream__has_no_more_than_its_whole_packets(void **state)
{
	static struct stream stream;
	static struct got got;
	struct packet packets[3];
	int within = 0;

	(void)state;
	for (size_t f = 0; f < 2; f++) {
		make_stream(&stream, framings[f], packets);
		for (size_t size = 0; size < stream.size; size++) {
			struct framer framer = {0};

			memset(&got, 0, sizeof(got));
			push(&framer, stream.bytes, size, &got);
			assert_true(got.count < 3);
			assert_got(&got, packets, got.count);
			within += framer_is_within(&framer) ? 1 : 0;
		}
	}
	assert_true(within > 100);
}

static void add_length(struct stream *stream, uint32_t length)
{
	const uint8_t bytes[4] = {(uint8_t)(length >> 24), (uint8_t)(length >> 16),
				  (uint8_t)(length >> 8), (uint8_t)length};

	add_bytes(stream, bytes, sizeof(bytes));
}

static void lengths_no_packet_has__are_wrong(void **state)
{
	static const uint32_t lengths[] = {0,          1,          3,          5,         18,
					   4095,       4097,       4100,       8192,      0x10000,
					   0x01000000, 0x7fffffff, 0x80000000, 0xffffffff};
	static struct stream stream;

	(void)state;
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		stream.size = 0;
		add_packet(&stream, FRAMING_LENGTH, (const uint8_t *)"/a\0", 4);
		add_length(&stream, lengths[i]);
		add_bytes(&stream, "/rig/intensity", 14);
		assert_true(push_all(&stream)->wrong);
		assert_int_equal(push_all(&stream)->count, 1);
	}
}

static void packet_of_4096_bytes__is_whole_and_one_more_is_wrong(void **state)
{
	static const uint8_t with[] = {'x', 0xc0, 0xdb};
	static uint8_t bytes[WIRE_BYTES_MAX + 4];
	static struct stream stream;
	const struct got *got;

	(void)state;
	for (size_t i = 0; i < sizeof(with); i++) {
		memset(bytes, with[i], sizeof(bytes));
		for (size_t f = 0; f < 2; f++) {
			stream.size = 0;
			add_packet(&stream, framings[f], bytes, WIRE_BYTES_MAX);
			add_packet(&stream, framings[f], bytes, WIRE_BYTES_MAX);
			got = push_all(&stream);
			assert_false(got->wrong);
			assert_int_equal(got->count, 2);
			assert_int_equal(got->sizes[1], WIRE_BYTES_MAX);
			assert_memory_equal(got->bytes[1], bytes, WIRE_BYTES_MAX);
		}
		stream.size = 0;
		add_packet(&stream, FRAMING_SLIP, bytes, WIRE_BYTES_MAX + 1);
		assert_true(push_all(&stream)->wrong);
		assert_int_equal(push_all(&stream)->count, 0);
	}
}

static void what_came_of_a_packet_too_long__can_be_looked_at(void **state)
{
	static uint8_t bytes[WIRE_BYTES_MAX + 4];
	static struct stream stream;
	static struct got got;
	struct framer framer = {0};

	(void)state;
	memcpy(bytes, "/rig/stop", 10);
	add_packet(&stream, FRAMING_SLIP, bytes, sizeof(bytes));
	push(&framer, stream.bytes, stream.size, &got);
	assert_int_equal(framer.verdict, FRAME_WRONG);
	assert_int_equal(framer.size, WIRE_BYTES_MAX);
	assert_true(wire_has_stop(framer.bytes, framer.size));
}

static void escape_before_anything_else__is_wrong(void **state)
{
	static struct stream stream;

	(void)state;
	for (int byte = 0; byte < 256; byte++) {
		const uint8_t bytes[] = {0xc0, '/', 0xdb, (uint8_t)byte, 0, 0xc0};

		stream.size = 0;
		add_bytes(&stream, bytes, sizeof(bytes));
		assert_int_equal(push_all(&stream)->wrong, byte != 0xdc && byte != 0xdd);
	}
}

static void empty_slip_packets__are_nothing(void **state)
{
	static const uint8_t bytes[] = {0xc0, 0xc0, 0xc0, '/', 0, 0, 0, 0xc0, 0xc0};
	static struct stream stream;

	(void)state;
	add_bytes(&stream, bytes, sizeof(bytes));
	assert_int_equal(push_all(&stream)->count, 1);
	assert_int_equal(push_all(&stream)->sizes[0], 4);
	assert_false(push_all(&stream)->wrong);
}

/* liblo's SLIP without its double END, RFC 1055 as it stands. */
static void slip_without_its_first_end__is_slip(void **state)
{
	static const uint8_t message[] = {'/', 'a', 0, 0, 0xc0, '/', 'b', 0, 0, 0xc0};
	static const uint8_t bundle[] = {'#', 'b', 'u', 'n', 'd', 'l', 'e', 0, 0xc0};
	static struct stream stream;

	(void)state;
	add_bytes(&stream, message, sizeof(message));
	assert_int_equal(push_all(&stream)->count, 2);
	stream.size = 0;
	add_bytes(&stream, bundle, sizeof(bundle));
	assert_int_equal(push_all(&stream)->count, 1);
	assert_int_equal(push_all(&stream)->sizes[0], 8);
}

static void first_byte_of_neither__is_wrong_at_once(void **state)
{
	static struct stream stream;
	int right = 0;

	(void)state;
	for (int byte = 0; byte < 256; byte++) {
		uint8_t first = (uint8_t)byte;

		stream.size = 0;
		add_bytes(&stream, &first, 1);
		right += push_all(&stream)->wrong ? 0 : 1;
	}
	assert_int_equal(right, 4); /* END / # and a length's first */
}

/* Lengths are not SLIP, however the stream goes on, and the other way round. */
static void framing_once_chosen__stays(void **state)
{
	static struct stream stream;
	struct packet packets[3];
	const struct got *got;

	(void)state;
	(void)make_packets(packets);
	add_packet(&stream, FRAMING_LENGTH, packets[0].bytes, packets[0].size);
	add_packet(&stream, FRAMING_SLIP, packets[1].bytes, packets[1].size);
	got = push_all(&stream);
	assert_true(got->wrong);
	assert_int_equal(got->count, 1);
}

static void wrong_stays_wrong(void **state)
{
	static const uint8_t wrong[] = {'G', 'E', 'T'};
	struct framer framer = {0};

	(void)state;
	assert_int_equal(framer_push(&framer, wrong, sizeof(wrong)), 0);
	assert_int_equal(framer.verdict, FRAME_WRONG);
	assert_int_equal(framer_push(&framer, (const uint8_t *)"\xc0/\0\0\0\xc0", 6), 0);
	assert_int_equal(framer.verdict, FRAME_WRONG);
	assert_false(framer_is_within(&framer));
}

static void packet_begun__is_within_until_its_last_byte(void **state)
{
	static const uint8_t by_length[] = {0, 0, 0, 4, '/', 0, 0, 0};
	static const uint8_t by_slip[] = {0xdb, 0xdd, '/', 0, 0xc0};
	struct framer lengths = {0};
	struct framer slip = {.framing = FRAMING_SLIP};

	(void)state;
	assert_false(framer_is_within(&lengths));
	for (size_t i = 0; i < sizeof(by_length); i++) {
		assert_int_equal(framer_push(&lengths, by_length + i, 1), 1);
		assert_int_equal(framer_is_within(&lengths), i + 1 < sizeof(by_length));
	}
	assert_int_equal(lengths.verdict, FRAME_WHOLE);
	for (size_t i = 0; i < sizeof(by_slip); i++) {
		assert_int_equal(framer_push(&slip, by_slip + i, 1), 1);
		assert_int_equal(framer_is_within(&slip), i + 1 < sizeof(by_slip));
	}
	assert_int_equal(slip.verdict, FRAME_WHOLE);
}

static void wrap_without_room__writes_nothing_behind_it(void **state)
{
	struct packet packets[3];
	int refused = 0;

	(void)state;
	(void)make_packets(packets);
	for (int p = 0; p < 3; p++) {
		for (size_t f = 0; f < 2; f++) {
			uint8_t whole[FRAMED_BYTES_MAX(sizeof(packets[0].bytes))];
			size_t needs = framer_wrap(framings[f], packets[p].bytes, packets[p].size,
						   whole, sizeof(whole));

			assert_in_range(needs, packets[p].size + 2,
					FRAMED_BYTES_MAX(packets[p].size));
			for (size_t room = 0; room <= needs; room++) {
				uint8_t *exact = malloc(room > 0 ? room : 1);
				size_t size = framer_wrap(framings[f], packets[p].bytes,
							  packets[p].size, exact, room);

				assert_int_equal(size, room < needs ? 0 : needs);
				refused += size == 0 ? 1 : 0;
				free(exact);
			}
		}
	}
	assert_true(refused > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stream_cut_anywhere__gives_the_same_packets),
		cmocka_unit_test(stream_byte_by_byte__gives_the_same_packets),
		cmocka_unit_test(truncated_stream__has_no_more_than_its_whole_packets),
		cmocka_unit_test(lengths_no_packet_has__are_wrong),
		cmocka_unit_test(packet_of_4096_bytes__is_whole_and_one_more_is_wrong),
		cmocka_unit_test(what_came_of_a_packet_too_long__can_be_looked_at),
		cmocka_unit_test(escape_before_anything_else__is_wrong),
		cmocka_unit_test(empty_slip_packets__are_nothing),
		cmocka_unit_test(slip_without_its_first_end__is_slip),
		cmocka_unit_test(first_byte_of_neither__is_wrong_at_once),
		cmocka_unit_test(framing_once_chosen__stays),
		cmocka_unit_test(wrong_stays_wrong),
		cmocka_unit_test(packet_begun__is_within_until_its_last_byte),
		cmocka_unit_test(wrap_without_room__writes_nothing_behind_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
