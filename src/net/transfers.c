/*
 * transfers.c - a place for each snapshot; one that has been heard to its end leaves its place.
 */
#include "net/transfers.h"

#define NUMBERS 0x10000 /* from 0 again after so many */

bool transfers_has(const struct transfers *transfers, const struct endpoint *to)
{
	for (int i = 0; i < TRANSFERS_MAX; i++) {
		const struct transfer *transfer = &transfers->transfers[i];

		if (transfer->used && endpoint_equals(&transfer->to, to)) {
			return true;
		}
	}
	return false;
}

/* A free one, or NULL where there is none for such a peer. */
static struct transfer *find_vacant(struct transfers *transfers, bool strange)
{
	struct transfer *vacant = NULL;
	int strangers = 0;

	for (int i = 0; i < TRANSFERS_MAX; i++) {
		struct transfer *transfer = &transfers->transfers[i];

		strangers += transfer->used && transfer->strange ? 1 : 0;
		vacant = transfer->used ? vacant : transfer;
	}
	return strange && strangers >= TRANSFERS_STRANGE ? NULL : vacant;
}

bool transfers_begin(struct transfers *transfers, const struct endpoint *to, bool strange,
		     int64_t t_ns)
{
	struct transfer *vacant;

	if (transfers_has(transfers, to)) {
		return true;
	}
	vacant = find_vacant(transfers, strange);
	if (vacant == NULL) {
		return false;
	}
	transfers->number = (transfers->number + 1) % NUMBERS;
	*vacant = (struct transfer){.used = true,
				    .strange = strange,
				    .to = *to,
				    .number = transfers->number,
				    .due_ns = t_ns};
	return true;
}

static struct portion take(struct transfer *transfer, int channel_count, int64_t t_ns)
{
	const int left = channel_count - transfer->next;
	const int taken = left < TRANSFER_AT_ONCE ? left : TRANSFER_AT_ONCE;
	const struct portion portion = {.to = transfer->to,
					.number = transfer->number,
					.first = transfer->next,
					.end = transfer->next + taken,
					.begins = transfer->next == 0,
					.ends = taken == left};

	transfer->next = portion.end;
	transfer->due_ns = t_ns + TRANSFER_GAP_NS;
	transfer->used = !portion.ends;
	return portion;
}

bool transfers_take(struct transfers *transfers, int channel_count, int64_t t_ns,
		    struct portion *portion)
{
	for (int i = 0; i < TRANSFERS_MAX; i++) {
		struct transfer *transfer = &transfers->transfers[i];

		if (transfer->used && t_ns >= transfer->due_ns) {
			*portion = take(transfer, channel_count, t_ns);
			return true;
		}
	}
	return false;
}

int64_t transfers_due_ns(const struct transfers *transfers)
{
	int64_t due_ns = INT64_MAX;

	for (int i = 0; i < TRANSFERS_MAX; i++) {
		const struct transfer *transfer = &transfers->transfers[i];

		if (transfer->used && transfer->due_ns < due_ns) {
			due_ns = transfer->due_ns;
		}
	}
	return due_ns;
}
