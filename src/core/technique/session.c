#include "core/technique/session.h"

#include <string.h>

static double duration_s(const struct command *command)
{
	double wish_s = command->duration_s;

	if (!(wish_s >= SESSION_MIN_S)) {
		return SESSION_MIN_S;
	}
	return wish_s <= SESSION_MAX_S ? wish_s : SESSION_MAX_S;
}

static void spread(struct session *session, const struct technique *technique)
{
	memset(session->left, 0, sizeof(session->left));
	for (int k = 0; k < technique->stroke_count; k++) {
		session->left[k] = technique->strokes[k].share;
	}
	session->stroke = 0;
}

bool session_begin(struct session *session, const struct technique *technique)
{
	if (session->begun && !session->over) {
		return false; /* no clock of a session starts anew by stopping and starting it */
	}
	session->begun = true;
	session->number++;
	session->over = false;
	session->elapsed_s = 0.0;
	session->linger_s = 0.0;
	session->light = LIGHT_SHARE;
	session->phase = PHASE_WARM_UP;
	session->warm = false;
	spread(session, technique);
	return true;
}

void session_forget(struct session *session)
{
	*session = (struct session){
		.number = session->number,
		.skips = session->skips,
		.lingers = session->lingers,
	};
}

void session_change(struct session *session, const struct technique *technique)
{
	session->linger_s = 0.0;
	spread(session, technique);
}

/* Which phase the time of the session is in; one that has warmed up stays warm. */
static void step_phase(struct session *session)
{
	double total_s = session->elapsed_s + session->remaining_s;

	if (!(session->elapsed_s < WARM_UP_SHARE * total_s)) {
		session->warm = true;
	}
	if (!(session->remaining_s > CLOSING_SHARE * total_s)) {
		session->phase = PHASE_CLOSING;
	} else {
		session->phase = session->warm ? PHASE_WORK : PHASE_WARM_UP;
	}
}

/* The phases blend into each other: no edge of theirs is felt as a step. */
static void step_light(struct session *session, double dt_s)
{
	double wish = session->phase == PHASE_WORK ? 1.0 : LIGHT_SHARE;
	double step = (1.0 - LIGHT_SHARE) / PHASE_BLEND_S * dt_s;

	if (session->light < wish - step) {
		session->light += step;
	} else if (session->light > wish + step) {
		session->light -= step;
	} else {
		session->light = wish;
	}
}

static void step_intensity(struct session *session, double asked, double dt_s)
{
	double most = session->intensity + INTENSITY_RISE_PER_S * dt_s;
	double wish = asked >= 0.0 && asked <= 1.0 ? session->light * asked : 0.0;

	session->intensity = wish < most ? wish : most;
}

static double left_in_all(const struct session *session, const struct technique *technique)
{
	double sum = 0.0;

	for (int k = session->stroke; k < technique->stroke_count; k++) {
		sum += session->left[k];
	}
	return sum;
}

double session_turn_left_s(const struct session *session, const struct technique *technique)
{
	double all = left_in_all(session, technique);
	double spread_s = session->remaining_s - session->linger_s;
	double own = session->stroke + 1 < technique->stroke_count && all > 0.0
			     ? session->left[session->stroke] / all
			     : 1.0;

	if (!(spread_s > 0.0)) {
		return session->remaining_s;
	}
	return session->linger_s + own * spread_s;
}

static void end(struct session *session)
{
	session->over = true;
	session->phase = PHASE_NONE;
	session->intensity = 0.0;
}

void session_next_stroke(struct session *session, const struct technique *technique)
{
	session->left[session->stroke] = 0.0;
	session->linger_s = 0.0;
	if (session->stroke + 1 < technique->stroke_count) {
		session->stroke++;
	} else {
		end(session);
	}
}

void session_begin_again(struct session *session, const struct technique *technique,
			 unsigned strokes)
{
	spread(session, technique);
	for (int k = 0; k < technique->stroke_count; k++) {
		if ((strokes >> k & 1u) == 0) {
			session->left[k] = 0.0;
		}
	}
}

void session_take_back(struct session *session, const struct technique *technique, int stroke)
{
	if (!(session->left[stroke] > 0.0)) {
		session->left[stroke] = technique->strokes[stroke].share;
	}
}

void session_skip(struct session *session, const struct technique *technique)
{
	if (session->over) {
		return;
	}
	session->linger_s = 0.0;
	if (session->stroke + 1 < technique->stroke_count) {
		session_next_stroke(session, technique);
	} else if (session->phase != PHASE_CLOSING) {
		spread(session, technique);
	}
}

static bool work_off(struct session *session, const struct technique *technique, double dt_s)
{
	if (session->linger_s > 0.0) {
		session->linger_s -= dt_s;
		return false;
	}
	session->left[session->stroke] -=
		left_in_all(session, technique) * dt_s / (session->remaining_s + dt_s);
	if (session->left[session->stroke] > 0.0 ||
	    session->stroke + 1 >= technique->stroke_count) {
		return false; /* the last stroke lasts until the time is over */
	}
	session_next_stroke(session, technique);
	return true;
}

bool session_step(struct session *session, const struct technique *technique,
		  const struct command *command, double dt_s)
{
	if (command->presses.linger != session->lingers) {
		session->linger_s = LINGER_S;
	}
	session_idle(session, command);
	session->elapsed_s += dt_s;
	session->remaining_s = duration_s(command) - session->elapsed_s;
	if (!(session->remaining_s > 0.0)) {
		session->remaining_s = 0.0;
		end(session);
		return false;
	}
	step_phase(session);
	step_light(session, dt_s);
	step_intensity(session, command->intensity, dt_s);
	return work_off(session, technique, dt_s);
}

void session_idle(struct session *session, const struct command *command)
{
	double done_s = session->begun && !session->over ? session->elapsed_s : 0.0;

	session->skips = command->presses.skip;
	session->lingers = command->presses.linger;
	session->remaining_s = duration_s(command) - done_s;
	if (!(session->remaining_s > 0.0)) {
		session->remaining_s = 0.0;
	}
}
