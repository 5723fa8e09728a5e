/*
 * loop_report.c - how the loop did.
 */
#include "rt/loop_report.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

static double wake_us(const struct loop *loop, double share)
{
	return (double)histogram_percentile_ns(&loop->wake, share) / 1e3;
}

/* Not ru_maxrss: that one remembers what held the process before its exec. */
static long peak_rss_kib(void)
{
	FILE *status = fopen("/proc/self/status", "re");
	char line[256];
	long kib = 0;

	if (status == NULL) {
		return 0;
	}
	while (fgets(line, sizeof(line), status) != NULL) {
		if (sscanf(line, "VmHWM: %ld", &kib) == 1) {
			break;
		}
	}
	fclose(status);
	return kib;
}

void loop_report_line(const struct loop *loop, char line[LOOP_REPORT_BYTES])
{
	snprintf(line, LOOP_REPORT_BYTES,
		 "loop: %" PRIu64 " ticks, %" PRIu64 " skipped, %" PRIu32
		 " overruns, wake-ups late by p50 %.1f us, p99 %.1f us, max %.1f us\n",
		 loop->ticks, loop->cadence.skipped, loop->cadence.overruns, wake_us(loop, 0.5),
		 wake_us(loop, 0.99), wake_us(loop, 1.0));
}

int loop_report_json(const struct loop *loop, double ready_ms, const char *path)
{
	FILE *out = fopen(path, "we");
	char ready[32] = "null";

	if (out == NULL) {
		return -errno;
	}
	if (ready_ms >= 0.0) {
		snprintf(ready, sizeof(ready), "%.1f", ready_ms);
	}
	fprintf(out,
		"{\"ticks\": %" PRIu64 ", \"skipped\": %" PRIu64 ", \"overruns\": %" PRIu32
		", \"wake_p50_us\": %.2f, \"wake_p99_us\": %.2f, \"wake_max_us\": %.2f"
		", \"minflt\": %ld, \"majflt\": %ld, \"rss_kib\": %ld, \"ready_ms\": %s}\n",
		loop->ticks, loop->cadence.skipped, loop->cadence.overruns, wake_us(loop, 0.5),
		wake_us(loop, 0.99), wake_us(loop, 1.0), loop->minor_faults, loop->major_faults,
		peak_rss_kib(), ready);
	/* one buffer: what went wrong shows when it is written */
	return fclose(out) == 0 ? 0 : -errno;
}
