/*
 * pin.h - the PIN the rig shows to whoever stands before it: six digits that count for 120 s, once, and
 * for five tries; after five wrong ones nobody may try for 60 s.
 *
 * Pure: time and dice are arguments. All zero: none is shown.
 */
#ifndef NET_PIN_H
#define NET_PIN_H

#include <knead/pairing.h>

#include <stdbool.h>
#include <stdint.h>

#define PIN_LASTS_S 120.0
#define PIN_TRIES   5
#define PIN_SHUT_S  60.0
#define PIN_NUMBERS 1000000u

enum pin_verdict {
	PIN_WRONG = 0,
	PIN_RIGHT, /* and spent with it */
	PIN_NONE,  /* none is shown */
	PIN_SHUT   /* too many were wrong */
};

struct pin {
	char digits[PIN_BYTES]; /* "" while none is shown */
	int wrong;
	int64_t until_ns;
	bool shut;
	int64_t shut_until_ns;
	uint32_t shows; /* how many were shown so far */
};

/* Takes away what is over. Call it before the others, with the same time. */
void pin_turn(struct pin *pin, int64_t t_ns);

/*
 * Shows one, unless one is shown already: asking again makes none last longer. dice: drawn evenly from
 * 0..PIN_NUMBERS - 1. False while it is shut.
 */
bool pin_show(struct pin *pin, uint32_t dice, int64_t t_ns);

enum pin_verdict pin_try(struct pin *pin, const char *digits, int64_t t_ns);

/* Until the one shown is over, or until one may be tried again where it is shut; 0 for neither. */
double pin_left_s(const struct pin *pin, int64_t t_ns);

#endif
