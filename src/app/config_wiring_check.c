/*
 * config_wiring_check.c - refuses wires that two things are wired to, that miss, or that would read as all
 * is well when they break.
 */
#include "app/config_wiring.h"

#include "app/config_converter.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define REAL_LOOP_MIN_HZ 500.0 /* with a real actuator [P] */
#define RATE_SHARE       1.01  /* rates that count as the same */
#define FULL_SHARE       2.0   /* of a regulator's full scale, of the relief's pressure [P] */
#define USES_MAX         (8 + HEADS_MAX + (CONVERTERS_MAX + DRIVES_MAX) * (CHANNELS_MAX + 1))

/* Every line of a rig with what it is for and where that stands in the file. */
struct uses {
	int count;
	struct use {
		const char *line_name;
		char what[32];
		int line;
	} of[USES_MAX];
};

static void use(struct uses *uses, const struct wire *wire, const char *what, int head, int line)
{
	struct use *to = &uses->of[uses->count];

	if (wire->line[0] == '\0') {
		return;
	}
	*to = (struct use){.line_name = wire->line, .line = line};
	if (head > 0) {
		snprintf(to->what, sizeof(to->what), "%s of head %d", what, head);
	} else {
		snprintf(to->what, sizeof(to->what), "%s", what);
	}
	uses->count++;
}

static void list_uses(struct uses *uses, int line, const int *lines, const struct wiring *wiring)
{
	const struct panel_wires *panel = &wiring->panel;

	use(uses, &panel->stop_closed, "stop_closed", 0, line);
	use(uses, &panel->stop_pressed, "stop_pressed", 0, line);
	use(uses, &panel->hand, "hand", 0, line);
	use(uses, &panel->confirm, "confirm", 0, line);
	use(uses, &panel->enable, "enable", 0, line);
	use(uses, &panel->supply, "supply", 0, line);
	use(uses, &panel->light, "light", 0, line);
	for (int i = 0; i < wiring->converter_count; i++) {
		const struct converter *converter = &wiring->converters[i];

		use(uses, &converter->clock, "clock", 0, line);
		for (int k = 0; k < converter->data_count; k++) {
			use(uses, &converter->data[k], "data", 0, line);
		}
	}
	for (int i = 0; i < wiring->drive_count; i++) {
		for (int k = 0; k < wiring->drives[i].line_count; k++) {
			use(uses, &wiring->drives[i].lines[k], "a valve", 0, line);
		}
	}
	for (int i = 0; i < wiring->head_count; i++) {
		use(uses, &wiring->heads[i].dump, "dump", i + 1, lines[i]);
	}
}

static void check_twice(struct complaints *complaints, const struct uses *uses)
{
	for (int b = 0; b < uses->count; b++) {
		for (int a = 0; a < b; a++) {
			if (strcmp(uses->of[a].line_name, uses->of[b].line_name) == 0) {
				complain(complaints, uses->of[b].line,
					 "%s and %s both name the line \"%s\"; name another for "
					 "one of them",
					 uses->of[a].what, uses->of[b].what, uses->of[b].line_name);
			}
		}
	}
}

/* Without its wire a pulled input reads as its pull. */
static void check_broken(struct complaints *complaints, int line, const struct wire *wire,
			 const char *key, bool when_broken)
{
	const bool reads =
		wire->pull == PULL_UP ? wire->active == LEVEL_HIGH : wire->active == LEVEL_LOW;

	if (wire->line[0] == '\0' || wire->pull == PULL_NONE || reads == when_broken) {
		return;
	}
	complain(complaints, line,
		 "with pull \"%s\" a broken wire of %s reads as %s; make it active \"%s\" and wire "
		 "it so",
		 wire->pull == PULL_UP ? "up" : "down", key, reads ? "active" : "not active",
		 wire->active == LEVEL_HIGH ? "low" : "high");
}

static void check_panel(struct complaints *complaints, int line, const struct panel_wires *panel)
{
	check_broken(complaints, line, &panel->stop_closed, "stop_closed", false);
	check_broken(complaints, line, &panel->stop_pressed, "stop_pressed", true);
	check_broken(complaints, line, &panel->hand, "hand", true);
	check_broken(complaints, line, &panel->confirm, "confirm", false);
	check_broken(complaints, line, &panel->supply, "supply", false);
}

static bool head_is_wired(const struct head *head)
{
	return head->sensor.driver == DRIVER_WIRED && head->actuator.driver == DRIVER_WIRED &&
	       (head->heater.driver == DRIVER_NONE || head->heater.driver == DRIVER_WIRED);
}

/* A sensor that is described must be wired, and the other way round; and each is as quick as told. */
static void check_rate(struct complaints *complaints, int line, int number, const char *what,
		       double rate_hz, const struct input_wire *wire, const struct wiring *wiring)
{
	const bool wired = wire->converter != 0;
	const bool described = rate_hz > 0.0;

	if (wired != described) {
		complain(complaints, line,
			 described ? "head %d has a sensor of %s and no wire to it; add it to "
				     "the head's wires"
				   : "head %d has a wire of %s and no such sensor; describe it in "
				     "its sensor, or remove the wire",
			 number, what);
		return;
	}
	if (wired && !(rate_hz <= RATE_SHARE * wiring->converters[wire->converter - 1].rate_hz)) {
		complain(complaints, line,
			 "head %d's %s is told to come %g times a second and its converter %s "
			 "reads %g times; make rate_hz of both the same",
			 number, what, rate_hz, wiring->converters[wire->converter - 1].name,
			 wiring->converters[wire->converter - 1].rate_hz);
	}
}

static void check_head_wires(struct complaints *complaints, int line, int number,
			     const struct head *head, const struct head_wires *wires,
			     const struct wiring *wiring)
{
	if (!head_is_wired(head)) {
		complain(complaints, line,
			 "head %d is partly wired and partly simulated; a rig's devices are all of "
			 "one sort: make every driver \"wired\" or every one \"sim\"",
			 number);
		return;
	}
	if (wires->dump.line[0] == '\0') {
		complain(complaints, line,
			 "head %d is wired and has no wires; add wires : { ... };", number);
	}
	check_rate(complaints, line, number, "force", head->sensor.rate_hz, &wires->force, wiring);
	check_rate(complaints, line, number, "air", head->sensor.air.rate_hz, &wires->air, wiring);
	check_rate(complaints, line, number, "position", head->sensor.position.rate_hz,
		   &wires->position, wiring);
	check_rate(complaints, line, number, "surface", head->heater.surface.rate_hz,
		   &wires->surface, wiring);
	check_span(complaints, line, number, "force", &wires->force, head->sensor.range_n, wiring);
	check_span(complaints, line, number, "air", &wires->air, head->actuator.relief_pa, wiring);
	if (wires->regulator.drive != 0 &&
	    !(wires->regulator.full_pa <= FULL_SHARE * head->actuator.relief_pa)) {
		complain(complaints, line,
			 "head %d's regulator makes %g Pa at its most and its relief opens at %g; "
			 "lower full_pa, so that what is asked for can be made finely",
			 number, wires->regulator.full_pa, head->actuator.relief_pa);
	}
	if ((wires->heater.drive != 0) != (head->heater.driver != DRIVER_NONE)) {
		complain(complaints, line,
			 wires->heater.drive != 0
				 ? "head %d has a wire of a heater and no heater; name one of "
				   "heater_kinds, or remove the wire"
				 : "head %d has a heater and no wire to it; add heater : { of = "
				   "\"NAME\"; channel = 0; } to the head's wires",
			 number);
	}
	if (head->sensor.contact.rate_hz > 0.0) { /* it would look as if it were there */
		complain(complaints, line,
			 "head %d has a contact pad, which nothing here reads from a wire; remove "
			 "contact",
			 number);
	}
	if (head->actuator.kind == ACTUATOR_VELOCITY) {
		complain(complaints, line,
			 "head %d is moved by a screw, which nothing here drives yet; use a "
			 "pressure head",
			 number);
	}
}

/* Wires where nothing is wired would look as if they protected somebody. */
static void check_no_wires(struct complaints *complaints, int line, const int *lines,
			   const struct wiring *wiring)
{
	if (wiring->panel.stop_closed.line[0] != '\0') {
		complain(complaints, line,
			 "wires of the rig is there and every device is simulated; remove it, or "
			 "make the drivers \"wired\"");
	}
	if (wiring->converter_count > 0 || wiring->drive_count > 0) {
		complain(complaints, line,
			 "the rig has converters or drives and every device is simulated; remove "
			 "them, or make the drivers \"wired\"");
	}
	if (wiring->watchdog.device[0] != '\0') {
		complain(complaints, line,
			 "the rig has a watchdog, which resets this machine, and every device is "
			 "simulated; remove it");
	}
	for (int i = 0; i < wiring->head_count; i++) {
		if (wiring->heads[i].dump.line[0] != '\0') {
			complain(complaints, lines[i],
				 "head %d has wires and is simulated; remove them, or make its "
				 "drivers \"wired\"",
				 i + 1);
		}
	}
}

void check_wiring(struct complaints *complaints, int line, const int *lines, const struct rig *rig,
		  const struct wiring *wiring)
{
	struct uses uses = {0};

	if (!wiring->wired) {
		check_no_wires(complaints, line, lines, wiring);
		return;
	}
	if (!(rig->loop_hz >= REAL_LOOP_MIN_HZ)) {
		complain(complaints, line,
			 "loop_hz is %g; with real actuators it must be at least %g Hz",
			 rig->loop_hz, REAL_LOOP_MIN_HZ);
	}
	if (wiring->panel.stop_closed.line[0] == '\0') {
		complain(complaints, line,
			 "the rig is wired and has no wires; add wires : { stop_closed ... };");
	}
	check_panel(complaints, line, &wiring->panel);
	for (int i = 0; i < rig->head_count; i++) {
		check_head_wires(complaints, lines[i], i + 1, &rig->heads[i], &wiring->heads[i],
				 wiring);
	}
	converters_complain_unused(complaints, line, wiring);
	list_uses(&uses, line, lines, wiring);
	check_twice(complaints, &uses);
}
