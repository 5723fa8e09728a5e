/*
 * frame.h - what one tick reads: devices -> core.
 */
#ifndef KNEAD_FRAME_H
#define KNEAD_FRAME_H

#include <knead/limits.h>

#include <stdbool.h>
#include <stdint.h>

enum sample_state {
	SAMPLE_NEVER = 0, /* nothing was ever read here */
	SAMPLE_OK,
	SAMPLE_BAD /* the device itself said so: saturated, framing error, unplugged */
};

/* The latest reading of one channel and when it was taken (CLOCK_MONOTONIC or virtual time). */
struct sample {
	double value;
	int64_t t_ns;
	enum sample_state state;
};

struct head_frame {
	struct sample force_n;
	struct sample position_m;  /* of the piston, 0 retracted, positive toward the person */
	struct sample pressure_pa; /* in the actuator, gauge */
	struct sample contact_n; /* of a contact pad: whether it touches, not how hard it presses */
	struct sample temperature_c; /* of the actuator's motor */
	struct sample surface_c;     /* of a heated pressing face */
};

struct frame {
	int64_t t_ns;             /* of this tick */
	uint32_t overruns;        /* late wake-ups so far, counted by the loop */
	uint32_t write_errors;    /* actuator writes that failed so far */
	bool stop_loop_closed;    /* the wired stop; false (all-zero) is open, and open is stop */
	bool reset_button;        /* held at the rig */
	uint32_t comfort_answers; /* of the client's own handset; a change means comfort is new */
	int comfort;              /* 0..10 */
	int head_count;
	struct head_frame heads[HEADS_MAX];
};

#endif
