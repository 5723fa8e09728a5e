/* plot_stiffness.c - see plot_stiffness.h. */
#include "tool/plot_stiffness.h"

#include "tool/plot_body.h"
#include "tool/plot_svg.h"

#include <math.h>

#define WIDTH_PX  760.0
#define HEIGHT_PX 840.0
#define MARGIN_PX 30.0
#define TOP_PX    104.0
#define BODY_PX   340.0
#define N_MM      1e-3 /* N/m */
#define SPREAD    1.25 /* the scale is at least this wide, end to end */
#define UNKNOWN   "#ffffff"

struct scale {
	double least_n_m;
	double most_n_m;
};

static const struct tissue_belief *tissue_of(const struct sim_run *run, int head, bool after)
{
	const struct sim_head_account *account = &run->account.heads[head];

	return after ? &account->after : &account->before;
}

/* One scale for both bodies. Returns how many heads know their tissue. */
static int find_scale(struct scale *scale, const struct sim_run *run)
{
	double middle_n_m;
	int known = 0;

	*scale = (struct scale){HUGE_VAL, 0.0};
	for (int i = 0; i < 2 * run->setup->rig.head_count; i++) {
		double n_m = tissue_of(run, i / 2, i % 2 == 1)->stiffness_10_n_m;

		if (n_m > 0.0) {
			scale->least_n_m = fmin(scale->least_n_m, n_m);
			scale->most_n_m = fmax(scale->most_n_m, n_m);
			known += i % 2;
		}
	}
	if (known == 0) {
		*scale = (struct scale){1.0, 2.0};
	}
	middle_n_m = sqrt(scale->least_n_m * scale->most_n_m);
	scale->least_n_m = fmin(scale->least_n_m, middle_n_m / sqrt(SPREAD));
	scale->most_n_m = fmax(scale->most_n_m, middle_n_m * sqrt(SPREAD));
	return known;
}

/* From soft green to stiff violet: equal ratios look equally far apart. */
static void colour_of(char colour[8], const struct scale *scale, double n_m)
{
	static const double stops[3][3] = {{214, 236, 206}, {66, 150, 164}, {73, 30, 104}};
	double at = 2.0 * log(n_m / scale->least_n_m) / log(scale->most_n_m / scale->least_n_m);
	int from = at < 1.0 ? 0 : 1;
	int rgb[3];

	at = at > 0.0 ? at < 2.0 ? at : 2.0 : 0.0;
	for (int c = 0; c < 3; c++) {
		rgb[c] = (int)lround(stops[from][c] +
				     (at - from) * (stops[from + 1][c] - stops[from][c]));
	}
	snprintf(colour, 8, "#%02x%02x%02x", (unsigned)rgb[0] & 255, (unsigned)rgb[1] & 255,
		 (unsigned)rgb[2] & 255);
}

static void put_label(FILE *out, double x, double y, const struct svg_style *style,
		      const struct sim_run *run, int head, bool after)
{
	double now_n_m = tissue_of(run, head, after)->stiffness_10_n_m;
	double first_n_m = tissue_of(run, head, false)->stiffness_10_n_m;

	if (!after) {
		svg_text(out, x, y, style, "%.2f", now_n_m * N_MM);
	} else {
		svg_text(out, x, y, style, "%.2f, %+.0f %%", now_n_m * N_MM,
			 100.0 * (now_n_m / first_n_m - 1.0));
	}
}

static void put_head(FILE *out, const struct plot_page *page, const struct sim_run *run,
		     const struct scale *scale, int head, bool after)
{
	const struct head *place = &run->setup->rig.heads[head];
	double n_m = tissue_of(run, head, after)->stiffness_10_n_m;
	bool left = place->y_m < 0.0;
	bool dark = n_m > sqrt(scale->least_n_m * scale->most_n_m);
	struct svg_style number = {.size = 11, .anchor = SVG_MIDDLE};
	struct svg_style label = {.size = 12, .halo = true, .anchor = left ? SVG_END : SVG_START};
	double x = plot_across(page, place->y_m);
	double y = plot_down(page, place->x_m);
	char colour[8] = UNKNOWN;

	if (n_m > 0.0) {
		colour_of(colour, scale, n_m);
	}
	number.colour = n_m > 0.0 && dark ? "#ffffff" : PLOT_INK;
	svg_circle(out, x, y, PLOT_HEAD_PX, colour, n_m > 0.0 ? "#1f2937" : "#aab4c0", 1.0);
	svg_text(out, x, y + 4, &number, "%d", head + 1);
	if (n_m > 0.0 && !plot_is_crowded(page, &run->setup->rig, head)) {
		put_label(out, x + (left ? -1.0 : 1.0) * (PLOT_HEAD_PX + 5), y + 5, &label, run,
			  head, after);
	}
}

static void put_body(FILE *out, const struct sim_run *run, const struct scale *scale, double left,
		     bool after)
{
	const struct svg_style title = {.size = 17, .bold = true, .anchor = SVG_MIDDLE};
	const struct plot_box box = {left, TOP_PX + 14, BODY_PX, HEIGHT_PX - TOP_PX - 94};
	const struct plot_page page = plot_page(&box, run->setup->patient.height_m);

	svg_text(out, page.centre, TOP_PX, &title, after ? "Last" : "First");
	plot_outline(out, &page);
	for (int i = 0; i < run->setup->rig.head_count; i++) {
		put_head(out, &page, run, scale, i, after);
	}
}

static void put_key(FILE *out, const struct scale *scale, int known)
{
	const double left = MARGIN_PX + 130.0;
	const double width = WIDTH_PX - 2.0 * left;
	const double top = HEIGHT_PX - 62.0;
	const struct svg_style start = {.size = 13, .colour = PLOT_MUTED, .anchor = SVG_END};
	const struct svg_style end = {.size = 13, .colour = PLOT_MUTED};
	const struct svg_style remark = {.size = 13, .colour = PLOT_MUTED, .anchor = SVG_MIDDLE};
	const int steps = 40;

	for (int i = 0; known > 0 && i < steps; i++) {
		char colour[8];

		colour_of(colour, scale,
			  scale->least_n_m *
				  pow(scale->most_n_m / scale->least_n_m, (i + 0.5) / steps));
		svg_rect(out, left + width * i / steps, top, width / steps + 0.5, 10, colour, 1.0);
	}
	if (known > 0) {
		svg_text(out, left - 8, top + 10, &start, "%.2f", scale->least_n_m * N_MM);
		svg_text(out, left + width + 8, top + 10, &end, "%.2f N/mm",
			 scale->most_n_m * N_MM);
	}
	svg_text(out, WIDTH_PX / 2.0, top + 36, &remark, "%s",
		 known > 0 ? "white: no press told enough of the tissue there; a change of less "
			     "than 10 % may be the estimate's own"
			   : "no press told enough of the tissue anywhere, or no head measures "
			     "its position");
}

void plot_stiffness_write(FILE *out, const struct sim_run *run)
{
	const struct svg_style large = {.size = 26, .bold = true};
	const struct svg_style small = {.size = 15, .colour = PLOT_MUTED};
	const struct sim_setup *setup = run->setup;
	struct scale scale;
	int known = find_scale(&scale, run);

	svg_begin(out, WIDTH_PX, HEIGHT_PX, "Stiffness before and after a simulated massage");
	svg_text(out, MARGIN_PX, 44, &large, "Stiffness of the tissue at 10 N, N/mm");
	svg_text(out, MARGIN_PX, 70, &small,
		 "simulated: %s at %.2f, rig %s, patient %s, seed %llu, %.0f min session",
		 setup->technique.title, run->options->intensity, setup->rig.name,
		 setup->patient.name, (unsigned long long)run->options->seed,
		 run->options->duration_s / 60.0);
	put_body(out, run, &scale, MARGIN_PX, false);
	put_body(out, run, &scale, WIDTH_PX - MARGIN_PX - BODY_PX, true);
	put_key(out, &scale, known);
	svg_end(out);
}
