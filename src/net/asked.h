/*
 * asked.h - everything people asked for so far: what is published to the core and to the simulator.
 */
#ifndef NET_ASKED_H
#define NET_ASKED_H

#include "net/args.h"
#include "net/osc_schema.h"
#include "net/server.h"

#include <knead/command.h>
#include <knead/sim_order.h>
#include <knead/snapshot.h>

struct asked {
	struct command command;
	struct sim_order order;
	double focus_x; /* of the pad, as last asked */
	bool stop_held; /* the two buttons that open the wired stop */
	bool hand_held;
	double stall_s; /* that the network thread is to stand still, not told yet */
};

/* What holds before anybody asked: the gentlest technique that people know, where there is one. */
void asked_init(struct asked *asked, const struct server_setup *setup);

/* What was asked so far is now the latest for the core and the simulator; t_ns is the turn's. */
void asked_publish(struct asked *asked, const struct server_setup *setup, int64_t t_ns);

/* One more press of a command. */
void asked_press(struct asked *asked, const struct osc_entry *entry);

/*
 * Sets a parameter from arguments that args_read accepted. ERROR_BAD_VALUE, with the detail in
 * args, changes nothing. now: what the core shows, which knows what can be done.
 */
enum osc_error asked_set(struct asked *asked, const struct server_setup *setup,
			 const struct snapshot *now, const struct osc_entry *entry, int index,
			 struct args *args);

/* The same for an order to the simulator. */
enum osc_error asked_order(struct asked *asked, const struct server_setup *setup,
			   const struct osc_entry *entry, struct args *args);

#endif
