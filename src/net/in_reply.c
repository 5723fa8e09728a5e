/*
 * in_reply.c - how much is said to whoever asks: so much to one, so much to all strangers together, so much
 * in one turn. Who is paired is never worse off for what strangers ask.
 */
#include "net/in.h"

#include "net/channels.h"
#include "net/members.h"
#include "net/osc_address.h"

static void say_refusal(struct in *in, enum osc_error error, const char *address,
			const char *detail)
{
	struct endpoint to = peers_answer_to(in->peers, &in->from);

	say_error(in->outlet, &to,
		  &(struct complaint){error, address, detail, in->helm->lease.name,
				      in->helm->lease.epoch});
	in->replies++;
}

void in_refuse(struct in *in, enum osc_error error, const char *address, const char *detail)
{
	if (peers_may_send_error(in->peers, &in->from, in->tablet, in->view.t_ns)) {
		say_refusal(in, error, address, detail);
	}
}

bool in_has_enough(const struct in *in)
{
	return in->match_steps >= MEMBERS_STEPS_A_TURN || in->replies >= REPLIES_A_TURN;
}

static bool is_within_answers(struct in *in)
{
	return in->tablet != 0 || budget_has(&in->answers, STRANGERS_REPLIES_AT_ONCE,
					     STRANGERS_REPLIES_A_S, in->view.t_ns);
}

void in_refuse_order(struct in *in, enum osc_error error, const char *address, const char *detail)
{
	if (is_within_answers(in) &&
	    peers_may_reply(in->peers, &in->from, in->tablet, in->view.t_ns)) {
		budget_spend(&in->answers, in->tablet == 0 ? 1.0 : 0.0);
		say_refusal(in, error, address, detail);
	}
}

bool in_may_reply(struct in *in, const char *address)
{
	if (!is_within_answers(in) ||
	    !peers_may_reply(in->peers, &in->from, in->tablet, in->view.t_ns)) {
		in_refuse(in, ERROR_RATE, address, "too many answers asked for");
		return false;
	}
	if (in->tablet == 0) {
		budget_spend(&in->answers, 1.0);
	}
	in->replies++;
	return true;
}

void in_owe(struct in *in, const struct osc_entry *entry, int index)
{
	struct endpoint to = peers_answer_to(in->peers, &in->from);
	const bool surely =
		(!in->helm->on || in->tablet != 0) && peers_find(in->peers, &in->from) != NULL;
	char path[OSC_PATH_MAX];

	if (channels_owe_already(in->channels, entry, index, &to)) {
		return;
	}
	osc_address_write(entry, index, path);
	if (in_may_reply(in, path)) {
		channels_owe(in->channels, &in->view, entry, index, &to, surely);
	}
}

bool in_refresh(struct in *in, const struct endpoint *to)
{
	const bool strange = in->helm->on && in->tablet == 0;

	if (transfers_has(&in->channels->transfers, to)) {
		return true;
	}
	if (in->tablet == 0 && !budget_has(&in->snapshots, STRANGERS_SNAPSHOTS_AT_ONCE,
					   STRANGERS_SNAPSHOTS_A_S, in->view.t_ns)) {
		return false;
	}
	if (!transfers_begin(&in->channels->transfers, to, strange, in->view.t_ns)) {
		return false;
	}
	if (in->tablet == 0) {
		budget_spend(&in->snapshots, 1.0);
	}
	return true;
}
