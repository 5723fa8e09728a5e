/*
 * panel_technique.c - one line each; the chosen one's reason in full below them.
 */
#include "tool/panel_technique.h"

#include "tool/panel_screen.h"

#include <string.h>

#define AT_NOTE   32
#define AT_REASON 41

static void draw_line(const struct panel_model *model, int i, int row, int columns, bool chosen)
{
	const struct panel_technique *technique = &model->techniques[i];
	bool unfit = technique->unfit.text[0] != '\0';
	enum paint paint = chosen ? PAINT_BOLD : unfit ? PAINT_DIM : PAINT_PLAIN;

	panel_screen_put(row, 0, AT_NOTE - 1, paint, "%c %s", chosen ? '>' : ' ',
			 technique->title.text);
	if (panel_model_is_technique(model, i)) {
		panel_screen_put(row, AT_NOTE, 8, PAINT_GO, " in use ");
	}
	if (unfit) {
		panel_screen_put(row, AT_REASON, columns - AT_REASON - 1, PAINT_LIMIT,
				 "not now: %s", technique->unfit.text);
	}
}

void panel_technique_draw(const struct panel_model *model, const struct panel_keys *keys,
			  const struct panel_area *area)
{
	int line = keys->line[PANEL_TECHNIQUE];
	int rows = area->rows - 4; /* heading, and the reason in full */
	int from = line >= rows ? line - rows + 1 : 0;
	int at = area->row + 1;

	panel_screen_put(area->row, 1, area->columns - 2, PAINT_BOLD, "techniques");
	for (int i = from; i < model->technique_count && i - from < rows; i++) {
		draw_line(model, i, at, area->columns, i == line);
		at++;
	}
	if (line < model->technique_count &&
	    (int)strlen(model->techniques[line].unfit.text) > area->columns - AT_REASON - 10) {
		panel_screen_wrap(at + 1, 2, area->columns - 4, 2, PAINT_LIMIT,
				  model->techniques[line].unfit.text);
	}
}
