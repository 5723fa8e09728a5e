#include "io/rig_inputs.h"

#include <string.h>

#define BIT(input)  (UINT64_C(1) << (input))
#define CHANGES_MAX 64
#define TURN_MS     ((int)(INPUTS_TURN_NS / 1000000))

int rig_inputs_open(struct rig_inputs *inputs, const struct gpio_ops *ops,
		    const struct panel_wires *wires, struct gpio_plan *plan,
		    struct device_error *error)
{
	const bool supply = wires->supply.line[0] != '\0';
	const struct gpio_want wants[RIG_INPUTS] = {
		[RIG_STOP_CLOSED] = {"stop_closed", &wires->stop_closed},
		[RIG_STOP_PRESSED] = {"stop_pressed", &wires->stop_pressed},
		[RIG_HAND] = {"hand", &wires->hand},
		[RIG_CONFIRM] = {"confirm", &wires->confirm},
		[RIG_SUPPLY] = {"supply", &wires->supply},
	};

	memset(inputs, 0, sizeof(*inputs));
	mailbox_init(&inputs->views, inputs->view_slots, sizeof(struct inputs_view));
	inputs->count = supply ? RIG_INPUTS : RIG_SUPPLY;
	return gpio_bank_open(&inputs->bank, ops, wants, inputs->count, GPIO_EDGES, 0, plan, error);
}

void rig_inputs_close(struct rig_inputs *inputs)
{
	gpio_bank_close(inputs->bank);
	inputs->bank = NULL;
}

void rig_inputs_wait(struct rig_inputs *inputs)
{
	struct pollfd polls[GPIO_LINES_MAX];
	const int count = gpio_bank_poll_for(inputs->bank, polls);

	(void)poll(polls, (nfds_t)count, TURN_MS);
}

/* One line's level, told by an edge or by a look. */
static void see(struct inputs_view *view, enum rig_input input, bool active, int64_t t_ns)
{
	const bool was = (view->active & BIT(input)) != 0;
	const bool stops = input == RIG_STOP_CLOSED ? !active : active;

	if (was == active) {
		return;
	}
	view->active ^= BIT(input);
	if (input <= RIG_HAND && stops) {
		view->stops[input]++;
		view->stop_t_ns = t_ns;
	}
}

static void steady(struct rig_inputs *inputs, int64_t t_ns)
{
	const bool level = (inputs->view.active & BIT(RIG_CONFIRM)) != 0;

	if (level != inputs->confirm_level) {
		inputs->confirm_level = level;
		inputs->confirm_t_ns = t_ns;
	}
	if (t_ns - inputs->confirm_t_ns >= INPUTS_STEADY_NS) {
		inputs->view.confirmed = level;
	}
}

/* Edges first, in case a level came and went between two looks. */
static int look(struct rig_inputs *inputs, int64_t t_ns)
{
	struct gpio_change changes[CHANGES_MAX];
	uint64_t active = 0;
	const int count = gpio_bank_changes(inputs->bank, changes, CHANGES_MAX);
	int error = count < 0 ? count : 0;

	for (int i = 0; i < count; i++) {
		see(&inputs->view, (enum rig_input)changes[i].which, changes[i].active,
		    changes[i].t_ns);
	}
	if (error == 0) {
		error = gpio_bank_get(inputs->bank, &active);
	}
	for (int i = 0; error == 0 && i < inputs->count; i++) {
		see(&inputs->view, (enum rig_input)i, active >> i & 1u, t_ns);
	}
	return error;
}

/* A look that failed leaves looked_t_ns where it was: soon everything counts as open. */
void rig_inputs_look(struct rig_inputs *inputs, int64_t t_ns)
{
	struct inputs_view *view = mailbox_back(&inputs->views);

	if (look(inputs, t_ns) == 0) {
		inputs->view.looked_t_ns = t_ns;
		steady(inputs, t_ns);
	} else {
		inputs->view.errors++;
	}
	*view = inputs->view;
	mailbox_publish(&inputs->views);
}

/* Whether a contact said stop since the tick before, however shortly. */
static bool said_stop(struct rig_inputs *inputs, const struct inputs_view *view,
		      enum rig_input input)
{
	const bool said = view->stops[input] != inputs->stops_seen[input];

	inputs->stops_seen[input] = view->stops[input];
	return said;
}

/*
 * Each contact speaks for itself alone, and the hand button's as one of the second ones: where a pole in the
 * loop is bridged, or a wire came off, loop and buttons go on saying different things.
 */
void rig_inputs_read(struct rig_inputs *inputs, int64_t t_ns, struct frame *frame)
{
	const struct inputs_view *view = mailbox_front(&inputs->views);
	const bool seen = view->looked_t_ns != 0 && t_ns - view->looked_t_ns <= INPUTS_SILENT_NS;
	const bool opened = said_stop(inputs, view, RIG_STOP_CLOSED);
	const bool pressed = said_stop(inputs, view, RIG_STOP_PRESSED) ||
			     (view->active & BIT(RIG_STOP_PRESSED)) != 0;
	const bool hand = said_stop(inputs, view, RIG_HAND) || (view->active & BIT(RIG_HAND)) != 0;

	frame->stop_loop_closed = seen && !opened && (view->active & BIT(RIG_STOP_CLOSED));
	frame->stop_pressed = !seen || pressed || hand;
	frame->hand_pressed = seen && hand;
	frame->reset_button = seen && view->confirmed;
	frame->supply = inputs->count <= RIG_SUPPLY                ? SUPPLY_UNKNOWN
			: seen && (view->active & BIT(RIG_SUPPLY)) ? SUPPLY_ON
								   : SUPPLY_OFF;
}
