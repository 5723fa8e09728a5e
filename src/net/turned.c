/*
 * turned.c - a row for each kind and client, and no more, whoever sends what.
 */
#include "net/turned.h"

#include <stdio.h>
#include <string.h>

static enum turned_kind kind_of(enum osc_error error)
{
	switch ((int)error) {
	case ERROR_NOT_PAIRED:
		return TURNED_UNPAIRED;
	case ERROR_NOT_OWNER:
		return TURNED_NOT_STEERING;
	case ERROR_STALE_EPOCH:
		return TURNED_LATE;
	case ERROR_QUARANTINE:
		return TURNED_QUARANTINED;
	default:
		return TURNED_KINDS;
	}
}

/* Where two tablets meet, the latter begins anew: what was counted of the other is told by then, or small. */
static struct turned_client *client_of(struct turned_away *turned, uint32_t tablet)
{
	struct turned_client *client = &turned->clients[tablet == 0 ? 0 : 1 + tablet % PAIRED_MAX];

	if (client->tablet != tablet) {
		memset(client, 0, sizeof(*client));
		client->tablet = tablet;
	}
	return client;
}

void turned_note(struct turned_away *turned, enum osc_error error, uint32_t tablet,
		 const char *name, const struct osc_entry *entry, const char *detail)
{
	const enum turned_kind kind = kind_of(error);
	struct turned_client *client;
	struct turned_row *row;

	if (kind == TURNED_KINDS) {
		return;
	}
	client = client_of(turned, tablet);
	snprintf(client->name, sizeof(client->name), "%s", name);
	row = &client->rows[kind];
	row->times++;
	row->path = entry->path;
	snprintf(row->detail, sizeof(row->detail), "%s", detail);
	turned->changes++;
}
