/* score_tune.c - see score_tune.h. */
#include "tool/score_tune.h"

#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>

#define GRID         7 /* points of the coarse grid along one gain */
#define GRID_MOST    (GRID * GRID)
#define NEARER       0.5  /* of the logarithm of the last step */
#define NEAR         1.05 /* the search ends at steps of this factor */
#define ROUNDS       60   /* at most */
#define FAR          1.25 /* as far as the test that watches over the gains looks */
#define NEIGHBOURS   8
#define NOT_A_NUMBER ((double)NAN)

struct gain {
	const char *name;
	size_t place; /* in struct plain_gains */
	double least; /* of the coarse grid */
	double most;
};

/* [gain] of [law]. The ranges reach from hardly felt to unstable. */
static const struct {
	enum score_column column;
	bool screws;
	int count;
	struct gain gains[LAW_GAINS_MAX];
} laws[SCORE_LAWS] = {
	[LAW_PI] = {SCORE_PI,
		    false,
		    2,
		    {{"pi_kp", offsetof(struct plain_gains, pi_kp), 0.2, 25.6},
		     {"pi_ki_1_s", offsetof(struct plain_gains, pi_ki_1_s), 0.5, 32.0}}},
	[LAW_ADMITTANCE] =
		{SCORE_ADMITTANCE,
		 false,
		 2,
		 {{"admittance_n_s_m", offsetof(struct plain_gains, admittance_n_s_m), 5.0, 320.0},
		  {"admittance_n_m", offsetof(struct plain_gains, admittance_n_m), 4000.0, 4.0e6}}},
	[LAW_SPEED_PI] = {SCORE_PI,
			  true,
			  2,
			  {{"speed_pi_kp_m_s_n", offsetof(struct plain_gains, speed_pi_kp_m_s_n),
			    0.0005, 0.032},
			   {"speed_pi_ki_m_s2_n", offsetof(struct plain_gains, speed_pi_ki_m_s2_n),
			    0.001, 0.064}}},
	[LAW_SPEED_ADMITTANCE] = {SCORE_ADMITTANCE,
				  true,
				  1,
				  {{"speed_admittance_n_s_m",
				    offsetof(struct plain_gains, speed_admittance_n_s_m), 25.0,
				    1600.0}}},
};

int score_law_gain_count(enum score_law law)
{
	return laws[law].count;
}

double *score_law_gain(struct plain_gains *gains, enum score_law law, int gain)
{
	return (double *)(void *)((char *)gains + laws[law].gains[gain].place);
}

const char *score_law_gain_name(enum score_law law, int gain)
{
	return laws[law].gains[gain].name;
}

struct batch {
	const struct score_tune *tune;
	enum score_law law;
	const struct plain_gains *gains;
	double *rmse_n; /* [gains][technique][seed] */
	int errors[2 * TECHNIQUES_MAX];
};

static void make_target(void *context, struct score_bench *bench, int piece)
{
	struct batch *batch = context;
	struct score_tune *tune = (struct score_tune *)(void *)(size_t)batch->tune;
	int screws = piece % 2;
	int technique = piece / 2;

	(void)bench;
	batch->errors[piece] = score_target_make(&tune->targets[screws][technique],
						 screws ? tune->velocity : tune->pressure,
						 &tune->techniques[technique], &tune->command);
}

int score_tune_open(struct score_tune *tune)
{
	struct batch batch = {.tune = tune};
	int result;

	tune->command = score_board_command(tune->patient, SCORE_TUNE_S);
	result = score_pool_run(tune->pool, 2 * tune->technique_count, make_target, &batch);
	for (int i = 0; i < 2 * tune->technique_count && result == 0; i++) {
		result = batch.errors[i] == -ENOTSUP ? 0 : batch.errors[i];
	}
	if (result < 0) {
		score_tune_close(tune);
	}
	return result;
}

void score_tune_close(struct score_tune *tune)
{
	for (int t = 0; t < TECHNIQUES_MAX; t++) {
		score_target_free(&tune->targets[0][t]);
		score_target_free(&tune->targets[1][t]);
	}
}

static void play(void *context, struct score_bench *bench, int piece)
{
	struct batch *batch = context;
	const struct score_tune *tune = batch->tune;
	bool screws = laws[batch->law].screws;
	int seed = piece % SCORE_TUNE_SEEDS;
	int technique = piece / SCORE_TUNE_SEEDS % tune->technique_count;
	const struct score_case score_case = {
		.rig = screws ? tune->velocity : tune->pressure,
		.technique = &tune->techniques[technique],
		.patient = tune->patient,
		.command = &tune->command,
		.target = &tune->targets[screws][technique],
		.gains = &batch->gains[piece / SCORE_TUNE_SEEDS / tune->technique_count],
		.column = laws[batch->law].column,
		.seed = (uint64_t)(SCORE_TUNE_SEED + seed),
	};

	batch->rmse_n[piece] = score_case.target->target_n == NULL
				       ? NOT_A_NUMBER
				       : score_run(bench, &score_case).quiet.value[FIGURE_RMSE];
}

/* Over the sessions that there were: a technique may not fit a rig. */
static double mean(const double *rmse_n, int count)
{
	double sum = 0.0;
	int numbers = 0;

	for (int k = 0; k < count; k++) {
		if (isfinite(rmse_n[k])) {
			sum += rmse_n[k];
			numbers++;
		}
	}
	return numbers > 0 ? sum / numbers : NOT_A_NUMBER;
}

int score_tune_errors(const struct score_tune *tune, double *rmse_n, enum score_law law,
		      const struct plain_gains *gains, int count)
{
	int each = SCORE_TUNE_SEEDS * tune->technique_count;
	struct batch batch = {.tune = tune, .law = law, .gains = gains};
	int result = -ENOMEM;

	batch.rmse_n = calloc((size_t)(count * each), sizeof(double));
	if (batch.rmse_n != NULL) {
		result = score_pool_run(tune->pool, count * each, play, &batch);
	}
	for (int i = 0; i < count && result == 0; i++) {
		rmse_n[i] = mean(&batch.rmse_n[i * each], each);
	}
	free(batch.rmse_n);
	return result;
}

/* Where the search is. */
struct best {
	struct plain_gains gains;
	double rmse_n;
};

/* Tries them all; returns whether one is better, or -ENOMEM. */
static int improve(struct best *best, const struct score_tune *tune, enum score_law law,
		   const struct plain_gains *tried, int count)
{
	double rmse_n[GRID_MOST];
	int better = 0;
	int result = score_tune_errors(tune, rmse_n, law, tried, count);

	for (int i = 0; i < count && result == 0; i++) {
		if (rmse_n[i] < best->rmse_n) {
			*best = (struct best){tried[i], rmse_n[i]};
			better = 1;
		}
	}
	return result < 0 ? result : better;
}

static double on_grid(const struct gain *gain, int point)
{
	return gain->least * pow(gain->most / gain->least, (double)point / (GRID - 1));
}

static int search_grid(struct best *best, const struct score_tune *tune, enum score_law law)
{
	struct plain_gains tried[GRID_MOST];
	int count = laws[law].count == 1 ? GRID : GRID_MOST;

	for (int i = 0; i < count; i++) {
		tried[i] = best->gains;
		*score_law_gain(&tried[i], law, 0) = on_grid(&laws[law].gains[0], i % GRID);
		if (laws[law].count > 1) {
			*score_law_gain(&tried[i], law, 1) = on_grid(&laws[law].gains[1], i / GRID);
		}
	}
	return improve(best, tune, law, tried, count);
}

/* Up to eight neighbours, diagonals too: the valleys of these errors lie askew. */
static int add_neighbours(struct plain_gains *tried, int count, const struct best *best,
			  enum score_law law, double factor)
{
	for (int a = -1; a <= 1; a++) {
		for (int b = -1; b <= 1; b++) {
			if ((a == 0 && b == 0) || (b != 0 && laws[law].count == 1)) {
				continue;
			}
			tried[count] = best->gains;
			*score_law_gain(&tried[count], law, 0) *= pow(factor, a);
			if (laws[law].count > 1) {
				*score_law_gain(&tried[count], law, 1) *= pow(factor, b);
			}
			count++;
		}
	}
	return count;
}

/* Both near and FAR away: ripples of the error are no end of the search. */
static int search_near(struct best *best, const struct score_tune *tune, enum score_law law,
		       double factor)
{
	struct plain_gains tried[2 * NEIGHBOURS];
	int count = add_neighbours(tried, 0, best, law, factor);

	count = add_neighbours(tried, count, best, law, FAR);
	return improve(best, tune, law, tried, count);
}

static void tell(FILE *log, const struct best *best, enum score_law law, double factor)
{
	struct plain_gains gains = best->gains;

	for (int g = 0; log != NULL && g < laws[law].count; g++) {
		fprintf(log, "%s%s %.4g", g == 0 ? "# " : ", ", score_law_gain_name(law, g),
			*score_law_gain(&gains, law, g));
	}
	if (log != NULL) {
		fprintf(log, ": %.4f N, steps of %.3f\n", best->rmse_n, factor);
		fflush(log); /* whoever waits at the other end of a pipe */
	}
}

int score_tune_search(const struct score_tune *tune, struct plain_gains *gains, enum score_law law,
		      FILE *log)
{
	struct best best = {*gains, (double)INFINITY};
	double factor = pow(laws[law].gains[0].most / laws[law].gains[0].least, 0.5 / (GRID - 1));
	int result = search_grid(&best, tune, law);

	for (int round = 0; round < ROUNDS && result >= 0 && factor > NEAR; round++) {
		tell(log, &best, law, factor);
		result = search_near(&best, tune, law, factor);
		if (result == 0) {
			factor = pow(factor, NEARER);
		}
	}
	*gains = best.gains;
	return result < 0 ? result : 0;
}
