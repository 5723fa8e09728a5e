/*
 * recording_room.h - where recordings are kept and how much room there is, of the recorder, so that whoever
 * refuses to arm without them can say what to do where.
 */
#ifndef KNEAD_RECORDING_ROOM_H
#define KNEAD_RECORDING_ROOM_H

#include <knead/frame.h>

#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>

/* Written by the recorder, the folder before anybody reads it. All-zero: nobody said. */
struct recording_room {
	const char *folder;
	int needed_mb;
	atomic_int left_mb;
};

/* As recording_sentence; where there is no room, how much is left and needed too. room may be NULL. */
static inline void recording_tell(char *text, size_t size, enum recording recording,
				  struct recording_room *room)
{
	int left_mb = 0;

	if (recording != RECORDING_FULL || room == NULL || room->folder == NULL) {
		snprintf(text, size, "%s", recording_sentence(recording));
		return;
	}
	left_mb = atomic_load_explicit(&room->left_mb, memory_order_relaxed);
	if (left_mb < room->needed_mb) {
		snprintf(text, size,
			 "the disk has no room for recordings: %d MB left, %d MB needed; make room "
			 "in %s",
			 left_mb, room->needed_mb, room->folder);
	} else {
		snprintf(text, size,
			 "the disk has no room for recordings, though %d MB are free: a quota or a "
			 "limit of file sizes; raise it for %s",
			 left_mb, room->folder);
	}
}

#endif
