/*
 * hx711_sign.h - what the 24 bits of an HX711 say of themselves, beside their value. Pure.
 */
#ifndef IO_HX711_SIGN_H
#define IO_HX711_SIGN_H

#include <knead/frame.h>

#include <stdbool.h>
#include <stdint.h>

#define HX711_MOST  0x7fffff /* its rails, saturated */
#define HX711_LEAST (-0x800000)

enum hx711_sign {
	HX711_SOUND = 0,
	HX711_SLIPPED,   /* a bit was lost or doubled: this one says nothing */
	HX711_SATURATED, /* at a rail */
	HX711_UNPOWERED  /* nothing drives the wire */
};

/* Of one cell from read to read. All-zero: nothing was read. */
struct hx711_witness {
	int32_t last;
	bool suspect; /* the last one was all ones or all zeros */
};

/* The signed value of 24 bits. */
int32_t hx711_value(uint32_t bits);

/*
 * released: after its last pulse the chip let the wire go high, as it does until the next conversion; a
 * wire that stays low has no chip, or one that lost count. All ones and all zeros are dropped once and bad
 * from the second on; 2^k - 1 from k = 18 on is what slipped bits leave.
 */
enum hx711_sign hx711_judge(struct hx711_witness *witness, int32_t value, bool released);

#endif
