/*
 * panel_figure.c - an outline by our own reading of an adult's back, scaled by the client's height;
 * heads and hands where the controller says. The person lies face down, head at the top: left is
 * left.
 */
#include "tool/panel_figure.h"

#include "tool/panel_screen.h"

#include <math.h>

#define LATERAL_M 0.30 /* from the spine to either edge of the picture */
#define FROM_M    (-0.12)
#define TO_M      1.42

/* Half widths along the spine, at a height of BODY_HEIGHT_M; for the eye only. */
static const struct {
	double x_m;
	double half_m;
} outline[] = {
	{-0.12, 0.06}, {-0.03, 0.07}, {0.02, 0.20}, {0.11, 0.21}, {0.29, 0.17}, {0.42, 0.15},
	{0.55, 0.19},  {0.70, 0.20},  {1.02, 0.15}, {1.20, 0.14}, {1.42, 0.10},
};

#define POINTS (sizeof(outline) / sizeof(outline[0]))

struct figure {
	const struct panel_area *area;
	int column;
	double scale; /* of this client to BODY_HEIGHT_M */
};

static double half_m(double x_m)
{
	for (size_t i = 1; i < POINTS; i++) {
		if (x_m <= outline[i].x_m) {
			double share =
				(x_m - outline[i - 1].x_m) / (outline[i].x_m - outline[i - 1].x_m);

			return outline[i - 1].half_m +
			       share * (outline[i].half_m - outline[i - 1].half_m);
		}
	}
	return outline[POINTS - 1].half_m;
}

static void put(const struct figure *figure, double x_m, double y_m, enum paint paint,
		const char *glyph)
{
	double down = (x_m / figure->scale - FROM_M) / (TO_M - FROM_M);
	double across = (y_m / figure->scale + LATERAL_M) / (2.0 * LATERAL_M);

	if (down >= 0.0 && down <= 1.0 && across >= 0.0 && across <= 1.0) {
		panel_screen_glyph(figure->area->row + (int)round(down * (figure->area->rows - 1)),
				   figure->column + (int)round(across * (PANEL_FIGURE_COLUMNS - 1)),
				   paint, glyph);
	}
}

static void draw_outline(const struct figure *figure)
{
	const struct glyphs *glyphs = panel_screen_glyphs();

	for (int i = 0; i < figure->area->rows; i++) {
		double x_m = FROM_M + (TO_M - FROM_M) * i / (figure->area->rows - 1);
		double there_m = x_m * figure->scale;

		put(figure, there_m, -half_m(x_m) * figure->scale, PAINT_DIM, glyphs->edge);
		put(figure, there_m, half_m(x_m) * figure->scale, PAINT_DIM, glyphs->edge);
		if (x_m <= region_facts(REGION_LOWER_BACK)->x_to_m || x_m >= 0.75) {
			put(figure, there_m, 0.0, PAINT_DIM, glyphs->spine);
		}
	}
}

void panel_figure_draw(const struct panel_model *model, const struct panel_area *area, int column)
{
	const struct glyphs *glyphs = panel_screen_glyphs();
	bool tall = model->height_m.known && model->height_m.value >= BODY_HEIGHT_MIN_M &&
		    model->height_m.value <= BODY_HEIGHT_MAX_M;
	struct figure figure = {area, column, tall ? model->height_m.value / BODY_HEIGHT_M : 1.0};

	draw_outline(&figure);
	for (int i = 0; i < model->head_count; i++) {
		const struct panel_head *head = &model->heads[i];
		bool touching = head->contact.value >= 0.5;

		if (head->placed) {
			put(&figure, head->x_m, head->y_m, touching ? PAINT_FORCE : PAINT_PLAIN,
			    touching ? glyphs->touching : glyphs->apart);
		}
	}
	for (int k = 0; k < HANDS_MAX; k++) {
		if (panel_model_is_hand_out(model, k)) {
			put(&figure, model->hands[k].x_m, model->hands[k].y_m,
			    model->hands[k].force_n > 0.0 ? PAINT_TARGET : PAINT_DIM, glyphs->hand);
		}
	}
}
