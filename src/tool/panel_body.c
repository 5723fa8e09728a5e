/*
 * panel_body.c - sorts heads by their place along the spine and pairs those that lie side by side.
 */
#include "tool/panel_body.h"

#include <math.h>

#define BESIDE_M 0.03 /* two heads this near along the spine share a row: one head's width */

static void sort_by_place(const struct panel_model *model, int order[HEADS_MAX])
{
	for (int i = 0; i < model->head_count; i++) {
		int at = i;

		for (; at > 0 && model->heads[order[at - 1]].x_m > model->heads[i].x_m; at--) {
			order[at] = order[at - 1];
		}
		order[at] = i;
	}
}

static int arrange_by_number(const struct panel_model *model, struct panel_row rows[HEADS_MAX])
{
	int count = (model->head_count + 1) / 2;

	for (int row = 0; row < count; row++) {
		int right = 2 * row + 1;

		rows[row].left = 2 * row;
		rows[row].right = right < model->head_count ? right : PANEL_NO_HEAD;
	}
	return count;
}

int panel_body_arrange(const struct panel_model *model, struct panel_row rows[HEADS_MAX])
{
	int order[HEADS_MAX] = {0};
	int count = 0;
	double row_x_m = 0.0;

	if (!panel_model_has_places(model)) {
		return arrange_by_number(model, rows);
	}
	sort_by_place(model, order);
	for (int i = 0; i < model->head_count; i++) {
		const struct panel_head *head = &model->heads[order[i]];
		bool right = head->side == SIDE_RIGHT;
		bool beside = count > 0 && fabs(head->x_m - row_x_m) < BESIDE_M;
		bool taken = beside && (right ? rows[count - 1].right : rows[count - 1].left) !=
					       PANEL_NO_HEAD;

		if (!beside || taken) {
			rows[count] = (struct panel_row){PANEL_NO_HEAD, PANEL_NO_HEAD};
			row_x_m = head->x_m;
			count++;
		}
		if (right) {
			rows[count - 1].right = order[i];
		} else {
			rows[count - 1].left = order[i];
		}
	}
	return count;
}
