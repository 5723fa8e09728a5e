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
#include "app/config_wiring.h"
#include "app/config_converter.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

/* A rig while it is being read. */
struct rig_draft {
	struct rig rig;
	struct wiring wiring;
	struct kinds sensors;
	struct kinds actuators;
	struct kinds heaters;
	int lines[HEADS_MAX];
};

/* A head while it is being read. */
struct head_draft {
	struct head head;
	struct wires_draft wires;
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

static void read_converters(struct complaints *complaints, config_setting_t *setting, void *base)
{
	converters_read(complaints, setting, &((struct rig_draft *)base)->wiring);
}

static void read_drives(struct complaints *complaints, config_setting_t *setting, void *base)
{
	drives_read(complaints, setting, &((struct rig_draft *)base)->wiring);
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
	{ .key = "wires", .type = FIELD_GROUP, .offset = offsetof(struct head_draft, wires),
	  .in = &wiring_head_table, .may_miss = true },
};
static const struct field_table head_table = FIELD_TABLE(head_rows);
/* clang-format on */

static void read_head(struct complaints *complaints, config_setting_t *setting, int index,
		      struct rig_draft *rig)
{
	struct head_draft draft = {.rig = rig, .wires = {.of = &rig->wiring}, .sound = true};
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
	rig->wiring.heads[index] = draft.wires.wires;
	rig->wiring.wired |= head_is_real(&draft.head);
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
	draft->wiring.head_count = count;
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
		((struct rig_draft *)base)->rig.control = CONTROL_RIG;
	} else {
		complain(complaints, fields_line(setting),
			 "control of the rig must be \"rig\", or \"bench\" for simulated rigs");
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

/* "192.168.1.0/24" or "fd00::/8"; false where it is neither. Bits behind the prefix must be 0. */
static bool read_network(const char *text, struct osc_network *network)
{
	char address[64];
	const char *slash = text != NULL ? strchr(text, '/') : NULL;
	char *end = NULL;
	long prefix = 0;

	if (slash == NULL || (size_t)(slash - text) >= sizeof address || slash[1] < '0' ||
	    slash[1] > '9') {
		return false;
	}
	memcpy(address, text, (size_t)(slash - text));
	address[slash - text] = '\0';
	*network = (struct osc_network){.v6 = strchr(address, ':') != NULL};
	prefix = strtol(slash + 1, &end, 10);
	if (*end != '\0' || prefix > (network->v6 ? 128 : 32) ||
	    inet_pton(network->v6 ? AF_INET6 : AF_INET, address, network->address) != 1) {
		return false;
	}
	network->prefix = (int)prefix;
	for (int bit = network->prefix; bit < 128; bit++) {
		if (network->address[bit / 8] & 0x80 >> bit % 8) {
			return false;
		}
	}
	return true;
}

static void read_allow(struct complaints *complaints, config_setting_t *setting, void *base)
{
	struct osc_spec *osc = base;
	int count = config_setting_is_list(setting) ? config_setting_length(setting) : 0;

	if (count < 1 || count > OSC_NETWORKS_MAX) {
		complain(complaints, fields_line(setting),
			 "allow must be a list of 1 to %d networks, ( \"192.168.1.0/24\", "
			 "\"fd00::/8\" ); without the key all are listened to",
			 OSC_NETWORKS_MAX);
		return;
	}
	for (int i = 0; i < count; i++) {
		config_setting_t *element = config_setting_get_elem(setting, (unsigned)i);

		if (!read_network(config_setting_get_string(element), &osc->allow[i])) {
			complain(complaints, fields_line(element),
				 "network %d of allow must be as \"192.168.1.0/24\" or "
				 "\"fd00::/8\", with nothing behind its prefix",
				 i + 1);
		}
	}
	osc->allow_count = count;
}

/* clang-format off */
static const struct field osc_rows[] = {
	FIELD_OWN_ROW("bind", read_bind, "a numeric address, bind = \"127.0.0.1\";"),
	/* without tcp_port, TCP has the one above */
	{ .key = "port", .type = FIELD_PORT, .offset = offsetof(struct osc_spec, port), .most = 65534.0 },
	{ .key = "tcp_port", .type = FIELD_PORT, .offset = offsetof(struct osc_spec, tcp_port), .least = 1.0, .most = 65535.0,
	  .may_miss = true },
	{ .key = "allow", .type = FIELD_OWN, .read = read_allow, .may_miss = true },
};
static const struct field_table osc_table = FIELD_TABLE(osc_rows);

/* Read in this order: heads name kinds. */
static const struct field rig_rows[] = {
	FIELD_STRING_ROW("name", FIELD_NAME, struct rig_draft, rig.name),
	FIELD_NUMBER_ROW("loop_hz", struct rig_draft, rig.loop_hz, LOOP_MIN_HZ, LOOP_MAX_HZ, "Hz"),
	FIELD_OWN_ROW("control", read_control, "\"rig\", or \"bench\" for simulated rigs"),
	FIELD_GROUP_ROW("osc", struct rig_draft, rig.osc, &osc_table),
	{ .key = "wires", .type = FIELD_GROUP, .offset = offsetof(struct rig_draft, wiring.panel),
	  .in = &wiring_panel_table, .may_miss = true },
	{ .key = "watchdog", .type = FIELD_GROUP, .offset = offsetof(struct rig_draft, wiring.watchdog),
	  .in = &watchdog_table, .may_miss = true },
	{ .key = "sensor_kinds", .type = FIELD_OWN, .read = read_sensor_kinds, .may_miss = true },
	{ .key = "actuator_kinds", .type = FIELD_OWN, .read = read_actuator_kinds, .may_miss = true },
	{ .key = "heater_kinds", .type = FIELD_OWN, .read = read_heater_kinds, .may_miss = true },
	{ .key = "converters", .type = FIELD_OWN, .read = read_converters, .may_miss = true },
	{ .key = "drives", .type = FIELD_OWN, .read = read_drives, .may_miss = true },
	FIELD_OWN_ROW("heads", read_heads, "a list, heads = ( { ... }, { ... } );"),
};
static const struct field_table rig_table = FIELD_TABLE(rig_rows);
/* clang-format on */

static void check_draft(struct complaints *complaints, config_setting_t *group, const void *read)
{
	const struct rig_draft *draft = read;
	const int line = fields_line(group);

	check_rig(complaints, line, draft->lines, &draft->rig);
	check_wiring(complaints, line, draft->lines, &draft->rig, &draft->wiring);
}

int config_read_wired_rig(struct rig *out, struct wiring *wiring, const char *path,
			  FILE *complaints)
{
	static const struct config_reader reader = {CONFIG_RIG, &rig_table, "the rig", check_draft};
	struct rig_draft draft;
	int error = config_file_read(&draft, sizeof draft, &reader, path, complaints);

	/* an empty list is refused, so that none means no list */
	draft.rig.osc.allow_all = error == 0 && draft.rig.osc.allow_count == 0;
	/* holes and all: what is refused leaves nothing behind */
	memcpy(out, &draft.rig, sizeof *out);
	memcpy(wiring, &draft.wiring, sizeof *wiring);
	return error;
}

int config_read_rig(struct rig *out, const char *path, FILE *complaints)
{
	struct wiring wiring;

	return config_read_wired_rig(out, &wiring, path, complaints);
}
