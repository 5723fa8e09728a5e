#include "io/wired.h"

#include "io/rig_inputs.h"
#include "io/rig_outputs.h"
#include "io/spi.h"
#include "rt/clock.h"
#include "rt/mailbox.h"
#include "rt/sched.h"
#include "rt/thread.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Below the loop's 80, and in the order of who can wait least. */
#define INPUTS_PRIORITY    78
#define CONVERTER_PRIORITY 75
#define DRIVE_PRIORITY     74
#define DRIVE_TURN_NS      INT64_C(1000000)
#define JOIN_NS            INT64_C(1000000000)

/* Tick -> drive. */
struct drive_order {
	int64_t t_ns;
	double shares[CHANNELS_MAX];
};

/* Drive -> tick. */
struct drive_ack {
	int64_t t_ns; /* when everything was last done */
	uint32_t errors;
};

struct converter_part {
	struct rig_port *port;
	const struct converter_ops *ops;
	struct converter_device *device;
	struct converter_view view; /* the thread's own */
	struct mailbox views;
	struct converter_view slots[MAILBOX_SLOTS];
	pthread_t thread;
	bool runs;
};

struct drive_part {
	struct rig_port *port;
	const struct drive_ops *ops;
	struct drive_device *device;
	struct mailbox orders;
	struct drive_order order_slots[MAILBOX_SLOTS];
	struct drive_ack ack; /* the thread's own */
	struct mailbox acks;
	struct drive_ack ack_slots[MAILBOX_SLOTS];
	uint32_t errors_seen; /* the tick's own */
	pthread_t thread;
	bool runs;
};

struct rig_port {
	const struct rig *rig;
	const struct wiring *wiring;
	struct gpio_plan plan;
	struct rig_inputs inputs;
	struct rig_outputs outputs;
	struct converter_part converters[CONVERTERS_MAX];
	struct drive_part drives[DRIVES_MAX];
	pthread_t inputs_thread;
	bool inputs_run;
	bool started;
	int64_t start_t_ns; /* the tick's own, of its first read */
	int64_t t_ns;       /* of its last */
	bool enable_level;
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

/* ---- what the threads do ---- */

void wired_turn_inputs(struct rig_port *port, int64_t t_ns)
{
	const int64_t edge_t_ns = atomic_load_explicit(&port->edge_t_ns, memory_order_relaxed);

	rig_inputs_look(&port->inputs, t_ns);
	rig_outputs_light(&port->outputs, edge_t_ns != 0 && t_ns - edge_t_ns <= WIRED_LIGHT_NS);
}

void wired_turn_converter(struct rig_port *port, int index)
{
	struct converter_part *part = &port->converters[index];
	struct converter_view *view = mailbox_back(&part->views);

	part->ops->turn(part->device, &part->view);
	*view = part->view;
	mailbox_publish(&part->views);
}

/* Orders of a tick that is no more are worth nothing, as is every order once it lets go. */
void wired_turn_drive(struct rig_port *port, int index, int64_t t_ns)
{
	static const double nothing[CHANNELS_MAX];
	struct drive_part *part = &port->drives[index];
	const struct drive_order *order = mailbox_front(&part->orders);
	const bool lives = t_ns - order->t_ns <= WIRED_ORDER_NS &&
			   !atomic_load_explicit(&port->lets_go, memory_order_relaxed);
	struct drive_ack *ack = mailbox_back(&part->acks);

	if (part->ops->turn(part->device, lives ? order->shares : nothing, t_ns) == 0) {
		part->ack.t_ns = t_ns;
	} else {
		part->ack.errors++;
	}
	*ack = part->ack;
	mailbox_publish(&part->acks);
}

static bool goes_on(const struct rig_port *port)
{
	return !atomic_load_explicit(&port->ends, memory_order_relaxed);
}

/* What is refused here was refused the loop as well, which says so. */
static void become_realtime(int priority)
{
	struct sched_refusals refusals = {0};

	sched_become_realtime(priority, SCHED_ANY_CPU, &refusals);
}

static void *run_inputs(void *context)
{
	struct rig_port *port = context;

	become_realtime(INPUTS_PRIORITY);
	while (goes_on(port)) {
		wired_turn_inputs(port, clock_now_ns());
		rig_inputs_wait(&port->inputs);
	}
	return NULL;
}

static void *run_converter(void *context)
{
	struct converter_part *part = context;
	struct rig_port *port = part->port;

	become_realtime(CONVERTER_PRIORITY);
	while (goes_on(port)) {
		wired_turn_converter(port, (int)(part - port->converters));
	}
	return NULL;
}

static void *run_drive(void *context)
{
	struct drive_part *part = context;
	struct rig_port *port = part->port;
	int64_t due_ns = clock_now_ns();

	become_realtime(DRIVE_PRIORITY);
	while (goes_on(port)) {
		const int64_t now_ns = clock_now_ns();

		wired_turn_drive(port, (int)(part - port->drives), now_ns);
		due_ns = due_ns + DRIVE_TURN_NS > now_ns ? due_ns + DRIVE_TURN_NS
							 : now_ns + DRIVE_TURN_NS;
		clock_sleep_until(due_ns);
	}
	return NULL;
}

int wired_start(struct rig_port *port)
{
	int error;

	wired_turn_inputs(port, clock_now_ns()); /* nobody looked would be an open stop */
	error = thread_start(&port->inputs_thread, "inputs", run_inputs, port);

	port->inputs_run = error == 0;
	for (int i = 0; error == 0 && i < port->wiring->converter_count; i++) {
		struct converter_part *part = &port->converters[i];

		error = thread_start(&part->thread, "converter", run_converter, part);
		part->runs = error == 0;
	}
	for (int i = 0; error == 0 && i < port->wiring->drive_count; i++) {
		struct drive_part *part = &port->drives[i];

		error = thread_start(&part->thread, "drive", run_drive, part);
		part->runs = error == 0;
	}
	return error;
}

/* ---- open and close ---- */

static int open_converters(struct rig_port *port, const struct wired_means *means,
			   struct device_error *error)
{
	const struct converter_means of = {means->gpio, &port->plan, means->spi, means->sysfs,
					   means->clock};

	for (int i = 0; i < port->wiring->converter_count; i++) {
		struct converter_part *part = &port->converters[i];
		const struct converter *spec = &port->wiring->converters[i];
		int code;

		part->port = port;
		part->ops = converter_ops_of(spec->driver);
		mailbox_init(&part->views, part->slots, sizeof(part->slots[0]));
		code = part->ops->open(&part->device, spec, &of, error);
		if (code != 0) {
			return code;
		}
	}
	return 0;
}

static int open_drives(struct rig_port *port, const struct wired_means *means,
		       struct device_error *error)
{
	const struct drive_means of = {means->gpio, &port->plan, means->sysfs};

	for (int i = 0; i < port->wiring->drive_count; i++) {
		struct drive_part *part = &port->drives[i];
		const struct drive *spec = &port->wiring->drives[i];
		int code;

		part->port = port;
		part->ops = drive_ops_of(spec->driver);
		mailbox_init(&part->orders, part->order_slots, sizeof(part->order_slots[0]));
		mailbox_init(&part->acks, part->ack_slots, sizeof(part->ack_slots[0]));
		code = part->ops->open(&part->device, spec, &of, error);
		if (code != 0) {
			return code;
		}
	}
	return 0;
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
	if (port->inputs_run) {
		all = thread_join(port->inputs_thread, JOIN_NS);
	}
	for (int i = 0; i < CONVERTERS_MAX; i++) {
		if (port->converters[i].runs) {
			all = thread_join(port->converters[i].thread, JOIN_NS) && all;
		}
	}
	for (int i = 0; i < DRIVES_MAX; i++) {
		if (port->drives[i].runs) {
			all = thread_join(port->drives[i].thread, JOIN_NS) && all;
		}
	}
	return all;
}

static void wired_make_safe(struct rig_port *port)
{
	atomic_store_explicit(&port->lets_go, true, memory_order_relaxed);
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
		if (port->drives[i].ops != NULL) {
			port->drives[i].ops->close(port->drives[i].device);
		}
	}
	for (int i = 0; i < CONVERTERS_MAX; i++) {
		if (port->converters[i].ops != NULL) {
			port->converters[i].ops->close(port->converters[i].device);
		}
	}
	rig_inputs_close(&port->inputs);
	rig_outputs_close(&port->outputs);
	free(port);
}

/* ---- the tick ---- */

/* The wire's channel in the unit its head wants it in. */
static void put_sample(struct sample *sample, const struct input_wire *wire,
		       const struct converter_view *const *views)
{
	const struct channel_sample *from;

	if (wire->converter == 0) {
		*sample = (struct sample){0};
		return;
	}
	from = &views[wire->converter - 1]->channels[wire->channel];
	*sample = (struct sample){
		.value = (from->reading - wire->zero) * wire->per_unit,
		.t_ns = from->t_ns,
		.state = from->state,
	};
}

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
		views[i] = mailbox_front(&port->converters[i].views);
	}
	for (int h = 0; h < frame->head_count; h++) {
		const struct head_wires *wires = &port->wiring->heads[h];

		put_sample(&frame->heads[h].force_n, &wires->force, views);
		put_sample(&frame->heads[h].pressure_pa, &wires->air, views);
		put_sample(&frame->heads[h].position_m, &wires->position, views);
	}
}

static void post_orders(struct rig_port *port, const struct actuation *actuation)
{
	struct drive_order *orders[DRIVES_MAX];

	for (int i = 0; i < port->wiring->drive_count; i++) {
		orders[i] = mailbox_back(&port->drives[i].orders);
		*orders[i] = (struct drive_order){.t_ns = port->t_ns};
	}
	for (int h = 0; h < port->rig->head_count && h < actuation->head_count; h++) {
		const struct output_wire *wire = &port->wiring->heads[h].regulator;

		if (wire->drive == 0) {
			continue; /* no rig file has that */
		}
		orders[wire->drive - 1]->shares[wire->channel] =
			drive_share(wire, actuation->heads[h].pressure_pa);
	}
	for (int i = 0; i < port->wiring->drive_count; i++) {
		mailbox_publish(&port->drives[i].orders);
	}
}

/* 0 while every drive does what it is told, in time. */
static int judge_acks(struct rig_port *port)
{
	int error = 0;

	for (int i = 0; i < port->wiring->drive_count; i++) {
		struct drive_part *part = &port->drives[i];
		const struct drive_ack *ack = mailbox_front(&part->acks);
		const int64_t since_ns =
			ack->t_ns > port->start_t_ns ? ack->t_ns : port->start_t_ns;

		if (ack->errors != part->errors_seen) {
			part->errors_seen = ack->errors;
			error = -EIO;
		}
		if (port->t_ns - since_ns > WIRED_ACK_NS) {
			error = -ETIMEDOUT;
		}
	}
	return error;
}

static int wired_write(struct rig_port *port, const struct actuation *actuation)
{
	const int lines = rig_outputs_write(&port->outputs, actuation);
	int drives;

	if (actuation->enable_level != port->enable_level) {
		port->enable_level = actuation->enable_level;
		atomic_store_explicit(&port->edge_t_ns, port->t_ns, memory_order_relaxed);
	}
	post_orders(port, actuation);
	drives = judge_acks(port);
	return lines != 0 ? lines : drives;
}

const struct converter_view *wired_converter_view(struct rig_port *port, int index)
{
	return mailbox_front(&port->converters[index].views);
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
