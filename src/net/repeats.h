/*
 * repeats.h - when a value that changed is said again, for a line that goes on losing packets.
 *
 * Of every two packets one may be lost, for as long as it likes, and each screen is to show what is
 * so within 2 s. A change is said at once and REPEATS_MAX times more, the last one 1.5 s after it
 * was seen; one that is looked for twice a second, so that it was seen 0.5 s late, by 1.4 s. If
 * losses come singly at random, all 12 are lost of one change in 2^12 = 4096, and the rotation
 * comes on top. That changes on and on begins anew with each change, so that what never rests is
 * said no more often than it was: calm values get no repeat before they would be looked at again.
 * What is sent into a connection arrives, and is never repeated.
 *
 * Pure. All zero: nothing is to be said again.
 */
#ifndef NET_REPEATS_H
#define NET_REPEATS_H

#include <stdbool.h>
#include <stdint.h>

#define REPEATS_MAX 11

struct repeats {
	int64_t said_ns; /* first */
	int left;
	bool calm;
};

/* It was said just now, for the first time. */
void repeats_begin(struct repeats *repeats, bool calm, int64_t t_ns);

/* Is it time to say it again? Then it counts as said. */
bool repeats_take(struct repeats *repeats, int64_t t_ns);

#endif
