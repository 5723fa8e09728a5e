/*
 * config_wiring.c - the rows of wires.
 */
#include "app/config_wiring.h"

#include "app/config_converter.h"

/* clang-format off */
static const char *level_word(int value)
{
	static const char *const words[] = { "unsaid", "low", "high" };

	return words[value];
}

static const char *pull_word(int value)
{
	static const char *const words[] = { "unsaid", "none", "up", "down" };

	return words[value];
}

static const struct field input_rows[] = {
	FIELD_STRING_ROW("line", FIELD_TEXT, struct wire, line),
	FIELD_WORD_ROW("active", struct wire, active, level_word, LEVEL_HIGH + 1),
	FIELD_WORD_ROW("pull", struct wire, pull, pull_word, PULL_DOWN + 1),
};
static const struct field_table input_table = FIELD_TABLE(input_rows);

static const struct field output_rows[] = {
	FIELD_STRING_ROW("line", FIELD_TEXT, struct wire, line),
	FIELD_WORD_ROW("active", struct wire, active, level_word, LEVEL_HIGH + 1),
};
static const struct field_table output_table = FIELD_TABLE(output_rows);

static const struct field edge_rows[] = {
	FIELD_STRING_ROW("line", FIELD_TEXT, struct wire, line),
};
static const struct field_table edge_table = FIELD_TABLE(edge_rows);

#define PANEL(k, t) FIELD_GROUP_ROW(#k, struct panel_wires, k, t)
#define PANEL_MAY(k, t) \
	{ .key = #k, .type = FIELD_GROUP, .offset = offsetof(struct panel_wires, k), .in = (t), .may_miss = true }

static const struct field panel_rows[] = {
	PANEL(stop_closed, &input_table),
	PANEL(stop_pressed, &input_table),
	PANEL(hand, &input_table),
	PANEL(confirm, &input_table),
	PANEL(enable, &edge_table),
	PANEL_MAY(supply, &input_table),
	PANEL_MAY(light, &output_table),
};
const struct field_table wiring_panel_table = FIELD_TABLE(panel_rows);

/* A board's longest is about 15 s; shorter than 5 s, and a slow start would be reset. */
static const struct field watchdog_rows[] = {
	FIELD_STRING_ROW("device", FIELD_TEXT, struct watchdog_spec, device),
	FIELD_NUMBER_ROW("timeout_s", struct watchdog_spec, timeout_s, 5.0, 60.0, "s"),
};
const struct field_table watchdog_table = FIELD_TABLE(watchdog_rows);

static void read_force(struct complaints *complaints, config_setting_t *setting, void *base)
{
	struct wires_draft *draft = base;

	input_wire_read(complaints, setting, draft->of, &draft->wires.force);
}

static void read_air(struct complaints *complaints, config_setting_t *setting, void *base)
{
	struct wires_draft *draft = base;

	input_wire_read(complaints, setting, draft->of, &draft->wires.air);
}

static void read_position(struct complaints *complaints, config_setting_t *setting, void *base)
{
	struct wires_draft *draft = base;

	input_wire_read(complaints, setting, draft->of, &draft->wires.position);
}

static void read_surface(struct complaints *complaints, config_setting_t *setting, void *base)
{
	struct wires_draft *draft = base;

	input_wire_read(complaints, setting, draft->of, &draft->wires.surface);
}

static void read_heater(struct complaints *complaints, config_setting_t *setting, void *base)
{
	struct wires_draft *draft = base;

	heater_wire_read(complaints, setting, draft->of, &draft->wires.heater);
}

static void read_regulator(struct complaints *complaints, config_setting_t *setting, void *base)
{
	struct wires_draft *draft = base;

	output_wire_read(complaints, setting, draft->of, &draft->wires.regulator);
}

#define OF_CONVERTER "a group, { of = \"NAME\"; channel = 0; ... }"

static const struct field head_rows[] = {
	FIELD_OWN_ROW("force", read_force, OF_CONVERTER),
	FIELD_OWN_ROW("air", read_air, OF_CONVERTER),
	{ .key = "position", .type = FIELD_OWN, .read = read_position, .may_miss = true },
	{ .key = "surface", .type = FIELD_OWN, .read = read_surface, .may_miss = true },
	{ .key = "heater", .type = FIELD_OWN, .read = read_heater, .may_miss = true },
	FIELD_OWN_ROW("regulator", read_regulator, "a group, { of = \"NAME\"; channel = 0; zero_pa = 0.0; full_pa = ...; }"),
	FIELD_GROUP_ROW("dump", struct wires_draft, wires.dump, &output_table),
};
const struct field_table wiring_head_table = FIELD_TABLE(head_rows);
/* clang-format on */
