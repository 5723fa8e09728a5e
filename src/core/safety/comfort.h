/*
 * comfort.h - the client is asked now and then how uncomfortable it is, and the answer is acted upon.
 *
 * 0..10. Asked every COMFORT_EVERY_S of working time, and after each rise of intensity by COMFORT_STEP,
 * at most once per COMFORT_STEP_S. COMFORT_EASES and more eases; COMFORT_RELEASES and more, or
 * COMFORT_ROSE over the session's first answer, releases; no answer, where one is required, pauses and
 * then releases. Its clocks run while the session does, and no pause, stop or start resets them.
 */
#ifndef CORE_SAFETY_COMFORT_H
#define CORE_SAFETY_COMFORT_H

#include <knead/command.h>
#include <knead/frame.h>
#include <knead/state.h>

#include <stdbool.h>
#include <stdint.h>

#define COMFORT_MAX  10
#define COMFORT_NONE (-1) /* no answer yet */

/* A pause for silence becomes a release after this long, when pressure is ramped out [P]. */
#define COMFORT_PAUSE_S 1.0

struct comfort {
	bool required;        /* silence has consequences */
	uint32_t tablet_seen; /* answers counted so far */
	uint32_t handset_seen;
	/* for the ceilings and the conditions of this tick */
	bool eases;
	bool too_much;
	bool silent;
	/* for people */
	bool due;
	double left_s; /* to answer in, while due */
	int last;      /* answer of this session, or COMFORT_NONE */
	/* of the session */
	int first;
	double since_asked_s; /* since the last question or answer */
	double intensity;     /* the least since then: what a rise is counted from */
};

void comfort_init(struct comfort *comfort, bool required);

/* One tick; in_state_s since the state was entered, intensity as in use, 0..1. */
void comfort_step(struct comfort *comfort, const struct frame *frame, const struct command *command,
		  enum state state, double in_state_s, double intensity, double dt_s);

/* Another session, or another client. */
void comfort_forget(struct comfort *comfort);

#endif
