/* sim_run.c - see sim_run.h. */
#include "tool/sim_run.h"

#include "core/control/plain_gains.h"

#include <knead/limits.h>

#include <math.h>

#define ASK_AGAIN_TICKS 500  /* an arming that was refused is asked for again */
#define BEYOND_S        60.0 /* self-test, arming, release, on top of the session */
#define WATCH_IDLE_S    0.5  /* watched on after the end: did every head let go? */
#define WATCH_FAULT_S   2.0
#define NS_PER_S        1e9
#define NOT_A_NUMBER    ((double)NAN)

double sim_run_limit_s(const struct sim_options *options)
{
	return options->duration_s + BEYOND_S;
}

void sim_run_init(struct sim_run *run, const struct sim_setup *setup,
		  const struct sim_options *options)
{
	run->setup = setup;
	run->options = options;
	run->dt_s = 1.0 / setup->rig.loop_hz;
	run->ticks = 0;
	run->t_s = 0.0;
	run->was_running = false;
	run->over_t_s = -1.0;
	run->faults_done = 0;
	run->order = (struct sim_order){0};
	run->frame = (struct frame){0};
	run->actuation = (struct actuation){0};
	run->snapshot = (struct snapshot){0};
	run->verdict = (struct sim_verdict){
		.fault_t_s = NOT_A_NUMBER,
		.trip_t_s = NOT_A_NUMBER,
		.stop_t_s = NOT_A_NUMBER,
		.pressed_t_s = NOT_A_NUMBER,
		.cause = COND_COUNT,
		.cause_head = HEAD_NONE,
	};
	command_init(&run->command);
	run->command.intensity = options->intensity;
	run->command.duration_s = options->duration_s;
	run->command.height_m = setup->patient.height_m;
	run->command.placed = true;
	for (int r = 0; r < REGION_COUNT; r++) {
		run->command.focus[r] = options->focus[r];
	}
	for (int i = 0; i < HEADS_MAX; i++) {
		sim_score_init(&run->verdict.scores[i]);
	}
	pipeline_init(&run->pipeline, &setup->rig, &setup->technique, 1);
	if (options->controller != CONTROLLER_SHIPPED) {
		const struct plain_gains gains = plain_gains_tuned();

		control_choose(&run->pipeline.control, options->controller, &gains);
	}
	sim_init(&run->sim, &setup->rig, &setup->patient, options->seed, 0);
}

/* Faults come in the order they were typed in when several are due in one tick. */
static void order_faults(struct sim_run *run)
{
	for (int i = 0; i < run->options->fault_count; i++) {
		const struct sim_fault *fault = &run->options->faults[i];

		if (!(fault->t_s <= run->t_s && fault->t_s > run->t_s - run->dt_s)) {
			continue;
		}
		run->order.fault_orders++;
		run->order.fault = fault->kind;
		run->order.fault_head = fault->head;
		run->order.fault_magnitude = fault->magnitude;
		sim_order(&run->sim, &run->order, &run->setup->patient, 1);
		if (fault->kind != FAULT_NONE && isnan(run->verdict.fault_t_s)) {
			run->verdict.fault_t_s = run->t_s;
		}
	}
}

/* The person at the buttons. */
static void press_buttons(struct sim_run *run)
{
	const enum state state = run->snapshot.state;
	double stop_at_s = run->options->stop_at_s;

	if (stop_at_s >= 0.0 && run->t_s >= stop_at_s && isnan(run->verdict.stop_t_s)) {
		run->command.presses.stop++;
		run->verdict.stop_t_s = run->t_s;
	} else if (!run->was_running && isnan(run->verdict.stop_t_s) &&
		   run->ticks % ASK_AGAIN_TICKS == 0) {
		run->command.presses.arm += state == STATE_IDLE;
		run->command.presses.start += state == STATE_ARMED;
	}
	run->command.heard_t_ns = run->frame.t_ns;
}

static void judge_heads(struct sim_run *run)
{
	const enum state state = run->snapshot.state;
	struct sim_moment moment = {
		.t_s = run->t_s,
		.dt_s = run->dt_s,
		.working = state == STATE_ARMED || state == STATE_RUNNING || state == STATE_PAUSED,
	};
	bool letting_go = !isnan(run->verdict.trip_t_s) || !isnan(run->verdict.stop_t_s);

	for (int i = 0; i < run->setup->rig.head_count; i++) {
		run->true_n[i] = sim_tissue_force_n(&run->sim, i);
		moment.true_n = run->true_n[i];
		moment.target_n = run->snapshot.heads[i].target_n;
		moment.ceiling_n = run->snapshot.heads[i].ceiling_n;
		sim_score_add(&run->verdict.scores[i], &moment);
		if (letting_go && run->true_n[i] >= RELEASED_N) {
			run->verdict.pressed_t_s = run->t_s + run->dt_s;
		}
	}
}

static void note_trip(struct sim_run *run)
{
	const struct snapshot *snapshot = &run->snapshot;

	if (snapshot->cause != COND_COUNT && snapshot->state == STATE_FAULT &&
	    isnan(run->verdict.trip_t_s)) {
		run->verdict.trip_t_s = (double)snapshot->cause_t_ns / NS_PER_S;
		run->verdict.cause = snapshot->cause;
		run->verdict.cause_head = snapshot->cause_head;
	}
}

/* Whether the run goes on: it is watched a little longer than the session lasts. */
static bool goes_on(struct sim_run *run)
{
	const enum state state = run->snapshot.state;
	bool stopped_early = !isnan(run->verdict.stop_t_s) && state == STATE_IDLE;

	run->was_running = run->was_running || state == STATE_RUNNING;
	if (!(state == STATE_FAULT || (state == STATE_IDLE && run->was_running) || stopped_early)) {
		run->over_t_s = -1.0;
	} else if (run->over_t_s < 0.0) {
		run->over_t_s = run->t_s;
	}
	if (run->over_t_s >= 0.0 &&
	    run->t_s - run->over_t_s >= (state == STATE_FAULT ? WATCH_FAULT_S : WATCH_IDLE_S)) {
		run->verdict.ended = true;
		return false;
	}
	return run->t_s < sim_run_limit_s(run->options);
}

bool sim_run_step(struct sim_run *run)
{
	run->t_s = (double)run->ticks * run->dt_s;
	order_faults(run);
	sim_read(&run->sim, &run->frame);
	press_buttons(run);
	pipeline_step(&run->pipeline, &run->actuation, &run->snapshot, &run->frame, &run->command,
		      run->dt_s);
	note_trip(run);
	judge_heads(run);
	sim_step(&run->sim, &run->actuation, run->dt_s);
	run->ticks++;
	return goes_on(run);
}

double sim_verdict_detect_ms(const struct sim_verdict *verdict)
{
	return 1e3 * (verdict->trip_t_s - verdict->fault_t_s);
}

/* A rig that pressed nobody let go at once. */
static double released_ms(const struct sim_verdict *verdict, double since_s)
{
	double pressed_t_s = verdict->pressed_t_s > since_s ? verdict->pressed_t_s : since_s;

	return 1e3 * (pressed_t_s - since_s);
}

double sim_verdict_release_ms(const struct sim_verdict *verdict)
{
	return released_ms(verdict, verdict->trip_t_s);
}

double sim_verdict_stop_ms(const struct sim_verdict *verdict)
{
	return released_ms(verdict, verdict->stop_t_s);
}
