#include "core/safety/conditions.h"

#include <math.h>
#include <string.h>

#define NS_PER_S 1e9
#define DT_OFF   0.01 /* a step this much off the loop's period is another loop's */

void judge_init(struct judge *judge, const struct rig *rig)
{
	memset(judge, 0, sizeof(*judge));
	judge->head_count = rig->head_count;
	judge->dt_s = 1.0 / rig->loop_hz;
	judge->rig_mode = rig->control != CONTROL_BENCH;
	for (int i = 0; i < rig->head_count; i++) {
		judge->any_real |= head_is_real(&rig->heads[i]);
	}
	load_init(&judge->load, rig);
	witness_init(&judge->witness, rig);
}

static double since_s(const struct situation *situation, int64_t t_ns)
{
	return (double)(t_ns - situation->since_ns) / NS_PER_S;
}

static void judge_program(const struct judge *judge, struct conditions *conditions,
			  const struct situation *situation, const struct frame *frame, double dt_s)
{
	bool step_inside = dt_s >= 0.5 / LOOP_MAX_HZ && dt_s <= 2.0 / LOOP_MIN_HZ &&
			   fabs(dt_s - judge->dt_s) <= DT_OFF * judge->dt_s;

	if (situation->configured) {
		conditions_set(conditions, COND_CONFIGURED);
		if (!step_inside || frame->head_count != judge->head_count) {
			conditions_trip(conditions, COND_IMPOSSIBLE, HEAD_NONE);
		}
	}
	if ((unsigned)situation->state >= STATE_COUNT) {
		conditions_trip(conditions, COND_IMPOSSIBLE, HEAD_NONE);
	}
	if (situation->gate_refused) {
		conditions_trip(conditions, COND_GATE_REFUSED, situation->gate_head);
	}
	if (situation->proof_failed) {
		conditions_trip(conditions, situation->proof_why, situation->proof_head);
	}
	if (situation->heat_failed) {
		conditions_trip(conditions, COND_HEAT, situation->heat_head);
	}
}

static bool overruns_pile_up(struct judge *judge, const struct frame *frame)
{
	const int last = OVERRUNS_IN_1_S - 1;
	uint32_t fresh = frame->overruns - judge->overruns;

	judge->overruns = frame->overruns;
	for (uint32_t k = 0; k < fresh && k < OVERRUNS_IN_1_S; k++) {
		memmove(&judge->overrun_t_ns[0], &judge->overrun_t_ns[1],
			sizeof(judge->overrun_t_ns[0]) * (size_t)last);
		judge->overrun_t_ns[last] = frame->t_ns;
	}
	return judge->overrun_t_ns[0] != 0 &&
	       (double)(frame->t_ns - judge->overrun_t_ns[0]) < NS_PER_S;
}

/*
 * A gap longer than any enable pump holds: the heads have let go meanwhile, and a session that went
 * on as if nothing had been would come down on the person at full pressure.
 */
static bool stood_still(struct judge *judge, enum state state, int64_t t_ns)
{
	double gap_s = (double)(t_ns - judge->last_t_ns) / NS_PER_S;
	bool first = judge->last_t_ns == 0;

	judge->last_t_ns = t_ns;
	return state_may_press(state) && !first && !(gap_s <= LOOP_STALL_S);
}

/* Either contact stops; where they go on saying different things, a wire is broken or a contact stuck. */
static void judge_stop(struct judge *judge, struct conditions *conditions,
		       const struct frame *frame)
{
	bool agree = frame->stop_loop_closed != frame->stop_pressed;

	if (!frame->stop_loop_closed || frame->stop_pressed) {
		conditions_trip(conditions, COND_STOP_LOOP, HEAD_NONE);
	}
	judge->stop_torn_s = agree ? 0.0 : judge->stop_torn_s + judge->dt_s;
	if (!(judge->stop_torn_s <= STOP_AGREES_S)) {
		conditions_trip(conditions, COND_STOP_WIRING, HEAD_NONE);
	}
}

static void judge_surroundings(struct judge *judge, struct conditions *conditions,
			       const struct situation *situation, const struct frame *frame,
			       const struct command *command)
{
	bool late = overruns_pile_up(judge, frame) && judge->any_real;
	bool still = stood_still(judge, situation->state, frame->t_ns);
	bool past_boot = situation->state != STATE_BOOT && situation->state != STATE_SELFTEST;
	double silent_s = (double)(frame->t_ns - command->heard_t_ns) / NS_PER_S;

	judge_stop(judge, conditions, frame);
	if (frame->write_errors != judge->write_errors) {
		judge->write_errors = frame->write_errors;
		conditions_trip(conditions, COND_WRITE_FAILED, HEAD_NONE);
	}
	if (late || still) {
		conditions_trip(conditions, COND_OVERRUNS, HEAD_NONE);
	}
	/* Heard in the future: a little is the other thread's later look at the clock. */
	if (judge->rig_mode && past_boot && !(fabs(silent_s) <= NETWORK_SILENCE_S)) {
		conditions_trip(conditions, COND_NETWORK_SILENT, HEAD_NONE);
	}
}

/* What sensors and actuators say of each other. The self-test has better names for what it finds of
 * actuators: it asks for what shows them. */
static void judge_witness(struct judge *judge, struct conditions *conditions,
			  const struct situation *situation, const struct belief *belief,
			  const struct ceilings *ceilings)
{
	const struct witness *witness = &judge->witness;

	if (situation->last == NULL || situation->setpoint == NULL) {
		return;
	}
	if (situation->state != STATE_RUNNING) {
		witness_rest(&judge->witness, belief);
	}
	witness_step(&judge->witness, belief, ceilings, situation->last, situation->setpoint);
	if (witness->head_count > 0 && witness->what != COND_COUNT &&
	    !(situation->proving && witness_is_of_actuator(witness->what))) {
		conditions_trip_sensor(conditions, witness->what, witness->head, witness->sensor);
	}
}

/* The network has no say in this: a beat it does not bring is silence, whatever became of it. */
static void judge_owner(struct judge *judge, struct conditions *conditions,
			const struct command *command, int64_t t_ns)
{
	const double silent_s = (double)(t_ns - command->beat_t_ns) / NS_PER_S;
	const bool same = command->lease == judge->lease;
	/* a little in the future is the other thread's later look at the clock */
	const bool there = command->lease != 0 && silent_s >= -NETWORK_SILENCE_S;

	judge->lease = command->lease;
	if (!(there && silent_s <= OWNER_LOST_S)) {
		conditions_set(conditions, COND_OWNER_LOST);
	}
	if (!(there && same && silent_s <= OWNER_SILENT_S)) {
		conditions_set(conditions, COND_OWNER_SILENT);
	}
}

static void see_press(struct conditions *conditions, enum condition button, uint32_t now,
		      uint32_t seen)
{
	if (now != seen) {
		conditions_set(conditions, button);
	}
}

static void judge_presses(struct judge *judge, struct conditions *conditions,
			  const struct presses *now, bool reset_button)
{
	/* in rig mode a tablet alone resets nothing */
	const bool may_reset = !judge->rig_mode || reset_button;
	const struct presses *seen = &judge->seen;

	see_press(conditions, COND_STOP, now->stop, seen->stop);
	see_press(conditions, COND_PAUSE, now->pause, seen->pause);
	see_press(conditions, COND_RESUME, now->resume, seen->resume);
	see_press(conditions, COND_ARM, now->arm, seen->arm);
	see_press(conditions, COND_START, now->start, seen->start);
	see_press(conditions, COND_RESET, now->reset, may_reset ? seen->reset : now->reset);
	if (reset_button && !judge->reset_held) {
		judge->confirms++;
		conditions_set(conditions, COND_RESET);
	}
	judge->seen = *now;
	judge->reset_held = reset_button;
}

/* An answer that refuses a session, given in the middle of one, pauses it; nobody resumes it then. */
static void judge_client(struct conditions *conditions, const struct client *client,
			 enum state state)
{
	if (client_is_cleared(client)) {
		conditions_set(conditions, COND_CLEARED);
	}
	if (client->comfort.too_much) {
		conditions_set(conditions, COND_COMFORT);
	}
	if (client->comfort.silent) {
		conditions_set(conditions, COND_COMFORT_SILENT);
	}
	if (state == STATE_RUNNING && !client->screening.clear) {
		conditions_set(conditions, COND_UNCLEARED);
	}
}

/* The first head that keeps the self-test from beginning, and which of its sensors says so. */
static void trip_restless(const struct judge *judge, struct conditions *conditions,
			  const struct belief *belief)
{
	for (int i = 0; i < judge->head_count; i++) {
		const struct head_belief *head = &belief->heads[i];
		const bool force_rests =
			head->input == INPUT_LIVE && fabs(head->force_n) < RELEASED_N;

		if (!(force_rests && head->beside == INPUT_LIVE)) {
			conditions_trip_sensor(conditions, COND_SELFTEST_FAILED, i,
					       force_rests ? head->beside_which : SENSOR_FORCE);
			return;
		}
	}
	conditions_trip(conditions, COND_SELFTEST_FAILED, HEAD_NONE);
}

static void judge_time(const struct judge *judge, struct conditions *conditions,
		       const struct situation *situation, const struct belief *belief, int64_t t_ns)
{
	double in_state_s = since_s(situation, t_ns);

	if (situation->state == STATE_ARMED && !(in_state_s < ARMED_LASTS_S)) {
		conditions_set(conditions, COND_ARM_EXPIRED);
	}
	if (situation->state == STATE_PAUSED && !(in_state_s < PAUSE_LASTS_S)) {
		conditions_set(conditions, COND_PAUSE_EXPIRED);
	}
	if (situation->state == STATE_SELFTEST && !(in_state_s < SELFTEST_LASTS_S)) {
		trip_restless(judge, conditions, belief);
	}
	if (situation->moved) {
		conditions_set(conditions, COND_MOVED);
	}
	if (situation->session_over) {
		conditions_set(conditions, COND_SESSION_OVER);
	}
}

void judge_step(struct judge *judge, struct conditions *conditions,
		const struct situation *situation, const struct frame *frame,
		const struct belief *belief, const struct ceilings *ceilings,
		const struct command *command, const struct client *client, double dt_s)
{
	conditions->bits = 0;
	for (int c = 0; c < COND_TRIPS; c++) {
		conditions->head[c] = HEAD_NONE;
	}
	judge_program(judge, conditions, situation, frame, dt_s);
	judge_surroundings(judge, conditions, situation, frame, command);
	judge_witness(judge, conditions, situation, belief, ceilings);
	load_step(&judge->load, conditions, situation, frame, belief, ceilings, &judge->witness.air,
		  dt_s);
	judge_presses(judge, conditions, &command->presses, frame->reset_button);
	if (judge->rig_mode) {
		judge_owner(judge, conditions, command, frame->t_ns);
	}
	judge_client(conditions, client, situation->state);
	judge_time(judge, conditions, situation, belief, frame->t_ns);
}
