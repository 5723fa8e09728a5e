/* plot_rhythm.c - see plot_rhythm.h. */
#include "tool/plot_rhythm.h"

#include "tool/plot_bins.h"
#include "tool/plot_strokes.h"
#include "tool/plot_svg.h"
#include "tool/plot_warmth.h"

#include <math.h>
#include <string.h>

#define NAMES_PX   86.0  /* left, for the regions */
#define SHARES_PX  104.0 /* right, for their shares of time */
#define HEADING_PX 56.0
#define BAR_PX     8.0 /* strokes along the top */
#define AXIS_PX    46.0
#define WARMTH_PX  170.0
#define BINS_MAX   1024
#define BINS_PX    2.0
#define LEVELS     4    /* of force, each a width of line */
#define LIFTED_M   0.02 /* a hand that holds does not glide that far: it was lifted */
#define GLIDE_M_S  0.15
#define TOGETHER_M 0.004 /* hands this near are drawn as one */

struct chart {
	struct plot_box box;
	const struct sim_run *run;
	const struct sim_film *film;
	double ratio;    /* of the person's height to BODY_HEIGHT_M */
	double x_from_m; /* the places shown, of a person of BODY_HEIGHT_M */
	double x_to_m;
	double length_s;
	double most_n;
	int bin_count;
	struct plot_bin bins[BINS_MAX];
};

static double at_time(const struct chart *chart, double t_s)
{
	return chart->box.left + chart->box.width * t_s / chart->length_s;
}

static double at_place(const struct chart *chart, double x_m)
{
	return chart->box.top + chart->box.height * (x_m / chart->ratio - chart->x_from_m) /
					(chart->x_to_m - chart->x_from_m);
}

/* Arms lie beside the trunk, not along it. */
static bool is_shown(const struct chart *chart, int region)
{
	return chart->run->snapshot.region_has_heads[region] && region != REGION_ARMS;
}

/* From the first region that has heads to the last. */
static void find_places(struct chart *chart)
{
	bool any = false;

	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		const struct region_facts *facts = region_facts((enum region)r);

		if (is_shown(chart, r)) {
			chart->x_from_m =
				any ? fmin(chart->x_from_m, facts->x_from_m) : facts->x_from_m;
			chart->x_to_m = any ? fmax(chart->x_to_m, facts->x_to_m) : facts->x_to_m;
			any = true;
		}
	}
	if (!any) {
		chart->x_to_m = region_facts(REGION_LEGS)->x_to_m;
	}
}

static int level_of(const struct chart *chart, double force_n)
{
	int level = (int)(LEVELS * force_n / (chart->most_n > 0.0 ? chart->most_n : 1.0));

	return level < LEVELS ? level : LEVELS - 1;
}

/*
 * A line of the chart: one hand, one kind of stroke, one level of force; paler on the right side
 * alone.
 */
struct line {
	int hand;
	enum stroke_kind kind;
	int level;
	bool pale;
};

static bool are_together(const struct plot_bin *bin)
{
	return bin->is_on[0] && bin->is_on[1] && fabs(bin->x_m[1] - bin->x_m[0]) < TOGETHER_M;
}

static bool is_drawn(const struct chart *chart, int b, const struct line *line)
{
	const struct plot_bin *bin = &chart->bins[b];
	const int h = line->hand;
	bool together = are_together(bin);
	bool pale = bin->y_m[h] > 0.0 && !together;

	return bin->is_on[h] && bin->kind == line->kind && !(together && h == 1) &&
	       pale == line->pale && level_of(chart, bin->force_n[h]) == line->level;
}

/*
 * Whether the hand comes to the next bin's place without being lifted: one that holds does not
 * glide, and none glides faster than techniques do.
 */
static bool goes_on(const struct chart *chart, int b, const struct line *line)
{
	const struct plot_bin *bin = &chart->bins[b];
	const struct plot_bin *next = &chart->bins[b + 1 < chart->bin_count ? b + 1 : b];
	const int h = line->hand;
	double glide_m = GLIDE_M_S * chart->length_s / chart->bin_count + LIFTED_M;

	return b + 1 < chart->bin_count && next->is_on[h] && next->kind == line->kind &&
	       (next->y_m[h] > 0.0) == (bin->y_m[h] > 0.0) &&
	       fabs(next->x_m[h] - bin->x_m[h]) <=
		       (plot_stroke_holds(line->kind) ? LIFTED_M : glide_m);
}

static void put_line(FILE *out, const struct chart *chart, const struct line *line)
{
	double bin_s = chart->length_s / chart->bin_count;
	struct svg_curve curve;
	bool begun = false;

	for (int b = 0; b < chart->bin_count; b++) {
		bool on = goes_on(chart, b, line);

		if (!is_drawn(chart, b, line)) {
			continue;
		}
		if (!begun) {
			svg_curve_begin(&curve, out, plot_stroke_colour(line->kind),
					1.8 + 0.9 * line->level, line->pale ? 0.45 : 0.9);
			begun = true;
		}
		svg_curve_add(&curve, at_time(chart, b * bin_s),
			      at_place(chart, chart->bins[b].x_m[line->hand]));
		svg_curve_add(&curve, at_time(chart, (b + 1) * bin_s),
			      at_place(chart, chart->bins[on ? b + 1 : b].x_m[line->hand]));
		if (!on || b + 1 == chart->bin_count || !is_drawn(chart, b + 1, line)) {
			svg_curve_break(&curve);
		}
	}
	if (begun) {
		svg_curve_end(&curve);
	}
}

static void put_hands(FILE *out, const struct chart *chart)
{
	struct line line;

	for (int i = 0; i < (STROKE_KINDS - 1) * LEVELS; i++) {
		line.kind = (enum stroke_kind)(STROKE_NONE + 1 + i / LEVELS);
		line.level = i % LEVELS;
		for (int k = 0; k < 4; k++) {
			line.pale = k < 2;
			line.hand = k % 2;
			put_line(out, chart, &line);
		}
	}
}

static void put_regions(FILE *out, const struct chart *chart)
{
	const struct svg_style name = {.size = 14, .colour = PLOT_MUTED, .anchor = SVG_END};
	const struct svg_style figure = {.size = 13, .colour = PLOT_MUTED, .anchor = SVG_END};
	struct sim_region regions[REGION_COUNT];
	double right = chart->box.left + chart->box.width;

	sim_run_regions(chart->run, regions);
	svg_text(out, right + SHARES_PX - 58, chart->box.top - BAR_PX - 14, &figure, "asked");
	svg_text(out, right + SHARES_PX, chart->box.top - BAR_PX - 14, &figure, "worked");
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		const struct region_facts *facts = region_facts((enum region)r);
		double top = at_place(chart, facts->x_from_m * chart->ratio);
		double bottom = at_place(chart, facts->x_to_m * chart->ratio);
		double y = (top + bottom) / 2 + 5;

		if (!is_shown(chart, r)) {
			continue;
		}
		svg_line(out, chart->box.left - NAMES_PX + 6, bottom, right + SHARES_PX, bottom,
			 PLOT_GRID, 1.0);
		svg_text(out, chart->box.left - 8, y, &name, "%s", facts->title);
		if (regions[r].share > 0.0) {
			svg_text(out, right + SHARES_PX - 58, y, &figure, "%.0f %%",
				 100.0 * regions[r].share);
		}
		svg_text(out, right + SHARES_PX, y, &figure, "%.1f %%",
			 100.0 * regions[r].time_share);
	}
}

/* Which kind of stroke when, as a bar along the top, and what its colours mean. */
static void put_strokes(FILE *out, const struct chart *chart, double legend_y)
{
	const struct svg_style name = {.size = 14};
	double bin_s = chart->length_s / chart->bin_count;
	bool told[STROKE_KINDS] = {false};
	double x = chart->box.left;
	int next;

	for (int b = 0; b < chart->bin_count; b = next) {
		enum stroke_kind kind = chart->bins[b].kind;

		for (next = b + 1; next < chart->bin_count && chart->bins[next].kind == kind;
		     next++) {
		}
		if (kind == STROKE_NONE) {
			continue;
		}
		svg_rect(out, at_time(chart, b * bin_s), chart->box.top - BAR_PX - 2,
			 at_time(chart, next * bin_s) - at_time(chart, b * bin_s), BAR_PX,
			 plot_stroke_colour(kind), 1.0);
		if (!told[kind]) {
			const char *title = plot_stroke_title(kind);

			told[kind] = true;
			svg_line(out, x, legend_y - 5, x + 22, legend_y - 5,
				 plot_stroke_colour(kind), 4.0);
			svg_text(out, x + 28, legend_y, &name, "%s", title);
			x += 50.0 + 7.6 * (double)strlen(title);
		}
	}
}

static void put_phases(FILE *out, const struct chart *chart)
{
	static const char *const names[] = {"", "warm-up", "work", "closing"};
	const struct svg_style name = {.size = 13, .colour = PLOT_MUTED, .anchor = SVG_MIDDLE};
	const struct sim_film *film = chart->film;
	double bottom = chart->box.top + chart->box.height;
	long next;

	for (long f = 0; f < film->count; f = next) {
		enum session_phase phase = film->frames[f].phase;
		double from = at_time(chart, (double)f / SIM_FILM_HZ);
		double to;

		for (next = f + 1; next < film->count && film->frames[next].phase == phase;
		     next++) {
		}
		to = at_time(chart, (double)next / SIM_FILM_HZ);
		if (phase == PHASE_NONE) {
			continue;
		}
		if (phase != PHASE_WORK) {
			svg_rect(out, from, chart->box.top, to - from, chart->box.height, "#dfe5ec",
				 0.45);
		}
		svg_text(out, (from + to) / 2, bottom - 6, &name, "%s", names[phase]);
	}
}

/* Minutes, under a chart. */
static void put_axis(FILE *out, const struct chart *chart, double y)
{
	static const double nice_s[] = {10, 15, 30, 60, 120, 300, 600};
	const struct svg_style style = {.size = 14, .colour = PLOT_MUTED, .anchor = SVG_MIDDLE};
	size_t n = 0;

	while (n + 1 < sizeof(nice_s) / sizeof(nice_s[0]) && chart->length_s / nice_s[n] > 9.0) {
		n++;
	}
	svg_line(out, chart->box.left, y, chart->box.left + chart->box.width, y, "#9aa5b1", 1.0);
	for (double s = 0.0; s <= chart->length_s; s += nice_s[n]) {
		double x = at_time(chart, s);
		bool last = s + nice_s[n] > chart->length_s;

		svg_line(out, x, y, x, y + 5, "#9aa5b1", 1.0);
		if (nice_s[n] < 60.0) {
			svg_text(out, x, y + 20, &style, "%.0f%s", s, last ? " s" : "");
		} else {
			svg_text(out, x, y + 20, &style, "%.0f%s", s / 60.0, last ? " min" : "");
		}
	}
}

void plot_rhythm(FILE *out, const struct plot_box *box, const struct sim_run *run,
		 const struct sim_film *film)
{
	static struct chart chart;
	const struct svg_style title = {.size = 17, .bold = true};
	const struct svg_style remark = {.size = 13, .colour = PLOT_MUTED};
	bool warm = plot_is_warm(film);
	double warmth_px = warm ? WARMTH_PX : 0.0;
	struct plot_box below;

	chart = (struct chart){
		.box = {box->left + NAMES_PX, box->top + HEADING_PX + BAR_PX,
			box->width - NAMES_PX - SHARES_PX,
			box->height - HEADING_PX - BAR_PX - AXIS_PX - warmth_px},
		.run = run,
		.film = film,
		.ratio = run->setup->patient.height_m / BODY_HEIGHT_M,
		.length_s = fmax((double)film->count / SIM_FILM_HZ, 1.0),
	};
	find_places(&chart);
	chart.bin_count = plot_bins_fill(chart.bins, (int)fmin(BINS_PX * chart.box.width, BINS_MAX),
					 &run->setup->technique, film);
	for (int b = 0; b < chart.bin_count; b++) {
		chart.most_n = fmax(chart.most_n,
				    fmax(chart.bins[b].force_n[0], chart.bins[b].force_n[1]));
	}
	svg_text(out, chart.box.left, box->top + 2, &title, "The hands along the spine");
	put_phases(out, &chart);
	put_regions(out, &chart);
	put_strokes(out, &chart, box->top + 28);
	put_hands(out, &chart);
	put_axis(out, &chart, chart.box.top + chart.box.height);
	svg_text(out, chart.box.left, chart.box.top + chart.box.height + 38, &remark,
		 "broader: more force, up to %.0f N; paler: right side alone", chart.most_n);
	if (warm) {
		below = (struct plot_box){chart.box.left, chart.box.top + chart.box.height + 76,
					  chart.box.width, warmth_px - 62};
		plot_warmth(out, &below, run, film);
	}
}
