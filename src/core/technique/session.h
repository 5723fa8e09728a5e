/*
 * session.h - the clocks of a session: time gone, its phase, which stroke's turn it is, intensity as
 * slewed.
 *
 * Every stroke has a weight, its share; the weights that are left are spread over the time that is
 * left. So a skip, a linger and a new duration all end on time.
 *
 * Warm-up and closing are light: LIGHT_SHARE of the intensity asked for. A session that has warmed up
 * does not warm up again, however much longer it is made.
 */
#ifndef CORE_TECHNIQUE_SESSION_H
#define CORE_TECHNIQUE_SESSION_H

#include <knead/command.h>
#include <knead/snapshot.h>
#include <knead/technique.h>

#include <stdbool.h>
#include <stdint.h>

#define LINGER_S      20.0
#define PHASE_BLEND_S 6.0 /* between light and full: slower than an intensity may rise [P] */

struct session {
	bool begun;
	uint32_t number; /* sessions begun so far */
	bool over;
	double elapsed_s;
	double remaining_s;
	double intensity; /* in use: rises slowly, falls at once where less is asked for */
	double light;     /* share of what is asked for, LIGHT_SHARE..1, by the phase */
	enum session_phase phase;
	bool warm;       /* the warm-up is behind */
	double linger_s; /* still to stay here */
	int stroke;
	double left[STROKES_MAX]; /* weights not yet worked off */
	uint32_t skips;
	uint32_t lingers;
};

/* Begins a session with this technique, unless one is under way. Returns whether it is a new one. */
bool session_begin(struct session *session, const struct technique *technique);

/* As if none had been begun, but for their number. */
void session_forget(struct session *session);

/* Another technique takes the time that is left. */
void session_change(struct session *session, const struct technique *technique);

/*
 * One tick of working time. Returns whether the turn passed to another stroke. What the command asks
 * for is judged: NaN and what is out of range count as the least.
 */
bool session_step(struct session *session, const struct technique *technique,
		  const struct command *command, double dt_s);

/* How long the current stroke's turn still lasts, if nobody skips, lingers or changes the duration. */
double session_turn_left_s(const struct session *session, const struct technique *technique);

/*
 * A skip of a stroke: to the next one, and after the last one to the first again, over the time that is
 * left; in closing the last one stays. It never ends a session.
 */
void session_skip(struct session *session, const struct technique *technique);

/* Ends the turn of the current stroke; after the last one the session is over. */
void session_next_stroke(struct session *session, const struct technique *technique);

/*
 * The list begins again, over the time that is left, with these strokes only (bits); what is left out
 * may have its share back once there is work for it.
 */
void session_begin_again(struct session *session, const struct technique *technique,
			 unsigned strokes);
void session_take_back(struct session *session, const struct technique *technique, int stroke);

/* A tick in which nothing is worked: presses are seen and forgotten, the time left follows the wish. */
void session_idle(struct session *session, const struct command *command);

#endif
