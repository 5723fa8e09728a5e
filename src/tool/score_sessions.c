/* score_sessions.c - see score_sessions.h. */
#include "tool/score_sessions.h"

#include "tool/json_out.h"
#include "tool/score_sums.h"

static void put_extremes(FILE *out, const char *name, const struct score_figures *figures)
{
	bool first = true;

	fprintf(out, "\"%s\": {", name);
	for (int f = 0; f < FIGURES; f++) {
		if (score_figure_is_extreme((enum score_figure)f)) {
			fputs(first ? "" : ", ", out);
			json_number(out, score_figure_words((enum score_figure)f)->json,
				    figures->value[f]);
			first = false;
		}
	}
	fputc('}', out);
}

static void put_patient(FILE *out, const struct score_board *board, int t, int p,
			enum score_column c)
{
	const struct score_figures quiet = score_sums_mean(board, t, p, p + 1, c, true);
	const struct score_figures all = score_sums_mean(board, t, p, p + 1, c, false);

	fprintf(out, "\n          \"%s\": {", board->patients[p].name);
	JSON_NUMBERS(out, {"rmse_n", all.value[FIGURE_RMSE]},
		     {"quiet_rmse_n", quiet.value[FIGURE_RMSE]});
	fputs(", \"sessions\": [", out);
	for (int seed = 0; seed < board->seeds; seed++) {
		const struct score_result *result = score_board_result(board, t, p, seed, c);

		fprintf(out, "%s\n            {\"seed\": %d, ", seed == 0 ? "" : ",",
			SCORE_SEED + seed);
		put_extremes(out, "quiet", &result->quiet);
		fputs(", ", out);
		put_extremes(out, "all", &result->all);
		fputc('}', out);
	}
	fputs("]}", out);
}

void score_sessions_json(FILE *out, const struct score_board *board, int technique,
			 enum score_column column)
{
	fputs("\"patients\": {", out);
	for (int p = 0; p < board->patient_count; p++) {
		fputs(p == 0 ? "" : ",", out);
		put_patient(out, board, technique, p, column);
	}
	fputc('}', out);
}
