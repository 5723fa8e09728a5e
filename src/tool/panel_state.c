/*
 * panel_state.c - each state has a colour, and says what comes next.
 */
#include "tool/panel_state.h"

#include "tool/panel_screen.h"
#include "tool/panel_words.h"

#include <stdio.h>
#include <string.h>

#define STATE_ROW     1
#define STATE_ROWS    3
#define REASON_COLUMN 34
#define COMFORT_ROW   4
#define BREATH_COLUMN 39

/* clang-format off */
static const struct { const char *state; enum paint paint; const char *hint; } states[] = {
	{ "boot",      PAINT_QUIET, "" },
	{ "selftest",  PAINT_QUIET, "" },
	{ "idle",      PAINT_QUIET, "a arms" },
	{ "armed",     PAINT_READY, "g starts" },
	{ "running",   PAINT_GO,    "s or SPACE stops" },
	{ "paused",    PAINT_HOLD,  "r resumes, s stops" },
	{ "releasing", PAINT_HOLD,  "letting go" },
	{ "fault",     PAINT_ALARM, "R R resets, once the cause is gone" },
};
/* clang-format on */

/* "R U N N I N G": as big as a terminal's letters get. */
static void write_spaced(char *spaced, size_t size, const char *text)
{
	size_t used = 0;

	for (; *text != '\0' && used + 3 < size; text++) {
		char upper = (char)(*text >= 'a' && *text <= 'z' ? *text - 'a' + 'A' : *text);

		spaced[used++] = upper;
		spaced[used++] = ' ';
	}
	spaced[used] = '\0';
}

/* "12:34 left, warm up" */
static void draw_time(const struct panel_model *model, enum paint paint)
{
	bool in_phase = panel_model_in_session(model) && strcmp(model->phase.text, "none") != 0;
	char text[PANEL_WORD];
	struct panel_text phase = panel_words_name(&model->phase);

	panel_words_time(text, &model->remaining_s);
	panel_screen_put(STATE_ROW + 2, 3, 30, paint, "%s left%s%.12s", text,
			 in_phase && phase.text[0] != '\0' ? ", " : "", in_phase ? phase.text : "");
}

/* What keeps it from being armed, or from what it is meant to be. */
static const char *obstacle(const struct panel_model *model)
{
	if (panel_model_in_state(model, "idle")) {
		return model->arm_refusal.text;
	}
	return panel_model_in_session(model) ? model->lacks.text : "";
}

/* Why it is so, and what comes next: an obstacle, or a key. */
static void draw_reason(const struct panel_model *model, enum paint paint, const char *hint,
			int columns)
{
	bool barred = obstacle(model)[0] != '\0';
	int width = columns - REASON_COLUMN - 1;
	bool is_long = barred || (int)strlen(model->reason.text) > width;
	int row = STATE_ROW + !is_long;

	row += panel_screen_wrap(row, REASON_COLUMN, width, barred ? 1 : 2, paint,
				 model->reason.text);
	if (barred) {
		panel_screen_wrap(row, REASON_COLUMN, width, 2, paint, obstacle(model));
	} else {
		panel_screen_put(STATE_ROW + 2, REASON_COLUMN, width, paint, "%s", hint);
	}
}

/* Where somebody steers, the wheel comes first, and a tablet alone resets nothing. */
static const char *hint_where_steered(const struct panel_model *model, const char *hint)
{
	if (model->nonce.value > 0.0 && panel_model_in_state(model, "fault")) {
		return "cause gone: the rig's confirm button resets";
	}
	if (panel_model_is_passenger(model) && panel_model_in_state(model, "idle")) {
		return "w steers, then a arms";
	}
	return hint;
}

static void draw_state(const struct panel_picture *picture, int columns)
{
	const struct panel_model *model = picture->model;
	enum paint paint = PAINT_QUIET;
	const char *hint = "";
	char spaced[64];

	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		if (panel_model_in_state(model, states[i].state)) {
			paint = states[i].paint;
			hint = states[i].hint;
		}
	}
	for (int row = 0; row < STATE_ROWS; row++) {
		panel_screen_block(STATE_ROW + row, 0, columns, paint);
	}
	write_spaced(spaced, sizeof(spaced), model->state.text);
	panel_screen_put(STATE_ROW + 1, 3, 30, paint, "%s", spaced);
	draw_reason(model, paint, hint_where_steered(model, hint), columns);
	draw_time(model, paint);
}

static void draw_breath(const struct panel_model *model, int columns)
{
	char text[64];

	panel_words_breath(text, model);
	if (panel_model_in_session(model)) {
		panel_screen_put(COMFORT_ROW, BREATH_COLUMN, columns - BREATH_COLUMN - 1,
				 PAINT_PLAIN, "%s", text);
	}
}

/* The question that must not be missed, on every page. */
static void draw_comfort(const struct panel_model *model, int columns)
{
	draw_breath(model, columns);
	if (panel_model_is_comfort_due(model)) {
		panel_screen_block(COMFORT_ROW, 0, columns, PAINT_READY);
		panel_screen_put(COMFORT_ROW, 3, columns - 4, PAINT_READY,
				 "How is it, 0..10?   0 is fine, x is 10, the worst   "
				 "%.0f s to answer",
				 model->comfort_due_s.value);
	} else if (model->comfort.known && model->comfort.value >= 0.0 &&
		   panel_model_in_session(model)) {
		panel_screen_put(COMFORT_ROW, 1, columns - 2, PAINT_PLAIN,
				 "comfort, last answer: %.0f of 10", model->comfort.value);
	}
}

/* In place of the state: what is known, and for how long nothing was heard. */
static void draw_silence(const struct panel_picture *picture, int columns)
{
	const struct panel_model *model = picture->model;
	const char *why = picture->unreachable ? "; no program listens there" : "";

	if (model->heard_ns == 0) {
		panel_screen_put(STATE_ROW + 1, 3, columns - 4, PAINT_PLAIN,
				 "waiting for a controller at %s%s", picture->where, why);
		return;
	}
	panel_screen_put(STATE_ROW + 1, 3, columns - 4, PAINT_PLAIN,
			 "no word from the controller for %d s%s",
			 (int)((picture->t_ns - model->heard_ns) / 1000000000), why);
	panel_screen_put(STATE_ROW + 2, 3, columns - 4, PAINT_PLAIN,
			 "everything below is as it was then: %s, %s", model->state.text,
			 model->reason.text);
}

void panel_state_draw(const struct panel_picture *picture, bool fresh, int columns)
{
	if (!fresh) {
		draw_silence(picture, columns);
		return;
	}
	draw_state(picture, columns);
	draw_comfort(picture->model, columns);
}
