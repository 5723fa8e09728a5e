/* plot_stretch.c - which part of a film is worth drawing. See plot_curves.h. */
#include "tool/plot_curves.h"

#include <math.h>

#define STEP_S 5.0 /* stretches are tried this far apart */

/* How far a target travels up and down over a stretch. */
static double travel_n(const struct sim_film *film, const struct plot_stretch *stretch, int head)
{
	double travel = 0.0;

	for (long f = stretch->first + 1; f < stretch->first + stretch->count; f++) {
		travel += fabs(sim_film_target_n(film, f, head) -
			       sim_film_target_n(film, f - 1, head));
	}
	return travel;
}

/*
 * How many strokes there are to be seen, one that is hardly there counting for little: e to the
 * entropy of their shares.
 */
static double stroke_count(const struct sim_film *film, const struct plot_stretch *stretch)
{
	long frames[STROKES_MAX] = {0};
	double entropy = 0.0;

	for (long f = stretch->first; f < stretch->first + stretch->count; f++) {
		int stroke = film->frames[f].stroke;

		if (stroke >= 0 && stroke < STROKES_MAX) {
			frames[stroke]++;
		}
	}
	for (int k = 0; k < STROKES_MAX; k++) {
		double share = (double)frames[k] / (double)stretch->count;

		entropy -= share > 0.0 ? share * log(share) : 0.0;
	}
	return exp(entropy);
}

static long frames_of(const struct sim_film *film, double seconds)
{
	long count = (long)(seconds * SIM_FILM_HZ);

	return count < film->count ? count : film->count;
}

struct plot_stretch plot_liveliest(const struct sim_film *film, double seconds)
{
	struct plot_stretch best = {0, frames_of(film, seconds), 0};
	struct plot_stretch tried = best;
	double most = -1.0;

	for (; tried.first + tried.count <= film->count;
	     tried.first += (long)(STEP_S * SIM_FILM_HZ)) {
		double merit = 0.0;

		for (int i = 0; i < film->head_count; i++) {
			merit +=
				sqrt(travel_n(film, &tried, i)); /* many heads before much travel */
		}
		merit *= stroke_count(film, &tried);
		if (merit > most) {
			most = merit;
			best = tried;
		}
	}
	return best;
}

struct plot_stretch plot_closest_look(const struct sim_film *film, const struct plot_stretch *of,
				      double seconds)
{
	struct plot_stretch best = {of->first, frames_of(film, seconds), 0};
	struct plot_stretch tried = best;
	double most_n = -1.0;

	for (; tried.first + tried.count <= of->first + of->count;
	     tried.first += (long)SIM_FILM_HZ) {
		for (tried.head = 0; tried.head < film->head_count; tried.head++) {
			double n = travel_n(film, &tried, tried.head);

			if (n > most_n) {
				most_n = n;
				best = tried;
			}
		}
	}
	return best;
}
