/*
 * panel_words.c - formats, and what the words of the wire mean.
 */
#include "tool/panel_words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define TOLD_SURE 0.5

/* clang-format off */
static const struct { const char *name; const char *words; } limits[] = {
	{ "none",     "" },
	{ "ceiling",  "ceiling of the rig" },
	{ "asked",    "no more was asked for" },
	{ "ease",     "eased by the client" },
	{ "sum",      "sum of all heads" },
	{ "place",    "careful place" },
	{ "hold",     "sensor late: no rise" },
	{ "left_out", "left out" },
	{ "dwell",    "pressed enough: rests" },
	{ "guard",    "the client tensed" },
	{ "slew",     "lighter: quick stroke" },
};
/* clang-format on */

void panel_words_force(char text[PANEL_WORD], const struct panel_number *force)
{
	if (!force->known) {
		snprintf(text, PANEL_WORD, "   -");
	} else if (!(force->value > -99.0 && force->value < 999.0)) {
		snprintf(text, PANEL_WORD, "wild");
	} else if (force->value >= 99.95 || force->value <= -9.95) {
		snprintf(text, PANEL_WORD, "%4.0f", force->value);
	} else {
		/* + 0.0: what rounds to nothing shows no sign */
		snprintf(text, PANEL_WORD, "%4.1f", round(force->value * 10.0) / 10.0 + 0.0);
	}
}

void panel_words_forces(char text[PANEL_WORD], const struct panel_head *head)
{
	char force[PANEL_WORD];
	char target[PANEL_WORD];

	panel_words_force(force, &head->force_n);
	panel_words_force(target, &head->target_n);
	snprintf(text, PANEL_WORD, "%.6s/%.6s", force, target);
}

void panel_words_number(char text[PANEL_WORD], const struct panel_number *number)
{
	if (!number->known) {
		snprintf(text, PANEL_WORD, "-");
	} else {
		snprintf(text, PANEL_WORD, "%.2f", number->value);
	}
}

void panel_words_time(char text[PANEL_WORD], const struct panel_number *seconds)
{
	if (!seconds->known || !(seconds->value >= 0.0 && seconds->value < 1e5)) {
		snprintf(text, PANEL_WORD, "-");
	} else {
		int whole = (int)(seconds->value + 0.5);

		snprintf(text, PANEL_WORD, "%d:%02d", whole / 60, whole % 60);
	}
}

static void write_amount(char text[8], double amount)
{
	if (!(amount >= 0.0 && amount < 999e3)) {
		snprintf(text, 8, "wild");
	} else if (amount < 99999.5) {
		snprintf(text, 8, "%.0f", amount);
	} else {
		snprintf(text, 8, "%.0fk", amount / 1000.0);
	}
}

void panel_words_told(char text[PANEL_WORD], const struct panel_told *told, double unit,
		      int decimals)
{
	double value = told->value / unit;

	if (!told->known || !(told->value > 0.0)) {
		snprintf(text, PANEL_WORD, "-");
	} else if (!(value < 1e4)) {
		snprintf(text, PANEL_WORD, "wild");
	} else {
		snprintf(text, PANEL_WORD, "%.*f%s", decimals, value,
			 told->confidence >= TOLD_SURE ? "" : " ?");
	}
}

void panel_words_breath(char text[64], const struct panel_model *model)
{
	if (!model->breath_heard) {
		text[0] = '\0';
	} else if (!(model->breath_hz > 0.0 && model->breath_hz < 10.0)) {
		snprintf(text, 64, "breath: not surely felt");
	} else {
		snprintf(text, 64, "breath: %.0f a minute, %.1f mm", 60.0 * model->breath_hz,
			 fmin(fmax(1e3 * model->breath_depth_m, 0.0), 99.0));
	}
}

void panel_words_dose(char text[PANEL_WORD], const struct panel_pair *dose)
{
	char felt[8];
	char wanted[8];

	if (!dose->known) {
		snprintf(text, PANEL_WORD, "-");
		return;
	}
	write_amount(felt, dose->felt);
	write_amount(wanted, dose->wanted);
	snprintf(text, PANEL_WORD, "%s/%s", felt, wanted);
}

void panel_words_surface(char text[PANEL_WORD], const struct panel_pair *surface)
{
	bool read = surface->known && surface->felt > 0.0 && surface->felt < 999.0;

	if (!read) {
		text[0] = '\0';
	} else if (surface->wanted > 0.0 && surface->wanted < 999.0) {
		snprintf(text, PANEL_WORD, "%.0f/%.0f C", surface->felt, surface->wanted);
	} else {
		snprintf(text, PANEL_WORD, "%.0f C", surface->felt);
	}
}

void panel_words_heat(char text[PANEL_WORD], const struct panel_head *head)
{
	const double had_min = head->heat_min.known ? head->heat_min.value : 0.0;

	if (!(had_min > 0.0) && !(head->surface_c.known && head->surface_c.felt > 0.0)) {
		text[0] = '\0';
	} else if (!(had_min >= 0.0 && had_min < 99.95)) {
		snprintf(text, PANEL_WORD, "wild");
	} else {
		snprintf(text, PANEL_WORD, had_min < 9.995 ? "%.2f/%g" : "%.1f/%g", had_min,
			 HEAT_ACCOUNT_MIN);
	}
}

struct panel_text panel_words_name(const struct panel_text *name)
{
	struct panel_text words = *name;

	for (char *at = words.text; *at != '\0'; at++) {
		*at = (char)(*at == '_' ? ' ' : *at);
	}
	return words;
}

const char *panel_words_limit(const struct panel_head *head)
{
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		if (strcmp(head->limit.text, limits[i].name) == 0) {
			return limits[i].words;
		}
	}
	return head->limit.text;
}

void panel_words_head(char text[24], const struct panel_model *model, int index)
{
	const struct panel_head *head = &model->heads[index];
	const char *side = head->side == SIDE_LEFT ? " L" : head->side == SIDE_RIGHT ? " R" : "";

	snprintf(text, 24, "%2d %s%s", index + 1,
		 head->placed ? region_facts(head->region)->title : "head",
		 head->placed ? side : "");
}
