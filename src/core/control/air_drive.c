#include "core/control/air_drive.h"

#define CLOSE_S 0.040 /* the pressure loop's own time constant: two dead times [P] */
#define LATER_S 0.018 /* beyond the air's lags until a push is felt: turns, friction [P] */
#define CURVE_S 0.010 /* time constant of the target's curve */

/* What the loop that drives the air keeps of its lag. */
static double closed_s(double lag_s)
{
	return lag_s * CLOSE_S / (lag_s + CLOSE_S);
}

static double lead_s(double lag_s)
{
	return closed_s(lag_s) + LATER_S;
}

/* Of a first-order lag with its inverse in front, LATER_S ahead: what a target's curve adds. */
static double curve_s2(double lag_s)
{
	return LATER_S * (0.5 * LATER_S + closed_s(lag_s));
}

void air_drive_fit(struct air_drive *drive, const struct air_ahead *air)
{
	drive->fill_gain = air->fill.lag_s / CLOSE_S;
	drive->vent_gain = air->vent.lag_s / CLOSE_S;
	drive->fill_lead_s = lead_s(air->fill.lag_s);
	drive->vent_lead_s = lead_s(air->vent.lag_s);
	drive->curve_s = curve_s2(air->fill.lag_s) / CURVE_S;
}

double air_drive_curve_share(double turn_s)
{
	return turn_s / (turn_s + CURVE_S);
}
