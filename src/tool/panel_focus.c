/*
 * panel_focus.c - a line for each region, one for left and right, for the session's length and the most
 * that any head may press, and below them the trigger points.
 */
#include "tool/panel_focus.h"

#include "tool/panel_map.h"
#include "tool/panel_points.h"
#include "tool/panel_screen.h"
#include "tool/panel_words.h"

#define AT_BAR    14
#define BAR       14
#define AT_FOCUS  30
#define AT_SHARE  36
#define AT_SOFAR  43
#define AT_TIME   52
#define AT_DOSE   59
#define AT_NOTE   71
#define TOLD_FROM 30.0 /* s worked from which shares of it say something */

static void draw_heading(int row)
{
	panel_screen_put(row, 1, 12, PAINT_BOLD, "region");
	panel_screen_put(row, AT_FOCUS, 6, PAINT_BOLD, "focus");
	panel_screen_put(row, AT_SHARE, 8, PAINT_BOLD, "asked");
	panel_screen_put(row, AT_SOFAR, 7, PAINT_BOLD, "so far");
	panel_screen_put(row, AT_TIME, 7, PAINT_BOLD, "time");
	panel_screen_put(row, AT_DOSE, 12, PAINT_BOLD, "dose kPa s");
}

static double worked_s(const struct panel_model *model)
{
	double sum = 0.0;

	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		sum += model->regions[r].worked_s.value;
	}
	return sum;
}

static void draw_region(const struct panel_model *model, enum region r, int row, bool chosen)
{
	const struct panel_region *region = &model->regions[r];
	bool out = panel_model_is_left_out(model, r);
	bool bare = !panel_model_has_heads(model, r);
	enum paint paint = out || bare ? PAINT_DIM : chosen ? PAINT_BOLD : PAINT_PLAIN;
	struct panel_bar bar = {.row = row,
				.column = AT_BAR,
				.columns = BAR,
				.full = 1.0,
				.value = out || bare ? 0.0 : region->focus.value};
	double sum_s = worked_s(model);
	char text[PANEL_WORD];

	panel_screen_put(row, 0, AT_BAR - 1, paint, "%c %s", chosen ? '>' : ' ',
			 region_facts(r)->title);
	panel_map_bar(&bar);
	panel_words_number(text, &region->focus);
	panel_screen_put(row, AT_FOCUS, 6, paint, "%s", text);
	if (panel_model_share(model, r) > 0.0) {
		panel_screen_put(row, AT_SHARE, 7, paint, "%3.0f %%",
				 panel_model_share(model, r) * 100.0);
	} else if (region->focus.known) {
		panel_screen_put(row, AT_SHARE, 7, paint,
				 "  -"); /* none is asked for, as sim says */
	}
	if (sum_s >= TOLD_FROM) {
		panel_screen_put(row, AT_SOFAR, 6, paint, "%4.0f %%",
				 region->worked_s.value / sum_s * 100.0);
	}
	panel_words_time(text, &region->worked_s);
	panel_screen_put(row, AT_TIME, 6, paint, "%s", text);
	panel_words_dose(text, &region->dose_kpa_s);
	panel_screen_put(row, AT_DOSE, AT_NOTE - AT_DOSE - 1, paint, "%s", text);
	panel_screen_put(row, AT_NOTE, 9, PAINT_LIMIT, "%s",
			 out    ? "left out"
			 : bare ? "no heads"
				: "");
}

static void draw_balance(const struct panel_model *model, int row, bool chosen)
{
	const struct glyphs *glyphs = panel_screen_glyphs();
	double balance = model->balance.value;
	int at = (int)((balance + 1.0) / 2.0 * (BAR - 1) + 0.5);
	char text[PANEL_WORD];

	panel_screen_put(row, 0, AT_BAR - 1, chosen ? PAINT_BOLD : PAINT_PLAIN, "%c left right",
			 chosen ? '>' : ' ');
	for (int i = 0; i < BAR; i++) {
		panel_screen_glyph(row, AT_BAR + i, PAINT_DIM, glyphs->line);
	}
	if (model->balance.known && at >= 0 && at < BAR) {
		panel_screen_glyph(row, AT_BAR + at, PAINT_TARGET, glyphs->target);
	}
	panel_words_number(text, &model->balance);
	panel_screen_put(row, AT_FOCUS, 6, PAINT_PLAIN, "%s", text);
	panel_screen_put(row, AT_SHARE, 30, PAINT_PLAIN, "%s",
			 !model->balance.known ? ""
			 : balance < -0.05     ? "more on the left"
			 : balance > 0.05      ? "more on the right"
					       : "both sides alike");
}

/* A line that is about all regions. */
struct panel_setting {
	const char *title;
	const struct panel_number *number;
	double full;
	const char *text;
	const char *words;
};

static void draw_setting(const struct panel_setting *setting, int row, bool chosen)
{
	struct panel_bar bar = {.row = row,
				.column = AT_BAR,
				.columns = BAR,
				.full = setting->full,
				.value = setting->number->value};

	panel_screen_put(row, 0, AT_BAR - 1, chosen ? PAINT_BOLD : PAINT_PLAIN, "%c %s",
			 chosen ? '>' : ' ', setting->title);
	panel_map_bar(&bar);
	panel_screen_put(row, AT_FOCUS, 6, PAINT_PLAIN, "%s", setting->text);
	panel_screen_put(row, AT_SHARE, 42, PAINT_PLAIN, "%s", setting->words);
}

static void draw_session(const struct panel_model *model, int row, int line)
{
	char text[PANEL_WORD];

	panel_words_time(text, &model->length_s);
	draw_setting(&(struct panel_setting){"session", &model->length_s, SESSION_MAX_S, text,
					     "how long it is, an hour at most"},
		     row, line == PANEL_LENGTH_LINE);
	panel_words_force(text, &model->most_n);
	draw_setting(&(struct panel_setting){"at most", &model->most_n, CEILING_MAX_N, text,
					     "newton of any head; other limits stay"},
		     row + 1, line == PANEL_MOST_LINE);
}

void panel_focus_draw(const struct panel_model *model, const struct panel_keys *keys,
		      const struct panel_area *area)
{
	int line = keys->line[PANEL_FOCUS];
	struct panel_area below = {area->row + 1 + PANEL_FOCUS_LINES,
				   area->rows - 1 - PANEL_FOCUS_LINES, area->columns};

	draw_heading(area->row);
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		draw_region(model, (enum region)r, area->row + r, line == r - 1);
	}
	draw_balance(model, area->row + REGION_COUNT, line == PANEL_BALANCE_LINE);
	draw_session(model, area->row + REGION_COUNT + 1, line);
	panel_points_draw(model, &below);
}
