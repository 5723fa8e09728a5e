/*
 * screening.h - what the client answered before the session, how old it is, and whether it refuses.
 *
 * Answers are asked anew for each session and last ANSWERS_LAST_S at most; where they are required,
 * silence refuses. What each answer means is in <knead/screening.h>.
 */
#ifndef CORE_SAFETY_SCREENING_H
#define CORE_SAFETY_SCREENING_H

#include <knead/command.h>
#include <knead/rig.h>
#include <knead/screening.h>

#include <stdbool.h>
#include <stdint.h>

/* All-zero: nothing is clear. */
struct screening {
	bool required;
	bool clear;   /* no item refuses */
	int refusing; /* the first item that does, else SCREENING_ITEMS */
	bool heat_allowed;
	unsigned reached;  /* regions that heads lie over, a bit each */
	unsigned left_out; /* regions, as last seen */
	int turn;          /* the item whose age is looked at next */
	uint32_t seen[SCREENING_ITEMS];
	enum answer answers[SCREENING_ITEMS]; /* as they count */
	unsigned since[SCREENING_ITEMS];      /* left out when it was answered, and ever since */
	int64_t t_ns[SCREENING_ITEMS];        /* when it was answered */
};

/* Silence refuses wherever heads are not all simulated on a bench. */
void screening_init(struct screening *screening, const struct rig *rig);

/*
 * One tick: takes in the regions left out, then answers. Ages are looked at while at rest only, an item a
 * tick, so that no answer runs out in the middle of a session.
 */
void screening_step(struct screening *screening, const struct command *command, bool at_rest,
		    int64_t t_ns);

/* Every question is to be asked again. */
void screening_forget(struct screening *screening);

/* An answer that was given at t_ns, from before a restart. Regions left out are not remembered: what
 * was said of a place is to be said again. */
void screening_recall(struct screening *screening, int item, enum answer answer, int64_t t_ns);

#endif
