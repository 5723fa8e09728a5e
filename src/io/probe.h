/*
 * probe.h - opens every device of a rig, one after the other, says what it found, and closes it again.
 * Nothing is asked to move: valves stay open, regulators at nothing, the enable line still.
 */
#ifndef IO_PROBE_H
#define IO_PROBE_H

#include "io/wired.h"

#include <stdio.h>

/*
 * What is there goes to out, a line each, and what is wrong to errors, a sentence each behind who. 0, or
 * the first -errno; the others are tried all the same.
 */
__attribute__((warn_unused_result)) int probe_rig(const struct rig *rig,
						  const struct wiring *wiring,
						  const struct wired_means *means, const char *who,
						  FILE *out, FILE *errors);

#endif
