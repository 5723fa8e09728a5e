/*
 * config_wiring.h - the tables of what a rig file says about wires, and what must hold between them.
 */
#ifndef APP_CONFIG_WIRING_H
#define APP_CONFIG_WIRING_H

#include "app/config_complaint.h"
#include "app/config_fields.h"

#include <knead/rig.h>
#include <knead/wiring.h>

extern const struct field_table wiring_panel_table; /* into a struct panel_wires */
extern const struct field_table watchdog_table;     /* into a struct watchdog_spec */
extern const struct field_table wiring_head_table;  /* into a struct wires_draft */

/* A head's wires while they are being read: they name what the rig has. */
struct wires_draft {
	struct head_wires wires;
	struct wiring *of;
};

/*
 * Whether rig and wiring fit each other: every wired device has its wires, no line has two uses, and a
 * wire that breaks reads as a stop. lines are the heads', line the rig's.
 */
void check_wiring(struct complaints *complaints, int line, const int *lines, const struct rig *rig,
		  const struct wiring *wiring);

/*
 * Whether a head's wire of a sensor can show as much as it is needed for (N, Pa), before its converter is at
 * its end. Of converters whose span nobody knows, the kernel's, nothing is asked.
 */
void check_span(struct complaints *complaints, int line, int number, const char *what,
		const struct input_wire *wire, double needed, const struct wiring *wiring);

#endif
