/*
 * osc_schema.c - the table, and nothing that is not about the table. A new address is a new row here.
 */
#include "net/osc_schema.h"

#include <knead/command.h>
#include <knead/limits.h>
#include <knead/region.h>
#include <knead/snapshot.h>

#include <stdio.h>

#define COMMAND_FIELD(kind, member)                                   \
	{                                                             \
		IN_COMMAND, kind, offsetof(struct command, member), 0 \
	}
#define PRESS(name) COMMAND_FIELD(STORE_PRESSES, presses.name)
#define SHOWN(member)                                                           \
	{                                                                       \
		IN_SNAPSHOT, STORE_DOUBLE, offsetof(struct snapshot, member), 0 \
	}
#define REGION_FIELD(kind, member)                                  \
	{                                                           \
		IN_COMMAND, kind, offsetof(struct command, member), \
			sizeof(((struct command *)0)->member[0])    \
	}
#define HEAD_FIELD(kind, member)                                                               \
	{                                                                                      \
		IN_SNAPSHOT, kind,                                                             \
			offsetof(struct snapshot, heads) + offsetof(struct head_view, member), \
			sizeof(struct head_view)                                               \
	}

#define PRESS_ARGS "p?e?t?" /* the epoch and the token count in rig mode only */

/* clang-format off */
static const struct osc_entry table[] = {
	/* commands */
	{ .path = "/rig/stop", .kind = OSC_COMMAND, .id = ID_STOP, .args = "*", .field = PRESS(stop),
	  .text = "Let go: vent every head. Heard from anyone, with any arguments, in any state.",
	  .example = "/rig/stop" },
	{ .path = "/rig/ease", .kind = OSC_COMMAND, .args = "p?", .field = PRESS(ease),
	  .text = "Less, and it stays less: every place pressed now gets a ceiling of 0.8 of the force felt there.",
	  .example = "/rig/ease" },
	{ .path = "/rig/pause", .kind = OSC_COMMAND, .who = OSC_PAIRED, .args = PRESS_ARGS, .field = PRESS(pause),
	  .text = "Lift off within 1 s and wait; after 60 s the rig releases.",
	  .example = "/rig/pause" },
	{ .path = "/rig/resume", .kind = OSC_COMMAND, .id = ID_RESUME, .who = OSC_OWNER, .args = PRESS_ARGS,
	  .guarded = true, .field = PRESS(resume),
	  .text = "Go on after a pause; contact is found anew.",
	  .example = "/rig/resume" },
	{ .path = "/rig/arm", .kind = OSC_COMMAND, .id = ID_ARM, .who = OSC_OWNER, .args = PRESS_ARGS,
	  .guarded = true, .field = PRESS(arm),
	  .text = "The first of the two steps of a start; lasts 10 s.",
	  .example = "/rig/arm" },
	{ .path = "/rig/start", .kind = OSC_COMMAND, .id = ID_START, .who = OSC_OWNER, .args = PRESS_ARGS,
	  .guarded = true, .field = PRESS(start),
	  .text = "The second step: begins the session. Only while armed.",
	  .example = "/rig/start" },
	{ .path = "/rig/fault/reset", .kind = OSC_COMMAND, .id = ID_RESET, .who = OSC_OWNER, .args = PRESS_ARGS,
	  .guarded = true, .field = PRESS(reset),
	  .text = "Leave the fault state; refused while its cause is still there.",
	  .example = "/rig/fault/reset" },
	{ .path = "/rig/skip", .kind = OSC_COMMAND, .who = OSC_OWNER, .args = "p?", .field = PRESS(skip),
	  .text = "On to the next stroke.",
	  .example = "/rig/skip" },
	{ .path = "/rig/linger", .kind = OSC_COMMAND, .who = OSC_OWNER, .args = "p?", .field = PRESS(linger),
	  .text = "Stay here for another 20 s.",
	  .example = "/rig/linger" },
	/* queries and what answers them */
	{ .path = "/rig/info", .kind = OSC_QUERY, .id = ID_INFO, .args = "", .types = "ssssi",
	  .text = "What this is: product, version, serial (the rig's name), api, heads.",
	  .example = "/rig/info" },
	{ .path = "/rig/ping", .kind = OSC_QUERY, .id = ID_PING, .args = "i?",
	  .text = "Answered by /rig/pong with your number; renews a subscription.",
	  .example = "/rig/ping 7" },
	{ .path = "/rig/pong", .kind = OSC_ANSWER, .id = ID_PONG, .types = "ii",
	  .text = "Your number, and the rig's clock in ms (starts anywhere, wraps)." },
	{ .path = "/rig/refresh", .kind = OSC_QUERY, .id = ID_REFRESH, .args = "",
	  .text = "Send me every slow value once, between /rig/snapshot/begin and end.",
	  .example = "/rig/refresh" },
	{ .path = "/rig/snapshot/begin", .kind = OSC_ANSWER, .id = ID_SNAPSHOT_BEGIN, .types = "i",
	  .text = "Number of this snapshot; its values follow." },
	{ .path = "/rig/snapshot/end", .kind = OSC_ANSWER, .id = ID_SNAPSHOT_END, .types = "i",
	  .text = "Number of the snapshot that is complete now." },
	{ .path = "/rig/head/list", .kind = OSC_QUERY, .id = ID_HEAD_LIST, .args = "",
	  .text = "One /rig/head/item for each head.",
	  .example = "/rig/head/list" },
	{ .path = "/rig/head/item", .kind = OSC_ANSWER, .id = ID_HEAD_ITEM, .types = "issff",
	  .text = "Head, region, side (left, right or none), x_m along the spine, y_m to the right." },
	{ .path = "/rig/help", .kind = OSC_QUERY, .id = ID_HELP, .args = "s?", .types = "ss",
	  .text = "One address explained: the address and a sentence.",
	  .example = "/rig/help /rig/intensity" },
	{ .path = "/rig/subscribe", .kind = OSC_QUERY, .id = ID_SUBSCRIBE, .args = "o?r?t?",
	  .text = "Send changes to me for 10 s: port (0 or none: where this came from), head values a second "
		  "(1..30, 10 if not given). Renewed by itself and by ping; at most 8 at a time.",
	  .example = "/rig/subscribe 9001 20" },
	{ .path = "/rig/unsubscribe", .kind = OSC_QUERY, .id = ID_UNSUBSCRIBE, .args = "",
	  .text = "No more to me.",
	  .example = "/rig/unsubscribe" },
	{ .path = "/rig/error", .kind = OSC_ANSWER, .id = ID_ERROR, .types = "ssssi",
	  .text = "To the sender of what was refused: code, address, detail, owner, epoch. At most 5 a second; none "
		  "for malformed packets." },
	/* parameters */
	{ .path = "/rig/technique", .kind = OSC_PARAMETER, .id = ID_TECHNIQUE, .who = OSC_OWNER, .args = "x", .types = "s",
	  .text = "The technique, by name or by its index in the list; a change while running blends over 2 s.",
	  .example = "/rig/technique swedish" },
	{ .path = "/rig/technique/list", .kind = OSC_QUERY, .id = ID_TECHNIQUE_LIST, .args = "",
	  .text = "One /rig/technique/item for each technique.",
	  .example = "/rig/technique/list" },
	{ .path = "/rig/technique/item", .kind = OSC_ANSWER, .id = ID_TECHNIQUE_ITEM, .types = "iss",
	  .text = "Index, name, title." },
	{ .path = "/rig/intensity", .kind = OSC_PARAMETER, .who = OSC_OWNER, .args = "n", .types = "f", .low = 0.0, .high = 1.0,
	  .field = COMMAND_FIELD(STORE_DOUBLE, intensity),
	  .text = "From the least to the most the technique presses; up at most 0.1 a second, down at once.",
	  .example = "/rig/intensity 0.5" },
	{ .path = "/rig/intensity/actual", .kind = OSC_READ, .types = "f", .grain = 0.001, .field = SHOWN(intensity),
	  .text = "The intensity the loop uses now.",
	  .example = "/rig/intensity/actual" },
	{ .path = "/rig/speed", .kind = OSC_PARAMETER, .who = OSC_OWNER, .args = "n", .types = "f",
	  .low = SPEED_MIN, .high = SPEED_MAX, .field = COMMAND_FIELD(STORE_DOUBLE, speed),
	  .text = "Rhythm, as a multiple of the technique's own; stops at the stroke's range.",
	  .example = "/rig/speed 1.2" },
	{ .path = "/rig/speed/actual", .kind = OSC_READ, .types = "f", .grain = 0.001, .field = SHOWN(speed),
	  .text = "The speed the loop uses now.",
	  .example = "/rig/speed/actual" },
	{ .path = "/rig/duration", .kind = OSC_PARAMETER, .who = OSC_OWNER, .args = "n", .types = "f",
	  .low = SESSION_MIN_S, .high = SESSION_MAX_S, .unit = "s", .field = COMMAND_FIELD(STORE_DOUBLE, duration_s),
	  .text = "Length of the session.",
	  .example = "/rig/duration 1200" },
	{ .path = "/rig/ceiling", .kind = OSC_PARAMETER, .who = OSC_OWNER, .args = "n", .types = "f",
	  .low = 0.0, .high = CEILING_MAX_N, .unit = "N", .field = COMMAND_FIELD(STORE_DOUBLE, ceiling_n),
	  .text = "The most any head may press; only ever lowers what the rig file allows.",
	  .example = "/rig/ceiling 40" },
	{ .path = "/rig/region/{name}/focus", .kind = OSC_PARAMETER, .family = FAMILY_REGION, .who = OSC_OWNER,
	  .args = "n", .types = "f", .low = 0.0, .high = 1.0, .field = REGION_FIELD(STORE_DOUBLE, focus),
	  .text = "This region's share of the time, against the others'.",
	  .example = "/rig/region/lower_back/focus 0.9" },
	{ .path = "/rig/region/{name}/enable", .kind = OSC_PARAMETER, .family = FAMILY_REGION, .who = OSC_OWNER,
	  .args = "n", .types = "f", .low = 0.0, .high = 1.0, .field = REGION_FIELD(STORE_BOOL, enabled),
	  .text = "0 leaves the region out: nothing presses there.",
	  .example = "/rig/region/legs/enable 0" },
	{ .path = "/rig/focus/xy", .kind = OSC_PARAMETER, .id = ID_FOCUS_XY, .who = OSC_OWNER, .args = "nn", .types = "ff",
	  .low = 0.0, .high = 1.0,
	  .text = "A pad: x from the head end (0) to the foot end (1) sets every region's focus, y from left (0) to right (1).",
	  .example = "/rig/focus/xy 0.6 0.5" },
	{ .path = "/rig/client/height", .kind = OSC_PARAMETER, .who = OSC_OWNER, .args = "n", .types = "f",
	  .low = BODY_HEIGHT_MIN_M, .high = BODY_HEIGHT_MAX_M, .unit = "m", .field = COMMAND_FIELD(STORE_DOUBLE, height_m),
	  .at_rest = true,
	  .text = "The client's height; scales the body map. Only while nothing presses.",
	  .example = "/rig/client/height 1.82" },
	{ .path = "/rig/client/placed", .kind = OSC_PARAMETER, .who = OSC_OWNER, .args = "n", .types = "f", .low = 0.0, .high = 1.0,
	  .field = COMMAND_FIELD(STORE_BOOL, placed),
	  .text = "1 confirms that the seventh neck vertebra lies at the mark.",
	  .example = "/rig/client/placed 1" },
	/* reads */
	{ .path = "/rig/state", .kind = OSC_READ, .id = ID_STATE, .types = "s",
	  .text = "boot, selftest, idle, armed, running, paused, releasing or fault.",
	  .example = "/rig/state" },
	{ .path = "/rig/state/reason", .kind = OSC_READ, .id = ID_REASON, .types = "s",
	  .text = "Why it is in that state, as a sentence.",
	  .example = "/rig/state/reason" },
	{ .path = "/rig/state/step", .kind = OSC_READ, .id = ID_STEP, .types = "ss",
	  .text = "Stroke and region now.",
	  .example = "/rig/state/step" },
	{ .path = "/rig/remaining", .kind = OSC_READ, .types = "f", .grain = 1.0, .unit = "s", .field = SHOWN(remaining_s),
	  .text = "Time left of the session.",
	  .example = "/rig/remaining" },
	{ .path = "/rig/fault", .kind = OSC_READ, .id = ID_FAULT, .types = "iss",
	  .text = "First cause since the last reset: head (0 none), code (none where there is none), sentence.",
	  .example = "/rig/fault" },
	{ .path = "/rig/head/{n}/force", .kind = OSC_READ, .family = FAMILY_HEAD, .types = "f", .unit = "N", .streamed = true,
	  .field = HEAD_FIELD(STORE_DOUBLE, force_n), .text = "Force felt.", .example = "/rig/head/1/force" },
	{ .path = "/rig/head/{n}/target", .kind = OSC_READ, .family = FAMILY_HEAD, .types = "f", .unit = "N", .streamed = true,
	  .field = HEAD_FIELD(STORE_DOUBLE, target_n), .text = "Force wanted, after every limit.", .example = "/rig/head/1/target" },
	{ .path = "/rig/head/{n}/ceiling", .kind = OSC_READ, .family = FAMILY_HEAD, .types = "f", .unit = "N", .streamed = true,
	  .field = HEAD_FIELD(STORE_DOUBLE, ceiling_n), .text = "The force limit in force now.", .example = "/rig/head/1/ceiling" },
	{ .path = "/rig/head/{n}/position", .kind = OSC_READ, .family = FAMILY_HEAD, .types = "f", .unit = "m", .streamed = true,
	  .field = HEAD_FIELD(STORE_DOUBLE, position_m), .text = "Of the piston, 0 retracted.", .example = "/rig/head/1/position" },
	{ .path = "/rig/head/{n}/stiffness", .kind = OSC_READ, .family = FAMILY_HEAD, .types = "f", .unit = "N/m", .streamed = true,
	  .field = HEAD_FIELD(STORE_DOUBLE, stiffness_n_m), .text = "Of the tissue; 0 while unknown.", .example = "/rig/head/1/stiffness" },
	{ .path = "/rig/head/{n}/contact", .kind = OSC_READ, .family = FAMILY_HEAD, .types = "f", .streamed = true,
	  .field = HEAD_FIELD(STORE_BOOL, contact), .text = "1 while it touches the person.", .example = "/rig/head/1/contact" },
	{ .path = "/rig/head/{n}/quality", .kind = OSC_READ, .family = FAMILY_HEAD, .types = "f", .streamed = true,
	  .field = HEAD_FIELD(STORE_DOUBLE, quality), .text = "How fresh the force reading is, 0..1.", .example = "/rig/head/1/quality" },
	{ .path = "/rig/hand/{k}", .kind = OSC_READ, .id = ID_HAND, .family = FAMILY_HAND, .types = "fff", .unit = "m, m, N",
	  .streamed = true, .text = "A virtual hand: x_m along the spine, y_m to the right, force; all 0 at rest.",
	  .example = "/rig/hand/1" },
	/* the simulated rig */
	{ .path = "/sim/fault", .kind = OSC_ORDER, .id = ID_SIM_FAULT, .who = OSC_SIMULATOR, .args = "sin",
	  .text = "Break something: kind, head (0 all), magnitude; kind none ends it.",
	  .example = "/sim/fault stuck 3 0.0" },
	{ .path = "/sim/patient", .kind = OSC_PARAMETER, .id = ID_SIM_PATIENT, .who = OSC_SIMULATOR, .args = "s", .types = "s",
	  .text = "Who lies on the table.",
	  .example = "/sim/patient nominal" },
	{ .path = "/sim/button", .kind = OSC_ORDER, .id = ID_SIM_BUTTON, .who = OSC_SIMULATOR, .args = "sn", .low = 0.0, .high = 1.0,
	  .text = "Hold (1) or let go of (0) a button at the rig: stop, hand or confirm.",
	  .example = "/sim/button stop 1" },
};

static const struct osc_argument arguments[] = {
	{ '*', "",         "anything" }, /* /rig/stop, obeyed before arguments are looked at */
	{ 'p', "ifhdTFNI", "press" },
	{ 'e', "ifhdTF",   "i epoch" },
	{ 't', "sS",       "s token" },
	{ 'n', "ifhdTF",   "f" },
	{ 'i', "ifhdTF",   "i" },
	{ 's', "sS",       "s" },
	{ 'x', "sSifhdTF", "s or i" },
	{ 'o', "ifhdTF",   "i port" },
	{ 'r', "ifhdTF",   "f hz" },
};
/* clang-format on */

const struct osc_entry *osc_schema(int *count)
{
	*count = (int)(sizeof(table) / sizeof(table[0]));
	return table;
}

const struct osc_argument *osc_schema_argument(char letter)
{
	for (size_t i = 0; i < sizeof(arguments) / sizeof(arguments[0]); i++) {
		if (arguments[i].letter == letter) {
			return &arguments[i];
		}
	}
	return &arguments[0]; /* accepts nothing */
}

const struct osc_entry *osc_schema_row(enum osc_id id)
{
	int count;
	const struct osc_entry *rows = osc_schema(&count);

	for (int i = 0; i < count; i++) {
		if (rows[i].id == id && id != ID_PLAIN) {
			return &rows[i];
		}
	}
	return NULL;
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

const char *osc_error_name(enum osc_error error)
{
	static const char *const names[ERROR_COUNT] = {
		[ERROR_NONE] = "none",
		[ERROR_UNKNOWN_ADDRESS] = "unknown_address",
		[ERROR_BAD_TYPE] = "bad_type",
		[ERROR_BAD_VALUE] = "bad_value",
		[ERROR_NOT_ARMED] = "not_armed",
		[ERROR_FAULT_ACTIVE] = "fault_active",
		[ERROR_RATE] = "rate",
		[ERROR_PATTERN_REFUSED] = "pattern_refused",
		[ERROR_FUTURE_TIMETAG] = "future_timetag",
		[ERROR_FULL] = "full",
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
