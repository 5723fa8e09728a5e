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
	session->over = false;
	session->elapsed_s = 0.0;
	session->linger_s = 0.0;
	spread(session, technique);
	return true;
}

void session_change(struct session *session, const struct technique *technique)
{
	session->linger_s = 0.0;
	spread(session, technique);
}

static void step_intensity(struct session *session, double wish, double dt_s)
{
	double most = session->intensity + INTENSITY_RISE_PER_S * dt_s;

	if (!(wish >= 0.0 && wish <= 1.0)) {
		wish = 0.0;
	}
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

void session_next_stroke(struct session *session, const struct technique *technique)
{
	session->left[session->stroke] = 0.0;
	session->linger_s = 0.0;
	if (session->stroke + 1 < technique->stroke_count) {
		session->stroke++;
	} else {
		session->over = true;
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
	bool skip = command->presses.skip != session->skips;

	if (command->presses.linger != session->lingers) {
		session->linger_s = LINGER_S;
	}
	session_idle(session, command);
	step_intensity(session, command->intensity, dt_s);
	session->elapsed_s += dt_s;
	session->remaining_s = duration_s(command) - session->elapsed_s;
	if (!(session->remaining_s > 0.0)) {
		session->remaining_s = 0.0;
		session->over = true;
		return false;
	}
	if (skip) {
		session_next_stroke(session, technique);
		return true;
	}
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
