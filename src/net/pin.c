/*
 * pin.c - shown, tried, spent.
 */
#include "net/pin.h"

#include <stdio.h>
#include <string.h>

static int64_t after(int64_t t_ns, double s)
{
	return t_ns + (int64_t)(s * 1e9);
}

void pin_turn(struct pin *pin, int64_t t_ns)
{
	if (pin->digits[0] != '\0' && t_ns >= pin->until_ns) {
		pin->digits[0] = '\0';
	}
	pin->shut = pin->shut && t_ns < pin->shut_until_ns;
}

bool pin_show(struct pin *pin, uint32_t dice, int64_t t_ns)
{
	if (pin->shut) {
		return false;
	}
	if (pin->digits[0] == '\0') {
		snprintf(pin->digits, sizeof(pin->digits), "%06u", dice % PIN_NUMBERS);
		pin->wrong = 0;
		pin->until_ns = after(t_ns, PIN_LASTS_S);
		pin->shows++;
	}
	return true;
}

enum pin_verdict pin_try(struct pin *pin, const char *digits, int64_t t_ns)
{
	bool right;

	if (pin->shut) {
		return PIN_SHUT;
	}
	if (pin->digits[0] == '\0') {
		return PIN_NONE;
	}
	right = strcmp(pin->digits, digits) == 0;
	pin->wrong += right ? 0 : 1;
	if (right || pin->wrong >= PIN_TRIES) {
		pin->digits[0] = '\0';
		pin->shut = !right;
		pin->shut_until_ns = after(t_ns, PIN_SHUT_S);
	}
	return right ? PIN_RIGHT : PIN_WRONG;
}

double pin_left_s(const struct pin *pin, int64_t t_ns)
{
	int64_t until_ns = pin->digits[0] != '\0' ? pin->until_ns
			   : pin->shut            ? pin->shut_until_ns
						  : t_ns;

	return (double)(until_ns - t_ns) / 1e9;
}
