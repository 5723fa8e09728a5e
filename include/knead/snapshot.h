/*
 * snapshot.h - what one tick shows: core -> network, recorder, panel. Nothing here is ever read
 * back into the loop.
 */
#ifndef KNEAD_SNAPSHOT_H
#define KNEAD_SNAPSHOT_H

#include <knead/belief.h>
#include <knead/clamp.h>
#include <knead/condition.h>
#include <knead/frame.h>
#include <knead/limits.h>
#include <knead/region.h>
#include <knead/screening.h>
#include <knead/sensor.h>
#include <knead/setpoint.h>
#include <knead/state.h>
#include <knead/technique.h>
#include <knead/wish.h>

#include <stdbool.h>
#include <stdint.h>

#define TRIGGERS_MAX 16

enum trigger_state {
	TRIGGER_NONE = 0,
	TRIGGER_FOUND, /* not pressed yet */
	TRIGGER_HELD,  /* under compression now */
	TRIGGER_RELEASED,
	TRIGGER_GIVEN_UP, /* the cap came first, or somebody skipped it */
	TRIGGER_SPARED /* found, and not pressed: less may be pressed there than that begins with */
};

/* A place stiffer than its own neighbourhood. No diagnosis. */
struct trigger_view {
	enum trigger_state state;
	int head;          /* from 0 */
	double ratio;      /* of its stiffness to its neighbourhood's */
	double confidence; /* 0..1 */
	double held_s;
};

enum session_phase { PHASE_NONE = 0, PHASE_WARM_UP, PHASE_WORK, PHASE_CLOSING };

/* Why a technique cannot be done on this rig just now. */
enum unfit { FIT = 0, UNFIT_HEATER, UNFIT_POSITION, UNFIT_CEILING, UNFIT_REGION };

/* Why arming is refused beyond what conditions say. */
enum arm_refusal {
	ARM_CLEAR = 0,
	ARM_SCREENING,   /* an item refuses, or has no answer: see item */
	ARM_UNPLACED,    /* the neck vertebra's place was not confirmed */
	ARM_TECHNIQUE,   /* the chosen technique does not fit */
	ARM_UNSIZED,     /* this client's height was not told */
	ARM_HAND,        /* this client has not tried the hand button */
	ARM_ZERO,        /* a force sensor at rest is not at its zero */
	ARM_CALIBRATION, /* a head answers its orders otherwise than believed */
	ARM_SENSOR,      /* some sensor is not live, or not at zero */
	ARM_TOUCHED,     /* some head is pressed */
	ARM_RECORDING,   /* what happens would not be kept: see recording */
	ARM_STILL,       /* a sensor shows the same again and again at rest */
	ARM_REFUSALS
};

/* What of one head keeps from arming. */
enum arm_doubt {
	ARM_DOUBT_NONE = 0, /* it is not about one head, or nobody knows which */
	ARM_DOUBT_SILENT,   /* a sensor */
	ARM_DOUBT_NONSENSE,
	ARM_DOUBT_BELOW, /* it reads below zero */
	ARM_DOUBT_STILL,
	ARM_DOUBT_ZERO,     /* it is not at its zero */
	ARM_DOUBT_ANSWERS,  /* the head answers its orders otherwise than believed */
	ARM_DOUBT_UNSCALED, /* its force sensor was never scaled with weights */
	ARM_DOUBT_PRESSED,
	ARM_DOUBTS
};

struct arm_spot {
	enum arm_doubt doubt;
	enum sensor sensor; /* that it is about, or SENSOR_NONE */
	int head;           /* from 0; of no meaning without a doubt */
};

struct head_view {
	double force_n;
	double target_n;
	double ceiling_n;
	double position_m;
	double pressure_pa;
	double quality;          /* 0..1: how fresh the force sample is */
	double surface_c;        /* 0 without a heater or a reading */
	double surface_target_c; /* 0: heater off */
	double dose_pa_s;        /* pressure over time under this head, this session: felt ... */
	double dose_target_pa_s; /* ... and wanted */
	double dwell_left_s;     /* that this place may still be pressed as it is now */
	double heat_min;         /* temperature-time account, minutes at 43 degC */
	struct tissue_belief tissue; /* under it */
	bool contact;
	enum input_state input;  /* of the force sensor */
	enum input_state beside; /* the worst of its others that must be there */
	enum limit_reason limited_by;
};

/* The person's breath; all 0 while unknown. */
struct breath_view {
	double phase; /* 0 breathed out .. 0.5 breathed in .. 1 */
	double rate_hz;
	double amplitude_m; /* rise of the chest */
	double confidence;  /* 0..1; told even where the others are not */
};

struct snapshot {
	int64_t t_ns;
	uint64_t tick;
	enum state state;
	enum condition reason;    /* why this state was entered */
	enum condition cause;     /* first trip since the last reset, COND_COUNT for none */
	int cause_head;           /* from 0, or HEAD_NONE ... */
	enum sensor cause_sensor; /* ... and which of its sensors, or SENSOR_NONE */
	int64_t cause_t_ns;
	uint64_t trips;      /* all of them since then */
	uint64_t conditions; /* bits of this tick */
	uint32_t overruns;
	uint32_t gate_clamps[CLAMPS]; /* commands the gate had to lower so far, by its reason */
	uint32_t confirms;            /* presses of the confirm button at the rig so far ... */
	bool confirm_held;            /* ... and whether it is held now */
	int technique;
	double intensity; /* in use now */
	double speed;     /* in use now */
	double elapsed_s; /* of the session */
	double remaining_s;
	enum session_phase phase;
	double region_s[REGION_COUNT]; /* worked there, this session */
	bool region_has_heads[REGION_COUNT];
	double region_reached
		[REGION_COUNT];           /* 1 where some stroke of the technique works, else 0 */
	enum unfit unfit[TECHNIQUES_MAX]; /* of each technique, as things are now */
	double fit_ceiling_n[TECHNIQUES_MAX]; /* the most a head it would work may press now */
	unsigned idle_strokes;                /* of the technique, bits: no place for them now */
	bool warms;                           /* the hands wait until the faces of heads are warm */
	enum arm_refusal arm_refusal;
	struct arm_spot arm_spot; /* of that refusal, the first head that is why */
	int screening_item;       /* that the refusal is about */
	enum recording recording;
	enum answer screening[SCREENING_ITEMS];
	bool heat_allowed;
	bool comfort_due;      /* the client is asked now ... */
	double comfort_left_s; /* ... and has this long */
	int comfort;           /* last answer, or -1 */
	int trigger_count;
	struct trigger_view triggers[TRIGGERS_MAX];
	struct hands hands;
	struct breath_view breath;
	uint64_t
		calibrate; /* a bit for each head that is not as believed: its pressure, spring, friction */
	uint64_t unscaled; /* and for each whose real force sensor was never scaled with weights */
	int head_count;
	struct head_view heads[HEADS_MAX];
};

/*
 * What people are told of a reason or cause: contacts of the stop that do not agree are known a moment
 * after either of them stopped, so that the first cause alone would never send anybody to the wires.
 */
static inline enum condition snapshot_told(const struct snapshot *now, enum condition because)
{
	return because == COND_STOP_LOOP && (now->trips & COND_BIT(COND_STOP_WIRING)) != 0
		       ? COND_STOP_WIRING
		       : because;
}

#endif
