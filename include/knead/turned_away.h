/*
 * turned_away.h - commands that were not taken from whoever sent them: network -> recorder. The latest of each
 * kind and client, and how many there were; whoever floods the network raises a count.
 */
#ifndef KNEAD_TURNED_AWAY_H
#define KNEAD_TURNED_AWAY_H

#include <knead/pairing.h>

#include <stdint.h>

enum turned_kind {
	TURNED_UNPAIRED = 0,
	TURNED_NOT_STEERING, /* nobody steers, or another one */
	TURNED_LATE,         /* an old epoch, or none */
	TURNED_QUARANTINED,  /* its line is new or was down */
	TURNED_KINDS
};

#define TURNED_CLIENTS      (1 + PAIRED_MAX) /* all that are not paired count as the first one */
#define TURNED_DETAIL_BYTES 80

struct turned_row {
	uint32_t times;                   /* so far */
	const char *path;                 /* of the latest; static, as the schema has it */
	char detail[TURNED_DETAIL_BYTES]; /* what its sender was told */
};

struct turned_client {
	uint32_t tablet; /* its number; another one here begins anew */
	char name[PAIRED_NAME_BYTES];
	struct turned_row rows[TURNED_KINDS];
};

struct turned_away {
	uint32_t changes;
	struct turned_client clients[TURNED_CLIENTS];
};

#endif
