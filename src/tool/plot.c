/* plot.c - see plot.h. */
#include "tool/plot.h"

#include "tool/plot_body.h"
#include "tool/plot_curves.h"
#include "tool/plot_rhythm.h"
#include "tool/plot_svg.h"

#include <math.h>

#define WIDTH_PX       1200.0
#define MARGIN_PX      30.0
#define TITLE_PX       128.0
#define UPPER_PX       710.0 /* bodies and the rhythm */
#define BETWEEN_PX     56.0
#define BODY_PX        246.0
#define CLOSER_PX      18.0
#define CLOSE_UP_PX    250.0
#define STRETCH_S      60.0 /* of the panels, at least */
#define STRETCH_MOST_S 600.0
#define HOLDS_SHOWN    3.0

static void put_title(FILE *out, const struct sim_run *run)
{
	const struct svg_style large = {.size = 28, .bold = true};
	const struct svg_style small = {.size = 16, .colour = PLOT_MUTED};
	const struct sim_setup *setup = run->setup;

	svg_text(out, MARGIN_PX, 46, &large, "%s, intensity %.2f", setup->technique.title,
		 run->options->intensity);
	svg_text(out, MARGIN_PX, 71, &small,
		 "simulated: rig %s, patient %s, seed %llu, %.0f min session", setup->rig.name,
		 setup->patient.name, (unsigned long long)run->options->seed,
		 run->options->duration_s / 60.0);
	svg_text(out, MARGIN_PX, 92, &small, "ended after %.1f min: %s",
		 (isnan(run->verdict.over_t_s) ? run->t_s : run->verdict.over_t_s) / 60.0,
		 condition_words(run->verdict.over)->sentence);
}

static void put_legend(FILE *out, double y)
{
	const struct svg_style style = {.size = 15};
	const struct svg_style title = {.size = 17, .bold = true};
	double x = 832.0;

	svg_text(out, MARGIN_PX, y, &title, "Force against target, head by head");
	svg_line(out, x, y - 5, x + 34, y - 5, PLOT_TARGET, 5.0);
	svg_text(out, x + 42, y, &style, "target");
	svg_line(out, x + 124, y - 5, x + 158, y - 5, PLOT_FORCE, 2.0);
	svg_text(out, x + 166, y, &style, "force the tissue feels");
}

/* How long a look shows what this technique does: some of its longest holds. */
static double look_s(const struct technique *technique)
{
	double hold_s = 0.0;

	for (int k = 0; k < technique->stroke_count; k++) {
		hold_s = fmax(hold_s, technique->strokes[k].hold_s);
	}
	return fmin(fmax(HOLDS_SHOWN * hold_s, STRETCH_S), STRETCH_MOST_S);
}

void plot_write(FILE *out, const struct sim_run *run, const struct sim_film *film)
{
	const double seconds = look_s(&run->setup->technique);
	const struct plot_stretch stretch = plot_liveliest(film, seconds);
	const struct plot_stretch close = plot_closest_look(film, &stretch, seconds / 3.0);
	struct plot_box dose = {MARGIN_PX, TITLE_PX, BODY_PX, UPPER_PX};
	struct plot_box path = {MARGIN_PX + BODY_PX + 10, TITLE_PX, BODY_PX, UPPER_PX};
	struct plot_box rhythm = {path.left + BODY_PX + 6, TITLE_PX,
				  WIDTH_PX - MARGIN_PX - path.left - BODY_PX - 6, UPPER_PX};
	struct plot_box panels = {MARGIN_PX, TITLE_PX + UPPER_PX + BETWEEN_PX,
				  WIDTH_PX - 2 * MARGIN_PX, plot_panels_height(&run->setup->rig)};
	struct plot_box close_up = {MARGIN_PX, panels.top + panels.height + CLOSER_PX,
				    WIDTH_PX - 2 * MARGIN_PX, CLOSE_UP_PX};

	svg_begin(out, WIDTH_PX, close_up.top + close_up.height, "A simulated massage");
	put_title(out, run);
	put_legend(out, panels.top - 14);
	plot_dose(out, &dose, run);
	plot_path(out, &path, run, film);
	plot_rhythm(out, &rhythm, run, film);
	plot_panels(out, &panels, run, film, &stretch);
	plot_close_up(out, &close_up, run, film, &close);
	svg_end(out);
}
