/*
 * tablets.h - who is paired, and from where each speaks. A tablet is its token; once it said that from
 * somewhere, whatever comes from there is its word, for as long as it is not silent there.
 *
 * Pure: time is an argument. Tablets are numbers that are never used again before a restart, 0 is none.
 */
#ifndef NET_TABLETS_H
#define NET_TABLETS_H

#include "net/endpoint.h"
#include "net/quarantine.h"

#include <knead/pairing.h>

#include <stdbool.h>
#include <stdint.h>

#define SPOTS_MAX    16    /* places that tablets speak from */
#define SPOT_LASTS_S 600.0 /* without a word */

struct tablet {
	uint32_t number;
	int64_t heard_ns; /* INT64_MIN: not since the start */
	struct quarantine quarantine;
};

/* Where one speaks from. */
struct tablet_spot {
	uint32_t tablet; /* 0: free */
	struct endpoint from;
	int64_t heard_ns;
};

struct tablets {
	struct pairings kept;           /* its list; the PIN is another's */
	struct tablet list[PAIRED_MAX]; /* beside it */
	struct tablet_spot spots[SPOTS_MAX];
	uint32_t last_number;
};

/* kept: as of the last run, or NULL. */
void tablets_init(struct tablets *tablets, const struct pairings *kept);

/*
 * One more, and its number; where PAIRED_MAX are known, whoever was heard longest ago is forgotten, but
 * never spared. A name that is empty or not printable is mended.
 */
uint32_t tablets_pair(struct tablets *tablets, const char *name, uint64_t token, uint32_t spared,
		      int64_t t_ns);

/* Whose token or place that is, or 0. */
uint32_t tablets_with(const struct tablets *tablets, const char *token);
uint32_t tablets_at(struct tablets *tablets, const struct endpoint *from, int64_t t_ns);

/* Does some tablet speak from there? To ask is no word of it. */
bool tablets_know(const struct tablets *tablets, const struct endpoint *from);

/* From there on it speaks from there too. */
void tablets_settle(struct tablets *tablets, uint32_t tablet, const struct endpoint *from,
		    int64_t t_ns);

/* It was heard. True where that was after a gap. */
bool tablets_hear(struct tablets *tablets, uint32_t tablet, int64_t t_ns);

/* NULL where there is no such tablet any more. */
struct tablet *tablets_find(struct tablets *tablets, uint32_t tablet);
const char *tablets_name(const struct tablets *tablets, uint32_t tablet);

#endif
