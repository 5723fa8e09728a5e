/*
 * command.h - what people ask for: network -> core. A message asks, it never commands.
 *
 * Everything is a latest value, so nothing can be lost in a mailbox: a button is a count of its
 * presses, and whoever reads compares it with the count it saw last. The core judges every field
 * again, whatever the sender checked.
 */
#ifndef KNEAD_COMMAND_H
#define KNEAD_COMMAND_H

#include <knead/limits.h>
#include <knead/region.h>
#include <knead/screening.h>

#include <stdbool.h>
#include <stdint.h>

struct presses {
	uint32_t stop;
	uint32_t ease;
	uint32_t pause;
	uint32_t resume;
	uint32_t arm;
	uint32_t start;
	uint32_t reset;
	uint32_t skip;
	uint32_t linger;
	uint32_t let_go; /* the client feels that the point pressed now has released */
};

struct command {
	int64_t heard_t_ns; /* when the network thread last went round */
	uint32_t lease;    /* of whoever steers: another number for each, 0 nobody; rig mode only */
	int64_t beat_t_ns; /* when that one was last heard to be there, likewise */
	struct presses presses;
	uint32_t arm_refusals;      /* presses of arm that were refused on their way; for the log */
	int technique;              /* index into the techniques the pipeline was given */
	double intensity;           /* 0..1 */
	double speed;               /* 0.5..2 of the technique's own */
	double duration_s;          /* SESSION_MIN_S..SESSION_MAX_S */
	double ceiling_n;           /* 0..CEILING_MAX_N, for every head; only ever lowers */
	double focus[REGION_COUNT]; /* 0..1, weights of time */
	bool enabled[REGION_COUNT]; /* false: left out, nothing presses there */
	double balance;             /* -1 left only .. 0 both alike .. 1 right only */
	double height_m;            /* of the client, scales the body map */
	uint32_t heights;           /* counts; a change means height_m was told anew */
	uint32_t placings;          /* likewise, placed */
	bool placed;                /* the seventh neck vertebra's place was confirmed */
	uint32_t comfort_answers;   /* counts; a change means comfort is new */
	int comfort;                /* 0..10, how uncomfortable; what the client said last */
	uint32_t screening_answers[SCREENING_ITEMS]; /* likewise, of each item */
	enum answer screening[SCREENING_ITEMS];
};

#define SPEED_MIN       0.5
#define SPEED_MAX       2.0
#define INTENSITY_START 0.3 /* gentle until somebody asks for more */
#define FOCUS_START     0.5
#define SEARCHED_GAIN \
	0.1 /* a side whose share of the force is less than this is not searched either [P] */

/* What a balance leaves of the force on a side, 0 left and 1 right: 0..1. What is none leaves all. */
static inline double balance_gain(double balance, int side)
{
	const double lighter = side == 0 ? balance : -balance;

	return lighter > 0.0 && lighter <= 1.0 ? 1.0 - lighter : 1.0;
}

/* What holds before anybody asked for anything. */
static inline void command_init(struct command *command)
{
	*command = (struct command){
		.intensity = INTENSITY_START,
		.speed = 1.0,
		.duration_s = SESSION_DEFAULT_S,
		.ceiling_n = CEILING_MAX_N,
		.height_m = BODY_HEIGHT_M,
	};
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		command->focus[r] = FOCUS_START;
		command->enabled[r] = true;
	}
}

/* As if the network lived and somebody steered: for loops that have neither. */
static inline void command_attend(struct command *command, int64_t t_ns)
{
	command->heard_t_ns = t_ns;
	command->lease = 1;
	command->beat_t_ns = t_ns;
}

#endif
