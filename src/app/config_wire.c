/*
 * config_wire.c - a head's wires to converters and drives, and what comes through them.
 */
#include "app/config_converter.h"
#include "app/config_fields.h"

#include <stdio.h>
#include <string.h>

/* A wire while it is being read. */
struct wire_draft {
	char of[32];
	int channel;
	double zero;
	double per_unit;
};

/* What a converter's numbers are. */
enum quantity { RATIO = 1, VOLTS, DEGREES };

#define OF(quantity) (1u << (quantity))

/* clang-format off */
#define INPUT_ROWS(what, unit, most_ratio, most_volt) \
	FIELD_STRING_ROW("of", FIELD_NAME, struct wire_draft, of), \
	FIELD_COUNT_ROW("channel", struct wire_draft, channel, 0, CHANNELS_MAX - 1), \
	FIELD_ONLY_ROW("zero_mv_v", struct wire_draft, zero, -20.0, 20.0, "mV/V", OF(RATIO)), \
	FIELD_ONLY_ROW(what "_per_mv_v", struct wire_draft, per_unit, -(most_ratio), most_ratio, unit "/(mV/V)", OF(RATIO)), \
	FIELD_ONLY_ROW("zero_v", struct wire_draft, zero, -12.0, 12.0, "V", OF(VOLTS)), \
	FIELD_ONLY_ROW(what "_per_v", struct wire_draft, per_unit, -(most_volt), most_volt, unit "/V", OF(VOLTS))

static const struct field force_rows[] = { INPUT_ROWS("n", "N", 1e4, 1e4) };
static const struct field air_rows[] = { INPUT_ROWS("pa", "Pa", 1e7, 1e7) };
static const struct field position_rows[] = { INPUT_ROWS("m", "m", 10.0, 10.0) };
static const struct field surface_rows[] = { INPUT_ROWS("c", "degC", 1e4, 1e4) };
static const struct field_table force_table = FIELD_TABLE(force_rows);
static const struct field_table air_table = FIELD_TABLE(air_rows);
static const struct field_table position_table = FIELD_TABLE(position_rows);
static const struct field_table surface_table = FIELD_TABLE(surface_rows);

/* Quantities that a converter of each wire may give. */
static const struct input {
	const char *key;
	const struct field_table *table;
	unsigned takes;
} inputs[] = {
	{ "force", &force_table, OF(RATIO) | OF(VOLTS) },
	{ "air", &air_table, OF(RATIO) | OF(VOLTS) },
	{ "position", &position_table, OF(RATIO) | OF(VOLTS) },
	{ "surface", &surface_table, OF(VOLTS) | OF(DEGREES) },
};

struct output_draft {
	char of[32];
	struct output_wire wire;
};

static const struct field output_rows[] = {
	FIELD_STRING_ROW("of", FIELD_NAME, struct output_draft, of),
	FIELD_COUNT_ROW("channel", struct output_draft, wire.channel, 0, CHANNELS_MAX - 1),
	FIELD_NUMBER_ROW("zero_pa", struct output_draft, wire.zero_pa, -1e6, 1e6, "Pa"),
	FIELD_NUMBER_ROW("full_pa", struct output_draft, wire.full_pa, 1e4, 2e6, "Pa"),
};
static const struct field_table output_table = FIELD_TABLE(output_rows);

static const struct field heater_rows[] = {
	FIELD_STRING_ROW("of", FIELD_NAME, struct output_draft, of),
	FIELD_COUNT_ROW("channel", struct output_draft, wire.channel, 0, CHANNELS_MAX - 1),
};
static const struct field_table heater_table = FIELD_TABLE(heater_rows);
/* clang-format on */

static enum quantity quantity_of(const struct converter *converter)
{
	switch (converter->driver) {
	case CONVERTER_HX711:
		return RATIO;
	case CONVERTER_IIO_TEMP:
	case CONVERTER_HWMON:
	case CONVERTER_W1:
		return DEGREES;
	case CONVERTER_MCP3204:
	case CONVERTER_MCP3208:
	case CONVERTER_IIO:
	case CONVERTER_NONE:
	case CONVERTER_DRIVERS:
		break;
	}
	return VOLTS;
}

static int channels_of_converter(const struct converter *converter)
{
	switch (converter->driver) {
	case CONVERTER_HX711:
		return converter->data_count;
	case CONVERTER_MCP3204:
		return 4;
	case CONVERTER_MCP3208:
		return 8;
	case CONVERTER_W1:
		return 1;
	case CONVERTER_IIO:
	case CONVERTER_IIO_TEMP:
	case CONVERTER_HWMON:
	case CONVERTER_NONE:
	case CONVERTER_DRIVERS:
		break;
	}
	return CHANNELS_MAX;
}

/* Marks a channel, unless it is not there or somebody's. */
static void use_channel(struct complaints *complaints, int line, const char *name, int channel,
			int channels, unsigned *used)
{
	if (channel >= channels) {
		complain(complaints, line, "%s has no channel %d; its channels are 0 to %d", name,
			 channel, channels - 1);
	} else if (*used >> channel & 1u) {
		complain(complaints, line,
			 "channel %d of %s is wired twice; name another for one of them", channel,
			 name);
	}
	*used |= 1u << channel;
}

static const char *name_in(config_setting_t *setting)
{
	config_setting_t *of = config_setting_get_member(setting, "of");
	const char *name = of != NULL ? config_setting_get_string(of) : NULL;

	return name != NULL ? name : "";
}

/* -1 after a complaint. */
static int converter_named(struct complaints *complaints, config_setting_t *setting,
			   const struct wiring *wiring)
{
	for (int i = 0; i < wiring->converter_count; i++) {
		if (strcmp(wiring->converters[i].name, name_in(setting)) == 0) {
			return i;
		}
	}
	complain(complaints, fields_line(setting),
		 "%s names no converter that is there; write of = \"NAME\", one of the rig's "
		 "converters",
		 config_setting_name(setting));
	return -1;
}

static int drive_named(struct complaints *complaints, config_setting_t *setting,
		       const struct wiring *wiring)
{
	for (int i = 0; i < wiring->drive_count; i++) {
		if (strcmp(wiring->drives[i].name, name_in(setting)) == 0) {
			return i;
		}
	}
	complain(complaints, fields_line(setting),
		 "%s names no drive that is there; write of = \"NAME\", one of the rig's drives",
		 config_setting_name(setting));
	return -1;
}

static const struct input *input_of(const char *key)
{
	const struct input *input = &inputs[0];

	while (strcmp(input->key, key) != 0) {
		input++; /* each key that is read so is in the table */
	}
	return input;
}

void input_wire_read(struct complaints *complaints, config_setting_t *setting,
		     struct wiring *wiring, struct input_wire *wire)
{
	const char *key = config_setting_name(setting);
	const struct input *input = input_of(key);
	const int before = complaints->count;
	struct wire_draft draft = {.per_unit = 1.0}; /* a thermometer needs no more */
	struct converter *converter;
	unsigned quantity;
	int index;

	if (!fields_is_group(complaints, setting, key)) {
		return;
	}
	index = converter_named(complaints, setting, wiring);
	if (index < 0) {
		return;
	}
	converter = &wiring->converters[index];
	quantity = OF(quantity_of(converter));
	if (!(input->takes & quantity)) {
		complain(complaints, fields_line(setting),
			 "%s cannot come from %s, which reads %s; name another converter", key,
			 converter->name,
			 quantity == OF(DEGREES) ? "temperatures" : "bridges only");
		return;
	}
	fields_read(complaints, setting, input->table,
		    &(struct field_target){&draft, key, quantity});
	if (complaints->count != before) {
		return;
	}
	if (!(draft.per_unit > 0.0 || draft.per_unit < 0.0)) {
		complain(complaints, fields_line(setting),
			 "%s has a scale of 0, so it would read the same whatever happens", key);
	}
	use_channel(complaints, fields_line(setting), converter->name, draft.channel,
		    channels_of_converter(converter), &converter->used);
	*wire = (struct input_wire){index + 1, draft.channel, draft.zero, draft.per_unit};
}

/* What both outputs have. Returns which drive, -1 after a complaint. */
static int read_output(struct complaints *complaints, config_setting_t *setting,
		       struct wiring *wiring, const struct field_table *table,
		       struct output_draft *draft)
{
	const char *key = config_setting_name(setting);
	const int before = complaints->count;
	struct drive *drive;
	int index;

	if (!fields_is_group(complaints, setting, key)) {
		return -1;
	}
	index = drive_named(complaints, setting, wiring);
	if (index < 0) {
		return -1;
	}
	fields_read(complaints, setting, table, &(struct field_target){draft, key, 0});
	if (complaints->count != before) {
		return -1;
	}
	drive = &wiring->drives[index];
	use_channel(complaints, fields_line(setting), drive->name, draft->wire.channel,
		    drive->driver == DRIVE_VALVE ? drive->line_count : CHANNELS_MAX, &drive->used);
	return index;
}

void output_wire_read(struct complaints *complaints, config_setting_t *setting,
		      struct wiring *wiring, struct output_wire *wire)
{
	struct output_draft draft = {0};
	const int index = read_output(complaints, setting, wiring, &output_table, &draft);

	if (index < 0) {
		return;
	}
	if (!(draft.wire.full_pa > draft.wire.zero_pa)) {
		complain(complaints, fields_line(setting),
			 "%s has full_pa %g, not above its zero_pa of %g; swap them",
			 config_setting_name(setting), draft.wire.full_pa, draft.wire.zero_pa);
	}
	*wire = draft.wire;
	wire->drive = index + 1;
}

void heater_wire_read(struct complaints *complaints, config_setting_t *setting,
		      struct wiring *wiring, struct heater_wire *wire)
{
	struct output_draft draft = {0};
	const int index = read_output(complaints, setting, wiring, &heater_table, &draft);

	if (index >= 0) {
		*wire = (struct heater_wire){index + 1, draft.wire.channel};
	}
}
