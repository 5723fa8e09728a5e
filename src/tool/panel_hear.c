/*
 * panel_hear.c - tables of plain addresses, and the few that need more.
 */
#include "tool/panel_hear.h"

#include "tool/panel_list.h"
#include "tool/panel_refusal.h"
#include "tool/panel_take.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OF_RIG(member)    offsetof(struct panel_model, member)
#define OF_HEAD(member)   offsetof(struct panel_head, member)
#define OF_REGION(member) offsetof(struct panel_region, member)

/* letters: n a panel_number, nn a panel_pair or panel_told, s a panel_text. */
_Static_assert(sizeof(struct panel_pair) == sizeof(struct panel_told) &&
		       offsetof(struct panel_pair, wanted) ==
			       offsetof(struct panel_told, confidence) &&
		       offsetof(struct panel_pair, known) == offsetof(struct panel_told, known),
	       "two numbers are stored alike");

struct place {
	const char *name;
	const char *letters;
	size_t offset;
};

/* clang-format off */
static const struct place rig_places[] = {
	{ "/rig/intensity",        "n", OF_RIG(intensity) },
	{ "/rig/intensity/actual", "n", OF_RIG(intensity_actual) },
	{ "/rig/speed",            "n", OF_RIG(speed) },
	{ "/rig/speed/actual",     "n", OF_RIG(speed_actual) },
	{ "/rig/balance",          "n", OF_RIG(balance) },
	{ "/rig/focus/xy",         "nn", OF_RIG(pad) },
	{ "/rig/duration",         "n", OF_RIG(length_s) },
	{ "/rig/ceiling",          "n", OF_RIG(most_n) },
	{ "/rig/remaining",        "n", OF_RIG(remaining_s) },
	{ "/rig/client/height",    "n", OF_RIG(height_m) },
	{ "/rig/client/placed",    "n", OF_RIG(placed) },
	{ "/rig/heat/allowed",     "n", OF_RIG(heat_allowed) },
	{ "/rig/comfort",          "n", OF_RIG(comfort) },
	{ "/rig/comfort/due",      "n", OF_RIG(comfort_due_s) },
	{ "/rig/owner/you",        "n", OF_RIG(owner_you) },
	{ "/rig/hb/nonce",         "n", OF_RIG(nonce) },
	{ "/rig/owner",            "s", OF_RIG(owner) },
	{ "/rig/lease/taking",     "s", OF_RIG(taking) },
	{ "/rig/state/reason",     "s", OF_RIG(reason) },
	{ "/rig/arm/refusal",      "s", OF_RIG(arm_refusal) },
	{ "/rig/technique/lacks",  "s", OF_RIG(lacks) },
	{ "/rig/state/phase",      "s", OF_RIG(phase) },
	{ "/rig/technique",        "s", OF_RIG(technique) },
	{ NULL, NULL, 0 },
};

static const struct place head_places[] = {
	{ "force",   "n",  OF_HEAD(force_n) },
	{ "target",  "n",  OF_HEAD(target_n) },
	{ "ceiling", "n",  OF_HEAD(ceiling_n) },
	{ "contact", "n",  OF_HEAD(contact) },
	{ "dwell",   "n",  OF_HEAD(dwell_left_s) },
	{ "dose",    "nn", OF_HEAD(dose_kpa_s) },
	{ "surface", "nn", OF_HEAD(surface_c) },
	{ "heat",    "n",  OF_HEAD(heat_min) },
	{ "limit",   "s",  OF_HEAD(limit) },
	{ "stiffness",   "n",  OF_HEAD(stiffness_n_m) },
	{ "stiffness10", "nn", OF_HEAD(stiffness_10_n_m) },
	{ "exponent",    "nn", OF_HEAD(exponent) },
	{ "relaxation",  "nn", OF_HEAD(relaxation_s) },
	{ NULL, NULL, 0 },
};

static const struct place region_places[] = {
	{ "enable", "n",  OF_REGION(enabled) },
	{ "focus",  "n",  OF_REGION(focus) },
	{ "reached", "n", OF_REGION(reached) },
	{ "time",   "n",  OF_REGION(worked_s) },
	{ "dose",   "nn", OF_REGION(dose_kpa_s) },
	{ NULL, NULL, 0 },
};
/* clang-format on */

static void store(unsigned char *to, const char *letters, const struct value *values)
{
	if (letters[0] == 's') {
		struct panel_text text = {""};

		panel_take_text(&text, values[0].text);
		memcpy(to, &text, sizeof(text));
	} else if (letters[1] == 'n') {
		struct panel_pair pair = {values[0].number, values[1].number, true};

		memcpy(to, &pair, sizeof(pair));
	} else {
		struct panel_number number = {values[0].number, true};

		memcpy(to, &number, sizeof(number));
	}
}

/* Into the member of base that has that name; false where there is none or the values do not fit. */
static bool hear_place(void *base, const struct place *table, const char *name,
		       const struct value *values, int count)
{
	for (; table->name != NULL; table++) {
		if (strcmp(table->name, name) == 0 &&
		    panel_take_fits(table->letters, values, count)) {
			store((unsigned char *)base + table->offset, table->letters, values);
			return true;
		}
	}
	return false;
}

static bool hear_state(struct panel_model *model, const char *path, const struct value *values,
		       int count)
{
	if (strcmp(path, "/rig/state") == 0 && panel_take_fits("s", values, count)) {
		bool was_armed = panel_model_in_state(model, "armed");

		panel_take_text(&model->state, values[0].text);
		if (!was_armed && panel_model_in_state(model, "armed")) {
			model->peak_n = 0.0;
		}
		return true;
	}
	if (strcmp(path, "/rig/state/step") == 0 && panel_take_fits("ss", values, count)) {
		panel_take_text(&model->stroke, values[0].text);
		panel_take_text(&model->region, values[1].text);
		return true;
	}
	return false;
}

/* "/rig/head/3/force" by "/rig/head/": 3 and "/force". 0 where the number is not one of 1..most. */
static int number_after(const char *prefix, const char *path, int most, const char **rest)
{
	size_t length = strlen(prefix);
	char *end;
	long n;

	if (strncmp(path, prefix, length) != 0) {
		return 0;
	}
	n = strtol(path + length, &end, 10);
	*rest = end;
	return n >= 1 && n <= most ? (int)n : 0;
}

static bool hear_head(struct panel_model *model, const char *path, const struct value *values,
		      int count)
{
	const char *rest;
	int n = number_after("/rig/head/", path, HEADS_MAX, &rest);
	struct panel_head *head;

	if (n == 0 || rest[0] != '/') {
		return false;
	}
	head = &model->heads[n - 1];
	if (!hear_place(head, head_places, rest + 1, values, count)) {
		return false;
	}
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
	char prefix[64];

	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		int length = snprintf(prefix, sizeof(prefix), "/rig/region/%s/",
				      region_facts((enum region)r)->name);

		if (strncmp(path, prefix, (size_t)length) == 0) {
			return hear_place(&model->regions[r], region_places, path + length, values,
					  count);
		}
	}
	return false;
}

static bool hear_work(struct panel_model *model, const char *path, const struct value *values,
		      int count)
{
	const char *rest;
	int n = number_after("/rig/hand/", path, HANDS_MAX, &rest);

	if (n > 0 && rest[0] == '\0' && panel_take_fits("nnn", values, count)) {
		model->hands[n - 1] =
			(struct panel_hand){values[0].number, values[1].number, values[2].number};
		return true;
	}
	n = number_after("/rig/trigger/", path, TRIGGERS_MAX, &rest);
	if (n > 0 && rest[0] == '\0' && panel_take_fits("nsnn", values, count)) {
		struct panel_trigger *trigger = &model->triggers[n - 1];
		bool is_head = values[0].number >= 1.0 && values[0].number <= HEADS_MAX;

		trigger->head = is_head ? (int)values[0].number : 0;
		panel_take_text(&trigger->state, values[1].text);
		trigger->ratio = values[2].number;
		trigger->confidence = values[3].number;
		return true;
	}
	return false;
}

static bool hear_breath(struct panel_model *model, const char *path, const struct value *values,
			int count)
{
	if (strcmp(path, "/rig/breath") == 0 && panel_take_fits("nn", values, count)) {
		model->breath_hz = values[1].number;
		model->breath_heard = true;
		return true;
	}
	if (strcmp(path, "/rig/breath/depth") == 0 && panel_take_fits("n", values, count)) {
		model->breath_depth_m = values[0].number;
		return true;
	}
	return false;
}

static void hear_error(struct panel_model *model, int64_t t_ns, const struct value *values)
{
	/* what this panel asks for by itself is no news to the person */
	if (strcmp(values[1].text, "/rig/head/list") == 0) {
		model->placeless = true;
		return;
	}
	if (strcmp(values[1].text, "/rig/screening/list") == 0) {
		model->askless = true;
		return;
	}
	model->not_paired = model->not_paired || strcmp(values[0].text, "not_paired") == 0;
	panel_refusal_write(model->refusal.text, sizeof(model->refusal.text), values[0].text,
			    values[1].text, values[2].text);
	model->refusal.t_ns = t_ns;
}

void panel_hear(struct panel_model *model, int64_t t_ns, const char *path,
		const struct value *values, int count)
{
	if (hear_place(model, rig_places, path, values, count) ||
	    hear_state(model, path, values, count) || hear_breath(model, path, values, count) ||
	    hear_head(model, path, values, count) || hear_region(model, path, values, count) ||
	    hear_work(model, path, values, count) ||
	    panel_list_hear_answer(model, path, values, count)) {
		model->heard_ns = t_ns;
	} else if (strcmp(path, "/rig/error") == 0 && panel_take_fits("ssssn", values, count)) {
		hear_error(model, t_ns, values);
	} else if (strcmp(path, "/rig/lease/grant") == 0 && panel_take_fits("nn", values, count)) {
		model->epoch = (int)values[0].number;
	} else if (strcmp(path, "/rig/pair/token") == 0 && panel_take_fits("s", values, count)) {
		panel_take_text(&model->token, values[0].text);
	} else {
		/* what is answered to a question is no sign of life of the loop */
		panel_list_hear(model, path, values, count);
	}
}
