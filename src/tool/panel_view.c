/*
 * panel_view.c - everything around the page: who, what is asked and what is, and which key does
 * what. STOP's key is never grey.
 */
#include "tool/panel_view.h"

#include "tool/panel_figure.h"
#include "tool/panel_focus.h"
#include "tool/panel_heads.h"
#include "tool/panel_intake.h"
#include "tool/panel_map.h"
#include "tool/panel_pin.h"
#include "tool/panel_screen.h"
#include "tool/panel_state.h"
#include "tool/panel_technique.h"
#include "tool/panel_why.h"
#include "tool/panel_words.h"

#include <stdio.h>
#include <string.h>

#define WORK_ROW     5
#define PAGE_ROW     7
#define BELOW_PAGE   4 /* notice and keys */
#define NOTICE_NS    6000000000LL
#define BAR_COLUMNS  20
#define UNKNOWN      "-"
#define FIGURE_APART 2
#define WHY_LEAST    1 /* row below the body map, however many heads there are */

/* clang-format off */
static const struct { const char *title; const char *keys; } pages[PANEL_PAGES] = {
	[PANEL_BODY]      = { "b body",      "+ - intensity  < > speed  k skip  l linger  d point done  0-9 x comfort" },
	[PANEL_FOCUS]     = { "f focus",     "up down: choose   left right: less, more   o leave out   [ ] toward head, foot" },
	[PANEL_TECHNIQUE] = { "t technique", "up down: choose   ENTER takes it" },
	[PANEL_INTAKE]    = { "i intake",    "y yes  n no  c yes, and consented   up down: choose   left right: height" },
	[PANEL_HEADS]     = { "h heads",     "up down: further heads   left right: what they do, or their tissue and heat" },
};
/* clang-format on */

/* Who steers, or wants to, in place of the heads and the version. */
static void draw_owner(const struct panel_model *model, int columns)
{
	char text[128];

	if (model->taking.text[0] != '\0') {
		snprintf(text, sizeof(text), "%.16s wants to steer: confirm at the rig",
			 model->taking.text);
	} else if (model->owner.text[0] == '\0') {
		snprintf(text, sizeof(text), "nobody steers, w does");
	} else {
		snprintf(text, sizeof(text), "%s%.24s",
			 panel_model_is_passenger(model) ? "steered by " : "this panel steers: ",
			 model->owner.text);
	}
	panel_screen_put(0, 14, columns - 40, PAINT_BOLD, "%-*s", columns - 40, text);
}

static void draw_title(const struct panel_picture *picture, int columns)
{
	const struct panel_model *model = picture->model;

	panel_screen_put(0, 1, columns - 2, PAINT_BOLD, "knead panel");
	if (model->rig.text[0] != '\0') {
		panel_screen_put(0, 14, columns - 40, PAINT_PLAIN,
				 "rig %.20s, %d %s, version %.12s", model->rig.text,
				 model->head_count, model->head_count == 1 ? "head" : "heads",
				 model->version.text);
	}
	if (model->owner.text[0] != '\0' || panel_model_is_passenger(model)) {
		draw_owner(model, columns);
	}
	panel_screen_put(0, columns - 1 - (int)strlen(picture->where), columns, PAINT_PLAIN, "%s",
			 picture->where);
}

static void draw_work(const struct panel_model *model, int columns)
{
	enum region region = region_named(model->region.text);
	bool at_work = region != REGION_NONE;
	struct panel_text stroke = panel_words_name(&model->stroke);

	panel_screen_put(WORK_ROW, 1, columns - 2, PAINT_PLAIN, "technique");
	panel_screen_put(WORK_ROW, 11, 26, PAINT_BOLD, "%s", panel_model_technique_title(model));
	panel_screen_put(WORK_ROW, 39, columns - 40, PAINT_PLAIN, "now");
	panel_screen_put(WORK_ROW, 43, columns - 44, PAINT_BOLD, "%s%s%s",
			 at_work ? stroke.text : UNKNOWN, at_work ? " on the " : "",
			 at_work ? region_facts(region)->title : "");
}

static void draw_settings(const struct panel_model *model)
{
	char wanted[PANEL_WORD];
	char actual[PANEL_WORD];
	struct panel_bar bar = {.row = WORK_ROW + 1,
				.column = 11,
				.columns = BAR_COLUMNS,
				.full = 1.0,
				.value = model->intensity_actual.value,
				.target = model->intensity.value};

	panel_screen_put(bar.row, 1, 10, PAINT_PLAIN, "intensity");
	panel_map_bar(&bar);
	panel_words_number(wanted, &model->intensity);
	panel_words_number(actual, &model->intensity_actual);
	panel_screen_put(bar.row, 32, 24, PAINT_PLAIN, "%s of %s wanted", actual, wanted);
	panel_words_number(wanted, &model->speed);
	panel_words_number(actual, &model->speed_actual);
	panel_screen_put(bar.row, 53, 26, PAINT_PLAIN, "speed %s of %s wanted", actual, wanted);
}

static void draw_body(const struct panel_model *model, struct panel_keys *keys,
		      struct panel_area area)
{
	bool wide = area.columns >= PANEL_COLUMNS + PANEL_FIGURE_COLUMNS + FIGURE_APART;
	struct panel_area map = area;
	struct panel_area why = area;

	if (wide) {
		panel_figure_draw(model, &area, area.columns - PANEL_FIGURE_COLUMNS);
		map.columns -= PANEL_FIGURE_COLUMNS + FIGURE_APART;
		why.columns = map.columns;
	}
	map.rows -= WHY_LEAST;
	why.row += panel_map_draw(model, keys, &map);
	why.rows = area.row + area.rows - why.row;
	panel_why_draw(model, &why);
}

static void draw_page(const struct panel_model *model, struct panel_keys *keys, int rows,
		      int columns)
{
	struct panel_area area = {PAGE_ROW, rows - BELOW_PAGE - PAGE_ROW, columns};

	switch (keys->page) {
	case PANEL_FOCUS:
		panel_focus_draw(model, keys, &area);
		break;
	case PANEL_TECHNIQUE:
		panel_technique_draw(model, keys, &area);
		break;
	case PANEL_INTAKE:
		panel_intake_draw(model, keys, &area);
		break;
	case PANEL_HEADS:
		panel_heads_draw(model, keys, &area);
		break;
	case PANEL_BODY:
	case PANEL_PAGES:
		draw_body(model, keys, area);
		break;
	}
}

/* Of one turn's, the answer is the later: keys are read first. */
static const struct panel_notice *latest_notice(const struct panel_model *model,
						const struct panel_keys *keys)
{
	return model->refusal.t_ns >= keys->notice.t_ns ? &model->refusal : &keys->notice;
}

static void draw_notice(const struct panel_picture *picture, const struct panel_keys *keys, int row,
			int columns)
{
	const struct panel_notice *notice = latest_notice(picture->model, keys);
	bool is_long = (int)strlen(notice->text) > columns - 2;

	if (notice->t_ns != 0 && picture->t_ns - notice->t_ns < NOTICE_NS) {
		row -= is_long;
		for (int i = row; is_long && i < row + 2; i++) {
			panel_screen_block(i, 0, columns,
					   PAINT_PLAIN); /* over what the page has there */
		}
		panel_screen_wrap(row, 1, columns - 2, 1 + is_long, PAINT_TARGET, notice->text);
	}
}

/* Instead of any notice: nobody may take its digits for the client's answer. */
static void draw_pin(const struct panel_keys *keys, int row, int columns)
{
	panel_screen_put(row, 1, columns - 2, PAINT_TARGET,
			 "type the PIN that the rig shows now: %-6.6s   ESC: not now",
			 keys->typing.digits);
}

static void draw_keys(const struct panel_picture *picture, const struct panel_keys *keys, int rows,
		      int columns)
{
	int row = rows - BELOW_PAGE;
	int column = 1;

	panel_screen_vivid();
	if (panel_pin_is_asked(keys, picture->t_ns)) {
		draw_pin(keys, row, columns);
	} else {
		draw_notice(picture, keys, row, columns);
	}
	panel_screen_put(row + 1, 1, 18, PAINT_ALARM, " s or SPACE  STOP ");
	panel_screen_put(row + 1, 21, columns - 22, PAINT_PLAIN,
			 "e ease   p pause   r resume   a arm, then g start");
	panel_screen_put(row + 2, 1, columns - 2, PAINT_PLAIN, "%s", pages[keys->page].keys);
	for (int i = 0; i < PANEL_PAGES; i++) {
		bool here = i == (int)keys->page;

		panel_screen_put(row + 3, column, columns - column,
				 here ? PAINT_QUIET : PAINT_PLAIN, " %s ", pages[i].title);
		column += (int)strlen(pages[i].title) + 3;
	}
	panel_screen_put(row + 3, columns - 24, 23, PAINT_PLAIN, "R R fault reset  q quit");
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
	panel_state_draw(picture, fresh, columns);
	if (picture->model->heard_ns != 0) {
		draw_work(picture->model, columns);
		draw_settings(picture->model);
		draw_page(picture->model, keys, rows, columns);
	}
	draw_keys(picture, keys, rows, columns);
	panel_screen_end();
}
