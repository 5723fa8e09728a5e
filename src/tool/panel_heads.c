/*
 * panel_heads.c - a table that scrolls.
 */
#include "tool/panel_heads.h"

#include "tool/panel_screen.h"
#include "tool/panel_words.h"

#define AT_FORCE   17
#define AT_CEILING 28
#define AT_LIMIT   34
#define AT_DOSE    56
#define AT_REST    68
#define AT_SURFACE 73

static void draw_heading(int row, int from, int shown, int count)
{
	if (shown < count) {
		panel_screen_put(row, 0, AT_FORCE - 1, PAINT_BOLD, "heads %d-%d of %d", from + 1,
				 from + shown, count);
	} else {
		panel_screen_put(row, 0, AT_FORCE - 1, PAINT_BOLD, "heads");
	}
	panel_screen_put(row, AT_FORCE, 10, PAINT_BOLD, "N/wanted");
	panel_screen_put(row, AT_CEILING, 5, PAINT_BOLD, "most");
	panel_screen_put(row, AT_LIMIT, 21, PAINT_BOLD, "limited by");
	panel_screen_put(row, AT_DOSE, 11, PAINT_BOLD, "dose kPa s");
	panel_screen_put(row, AT_REST, 4, PAINT_BOLD, "left");
	panel_screen_put(row, AT_SURFACE, 7, PAINT_BOLD, "surface");
}

static void draw_head(const struct panel_model *model, int i, int row)
{
	const struct panel_head *head = &model->heads[i];
	enum paint paint = head->contact.value >= 0.5 ? PAINT_BOLD : PAINT_PLAIN;
	char name[24];
	char text[PANEL_WORD];

	panel_words_head(name, model, i);
	panel_screen_put(row, 0, AT_FORCE - 1, paint, "%s", name);
	panel_words_forces(text, head);
	panel_screen_put(row, AT_FORCE, AT_CEILING - AT_FORCE - 1, paint, "%s", text);
	panel_words_force(text, &head->ceiling_n);
	panel_screen_put(row, AT_CEILING, 5, PAINT_PLAIN, "%s", text);
	panel_screen_put(row, AT_LIMIT, AT_DOSE - AT_LIMIT - 1, PAINT_LIMIT, "%s",
			 panel_words_limit(head));
	panel_words_dose(text, &head->dose_kpa_s);
	panel_screen_put(row, AT_DOSE, AT_REST - AT_DOSE - 1, PAINT_PLAIN, "%s", text);
	panel_words_time(text, &head->dwell_left_s);
	panel_screen_put(row, AT_REST, AT_SURFACE - AT_REST - 1, PAINT_PLAIN, "%s", text);
	panel_words_surface(text, &head->surface_c);
	panel_screen_put(row, AT_SURFACE, 7, PAINT_PLAIN, "%s", text);
}

void panel_heads_draw(const struct panel_model *model, struct panel_keys *keys,
		      const struct panel_area *area)
{
	int *scroll = &keys->line[PANEL_HEADS];
	int rows = area->rows - 1;
	int most = model->head_count > rows ? model->head_count - rows : 0;

	*scroll = *scroll < most ? *scroll : most;
	rows = model->head_count < rows ? model->head_count : rows;
	draw_heading(area->row, *scroll, rows, model->head_count);
	for (int i = 0; i < rows; i++) {
		draw_head(model, *scroll + i, area->row + 1 + i);
	}
}
