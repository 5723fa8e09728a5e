#include "core/safety/load.h"

#include "core/safety/bound.h"

#include <string.h>

#define NS_PER_S 1e9
/* Above the ceiling by this, a head is looked at by itself, and its air is asked at every tick. */
#define FORCE_NEAR_N 4.0   /* and TARE_MAX_N more is still no trip */
#define FORCE_LATE_S 0.005 /* a force that old is asked of the air as well */

/* As load.h says: the spring holds against it, and what friction may hold in the worst case comes on top of it. */
static double vented_pa(const struct head *head)
{
	const struct actuator_spec *actuator = &head->actuator;
	const double air_n =
		RELEASED_N + actuator->release.spring_n - actuator->friction.breakaway_n;

	if (actuator->kind == ACTUATOR_VELOCITY || !(head->sensor.air.rate_hz > 0.0)) {
		return 0.0;
	}
	return air_n / actuator->area_m2;
}

void load_init(struct load *load, const struct rig *rig)
{
	memset(load, 0, sizeof(*load));
	load->head_count = rig->head_count;
	for (int i = 0; i < rig->head_count; i++) {
		const struct head *head = &rig->heads[i];

		load->vented_pa[i] = vented_pa(head);
		load->in_trunk[i] = region_facts(head->region)->trunk ? 1.0 : 0.0;
		if (head->sensor.rate_hz < rig->loop_hz || head->sensor.latency_s > FORCE_LATE_S) {
			load->late[load->late_count++] = (uint8_t)i;
		}
	}
}

static void judge_input(struct conditions *conditions, const struct situation *situation,
			enum input_state input, int head)
{
	bool past_test = situation->state != STATE_BOOT && situation->state != STATE_SELFTEST;

	switch (input) {
	case INPUT_IMPLAUSIBLE:
		conditions_trip_sensor(conditions, COND_SENSOR_BAD, head, SENSOR_FORCE);
		break;
	case INPUT_LOST:
		conditions_trip_sensor(conditions, COND_SENSOR_LOST, head, SENSOR_FORCE);
		break;
	case INPUT_NEVER: /* not yet, while starting: the self-test has its own time limit */
		if (past_test) {
			conditions_trip_sensor(conditions, COND_SENSOR_LOST, head, SENSOR_FORCE);
		}
		break;
	case INPUT_LIVE:
	case INPUT_STALE:
		break;
	default:
		conditions_trip(conditions, COND_IMPOSSIBLE, head);
		break;
	}
}

/* Pressure and position, where fitted: what the second look needs while somebody may be pressed. */
static void judge_beside(struct conditions *conditions, const struct head_belief *belief, int head)
{
	const bool bad = belief->beside == INPUT_IMPLAUSIBLE;

	conditions_trip_sensor(conditions, bad ? COND_SENSOR_BAD : COND_SENSOR_LOST, head,
			       belief->beside_which);
}

/*
 * Force, measured or by what the air presses, above what this head may press, twice in a row: one wild
 * sample, however long it is the latest, is no trip.
 */
static void judge_force(struct load *load, struct conditions *conditions,
			const struct head_belief *belief, int64_t air_t_ns, double follow_n,
			double most_pa, int head)
{
	const bool force_over = !(belief_most_n(belief) <= follow_n + FORCE_OVER_CEILING_N);
	const bool air_over = !(belief->pressure_pa <= most_pa);
	bool fresh = force_over && belief->fresh;

	if (!force_over && !air_over) {
		load->over[head] = 0;
		return;
	}
	load->any_over = true;
	if (air_over) {
		fresh |= air_t_ns != load->air_t_ns[head];
		load->air_t_ns[head] = air_t_ns;
	}
	load->over[head] = (uint8_t)(load->over[head] + (fresh && load->over[head] < 2));
	if (load->over[head] >= 2) {
		conditions_trip(conditions, COND_FORCE_HIGH, head);
	}
}

/* What all heads together say. */
struct tally {
	double body_most_n; /* sum of what is felt: no more than this */
	bool late; /* some head has no fresh reading of force, or of something else it should have */
	bool any_valid; /* some head has a usable force */
	bool pressing;  /* some presses by RELEASED_N or more, or may, as its cell is lost */
	bool pulling;   /* some is far below zero: not at zero */
};

static double felt_n(const struct head_belief *head)
{
	return larger(belief_most_n(head), 0.0);
}

/* Where a force is long past when it is read, the air is asked at every tick; elsewhere at every look. */
static bool air_is_over(const struct load *load, const struct belief *belief, const double *most_pa)
{
	bool over = false;

	for (int k = 0; k < load->late_count; k++) {
		const int i = load->late[k];

		over |= !(belief->heads[i].pressure_pa <= most_pa[i]);
	}
	return over;
}

/*
 * Nearly every tick: every sensor is well and no force too high, so that no head is to be named and the
 * tally is all there is to it. False as soon as one is not: then each is looked at by itself.
 */
static bool all_well(const struct load *load, struct tally *tally, const struct belief *belief,
		     const struct ceilings *ceilings, const struct air_load *air)
{
	const struct head_belief *head = belief->heads;
	const struct head_ceiling *ceiling = ceilings->heads;
	double sum_n = 0.0;
	double least_n = 0.0;
	double most_n = 0.0;

	if (load->any_over || air_is_over(load, belief, air->most_pa)) {
		return false;
	}
	for (int i = load->head_count; i > 0; i--, head++, ceiling++) {
		const double force_n = head->force_n;

		if (head->input != INPUT_LIVE || head->beside != INPUT_LIVE ||
		    !(force_n <= ceiling->follow_n + FORCE_NEAR_N)) {
			return false;
		}
		sum_n += force_n;
		least_n = least_n < force_n ? least_n : force_n;
		most_n = most_n > force_n ? most_n : force_n;
	}
	*tally = (struct tally){
		/* as if all pulled like one */
		.body_most_n = sum_n - load->head_count * least_n + belief->zeros_n,
		.any_valid = load->head_count > 0,
		.pressing = !(most_n < RELEASED_N),
		.pulling = !(least_n > -RELEASED_N),
	};
	return true;
}

/* A head whose sensors are not all fresh. Whether its force is usable. */
static bool judge_doubt(struct conditions *conditions, const struct situation *situation,
			struct tally *tally, const struct head_belief *belief, int head)
{
	bool valid = belief->input == INPUT_LIVE || belief->input == INPUT_STALE;

	judge_input(conditions, situation, belief->input, head);
	if (state_may_press(situation->state) && belief->beside != INPUT_LIVE) {
		judge_beside(conditions, belief, head);
	}
	tally->late = true;
	tally->any_valid |= valid;
	return valid;
}

/*
 * Whether a second of letting go is over. It goes on through the self-test after a fault, so that
 * no reset starts it anew: only a passed self-test or a release ends it.
 */
static bool release_is_late(struct load *load, const struct situation *situation, int64_t t_ns)
{
	bool letting_go = situation->state == STATE_RELEASING || situation->state == STATE_FAULT ||
			  (situation->state == STATE_SELFTEST && load->letting_go);

	if (letting_go && !load->letting_go) {
		load->let_go_t_ns = situation->since_ns;
	}
	load->letting_go = letting_go;
	return letting_go && !((double)(t_ns - load->let_go_t_ns) / NS_PER_S < RELEASE_ALARM_S);
}

/*
 * What is felt or what the air presses with, whichever is more. A body inside what its trunk alone may bear
 * needs no sums of both. What one cell says beyond all that its head may press is that head's own trip, or a
 * wild sample.
 */
static bool sums_are_inside(const struct load *load, const struct belief *belief,
			    const struct ceilings *ceilings, const struct air_load *air,
			    double body_most_n)
{
	double body_n = 0.0;
	double trunk_n = 0.0;

	if (body_most_n + air->beyond_n <= SUM_TRUNK_N + SUM_MARGIN_N) {
		return true;
	}
	for (int i = 0; i < load->head_count; i++) {
		const double most_n = ceilings->heads[i].follow_n + FORCE_OVER_CEILING_N;
		const double cell_n = felt_n(&belief->heads[i]);
		const double force_n = larger(cell_n > most_n ? most_n : cell_n, air->least_n[i]);

		body_n += force_n;
		trunk_n += load->in_trunk[i] * force_n;
	}
	return trunk_n <= SUM_TRUNK_N + SUM_MARGIN_N && body_n <= SUM_BODY_N + SUM_MARGIN_N;
}

static void judge_tally(struct load *load, struct conditions *conditions,
			const struct situation *situation, const struct belief *belief,
			const struct ceilings *ceilings, const struct air_load *air,
			const struct tally *tally, int64_t t_ns, double dt_s)
{
	bool sums_inside = sums_are_inside(load, belief, ceilings, air, tally->body_most_n);
	bool ready = !tally->late && !tally->pulling && load->head_count > 0;
	bool released = tally->any_valid && !tally->pressing;
	bool quiet = ready && !tally->pressing;

	load->sum_high_s = sums_inside ? 0.0 : load->sum_high_s + dt_s;
	if (!(load->sum_high_s < SUM_TRIP_S)) {
		conditions_trip(conditions, COND_SUM_HIGH, HEAD_NONE);
	}
	if (ready) {
		conditions_set(conditions, COND_READY);
	}
	load->quiet_s = quiet ? load->quiet_s + dt_s : 0.0;
	if (load->quiet_s >= SELFTEST_QUIET_S && situation->proved) {
		conditions_set(conditions, COND_SELFTEST_PASSED);
	}
	if (released) {
		conditions_set(conditions, COND_RELEASED);
	}
	if (release_is_late(load, situation, t_ns) && !released) {
		conditions_trip(conditions, COND_RELEASE_LATE, HEAD_NONE);
	}
}

/* A head whose cell is lost: where a gauge is fitted, unless that tells that its air is gone. */
static bool may_press(const struct head_belief *head, double vented_pa)
{
	return vented_pa > 0.0 && !(head->pressure_known && head->pressure_pa < vented_pa);
}

static void judge_each(struct load *load, struct conditions *conditions,
		       const struct situation *situation, struct tally *tally,
		       const struct frame *frame, const struct belief *belief,
		       const struct ceilings *ceilings, const struct air_load *air)
{
	load->any_over = false;
	for (int i = 0; i < load->head_count; i++) {
		const struct head_belief *head = &belief->heads[i];
		bool valid = true;

		if (head->input == INPUT_LIVE && head->beside == INPUT_LIVE) {
			tally->any_valid = true;
		} else {
			valid = judge_doubt(conditions, situation, tally, head, i);
		}
		judge_force(load, conditions, head, frame->heads[i].pressure_pa.t_ns,
			    ceilings->heads[i].follow_n, air->most_pa[i], i);
		tally->pressing |=
			valid ? !(head->force_n < RELEASED_N) : may_press(head, load->vented_pa[i]);
		tally->pulling |= !(head->force_n > -RELEASED_N);
		tally->body_most_n += felt_n(head);
	}
}

void load_step(struct load *load, struct conditions *conditions, const struct situation *situation,
	       const struct frame *frame, const struct belief *belief,
	       const struct ceilings *ceilings, const struct air_load *air, double dt_s)
{
	struct tally tally = {0};

	if (!all_well(load, &tally, belief, ceilings, air)) {
		judge_each(load, conditions, situation, &tally, frame, belief, ceilings, air);
	}
	judge_tally(load, conditions, situation, belief, ceilings, air, &tally, frame->t_ns, dt_s);
}
