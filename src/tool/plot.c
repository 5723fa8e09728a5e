/* plot.c - see plot.h. */
#include "tool/plot.h"

#include "tool/plot_body.h"
#include "tool/plot_curves.h"
#include "tool/plot_svg.h"

#define WIDTH_PX    1200.0
#define MARGIN_PX   30.0
#define TITLE_PX    108.0
#define UPPER_PX    720.0 /* body and panels; more where a rig has many rows */
#define PAIR_PX     50.0  /* the least that a row of panels needs */
#define BODY_PX     330.0
#define CLOSE_UP_PX 270.0
#define STRETCH_S   60.0
#define CLOSE_S     20.0

static void put_title(FILE *out, const struct sim_run *run)
{
	const struct svg_style large = {.size = 28, .bold = true};
	const struct svg_style small = {.size = 16, .colour = PLOT_MUTED};
	const struct sim_setup *setup = run->setup;

	svg_text(out, MARGIN_PX, 46, &large, "%s, intensity %.2f", setup->technique.title,
		 run->options->intensity);
	svg_text(out, MARGIN_PX, 74, &small,
		 "simulated: rig %s, patient %s, seed %llu, %.0f min session, ended in state %s",
		 setup->rig.name, setup->patient.name, (unsigned long long)run->options->seed,
		 run->options->duration_s / 60.0, state_name(run->snapshot.state));
}

static void put_legend(FILE *out, double y)
{
	const struct svg_style style = {.size = 16};
	double x = 832.0;

	svg_line(out, x, y - 5, x + 34, y - 5, PLOT_TARGET, 5.0);
	svg_text(out, x + 42, y, &style, "target");
	svg_line(out, x + 124, y - 5, x + 158, y - 5, PLOT_FORCE, 2.0);
	svg_text(out, x + 166, y, &style, "force the tissue feels");
}

void plot_write(FILE *out, const struct sim_run *run, const struct sim_film *film)
{
	const struct plot_stretch stretch = plot_liveliest(film, STRETCH_S);
	const struct plot_stretch close = plot_closest_look(film, &stretch, CLOSE_S);
	double rows_px = PAIR_PX * (run->setup->rig.head_count + 1) / 2;
	double upper_px = rows_px > UPPER_PX ? rows_px : UPPER_PX;
	struct plot_box body = {MARGIN_PX, TITLE_PX, BODY_PX, UPPER_PX};
	struct plot_box panels = {MARGIN_PX + BODY_PX + 20, TITLE_PX,
				  WIDTH_PX - 2 * MARGIN_PX - BODY_PX - 20, upper_px};
	struct plot_box close_up = {MARGIN_PX, TITLE_PX + upper_px + 30, WIDTH_PX - 2 * MARGIN_PX,
				    CLOSE_UP_PX};

	svg_begin(out, WIDTH_PX, close_up.top + close_up.height, "A simulated massage");
	put_title(out, run);
	put_legend(out, 46);
	plot_body(out, &body, run, film);
	plot_panels(out, &panels, run, film, &stretch);
	plot_close_up(out, &close_up, run, film, &close);
	svg_end(out);
}
