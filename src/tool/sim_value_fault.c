/* sim_value_fault.c - a fault as it is typed. Each mistake has its own sentence; see sim_values.h. */
#include "tool/sim_values.h"

#include "tool/option_number.h"
#include "tool/sim_run.h"
#include "tool/tools.h"

#include <knead/fault_fit.h>
#include <knead/limits.h>

#include <float.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXAMPLE "t=12,head=3,kind=stuck,sensor=pressure"

enum key { KEY_T = 0, KEY_KIND, KEY_SENSOR, KEY_HEAD, KEY_MAGNITUDE, KEYS };

static const char *const keys[KEYS] = {"t", "kind", "sensor", "head", "magnitude"};

struct typed {
	const char *whole;
	const char *values[KEYS]; /* NULL where it was not given */
	struct sim_fault fault;
};

__attribute__((format(printf, 2, 3))) static int wrong(const struct typed *typed,
						       const char *format, ...)
{
	va_list arguments;

	fprintf(stderr, "knead sim: --fault \"%s\": ", typed->whole);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	return EXIT_WRONG;
}

/* Without those that name their sensor themselves. */
static int wrong_kind(const struct typed *typed, const char *name)
{
	char names[512] = "";
	size_t used = 0;

	for (int kind = 0; kind < FAULT_KINDS; kind++) {
		if (kind <= FAULT_INTERMITTENT || kind > FAULT_CONTACT_INTERMITTENT) {
			used += (size_t)snprintf(names + used, sizeof(names) - used, " %s",
						 fault_kind_name((enum fault_kind)kind));
		}
	}
	return wrong(typed, "there is no kind \"%s\"; there is%s", name, names);
}

/* "key=value" into its place. */
static int take_part(struct typed *typed, char *part)
{
	char *equals = strchr(part, '=');
	int key = 0;

	if (equals == NULL) {
		return wrong(typed, "\"%s\" is no key with a value; write such as " EXAMPLE, part);
	}
	*equals = '\0';
	while (key < KEYS && strcmp(keys[key], part) != 0) {
		key++;
	}
	if (key == KEYS) {
		return wrong(typed, "there is no \"%s\"; there is t, kind, sensor, head, magnitude",
			     part);
	}
	if (typed->values[key] != NULL) {
		return wrong(typed, "%s stands there twice; once in each --fault", part);
	}
	typed->values[key] = equals + 1;
	return EXIT_DONE;
}

static int read_kind(struct typed *typed)
{
	const char *name = typed->values[KEY_KIND];
	const char *sensor_name = typed->values[KEY_SENSOR];
	enum fault_sensor sensor = FAULT_SENSORS;

	if (name == NULL) {
		return wrong(typed, "kind is missing; write such as " EXAMPLE);
	}
	typed->fault.kind = fault_kind_named(name);
	if (typed->fault.kind == FAULT_KINDS) {
		return wrong_kind(typed, name);
	}
	if (sensor_name == NULL) {
		return EXIT_DONE;
	}
	sensor = fault_sensor_named(sensor_name);
	if (sensor == FAULT_SENSORS) {
		return wrong(typed,
			     "there is no sensor \"%s\"; there is force, position, pressure, "
			     "surface, contact",
			     sensor_name);
	}
	typed->fault.kind = fault_of_sensor(typed->fault.kind, sensor);
	if (typed->fault.kind == FAULT_KINDS) {
		return wrong(typed,
			     "kind=%s takes no sensor: leave it out; off, stuck, garbage, wrong, "
			     "slow, delayed and intermittent take one",
			     name);
	}
	return EXIT_DONE;
}

static int read_time(struct typed *typed)
{
	const char *text = typed->values[KEY_T];

	if (text == NULL) {
		return wrong(typed, "t is missing, the seconds at which it breaks; write such "
				    "as " EXAMPLE);
	}
	if (!option_is_number(&typed->fault.t_s, text, -DBL_MAX, DBL_MAX)) {
		return wrong(typed, "t=%s is no number of seconds; write such as t=12", text);
	}
	if (typed->fault.t_s < 0.0) {
		return wrong(typed, "t=%s is before the beginning; 0 or later", text);
	}
	return EXIT_DONE;
}

static int read_head(struct typed *typed)
{
	const char *text = typed->values[KEY_HEAD];
	double number = 0.0;

	if (text == NULL) {
		return EXIT_DONE;
	}
	if (!option_is_number(&number, text, 0.0, HEADS_MAX) || number > floor(number)) {
		return wrong(typed, "head=%s is no head; a whole number from 1 to %d, or 0 for all",
			     text, HEADS_MAX);
	}
	typed->fault.head = (int)number;
	return EXIT_DONE;
}

static int read_magnitude(struct typed *typed)
{
	const char *text = typed->values[KEY_MAGNITUDE];

	if (text != NULL && !option_is_number(&typed->fault.magnitude, text, -DBL_MAX, DBL_MAX)) {
		return wrong(typed,
			     "magnitude=%s is no finite number; a factor, a share or seconds, as "
			     "knead sim --help says",
			     text);
	}
	return EXIT_DONE;
}

int sim_value_fault(struct sim_options *options, const char *text)
{
	static int (*const readers[])(struct typed *) = {read_kind, read_time, read_head,
							 read_magnitude};
	struct typed typed = {.whole = text};
	char copy[256];
	char *rest = copy;
	char *part = NULL;
	int code = EXIT_DONE;

	if (strlen(text) >= sizeof(copy)) {
		return wrong(&typed, "this is too long; write such as " EXAMPLE);
	}
	snprintf(copy, sizeof(copy), "%s", text);
	while (code == EXIT_DONE && (part = strsep(&rest, ",")) != NULL) {
		code = take_part(&typed, part);
	}
	for (size_t i = 0; code == EXIT_DONE && i < sizeof(readers) / sizeof(readers[0]); i++) {
		code = readers[i](&typed);
	}
	if (code == EXIT_DONE && options->fault_count == SIM_FAULTS_MAX) {
		fprintf(stderr, "knead sim: more than %d --fault; leave some out\n",
			SIM_FAULTS_MAX);
		code = EXIT_WRONG;
	}
	if (code == EXIT_DONE) {
		options->faults[options->fault_count++] = typed.fault;
	}
	return code;
}

static int fits(const struct sim_fault *fault, const struct sim_options *options,
		const struct rig *rig)
{
	const double longest_s = sim_run_limit_s(options);
	char why[256];

	fault_refusal(why, sizeof(why), fault->kind, fault->head, fault->magnitude, rig);
	if (why[0] == '\0' && fault->t_s > longest_s) {
		snprintf(why, sizeof(why),
			 "t=%g is after the end: with --minutes %g the run takes at most %g s",
			 fault->t_s, options->duration_s / 60.0, longest_s);
	}
	if (why[0] != '\0') {
		fprintf(stderr, "knead sim: --fault kind=%s: %s\n", fault_kind_name(fault->kind),
			why);
		return EXIT_WRONG;
	}
	return EXIT_DONE;
}

/* Nobody breaks what is real, not even in thought: its faults would be believed. */
int sim_faults_fit(const struct sim_options *options, const struct rig *rig)
{
	int code = EXIT_DONE;

	for (int i = 0; options->fault_count > 0 && i < rig->head_count; i++) {
		if (head_is_real(&rig->heads[i])) {
			fprintf(stderr,
				"knead sim: --fault: head %d of rig %s is real; faults are for "
				"rigs on which every device is simulated\n",
				i + 1, rig->name);
			return EXIT_WRONG;
		}
	}
	for (int i = 0; code == EXIT_DONE && i < options->fault_count; i++) {
		code = fits(&options->faults[i], options, rig);
	}
	return code;
}
