/*
 * view.h - what an address is worth right now.
 */
#ifndef NET_VIEW_H
#define NET_VIEW_H

#include "net/asked.h"
#include "net/helm.h"
#include "net/osc_schema.h"
#include "net/server.h"
#include "net/value.h"

#include <knead/snapshot.h>

#include <stdbool.h>
#include <stdint.h>

struct view {
	const struct server_setup *setup;
	const struct asked *asked;
	const struct helm *helm;
	uint32_t tablet;            /* who reads a personal row; 0 for a stranger */
	const struct snapshot *now; /* all zero before the first tick */
	int64_t t_ns;               /* CLOCK_MONOTONIC of this turn */
};

/* Before the first tick a snapshot is all zero, and its zeros say nothing. */
static inline bool view_is_alive(const struct snapshot *now)
{
	return now->t_ns != 0 || now->tick != 0;
}

/* The values of a parameter or read, as many as entry->types has tags. */
void view_values(const struct view *view, const struct osc_entry *entry, int index,
		 struct value values[VALUES_MAX]);

#endif
