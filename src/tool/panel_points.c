/*
 * panel_points.c - in the order a therapist asks: which is pressed now, which wait, what came of
 * the rest.
 */
#include "tool/panel_points.h"

#include "tool/panel_screen.h"
#include "tool/panel_words.h"

#include <stdio.h>
#include <string.h>

/* clang-format off */
static const struct { const char *name; const char *words; } stages[] = {
	{ "held",     "held" },
	{ "found",    "found" },
	{ "released", "released" },
	{ "given_up", "given up" },
	{ "spared",   "spared" },
};
/* clang-format on */

#define STAGES (sizeof(stages) / sizeof(stages[0]))

static bool is_at(const struct panel_trigger *trigger, size_t stage)
{
	return trigger->head > 0 && strcmp(trigger->state.text, stages[stage].name) == 0;
}

void panel_points_sum(const struct panel_model *model, char *text, size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	for (size_t stage = 0; stage < STAGES; stage++) {
		int count = 0;

		for (int i = 0; i < TRIGGERS_MAX; i++) {
			count += is_at(&model->triggers[i], stage);
		}
		if (count > 0 && used + 1 < size) {
			used += (size_t)snprintf(text + used, size - used, "%s %d %s",
						 used == 0 ? "trigger points:" : ",", count,
						 stages[stage].words);
		}
	}
}

static void draw_point(const struct panel_model *model, const struct panel_trigger *trigger,
		       size_t stage, int row)
{
	char head[24];

	panel_words_head(head, model, trigger->head - 1);
	panel_screen_put(row, 3, 20, PAINT_PLAIN, "%s", head);
	panel_screen_put(row, 24, 10, stage == 0 ? PAINT_TARGET : PAINT_PLAIN, "%s",
			 stages[stage].words);
	if (trigger->ratio > 0.0 && trigger->ratio < 100.0) {
		panel_screen_put(row, 35, 16, PAINT_PLAIN, "%.1f x stiffer", trigger->ratio);
	}
	if (trigger->confidence >= 0.0 && trigger->confidence <= 1.0) {
		panel_screen_put(row, 52, 26, PAINT_PLAIN, "%.0f %% sure",
				 trigger->confidence * 100.0);
	}
}

void panel_points_draw(const struct panel_model *model, const struct panel_area *area)
{
	char text[96];
	int row = 1;

	panel_points_sum(model, text, sizeof(text));
	if (area->rows < 1 || text[0] == '\0') {
		return;
	}
	panel_screen_put(area->row, 1, area->columns - 2, PAINT_BOLD, "%s", text);
	for (size_t stage = 0; stage < STAGES; stage++) {
		for (int i = 0; i < TRIGGERS_MAX && row < area->rows; i++) {
			if (is_at(&model->triggers[i], stage)) {
				draw_point(model, &model->triggers[i], stage, area->row + row);
				row++;
			}
		}
	}
}
