/*
 * asked.c - writes parameters, presses and orders; the limits here are those of the table, and the
 * core applies its own again.
 */
#include "net/asked.h"

#include "net/refusal.h"

#include <knead/fault_fit.h>

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define TECHNIQUE_START "swedish"
#define TRUE_FROM       0.5
#define PAD_REACH       0.25 /* of the pad's length: a region that far has 0.6 of the focus [P] */
#define PAD_MIDDLE      0.5

/* The one of that name, or -1. */
static int technique_named(const struct server_setup *setup, const char *name)
{
	for (int i = 0; i < setup->technique_count; i++) {
		if (strcmp(setup->techniques[i].name, name) == 0) {
			return i;
		}
	}
	return -1;
}

void asked_init(struct asked *asked, const struct server_setup *setup)
{
	int first = technique_named(setup, TECHNIQUE_START);

	*asked = (struct asked){.focus_x = PAD_MIDDLE};
	command_init(&asked->command);
	asked->command.technique = first >= 0 ? first : 0;
}

void asked_publish(struct asked *asked, const struct server_setup *setup, int64_t t_ns)
{
	asked->command.heard_t_ns = t_ns;
	memcpy(mailbox_back(setup->commands), &asked->command, sizeof(asked->command));
	mailbox_publish(setup->commands);
	if (setup->orders != NULL) {
		memcpy(mailbox_back(setup->orders), &asked->order, sizeof(asked->order));
		mailbox_publish(setup->orders);
	}
}

void asked_press(struct asked *asked, const struct osc_entry *entry)
{
	unsigned char *field = (unsigned char *)&asked->command + entry->field.offset;
	uint32_t presses;

	memcpy(&presses, field, sizeof(presses));
	presses++;
	memcpy(field, &presses, sizeof(presses));
}

static void set_field(struct command *command, const struct osc_field *field, int index,
		      double number)
{
	unsigned char *at =
		(unsigned char *)command + field->offset + (size_t)index * field->stride;

	if (field->store == STORE_BOOL) {
		bool on = number >= TRUE_FROM;

		memcpy(at, &on, sizeof(on));
	} else {
		memcpy(at, &number, sizeof(number));
	}
}

static enum osc_error find_technique(const struct server_setup *setup, struct args *args,
				     int *index)
{
	const struct value *wanted = &args->at[0];

	if (value_is_number(wanted->type)) {
		return args_whole(wanted, 0.0, setup->technique_count - 1, index)
			       ? ERROR_NONE
			       : args_refuse(args, ERROR_BAD_VALUE, "no technique has that index");
	}
	*index = technique_named(setup, wanted->text);
	return *index >= 0 ? ERROR_NONE
			   : args_refuse(args, ERROR_BAD_VALUE, "no technique has that name");
}

static enum osc_error set_technique(struct asked *asked, const struct server_setup *setup,
				    const struct snapshot *now, struct args *args)
{
	int index = 0;
	enum osc_error error = find_technique(setup, args, &index);

	if (error == ERROR_NONE) {
		error = refusal_of_technique(setup, now, index, args->detail, sizeof(args->detail));
	}
	if (error == ERROR_NONE) {
		asked->command.technique = index;
	}
	return error;
}

static enum osc_error set_screening(struct asked *asked, int item, struct args *args)
{
	enum answer answer = answer_named(args->at[0].text);

	if (answer == ANSWER_NONE) {
		return args_refuse(args, ERROR_BAD_VALUE, "answer yes, no or consent");
	}
	asked->command.screening[item] = answer;
	asked->command.screening_answers[item]++;
	return ERROR_NONE;
}

static enum osc_error set_comfort(struct asked *asked, struct args *args)
{
	int comfort;

	if (!args_whole(&args->at[0], 0.0, COMFORT_WORST, &comfort)) {
		return args_refuse(args, ERROR_BAD_VALUE, "a whole number 0..10 is needed");
	}
	asked->command.comfort = comfort;
	asked->command.comfort_answers++;
	return ERROR_NONE;
}

static bool has_heads(const struct rig *rig, enum region region)
{
	for (int i = 0; i < rig->head_count; i++) {
		if (rig->heads[i].region == region) {
			return true;
		}
	}
	return false;
}

static double middle_m(enum region region)
{
	return (region_facts(region)->x_from_m + region_facts(region)->x_to_m) / 2.0;
}

/*
 * The pad's x spans the regions this rig reaches; each gets focus by its distance from the finger.
 */
static void set_focus_x(struct asked *asked, const struct rig *rig, double x)
{
	double low_m = HUGE_VAL;
	double high_m = -HUGE_VAL;

	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		double m = middle_m((enum region)r);

		if (has_heads(rig, (enum region)r)) {
			low_m = m < low_m ? m : low_m;
			high_m = m > high_m ? m : high_m;
		}
	}
	asked->focus_x = x;
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		double place = PAD_MIDDLE;
		double away;

		if (!has_heads(rig, (enum region)r)) {
			continue;
		}
		if (high_m > low_m) {
			place = (middle_m((enum region)r) - low_m) / (high_m - low_m);
		}
		away = (x - place) / PAD_REACH;
		asked->command.focus[r] = exp(-away * away / 2.0);
	}
}

static enum osc_error set_patient(struct asked *asked, const struct server_setup *setup,
				  struct args *args)
{
	for (int i = 0; i < setup->patient_count; i++) {
		if (strcmp(setup->patient_names[i], args->at[0].text) == 0) {
			asked->order.patient = i;
			return ERROR_NONE;
		}
	}
	return args_refuse(args, ERROR_BAD_VALUE, "no patient has that name");
}

enum osc_error asked_set(struct asked *asked, const struct server_setup *setup,
			 const struct snapshot *now, const struct osc_entry *entry, int index,
			 struct args *args)
{
	if (entry->id == ID_TECHNIQUE) {
		return set_technique(asked, setup, now, args);
	}
	if (entry->id == ID_SCREENING) {
		return set_screening(asked, index, args);
	}
	if (entry->id == ID_COMFORT) {
		return set_comfort(asked, args);
	}
	if (entry->id == ID_SIM_PATIENT) {
		return set_patient(asked, setup, args);
	}
	if (entry->id == ID_FOCUS_XY) {
		set_focus_x(asked, setup->rig, args->at[0].number);
		asked->command.balance = 2.0 * args->at[1].number - 1.0;
		return ERROR_NONE;
	}
	set_field(&asked->command, &entry->field, index, args->at[0].number);
	asked->command.heights += entry->id == ID_HEIGHT;
	asked->command.placings += entry->id == ID_PLACED;
	return ERROR_NONE;
}

/* One more would push out one that nobody has seen yet. */
static bool is_full(const struct asked *asked, const struct server_setup *setup)
{
	return setup->faults_obeyed != NULL &&
	       asked->order.fault_orders -
			       atomic_load_explicit(setup->faults_obeyed, memory_order_relaxed) >=
		       FAULTS_KEPT;
}

static enum osc_error order_fault(struct asked *asked, const struct server_setup *setup,
				  struct args *args)
{
	enum fault_kind kind = fault_kind_named(args->at[0].text);
	int head;

	if (!args_whole(&args->at[1], 0.0, INT_MAX, &head)) {
		return args_refuse(args, ERROR_BAD_VALUE,
				   "head: a whole number is needed; 0 is all");
	}
	fault_refusal(args->detail, sizeof(args->detail), kind, head, args->at[2].number,
		      setup->rig);
	if (args->detail[0] != '\0') {
		return ERROR_BAD_VALUE;
	}
	if (is_full(asked, setup)) {
		snprintf(args->detail, sizeof(args->detail),
			 "not taken: %d faults wait to be obeyed, again in a moment", FAULTS_KEPT);
		return ERROR_BUSY;
	}
	if (kind == FAULT_NET_STALL) {
		asked->stall_s = fault_lasts_s(args->at[2].number, FAULT_LATE_USUAL_S);
	}
	sim_order_add(&asked->order, kind, head, args->at[2].number);
	return ERROR_NONE;
}

static enum osc_error order_button(struct asked *asked, struct args *args)
{
	bool held = args->at[1].number >= TRUE_FROM;

	if (strcmp(args->at[0].text, "stop") == 0) {
		asked->stop_held = held;
	} else if (strcmp(args->at[0].text, "hand") == 0) {
		asked->hand_held = held;
	} else if (strcmp(args->at[0].text, "confirm") == 0) {
		asked->order.reset_held = held;
	} else {
		return args_refuse(args, ERROR_BAD_VALUE, "buttons: stop, hand, confirm");
	}
	asked->order.stop_open = asked->stop_held;
	asked->order.hand_held = asked->hand_held;
	return ERROR_NONE;
}

enum osc_error asked_order(struct asked *asked, const struct server_setup *setup,
			   const struct osc_entry *entry, struct args *args)
{
	if (entry->id == ID_SIM_FAULT) {
		return order_fault(asked, setup, args);
	}
	return order_button(asked, args);
}
