/*
 * panel_list.c - the rig, its heads, techniques and questions, item by item as they are listed.
 */
#include "tool/panel_list.h"

#include "tool/panel_take.h"

#include <stddef.h>
#include <string.h>

/* Another rig at the same address begins from nothing. */
static void hear_info(struct panel_model *model, const struct value *values)
{
	struct panel_text rig;
	int heads = values[4].number >= 0.0 && values[4].number <= HEADS_MAX ? (int)values[4].number
									     : 0;

	panel_take_text(&rig, values[2].text);
	if (strcmp(rig.text, model->rig.text) != 0 || heads != model->head_count) {
		memset(model->heads, 0, sizeof(model->heads));
		memset(model->questions, 0, sizeof(model->questions));
		model->question_count = 0;
		model->peak_n = 0.0;
		model->placeless = false;
		model->askless = false;
	}
	model->rig = rig;
	model->head_count = heads;
	panel_take_text(&model->version, values[1].text);
}

static void hear_technique_item(struct panel_model *model, const struct value *values)
{
	int index;

	if (!(values[0].number >= 0.0 && values[0].number < TECHNIQUES_MAX)) {
		return;
	}
	index = (int)values[0].number;
	panel_take_text(&model->techniques[index].name, values[1].text);
	panel_take_text(&model->techniques[index].title, values[2].text);
	model->techniques[index].unfit.text[0] =
		'\0'; /* said anew behind it where it still holds */
	if (index >= model->technique_count) {
		model->technique_count = index + 1;
	}
}

static void hear_technique_unfit(struct panel_model *model, const struct value *values)
{
	if (values[0].number >= 0.0 && values[0].number < TECHNIQUES_MAX) {
		panel_take_text(&model->techniques[(int)values[0].number].unfit, values[2].text);
	}
}

static void hear_head_item(struct panel_model *model, const struct value *values)
{
	struct panel_head *head;

	if (!(values[0].number >= 1.0 && values[0].number <= HEADS_MAX)) {
		return;
	}
	head = &model->heads[(int)values[0].number - 1];
	head->region = region_named(values[1].text);
	head->side = strcmp(values[2].text, "left") == 0    ? SIDE_LEFT
		     : strcmp(values[2].text, "right") == 0 ? SIDE_RIGHT
							    : SIDE_NONE;
	head->x_m = values[3].number;
	head->y_m = values[4].number;
	head->placed = true;
}

static void hear_question(struct panel_model *model, const struct value *values)
{
	struct panel_question *question;
	int index;

	if (!(values[0].number >= 0.0 && values[0].number < (double)SCREENING_ITEMS)) {
		return;
	}
	index = (int)values[0].number;
	question = &model->questions[index];
	panel_take_text(&question->name, values[1].text);
	panel_take_text(&question->rule, values[2].text);
	panel_take_text(&question->words, values[3].text);
	if (index >= model->question_count) {
		model->question_count = index + 1;
	}
}

bool panel_list_hear_answer(struct panel_model *model, const char *path, const struct value *values,
			    int count)
{
	static const char prefix[] = "/rig/screening/";

	if (strncmp(path, prefix, sizeof(prefix) - 1) != 0 ||
	    !panel_take_fits("s", values, count)) {
		return false;
	}
	for (int i = 0; i < model->question_count; i++) {
		if (strcmp(model->questions[i].name.text, path + sizeof(prefix) - 1) == 0) {
			model->questions[i].answer = answer_named(values[0].text);
			return true;
		}
	}
	return false;
}

void panel_list_hear(struct panel_model *model, const char *path, const struct value *values,
		     int count)
{
	/* clang-format off */
	static const struct {
		const char *path;
		const char *letters;
		void (*hear)(struct panel_model *model, const struct value *values);
	} items[] = {
		{ "/rig/info",           "ssssn", hear_info },
		{ "/rig/head/item",      "nssnn", hear_head_item },
		{ "/rig/technique/item", "nss",   hear_technique_item },
		{ "/rig/technique/unfit", "nss", hear_technique_unfit },
		{ "/rig/screening/item", "nsss",  hear_question },
	};
	/* clang-format on */

	for (size_t i = 0; i < sizeof(items) / sizeof(items[0]); i++) {
		if (strcmp(path, items[i].path) == 0 &&
		    panel_take_fits(items[i].letters, values, count)) {
			items[i].hear(model, values);
			return;
		}
	}
}
