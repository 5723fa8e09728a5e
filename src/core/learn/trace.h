/*
 * trace.h - what a head was asked for and what its sensors showed meanwhile: the raw material of a
 * calibration.
 *
 * Orders are one a tick, held until the next; samples carry the time at which what they show was true,
 * so that a slow converter's age is no part of anything found. Times count from the first tick.
 */
#ifndef CORE_LEARN_TRACE_H
#define CORE_LEARN_TRACE_H

#include <knead/frame.h>

#include <stdbool.h>
#include <stdint.h>

#define TRACE_TICKS 120000 /* 60 s at the fastest loop */

struct series {
	int count;
	int64_t seen_t_ns; /* of the newest sample, the rig's own time */
	double t_s[TRACE_TICKS];
	double value[TRACE_TICKS];
};

/* Caller-owned and large, about 5 MiB: keep it static. */
struct trace {
	double dt_s;
	int64_t begin_t_ns;
	int ticks;
	double order_pa[TRACE_TICKS];
	struct series pressure_pa;
	struct series force_n;
};

void trace_begin(struct trace *trace, double dt_s, int64_t t_ns);

/* One tick: the head's samples, and what is ordered from now on. False: it is full. */
bool trace_add(struct trace *trace, const struct head_frame *frame, double order_pa);

/* The first index of the series at or after t_s; its count where there is none. */
int series_from(const struct series *series, double t_s);

/* Mean of the values within half_s of t_s; not a number where there is none. */
double series_mean(const struct series *series, double t_s, double half_s);

#endif
