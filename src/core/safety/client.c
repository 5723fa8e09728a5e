#include "core/safety/client.h"

#include "core/safety/conditions.h"

#include <string.h>

#define NS_PER_S   1e9
#define LOOK_TICKS 8 /* while somebody is pressed, answers and regions are looked at so often */

void client_init(struct client *client, const struct rig *rig)
{
	const bool required = rig->control != CONTROL_BENCH;

	memset(client, 0, sizeof(*client));
	client->placed_required = required;
	screening_init(&client->screening, rig);
	comfort_init(&client->comfort, required);
	client->refusal = ARM_SCREENING;
}

static void judge(struct client *client, const struct situation *situation,
		  const struct command *command)
{
	client->refusing_item = client->screening.refusing;
	if (!client->screening.clear) {
		client->refusal = ARM_SCREENING;
	} else if (client->placed_required && !command->placed) {
		client->refusal = ARM_UNPLACED;
	} else if (!situation->technique_fits) {
		client->refusal = ARM_TECHNIQUE;
	} else {
		client->refusal = ARM_CLEAR;
	}
}

void client_step(struct client *client, const struct situation *situation,
		 const struct frame *frame, const struct command *command, double dt_s)
{
	const enum state state = situation->state;
	const bool at_rest = state != STATE_RUNNING && state != STATE_PAUSED;
	const bool ended = situation->session_over && !client->session_over;
	const double in_state_s = (double)(frame->t_ns - situation->since_ns) / NS_PER_S;

	client->session_over = situation->session_over;
	client->is_new = newcomer_step(&client->newcomer, frame->reset_button, state, dt_s);
	comfort_step(&client->comfort, frame, command, state, in_state_s, situation->intensity,
		     dt_s);
	if (at_rest || ++client->look_ticks >= LOOK_TICKS) { /* arming counts what came with it */
		client->look_ticks = 0;
		screening_step(&client->screening, command, at_rest, frame->t_ns);
	}
	if (ended || client->is_new) {
		comfort_forget(&client->comfort);
	}
	if (ended || client->is_new || client->comfort.too_much ||
	    (client->comfort.silent && state == STATE_PAUSED)) {
		screening_forget(&client->screening);
	}
	judge(client, situation, command);
}
