/* person.c - see person.h. */
#include "sim/person.h"

#include "sim/movement.h"
#include "sim/noise.h"

#include <math.h>

#define TURN_RAD   6.283185307179586
#define COUGH_S    0.3 /* out and back [S] */
#define GET_UP_S   1.0 /* [P] */
#define TEND_S     0.010
#define EASED      0.8  /* of comfort: below it the muscles let go [P] */
#define ROUND_S    1e-9 /* steps do not add up to whole times */
#define LONG_AGO_S (-1e3)

/* What a cough moves, as a share of the chest [P]. */
static const double cough_share[REGION_COUNT] = {
	[REGION_NECK] = 0.3,       [REGION_SHOULDERS] = 1.0, [REGION_UPPER_BACK] = 1.0,
	[REGION_LOWER_BACK] = 0.7, [REGION_HIPS] = 0.3,      [REGION_ARMS] = 0.1,
	[REGION_LEGS] = 0.05,
};

enum stream { STREAM_BREATH, STREAM_SCRIPT, STREAM_SHIFT, STREAMS };

static void draw_seeds(uint64_t seeds[STREAMS], uint64_t seed)
{
	struct noise noise = {seed ^ 0x70657273u}; /* the sensors draw from the seed itself */

	for (int i = 0; i < STREAMS; i++) {
		seeds[i] = noise_draw(&noise);
	}
}

void person_init(struct person *person, const struct patient *patient, uint64_t seed)
{
	uint64_t seeds[STREAMS];

	draw_seeds(seeds, seed);
	*person = (struct person){
		.cough = {.t_s = LONG_AGO_S},
		.get_up = {.t_s = LONG_AGO_S},
		.tense_until_s = LONG_AGO_S,
		.guarding = patient->guarding,
		.softening = patient->softening,
	};
	shift_init(&person->shift, seeds[STREAM_SHIFT]);
	breath_init(&person->breath, &patient->breathing, seeds[STREAM_BREATH]);
	script_init(&person->script, &patient->happenings, seeds[STREAM_SCRIPT]);
	knots_init(&person->knots, patient);
	for (int r = 0; r < REGION_COUNT; r++) {
		person->amplitude_m[r] = patient->breathing.amplitude_m[r];
		person->stretches[r] = (struct stretch){.firmness = 1.0};
	}
	for (int kind = 0; kind < EVENT_KINDS; kind++) {
		person->last_s[kind] = LONG_AGO_S;
	}
	person_advance(person, 0.0);
}

int person_events(struct event *out, int max, const struct patient *patient, uint64_t seed,
		  double length_s)
{
	uint64_t seeds[STREAMS];

	draw_seeds(seeds, seed);
	return script_events(out, max, &patient->happenings, seeds[STREAM_SCRIPT], length_s);
}

static void note(struct person *person, const struct event *event)
{
	person->last_s[event->kind] = event->t_s;
	person->events[person->event_count % EVENTS_KEPT] = *event;
	person->event_count++;
}

static void begin(struct person *person, const struct event *event)
{
	note(person, event);
	switch (event->kind) {
	case EVENT_DEEP_BREATH:
		breath_deepen(&person->breath, event->size);
		break;
	case EVENT_COUGH:
		person->cough = *event;
		break;
	case EVENT_TENSE:
		person->tense_until_s = event->t_s + event->size;
		break;
	case EVENT_SHIFT:
		shift_begin(&person->shift, event);
		break;
	case EVENT_GET_UP:
		person->get_up = *event;
		break;
	case EVENT_NONE:
	case EVENT_SCRIPTED:
	case EVENT_RELEASE:
	case EVENT_KINDS:
	default:
		break;
	}
}

static void place_skin(struct person *person)
{
	const struct breath *breath = &person->breath;
	double cough_age_s = person->t_s - person->cough.t_s;
	double cough_m = 0.0;
	double cough_m_s = 0.0;
	double away_m = 0.0;
	double away_m_s = 0.0;

	if (cough_age_s < COUGH_S) {
		double angle = TURN_RAD * cough_age_s / COUGH_S;

		cough_m = 0.5 * person->cough.size * (1.0 - cos(angle));
		cough_m_s = 0.5 * person->cough.size * TURN_RAD / COUGH_S * sin(angle);
	}
	if (person->get_up.kind != EVENT_NONE) {
		away_m = person->get_up.size *
			 part_moved(person->t_s - person->get_up.t_s, GET_UP_S, &away_m_s);
		away_m_s *= person->get_up.size;
	}
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		struct stretch *stretch = &person->stretches[r];

		stretch->rise_m =
			person->amplitude_m[r] * breath->share + cough_share[r] * cough_m - away_m;
		stretch->rise_m_s = person->amplitude_m[r] * breath->share_per_s +
				    cough_share[r] * cough_m_s - away_m_s;
	}
	shift_advance(&person->shift, person->t_s);
}

/* Up in onset_s, down in fades_s, level at both ends. */
static void guard(struct person *person, double step_s)
{
	const struct guarding *guarding = &person->guarding;
	bool tense = person->t_s < person->tense_until_s;

	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		struct stretch *stretch = &person->stretches[r];
		double level = stretch->guard;

		if (!(level > 0.0) && !tense && !stretch->hurt) {
			continue;
		}
		level += tense || stretch->hurt ? step_s / guarding->onset_s
						: -step_s / guarding->fades_s;
		level = level > 1.0 ? 1.0 : level > 0.0 ? level : 0.0;
		stretch->guard = level;
		stretch->firmness =
			1.0 + guarding->stiffens_by * level * level * (3.0 - 2.0 * level);
	}
}

bool person_advance(struct person *person, double step_s)
{
	struct event event;

	person->t_s += step_s;
	person->tend_s += step_s;
	breath_advance(&person->breath, step_s);
	while (script_take(&person->script, person->t_s, &event)) {
		begin(person, &event);
	}
	place_skin(person);
	if (person->guarding.stiffens_by > 0.0) {
		guard(person, step_s);
	}
	return person->tend_s >= TEND_S - ROUND_S || person->shift.moved_per_s > 0.0 ||
	       person->shift.is_new || knots_are_moving(&person->knots);
}

void person_tend(struct person *person, struct tissue *tissue, double force_n)
{
	const struct shift *shift = &person->shift;
	const struct softening *softening = &person->softening;
	struct stretch *stretch = &person->stretches[tissue->region];

	shift_tend(&person->shift, tissue);
	if (softening->most > 0.0) {
		tissue->softness += (softening->most - tissue->softness) * force_n *
				    person->tend_s / softening->dose_n_s;
	}
	tissue->firmness =
		(1.0 - tissue->softness) *
		knots_under(&person->knots, tissue, shift->from_x_m + shift->by_x_m * shift->moved,
			    shift->from_y_m + shift->by_y_m * shift->moved, force_n);
	discomfort_feel(&person->discomfort, force_n, tissue->comfort_n);
	stretch->hurts =
		stretch->hurts || force_n > tissue->comfort_n * (stretch->hurt ? EASED : 1.0);
}

void person_tended(struct person *person)
{
	int let_go = knots_step(&person->knots, person->tend_s);

	if (let_go >= 0) {
		note(person, &(struct event){person->t_s, EVENT_RELEASE, let_go});
	}
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		struct stretch *stretch = &person->stretches[r];

		if (stretch->hurts && !stretch->hurt && person->guarding.stiffens_by > 0.0) {
			note(person, &(struct event){person->t_s, EVENT_GUARD, r});
		}
		stretch->hurt = stretch->hurts;
		stretch->hurts = false;
	}
	discomfort_step(&person->discomfort, person->skin_c, person->tend_s);
	shift_tended(&person->shift);
	person->tend_s = 0.0;
}

bool person_is_in_window(const struct person *person)
{
	static const enum event_kind disturbing[] = {EVENT_COUGH, EVENT_TENSE, EVENT_SHIFT,
						     EVENT_GET_UP, EVENT_GUARD};

	for (size_t i = 0; i < sizeof(disturbing) / sizeof(disturbing[0]); i++) {
		if (person->t_s - person->last_s[disturbing[i]] < EVENT_WINDOW_S) {
			return true;
		}
	}
	return false;
}
