/* score_report.c - the tables of score_report.h. */
#include "tool/score_report.h"

#include "tool/score_goals.h"
#include "tool/score_plant.h"
#include "tool/score_published.h"
#include "tool/score_sums.h"
#include "tool/score_version.h"

#include <knead/unfit.h>

#include <math.h>

#define CELL 9

/* What has a place in a line of a terminal. */
static const enum score_figure shown[] = {
	FIGURE_RMSE,  FIGURE_WORST_HEAD,   FIGURE_MAE,       FIGURE_R2,
	FIGURE_WORST, FIGURE_OVER_CEILING, FIGURE_OVERSHOOT, FIGURE_SETTLE,
	FIGURE_HOLD,  FIGURE_WISH_R,       FIGURE_OWN_RMSE,  FIGURE_REACTION,
};
enum { SHOWN = sizeof(shown) / sizeof(shown[0]) };

static void print_cell(FILE *out, double value, int decimals)
{
	if (isfinite(value)) {
		fprintf(out, "%*.*f", CELL, decimals, value);
	} else {
		fprintf(out, "%*s", CELL, "-");
	}
}

static void print_head(FILE *out, const char *of)
{
	static const char *const headings[SHOWN][2] = {
		{"rmse", "N"},  {"worst", "head N"}, {"mae", "N"},      {"r2", ""},
		{"worst", "N"}, {"ceiling", "+ N"},  {"contact", "N"},  {"settle", "s"},
		{"hold", "N"},  {"wish", "r"},       {"own rmse", "N"}, {"reaction", "N"},
	};

	for (int line = 0; line < 2; line++) {
		fprintf(out, "%-21s", line == 0 ? of : "");
		for (int i = 0; i < SHOWN; i++) {
			fprintf(out, "%*s", CELL, headings[i][line]);
		}
		fputc('\n', out);
	}
}

static void print_row(FILE *out, const char *label, const struct score_figures *figures)
{
	fprintf(out, "  %-19s", label);
	for (int i = 0; i < SHOWN; i++) {
		print_cell(out, figures->value[shown[i]], score_figure_words(shown[i])->decimals);
	}
	fputc('\n', out);
}

/* Every column at these places, the oracle's place kept. */
static void print_rows(FILE *out, const struct score_board *board, int technique, int first,
		       int last, bool quiet)
{
	for (int column = 0; column < SCORE_COLUMNS; column++) {
		struct score_figures figures = score_sums_mean(board, technique, first, last,
							       (enum score_column)column, quiet);

		print_row(out, score_column_name((enum score_column)column), &figures);
	}
}

static void print_patients(FILE *out, const struct score_board *board, int technique)
{
	fprintf(out, "\n%-21s", "quiet rmse N, worst *");
	for (int column = 0; column < board->columns; column++) {
		fprintf(out, "%12s", score_column_name((enum score_column)column));
	}
	fputc('\n', out);
	for (int p = 0; p < board->patient_count; p++) {
		fprintf(out, "  %-19s", board->patients[p].name);
		for (int column = 0; column < board->columns; column++) {
			enum score_column c = (enum score_column)column;
			struct score_figures mean =
				score_sums_mean(board, technique, p, p + 1, c, true);
			bool worst = score_sums_worst_patient(board, technique, c) == p;

			print_cell(out, mean.value[FIGURE_RMSE], 3);
			fprintf(out, " %c ", worst ? '*' : ' ');
		}
		fputc('\n', out);
	}
}

static const char *verdict(const struct score_goal *goal)
{
	if (!isfinite(goal->value)) {
		return "nothing to judge";
	}
	if (goal->met) {
		return "met";
	}
	return goal->oracle > goal->most ? "NOT MET, nor by the oracle" : "NOT MET";
}

static void print_goals(FILE *out, const struct score_board *board, int technique)
{
	struct score_goal goals[SCORE_GOALS];
	int count = score_goals_judge(goals, board, technique);
	int met = 0;
	int judged = 0;

	fprintf(out,
		"\ntargets of the shipped controller                       is  at most   oracle\n");
	for (int i = 0; i < count; i++) {
		bool known = isfinite(goals[i].value);

		fprintf(out, "  %-46s", goals[i].words);
		print_cell(out, goals[i].value, 3);
		print_cell(out, goals[i].most, 3);
		print_cell(out, goals[i].oracle, 3);
		fprintf(out, "  %s\n", verdict(&goals[i]));
		judged += known;
		met += known && goals[i].met;
	}
	fprintf(out, "  %d of %d met\n", met, judged);
}

static const char *place_name(const struct score_board *board, int place)
{
	return place < board->patient_count ? board->patients[place].name
					    : score_board_rig(board, place)->name;
}

/* Where the technique could not be done, and why; the intensity is no reason. */
static void print_left_out(FILE *out, const struct score_board *board, int t)
{
	char sentence[UNFIT_SENTENCE_BYTES];

	for (int place = 0; place < score_board_other_place(board, 0); place++) {
		const struct score_fit *fit = &board->fits[t][place];

		if (fit->unfit != FIT) {
			unfit_sentence(sentence, sizeof(sentence), fit->unfit,
				       &board->techniques[t], fit->ceiling_n, fit->heat_allowed);
			fprintf(out, "left out, %s: it %s\n", place_name(board, place), sentence);
		}
	}
}

static void print_triggers(FILE *out, const struct score_board *board, int t)
{
	struct sim_triggers sum;
	int sessions = score_sums_triggers(&sum, board, t);

	if (sessions > 0) {
		fprintf(out,
			"\ntrigger points under heads, %d free sessions of %.0f min, shipped: %d "
			"found, %d missed, %d false\n(of false ones at most %.2f a session, with a "
			"confidence of 95 %%)\n",
			sessions, fmax(board->duration_s, SCORE_SEARCH_S) / 60.0, sum.found,
			sum.missed, sum.wrong, score_rate_at_most(sum.wrong, sessions));
	}
}

static void print_other_intensities(FILE *out, const struct score_board *board, int t)
{
	char words[32];

	for (int other = 0; other < board->other_count; other++) {
		const int place = score_board_other_place(board, other);

		snprintf(words, sizeof(words), "... at intensity %g", score_other_intensity(other));
		print_head(out, words);
		print_rows(out, board, t, place, place + 1, false);
	}
}

static void print_technique(FILE *out, const struct score_board *board, int t)
{
	fprintf(out, "\n== %s ==\n", board->techniques[t].title);
	print_left_out(out, board, t);
	print_head(out, "nominal patient");
	print_rows(out, board, t, 0, 1, false);
	print_other_intensities(out, board, t);
	print_head(out, "cohort, quiet");
	print_rows(out, board, t, 0, board->patient_count, true);
	print_head(out, "cohort, all");
	print_rows(out, board, t, 0, board->patient_count, false);
	print_patients(out, board, t);
	print_triggers(out, board, t);
	for (int rig = 1; rig < board->rig_count; rig++) {
		int place = score_board_rig_place(board, rig);

		fputc('\n', out);
		print_head(out, board->rigs[rig].name);
		print_rows(out, board, t, place, place + 1, false);
	}
	if (board->rig_count > 1) {
		fprintf(out,
			"(the plain controllers keep the gains found on %s, and on screws those "
			"found on screws)\n",
			board->rigs[0].name);
	}
	for (int column = 0; column < board->columns; column++) {
		int trips = score_sums_trips(board, t, (enum score_column)column);

		if (trips > 0) {
			fprintf(out, "%s tripped in %d sessions: they count as lost contact\n",
				score_column_name((enum score_column)column), trips);
		}
	}
	print_goals(out, board, t);
}

static void print_conditions(FILE *out, const struct score_board *board)
{
	fprintf(out,
		"knead score, version %d of the rules. Simulated: %d patients on rig %s at %.0f "
		"Hz; "
		"other rigs, and\nintensity 0 and 1, on the nominal patient. %d sessions each of "
		"%.1f min "
		"at intensity %.2f,\nseeds %d to %d; each plant varies by %.0f %%, unknown to the "
		"controllers. Errors are target against what\nthe tissue feels, in windows from "
		"0.3 s "
		"after the target passes 2 N; quiet leaves out 2 s after each\nscripted cough, "
		"tensing and "
		"shift. Per session the mean over heads, of \"worst\", \"ceiling\", \"contact\",\n"
		"\"settle\" and \"hold\" the worst head.\n",
		SCORE_VERSION, board->patient_count, board->rigs[0].name, board->rigs[0].loop_hz,
		board->seeds, board->duration_s / 60.0, SCORE_INTENSITY, SCORE_SEED,
		SCORE_SEED + board->seeds - 1, 100.0 * SCORE_PLANT_SPREAD);
}

void score_report(FILE *out, const struct score_board *board)
{
	print_conditions(out, board);
	for (int t = 0; t < board->technique_count; t++) {
		print_technique(out, board, t);
	}
	fputs("\n== published, under their own conditions; ours are simulated ==\n", out);
	for (int i = 0; i < SCORE_PUBLISHED; i++) {
		fprintf(out, "  %s\n      %s: %s\n", score_published[i].who,
			score_published[i].conditions, score_published[i].figure);
	}
}
