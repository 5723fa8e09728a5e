/*
 * panel_page_keys.c - up and down choose a line of the page, the other keys are about that line.
 */
#include "tool/panel_page_keys.h"

#include "tool/panel_ask.h"

#include <knead/command.h>

#include <stdio.h>
#include <string.h>

#define FOCUS_STEP   0.1
#define BALANCE_STEP 0.1
#define HEIGHT_STEP  0.01
#define PAD_STEP     0.1
#define LENGTH_STEP  60.0 /* s */
#define MOST_STEP    5.0  /* N */
#define S_PER_MIN    60.0

/* A key held down comes sooner than this again, and must not answer what nobody has read out. */
#define READ_NS 700000000LL

static int lines_of(const struct panel_model *model, enum panel_page page)
{
	switch (page) {
	case PANEL_FOCUS:
		return PANEL_FOCUS_LINES;
	case PANEL_TECHNIQUE:
		return model->technique_count;
	case PANEL_INTAKE:
		return PANEL_QUESTION_LINE + model->question_count;
	case PANEL_BODY: /* these two scroll, and drawing keeps them inside what there is */
	case PANEL_HEADS:
	case PANEL_PAGES:
		break;
	}
	return HEADS_MAX + 1;
}

static void move(struct panel_keys *keys, const struct panel_model *model, int by)
{
	int lines = lines_of(model, keys->page);
	int line = keys->line[keys->page] + by;

	keys->line[keys->page] = line < 0 || lines == 0 ? 0 : line < lines ? line : lines - 1;
}

/* The first question without an answer, or the line it was left at. */
static int first_open(const struct panel_model *model, int otherwise)
{
	for (int i = 0; i < model->question_count; i++) {
		if (model->questions[i].answer == ANSWER_NONE) {
			return PANEL_QUESTION_LINE + i;
		}
	}
	return otherwise;
}

void panel_page_keys_enter(struct panel_keys *keys, const struct panel_model *model)
{
	int *line = &keys->line[keys->page];

	if (keys->page == PANEL_TECHNIQUE) {
		for (int i = 0; i < model->technique_count; i++) {
			*line = panel_model_is_technique(model, i) ? i : *line;
		}
	} else if (keys->page == PANEL_INTAKE && *line >= PANEL_QUESTION_LINE) {
		*line = first_open(model, *line);
	}
}

/* The lines below the regions. */
static bool press_session(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns,
			  int steps, struct panel_message *message)
{
	const struct panel_dial balance = {"/rig/balance",
					   "left and right, -1 to 1",
					   &model->balance,
					   &keys->balance,
					   BALANCE_STEP,
					   -1.0,
					   1.0};
	const struct panel_dial length = {"/rig/duration",  "length of the session in s",
					  &model->length_s, &keys->length_s,
					  LENGTH_STEP,      SESSION_MIN_S,
					  SESSION_MAX_S};
	const struct panel_dial most = {"/rig/ceiling", "the most that any head may press, in N",
					&model->most_n, &keys->most_n,
					MOST_STEP,      0.0,
					CEILING_MAX_N};

	switch (keys->line[PANEL_FOCUS]) {
	case PANEL_LENGTH_LINE:
		if (!panel_ask_turn(keys, t_ns, &length, steps, message)) {
			return false;
		}
		panel_ask_say(keys, t_ns, "length of the session: asked for %.0f min",
			      message->number / S_PER_MIN);
		return true;
	case PANEL_MOST_LINE:
		return panel_ask_turn(keys, t_ns, &most, steps, message);
	default:
		return panel_ask_turn(keys, t_ns, &balance, steps, message);
	}
}

/* The pad of tablets, toward the head or the feet: the focus of every region at once. */
static bool press_pad(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns,
		      int steps, struct panel_message *message)
{
	const struct panel_number x = {model->pad.felt, model->pad.known};
	const struct panel_dial pad = {"/rig/focus/xy",
				       "focus from head 0 to foot 1",
				       &x,
				       &keys->pad_x,
				       PAD_STEP,
				       0.0,
				       1.0};

	if (!panel_ask_has_word(keys, model, t_ns) ||
	    !panel_ask_turn(keys, t_ns, &pad, steps, message)) {
		return false;
	}
	message->types[1] = 'f';
	message->second = model->pad.wanted; /* left and right stay */
	return true;
}

static bool press_focus(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns,
			int steps, struct panel_message *message)
{
	int r = keys->line[PANEL_FOCUS] + 1;
	char path[48];
	char title[48];
	struct panel_dial dial = {path, title, NULL, NULL, FOCUS_STEP, 0.0, 1.0};

	if (!panel_ask_has_word(keys, model, t_ns)) {
		return false;
	}
	if (keys->line[PANEL_FOCUS] >= PANEL_BALANCE_LINE) {
		return press_session(keys, model, t_ns, steps, message);
	}
	snprintf(path, sizeof(path), "/rig/region/%s/focus", region_facts((enum region)r)->name);
	snprintf(title, sizeof(title), "focus on the %s", region_facts((enum region)r)->title);
	dial.heard = &model->regions[r].focus;
	dial.asked = &keys->focus[r];
	return panel_ask_turn(keys, t_ns, &dial, steps, message);
}

static bool press_out(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns,
		      struct panel_message *message)
{
	int r = keys->line[PANEL_FOCUS] + 1;
	char path[48];
	bool leave_out;

	if (keys->line[PANEL_FOCUS] >= PANEL_BALANCE_LINE ||
	    !panel_ask_has_word(keys, model, t_ns) ||
	    !panel_ask_is_known(keys, &model->regions[r].enabled, t_ns)) {
		return false;
	}
	leave_out = !panel_model_is_left_out(model, (enum region)r);
	snprintf(path, sizeof(path), "/rig/region/%s/enable", region_facts((enum region)r)->name);
	panel_ask_number(message, path, leave_out ? 0.0 : 1.0);
	panel_ask_say(keys, t_ns, "%s: asked to %s", region_facts((enum region)r)->title,
		      leave_out ? "leave it out" : "work on it again");
	return true;
}

static bool press_technique(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns,
			    struct panel_message *message)
{
	int i = keys->line[PANEL_TECHNIQUE];

	if (!panel_ask_has_word(keys, model, t_ns)) {
		return false;
	}
	if (i >= model->technique_count || model->techniques[i].name.text[0] == '\0') {
		panel_ask_say(keys, t_ns, "not heard from the controller yet: try again");
		return false;
	}
	panel_ask_text(message, "/rig/technique", model->techniques[i].name.text);
	panel_ask_say(keys, t_ns, "technique: asked for %s", model->techniques[i].title.text);
	return true;
}

static bool press_height(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns,
			 int steps, struct panel_message *message)
{
	struct panel_dial dial = {
		"/rig/client/height", "the client's height in m", &model->height_m, &keys->height_m,
		HEIGHT_STEP,          BODY_HEIGHT_MIN_M,          BODY_HEIGHT_MAX_M};

	if (keys->line[PANEL_INTAKE] != PANEL_HEIGHT_LINE ||
	    !panel_ask_has_word(keys, model, t_ns)) {
		return false;
	}
	return panel_ask_turn(keys, t_ns, &dial, steps, message);
}

/* It must be told of each client anew, also where it is right already. */
static bool confirm_height(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns,
			   enum answer answer, struct panel_message *message)
{
	if (answer != ANSWER_YES) {
		panel_ask_say(keys, t_ns,
			      "the left and right arrows change the height, y takes it");
		return false;
	}
	if (!press_height(keys, model, t_ns, 0, message)) {
		return false;
	}
	move(keys, model, 1);
	return true;
}

static bool press_placed(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns,
			 enum answer answer, struct panel_message *message)
{
	if (answer == ANSWER_CONSENT) {
		panel_ask_say(keys, t_ns, "this takes y or n");
		return false;
	}
	panel_ask_number(message, "/rig/client/placed", answer == ANSWER_YES ? 1.0 : 0.0);
	panel_ask_say(keys, t_ns, "place of the neck vertebra: asked to %s",
		      answer == ANSWER_YES ? "take it as confirmed" : "take it as open");
	move(keys, model, answer == ANSWER_YES);
	return true;
}

static bool press_answer(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns,
			 enum answer answer, struct panel_message *message)
{
	int line = keys->line[PANEL_INTAKE];
	bool too_fast = keys->answered_ns != 0 && t_ns - keys->answered_ns < READ_NS;
	char path[48];

	keys->answered_ns = t_ns;
	if (!panel_ask_has_word(keys, model, t_ns)) {
		return false;
	}
	if (too_fast) {
		panel_ask_say(keys, t_ns, "too fast, not taken: read it out first");
		return false;
	}
	if (line == PANEL_HEIGHT_LINE) {
		return confirm_height(keys, model, t_ns, answer, message);
	}
	if (line - PANEL_QUESTION_LINE >= model->question_count) {
		return false;
	}
	if (line == PANEL_PLACED_LINE) {
		return press_placed(keys, model, t_ns, answer, message);
	}
	snprintf(path, sizeof(path), "/rig/screening/%.30s",
		 model->questions[line - PANEL_QUESTION_LINE].name.text);
	panel_ask_text(message, path, answer_name(answer));
	panel_ask_say(keys, t_ns, "%.40s: answered %s",
		      model->questions[line - PANEL_QUESTION_LINE].name.text, answer_name(answer));
	move(keys, model, 1);
	return true;
}

static bool press_sideways(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns,
			   int steps, struct panel_message *message)
{
	switch (keys->page) {
	case PANEL_FOCUS:
		return press_focus(keys, model, t_ns, steps, message);
	case PANEL_INTAKE:
		return press_height(keys, model, t_ns, steps, message);
	case PANEL_HEADS:
		keys->tissue = !keys->tissue;
		break;
	case PANEL_BODY:
	case PANEL_TECHNIQUE:
	case PANEL_PAGES:
		break;
	}
	return false;
}

bool panel_page_keys_press(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns,
			   int key, struct panel_message *message)
{
	switch (key) {
	case PANEL_KEY_UP:
		move(keys, model, -1);
		return false;
	case PANEL_KEY_DOWN:
		move(keys, model, 1);
		return false;
	case PANEL_KEY_LEFT:
		return press_sideways(keys, model, t_ns, -1, message);
	case PANEL_KEY_RIGHT:
		return press_sideways(keys, model, t_ns, 1, message);
	default:
		break;
	}
	if (keys->page == PANEL_FOCUS && key == 'o') {
		return press_out(keys, model, t_ns, message);
	}
	if (keys->page == PANEL_FOCUS && (key == '[' || key == ']')) {
		return press_pad(keys, model, t_ns, key == '[' ? -1 : 1, message);
	}
	if (keys->page == PANEL_TECHNIQUE && (key == '\n' || key == '\r')) {
		return press_technique(keys, model, t_ns, message);
	}
	if (keys->page == PANEL_INTAKE && (key == 'y' || key == 'n' || key == 'c')) {
		return press_answer(keys, model, t_ns,
				    key == 'y'   ? ANSWER_YES
				    : key == 'n' ? ANSWER_NO
						 : ANSWER_CONSENT,
				    message);
	}
	return false;
}
