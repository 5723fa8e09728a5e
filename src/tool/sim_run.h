/*
 * sim_run.h - a massage in virtual time: the controller the rig runs with, on the simulated rig.
 *
 * It does what a careful person would: arms once the rig is idle, starts, lets the session end.
 * Faults and other buttons come when they were ordered. No clock, no files: those are the caller's.
 */
#ifndef TOOL_SIM_RUN_H
#define TOOL_SIM_RUN_H

#include "core/pipeline.h"
#include "sim/sim.h"
#include "tool/sim_account.h"
#include "tool/sim_options.h"
#include "tool/sim_score.h"

#include <knead/command.h>
#include <knead/snapshot.h>

#include <stdbool.h>
#include <stdio.h>

/* What was read from files for a run. */
struct sim_setup {
	struct rig rig;
	bool has_learned;
	struct rig learned; /* the rig as control takes it, where has_learned */
	struct technique technique;
	struct patient patient;
};

/* Times are not a number where nothing of the kind happened. */
struct sim_verdict {
	bool ended;         /* idle again or faulted, in the time such a session takes */
	bool refused;       /* arming was, for a reason that stays: snapshot tells which */
	double fault_t_s;   /* the last fault ordered before the trip */
	double power_t_s;   /* the first loss of power ... */
	bool power_free;    /* ... since when every head has let go */
	double trip_t_s;    /* the first cause */
	double stop_t_s;    /* stop was pressed */
	bool still_presses; /* some head, as of the last tick, though it is to let go */
	double pressed_t_s; /* any head last pressed RELEASED_N or more, since trip, stop or loss of power */
	enum condition over; /* why the session ended; COND_COUNT where it did not */
	double over_t_s;
	enum condition cause;     /* COND_COUNT without a trip */
	int cause_head;           /* from 0, or HEAD_NONE ... */
	enum sensor cause_sensor; /* ... and which of its sensors, or SENSOR_NONE */
	struct sim_score scores[HEADS_MAX];
};

/* Caller-owned and large: keep it static. */
struct sim_run {
	const struct sim_setup *setup;
	const struct sim_options *options;
	double dt_s;
	uint64_t ticks;
	double t_s; /* of the moment below */
	bool was_running;
	double over_t_s;  /* since when the end is waited for; negative before */
	int64_t asked_ns; /* when arming was first asked for; 0 before */
	double asked_s;   /* since the client is asked how it feels */
	struct sim_order order;
	double button_t_s; /* when the hand button was pressed to try it; negative while it is not tried */
	bool button_tried;      /* since the controller began */
	double stalled_until_s; /* no tick before */
	double late_until_s;    /* each is late before */
	double mute_until_s;    /* the network thread is not heard before */
	double dead_until_s;    /* the controller has no power before, ... */
	int boots;              /* ... and begins anew then */
	bool came;              /* its loop came round in the last step */
	uint32_t overruns;
	struct command command;
	struct frame frame;
	struct actuation actuation;
	struct snapshot snapshot;
	double true_n[HEADS_MAX];
	struct sim_verdict verdict;
	struct sim_account account;
	struct pipeline pipeline;
	struct sim sim;
};

/* setup and options stay the caller's and must outlive the run. */
void sim_run_init(struct sim_run *run, const struct sim_setup *setup,
		  const struct sim_options *options);

/*
 * One tick. Returns false once the run is over; t_s, snapshot and true_n then show its last moment.
 */
bool sim_run_step(struct sim_run *run);

/* Whether the controller has no power now. */
bool sim_run_is_dead(const struct sim_run *run);

/* What a region was given. */
struct sim_region {
	double share; /* of the time, asked: its weight over those of all that are worked */
	double time_share;
	double time_s;
	double dose_kpa_s; /* felt, summed over its heads */
	double dose_target_kpa_s;
	struct sim_mean mean;
};

/* Of the run so far, which has begun. */
void sim_run_regions(const struct sim_run *run, struct sim_region regions[REGION_COUNT]);

/* Whether the technique looks for trigger points. */
bool sim_run_searches(const struct sim_run *run);

/* One sentence on why nothing was done: of a run whose verdict is refused. */
void sim_run_say_refusal(const struct sim_run *run, FILE *out);

/* The longest such a run can last. */
double sim_run_limit_s(const struct sim_options *options);

/*
 * Milliseconds, or not a number: from fault to trip; from trip, or where there was none from the loss of
 * power, to release; from stop to release: infinite where a head still presses.
 */
double sim_verdict_detect_ms(const struct sim_verdict *verdict);
double sim_verdict_release_ms(const struct sim_verdict *verdict);
double sim_verdict_stop_ms(const struct sim_verdict *verdict);

#endif
