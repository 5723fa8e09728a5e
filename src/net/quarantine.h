/*
 * quarantine.h - after a gap in what was heard of a tablet, nothing that moves heads is taken from it
 * for a second: what was tapped in the gap comes when the line is back, all at once and too late.
 *
 * Pure. All zero: never heard, so that its first word begins one.
 */
#ifndef NET_QUARANTINE_H
#define NET_QUARANTINE_H

#include <stdbool.h>
#include <stdint.h>

#define QUARANTINE_GAP_S   1.5
#define QUARANTINE_LASTS_S 1.0

struct quarantine {
	bool heard;
	int64_t heard_ns;
	int64_t until_ns;
};

/* It was heard, whatever it said. True where that began a quarantine: its epoch is over. */
bool quarantine_hear(struct quarantine *quarantine, int64_t t_ns);

/* It is there anew, as a page that was loaded again. */
void quarantine_begin(struct quarantine *quarantine, int64_t t_ns);

bool quarantine_holds(const struct quarantine *quarantine, int64_t t_ns);

#endif
