/*
 * query_helm.c - asks the helm, and tells its answer.
 */
#include "net/query_helm.h"

#include "net/query.h"
#include "net/token.h"

#include <stdio.h>
#include <string.h>

/* A PIN as text: as a number it lost its leading zeros. "" where it is none. */
static void pin_text(const struct value *value, char text[PIN_BYTES])
{
	int number = 0;

	text[0] = '\0';
	if (value_is_text(value->type) && strlen(value->text) < PIN_BYTES) {
		memcpy(text, value->text, strlen(value->text) + 1);
	} else if (args_whole(value, 0.0, PIN_NUMBERS - 1, &number)) {
		snprintf(text, PIN_BYTES, "%06d", number);
	}
}

static enum osc_error show_pin(struct in *in, struct args *args)
{
	struct value values[VALUES_MAX] = {{0}};
	enum osc_error error = helm_show_pin(in->helm, args, in->view.t_ns);

	if (error == ERROR_NONE) {
		values[0].number = pin_left_s(&in->helm->pin, in->view.t_ns);
		(void)query_say(in, osc_schema_row(ID_PAIR_OPEN), values);
	}
	return error;
}

enum osc_error query_pair(struct in *in, struct args *args)
{
	struct value values[VALUES_MAX] = {{0}};
	char digits[PIN_BYTES];
	uint64_t token = 0;
	enum osc_error error;

	if (args->at[0].type == 0) {
		return show_pin(in, args);
	}
	pin_text(&args->at[0], digits);
	error = helm_pair(in->helm, args, digits, args->at[1].text, &in->from, in->view.t_ns,
			  &token);
	if (error == ERROR_NONE) {
		token_write(values[0].text, token);
		(void)query_say(in, osc_schema_row(ID_PAIR_TOKEN), values);
		peers_pair(in->peers, &in->from, tablets_with(&in->helm->tablets, values[0].text));
	}
	return error;
}

static void say_grant(struct in *in)
{
	struct value values[VALUES_MAX] = {{0}};

	values[0].number = in->helm->lease.epoch;
	values[1].number = OWNER_LOST_S * 1e3;
	(void)query_say(in, osc_schema_row(ID_LEASE_GRANT), values);
}

enum osc_error query_lease_request(struct in *in, struct args *args)
{
	enum osc_error error =
		helm_request(in->helm, args, in->tablet, args->at[0].text, in->view.t_ns);

	if (error == ERROR_NONE) {
		say_grant(in);
	}
	return error;
}

enum osc_error query_lease_release(struct in *in, struct args *args)
{
	(void)args;
	helm_release(in->helm, in->tablet, in->view.t_ns);
	return ERROR_NONE;
}

enum osc_error query_lease_take(struct in *in, struct args *args)
{
	char digits[PIN_BYTES];
	bool waits = false;
	enum osc_error error;

	pin_text(&args->at[0], digits);
	error = helm_take(in->helm, args, in->tablet, digits, in->view.now->confirms, in->view.t_ns,
			  &waits);
	if (error == ERROR_NONE && waits) {
		asked_press(in->asked, osc_schema_row(ID_PAUSE));
		seen_ask(&in->seen);
	} else if (error == ERROR_NONE && helm_steers(in->helm, in->tablet)) {
		say_grant(in);
	}
	return error;
}

enum osc_error query_beat(struct in *in, struct args *args)
{
	int nonce = 0;

	if (!args_whole(&args->at[0], 0.0, NONCE_MAX, &nonce)) {
		return args_refuse(args, ERROR_BAD_VALUE, "a /rig/hb/nonce is needed");
	}
	peers_renew(in->peers, &in->from, in->tablet, in->view.t_ns);
	return helm_beat(in->helm, args, in->tablet, (uint32_t)nonce, in->view.t_ns);
}
