/*
 * panel_map.c - the person lies face down, head at the top, so left is left. All bars share one
 * scale, which steps up with what was pressed since arming.
 */
#include "tool/panel_map.h"

#include "tool/panel_body.h"
#include "tool/panel_screen.h"
#include "tool/panel_words.h"

#include <math.h>

#define EIGHTHS      8
#define NAME_COLUMNS 13 /* "16 upper back" */
#define BAR_FROM     (NAME_COLUMNS + 3)
#define FORCE_WIDTH  9    /* "12.3/12.5" */
#define WARM_WIDTH   5    /* " 41C" */
#define WARM_C       34.0 /* warmer than skin makes it by itself */
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

/* Is its face heated, or still warm from it? */
static bool is_warm(const struct panel_head *head)
{
	return head->surface_c.known && head->surface_c.felt > 0.0 &&
	       (head->surface_c.wanted > 0.0 || head->surface_c.felt >= WARM_C);
}

/* If any is, all leave room for the figure, so that bars compare. */
static bool has_warm(const struct panel_model *model)
{
	for (int i = 0; i < model->head_count; i++) {
		if (is_warm(&model->heads[i])) {
			return true;
		}
	}
	return false;
}

static void draw_numbers(const struct panel_head *head, int row, int column)
{
	bool idle = head->force_n.value < LIFTED_N && head->target_n.value < LIFTED_N;
	enum paint paint = head->contact.value >= 0.5 ? PAINT_BOLD : idle ? PAINT_DIM : PAINT_PLAIN;
	char text[PANEL_WORD];

	panel_words_forces(text, head);
	panel_screen_put(row, column, FORCE_WIDTH, paint, "%s", text);
	if (is_warm(head)) {
		panel_screen_put(row, column + FORCE_WIDTH + 1, WARM_WIDTH - 1,
				 head->surface_c.wanted > 0.0 ? PAINT_LIMIT : PAINT_PLAIN, "%2.0fC",
				 head->surface_c.felt);
	}
}

static void draw_head(const struct panel_model *model, int n, int row, int column, int columns)
{
	const struct panel_head *head = &model->heads[n];
	bool out = head->placed && panel_model_is_left_out(model, head->region);
	int numbers = columns - FORCE_WIDTH - (has_warm(model) ? WARM_WIDTH : 0);
	struct panel_bar bar = {.row = row,
				.column = column + BAR_FROM,
				.columns = numbers - BAR_FROM - 1,
				.full = scale_n(model),
				.value = head->force_n.value,
				.target = head->target_n.value,
				.ceiling = head->ceiling_n.value,
				.has_ceiling = head->ceiling_n.known};

	panel_screen_put(row, column, NAME_COLUMNS, out ? PAINT_DIM : PAINT_PLAIN, "%2d %s", n + 1,
			 head->placed ? region_facts(head->region)->title : "head");
	if (head->contact.value >= 0.5) {
		panel_screen_glyph(row, column + NAME_COLUMNS + 1, PAINT_FORCE,
				   panel_screen_glyphs()->touching);
	}
	panel_map_bar(&bar);
	draw_numbers(head, row, column + numbers);
}

/* How far a row lies from there along the spine; rows of heads without a place are nowhere. */
static double distance_m(const struct panel_model *model, const struct panel_row *row, double x_m)
{
	int n = row->left != PANEL_NO_HEAD ? row->left : row->right;

	return fabs(model->heads[n].x_m - x_m);
}

/* Each hand beside the spine, on its side, at the row of heads it is nearest to. */
static void draw_hands(const struct panel_model *model, const struct panel_row *rows, int count,
		       int from, int shown, int row, int spine)
{
	for (int k = 0; k < HANDS_MAX && panel_model_has_places(model); k++) {
		const struct panel_hand *hand = &model->hands[k];
		int nearest = 0;

		for (int i = 1; i < count; i++) {
			nearest = distance_m(model, &rows[i], hand->x_m) <
						  distance_m(model, &rows[nearest], hand->x_m)
					  ? i
					  : nearest;
		}
		if (panel_model_is_hand_out(model, k) && nearest >= from &&
		    nearest < from + shown) {
			panel_screen_glyph(row + nearest - from,
					   hand->y_m < 0.0 ? spine - 1 : spine + 1,
					   hand->force_n > 0.0 ? PAINT_TARGET : PAINT_DIM,
					   panel_screen_glyphs()->hand);
		}
	}
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
	panel_screen_put(row, 4, 56, PAINT_PLAIN,
			 "   force     target     ceiling     touching     hand ");
	panel_screen_glyph(row, 5, PAINT_FORCE, glyphs->full);
	panel_screen_glyph(row, 15, PAINT_TARGET, glyphs->target);
	panel_screen_glyph(row, 26, PAINT_LIMIT, glyphs->ceiling);
	panel_screen_glyph(row, 38, PAINT_FORCE, glyphs->touching);
	panel_screen_glyph(row, 51, PAINT_TARGET, glyphs->hand);
	if (shown < count) {
		panel_screen_put(row, columns - 20, 19, PAINT_BOLD, " rows %d-%d of %d ", from + 1,
				 from + shown, count);
	}
}

int panel_map_draw(const struct panel_model *model, struct panel_keys *keys,
		   const struct panel_area *area)
{
	struct panel_row body[HEADS_MAX];
	int count = panel_body_arrange(model, body);
	int shown = count < area->rows - 2 ? count : area->rows - 2;
	int cell = (area->columns - 3) / 2;
	int *from = &keys->line[PANEL_BODY];

	*from = *from < count - shown ? *from : count - shown;
	draw_heading(model, area->row, area->columns);
	for (int i = 0; i < shown; i++) {
		const struct panel_row *here = &body[*from + i];
		int row = area->row + 1 + i;

		if (here->left != PANEL_NO_HEAD) {
			draw_head(model, here->left, row, 0, cell);
		}
		panel_screen_glyph(row, cell + 1, PAINT_DIM, panel_screen_glyphs()->spine);
		if (here->right != PANEL_NO_HEAD) {
			draw_head(model, here->right, row, cell + 3, cell);
		}
	}
	draw_hands(model, body, count, *from, shown, area->row + 1, cell + 1);
	draw_footing(area->row + 1 + shown, area->columns, *from, shown, count);
	return shown + 2;
}
