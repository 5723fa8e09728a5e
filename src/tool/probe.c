#include "tool/probe.h"

#include "io/probe.h"
#include "tool/tools.h"

#include <errno.h>
#include <stdio.h>

int probe_devices(const char *path, const struct rig *rig, const struct wiring *wiring)
{
	int error;

	if (!wiring->wired) {
		printf("%s: every device is simulated; there is nothing to open\n", path);
		return EXIT_DONE;
	}
	error = probe_rig(rig, wiring, &wired_here, "knead check", stdout, stderr);
	return error == 0 ? EXIT_DONE : error == -EINVAL ? EXIT_WRONG : EXIT_MISSING;
}
