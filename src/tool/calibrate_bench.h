/*
 * calibrate_bench.h - one head of a rig through its calibration: arm, start, meet the pad, test, let go by its
 * dump valve alone, meet the pad again, let go by its regulator alone.
 *
 * It stands around the pipeline that massages, with every condition, limit and the gate in force, and
 * knows only frames and actuations: what brings the ones and takes the others is a simulated rig or a real
 * one.
 */
#ifndef TOOL_CALIBRATE_BENCH_H
#define TOOL_CALIBRATE_BENCH_H

#include "core/learn/calibration.h"
#include "core/pipeline.h"
#include "tool/let_go_watch.h"

#include <knead/actuation.h>
#include <knead/command.h>
#include <knead/frame.h>
#include <knead/rig.h>
#include <knead/snapshot.h>

#include <stdbool.h>
#include <stdio.h>

enum bench_phase {
	BENCH_STARTS = 0,
	BENCH_MEETS, /* the head looks for the pad, more gently than for a person: it is not known yet */
	BENCH_TESTS,
	BENCH_RISES, /* once more as far as it goes, to be let go of from there ... */
	BENCH_FALLS, /* ... by one of the two alone */
	BENCH_LETS_GO,
	BENCH_DONE,
	BENCH_FAILED
};

enum bench_failure {
	BENCH_FINE = 0,
	BENCH_NOT_READY, /* did not get to run: see the snapshot */
	BENCH_NO_PAD,
	BENCH_NO_ROOM, /* no pressure head, or its ceiling is too low */
	BENCH_LOST_PAD,
	BENCH_TRIPPED,     /* likewise */
	BENCH_STOP_OPEN,   /* from the beginning */
	BENCH_INTERRUPTED, /* by the person at the keys */
	BENCH_ONE_HELD,    /* one of the two alone did not let go in time */
	BENCH_STILL_HELD   /* both together did not */
};

/* Caller-owned and large: keep it static. */
struct calibrate_bench {
	const struct rig *rig;
	int head;       /* from 0 */
	double shift_n; /* of its force sensor's zero, beyond the factory's: the caller's, after init */
	double dt_s;
	uint64_t ticks;
	enum bench_phase phase;
	enum bench_failure failure;
	double phase_s;
	double met_s;      /* contact without a break */
	bool button_tried; /* a stop by it is no fault */
	bool thinks_elsewhere; /* not in a tick: calibration_think is the caller's, between ticks or beside */
	enum release_way way; /* it lets go by now, or will next */
	struct let_go_watch falls[RELEASE_WAYS];
	struct technique technique; /* the pipeline wants one; its wish is not used */
	struct wish wish;
	struct head_order order;
	struct command command;
	struct snapshot snapshot;
	struct actuation actuation;
	struct pipeline pipeline;
	struct calibration calibration;
	struct trace trace;
};

/* The rig stays the caller's and must outlive the bench. */
void calibrate_bench_init(struct calibrate_bench *bench, const struct rig *rig, int head);

/* The next head of the same rig: the hand button has been tried, and is not asked for again. */
void calibrate_bench_next(struct calibrate_bench *bench, int head);

/* Lets go, and is over without a result. */
void calibrate_bench_interrupt(struct calibrate_bench *bench);

/* Whether the hand button is to be pressed once, and then the confirm button. */
bool calibrate_bench_wants_button(const struct calibrate_bench *bench);

/* One tick: a frame in; bench->actuation is what goes out. False once it is done or has failed, and then the
 * actuation lets go. */
bool calibrate_bench_step(struct calibrate_bench *bench, const struct frame *frame);

/* One sentence on why it failed, with its remedy. */
void calibrate_bench_say_failure(const struct calibrate_bench *bench, FILE *out);

#endif
