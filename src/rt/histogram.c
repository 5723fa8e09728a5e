/*
 * histogram.c - how long something took, in buckets of constant relative width.
 */
#include "rt/histogram.h"

#define SUB_BUCKETS (1u << HISTOGRAM_SUB_BITS)

/* Of a value of shift + HISTOGRAM_SUB_BITS + 1 bits, the leading bits choose among SUB_BUCKETS. */
static unsigned bucket_of(uint64_t ns)
{
	unsigned shift = 0;

	if (ns >= 2 * SUB_BUCKETS) {
		shift = 63u - (unsigned)__builtin_clzll(ns) - HISTOGRAM_SUB_BITS;
	}
	if (shift >= HISTOGRAM_OCTAVES) {
		return HISTOGRAM_BUCKETS - 1;
	}
	return (shift << HISTOGRAM_SUB_BITS) + (unsigned)(ns >> shift);
}

static int64_t middle_of(unsigned bucket)
{
	unsigned shift = bucket >> HISTOGRAM_SUB_BITS;
	uint64_t low = 0;

	if (shift <= 1) {
		return (int64_t)bucket;
	}
	shift -= 1;
	low = (uint64_t)(bucket - (shift << HISTOGRAM_SUB_BITS)) << shift;
	return (int64_t)(low + (UINT64_C(1) << shift) / 2);
}

void histogram_add(struct histogram *histogram, int64_t ns)
{
	uint64_t value = ns > 0 ? (uint64_t)ns : 0;

	histogram->buckets[bucket_of(value)]++;
	histogram->count++;
	if (ns > histogram->max_ns) {
		histogram->max_ns = ns;
	}
}

int64_t histogram_percentile_ns(const struct histogram *histogram, double share)
{
	double wanted = share * (double)histogram->count;
	uint64_t sum = 0;

	for (unsigned b = 0; b < HISTOGRAM_BUCKETS && share < 1.0; b++) {
		sum += histogram->buckets[b];
		if (sum > 0 && (double)sum >= wanted) {
			int64_t middle = middle_of(b);

			return middle < histogram->max_ns ? middle : histogram->max_ns;
		}
	}
	return histogram->max_ns;
}
