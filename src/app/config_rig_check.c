/*
 * config_rig_check.c - refuses a rig that could press where or how it must not, even with its software
 * doing its worst: places, mechanical caps, release times; heat is beside.
 */
#include "app/config_rig_check.h"

#include "app/config.h"
#include "app/config_heater_check.h"

#include <knead/kept_out.h>

#include <math.h>
#include <stdbool.h>

#define PI           3.14159265358979323846
#define SPRING_TIMES 2.0   /* the spring, of breakaway, or a vented head stays on the person [P] */
#define QUICK_MAX_S  0.3   /* of a screw's release: nothing else lets go of it [P] */
#define QUICK_FREE_M 0.025 /* that it has to go: 80 N press 22.6 mm into a nominal back [D] */

/* Of a round head of that area. */
static double radius_m(const struct head *head)
{
	return sqrt(head->area_m2 / PI);
}

/* What the head presses with its valve stuck open ... */
static double mechanical_cap_n(const struct head *head)
{
	if (head->actuator.kind == ACTUATOR_VELOCITY) {
		return head->actuator.screw.stall_n;
	}
	return head->actuator.area_m2 * head->actuator.relief_pa;
}

/* ... and the most that may be. */
static double mechanical_bound_n(const struct head *head)
{
	double bound_n = MECHANICAL_CAP_SHARE * region_facts(head->region)->bound_n;

	if (bound_n > MECHANICAL_CAP_N) {
		bound_n = MECHANICAL_CAP_N;
	}
	if (head->region == REGION_NECK && bound_n > MECHANICAL_CAP_NECK_N) {
		bound_n = MECHANICAL_CAP_NECK_N;
	}
	return bound_n;
}

/* Friction holds the piston in while the pressure falls; a quick release has only its spring. */
double config_release_s(const struct head *head)
{
	const struct actuator_spec *actuator = &head->actuator;
	const struct release_spec *release = &actuator->release;
	double stuck_n = actuator->friction.breakaway_n;

	if (actuator->kind == ACTUATOR_VELOCITY) {
		return release->dead_s + QUICK_FREE_M * actuator->friction.viscous_n_s_m /
						 (release->spring_n - stuck_n);
	}
	return release->dead_s +
	       release->dump_tau_s * log((head->ceiling_n + release->spring_n + stuck_n) /
					 (RELEASED_N + release->spring_n - stuck_n));
}

static void check_place(struct complaints *complaints, int line, int number,
			const struct head *head)
{
	const struct region_facts *region = region_facts(head->region);
	double clear_m = fabs(head->y_m) - radius_m(head);
	const struct kept_out *spared =
		kept_out_at(head->x_m, head->y_m, radius_m(head), BODY_HEIGHT_M);

	if (!(head->x_m >= region->x_from_m && head->x_m <= region->x_to_m)) {
		complain(complaints, line,
			 "head %d lies at x_m %g, outside the %s; use %g to %g m or another region",
			 number, head->x_m, region->title, region->x_from_m, region->x_to_m);
	}
	if (!(clear_m >= MIDLINE_KEPT_OUT_M)) {
		complain(
			complaints, line,
			"head %d comes within %.1f mm of the spine's midline, where %g mm are kept "
			"free; move it outward or make it smaller",
			number, clear_m > 0.0 ? clear_m * 1e3 : 0.0, MIDLINE_KEPT_OUT_M * 1e3);
	}
	if (clear_m >= MIDLINE_KEPT_OUT_M && spared != NULL && !(spared->cap_n > 0.0)) {
		complain(complaints, line,
			 "head %d at x_m %g, y_m %g reaches %s, where nothing is pressed; move it",
			 number, head->x_m, head->y_m, spared->title);
	}
	if (!(head->side == SIDE_RIGHT ? head->y_m > 0.0 : head->y_m < 0.0)) {
		complain(complaints, line,
			 "head %d is named %s and its y_m is %g; positive is the person's right",
			 number, head->side == SIDE_RIGHT ? "right" : "left", head->y_m);
	}
}

static void check_ceiling(struct complaints *complaints, int line, int number,
			  const struct head *head)
{
	double share = kept_share(head->region);

	if (!(head->ceiling_n <= share * CEILING_MAX_N &&
	      head->ceiling_n <= share * FORCE_HARD_N)) {
		complain(complaints, line, "head %d has ceiling_n %g; on the %s at most %g N",
			 number, head->ceiling_n, region_facts(head->region)->title,
			 share * CEILING_MAX_N);
	}
	if (!(head->ceiling_pa <= share * CEILING_MAX_PA &&
	      head->ceiling_pa <= share * PRESSURE_HARD_PA)) {
		complain(complaints, line, "head %d has ceiling_pa %g; on the %s at most %g Pa",
			 number, head->ceiling_pa, region_facts(head->region)->title,
			 share * CEILING_MAX_PA);
	}
}

static void check_pressure(struct complaints *complaints, int line, int number,
			   const struct head *head)
{
	double cap_n = mechanical_cap_n(head);
	double bound_n = mechanical_bound_n(head);
	double reach_n = cap_n - head->actuator.release.spring_n;

	if (!(cap_n <= bound_n)) {
		complain(complaints, line,
			 "head %d could press %.1f N with its valve stuck open (piston area x "
			 "relief pressure); on the %s at most %.1f N: use a relief of at most "
			 "%.0f Pa",
			 number, cap_n, region_facts(head->region)->title, bound_n,
			 floor(bound_n / head->actuator.area_m2));
	}
	if (!(reach_n >= head->ceiling_n)) {
		complain(complaints, line,
			 "head %d reaches only %.1f N against its spring, below its ceiling_n of "
			 "%g; raise relief_pa or lower ceiling_n",
			 number, reach_n, head->ceiling_n);
	}
	if (!(head->sensor.air.rate_hz > 0.0)) {
		complain(complaints, line,
			 "head %d presses with air and its sensor has no air; add air : { ... }: "
			 "without the pressure a wrong force sensor would not be found",
			 number);
	}
	if (head->sensor.thermistor.rate_hz > 0.0) {
		complain(complaints, line,
			 "head %d has no motor whose temperature could be read; remove thermistor",
			 number);
	}
}

static void check_screw(struct complaints *complaints, int line, int number,
			const struct head *head)
{
	double cap_n = mechanical_cap_n(head);
	double bound_n = mechanical_bound_n(head);

	if (!(cap_n <= bound_n)) {
		complain(complaints, line,
			 "head %d could press %.1f N before its screw stalls; on the %s at most "
			 "%.1f N: use a stall_n of at most that",
			 number, cap_n, region_facts(head->region)->title, bound_n);
	}
	if (!(cap_n > head->ceiling_n)) {
		complain(
			complaints, line,
			"head %d stalls at %.1f N, not above its ceiling_n of %g; raise stall_n or "
			"lower ceiling_n",
			number, cap_n, head->ceiling_n);
	}
	if (!(head->sensor.position.rate_hz > 0.0)) {
		complain(complaints, line,
			 "head %d has a screw and its sensor has no position; add position : { ... "
			 "}",
			 number);
	}
}

/* Nothing else tells what a screw presses: whether its cell is stuck must show in the cell itself. */
static void check_screw_cell(struct complaints *complaints, int line, int number,
			     const struct sensor_spec *sensor)
{
	if (!(sensor->noise_n >= NOISE_OF_STEP * sensor->quantum_n)) {
		complain(complaints, line,
			 "head %d has a screw, and its sensor's steps of %g N are too coarse for "
			 "its noise_n of %g: nobody could tell whether it is stuck; use one with "
			 "a quantum_n of at most %g",
			 number, sensor->quantum_n, sensor->noise_n,
			 sensor->noise_n / NOISE_OF_STEP);
	}
}

static void check_release(struct complaints *complaints, int line, int number,
			  const struct head *head)
{
	const struct actuator_spec *actuator = &head->actuator;
	double least_n = SPRING_TIMES * actuator->friction.breakaway_n;
	double release_s = config_release_s(head);

	if (!(actuator->release.spring_n >= least_n)) {
		complain(complaints, line,
			 "head %d's spring_n of %g must be at least %g times its breakaway_n of "
			 "%g, or a head that let go stays on the person; use at least %g N",
			 number, actuator->release.spring_n, SPRING_TIMES,
			 actuator->friction.breakaway_n, least_n);
	} else if (actuator->kind == ACTUATOR_VELOCITY) {
		if (!(release_s <= QUICK_MAX_S)) {
			complain(complaints, line,
				 "head %d's quick release takes %.2f s to take it %g mm back; %g s "
				 "are allowed, as a screw does not give way: shorten dead_s of its "
				 "release or use a stronger spring_n",
				 number, release_s, QUICK_FREE_M * 1e3, QUICK_MAX_S);
		}
	} else if (!(release_s <= RELEASE_MAX_S)) {
		complain(complaints, line,
			 "head %d takes %.2f s from its ceiling to %g N; %g s are allowed: shorten "
			 "dump_tau_s or dead_s of its release, or lower ceiling_n",
			 number, release_s, RELEASED_N, RELEASE_MAX_S);
	}
}

/* A sensor whose healthy samples are as old as a lost one's would trip every session. */
static void check_sensor(struct complaints *complaints, int line, int number,
			 const struct head *head)
{
	double period_s = 1.0 / head->sensor.rate_hz;
	double lost_s = RELEASE_PERIODS * period_s;

	if (lost_s < RELEASE_MIN_S) {
		lost_s = RELEASE_MIN_S;
	}
	if (!(head->sensor.latency_s + period_s < lost_s)) {
		complain(complaints, line,
			 "head %d's samples are up to %.3f s old, and count as lost at %.3f s; "
			 "lower latency_s",
			 number, head->sensor.latency_s + period_s, lost_s);
	}
	if (!(head->sensor.range_n > mechanical_cap_n(head))) {
		complain(complaints, line,
			 "head %d could press %.1f N and its sensor reads at most range_n %g; use "
			 "one that reads more",
			 number, mechanical_cap_n(head), head->sensor.range_n);
	}
}

void check_head(struct complaints *complaints, int line, int number, const struct head *head)
{
	check_place(complaints, line, number, head);
	check_ceiling(complaints, line, number, head);
	if (head->actuator.kind == ACTUATOR_VELOCITY) {
		check_screw(complaints, line, number, head);
		check_screw_cell(complaints, line, number, &head->sensor);
	} else {
		check_pressure(complaints, line, number, head);
	}
	check_release(complaints, line, number, head);
	check_sensor(complaints, line, number, head);
	check_heater(complaints, line, number, &head->heater);
}

static void check_pair(struct complaints *complaints, int line, const struct rig *rig, int a, int b)
{
	const struct head *one = &rig->heads[a];
	const struct head *other = &rig->heads[b];
	double apart_m = hypot(one->x_m - other->x_m, one->y_m - other->y_m);
	double need_m = radius_m(one) + radius_m(other);

	if (!(apart_m >= need_m)) {
		complain(complaints, line,
			 "heads %d and %d overlap: their centres are %.0f mm apart and need %.0f; "
			 "move one",
			 a + 1, b + 1, apart_m * 1e3, ceil(need_m * 1e3));
	}
}

void check_rig(struct complaints *complaints, int line, const int *lines, const struct rig *rig)
{
	bool simulated = true;

	for (int b = 0; b < rig->head_count; b++) {
		for (int a = 0; a < b; a++) {
			check_pair(complaints, lines[b], rig, a, b);
		}
		simulated = simulated && rig->heads[b].sensor.driver == DRIVER_SIM &&
			    rig->heads[b].actuator.driver == DRIVER_SIM &&
			    (rig->heads[b].heater.driver == DRIVER_NONE ||
			     rig->heads[b].heater.driver == DRIVER_SIM);
	}
	if (rig->control == CONTROL_BENCH && !simulated) {
		complain(complaints, line,
			 "control is \"bench\", which is only for rigs where every device is "
			 "simulated; name simulated devices");
	}
}
