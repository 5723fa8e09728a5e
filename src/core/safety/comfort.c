#include "core/safety/comfort.h"

#include <string.h>

#define ROUNDING 1e-9 /* intensity rises by steps that do not add up exactly */

void comfort_forget(struct comfort *comfort)
{
	comfort->due = false;
	comfort->silent = false;
	comfort->left_s = 0.0;
	comfort->last = COMFORT_NONE;
	comfort->first = COMFORT_NONE;
	comfort->since_asked_s = 0.0;
	comfort->intensity = 0.0;
}

void comfort_init(struct comfort *comfort, bool required)
{
	memset(comfort, 0, sizeof(*comfort));
	comfort->required = required;
	comfort_forget(comfort);
}

/* What is no answer at all is the worst one. */
static int as_answer(int value)
{
	return value >= 0 && value <= COMFORT_MAX ? value : COMFORT_MAX;
}

static void take(struct comfort *comfort, int answer)
{
	comfort->last = answer;
	if (comfort->first == COMFORT_NONE) {
		comfort->first = answer;
	}
	comfort->eases |= answer >= COMFORT_EASES;
	comfort->too_much |= answer >= COMFORT_RELEASES || answer >= comfort->first + COMFORT_ROSE;
	comfort->due = false;
	comfort->left_s = 0.0;
	comfort->since_asked_s = 0.0;
}

/* Answers from tablet and handset; outside a session they are seen and forgotten. */
static void listen(struct comfort *comfort, const struct frame *frame,
		   const struct command *command, bool in_session)
{
	const bool tablet = command->comfort_answers != comfort->tablet_seen;
	const bool handset = frame->comfort_answers != comfort->handset_seen;

	comfort->tablet_seen = command->comfort_answers;
	comfort->handset_seen = frame->comfort_answers;
	if (tablet && in_session) {
		take(comfort, as_answer(command->comfort));
	}
	if (handset && in_session) {
		take(comfort, as_answer(frame->comfort));
	}
}

static void ask(struct comfort *comfort, double intensity)
{
	comfort->due = true;
	comfort->left_s = COMFORT_ANSWER_S;
	comfort->since_asked_s = 0.0;
	comfort->intensity = intensity;
}

/* Whether it is time to ask. An intensity that is none counts as a rise. */
static bool is_time(struct comfort *comfort, double intensity)
{
	bool rose = !(intensity < comfort->intensity + COMFORT_STEP - ROUNDING);

	if (intensity < comfort->intensity) {
		comfort->intensity = intensity;
	}
	return !(comfort->since_asked_s < (rose ? COMFORT_STEP_S : COMFORT_EVERY_S));
}

static void run(struct comfort *comfort, double intensity, double dt_s)
{
	comfort->since_asked_s += dt_s;
	if (!comfort->due) {
		if (is_time(comfort, intensity)) {
			ask(comfort, intensity);
		}
		return;
	}
	comfort->left_s -= dt_s;
	if (!(comfort->left_s > 0.0)) {
		comfort->left_s = 0.0;
		comfort->due = comfort->required; /* else nobody minds, until the next time */
	}
}

void comfort_step(struct comfort *comfort, const struct frame *frame, const struct command *command,
		  enum state state, double in_state_s, double intensity, double dt_s)
{
	const bool pausable = state == STATE_RUNNING || state == STATE_PAUSED;

	comfort->eases = false;
	comfort->too_much = false;
	listen(comfort, frame, command, pausable || state == STATE_ARMED);
	if (state == STATE_RUNNING) {
		run(comfort, intensity, dt_s);
	} else if (!pausable && comfort->due) {
		comfort->left_s = COMFORT_ANSWER_S; /* still to be answered, once it goes on */
	}
	/* elsewhere there is time left */
	comfort->silent = comfort->due && !(comfort->left_s > 0.0) &&
			  (state == STATE_RUNNING || !(in_state_s < COMFORT_PAUSE_S));
}
