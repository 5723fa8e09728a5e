/* sim_verdict.c - how long a run took to notice, and to let go: see sim_run.h. */
#include "tool/sim_run.h"

#include <math.h>

double sim_verdict_detect_ms(const struct sim_verdict *verdict)
{
	return 1e3 * (verdict->trip_t_s - verdict->fault_t_s);
}

/* A rig that pressed nobody let go at once; one that still presses never did. */
static double released_ms(const struct sim_verdict *verdict, double since_s)
{
	const double pressed_t_s = verdict->pressed_t_s > since_s ? verdict->pressed_t_s : since_s;

	return verdict->still_presses && isfinite(since_s) ? (double)INFINITY
							   : 1e3 * (pressed_t_s - since_s);
}

double sim_verdict_release_ms(const struct sim_verdict *verdict)
{
	return released_ms(verdict,
			   isnan(verdict->trip_t_s) ? verdict->power_t_s : verdict->trip_t_s);
}

double sim_verdict_stop_ms(const struct sim_verdict *verdict)
{
	return released_ms(verdict, verdict->stop_t_s);
}
