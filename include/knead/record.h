/*
 * record.h - what the loop tells the recorder: RT thread -> recorder thread. One for each thing that
 * happened, never for what goes on.
 */
#ifndef KNEAD_RECORD_H
#define KNEAD_RECORD_H

#include <knead/clamp.h>
#include <knead/condition.h>
#include <knead/region.h>
#include <knead/arming.h>
#include <knead/sim_order.h>
#include <knead/snapshot.h>
#include <knead/state.h>

#include <stdint.h>

enum record_kind {
	RECORD_STATE = 0, /* state, reason or first cause */
	RECORD_PRESSES,   /* a head, long after it was to let go */
	RECORD_BEGAN,     /* a session */
	RECORD_TECHNIQUE, /* changed in it */
	RECORD_PHASE,
	RECORD_COMFORT_ASKED,
	RECORD_COMFORT_ANSWERED,
	RECORD_ARM_REFUSED,
	RECORD_TRIGGER,
	RECORD_HEAT_OFF,
	RECORD_ANSWERS,  /* a head does not answer its orders as it should, or does again */
	RECORD_LACKS,    /* the technique under way goes on with less than it needs, or no longer */
	RECORD_OVER,     /* the session */
	RECORD_INJECTED, /* a fault, into the simulated rig, or its end */
	RECORD_KINDS
};

struct state_record {
	enum state state;
	enum condition reason;
	enum condition cause;
	int cause_head;           /* from 0, or HEAD_NONE ... */
	enum sensor cause_sensor; /* ... and which of its sensors, or SENSOR_NONE */
	uint32_t overruns;
};

struct session_record {
	int technique;
	double intensity;
	double duration_s;
};

struct refusal_record {
	enum state state;
	enum arm_refusal why;
	enum recording recording;
	int item; /* of the screening, and its answer */
	enum answer answer;
	int technique; /* that does not fit, and why */
	enum unfit unfit;
	double fit_ceiling_n;
	bool heat_allowed;
	bool ready;           /* every sensor live */
	struct arm_spot spot; /* where one is not */
};

struct heat_record {
	int head; /* whose place had its share of warmth, or HEAD_NONE: all, by the screening */
	int item; /* of it, or SCREENING_ITEMS */
};

struct answers_record {
	int head;
	bool off;
};

struct lacks_record {
	int technique;
	enum unfit unfit;
	unsigned idle_strokes; /* bits, as the snapshot's */
	double fit_ceiling_n;
	bool heat_allowed;
};

struct over_record {
	double elapsed_s;
	float worked_s[REGION_COUNT];
	float felt_pa_s[REGION_COUNT];   /* dose: felt ... */
	float wanted_pa_s[REGION_COUNT]; /* ... and wanted */
	uint32_t lowered[CLAMPS];        /* commands, by the gate and its reason */
};

struct injected_record {
	enum fault_kind kind; /* FAULT_NONE: it ends */
	int head;             /* from 1; 0 is all */
	double magnitude;
};

struct record {
	int64_t t_ns;
	uint64_t tick;
	enum record_kind kind;
	union {
		struct state_record state;
		struct session_record session; /* and of RECORD_TECHNIQUE its first two */
		enum session_phase phase;
		int comfort;
		struct refusal_record refusal;
		struct trigger_view trigger;
		struct heat_record heat;
		struct answers_record answers;
		struct lacks_record lacks;
		struct over_record over;
		struct injected_record injected;
	} is;
};

#endif
