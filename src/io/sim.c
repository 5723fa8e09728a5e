/*
 * sim.c - the simulated rig as the tick sees it.
 *
 * The physics moves on in whole loop periods as the loop reads, under the actuation written last:
 * as a regulator or a valve driver would, it holds that while the controller is late. The external
 * pump on the enable line is part of the simulation: without edges every valve loses its supply.
 */
#include "io/sim.h"

#include "rt/clock.h"
#include "sim/sim.h"

#include <knead/limits.h>
#include <knead/record.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/*
 * Time the physics catches up at once; a longer gap is cut, or the catching up would be the next
 * one.
 */
#define CATCH_UP_NS INT64_C(100000000)
#define LATE_TICK_S (1.2 * LATE_WAKE_S) /* that each takes while ticks are to be late */

struct rig_port {
	struct sim sim;
	struct actuation actuation;
	const struct patient *patients;
	int patient_count;
	struct mailbox *orders;
	struct ring *records;   /* NULL: nobody is told */
	atomic_uint *obeyed;    /* NULL: nobody asks */
	uint32_t obeyed_orders; /* faults ordered so far, as far as the physics go, ... */
	uint32_t told_orders;   /* ... as far as they were told */
	uint32_t stall_orders;  /* ... and as far as the loop's own go */
	int64_t late_until_ns;  /* 0: no tick is to be late */
	double period_s;
	bool was_read;
	int64_t reached_ns; /* loop time up to which the physics went */
	int64_t ahead_ns;   /* loop time less the physics' own */
};

struct rig_port *io_sim_open(const struct rig *rig, const struct patient *patients,
			     int patient_count, uint64_t seed, int64_t t0_ns,
			     struct mailbox *orders)
{
	struct rig_port *port = calloc(1, sizeof(*port));

	if (port == NULL) {
		return NULL;
	}
	port->patients = patients;
	port->patient_count = patient_count;
	port->orders = orders;
	port->period_s = 1.0 / rig->loop_hz;
	port->reached_ns = t0_ns;
	sim_init(&port->sim, rig, &patients[0], seed, t0_ns);
	return port;
}

void io_sim_tell(struct rig_port *port, struct ring *records)
{
	port->records = records;
}

void io_sim_acknowledge(struct rig_port *port, atomic_uint *obeyed)
{
	port->obeyed = obeyed;
	atomic_store_explicit(obeyed, 0, memory_order_relaxed);
}

/* As far as both go: either of them may have seen what came between reading and writing. */
static void acknowledge(const struct rig_port *port)
{
	const bool loop_lags = (int32_t)(port->stall_orders - port->obeyed_orders) < 0;

	if (port->obeyed != NULL) {
		atomic_store_explicit(port->obeyed,
				      loop_lags ? port->stall_orders : port->obeyed_orders,
				      memory_order_relaxed);
	}
}

/* All zero behind the record's own: it is kept as bytes. */
static void tell(struct rig_port *port, const struct sim_order *order, int64_t t_ns)
{
	struct fault_order fault;
	struct record record;

	while (port->records != NULL && sim_order_next(order, &port->told_orders, &fault)) {
		memset(&record, 0, sizeof(record));
		record.t_ns = t_ns;
		record.kind = RECORD_INJECTED;
		record.is.injected.kind = fault.kind;
		record.is.injected.head = fault.head;
		record.is.injected.magnitude = fault.magnitude;
		ring_put(port->records, &record);
	}
}

/* Each fault that was ordered since, in its turn, and then everything else. */
static void obey(struct rig_port *port, const struct sim_order *order)
{
	struct fault_order fault;
	struct sim_order one;

	while (sim_order_next(order, &port->obeyed_orders, &fault)) {
		one = *order;
		one.fault_orders = fault.number;
		one.fault = fault.kind;
		one.fault_head = fault.head;
		one.fault_magnitude = fault.magnitude;
		sim_order(&port->sim, &one, port->patients, port->patient_count);
	}
	sim_order(&port->sim, order, port->patients, port->patient_count);
}

/* Leaves the physics where the loop is, to half a period: a wake-up's jitter shall not move it. */
static void catch_up(struct rig_port *port, int64_t t_ns)
{
	int64_t gap_ns = t_ns - port->reached_ns;
	int64_t before_ns = port->sim.t_ns;
	int64_t cut_ns = 0;
	long steps = 0;

	if (!port->was_read) {
		port->was_read = true;
		cut_ns = gap_ns;
	} else if (gap_ns > CATCH_UP_NS) {
		cut_ns = gap_ns - CATCH_UP_NS;
	}
	steps = lround((double)(gap_ns - cut_ns) / 1e9 / port->period_s);
	for (long i = 0; i < steps; i++) {
		sim_step(&port->sim, &port->actuation, port->period_s);
	}
	port->ahead_ns += cut_ns;
	port->reached_ns += cut_ns + port->sim.t_ns - before_ns;
}

/* From the physics' time to the loop's; no sample is newer than the moment it is read at. */
static void restamp(const struct rig_port *port, int64_t t_ns, struct sample *sample)
{
	if (sample->state == SAMPLE_NEVER) {
		return;
	}
	sample->t_ns += port->ahead_ns;
	if (sample->t_ns > t_ns) {
		sample->t_ns = t_ns;
	}
}

static void sim_port_read(struct rig_port *port, int64_t t_ns, struct frame *frame)
{
	const struct sim_order *order = mailbox_front(port->orders);

	tell(port, order, t_ns);
	obey(port, order);
	acknowledge(port);
	catch_up(port, t_ns);
	sim_read(&port->sim, frame);
	frame->t_ns = t_ns;
	for (int h = 0; h < frame->head_count; h++) {
		restamp(port, t_ns, &frame->heads[h].force_n);
		restamp(port, t_ns, &frame->heads[h].position_m);
		restamp(port, t_ns, &frame->heads[h].pressure_pa);
		restamp(port, t_ns, &frame->heads[h].surface_c);
		restamp(port, t_ns, &frame->heads[h].contact_n);
	}
}

/* For how long a new order stalls the loop at once; one for late ticks is noted. */
static double stall_of(struct rig_port *port, const struct fault_order *fault)
{
	if (fault->kind == FAULT_LOOP_STALL) {
		return fault_lasts_s(fault->magnitude, FAULT_STALL_USUAL_S);
	}
	if (fault->kind == FAULT_LOOP_LATE) {
		port->late_until_ns =
			clock_now_ns() +
			(int64_t)(1e9 * fault_lasts_s(fault->magnitude, FAULT_LATE_USUAL_S));
	} else if (fault->kind == FAULT_NONE) {
		port->late_until_ns = 0;
	}
	return 0.0;
}

/* The longest of those that came since the last tick. */
static double stall_ordered_s(struct rig_port *port)
{
	const struct sim_order *order = mailbox_front(port->orders);
	struct fault_order fault;
	double longest_s = 0.0;

	if (order->fault_orders == port->stall_orders) {
		return 0.0;
	}
	tell(port, order, clock_now_ns());
	while (sim_order_next(order, &port->stall_orders, &fault)) {
		const double lasts_s = stall_of(port, &fault);

		longest_s = lasts_s > longest_s ? lasts_s : longest_s;
	}
	acknowledge(port);
	return longest_s;
}

/* A device that keeps the loop waiting, as a bus may on which nobody answers. */
static void stall(struct rig_port *port)
{
	double lasts_s = stall_ordered_s(port);

	if (port->late_until_ns != 0 && clock_now_ns() >= port->late_until_ns) {
		port->late_until_ns = 0;
	}
	if (port->late_until_ns != 0 && lasts_s < LATE_TICK_S) {
		lasts_s = LATE_TICK_S;
	}
	if (lasts_s > 0.0) {
		clock_sleep_until(clock_now_ns() + (int64_t)(lasts_s * 1e9));
	}
}

static int sim_port_write(struct rig_port *port, const struct actuation *actuation)
{
	port->actuation = *actuation;
	stall(port);
	return 0;
}

static void sim_port_make_safe(struct rig_port *port)
{
	port->actuation = (struct actuation){.head_count = port->actuation.head_count};
}

static void sim_port_close(struct rig_port *port)
{
	if (port != NULL) {
		sim_port_make_safe(port);
		free(port);
	}
}

double io_sim_tissue_force_n(const struct rig_port *port, int head)
{
	return sim_tissue_force_n(&port->sim, head);
}

const struct rig_port_ops io_sim_ops = {
	.name = "sim",
	.read = sim_port_read,
	.write = sim_port_write,
	.make_safe = sim_port_make_safe,
	.close = sim_port_close,
};
