/* plot_path.c - where on the body the hands went. See plot_body.h. */
#include "tool/plot_body.h"

#include "tool/plot_holds.h"
#include "tool/plot_strokes.h"
#include "tool/plot_svg.h"

#include <math.h>

#define STEP          5     /* frames between two points of a path */
#define JUMP_M        0.06  /* hands that moved further between points were lifted */
#define LIGHT_N       1.0   /* less than this is no stroke, it is the way to the next */
#define PATH_S        150.0 /* of each kind of stroke: more would only be the same lines again */
#define TURNS_APART_M 0.016 /* between two circles that are drawn */
#define BEADS_APART_M 0.008
#define LABELS_MAX    40  /* more holds than this are not numbered */
#define HOLD_PX_S     3.2 /* a circle's radius is this times the root of its seconds */
#define HOLD_MOST_PX  17.0
#define HEAD_RADIUS_M 0.015

/* The stroke of that kind, the first there is. */
static const struct stroke *stroke_of(const struct technique *technique, enum stroke_kind kind)
{
	for (int k = 0; k < technique->stroke_count; k++) {
		if (technique->strokes[k].kind == kind) {
			return &technique->strokes[k];
		}
	}
	return NULL;
}

static const struct sim_film_hand *hand_in(const struct sim_run *run, const struct sim_film *film,
					   long f, int h, enum stroke_kind kind)
{
	const struct sim_film_frame *frame = &film->frames[f];
	bool there = h < frame->hand_count && (double)frame->hands[h].force_n >= LIGHT_N &&
		     plot_stroke_at(&run->setup->technique, film, f) == kind;

	return there ? &frame->hands[h] : NULL;
}

/* Circles that move on slowly would be a smear: of so many, one is drawn. */
static bool is_shown_turn(const struct stroke *stroke, long f)
{
	double turns = (double)f / SIM_FILM_HZ * stroke->rate_hz;
	double every = ceil(TURNS_APART_M * stroke->rate_hz / stroke->speed_m_s);

	return !(stroke->radius_m > 0.0) || fmod(turns, every) < 1.05;
}

static void put_path(FILE *out, const struct plot_page *page, const struct sim_run *run,
		     const struct sim_film *film, const struct stroke *stroke, int h)
{
	const struct sim_film_hand *before = NULL;
	struct svg_curve curve;
	double left_s = PATH_S;

	svg_curve_begin(&curve, out, plot_stroke_colour(stroke->kind),
			stroke->radius_m > 0.0 ? 1.0 : 2.2, 0.6);
	for (long f = 0; f < film->count && left_s > 0.0; f += STEP) {
		const struct sim_film_hand *hand = hand_in(run, film, f, h, stroke->kind);

		left_s -= hand == NULL ? 0.0 : STEP / SIM_FILM_HZ;
		if (hand == NULL || !is_shown_turn(stroke, f) ||
		    (before != NULL && hypot((double)(hand->x_m - before->x_m),
					     (double)(hand->y_m - before->y_m)) > JUMP_M)) {
			svg_curve_break(&curve);
		}
		if (hand != NULL && is_shown_turn(stroke, f)) {
			svg_curve_add(&curve, plot_across(page, (double)hand->y_m),
				      plot_down(page, (double)hand->x_m));
		}
		before = hand;
	}
	svg_curve_end(&curve);
}

/* Kneading: a bead wherever a hand presses most. */
static void put_beads(FILE *out, const struct plot_page *page, const struct sim_run *run,
		      const struct sim_film *film, const struct stroke *stroke, int h)
{
	double last_m = 1e9;
	double left_s = PATH_S;

	for (long f = 1; f + 1 < film->count && left_s > 0.0; f++) {
		const struct sim_film_hand *before = hand_in(run, film, f - 1, h, stroke->kind);
		const struct sim_film_hand *hand = hand_in(run, film, f, h, stroke->kind);
		const struct sim_film_hand *after = hand_in(run, film, f + 1, h, stroke->kind);

		if (before == NULL || hand == NULL || after == NULL) {
			continue;
		}
		left_s -= 1.0 / SIM_FILM_HZ;
		if (hand->force_n > before->force_n && hand->force_n >= after->force_n &&
		    fabs((double)hand->x_m - last_m) > BEADS_APART_M) {
			last_m = (double)hand->x_m;
			fprintf(out,
				"<ellipse cx=\"%.1f\" cy=\"%.1f\" rx=\"5\" ry=\"2.6\" fill=\"%s\" "
				"fill-opacity=\"0.5\"/>\n",
				plot_across(page, (double)hand->y_m), plot_down(page, last_m),
				plot_stroke_colour(stroke->kind));
		}
	}
}

static void put_kind(FILE *out, const struct plot_page *page, const struct sim_run *run,
		     const struct sim_film *film, enum stroke_kind kind)
{
	const struct stroke *stroke = stroke_of(&run->setup->technique, kind);

	for (int h = 0; h < HANDS_MAX && stroke != NULL && !plot_stroke_holds(kind); h++) {
		if (stroke->rate_hz > 0.0 && !(stroke->radius_m > 0.0)) {
			put_beads(out, page, run, film, stroke, h);
		} else {
			put_path(out, page, run, film, stroke, h);
		}
	}
}

/* One upon the other: what glides lies on top. */
static void put_paths(FILE *out, const struct plot_page *page, const struct sim_run *run,
		      const struct sim_film *film)
{
	for (int kind = STROKE_KINDS - 1; kind > STROKE_NONE; kind--) {
		put_kind(out, page, run, film, (enum stroke_kind)kind);
	}
}

static double hold_px(double held_s)
{
	double px = HOLD_PX_S * sqrt(held_s);

	return px < HOLD_MOST_PX ? px : HOLD_MOST_PX;
}

static void put_holds(FILE *out, const struct plot_page *page, const struct plot_hold *holds,
		      int count)
{
	struct svg_style number = {.size = 11, .colour = PLOT_INK, .halo = true};

	for (int i = 0; i < count; i++) {
		const struct plot_hold *hold = &holds[i];
		double radius = hold_px(hold->held_s);
		double x = plot_across(page, hold->y_m);
		double y = plot_down(page, hold->x_m);

		fprintf(out,
			"<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\" "
			"fill-opacity=\"0.35\" "
			"stroke=\"%s\" stroke-width=\"1.2\"/>\n",
			x, y, radius, plot_stroke_colour(hold->kind),
			plot_stroke_colour(hold->kind));
		if (count <= LABELS_MAX && hold->kind != STROKE_SEARCH) {
			bool left = hold->y_m < 0.0;

			number.anchor = left ? SVG_END : SVG_START;
			svg_text(out, x + (left ? -radius - 3 : radius + 3), y + 4, &number, "%d",
				 hold->order);
		}
	}
}

/* The person's own, which only a simulation knows. */
static void put_knots(FILE *out, const struct plot_page *page, const struct patient *patient)
{
	for (int k = 0; k < patient->knot_count; k++) {
		const struct knot *knot = &patient->knots[k];

		fprintf(out,
			"<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"none\" stroke=\"%s\" "
			"stroke-width=\"1.2\" stroke-dasharray=\"3 2\"/>\n",
			plot_across(page, knot->y_m), plot_down(page, knot->x_m),
			fmax(knot->radius_m * page->px_m, 3.0) + 4.0, PLOT_INK);
	}
}

static void put_sign(FILE *out, double x, double y, enum trigger_state state)
{
	const struct svg_style sign = {
		.size = 15, .bold = true, .anchor = SVG_MIDDLE, .colour = "#ffffff"};
	const char *colour = state == TRIGGER_RELEASED   ? "#2f8f5b"
			     : state == TRIGGER_GIVEN_UP ? "#b3261e"
							 : "#d17f00";

	svg_circle(out, x, y, 8.5, colour, "#ffffff", 1.5);
	svg_text(out, x, y + 5, &sign, "%s",
		 state == TRIGGER_RELEASED   ? "\xe2\x9c\x93"
		 : state == TRIGGER_GIVEN_UP ? "\xc3\x97"
					     : "?");
}

static void put_triggers(FILE *out, const struct plot_page *page, const struct sim_run *run)
{
	for (int i = 0; i < run->account.trigger_count; i++) {
		const struct trigger_view *trigger = &run->account.triggers[i];
		const struct head *head = &run->setup->rig.heads[trigger->head];

		if (trigger->state != TRIGGER_NONE) {
			put_sign(out, plot_across(page, head->y_m), plot_down(page, head->x_m),
				 trigger->state);
		}
	}
}

static void put_key(FILE *out, const struct plot_box *box, const struct sim_run *run)
{
	const struct svg_style text = {.size = 13, .colour = PLOT_MUTED};
	double y = box->top + box->height - PLOT_FOOT_PX + 18;
	double x = box->left;

	if (!sim_run_searches(run)) {
		svg_circle(out, x + 10, y - 4, HEAD_RADIUS_M * 300, "none", "#c3cad3", 1.2);
		svg_text(out, x + 22, y, &text, "head");
		return;
	}
	put_sign(out, x + 10, y - 4, TRIGGER_RELEASED);
	svg_text(out, x + 23, y, &text, "released");
	put_sign(out, x + 92, y - 4, TRIGGER_GIVEN_UP);
	svg_text(out, x + 105, y, &text, "given up");
	put_sign(out, x + 174, y - 4, TRIGGER_FOUND);
	svg_text(out, x + 187, y, &text, "found");
	fprintf(out,
		"<circle cx=\"%.1f\" cy=\"%.1f\" r=\"7\" fill=\"none\" stroke=\"%s\" "
		"stroke-width=\"1.2\" stroke-dasharray=\"3 2\"/>\n",
		x + 10, y + 17, PLOT_INK);
	svg_text(out, x + 23, y + 22, &text, "a trigger point of this person");
}

void plot_path(FILE *out, const struct plot_box *box, const struct sim_run *run,
	       const struct sim_film *film)
{
	static struct plot_hold holds[PLOT_HOLDS_MAX];
	const struct svg_style title = {.size = 17, .bold = true, .anchor = SVG_MIDDLE};
	const struct svg_style remark = {.size = 13, .colour = PLOT_MUTED, .anchor = SVG_MIDDLE};
	const struct plot_box body = {box->left, box->top + PLOT_HEADING_PX, box->width,
				      box->height - PLOT_HEADING_PX - PLOT_FOOT_PX};
	struct plot_page page = plot_page(&body, run->setup->patient.height_m);
	int count = plot_holds_find(holds, PLOT_HOLDS_MAX, &run->setup->technique, film);

	svg_text(out, page.centre, box->top + 2, &title, "Path of the hands");
	svg_text(out, page.centre, box->top + 20, &remark, "%s",
		 count > 0 ? "circles: holds, in their order"
			   : "every line a way that a hand went");
	plot_outline(out, &page);
	for (int i = 0; i < run->setup->rig.head_count; i++) {
		const struct head *head = &run->setup->rig.heads[i];

		svg_circle(out, plot_across(&page, head->y_m), plot_down(&page, head->x_m),
			   HEAD_RADIUS_M * page.px_m, "none", "#c3cad3", 1.2);
	}
	put_paths(out, &page, run, film);
	put_holds(out, &page, holds, count);
	if (sim_run_searches(run)) {
		put_knots(out, &page, &run->setup->patient);
	}
	put_triggers(out, &page, run);
	put_key(out, box, run);
}
