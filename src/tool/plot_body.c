/* plot_body.c - see plot_body.h. */
#include "tool/plot_body.h"

#include "tool/plot_svg.h"

#include <math.h>

#define BODY_TOP_M    (-0.29) /* above the crown */
#define BODY_LENGTH_M 1.86    /* down to below the toes */
#define HEAD_PX       9.5     /* drawn larger than a 30 mm head is */
#define PATH_POINTS   4000
#define JUMP_M        0.12 /* hands that moved further between points were lifted */

struct point {
	double x_m;
	double y_m;
};

/* The right half of a 1.75 m adult, feet relaxed [M]: smooth lines through these. */
static const struct point half[] = {
	{-0.14, 0.000}, {-0.13, 0.050}, {-0.07, 0.056}, {-0.035, 0.080}, {-0.005, 0.135},
	{0.025, 0.190}, {0.08, 0.226},  {0.19, 0.246},  {0.30, 0.270},   {0.40, 0.292},
	{0.52, 0.306},  {0.60, 0.322},  {0.67, 0.322},  {0.69, 0.304},   {0.62, 0.276},
	{0.52, 0.262},  {0.40, 0.240},  {0.30, 0.216},  {0.22, 0.194},   {0.165, 0.178},
	{0.22, 0.171},  {0.28, 0.160},  {0.36, 0.144},  {0.44, 0.146},   {0.54, 0.176},
	{0.64, 0.186},  {0.76, 0.174},  {0.90, 0.142},  {1.02, 0.112},   {1.13, 0.118},
	{1.25, 0.098},  {1.38, 0.066},  {1.46, 0.072},  {1.53, 0.066},   {1.54, 0.040},
	{1.46, 0.026},  {1.38, 0.024},  {1.25, 0.028},  {1.13, 0.022},   {1.02, 0.026},
	{0.90, 0.018},  {0.76, 0.006},  {0.72, 0.000},
};

struct page {
	double centre; /* pixels of y_m = 0 */
	double top;    /* pixels of x_m = 0 */
	double px_m;
};

static double across(const struct page *page, double y_m)
{
	return page->centre + y_m * page->px_m;
}

static double down(const struct page *page, double x_m)
{
	return page->top + x_m * page->px_m;
}

/* A Catmull-Rom curve through the points as Bezier pieces; side is 1 or -1. */
static void put_half(FILE *out, const struct page *page, const struct point *points, int count,
		     double side)
{
	for (int i = 0; i < count; i++) {
		const struct point *before = &points[i > 1 ? i - 2 : 0];
		const struct point *from = &points[i > 0 ? i - 1 : 0];
		const struct point *to = &points[i];
		const struct point *after = &points[i + 1 < count ? i + 1 : i];

		if (i == 0) {
			fprintf(out, "M%.1f %.1f", across(page, side * to->y_m),
				down(page, to->x_m));
			continue;
		}
		fprintf(out, "C%.1f %.1f %.1f %.1f %.1f %.1f",
			across(page, side * (from->y_m + (to->y_m - before->y_m) / 6.0)),
			down(page, from->x_m + (to->x_m - before->x_m) / 6.0),
			across(page, side * (to->y_m - (after->y_m - from->y_m) / 6.0)),
			down(page, to->x_m - (after->x_m - from->x_m) / 6.0),
			across(page, side * to->y_m), down(page, to->x_m));
	}
	fputc('Z', out);
}

/* All parts in one path: filled once as outline and once inside, so that no seam shows. */
static void put_outline(FILE *out, const struct page *page, const char *paint)
{
	fprintf(out, "<g %s><ellipse cx=\"%.1f\" cy=\"%.1f\" rx=\"%.1f\" ry=\"%.1f\"/><path d=\"",
		paint, across(page, 0.0), down(page, -0.165), 0.078 * page->px_m,
		0.112 * page->px_m);
	for (int side = -1; side <= 1; side += 2) {
		put_half(out, page, half, sizeof(half) / sizeof(half[0]), side);
	}
	fputs("\"/></g>\n", out);
}

static void put_paths(FILE *out, const struct page *page, const struct sim_film *film)
{
	long step = film->count / PATH_POINTS > 5 ? film->count / PATH_POINTS : 5;
	struct svg_curve curve;

	svg_curve_begin(&curve, out, PLOT_FORCE, 1.0, 0.40);
	for (int h = 0; h < HANDS_MAX; h++) {
		const struct sim_film_hand *before = NULL;

		svg_curve_break(&curve);
		for (long f = 0; f < film->count; f += step) {
			const struct sim_film_frame *frame = &film->frames[f];
			const struct sim_film_hand *hand = &frame->hands[h];

			if (h >= frame->hand_count || frame->stroke < 0) {
				svg_curve_break(&curve);
				before = NULL;
				continue;
			}
			if (before == NULL || hypot((double)(hand->x_m - before->x_m),
						    (double)(hand->y_m - before->y_m)) > JUMP_M) {
				svg_curve_break(&curve);
			}
			svg_curve_add(&curve, across(page, (double)hand->y_m),
				      down(page, (double)hand->x_m));
			before = hand;
		}
	}
	svg_curve_end(&curve);
}

/* From untouched paper to a deep red, by way of orange. */
static void dose_colour(char colour[8], double share)
{
	static const double stops[4][3] = {
		{253, 236, 210}, {247, 178, 103}, {214, 80, 73}, {96, 20, 60}};
	double at = share * 3.0;
	int from = at < 1.0 ? 0 : at < 2.0 ? 1 : 2;
	int rgb[3];

	for (int c = 0; c < 3; c++) {
		rgb[c] = (int)lround(stops[from][c] +
				     (at - from) * (stops[from + 1][c] - stops[from][c]));
	}
	snprintf(colour, 8, "#%02x%02x%02x", (unsigned)rgb[0] & 255, (unsigned)rgb[1] & 255,
		 (unsigned)rgb[2] & 255);
}

static double greatest_dose(const struct sim_run *run)
{
	double most_n_s = 1.0;

	for (int i = 0; i < run->setup->rig.head_count; i++) {
		double dose_n_s = run->verdict.scores[i].dose_n_s;

		most_n_s = dose_n_s > most_n_s ? dose_n_s : most_n_s;
	}
	return most_n_s;
}

static void put_heads(FILE *out, const struct page *page, const struct sim_run *run)
{
	const struct svg_style outside = {.size = 14, .colour = PLOT_INK, .halo = true};
	const struct svg_style inside = {
		.size = 14, .colour = PLOT_INK, .anchor = SVG_END, .halo = true};
	double most_n_s = greatest_dose(run);

	for (int i = 0; i < run->setup->rig.head_count; i++) {
		const struct head *head = &run->setup->rig.heads[i];
		double x = across(page, head->y_m);
		double y = down(page, head->x_m);
		char colour[8];

		dose_colour(colour, run->verdict.scores[i].dose_n_s / most_n_s);
		fprintf(out,
			"<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\" "
			"stroke=\"#3b1a24\" stroke-width=\"1.2\"/>\n",
			x, y, HEAD_PX, colour);
		if (head->y_m < 0.0) {
			svg_text(out, x - HEAD_PX - 5, y + 5, &inside, "%d", i + 1);
		} else {
			svg_text(out, x + HEAD_PX + 5, y + 5, &outside, "%d", i + 1);
		}
	}
}

static void put_scale(FILE *out, double left, double top, double width, double most_n_s)
{
	const struct svg_style end = {.colour = PLOT_MUTED, .anchor = SVG_END};
	const struct svg_style middle = {.colour = PLOT_MUTED, .anchor = SVG_MIDDLE};
	const struct svg_style start = {.colour = PLOT_MUTED};

	fputs("<defs><linearGradient id=\"dose\">", out);
	for (int i = 0; i <= 6; i++) {
		char colour[8];

		dose_colour(colour, i / 6.0);
		fprintf(out, "<stop offset=\"%.3f\" stop-color=\"%s\"/>", i / 6.0, colour);
	}
	fprintf(out,
		"</linearGradient></defs>\n<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
		"height=\"12\" rx=\"2\" fill=\"url(#dose)\"/>\n",
		left, top, width);
	svg_text(out, left, top + 30, &start, "0");
	svg_text(out, left + width / 2, top + 30, &middle, "dose, N s");
	svg_text(out, left + width, top + 30, &end, "%.0f", most_n_s);
}

void plot_body(FILE *out, const struct plot_box *box, const struct sim_run *run,
	       const struct sim_film *film)
{
	const double scale_px = 48.0; /* kept for the colours' meaning */
	struct page page = {.px_m = (box->height - scale_px) / BODY_LENGTH_M,
			    .centre = box->left + box->width / 2};

	page.top = box->top - BODY_TOP_M * page.px_m;
	put_outline(out, &page, "fill=\"#aab4c0\" stroke=\"#aab4c0\" stroke-width=\"3\"");
	put_outline(out, &page, "fill=\"#f1f3f6\"");
	put_paths(out, &page, film);
	put_heads(out, &page, run);
	put_scale(out, box->left + 40, box->top + box->height - 34, box->width - 80,
		  greatest_dose(run));
}
