/* calibration.c - see calibration.h. */
#include "core/learn/calibration.h"

#include "core/learn/air_fit.h"
#include "core/learn/piston_fit.h"

#include <knead/limits.h>

#include <math.h>
#include <string.h>

#define HIGH_MOST_N   20.0 /* gentle, and room enough for twice the largest breakaway and some */
#define HIGH_LEAST_N  9.0
#define LOW_N         1.0
#define MIDDLE_N      3.0 /* above low_n by more than a regulator's play */
#define FIRST_HIGH    0.75 /* of high_n, as felt: while the spring is known only from its file, ... */
#define FIRST_LOW_N   3.0 /* ... the force says how far to go, and how far back */
#define FIRST_N_S     8.0
#define PLAY_N        2.0
#define STEP_N_S      (0.9 * COMMAND_RISE_N_S)
#define RAMP_N_S      15.0
#define FAST_N_S      30.0
#define SLOW_N_S      4.0
#define HOLD_S        0.3
#define SETTLE_LAGS   8.0 /* 0.03 % of a step are left */
#define SETTLE_MOST_S 3.0
#define REST_S        0.03 /* of rest before a step that belongs to its window */

enum level { TO_LOW = 0, TO_MIDDLE, TO_HIGH, TO_BELOW_HIGH };
enum rest { REST_NONE = 0, REST_SHORT, REST_LONG };

struct stage {
	enum level to;
	double rate_n_s;
	enum rest rest; /* there, afterwards */
};

/* Names of the stages that are looked at afterwards; the others lead from one to the next. */
enum {
	STAGE_FIRST_UP = 0,
	STAGE_FIRST_DOWN,
	STAGE_STEP_UP = 4,
	STAGE_STEP_DOWN = 6,
	STAGE_SLOW_UP = 8,
	STAGE_SLOW_DOWN,
	STAGE_FASTER,
	STAGES = 14
};

/* Before each step the regulator's play is taken up the same way as the step goes. */
static const struct stage stages[STAGES] = {
	[STAGE_FIRST_UP] = {TO_HIGH, FIRST_N_S, REST_SHORT},
	[STAGE_FIRST_DOWN] = {TO_LOW, FIRST_N_S, REST_SHORT},
	{TO_LOW, RAMP_N_S, REST_SHORT},
	{TO_MIDDLE, RAMP_N_S, REST_LONG},
	[STAGE_STEP_UP] = {TO_HIGH, STEP_N_S, REST_LONG},
	{TO_BELOW_HIGH, RAMP_N_S, REST_LONG},
	[STAGE_STEP_DOWN] = {TO_MIDDLE, STEP_N_S, REST_LONG},
	{TO_LOW, RAMP_N_S, REST_SHORT},
	[STAGE_SLOW_UP] = {TO_HIGH, SLOW_N_S, REST_SHORT},
	[STAGE_SLOW_DOWN] = {TO_LOW, SLOW_N_S, REST_SHORT},
	[STAGE_FASTER] = {TO_HIGH, RAMP_N_S, REST_SHORT},
	{TO_LOW, RAMP_N_S, REST_SHORT},
	{TO_HIGH, FAST_N_S, REST_SHORT},
	{TO_LOW, FAST_N_S, REST_SHORT},
};

_Static_assert(STAGES <= CALIBRATION_STAGES, "their beginnings have room");

static double longer(double a_s, double b_s)
{
	return a_s > b_s ? a_s : b_s;
}

bool calibration_init(struct calibration *calibration, struct trace *trace, const struct head *head,
		      double loop_hz, double most_n)
{
	const struct actuator_spec *file = &head->actuator;
	double settle_s = SETTLE_LAGS * longer(file->lag_s, file->vent_lag_s) + file->dead_s;

	memset(calibration, 0, sizeof(*calibration));
	if (file->kind != ACTUATOR_PRESSURE || !(most_n >= HIGH_LEAST_N)) {
		return false;
	}
	calibration->file = *file;
	calibration->dt_s = 1.0 / loop_hz;
	calibration->low_n = LOW_N;
	calibration->middle_n = MIDDLE_N;
	calibration->high_n = most_n < HIGH_MOST_N ? most_n : HIGH_MOST_N;
	calibration->spring_n = file->release.spring_n;
	calibration->hold_s = settle_s <= SETTLE_MOST_S ? settle_s : SETTLE_MOST_S;
	calibration->trace = trace;
	return true;
}

static double level_n(const struct calibration *calibration, enum level level)
{
	switch (level) {
	case TO_MIDDLE:
		return calibration->middle_n;
	case TO_HIGH:
		return calibration->high_n;
	case TO_BELOW_HIGH:
		return calibration->high_n - PLAY_N;
	case TO_LOW:
	default:
		return calibration->low_n;
	}
}

static double rest_s(const struct calibration *calibration, enum rest rest)
{
	return rest == REST_LONG ? calibration->hold_s : rest == REST_SHORT ? HOLD_S : 0.0;
}

/* ---- what a round found ---- */

static double now_s(const struct calibration *calibration)
{
	return (double)calibration->trace->ticks * calibration->dt_s;
}

static struct span span_of(const struct calibration *calibration, int stage)
{
	return (struct span){calibration->began_s[stage], calibration->began_s[stage + 1]};
}

static void found(struct learned_head *learned, enum learned_kind kind, bool known, double value)
{
	const struct learned_facts *facts = learned_facts(kind);
	double slack = facts->grain;

	/* noise may put a friction of none just below 0 */
	if (known && value < facts->least && value >= facts->least - slack) {
		value = facts->least;
	}
	learned->of[kind] = (struct learned_value){.known = known, .value = value};
}

static bool fit_step(const struct calibration *calibration, int stage, struct air_fit *fit)
{
	struct span span = span_of(calibration, stage);

	return air_fit(fit, calibration->trace, span.from_s - REST_S, span.to_s);
}

static void find_air(struct calibration *calibration, struct learned_head *learned)
{
	struct air_fit fill;
	struct air_fit vent;
	bool fills = fit_step(calibration, STAGE_STEP_UP, &fill);
	bool vents = fit_step(calibration, STAGE_STEP_DOWN, &vent);

	found(learned, LEARNED_LAG, fills, fill.lag_s);
	found(learned, LEARNED_VENT_LAG, vents, vent.lag_s);
	found(learned, LEARNED_DEAD, fills && vents, 0.5 * (fill.dead_s + vent.dead_s));
}

static void find_piston(struct calibration *calibration, struct learned_head *learned)
{
	struct span up = span_of(calibration, STAGE_SLOW_UP);
	struct span down = span_of(calibration, STAGE_SLOW_DOWN);
	struct span faster[STAGES - STAGE_FASTER];
	struct piston_fit fit;
	double spring_n;

	for (int k = 0; k < STAGES - STAGE_FASTER; k++) {
		faster[k] = span_of(calibration, STAGE_FASTER + k);
	}
	piston_fit(&fit, calibration->trace, calibration->file.area_m2, &up, &down, faster,
		   STAGES - STAGE_FASTER);
	spring_n = fit.slides ? 0.5 * (fit.spring_n + fit.sliding_spring_n) : fit.spring_n;
	found(learned, LEARNED_SPRING, fit.holds, spring_n);
	found(learned, LEARNED_BREAKAWAY, fit.holds, fit.breakaway_n);
	found(learned, LEARNED_SLIDING, fit.slides, fit.sliding_n);
}

static void end_round(struct calibration *calibration)
{
	calibration->began_s[STAGES] = now_s(calibration);
	calibration->stage = 0;
	calibration->thinks = true;
}

void calibration_think(struct calibration *calibration)
{
	struct learned_head *learned = &calibration->rounds[calibration->round];

	find_air(calibration, learned);
	find_piston(calibration, learned);
}

void calibration_go_on(struct calibration *calibration)
{
	calibration->thinks = false;
	calibration->round++;
	calibration->done = calibration->round == CALIBRATION_ROUNDS;
	calibration->begun = false;
}

/* ---- tick by tick ---- */

/* What of the push is not felt now: the middle of up and down is the spring. */
static double unfelt_n(const struct calibration *calibration)
{
	double t_s = now_s(calibration) - 0.5 * HOLD_S;

	return series_mean(&calibration->trace->pressure_pa, t_s, 0.3 * HOLD_S) *
		       calibration->file.area_m2 -
	       series_mean(&calibration->trace->force_n, t_s, 0.3 * HOLD_S);
}

/* Up to here the spring was the file's: the first way up and down tells where it is about. */
static void mind_spring(struct calibration *calibration)
{
	const struct learned_facts *facts = learned_facts(LEARNED_SPRING);
	double spring_n = 0.0;

	if (calibration->round > 0) {
		return;
	}
	if (calibration->stage == STAGE_FIRST_UP) {
		calibration->spring_n = unfelt_n(calibration);
		return;
	}
	spring_n = 0.5 * (calibration->spring_n + unfelt_n(calibration));
	if (!(spring_n >= facts->least && spring_n <= facts->most)) {
		spring_n = calibration->file.release.spring_n;
	}
	calibration->push_n += calibration->file.release.spring_n - spring_n;
	calibration->spring_n = spring_n;
}

static void end_stage(struct calibration *calibration)
{
	if (calibration->stage == STAGE_FIRST_UP || calibration->stage == STAGE_FIRST_DOWN) {
		mind_spring(calibration);
	}
	calibration->stage++;
	calibration->stage_s = 0.0;
	calibration->far_enough = false;
	if (calibration->stage == STAGES) {
		end_round(calibration);
	}
}

/* On the first way up and down: whether the force says that it is far enough. */
static bool is_far_enough(const struct calibration *calibration)
{
	const struct series *force = &calibration->trace->force_n;
	double force_n;

	if (calibration->round > 0 || calibration->stage > STAGE_FIRST_DOWN || force->count == 0) {
		return false;
	}
	force_n = force->value[force->count - 1];
	return calibration->stage == STAGE_FIRST_UP ? force_n >= FIRST_HIGH * calibration->high_n
						    : force_n <= FIRST_LOW_N;
}

/* Toward the stage's level, then rest there. Returns whether both are over. */
static bool go_on(struct calibration *calibration)
{
	const struct stage *stage = &stages[calibration->stage];
	double to_n = level_n(calibration, stage->to);
	double most_n = stage->rate_n_s * calibration->dt_s;
	double way_n = to_n - calibration->push_n;

	calibration->far_enough = calibration->far_enough || is_far_enough(calibration);
	if (fabs(way_n) > most_n && !calibration->far_enough) {
		calibration->push_n += way_n > 0.0 ? most_n : -most_n;
		calibration->stage_s = 0.0;
		return false;
	}
	calibration->push_n = calibration->far_enough ? calibration->push_n : to_n;
	calibration->stage_s += calibration->dt_s;
	return calibration->stage_s >= rest_s(calibration, stage->rest);
}

/* The spring that orders are made with: during the first way up and down, the file's. */
static double ordering_spring_n(const struct calibration *calibration)
{
	bool first = calibration->round == 0 && calibration->stage <= STAGE_FIRST_DOWN;

	return first ? calibration->file.release.spring_n : calibration->spring_n;
}

double calibration_step(struct calibration *calibration, const struct head_frame *frame,
			int64_t t_ns, double last_pa)
{
	double order_pa = last_pa;

	if (calibration->done || calibration->thinks) {
		return last_pa;
	}
	if (!calibration->begun) {
		calibration->begun = true;
		calibration->stage_s = 0.0;
		calibration->push_n =
			last_pa * calibration->file.area_m2 - ordering_spring_n(calibration);
		trace_begin(calibration->trace, calibration->dt_s, t_ns);
		calibration->began_s[0] = 0.0;
	}
	if (go_on(calibration)) {
		end_stage(calibration);
		if (calibration->thinks) {
			return last_pa;
		}
		calibration->began_s[calibration->stage] = now_s(calibration);
	}
	order_pa =
		(calibration->push_n + ordering_spring_n(calibration)) / calibration->file.area_m2;
	trace_add(calibration->trace, frame, order_pa);
	return order_pa;
}

double calibration_share(const struct calibration *calibration)
{
	return ((double)calibration->round + (double)calibration->stage / (double)STAGES) /
	       CALIBRATION_ROUNDS;
}

/* ---- all rounds ---- */

/* The middle one, and half of what the outer two lie apart. */
static void put_together(struct learned_value *value, double a, double b, double c)
{
	double least = a < b ? a : b;
	double most = a < b ? b : a;

	value->value = c < least ? least : c > most ? most : c;
	value->spread = 0.5 * ((c > most ? c : most) - (c < least ? c : least));
}

_Static_assert(CALIBRATION_ROUNDS == 3, "of three the middle one is taken");

void calibration_result(const struct calibration *calibration, struct learned_head *learned)
{
	const struct learned_head *rounds = calibration->rounds;

	for (int kind = 0; kind < LEARNED_KINDS; kind++) {
		struct learned_value *value = &learned->of[kind];

		value->known = calibration->done && rounds[0].of[kind].known &&
			       rounds[1].of[kind].known && rounds[2].of[kind].known;
		put_together(value, rounds[0].of[kind].value, rounds[1].of[kind].value,
			     rounds[2].of[kind].value);
	}
}
