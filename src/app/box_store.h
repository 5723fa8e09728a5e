/*
 * box_store.h - the black box's recordings in the state folder: blackbox/TIME-RIG.box, the oldest of which
 * give way to new ones. For the recorder thread: may block as a disk does.
 *
 * Room for the next recording is taken from the disk long before it is needed, so that a disk that is full
 * by then cannot lose it.
 */
#ifndef APP_BOX_STORE_H
#define APP_BOX_STORE_H

#include "app/blackbox.h"

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BOX_STORE_FILES 16                           /* at most ... */
#define BOX_STORE_BYTES ((int64_t)128 * 1024 * 1024) /* ... and as much, the next one included */
#define BOX_NAME_BYTES  80

enum box_store_news {
	BOX_STORE_QUIET = 0,
	BOX_STORE_KEPT, /* name is there now, and whole */
	BOX_STORE_LOST  /* what was captured could not be kept: error */
};

/* Caller-owned; the fields are the store's own. All-zero is closed. */
struct box_store {
	struct blackbox *box;
	char path[PATH_MAX];
	char rig_name[32];
	int folder_fd;
	int fd; /* of the next one, or the one that is written; -1: there is none */
	bool writes;
	int blocks; /* of the capture that were written */
	uint32_t number;
	size_t bytes;
	char name[BOX_NAME_BYTES];
	int error; /* of the last turn, -errno; 0: there is room, and the disk takes it */
};

/* Makes the folder in that one; what fails is told by the turns. The box is kept. */
void box_store_open(struct box_store *store, const char *state_folder, const char *rig_name,
		    struct blackbox *box);

/* Keeps what was captured meanwhile, or sees to it that there is room for the next. */
enum box_store_news box_store_turn(struct box_store *store);

/* Asks the disk whether it still takes what is written; 0 or -errno. Not while one is written. */
__attribute__((warn_unused_result)) int box_store_probe(struct box_store *store);

void box_store_close(struct box_store *store);

#endif
