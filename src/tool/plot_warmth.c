/* plot_warmth.c - see plot_warmth.h. */
#include "tool/plot_warmth.h"

#include "tool/plot_svg.h"

#include <math.h>

#define LEAST_C  20.0
#define MOST_C   45.0
#define GRID_C   5.0
#define WARM_INK "#c2410c"

bool plot_is_warm(const struct sim_film *film)
{
	for (long f = 0; f < film->count; f += SIM_FILM_WARM) {
		for (int i = 0; i < film->head_count; i++) {
			if (sim_film_surface_target_c(film, f, i) > 0.0) {
				return true;
			}
		}
	}
	return false;
}

static double at_c(const struct plot_box *box, double surface_c)
{
	double share = (surface_c - LEAST_C) / (MOST_C - LEAST_C);

	return box->top + box->height * (1.0 - fmin(fmax(share, 0.0), 1.0));
}

static double at_frame(const struct plot_box *box, const struct sim_film *film, long frame)
{
	return box->left + box->width * (double)frame / (double)film->count;
}

static void put_scale(FILE *out, const struct plot_box *box)
{
	const struct svg_style style = {.size = 13, .colour = PLOT_MUTED, .anchor = SVG_END};
	const struct svg_style limit = {.size = 13, .colour = WARM_INK};
	double right = box->left + box->width;

	for (double c = LEAST_C; c <= MOST_C; c += GRID_C) {
		svg_line(out, box->left, at_c(box, c), right, at_c(box, c), PLOT_GRID, 1.0);
		if (fmod(c, 2.0 * GRID_C) < 0.5) {
			svg_text(out, box->left - 7, at_c(box, c) + 5, &style, "%.0f%s", c,
				 c + 2.0 * GRID_C > MOST_C ? " \xc2\xb0"
							     "C"
							   : "");
		}
	}
	svg_line(out, box->left, at_c(box, SURFACE_MAX_C), right, at_c(box, SURFACE_MAX_C),
		 WARM_INK, 1.0);
	svg_text(out, right + 6, at_c(box, SURFACE_MAX_C) + 5, &limit, "%.0f at most",
		 SURFACE_MAX_C);
}

static void put_curve(FILE *out, const struct plot_box *box, const struct sim_film *film, int head,
		      bool target)
{
	struct svg_curve curve;

	svg_curve_begin(&curve, out, target ? PLOT_TARGET : WARM_INK, target ? 4.0 : 1.3,
			target ? 1.0 : 0.8);
	for (long f = 0; f < film->count; f += SIM_FILM_WARM) {
		double c = target ? sim_film_surface_target_c(film, f, head)
				  : sim_film_surface_c(film, f, head);

		if (c > 0.0) {
			svg_curve_add(&curve, at_frame(box, film, f), at_c(box, c));
		} else {
			svg_curve_break(&curve);
		}
	}
	svg_curve_end(&curve);
}

static bool is_heated(const struct sim_run *run, int head)
{
	return run->setup->rig.heads[head].heater.driver != DRIVER_NONE;
}

void plot_warmth(FILE *out, const struct plot_box *box, const struct sim_run *run,
		 const struct sim_film *film)
{
	const struct svg_style title = {.size = 15, .bold = true};

	svg_text(out, box->left, box->top - 8, &title, "Surface of heated heads against target");
	put_scale(out, box);
	for (int pass = 0; pass < 2; pass++) {
		for (int i = 0; i < run->setup->rig.head_count; i++) {
			if (is_heated(run, i)) {
				put_curve(out, box, film, i, pass == 0);
			}
		}
	}
}
