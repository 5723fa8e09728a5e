/* score_plot.c - the picture of score_report.h: a panel a technique, a group of bars a patient. */
#include "tool/plot_svg.h"
#include "tool/score_plant.h"
#include "tool/score_report.h"
#include "tool/score_sums.h"
#include "tool/score_version.h"

#include <math.h>

#define WIDTH     1000.0
#define TOP       96.0
#define LEFT      56.0
#define RIGHT     16.0
#define PANEL     300.0 /* from one technique to the next */
#define PLOT      210.0 /* height of its axes */
#define GROUP_GAP 0.3   /* of a group's width, left free */
#define WORDS     17.0
#define SMALL     14.0

static const char *const colours[SCORE_COLUMNS] = {PLOT_FORCE, "#d97706", "#8b98a8", "#2f9e6e"};

struct panel {
	FILE *out;
	const struct score_board *board;
	int technique;
	double top;
	double most_n; /* at the upper end */
	double step_n; /* between grid lines */
	int groups;
};

/* Patients in quiet; other rigs on all, as their tables. */
static double bar_n(const struct panel *panel, int place, int column)
{
	bool patient = place < panel->board->patient_count;

	return score_sums_mean(panel->board, panel->technique, place, place + 1,
			       (enum score_column)column, patient)
		.value[FIGURE_RMSE];
}

static double y_of(const struct panel *panel, double force_n)
{
	return panel->top + PLOT * (1.0 - force_n / panel->most_n);
}

/* Grid lines at 1, 2 or 5 of a decade, at most six of them. */
static void scale(struct panel *panel)
{
	static const double nice[] = {1.0, 2.0, 5.0, 10.0};
	double most_n = 0.0;
	double decade;

	for (int place = 0; place < panel->groups; place++) {
		for (int column = 0; column < panel->board->columns; column++) {
			double force_n = bar_n(panel, place, column);

			most_n = force_n > most_n ? force_n : most_n;
		}
	}
	most_n = most_n > 0.0 ? most_n : 1.0;
	decade = pow(10.0, floor(log10(most_n / 6.0)));
	for (int i = 3; i >= 0; i--) {
		if (most_n / (nice[i] * decade) <= 6.0) {
			panel->step_n = nice[i] * decade;
		}
	}
	panel->most_n = panel->step_n * ceil(1.08 * most_n / panel->step_n);
}

static void draw_grid(const struct panel *panel)
{
	const struct svg_style label = {.size = SMALL, .colour = PLOT_MUTED, .anchor = SVG_END};
	int lines = (int)lround(panel->most_n / panel->step_n);

	for (int i = 0; i <= lines; i++) {
		double force_n = i * panel->step_n;
		double y = y_of(panel, force_n);

		svg_line(panel->out, LEFT, y, WIDTH - RIGHT, y, i == 0 ? PLOT_MUTED : PLOT_GRID,
			 1.0);
		svg_text(panel->out, LEFT - 8.0, y + 5.0, &label, "%.3g", force_n);
	}
}

static void draw_bar(const struct panel *panel, double x, double width, double force_n, int column)
{
	double y = y_of(panel, force_n);

	if (isfinite(force_n)) {
		svg_line(panel->out, x + width / 2.0, y_of(panel, 0.0), x + width / 2.0, y,
			 colours[column], width);
	}
}

/* Above the shipped controller's bar, on top of whatever is beside it. */
static void draw_value(const struct panel *panel, double x, double force_n)
{
	const struct svg_style style = {.size = 13.0,
					.colour = colours[SCORE_SHIPPED],
					.anchor = SVG_MIDDLE,
					.bold = true,
					.halo = true};

	if (isfinite(force_n)) {
		svg_text(panel->out, x, y_of(panel, force_n) - 5.0, &style, "%.2f", force_n);
	}
}

/* In two lines where the name has two words. */
static void draw_name(const struct panel *panel, double x, const char *name)
{
	const struct svg_style style = {.size = SMALL, .anchor = SVG_MIDDLE};
	const char *gap = name;
	double y = panel->top + PLOT + 20.0;

	while (*gap != '\0' && *gap != '_' && !(*gap == '-' && gap > name + 3)) {
		gap++;
	}
	svg_text(panel->out, x, y, &style, "%.*s", (int)(gap - name), name);
	if (*gap != '\0') {
		svg_text(panel->out, x, y + WORDS, &style, "%s", gap + 1);
	}
}

static void draw_groups(const struct panel *panel)
{
	const struct score_board *board = panel->board;
	double group = (WIDTH - LEFT - RIGHT) / panel->groups;
	double bar = group * (1.0 - GROUP_GAP) / board->columns;

	for (int place = 0; place < panel->groups; place++) {
		double x = LEFT + group * (place + GROUP_GAP / 2.0);
		const char *name = place < board->patient_count
					   ? board->patients[place].name
					   : score_board_rig(board, place)->name;

		for (int column = 0; column < board->columns; column++) {
			draw_bar(panel, x + bar * column, bar - 1.0, bar_n(panel, place, column),
				 column);
		}
		draw_value(panel, x + bar / 2.0, bar_n(panel, place, SCORE_SHIPPED));
		draw_name(panel, LEFT + group * (place + 0.5), name);
		if (place == board->patient_count) {
			svg_line(panel->out, LEFT + group * place, panel->top, LEFT + group * place,
				 panel->top + PLOT + 40.0, PLOT_TARGET, 1.5);
		}
	}
}

static void draw_legend(FILE *out, const struct score_board *board)
{
	const struct svg_style style = {.size = WORDS};
	double x = LEFT;

	for (int column = 0; column < board->columns; column++) {
		svg_line(out, x + 7.0, 66.0, x + 7.0, 52.0, colours[column], 14.0);
		svg_text(out, x + 22.0, 65.0, &style, "%s",
			 score_column_name((enum score_column)column));
		x += 150.0;
	}
}

void score_plot(FILE *out, const struct score_board *board)
{
	const struct svg_style title = {.size = 20.0, .bold = true};
	const struct svg_style remark = {.size = SMALL, .colour = PLOT_MUTED};
	double height = TOP + PANEL * board->technique_count + 30.0;

	svg_begin(out, WIDTH, height, "Force error by patient and controller");
	svg_text(out, LEFT, 30.0, &title, "RMS force error in N, simulated: the less the better");
	draw_legend(out, board);
	for (int t = 0; t < board->technique_count; t++) {
		const struct svg_style name = {.size = WORDS, .bold = true};
		struct panel panel = {
			.out = out,
			.board = board,
			.technique = t,
			.top = TOP + PANEL * t + 14.0,
			.groups = score_board_other_place(board, 0),
		};

		svg_text(out, LEFT, panel.top - 6.0, &name, "%s", board->techniques[t].title);
		scale(&panel);
		draw_grid(&panel);
		draw_groups(&panel);
	}
	svg_text(out, LEFT, height - 14.0, &remark,
		 "Patients on %s, scripted events left out; right of the line, the nominal patient "
		 "on "
		 "other rigs. Plants vary by %.0f %%. Rules version %d.",
		 board->rigs[0].name, 100.0 * SCORE_PLANT_SPREAD, SCORE_VERSION);
	svg_end(out);
}
