/*
 * lease.h - who steers: one tablet or nobody. Every lease has an epoch, which moves on whenever what was
 * asked for under it may be too old.
 *
 * Pure: time and dice are arguments. Tablets are numbers, 0 is none. All zero: nobody steers.
 */
#ifndef NET_LEASE_H
#define NET_LEASE_H

#include <knead/limits.h>

#include <stdbool.h>
#include <stdint.h>

#define LEASE_NAME_BYTES 64
#define LEASE_TAKE_S     10.0      /* to press the button at the rig in */
#define EPOCH_MAX        0xffffffu /* a float holds it */

/*
 * For so long nobody has it once it ended, so that the loop sees that, at its slowest five ticks: else who asks
 * for it at once would go on with the session of whoever left.
 */
#define LEASE_FREE_NS 50000000LL

/* Somebody who wants it while another one has it. */
struct taking {
	uint32_t by; /* 0: nobody */
	char name[LEASE_NAME_BYTES];
	int64_t until_ns;
	uint32_t confirms; /* presses of the button before it */
};

struct lease {
	uint32_t holder;
	char name[LEASE_NAME_BYTES]; /* printable ASCII; "" where nobody steers */
	uint32_t number; /* of the lease; each one who comes to steer gets another, never 0 */
	uint32_t epoch;  /* 1..EPOCH_MAX; 0 before the first lease */
	int64_t beat_ns; /* the holder was last heard to be there */
	int64_t free_ns; /* nobody gets it before */
	struct taking taking;
};

/* So that no epoch of a start before is one of this. */
void lease_init(struct lease *lease, uint32_t dice);

/*
 * The holder's again, with its epoch, or anew where nobody has it. False where another one does, where it
 * ended less than LEASE_FREE_NS ago, and for tablet 0.
 */
bool lease_request(struct lease *lease, uint32_t tablet, const char *name, int64_t t_ns);

/* Of its holder only. */
void lease_release(struct lease *lease, uint32_t tablet, int64_t t_ns);

/*
 * Begins to take it from another one, who keeps it until the button at the rig is pressed once more than
 * confirms times. False while somebody else is at that, and for tablet 0.
 */
bool lease_take(struct lease *lease, uint32_t tablet, const char *name, uint32_t confirms,
		int64_t t_ns);

/* The holder is there. */
void lease_beat(struct lease *lease, uint32_t tablet, int64_t t_ns);

/* What was asked for under the old epoch counts no more. */
void lease_move_on(struct lease *lease);

/*
 * What comes with time and with the button: the lease of a silent holder ends, a taking ends or comes
 * true. True where the lease went to whoever was taking it.
 */
bool lease_turn(struct lease *lease, uint32_t confirms, int64_t t_ns);

/* Was the holder heard within OWNER_WARNS_S? Was it not within OWNER_SILENT_S? */
bool lease_is_fresh(const struct lease *lease, int64_t t_ns);
bool lease_is_silent(const struct lease *lease, int64_t t_ns);

#endif
