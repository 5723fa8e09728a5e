/*
 * lease.c - one holder at a time.
 */
#include "net/lease.h"

#include <stdio.h>

static double since_s(int64_t then_ns, int64_t t_ns)
{
	return (double)(t_ns - then_ns) / 1e9;
}

void lease_init(struct lease *lease, uint32_t dice)
{
	*lease = (struct lease){.epoch = dice % EPOCH_MAX + 1};
}

void lease_move_on(struct lease *lease)
{
	lease->epoch = lease->epoch % EPOCH_MAX + 1;
}

static void grant(struct lease *lease, uint32_t tablet, const char *name, int64_t t_ns)
{
	lease->holder = tablet;
	snprintf(lease->name, sizeof(lease->name), "%s", name);
	lease->number += lease->number == UINT32_MAX ? 2 : 1;
	lease->beat_ns = t_ns;
	lease_move_on(lease);
	if (lease->taking.by == tablet) {
		lease->taking = (struct taking){0};
	}
}

static void end(struct lease *lease, int64_t t_ns)
{
	lease->holder = 0;
	lease->free_ns = t_ns + LEASE_FREE_NS;
	lease->name[0] = '\0';
	lease_move_on(lease);
}

bool lease_request(struct lease *lease, uint32_t tablet, const char *name, int64_t t_ns)
{
	if (tablet == 0) {
		return false;
	}
	if (lease->holder == 0 && t_ns >= lease->free_ns) {
		grant(lease, tablet, name, t_ns);
	}
	return lease->holder == tablet;
}

void lease_release(struct lease *lease, uint32_t tablet, int64_t t_ns)
{
	if (lease->holder == tablet && tablet != 0) {
		end(lease, t_ns);
	}
}

bool lease_take(struct lease *lease, uint32_t tablet, const char *name, uint32_t confirms,
		int64_t t_ns)
{
	if (tablet == 0 || (lease->taking.by != 0 && lease->taking.by != tablet)) {
		return false;
	}
	lease->taking = (struct taking){.by = tablet,
					.until_ns = t_ns + (int64_t)(LEASE_TAKE_S * 1e9),
					.confirms = confirms};
	snprintf(lease->taking.name, sizeof(lease->taking.name), "%s", name);
	return true;
}

void lease_beat(struct lease *lease, uint32_t tablet, int64_t t_ns)
{
	if (lease->holder == tablet && tablet != 0) {
		lease->beat_ns = t_ns;
	}
}

bool lease_turn(struct lease *lease, uint32_t confirms, int64_t t_ns)
{
	const struct taking taking = lease->taking;

	if (lease->holder != 0 && !(since_s(lease->beat_ns, t_ns) <= OWNER_LOST_S)) {
		end(lease, t_ns);
	}
	if (taking.by == 0) {
		return false;
	}
	if (t_ns >= taking.until_ns) {
		lease->taking = (struct taking){0};
		return false;
	}
	if (confirms == taking.confirms || (lease->holder == 0 && t_ns < lease->free_ns)) {
		return false;
	}
	grant(lease, taking.by, taking.name, t_ns);
	return true;
}

bool lease_is_fresh(const struct lease *lease, int64_t t_ns)
{
	return lease->holder != 0 && since_s(lease->beat_ns, t_ns) <= OWNER_WARNS_S;
}

bool lease_is_silent(const struct lease *lease, int64_t t_ns)
{
	return !(since_s(lease->beat_ns, t_ns) <= OWNER_SILENT_S);
}
