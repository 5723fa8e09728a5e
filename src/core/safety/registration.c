#include "core/safety/registration.h"

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
	if (frame->hand_pressed && !frame->stop_loop_closed) {
		registration->pressed = true;
	}
	if (!frame->hand_pressed && frame->stop_loop_closed) {
		registration->tried |= registration->pressed;
		registration->pressed = false;
	}
}

void registration_forget(struct registration *registration)
{
	registration->sized = false;
	registration->placed = false;
	registration->tried = false;
	registration->pressed = false;
}
