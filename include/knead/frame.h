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

/* Whether the valves are supplied, by a wire that shows it. */
enum supply_shown { SUPPLY_UNKNOWN = 0 /* no such wire */, SUPPLY_OFF, SUPPLY_ON, SUPPLIES };

/* Whether what happens is being kept: of the recorder, as the loop sees it. */
enum recording {
	RECORDING_UNKNOWN = 0, /* nobody said */
	RECORDING_FINE,
	RECORDING_FULL,    /* no room on the disk */
	RECORDING_FAILING, /* the disk does not take what is written */
	RECORDING_STALLED, /* the recorder thread does not come round */
	RECORDINGS
};

struct frame {
	int64_t t_ns;          /* of this tick */
	uint32_t overruns;     /* late wake-ups so far, counted by the loop */
	uint32_t write_errors; /* actuator writes that failed so far */
	bool stop_loop_closed; /* the wired stop; false (all-zero) is open, and open is stop */
	bool stop_pressed;     /* second contacts of what opens it, which close where it opens */
	bool hand_pressed;     /* of these the client's own button's */
	bool reset_button;     /* held at the rig */
	enum recording recording;
	enum supply_shown supply;
	uint32_t comfort_answers; /* of the client's own handset; a change means comfort is new */
	int comfort;              /* 0..10 */
	int head_count;
	struct head_frame heads[HEADS_MAX];
};

/* What is wrong with it and the remedy; "" where it is fine. */
static inline const char *recording_sentence(enum recording recording)
{
	static const char *const sentences[RECORDINGS] = {
		[RECORDING_UNKNOWN] = "the recorder has not begun yet; wait a moment",
		[RECORDING_FINE] = "",
		[RECORDING_FULL] = "the disk has no room for recordings; make room on it",
		[RECORDING_FAILING] = "the disk does not take recordings; look at the disk",
		[RECORDING_STALLED] = "the recorder stands still; is the disk slow or broken?",
	};

	return sentences[(unsigned)recording < RECORDINGS ? recording : RECORDING_UNKNOWN];
}

#endif
