/*
 * osc_schema.h - the one table of addresses. Parsing, feedback, errors, help and `knead osc` read it.
 *
 * An address may stand for a family: {n} a head from 1, {k} a virtual hand or a stiff point from 1,
 * {name} a region, {item} a question of the screening. The index of a member is what the vocabulary's
 * arrays use: heads, hands and points from 0, regions as enum region, questions as enum screening_item.
 */
#ifndef NET_OSC_SCHEMA_H
#define NET_OSC_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#define OSC_USAGE_MAX  80
#define OSC_MEMBER_MAX 160
#define COMFORT_WORST  10 /* the scale of /rig/comfort is 0..10 */

enum osc_kind {
	OSC_NONE = 0,
	OSC_COMMAND,   /* [press] and more; never by pattern */
	OSC_ORDER,     /* to the simulator; never by pattern */
	OSC_PARAMETER, /* set with arguments, read without */
	OSC_READ,      /* read only */
	OSC_QUERY,     /* asks something */
	OSC_ANSWER     /* only ever sent by us */
};

enum osc_family {
	FAMILY_ONE = 0,
	FAMILY_HEAD,
	FAMILY_HAND,
	FAMILY_REGION,
	FAMILY_SCREENING,
	FAMILY_TRIGGER
};

enum osc_who { OSC_ANYONE = 0, OSC_PAIRED, OSC_OWNER, OSC_SIMULATOR };

/* Names for the rows that need code of their own; every other row is served by its field alone. */
enum osc_id {
	ID_PLAIN = 0,
	ID_STOP,
	ID_PAUSE,
	ID_ARM,
	ID_START,
	ID_RESUME,
	ID_RESET,
	ID_SKIP,
	ID_LINGER,
	ID_RELEASED,
	ID_INFO,
	ID_PING,
	ID_PONG,
	ID_REFRESH,
	ID_HELP,
	ID_SUBSCRIBE,
	ID_UNSUBSCRIBE,
	ID_PAIR,
	ID_PAIR_OPEN,
	ID_PAIR_TOKEN,
	ID_LEASE_REQUEST,
	ID_LEASE_RELEASE,
	ID_LEASE_TAKE,
	ID_LEASE_TAKING,
	ID_LEASE_GRANT,
	ID_HB,
	ID_HB_NONCE,
	ID_HEARTBEAT,
	ID_OWNER,
	ID_OWNER_YOU,
	ID_TECHNIQUE,
	ID_TECHNIQUE_LIST,
	ID_TECHNIQUE_ITEM,
	ID_HEAD_LIST,
	ID_HEAD_ITEM,
	ID_FOCUS_XY,
	ID_STATE,
	ID_REASON,
	ID_STEP,
	ID_FAULT,
	ID_HAND,
	ID_TECHNIQUE_UNFIT,
	ID_HEIGHT,
	ID_PLACED,
	ID_SCREENING,
	ID_SCREENING_LIST,
	ID_SCREENING_ITEM,
	ID_COMFORT,
	ID_COMFORT_DUE,
	ID_PHASE,
	ID_ARM_REFUSAL,
	ID_LACKS,
	ID_HEAD_DOSE,
	ID_HEAD_SURFACE,
	ID_HEAD_LIMIT,
	ID_HEAD_STIFFNESS_10,
	ID_HEAD_EXPONENT,
	ID_HEAD_RELAXATION,
	ID_HEAD_CALIBRATED,
	ID_BREATH,
	ID_REGION_DOSE,
	ID_REGION_FORCE,
	ID_REGION_PRESSURE,
	ID_HEAD_PRESSURE,
	ID_TRIGGER,
	ID_TRIGGER_COUNT,
	ID_SNAPSHOT_BEGIN,
	ID_SNAPSHOT_END,
	ID_ERROR,
	ID_SIM_FAULT,
	ID_SIM_PATIENT,
	ID_SIM_BUTTON,
	ID_COUNT
};

/* Where a row's value lives: `offset + index * stride` bytes into a command or a snapshot. */
enum osc_place { IN_NOWHERE = 0, IN_COMMAND, IN_SNAPSHOT };
enum osc_store { STORE_DOUBLE = 0, STORE_BOOL, STORE_PRESSES };

struct osc_field {
	enum osc_place place;
	enum osc_store store;
	size_t offset;
	size_t stride;
};

struct osc_entry {
	const char *path;
	enum osc_kind kind;
	enum osc_id id;
	enum osc_family family;
	enum osc_who who; /* may send it in rig mode; bench mode lets everybody */
	const char *
		args; /* what may be sent: one letter an argument, see osc_argument, '?' optional */
	const char *types; /* OSC tags of what we send on this address; "" where we never do */
	double low; /* every number here lies inside, sent or heard; both 0: there is no range */
	double high;
	/*
	 * For people, where low and high do not say all of it: one for all numbers, or one for each
	 * value (of args where nothing is sent), "none" for a text. a..b, "from a", "any", or the
	 * only number.
	 */
	const char *range;
	double grain;     /* finer changes of a read are not worth a message; 0 sends all */
	const char *unit; /* likewise of all, or of each; NULL: none */
	bool streamed;    /* sent at each subscriber's rate instead of on change */
	bool calm; /* a change is looked for twice a second: nobody waits for it, or many of them */
	bool judged; /* of a parameter: its value is what the core made of it, shown a tick later */
	bool personal; /* another value for each who reads it */
	bool at_rest;  /* set only while nothing may press */
	/*
	 * Of a command: each press does more, and is 0..1, so that nobody takes it for their number.
	 * One too soon is the last one, doubled.
	 */
	bool counted;
	bool guarded; /* never in a bundle with another motion command or with a time tag */
	struct osc_field field;
	const char *text;
	const char *example;
};

/* The meaning of a letter in args: which tags it takes and how it is written for people. */
struct osc_argument {
	char letter;
	const char *accepts;
	const char *words;
};

enum osc_error {
	ERROR_NONE = 0,
	ERROR_UNKNOWN_ADDRESS,
	ERROR_BAD_TYPE,
	ERROR_BAD_VALUE,
	ERROR_NOT_PAIRED,
	ERROR_NOT_OWNER,
	ERROR_STALE_EPOCH,
	ERROR_NOT_ARMED,
	ERROR_QUARANTINE,
	ERROR_SCREENING,
	ERROR_FAULT_ACTIVE,
	ERROR_RATE,
	ERROR_PATTERN_REFUSED,
	ERROR_FUTURE_TIMETAG,
	ERROR_FULL,
	ERROR_BAD_PIN,
	ERROR_LOCKED,
	ERROR_BUSY,
	ERROR_COUNT
};

const char *osc_error_name(enum osc_error error);
const char *osc_kind_name(enum osc_kind kind);
const char *osc_who_name(enum osc_who who);

/* All rows, in the order they are documented. */
const struct osc_entry *osc_schema(int *count);

/* The row with that name; never NULL for a name other than ID_PLAIN and ID_COUNT. */
const struct osc_entry *osc_schema_row(enum osc_id id);

/* The letter's meaning; never NULL, an unknown letter accepts nothing. */
const struct osc_argument *osc_schema_argument(char letter);

/* What "{n}", "{k}", "{name}" or "{item}" stands for; false where it is none of them. */
bool osc_schema_member(const char *braces, char words[OSC_MEMBER_MAX]);

/* "[press] [i epoch] [s token]" out of a row's args. */
void osc_schema_usage(const struct osc_entry *entry, char usage[OSC_USAGE_MAX]);

/* "0..1", or of each value "0..1, none, from 0"; "none" where there are no numbers. */
void osc_schema_range(const struct osc_entry *entry, char range[OSC_USAGE_MAX]);

/* Likewise "N", or "m, m, N", or "none". */
const char *osc_schema_unit(const struct osc_entry *entry);

#endif
