/*
 * sim.h - the simulated rig as the tick sees it: one person, one table, in the time the loop runs
 * in.
 */
#ifndef IO_SIM_H
#define IO_SIM_H

#include "rt/mailbox.h"
#include "rt/ring.h"

#include <knead/patient.h>
#include <knead/rig.h>
#include <knead/rig_port.h>

#include <stdatomic.h>
#include <stdint.h>

extern const struct rig_port_ops io_sim_ops;

/*
 * The rig, retracted and vented, with the first patient in it; NULL without memory. Physics starts
 * with the first read, at its time. patients and rig stay the caller's and must outlive the port.
 * orders: of struct sim_order, this port is its reader. Freed by io_sim_ops.close.
 */
struct rig_port *io_sim_open(const struct rig *rig, const struct patient *patients,
			     int patient_count, uint64_t seed, int64_t t0_ns,
			     struct mailbox *orders);

/*
 * From now on every fault that was injected, or taken back, is a record there, when it is obeyed: whoever
 * reads and writes the port is the ring's writer. Before the first read.
 */
void io_sim_tell(struct rig_port *port, struct ring *records);

/*
 * From now on the number of the last fault that was obeyed is there, so that whoever orders knows how many still
 * fit; it stays the caller's. Before the first read.
 */
void io_sim_acknowledge(struct rig_port *port, atomic_uint *obeyed);

/* What the tissue under that head (from 0) truly feels; for tests. */
double io_sim_tissue_force_n(const struct rig_port *port, int head);

#endif
