#include "core/safety/client.h"

#include "core/safety/conditions.h"

#include <string.h>

#define NS_PER_S   1e9
#define LOOK_TICKS 8 /* while somebody is pressed, answers and regions are looked at so often */

void client_init(struct client *client, const struct rig *rig)
{
	const bool required = rig->control != CONTROL_BENCH;

	memset(client, 0, sizeof(*client));
	client->required = required;
	screening_init(&client->screening, rig);
	comfort_init(&client->comfort, required);
	client->refusal = ARM_SCREENING;
}

static void judge(struct client *client, const struct situation *situation,
		  const struct frame *frame)
{
	const struct registration *done = &client->registration;

	client->refusing_item = client->screening.refusing;
	if (client->recorded && frame->recording != RECORDING_FINE) {
		client->refusal = ARM_RECORDING; /* first: nobody is asked in vain */
	} else if (!client->screening.clear) {
		client->refusal = ARM_SCREENING;
	} else if (client->required && !done->sized) {
		client->refusal = ARM_UNSIZED;
	} else if (client->required && !done->placed) {
		client->refusal = ARM_UNPLACED;
	} else if (client->required && !done->tried) {
		client->refusal = ARM_HAND;
	} else if (situation->still) {
		client->refusal = ARM_STILL;
	} else if (situation->zero_far) {
		client->refusal = ARM_ZERO;
	} else if (client->required && situation->off) {
		client->refusal = ARM_CALIBRATION;
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
	/* arming counts what came with it; what came before somebody is forgotten is forgotten with them */
	if (at_rest || ended || ++client->look_ticks >= LOOK_TICKS) { /* a new one comes at rest */
		client->look_ticks = 0;
		screening_step(&client->screening, command, at_rest, frame->t_ns);
		registration_step(&client->registration, command, frame);
	}
	if (ended || client->is_new) {
		comfort_forget(&client->comfort);
		registration_forget(&client->registration);
	}
	if (ended || client->is_new || client->comfort.too_much ||
	    (client->comfort.silent && state == STATE_PAUSED)) {
		screening_forget(&client->screening);
	}
	judge(client, situation, frame);
}
