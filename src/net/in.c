/*
 * in.c - one message, dispatched by the table. Nothing here waits, nothing is kept for later, and no message
 * costs more than a bounded amount of work.
 */
#include "net/in.h"

#include "net/channels.h"
#include "net/match.h"
#include "net/members.h"
#include "net/osc_address.h"
#include "net/query.h"
#include "net/refusal.h"
#include "net/say.h"
#include "net/turned.h"
#include "net/wire.h"

#include <stdio.h>
#include <string.h>

/* What the packet around a message says about it. */
struct context {
	int commands; /* in the same bundle; 1 outside of one */
};

static bool may_press(enum state state)
{
	return state != STATE_BOOT && state != STATE_SELFTEST && state != STATE_IDLE;
}

/* A pattern brings the same one to each of its members. */
static void hear_token(struct in *in, const char *token)
{
	if (token[0] == '\0' || strcmp(in->token, token) != 0) {
		in->tablet = helm_hear(in->helm, &in->from, token, in->view.t_ns);
		snprintf(in->token, sizeof(in->token), "%s", token);
	}
}

/* Of a command that is not taken the log tells, too: whoever pressed may stand there and wonder. */
static enum osc_error take(struct in *in, const struct osc_entry *entry, struct args *args)
{
	const enum osc_error error = helm_admit(in->helm, entry, args, in->tablet, &in->from,
						may_press(in->view.now->state), in->view.t_ns);

	if (error != ERROR_NONE && (entry->kind == OSC_COMMAND || entry->guarded)) {
		turned_note(&in->turned, error, in->tablet,
			    tablets_name(&in->helm->tablets, in->tablet), entry, args->detail);
	}
	return error;
}

/* May whoever sent this send it, and as it came? */
static enum osc_error admit(struct in *in, const struct osc_entry *entry,
			    const struct wire_message *message, const struct context *context,
			    struct args *args)
{
	const struct value *token = in->helm->on ? args_of(args, entry, 't') : NULL;

	if (token != NULL) {
		hear_token(in, token->text);
	}
	if (entry->guarded && context->commands > 1) {
		return args_refuse(args, ERROR_BAD_VALUE, "not in one bundle with another command");
	}
	if (entry->guarded && !message->immediate) {
		return args_refuse(args, ERROR_FUTURE_TIMETAG,
				   "only with the time tag immediately");
	}
	return take(in, entry, args);
}

/* Why the core would not obey this guarded command now, or ERROR_NONE. */
static enum osc_error check_guarded(struct in *in, const struct osc_entry *entry, struct args *args)
{
	enum osc_error error = ERROR_NONE;

	helm_tell(in->helm, &in->asked->command);
	(void)seen_wait(&in->seen, in->asked, &in->view);
	error = refusal_of_command(in->setup, in->view.now, entry->id, in->asked->command.technique,
				   args->detail, sizeof(args->detail));
	if (error != ERROR_NONE && entry->id == ID_ARM) {
		in->asked->command.arm_refusals++;
	}
	return error;
}

/* A datagram can come twice. Where each press does more, the second of two so close is no press. */
static bool is_doubled(struct in *in, const struct osc_entry *entry)
{
	int64_t *pressed_ns = &in->pressed_ns[entry->id];
	const bool doubled =
		entry->counted && *pressed_ns != 0 && in->view.t_ns - *pressed_ns < PRESS_AGAIN_NS;

	if (!doubled) {
		*pressed_ns = in->view.t_ns;
	}
	return doubled;
}

static void hear_command(struct in *in, const struct osc_entry *entry, int index,
			 const struct wire_message *message, const struct context *context)
{
	struct args args;
	enum osc_error error;

	(void)index;
	if (entry->id == ID_STOP) {
		return; /* obeyed already, before anything was parsed */
	}
	error = args_read(entry, message, &args);
	if (error == ERROR_NONE && !args_fire(&args)) {
		return;
	}
	if (error == ERROR_NONE) {
		error = admit(in, entry, message, context, &args);
	}
	if (error == ERROR_NONE && entry->guarded) {
		error = check_guarded(in, entry, &args);
	}
	if (error != ERROR_NONE) {
		in_refuse(in, error, message->path, args.detail);
		return;
	}
	if (is_doubled(in, entry)) {
		return;
	}
	asked_press(in->asked, entry);
	seen_ask(&in->seen);
	if (entry->id == ID_PAUSE) {
		helm_halt(in->helm, in->view.t_ns);
	}
}

/* An order to the simulated rig, or a question to us. */
static void hear_request(struct in *in, const struct osc_entry *entry, int index,
			 const struct wire_message *message, const struct context *context)
{
	struct args args;
	enum osc_error error = args_read(entry, message, &args);

	(void)index;
	if (error == ERROR_NONE) {
		error = admit(in, entry, message, context, &args);
	}
	if (error == ERROR_NONE) {
		error = entry->kind == OSC_ORDER ? asked_order(in->asked, in->setup, entry, &args)
						 : query_answer(in, entry, &args);
	}
	if (error == ERROR_BUSY && entry->kind == OSC_ORDER) {
		in_refuse_order(in, error, message->path, args.detail);
	} else if (error != ERROR_NONE) {
		in_refuse(in, error, message->path, args.detail);
	}
}

/* False where no more is said to the sender now. */
static bool answer_value(struct in *in, const struct osc_entry *entry, int index,
			 const char *asked_as)
{
	struct endpoint to = peers_answer_to(in->peers, &in->from);
	struct value values[VALUES_MAX];
	char path[OSC_PATH_MAX];

	if (!in_may_reply(in, asked_as)) {
		return false;
	}
	osc_address_write(entry, index, path);
	in->view.tablet = in->tablet;
	view_values(&in->view, entry, index, values);
	in->view.tablet = 0; /* the view is everybody's */
	say_values(in->outlet, &to, path, entry->types, values);
	return true;
}

/* What technique fits may rest on what was changed just before: a refusal is then judged anew. */
static enum osc_error set_judged(struct in *in, const struct osc_entry *entry, int index,
				 struct args *args)
{
	enum osc_error error = asked_set(in->asked, in->setup, in->view.now, entry, index, args);

	if (error != ERROR_NONE && entry->id == ID_TECHNIQUE &&
	    seen_wait(&in->seen, in->asked, &in->view)) {
		error = asked_set(in->asked, in->setup, in->view.now, entry, index, args);
	}
	return error;
}

/*
 * Sets and echoes. A refused wish is followed by the true value, so that the fader snaps back. Somebody
 * who subscribes hears the echo with all the others; somebody who does not gets one of his own.
 */
static void set_parameter(struct in *in, const struct osc_entry *entry, int index,
			  const struct wire_message *message, const struct context *context)
{
	struct args args;
	enum osc_error error = args_read(entry, message, &args);
	char path[OSC_PATH_MAX];

	if (error == ERROR_NONE) {
		error = admit(in, entry, message, context, &args);
	}
	if (error == ERROR_NONE && entry->at_rest && may_press(in->view.now->state)) {
		error = args_refuse(&args, ERROR_LOCKED, "only while nothing presses: stop first");
	}
	if (error == ERROR_NONE) {
		error = set_judged(in, entry, index, &args);
	}
	if (error == ERROR_NONE) {
		seen_ask(&in->seen);
		channels_touch(in->channels, entry, index, in->view.t_ns);
	} else {
		osc_address_write(entry, index, path);
		in_refuse(in, error, path, args.detail);
	}
	if (error != ERROR_NONE || peers_find(in->peers, &in->from) == NULL) {
		in_owe(in, entry, index);
	}
}

static void hear_value(struct in *in, const struct osc_entry *entry, int index,
		       const struct wire_message *message, const struct context *context)
{
	if (message->types[0] == '\0') {
		(void)answer_value(in, entry, index, message->path);
	} else if (entry->kind == OSC_PARAMETER) {
		set_parameter(in, entry, index, message, context);
	} else {
		in_refuse(in, ERROR_BAD_TYPE, message->path, "read only: no arguments");
	}
}

/* Strangers cannot use up what is kept for those who are paired. */
static bool find_members(struct in *in, const char *pattern, struct members *found)
{
	struct budget *budget = &in->patterns[in->tablet != 0 ? 1 : 0];
	unsigned long before = in->match_steps;
	bool within;

	if (!budget_has(budget, MEMBERS_STEPS_AT_ONCE, MEMBERS_STEPS_A_S, in->view.t_ns)) {
		return false;
	}
	within = members_find(in->setup, pattern, &in->match_steps, found);
	budget_spend(budget, (double)(in->match_steps - before));
	return within;
}

/* Reads or sets every one of them, until no more is said; how many. */
static int hear_members(struct in *in, const struct members *found,
			const struct wire_message *message)
{
	static const struct context alone = {.commands = 0};
	const bool sets = message->types[0] != '\0';
	bool more = true;
	int heard = 0;

	for (int i = 0; more && i < found->count; i++) {
		const struct member *member = &found->members[i];

		if (!sets) {
			more = answer_value(in, member->entry, member->index, message->path);
			heard++;
		} else if (member->entry->kind == OSC_PARAMETER) {
			set_parameter(in, member->entry, member->index, message, &alone);
			heard++;
		}
	}
	return heard;
}

/* Applies to every parameter and read it matches; one that touches a command does nothing at all. */
static void hear_pattern(struct in *in, const struct wire_message *message)
{
	struct members found;

	if (!find_members(in, message->path, &found)) {
		in_refuse(in, ERROR_BUSY, message->path, "too many patterns at once");
		return;
	}
	if (found.has_commands || (found.has_queries && found.count == 0)) {
		in_refuse(in, ERROR_PATTERN_REFUSED, message->path,
			  "patterns only for parameters and reads");
		return;
	}
	if (found.count == 0) {
		in_refuse(in, ERROR_UNKNOWN_ADDRESS, message->path, "no address matches");
		return;
	}
	if (hear_members(in, &found, message) == 0) {
		in_refuse(in, ERROR_BAD_TYPE, message->path, "read only: no arguments");
	}
}

void in_message(struct in *in, const struct wire_message *message, int commands)
{
	static void (*const by_kind[])(struct in *, const struct osc_entry *, int,
				       const struct wire_message *, const struct context *) = {
		[OSC_COMMAND] = hear_command, [OSC_ORDER] = hear_request,
		[OSC_PARAMETER] = hear_value, [OSC_READ] = hear_value,
		[OSC_QUERY] = hear_request,
	};
	const struct context context = {.commands = commands};
	const struct osc_entry *entry;
	int index;

	in->tablet = in->tablet_there;
	in->token[0] = '\0';
	if (match_is_pattern(message->path)) {
		hear_pattern(in, message);
		return;
	}
	entry = osc_address_find(message->path, in->setup->rig->head_count, &index);
	if (entry == NULL) {
		in_refuse(in, ERROR_UNKNOWN_ADDRESS, message->path, "see knead osc or /rig/help");
		return;
	}
	if (members_is_locked(in->setup, entry)) {
		in_refuse(in, ERROR_LOCKED, message->path, "only on a simulated rig");
		return;
	}
	if (entry->kind == OSC_ANSWER) {
		return; /* our own, come back: two controllers set on each other */
	}
	by_kind[entry->kind](in, entry, index, message, &context);
}
