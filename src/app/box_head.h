/*
 * box_head.h - what a recording begins with: which build made it, of which rig and techniques.
 */
#ifndef APP_BOX_HEAD_H
#define APP_BOX_HEAD_H

#include "app/box_bytes.h"

#include <knead/rig.h>
#include <knead/technique.h>

#include <stdint.h>

#define BOX_FORMAT      1u
#define BOX_MAGIC       "KNEADBOX"
#define BOX_MAGIC_BYTES 8

/* What is recorded, of whoever records. */
struct box_subject {
	const struct rig *rig;
	const struct technique *techniques;
	int technique_count;
	size_t state_bytes; /* of the state that each stretch begins with, a multiple of 8 */
};

/* Of a build: two whose builds are equal understand each other's states. */
struct box_build {
	char version[16];
	char machine[16];
	uint32_t state_bytes;
	uint32_t frame_bytes;
	uint32_t command_bytes;
	uint32_t actuation_bytes;
	uint32_t rig_bytes;
	uint32_t technique_bytes;
};

/* All of it, as read. Large: keep it off the stack. */
struct box_head {
	uint32_t format;
	struct box_build build;
	int64_t wall_ns; /* the time of day when it was written, since 1970; 0: virtual time */
	int technique_count;
	struct rig rig;
	struct technique techniques[TECHNIQUES_MAX];
};

enum box_verdict {
	BOX_FINE = 0,
	BOX_NO_BOX,   /* no recording of ours */
	BOX_DAMAGED,  /* cut or damaged before anything was recorded */
	BOX_OF_BUILD, /* by another build: head->build says which */
	BOX_VERDICTS
};

void box_build_of(struct box_build *build, size_t state_bytes);

void box_head_put(struct box_out *out, const struct box_subject *subject, int64_t wall_ns);

/* All zero but format and build where the verdict is not fine. */
enum box_verdict box_head_get(struct box_in *in, struct box_head *head, size_t state_bytes);

#endif
