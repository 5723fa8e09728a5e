/*
 * daemon_setup.h - what the controller reads before it starts: rig, techniques, patients, state
 * folder, and what is remembered of the client.
 */
#ifndef APP_DAEMON_SETUP_H
#define APP_DAEMON_SETUP_H

#include "app/daemon_options.h"
#include "app/pairing_store.h"
#include "app/session_store.h"

#include <knead/cell.h>
#include <knead/learned.h>

#include <knead/patient.h>
#include <knead/rig.h>
#include <knead/technique.h>
#include <knead/wiring.h>

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>

#define PATIENTS_MAX 32

struct daemon_setup {
	struct rig rig;
	struct wiring wiring; /* of its real devices */
	struct technique techniques[TECHNIQUES_MAX];
	int technique_count;
	struct patient patients[PATIENTS_MAX];
	const char *patient_names[PATIENTS_MAX]; /* into patients */
	int patient_count;
	char state_dir[PATH_MAX];
	struct session_store store;         /* open; the caller closes it */
	struct memory memory;               /* as it was read there */
	struct learned learned;             /* likewise, of the rig */
	struct cells cells;                 /* likewise, of its force sensors */
	struct pairing_store pairing_store; /* open in rig mode; the caller closes it */
	struct pairings paired;             /* as it was read there */
};

/*
 * Everything the options name, what was typed put over what the rig file says. False after one
 * sentence for each thing that is wrong, with file and line where it has one.
 */
bool daemon_setup_read(struct daemon_setup *setup, const struct daemon_options *options,
		       FILE *complaints);

#endif
