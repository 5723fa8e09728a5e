#include "core/safety/conditions.h"

#include <math.h>
#include <string.h>

#define NS_PER_S 1e9
/* Above the ceiling by this, a head is looked at by itself, and its air is asked at every tick. */
#define FORCE_NEAR_N 4.0   /* and TARE_MAX_N more is still no trip */
#define FORCE_LATE_S 0.005 /* a force that old is asked of the air as well */
#define DT_OFF       0.01  /* a step this much off the loop's period is another loop's */

void judge_init(struct judge *judge, const struct rig *rig)
{
	memset(judge, 0, sizeof(*judge));
	judge->head_count = rig->head_count;
	judge->dt_s = 1.0 / rig->loop_hz;
	judge->rig_mode = rig->control != CONTROL_BENCH;
	for (int i = 0; i < rig->head_count; i++) {
		const struct head *head = &rig->heads[i];

		judge->in_trunk[i] = region_facts(head->region)->trunk ? 1.0 : 0.0;
		judge->any_real |= head_is_real(head);
		if (head->sensor.rate_hz < rig->loop_hz || head->sensor.latency_s > FORCE_LATE_S) {
			judge->late[judge->late_count++] = (uint8_t)i;
		}
	}
	witness_init(&judge->witness, rig);
}

static void set(struct conditions *conditions, enum condition condition)
{
	conditions->bits |= COND_BIT(condition);
}

/* The first head to raise a trip is the one that is named. */
static void trip(struct conditions *conditions, enum condition condition, int head)
{
	if (!(conditions->bits & COND_BIT(condition))) {
		conditions->head[condition] = (int8_t)head;
	}
	set(conditions, condition);
}

/* Where somebody may be pressed, or is about to be. */
static bool may_press(enum state state)
{
	return state == STATE_ARMED || state == STATE_RUNNING || state == STATE_PAUSED;
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
		set(conditions, COND_CONFIGURED);
		if (!step_inside || frame->head_count != judge->head_count) {
			trip(conditions, COND_IMPOSSIBLE, HEAD_NONE);
		}
	}
	if ((unsigned)situation->state >= STATE_COUNT) {
		trip(conditions, COND_IMPOSSIBLE, HEAD_NONE);
	}
	if (situation->gate_refused) {
		trip(conditions, COND_GATE_REFUSED, situation->gate_head);
	}
	if (situation->proof_failed) {
		trip(conditions, situation->proof_why, situation->proof_head);
	}
	if (situation->heat_failed) {
		trip(conditions, COND_HEAT, situation->heat_head);
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
	return may_press(state) && !first && !(gap_s <= LOOP_STALL_S);
}

/* Either contact stops; where they go on saying different things, a wire is broken or a contact stuck. */
static void judge_stop(struct judge *judge, struct conditions *conditions,
		       const struct frame *frame)
{
	bool agree = frame->stop_loop_closed != frame->stop_pressed;

	if (!frame->stop_loop_closed || frame->stop_pressed) {
		trip(conditions, COND_STOP_LOOP, HEAD_NONE);
	}
	judge->stop_torn_s = agree ? 0.0 : judge->stop_torn_s + judge->dt_s;
	if (!(judge->stop_torn_s <= STOP_AGREES_S)) {
		trip(conditions, COND_STOP_WIRING, HEAD_NONE);
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
		trip(conditions, COND_WRITE_FAILED, HEAD_NONE);
	}
	if (late || still) {
		trip(conditions, COND_OVERRUNS, HEAD_NONE);
	}
	/* Heard in the future: a little is the other thread's later look at the clock. */
	if (judge->rig_mode && past_boot && !(fabs(silent_s) <= NETWORK_SILENCE_S)) {
		trip(conditions, COND_NETWORK_SILENT, HEAD_NONE);
	}
}

static void judge_input(struct conditions *conditions, const struct situation *situation,
			enum input_state input, int head)
{
	bool past_test = situation->state != STATE_BOOT && situation->state != STATE_SELFTEST;

	switch (input) {
	case INPUT_IMPLAUSIBLE:
		trip(conditions, COND_SENSOR_BAD, head);
		break;
	case INPUT_LOST:
		trip(conditions, COND_SENSOR_LOST, head);
		break;
	case INPUT_NEVER: /* not yet, while starting: the self-test has its own time limit */
		if (past_test) {
			trip(conditions, COND_SENSOR_LOST, head);
		}
		break;
	case INPUT_LIVE:
	case INPUT_STALE:
		break;
	default:
		trip(conditions, COND_IMPOSSIBLE, head);
		break;
	}
}

/* Pressure and position, where fitted: what the second look needs while somebody may be pressed. */
static void judge_beside(struct conditions *conditions, enum input_state beside, int head)
{
	trip(conditions, beside == INPUT_IMPLAUSIBLE ? COND_SENSOR_BAD : COND_SENSOR_LOST, head);
}

/*
 * Force, measured or by what the air presses, above what this head may press, twice in a row: one wild
 * sample, however long it is the latest, is no trip.
 */
static void judge_force(struct judge *judge, struct conditions *conditions,
			const struct head_belief *belief, int64_t air_t_ns, double follow_n,
			int head)
{
	const bool force_over = !(belief_most_n(belief) <= follow_n + FORCE_OVER_CEILING_N);
	const bool air_over = !(belief->pressure_pa <= judge->witness.most_pa[head]);
	bool fresh = force_over && belief->fresh;

	if (!force_over && !air_over) {
		judge->over[head] = 0;
		return;
	}
	judge->any_over = true;
	if (air_over) {
		fresh |= air_t_ns != judge->air_t_ns[head];
		judge->air_t_ns[head] = air_t_ns;
	}
	judge->over[head] = (uint8_t)(judge->over[head] + (fresh && judge->over[head] < 2));
	if (judge->over[head] >= 2) {
		trip(conditions, COND_FORCE_HIGH, head);
	}
}

/* What all heads together say. */
struct tally {
	double body_most_n; /* sum of what is felt: no more than this */
	bool late; /* some head has no fresh reading of force, or of something else it should have */
	bool any_valid; /* some head has a usable force */
	bool pressing;  /* some is usable and not under RELEASED_N */
	bool pulling;   /* some is far below zero: not at zero */
};

static double felt_n(const struct head_belief *head)
{
	const double force_n = belief_most_n(head);

	return force_n > 0.0 ? force_n : 0.0;
}

/* Where a force is long past when it is read, the air is asked at every tick; elsewhere at every look. */
static bool air_is_over(const struct judge *judge, const struct belief *belief)
{
	for (int k = 0; k < judge->late_count; k++) {
		const int i = judge->late[k];

		if (!(belief->heads[i].pressure_pa <= judge->witness.most_pa[i])) {
			return true;
		}
	}
	return false;
}

/*
 * Nearly every tick: every sensor is well and no force too high, so that no head is to be named and the
 * tally is all there is to it. False as soon as one is not: then each is looked at by itself.
 */
static bool all_well(const struct judge *judge, struct tally *tally, const struct belief *belief,
		     const struct ceilings *ceilings)
{
	const struct head_belief *head = belief->heads;
	const struct head_ceiling *ceiling = ceilings->heads;
	double sum_n = 0.0;
	double least_n = 0.0;
	double most_n = 0.0;

	if (judge->any_over || air_is_over(judge, belief)) {
		return false;
	}
	for (int i = judge->head_count; i > 0; i--, head++, ceiling++) {
		const double force_n = head->force_n;

		if (head->input != INPUT_LIVE || head->beside != INPUT_LIVE ||
		    !(force_n <= ceiling->follow_n + FORCE_NEAR_N)) {
			return false;
		}
		sum_n += force_n;
		least_n = least_n < force_n ? least_n : force_n;
		most_n = most_n > force_n ? most_n : force_n;
	}
	*tally = (struct tally){
		/* as if all pulled like one */
		.body_most_n = sum_n - judge->head_count * least_n + belief->zeros_n,
		.any_valid = judge->head_count > 0,
		.pressing = !(most_n < RELEASED_N),
		.pulling = !(least_n > -RELEASED_N),
	};
	return true;
}

/* A head whose sensors are not all fresh. Whether its force is usable. */
static bool judge_doubt(struct conditions *conditions, const struct situation *situation,
			struct tally *tally, const struct head_belief *belief, int head)
{
	bool valid = belief->input == INPUT_LIVE || belief->input == INPUT_STALE;

	if (belief->input != INPUT_LIVE) {
		judge_input(conditions, situation, belief->input, head);
	}
	if (may_press(situation->state) && belief->beside != INPUT_LIVE) {
		judge_beside(conditions, belief->beside, head);
	}
	tally->late = true;
	tally->any_valid |= valid;
	return valid;
}

/*
 * Whether a second of letting go is over. It goes on through the self-test after a fault, so that
 * no reset starts it anew: only a passed self-test or a release ends it.
 */
static bool release_is_late(struct judge *judge, const struct situation *situation, int64_t t_ns)
{
	bool letting_go = situation->state == STATE_RELEASING || situation->state == STATE_FAULT ||
			  (situation->state == STATE_SELFTEST && judge->letting_go);

	if (letting_go && !judge->letting_go) {
		judge->let_go_t_ns = situation->since_ns;
	}
	judge->letting_go = letting_go;
	return letting_go && !((double)(t_ns - judge->let_go_t_ns) / NS_PER_S < RELEASE_ALARM_S);
}

/* A body inside what its trunk alone may bear needs no sums of both. */
static bool sums_are_inside(const struct judge *judge, const struct belief *belief,
			    double body_most_n)
{
	double body_n = 0.0;
	double trunk_n = 0.0;

	if (body_most_n <= SUM_TRUNK_N + SUM_MARGIN_N) {
		return true;
	}
	for (int i = 0; i < judge->head_count; i++) {
		double felt = felt_n(&belief->heads[i]);

		body_n += felt;
		trunk_n += judge->in_trunk[i] * felt;
	}
	return trunk_n <= SUM_TRUNK_N + SUM_MARGIN_N && body_n <= SUM_BODY_N + SUM_MARGIN_N;
}

static void judge_tally(struct judge *judge, struct conditions *conditions,
			const struct situation *situation, const struct belief *belief,
			const struct tally *tally, int64_t t_ns, double dt_s)
{
	bool sums_inside = sums_are_inside(judge, belief, tally->body_most_n);
	bool ready = !tally->late && !tally->pulling && judge->head_count > 0;
	bool released = tally->any_valid && !tally->pressing;
	bool quiet = ready && !tally->pressing;

	judge->sum_high_s = sums_inside ? 0.0 : judge->sum_high_s + dt_s;
	if (!(judge->sum_high_s < SUM_TRIP_S)) {
		trip(conditions, COND_SUM_HIGH, HEAD_NONE);
	}
	if (ready) {
		set(conditions, COND_READY);
	}
	judge->quiet_s = quiet ? judge->quiet_s + dt_s : 0.0;
	if (judge->quiet_s >= SELFTEST_QUIET_S && situation->proved) {
		set(conditions, COND_SELFTEST_PASSED);
	}
	if (released) {
		set(conditions, COND_RELEASED);
	}
	if (release_is_late(judge, situation, t_ns) && !released) {
		trip(conditions, COND_RELEASE_LATE, HEAD_NONE);
	}
}

static void judge_each(struct judge *judge, struct conditions *conditions,
		       const struct situation *situation, struct tally *tally,
		       const struct belief *belief, const struct ceilings *ceilings,
		       const struct frame *frame)
{
	judge->any_over = false;
	for (int i = 0; i < judge->head_count; i++) {
		const struct head_belief *head = &belief->heads[i];
		bool valid = true;

		if (head->input == INPUT_LIVE && head->beside == INPUT_LIVE) {
			tally->any_valid = true;
		} else {
			valid = judge_doubt(conditions, situation, tally, head, i);
		}
		judge_force(judge, conditions, head, frame->heads[i].pressure_pa.t_ns,
			    ceilings->heads[i].follow_n, i);
		tally->pressing |= valid && !(head->force_n < RELEASED_N);
		tally->pulling |= !(head->force_n > -RELEASED_N);
		tally->body_most_n += felt_n(head);
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
	witness_step(&judge->witness, belief, ceilings, situation->last, situation->setpoint);
	if (witness->head_count > 0 && witness->what != COND_COUNT &&
	    !(situation->proving && witness_is_of_actuator(witness->what))) {
		trip(conditions, witness->what, witness->head);
	}
}

static void judge_heads(struct judge *judge, struct conditions *conditions,
			const struct situation *situation, const struct belief *belief,
			const struct ceilings *ceilings, const struct frame *frame, double dt_s)
{
	struct tally tally = {0};

	if (!all_well(judge, &tally, belief, ceilings)) {
		judge_each(judge, conditions, situation, &tally, belief, ceilings, frame);
	}
	judge_tally(judge, conditions, situation, belief, &tally, frame->t_ns, dt_s);
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
		set(conditions, COND_OWNER_LOST);
	}
	if (!(there && same && silent_s <= OWNER_SILENT_S)) {
		set(conditions, COND_OWNER_SILENT);
	}
}

static void judge_presses(struct judge *judge, struct conditions *conditions,
			  const struct presses *now, bool reset_button)
{
	/* in rig mode a tablet alone resets nothing */
	const bool may_reset = !judge->rig_mode || reset_button;
	const struct {
		uint32_t now;
		uint32_t seen;
		enum condition condition;
	} buttons[] = {
		{now->stop, judge->seen.stop, COND_STOP},
		{now->pause, judge->seen.pause, COND_PAUSE},
		{now->resume, judge->seen.resume, COND_RESUME},
		{now->arm, judge->seen.arm, COND_ARM},
		{now->start, judge->seen.start, COND_START},
		{now->reset, may_reset ? judge->seen.reset : now->reset, COND_RESET},
	};

	for (size_t k = 0; k < sizeof(buttons) / sizeof(buttons[0]); k++) {
		if (buttons[k].now != buttons[k].seen) {
			set(conditions, buttons[k].condition);
		}
	}
	if (reset_button && !judge->reset_held) {
		judge->confirms++;
		set(conditions, COND_RESET);
	}
	judge->seen = *now;
	judge->reset_held = reset_button;
}

/* An answer that refuses a session, given in the middle of one, pauses it; nobody resumes it then. */
static void judge_client(struct conditions *conditions, const struct client *client,
			 enum state state)
{
	if (client_is_cleared(client)) {
		set(conditions, COND_CLEARED);
	}
	if (client->comfort.too_much) {
		set(conditions, COND_COMFORT);
	}
	if (client->comfort.silent) {
		set(conditions, COND_COMFORT_SILENT);
	}
	if (state == STATE_RUNNING && !client->screening.clear) {
		set(conditions, COND_UNCLEARED);
	}
}

/* The first head that keeps the self-test from beginning, or HEAD_NONE. */
static int restless(const struct judge *judge, const struct belief *belief)
{
	for (int i = 0; i < judge->head_count; i++) {
		const struct head_belief *head = &belief->heads[i];

		if (head->input != INPUT_LIVE || head->beside != INPUT_LIVE ||
		    !(fabs(head->force_n) < RELEASED_N)) {
			return i;
		}
	}
	return HEAD_NONE;
}

static void judge_time(const struct judge *judge, struct conditions *conditions,
		       const struct situation *situation, const struct belief *belief, int64_t t_ns)
{
	double in_state_s = since_s(situation, t_ns);

	if (situation->state == STATE_ARMED && !(in_state_s < ARMED_LASTS_S)) {
		set(conditions, COND_ARM_EXPIRED);
	}
	if (situation->state == STATE_PAUSED && !(in_state_s < PAUSE_LASTS_S)) {
		set(conditions, COND_PAUSE_EXPIRED);
	}
	if (situation->state == STATE_SELFTEST && !(in_state_s < SELFTEST_LASTS_S)) {
		trip(conditions, COND_SELFTEST_FAILED, restless(judge, belief));
	}
	if (situation->moved) {
		set(conditions, COND_MOVED);
	}
	if (situation->session_over) {
		set(conditions, COND_SESSION_OVER);
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
	judge_heads(judge, conditions, situation, belief, ceilings, frame, dt_s);
	judge_presses(judge, conditions, &command->presses, frame->reset_button);
	if (judge->rig_mode) {
		judge_owner(judge, conditions, command, frame->t_ns);
	}
	judge_client(conditions, client, situation->state);
	judge_time(judge, conditions, situation, belief, frame->t_ns);
}
