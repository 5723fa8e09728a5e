#include "io/probe.h"

#include "io/rig_inputs.h"
#include "io/rig_outputs.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#define LOOKS 12 /* turns of a converter: an HX711 leaves the first few out */

struct probe {
	const struct rig *rig;
	const struct wiring *wiring;
	const struct wired_means *means;
	const char *who;
	FILE *out;
	FILE *errors;
	struct gpio_plan plan;
	int first; /* -errno */
	bool busy; /* somebody has a line of this rig */
};

static void tell(struct probe *probe, const struct device_error *error)
{
	fprintf(probe->errors, "%s: %s\n", probe->who, error->text);
	probe->busy |= error->code == -EBUSY;
	if (probe->first == 0) {
		probe->first = error->code;
	}
}

/* Each line of the plan from there on, with where it is and, of inputs, what it shows. */
static void tell_lines(struct probe *probe, int from, bool inputs, uint64_t active)
{
	for (int i = from; i < probe->plan.count; i++) {
		const struct gpio_plan_line *line = &probe->plan.lines[i];

		fprintf(probe->out, "%s: line %u of %s (%s)%s%s%s\n", line->purpose,
			line->spot.offset, line->spot.label, line->spot.path,
			line->spot.facts.name[0] != '\0' ? ", " : "", line->spot.facts.name,
			!inputs                     ? ""
			: active >> (i - from) & 1u ? ", active"
						    : ", not active");
	}
}

static void probe_lines(struct probe *probe)
{
	static struct rig_outputs outputs;
	static struct rig_inputs inputs;
	struct device_error error = {0};
	int from = probe->plan.count;

	if (rig_outputs_open(&outputs, probe->means->gpio, probe->wiring, &probe->plan, &error) !=
	    0) {
		tell(probe, &error);
	} else {
		tell_lines(probe, from, false, 0);
		fprintf(probe->out, "enable and dump valves: written in %.1f us\n",
			(double)outputs.write_ns / 1e3);
		rig_outputs_close(&outputs);
	}
	error = (struct device_error){0};
	from = probe->plan.count;
	if (rig_inputs_open(&inputs, probe->means->gpio, &probe->wiring->panel, &probe->plan,
			    &error) != 0) {
		tell(probe, &error);
		return;
	}
	rig_inputs_look(&inputs, probe->means->clock->now_ns());
	tell_lines(probe, from, true, inputs.view.active);
	rig_inputs_close(&inputs);
}

/* One that gave nothing, or what only a broken wire or an empty chip gives, is no sensor that was found. */
static void tell_input(struct probe *probe, const struct converter_view *view, int converter,
		       int head, const char *what, const char *unit, const struct input_wire *wire)
{
	const struct channel_sample *sample = &view->channels[wire->channel];
	const char *name = probe->wiring->converters[converter].name;
	struct device_error error = {0};

	if (wire->converter != converter + 1) {
		return;
	}
	if (sample->state == SAMPLE_NEVER) {
		device_error_set(
			&error, -EIO, "%s of head %d, channel %d of %s, gave nothing: %s", what,
			head + 1, wire->channel, name,
			device_error_remedy(view->last_error != 0 ? view->last_error : -EIO));
		tell(probe, &error);
	} else if (sample->state == SAMPLE_BAD) {
		device_error_set(&error, -EIO,
				 "%s of head %d, channel %d of %s, reads %ld, as a sensor in order "
				 "never does: look at its wires, its power and its load",
				 what, head + 1, wire->channel, name, (long)sample->raw);
		tell(probe, &error);
	} else {
		fprintf(probe->out, "%s of head %d: channel %d of %s reads %ld, %.4g %s\n", what,
			head + 1, wire->channel, name, (long)sample->raw,
			(sample->reading - wire->zero) * wire->per_unit, unit);
	}
}

static void probe_converter(struct probe *probe, int index)
{
	const struct converter *spec = &probe->wiring->converters[index];
	const struct converter_ops *ops = converter_ops_of(spec->driver);
	const struct converter_means means = {probe->means->gpio, &probe->plan, probe->means->spi,
					      probe->means->sysfs, probe->means->clock};
	struct converter_device *device = NULL;
	struct converter_view view = {0};
	struct device_error error = {0};

	if (ops->open(&device, spec, &means, &error) != 0) {
		tell(probe, &error);
		return;
	}
	for (int i = 0; i < LOOKS; i++) {
		ops->turn(device, &view);
	}
	ops->close(device);
	for (int h = 0; h < probe->rig->head_count; h++) {
		const struct head_wires *wires = &probe->wiring->heads[h];

		tell_input(probe, &view, index, h, "force", "N", &wires->force);
		tell_input(probe, &view, index, h, "air", "Pa", &wires->air);
		tell_input(probe, &view, index, h, "position", "m", &wires->position);
		tell_input(probe, &view, index, h, "surface", "degC", &wires->surface);
	}
}

static void probe_drive(struct probe *probe, int index)
{
	const struct drive *spec = &probe->wiring->drives[index];
	const struct drive_ops *ops = drive_ops_of(spec->driver);
	const struct drive_means means = {probe->means->gpio, &probe->plan, probe->means->sysfs};
	struct drive_device *device = NULL;
	struct device_error error = {0};

	if (probe->busy) {
		/* opening sets it to nothing, and not every drive can be had by one alone */
		fprintf(probe->errors,
			"%s: %s: left alone, as somebody uses lines of this rig and may press\n",
			probe->who, spec->name);
		return;
	}
	if (ops->open(&device, spec, &means, &error) != 0) {
		tell(probe, &error);
		return;
	}
	fprintf(probe->out, "%s: %s, %d channels, at nothing\n", spec->name, ops->name,
		__builtin_popcount(spec->used));
	ops->close(device);
}

/* Opening it would start it. */
static void probe_watchdog(struct probe *probe)
{
	const char *device = probe->wiring->watchdog.device;
	struct device_error error = {0};

	if (device[0] == '\0') {
		return;
	}
	if (access(device, W_OK) != 0) {
		device_error_set(&error, -errno, "the watchdog %s cannot be had (%s): %s", device,
				 strerror(errno), device_error_remedy(-errno));
		tell(probe, &error);
		return;
	}
	fprintf(probe->out, "watchdog: %s is there, and is not started\n", device);
}

int probe_rig(const struct rig *rig, const struct wiring *wiring, const struct wired_means *means,
	      const char *who, FILE *out, FILE *errors)
{
	static struct probe probe;

	probe = (struct probe){
		.rig = rig,
		.wiring = wiring,
		.means = means,
		.who = who,
		.out = out,
		.errors = errors,
	};
	probe_lines(&probe);
	for (int i = 0; i < wiring->drive_count; i++) {
		probe_drive(&probe, i);
	}
	for (int i = 0; i < wiring->converter_count; i++) {
		probe_converter(&probe, i);
	}
	probe_watchdog(&probe);
	return probe.first;
}
