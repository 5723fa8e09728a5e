/* plot_curves.c - see plot_curves.h. */
#include "tool/plot_curves.h"

#include "tool/plot_strokes.h"
#include "tool/plot_svg.h"

#include <math.h>
#include <string.h>

#define GUTTER_PX    46.0 /* left of a panel, for its force axis */
#define BETWEEN_PX   22.0 /* between columns */
#define ROW_PX       88.0 /* of panels */
#define ROWS_MAX     5    /* more than this stand in two blocks */
#define AXIS_PX      40.0 /* under the panels, for the time axis */
#define NAME_PX      26.0 /* over a panel, for its name */
#define STROKES_PX   20.0 /* over all panels, for the strokes */
#define EDGE_PX      22.0 /* no label nearer to the right edge */
#define SMALL_POINTS 700  /* of a curve in a small panel */
#define FRAME_S      (1.0 / SIM_FILM_HZ)

/* A panel and what its edges mean. */
struct panel {
	struct plot_box box;
	const struct sim_film *film;
	const struct plot_stretch *stretch;
	double most_n;
};

static double at_frame(const struct panel *panel, long frame)
{
	return panel->box.left +
	       panel->box.width * (double)(frame - panel->stretch->first) /
		       (double)(panel->stretch->count > 1 ? panel->stretch->count - 1 : 1);
}

static double at_force(const struct panel *panel, double force_n)
{
	return panel->box.top + panel->box.height * (1.0 - force_n / panel->most_n);
}

/* A round number of newton at or above all that is shown. */
static double round_up_n(double force_n)
{
	static const double nice_n[] = {5, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120};

	for (size_t i = 0; i < sizeof(nice_n) / sizeof(nice_n[0]); i++) {
		if (force_n <= nice_n[i]) {
			return nice_n[i];
		}
	}
	return 50.0 * ceil(force_n / 50.0);
}

static double greatest_n(const struct sim_film *film, const struct plot_stretch *stretch, int head)
{
	double most_n = 0.0;

	for (long f = stretch->first; f < stretch->first + stretch->count; f++) {
		most_n = fmax(most_n, fmax(sim_film_target_n(film, f, head),
					   sim_film_true_n(film, f, head)));
	}
	return most_n;
}

static void put_curves(FILE *out, const struct panel *panel, int head, long step, double broad,
		       double thin)
{
	long end = panel->stretch->first + panel->stretch->count;
	struct svg_curve curve;

	svg_curve_begin(&curve, out, PLOT_TARGET, broad, 1.0);
	for (long f = panel->stretch->first; f < end; f += step) {
		svg_curve_add(&curve, at_frame(panel, f),
			      at_force(panel, sim_film_target_n(panel->film, f, head)));
	}
	svg_curve_end(&curve);
	svg_curve_begin(&curve, out, PLOT_FORCE, thin, 1.0);
	for (long f = panel->stretch->first; f < end; f += step) {
		svg_curve_add(&curve, at_frame(panel, f),
			      at_force(panel, sim_film_true_n(panel->film, f, head)));
	}
	svg_curve_end(&curve);
}

/* Grid and labels of the force axis, every every_n; without labels where gutter is false. */
static void put_force_axis(FILE *out, const struct panel *panel, double every_n, bool gutter)
{
	const struct svg_style style = {.colour = PLOT_MUTED, .anchor = SVG_END};
	double right = panel->box.left + panel->box.width;

	for (double n = 0.0; n <= panel->most_n * (1.0 + 1e-9); n += every_n) {
		double y = at_force(panel, n);

		svg_line(out, panel->box.left, y, right, y, n > 0.0 ? PLOT_GRID : "#9aa5b1", 1.0);
		if (gutter) {
			svg_text(out, panel->box.left - 7, y + 5, &style, "%.0f%s", n,
				 n + every_n > panel->most_n * (1.0 + 1e-9) ? " N" : "");
		}
	}
}

/* Seconds of the session under a panel, that many at most. */
static void put_time_axis(FILE *out, const struct panel *panel, int most)
{
	static const double nice_s[] = {2, 5, 10, 20, 30, 60, 120, 300, 600};
	const struct svg_style style = {.size = 14, .colour = PLOT_MUTED, .anchor = SVG_MIDDLE};
	double from_s = (double)panel->stretch->first * FRAME_S;
	double to_s = (double)(panel->stretch->first + panel->stretch->count) * FRAME_S;
	double y = panel->box.top + panel->box.height;
	double every_s = nice_s[0];
	double last_s;

	for (size_t i = 1;
	     i < sizeof(nice_s) / sizeof(nice_s[0]) && (to_s - from_s) / every_s > most; i++) {
		every_s = nice_s[i];
	}
	last_s = floor((to_s - (to_s - from_s) * EDGE_PX / panel->box.width) / every_s) * every_s;
	for (double s = ceil(from_s / every_s) * every_s; s <= to_s + 1e-9; s += every_s) {
		double x = at_frame(panel, lround(s / FRAME_S));

		svg_line(out, x, y, x, y + 5, "#9aa5b1", 1.0);
		if (s <= last_s + 1e-9) {
			svg_text(out, x, y + 20, &style, "%.0f%s", s,
				 s + every_s > last_s + 1e-9 ? " s" : "");
		}
	}
}

static const char *side_word(enum side side)
{
	return side == SIDE_LEFT ? " left" : side == SIDE_RIGHT ? " right" : "";
}

/* How many heads lie before this one in its column: which row it is shown in. */
static int row_of(const struct rig *rig, int head)
{
	const struct head *own = &rig->heads[head];
	int row = 0;

	for (int i = 0; i < rig->head_count; i++) {
		const struct head *other = &rig->heads[i];
		bool above = other->x_m < own->x_m || (!(other->x_m > own->x_m) && i < head);

		row += (other->y_m < 0.0) == (own->y_m < 0.0) && above;
	}
	return row;
}

static int row_count(const struct rig *rig)
{
	int rows = 1;

	for (int i = 0; i < rig->head_count; i++) {
		rows = row_of(rig, i) + 1 > rows ? row_of(rig, i) + 1 : rows;
	}
	return rows;
}

/* A line from x to to_x, with the stroke's name in the middle where there is room. */
static void put_stroke(FILE *out, enum stroke_kind kind, double x, double to_x, double y)
{
	const char *title = plot_stroke_title(kind);
	const char *colour = plot_stroke_colour(kind);
	const struct svg_style style = {.size = 14, .anchor = SVG_MIDDLE, .colour = colour};
	double middle = (x + to_x) / 2;
	double half = 6.0 + 3.75 * (double)strlen(title);

	if (to_x - x < 20.0 + 2.0 * half) {
		svg_line(out, x, y, to_x, y, colour, 2.0);
		return;
	}
	svg_line(out, x, y, middle - half, y, colour, 2.0);
	svg_text(out, middle, y + 5, &style, "%s", title);
	svg_line(out, middle + half, y, to_x, y, colour, 2.0);
}

/* Which stroke when, along the top. */
static void put_strokes(FILE *out, const struct panel *panel, const struct sim_run *run, double y)
{
	long end = panel->stretch->first + panel->stretch->count;
	long next;

	for (long f = panel->stretch->first; f < end; f = next) {
		enum stroke_kind kind = plot_stroke_at(&run->setup->technique, panel->film, f);
		double x = at_frame(panel, f) + 3;
		double to_x;

		for (next = f + 1; next < end && plot_stroke_at(&run->setup->technique, panel->film,
								next) == kind;) {
			next++;
		}
		to_x = at_frame(panel, next - 1) - 3;
		if (kind == STROKE_NONE || to_x - x < 6.0) {
			continue;
		}
		put_stroke(out, kind, x, to_x, y);
	}
}

static void put_small_panel(FILE *out, const struct panel *panel, const struct sim_run *run,
			    int head, int block)
{
	const struct head *place = &run->setup->rig.heads[head];
	const struct svg_style name = {.size = 14};
	const struct svg_style figure = {.size = 13, .colour = PLOT_MUTED, .anchor = SVG_END};
	double rmse_n = sim_score_rmse_n(&run->verdict.scores[head]);
	long step = panel->stretch->count / SMALL_POINTS + 1;
	double y = panel->box.top - 5;

	put_force_axis(out, panel, panel->most_n, place->y_m < 0.0 && block == 0);
	put_curves(out, panel, head, step, 3.6, 1.3);
	svg_text(out, panel->box.left, y, &name, "%d %s%s", head + 1,
		 region_facts(place->region)->title, side_word(place->side));
	if (isfinite(rmse_n)) {
		svg_text(out, panel->box.left + panel->box.width, y, &figure, "%.2f N rms", rmse_n);
	}
}

/* Panels of one block, in one column. */
static int rows_shown(const struct rig *rig)
{
	int rows = row_count(rig);

	return rows > ROWS_MAX ? (rows + 1) / 2 : rows;
}

double plot_panels_height(const struct rig *rig)
{
	return STROKES_PX + rows_shown(rig) * ROW_PX + AXIS_PX;
}

static double shown_most_n(const struct sim_film *film, const struct plot_stretch *stretch)
{
	double most_n = 0.0;

	for (int i = 0; i < film->head_count; i++) {
		most_n = fmax(most_n, greatest_n(film, stretch, i));
	}
	return round_up_n(most_n);
}

void plot_panels(FILE *out, const struct plot_box *box, const struct sim_run *run,
		 const struct sim_film *film, const struct plot_stretch *stretch)
{
	const struct rig *rig = &run->setup->rig;
	int rows = rows_shown(rig);
	int columns = row_count(rig) > rows ? 4 : 2;
	double width = (box->width - GUTTER_PX - (columns - 1) * BETWEEN_PX) / columns;
	struct panel panel = {.film = film, .stretch = stretch};

	panel.most_n = shown_most_n(film, stretch);
	panel.box.width = width;
	panel.box.height = ROW_PX - NAME_PX;
	for (int i = 0; i < rig->head_count; i++) {
		int row = row_of(rig, i);
		int block = row / rows;
		int column = 2 * block + (rig->heads[i].y_m < 0.0 ? 0 : 1);

		panel.box.left = box->left + GUTTER_PX + column * (width + BETWEEN_PX);
		panel.box.top = box->top + STROKES_PX + NAME_PX + ROW_PX * (row % rows);
		put_small_panel(out, &panel, run, i, block);
	}
	panel.box.top = box->top + STROKES_PX + NAME_PX + ROW_PX * (rows - 1);
	for (int column = 0; column < columns; column++) {
		panel.box.left = box->left + GUTTER_PX + column * (width + BETWEEN_PX);
		put_time_axis(out, &panel, 5);
		put_strokes(out, &panel, run, box->top + 8);
	}
}

void plot_close_up(FILE *out, const struct plot_box *box, const struct sim_run *run,
		   const struct sim_film *film, const struct plot_stretch *stretch)
{
	const struct head *place = &run->setup->rig.heads[stretch->head];
	const struct svg_style title = {.size = 17, .bold = true};
	struct panel panel = {.film = film, .stretch = stretch};

	if (stretch->count == 0) {
		return;
	}
	panel.most_n = round_up_n(greatest_n(film, stretch, stretch->head));
	panel.box = (struct plot_box){box->left + GUTTER_PX, box->top + 34, box->width - GUTTER_PX,
				      box->height - 34 - AXIS_PX};
	svg_text(out, panel.box.left, box->top + 14, &title, "Head %d, %s%s, %s", stretch->head + 1,
		 region_facts(place->region)->title, side_word(place->side),
		 plot_stroke_title(plot_stroke_on(&run->setup->technique, film, stretch->first,
						  stretch->count, stretch->head)));
	put_force_axis(out, &panel, panel.most_n > 30.0 ? 20.0 : 10.0, true);
	put_curves(out, &panel, stretch->head, 1, 6.0, 1.7);
	put_time_axis(out, &panel, 12);
}
