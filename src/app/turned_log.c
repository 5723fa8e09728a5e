#include "app/turned_log.h"

static void tell(struct event_log *log, const struct turned_client *client,
		 const struct turned_row *row, uint32_t times)
{
	const char *who = client->tablet == 0 ? "somebody who is not paired" : client->name;

	if (times == 1) {
		event_log_say(log, "not taken from %s: %s: %s", who, row->path, row->detail);
	} else {
		event_log_say(log, "not taken from %s: %s: %s (%u times like it)", who, row->path,
			      row->detail, (unsigned)times);
	}
}

static void turn(struct turned_told *told, struct event_log *log,
		 const struct turned_client *client, const struct turned_row *row, int64_t t_ns)
{
	if (told->tablet != client->tablet || row->times < told->times) { /* its row began anew */
		told->tablet = client->tablet;
		told->times = 0;
	}
	if (row->times == told->times || (told->ever && t_ns - told->t_ns < TURNED_AGAIN_NS)) {
		return;
	}
	tell(log, client, row, row->times - told->times);
	told->ever = true;
	told->t_ns = t_ns;
	told->times = row->times;
}

void turned_log_turn(struct turned_log *turned_log, struct event_log *log,
		     const struct turned_away *turned, int64_t t_ns)
{
	for (int i = 0; i < TURNED_CLIENTS; i++) {
		const struct turned_client *client = &turned->clients[i];

		for (int k = 0; k < TURNED_KINDS; k++) {
			turn(&turned_log->told[i][k], log, client, &client->rows[k], t_ns);
		}
	}
}

void turned_log_finish(struct turned_log *turned_log, struct event_log *log,
		       const struct turned_away *turned)
{
	turned_log_turn(turned_log, log, turned, INT64_MAX);
}
