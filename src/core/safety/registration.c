#include "core/safety/registration.h"

#include <knead/limits.h>

#define NS_PER_S 1e9

/* The button opens the loop by itself, both contacts at once: one that somebody else holds open tells nothing. */
static void try_hand(struct registration *registration, const struct frame *frame)
{
	const bool loop_open = !frame->stop_loop_closed;
	const double held_s = (double)(frame->t_ns - registration->free_t_ns) / NS_PER_S;

	if (!frame->hand_pressed && !loop_open) {
		registration->free_t_ns = frame->t_ns;
		registration->tried = registration->pressed;
	} else if (frame->hand_pressed && loop_open && held_s >= 0.0 && held_s <= STOP_AGREES_S) {
		registration->pressed = true;
	}
}

void registration_step(struct registration *registration, const struct command *command,
		       const struct frame *frame)
{
	if (command->heights != registration->heights) {
		registration->heights = command->heights;
		registration->sized = true;
	}
	if (command->placings != registration->placings) {
		registration->placings = command->placings;
		registration->placed = true;
	}
	registration->placed &= command->placed;
	try_hand(registration, frame);
}

void registration_forget(struct registration *registration)
{
	registration->sized = false;
	registration->placed = false;
	registration->tried = false;
	registration->pressed = false;
}
