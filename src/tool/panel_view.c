/*
 * panel_view.c - everything around the body map: who, which state and why, what is asked and what is,
 * and which key does what. STOP's key is never grey.
 */
#include "tool/panel_view.h"

#include "tool/panel_map.h"
#include "tool/panel_screen.h"

#include <stdio.h>
#include <string.h>

#define STATE_ROW     1
#define STATE_ROWS    3
#define WORK_ROW      5
#define REGIONS_ROW   7
#define MAP_ROW       8
#define BELOW_MAP     4 /* notice and keys */
#define NOTICE_NS     6000000000LL
#define BAR_COLUMNS   20
#define UNKNOWN       "-"
#define NUMBER_DIGITS 16

/* clang-format off */
static const struct { const char *state; enum paint paint; const char *hint; } states[] = {
	{ "boot",      PAINT_QUIET, "" },
	{ "selftest",  PAINT_QUIET, "" },
	{ "idle",      PAINT_QUIET, "a arms" },
	{ "armed",     PAINT_READY, "g or ENTER starts" },
	{ "running",   PAINT_GO,    "s or SPACE stops" },
	{ "paused",    PAINT_HOLD,  "r resumes, s stops" },
	{ "releasing", PAINT_HOLD,  "letting go" },
	{ "fault",     PAINT_ALARM, "R R resets, once the cause is gone" },
};
/* clang-format on */

static void write_number(char text[NUMBER_DIGITS], const struct panel_number *number)
{
	if (number->known) {
		snprintf(text, NUMBER_DIGITS, "%.2f", number->value);
	} else {
		snprintf(text, NUMBER_DIGITS, UNKNOWN);
	}
}

static void draw_title(const struct panel_picture *picture, int columns)
{
	const struct panel_model *model = picture->model;

	panel_screen_put(0, 1, columns - 2, PAINT_BOLD, "knead panel");
	if (model->rig.text[0] != '\0') {
		panel_screen_put(0, 14, columns - 40, PAINT_PLAIN,
				 "rig %.20s, %d heads, version %.12s", model->rig.text,
				 model->head_count, model->version.text);
	}
	panel_screen_put(0, columns - 1 - (int)strlen(picture->where), columns, PAINT_PLAIN, "%s",
			 picture->where);
}

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
	panel_screen_put(STATE_ROW + 1, 34, columns - 35, paint, "%s", model->reason.text);
	panel_screen_put(STATE_ROW + 2, 34, columns - 35, paint, "%s", hint);
	if (model->remaining_s.known && model->remaining_s.value >= 0.0 &&
	    model->remaining_s.value < 1e5) {
		int remaining_s = (int)(model->remaining_s.value + 0.5);

		panel_screen_put(STATE_ROW + 2, 3, 30, paint, "%02d:%02d left", remaining_s / 60,
				 remaining_s % 60);
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

static void draw_work(const struct panel_model *model, int columns)
{
	enum region region = region_named(model->region.text);
	bool at_work = region != REGION_NONE;

	panel_screen_put(WORK_ROW, 1, columns - 2, PAINT_PLAIN, "technique");
	panel_screen_put(WORK_ROW, 11, 26, PAINT_BOLD, "%s", panel_model_technique_title(model));
	panel_screen_put(WORK_ROW, 39, columns - 40, PAINT_PLAIN, "now");
	panel_screen_put(WORK_ROW, 43, columns - 44, PAINT_BOLD, "%s%s%s",
			 at_work ? model->stroke.text : UNKNOWN, at_work ? " on the " : "",
			 at_work ? region_facts(region)->title : "");
}

static void draw_settings(const struct panel_model *model)
{
	char wanted[NUMBER_DIGITS];
	char actual[NUMBER_DIGITS];
	struct panel_bar bar = {.row = WORK_ROW + 1,
				.column = 11,
				.columns = BAR_COLUMNS,
				.full = 1.0,
				.value = model->intensity_actual.value,
				.target = model->intensity.value};

	panel_screen_put(bar.row, 1, 10, PAINT_PLAIN, "intensity");
	panel_map_bar(&bar);
	write_number(wanted, &model->intensity);
	write_number(actual, &model->intensity_actual);
	panel_screen_put(bar.row, 32, 24, PAINT_PLAIN, "%s of %s wanted", actual, wanted);
	write_number(wanted, &model->speed);
	write_number(actual, &model->speed_actual);
	panel_screen_put(bar.row, 53, 26, PAINT_PLAIN, "speed %s of %s wanted", actual, wanted);
}

static void draw_regions(const struct panel_model *model)
{
	int column = 1;

	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		const char *title = region_facts((enum region)r)->title;
		bool out = panel_map_is_left_out(model, (enum region)r);

		panel_screen_put(REGIONS_ROW, column, 20, out ? PAINT_LIMIT : PAINT_PLAIN,
				 "%c%d %s", out ? 'x' : ' ', r, title);
		column += 4 + (int)strlen(title);
	}
}

/* Of one turn's, the answer is the later: keys are read first. */
static const struct panel_notice *latest_notice(const struct panel_model *model,
						const struct panel_keys *keys)
{
	return model->refusal.t_ns >= keys->notice.t_ns ? &model->refusal : &keys->notice;
}

static void draw_keys(const struct panel_picture *picture, const struct panel_keys *keys, int rows,
		      int columns)
{
	const struct panel_notice *notice = latest_notice(picture->model, keys);
	int row = rows - BELOW_MAP;

	panel_screen_vivid();
	if (notice->t_ns != 0 && picture->t_ns - notice->t_ns < NOTICE_NS) {
		panel_screen_put(row, 1, columns - 2, PAINT_TARGET, "%s", notice->text);
	}
	panel_screen_put(row + 1, 1, 18, PAINT_ALARM, " s or SPACE  STOP ");
	panel_screen_put(row + 1, 21, columns - 22, PAINT_PLAIN,
			 "e ease   p pause   r resume   a arm, then g or ENTER start");
	panel_screen_put(row + 2, 1, columns - 2, PAINT_PLAIN,
			 "+ - intensity   < > speed   t technique   n next stroke   l linger here");
	panel_screen_put(row + 3, 1, columns - 2, PAINT_PLAIN,
			 "1-7 leave a region out, or not (x is out)   R R fault reset   q quit");
}

void panel_view_draw(const struct panel_picture *picture, struct panel_keys *keys)
{
	bool fresh = panel_model_is_fresh(picture->model, picture->t_ns);
	int rows;
	int columns;

	panel_screen_size(&rows, &columns);
	panel_screen_begin(!fresh);
	if (rows < PANEL_ROWS || columns < PANEL_COLUMNS) {
		panel_screen_vivid();
		panel_screen_put(0, 0, columns, PAINT_BOLD,
				 "This window is %dx%d, the panel needs %dx%d; s still stops.",
				 columns, rows, PANEL_COLUMNS, PANEL_ROWS);
		panel_screen_end();
		return;
	}
	draw_title(picture, columns);
	if (fresh) {
		draw_state(picture, columns);
	} else {
		draw_silence(picture, columns);
	}
	if (picture->model->heard_ns != 0) {
		draw_work(picture->model, columns);
		draw_settings(picture->model);
		draw_regions(picture->model);
		keys->scroll = panel_map_draw(picture->model, MAP_ROW, rows - BELOW_MAP - MAP_ROW,
					      columns, keys->scroll);
	}
	draw_keys(picture, keys, rows, columns);
	panel_screen_end();
}
