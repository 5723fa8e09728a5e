/* score_goals.c - see score_goals.h. */
#include "tool/score_goals.h"

#include "tool/score_sums.h"

#include <math.h>
#include <string.h>

#define SHAPE_LOST \
	0.03 /* r2 > 0.97 over all waveforms: Xu, Ren, Kong, Chen, see score_published.h */
#define HOLD_SHARE   1.5 /* of what breakaway is above sliding friction */
#define NOT_A_NUMBER ((double)NAN)

static double rig_rmse_n(const struct score_board *board, int technique, const char *name,
			 enum score_column column)
{
	for (int rig = 1; rig < board->rig_count; rig++) {
		int place = score_board_rig_place(board, rig);

		if (strcmp(board->rigs[rig].name, name) == 0) {
			return score_sums_mean(board, technique, place, place + 1, column, false)
				.value[FIGURE_RMSE];
		}
	}
	return NOT_A_NUMBER;
}

/* Of the head with the most friction. */
static double hold_most_n(const struct rig *rig)
{
	double most_n = 0.0;

	for (int i = 0; i < rig->head_count; i++) {
		const struct friction_spec *friction = &rig->heads[i].actuator.friction;
		double drop_n = friction->breakaway_n * (1.0 - friction->coulomb_share);

		most_n = drop_n > most_n ? drop_n : most_n;
	}
	return HOLD_SHARE * most_n;
}

/* What of the variance of targets is not felt, at the intensity where most is lost. */
static double shape_lost(const struct score_board *board, int technique, enum score_column column)
{
	double least_r2 = score_sums_mean(board, technique, 0, 1, column, false).value[FIGURE_R2];

	for (int other = 0; other < board->other_count; other++) {
		const int place = score_board_other_place(board, other);

		least_r2 = fmin(least_r2,
				score_sums_mean(board, technique, place, place + 1, column, false)
					.value[FIGURE_R2]);
	}
	return 1.0 - least_r2;
}

static int judge(struct score_goal goals[SCORE_GOALS], const struct score_board *board,
		 int technique, enum score_column column)
{
	const int t = technique;
	const int people = board->patient_count;
	const int worst_patient = score_sums_worst_patient(board, t, column);
	const struct score_figures nominal = score_sums_mean(board, t, 0, 1, column, false);
	const struct score_figures calm = score_sums_worst(board, t, 0, people, column, true);
	const struct score_figures any = score_sums_worst(board, t, 0, people, column, false);
	const double worst_n = worst_patient < 0 ? NOT_A_NUMBER
						 : score_sums_mean(board, t, worst_patient,
								   worst_patient + 1, column, true)
							   .value[FIGURE_RMSE];
	const struct score_goal judged[] = {
		{"nominal_rmse_n", "nominal patient, rmse N", 0.30, nominal.value[FIGURE_RMSE],
		 NOT_A_NUMBER, false},
		{"cohort_median_rmse_n", "quiet cohort, median rmse N", 0.40,
		 score_sums_median_n(board, t, column), NOT_A_NUMBER, false},
		{"cohort_worst_rmse_n", "quiet cohort, worst patient's rmse N", 1.0, worst_n,
		 NOT_A_NUMBER, false},
		{"nominal_ratio_to_pi", "nominal patient, ratio to the PI", 0.40,
		 score_sums_ratio(board, t, 0, 1, column), NOT_A_NUMBER, false},
		{"cohort_ratio_to_pi", "cohort, ratio to the PI", 0.65,
		 score_sums_ratio(board, t, 0, people, column), NOT_A_NUMBER, false},
		{"contact_overshoot_n", "quiet cohort, overshoot at contact N", 1.0,
		 calm.value[FIGURE_OVERSHOOT], NOT_A_NUMBER, false},
		{"settle_s", "quiet cohort, settling s", 0.3, calm.value[FIGURE_SETTLE],
		 NOT_A_NUMBER, false},
		{"hold_fluctuation_n", "quiet cohort, fluctuation in holds N",
		 hold_most_n(&board->rigs[0]), calm.value[FIGURE_HOLD], NOT_A_NUMBER, false},
		{"quiet_over_ceiling_n", "quiet cohort, peak above the ceiling N", 2.0,
		 calm.value[FIGURE_OVER_CEILING], NOT_A_NUMBER, false},
		{"over_ceiling_n", "cohort, peak above the ceiling N", 10.0,
		 any.value[FIGURE_OVER_CEILING], NOT_A_NUMBER, false},
		{"over_ceiling_s", "cohort, longest beyond the ceiling + 2 N, s", 0.3,
		 any.value[FIGURE_OVER_S], NOT_A_NUMBER, false},
		{"shape_lost", "nominal patient, any intensity, 1 - r2", SHAPE_LOST,
		 shape_lost(board, t, column), NOT_A_NUMBER, false},
		{"lowfriction_rmse_n", "low-friction actuators, rmse N", 0.20,
		 rig_rmse_n(board, t, "sim-16-lowfriction", column), NOT_A_NUMBER, false},
		{"hx711_rmse_n", "HX711 with air pressure at 1 kHz, rmse N", 0.50,
		 rig_rmse_n(board, t, "sim-16-hx711", column), NOT_A_NUMBER, false},
	};

	_Static_assert(sizeof(judged) / sizeof(judged[0]) == SCORE_GOALS, "every goal has room");
	for (int i = 0; i < SCORE_GOALS; i++) {
		goals[i] = judged[i];
		goals[i].met = judged[i].value <= judged[i].most;
	}
	return SCORE_GOALS;
}

int score_goals_judge(struct score_goal goals[SCORE_GOALS], const struct score_board *board,
		      int technique)
{
	struct score_goal oracle[SCORE_GOALS];
	const int count = judge(goals, board, technique, SCORE_SHIPPED);

	if (board->columns > SCORE_ORACLE) {
		(void)judge(oracle, board, technique, SCORE_ORACLE);
		for (int i = 0; i < count; i++) {
			goals[i].oracle = oracle[i].value;
		}
	}
	return count;
}
