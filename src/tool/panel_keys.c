/*
 * panel_keys.c - a table of plain keys, and the few that think first.
 */
#include "tool/panel_keys.h"

#include <knead/command.h>

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#define STEP           0.05
#define ECHO_WITHIN_NS 500000000LL  /* later than this what was heard counts, not what was asked */
#define TWICE_NS       3000000000LL /* between the two keys of a reset */

/* clang-format off */
static const struct plain_key {
	int key;
	const char *path;
	bool needs_word; /* moves towards the person: never sent to a controller that is silent */
	const char *says;
} plain_keys[] = {
	{ 'e',  "/rig/ease",   false, "ease: asked for less" },
	{ 'E',  "/rig/ease",   false, "ease: asked for less" },
	{ 'p',  "/rig/pause",  false, "pause: asked to lift off" },
	{ 'P',  "/rig/pause",  false, "pause: asked to lift off" },
	{ 'a',  "/rig/arm",    true,  "arm: asked; g or ENTER within 10 s starts" },
	{ 'g',  "/rig/start",  true,  "start: asked" },
	{ '\n', "/rig/start",  true,  "start: asked" },
	{ '\r', "/rig/start",  true,  "start: asked" },
	{ 'r',  "/rig/resume", true,  "resume: asked" },
	{ 'n',  "/rig/skip",   true,  "skip: asked for the next stroke" },
	{ 'l',  "/rig/linger", true,  "linger: asked to stay here for another 20 s" },
};
/* clang-format on */

__attribute__((format(printf, 3, 4))) static void say(struct panel_keys *keys, int64_t t_ns,
						      const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(keys->notice.text, sizeof(keys->notice.text), format, arguments);
	va_end(arguments);
	keys->notice.t_ns = t_ns;
}

static void set_path(struct panel_message *message, const char *path)
{
	*message = (struct panel_message){.types = ""};
	snprintf(message->path, sizeof(message->path), "%s", path);
}

static bool has_word(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns)
{
	if (!panel_model_is_fresh(model, t_ns)) {
		say(keys, t_ns, "no word from the controller: only stop, ease and pause are sent");
		return false;
	}
	return true;
}

static void press_stop(struct panel_keys *keys, int64_t t_ns)
{
	keys->stops_left = PANEL_STOPS;
	keys->stop_due_ns = t_ns;
	say(keys, t_ns, "STOP: sent");
}

static bool press_quit(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns,
		       bool again)
{
	if (again || !panel_model_in_session(model)) {
		keys->quit = true;
		return false;
	}
	keys->quit_asked = true;
	say(keys, t_ns,
	    keys->owner ? "q again ends the controller, s stops the session"
			: "q again leaves the session running, s stops it");
	return false;
}

static bool press_reset(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns,
			int64_t first_ns, struct panel_message *message)
{
	if (!has_word(keys, model, t_ns)) {
		return false;
	}
	if (first_ns == 0 || t_ns - first_ns > TWICE_NS) {
		keys->reset_asked_ns = t_ns;
		say(keys, t_ns, "R again within 3 s resets the fault");
		return false;
	}
	set_path(message, "/rig/fault/reset");
	say(keys, t_ns, "fault reset: asked");
	return true;
}

/* One step up or down from what was asked last, or heard where that is long ago. */
static bool press_step(struct panel_keys *keys, int64_t t_ns, struct panel_asked *asked,
		       const struct panel_number *heard, double step, double low, double high)
{
	bool pending = asked->t_ns != 0 && t_ns - asked->t_ns < ECHO_WITHIN_NS;
	double wanted;

	if (!heard->known) {
		say(keys, t_ns, "not heard from the controller yet: try again");
		return false;
	}
	/* on the grid of steps, so that 0.3 + 0.05 - 0.05 is 0.3 again */
	wanted = round(((pending ? asked->value : heard->value) + step) / STEP) * STEP;
	wanted = wanted > high ? high : wanted < low ? low : wanted;
	*asked = (struct panel_asked){wanted, t_ns};
	return true;
}

static bool press_intensity(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns,
			    double step, struct panel_message *message)
{
	/* less is always worth a try, more only of somebody who answers */
	if ((step > 0.0 && !has_word(keys, model, t_ns)) ||
	    !press_step(keys, t_ns, &keys->intensity, &model->intensity, step, 0.0, 1.0)) {
		return false;
	}
	set_path(message, "/rig/intensity");
	message->types[0] = 'f';
	message->number = keys->intensity.value;
	say(keys, t_ns, "intensity: asked for %.2f", message->number);
	return true;
}

static bool press_speed(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns,
			double step, struct panel_message *message)
{
	if (!has_word(keys, model, t_ns) ||
	    !press_step(keys, t_ns, &keys->speed, &model->speed, step, SPEED_MIN, SPEED_MAX)) {
		return false;
	}
	set_path(message, "/rig/speed");
	message->types[0] = 'f';
	message->number = keys->speed.value;
	say(keys, t_ns, "speed: asked for %.2f", message->number);
	return true;
}

static bool press_technique(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns,
			    struct panel_message *message)
{
	const char *next = panel_model_next_technique(model);

	if (!has_word(keys, model, t_ns)) {
		return false;
	}
	if (next == NULL) {
		say(keys, t_ns, "the controller has no other technique");
		return false;
	}
	set_path(message, "/rig/technique");
	message->types[0] = 's';
	snprintf(message->text, sizeof(message->text), "%s", next);
	say(keys, t_ns, "technique: asked for %s", next);
	return true;
}

static bool press_region(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns,
			 enum region region, struct panel_message *message)
{
	const struct panel_number *enabled = &model->enabled[region];
	bool leave_out = enabled->value >= 0.5;

	if (!has_word(keys, model, t_ns)) {
		return false;
	}
	if (!enabled->known) {
		say(keys, t_ns, "not heard from the controller yet: try again");
		return false;
	}
	set_path(message, "");
	snprintf(message->path, sizeof(message->path), "/rig/region/%s/enable",
		 region_facts(region)->name);
	message->types[0] = 'f';
	message->number = leave_out ? 0.0 : 1.0;
	say(keys, t_ns, "%s: asked to %s", region_facts(region)->title,
	    leave_out ? "leave it out" : "work on it again");
	return true;
}

static bool press_plain(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns,
			int key, struct panel_message *message)
{
	for (size_t i = 0; i < sizeof(plain_keys) / sizeof(plain_keys[0]); i++) {
		const struct plain_key *plain = &plain_keys[i];

		if (plain->key == key && (!plain->needs_word || has_word(keys, model, t_ns))) {
			set_path(message, plain->path);
			say(keys, t_ns, "%s", plain->says);
			return true;
		}
	}
	return false;
}

bool panel_keys_press(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns,
		      int key, struct panel_message *message)
{
	bool quit_again = keys->quit_asked;
	int64_t reset_first_ns = keys->reset_asked_ns;

	if (key == PANEL_KEY_NONE) {
		return false;
	}
	keys->quit_asked = false; /* any other key takes a question back */
	keys->reset_asked_ns = 0;
	switch (key) {
	case 's':
	case 'S':
	case ' ':
		press_stop(keys, t_ns);
		return false;
	case 'q':
	case 'Q':
		return press_quit(keys, model, t_ns, quit_again);
	case 'R':
		return press_reset(keys, model, t_ns, reset_first_ns, message);
	case '+':
	case '=': /* the same key without shift */
		return press_intensity(keys, model, t_ns, STEP, message);
	case '-':
		return press_intensity(keys, model, t_ns, -STEP, message);
	case '>':
	case '.':
		return press_speed(keys, model, t_ns, STEP, message);
	case '<':
	case ',':
		return press_speed(keys, model, t_ns, -STEP, message);
	case 't':
		return press_technique(keys, model, t_ns, message);
	case PANEL_KEY_UP:
		keys->scroll -= keys->scroll > 0 ? 1 : 0;
		return false;
	case PANEL_KEY_DOWN:
		keys->scroll += keys->scroll < HEADS_MAX ? 1 : 0;
		return false;
	default:
		break;
	}
	if (key >= '1' && key < '0' + REGION_COUNT) {
		return press_region(keys, model, t_ns, (enum region)(key - '0'), message);
	}
	return press_plain(keys, model, t_ns, key, message);
}

bool panel_keys_stop(struct panel_keys *keys, int64_t t_ns)
{
	if (keys->stops_left == 0 || t_ns < keys->stop_due_ns) {
		return false;
	}
	keys->stops_left--;
	keys->stop_due_ns = t_ns + PANEL_STOP_GAP_NS;
	return true;
}
