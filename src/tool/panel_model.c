/*
 * panel_model.c - what follows from what was heard.
 */
#include "tool/panel_model.h"

#include <math.h>
#include <string.h>

bool panel_model_is_fresh(const struct panel_model *model, int64_t t_ns)
{
	return model->heard_ns != 0 && t_ns - model->heard_ns <= PANEL_QUIET_NS;
}

/* Holes are packets that were lost. */
static bool has_questions(const struct panel_model *model)
{
	for (int i = 0; i < model->question_count; i++) {
		if (model->questions[i].name.text[0] == '\0') {
			return false;
		}
	}
	return model->question_count > 0;
}

bool panel_model_is_complete(const struct panel_model *model)
{
	return model->rig.text[0] != '\0' && model->technique_count > 0 &&
	       (model->placeless || panel_model_has_places(model)) &&
	       (model->askless || has_questions(model));
}

bool panel_model_has_places(const struct panel_model *model)
{
	for (int i = 0; i < model->head_count; i++) {
		if (!model->heads[i].placed) {
			return false;
		}
	}
	return model->head_count > 0;
}

bool panel_model_in_state(const struct panel_model *model, const char *state)
{
	return strcmp(model->state.text, state) == 0;
}

bool panel_model_in_session(const struct panel_model *model)
{
	return panel_model_in_state(model, "armed") || panel_model_in_state(model, "running") ||
	       panel_model_in_state(model, "paused") || panel_model_in_state(model, "releasing");
}

static int find_technique(const struct panel_model *model)
{
	for (int i = 0; i < model->technique_count; i++) {
		if (strcmp(model->techniques[i].name.text, model->technique.text) == 0) {
			return i;
		}
	}
	return -1;
}

const char *panel_model_technique_title(const struct panel_model *model)
{
	int i = find_technique(model);

	return i >= 0 && model->techniques[i].title.text[0] != '\0'
		       ? model->techniques[i].title.text
		       : model->technique.text;
}

bool panel_model_is_technique(const struct panel_model *model, int index)
{
	return index >= 0 && index < model->technique_count &&
	       strcmp(model->techniques[index].name.text, model->technique.text) == 0;
}

bool panel_model_is_left_out(const struct panel_model *model, enum region region)
{
	return model->regions[region].enabled.known && model->regions[region].enabled.value < 0.5;
}

/* At rest all of it is nothing. */
bool panel_model_is_hand_out(const struct panel_model *model, int index)
{
	const struct panel_hand *hand = &model->hands[index];

	return fabs(hand->x_m) > 0.0 || fabs(hand->y_m) > 0.0 || hand->force_n > 0.0;
}

bool panel_model_has_heads(const struct panel_model *model, enum region region)
{
	for (int i = 0; i < model->head_count; i++) {
		if (model->heads[i].region == region) {
			return true;
		}
	}
	return !panel_model_has_places(model);
}

/* What it counts for in the sum of all. */
static double weight(const struct panel_model *model, enum region region)
{
	bool missed =
		model->regions[region].reached.known && model->regions[region].reached.value < 0.5;
	bool counts = !missed && !panel_model_is_left_out(model, region) &&
		      panel_model_has_heads(model, region) && model->regions[region].focus.known;

	return counts ? model->regions[region].focus.value : 0.0;
}

double panel_model_share(const struct panel_model *model, enum region region)
{
	double sum = 0.0;

	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		sum += weight(model, (enum region)r);
	}
	return sum > 0.0 ? weight(model, region) / sum : 0.0;
}

bool panel_model_steers(const struct panel_model *model)
{
	return model->owner_you.value > 0.5 && model->nonce.value > 0.0;
}

bool panel_model_is_passenger(const struct panel_model *model)
{
	return model->owner_you.known && model->owner_you.value < 0.5;
}

bool panel_model_is_comfort_due(const struct panel_model *model)
{
	return model->comfort_due_s.known && model->comfort_due_s.value > 0.0;
}

bool panel_model_refuses(const struct panel_question *question)
{
	const char *rule = question->rule.text;

	switch (question->answer) {
	case ANSWER_NONE:
	case ANSWER_NO:
		return false;
	case ANSWER_YES:
		return strcmp(rule, "heat") != 0;
	case ANSWER_CONSENT:
		break;
	}
	/* a rule we do not know may be a never; a place that is not left out reads yes */
	return strcmp(rule, "place") != 0 && strcmp(rule, "consent") != 0 &&
	       strcmp(rule, "heat") != 0;
}
