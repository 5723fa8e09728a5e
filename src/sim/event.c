/* event.c - see event.h. */
#include "sim/event.h"

#include <math.h>

#define DEEP_BREATH  3.0   /* times as deep [S] */
#define COUGH_SPREAD 0.3   /* coughs are this share stronger or weaker [P] */
#define TENSE_S      1.0   /* [P] */
#define SHIFT_MIN_M  0.020 /* [M] */
#define SHIFT_MAX_M  0.050 /* [M] */
#define GET_UP_M     0.120 /* out of reach of every head [P] */
#define S_PER_MIN    60.0

static double draw_size(struct script *script, enum event_kind kind)
{
	double part = noise_uniform(&script->noise[kind]);

	switch (kind) {
	case EVENT_DEEP_BREATH:
		return DEEP_BREATH;
	case EVENT_COUGH:
		return script->cough_m * (1.0 + COUGH_SPREAD * (2.0 * part - 1.0));
	case EVENT_TENSE:
		return TENSE_S;
	case EVENT_SHIFT:
		return SHIFT_MIN_M + (SHIFT_MAX_M - SHIFT_MIN_M) * part;
	case EVENT_GET_UP:
		return GET_UP_M;
	case EVENT_NONE:
	case EVENT_SCRIPTED:
	case EVENT_RELEASE:
	case EVENT_KINDS:
	default:
		return 0.0;
	}
}

static enum event_kind earliest(const struct script *script)
{
	int first = EVENT_NONE + 1;

	for (int kind = first + 1; kind < EVENT_SCRIPTED; kind++) {
		first = script->due_s[kind] < script->due_s[first] ? kind : first;
	}
	return (enum event_kind)first;
}

void script_init(struct script *script, const struct happenings *happenings, uint64_t seed)
{
	const double per_min[EVENT_SCRIPTED] = {
		[EVENT_DEEP_BREATH] = happenings->deep_breaths_per_min,
		[EVENT_COUGH] = happenings->coughs_per_min,
		[EVENT_TENSE] = happenings->tenses_per_min,
		[EVENT_SHIFT] = happenings->shifts_per_min,
	};
	struct noise seeds = {seed};

	*script = (struct script){.cough_m = happenings->cough_m};
	for (int kind = EVENT_NONE; kind < EVENT_SCRIPTED; kind++) {
		script->noise[kind].state = noise_draw(&seeds);
		script->due_s[kind] = (double)INFINITY;
		if (per_min[kind] > 0.0) {
			script->mean_s[kind] = S_PER_MIN / per_min[kind];
			script->due_s[kind] =
				script->mean_s[kind] * noise_uniform(&script->noise[kind]);
		}
	}
	if (happenings->gets_up_at_s > 0.0) {
		script->due_s[EVENT_GET_UP] = happenings->gets_up_at_s;
	}
	script->next_s = script->due_s[earliest(script)];
}

/* From half to one and a half of the mean apart: never two of one kind on top of each other. */
static double gap_s(struct script *script, enum event_kind kind)
{
	return script->mean_s[kind] > 0.0
		       ? script->mean_s[kind] * (0.5 + noise_uniform(&script->noise[kind]))
		       : (double)INFINITY;
}

bool script_take(struct script *script, double t_s, struct event *event)
{
	enum event_kind kind;

	if (!(script->next_s <= t_s)) {
		return false;
	}
	kind = earliest(script);
	*event = (struct event){script->due_s[kind], kind, draw_size(script, kind)};
	script->due_s[kind] += gap_s(script, kind);
	script->next_s = script->due_s[earliest(script)];
	return true;
}

int script_events(struct event *out, int max, const struct happenings *happenings, uint64_t seed,
		  double length_s)
{
	struct script script;
	struct event event;
	int count = 0;

	script_init(&script, happenings, seed);
	while (script_take(&script, length_s, &event)) {
		if (count < max) {
			out[count] = event;
		}
		count++;
	}
	return count;
}
