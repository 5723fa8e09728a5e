/* screw.c - see screw.h. */
#include "sim/screw.h"

#include <math.h>

#define AMBIENT_C  25.0
#define COOL_AGAIN 0.9 /* of the heat at which the protection stops the motor [M] */

/* Cold, retracted, and latched, as it was left. */
void screw_init(struct screw *screw, const struct actuator_spec *spec)
{
	*screw = (struct screw){.spec = *spec, .latched = true, .slow_share = 1.0};
}

void screw_pace(struct screw *screw, double step_s)
{
	const struct actuator_spec *spec = &screw->spec;

	screw->friction = friction_of(spec, step_s);
	screw->heat_keep = exp(-step_s / spec->screw.duty_tau_s);
	dead_time_pace(&screw->line, spec->dead_s, step_s);
}

static double within(double x, double least, double most)
{
	if (!(x >= least)) {
		return least;
	}
	return x <= most ? x : most;
}

static void latch(struct screw *screw, bool held, double step_s)
{
	screw->unpowered_s = held ? 0.0 : screw->unpowered_s + step_s;
	if (screw->unpowered_s > screw->spec.release.dead_s && !screw->latch_dead) {
		screw->latched = false;
	} else if (held && screw->position_m >= screw->nut_m - screw->spec.screw.backlash_m) {
		screw->latched = true;
	}
}

/* What the motor is told, after all that has a word in it. */
static double wanted_m_s(const struct screw *screw, double asked_m_s)
{
	double most_m_s = screw->spec.screw.speed_max_m_s;

	if (!screw->latched) {
		return screw->nut_m > screw->position_m ? -most_m_s : 0.0;
	}
	if (screw->runs_away) {
		return most_m_s;
	}
	return isnan(asked_m_s) ? 0.0 : within(asked_m_s, -most_m_s, most_m_s);
}

static void warm(struct screw *screw)
{
	const struct screw_spec *spec = &screw->spec.screw;
	bool turns = fabs(screw->nut_m_s) > 0.0;

	screw->heat *= screw->heat_keep;
	if (turns) {
		screw->heat += 1.0 - screw->heat_keep;
	}
	if (screw->hot) {
		screw->hot = screw->heat > COOL_AGAIN * spec->duty_share;
	} else {
		screw->hot = screw->heat > spec->duty_share;
	}
}

void screw_drive(struct screw *screw, double asked_m_s, bool latch_shut, bool supplied,
		 double load_n, double step_s)
{
	const struct screw_spec *spec = &screw->spec.screw;
	double late_m_s = dead_time_pass(&screw->line, asked_m_s);
	double change_m_s = spec->accel_m_s2 * step_s;
	double loaded_m_s = spec->speed_max_m_s * within(1.0 - load_n / spec->stall_n, 0.0, 1.0);
	double wanted;

	supplied = supplied && !screw->no_power;
	latch(screw, latch_shut && supplied, step_s);
	wanted = screw->slow_share * wanted_m_s(screw, late_m_s);
	if (screw->stands || screw->hot || (wanted > 0.0 && !supplied)) {
		screw->nut_m_s = 0.0; /* the screw locks itself */
	} else {
		wanted = within(wanted, screw->nut_m_s - change_m_s, screw->nut_m_s + change_m_s);
		screw->nut_m_s = wanted <= loaded_m_s ? wanted : loaded_m_s;
	}
	screw->nut_m += screw->nut_m_s * step_s;
	if (!(screw->nut_m >= 0.0 && screw->nut_m <= screw->spec.travel_m)) { /* limit switches */
		screw->nut_m = within(screw->nut_m, 0.0, screw->spec.travel_m);
		screw->nut_m_s = 0.0;
	}
	warm(screw);
}

/* The carriage goes with whatever face it met. */
static void stop_at(struct screw *screw, double least_m, double most_m, double face_m_s)
{
	if (!(screw->position_m > least_m)) {
		screw->position_m = least_m;
		screw->speed_m_s = screw->speed_m_s > face_m_s ? screw->speed_m_s : face_m_s;
	} else if (screw->position_m > most_m) {
		screw->position_m = most_m;
		screw->speed_m_s = screw->speed_m_s < face_m_s ? screw->speed_m_s : face_m_s;
	}
}

void screw_move(struct screw *screw, const struct reaction *reaction, double step_s)
{
	double push_n = screw->latched ? 0.0 : -screw->spec.release.spring_n;

	screw->speed_m_s =
		friction_speed(&screw->friction, screw->speed_m_s, push_n, reaction, &screw->dry_n);
	screw->position_m += screw->speed_m_s * step_s;
	if (screw->latched) {
		stop_at(screw, screw->nut_m - screw->spec.screw.backlash_m, screw->nut_m,
			screw->nut_m_s);
	}
	stop_at(screw, 0.0, screw->spec.travel_m, 0.0);
}

double screw_temperature_c(const struct screw *screw)
{
	const struct screw_spec *spec = &screw->spec.screw;

	return AMBIENT_C + (spec->cut_out_c - AMBIENT_C) * screw->heat / spec->duty_share;
}
