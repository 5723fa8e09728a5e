/*
 * osc_address.c - families spelled out: a member's name to an index and back.
 */
#include "net/osc_address.h"

#include <knead/limits.h>
#include <knead/region.h>
#include <knead/screening.h>
#include <knead/snapshot.h>

#include <ctype.h>
#include <stdio.h>
#include <string.h>

void osc_address_members(const struct osc_entry *entry, int head_count, int *from, int *to)
{
	static const int ends[] = {
		[FAMILY_ONE] = 1,
		[FAMILY_HAND] = HANDS_MAX,
		[FAMILY_REGION] = REGION_COUNT,
		[FAMILY_SCREENING] = SCREENING_ITEMS,
		[FAMILY_TRIGGER] = TRIGGERS_MAX,
	};

	*from = entry->family == FAMILY_REGION ? REGION_NONE + 1 : 0;
	*to = entry->family == FAMILY_HEAD ? head_count : ends[entry->family];
}

/* The member's name as it stands in an address. */
static void member_name(const struct osc_entry *entry, int index, char *name, size_t size)
{
	if (entry->family == FAMILY_REGION) {
		snprintf(name, size, "%s", region_facts((enum region)index)->name);
	} else if (entry->family == FAMILY_SCREENING) {
		snprintf(name, size, "%s", screening_words(index)->name);
	} else {
		snprintf(name, size, "%d", index + 1);
	}
}

void osc_address_write(const struct osc_entry *entry, int index, char path[OSC_PATH_MAX])
{
	size_t before = strcspn(entry->path, "{");
	char name[32];

	if (entry->path[before] == '\0') {
		snprintf(path, OSC_PATH_MAX, "%s", entry->path);
		return;
	}
	member_name(entry, index, name, sizeof(name));
	snprintf(path, OSC_PATH_MAX, "%.*s%s%s", (int)before, entry->path, name,
		 strchr(entry->path, '}') + 1);
}

/*
 * The index a name of that length stands for, or -1: "1".."64" without leading zeros, a region, a
 * question.
 */
static int member_named(const struct osc_entry *entry, const char *name, size_t length)
{
	char text[32];
	int number = 0;

	if (length == 0 || length >= sizeof(text)) {
		return -1;
	}
	memcpy(text, name, length);
	text[length] = '\0';
	if (entry->family == FAMILY_REGION) {
		enum region region = region_named(text);

		return region == REGION_NONE ? -1 : (int)region;
	}
	if (entry->family == FAMILY_SCREENING) {
		return screening_item_named(text); /* SCREENING_ITEMS is no member */
	}
	if (text[0] == '0' || length > 3) {
		return -1;
	}
	for (size_t i = 0; i < length; i++) {
		if (!isdigit((unsigned char)text[i])) {
			return -1;
		}
		number = number * 10 + (text[i] - '0');
	}
	return number - 1;
}

/* Is the address this row's, and which of the family? */
static bool is_member(const struct osc_entry *entry, const char *address, int head_count,
		      int *index)
{
	size_t before;
	size_t length;
	int from;
	int to;

	if (strcmp(entry->path, address) == 0) {
		osc_address_members(entry, head_count, &from, &to);
		*index = from;
		return from < to;
	}
	if (entry->family == FAMILY_ONE) {
		return false;
	}
	before = strcspn(entry->path, "{");
	if (strncmp(entry->path, address, before) != 0) {
		return false;
	}
	length = strcspn(address + before, "/");
	if (strcmp(strchr(entry->path, '}') + 1, address + before + length) != 0) {
		return false;
	}
	osc_address_members(entry, head_count, &from, &to);
	*index = member_named(entry, address + before, length);
	return *index >= from && *index < to;
}

const struct osc_entry *osc_address_find(const char *address, int head_count, int *index)
{
	int count;
	const struct osc_entry *rows = osc_schema(&count);

	for (int i = 0; i < count; i++) {
		if (is_member(&rows[i], address, head_count, index)) {
			return &rows[i];
		}
	}
	return NULL;
}
