/* plot_body.c - see plot_body.h. */
#include "tool/plot_body.h"

#include "tool/plot_svg.h"

#include <math.h>

#define BODY_TOP_M    (-0.29) /* above the crown */
#define BODY_LENGTH_M 1.86    /* down to below the toes */
#define BODY_WIDTH_M  0.72
#define LABEL_PX      13.0 /* a line of text */

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

double plot_across(const struct plot_page *page, double y_m)
{
	return page->centre + y_m * page->px_m;
}

double plot_down(const struct plot_page *page, double x_m)
{
	return page->top + x_m * page->px_m;
}

/* The outline is that of a person of BODY_HEIGHT_M. */
static double body_across(const struct plot_page *page, double y_m)
{
	return plot_across(page, y_m * page->height_m / BODY_HEIGHT_M);
}

static double body_down(const struct plot_page *page, double x_m)
{
	return plot_down(page, x_m * page->height_m / BODY_HEIGHT_M);
}

/* A Catmull-Rom curve through the points as Bezier pieces; side is 1 or -1. */
static void put_half(FILE *out, const struct plot_page *page, const struct point *points, int count,
		     double side)
{
	for (int i = 0; i < count; i++) {
		const struct point *before = &points[i > 1 ? i - 2 : 0];
		const struct point *from = &points[i > 0 ? i - 1 : 0];
		const struct point *to = &points[i];
		const struct point *after = &points[i + 1 < count ? i + 1 : i];

		if (i == 0) {
			fprintf(out, "M%.1f %.1f", body_across(page, side * to->y_m),
				body_down(page, to->x_m));
			continue;
		}
		fprintf(out, "C%.1f %.1f %.1f %.1f %.1f %.1f",
			body_across(page, side * (from->y_m + (to->y_m - before->y_m) / 6.0)),
			body_down(page, from->x_m + (to->x_m - before->x_m) / 6.0),
			body_across(page, side * (to->y_m - (after->y_m - from->y_m) / 6.0)),
			body_down(page, to->x_m - (after->x_m - from->x_m) / 6.0),
			body_across(page, side * to->y_m), body_down(page, to->x_m));
	}
	fputc('Z', out);
}

/* All parts in one path: filled once as outline and once inside, so that no seam shows. */
static void put_outline(FILE *out, const struct plot_page *page, const char *paint)
{
	fprintf(out, "<g %s><ellipse cx=\"%.1f\" cy=\"%.1f\" rx=\"%.1f\" ry=\"%.1f\"/><path d=\"",
		paint, body_across(page, 0.0), body_down(page, -0.165),
		0.078 * page->px_m * page->height_m / BODY_HEIGHT_M,
		0.112 * page->px_m * page->height_m / BODY_HEIGHT_M);
	for (int side = -1; side <= 1; side += 2) {
		put_half(out, page, half, sizeof(half) / sizeof(half[0]), side);
	}
	fputs("\"/></g>\n", out);
}

struct plot_page plot_page(const struct plot_box *box, double height_m)
{
	double ratio = height_m / BODY_HEIGHT_M;
	struct plot_page page = {
		.centre = box->left + box->width / 2,
		.px_m = fmin(box->height / (BODY_LENGTH_M * ratio),
			     box->width / (BODY_WIDTH_M * ratio)),
		.height_m = height_m,
	};

	page.top = box->top - BODY_TOP_M * ratio * page.px_m;
	return page;
}

void plot_outline(FILE *out, const struct plot_page *page)
{
	put_outline(out, page, "fill=\"#aab4c0\" stroke=\"#aab4c0\" stroke-width=\"3\"");
	put_outline(out, page, "fill=\"#f1f3f6\"");
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
	double most_kpa_s = 1.0;

	for (int i = 0; i < run->setup->rig.head_count; i++) {
		most_kpa_s = fmax(most_kpa_s,
				  sim_account_dose_kpa_s(&run->account, &run->setup->rig, i));
	}
	return most_kpa_s;
}

bool plot_is_crowded(const struct plot_page *page, const struct rig *rig, int head)
{
	for (int i = 0; i < head; i++) {
		if ((rig->heads[i].y_m < 0.0) == (rig->heads[head].y_m < 0.0) &&
		    fabs(rig->heads[i].x_m - rig->heads[head].x_m) * page->px_m < LABEL_PX) {
			return true;
		}
	}
	return false;
}

static void put_head(FILE *out, const struct plot_page *page, const struct sim_run *run, int head,
		     double most_kpa_s)
{
	const struct rig *rig = &run->setup->rig;
	const struct head *place = &rig->heads[head];
	double dose_kpa_s = sim_account_dose_kpa_s(&run->account, rig, head);
	double share = dose_kpa_s / most_kpa_s;
	struct svg_style number = {.size = 11, .anchor = SVG_MIDDLE};
	struct svg_style label = {.size = 12, .halo = true};
	double x = plot_across(page, place->y_m);
	double y = plot_down(page, place->x_m);
	double aside = place->y_m < 0.0 ? -PLOT_HEAD_PX - 5 : PLOT_HEAD_PX + 5;
	char colour[8];

	dose_colour(colour, share);
	number.colour = share > 0.5 ? "#ffffff" : PLOT_INK;
	label.anchor = place->y_m < 0.0 ? SVG_END : SVG_START;
	svg_circle(out, x, y, PLOT_HEAD_PX, colour, "#3b1a24", 1.0);
	svg_text(out, x, y + 4, &number, "%d", head + 1);
	if (!plot_is_crowded(page, rig, head)) {
		svg_text(out, x + aside, y + 5, &label, "%.0f of %.0f", dose_kpa_s,
			 sim_account_dose_target_kpa_s(&run->account, rig, head));
	}
}

static void put_scale(FILE *out, const struct plot_box *box, double most_kpa_s)
{
	const struct svg_style end = {.size = 13, .colour = PLOT_MUTED, .anchor = SVG_END};
	const struct svg_style start = {.size = 13, .colour = PLOT_MUTED};

	fputs("<defs><linearGradient id=\"dose\">", out);
	for (int i = 0; i <= 6; i++) {
		char colour[8];

		dose_colour(colour, i / 6.0);
		fprintf(out, "<stop offset=\"%.3f\" stop-color=\"%s\"/>", i / 6.0, colour);
	}
	fputs("</linearGradient></defs>\n", out);
	svg_rect(out, box->left, box->top, box->width, 10, "url(#dose)", 1.0);
	svg_text(out, box->left, box->top + 26, &start, "0");
	svg_text(out, box->left + box->width, box->top + 26, &end, "%.0f kPa s", most_kpa_s);
}

void plot_dose(FILE *out, const struct plot_box *box, const struct sim_run *run)
{
	const struct svg_style title = {.size = 17, .bold = true, .anchor = SVG_MIDDLE};
	const struct svg_style remark = {.size = 13, .colour = PLOT_MUTED, .anchor = SVG_MIDDLE};
	const struct plot_box body = {box->left, box->top + PLOT_HEADING_PX, box->width,
				      box->height - PLOT_HEADING_PX - PLOT_FOOT_PX};
	const struct plot_box scale = {box->left + 30, box->top + box->height - PLOT_FOOT_PX + 12,
				       box->width - 60, 10};
	struct plot_page page = plot_page(&body, run->setup->patient.height_m);
	double most_kpa_s = greatest_dose(run);

	svg_text(out, page.centre, box->top + 2, &title, "Dose");
	svg_text(out, page.centre, box->top + 20, &remark, "kPa s a head, felt of wanted");
	plot_outline(out, &page);
	for (int i = 0; i < run->setup->rig.head_count; i++) {
		put_head(out, &page, run, i, most_kpa_s);
	}
	put_scale(out, &scale, most_kpa_s);
}
