/*
 * snapshot.h - what one tick shows: core -> network, recorder, panel. Nothing here is ever read back
 * into the loop.
 */
#ifndef KNEAD_SNAPSHOT_H
#define KNEAD_SNAPSHOT_H

#include <knead/belief.h>
#include <knead/condition.h>
#include <knead/limits.h>
#include <knead/region.h>
#include <knead/setpoint.h>
#include <knead/state.h>
#include <knead/wish.h>

#include <stdbool.h>
#include <stdint.h>

struct head_view {
	double force_n;
	double target_n;
	double ceiling_n;
	double position_m;
	double pressure_pa;
	double stiffness_n_m; /* 0 while unknown */
	double quality;       /* 0..1: how fresh the force sample is */
	bool contact;
	enum input_state input;
	enum limit_reason limited_by;
};

struct snapshot {
	int64_t t_ns;
	uint64_t tick;
	enum state state;
	enum condition reason; /* why this state was entered */
	enum condition cause;  /* first trip since the last reset, COND_COUNT for none */
	int cause_head;        /* from 0, or HEAD_NONE */
	int64_t cause_t_ns;
	uint32_t conditions; /* bits of this tick */
	uint32_t overruns;
	uint32_t gate_clamps; /* commands the gate had to lower so far */
	int technique;
	double intensity; /* in use now */
	double speed;     /* in use now */
	double elapsed_s; /* of the session */
	double remaining_s;
	bool region_has_heads[REGION_COUNT];
	struct hands hands;
	int head_count;
	struct head_view heads[HEADS_MAX];
};

#endif
