#include "io/wired.h"

#include "io/converter_part.h"
#include "io/device_thread.h"
#include "io/drive_part.h"
#include "io/head_inputs.h"
#include "io/head_outputs.h"
#include "io/rig_inputs.h"
#include "io/rig_outputs.h"
#include "io/spi.h"
#include "rt/clock.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>

struct rig_port {
	const struct rig *rig;
	const struct wiring *wiring;
	struct gpio_plan plan;
	struct rig_inputs inputs;
	struct rig_outputs outputs;
	struct converter_part converters[CONVERTERS_MAX];
	struct drive_part drives[DRIVES_MAX];
	struct device_thread inputs_thread;
	bool started;
	int64_t start_t_ns; /* the tick's own, of its first read */
	int64_t t_ns;       /* of its last */
	bool enable_level;
	struct heat_order heat;
	struct head_stamps stamps[HEADS_MAX];
	atomic_llong edge_t_ns; /* of the enable line's last */
	atomic_bool lets_go;    /* drives go to nothing and stay there */
	atomic_bool ends;
};

const struct wired_means wired_here = {
	.gpio = &gpio_libgpiod,
	.spi = &spi_kernel,
	.sysfs = "/sys",
	.clock = &io_clock,
};

static bool lets_go(const struct rig_port *port)
{
	return atomic_load_explicit(&port->lets_go, memory_order_seq_cst);
}

/* ---- threads ---- */

void wired_turn_inputs(struct rig_port *port, int64_t t_ns)
{
	const int64_t edge_t_ns = atomic_load_explicit(&port->edge_t_ns, memory_order_relaxed);

	rig_inputs_look(&port->inputs, t_ns);
	rig_outputs_light(&port->outputs, edge_t_ns != 0 && t_ns - edge_t_ns <= WIRED_LIGHT_NS);
}

void wired_turn_converter(struct rig_port *port, int index)
{
	converter_part_turn(&port->converters[index]);
}

void wired_turn_drive(struct rig_port *port, int index, int64_t t_ns)
{
	drive_part_turn(&port->drives[index], t_ns);
}

static void *run_inputs(void *context)
{
	struct rig_port *port = context;

	device_thread_begin(INPUTS_PRIORITY);
	while (device_thread_goes_on(&port->ends)) {
		wired_turn_inputs(port, clock_now_ns());
		rig_inputs_wait(&port->inputs);
	}
	return NULL;
}

int wired_start(struct rig_port *port)
{
	int error;

	wired_turn_inputs(port, clock_now_ns()); /* nobody looked would be an open stop */
	error = device_thread_start(&port->inputs_thread, "inputs", run_inputs, port);
	for (int i = 0; error == 0 && i < port->wiring->converter_count; i++) {
		error = converter_part_start(&port->converters[i], &port->ends);
	}
	for (int i = 0; error == 0 && i < port->wiring->drive_count; i++) {
		error = drive_part_start(&port->drives[i], &port->ends);
	}
	return error;
}

/* ---- open and close ---- */

static int open_converters(struct rig_port *port, const struct wired_means *means,
			   struct device_error *error)
{
	const struct converter_means of = {means->gpio, &port->plan, means->spi, means->sysfs,
					   means->clock};
	int code = 0;

	for (int i = 0; code == 0 && i < port->wiring->converter_count; i++) {
		code = converter_part_open(&port->converters[i], &port->wiring->converters[i], &of,
					   error);
	}
	return code;
}

static int open_drives(struct rig_port *port, const struct wired_means *means,
		       struct device_error *error)
{
	const struct drive_means of = {means->gpio, &port->plan, means->sysfs};
	int code = 0;

	for (int i = 0; code == 0 && i < port->wiring->drive_count; i++) {
		code = drive_part_open(&port->drives[i], &port->wiring->drives[i], &of,
				       &port->lets_go, error);
	}
	return code;
}

/* What lets go is opened first. */
int wired_open(struct rig_port **port, const struct rig *rig, const struct wiring *wiring,
	       const struct wired_means *means, struct device_error *error)
{
	struct rig_port *made = calloc(1, sizeof(*made));
	int code;

	if (made == NULL) {
		return device_error_set(error, -ENOMEM, "no memory for the rig's devices");
	}
	made->rig = rig;
	made->wiring = wiring;
	code = rig_outputs_open(&made->outputs, means->gpio, wiring, &made->plan, error);
	if (code == 0) {
		code = rig_inputs_open(&made->inputs, means->gpio, &wiring->panel, &made->plan,
				       error);
	}
	if (code == 0) {
		code = open_drives(made, means, error);
	}
	if (code == 0) {
		code = open_converters(made, means, error);
	}
	if (code != 0) {
		io_wired_ops.close(made);
		return code;
	}
	*port = made;
	return 0;
}

static bool join_all(struct rig_port *port)
{
	bool all = true;

	atomic_store_explicit(&port->ends, true, memory_order_relaxed);
	all = device_thread_join(&port->inputs_thread);
	for (int i = 0; i < CONVERTERS_MAX; i++) {
		all = converter_part_join(&port->converters[i]) && all;
	}
	for (int i = 0; i < DRIVES_MAX; i++) {
		all = drive_part_join(&port->drives[i]) && all;
	}
	return all;
}

/* Told before anything is written, so that a tick in the middle of its writes sees it after them. */
static void wired_make_safe(struct rig_port *port)
{
	atomic_store_explicit(&port->lets_go, true, memory_order_seq_cst);
	rig_outputs_make_safe(&port->outputs);
}

/* A thread that hangs in a device keeps what it uses; the process ends anyway. */
static void wired_close(struct rig_port *port)
{
	if (port == NULL) {
		return;
	}
	wired_make_safe(port);
	if (!join_all(port)) {
		return;
	}
	for (int i = 0; i < DRIVES_MAX; i++) {
		drive_part_close(&port->drives[i]);
	}
	for (int i = 0; i < CONVERTERS_MAX; i++) {
		converter_part_close(&port->converters[i]);
	}
	rig_inputs_close(&port->inputs);
	rig_outputs_close(&port->outputs);
	free(port);
}

/* ---- the tick ---- */

static void wired_read(struct rig_port *port, int64_t t_ns, struct frame *frame)
{
	const struct converter_view *views[CONVERTERS_MAX];

	if (!port->started) {
		port->started = true;
		port->start_t_ns = t_ns;
	}
	port->t_ns = t_ns;
	frame->t_ns = t_ns;
	frame->head_count = port->rig->head_count;
	rig_inputs_read(&port->inputs, t_ns, frame);
	for (int i = 0; i < port->wiring->converter_count; i++) {
		views[i] = converter_part_view(&port->converters[i]);
	}
	for (int h = 0; h < frame->head_count; h++) {
		head_inputs_put(&frame->heads[h], &port->stamps[h], &port->wiring->heads[h],
				&port->rig->heads[h].sensor, views, t_ns);
	}
}

static void post_orders(struct rig_port *port, const struct actuation *actuation)
{
	const bool heats = heat_order_lasts(&port->heat, actuation->heat_orders, port->t_ns);
	struct drive_order *orders[DRIVES_MAX];

	for (int i = 0; i < port->wiring->drive_count; i++) {
		orders[i] = drive_part_order(&port->drives[i], port->t_ns);
	}
	for (int h = 0; h < port->rig->head_count && h < actuation->head_count; h++) {
		head_outputs_put(orders, &port->wiring->heads[h], &actuation->heads[h], heats);
	}
	for (int i = 0; i < port->wiring->drive_count; i++) {
		drive_part_post(&port->drives[i]);
	}
}

static int judge_drives(struct rig_port *port)
{
	int worst = 0;

	for (int i = 0; i < port->wiring->drive_count; i++) {
		const int error = drive_part_judge(&port->drives[i], port->start_t_ns, port->t_ns);

		worst = error != 0 ? error : worst;
	}
	return worst;
}

static int write_all(struct rig_port *port, const struct actuation *actuation)
{
	const int lines = rig_outputs_write(&port->outputs, actuation);
	int drives;

	if (actuation->enable_level != port->enable_level) {
		port->enable_level = actuation->enable_level;
		atomic_store_explicit(&port->edge_t_ns, port->t_ns, memory_order_relaxed);
	}
	post_orders(port, actuation);
	drives = judge_drives(port);
	return lines != 0 ? lines : drives;
}

/*
 * Everything is made safe from another thread, when the tick did not end in time. A tick that comes later
 * writes nothing more, and one that was just writing takes it back: drives ask lets_go for themselves.
 */
static int wired_write(struct rig_port *port, const struct actuation *actuation)
{
	const int error = lets_go(port) ? 0 : write_all(port, actuation);

	if (lets_go(port)) {
		rig_outputs_make_safe(&port->outputs);
	}
	return error;
}

const struct converter_view *wired_converter_view(struct rig_port *port, int index)
{
	return converter_part_view(&port->converters[index]);
}

int64_t wired_write_ns(const struct rig_port *port)
{
	return port->outputs.write_ns;
}

const struct rig_port_ops io_wired_ops = {
	.name = "wired",
	.read = wired_read,
	.write = wired_write,
	.make_safe = wired_make_safe,
	.close = wired_close,
};
