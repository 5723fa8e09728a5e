/*
 * panel_keys.c - keys that mean the same on every page: a table of plain ones, and the few that
 * think first. ENTER starts nothing: it chooses on one page, and a habit must not set heads in
 * motion.
 */
#include "tool/panel_keys.h"

#include "tool/panel_ask.h"
#include "tool/panel_page_keys.h"
#include "tool/panel_pin.h"

#include <knead/command.h>

#define STEP        0.05
#define TWICE_NS    3000000000LL /* between the two keys of a reset */
#define COMFORT_MAX 10

/* clang-format off */
static const struct plain_key {
	int key;
	const char *path;
	bool needs_word; /* moves towards the person: never sent to a controller that is silent */
	const char *says;
} plain_keys[] = {
	{ 'e',  "/rig/ease",     false, "ease: asked for less" },
	{ 'E',  "/rig/ease",     false, "ease: asked for less" },
	{ 'p',  "/rig/pause",    false, "pause: asked to lift off" },
	{ 'P',  "/rig/pause",    false, "pause: asked to lift off" },
	{ 'a',  "/rig/arm",      true,  "arm: asked; g within 10 s starts" },
	{ 'g',  "/rig/start",    true,  "start: asked" },
	{ 'r',  "/rig/resume",   true,  "resume: asked" },
	{ 'k',  "/rig/skip",     true,  "skip: asked for the next place; again: next stroke" },
	{ 'l',  "/rig/linger",   true,  "linger: asked to stay here for another 20 s" },
	{ 'd',  "/rig/released", true,  "done: told that this point has let go" },
};

static const struct { int key; enum panel_page page; } page_keys[] = {
	{ 'b', PANEL_BODY }, { 'f', PANEL_FOCUS }, { 't', PANEL_TECHNIQUE }, { 'i', PANEL_INTAKE },
	{ 'h', PANEL_HEADS }, { '\033', PANEL_BODY },
};
/* clang-format on */

static void press_stop(struct panel_keys *keys, int64_t t_ns)
{
	keys->stops_left = PANEL_STOPS;
	keys->stop_due_ns = t_ns;
	panel_ask_say(keys, t_ns, "STOP: sent");
}

static bool press_quit(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns,
		       bool again)
{
	if (again || !panel_model_in_session(model)) {
		keys->quit = true;
		return false;
	}
	keys->quit_asked = true;
	panel_ask_say(keys, t_ns,
		      keys->owner ? "q again ends the controller, s stops the session"
		      : panel_model_steers(model)
			      ? "q again ends the session too: nobody steers then"
			      : "q again leaves the session running, s stops it");
	return false;
}

static bool press_reset(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns,
			int64_t first_ns, struct panel_message *message)
{
	if (!panel_ask_has_word(keys, model, t_ns)) {
		return false;
	}
	if (first_ns == 0 || t_ns - first_ns > TWICE_NS) {
		keys->reset_asked_ns = t_ns;
		panel_ask_say(keys, t_ns, "R again within 3 s resets the fault");
		return false;
	}
	panel_ask_plain(message, "/rig/fault/reset");
	panel_ask_say(keys, t_ns, "fault reset: asked");
	return true;
}

static bool press_intensity(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns,
			    int steps, struct panel_message *message)
{
	struct panel_dial dial = {
		"/rig/intensity", "intensity", &model->intensity, &keys->intensity, STEP, 0.0, 1.0};

	/* less is always worth a try, more only of somebody who answers */
	return (steps < 0 || panel_ask_has_word(keys, model, t_ns)) &&
	       panel_ask_turn(keys, t_ns, &dial, steps, message);
}

static bool press_speed(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns,
			int steps, struct panel_message *message)
{
	struct panel_dial dial = {"/rig/speed", "speed",   &model->speed, &keys->speed,
				  STEP,         SPEED_MIN, SPEED_MAX};

	return panel_ask_has_word(keys, model, t_ns) &&
	       panel_ask_turn(keys, t_ns, &dial, steps, message);
}

/* By a panel that is paired: free, or, with a PIN, somebody else's. */
static bool take_wheel(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns,
		       struct panel_message *message)
{
	if (model->owner.text[0] == '\0') {
		panel_ask_text(message, "/rig/lease/request", "panel");
		panel_ask_say(keys, t_ns, "asked to steer");
		return true;
	}
	if (keys->pin[0] == '\0') {
		panel_ask_plain(message, "/rig/pair");
		panel_pin_ask(keys, t_ns);
		return true;
	}
	panel_ask_text(message, "/rig/lease/take", keys->pin);
	keys->pin[0] = '\0';
	panel_ask_say(keys, t_ns, "asked to take over: press the confirm button at the rig");
	return true;
}

/* The wheel: free, or somebody else's. */
static bool press_wheel(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns,
			struct panel_message *message)
{
	if (!panel_ask_has_word(keys, model, t_ns)) {
		return false;
	}
	if (!panel_model_is_passenger(model)) {
		panel_ask_say(keys, t_ns,
			      model->owner.text[0] != '\0' ? "this panel steers already"
							   : "everybody steers this rig");
		return false;
	}
	if (!keys->paired) {
		panel_ask_plain(message, "/rig/pair");
		panel_pin_ask(keys, t_ns);
		return true;
	}
	return take_wheel(keys, model, t_ns, message);
}

/* The last digit of a PIN pairs, or takes over; who sends it where nothing is paired is the panel itself. */
static bool press_digit(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns,
			struct panel_message *message)
{
	if (keys->pin[0] == '\0') {
		return false;
	}
	if (!keys->paired) {
		panel_ask_say(keys, t_ns, "pairing by that PIN");
		return false;
	}
	return take_wheel(keys, model, t_ns, message);
}

/* A digit says how the client is, and nothing else, so that a late answer is never another wish. */
static bool press_comfort(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns,
			  int comfort, struct panel_message *message)
{
	if (!panel_ask_has_word(keys, model, t_ns)) {
		return false;
	}
	if (!panel_model_is_comfort_due(model) && !panel_model_in_session(model)) {
		panel_ask_say(keys, t_ns, "digits say how the client is, and no session is on");
		return false;
	}
	panel_ask_number(message, "/rig/comfort", comfort);
	panel_ask_say(keys, t_ns, "the client says %d of 10: told", comfort);
	return true;
}

static bool turn_page(struct panel_keys *keys, const struct panel_model *model, int key)
{
	int by = key == '\t' ? 1 : key == PANEL_KEY_BACK_TAB ? PANEL_PAGES - 1 : 0;

	for (size_t i = 0; i < sizeof(page_keys) / sizeof(page_keys[0]); i++) {
		if (page_keys[i].key == key) {
			keys->page = page_keys[i].page;
			panel_page_keys_enter(keys, model);
			return true;
		}
	}
	if (by != 0) {
		keys->page = (enum panel_page)(((int)keys->page + by) % PANEL_PAGES);
		panel_page_keys_enter(keys, model);
	}
	return by != 0;
}

static bool press_plain(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns,
			int key, struct panel_message *message)
{
	for (size_t i = 0; i < sizeof(plain_keys) / sizeof(plain_keys[0]); i++) {
		const struct plain_key *plain = &plain_keys[i];

		if (plain->key == key &&
		    (!plain->needs_word || panel_ask_has_word(keys, model, t_ns))) {
			panel_ask_plain(message, plain->path);
			panel_ask_say(keys, t_ns, "%s", plain->says);
			keys->page = key == 'g' ? PANEL_BODY : keys->page;
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
	if (panel_pin_press(keys, t_ns, key)) {
		return press_digit(keys, model, t_ns, message);
	}
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
		return press_intensity(keys, model, t_ns, 1, message);
	case '-':
		return press_intensity(keys, model, t_ns, -1, message);
	case '>':
	case '.':
		return press_speed(keys, model, t_ns, 1, message);
	case '<':
	case ',':
		return press_speed(keys, model, t_ns, -1, message);
	case 'w':
		return press_wheel(keys, model, t_ns, message);
	case 'x':
		return press_comfort(keys, model, t_ns, COMFORT_MAX, message);
	default:
		break;
	}
	if (key >= '0' && key <= '9') {
		return press_comfort(keys, model, t_ns, key - '0', message);
	}
	if (turn_page(keys, model, key)) {
		return false;
	}
	return panel_page_keys_press(keys, model, t_ns, key, message) ||
	       press_plain(keys, model, t_ns, key, message);
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
