#include "io/rig_outputs.h"

#include "rt/clock.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define WRITES_TIMED 5
#define SAFE_TRIES   3

/* By writing what stands there already, so that nothing moves. */
static int64_t time_bank(struct gpio_bank *bank)
{
	int64_t least_ns = INT64_MAX;

	for (int i = 0; i < WRITES_TIMED; i++) {
		const int64_t from_ns = clock_now_ns();
		const int error = gpio_bank_rewrite(bank);
		const int64_t took_ns = clock_now_ns() - from_ns;

		if (error == 0 && took_ns < least_ns) {
			least_ns = took_ns;
		}
	}
	return least_ns;
}

static int check_quick(struct rig_outputs *outputs, struct gpio_bank *bank, const char *what,
		       struct device_error *error)
{
	const int64_t took_ns = time_bank(bank);

	if (took_ns > outputs->write_ns) {
		outputs->write_ns = took_ns;
	}
	if (took_ns == INT64_MAX) {
		return device_error_set(error, -EIO, "%s cannot be written: %s", what,
					device_error_remedy(-EIO));
	}
	if (took_ns > OUTPUTS_WRITE_NS) {
		return device_error_set(
			error, -EINVAL,
			"a write to %s takes %.1f ms, and the loop cannot wait: wire it "
			"to lines of the board itself, not to an expander's",
			what, (double)took_ns / 1e6);
	}
	return 0;
}

static int open_dumps(struct rig_outputs *outputs, const struct gpio_ops *ops,
		      const struct wiring *wiring, struct gpio_plan *plan,
		      struct device_error *error)
{
	struct gpio_want wants[HEADS_MAX];

	_Static_assert(HEADS_MAX <= GPIO_LINES_MAX, "one bank holds all dump valves");
	memset(wants, 0, sizeof(wants));
	for (int i = 0; i < wiring->head_count; i++) {
		snprintf(wants[i].purpose, sizeof(wants[i].purpose), "dump of head %d", i + 1);
		wants[i].wire = &wiring->heads[i].dump;
	}
	return gpio_bank_open(&outputs->dumps, ops, wants, wiring->head_count, GPIO_OUTPUT, 0, plan,
			      error);
}

int rig_outputs_open(struct rig_outputs *outputs, const struct gpio_ops *ops,
		     const struct wiring *wiring, struct gpio_plan *plan,
		     struct device_error *error)
{
	const struct gpio_want enable = {"enable", &wiring->panel.enable};
	const struct gpio_want light = {"light", &wiring->panel.light};
	int code = 0;

	memset(outputs, 0, sizeof(*outputs));
	outputs->head_count = wiring->head_count;
	code = open_dumps(outputs, ops, wiring, plan, error);
	if (code == 0) {
		code = check_quick(outputs, outputs->dumps, "the dump valves", error);
	}
	if (code == 0) {
		code = gpio_bank_open(&outputs->enable, ops, &enable, 1, GPIO_OUTPUT, 0, plan,
				      error);
	}
	if (code == 0) {
		code = check_quick(outputs, outputs->enable, "the enable line", error);
	}
	if (code == 0 && wiring->panel.light.line[0] != '\0') {
		code = gpio_bank_open(&outputs->light, ops, &light, 1, GPIO_OUTPUT, 0, plan, error);
	}
	if (code != 0) {
		rig_outputs_close(outputs);
	}
	return code;
}

void rig_outputs_close(struct rig_outputs *outputs)
{
	rig_outputs_make_safe(outputs);
	rig_outputs_light(outputs, false);
	gpio_bank_close(outputs->light);
	gpio_bank_close(outputs->enable);
	gpio_bank_close(outputs->dumps);
	outputs->light = NULL;
	outputs->enable = NULL;
	outputs->dumps = NULL;
}

int rig_outputs_write(struct rig_outputs *outputs, const struct actuation *actuation)
{
	uint64_t shut = 0;
	int dumps = 0;
	int enable = 0;

	for (int i = 0; i < outputs->head_count && i < actuation->head_count; i++) {
		shut |= (uint64_t)actuation->heads[i].dump_shut << i;
	}
	dumps = gpio_bank_set(outputs->dumps, shut);
	enable = gpio_bank_set(outputs->enable, actuation->enable_level);
	return dumps != 0 ? dumps : enable;
}

void rig_outputs_make_safe(struct rig_outputs *outputs)
{
	for (int i = 0; i < SAFE_TRIES && outputs->dumps != NULL; i++) {
		if (gpio_bank_force(outputs->dumps, 0) == 0) {
			return;
		}
	}
}

void rig_outputs_light(struct rig_outputs *outputs, bool on)
{
	if (outputs->light != NULL && gpio_bank_set(outputs->light, on) != 0) {
		return; /* a lamp that does not burn stops nobody */
	}
}
