/*
 * quarantine.c - a gap, and the second behind it.
 */
#include "net/quarantine.h"

bool quarantine_hear(struct quarantine *quarantine, int64_t t_ns)
{
	double gap_s = (double)(t_ns - quarantine->heard_ns) / 1e9;
	bool begins = !quarantine->heard || !(gap_s <= QUARANTINE_GAP_S);

	if (begins) {
		quarantine_begin(quarantine, t_ns);
	}
	quarantine->heard = true;
	quarantine->heard_ns = t_ns;
	return begins;
}

void quarantine_begin(struct quarantine *quarantine, int64_t t_ns)
{
	quarantine->until_ns = t_ns + (int64_t)(QUARANTINE_LASTS_S * 1e9);
}

bool quarantine_holds(const struct quarantine *quarantine, int64_t t_ns)
{
	return !quarantine->heard || t_ns < quarantine->until_ns;
}
