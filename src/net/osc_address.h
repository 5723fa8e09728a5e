/*
 * osc_address.h - from an address on the wire to its row of the table, and back.
 */
#ifndef NET_OSC_ADDRESS_H
#define NET_OSC_ADDRESS_H

#include "net/osc_schema.h"

#define OSC_PATH_MAX 64

/*
 * The row of a literal address and, in *index, which of its family; NULL where there is none.
 * head_count bounds {n}. A template itself ("/rig/head/{n}/force") finds the first of its family.
 */
const struct osc_entry *osc_address_find(const char *address, int head_count, int *index);

/* Members of a row's family: index runs from *from to before *to. */
void osc_address_members(const struct osc_entry *entry, int head_count, int *from, int *to);

/* The literal address of one member. */
void osc_address_write(const struct osc_entry *entry, int index, char path[OSC_PATH_MAX]);

#endif
