#include "core/control/air_drive.h"

#define CLOSE_S 0.040 /* the pressure loop's own time constant: two dead times [P] */
#define LATER_S 0.018 /* beyond the air's lags until a push is felt: turns, friction [P] */
#define CURVE_S 0.010 /* time constant of the target's curve */

/* What the loop that drives the air keeps of its lag. */
static double closed_s(double lag_s, double close_s)
{
	return lag_s * close_s / (lag_s + close_s);
}

static double lead_s(double lag_s)
{
	return closed_s(lag_s, CLOSE_S) + LATER_S;
}

/* Of a first-order lag with its inverse in front, LATER_S ahead: what a target's curve adds. */
static double curve_s2(double lag_s)
{
	return LATER_S * (0.5 * LATER_S + closed_s(lag_s, CLOSE_S));
}

void air_drive_fit(struct air_drive *drive, const struct air_ahead *air)
{
	drive->fill_gain = air->fill.lag_s / CLOSE_S;
	drive->vent_gain = air->vent.lag_s / CLOSE_S;
	drive->fill_lead_s = lead_s(air->fill.lag_s);
	drive->vent_lead_s = lead_s(air->vent.lag_s);
	drive->curve_s = curve_s2(air->fill.lag_s) / CURVE_S;
}

double air_drive_finely_less_n(const struct air_drive *drive, double rate_n_s)
{
	const double lag_s = CLOSE_S * (rate_n_s > 0.0 ? drive->fill_gain : drive->vent_gain);

	return (closed_s(lag_s, CLOSE_S) - closed_s(lag_s, CLOSE_S / (1.0 + AIR_FINE_MORE))) *
	       rate_n_s;
}

double air_drive_curve_share(double turn_s)
{
	return turn_s / (turn_s + CURVE_S);
}
