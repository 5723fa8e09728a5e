/*
 * osc_words.c - the letters of the table's arguments, and the names of its enums.
 */
#include "net/osc_schema.h"

#include <knead/limits.h>
#include <knead/region.h>
#include <knead/screening.h>
#include <knead/snapshot.h>

#include <stdio.h>
#include <string.h>

/* clang-format off */
static const struct osc_argument arguments[] = {
	{ '*', "",         "anything" }, /* /rig/stop, obeyed before arguments are looked at */
	{ 'p', "ifhdTFNI", "press" },
	{ 'e', "ifhdTF",   "i epoch" },
	{ 't', "sS",       "s token" },
	{ 'n', "ifhdTF",   "f" },
	{ 'i', "ifhdTF",   "i" },
	{ 's', "sS",       "s" },
	{ 'a', "sS",       "s yes/no/consent" },
	{ 'x', "sSifhdTF", "s or i" },
	{ 'k', "sSifhd",   "s pin" },
	{ 'o', "ifhdTF",   "i port" },
	{ 'r', "ifhdTF",   "f hz" },
};
/* clang-format on */

const struct osc_argument *osc_schema_argument(char letter)
{
	for (size_t i = 0; i < sizeof(arguments) / sizeof(arguments[0]); i++) {
		if (arguments[i].letter == letter) {
			return &arguments[i];
		}
	}
	return &arguments[0]; /* accepts nothing */
}

bool osc_schema_member(const char *braces, char words[OSC_MEMBER_MAX])
{
	int used;

	words[0] = '\0';
	if (strcmp(braces, "{n}") == 0) {
		snprintf(words, OSC_MEMBER_MAX,
			 "a head, from 1 to as many as /rig/info tells, at most %d", HEADS_MAX);
	} else if (strcmp(braces, "{k}") == 0) {
		snprintf(words, OSC_MEMBER_MAX,
			 "a virtual hand 1..%d in /rig/hand, a stiff point 1..%d in /rig/trigger",
			 HANDS_MAX, TRIGGERS_MAX);
	} else if (strcmp(braces, "{item}") == 0) {
		snprintf(words, OSC_MEMBER_MAX,
			 "one of %d questions: /rig/screening/list names and asks them",
			 SCREENING_ITEMS);
	} else if (strcmp(braces, "{name}") == 0) {
		used = snprintf(words, OSC_MEMBER_MAX, "a region:");
		for (int i = REGION_NONE + 1; i < REGION_COUNT; i++) {
			used += snprintf(words + used, OSC_MEMBER_MAX - (size_t)used, " %s",
					 region_facts((enum region)i)->name);
		}
	}
	return words[0] != '\0';
}

void osc_schema_usage(const struct osc_entry *entry, char usage[OSC_USAGE_MAX])
{
	const char *args = entry->args != NULL ? entry->args : "";
	size_t used = 0;

	usage[0] = '\0';
	for (; *args != '\0' && used < OSC_USAGE_MAX; args++) {
		bool optional = args[1] == '?';
		const char *words = osc_schema_argument(*args)->words;

		used += (size_t)snprintf(usage + used, OSC_USAGE_MAX - used,
					 optional ? "%s[%s]" : "%s%s", used > 0 ? " " : "", words);
		args += optional ? 1 : 0;
	}
}

void osc_schema_range(const struct osc_entry *entry, char range[OSC_USAGE_MAX])
{
	if (entry->range == NULL && entry->low < entry->high) {
		snprintf(range, OSC_USAGE_MAX, "%g..%g", entry->low, entry->high);
	} else {
		snprintf(range, OSC_USAGE_MAX, "%s", entry->range != NULL ? entry->range : "none");
	}
}

const char *osc_schema_unit(const struct osc_entry *entry)
{
	return entry->unit != NULL ? entry->unit : "none";
}

const char *osc_error_name(enum osc_error error)
{
	static const char *const names[ERROR_COUNT] = {
		[ERROR_NONE] = "none",
		[ERROR_UNKNOWN_ADDRESS] = "unknown_address",
		[ERROR_BAD_TYPE] = "bad_type",
		[ERROR_BAD_VALUE] = "bad_value",
		[ERROR_NOT_PAIRED] = "not_paired",
		[ERROR_NOT_OWNER] = "not_owner",
		[ERROR_STALE_EPOCH] = "stale_epoch",
		[ERROR_NOT_ARMED] = "not_armed",
		[ERROR_QUARANTINE] = "quarantine",
		[ERROR_SCREENING] = "screening",
		[ERROR_FAULT_ACTIVE] = "fault_active",
		[ERROR_RATE] = "rate",
		[ERROR_PATTERN_REFUSED] = "pattern_refused",
		[ERROR_FUTURE_TIMETAG] = "future_timetag",
		[ERROR_FULL] = "full",
		[ERROR_BAD_PIN] = "bad_pin",
		[ERROR_LOCKED] = "locked",
		[ERROR_BUSY] = "busy",
	};

	return names[error];
}

const char *osc_kind_name(enum osc_kind kind)
{
	static const char *const names[] = {
		[OSC_NONE] = "none",           [OSC_COMMAND] = "command", [OSC_ORDER] = "order",
		[OSC_PARAMETER] = "parameter", [OSC_READ] = "read",       [OSC_QUERY] = "query",
		[OSC_ANSWER] = "answer",
	};

	return names[kind];
}

const char *osc_who_name(enum osc_who who)
{
	static const char *const names[] = {
		[OSC_ANYONE] = "anyone",
		[OSC_PAIRED] = "paired",
		[OSC_OWNER] = "owner",
		[OSC_SIMULATOR] = "simulator",
	};

	return names[who];
}
