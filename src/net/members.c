/*
 * members.c - a pattern against every literal address of the table, within a budget.
 */
#include "net/members.h"

#include "net/match.h"
#include "net/osc_address.h"

#include <string.h>

bool members_is_locked(const struct server_setup *setup, const struct osc_entry *entry)
{
	return entry->who == OSC_SIMULATOR && setup->orders == NULL;
}

/* Sorts one member that the pattern matched. */
static void take_member(struct members *found, const struct osc_entry *entry, int index)
{
	if (entry->kind == OSC_COMMAND || entry->kind == OSC_ORDER || entry->guarded) {
		found->has_commands = true;
	} else if (entry->kind == OSC_QUERY) {
		found->has_queries = true;
	} else if (entry->kind != OSC_ANSWER && found->count < MEMBERS_MAX) {
		found->members[found->count++] = (struct member){entry, index};
	}
}

/* Not where they differ before the pattern's first special character, or the family's name. */
static bool may_match(const char *pattern, const char *path, unsigned long *steps)
{
	size_t plain = strcspn(pattern, "?*[]{}");
	size_t i = 0;

	while (i < plain && path[i] != '{' && path[i] == pattern[i]) {
		i++;
	}
	*steps += i + 1;
	return i == plain || path[i] == '{';
}

bool members_find(const struct server_setup *setup, const char *pattern, unsigned long *steps,
		  struct members *found)
{
	int rows;
	const struct osc_entry *entries = osc_schema(&rows);

	found->count = 0;
	found->has_commands = false;
	found->has_queries = false;
	for (int i = 0; i < rows; i++) {
		char path[OSC_PATH_MAX];
		int from = 0;
		int to = 0;

		if (!members_is_locked(setup, &entries[i]) &&
		    may_match(pattern, entries[i].path, steps)) {
			osc_address_members(&entries[i], setup->rig->head_count, &from, &to);
		}
		for (int index = from; index < to; index++) {
			if (*steps > MEMBERS_STEPS_MAX) {
				return false;
			}
			osc_address_write(&entries[i], index, path);
			*steps += OSC_PATH_MAX; /* spelling it out costs about that much too */
			if (match_address(pattern, path, steps)) {
				take_member(found, &entries[i], index);
			}
		}
	}
	return true;
}
