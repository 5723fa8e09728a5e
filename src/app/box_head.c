/* box_head.c - see box_head.h. */
#include "app/box_head.h"

#include <knead/actuation.h>
#include <knead/command.h>
#include <knead/frame.h>

#include <stdio.h>
#include <string.h>

#if defined(__x86_64__)
#define MACHINE "x86_64"
#elif defined(__aarch64__)
#define MACHINE "aarch64"
#else
#define MACHINE "another"
#endif

_Static_assert(sizeof(struct rig) % 8 == 0 && sizeof(struct technique) % 8 == 0,
	       "they are written in words");

void box_build_of(struct box_build *build, size_t state_bytes)
{
	memset(build, 0, sizeof(*build));
	snprintf(build->version, sizeof(build->version), "%s", KNEAD_VERSION);
	snprintf(build->machine, sizeof(build->machine), "%s", MACHINE);
	build->state_bytes = (uint32_t)state_bytes;
	build->frame_bytes = sizeof(struct frame);
	build->command_bytes = sizeof(struct command);
	build->actuation_bytes = sizeof(struct actuation);
	build->rig_bytes = sizeof(struct rig);
	build->technique_bytes = sizeof(struct technique);
}

void box_head_put(struct box_out *out, const struct box_subject *subject, int64_t wall_ns)
{
	struct box_build build;

	box_build_of(&build, subject->state_bytes);
	box_put_bytes(out, BOX_MAGIC, BOX_MAGIC_BYTES);
	box_put_count(out, BOX_FORMAT);
	box_put_bytes(out, &build, sizeof(build));
	box_put_signed(out, wall_ns);
	box_put_count(out, (uint64_t)subject->technique_count);
	box_put_words(out, subject->rig, NULL, sizeof(*subject->rig));
	for (int i = 0; i < subject->technique_count; i++) {
		box_put_words(out, &subject->techniques[i], NULL, sizeof(subject->techniques[i]));
	}
}

/* What follows the build, which is ours. */
static bool get_rest(struct box_in *in, struct box_head *head)
{
	uint64_t count;

	head->wall_ns = box_get_signed(in);
	count = box_get_count(in);
	if (!(count >= 1 && count <= TECHNIQUES_MAX) ||
	    !box_get_words(in, &head->rig, sizeof(head->rig))) {
		return false;
	}
	head->technique_count = (int)count;
	for (int i = 0; i < head->technique_count; i++) {
		if (!box_get_words(in, &head->techniques[i], sizeof(head->techniques[i]))) {
			return false;
		}
		head->techniques[i].name[sizeof(head->techniques[i].name) - 1] = '\0';
		head->techniques[i].title[sizeof(head->techniques[i].title) - 1] = '\0';
	}
	head->rig.name[sizeof(head->rig.name) - 1] = '\0';
	return head->rig.head_count >= 1 && head->rig.head_count <= HEADS_MAX &&
	       head->rig.loop_hz >= LOOP_MIN_HZ && head->rig.loop_hz <= LOOP_MAX_HZ;
}

enum box_verdict box_head_get(struct box_in *in, struct box_head *head, size_t state_bytes)
{
	char magic[BOX_MAGIC_BYTES];
	struct box_build ours;

	memset(head, 0, sizeof(*head));
	box_build_of(&ours, state_bytes);
	box_get_bytes(in, magic, sizeof(magic));
	if (memcmp(magic, BOX_MAGIC, sizeof(magic)) != 0) {
		return BOX_NO_BOX;
	}
	head->format = (uint32_t)box_get_count(in);
	if (head->format != BOX_FORMAT) {
		return in->failed ? BOX_DAMAGED : BOX_OF_BUILD;
	}
	box_get_bytes(in, &head->build, sizeof(head->build));
	head->build.version[sizeof(head->build.version) - 1] = '\0';
	head->build.machine[sizeof(head->build.machine) - 1] = '\0';
	if (in->failed) {
		return BOX_DAMAGED;
	}
	if (memcmp(&head->build, &ours, sizeof(ours)) != 0) {
		return BOX_OF_BUILD;
	}
	return get_rest(in, head) ? BOX_FINE : BOX_DAMAGED;
}
