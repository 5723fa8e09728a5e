#include "app/event_watch.h"

#include <string.h>

#define AGAIN_NS INT64_C(1000000000) /* what people can repeat at will is told no more often */

void event_watch_init(struct event_watch *watch, const struct rig *rig, struct ring *records)
{
	memset(watch, 0, sizeof(*watch));
	watch->records = records;
	watch->rig = rig;
	for (int i = 0; i < rig->head_count; i++) {
		watch->rig_has_heater =
			watch->rig_has_heater || rig->heads[i].heater.driver != DRIVER_NONE;
	}
	watch->state.cause = COND_COUNT;
	watch->presses_t_ns = INT64_MIN / 2; /* long ago */
	watch->refused_t_ns = INT64_MIN / 2;
	watch->technique_t_ns = INT64_MIN / 2;
	watch->unfit_t_ns = INT64_MIN / 2;
	watch->comfort_t_ns = INT64_MIN / 2;
}

/* All zero behind the head: records are compared and kept as bytes. */
static struct record record_of(const struct snapshot *snapshot, enum record_kind kind)
{
	struct record record;

	memset(&record, 0, sizeof(record));
	record.t_ns = snapshot->t_ns;
	record.tick = snapshot->tick;
	record.kind = kind;
	return record;
}

/* ---- at once ---- */

/* Intensity as asked for: the one in use rises to it only now. */
static void tell_session(struct event_watch *watch, const struct snapshot *snapshot,
			 const struct command *command, enum record_kind kind)
{
	struct record record = record_of(snapshot, kind);

	record.is.session = (struct session_record){
		.technique = snapshot->technique,
		.intensity = command->intensity,
		.duration_s = snapshot->elapsed_s + snapshot->remaining_s,
	};
	watch->technique = snapshot->technique;
	watch->technique_t_ns = snapshot->t_ns;
	ring_put(watch->records, &record);
}

static void tell_over(struct event_watch *watch, const struct snapshot *snapshot)
{
	struct record record = record_of(snapshot, RECORD_OVER);
	struct over_record *over = &record.is.over;

	over->elapsed_s = snapshot->elapsed_s;
	for (int c = 0; c < CLAMPS; c++) {
		over->lowered[c] = snapshot->gate_clamps[c] - watch->gate_clamps[c];
	}
	for (int r = 0; r < REGION_COUNT; r++) {
		over->worked_s[r] = (float)snapshot->region_s[r];
	}
	for (int i = 0; i < snapshot->head_count && i < watch->rig->head_count; i++) {
		enum region region = watch->rig->heads[i].region;

		over->felt_pa_s[region] += (float)snapshot->heads[i].dose_pa_s;
		over->wanted_pa_s[region] += (float)snapshot->heads[i].dose_target_pa_s;
	}
	ring_put(watch->records, &record);
}

/* A session begins once and is over once, with whatever pauses between. */
static void follow_session(struct event_watch *watch, const struct snapshot *snapshot,
			   const struct command *command)
{
	if (!watch->in_session && snapshot->state == STATE_RUNNING) {
		watch->in_session = true;
		memcpy(watch->gate_clamps, snapshot->gate_clamps, sizeof(watch->gate_clamps));
		watch->phase = PHASE_NONE;
		tell_session(watch, snapshot, command, RECORD_BEGAN);
	} else if (watch->in_session &&
		   (snapshot->state == STATE_IDLE || snapshot->state == STATE_FAULT)) {
		watch->in_session = false;
		tell_over(watch, snapshot);
	}
}

static void watch_state(struct event_watch *watch, const struct snapshot *snapshot,
			const struct command *command)
{
	const enum condition reason = snapshot_told(snapshot, snapshot->reason);
	struct state_record *told = &watch->state;
	struct record record;

	if (snapshot->state == told->state && reason == told->reason &&
	    snapshot->cause == told->cause) {
		return;
	}
	record = record_of(snapshot, RECORD_STATE);
	*told = record.is.state = (struct state_record){
		.state = snapshot->state,
		.reason = reason,
		.cause = snapshot->cause,
		.cause_head = snapshot->cause_head,
		.cause_sensor = snapshot->cause_sensor,
		.overruns = snapshot->overruns,
	};
	if (reason == COND_RELEASE_LATE) {
		watch->presses_t_ns = snapshot->t_ns;
	}
	ring_put(watch->records, &record);
	follow_session(watch, snapshot, command);
}

/*
 * As the tablets are told beside the first cause. One that comes and goes at the edge of what counts as
 * released is one; where it is why the state is a fault, the state told it.
 */
static void watch_release(struct event_watch *watch, const struct snapshot *snapshot)
{
	const int64_t since_ns = snapshot->t_ns - watch->presses_t_ns;
	struct record record;

	if (snapshot->state != STATE_FAULT ||
	    (snapshot->conditions & COND_BIT(COND_RELEASE_LATE)) == 0) {
		return;
	}
	watch->presses_t_ns = snapshot->t_ns;
	if (since_ns >= AGAIN_NS) {
		record = record_of(snapshot, RECORD_PRESSES);
		ring_put(watch->records, &record);
	}
}

/* What the line of a refusal would say as much. */
static bool is_refused_alike(const struct refusal_record *one, const struct refusal_record *other)
{
	return one->state == other->state && one->why == other->why && one->item == other->item &&
	       one->answer == other->answer;
}

/* Refused here, or before it came here for what an earlier tick showed. */
static void watch_arm(struct event_watch *watch, const struct snapshot *snapshot,
		      const struct command *command)
{
	struct record record;

	const bool pressed = snapshot->conditions & COND_BIT(COND_ARM);

	if (!(pressed && snapshot->state != STATE_ARMED) &&
	    command->arm_refusals == watch->arm_refusals) {
		return;
	}
	watch->arm_refusals = command->arm_refusals;
	record = record_of(snapshot, RECORD_ARM_REFUSED);
	record.is.refusal = (struct refusal_record){
		.state = snapshot->state,
		.why = snapshot->arm_refusal,
		.recording = snapshot->recording,
		.item = snapshot->screening_item,
		.technique = snapshot->technique,
		.heat_allowed = snapshot->heat_allowed,
		.ready = snapshot->conditions & COND_BIT(COND_READY),
		.spot = snapshot->arm_spot,
	};
	if (snapshot->screening_item >= 0 && snapshot->screening_item < SCREENING_ITEMS) {
		record.is.refusal.answer = snapshot->screening[snapshot->screening_item];
	}
	if (snapshot->technique >= 0 && snapshot->technique < TECHNIQUES_MAX) {
		record.is.refusal.unfit = snapshot->unfit[snapshot->technique];
		record.is.refusal.fit_ceiling_n = snapshot->fit_ceiling_n[snapshot->technique];
	}
	if (snapshot->t_ns - watch->refused_t_ns < AGAIN_NS &&
	    is_refused_alike(&record.is.refusal, &watch->refused)) {
		return;
	}
	watch->refused = record.is.refusal;
	watch->refused_t_ns = snapshot->t_ns;
	ring_put(watch->records, &record);
}

/* ---- in turn ---- */

static void watch_technique(struct event_watch *watch, const struct snapshot *snapshot,
			    const struct command *command)
{
	if (watch->in_session && snapshot->technique != watch->technique &&
	    snapshot->t_ns - watch->technique_t_ns >= AGAIN_NS) {
		tell_session(watch, snapshot, command, RECORD_TECHNIQUE);
	}
}

static void watch_lacks(struct event_watch *watch, const struct snapshot *snapshot)
{
	const int technique = snapshot->technique;
	struct record record;

	if (!watch->in_session || technique < 0 || technique >= TECHNIQUES_MAX) {
		watch->unfit = FIT; /* what does not fit is not begun: it fitted then */
		watch->idle_strokes = 0;
		return;
	}
	if (technique != watch->unfit_technique) {
		watch->unfit_technique = technique;
		watch->unfit = FIT; /* nor changed to */
		watch->idle_strokes = 0;
	}
	if ((snapshot->unfit[technique] == watch->unfit &&
	     snapshot->idle_strokes == watch->idle_strokes) ||
	    snapshot->t_ns - watch->unfit_t_ns < AGAIN_NS) {
		return;
	}
	watch->unfit = snapshot->unfit[technique];
	watch->idle_strokes = snapshot->idle_strokes;
	watch->unfit_t_ns = snapshot->t_ns;
	record = record_of(snapshot, RECORD_LACKS);
	record.is.lacks = (struct lacks_record){
		.technique = technique,
		.unfit = snapshot->unfit[technique],
		.idle_strokes = snapshot->idle_strokes,
		.fit_ceiling_n = snapshot->fit_ceiling_n[technique],
		.heat_allowed = snapshot->heat_allowed,
	};
	ring_put(watch->records, &record);
}

static void watch_phase(struct event_watch *watch, const struct snapshot *snapshot)
{
	struct record record;

	if (!watch->in_session || snapshot->phase == watch->phase) {
		return;
	}
	watch->phase = snapshot->phase;
	if (snapshot->phase != PHASE_NONE) {
		record = record_of(snapshot, RECORD_PHASE);
		record.is.phase = snapshot->phase;
		ring_put(watch->records, &record);
	}
}

static void watch_comfort(struct event_watch *watch, const struct snapshot *snapshot,
			  const struct command *command)
{
	struct record record;

	if (command->comfort_answers != watch->comfort_answers &&
	    snapshot->t_ns - watch->comfort_t_ns >= AGAIN_NS) {
		watch->comfort_t_ns = snapshot->t_ns;
		watch->comfort_answers = command->comfort_answers;
		record = record_of(snapshot, RECORD_COMFORT_ANSWERED);
		record.is.comfort = command->comfort;
		ring_put(watch->records, &record);
	}
	if (snapshot->comfort_due && !watch->comfort_due) {
		record = record_of(snapshot, RECORD_COMFORT_ASKED);
		ring_put(watch->records, &record);
	}
	watch->comfort_due = snapshot->comfort_due;
}

static void watch_trigger(struct event_watch *watch, const struct snapshot *snapshot)
{
	const unsigned i = watch->next_trigger++ % TRIGGERS_MAX;
	const struct trigger_view *trigger = &snapshot->triggers[i];
	const bool there = (int)i < snapshot->trigger_count;
	const enum trigger_state now = there ? trigger->state : TRIGGER_NONE;
	struct record record;

	if (now == watch->triggers[i]) {
		return;
	}
	watch->triggers[i] = now;
	if (now == TRIGGER_FOUND || now == TRIGGER_RELEASED || now == TRIGGER_GIVEN_UP ||
	    now == TRIGGER_SPARED) {
		record = record_of(snapshot, RECORD_TRIGGER);
		record.is.trigger = *trigger;
		ring_put(watch->records, &record);
	}
}

static void tell_heat_off(struct event_watch *watch, const struct snapshot *snapshot, int head,
			  int item)
{
	struct record record = record_of(snapshot, RECORD_HEAT_OFF);

	record.is.heat = (struct heat_record){.head = head, .item = item};
	ring_put(watch->records, &record);
}

/* The first answer that forbids it. */
static int item_against_heat(const struct snapshot *snapshot)
{
	int item = 0;

	while (item < SCREENING_ITEMS &&
	       !(screening_words(item)->no_heat && (snapshot->screening[item] == ANSWER_YES ||
						    snapshot->screening[item] == ANSWER_CONSENT))) {
		item++;
	}
	return item;
}

static void watch_heat_allowed(struct event_watch *watch, const struct snapshot *snapshot)
{
	if (!snapshot->heat_allowed && watch->heat_allowed && watch->rig_has_heater) {
		tell_heat_off(watch, snapshot, HEAD_NONE, item_against_heat(snapshot));
	}
	watch->heat_allowed = snapshot->heat_allowed;
}

static void watch_warm_head(struct event_watch *watch, const struct snapshot *snapshot)
{
	const unsigned count = (unsigned)watch->rig->head_count;
	unsigned i = 0;
	bool warm = false;

	if (!watch->rig_has_heater) {
		return;
	}
	watch->next_head = watch->next_head + 1 < count ? watch->next_head + 1 : 0;
	i = watch->next_head;
	warm = snapshot->heads[i].surface_target_c > 0.0;
	if (!warm && watch->warm[i] && snapshot->state == STATE_RUNNING &&
	    snapshot->heads[i].heat_min >= HEAT_ACCOUNT_MIN) {
		tell_heat_off(watch, snapshot, (int)i, SCREENING_ITEMS);
	}
	watch->warm[i] = warm;
}

/* One head a turn. */
static void watch_answers(struct event_watch *watch, const struct snapshot *snapshot)
{
	const uint64_t differ = snapshot->calibrate ^ watch->calibrate;
	struct record record;
	int head = 0;

	if (differ == 0) {
		return;
	}
	while (!(differ >> head & 1)) {
		head++;
	}
	watch->calibrate ^= UINT64_C(1) << head;
	record = record_of(snapshot, RECORD_ANSWERS);
	record.is.answers = (struct answers_record){
		.head = head,
		.off = watch->calibrate >> head & 1,
	};
	ring_put(watch->records, &record);
}

void event_watch_step(struct event_watch *watch, const struct snapshot *snapshot,
		      const struct command *command)
{
	watch_state(watch, snapshot, command);
	watch_release(watch, snapshot);
	watch_arm(watch, snapshot, command);
	switch (watch->turn++ % 8) {
	case 0:
		watch_technique(watch, snapshot, command);
		watch_lacks(watch, snapshot);
		break;
	case 1:
		watch_phase(watch, snapshot);
		break;
	case 2:
		watch_comfort(watch, snapshot, command);
		break;
	case 3:
		watch_heat_allowed(watch, snapshot);
		break;
	case 5:
		watch_answers(watch, snapshot);
		break;
	case 4:
	case 6:
		watch_warm_head(watch, snapshot);
		break;
	default:
		watch_trigger(watch, snapshot);
		break;
	}
}
