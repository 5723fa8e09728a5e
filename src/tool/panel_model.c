/*
 * panel_model.c - one table of plain addresses, and the few that need more.
 */
#include "tool/panel_model.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER(member) offsetof(struct panel_model, member)
#define HEAD(member)   offsetof(struct panel_head, member)

struct place {
	const char *path;
	size_t offset;
};

static const struct place numbers[] = {
	{"/rig/intensity", NUMBER(intensity)},
	{"/rig/intensity/actual", NUMBER(intensity_actual)},
	{"/rig/speed", NUMBER(speed)},
	{"/rig/speed/actual", NUMBER(speed_actual)},
	{"/rig/remaining", NUMBER(remaining_s)},
	{NULL, 0},
};

static const struct place texts[] = {
	{"/rig/state/reason", NUMBER(reason)},
	{"/rig/technique", NUMBER(technique)},
	{NULL, 0},
};

static const struct place head_numbers[] = {
	{"force", HEAD(force_n)},
	{"target", HEAD(target_n)},
	{"ceiling", HEAD(ceiling_n)},
	{"contact", HEAD(contact)},
	{NULL, 0},
};

static const struct place *find_place(const struct place *table, const char *path)
{
	for (; table->path != NULL; table++) {
		if (strcmp(table->path, path) == 0) {
			return table;
		}
	}
	return NULL;
}

/* Do the values fit: s a text, n a finite number, one letter each? */
static bool fits(const char *letters, const struct value *values, int count)
{
	if ((int)strlen(letters) != count) {
		return false;
	}
	for (int i = 0; i < count; i++) {
		bool good = letters[i] == 's'
				    ? value_is_text(values[i].type)
				    : value_is_number(values[i].type) && isfinite(values[i].number);

		if (!good) {
			return false;
		}
	}
	return true;
}

/* What a stranger sent never steers the terminal. */
static void take_text(struct panel_text *text, const char *from)
{
	size_t length = 0;

	for (; length < sizeof(text->text) - 1 && from[length] != '\0'; length++) {
		bool printable = from[length] >= ' ' && from[length] <= '~';

		text->text[length] = (char)(printable ? from[length] : '?');
	}
	text->text[length] = '\0';
}

static bool hear_plain(struct panel_model *model, const char *path, const struct value *values,
		       int count)
{
	const struct place *number = find_place(numbers, path);
	const struct place *text = find_place(texts, path);

	if (number != NULL && fits("n", values, count)) {
		struct panel_number taken = {values[0].number, true};

		memcpy((unsigned char *)model + number->offset, &taken, sizeof(taken));
		return true;
	}
	if (text != NULL && fits("s", values, count)) {
		struct panel_text taken;

		memset(&taken, 0, sizeof(taken));
		take_text(&taken, values[0].text);
		memcpy((unsigned char *)model + text->offset, &taken, sizeof(taken));
		return true;
	}
	return false;
}

static bool hear_state(struct panel_model *model, const char *path, const struct value *values,
		       int count)
{
	if (strcmp(path, "/rig/state") == 0 && fits("s", values, count)) {
		bool was_armed = panel_model_in_state(model, "armed");

		take_text(&model->state, values[0].text);
		if (!was_armed && panel_model_in_state(model, "armed")) {
			model->peak_n = 0.0;
		}
		return true;
	}
	if (strcmp(path, "/rig/state/step") == 0 && fits("ss", values, count)) {
		take_text(&model->stroke, values[0].text);
		take_text(&model->region, values[1].text);
		return true;
	}
	return false;
}

/* "/rig/head/3/force": what follows the number, and the head, or NULL. */
static const char *find_head(struct panel_model *model, const char *path, struct panel_head **head)
{
	static const char prefix[] = "/rig/head/";
	char *end;
	long n;

	if (strncmp(path, prefix, sizeof(prefix) - 1) != 0) {
		return NULL;
	}
	n = strtol(path + sizeof(prefix) - 1, &end, 10);
	if (*end != '/' || n < 1 || n > HEADS_MAX) {
		return NULL;
	}
	*head = &model->heads[n - 1];
	return end + 1;
}

static bool hear_head(struct panel_model *model, const char *path, const struct value *values,
		      int count)
{
	struct panel_head *head;
	const char *what = find_head(model, path, &head);
	const struct place *place = what != NULL ? find_place(head_numbers, what) : NULL;

	if (what == NULL) {
		return false;
	}
	if (place == NULL || !fits("n", values, count)) {
		return false;
	}
	memcpy((unsigned char *)head + place->offset,
	       &(struct panel_number){values[0].number, true}, sizeof(struct panel_number));
	if (head->force_n.value > model->peak_n) {
		model->peak_n = head->force_n.value;
	}
	if (head->target_n.value > model->peak_n) {
		model->peak_n = head->target_n.value;
	}
	return true;
}

static bool hear_region(struct panel_model *model, const char *path, const struct value *values,
			int count)
{
	char expected[64];

	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		snprintf(expected, sizeof(expected), "/rig/region/%s/enable",
			 region_facts((enum region)r)->name);
		if (strcmp(path, expected) == 0 && fits("n", values, count)) {
			model->enabled[r] = (struct panel_number){values[0].number, true};
			return true;
		}
	}
	return false;
}

/* Another rig at the same address begins from nothing. */
static void hear_info(struct panel_model *model, const struct value *values)
{
	struct panel_text rig;
	int heads = values[4].number >= 0.0 && values[4].number <= HEADS_MAX ? (int)values[4].number
									     : 0;

	take_text(&rig, values[2].text);
	if (strcmp(rig.text, model->rig.text) != 0 || heads != model->head_count) {
		memset(model->heads, 0, sizeof(model->heads));
		model->peak_n = 0.0;
		model->placeless = false;
	}
	model->rig = rig;
	model->head_count = heads;
	take_text(&model->version, values[1].text);
}

static void hear_technique_item(struct panel_model *model, const struct value *values)
{
	int index;

	if (!(values[0].number >= 0.0 && values[0].number < TECHNIQUES_MAX)) {
		return;
	}
	index = (int)values[0].number;
	take_text(&model->techniques[index].name, values[1].text);
	take_text(&model->techniques[index].title, values[2].text);
	if (index >= model->technique_count) {
		model->technique_count = index + 1;
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
	head->placed = true;
}

static void hear_error(struct panel_model *model, int64_t t_ns, const struct value *values)
{
	struct panel_text address;
	struct panel_text detail;

	if (strcmp(values[1].text, "/rig/head/list") == 0) {
		model->placeless = true; /* not the person's doing, and no news to him */
		return;
	}
	take_text(&address, values[1].text);
	take_text(&detail, values[2].text[0] != '\0' ? values[2].text : values[0].text);
	snprintf(model->refusal.text, sizeof(model->refusal.text), "refused: %s (%.48s)",
		 detail.text, address.text);
	model->refusal.t_ns = t_ns;
}

void panel_model_hear(struct panel_model *model, int64_t t_ns, const char *path,
		      const struct value *values, int count)
{
	if (hear_plain(model, path, values, count) || hear_state(model, path, values, count) ||
	    hear_head(model, path, values, count) || hear_region(model, path, values, count)) {
		model->heard_ns = t_ns;
	} else if (strcmp(path, "/rig/info") == 0 && fits("ssssn", values, count)) {
		hear_info(model, values);
	} else if (strcmp(path, "/rig/head/item") == 0 && fits("nssnn", values, count)) {
		hear_head_item(model, values);
	} else if (strcmp(path, "/rig/technique/item") == 0 && fits("nss", values, count)) {
		hear_technique_item(model, values);
	} else if (strcmp(path, "/rig/error") == 0 && fits("ssssn", values, count)) {
		hear_error(model, t_ns, values);
	}
}

bool panel_model_is_fresh(const struct panel_model *model, int64_t t_ns)
{
	return model->heard_ns != 0 && t_ns - model->heard_ns <= PANEL_QUIET_NS;
}

bool panel_model_is_complete(const struct panel_model *model)
{
	return model->rig.text[0] != '\0' && model->technique_count > 0 &&
	       (model->placeless || panel_model_has_places(model));
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

const char *panel_model_next_technique(const struct panel_model *model)
{
	int now = find_technique(model);

	if (now < 0 || model->technique_count < 2) {
		return NULL;
	}
	return model->techniques[(now + 1) % model->technique_count].name.text;
}
