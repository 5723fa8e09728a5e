/*
 * osc_schema.c - the table, and nothing that is not about the table. A new address is a new row here.
 */
#include "net/osc_schema.h"

#include "net/peers.h"
#include "net/pin.h"

#include <knead/command.h>
#include <knead/limits.h>
#include <knead/region.h>
#include <knead/snapshot.h>

#define COMMAND_FIELD(kind, member)                                   \
	{                                                             \
		IN_COMMAND, kind, offsetof(struct command, member), 0 \
	}
#define TEXT_OF(number) #number
#define TEXT(number)    TEXT_OF(number)
#define PRESS(name)     COMMAND_FIELD(STORE_PRESSES, presses.name)
#define SHOWN(member)                                                           \
	{                                                                       \
		IN_SNAPSHOT, STORE_DOUBLE, offsetof(struct snapshot, member), 0 \
	}
#define SHOWN_BOOL(member)                                                    \
	{                                                                     \
		IN_SNAPSHOT, STORE_BOOL, offsetof(struct snapshot, member), 0 \
	}
#define SHOWN_OF_REGION(member)                                               \
	{                                                                     \
		IN_SNAPSHOT, STORE_DOUBLE, offsetof(struct snapshot, member), \
			sizeof(((struct snapshot *)0)->member[0])             \
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

#define PRESS_ARGS  "p?e?t?" /* the epoch, and every token, counts in rig mode only */
#define PRESS_RANGE "from 0.5 fires, 1..16777215, none"
#define COUNT_RANGE "0..1, 1..16777215, none" /* no number of presses: 3 would be taken for three */

/* clang-format off */
static const struct osc_entry table[] = {
	/* commands */
	{ .path = "/rig/stop", .kind = OSC_COMMAND, .id = ID_STOP, .args = "*", .field = PRESS(stop),
	  .range = "any", .text = "Let go: vent every head. Heard from anyone, with any arguments, in any state.",
	  .example = "/rig/stop" },
	{ .path = "/rig/ease", .kind = OSC_COMMAND, .args = "p?", .field = PRESS(ease),
	  .range = "from 0.5 fires", .text = "Less, and it stays less: every place pressed now gets a ceiling of 0.8 of the force felt there.",
	  .example = "/rig/ease" },
	{ .path = "/rig/pause", .kind = OSC_COMMAND, .id = ID_PAUSE, .who = OSC_PAIRED, .args = PRESS_ARGS, .range = PRESS_RANGE, .field = PRESS(pause),
	  .text = "Lift off within 1 s and wait; after 60 s the rig releases.",
	  .example = "/rig/pause" },
	{ .path = "/rig/resume", .kind = OSC_COMMAND, .id = ID_RESUME, .who = OSC_OWNER, .args = PRESS_ARGS, .range = PRESS_RANGE,
	  .guarded = true, .field = PRESS(resume),
	  .text = "Go on after a pause; contact is found anew. Refused while /rig/arm/refusal names a reason.",
	  .example = "/rig/resume 1 4711" },
	{ .path = "/rig/arm", .kind = OSC_COMMAND, .id = ID_ARM, .who = OSC_OWNER, .args = PRESS_ARGS, .range = PRESS_RANGE,
	  .guarded = true, .field = PRESS(arm),
	  .text = "The first of the two steps of a start; lasts 10 s. Refused while /rig/arm/refusal names a reason.",
	  .example = "/rig/arm 1 4711" },
	{ .path = "/rig/start", .kind = OSC_COMMAND, .id = ID_START, .who = OSC_OWNER, .args = PRESS_ARGS, .range = PRESS_RANGE,
	  .guarded = true, .field = PRESS(start),
	  .text = "The second step: begins the session. Only while armed.",
	  .example = "/rig/start 1 4711" },
	{ .path = "/rig/fault/reset", .kind = OSC_COMMAND, .id = ID_RESET, .who = OSC_OWNER, .args = PRESS_ARGS, .range = PRESS_RANGE,
	  .guarded = true, .field = PRESS(reset),
	  .text = "Leave the fault state; refused while its cause is still there, and while a head still presses. In rig mode only "
		  "with the confirm button held.",
	  .example = "/rig/fault/reset 1 4711" },
	{ .path = "/rig/skip", .kind = OSC_COMMAND, .id = ID_SKIP, .counted = true, .who = OSC_OWNER, .args = PRESS_ARGS, .range = COUNT_RANGE, .field = PRESS(skip),
	  .text = "On to the next place of holds and points, and with a second one within 2 s to the next stroke; else to the next "
		  "stroke at once. After the last one the first again. The length stays.",
	  .example = "/rig/skip" },
	{ .path = "/rig/linger", .kind = OSC_COMMAND, .id = ID_LINGER, .counted = true, .who = OSC_OWNER, .args = PRESS_ARGS, .range = COUNT_RANGE, .field = PRESS(linger),
	  .text = "Stay here for another 20 s.",
	  .example = "/rig/linger" },
	{ .path = "/rig/released", .kind = OSC_COMMAND, .id = ID_RELEASED, .counted = true, .who = OSC_OWNER, .args = PRESS_ARGS, .range = COUNT_RANGE, .field = PRESS(let_go),
	  .text = "The client feels that the point pressed now has let go: on to the next.",
	  .example = "/rig/released" },
	/* queries and what answers them */
	{ .path = "/rig/info", .kind = OSC_QUERY, .id = ID_INFO, .args = "", .types = "ssssi",
	  .range = "none, none, none, none, 1.." TEXT(HEADS_MAX), .text = "What this is: product, version, serial (the rig's name), api, heads.",
	  .example = "/rig/info" },
	{ .path = "/rig/ping", .kind = OSC_QUERY, .id = ID_PING, .args = "i?",
	  .range = "-2147483648..2147483647", .text = "Answered by /rig/pong with your number; renews a subscription.",
	  .example = "/rig/ping 7" },
	{ .path = "/rig/pong", .kind = OSC_ANSWER, .id = ID_PONG, .types = "ii",
	  .range = "-2147483648..2147483647, 0..2147483647", .unit = "none, ms", .text = "Your number, and the rig's clock in ms (starts anywhere, wraps).",
	  .example = "/rig/pong 7 1234567" },
	{ .path = "/rig/refresh", .kind = OSC_QUERY, .id = ID_REFRESH, .args = "",
	  .text = "Send me every slow value once, between /rig/snapshot/begin and end.",
	  .example = "/rig/refresh" },
	{ .path = "/rig/snapshot/begin", .kind = OSC_ANSWER, .id = ID_SNAPSHOT_BEGIN, .types = "i",
	  .range = "0..65535", .text = "Number of this snapshot; its values follow.",
	  .example = "/rig/snapshot/begin 3" },
	{ .path = "/rig/snapshot/end", .kind = OSC_ANSWER, .id = ID_SNAPSHOT_END, .types = "i",
	  .range = "0..65535", .text = "Number of the snapshot that is complete now.",
	  .example = "/rig/snapshot/end 3" },
	{ .path = "/rig/head/list", .kind = OSC_QUERY, .id = ID_HEAD_LIST, .args = "",
	  .text = "One /rig/head/item for each head.",
	  .example = "/rig/head/list" },
	{ .path = "/rig/head/item", .kind = OSC_ANSWER, .id = ID_HEAD_ITEM, .types = "issff",
	  .range = "1.." TEXT(HEADS_MAX) ", none, none, -0.3..1.6, -0.5..0.5", .unit = "none, none, none, m, m", .text = "Head, region, side (left, right or none), x_m along the spine, y_m to the right.",
	  .example = "/rig/head/item 7 lower_back left 0.31 -0.06" },
	{ .path = "/rig/screening/list", .kind = OSC_QUERY, .id = ID_SCREENING_LIST, .args = "",
	  .text = "One /rig/screening/item for each question to ask before a session.",
	  .example = "/rig/screening/list" },
	{ .path = "/rig/screening/item", .kind = OSC_ANSWER, .id = ID_SCREENING_ITEM, .types = "isss",
	  .range = "0..30, none, none, none", .text = "Index, name, rule of a yes (never: no session; consent: only with a clinician's; place: leave that "
		  "place out; heat: no heat), question.",
	  .example = "/rig/screening/item 0 fever never \"Do you have a fever?\"" },
	{ .path = "/rig/help", .kind = OSC_QUERY, .id = ID_HELP, .args = "s?", .types = "sssss",
	  .text = "One address, or one of {n} {k} {name} {item}, explained: its name; what to send and what it means; types sent, range, unit; who may; an example.",
	  .example = "/rig/help /rig/intensity" },
	{ .path = "/rig/subscribe", .kind = OSC_QUERY, .id = ID_SUBSCRIBE, .args = "o?r?t?",
	  .low = SUBSCRIBER_MIN_HZ, .high = SUBSCRIBER_MAX_HZ, .range = "0..65535, 1..30, none", .unit = "none, Hz, none", .text = "Send changes to me for 10 s: port (0 or none: where this came from, as over TCP always), head values a second "
		  "(1..30, 10 if not given). Renewed by itself, ping and hb; 8 at a time, of them 4 paired.",
	  .example = "/rig/subscribe 9001 20" },
	/* who steers; a bench needs none of it */
	{ .path = "/rig/pair", .kind = OSC_QUERY, .id = ID_PAIR, .args = "k?s?",
	  .range = "0..999999, none", .text = "Without arguments: the rig shows a PIN for 120 s. With that PIN and your name: answered by your token. "
		  "Five wrong ones shut it for 60 s.",
	  .example = "/rig/pair 123456 tablet" },
	{ .path = "/rig/pair/open", .kind = OSC_ANSWER, .id = ID_PAIR_OPEN, .types = "f",
	  .low = 0.0, .high = PIN_LASTS_S, .unit = "s", .text = "A PIN is shown at the rig; it counts for so many seconds yet.",
	  .example = "/rig/pair/open 120" },
	{ .path = "/rig/pair/token", .kind = OSC_ANSWER, .id = ID_PAIR_TOKEN, .types = "s",
	  .text = "Your token. Keep it: it is told once, and is the last argument of whatever you send from elsewhere.",
	  .example = "/rig/pair/token 0123456789abcdef" },
	{ .path = "/rig/lease/request", .kind = OSC_QUERY, .id = ID_LEASE_REQUEST, .who = OSC_PAIRED, .args = "s?t?",
	  .text = "Let me steer, under this name; with a token the name comes first. Answered by /rig/lease/grant. busy while "
		  "somebody else steers. Heard however late it comes: by itself it moves nothing.",
	  .example = "/rig/lease/request tablet" },
	{ .path = "/rig/lease/release", .kind = OSC_QUERY, .id = ID_LEASE_RELEASE, .who = OSC_PAIRED, .args = "t?",
	  .text = "I steer no more; a session under way ends.",
	  .example = "/rig/lease/release" },
	{ .path = "/rig/lease/take", .kind = OSC_QUERY, .id = ID_LEASE_TAKE, .who = OSC_PAIRED, .args = "kt?", .guarded = true,
	  .range = "0..999999, none", .text = "Let me steer in place of somebody else, by the PIN of /rig/pair: pauses, and waits 10 s for the confirm "
		  "button at the rig. Until it is pressed whoever steers may go on.",
	  .example = "/rig/lease/take 123456" },
	{ .path = "/rig/lease/grant", .kind = OSC_ANSWER, .id = ID_LEASE_GRANT, .types = "ii",
	  .range = "1..16777215, 3000", .unit = "none, ms", .text = "You steer: the epoch that arm, start, resume and reset carry from now on, and after how many ms of silence "
		  "the lease ends.",
	  .example = "/rig/lease/grant 4711 3000" },
	{ .path = "/rig/hb", .kind = OSC_QUERY, .id = ID_HB, .args = "it?",
	  .range = "1..16777215, none", .text = "I am here: the last /rig/hb/nonce. Of whoever steers, 1.5 s without pause, 3 s end the lease. Renews a "
		  "subscription.",
	  .example = "/rig/hb 4711" },
	{ .path = "/rig/unsubscribe", .kind = OSC_QUERY, .id = ID_UNSUBSCRIBE, .args = "",
	  .text = "No more to me.",
	  .example = "/rig/unsubscribe" },
	{ .path = "/rig/error", .kind = OSC_ANSWER, .id = ID_ERROR, .types = "ssssi",
	  .range = "none, none, none, none, 0..16777215", .text = "To the sender of what was refused: code, address, detail, owner, epoch. At most 5 a second; none "
		  "for malformed packets.",
	  .example = "/rig/error not_owner /rig/start \"Anna steers\" Anna 4711" },
	/* parameters */
	{ .path = "/rig/technique", .kind = OSC_PARAMETER, .id = ID_TECHNIQUE, .who = OSC_OWNER, .args = "xt?", .types = "s",
	  .range = "0..15, none", .text = "The technique, by name or by its index in the list; refused where the rig cannot do it now. A change "
		  "while running blends over 2 s.",
	  .example = "/rig/technique swedish" },
	{ .path = "/rig/technique/list", .kind = OSC_QUERY, .id = ID_TECHNIQUE_LIST, .args = "",
	  .text = "One /rig/technique/item for each technique, a /rig/technique/unfit behind each that does not fit now.",
	  .example = "/rig/technique/list" },
	{ .path = "/rig/technique/item", .kind = OSC_ANSWER, .id = ID_TECHNIQUE_ITEM, .types = "iss",
	  .range = "0..15, none, none", .text = "Index, name, title.",
	  .example = "/rig/technique/item 4 swedish \"Swedish massage\"" },
	{ .path = "/rig/technique/unfit", .kind = OSC_ANSWER, .id = ID_TECHNIQUE_UNFIT, .types = "iss",
	  .range = "0..15, none, none", .text = "Index, name, why this rig cannot do it now.",
	  .example = "/rig/technique/unfit 2 hot_stone \"Hot stone massage needs a heater\"" },
	{ .path = "/rig/intensity", .kind = OSC_PARAMETER, .who = OSC_OWNER, .args = "nt?", .types = "f", .low = 0.0, .high = 1.0,
	  .field = COMMAND_FIELD(STORE_DOUBLE, intensity),
	  .text = "From the least to the most the technique presses; up at most 0.1 a second, down at once.",
	  .example = "/rig/intensity 0.5" },
	{ .path = "/rig/intensity/actual", .kind = OSC_READ, .types = "f", .grain = 0.001, .field = SHOWN(intensity),
	  .low = 0.0, .high = 1.0, .text = "The intensity the loop uses now.",
	  .example = "/rig/intensity/actual" },
	{ .path = "/rig/speed", .kind = OSC_PARAMETER, .who = OSC_OWNER, .args = "nt?", .types = "f",
	  .low = SPEED_MIN, .high = SPEED_MAX, .field = COMMAND_FIELD(STORE_DOUBLE, speed),
	  .text = "Rhythm, as a multiple of the technique's own; stops at the stroke's range.",
	  .example = "/rig/speed 1.2" },
	{ .path = "/rig/speed/actual", .kind = OSC_READ, .types = "f", .grain = 0.001, .field = SHOWN(speed),
	  .low = 0.0, .high = SPEED_MAX, .text = "The speed the loop uses now.",
	  .example = "/rig/speed/actual" },
	{ .path = "/rig/duration", .kind = OSC_PARAMETER, .who = OSC_OWNER, .args = "nt?", .types = "f",
	  .low = SESSION_MIN_S, .high = SESSION_MAX_S, .unit = "s", .field = COMMAND_FIELD(STORE_DOUBLE, duration_s),
	  .text = "Length of the session.",
	  .example = "/rig/duration 1200" },
	{ .path = "/rig/ceiling", .kind = OSC_PARAMETER, .who = OSC_OWNER, .args = "nt?", .types = "f",
	  .low = 0.0, .high = CEILING_MAX_N, .unit = "N", .field = COMMAND_FIELD(STORE_DOUBLE, ceiling_n),
	  .text = "The most any head may press; only ever lowers what the rig file allows.",
	  .example = "/rig/ceiling 40" },
	{ .path = "/rig/region/{name}/focus", .kind = OSC_PARAMETER, .family = FAMILY_REGION, .who = OSC_OWNER,
	  .args = "nt?", .types = "f", .low = 0.0, .high = 1.0, .field = REGION_FIELD(STORE_DOUBLE, focus),
	  .text = "This region's share of the time, against the others'.",
	  .example = "/rig/region/lower_back/focus 0.9" },
	{ .path = "/rig/region/{name}/enable", .kind = OSC_PARAMETER, .family = FAMILY_REGION, .who = OSC_OWNER,
	  .args = "nt?", .types = "f", .low = 0.0, .high = 1.0, .field = REGION_FIELD(STORE_BOOL, enabled),
	  .text = "0 leaves the region out: nothing presses there.",
	  .example = "/rig/region/legs/enable 0" },
	{ .path = "/rig/focus/xy", .kind = OSC_PARAMETER, .id = ID_FOCUS_XY, .who = OSC_OWNER, .args = "nnt?", .types = "ff",
	  .low = 0.0, .high = 1.0,
	  .text = "A pad: x from the head end (0) to the foot end (1) sets the focus of every region with heads, y from left (0) to right (1).",
	  .example = "/rig/focus/xy 0.6 0.5" },
	{ .path = "/rig/balance", .kind = OSC_PARAMETER, .who = OSC_OWNER, .args = "nt?", .types = "f", .low = -1.0, .high = 1.0,
	  .field = COMMAND_FIELD(STORE_DOUBLE, balance),
	  .text = "-1 left side only, 0 both alike, 1 right side only; the pad's y by another name.",
	  .example = "/rig/balance 0" },
	{ .path = "/rig/client/height", .kind = OSC_PARAMETER, .id = ID_HEIGHT, .who = OSC_OWNER, .args = "nt?", .types = "f",
	  .low = BODY_HEIGHT_MIN_M, .high = BODY_HEIGHT_MAX_M, .unit = "m", .field = COMMAND_FIELD(STORE_DOUBLE, height_m),
	  .at_rest = true,
	  .text = "The client's height; scales the body map. Only while nothing presses.",
	  .example = "/rig/client/height 1.82" },
	{ .path = "/rig/client/placed", .kind = OSC_PARAMETER, .id = ID_PLACED, .who = OSC_OWNER, .args = "nt?", .types = "f", .low = 0.0, .high = 1.0,
	  .field = COMMAND_FIELD(STORE_BOOL, placed),
	  .text = "1 confirms that the seventh neck vertebra lies at the mark.",
	  .example = "/rig/client/placed 1" },
	{ .path = "/rig/screening/{item}", .kind = OSC_PARAMETER, .id = ID_SCREENING, .family = FAMILY_SCREENING,
	  .who = OSC_OWNER, .args = "at?", .types = "s", .judged = true, .calm = true,
	  .text = "Answers a question of /rig/screening/list: yes, no, or consent (yes, and what it asks for is "
		  "there). Of a place, leave its region out first: else a consent counts as yes and reads so. "
		  "none: not answered in the last 12 h.",
	  .example = "/rig/screening/fever no" },
	{ .path = "/rig/comfort", .kind = OSC_PARAMETER, .id = ID_COMFORT, .who = OSC_OWNER, .args = "it?", .types = "i",
	  .low = 0.0, .high = COMFORT_WORST, .judged = true,
	  .range = "0..10, heard -1..10", .text = "How uncomfortable it is, by the client: 0 not at all .. 10. 4 and more eases, 6 and more releases. -1: "
		  "no answer yet.",
	  .example = "/rig/comfort 2" },
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
	{ .path = "/rig/state/phase", .kind = OSC_READ, .id = ID_PHASE, .types = "s",
	  .text = "warm_up, work, closing, or none outside of a session.",
	  .example = "/rig/state/phase" },
	{ .path = "/rig/arm/refusal", .kind = OSC_READ, .id = ID_ARM_REFUSAL, .types = "s",
	  .text = "Why arming would be refused now, as a sentence; empty where nothing is missing.",
	  .example = "/rig/arm/refusal" },
	{ .path = "/rig/technique/lacks", .kind = OSC_READ, .id = ID_LACKS, .types = "s",
	  .text = "What a session under way goes on without, and why: lighter, for a ceiling; without heat; without a stroke that "
		  "has no place; searching one side alone; or waiting, as for warm heads. Empty where nothing is lacking, and outside of "
		  "a session.",
	  .example = "/rig/technique/lacks" },
	{ .path = "/rig/remaining", .kind = OSC_READ, .types = "f", .grain = 1.0, .unit = "s", .field = SHOWN(remaining_s),
	  .low = 0.0, .high = SESSION_MAX_S, .text = "Time left of the session.",
	  .example = "/rig/remaining" },
	{ .path = "/rig/comfort/due", .kind = OSC_READ, .id = ID_COMFORT_DUE, .types = "f", .grain = 1.0, .unit = "s",
	  .low = 0.0, .high = COMFORT_ANSWER_S, .text = "Time left to answer with /rig/comfort: ask the client now. 0: nothing to answer.",
	  .example = "/rig/comfort/due" },
	{ .path = "/rig/heat/allowed", .kind = OSC_READ, .types = "f", .field = SHOWN_BOOL(heat_allowed),
	  .low = 0.0, .high = 1.0, .text = "1 while the answers to the screening allow heat.",
	  .example = "/rig/heat/allowed" },
	{ .path = "/rig/region/{name}/dose", .kind = OSC_READ, .id = ID_REGION_DOSE, .family = FAMILY_REGION, .types = "ff",
	  .grain = 1.0, .unit = "kPa s", .calm = true,
	  .range = "from 0", .text = "Pressure over time there in this session, all its heads together: felt, wanted.",
	  .example = "/rig/region/hips/dose" },
	{ .path = "/rig/region/{name}/force", .kind = OSC_READ, .id = ID_REGION_FORCE, .family = FAMILY_REGION, .types = "ff",
	  .grain = 0.1, .unit = "N", .calm = true,
	  .range = "any", .text = "Force there now, all its heads together: felt, wanted.",
	  .example = "/rig/region/hips/force" },
	{ .path = "/rig/region/{name}/pressure", .kind = OSC_READ, .id = ID_REGION_PRESSURE, .family = FAMILY_REGION, .types = "ff",
	  .grain = 0.1, .unit = "kPa", .calm = true,
	  .range = "from 0", .text = "Pressure there now under the head that presses hardest: felt, wanted.",
	  .example = "/rig/region/hips/pressure" },
	{ .path = "/rig/region/{name}/time", .kind = OSC_READ, .family = FAMILY_REGION, .types = "f", .grain = 1.0, .unit = "s",
	  .calm = true, .field = SHOWN_OF_REGION(region_s),
	  .range = "from 0", .text = "Time worked there in this session.",
	  .example = "/rig/region/hips/time" },
	{ .path = "/rig/region/{name}/reached", .kind = OSC_READ, .family = FAMILY_REGION, .types = "f",
	  .field = SHOWN_OF_REGION(region_reached),
	  .low = 0.0, .high = 1.0, .text = "1 where some stroke of the technique works: elsewhere focus counts for nothing.",
	  .example = "/rig/region/hips/reached" },
	{ .path = "/rig/trigger/count", .kind = OSC_READ, .id = ID_TRIGGER_COUNT, .types = "iii",
	  .range = "from 0", .text = "Stiff points of this session: found in all, released of them, given up of them.",
	  .example = "/rig/trigger/count" },
	{ .path = "/rig/trigger/{k}", .kind = OSC_READ, .id = ID_TRIGGER, .family = FAMILY_TRIGGER, .types = "isff",
	  .grain = 0.01, .calm = true,
	  .range = "0.." TEXT(HEADS_MAX) ", none, from 0, 0..1", .text = "A stiff point: head (0 none), state (none, found, held, released, given_up or spared: "
		  "less may be pressed there than it takes), its stiffness to its "
		  "neighbours', confidence 0..1. No diagnosis.",
	  .example = "/rig/trigger/1" },
	{ .path = "/rig/fault", .kind = OSC_READ, .id = ID_FAULT, .types = "iss",
	  .range = "0.." TEXT(HEADS_MAX) ", none, none", .text = "First cause since the last reset: head (0 none), code (none where there is none), sentence.",
	  .example = "/rig/fault" },
	{ .path = "/rig/owner", .kind = OSC_READ, .id = ID_OWNER, .types = "s",
	  .text = "Who steers, by name; empty where nobody does, and on a bench.",
	  .example = "/rig/owner" },
	{ .path = "/rig/owner/you", .kind = OSC_READ, .id = ID_OWNER_YOU, .types = "f", .personal = true,
	  .low = 0.0, .high = 1.0, .text = "1 where you steer, or everybody may.",
	  .example = "/rig/owner/you" },
	{ .path = "/rig/lease/taking", .kind = OSC_READ, .id = ID_LEASE_TAKING, .types = "s",
	  .text = "Who waits for the confirm button at the rig to steer instead; empty where nobody does.",
	  .example = "/rig/lease/taking" },
	{ .path = "/rig/heartbeat", .kind = OSC_READ, .id = ID_HEARTBEAT, .types = "f",
	  .low = 0.0, .high = 1.0, .text = "0 where whoever steers was not heard for 0.7 s, or nobody steers; always 1 on a bench.",
	  .example = "/rig/heartbeat" },
	{ .path = "/rig/hb/nonce", .kind = OSC_READ, .id = ID_HB_NONCE, .types = "i",
	  .range = "0..16777215", .text = "Another number each 250 ms, for /rig/hb; it counts for 1.5 s. Always 0 on a bench.",
	  .example = "/rig/hb/nonce" },
	{ .path = "/rig/head/{n}/force", .kind = OSC_READ, .family = FAMILY_HEAD, .types = "f", .unit = "N", .streamed = true,
	  .field = HEAD_FIELD(STORE_DOUBLE, force_n), .range = "any", .text = "Force felt.", .example = "/rig/head/1/force" },
	{ .path = "/rig/head/{n}/target", .kind = OSC_READ, .family = FAMILY_HEAD, .types = "f", .unit = "N", .streamed = true,
	  .field = HEAD_FIELD(STORE_DOUBLE, target_n), .low = 0.0, .high = CEILING_MAX_N, .text = "Force wanted, after every limit.", .example = "/rig/head/1/target" },
	{ .path = "/rig/head/{n}/ceiling", .kind = OSC_READ, .family = FAMILY_HEAD, .types = "f", .unit = "N", .streamed = true,
	  .field = HEAD_FIELD(STORE_DOUBLE, ceiling_n), .low = 0.0, .high = CEILING_MAX_N, .text = "The force limit in force now.", .example = "/rig/head/1/ceiling" },
	{ .path = "/rig/head/{n}/position", .kind = OSC_READ, .family = FAMILY_HEAD, .types = "f", .unit = "m", .streamed = true,
	  .field = HEAD_FIELD(STORE_DOUBLE, position_m), .range = "any", .text = "Of the piston, 0 retracted.", .example = "/rig/head/1/position" },
	{ .path = "/rig/head/{n}/stiffness", .kind = OSC_READ, .family = FAMILY_HEAD, .types = "f", .unit = "N/m", .streamed = true,
	  .field = HEAD_FIELD(STORE_DOUBLE, tissue.stiffness_n_m),
	  .range = "from 0", .text = "Of the tissue at the present force; 0 while unknown, and while it does not touch.", .example = "/rig/head/1/stiffness" },
	{ .path = "/rig/head/{n}/contact", .kind = OSC_READ, .family = FAMILY_HEAD, .types = "f", .streamed = true,
	  .field = HEAD_FIELD(STORE_BOOL, contact), .low = 0.0, .high = 1.0, .text = "1 while it touches the person.", .example = "/rig/head/1/contact" },
	{ .path = "/rig/head/{n}/quality", .kind = OSC_READ, .family = FAMILY_HEAD, .types = "f", .streamed = true,
	  .field = HEAD_FIELD(STORE_DOUBLE, quality), .low = 0.0, .high = 1.0, .text = "How fresh the force reading is, 0..1.", .example = "/rig/head/1/quality" },
	{ .path = "/rig/head/{n}/pressure", .kind = OSC_READ, .id = ID_HEAD_PRESSURE, .family = FAMILY_HEAD, .types = "ff",
	  .grain = 0.1, .unit = "kPa", .calm = true,
	  .range = "any", .text = "Force over the area of its tip, now: felt, wanted.", .example = "/rig/head/1/pressure" },
	{ .path = "/rig/head/{n}/dose", .kind = OSC_READ, .id = ID_HEAD_DOSE, .family = FAMILY_HEAD, .types = "ff",
	  .grain = 1.0, .unit = "kPa s", .calm = true,
	  .range = "from 0", .text = "Pressure over time under it in this session: felt, wanted.", .example = "/rig/head/1/dose" },
	{ .path = "/rig/head/{n}/surface", .kind = OSC_READ, .id = ID_HEAD_SURFACE, .family = FAMILY_HEAD, .types = "ff",
	  .grain = 0.1, .unit = "degC", .calm = true,
	  .range = "any, 0..43", .text = "Of its heated face: measured, wanted (0 heater off); 0 0 without a heater.", .example = "/rig/head/1/surface" },
	{ .path = "/rig/head/{n}/heat", .kind = OSC_READ, .family = FAMILY_HEAD, .types = "f", .grain = 0.01, .unit = "min",
	  .calm = true, .field = HEAD_FIELD(STORE_DOUBLE, heat_min),
	  .range = "from 0", .text = "Heat that its place had today, as minutes at 43 degC: from 10 on there is no more; 0 without a heater.",
	  .example = "/rig/head/1/heat" },
	{ .path = "/rig/head/{n}/stiffness10", .kind = OSC_READ, .id = ID_HEAD_STIFFNESS_10, .family = FAMILY_HEAD, .types = "ff",
	  .calm = true,
	  .range = "from 0, 0..1", .unit = "N/m, none", .text = "Stiffness of the tissue at 10 N, so that places compare, and its confidence 0..1; 0 0 while unknown.",
	  .example = "/rig/head/1/stiffness10" },
	{ .path = "/rig/head/{n}/exponent", .kind = OSC_READ, .id = ID_HEAD_EXPONENT, .family = FAMILY_HEAD, .types = "ff",
	  .grain = 0.01, .calm = true,
	  .range = "from 0, 0..1", .text = "n of force = k depth^n of the tissue, and its confidence 0..1; 0 0 while unknown.",
	  .example = "/rig/head/1/exponent" },
	{ .path = "/rig/head/{n}/relaxation", .kind = OSC_READ, .id = ID_HEAD_RELAXATION, .family = FAMILY_HEAD, .types = "ff",
	  .grain = 0.01, .calm = true,
	  .range = "from 0, 0..1", .unit = "s, none", .text = "Time constant with which the tissue relaxes, felt in long holds, and its confidence 0..1; 0 0 while unknown.",
	  .example = "/rig/head/1/relaxation" },
	{ .path = "/rig/head/{n}/calibrated", .kind = OSC_READ, .id = ID_HEAD_CALIBRATED, .family = FAMILY_HEAD, .types = "f", .calm = true,
	  .low = 0.0, .high = 1.0, .text = "0 where its pressure, spring or friction is otherwise than believed, or no weights scaled its real sensor: time for knead calibrate.",
	  .example = "/rig/head/1/calibrated" },
	{ .path = "/rig/head/{n}/dwell", .kind = OSC_READ, .family = FAMILY_HEAD, .types = "f", .grain = 1.0, .unit = "s",
	  .calm = true, .field = HEAD_FIELD(STORE_DOUBLE, dwell_left_s),
	  .low = 0.0, .high = DWELL_S, .text = "Time its place may still be pressed as it is now.", .example = "/rig/head/1/dwell" },
	{ .path = "/rig/head/{n}/limit", .kind = OSC_READ, .id = ID_HEAD_LIMIT, .family = FAMILY_HEAD, .types = "s", .calm = true,
	  .text = "What makes it press less than the technique would: none, ceiling, asked, ease, sum, place, hold, left_out, "
		  "dwell, guard or slew (at its pace more would rise too fast).",
	  .example = "/rig/head/1/limit" },
	{ .path = "/rig/breath", .kind = OSC_READ, .id = ID_BREATH, .types = "ff", .streamed = true,
	  .range = "0..1, from 0", .unit = "none, Hz", .text = "Of the client: phase 0..1 (0 breathed out, 0.5 breathed in), rate; 0 0 while it is not surely felt.",
	  .example = "/rig/breath" },
	{ .path = "/rig/breath/depth", .kind = OSC_READ, .types = "f", .grain = 1e-4, .unit = "m", .calm = true, .field = SHOWN(breath.amplitude_m),
	  .range = "from 0", .text = "How far a breath lifts the chest; 0 while it is not surely felt.",
	  .example = "/rig/breath/depth" },
	{ .path = "/rig/breath/confidence", .kind = OSC_READ, .types = "f", .grain = 0.01, .calm = true, .field = SHOWN(breath.confidence),
	  .low = 0.0, .high = 1.0, .text = "How surely the breath is felt, 0..1; from 0.5 on phase and rate are told.",
	  .example = "/rig/breath/confidence" },
	{ .path = "/rig/hand/{k}", .kind = OSC_READ, .id = ID_HAND, .family = FAMILY_HAND, .types = "fff", .unit = "m, m, N",
	  .streamed = true, .range = "any, any, from 0", .text = "A virtual hand: x_m along the spine, y_m to the right, force; all 0 at rest.",
	  .example = "/rig/hand/1" },
	/* the simulated rig */
	{ .path = "/sim/fault", .kind = OSC_ORDER, .id = ID_SIM_FAULT, .who = OSC_SIMULATOR, .args = "sin",
	  .range = "none, 0.." TEXT(HEADS_MAX) ", any", .unit = "none, none, of the kind", .text = "Break something: kind (as in knead sim --help, with its sensor before it: pressure_stuck), head (0 all), magnitude; none ends it. Busy while 16 wait to be obeyed: that one is not taken.",
	  .example = "/sim/fault stuck 3 0.0" },
	{ .path = "/sim/patient", .kind = OSC_PARAMETER, .id = ID_SIM_PATIENT, .who = OSC_SIMULATOR, .args = "s", .types = "s",
	  .text = "Who lies on the table.",
	  .example = "/sim/patient nominal" },
	{ .path = "/sim/button", .kind = OSC_ORDER, .id = ID_SIM_BUTTON, .who = OSC_SIMULATOR, .args = "sn", .low = 0.0, .high = 1.0,
	  .range = "none, 0..1", .text = "Hold (1) or let go of (0) a button at the rig: stop, hand or confirm.",
	  .example = "/sim/button stop 1" },
};
/* clang-format on */

const struct osc_entry *osc_schema(int *count)
{
	*count = (int)(sizeof(table) / sizeof(table[0]));
	return table;
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
