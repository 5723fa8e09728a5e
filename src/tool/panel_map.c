/*
 * panel_map.c - the person lies face down, head at the top, so left is left. All bars share one scale,
 * which steps up with what was pressed since arming.
 */
#include "tool/panel_map.h"

#include "tool/panel_body.h"
#include "tool/panel_screen.h"

#include <math.h>
#include <stdio.h>

#define EIGHTHS      8
#define NAME_COLUMNS 13 /* "16 upper back" */
#define BAR_FROM     (NAME_COLUMNS + 3)
#define FORCE_WIDTH  9 /* "12.3/12.5" */
#define LEAST_MARKED 0.05

/* The column of a bar where that much lies, rounded down. */
static int column_of(const struct panel_bar *bar, double amount)
{
	double column = floor(amount / bar->full * bar->columns);

	return column < 0.0 ? 0 : column < bar->columns ? (int)column : bar->columns;
}

void panel_map_bar(const struct panel_bar *bar)
{
	const struct glyphs *glyphs = panel_screen_glyphs();
	double filled = bar->value > 0.0 ? bar->value / bar->full * bar->columns : 0.0;
	bool over = bar->has_ceiling && bar->value > bar->ceiling;

	for (int i = 0; i < bar->columns; i++) {
		double here = filled - i;
		int eighths = here >= 1.0 ? EIGHTHS : here > 0.0 ? (int)(here * EIGHTHS) : 0;
		const char *glyph = eighths == EIGHTHS ? glyphs->full : glyphs->part[eighths];
		bool empty = glyph[0] == '\0';

		panel_screen_glyph(bar->row, bar->column + i,
				   empty  ? PAINT_DIM
				   : over ? PAINT_LIMIT
					  : PAINT_FORCE,
				   empty ? glyphs->empty : glyph);
	}
	if (bar->has_ceiling) {
		int at = column_of(bar, bar->ceiling);

		panel_screen_glyph(bar->row, bar->column + (at < bar->columns ? at : at - 1),
				   at < bar->columns ? PAINT_LIMIT : PAINT_DIM,
				   at < bar->columns ? glyphs->ceiling : glyphs->beyond);
	}
	if (bar->target > LEAST_MARKED * bar->full) {
		int at = column_of(bar, bar->target);

		panel_screen_glyph(bar->row, bar->column + (at < bar->columns ? at : at - 1),
				   PAINT_TARGET, glyphs->target);
	}
}

bool panel_map_is_left_out(const struct panel_model *model, enum region region)
{
	return model->enabled[region].known && model->enabled[region].value < 0.5;
}

/* The step above everything pressed since arming, so that bars do not jump about. */
static double scale_n(const struct panel_model *model)
{
	static const double steps_n[] = {20.0, 40.0, 80.0, FORCE_HARD_N};
	size_t i = 0;

	while (i + 1 < sizeof(steps_n) / sizeof(steps_n[0]) && model->peak_n > steps_n[i]) {
		i++;
	}
	return steps_n[i];
}

static void write_force(char text[8], const struct panel_number *force)
{
	if (!force->known) {
		snprintf(text, 8, "   -");
	} else if (!(force->value > -99.0 && force->value < 999.0)) {
		snprintf(text, 8, "wild");
	} else if (force->value >= 99.95 || force->value <= -9.95) {
		snprintf(text, 8, "%4.0f", force->value);
	} else {
		/* + 0.0: what rounds to nothing shows no sign */
		snprintf(text, 8, "%4.1f", round(force->value * 10.0) / 10.0 + 0.0);
	}
}

static void draw_head(const struct panel_model *model, int n, int row, int column, int columns)
{
	const struct panel_head *head = &model->heads[n];
	bool touching = head->contact.value >= 0.5;
	bool out = head->placed && panel_map_is_left_out(model, head->region);
	struct panel_bar bar = {.row = row,
				.column = column + BAR_FROM,
				.columns = columns - BAR_FROM - FORCE_WIDTH - 1,
				.full = scale_n(model),
				.value = head->force_n.value,
				.target = head->target_n.value,
				.ceiling = head->ceiling_n.value,
				.has_ceiling = head->ceiling_n.known};
	char force[8];
	char target[8];

	panel_screen_put(row, column, NAME_COLUMNS, out ? PAINT_DIM : PAINT_PLAIN, "%2d %s", n + 1,
			 head->placed ? region_facts(head->region)->title : "head");
	if (touching) {
		panel_screen_glyph(row, column + NAME_COLUMNS + 1, PAINT_FORCE,
				   panel_screen_glyphs()->touching);
	}
	panel_map_bar(&bar);
	write_force(force, &head->force_n);
	write_force(target, &head->target_n);
	panel_screen_put(row, column + columns - FORCE_WIDTH, FORCE_WIDTH,
			 touching ? PAINT_BOLD : PAINT_PLAIN, "%s/%s", force, target);
}

/* The line above the map: sides, and what the bars mean. */
static void draw_heading(const struct panel_model *model, int row, int columns)
{
	const struct glyphs *glyphs = panel_screen_glyphs();
	bool known = panel_model_has_places(model);
	int middle = columns / 2;
	int at = 4;

	for (int i = 0; i < columns; i++) {
		panel_screen_glyph(row, i, PAINT_DIM, glyphs->line);
	}
	if (known) {
		panel_screen_put(row, middle - 7, 6, PAINT_PLAIN, " left ");
		panel_screen_put(row, middle + 2, 7, PAINT_PLAIN, " right ");
	}
	panel_screen_put(row, at, 14, PAINT_PLAIN, " bars to %.0f N ", scale_n(model));
	panel_screen_put(row, columns - 25, 24, PAINT_PLAIN, " force/target in newton ");
}

/* Below it, where there is room: the marks, and whether there is more. */
static void draw_footing(int row, int columns, int from, int shown, int count)
{
	const struct glyphs *glyphs = panel_screen_glyphs();

	for (int i = 0; i < columns; i++) {
		panel_screen_glyph(row, i, PAINT_DIM, glyphs->line);
	}
	panel_screen_put(row, 4, 48, PAINT_PLAIN, "   force     target     ceiling     touching ");
	panel_screen_glyph(row, 5, PAINT_FORCE, glyphs->full);
	panel_screen_glyph(row, 15, PAINT_TARGET, glyphs->target);
	panel_screen_glyph(row, 26, PAINT_LIMIT, glyphs->ceiling);
	panel_screen_glyph(row, 38, PAINT_FORCE, glyphs->touching);
	if (shown < count) {
		panel_screen_put(row, columns - 32, 31, PAINT_BOLD,
				 " rows %d-%d of %d: arrow keys ", from + 1, from + shown, count);
	}
}

int panel_map_draw(const struct panel_model *model, int row, int rows, int columns, int scroll)
{
	struct panel_row body[HEADS_MAX];
	int count = panel_body_arrange(model, body);
	int shown = count < rows - 2 ? count : rows - 2;
	int cell = (columns - 3) / 2;

	if (scroll > count - shown) {
		scroll = count - shown;
	}
	draw_heading(model, row, columns);
	for (int i = 0; i < shown; i++) {
		const struct panel_row *here = &body[scroll + i];

		if (here->left != PANEL_NO_HEAD) {
			draw_head(model, here->left, row + 1 + i, 0, cell);
		}
		panel_screen_glyph(row + 1 + i, cell + 1, PAINT_DIM, panel_screen_glyphs()->spine);
		if (here->right != PANEL_NO_HEAD) {
			draw_head(model, here->right, row + 1 + i, cell + 3, cell);
		}
	}
	draw_footing(row + 1 + shown, columns, scroll, shown, count);
	return scroll;
}
