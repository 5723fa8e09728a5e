/*
 * query.c - the answers. Each goes to where the sender is answered, and counts in its budget.
 */
#include "net/query.h"

#include "net/channels.h"
#include "net/osc_address.h"
#include "net/query_helm.h"
#include "net/refusal.h"
#include "net/say.h"

#include <stdio.h>

#define OSC_API "1" /* moves when an address or its meaning does */

#define CLOCK_WRAPS 0x80000000LL

bool query_say(struct in *in, const struct osc_entry *row, const struct value *values)
{
	struct endpoint to = peers_answer_to(in->peers, &in->from);

	if (!in_may_reply(in, row->path)) {
		return false;
	}
	say_values(in->outlet, &to, row->path, row->types, values);
	return true;
}

static enum osc_error answer_info(struct in *in, struct args *args)
{
	struct value values[VALUES_MAX] = {{0}};

	(void)args;
	value_put_text(&values[0], "knead");
	value_put_text(&values[1], KNEAD_VERSION);
	value_put_text(&values[2], in->setup->rig->name);
	value_put_text(&values[3], OSC_API);
	values[4].number = in->setup->rig->head_count;
	(void)query_say(in, osc_schema_row(ID_INFO), values);
	return ERROR_NONE;
}

static enum osc_error answer_ping(struct in *in, struct args *args)
{
	struct value values[VALUES_MAX] = {{0}};
	int number = 0;

	if (args->at[0].type != 0 && !args_whole(&args->at[0], INT32_MIN, INT32_MAX, &number)) {
		return args_refuse(args, ERROR_BAD_VALUE, "a whole number is needed");
	}
	peers_renew(in->peers, &in->from, in->tablet, in->view.t_ns);
	values[0].number = number;
	values[1].number = (double)(in->view.t_ns / 1000000 % CLOCK_WRAPS);
	(void)query_say(in, osc_schema_row(ID_PONG), values);
	return ERROR_NONE;
}

static enum osc_error answer_refresh(struct in *in, struct args *args)
{
	struct endpoint to = peers_answer_to(in->peers, &in->from);

	if (!in_refresh(in, &to)) {
		return args_refuse(args, ERROR_BUSY, "too many snapshots at once: ask again");
	}
	return ERROR_NONE;
}

static enum osc_error answer_help(struct in *in, struct args *args)
{
	const char *address = args->at[0].type != 0 ? args->at[0].text : "/rig/help";
	struct value values[VALUES_MAX] = {{0}};
	char usage[OSC_USAGE_MAX];
	char range[OSC_USAGE_MAX];
	char member[OSC_MEMBER_MAX];
	const struct osc_entry *entry;
	int index;

	if (osc_schema_member(address, member)) {
		value_put_text(&values[0], address);
		value_put_text(&values[1], member);
		(void)query_say(in, osc_schema_row(ID_HELP), values);
		return ERROR_NONE;
	}
	entry = osc_address_find(address, in->setup->rig->head_count, &index);
	if (entry == NULL) {
		return args_refuse(args, ERROR_UNKNOWN_ADDRESS, "no such address; see knead osc");
	}
	osc_schema_usage(entry, usage);
	value_put_text(&values[0], entry->path);
	snprintf(values[1].text, sizeof(values[1].text), "%s%s%s", usage,
		 usage[0] != '\0' ? ": " : "", entry->text);
	osc_schema_range(entry, range);
	snprintf(values[2].text, sizeof(values[2].text), "%s; range %s; unit %s",
		 entry->types != NULL ? entry->types : "", range, osc_schema_unit(entry));
	value_put_text(&values[3], entry->kind != OSC_ANSWER ? osc_who_name(entry->who) : "");
	value_put_text(&values[4], entry->example);
	(void)query_say(in, osc_schema_row(ID_HELP), values);
	return ERROR_NONE;
}

static enum osc_error answer_subscribe(struct in *in, struct args *args)
{
	double rate_hz = args->at[1].type != 0 ? args->at[1].number : SUBSCRIBER_HZ;
	const struct subscriber *subscriber;
	struct listening listening;
	bool is_new = false;
	int port = 0;

	if (args->at[0].type != 0 && !args_whole(&args->at[0], 0.0, UINT16_MAX, &port)) {
		return args_refuse(args, ERROR_BAD_VALUE, "port: 0..65535");
	}
	if (!(rate_hz >= SUBSCRIBER_MIN_HZ && rate_hz <= SUBSCRIBER_MAX_HZ)) {
		return args_refuse(args, ERROR_BAD_VALUE, "hz: 1..30");
	}
	listening = (struct listening){(uint16_t)port, rate_hz, in->tablet};
	subscriber = peers_subscribe(in->peers, &in->from, &listening, in->view.t_ns, &is_new);
	if (subscriber == NULL) {
		return args_refuse(args, ERROR_FULL,
				   in->tablet != 0
					   ? "4 paired ones listen already; one must leave first"
					   : "8 subscribers already; one must leave first");
	}
	if (is_new) {
		helm_join(in->helm, in->tablet, &in->from, in->view.t_ns);
	}
	/* where there are too many at once, the rotation brings everything within 2 s */
	(void)in_refresh(in, &subscriber->to);
	return ERROR_NONE;
}

static enum osc_error answer_unsubscribe(struct in *in, struct args *args)
{
	(void)args;
	peers_unsubscribe(in->peers, &in->from);
	return ERROR_NONE;
}

static enum osc_error answer_technique_list(struct in *in, struct args *args)
{
	struct value values[VALUES_MAX] = {{0}};
	bool more = true; /* until one is refused */

	(void)args;
	for (int i = 0; more && i < in->setup->technique_count; i++) {
		values[0].number = i;
		value_put_text(&values[1], in->setup->techniques[i].name);
		value_put_text(&values[2], in->setup->techniques[i].title);
		more = query_say(in, osc_schema_row(ID_TECHNIQUE_ITEM), values);
		if (more && refusal_of_technique(in->setup, in->view.now, i, values[2].text,
						 sizeof(values[2].text)) != ERROR_NONE) {
			more = query_say(in, osc_schema_row(ID_TECHNIQUE_UNFIT), values);
		}
	}
	return ERROR_NONE;
}

static enum osc_error answer_screening_list(struct in *in, struct args *args)
{
	static const char *const rules[] = {[SCREENING_NEVER] = "never",
					    [SCREENING_CONSENT] = "consent",
					    [SCREENING_PLACE] = "place",
					    [SCREENING_HEAT] = "heat",
					    [SCREENING_PUT_RIGHT] = "put_right"};
	struct value values[VALUES_MAX] = {{0}};
	bool more = true; /* until one is refused */

	(void)args;
	for (int i = 0; more && i < SCREENING_ITEMS; i++) {
		values[0].number = i;
		value_put_text(&values[1], screening_words(i)->name);
		value_put_text(&values[2], rules[screening_words(i)->rule]);
		value_put_text(&values[3], screening_words(i)->question);
		more = query_say(in, osc_schema_row(ID_SCREENING_ITEM), values);
	}
	return ERROR_NONE;
}

static enum osc_error answer_head_list(struct in *in, struct args *args)
{
	static const char *const sides[] = {
		[SIDE_NONE] = "none", [SIDE_LEFT] = "left", [SIDE_RIGHT] = "right"};
	struct value values[VALUES_MAX] = {{0}};
	bool more = true; /* until one is refused */

	(void)args;
	for (int i = 0; more && i < in->setup->rig->head_count; i++) {
		const struct head *head = &in->setup->rig->heads[i];

		values[0].number = i + 1;
		value_put_text(&values[1], region_facts(head->region)->name);
		value_put_text(&values[2], sides[head->side]);
		values[3].number = head->x_m;
		values[4].number = head->y_m;
		more = query_say(in, osc_schema_row(ID_HEAD_ITEM), values);
	}
	return ERROR_NONE;
}

enum osc_error query_answer(struct in *in, const struct osc_entry *entry, struct args *args)
{
	static enum osc_error (*const answers[ID_COUNT])(struct in *, struct args *) = {
		[ID_INFO] = answer_info,
		[ID_PING] = answer_ping,
		[ID_REFRESH] = answer_refresh,
		[ID_HELP] = answer_help,
		[ID_SUBSCRIBE] = answer_subscribe,
		[ID_UNSUBSCRIBE] = answer_unsubscribe,
		[ID_TECHNIQUE_LIST] = answer_technique_list,
		[ID_HEAD_LIST] = answer_head_list,
		[ID_SCREENING_LIST] = answer_screening_list,
		[ID_PAIR] = query_pair,
		[ID_LEASE_REQUEST] = query_lease_request,
		[ID_LEASE_RELEASE] = query_lease_release,
		[ID_LEASE_TAKE] = query_lease_take,
		[ID_HB] = query_beat,
	};

	return answers[entry->id](in, args);
}
