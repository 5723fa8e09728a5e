/*
 * replay_run.h - a recording through the pipeline again: whether the same goes out. No files.
 */
#ifndef TOOL_REPLAY_RUN_H
#define TOOL_REPLAY_RUN_H

#include "app/box_reader.h"
#include "core/pipeline.h"

#include <knead/snapshot.h>

#include <stdbool.h>
#include <stdint.h>

/* The first tick whose outputs are not those recorded. */
struct replay_other {
	uint64_t tick;
	int64_t t_ns;
	enum state was; /* recorded ... */
	enum state is;  /* ... and replayed */
	int head; /* from 0, the first whose orders differ as far as they are written, or HEAD_NONE */
	struct head_actuation ordered;
	struct head_actuation orders;
};

struct replay_trip {
	enum condition cause; /* COND_COUNT: none */
	int head;
	enum sensor sensor; /* of that head's, or SENSOR_NONE */
	int64_t t_ns;
};

/* Caller-owned and large: keep it static. The fields may be read after each step. */
struct replay_run {
	struct box_reader reader;
	struct pipeline pipeline;
	struct snapshot snapshot; /* of the latest tick, replayed */
	struct actuation actuation;
	uint64_t ticks;
	uint64_t others; /* ticks that differ */
	struct replay_other first;
	uint64_t stretches;      /* without a gap inside */
	int64_t begun_ns;        /* of the first tick ... */
	int64_t t_ns;            /* ... and of the latest */
	struct replay_trip trip; /* the first, but for the hand button's trial */
	enum state tripped_from;
	bool tried;         /* the hand button was pressed as is asked for before arming ... */
	int64_t tried_t_ns; /* ... and opened the loop at this time */
	bool whole;         /* the end was written */
	struct pipeline state;
};

/* bytes are a whole file and stay the caller's. */
enum box_verdict replay_run_open(struct replay_run *run, const unsigned char *bytes, size_t length);

/* One tick; false: there is none left. */
bool replay_run_step(struct replay_run *run);

#endif
