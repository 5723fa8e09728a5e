/*
 * rig_port.h - the rig as the tick sees it: a complete const table, one for each kind of rig.
 *
 * read and write are called from the tick and neither allocate, lock nor print. make_safe cannot
 * fail: it lets go with whatever still works. close makes safe first and accepts NULL.
 */
#ifndef KNEAD_RIG_PORT_H
#define KNEAD_RIG_PORT_H

#include <knead/actuation.h>
#include <knead/frame.h>

#include <stdint.h>

struct rig_port;

struct rig_port_ops {
	const char *name;
	/* Everything the rig shows at t_ns. The loop fills in overruns. */
	void (*read)(struct rig_port *port, int64_t t_ns, struct frame *frame);
	/* 0, or -errno: counted in frame.write_errors and judged by the supervisor. */
	int (*write)(struct rig_port *port, const struct actuation *actuation);
	void (*make_safe)(struct rig_port *port);
	void (*close)(struct rig_port *port);
};

#endif
