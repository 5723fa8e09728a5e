/*
 * view.c - reads a row's value out of what was asked and what the core shows. Indices in a snapshot
 * are checked all the same.
 */
#include "net/view.h"

#include "net/view_helm.h"
#include "net/view_session.h"

#include <knead/state.h>
#include <knead/trip.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

static double field_number(const struct view *view, const struct osc_field *field, int index)
{
	const unsigned char *at = field->place == IN_COMMAND
					  ? (const unsigned char *)&view->asked->command
					  : (const unsigned char *)view->now;
	double number;
	bool on;

	at += field->offset + (size_t)index * field->stride;
	if (field->store == STORE_BOOL) {
		memcpy(&on, at, sizeof(on));
		return on ? 1.0 : 0.0;
	}
	memcpy(&number, at, sizeof(number));
	return number;
}

static void view_plain(const struct view *view, const struct osc_entry *entry, int index,
		       struct value *values)
{
	values[0].number = field_number(view, &entry->field, index);
}

/* Coarse enough that a change is worth saying. */
static void round_values(const struct osc_entry *entry, struct value *values)
{
	for (size_t i = 0; entry->grain > 0.0 && entry->types[i] != '\0'; i++) {
		values[i].number = round(values[i].number / entry->grain) * entry->grain;
	}
}

static void view_technique(const struct view *view, struct value *values)
{
	int technique = view->asked->command.technique;

	value_put_text(&values[0], technique < view->setup->technique_count
					   ? view->setup->techniques[technique].name
					   : "");
}

static void view_patient(const struct view *view, struct value *values)
{
	int patient = view->asked->order.patient;

	value_put_text(&values[0], patient < view->setup->patient_count
					   ? view->setup->patient_names[patient]
					   : "");
}

static void view_focus_xy(const struct view *view, struct value *values)
{
	values[0].number = view->asked->focus_x;
	values[1].number = (view->asked->command.balance + 1.0) / 2.0;
}

static void view_state(const struct view *view, struct value *values)
{
	value_put_text(&values[0], state_name(view->now->state));
}

static void view_reason(const struct view *view, struct value *values)
{
	const struct snapshot *now = view->now;
	char sentence[TRIP_SENTENCE_BYTES];

	if (!view_is_alive(now)) {
		value_put_text(&values[0], "starting");
		return;
	}
	if (now->state == STATE_FAULT && (now->conditions & COND_BIT(COND_RELEASE_LATE)) != 0) {
		/* whatever came first: somebody must act on this one now */
		value_put_text(&values[0], condition_words(COND_RELEASE_LATE)->sentence);
		return;
	}
	if (now->reason < COND_TRIPS && now->reason == now->cause && now->cause_head >= 0) {
		trip_tell(sentence, sizeof(sentence), now->reason, now->cause_sensor);
		snprintf(values[0].text, sizeof(values[0].text), "head %d: %s", now->cause_head + 1,
			 sentence);
		return;
	}
	value_put_text(&values[0], condition_words(snapshot_told(now, now->reason))->sentence);
}

static void view_step(const struct view *view, struct value *values)
{
	const struct snapshot *now = view->now;
	enum stroke_kind kind = STROKE_NONE;

	if (now->technique >= 0 && now->technique < view->setup->technique_count) {
		const struct technique *technique = &view->setup->techniques[now->technique];
		int stroke = now->hands.stroke;

		/* without a hand there is no stroke, whatever its number says */
		if (now->hands.count > 0 && stroke >= 0 && stroke < technique->stroke_count) {
			kind = technique->strokes[stroke].kind;
		}
	}
	value_put_text(&values[0], stroke_kind_name(kind));
	value_put_text(&values[1], region_facts(now->hands.region)->name);
}

static void view_fault(const struct view *view, struct value *values)
{
	const struct snapshot *now = view->now;
	enum condition cause = view_is_alive(now) ? snapshot_told(now, now->cause) : COND_COUNT;

	values[0].number = cause < COND_TRIPS && now->cause_head >= 0 ? now->cause_head + 1 : 0;
	value_put_text(&values[1], condition_words(cause)->name);
	trip_tell(values[2].text, sizeof(values[2].text), cause, now->cause_sensor);
}

static void view_hand(const struct view *view, int index, struct value *values)
{
	const struct hand *hand = &view->now->hands.hands[index];

	if (index < view->now->hands.count) {
		values[0].number = hand->x_m;
		values[1].number = hand->y_m;
		values[2].number = hand->force_n;
	}
}

void view_values(const struct view *view, const struct osc_entry *entry, int index,
		 struct value values[VALUES_MAX])
{
	static void (*const special[ID_COUNT])(const struct view *, struct value *) = {
		[ID_TECHNIQUE] = view_technique, [ID_SIM_PATIENT] = view_patient,
		[ID_FOCUS_XY] = view_focus_xy,   [ID_STATE] = view_state,
		[ID_REASON] = view_reason,       [ID_STEP] = view_step,
		[ID_FAULT] = view_fault,
	};

	for (size_t i = 0; entry->types[i] != '\0'; i++) {
		values[i].type = entry->types[i];
		values[i].number = 0.0;
		values[i].text[0] = '\0';
	}
	if (entry->id == ID_HAND) {
		view_hand(view, index, values);
	} else if (special[entry->id] != NULL) {
		special[entry->id](view, values);
	} else if (!view_helm(view, entry, values) && !view_session(view, entry, index, values)) {
		view_plain(view, entry, index, values);
	}
	round_values(entry, values);
}
