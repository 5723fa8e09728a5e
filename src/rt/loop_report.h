/*
 * loop_report.h - how the loop did, for people and for the bench. After it has ended.
 */
#ifndef RT_LOOP_REPORT_H
#define RT_LOOP_REPORT_H

#include "rt/loop.h"

#define LOOP_REPORT_BYTES 256

/* One line with its newline: ticks, skipped periods, overruns, wake-ups. */
void loop_report_line(const struct loop *loop, char line[LOOP_REPORT_BYTES]);

/*
 * One JSON object: ticks, skipped, overruns, wake_p50_us, wake_p99_us, wake_max_us, minflt and
 * majflt (of the loop's thread after its first tick), rss_kib (the most the process ever held),
 * ready_ms (the caller's; less than 0 becomes null). Returns 0 or -errno.
 */
__attribute__((warn_unused_result)) int loop_report_json(const struct loop *loop, double ready_ms,
							 const char *path);

#endif
