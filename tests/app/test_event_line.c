/*
 * What the event log says of each record: one line, in words, and never longer than it may be.
 */
#include "app/event_line.h"

#include "app/event_fault.h"

#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

static struct rig rig = {
	.head_count = 2,
	.heads = {{.region = REGION_UPPER_BACK, .side = SIDE_LEFT}, {.region = REGION_NECK}},
};
static const struct technique techniques[] = {
	{.title = "Swedish massage"},
	{.title = "Hot stone",
	 .needs_ceiling_n = 10.0,
	 .stroke_count = 2,
	 .strokes = {{.kind = STROKE_STILL_HEAT}, {.kind = STROKE_WARM_GLIDE}}}};
static struct recording_room room = {"/var/lib/knead", 68, 12};
static const struct event_words words = {&rig, techniques, 2, &room};

/* The line behind the time, without the newline. */
static const char *said(const struct record *record)
{
	static char line[EVENT_LINE_BYTES];
	static const char time[] = "1970-01-01T00:00:00.000Z ";
	size_t length = event_line(line, record, &words, 0);

	assert_int_equal(length, strlen(line));
	assert_int_equal(strncmp(line, time, strlen(time)), 0);
	assert_ptr_equal(strchr(line, '\n'), line + length - 1);
	line[length - 1] = '\0';
	return line + strlen(time);
}

static struct record state_is(enum state state, enum condition reason)
{
	return (struct record){
		.is.state = {state, reason, .cause = COND_COUNT, .cause_head = HEAD_NONE}};
}

static void a_line__has_the_time_of_day_the_state_and_the_reason(void **state)
{
	const struct record record = state_is(STATE_RUNNING, COND_START);
	char line[EVENT_LINE_BYTES];

	(void)state;
	event_line(line, &record, &words, INT64_C(1795255200123456789));
	assert_string_equal(line, "2026-11-21T10:00:00.123Z running: started by a person\n");
}

static void a_fault__names_its_first_cause_and_the_head_counted_from_1(void **state)
{
	struct record record = state_is(STATE_FAULT, COND_SENSOR_LOST);

	(void)state;
	record.is.state.cause = COND_SENSOR_LOST;
	record.is.state.cause_head = 2;
	assert_string_equal(said(&record), "fault: a sensor fell silent, head 3");
	record.is.state.reason = COND_RELEASE_LATE;
	assert_string_equal(said(&record), "fault: a head still presses: free the person by hand; "
					   "first cause: a sensor fell silent, head 3");
	record.is.state.cause_sensor = SENSOR_AIR;
	assert_string_equal(said(&record), "fault: a head still presses: free the person by hand; "
					   "first cause: the air pressure sensor fell silent, head "
					   "3");
	record.is.state.reason = COND_SENSOR_LOST;
	record.is.state.cause_sensor = SENSOR_PLACE;
	assert_string_equal(said(&record), "fault: the position sensor fell silent, head 3");
	record.is.state.cause = record.is.state.reason = COND_SELFTEST_FAILED;
	record.is.state.cause_sensor = SENSOR_FORCE;
	assert_string_equal(said(&record),
			    "fault: the self-test did not pass: the force sensor is silent, or a "
			    "head does not stand at zero, head 3");
	record.is.state.cause = record.is.state.reason = COND_FORCE_HIGH;
	assert_string_equal(said(&record), "fault: measured force above the ceiling, head 3");
}

static void every_reason_in_every_state__fits_a_line(void **state)
{
	(void)state;
	for (int s = 0; s <= STATE_COUNT; s++) {
		for (int c = 0; c <= COND_COUNT; c++) {
			struct record record = state_is((enum state)s, (enum condition)c);
			const char *line = NULL;

			record.is.state.cause = (enum condition)((c + 1) % COND_TRIPS);
			record.is.state.cause_head = HEADS_MAX - 1;
			line = said(&record);
			assert_string_equal(line + strlen(line) - strlen(", head 64"), ", head 64");
		}
	}
}

static void a_session__is_said_with_technique_intensity_and_minutes(void **state)
{
	struct record record = {.kind = RECORD_BEGAN, .is.session = {1, 0.3, 1800.0}};

	(void)state;
	assert_string_equal(said(&record), "session: Hot stone, intensity 0.30, 30 min");
	record.kind = RECORD_TECHNIQUE;
	record.is.session.technique = 0;
	assert_string_equal(said(&record), "technique: Swedish massage");
	record.is.session.technique = 2;
	assert_string_equal(said(&record), "technique: an unknown technique");
	record = (struct record){.kind = RECORD_PHASE, .is.phase = PHASE_CLOSING};
	assert_string_equal(said(&record), "phase: closing");
}

static void comfort__is_said_when_asked_and_when_answered(void **state)
{
	struct record record = {.kind = RECORD_COMFORT_ASKED};

	(void)state;
	assert_string_equal(said(&record), "comfort: asked");
	record = (struct record){.kind = RECORD_COMFORT_ANSWERED, .is.comfort = 7};
	assert_string_equal(said(&record), "comfort: answered 7 of 10");
}

static void a_refused_arm__is_said_with_what_to_do(void **state)
{
	struct record record = {.kind = RECORD_ARM_REFUSED};
	struct refusal_record *refusal = &record.is.refusal;

	(void)state;
	refusal->state = STATE_RUNNING;
	assert_string_equal(said(&record), "not armed: a session is under way: stop it first");
	*refusal = (struct refusal_record){.state = STATE_FAULT, .why = ARM_UNPLACED};
	assert_string_equal(said(&record), "not armed: reset the fault first");
	*refusal = (struct refusal_record){.state = STATE_IDLE,
					   .why = ARM_SCREENING,
					   .item = SCREEN_DVT,
					   .answer = ANSWER_YES};
	assert_string_equal(said(&record), "not armed: screening, dvt: yes; no massage with this: "
					   "see a clinician");
	*refusal = (struct refusal_record){.state = STATE_IDLE, .why = ARM_UNPLACED};
	assert_string_equal(
		said(&record),
		"not armed: confirm for this client that the seventh neck vertebra lies at the "
		"mark: /rig/client/placed 1");
	*refusal = (struct refusal_record){
		.state = STATE_IDLE, .why = ARM_RECORDING, .recording = RECORDING_STALLED};
	assert_string_equal(said(&record), "not armed: the recorder stands still; is the disk slow "
					   "or broken?");
	refusal->recording = RECORDING_FULL;
	assert_string_equal(said(&record),
			    "not armed: the disk has no room for recordings: 12 MB left, 68 MB "
			    "needed; make room in /var/lib/knead");
	*refusal = (struct refusal_record){
		.state = STATE_IDLE, .why = ARM_TECHNIQUE, .technique = 1, .unfit = UNFIT_HEATER};
	assert_string_equal(said(&record),
			    "not armed: Hot stone needs a heater, and the answers to "
			    "the screening rule heat out");
	refusal->technique = 2;
	assert_string_equal(said(&record),
			    "not armed: an unknown technique does not fit this rig now");
	*refusal = (struct refusal_record){.state = STATE_IDLE};
	assert_string_equal(said(&record), "not armed: not every sensor is live");
	refusal->ready = true;
	assert_string_equal(said(&record), "not armed: not now");
	*refusal = (struct refusal_record){.state = STATE_IDLE,
					   .why = ARM_SENSOR,
					   .spot = {ARM_DOUBT_SILENT, SENSOR_FORCE, 4}};
	assert_string_equal(said(&record), "not armed: head 5: its force sensor is silent, or "
					   "sends too seldom");
}

static void a_head_that_still_presses__is_said_as_the_tablets_show_it(void **state)
{
	const struct record record = {.kind = RECORD_PRESSES};

	(void)state;
	assert_string_equal(said(&record), "a head still presses: free the person by hand");
}

static void a_trigger_point__is_said_with_its_head_and_no_diagnosis(void **state)
{
	struct record record = {.kind = RECORD_TRIGGER,
				.is.trigger = {TRIGGER_FOUND, 0, 2.04, 0.8, 0.0}};

	(void)state;
	assert_string_equal(said(&record),
			    "trigger point found under head 1 (left upper back): 2.0 "
			    "times as stiff as around it, confidence 0.80, no "
			    "diagnosis");
	record.is.trigger.state = TRIGGER_RELEASED;
	record.is.trigger.held_s = 47.6;
	assert_string_equal(said(&record),
			    "trigger point released under head 1 (left upper back), held 48 s");
	record.is.trigger.state = TRIGGER_GIVEN_UP;
	record.is.trigger.head = 1;
	assert_string_equal(said(&record), "trigger point given up under head 2 (neck), held 48 s");
	record.is.trigger.state = TRIGGER_SPARED;
	assert_string_equal(said(&record), "trigger point spared under head 2 (neck): less may be "
					   "pressed there than it takes");
}

static void heat_off__is_said_with_the_reason(void **state)
{
	struct record record = {.kind = RECORD_HEAT_OFF, .is.heat = {0, SCREENING_ITEMS}};

	(void)state;
	assert_string_equal(said(&record), "heat off at head 1 (left upper back): this place had "
					   "its share of warmth");
	record.is.heat = (struct heat_record){HEAD_NONE, SCREEN_NUMB_SKIN};
	assert_string_equal(said(&record), "heat off: the answer to numb_skin forbids it");
	record.is.heat.item = SCREENING_ITEMS;
	assert_string_equal(said(&record), "heat off: it is not allowed now");
}

static void a_head_that_answers_otherwise__is_said_with_the_remedy(void **state)
{
	struct record record = {.kind = RECORD_ANSWERS, .is.answers = {1, true}};

	(void)state;
	assert_string_equal(said(&record), "head 2 (neck) does not answer its orders as the rig "
					   "file and its calibration say; run knead calibrate 2");
	record.is.answers.off = false;
	assert_string_equal(said(&record), "head 2 (neck) answers its orders as it should again");
}

static void what_a_technique_lacks_on_its_way__is_said_with_how_it_goes_on(void **state)
{
	struct record record = {.kind = RECORD_LACKS};

	(void)state;
	record.is.lacks = (struct lacks_record){.technique = 1,
						.unfit = UNFIT_CEILING,
						.fit_ceiling_n = 3.46,
						.heat_allowed = true};
	assert_string_equal(said(&record),
			    "Hot stone goes on lighter: it needs 10 N, and rig, asked and eased "
			    "ceilings leave 3.4 N");
	record.is.lacks.unfit = FIT;
	assert_string_equal(said(&record), "Hot stone has what it needs again");
	record.is.lacks.idle_strokes = 1u << 1;
	assert_string_equal(said(&record), "Hot stone goes on without stroke 2, warm_glide: no "
					   "head lies there, or it is left out");
}

static void a_session_that_is_over__is_one_line_with_minutes_and_dose_of_each_region(void **state)
{
	struct record record = {.kind = RECORD_OVER, .is.over = {.elapsed_s = 750.0}};
	struct over_record *over = &record.is.over;

	(void)state;
	assert_string_equal(said(&record), "session over: 12.5 min");
	over->lowered[CLAMP_SUMS] = 3;
	assert_string_equal(said(&record), "session over: 12.5 min; the last check allowed less "
					   "than was asked 3 times so that all heads together "
					   "do not press too much");
	over->lowered[CLAMP_STORED] = 20;
	over->lowered[CLAMP_SCREW] = 1;
	assert_string_equal(said(&record),
			    "session over: 12.5 min; the last check allowed less than was asked 20 "
			    "times so that no head jumps when it comes free, 3 times so that all "
			    "heads together do not press too much, 1 time so that no screw is too "
			    "fast in the air or goes on against too much force");
	memset(over->lowered, 0, sizeof(over->lowered));
	over->worked_s[REGION_NECK] = 90.0f;
	over->felt_pa_s[REGION_NECK] = 41000.0f;
	over->wanted_pa_s[REGION_NECK] = 42400.0f;
	over->worked_s[REGION_LEGS] = 30.0f;
	assert_string_equal(said(&record),
			    "session over: 12.5 min; by region, minutes worked and pressing felt "
			    "of wanted (kPa s): neck 1.5, 41 of 42; legs 0.5, 0 of 0");
}

static void the_longest_session__still_has_every_region_in_its_line(void **state)
{
	struct record record = {.kind = RECORD_OVER, .is.over = {.elapsed_s = 3600.0}};
	const char *line = NULL;

	(void)state;
	memset(record.is.over.lowered, 0xff, sizeof(record.is.over.lowered));
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) { /* the hard limits for an hour */
		record.is.over.worked_s[r] = 3600.0f;
		record.is.over.felt_pa_s[r] = (float)(HEADS_MAX * PRESSURE_HARD_PA * 3600.0);
		record.is.over.wanted_pa_s[r] = record.is.over.felt_pa_s[r];
	}
	line = said(&record);
	assert_non_null(strstr(line, "; legs 60.0, 92160000 of 92160000"));
}

static const char *injected(enum fault_kind kind, int head, double magnitude)
{
	struct record record = {.kind = RECORD_INJECTED};

	record.is.injected = (struct injected_record){kind, head, magnitude};
	return said(&record);
}

static void a_fault_that_was_injected__is_said_with_its_head_and_what_is_broken(void **state)
{
	(void)state;
	assert_string_equal(injected(FAULT_STUCK, 1, 0.0),
			    "fault injected, head 1 (left upper back): the force sensor is stuck");
	assert_string_equal(injected(FAULT_PRESSURE_DELAYED, 2, 0.25),
			    "fault injected, head 2 (neck): the air pressure sensor is late by "
			    "0.25 s");
	assert_string_equal(injected(FAULT_POSITION_INTERMITTENT, 2, 0.5),
			    "fault injected, head 2 (neck): the position sensor is silent again "
			    "and again, for 50 % of the time");
	assert_string_equal(injected(FAULT_WRONG, 0, 0.0),
			    "fault injected, every head: the force sensor is wrong");
	assert_string_equal(injected(FAULT_DUMP_DEAD, 2, 1.0),
			    "fault injected, head 2 (neck): the dump valve never opens");
	assert_string_equal(injected(FAULT_VALVE_LEAK, 2, 0.25),
			    "fault injected, head 2 (neck): the valve leaks 25 % of the pressure");
	assert_string_equal(injected(FAULT_LOOP_STALL, 2, 0.5),
			    "fault injected: the control loop stands still for 0.5 s");
	assert_string_equal(injected(FAULT_NONE, 2, 0.0),
			    "injected faults taken back, head 2 (neck)");
	assert_string_equal(injected(FAULT_NONE, 0, 0.0), "injected faults taken back, every head");
}

static void every_fault__has_words_of_its_own(void **state)
{
	char lines[FAULT_KINDS][EVENT_FAULT_BYTES] = {""};

	(void)state;
	for (int screw = 0; screw < 2; screw++) {
		for (int kind = FAULT_NONE + 1; kind < FAULT_KINDS; kind++) {
			event_fault_say(lines[kind], (enum fault_kind)kind, 0.0,
					screw ? ACTUATOR_VELOCITY : ACTUATOR_PRESSURE);
			assert_null(strstr(lines[kind], "unknown"));
			for (int other = FAULT_NONE + 1; other < kind; other++) {
				assert_string_not_equal(lines[other], lines[kind]);
			}
		}
	}
	event_fault_say(lines[0], FAULT_VALVE_OPEN, 0.0, ACTUATOR_VELOCITY);
	assert_string_equal(lines[0], "the screw runs toward the person");
}

static void a_record_of_no_kind__is_a_line_too(void **state)
{
	const struct record record = {.kind = RECORD_KINDS};

	(void)state;
	assert_string_equal(said(&record), "a record of no kind");
}

static void eased_heads__are_named_with_what_they_may_press(void **state)
{
	struct memory before;
	struct memory after;
	char line[EVENT_LINE_BYTES];

	(void)state;
	memory_init(&before, 2);
	after = before;
	assert_int_equal(event_line_eased(line, &before, &after, &words, 0), 0);
	after.heads[0].ease_n = 24.26;
	after.heads[1].ease_n = 4.0;
	assert_true(event_line_eased(line, &before, &after, &words, 0) > 0);
	assert_string_equal(line + 25, "eased: head 1 (left upper back) to 24.3 N, head 2 (neck) "
				       "left out\n");
	before = after;
	assert_int_equal(event_line_eased(line, &before, &after, &words, 0), 0);
	after.heads[0].ease_n = 20.0;
	assert_true(event_line_eased(line, &before, &after, &words, 0) > 0);
	assert_string_equal(line + 25, "eased: head 1 (left upper back) to 20.0 N\n");
	memory_init(&after, 2);
	assert_true(event_line_eased(line, &before, &after, &words, 0) > 0);
	assert_string_equal(line + 25, "no longer eased: another client, or 12 h later\n");
}

static void heads_in_any_number__are_cut_to_a_line(void **state)
{
	struct memory before;
	struct memory after;
	char line[EVENT_LINE_BYTES + 1];
	size_t length = 0;

	(void)state;
	line[EVENT_LINE_BYTES] = 'x';
	memory_init(&before, HEADS_MAX);
	after = before;
	for (int i = 0; i < HEADS_MAX; i++) {
		after.heads[i].ease_n = i;
	}
	length = event_line_eased(line, &before, &after, &words, 0);
	assert_int_equal(length, EVENT_LINE_BYTES - 1);
	assert_int_equal(line[length - 1], '\n');
	assert_int_equal(line[length], '\0');
	assert_int_equal(line[EVENT_LINE_BYTES], 'x');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line__has_the_time_of_day_the_state_and_the_reason),
		cmocka_unit_test(a_fault__names_its_first_cause_and_the_head_counted_from_1),
		cmocka_unit_test(every_reason_in_every_state__fits_a_line),
		cmocka_unit_test(a_session__is_said_with_technique_intensity_and_minutes),
		cmocka_unit_test(comfort__is_said_when_asked_and_when_answered),
		cmocka_unit_test(a_refused_arm__is_said_with_what_to_do),
		cmocka_unit_test(a_head_that_still_presses__is_said_as_the_tablets_show_it),
		cmocka_unit_test(a_trigger_point__is_said_with_its_head_and_no_diagnosis),
		cmocka_unit_test(heat_off__is_said_with_the_reason),
		cmocka_unit_test(a_head_that_answers_otherwise__is_said_with_the_remedy),
		cmocka_unit_test(what_a_technique_lacks_on_its_way__is_said_with_how_it_goes_on),
		cmocka_unit_test(
			a_session_that_is_over__is_one_line_with_minutes_and_dose_of_each_region),
		cmocka_unit_test(the_longest_session__still_has_every_region_in_its_line),
		cmocka_unit_test(
			a_fault_that_was_injected__is_said_with_its_head_and_what_is_broken),
		cmocka_unit_test(every_fault__has_words_of_its_own),
		cmocka_unit_test(a_record_of_no_kind__is_a_line_too),
		cmocka_unit_test(eased_heads__are_named_with_what_they_may_press),
		cmocka_unit_test(heads_in_any_number__are_cut_to_a_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
