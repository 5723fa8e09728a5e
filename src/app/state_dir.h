/*
 * state_dir.h - the folder of what must outlive a run: logs, and what is remembered of the client.
 */
#ifndef APP_STATE_DIR_H
#define APP_STATE_DIR_H

#include <stddef.h>

/*
 * Makes the folder with its parents, mode 0700, and leaves one that exists as it is. asked: as
 * typed, or NULL for $XDG_STATE_HOME/knead, ~/.local/state/knead, or without a home /tmp/knead-UID,
 * which must be ours. path: the folder, or what could not be made. Returns 0 or -errno.
 */
__attribute__((warn_unused_result)) int state_dir_make(char *path, size_t size, const char *asked);

#endif
