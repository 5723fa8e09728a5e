/*
 * transfers.h - snapshots under way: which channels who is to hear next. It keeps count and says nothing;
 * a snapshot is paced, so that it crowds nobody's line.
 */
#ifndef NET_TRANSFERS_H
#define NET_TRANSFERS_H

#include "net/endpoint.h"

#include <stdbool.h>
#include <stdint.h>

#define TRANSFERS_MAX     8
#define TRANSFERS_STRANGE 4 /* of them at most for strangers, where some are paired */

#define TRANSFER_AT_ONCE 16         /* so many channels, */
#define TRANSFER_GAP_NS  10000000LL /* then a pause */

/* A snapshot on its way to one peer. */
struct transfer {
	bool used;
	bool strange; /* to nobody who is paired */
	struct endpoint to;
	int number;
	int next; /* channel */
	int64_t due_ns;
};

/* All zero: none is under way. */
struct transfers {
	struct transfer transfers[TRANSFERS_MAX];
	int number; /* of the latest */
};

/* What one peer is to hear of its snapshot now: the channels from first up to, and without, end. */
struct portion {
	struct endpoint to;
	int number; /* of the snapshot */
	int first;
	int end;
	bool begins;
	bool ends;
};

/* Is a snapshot under way to that peer? */
bool transfers_has(const struct transfers *transfers, const struct endpoint *to);

/*
 * Starts a snapshot; one already under way to that peer serves. False where too many are under way, or too
 * many to strangers and strange says that this is one.
 */
bool transfers_begin(struct transfers *transfers, const struct endpoint *to, bool strange,
		     int64_t t_ns);

/* The next that is due at t_ns, of a snapshot of so many channels; false once nothing is. */
bool transfers_take(struct transfers *transfers, int channel_count, int64_t t_ns,
		    struct portion *portion);

/* When the next is due; INT64_MAX for never. */
int64_t transfers_due_ns(const struct transfers *transfers);

#endif
