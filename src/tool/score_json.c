/* score_json.c - the JSON of score_report.h. */
#include "tool/json_out.h"
#include "tool/score_goals.h"
#include "tool/score_plant.h"
#include "tool/score_published.h"
#include "tool/score_report.h"
#include "tool/score_sessions.h"
#include "tool/score_sums.h"
#include "tool/score_version.h"

#include <math.h>

#define NOT_A_NUMBER ((double)NAN)

/* Sums over the cohort's sessions, null where nobody searched; sum may be NULL. */
static void put_triggers(FILE *out, const struct sim_triggers *sum)
{
	fputs(", \"trigger_points\": {", out);
	JSON_NUMBERS(out, {"found", sum == NULL ? NOT_A_NUMBER : sum->found},
		     {"missed", sum == NULL ? NOT_A_NUMBER : sum->missed},
		     {"false", sum == NULL ? NOT_A_NUMBER : sum->wrong});
	fputc('}', out);
}

static void put_figures(FILE *out, const struct score_figures *figures,
			const struct sim_triggers *triggers)
{
	for (int f = 0; f < FIGURES; f++) {
		fputs(f == 0 ? "" : ", ", out);
		json_number(out, score_figure_words((enum score_figure)f)->json, figures->value[f]);
	}
	put_triggers(out, triggers);
}

static void put_group(FILE *out, const char *name, const struct score_figures *figures)
{
	fprintf(out, ",\n        \"%s\": {", name);
	put_figures(out, figures, NULL);
	fputc('}', out);
}

static void put_worst_patient(FILE *out, const struct score_board *board, int t,
			      enum score_column c)
{
	int worst = score_sums_worst_patient(board, t, c);
	struct score_figures figures = score_sums_mean(board, t, worst, worst + 1, c, false);

	fputs(",\n        \"worst_patient\": ", out);
	if (worst < 0) {
		fputs("null", out);
		return;
	}
	fputc('{', out);
	json_text(out, "name", board->patients[worst].name);
	fputs(", ", out);
	put_figures(out, &figures, NULL);
	fputc('}', out);
}

/* The figures of the contract are those of all that happened, in the mean over the cohort. */
static void put_column(FILE *out, const struct score_board *board, int t, enum score_column c)
{
	int people = board->patient_count;
	struct score_figures all = score_sums_mean(board, t, 0, people, c, false);
	struct score_figures quiet = score_sums_mean(board, t, 0, people, c, true);
	struct score_figures nominal = score_sums_mean(board, t, 0, 1, c, false);
	struct sim_triggers sum;
	bool searched = score_sums_triggers(&sum, board, t) > 0 && c == SCORE_SHIPPED;

	fprintf(out, "%s\n      \"%s\": ", c == SCORE_SHIPPED ? "" : ",", score_column_name(c));
	if ((int)c >= board->columns) {
		fputs("null", out);
		return;
	}
	fputs("{\n        ", out);
	put_figures(out, &all, searched ? &sum : NULL);
	put_group(out, "quiet", &quiet);
	put_group(out, "nominal", &nominal);
	put_worst_patient(out, board, t, c);
	fputs(",\n        ", out);
	JSON_NUMBERS(out, {"cohort_median_rmse_n", score_sums_median_n(board, t, c)},
		     {"nominal_ratio_to_pi", score_sums_ratio(board, t, 0, 1, c)},
		     {"cohort_ratio_to_pi", score_sums_ratio(board, t, 0, people, c)});
	fprintf(out, ", \"trips\": %d", score_sums_trips(board, t, c));
	fputs(",\n        ", out);
	score_sessions_json(out, board, t, c);
	fputs("\n      }", out);
}

static void put_goals(FILE *out, const struct score_board *board, int t)
{
	struct score_goal goals[SCORE_GOALS];
	int count = score_goals_judge(goals, board, t);

	fputs(",\n      \"targets\": {", out);
	for (int i = 0; i < count; i++) {
		fprintf(out, "%s\n        \"%s\": {", i == 0 ? "" : ",", goals[i].json);
		JSON_NUMBERS(out, {"is", goals[i].value}, {"at_most", goals[i].most},
			     {"oracle", goals[i].oracle});
		fprintf(out, ", \"met\": %s}", goals[i].met ? "true" : "false");
	}
	fputs("\n      }", out);
}

static void put_techniques(FILE *out, const struct score_board *board)
{
	fputs("  \"techniques\": {", out);
	for (int t = 0; t < board->technique_count; t++) {
		fprintf(out, "%s\n    \"%s\": {", t == 0 ? "" : ",", board->techniques[t].name);
		for (int c = 0; c < SCORE_COLUMNS; c++) {
			put_column(out, board, t, (enum score_column)c);
		}
		put_goals(out, board, t);
		fputs("\n    }", out);
	}
	fputs("\n  },\n", out);
}

/* Every column at one place. */
static void put_place(FILE *out, const struct score_board *board, int place, int t)
{
	for (int c = 0; c < SCORE_COLUMNS; c++) {
		struct score_figures figures =
			score_sums_mean(board, t, place, place + 1, (enum score_column)c, false);

		fprintf(out, "%s\n        \"%s\": ", c == 0 ? "" : ",",
			score_column_name((enum score_column)c));
		if (c >= board->columns) {
			fputs("null", out);
			continue;
		}
		fputc('{', out);
		put_figures(out, &figures, NULL);
		fputc('}', out);
	}
}

static void put_rigs(FILE *out, const struct score_board *board)
{
	fputs("  \"rigs\": {", out);
	for (int rig = 1; rig < board->rig_count; rig++) {
		fprintf(out, "%s\n    \"%s\": {", rig == 1 ? "" : ",", board->rigs[rig].name);
		for (int t = 0; t < board->technique_count; t++) {
			fprintf(out, "%s\n      \"%s\": {", t == 0 ? "" : ",",
				board->techniques[t].name);
			put_place(out, board, score_board_rig_place(board, rig), t);
			fputs("\n      }", out);
		}
		fputs("\n    }", out);
	}
	fputs("\n  },\n", out);
}

/* The nominal patient at intensities other than that of all the rest. */
static void put_intensities(FILE *out, const struct score_board *board)
{
	fputs("  \"intensities\": {", out);
	for (int other = 0; other < board->other_count; other++) {
		fprintf(out, "%s\n    \"%g\": {", other == 0 ? "" : ",",
			score_other_intensity(other));
		for (int t = 0; t < board->technique_count; t++) {
			fprintf(out, "%s\n      \"%s\": {", t == 0 ? "" : ",",
				board->techniques[t].name);
			put_place(out, board, score_board_other_place(board, other), t);
			fputs("\n      }", out);
		}
		fputs("\n    }", out);
	}
	fputs("\n  },\n", out);
}

static void put_published(FILE *out)
{
	fputs("  \"published\": [", out);
	for (int i = 0; i < SCORE_PUBLISHED; i++) {
		fprintf(out, "%s\n    {", i == 0 ? "" : ",");
		json_text(out, "result", score_published[i].who);
		fputs(", ", out);
		json_text(out, "conditions", score_published[i].conditions);
		fputs(", ", out);
		json_text(out, "figure", score_published[i].figure);
		fputc('}', out);
	}
	fputs("\n  ]\n", out);
}

static void put_conditions(FILE *out, const struct score_board *board)
{
	const struct plain_gains *gains = &board->gains;

	fprintf(out, "  \"conditions\": {\n    \"score_version\": %d, \"simulated\": true, ",
		SCORE_VERSION);
	json_text(out, "rig", board->rigs[0].name);
	fprintf(out, ", \"loop_hz\": %.0f, \"minutes\": %.6g, \"intensity\": %.6g,\n    ",
		board->rigs[0].loop_hz, board->duration_s / 60.0, SCORE_INTENSITY);
	fprintf(out, "\"plant_varies_by\": %.6g, \"seeds\": [", SCORE_PLANT_SPREAD);
	for (int s = 0; s < board->seeds; s++) {
		fprintf(out, "%s%d", s == 0 ? "" : ", ", SCORE_SEED + s);
	}
	fputs("], \"patients\": [", out);
	for (int p = 0; p < board->patient_count; p++) {
		fprintf(out, "%s\"%s\"", p == 0 ? "" : ", ", board->patients[p].name);
	}
	fprintf(out,
		"],\n    \"gains\": {\"pi_kp\": %.6g, \"pi_ki_1_s\": %.6g, "
		"\"admittance_n_s_m\": %.6g, \"admittance_n_m\": %.6g,\n      "
		"\"speed_pi_kp_m_s_n\": %.6g, \"speed_pi_ki_m_s2_n\": %.6g, "
		"\"speed_admittance_n_s_m\": %.6g},\n",
		gains->pi_kp, gains->pi_ki_1_s, gains->admittance_n_s_m, gains->admittance_n_m,
		gains->speed_pi_kp_m_s_n, gains->speed_pi_ki_m_s2_n, gains->speed_admittance_n_s_m);
	fputs("    \"error\": \"target after every limit, computed beforehand, against the force "
	      "the tissue feels; lost contact is 0 N\",\n"
	      "    \"window\": \"from 0.3 s after the target passes 2 N until it falls below\",\n"
	      "    \"quiet\": \"without 2 s from each scripted cough, tensing and shift\",\n"
	      "    \"heads\": \"mean over worked heads; worst head where a figure is a peak\",\n"
	      "    \"rigs\": \"nominal patient; plain controllers keep the gains found on the main "
	      "rig, "
	      "on screws those found on screws\"\n  },\n",
	      out);
}

void score_json(FILE *out, const struct score_board *board)
{
	fputs("{\n", out);
	put_conditions(out, board);
	put_techniques(out, board);
	put_rigs(out, board);
	put_intensities(out, board);
	put_published(out);
	fputs("}\n", out);
}
