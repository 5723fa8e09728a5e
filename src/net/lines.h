/*
 * lines.h - the lines a tablet is heard by, each with a quarantine of its own: while it is heard on
 * one, what it said on another may still be held up there.
 *
 * A TCP connection is a line. Of datagrams the host is: a queue on its way holds up all that comes
 * from there, whatever port (oscsend has a new one each time). The first word on a line begins a
 * quarantine, as an app may have kept it since before that was opened. Pure. All zero: no line was
 * heard.
 */
#ifndef NET_LINES_H
#define NET_LINES_H

#include "net/endpoint.h"
#include "net/quarantine.h"

#include <stdbool.h>
#include <stdint.h>

/* More than may be connected, with a host beside for every paired tablet. */
#define LINES_MAX 40

struct line {
	uint32_t tablet; /* 0: free */
	struct endpoint from;
	struct quarantine quarantine;
};

struct lines {
	struct line list[LINES_MAX];
};

/*
 * That tablet was heard from there. True where that began a quarantine. Where there are too many
 * lines, the one heard longest ago is forgotten, and new when it is heard again.
 */
bool lines_hear(struct lines *lines, uint32_t tablet, const struct endpoint *from, int64_t t_ns);

/* Is nothing that moves heads taken from that tablet there? Nor where it was never heard. */
bool lines_hold(const struct lines *lines, uint32_t tablet, const struct endpoint *from,
		int64_t t_ns);

#endif
