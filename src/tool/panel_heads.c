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

/* or, of the tissue under them */
#define AT_NOW        34
#define AT_10_N       43
#define AT_EXPONENT   52
#define AT_RELAXATION 61
#define AT_HEAT       71
#define TOLD_COLUMNS  9
#define N_M_PER_N_MM  1000.0

static void draw_heading(const struct panel_keys *keys, int row, int shown, int count)
{
	int from = keys->line[PANEL_HEADS];

	if (shown < count) {
		panel_screen_put(row, 0, AT_FORCE - 1, PAINT_BOLD, "heads %d-%d of %d", from + 1,
				 from + shown, count);
	} else {
		panel_screen_put(row, 0, AT_FORCE - 1, PAINT_BOLD, "heads");
	}
	panel_screen_put(row, AT_FORCE, 10, PAINT_BOLD, "N/wanted");
	panel_screen_put(row, AT_CEILING, 5, PAINT_BOLD, "most");
	if (keys->tissue) {
		panel_screen_put(row, AT_NOW, TOLD_COLUMNS, PAINT_BOLD, "N/mm now");
		panel_screen_put(row, AT_10_N, TOLD_COLUMNS, PAINT_BOLD, "at 10 N");
		panel_screen_put(row, AT_EXPONENT, TOLD_COLUMNS, PAINT_BOLD, "exponent");
		panel_screen_put(row, AT_RELAXATION, TOLD_COLUMNS, PAINT_BOLD, "relaxes s");
		panel_screen_put(row, AT_HEAT, TOLD_COLUMNS, PAINT_BOLD, "heat min");
		return;
	}
	panel_screen_put(row, AT_LIMIT, 21, PAINT_BOLD, "limited by");
	panel_screen_put(row, AT_DOSE, 11, PAINT_BOLD, "dose kPa s");
	panel_screen_put(row, AT_REST, 4, PAINT_BOLD, "left");
	panel_screen_put(row, AT_SURFACE, 7, PAINT_BOLD, "surface");
}

static void draw_tissue(const struct panel_head *head, int row)
{
	const struct panel_told now = {head->stiffness_n_m.value, head->stiffness_10_n_m.confidence,
				       head->stiffness_n_m.known};
	char text[PANEL_WORD];

	panel_words_told(text, &now, N_M_PER_N_MM, 2);
	panel_screen_put(row, AT_NOW, TOLD_COLUMNS, PAINT_PLAIN, "%s", text);
	panel_words_told(text, &head->stiffness_10_n_m, N_M_PER_N_MM, 2);
	panel_screen_put(row, AT_10_N, TOLD_COLUMNS, PAINT_PLAIN, "%s", text);
	panel_words_told(text, &head->exponent, 1.0, 2);
	panel_screen_put(row, AT_EXPONENT, TOLD_COLUMNS, PAINT_PLAIN, "%s", text);
	panel_words_told(text, &head->relaxation_s, 1.0, 1);
	panel_screen_put(row, AT_RELAXATION, TOLD_COLUMNS, PAINT_PLAIN, "%s", text);
	panel_words_heat(text, head);
	panel_screen_put(row, AT_HEAT, TOLD_COLUMNS, PAINT_PLAIN, "%s", text);
}

static void draw_doing(const struct panel_head *head, int row)
{
	char text[PANEL_WORD];

	panel_screen_put(row, AT_LIMIT, AT_DOSE - AT_LIMIT - 1, PAINT_LIMIT, "%s",
			 panel_words_limit(head));
	panel_words_dose(text, &head->dose_kpa_s);
	panel_screen_put(row, AT_DOSE, AT_REST - AT_DOSE - 1, PAINT_PLAIN, "%s", text);
	panel_words_time(text, &head->dwell_left_s);
	panel_screen_put(row, AT_REST, AT_SURFACE - AT_REST - 1, PAINT_PLAIN, "%s", text);
	panel_words_surface(text, &head->surface_c);
	panel_screen_put(row, AT_SURFACE, 7, PAINT_PLAIN, "%s", text);
}

static void draw_head(const struct panel_model *model, bool tissue, int i, int row)
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
	if (tissue) {
		draw_tissue(head, row);
	} else {
		draw_doing(head, row);
	}
}

void panel_heads_draw(const struct panel_model *model, struct panel_keys *keys,
		      const struct panel_area *area)
{
	int *scroll = &keys->line[PANEL_HEADS];
	int rows = area->rows - 1;
	int most = model->head_count > rows ? model->head_count - rows : 0;

	*scroll = *scroll < most ? *scroll : most;
	rows = model->head_count < rows ? model->head_count : rows;
	draw_heading(keys, area->row, rows, model->head_count);
	for (int i = 0; i < rows; i++) {
		draw_head(model, keys->tissue, *scroll + i, area->row + 1 + i);
	}
}
