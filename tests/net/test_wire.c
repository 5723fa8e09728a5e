/*
 * test_wire.c - the validator against everything that must not pass, and the walk over what may.
 */
#include "net/wire.h"

#include "net/packets.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

/* What it says of the packet in memory of exactly its size, so that ASan sees every byte read behind it. */
static bool says_of_exactly(bool (*judge)(const uint8_t *data, size_t size),
			    const struct packet *packet, size_t size)
{
	uint8_t *exact = malloc(size > 0 ? size : 1);
	bool says;

	memcpy(exact, packet->bytes, size);
	says = judge(exact, size);
	free(exact);
	return says;
}

static bool is_sound(const struct packet *packet, size_t size)
{
	return says_of_exactly(wire_is_sound, packet, size);
}

static bool lacks_tags(const struct packet *packet, size_t size)
{
	return says_of_exactly(wire_lacks_tags, packet, size);
}

static int count_messages(const struct packet *packet)
{
	struct wire_reader reader;
	struct wire_message message;
	int count = 0;

	wire_reader_init(&reader, packet->bytes, packet->size);
	while (wire_reader_next(&reader, &message)) {
		const uint8_t *end = packet->bytes + packet->size;

		assert_true(message.bytes >= packet->bytes && message.bytes + message.size <= end);
		assert_non_null(memchr(message.path, 0, (size_t)(end - message.bytes)));
		count++;
	}
	return count;
}

static void message_with_every_type__is_sound(void **state)
{
	struct packet packet = {.size = 0};

	(void)state;
	packet_of_all_types(&packet);
	assert_true(is_sound(&packet, packet.size));
	assert_int_equal(count_messages(&packet), 1);
}

static void every_truncation__is_refused(void **state)
{
	struct packet packet = {.size = 0};
	struct packet nested = {.size = 0};

	(void)state;
	packet_of_all_types(&packet);
	for (size_t size = 0; size < packet.size; size++) {
		/* the address alone is a message as X32-style senders send it */
		assert_int_equal(is_sound(&packet, size), size == 12);
	}
	packet_nested(&nested);
	for (size_t size = 0; size < nested.size; size++) {
		/* a bundle may end after its header and after any of its elements */
		bool whole = size == 16 || size == 32 || size == nested.size - 16;

		assert_int_equal(is_sound(&nested, size), whole);
	}
}

static void every_bit_flip__is_refused_or_walks_inside(void **state)
{
	int refused = 0;
	int walked = 0;

	(void)state;
	for (int kind = 0; kind < 2; kind++) {
		struct packet packet = {.size = 0};

		(kind == 0 ? packet_of_all_types : packet_nested)(&packet);
		for (size_t bit = 0; bit < packet.size * 8; bit++) {
			packet.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
			if (is_sound(&packet, packet.size)) {
				count_messages(&packet);
				walked++;
			} else {
				refused++;
			}
			(void)wire_has_stop(packet.bytes, packet.size);
			packet.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
		}
	}
	assert_true(refused > 200 && walked > 200);
}

static void walk__keeps_order_and_knows_the_time_tags(void **state)
{
	static const char *const paths[] = {"/first", "/second", "/third", "/fourth"};
	static const bool immediate[] = {true, false, false, true};
	struct packet packet = {.size = 0};
	struct wire_reader reader;
	struct wire_message message;

	(void)state;
	packet_nested(&packet);
	assert_true(is_sound(&packet, packet.size));
	wire_reader_init(&reader, packet.bytes, packet.size);
	for (int i = 0; i < 4; i++) {
		assert_true(wire_reader_next(&reader, &message));
		assert_string_equal(message.path, paths[i]);
		assert_int_equal(message.immediate, immediate[i]);
	}
	assert_false(wire_reader_next(&reader, &message));
}

static void immediate_bundle_in_a_later_one__is_not_immediate(void **state)
{
	struct packet packet = {.size = 0};
	struct wire_reader reader;
	struct wire_message message;
	size_t inner;

	(void)state;
	packet_bundle(&packet, 99);
	inner = packet_open(&packet);
	packet_bundle(&packet, 1);
	packet_element(&packet, "/a");
	packet_close(&packet, inner);
	assert_true(is_sound(&packet, packet.size));
	wire_reader_init(&reader, packet.bytes, packet.size);
	assert_true(wire_reader_next(&reader, &message));
	assert_false(message.immediate);
}

static void three_bundles_deep__is_refused(void **state)
{
	(void)state;
	for (int depth = 1; depth <= 4; depth++) {
		struct packet packet = {.size = 0};
		size_t open[4];

		for (int i = 0; i < depth; i++) {
			packet_bundle(&packet, 1);
			open[i] = packet_open(&packet);
		}
		packet_text(&packet, "/a");
		for (int i = depth - 1; i >= 0; i--) {
			packet_close(&packet, open[i]);
		}
		assert_int_equal(is_sound(&packet, packet.size), depth <= WIRE_DEPTH_MAX);
	}
}

static void more_than_32_messages__are_refused(void **state)
{
	(void)state;
	for (int messages = 31; messages <= 33; messages++) {
		struct packet packet = {.size = 0};

		packet_bundle(&packet, 1);
		for (int i = 0; i < messages; i++) {
			packet_element(&packet, "/a");
		}
		assert_int_equal(is_sound(&packet, packet.size), messages <= WIRE_MESSAGES_MAX);
	}
}

static void over_4096_bytes__is_refused(void **state)
{
	static uint8_t huge[65536];

	(void)state;
	for (size_t size = 4092; size <= 4100; size += 4) {
		struct packet packet = {.size = 0};

		packet_text(&packet, "/a");
		packet_text(&packet, ",b");
		packet_u32(&packet, (uint32_t)(size - 12));
		packet.size = size;
		assert_int_equal(is_sound(&packet, size), size <= WIRE_BYTES_MAX);
	}
	memcpy(huge, "/a\0\0", 4);
	assert_false(wire_is_sound(huge, sizeof(huge)));
}

static void blob_length_that_does_not_fit__is_refused(void **state)
{
	static const uint32_t lengths[] = {
		0, 1, 4, 5, 8, 0x7fffffff, 0x80000000, 0xfffffffc, 0xfffffff9, 0xffffffff};
	static const bool sound[] = {false, true, true, false};

	(void)state;
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		struct packet packet = {.size = 0};

		packet_text(&packet, "/a");
		packet_text(&packet, ",b");
		packet_u32(&packet, lengths[i]);
		packet_u32(&packet, 0);
		assert_int_equal(is_sound(&packet, packet.size), i < 4 ? sound[i] : false);
	}
}

static void element_length_that_does_not_fit__is_refused(void **state)
{
	static const uint32_t lengths[] = {0, 1, 2, 5, 8, 12, 0x7fffffff, 0xffffffff, 0xfffffffc};

	(void)state;
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		struct packet packet = {.size = 0};

		packet_bundle(&packet, 1);
		packet_u32(&packet, lengths[i]);
		packet_text(&packet, "/a");
		assert_false(is_sound(&packet, packet.size));
	}
}

static void wrong_shapes__are_refused(void **state)
{
	static const struct {
		const char *bytes;
		size_t size;
	} wrong[] = {
		{"a\0\0\0,\0\0\0", 8},                /* no slash */
		{"/a\0x,\0\0\0", 8},                  /* padding not zero */
		{"/a b\0\0\0\0,\0\0\0", 12},          /* a space */
		{"/\xc3\xa4\0,\0\0\0", 8},            /* not ASCII */
		{"/a\0\0i\0\0\0\0\0\0\1", 12},        /* tags without a comma */
		{"/a\0\0,x\0\0\0\0\0\1", 12},         /* unknown tag */
		{"/a\0\0,[i]\0\0\0\0\0\0\0\1", 16},   /* arrays */
		{"/a\0\0,i\0\0", 8},                  /* argument missing */
		{"/a\0\0,i\0\0\0\0\0\1\0\0\0\2", 16}, /* argument too many */
		{"/a\0\0,s\0\0abcd", 12},             /* string without an end */
		{"/a\0\0,iii", 8},                    /* tags without an end */
		{"#bundle\0\0\0\0\0", 12},            /* half a time tag */
		{"/a\0\0,\0\0", 7},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct packet packet = {.size = wrong[i].size};

		memcpy(packet.bytes, wrong[i].bytes, wrong[i].size);
		assert_false(is_sound(&packet, packet.size));
	}
}

static void message_without_a_tag_string__is_sound(void **state)
{
	struct packet packet = {.size = 0};
	struct wire_reader reader;
	struct wire_message message;

	(void)state;
	packet_text(&packet, "/rig/ease");
	assert_true(is_sound(&packet, packet.size));
	wire_reader_init(&reader, packet.bytes, packet.size);
	assert_true(wire_reader_next(&reader, &message));
	assert_string_equal(message.types, "");
	assert_false(message.tagged);
	assert_true(message.immediate);
}

static void stop__is_seen_whatever_is_wrong_around_it(void **state)
{
	static const struct {
		const char *bytes;
		size_t size;
		bool stop;
	} cases[] = {
		{"/rig/stop", 9, true},
		{"/rig/stop\0\0\0", 12, true},
		{"/rig/stop\0xx,zzz", 16, true},
		{"/rig/stop\0", 10, true},
		{"#bundle\0\0\0\0\0\0\0\0\1\0\0\0\x0c/rig/stop\0\0\0", 32, true},
		{"#bundle\0\x7f\0\0\0\0\0\0\0\0\0\0\x0c/rig/stop\0\0\0", 32, true},
		{"#bundle\0\0\0\0\0\0\0\0\1\xff\xff\xff\xff/rig/stop\0\0\0", 32, true},
		{"#bundle\0\0\0\0\0\0\0\0\1\0\0\0\4/a\0\0\0\0\0\x0c/rig/stop\0\0\0", 40, true},
		{"/rig/stopp\0\0", 12, false},
		{"/rig/sto\0\0\0\0", 12, false},
		{"/rig/stop/\0\0", 12, false},
		{"/rig/st", 7, false},
		{"", 0, false},
		{"#bundle\0", 8, false},
		{"#bundle\0\0\0\0\0\0\0\0\1\0\0", 18, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint8_t *exact = malloc(cases[i].size + 1);

		memcpy(exact, cases[i].bytes, cases[i].size);
		assert_int_equal(wire_has_stop(exact, cases[i].size), cases[i].stop);
		free(exact);
	}
}

static void random_bytes__never_lead_outside(void **state)
{
	uint32_t random = 1;
	int sound = 0;

	(void)state;
	for (int round = 0; round < 200000; round++) {
		struct packet packet = {.size = 0};

		(round % 2 == 0 ? packet_nested : packet_of_all_types)(&packet);
		for (int change = 0; change < 3; change++) {
			random = random * 1664525u + 1013904223u;
			packet.bytes[(random >> 8) % packet.size] = (uint8_t)(random >> 24);
		}
		if (is_sound(&packet, packet.size)) {
			count_messages(&packet);
			sound++;
		}
	}
	assert_true(sound > 1000);
}

static void arguments_without_a_tag_string__are_told_from_rubbish_by_their_address(void **state)
{
	struct packet packet = {.size = 0};
	size_t address;

	(void)state;
	packet_text(&packet, "/rig/speed");
	address = packet.size;
	assert_false(lacks_tags(&packet, address)); /* nothing lacks there */
	packet_float(&packet, 1.0f);
	assert_true(lacks_tags(&packet, packet.size));
	assert_false(is_sound(&packet, packet.size));
	for (size_t size = 0; size < packet.size; size++) {
		assert_false(lacks_tags(&packet, size));
	}
	packet.bytes[address] = ',';
	assert_false(lacks_tags(&packet, packet.size));
	packet.bytes[address] = 0;
	for (size_t i = 0; i < address; i++) {
		const uint8_t was = packet.bytes[i];

		packet.bytes[i] = i < 10 ? ' ' : 1; /* in the address, in its padding */
		assert_false(lacks_tags(&packet, packet.size));
		packet.bytes[i] = was;
	}
	packet.size = WIRE_BYTES_MAX + 4;
	assert_false(lacks_tags(&packet, packet.size));
	packet.size = 0;
	packet_bundle(&packet, 1);
	packet_u32(&packet, 4);
	assert_false(lacks_tags(&packet, packet.size));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(message_with_every_type__is_sound),
		cmocka_unit_test(every_truncation__is_refused),
		cmocka_unit_test(every_bit_flip__is_refused_or_walks_inside),
		cmocka_unit_test(walk__keeps_order_and_knows_the_time_tags),
		cmocka_unit_test(immediate_bundle_in_a_later_one__is_not_immediate),
		cmocka_unit_test(three_bundles_deep__is_refused),
		cmocka_unit_test(more_than_32_messages__are_refused),
		cmocka_unit_test(over_4096_bytes__is_refused),
		cmocka_unit_test(blob_length_that_does_not_fit__is_refused),
		cmocka_unit_test(element_length_that_does_not_fit__is_refused),
		cmocka_unit_test(wrong_shapes__are_refused),
		cmocka_unit_test(message_without_a_tag_string__is_sound),
		cmocka_unit_test(
			arguments_without_a_tag_string__are_told_from_rubbish_by_their_address),
		cmocka_unit_test(stop__is_seen_whatever_is_wrong_around_it),
		cmocka_unit_test(random_bytes__never_lead_outside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
