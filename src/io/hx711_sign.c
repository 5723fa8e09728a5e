#include "io/hx711_sign.h"

#define SLIP_FROM 18 /* 2^k - 1 below is a small load */

int32_t hx711_value(uint32_t bits)
{
	const int32_t low = (int32_t)(bits & 0x7fffffu);

	return (bits & 0x800000u) ? low - 0x800000 : low;
}

static bool is_slip(int32_t value)
{
	for (int k = SLIP_FROM; k < 23; k++) {
		if (value == (1 << k) - 1) {
			return true;
		}
	}
	return false;
}

enum hx711_sign hx711_judge(struct hx711_witness *witness, int32_t value, bool released)
{
	const bool suspect = value == -1 || value == 0;
	const bool again = suspect && witness->suspect && witness->last == value;

	witness->suspect = suspect;
	witness->last = value;
	if (again) {
		return HX711_UNPOWERED;
	}
	if (value == HX711_MOST || value == HX711_LEAST) {
		return HX711_SATURATED;
	}
	return suspect || !released || is_slip(value) ? HX711_SLIPPED : HX711_SOUND;
}
