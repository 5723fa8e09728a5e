#include "app/config_converter.h"

#include "app/config_fields.h"

#include <stdio.h>
#include <string.h>

#define VARIANT(driver) (1u << (driver))
#define MCPS            (VARIANT(CONVERTER_MCP3204) | VARIANT(CONVERTER_MCP3208))
#define OF_KERNEL                                                                          \
	(VARIANT(CONVERTER_IIO) | VARIANT(CONVERTER_IIO_TEMP) | VARIANT(CONVERTER_HWMON) | \
	 VARIANT(CONVERTER_W1))
#define VALVE_MAX_HZ 50.0 /* a share of a period is made in steps of 1 ms [P] */

/* clang-format off */
static const char *converter_word(int value)
{
	static const char *const words[] = { "none", "hx711", "mcp3204", "mcp3208", "iio", "iio_temp", "hwmon", "w1" };

	return words[value];
}

static const char *drive_word(int value)
{
	static const char *const words[] = { "none", "pwm", "dac", "valve" };

	return words[value];
}
/* clang-format on */

/* Lines of one sort, by their names. Returns how many, 0 after a complaint. */
static int read_lines(struct complaints *complaints, config_setting_t *setting,
		      struct wire lines[CHANNELS_MAX])
{
	const int count = config_setting_is_list(setting) ? config_setting_length(setting) : 0;

	if (count < 1 || count > CHANNELS_MAX) {
		complain(complaints, fields_line(setting),
			 "%s must be a list of 1 to %d line names, ( \"GPIO17\", \"GPIO27\" )",
			 config_setting_name(setting), CHANNELS_MAX);
		return 0;
	}
	for (int i = 0; i < count; i++) {
		config_setting_t *element = config_setting_get_elem(setting, (unsigned)i);
		const char *text = config_setting_get_string(element);

		if (text == NULL || text[0] == '\0' || strlen(text) >= WIRE_BYTES) {
			complain(complaints, fields_line(element),
				 "line %d of %s is no line's name; write it in quotes, such as "
				 "\"GPIO17\"",
				 i + 1, config_setting_name(setting));
			return 0;
		}
		lines[i] = (struct wire){.active = LEVEL_HIGH, .pull = PULL_NONE};
		memcpy(lines[i].line, text, strlen(text) + 1);
	}
	return count;
}

static void read_data(struct complaints *complaints, config_setting_t *setting, void *base)
{
	struct converter *converter = base;

	converter->data_count = read_lines(complaints, setting, converter->data);
}

static void read_gain(struct complaints *complaints, config_setting_t *setting, void *base)
{
	struct converter *converter = base;

	converter->gain = config_setting_get_int(setting);
	if (converter->gain != 128 && converter->gain != 64 && converter->gain != 32) {
		complain(complaints, fields_line(setting),
			 "gain must be 128 or 64, which are of input A, or 32, of input B");
	}
}

static void read_valves(struct complaints *complaints, config_setting_t *setting, void *base)
{
	struct drive *drive = base;

	drive->line_count = read_lines(complaints, setting, drive->lines);
}

/* clang-format off */
static const struct field clock_rows[] = {
	FIELD_STRING_ROW("line", FIELD_TEXT, struct wire, line),
};
static const struct field_table clock_table = FIELD_TABLE(clock_rows);

#define CONVERTER(k, m, lo, hi, u, v) FIELD_ONLY_ROW(k, struct converter, m, lo, hi, u, v)

static const struct field converter_rows[] = {
	FIELD_WORD_ROW("driver", struct converter, driver, converter_word, CONVERTER_DRIVERS),
	FIELD_NUMBER_ROW("rate_hz", struct converter, rate_hz, 1.0, 2e3, "Hz"),
	{ .key = "clock", .type = FIELD_GROUP, .offset = offsetof(struct converter, clock), .in = &clock_table,
	  .only = VARIANT(CONVERTER_HX711) },
	{ .key = "data", .type = FIELD_OWN, .read = read_data, .only = VARIANT(CONVERTER_HX711),
	  .wants = "a list of line names, one a cell" },
	{ .key = "gain", .type = FIELD_OWN, .read = read_gain, .only = VARIANT(CONVERTER_HX711),
	  .wants = "128, 64 or 32" },
	{ .key = "device", .type = FIELD_TEXT, .offset = offsetof(struct converter, device), .size = WIRE_BYTES,
	  .only = MCPS | OF_KERNEL },
	CONVERTER("clock_hz", clock_hz, 1e4, 2e6, "Hz", MCPS),
	CONVERTER("reference_v", reference_v, 2.0, 5.5, "V", MCPS),
};
static const struct field_table converter_table = FIELD_TABLE(converter_rows);

#define DRIVE(k, m, lo, hi, u, v) FIELD_ONLY_ROW(k, struct drive, m, lo, hi, u, v)

static const struct field drive_rows[] = {
	FIELD_WORD_ROW("driver", struct drive, driver, drive_word, DRIVE_VALVE + 1),
	{ .key = "device", .type = FIELD_TEXT, .offset = offsetof(struct drive, device), .size = WIRE_BYTES,
	  .only = VARIANT(DRIVE_PWM) | VARIANT(DRIVE_DAC) },
	DRIVE("frequency_hz", frequency_hz, 1.0, 25e3, "Hz", VARIANT(DRIVE_PWM) | VARIANT(DRIVE_VALVE)),
	DRIVE("full_v", full_v, 0.5, 12.0, "V", VARIANT(DRIVE_DAC)),
	{ .key = "lines", .type = FIELD_OWN, .read = read_valves, .only = VARIANT(DRIVE_VALVE),
	  .wants = "a list of line names, one a valve" },
};
static const struct field_table drive_table = FIELD_TABLE(drive_rows);
/* clang-format on */

/* How many groups, -1 after a complaint. */
static int group_count(struct complaints *complaints, config_setting_t *setting, int most)
{
	const int count = config_setting_is_group(setting) ? config_setting_length(setting) : 0;

	if (count < 1 || count > most) {
		complain(complaints, fields_line(setting),
			 "%s must be a group of 1 to %d groups, each with its name",
			 config_setting_name(setting), most);
		return -1;
	}
	return count;
}

static void read_named(struct complaints *complaints, config_setting_t *group,
		       const struct field_table *table, void *base, char name[32])
{
	struct field_target target = {.base = base};
	char of[80];
	int driver;

	snprintf(name, 32, "%s", config_setting_name(group));
	snprintf(of, sizeof of, "%s", name);
	target.of = of;
	if (!fields_is_group(complaints, group, of)) {
		return;
	}
	driver = fields_peek_word(group, table, "driver");
	target.variant = driver != 0 ? VARIANT(driver) : 0;
	fields_read(complaints, group, table, &target);
}

static bool is_mcp(const struct converter *converter)
{
	return (VARIANT(converter->driver) & MCPS) != 0;
}

/* Its bus opens for anybody, and the same chip read twice would pass for two sensors. */
static void check_bus(struct complaints *complaints, int line, const struct wiring *wiring,
		      const struct converter *mcp)
{
	if (mcp->device[0] == '\0') {
		return; /* told already */
	}
	if (mcp->device[0] != '/') {
		complain(complaints, line,
			 "device of %s is \"%s\"; it must be a path, such as "
			 "\"/dev/spidev0.0\"",
			 mcp->name, mcp->device);
	}
	for (const struct converter *other = wiring->converters; other < mcp; other++) {
		if (is_mcp(other) && strcmp(other->device, mcp->device) == 0) {
			complain(complaints, line,
				 "%s and %s both name the device \"%s\"; name another for one of "
				 "them, or make one converter of them",
				 other->name, mcp->name, mcp->device);
		}
	}
}

void converters_read(struct complaints *complaints, config_setting_t *setting,
		     struct wiring *wiring)
{
	const int count = group_count(complaints, setting, CONVERTERS_MAX);

	for (int i = 0; i < count; i++) {
		struct converter *converter = &wiring->converters[i];
		config_setting_t *group = config_setting_get_elem(setting, (unsigned)i);

		wiring->converter_count = i + 1;
		read_named(complaints, group, &converter_table, converter, converter->name);
		converter->clock.active = LEVEL_HIGH;
		if (is_mcp(converter)) {
			check_bus(complaints, fields_line(group), wiring, converter);
		}
	}
}

void drives_read(struct complaints *complaints, config_setting_t *setting, struct wiring *wiring)
{
	const int count = group_count(complaints, setting, DRIVES_MAX);

	for (int i = 0; i < count; i++) {
		struct drive *drive = &wiring->drives[i];

		wiring->drive_count = i + 1;
		read_named(complaints, config_setting_get_elem(setting, (unsigned)i), &drive_table,
			   drive, drive->name);
		if (drive->driver == DRIVE_VALVE && !(drive->frequency_hz <= VALVE_MAX_HZ)) {
			complain(complaints, fields_line(setting),
				 "frequency_hz of %s is %g; a valve takes at most %g Hz",
				 drive->name, drive->frequency_hz, VALVE_MAX_HZ);
		}
	}
}

void converters_complain_unused(struct complaints *complaints, int line,
				const struct wiring *wiring)
{
	for (int i = 0; i < wiring->converter_count; i++) {
		if (wiring->converters[i].used == 0) {
			complain(complaints, line,
				 "the converter %s is used by no head; name it in one or remove it",
				 wiring->converters[i].name);
		}
	}
	for (int i = 0; i < wiring->drive_count; i++) {
		if (wiring->drives[i].used == 0) {
			complain(complaints, line,
				 "the drive %s is used by no head; name it in one or remove it",
				 wiring->drives[i].name);
		}
	}
}
