/*
 * config_rig.c - a rig's file: its heads, each with a place, an area, limits, a sensor and an actuator.
 *
 * What many heads share may be written once, as a kind, and named from each of them; there is nothing
 * a head gets without its file saying so.
 */
#include "app/config.h"

#include "app/config_device.h"
#include "app/config_fields.h"
#include "app/config_file.h"
#include "app/config_rig_check.h"

#include <arpa/inet.h>
#include <string.h>

/* A rig while it is being read. */
struct rig_draft {
	struct rig rig;
	struct kinds sensors;
	struct kinds actuators;
	struct kinds heaters;
	int lines[HEADS_MAX];
};

/* A head while it is being read. */
struct head_draft {
	struct head head;
	struct rig_draft *rig;
	bool sound; /* no kind it uses was complained about */
};

/* clang-format off */
static const char *side_word(int value)
{
	static const char *const words[] = { "none", "left", "right" };

	return words[value];
}

/* clang-format on */

static void read_sensor_kinds(struct complaints *complaints, config_setting_t *setting, void *base)
{
	kinds_read(complaints, setting, &device_sensor, &((struct rig_draft *)base)->sensors);
}

static void read_actuator_kinds(struct complaints *complaints, config_setting_t *setting,
				void *base)
{
	kinds_read(complaints, setting, &device_actuator, &((struct rig_draft *)base)->actuators);
}

static void read_heater_kinds(struct complaints *complaints, config_setting_t *setting, void *base)
{
	kinds_read(complaints, setting, &device_heater, &((struct rig_draft *)base)->heaters);
}

static void read_sensor(struct complaints *complaints, config_setting_t *setting, void *base)
{
	struct head_draft *draft = base;

	if (!device_read(complaints, setting, &device_sensor, &draft->rig->sensors,
			 &draft->head.sensor)) {
		draft->sound = false;
	}
}

static void read_actuator(struct complaints *complaints, config_setting_t *setting, void *base)
{
	struct head_draft *draft = base;

	if (!device_read(complaints, setting, &device_actuator, &draft->rig->actuators,
			 &draft->head.actuator)) {
		draft->sound = false;
	}
}

static void read_heater(struct complaints *complaints, config_setting_t *setting, void *base)
{
	struct head_draft *draft = base;

	if (!device_read(complaints, setting, &device_heater, &draft->rig->heaters,
			 &draft->head.heater)) {
		draft->sound = false;
	}
}

/* clang-format off */
#define HEAD_NUMBER(key, member, least, most, unit) \
	FIELD_NUMBER_ROW(key, struct head_draft, head.member, least, most, unit)

static const struct field head_rows[] = {
	FIELD_REGION_ROW("region", struct head_draft, head.region),
	FIELD_WORD_ROW("side", struct head_draft, head.side, side_word, SIDE_RIGHT + 1),
	HEAD_NUMBER("x_m", x_m, -0.3, 1.6, "m"),
	HEAD_NUMBER("y_m", y_m, -0.5, 0.5, "m"),
	HEAD_NUMBER("area_m2", area_m2, 5e-5, 1e-2, "m2"),
	HEAD_NUMBER("ceiling_n", ceiling_n, RELEASED_N, CEILING_MAX_N, "N"),
	HEAD_NUMBER("ceiling_pa", ceiling_pa, 1e3, CEILING_MAX_PA, "Pa"),
	FIELD_OWN_ROW("sensor", read_sensor, "the name of one of sensor_kinds or a group"),
	FIELD_OWN_ROW("actuator", read_actuator, "the name of one of actuator_kinds or a group"),
	{ .key = "heater", .type = FIELD_OWN, .read = read_heater, .may_miss = true },
};
static const struct field_table head_table = FIELD_TABLE(head_rows);
/* clang-format on */

static void read_head(struct complaints *complaints, config_setting_t *setting, int index,
		      struct rig_draft *rig)
{
	struct head_draft draft = {.rig = rig, .sound = true};
	int before = complaints->count;
	int line = fields_line(setting);
	char of[24];

	snprintf(of, sizeof of, "head %d", index + 1);
	if (!fields_is_group(complaints, setting, of)) {
		return;
	}
	fields_read(complaints, setting, &head_table, &(struct field_target){&draft, of, 0});
	if (complaints->count == before && draft.sound) {
		check_head(complaints, line, index + 1, &draft.head);
	}
	rig->lines[index] = line;
	rig->rig.heads[index] = draft.head;
}

static void read_heads(struct complaints *complaints, config_setting_t *setting, void *base)
{
	struct rig_draft *draft = base;
	int count = config_setting_is_list(setting) ? config_setting_length(setting) : 0;

	if (count < 1 || count > HEADS_MAX) {
		complain(complaints, fields_line(setting),
			 "heads must be a list of 1 to %d heads, ( { ... }, { ... } )", HEADS_MAX);
		return;
	}
	draft->rig.head_count = count;
	for (int i = 0; i < count; i++) {
		read_head(complaints, config_setting_get_elem(setting, (unsigned)i), i, draft);
	}
	kinds_complain_unused(complaints, &draft->sensors);
	kinds_complain_unused(complaints, &draft->actuators);
	kinds_complain_unused(complaints, &draft->heaters);
}

static void read_control(struct complaints *complaints, config_setting_t *setting, void *base)
{
	const char *text = config_setting_get_string(setting);

	if (text != NULL && strcmp(text, "bench") == 0) {
		((struct rig_draft *)base)->rig.control = CONTROL_BENCH;
	} else if (text != NULL && strcmp(text, "rig") == 0) {
		complain(complaints, fields_line(setting),
			 "control \"rig\" needs pairing, which this version does not have; write "
			 "\"bench\", for simulated rigs");
	} else {
		complain(complaints, fields_line(setting),
			 "control of the rig must be \"bench\", for simulated rigs");
	}
}

/* A name would have to be looked up, and could point elsewhere tomorrow. */
static void read_bind(struct complaints *complaints, config_setting_t *setting, void *base)
{
	struct osc_spec *osc = base;
	const char *text = config_setting_get_string(setting);
	struct in6_addr address;

	if (text == NULL || strlen(text) >= sizeof osc->bind ||
	    (inet_pton(AF_INET, text, &address) != 1 && inet_pton(AF_INET6, text, &address) != 1)) {
		complain(complaints, fields_line(setting),
			 "bind must be a numeric address in quotes, such as \"127.0.0.1\" or "
			 "\"::1\"");
		return;
	}
	memcpy(osc->bind, text, strlen(text) + 1);
}

/* clang-format off */
static const struct field osc_rows[] = {
	FIELD_OWN_ROW("bind", read_bind, "a numeric address, bind = \"127.0.0.1\";"),
	/* port + 1 is kept free for TCP, which is not there yet */
	{ .key = "port", .type = FIELD_PORT, .offset = offsetof(struct osc_spec, port), .most = 65534.0 },
};
static const struct field_table osc_table = FIELD_TABLE(osc_rows);

/* Read in this order: heads name kinds. */
static const struct field rig_rows[] = {
	FIELD_STRING_ROW("name", FIELD_NAME, struct rig_draft, rig.name),
	FIELD_NUMBER_ROW("loop_hz", struct rig_draft, rig.loop_hz, LOOP_MIN_HZ, LOOP_MAX_HZ, "Hz"),
	FIELD_OWN_ROW("control", read_control, "\"bench\", for simulated rigs"),
	FIELD_GROUP_ROW("osc", struct rig_draft, rig.osc, &osc_table),
	{ .key = "sensor_kinds", .type = FIELD_OWN, .read = read_sensor_kinds, .may_miss = true },
	{ .key = "actuator_kinds", .type = FIELD_OWN, .read = read_actuator_kinds, .may_miss = true },
	{ .key = "heater_kinds", .type = FIELD_OWN, .read = read_heater_kinds, .may_miss = true },
	FIELD_OWN_ROW("heads", read_heads, "a list, heads = ( { ... }, { ... } );"),
};
static const struct field_table rig_table = FIELD_TABLE(rig_rows);
/* clang-format on */

static void check_draft(struct complaints *complaints, config_setting_t *group, const void *read)
{
	const struct rig_draft *draft = read;

	check_rig(complaints, fields_line(group), draft->lines, &draft->rig);
}

int config_read_rig(struct rig *out, const char *path, FILE *complaints)
{
	static const struct config_reader reader = {CONFIG_RIG, &rig_table, "the rig", check_draft};
	struct rig_draft draft;
	int error = config_file_read(&draft, sizeof draft, &reader, path, complaints);

	*out = draft.rig;
	return error;
}
