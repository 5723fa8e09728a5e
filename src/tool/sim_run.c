/* sim_run.c - see sim_run.h. */
#include "tool/sim_run.h"

#include "core/control/plain_gains.h"
#include "tool/nobody.h"

#include <knead/limits.h>

#include <math.h>

#define ASK_AGAIN_TICKS 500  /* an arming that was refused is asked for again */
#define REFUSED_S       5.0  /* for as long, and it is no passing thing */
#define ANSWER_AFTER_S  2.0  /* as the simulated client does */
#define BEYOND_S        60.0 /* self-test, arming, release, on top of the session */
#define WATCH_IDLE_S    0.5  /* watched on after the end: did every head let go? */
#define WATCH_FAULT_S   2.0
#define LATE_TICK_S     (1.2 * LATE_WAKE_S)
#define FOREVER_S       1e9
#define NS_PER_S        1e9
#define NOT_A_NUMBER    ((double)NAN)

double sim_run_limit_s(const struct sim_options *options)
{
	return options->duration_s + BEYOND_S;
}

/* What is asked for all through the run. */
static void ask(struct command *command, const struct sim_options *options,
		const struct sim_setup *setup)
{
	command_init(command);
	command->intensity = options->intensity;
	command->speed = options->speed;
	command->duration_s = options->duration_s;
	command->ceiling_n = options->ceiling_n;
	command->balance = options->balance;
	command->height_m = setup->patient.height_m;
	command->placed = true;
	command->placings = 1;
	command->heights = 1;
	for (int r = 0; r < REGION_COUNT; r++) {
		command->focus[r] = options->focus[r];
		command->enabled[r] = command->enabled[r] && !options->left_out[r];
	}
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		command->screening[item] = options->screening[item];
		command->screening_answers[item] = 1;
	}
}

static void boot(struct sim_run *run)
{
	const struct sim_setup *setup = run->setup;

	run->button_t_s = -1.0;
	run->button_tried = false;
	pipeline_init(&run->pipeline, &setup->rig, &setup->technique, 1);
	if (setup->has_learned) {
		pipeline_learn(&run->pipeline, &setup->rig, &setup->learned);
	}
	if (run->options->controller != CONTROLLER_SHIPPED) {
		const struct plain_gains gains = plain_gains_tuned();

		control_choose(&run->pipeline.control, run->options->controller, &gains);
	}
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
	run->asked_ns = 0;
	run->asked_s = 0.0;
	run->order = (struct sim_order){0};
	run->stalled_until_s = 0.0;
	run->late_until_s = 0.0;
	run->mute_until_s = 0.0;
	run->dead_until_s = 0.0;
	run->boots = 0;
	run->came = false;
	run->overruns = 0;
	run->frame = (struct frame){0};
	run->actuation = (struct actuation){0};
	run->snapshot = (struct snapshot){0};
	run->verdict = (struct sim_verdict){
		.fault_t_s = NOT_A_NUMBER,
		.trip_t_s = NOT_A_NUMBER,
		.power_t_s = NOT_A_NUMBER,
		.stop_t_s = NOT_A_NUMBER,
		.pressed_t_s = NOT_A_NUMBER,
		.over_t_s = NOT_A_NUMBER,
		.over = COND_COUNT,
		.cause = COND_COUNT,
		.cause_head = HEAD_NONE,
	};
	ask(&run->command, options, setup);
	sim_account_init(&run->account);
	for (int i = 0; i < HEADS_MAX; i++) {
		sim_score_init(&run->verdict.scores[i]);
	}
	boot(run);
	sim_init(&run->sim, &setup->rig, &setup->patient, options->seed, 0);
	run->order.silent = options->answers != SIM_FEELS;
	sim_set_answers(&run->sim, options->answers == SIM_FEELS);
}

static bool is_due(const struct sim_run *run, double t_s)
{
	return t_s <= run->t_s && t_s > run->t_s - run->dt_s;
}

/* What happens to the controller itself; without power its outputs are nothing. */
static void break_controller(struct sim_run *run, const struct sim_fault *fault)
{
	switch ((int)fault->kind) {
	case FAULT_LOOP_STALL:
		run->stalled_until_s =
			run->t_s + fault_lasts_s(fault->magnitude, FAULT_STALL_USUAL_S);
		break;
	case FAULT_LOOP_LATE:
		run->late_until_s = run->t_s + fault_lasts_s(fault->magnitude, FAULT_LATE_USUAL_S);
		break;
	case FAULT_NET_STALL:
		run->mute_until_s = run->t_s + fault_lasts_s(fault->magnitude, FAULT_LATE_USUAL_S);
		break;
	case FAULT_POWER_LOST:
		run->dead_until_s = run->t_s + fault_lasts_s(fault->magnitude, FOREVER_S);
		run->verdict.power_t_s =
			isnan(run->verdict.power_t_s) ? run->t_s : run->verdict.power_t_s;
		run->snapshot.state = STATE_BOOT;
		boot(run);
		run->boots++;
		run->actuation = (struct actuation){
			.head_count = run->setup->rig.head_count,
			.enable_level = run->actuation.enable_level,
		};
		break;
	case FAULT_NONE:
		run->stalled_until_s = 0.0;
		run->late_until_s = 0.0;
		run->mute_until_s = 0.0;
		run->dead_until_s = 0.0;
		break;
	default:
		break;
	}
}

/* Faults come in the order they were typed in when several are due in one tick. */
static void order_faults(struct sim_run *run)
{
	for (int i = 0; i < run->options->fault_count; i++) {
		const struct sim_fault *fault = &run->options->faults[i];

		if (!is_due(run, fault->t_s)) {
			continue;
		}
		run->order.fault_orders++;
		run->order.fault = fault->kind;
		run->order.fault_head = fault->head;
		run->order.fault_magnitude = fault->magnitude;
		sim_order(&run->sim, &run->order, &run->setup->patient, 1);
		break_controller(run, fault);
		if (fault->kind != FAULT_NONE && isnan(run->verdict.trip_t_s)) {
			run->verdict.fault_t_s = run->t_s;
		}
	}
}

static uint32_t *presses_of(struct presses *presses, enum sim_button button)
{
	switch (button) {
	case SIM_EASE:
		return &presses->ease;
	case SIM_SKIP:
		return &presses->skip;
	case SIM_LINGER:
		return &presses->linger;
	case SIM_PAUSE:
		return &presses->pause;
	case SIM_RESUME:
		return &presses->resume;
	case SIM_LET_GO:
		return &presses->let_go;
	case SIM_BUTTONS:
		break;
	}
	return NULL;
}

static void press_ordered(struct sim_run *run)
{
	for (int i = 0; i < run->options->press_count; i++) {
		const struct sim_press *press = &run->options->presses[i];
		uint32_t *count = presses_of(&run->command.presses, press->button);

		if (is_due(run, press->t_s) && count != NULL) {
			(*count)++;
		}
	}
}

/* In rig mode the client tries the hand button before the session; somebody confirms at the rig. */
static void try_hand_button(struct sim_run *run)
{
	if (!run->button_tried && !run->was_running && nobody_wants_button(&run->snapshot)) {
		run->button_tried = true;
		run->button_t_s = run->t_s;
		run->asked_ns = 0;
	}
	if (run->button_t_s < 0.0) {
		return;
	}
	if (!nobody_tries_button(&run->order, run->t_s - run->button_t_s)) {
		run->button_t_s = -1.0;
	}
	sim_order(&run->sim, &run->order, &run->setup->patient, 1);
}

/* A client who always says the same, on a tablet. */
static void answer(struct sim_run *run)
{
	bool asked = run->options->answers == SIM_SAYS && run->snapshot.comfort_due;

	run->asked_s = asked ? run->asked_s + run->dt_s : 0.0;
	if (run->asked_s >= ANSWER_AFTER_S) {
		run->asked_s = 0.0;
		run->command.comfort = run->options->says;
		run->command.comfort_answers++;
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
		if (state == STATE_IDLE && run->asked_ns == 0) {
			run->asked_ns = run->frame.t_ns;
		}
	}
	press_ordered(run);
	answer(run);
	if (run->t_s >= run->mute_until_s) {
		command_attend(&run->command, run->frame.t_ns);
	}
}

static void judge_heads(struct sim_run *run)
{
	const enum state state = run->snapshot.state;
	struct sim_moment moment = {
		.t_s = run->t_s,
		.dt_s = run->dt_s,
		.working = state == STATE_ARMED || state == STATE_RUNNING || state == STATE_PAUSED,
	};
	bool letting_go = !isnan(run->verdict.trip_t_s) || !isnan(run->verdict.stop_t_s) ||
			  (!isnan(run->verdict.power_t_s) && !run->verdict.power_free);
	bool pressed = false;

	for (int i = 0; i < run->setup->rig.head_count; i++) {
		run->true_n[i] = sim_tissue_force_n(&run->sim, i);
		moment.true_n = run->true_n[i];
		moment.target_n = run->snapshot.heads[i].target_n;
		moment.ceiling_n = run->snapshot.heads[i].ceiling_n;
		sim_score_add(&run->verdict.scores[i], &moment);
		pressed |= run->true_n[i] >= RELEASED_N;
	}
	run->verdict.still_presses = letting_go && pressed;
	if (run->verdict.still_presses) {
		run->verdict.pressed_t_s = run->t_s + run->dt_s;
	}
	run->verdict.power_free |= !isnan(run->verdict.power_t_s) && !pressed;
}

/* That stop is what the button is tried for. */
static bool is_trying_button(const struct sim_run *run)
{
	return run->button_t_s >= 0.0 && nobody_is_stopped(&run->snapshot);
}

static void note_trip(struct sim_run *run)
{
	const struct snapshot *snapshot = &run->snapshot;

	if (snapshot->cause != COND_COUNT && snapshot->state == STATE_FAULT &&
	    !is_trying_button(run) && isnan(run->verdict.trip_t_s)) {
		run->verdict.trip_t_s = (double)snapshot->cause_t_ns / NS_PER_S;
		run->verdict.cause = snapshot->cause;
		run->verdict.cause_head = snapshot->cause_head;
		run->verdict.cause_sensor = snapshot->cause_sensor;
	}
}

static bool is_refused(const struct sim_run *run)
{
	return run->snapshot.state == STATE_IDLE && !run->was_running && run->asked_ns != 0 &&
	       run->snapshot.arm_refusal != ARM_CLEAR &&
	       (double)(run->frame.t_ns - run->asked_ns) >= REFUSED_S * NS_PER_S;
}

static void note_end(struct sim_run *run)
{
	const struct snapshot *snapshot = &run->snapshot;
	bool is_over = snapshot->state == STATE_RELEASING || snapshot->state == STATE_FAULT;

	if (run->was_running && is_over && run->verdict.over == COND_COUNT) {
		run->verdict.over = snapshot->reason;
		run->verdict.over_t_s = run->t_s;
	}
}

/* Whether the run goes on: it is watched a little longer than the session lasts. */
static bool goes_on(struct sim_run *run)
{
	const enum state state = run->snapshot.state;
	bool stopped_early = !isnan(run->verdict.stop_t_s) && state == STATE_IDLE;
	bool dead = run->dead_until_s >= FOREVER_S;

	run->was_running = run->was_running || state == STATE_RUNNING;
	if (is_trying_button(run)) {
		return true;
	}
	if (!(state == STATE_FAULT || (state == STATE_IDLE && run->was_running) || stopped_early ||
	      dead)) {
		run->over_t_s = -1.0;
	} else if (run->over_t_s < 0.0) {
		run->over_t_s = run->t_s;
	}
	if (run->over_t_s >= 0.0 &&
	    run->t_s - run->over_t_s >= (state == STATE_FAULT ? WATCH_FAULT_S : WATCH_IDLE_S)) {
		run->verdict.ended = true;
		return false;
	}
	run->verdict.refused = is_refused(run);
	return !run->verdict.refused && run->t_s < sim_run_limit_s(run->options);
}

bool sim_run_is_dead(const struct sim_run *run)
{
	return run->t_s < run->dead_until_s;
}

/* Whether the controller's loop comes round now: late, it skips what it missed. */
static bool ticks(struct sim_run *run)
{
	const int late = (int)(LATE_TICK_S / run->dt_s) + 1;

	if (sim_run_is_dead(run) || run->t_s < run->stalled_until_s ||
	    (run->t_s < run->late_until_s && run->ticks % (unsigned)late != 0)) {
		return false;
	}
	run->overruns += run->t_s < run->late_until_s;
	return true;
}

static void control(struct sim_run *run)
{
	sim_read(&run->sim, &run->frame);
	run->frame.overruns = run->overruns;
	press_buttons(run);
	pipeline_step(&run->pipeline, &run->actuation, &run->snapshot, &run->frame, &run->command,
		      run->dt_s);
}

bool sim_run_step(struct sim_run *run)
{
	run->t_s = (double)run->ticks * run->dt_s;
	try_hand_button(run);
	order_faults(run);
	run->came = ticks(run);
	if (run->came) {
		control(run);
	}
	note_trip(run);
	note_end(run);
	judge_heads(run);
	sim_account_add(&run->account, &run->snapshot, &run->command, &run->frame, run->true_n,
			run->t_s, run->dt_s);
	sim_step(&run->sim, &run->actuation, run->dt_s);
	run->ticks++;
	return goes_on(run);
}
