/*
 * refusal.h - why the core would refuse, in words. The core decides; this only explains what it shows.
 */
#ifndef NET_REFUSAL_H
#define NET_REFUSAL_H

#include "net/osc_schema.h"
#include "net/server.h"

#include <knead/snapshot.h>

#include <stddef.h>

/*
 * Why that technique, by its index, cannot be done as the snapshot has it: ERROR_BAD_VALUE and a sentence.
 * ERROR_NONE and "" where it can.
 */
enum osc_error refusal_of_technique(const struct server_setup *setup, const struct snapshot *now,
				    int technique, char *text, size_t size);

/* Why arming is refused as the snapshot has it, likewise; technique: the one that is asked for. */
enum osc_error refusal_of_arming(const struct server_setup *setup, const struct snapshot *now,
				 int technique, char *text, size_t size);

/* Why this guarded command would not be obeyed in the state that the snapshot shows, likewise. */
enum osc_error refusal_of_command(const struct server_setup *setup, const struct snapshot *now,
				  enum osc_id id, int technique, char *text, size_t size);

#endif
