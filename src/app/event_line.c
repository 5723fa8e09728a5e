#include "app/event_line.h"

#include "app/event_fault.h"

#include <knead/arming.h>
#include <knead/trip.h>
#include <knead/unfit.h>

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define NS_PER_S   INT64_C(1000000000)
#define NS_PER_MS  INT64_C(1000000)
#define S_PER_MIN  60.0
#define PA_PER_KPA 1000.0
#define SAME_N     1e-6

/* A line that is being written; a place for the newline and the end is always left. */
struct line {
	char *text;
	size_t used;
};

__attribute__((format(printf, 2, 3))) static void say(struct line *line, const char *format, ...)
{
	const size_t room = EVENT_LINE_BYTES - 1 - line->used;
	va_list arguments;
	int length = 0;

	va_start(arguments, format);
	length = vsnprintf(line->text + line->used, room, format, arguments);
	va_end(arguments);
	if (length > 0) {
		line->used += (size_t)length < room ? (size_t)length : room - 1;
	}
}

static struct line begin(char text[EVENT_LINE_BYTES], int64_t wall_ns)
{
	const time_t seconds = (time_t)(wall_ns / NS_PER_S);
	struct line line = {.text = text};
	struct tm utc = {0};

	gmtime_r(&seconds, &utc);
	line.used = strftime(text, EVENT_LINE_BYTES, "%Y-%m-%dT%H:%M:%S", &utc);
	say(&line, ".%03dZ ", (int)(wall_ns % NS_PER_S / NS_PER_MS));
	return line;
}

static size_t end(struct line *line)
{
	line->text[line->used++] = '\n';
	line->text[line->used] = '\0';
	return line->used;
}

/* ---- words ---- */

static const char *technique_title(const struct event_words *words, int technique)
{
	return technique >= 0 && technique < words->technique_count
		       ? words->techniques[technique].title
		       : "an unknown technique";
}

static void say_head(struct line *line, const struct event_words *words, int head)
{
	static const char *const sides[] = {"", "left ", "right "};
	const struct head *facts = NULL;

	say(line, "head %d", head + 1);
	if (head < 0 || head >= words->rig->head_count) {
		return;
	}
	facts = &words->rig->heads[head];
	say(line, " (%s%s)", sides[(unsigned)facts->side <= SIDE_RIGHT ? facts->side : SIDE_NONE],
	    region_facts(facts->region)->title);
}

static void say_unfit(struct line *line, const struct refusal_record *refusal,
		      const struct event_words *words)
{
	const int technique = refusal->technique;
	char sentence[UNFIT_SENTENCE_BYTES] = "";

	if (technique >= 0 && technique < words->technique_count) {
		unfit_sentence(sentence, sizeof(sentence), refusal->unfit,
			       &words->techniques[technique], refusal->fit_ceiling_n,
			       refusal->heat_allowed);
	}
	say(line, "%s %s", technique_title(words, technique),
	    sentence[0] != '\0' ? sentence : "does not fit this rig now");
}

/* ---- one kind each ---- */

static void say_state(struct line *line, const struct state_record *state)
{
	const bool is_cause = state->reason == state->cause && state->cause != COND_COUNT;
	char why[TRIP_SENTENCE_BYTES];

	if (is_cause) {
		trip_tell_head(why, sizeof(why), state->cause, state->cause_head,
			       state->cause_sensor);
	} else {
		trip_tell(why, sizeof(why), state->reason, SENSOR_NONE);
	}
	say(line, "%s", state_name(state->state));
	if (why[0] != '\0') {
		say(line, ": %s", why);
	}
	if (state->cause != COND_COUNT && !is_cause) {
		trip_tell_head(why, sizeof(why), state->cause, state->cause_head,
			       state->cause_sensor);
		say(line, "; first cause: %s", why);
	}
}

static void say_refusal(struct line *line, const struct refusal_record *refusal,
			const struct event_words *words)
{
	char sentence[EVENT_LINE_BYTES] = "";

	say(line, "not armed: ");
	if (arm_state_sentence(refusal->state)[0] != '\0') {
		say(line, "%s", arm_state_sentence(refusal->state));
	} else if (refusal->why == ARM_SCREENING) {
		say(line, "screening, %s: %s; %s", screening_words(refusal->item)->name,
		    answer_name(refusal->answer),
		    screening_refusal(refusal->item, refusal->answer));
	} else if (refusal->why == ARM_RECORDING) {
		recording_tell(sentence, sizeof(sentence), refusal->recording, words->room);
		say(line, "%s", sentence);
	} else if (refusal->why == ARM_TECHNIQUE) {
		say_unfit(line, refusal, words);
	} else if (arm_sentence(refusal->why)[0] != '\0') {
		arm_tell(sentence, sizeof(sentence), refusal->why, refusal->spot);
		say(line, "%s", sentence);
	} else {
		say(line, "%s", refusal->ready ? "not now" : "not every sensor is live");
	}
}

static void say_trigger(struct line *line, const struct trigger_view *trigger,
			const struct event_words *words)
{
	say(line, "trigger point %s under ",
	    trigger->state == TRIGGER_FOUND      ? "found"
	    : trigger->state == TRIGGER_RELEASED ? "released"
	    : trigger->state == TRIGGER_SPARED   ? "spared"
						 : "given up");
	say_head(line, words, trigger->head);
	if (trigger->state == TRIGGER_FOUND) {
		say(line, ": %.1f times as stiff as around it, confidence %.2f, no diagnosis",
		    trigger->ratio, trigger->confidence);
	} else if (trigger->state == TRIGGER_SPARED) {
		say(line, ": less may be pressed there than it takes");
	} else {
		say(line, ", held %.0f s", trigger->held_s);
	}
}

static void say_lacks(struct line *line, const struct lacks_record *lacks,
		      const struct event_words *words)
{
	const bool known = lacks->technique >= 0 && lacks->technique < words->technique_count;
	char sentence[LACKS_SENTENCE_BYTES] = "";

	if (known) {
		lacks_sentence(sentence, sizeof(sentence), lacks->unfit,
			       &words->techniques[lacks->technique], lacks->fit_ceiling_n,
			       lacks->heat_allowed);
		if (lacks->unfit == FIT && sentence[0] == '\0') {
			idle_sentence(sentence, sizeof(sentence), lacks->idle_strokes,
				      &words->techniques[lacks->technique]);
		}
	}
	say(line, "%s %s", technique_title(words, lacks->technique),
	    sentence[0] != '\0' ? sentence : "has what it needs again");
}

static void say_heat_off(struct line *line, const struct heat_record *heat,
			 const struct event_words *words)
{
	say(line, "heat off");
	if (heat->head != HEAD_NONE) {
		say(line, " at ");
		say_head(line, words, heat->head);
		say(line, ": this place had its share of warmth");
	} else if (heat->item >= 0 && heat->item < SCREENING_ITEMS) {
		say(line, ": the answer to %s forbids it", screening_words(heat->item)->name);
	} else {
		say(line, ": it is not allowed now");
	}
}

static void say_answers(struct line *line, const struct answers_record *answers,
			const struct event_words *words)
{
	say_head(line, words, answers->head);
	if (answers->off) {
		say(line,
		    " does not answer its orders as the rig file and its calibration say; run "
		    "knead calibrate %d",
		    answers->head + 1);
	} else {
		say(line, " answers its orders as it should again");
	}
}

/* Each reason that there was. */
static void say_lowered(struct line *line, const uint32_t lowered[CLAMPS])
{
	const char *divider = "; the last check allowed less than was asked ";

	for (int c = 0; c < CLAMPS; c++) {
		if (lowered[c] > 0) {
			say(line, "%s%u %s %s", divider, lowered[c],
			    lowered[c] == 1 ? "time" : "times", clamp_words((enum clamp)c));
			divider = ", ";
		}
	}
}

/* Regions that were neither worked nor pressed are left out. */
static void say_over(struct line *line, const struct over_record *over)
{
	const char *divider = "; by region, minutes worked and pressing felt of wanted (kPa s): ";

	say(line, "session over: %.1f min", over->elapsed_s / S_PER_MIN);
	say_lowered(line, over->lowered);
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		if (over->worked_s[r] > 0.0f || over->felt_pa_s[r] > 0.0f ||
		    over->wanted_pa_s[r] > 0.0f) {
			say(line, "%s%s %.1f, %.0f of %.0f", divider,
			    region_facts((enum region)r)->title,
			    (double)over->worked_s[r] / S_PER_MIN,
			    (double)over->felt_pa_s[r] / PA_PER_KPA,
			    (double)over->wanted_pa_s[r] / PA_PER_KPA);
			divider = "; ";
		}
	}
}

/* As by /sim/fault; it says what the simulator does, and nothing of what anybody noticed. */
static void say_injected(struct line *line, const struct injected_record *injected,
			 const struct event_words *words)
{
	const int first = injected->head > 0 ? injected->head - 1 : 0;
	const bool known = first < words->rig->head_count;
	char fault[EVENT_FAULT_BYTES] = "";

	say(line, injected->kind == FAULT_NONE ? "injected faults taken back" : "fault injected");
	if (injected->head > 0 && event_fault_has_head(injected->kind)) {
		say(line, ", ");
		say_head(line, words, injected->head - 1);
	} else if (event_fault_has_head(injected->kind)) {
		say(line, ", every head");
	}
	if (injected->kind != FAULT_NONE) {
		event_fault_say(fault, injected->kind, injected->magnitude,
				known ? words->rig->heads[first].actuator.kind : ACTUATOR_PRESSURE);
		say(line, ": %s", fault);
	}
}

static void say_phase(struct line *line, enum session_phase phase)
{
	say(line, "phase: %s",
	    phase == PHASE_WARM_UP   ? "warm-up"
	    : phase == PHASE_WORK    ? "work"
	    : phase == PHASE_CLOSING ? "closing"
				     : "none");
}

static void say_session(struct line *line, const struct session_record *session,
			const struct event_words *words)
{
	say(line, "session: %s, intensity %.2f, %.0f min",
	    technique_title(words, session->technique), session->intensity,
	    session->duration_s / S_PER_MIN);
}

size_t event_line(char text[EVENT_LINE_BYTES], const struct record *record,
		  const struct event_words *words, int64_t wall_ns)
{
	struct line line = begin(text, wall_ns);

	switch (record->kind) {
	case RECORD_STATE:
		say_state(&line, &record->is.state);
		break;
	case RECORD_PRESSES:
		say(&line, "%s", condition_words(COND_RELEASE_LATE)->sentence);
		break;
	case RECORD_BEGAN:
		say_session(&line, &record->is.session, words);
		break;
	case RECORD_TECHNIQUE:
		say(&line, "technique: %s", technique_title(words, record->is.session.technique));
		break;
	case RECORD_PHASE:
		say_phase(&line, record->is.phase);
		break;
	case RECORD_COMFORT_ASKED:
		say(&line, "comfort: asked");
		break;
	case RECORD_COMFORT_ANSWERED:
		say(&line, "comfort: answered %d of 10", record->is.comfort);
		break;
	case RECORD_ARM_REFUSED:
		say_refusal(&line, &record->is.refusal, words);
		break;
	case RECORD_TRIGGER:
		say_trigger(&line, &record->is.trigger, words);
		break;
	case RECORD_HEAT_OFF:
		say_heat_off(&line, &record->is.heat, words);
		break;
	case RECORD_ANSWERS:
		say_answers(&line, &record->is.answers, words);
		break;
	case RECORD_LACKS:
		say_lacks(&line, &record->is.lacks, words);
		break;
	case RECORD_OVER:
		say_over(&line, &record->is.over);
		break;
	case RECORD_INJECTED:
		say_injected(&line, &record->is.injected, words);
		break;
	case RECORD_KINDS:
	default:
		say(&line, "a record of no kind");
	}
	return end(&line);
}

size_t event_line_said(char line[EVENT_LINE_BYTES], const char *text, int64_t wall_ns)
{
	struct line said = begin(line, wall_ns);

	say(&said, "%s", text);
	return end(&said);
}

static bool is_eased(double ease_n)
{
	return !(ease_n >= FORCE_HARD_N - SAME_N);
}

size_t event_line_eased(char text[EVENT_LINE_BYTES], const struct memory *before,
			const struct memory *after, const struct event_words *words,
			int64_t wall_ns)
{
	struct line line = begin(text, wall_ns);
	const char *divider = "eased: ";
	bool freed = false;

	for (int i = 0; i < after->head_count; i++) {
		double now_n = after->heads[i].ease_n;

		if (is_eased(now_n) && !(now_n >= before->heads[i].ease_n - SAME_N)) {
			say(&line, "%s", divider);
			say_head(&line, words, i);
			say(&line, now_n < EASE_LEFT_OUT_N ? " left out" : " to %.1f N", now_n);
			divider = ", ";
		}
		freed = freed || (is_eased(before->heads[i].ease_n) && !is_eased(now_n));
	}
	if (freed) {
		say(&line, "%sno longer eased: another client, or 12 h later",
		    divider[0] == ',' ? "; " : "");
		divider = ", ";
	}
	return divider[0] == ',' ? end(&line) : 0;
}
