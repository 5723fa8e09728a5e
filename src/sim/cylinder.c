/* cylinder.c - see cylinder.h. */
#include "sim/cylinder.h"

#include <math.h>

#define SUPPLY_PAST_DUMP 0.05 /* of the regulator's flow that arrives while the dump is open [M] */
#define LONG_AGO_S       1e3
#define NOTHING          1e-20 /* of pressure in Pa: a single molecule in there has 1e-16; of a share */

void cylinder_init(struct cylinder *cylinder, const struct actuator_spec *spec)
{
	*cylinder = (struct cylinder){
		.spec = *spec,
		.unpowered_s = LONG_AGO_S,
		.slow_share = 1.0,
		.play_pa = 0.5 * spec->hysteresis_share * spec->relief_pa,
		.draw_per_pa = spec->supply_sag_share / spec->relief_pa,
	};
}

/*
 * Two first-order flows at once, toward the command and toward 0, solved exactly over one sub-step.
 */
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

	cylinder->air[0][REGULATOR_FILLS] = air_step(fill_per_s, 0.0, step_s);
	cylinder->air[0][REGULATOR_VENTS] = air_step(vent_per_s, 0.0, step_s);
	cylinder->air[0][REGULATOR_SHUT] = air_step(0.0, 0.0, step_s);
	cylinder->air[1][REGULATOR_FILLS] =
		air_step(fill_per_s * SUPPLY_PAST_DUMP, dump_per_s, step_s);
	cylinder->air[1][REGULATOR_VENTS] = air_step(vent_per_s, dump_per_s, step_s);
	cylinder->air[1][REGULATOR_SHUT] = air_step(0.0, dump_per_s, step_s);
	cylinder->draw_keep =
		spec->supply_recovery_s > 0.0 ? exp(-step_s / spec->supply_recovery_s) : 0.0;
	cylinder->friction = friction_of(spec, step_s);
	dead_time_pace(&cylinder->line, spec->dead_s, step_s);
}

/* What the regulator makes of a command: no pressure below 0 or past relief, and its play. */
static double regulate(struct cylinder *cylinder, double command_pa)
{
	double play_pa = cylinder->play_pa;

	if (!(command_pa > 0.0)) {
		command_pa = 0.0;
	} else if (command_pa > cylinder->spec.relief_pa) {
		command_pa = cylinder->spec.relief_pa;
	}
	if (cylinder->regulated_pa < command_pa - play_pa) {
		cylinder->regulated_pa = command_pa - play_pa;
	} else if (cylinder->regulated_pa > command_pa + play_pa) {
		cylinder->regulated_pa = command_pa + play_pa;
	}
	return cylinder->regulated_pa;
}

/*
 * What decays comes to an end: for good a thing near 0 would be no 0 but a subnormal number, over each of
 * which some processors take a hundred times as long.
 */
static double faded(double x)
{
	return x > NOTHING ? x : 0.0;
}

/* Air comes slower out of a supply that sags, and makes it sag. */
static double fill(struct cylinder *cylinder, const struct air_step *air, double asked_pa,
		   double air_share)
{
	double before_pa = cylinder->pressure_pa;
	double slow = 1.0 - air_share;
	/* of the whole exchange, what the regulator has no part in goes on as ever */
	double after_pa = before_pa * air->keep + asked_pa * air->gain -
			  slow * air->gain * (asked_pa - before_pa);

	cylinder->draw_share +=
		cylinder->draw_per_pa * air_share * air->gain * (asked_pa - before_pa);
	return after_pa;
}

/* A regulator that lost its pace does only a share of it; a leak lets out what is there. */
static double worn_pa(const struct cylinder *cylinder, double before_pa, bool dump_open,
		      double step_s)
{
	const double leak_per_s =
		cylinder->leak_share / (1.0 - cylinder->leak_share) / cylinder->spec.lag_s;
	double pressure_pa = cylinder->pressure_pa;

	if (!dump_open) {
		pressure_pa = before_pa + cylinder->slow_share * (pressure_pa - before_pa);
	}
	return pressure_pa / (1.0 + leak_per_s * step_s);
}

void cylinder_breathe(struct cylinder *cylinder, double command_pa, bool dump_shut,
		      const struct supply *supply, double step_s)
{
	double asked_pa = regulate(cylinder, dead_time_pass(&cylinder->line, command_pa));
	const struct air_step *air;
	bool dump_open;
	double before_pa;

	if (!supply->powered) {
		asked_pa = 0.0;
		cylinder->regulated_pa = 0.0;
	} else if (cylinder->stuck_open) {
		asked_pa = cylinder->spec.relief_pa;
	} else if (cylinder->no_air) {
		asked_pa = 0.0;
	}
	cylinder->unpowered_s = dump_shut && supply->powered ? 0.0 : cylinder->unpowered_s + step_s;
	dump_open = !cylinder->dump_dead && cylinder->unpowered_s > cylinder->spec.release.dead_s;
	air = cylinder->air[dump_open];
	before_pa = cylinder->pressure_pa;
	cylinder->draw_share = faded(cylinder->draw_share * cylinder->draw_keep);
	if (cylinder->stuck_shut) {
		cylinder->pressure_pa = faded(before_pa * air[REGULATOR_SHUT].keep);
	} else if (asked_pa < before_pa) {
		cylinder->pressure_pa = faded(before_pa * air[REGULATOR_VENTS].keep +
					      asked_pa * air[REGULATOR_VENTS].gain);
	} else {
		cylinder->pressure_pa =
			fill(cylinder, &air[REGULATOR_FILLS], asked_pa, supply->air_share);
	}
	if (cylinder->leak_share > 0.0 || cylinder->slow_share < 1.0) {
		cylinder->pressure_pa = worn_pa(cylinder, before_pa, dump_open, step_s);
	}
}

/*
 * Speed first, position by the new speed: a leapfrog, its speeds half a step behind its places, so
 * that forces which depend on place and air are met in the middle. Dampings and friction are
 * implicit: stable at 1 ms for a bony wall as for a damping above 2 m / step, and it creates no
 * energy.
 */
void cylinder_move(struct cylinder *cylinder, const struct reaction *reaction, double step_s)
{
	const struct actuator_spec *spec = &cylinder->spec;
	double push_n = cylinder->pressure_pa * spec->area_m2 - spec->release.spring_n;
	double speed = friction_speed(&cylinder->friction, cylinder->speed_m_s, push_n, reaction,
				      &cylinder->dry_n);

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
