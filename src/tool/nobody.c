/* nobody.c - see nobody.h. */
#include "tool/nobody.h"

#include <knead/arming.h>
#include <knead/trip.h>

#define BUTTON_HAND_S 0.2 /* a simulated hand button is held so long, ... */
#define BUTTON_OPEN_S 0.5 /* ... and this long after, confirm is pressed */
#define BUTTON_END_S  0.7

void nobody_technique(struct technique *technique, enum region region)
{
	*technique = (struct technique){
		.name = "nobody",
		.title = "Nobody lies there",
		.needs_ceiling_n = 1.0,
		.stroke_count = 1,
		.strokes = {{
			.kind = STROKE_EFFLEURAGE,
			.share = 1.0,
			.hands = 1,
			.from = region,
			.to = region,
			.force_min_n = 1.0,
			.force_max_n = 1.0,
			.footprint_m = 0.05,
			.speed_m_s = 0.01,
			.speed_min_m_s = 0.01,
			.speed_max_m_s = 0.01,
		}},
	};
}

void nobody_command(struct command *command)
{
	command_init(command);
	command->duration_s = SESSION_MAX_S;
	command->placed = true;
	command->placings = 1;
	command->heights = 1;
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		command->screening[item] = ANSWER_NO;
		command->screening_answers[item] = 1;
	}
}

void nobody_attends(struct command *command, const struct snapshot *snapshot, int64_t t_ns)
{
	command_attend(command, t_ns);
	command->comfort = 0;
	command->comfort_answers += snapshot->comfort_due;
}

bool nobody_wants_button(const struct snapshot *snapshot)
{
	return snapshot->state == STATE_IDLE && snapshot->arm_refusal == ARM_HAND;
}

static bool between(double t_s, double from_s, double to_s)
{
	return t_s >= from_s && t_s < to_s;
}

bool nobody_tries_button(struct sim_order *order, double pressed_s)
{
	order->hand_held = between(pressed_s, 0.0, BUTTON_HAND_S);
	order->reset_held = between(pressed_s, BUTTON_OPEN_S, BUTTON_END_S);
	return pressed_s < BUTTON_END_S;
}

bool nobody_is_stopped(const struct snapshot *snapshot)
{
	return snapshot->state == STATE_FAULT &&
	       (snapshot->cause == COND_STOP_LOOP || snapshot->cause == COND_STOP_WIRING);
}

void nobody_tell_unready(char *text, size_t size, const struct snapshot *snapshot)
{
	if (snapshot->state == STATE_FAULT) {
		trip_tell_head(text, size, snapshot_told(snapshot, snapshot->cause),
			       snapshot->cause_head, snapshot->cause_sensor);
		return;
	}
	arm_tell(text, size, snapshot->arm_refusal, snapshot->arm_spot);
	if (text[0] == '\0') {
		snprintf(text, size, "it could not be armed");
	}
}
