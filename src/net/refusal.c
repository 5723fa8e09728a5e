/*
 * refusal.c - sentences with the remedy in them, where there is one.
 */
#include "net/refusal.h"

#include <knead/arming.h>
#include <knead/condition.h>
#include <knead/screening.h>
#include <knead/unfit.h>

#include <stdio.h>

enum osc_error refusal_of_technique(const struct server_setup *setup, const struct snapshot *now,
				    int technique, char *text, size_t size)
{
	const struct technique *wanted = &setup->techniques[technique];
	char sentence[UNFIT_SENTENCE_BYTES];

	text[0] = '\0';
	if (now->unfit[technique] == FIT) {
		return ERROR_NONE;
	}
	unfit_sentence(sentence, sizeof(sentence), now->unfit[technique], wanted,
		       now->fit_ceiling_n[technique], now->heat_allowed);
	snprintf(text, size, "%s %s", wanted->title,
		 sentence[0] != '\0' ? sentence : "cannot be done here now");
	return ERROR_BAD_VALUE;
}

static enum osc_error refusal_of_answers(const struct snapshot *now, char *text, size_t size)
{
	int item = now->screening_item;
	bool known = item >= 0 && item < SCREENING_ITEMS;

	snprintf(text, size, "%s: %s", screening_words(item)->name,
		 screening_refusal(item, known ? now->screening[item] : ANSWER_YES));
	return ERROR_SCREENING;
}

enum osc_error refusal_of_arming(const struct server_setup *setup, const struct snapshot *now,
				 int technique, char *text, size_t size)
{
	text[0] = '\0';
	switch (now->arm_refusal) {
	case ARM_CLEAR:
		return ERROR_NONE;
	case ARM_SCREENING:
		return refusal_of_answers(now, text, size);
	case ARM_UNSIZED:
	case ARM_UNPLACED:
	case ARM_HAND:
	case ARM_ZERO:
	case ARM_CALIBRATION:
	case ARM_SENSOR:
	case ARM_TOUCHED:
	case ARM_STILL:
		arm_tell(text, size, now->arm_refusal, now->arm_spot);
		return ERROR_BAD_VALUE;
	case ARM_RECORDING:
		recording_tell(text, size, now->recording, setup->room);
		return ERROR_BAD_VALUE;
	case ARM_TECHNIQUE:
		if (technique < setup->technique_count) {
			(void)refusal_of_technique(setup, now, technique, text, size);
		}
		break;
	case ARM_REFUSALS:
		break;
	}
	if (text[0] == '\0') {
		snprintf(text, size, "the technique does not fit this rig now");
	}
	return ERROR_BAD_VALUE;
}

static enum osc_error refuse(enum osc_error error, const char *why, char *text, size_t size)
{
	snprintf(text, size, "%s", why);
	return error;
}

enum osc_error refusal_of_command(const struct server_setup *setup, const struct snapshot *now,
				  enum osc_id id, int technique, char *text, size_t size)
{
	text[0] = '\0';
	if (id == ID_RESET && (now->conditions & COND_TRIP_BITS) != 0) {
		return refuse(ERROR_FAULT_ACTIVE, "the cause is still there", text, size);
	}
	if (id == ID_RESET && (now->conditions & COND_BIT(COND_RELEASED)) == 0) {
		return refuse(ERROR_FAULT_ACTIVE, "a head still presses", text, size);
	}
	if (id == ID_RESET && setup->rig->control != CONTROL_BENCH && !now->confirm_held) {
		return refuse(ERROR_LOCKED,
			      "press the confirm button at the rig: it resets by itself", text,
			      size);
	}
	if (id != ID_ARM && id != ID_START && id != ID_RESUME) {
		return ERROR_NONE;
	}
	if (now->state == STATE_FAULT) {
		return refuse(ERROR_FAULT_ACTIVE, arm_state_sentence(now->state), text, size);
	}
	if (id == ID_ARM && arm_state_sentence(now->state)[0] != '\0') {
		return refuse(ERROR_BUSY, arm_state_sentence(now->state), text, size);
	}
	if (id == ID_START && now->state != STATE_ARMED) {
		return refuse(ERROR_NOT_ARMED, "arm first", text, size);
	}
	if (id == ID_RESUME && now->state != STATE_PAUSED) {
		return refuse(ERROR_NOT_ARMED, "nothing is paused", text, size);
	}
	return refusal_of_arming(setup, now, technique, text, size);
}
