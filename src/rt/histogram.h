/*
 * histogram.h - how long something took, in memory of a fixed size: exact below 64 ns, then 32
 * buckets to a doubling, so that a percentile is within 1/64 of the truth from nanoseconds to
 * seconds.
 */
#ifndef RT_HISTOGRAM_H
#define RT_HISTOGRAM_H

#include <stdint.h>

#define HISTOGRAM_SUB_BITS 5
#define HISTOGRAM_OCTAVES  30 /* up to 2^35 ns, 34 s; longer counts in the last bucket */
#define HISTOGRAM_BUCKETS  ((HISTOGRAM_OCTAVES + 1) << HISTOGRAM_SUB_BITS)

/* All zero is empty. */
struct histogram {
	uint64_t count;
	int64_t max_ns;
	uint32_t buckets[HISTOGRAM_BUCKETS];
};

/* Less than nothing counts as 0. */
void histogram_add(struct histogram *histogram, int64_t ns);

/*
 * The value share (0..1) of all are at most, within 1/64; 1 gives the exact maximum; 0 when empty.
 */
int64_t histogram_percentile_ns(const struct histogram *histogram, double share);

#endif
