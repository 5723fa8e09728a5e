/*
 * fuzz_box.c - the reader of recordings on whatever a fuzzer invents, once as a file and once behind a sound
 * head, in a block with a sound sum, where the decoder gets it. Run by make fuzz, as by the slow tests.
 */
#include "app/box_reader.h"
#include "app/box_writer.h"

#include <stdlib.h>
#include <string.h>

#define STATE_BYTES 64
#define FILE_BYTES  (8 * BOX_BLOCK_BYTES)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct file {
	unsigned char bytes[FILE_BYTES];
	size_t length;
	uint32_t blocks;
	unsigned char block[BOX_BLOCK_BYTES];
};

static struct box_reader reader;

static void read_all(const uint8_t *bytes, size_t length)
{
	static unsigned char state[STATE_BYTES];
	enum box_next next = BOX_NEXT_TICK;
	size_t ticks = 0;
	volatile int asked = 0;

	if (box_reader_open(&reader, bytes, length, STATE_BYTES) != BOX_FINE) {
		return;
	}
	while (next == BOX_NEXT_TICK || next == BOX_NEXT_BEGIN) {
		const struct box_tick *tick = &reader.before.tick;

		next = box_reader_next(&reader, state, sizeof(state));
		if (next == BOX_NEXT_TICK) { /* its bools may be read */
			asked = tick->command.placed + tick->frame.stop_loop_closed;
			(void)asked;
		}
		if (box_reader_whole_bytes(&reader) > length || ++ticks > length) {
			abort(); /* each takes a byte and more */
		}
	}
}

static unsigned char *take(void *context, unsigned char *block, enum box_block_kind kind,
			   size_t bytes, enum box_block_kind next)
{
	struct file *file = context;

	(void)next;
	if (block != NULL && bytes > 0) {
		size_t size = box_block_seal(block, kind, bytes, file->blocks++);

		if (file->length + size > FILE_BYTES) {
			return NULL;
		}
		memcpy(file->bytes + file->length, block, size);
		file->length += size;
	}
	return file->block;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct rig rig = {.name = "a", .loop_hz = 1000.0, .head_count = 2};
	static const struct technique technique = {.name = "one"};
	static const struct box_subject subject = {&rig, &technique, 1, STATE_BYTES};
	static const uint64_t state[STATE_BYTES / 8];
	static struct file file;
	static struct box_writer writer;

	read_all(data, size);
	file.length = 0;
	file.blocks = 0;
	box_writer_init(&writer, &rig, (struct box_sink){take, &file});
	box_writer_head(&writer, &subject, 0);
	box_writer_begin(&writer, 0, state, sizeof(state));
	box_put_bytes(&writer.out, data, size);
	box_writer_flush(&writer);
	read_all(file.bytes, file.length);
	return 0;
}
