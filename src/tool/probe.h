/*
 * probe.h - knead check --probe: are the devices of a rig file there?
 */
#ifndef TOOL_PROBE_H
#define TOOL_PROBE_H

#include <knead/rig.h>
#include <knead/wiring.h>

/* Says what it found; the exit code: EXIT_DONE, EXIT_WRONG, or EXIT_MISSING. */
int probe_devices(const char *path, const struct rig *rig, const struct wiring *wiring);

#endif
