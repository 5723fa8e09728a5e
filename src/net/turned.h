/*
 * turned.h - counts the commands that were not taken from whoever sent them, for the event log.
 */
#ifndef NET_TURNED_H
#define NET_TURNED_H

#include "net/osc_schema.h"

#include <knead/turned_away.h>

#include <stdint.h>

/*
 * One more. error: what helm_admit found, and detail its words; tablet: whose it was, 0 for nobody's, and its
 * name. Of another error nothing is counted.
 */
void turned_note(struct turned_away *turned, enum osc_error error, uint32_t tablet,
		 const char *name, const struct osc_entry *entry, const char *detail);

#endif
