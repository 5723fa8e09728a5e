/*
 * jog_bench.h - one head that goes out while a key is held, and lets go when it is not.
 *
 * It stands around the pipeline that massages, with every condition, limit and the gate in force; what it
 * asks for is bounded far below what the head may do. It knows only frames and actuations.
 */
#ifndef TOOL_JOG_BENCH_H
#define TOOL_JOG_BENCH_H

#include "core/pipeline.h"

#include <knead/actuation.h>
#include <knead/command.h>
#include <knead/frame.h>
#include <knead/rig.h>
#include <knead/snapshot.h>

#include <stdbool.h>
#include <stdio.h>

#define JOG_MOST_N        20.0 /* as gentle as a calibration's [P] */
#define JOG_CEILING_SHARE 0.5  /* and no more than this of the head's ceiling [P] */
#define JOG_RISE_N_S      5.0  /* once it touches [P] */
#define JOG_OVER_N        5.0  /* felt beyond what was asked for: it lets go [P] */

/* A force on whatever lies there, or a pressure in the actuator of a pressure head. */
struct jog_wish {
	bool is_pressure;
	double force_n;
	double pressure_pa;
};

/* What may be asked of that head at most, each by the bounds above. */
double jog_most_n(const struct head *head);
double jog_most_pa(const struct head *head);

enum jog_phase {
	JOG_STARTS = 0, /* boot and self-test */
	JOG_WAITS,      /* for the key */
	JOG_PRESSES,
	JOG_LETS_GO, /* and then for the key to be let go of as well */
	JOG_OVER
};

enum jog_failure {
	JOG_FINE = 0,
	JOG_STOP_OPEN, /* from the beginning */
	JOG_NOT_READY, /* see the snapshot */
	JOG_TRIPPED,   /* likewise */
	JOG_TOO_STRONG /* it felt more than was asked for */
};

/* Caller-owned and large: keep it static. All-zero asks for nothing. */
struct jog_bench {
	const struct rig *rig;
	int head; /* from 0 */
	struct jog_wish wanted;
	double most_s; /* that a key may be held */
	double dt_s;
	uint64_t ticks;
	enum jog_phase phase;
	enum jog_failure failure;
	bool stopped;    /* its button was tried: a fault by it is none */
	bool wants_free; /* the key is to be let go of first */
	bool still_held; /* it did not let go in time */
	double phase_s;
	double pressed_s;           /* the key has been held */
	double now_n;               /* asked for so far */
	struct technique technique; /* the pipeline wants one; its wish is not used */
	struct wish wish;
	struct head_order order;
	struct command command;
	struct snapshot snapshot;
	struct actuation actuation;
	struct pipeline pipeline;
};

/* The rig stays the caller's and must outlive the bench. */
void jog_bench_init(struct jog_bench *bench, const struct rig *rig, int head,
		    const struct jog_wish *wanted, double most_s);

/* One tick: a frame in; bench->actuation is what goes out. held: the key is; ends: let go and be over. False
 * once it is over, and then the actuation lets go. */
bool jog_bench_step(struct jog_bench *bench, const struct frame *frame, bool held, bool ends);

/* Whether the hand button is to be pressed once, and then the confirm button. */
bool jog_bench_wants_button(const struct jog_bench *bench);

/* One sentence on why it failed, with its remedy. */
void jog_bench_say_failure(const struct jog_bench *bench, FILE *out);

#endif
