/*
 * What of a tick is told: each thing that happened, once, and nothing of what goes on.
 */
#include "app/event_watch.h"

#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define RECORDS   1024
#define HEADS     3
#define ALL_TURNS 300 /* ticks within which everything was looked at */
#define TICK_NS   INT64_C(1000000)

struct fixture {
	struct rig rig;
	struct record storage[RECORDS];
	struct ring ring;
	struct event_watch watch;
	struct snapshot snapshot;
	struct command command;
	struct record last;
};

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	fixture->rig.head_count = HEADS;
	fixture->rig.heads[0].region = REGION_NECK;
	fixture->rig.heads[1].region = REGION_LEGS;
	fixture->rig.heads[2].region = REGION_LEGS;
	fixture->rig.heads[2].heater.driver = DRIVER_SIM;
	ring_init(&fixture->ring, fixture->storage, sizeof(struct record), RECORDS);
	event_watch_init(&fixture->watch, &fixture->rig, &fixture->ring);
	command_init(&fixture->command);
	fixture->snapshot.head_count = HEADS;
	fixture->snapshot.cause = COND_COUNT;
	fixture->snapshot.heat_allowed = true;
	fixture->snapshot.conditions = COND_BIT(COND_READY);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	free(*state);
	return 0;
}

/* How many records of that kind came in these ticks; the last of them is kept. */
static int told(struct fixture *fixture, enum record_kind kind, int ticks)
{
	struct record record;
	int count = 0;

	for (int i = 0; i < ticks; i++) {
		fixture->snapshot.t_ns += TICK_NS;
		fixture->snapshot.tick++;
		event_watch_step(&fixture->watch, &fixture->snapshot, &fixture->command);
		while (ring_take(&fixture->ring, &record)) {
			if (record.kind == kind) {
				fixture->last = record;
				count++;
			}
		}
	}
	assert_int_equal(ring_dropped(&fixture->ring), 0);
	return count;
}

static void is_now(struct fixture *fixture, enum state state, enum condition reason)
{
	fixture->snapshot.state = state;
	fixture->snapshot.reason = reason;
}

/* And nothing of what came before is waiting. */
static void begin_session(struct fixture *fixture)
{
	fixture->snapshot.remaining_s = 1200.0;
	is_now(fixture, STATE_RUNNING, COND_START);
	assert_int_equal(told(fixture, RECORD_BEGAN, ALL_TURNS), 1);
}

static void what_goes_on__is_not_told(void **state)
{
	struct fixture *fixture = *state;

	begin_session(fixture);
	for (int i = 0; i < 3 * ALL_TURNS; i++) {
		fixture->snapshot.t_ns += TICK_NS;
		fixture->snapshot.elapsed_s += 1.0;
		fixture->snapshot.heads[0].force_n += 1.0;
		fixture->snapshot.heads[2].surface_c = 0.1 * i;
		fixture->snapshot.intensity = 0.001 * i;
		event_watch_step(&fixture->watch, &fixture->snapshot, &fixture->command);
		assert_false(ring_take(&fixture->ring, &fixture->last));
	}
}

static void a_head_that_still_presses__is_told_once_each_time(void **state)
{
	struct fixture *fixture = *state;

	begin_session(fixture);
	is_now(fixture, STATE_FAULT, COND_FORCE_HIGH);
	fixture->snapshot.cause = COND_FORCE_HIGH;
	assert_int_equal(told(fixture, RECORD_PRESSES, 1000), 0);
	fixture->snapshot.conditions |= COND_BIT(COND_RELEASE_LATE);
	assert_int_equal(told(fixture, RECORD_PRESSES, 1), 1);
	assert_int_equal(told(fixture, RECORD_PRESSES, 5000), 0);
	for (int i = 0; i < 5000; i++) { /* at the edge */
		fixture->snapshot.conditions ^= COND_BIT(COND_RELEASE_LATE);
		assert_int_equal(told(fixture, RECORD_PRESSES, 1), 0);
	}
	fixture->snapshot.conditions &= ~COND_BIT(COND_RELEASE_LATE);
	assert_int_equal(told(fixture, RECORD_PRESSES, 1500), 0);
	fixture->snapshot.conditions |= COND_BIT(COND_RELEASE_LATE);
	assert_int_equal(told(fixture, RECORD_PRESSES, 1500), 1);
}

/* Then the state says it. */
static void a_head_that_still_presses_and_is_the_reason__is_not_told_twice(void **state)
{
	struct fixture *fixture = *state;

	begin_session(fixture);
	is_now(fixture, STATE_FAULT, COND_RELEASE_LATE);
	fixture->snapshot.cause = COND_RELEASE_LATE;
	fixture->snapshot.conditions |= COND_BIT(COND_RELEASE_LATE);
	assert_int_equal(told(fixture, RECORD_PRESSES, 5000), 0);
	fixture->snapshot.conditions &= ~COND_BIT(COND_RELEASE_LATE);
	assert_int_equal(told(fixture, RECORD_PRESSES, 1500), 0);
	fixture->snapshot.conditions |= COND_BIT(COND_RELEASE_LATE);
	assert_int_equal(told(fixture, RECORD_PRESSES, 1500), 1);
}

static void a_state_a_reason_a_cause__are_each_told_at_once_and_once(void **state)
{
	struct fixture *fixture = *state;

	is_now(fixture, STATE_SELFTEST, COND_CONFIGURED);
	assert_int_equal(told(fixture, RECORD_STATE, 1), 1);
	assert_int_equal(told(fixture, RECORD_STATE, ALL_TURNS), 0);
	is_now(fixture, STATE_FAULT, COND_SENSOR_LOST);
	fixture->snapshot.cause = COND_SENSOR_LOST;
	fixture->snapshot.cause_head = 1;
	fixture->snapshot.cause_sensor = SENSOR_PLACE;
	assert_int_equal(told(fixture, RECORD_STATE, 1), 1);
	assert_int_equal(fixture->last.is.state.cause_head, 1);
	assert_int_equal(fixture->last.is.state.cause_sensor, SENSOR_PLACE);
	fixture->snapshot.reason = COND_RELEASE_LATE;
	assert_int_equal(told(fixture, RECORD_STATE, 1), 1);
	assert_int_equal(fixture->last.is.state.reason, COND_RELEASE_LATE);
	fixture->snapshot.cause = COND_COUNT;
	assert_int_equal(told(fixture, RECORD_STATE, 1), 1);
}

static void contacts_of_the_stop_that_did_not_agree__are_written_down(void **state)
{
	struct fixture *fixture = *state;

	is_now(fixture, STATE_FAULT, COND_STOP_LOOP);
	fixture->snapshot.cause = COND_STOP_LOOP;
	fixture->snapshot.trips = COND_BIT(COND_STOP_LOOP);
	assert_int_equal(told(fixture, RECORD_STATE, 1), 1);
	fixture->snapshot.trips |= COND_BIT(COND_STOP_WIRING);
	assert_int_equal(told(fixture, RECORD_STATE, ALL_TURNS), 1);
	assert_int_equal(fixture->last.is.state.reason, COND_STOP_WIRING);
	assert_int_equal(fixture->last.is.state.cause, COND_STOP_LOOP);
}

static void a_session__begins_once_and_is_over_once_with_a_pause_between(void **state)
{
	struct fixture *fixture = *state;
	const struct over_record *over = &fixture->last.is.over;

	fixture->snapshot.technique = 3;
	fixture->snapshot.gate_clamps[CLAMP_SUMS] = 7;
	fixture->command.intensity = 0.4;
	begin_session(fixture);
	assert_int_equal(fixture->last.is.session.technique, 3);
	assert_true(fabs(fixture->last.is.session.intensity - 0.4) < 1e-9);
	assert_true(fabs(fixture->last.is.session.duration_s - 1200.0) < 1e-9);
	is_now(fixture, STATE_PAUSED, COND_PAUSE);
	assert_int_equal(told(fixture, RECORD_OVER, ALL_TURNS), 0);
	is_now(fixture, STATE_RUNNING, COND_RESUME);
	assert_int_equal(told(fixture, RECORD_BEGAN, ALL_TURNS), 0);
	fixture->snapshot.elapsed_s = 600.0;
	fixture->snapshot.gate_clamps[CLAMP_SUMS] = 12;
	fixture->snapshot.gate_clamps[CLAMP_SCREW] = 1;
	fixture->snapshot.region_s[REGION_LEGS] = 450.0;
	for (int i = 0; i < HEADS; i++) {
		fixture->snapshot.heads[i].dose_pa_s = 1000.0 * (i + 1);
		fixture->snapshot.heads[i].dose_target_pa_s = 2000.0 * (i + 1);
	}
	is_now(fixture, STATE_RELEASING, COND_STOP);
	assert_int_equal(told(fixture, RECORD_OVER, ALL_TURNS), 0);
	is_now(fixture, STATE_IDLE, COND_RELEASED);
	assert_int_equal(told(fixture, RECORD_OVER, 1), 1);
	assert_true(fabs(over->elapsed_s - 600.0) < 1e-9);
	assert_int_equal(over->lowered[CLAMP_STORED], 0);
	assert_int_equal(over->lowered[CLAMP_SUMS], 5);
	assert_int_equal(over->lowered[CLAMP_SCREW], 1);
	assert_true(fabsf(over->worked_s[REGION_LEGS] - 450.0f) < 1e-3f);
	assert_true(fabsf(over->felt_pa_s[REGION_NECK] - 1000.0f) < 1e-3f);
	assert_true(fabsf(over->felt_pa_s[REGION_LEGS] - 5000.0f) < 1e-3f);
	assert_true(fabsf(over->wanted_pa_s[REGION_LEGS] - 10000.0f) < 1e-3f);
	assert_int_equal(told(fixture, RECORD_OVER, ALL_TURNS), 0);
	begin_session(fixture);
}

static void a_fault__ends_the_session_in_the_log(void **state)
{
	struct fixture *fixture = *state;

	begin_session(fixture);
	is_now(fixture, STATE_FAULT, COND_FORCE_HIGH);
	assert_int_equal(told(fixture, RECORD_OVER, 1), 1);
	is_now(fixture, STATE_IDLE, COND_RESET);
	assert_int_equal(told(fixture, RECORD_OVER, ALL_TURNS), 0);
}

static void a_changed_technique__is_told_in_a_session_only(void **state)
{
	struct fixture *fixture = *state;

	fixture->snapshot.technique = 1;
	assert_int_equal(told(fixture, RECORD_TECHNIQUE, 1000 + ALL_TURNS), 0);
	begin_session(fixture);
	fixture->snapshot.technique = 2;
	assert_int_equal(told(fixture, RECORD_TECHNIQUE, 1000 + ALL_TURNS), 1);
	assert_int_equal(fixture->last.is.session.technique, 2);
}

static void what_a_tablet_changes_a_hundred_times_a_second__is_told_once_a_second(void **state)
{
	struct fixture *fixture = *state;
	struct record record;
	int count[RECORD_KINDS] = {0};

	begin_session(fixture);
	fixture->snapshot.conditions |= COND_BIT(COND_ARM);
	for (int i = 0; i < 10000; i++) {
		fixture->snapshot.technique = i / 10 % 7;
		fixture->command.comfort_answers = (uint32_t)i / 10;
		fixture->snapshot.t_ns += TICK_NS;
		event_watch_step(&fixture->watch, &fixture->snapshot, &fixture->command);
		while (ring_take(&fixture->ring, &record)) {
			count[record.kind]++;
		}
	}
	for (int kind = 0; kind < RECORD_KINDS; kind++) {
		bool asked = kind == RECORD_TECHNIQUE || kind == RECORD_COMFORT_ANSWERED ||
			     kind == RECORD_ARM_REFUSED;

		assert_true(asked ? count[kind] >= 8 && count[kind] <= 10 : count[kind] == 0);
	}
	fixture->snapshot.technique = 9;
	assert_int_equal(told(fixture, RECORD_TECHNIQUE, 1000 + ALL_TURNS), 1);
	assert_int_equal(fixture->last.is.session.technique, 9); /* the last of them is not lost */
}

static void phases__are_told_as_they_come(void **state)
{
	struct fixture *fixture = *state;

	begin_session(fixture);
	for (int phase = PHASE_WARM_UP; phase <= PHASE_CLOSING; phase++) {
		fixture->snapshot.phase = (enum session_phase)phase;
		assert_int_equal(told(fixture, RECORD_PHASE, ALL_TURNS), 1);
		assert_int_equal(fixture->last.is.phase, phase);
	}
	fixture->snapshot.phase = PHASE_NONE;
	assert_int_equal(told(fixture, RECORD_PHASE, ALL_TURNS), 0);
}

static void comfort__is_told_when_asked_and_when_answered_alike_twice(void **state)
{
	struct fixture *fixture = *state;

	fixture->snapshot.comfort_due = true;
	assert_int_equal(told(fixture, RECORD_COMFORT_ASKED, ALL_TURNS), 1);
	for (int i = 0; i < 2; i++) {
		fixture->command.comfort_answers++;
		fixture->command.comfort = 4;
		assert_int_equal(told(fixture, RECORD_COMFORT_ANSWERED, 1000 + ALL_TURNS), 1);
		assert_int_equal(fixture->last.is.comfort, 4);
	}
	fixture->snapshot.comfort_due = false;
	assert_int_equal(told(fixture, RECORD_COMFORT_ASKED, ALL_TURNS), 0);
	fixture->snapshot.comfort_due = true;
	assert_int_equal(told(fixture, RECORD_COMFORT_ASKED, ALL_TURNS), 1);
}

static void a_refused_arm__is_told_with_why_and_an_accepted_one_is_not(void **state)
{
	struct fixture *fixture = *state;
	const struct refusal_record *refusal = &fixture->last.is.refusal;

	fixture->snapshot.state = STATE_IDLE;
	fixture->snapshot.arm_refusal = ARM_SCREENING;
	fixture->snapshot.screening_item = SCREEN_DVT;
	fixture->snapshot.screening[SCREEN_DVT] = ANSWER_YES;
	fixture->snapshot.technique = 2;
	fixture->snapshot.unfit[2] = UNFIT_HEATER;
	assert_int_equal(told(fixture, RECORD_ARM_REFUSED, ALL_TURNS), 0);
	fixture->snapshot.conditions |= COND_BIT(COND_ARM);
	assert_int_equal(told(fixture, RECORD_ARM_REFUSED, 1), 1);
	assert_int_equal(refusal->why, ARM_SCREENING);
	assert_int_equal(refusal->item, SCREEN_DVT);
	assert_int_equal(refusal->answer, ANSWER_YES);
	assert_int_equal(refusal->unfit, UNFIT_HEATER);
	assert_true(refusal->ready);
	fixture->snapshot.conditions = 0;
	told(fixture, RECORD_ARM_REFUSED, 2000);
	fixture->snapshot.conditions = COND_BIT(COND_ARM);
	fixture->snapshot.state = STATE_ARMED;
	assert_int_equal(told(fixture, RECORD_ARM_REFUSED, 1), 0);
}

static void an_arm_refused_on_its_way__is_told_with_why(void **state)
{
	struct fixture *fixture = *state;

	fixture->snapshot.state = STATE_IDLE;
	fixture->snapshot.arm_refusal = ARM_UNPLACED;
	fixture->command.arm_refusals++;
	assert_int_equal(told(fixture, RECORD_ARM_REFUSED, 1), 1);
	assert_int_equal(fixture->last.is.refusal.why, ARM_UNPLACED);
	assert_int_equal(told(fixture, RECORD_ARM_REFUSED, 2000), 0);
}

/* Somebody at a tablet fills in one answer after another, and tries to arm after each. */
static void an_arm_refused_for_another_reason__is_told_within_the_same_second(void **state)
{
	struct fixture *fixture = *state;
	struct snapshot *snapshot = &fixture->snapshot;

	snapshot->state = STATE_IDLE;
	snapshot->arm_refusal = ARM_UNSIZED;
	fixture->command.arm_refusals++;
	assert_int_equal(told(fixture, RECORD_ARM_REFUSED, 10), 1);
	fixture->command.arm_refusals++;
	assert_int_equal(told(fixture, RECORD_ARM_REFUSED, 10), 0);
	snapshot->arm_refusal = ARM_SCREENING;
	snapshot->screening_item = SCREEN_DVT;
	snapshot->screening[SCREEN_DVT] = ANSWER_YES;
	fixture->command.arm_refusals++;
	assert_int_equal(told(fixture, RECORD_ARM_REFUSED, 10), 1);
	snapshot->screening[SCREEN_DVT] = ANSWER_NONE;
	fixture->command.arm_refusals++;
	assert_int_equal(told(fixture, RECORD_ARM_REFUSED, 10), 1);
	snapshot->screening_item = SCREEN_DVT + 1;
	fixture->command.arm_refusals++;
	assert_int_equal(told(fixture, RECORD_ARM_REFUSED, 10), 1);
	snapshot->state = STATE_FAULT;
	fixture->command.arm_refusals++;
	assert_int_equal(told(fixture, RECORD_ARM_REFUSED, 10), 1);
	fixture->command.arm_refusals++;
	assert_int_equal(told(fixture, RECORD_ARM_REFUSED, 10), 0);
	told(fixture, RECORD_ARM_REFUSED, 2000);
	fixture->command.arm_refusals++;
	assert_int_equal(told(fixture, RECORD_ARM_REFUSED, 1), 1);
}

static void indices_from_nowhere__are_not_followed(void **state)
{
	struct fixture *fixture = *state;

	fixture->snapshot.conditions = COND_BIT(COND_ARM);
	fixture->snapshot.screening_item = 1 << 30;
	fixture->snapshot.technique = -(1 << 30);
	assert_int_equal(told(fixture, RECORD_ARM_REFUSED, 1), 1);
	assert_int_equal(fixture->last.is.refusal.answer, ANSWER_NONE);
	assert_int_equal(fixture->last.is.refusal.unfit, FIT);
}

static void each_trigger_point__is_told_found_and_how_it_ended(void **state)
{
	struct fixture *fixture = *state;
	struct snapshot *snapshot = &fixture->snapshot;

	for (int i = 0; i < TRIGGERS_MAX; i++) {
		snapshot->trigger_count = i + 1;
		snapshot->triggers[i] =
			(struct trigger_view){TRIGGER_FOUND, i % HEADS, 2.0, 0.9, 0.0};
		assert_int_equal(told(fixture, RECORD_TRIGGER, ALL_TURNS), 1);
		assert_int_equal(fixture->last.is.trigger.head, i % HEADS);
	}
	snapshot->triggers[5].state = TRIGGER_HELD;
	assert_int_equal(told(fixture, RECORD_TRIGGER, ALL_TURNS), 0);
	snapshot->triggers[5].state = TRIGGER_RELEASED;
	snapshot->triggers[5].held_s = 31.0;
	snapshot->triggers[6].state = TRIGGER_GIVEN_UP;
	assert_int_equal(told(fixture, RECORD_TRIGGER, ALL_TURNS), 2);
	snapshot->triggers[7].state = TRIGGER_SPARED;
	assert_int_equal(told(fixture, RECORD_TRIGGER, ALL_TURNS), 1);
	snapshot->trigger_count = 0; /* another session */
	assert_int_equal(told(fixture, RECORD_TRIGGER, ALL_TURNS), 0);
	snapshot->trigger_count = 1;
	assert_int_equal(told(fixture, RECORD_TRIGGER, ALL_TURNS), 1);
}

static void heat_that_an_answer_forbids__is_told_with_the_item(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(told(fixture, RECORD_HEAT_OFF, ALL_TURNS), 0);
	fixture->snapshot.heat_allowed = false;
	fixture->snapshot.screening[SCREEN_FEVER] = ANSWER_YES; /* has nothing to do with it */
	fixture->snapshot.screening[SCREEN_SEDATION] = ANSWER_YES;
	assert_int_equal(told(fixture, RECORD_HEAT_OFF, ALL_TURNS), 1);
	assert_int_equal(fixture->last.is.heat.head, HEAD_NONE);
	assert_int_equal(fixture->last.is.heat.item, SCREEN_SEDATION);
}

static void a_rig_without_heaters__says_nothing_of_heat(void **state)
{
	struct fixture *fixture = *state;

	fixture->rig.heads[2].heater.driver = DRIVER_NONE;
	event_watch_init(&fixture->watch, &fixture->rig, &fixture->ring);
	told(fixture, RECORD_HEAT_OFF, ALL_TURNS);
	fixture->snapshot.heat_allowed = false;
	assert_int_equal(told(fixture, RECORD_HEAT_OFF, ALL_TURNS), 0);
}

static void a_place_that_had_its_warmth__is_told_with_its_head(void **state)
{
	struct fixture *fixture = *state;
	struct head_view *head = &fixture->snapshot.heads[2];

	begin_session(fixture);
	head->surface_target_c = 40.0;
	assert_int_equal(told(fixture, RECORD_HEAT_OFF, ALL_TURNS), 0);
	head->surface_target_c = 0.0; /* a cool stroke, and warmth again */
	assert_int_equal(told(fixture, RECORD_HEAT_OFF, ALL_TURNS), 0);
	head->surface_target_c = 40.0;
	assert_int_equal(told(fixture, RECORD_HEAT_OFF, ALL_TURNS), 0);
	head->surface_target_c = 0.0;
	head->heat_min = HEAT_ACCOUNT_MIN;
	assert_int_equal(told(fixture, RECORD_HEAT_OFF, ALL_TURNS), 1);
	assert_int_equal(fixture->last.is.heat.head, 2);
}

static void heads_that_answer_otherwise__are_told_one_by_one_and_when_they_do_no_more(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(told(fixture, RECORD_ANSWERS, ALL_TURNS), 0);
	fixture->snapshot.calibrate = 1u << 2 | 1u;
	assert_int_equal(told(fixture, RECORD_ANSWERS, ALL_TURNS), 2);
	assert_int_equal(fixture->last.is.answers.head, 2);
	assert_true(fixture->last.is.answers.off);
	fixture->snapshot.calibrate = 1u;
	assert_int_equal(told(fixture, RECORD_ANSWERS, ALL_TURNS), 1);
	assert_int_equal(fixture->last.is.answers.head, 2);
	assert_false(fixture->last.is.answers.off);
}

static void what_a_technique_lacks_on_its_way__is_told_once_and_when_it_is_there_again(void **state)
{
	struct fixture *fixture = *state;
	struct snapshot *now = &fixture->snapshot;

	now->technique = 1;
	now->unfit[1] = UNFIT_CEILING;
	assert_int_equal(told(fixture, RECORD_LACKS, ALL_TURNS), 0); /* nobody lies there */
	now->unfit[1] = FIT;
	begin_session(fixture);
	assert_int_equal(told(fixture, RECORD_LACKS, ALL_TURNS), 0);
	now->unfit[1] = UNFIT_CEILING;
	now->fit_ceiling_n[1] = 25.0;
	assert_int_equal(told(fixture, RECORD_LACKS, ALL_TURNS), 1);
	assert_int_equal(fixture->last.is.lacks.technique, 1);
	assert_int_equal(fixture->last.is.lacks.unfit, UNFIT_CEILING);
	assert_true(fixture->last.is.lacks.fit_ceiling_n > 24.9);
	now->t_ns += 2000000000;
	is_now(fixture, STATE_PAUSED, COND_PAUSE);
	assert_int_equal(told(fixture, RECORD_LACKS, ALL_TURNS), 0);
	now->unfit[1] = FIT;
	assert_int_equal(told(fixture, RECORD_LACKS, ALL_TURNS), 1);
	assert_int_equal(fixture->last.is.lacks.unfit, FIT);
	now->t_ns += 2000000000;
	now->unfit[1] = UNFIT_CEILING;
	assert_int_equal(told(fixture, RECORD_LACKS, ALL_TURNS), 1);
	now->t_ns += 2000000000;
	now->technique = 0; /* another, which does not lack anything */
	assert_int_equal(told(fixture, RECORD_LACKS, ALL_TURNS), 0);
	now->idle_strokes = 1u << 1; /* until somebody leaves a region out */
	assert_int_equal(told(fixture, RECORD_LACKS, ALL_TURNS), 1);
	assert_int_equal(fixture->last.is.lacks.unfit, FIT);
	assert_int_equal(fixture->last.is.lacks.idle_strokes, 1u << 1);
}

static void a_full_ring__does_not_stop_the_loop(void **state)
{
	struct fixture *fixture = *state;

	for (int i = 0; i < RECORDS + 10; i++) {
		is_now(fixture, i % 2 ? STATE_IDLE : STATE_FAULT, COND_RESET);
		event_watch_step(&fixture->watch, &fixture->snapshot, &fixture->command);
	}
	assert_int_equal(ring_dropped(&fixture->ring), 10);
}

#define WATCHING(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WATCHING(what_goes_on__is_not_told),
		WATCHING(a_head_that_still_presses__is_told_once_each_time),
		WATCHING(a_head_that_still_presses_and_is_the_reason__is_not_told_twice),
		WATCHING(a_state_a_reason_a_cause__are_each_told_at_once_and_once),
		WATCHING(contacts_of_the_stop_that_did_not_agree__are_written_down),
		WATCHING(a_session__begins_once_and_is_over_once_with_a_pause_between),
		WATCHING(a_fault__ends_the_session_in_the_log),
		WATCHING(a_changed_technique__is_told_in_a_session_only),
		WATCHING(what_a_tablet_changes_a_hundred_times_a_second__is_told_once_a_second),
		WATCHING(phases__are_told_as_they_come),
		WATCHING(comfort__is_told_when_asked_and_when_answered_alike_twice),
		WATCHING(a_refused_arm__is_told_with_why_and_an_accepted_one_is_not),
		WATCHING(an_arm_refused_on_its_way__is_told_with_why),
		WATCHING(an_arm_refused_for_another_reason__is_told_within_the_same_second),
		WATCHING(indices_from_nowhere__are_not_followed),
		WATCHING(each_trigger_point__is_told_found_and_how_it_ended),
		WATCHING(heat_that_an_answer_forbids__is_told_with_the_item),
		WATCHING(a_rig_without_heaters__says_nothing_of_heat),
		WATCHING(a_place_that_had_its_warmth__is_told_with_its_head),
		WATCHING(heads_that_answer_otherwise__are_told_one_by_one_and_when_they_do_no_more),
		WATCHING(
			what_a_technique_lacks_on_its_way__is_told_once_and_when_it_is_there_again),
		WATCHING(a_full_ring__does_not_stop_the_loop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
