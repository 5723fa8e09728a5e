/*
 * pairing_store.h - who is paired, in the state folder: RIG.paired, and the copy before it,
 * RIG.paired.old; and while one is shown, the PIN: RIG.pin, for its owner's eyes only, and on stderr.
 *
 * It belongs to whoever has the session store open: one controller at a time.
 */
#ifndef APP_PAIRING_STORE_H
#define APP_PAIRING_STORE_H

#include "app/kept_file.h"

#include <knead/pairing.h>

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Caller-owned; the fields are the store's own. All-zero is closed. */
struct pairing_store {
	bool is_open;
	char folder[PATH_MAX];
	char rig_name[32];
	struct kept_file file;
	uint32_t changes; /* as last written */
	bool failed;
	int64_t tried_t_ns;
	char pin[PIN_BYTES]; /* as last shown */
};

/*
 * Opens it and reads who is paired: nobody where there is no file yet. False after one sentence with its
 * remedy, and then there is nothing to close: both copies damaged, another rig's. One copy damaged is a
 * sentence too, and the other counts.
 */
bool pairing_store_open(struct pairing_store *store, const char *folder, const char *rig_name,
			struct pairings *pairings, FILE *complaints);

/*
 * Writes and shows what changed, and says the PIN on that descriptor. A write that failed is told of
 * once and tried again every 5 s. May block as a disk does.
 */
void pairing_store_turn(struct pairing_store *store, const struct pairings *pairings, int64_t t_ns,
			int say_fd);

/* Takes the PIN away with it. Closed ones are fine. */
void pairing_store_close(struct pairing_store *store);

#endif
