/* cylinder.c - see cylinder.h. */
#include "sim/cylinder.h"

#include <math.h>

#define MOVING_MASS_KG 0.5
#define VISCOUS_N_S_M \
	60.0 /* seal and metering orifice: the spring alone retracts at 0.17 m/s [M] */
#define SUPPLY_PAST_DUMP 0.05 /* of the regulator's flow that arrives while the dump is open [M] */
#define LONG_AGO_S       1e3

void cylinder_init(struct cylinder *cylinder, const struct actuator_spec *spec)
{
	*cylinder = (struct cylinder){.spec = *spec, .unpowered_s = LONG_AGO_S};
}

/* Two first-order flows at once, toward the command and toward 0, solved exactly over one sub-step. */
static struct air_step air_step(double command_per_s, double dump_per_s, double step_s)
{
	double per_s = command_per_s + dump_per_s;
	double keep = exp(-per_s * step_s);

	return (struct air_step){
		.keep = keep,
		.gain = per_s > 0.0 ? command_per_s / per_s * (1.0 - keep) : 0.0,
	};
}

void cylinder_pace(struct cylinder *cylinder, double step_s)
{
	const struct actuator_spec *spec = &cylinder->spec;
	double fill_per_s = 1.0 / spec->lag_s;
	double vent_per_s = 1.0 / spec->vent_lag_s;
	double dump_per_s = 1.0 / spec->release.dump_tau_s;
	double rows = spec->dead_s / step_s + 0.5;

	cylinder->air[0][REGULATOR_FILLS] = air_step(fill_per_s, 0.0, step_s);
	cylinder->air[0][REGULATOR_VENTS] = air_step(vent_per_s, 0.0, step_s);
	cylinder->air[0][REGULATOR_SHUT] = air_step(0.0, 0.0, step_s);
	cylinder->air[1][REGULATOR_FILLS] =
		air_step(fill_per_s * SUPPLY_PAST_DUMP, dump_per_s, step_s);
	cylinder->air[1][REGULATOR_VENTS] = air_step(vent_per_s, dump_per_s, step_s);
	cylinder->air[1][REGULATOR_SHUT] = air_step(0.0, dump_per_s, step_s);
	cylinder->line_length = rows < CYLINDER_LINE ? (int)rows : CYLINDER_LINE;
	cylinder->line_at = 0;
	for (int i = 0; i < cylinder->line_length; i++) {
		cylinder->line[i] = 0.0;
	}
}

/* The command as it was one dead time ago. */
static double through_dead_time(struct cylinder *cylinder, double command_pa)
{
	int at = cylinder->line_at;
	double old_pa;

	if (cylinder->line_length == 0) {
		return command_pa;
	}
	old_pa = cylinder->line[at];
	cylinder->line[at] = command_pa;
	cylinder->line_at = at + 1 == cylinder->line_length ? 0 : at + 1;
	return old_pa;
}

void cylinder_breathe(struct cylinder *cylinder, double command_pa, bool dump_shut, bool supplied,
		      double step_s)
{
	double relief_pa = cylinder->spec.relief_pa;
	double asked_pa = through_dead_time(cylinder, command_pa);
	enum regulator_state regulator = REGULATOR_FILLS;
	bool dump_open;

	if (!supplied) {
		asked_pa = 0.0;
	} else if (cylinder->stuck_open) {
		asked_pa = relief_pa;
	}
	if (!(asked_pa > 0.0)) {
		asked_pa = 0.0;
	} else if (asked_pa > relief_pa) {
		asked_pa = relief_pa;
	}
	if (cylinder->stuck_shut) {
		regulator = REGULATOR_SHUT;
	} else if (asked_pa < cylinder->pressure_pa) {
		regulator = REGULATOR_VENTS;
	}
	cylinder->unpowered_s = dump_shut && supplied ? 0.0 : cylinder->unpowered_s + step_s;
	dump_open = !cylinder->dump_dead && cylinder->unpowered_s > cylinder->spec.release.dead_s;
	cylinder->pressure_pa = cylinder->pressure_pa * cylinder->air[dump_open][regulator].keep +
				asked_pa * cylinder->air[dump_open][regulator].gain;
}

/*
 * Speed first, position by the new speed (semi-implicit), both dampings implicit: stable at 1 ms for a
 * bony wall as for a damping above 2 m / step, and it creates no energy.
 */
void cylinder_move(struct cylinder *cylinder, const struct tissue *tissue, double elastic_n,
		   double rise_m_s, double step_s)
{
	const struct actuator_spec *spec = &cylinder->spec;
	double push_n = cylinder->pressure_pa * spec->area_m2 - spec->release.spring_n;
	double per_kg = step_s * (1.0 / MOVING_MASS_KG);
	double lambda = tissue->damping_s_m;
	double against_n = elastic_n * (1.0 + lambda * rise_m_s);
	double speed = (cylinder->speed_m_s + per_kg * (push_n - against_n)) /
		       (1.0 + per_kg * (VISCOUS_N_S_M + elastic_n * lambda));

	if (1.0 + lambda * (speed + rise_m_s) < 0.0) { /* the skin would pull: it is left behind */
		speed = (cylinder->speed_m_s + per_kg * push_n) / (1.0 + per_kg * VISCOUS_N_S_M);
	}
	cylinder->position_m += speed * step_s;
	if (!(cylinder->position_m > 0.0)) {
		cylinder->position_m = 0.0;
		speed = speed > 0.0 ? speed : 0.0;
	} else if (cylinder->position_m > spec->travel_m) {
		cylinder->position_m = spec->travel_m;
		speed = speed < 0.0 ? speed : 0.0;
	}
	cylinder->speed_m_s = speed;
}
