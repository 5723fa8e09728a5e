/*
 * panel_why.c - heads by the reason they share, worst first.
 */
#include "tool/panel_why.h"

#include "tool/panel_points.h"
#include "tool/panel_screen.h"
#include "tool/panel_words.h"

#include <stdio.h>
#include <string.h>

#define RESTS_SOON_S 30.0
#define APART        3 /* columns between two reasons */

/* clang-format off */
static const char *const reasons[] = {
	"guard", "dwell", "ease", "hold", "sum", "place", "asked", "ceiling", "left_out", "slew",
};
/* clang-format on */

#define REASONS ((int)(sizeof(reasons) / sizeof(reasons[0])))

enum { FIRST_POINT = 0, FIRST_REASON, FIRST_SOON = FIRST_REASON + REASONS, ENTRIES };

/* "words: 3 4 7"; "" where no head has that reason. */
static void write_reason(const struct panel_model *model, const char *reason, char *text,
			 size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	for (int i = 0; i < model->head_count; i++) {
		const struct panel_head *head = &model->heads[i];

		if (strcmp(head->limit.text, reason) != 0 || used + 1 >= size) {
			continue;
		}
		used += (size_t)snprintf(text + used, size - used, "%s%s %d",
					 used == 0 ? panel_words_limit(head) : "",
					 used == 0 ? ":" : "", i + 1);
	}
}

static void write_soon(const struct panel_model *model, char *text, size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	for (int i = 0; i < model->head_count; i++) {
		const struct panel_head *head = &model->heads[i];
		bool soon = head->contact.value >= 0.5 && head->dwell_left_s.known &&
			    head->dwell_left_s.value < RESTS_SOON_S &&
			    head->dwell_left_s.value > 0.0;

		if (soon && used + 1 < size) {
			used += (size_t)snprintf(text + used, size - used, "%s %d in %.0f s",
						 used == 0 ? "rests soon:" : ",", i + 1,
						 head->dwell_left_s.value);
		}
	}
}

bool panel_why_next(const struct panel_model *model, int *entry, char *text, size_t size)
{
	for (; *entry < ENTRIES; (*entry)++) {
		if (*entry == FIRST_POINT) {
			panel_points_sum(model, text, size);
		} else if (*entry == FIRST_SOON) {
			write_soon(model, text, size);
		} else {
			write_reason(model, reasons[*entry - FIRST_REASON], text, size);
		}
		if (text[0] != '\0') {
			(*entry)++;
			return true;
		}
	}
	return false;
}

void panel_why_draw(const struct panel_model *model, const struct panel_area *area)
{
	char text[160];
	int row = 0;
	int column = 1;
	int entry = 0;

	while (panel_why_next(model, &entry, text, sizeof(text))) {
		int length = (int)strlen(text);

		if (column > 1 && column + length > area->columns - 1) {
			row++;
			column = 1;
		}
		if (row >= area->rows) {
			return;
		}
		panel_screen_put(area->row + row, column, area->columns - 1 - column, PAINT_PLAIN,
				 "%s", text);
		column += length + APART;
	}
}
