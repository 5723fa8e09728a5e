/*
 * config_rig_check.c - refuses a rig that could press where or how it must not, even with its software
 * doing its worst: places, mechanical caps, release times.
 */
#include "app/config_rig_check.h"

#include "app/config.h"

#include <math.h>
#include <stdbool.h>

#define PI 3.14159265358979323846

double head_radius_m(const struct head *head)
{
	return sqrt(head->area_m2 / PI);
}

double head_mechanical_cap_n(const struct head *head)
{
	return head->actuator.area_m2 * head->actuator.relief_pa;
}

double head_mechanical_bound_n(const struct head *head)
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

double config_release_s(const struct head *head)
{
	const struct release_spec *release = &head->actuator.release;

	return release->dead_s + release->dump_tau_s * log((head->ceiling_n + release->spring_n) /
							   (RELEASED_N + release->spring_n));
}

static void check_place(struct complaints *complaints, int line, int number,
			const struct head *head)
{
	const struct region_facts *region = region_facts(head->region);
	double clear_m = fabs(head->y_m) - head_radius_m(head);

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
	if (!(head->side == SIDE_RIGHT ? head->y_m > 0.0 : head->y_m < 0.0)) {
		complain(complaints, line,
			 "head %d is named %s and its y_m is %g; positive is the person's right",
			 number, head->side == SIDE_RIGHT ? "right" : "left", head->y_m);
	}
}

static void check_ceiling(struct complaints *complaints, int line, int number,
			  const struct head *head)
{
	double share = head->region == REGION_NECK ? NECK_SHARE : 1.0;

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

static void check_actuator(struct complaints *complaints, int line, int number,
			   const struct head *head)
{
	double cap_n = head_mechanical_cap_n(head);
	double bound_n = head_mechanical_bound_n(head);
	double reach_n = cap_n - head->actuator.release.spring_n;
	double release_s = config_release_s(head);

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
	if (!(release_s <= RELEASE_MAX_S)) {
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
}

void check_head(struct complaints *complaints, int line, int number, const struct head *head)
{
	check_place(complaints, line, number, head);
	check_ceiling(complaints, line, number, head);
	check_actuator(complaints, line, number, head);
	check_sensor(complaints, line, number, head);
}

static void check_pair(struct complaints *complaints, int line, const struct rig *rig, int a, int b)
{
	const struct head *one = &rig->heads[a];
	const struct head *other = &rig->heads[b];
	double apart_m = hypot(one->x_m - other->x_m, one->y_m - other->y_m);
	double need_m = head_radius_m(one) + head_radius_m(other);

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
			    rig->heads[b].actuator.driver == DRIVER_SIM;
	}
	if (rig->control == CONTROL_BENCH && !simulated) {
		complain(complaints, line,
			 "control is \"bench\", which is only for rigs where every device is "
			 "simulated; write \"rig\"");
	}
}
