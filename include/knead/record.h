/*
 * record.h - what the loop tells the recorder about one tick: RT thread -> recorder thread.
 */
#ifndef KNEAD_RECORD_H
#define KNEAD_RECORD_H

#include <knead/condition.h>
#include <knead/state.h>

#include <stdint.h>

/* Posted when something changed that the event log tells: state, reason or first cause. */
struct record {
	int64_t t_ns;
	uint64_t tick;
	enum state state;
	enum condition reason;
	enum condition cause;
	int cause_head; /* from 0, or HEAD_NONE */
	uint32_t overruns;
};

#endif
