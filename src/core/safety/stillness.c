#include "core/safety/stillness.h"

#include "core/safety/bound.h"
#include "core/safety/looks.h"

#include <math.h>
#include <string.h>

/*
 * Variance under a fifth of the noise while something moved for STILL_S in all, and for so many looks that a
 * sensor that is well would not show the same by chance. It is found within a second of movement: what moves
 * is seen some looks late each time, and slowly not at all: in three looks the 4.5 N a second of a piston that sticks in
 * the air are 0.45 N.
 */
#define STILL_SHARE  0.2
#define STILL_S      0.75 /* a quarter of that second is left for the rest [P] */
#define STILL_CHANCE 3e-9 /* of each row of looks [P] */
#define MOVES_N      0.3  /* in three looks */
#define MOVES_M      1e-4
#define MOVES_NOISES 6.0 /* and a step: noise is no movement */

/* At rest nothing but its noise tells it, and nobody is in a hurry: 64 heads have 2.1e7 looks at a sensor an hour. */
#define REST_S      1.0
#define REST_CHANCE 1e-14 /* of each row of them: one in 4.8 million hours [P] */

/*
 * A screw's way on the person that must be felt, in samples that all show the same. Once that is no chance, any way
 * is enough that is more than play and a gauge's noise: 64 cells at 1 kHz make 2.3e8 rows of samples an hour.
 */
#define FEELS_M       0.002
#define FEELS_SAMPLES 8 /* a tenth of a second of an HX711 */
#define FEELS_SURE_M  0.0003
#define FEELS_CHANCE  1e-14 /* of each of them: one in 430,000 hours [P] */

/* One sensor, in its own unit. */
struct channel_spec {
	double rate_hz;
	double noise;
	double quantum;
	double moves;
};

/* Samples in a row that a sensor at rest does not show as one value but by that chance. */
static double samples_by_chance(const struct channel_spec *spec, double chance)
{
	const double band = STILL_SHARE * spec->noise;
	const double reach =
		spec->quantum > 0.0 ? (floor(band / spec->quantum) + 0.5) * spec->quantum : band;

	return log(chance) / log(erf(reach / (sqrt(2.0) * spec->noise)));
}

/* Looks that show the same and are no chance, and no fewer than that. */
static int looks_by_chance(const struct channel_spec *spec, double chance, int least, double look_s)
{
	const double looks_a_sample = 1.0 / (spec->rate_hz * look_s);
	const int looks = (int)ceil(samples_by_chance(spec, chance) * larger(looks_a_sample, 1.0));

	return looks > least ? looks : least;
}

static void plan(struct still_watch *watch, const struct channel_spec *spec, double look_s)
{
	const double shows = MOVES_NOISES * spec->noise + spec->quantum;

	watch->moving = larger(shows, spec->moves);
	watch->band = -1.0;
	watch->enough = looks_in(STILL_S, look_s);
	watch->rest_enough = looks_in(REST_S, look_s);
	if (!(spec->rate_hz > 0.0 && spec->noise > 0.0 &&
	      spec->noise >= NOISE_OF_STEP * spec->quantum)) {
		return; /* it cannot be told, by however many */
	}
	watch->band = STILL_SHARE * spec->noise;
	watch->enough = looks_by_chance(spec, STILL_CHANCE, watch->enough, look_s);
	watch->rest_enough = looks_by_chance(spec, REST_CHANCE, watch->rest_enough, look_s);
}

void stillness_init(struct stillness *stillness, const struct head *head, double look_s)
{
	const struct sensor_spec *sensor = &head->sensor;
	const struct air_spec *air = &sensor->air;
	const struct position_spec *place = &sensor->position;
	const bool screw = head->actuator.kind == ACTUATOR_VELOCITY;
	const struct channel_spec specs[] = {
		{sensor->rate_hz, sensor->noise_n, sensor->quantum_n, MOVES_N},
		{screw ? 0.0 : air->rate_hz, air->noise_pa, air->quantum_pa,
		 MOVES_N / head->actuator.area_m2},
		{place->rate_hz, place->noise_m, place->quantum_m, MOVES_M},
	};
	struct still_watch *const watches[] = {&stillness->force, &stillness->air,
					       &stillness->place};

	memset(stillness, 0, sizeof(*stillness));
	stillness->has_air = specs[1].rate_hz > 0.0;
	stillness->has_place = specs[2].rate_hz > 0.0;
	for (int k = 0; k < 3; k++) {
		plan(watches[k], &specs[k], look_s);
	}
	if (stillness->force.band > 0.0) {
		stillness->felt_enough = (int)ceil(samples_by_chance(&specs[0], FEELS_CHANCE));
	}
}

static void see_move(struct still_watch *watch, double value)
{
	watch->moves = fabs(value - watch->third) > watch->moving;
	watch->third = watch->second;
	watch->second = watch->last;
	watch->last = value;
}

static void see_moves(struct stillness *stillness, const struct head_belief *belief)
{
	see_move(&stillness->force, belief->force_n);
	if (stillness->has_air) {
		see_move(&stillness->air, belief->pressure_pa);
	}
	if (stillness->has_place) {
		see_move(&stillness->place, belief->position_m);
	}
}

static bool is_still(struct still_watch *watch, double value, bool others_move)
{
	if (!(fabs(value - watch->shown) <= watch->band)) {
		watch->shown = value;
		watch->looks = 0;
		return false;
	}
	watch->looks += others_move && watch->looks < watch->enough;
	return watch->looks >= watch->enough;
}

static enum sensor first_still(struct stillness *stillness, const struct head_belief *belief)
{
	const bool force = stillness->force.moves;
	const bool air = stillness->air.moves;
	const bool place = stillness->place.moves;
	const bool force_still = is_still(&stillness->force, belief->force_n, air || place);
	const bool air_still = is_still(&stillness->air, belief->pressure_pa, force || place);
	const bool place_still = is_still(&stillness->place, belief->position_m, force || air);

	return force_still   ? SENSOR_FORCE
	       : air_still   ? SENSOR_AIR
	       : place_still ? SENSOR_PLACE
			     : SENSOR_NONE;
}

enum sensor stillness_look(struct stillness *stillness, const struct head_belief *belief)
{
	see_moves(stillness, belief);
	return first_still(stillness, belief);
}

static void rest(struct still_watch *watch, double value, bool live)
{
	if (!(live && fabs(value - watch->rest_shown) <= watch->band)) {
		watch->rest_shown = value;
		watch->rest_looks = 0;
		return;
	}
	watch->rest_looks += watch->rest_looks < watch->rest_enough;
}

static bool is_at_rest(const struct still_watch *watch)
{
	return watch->rest_looks >= watch->rest_enough;
}

enum sensor stillness_at_rest(const struct stillness *stillness)
{
	if (is_at_rest(&stillness->force)) {
		return SENSOR_FORCE;
	}
	if (is_at_rest(&stillness->air)) {
		return SENSOR_AIR;
	}
	return is_at_rest(&stillness->place) ? SENSOR_PLACE : SENSOR_NONE;
}

/* On the factory's zero: the one that is believed moves at rest. */
enum sensor stillness_rest(struct stillness *stillness, const struct head_belief *belief)
{
	const bool beside = belief->beside == INPUT_LIVE;

	rest(&stillness->force, belief->force_n + belief->zero_n, belief->input == INPUT_LIVE);
	rest(&stillness->air, belief->pressure_pa, beside);
	rest(&stillness->place, belief->position_m, beside);
	return stillness_at_rest(stillness);
}

void stillness_tick(struct stillness *stillness, const struct head_belief *belief)
{
	if (!(fabs(belief->force_n - stillness->felt_n) <= stillness->force.band &&
	      belief->position_known)) {
		stillness->felt_n = belief->force_n;
		stillness->felt_m = belief->position_m;
		stillness->felt_samples = 0;
		return;
	}
	stillness->felt_samples +=
		belief->fresh && stillness->felt_samples < stillness->felt_enough;
}

/*
 * A screw that drives into somebody must feel it: no air tells what it presses, so a reading that stays the
 * same over a way in which any tissue gives more force is not waited for. One that froze in the air does not
 * show where that way begins, only that no noise is left in it.
 */
bool stillness_feels_nothing(const struct stillness *stillness, const struct head_belief *belief)
{
	const double way_m = fabs(belief->position_m - stillness->felt_m);

	if (stillness->felt_samples == 0) {
		return false;
	}
	if (stillness->felt_samples >= stillness->felt_enough) {
		return way_m > FEELS_SURE_M;
	}
	return belief->force_n >= CONTACT_ON_N && stillness->felt_samples >= FEELS_SAMPLES &&
	       way_m > FEELS_M;
}
