/*
 * config_converter.h - converters and drives of a rig file, and the heads' wires to them.
 */
#ifndef APP_CONFIG_CONVERTER_H
#define APP_CONFIG_CONVERTER_H

#include "app/config_complaint.h"

#include <knead/wiring.h>

#include <libconfig.h>

/* Groups of named groups, into wiring. */
void converters_read(struct complaints *complaints, config_setting_t *setting,
		     struct wiring *wiring);
void drives_read(struct complaints *complaints, config_setting_t *setting, struct wiring *wiring);

/*
 * A head's wire to one of them; the key of an input says what it reads: "force", "air", "position" or
 * "surface". Marks the channel as used, and complains where another head has it.
 */
void input_wire_read(struct complaints *complaints, config_setting_t *setting,
		     struct wiring *wiring, struct input_wire *wire);
void output_wire_read(struct complaints *complaints, config_setting_t *setting,
		      struct wiring *wiring, struct output_wire *wire);
void heater_wire_read(struct complaints *complaints, config_setting_t *setting,
		      struct wiring *wiring, struct heater_wire *wire);

/* Complains of each that no head named. */
void converters_complain_unused(struct complaints *complaints, int line,
				const struct wiring *wiring);

#endif
