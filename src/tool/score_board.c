/* score_board.c - see score_board.h. */
#include "tool/score_board.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

/* One technique at work. */
struct round {
	struct score_board *board;
	int technique;
	struct command commands[SCORE_PLACES_MAX];
	struct score_target targets[SCORE_PLACES_MAX];
	int target_of[SCORE_PLACES_MAX]; /* places alike share one */
	int own[SCORE_PLACES_MAX];       /* places with a target of their own */
	int own_count;
	int errors[SCORE_PLACES_MAX];
};

int score_board_places(const struct score_board *board)
{
	return board->patient_count + board->rig_count - 1 + board->other_count;
}

int score_board_rig_place(const struct score_board *board, int rig)
{
	return board->patient_count + rig - 1;
}

int score_board_other_place(const struct score_board *board, int other)
{
	return board->patient_count + board->rig_count - 1 + other;
}

double score_other_intensity(int other)
{
	static const double intensities[SCORE_OTHERS] = {0.0, 1.0};

	return intensities[other];
}

const struct rig *score_board_rig(const struct score_board *board, int place)
{
	const int rig = place - board->patient_count + 1;

	return &board->rigs[rig > 0 && rig < board->rig_count ? rig : 0];
}

const struct patient *score_board_patient(const struct score_board *board, int place)
{
	return &board->patients[place < board->patient_count ? place : 0];
}

static size_t result_index(const struct score_board *board, int technique, int place, int seed,
			   int column)
{
	int row = (technique * score_board_places(board) + place) * board->seeds + seed;

	return (size_t)(row * board->columns + column);
}

const struct score_result *score_board_result(const struct score_board *board, int technique,
					      int place, int seed, enum score_column column)
{
	return &board->results[result_index(board, technique, place, seed, (int)column)];
}

int score_board_open(struct score_board *board)
{
	board->columns = SCORE_COLUMNS;
	board->results = calloc(result_index(board, board->technique_count, 0, 0, 0),
				sizeof(board->results[0]));
	return board->results == NULL ? -ENOMEM : 0;
}

void score_board_close(struct score_board *board)
{
	free(board->results);
	board->results = NULL;
}

struct command score_board_command(const struct patient *patient, double duration_s)
{
	struct command command;

	command_init(&command);
	command.intensity = SCORE_INTENSITY;
	command.duration_s = duration_s;
	command.height_m = patient->height_m;
	if (patient->ceiling_n < command.ceiling_n) {
		command.ceiling_n = patient->ceiling_n;
	}
	return command;
}

struct command score_board_place_command(const struct score_board *board, int place)
{
	struct command command =
		score_board_command(score_board_patient(board, place), board->duration_s);
	const int other = place - score_board_other_place(board, 0);

	if (other >= 0) {
		command.intensity = score_other_intensity(other);
	}
	return command;
}

/* A target knows only the rig, and of the patient what the command holds. */
static bool share_target(const struct round *round, int a, int b)
{
	const struct command *one = &round->commands[a];
	const struct command *other = &round->commands[b];

	return score_board_rig(round->board, a) == score_board_rig(round->board, b) &&
	       !(fabs(one->intensity - other->intensity) > 0.0) &&
	       !(fabs(one->height_m - other->height_m) > 0.0) &&
	       !(fabs(one->ceiling_n - other->ceiling_n) > 0.0);
}

static void plan_targets(struct round *round)
{
	int places = score_board_places(round->board);

	for (int place = 0; place < places; place++) {
		int like = 0;

		round->commands[place] = score_board_place_command(round->board, place);
		while (like < place && !share_target(round, like, place)) {
			like++;
		}
		round->target_of[place] = like;
		if (like == place) {
			round->own[round->own_count++] = place;
		}
	}
}

static void make_target(void *context, struct score_bench *bench, int piece)
{
	struct round *round = context;
	int place = round->own[piece];

	(void)bench;
	round->errors[place] = score_target_make(
		&round->targets[place], score_board_rig(round->board, place),
		&round->board->techniques[round->technique], &round->commands[place]);
}

static void play_case(void *context, struct score_bench *bench, int piece)
{
	struct round *round = context;
	struct score_board *board = round->board;
	int column = piece % board->columns;
	int seed = piece / board->columns % board->seeds;
	int place = piece / board->columns / board->seeds;
	int like = round->target_of[place];
	struct score_result *result =
		&board->results[result_index(board, round->technique, place, seed, column)];
	const struct score_case score_case = {
		.rig = score_board_rig(board, place),
		.technique = &board->techniques[round->technique],
		.patient = score_board_patient(board, place),
		.command = &round->commands[place],
		.target = &round->targets[like],
		.gains = &board->gains,
		.column = (enum score_column)column,
		.seed = (uint64_t)(SCORE_SEED + seed),
	};

	if (round->errors[like] != 0) {
		*result = score_run_left_out();
		return;
	}
	*result = score_run(bench, &score_case);
	if (column == SCORE_SHIPPED && place < board->patient_count &&
	    sim_technique_searches(score_case.technique)) {
		result->searched = true;
		result->triggers = score_search(bench, &score_case);
	}
}

/* Sessions of one technique. */
static int cases(const struct score_board *board)
{
	return score_board_places(board) * board->seeds * board->columns;
}

static int play_round(struct round *round, struct score_pool *pool)
{
	struct score_board *board = round->board;
	int result;

	result = score_pool_run(pool, round->own_count, make_target, round);
	for (int k = 0; result == 0 && k < round->own_count; k++) {
		result =
			round->errors[round->own[k]] == -ENOTSUP ? 0 : round->errors[round->own[k]];
	}
	for (int place = 0; place < score_board_places(board); place++) {
		const struct score_target *target = &round->targets[round->target_of[place]];

		board->fits[round->technique][place] = (struct score_fit){
			target->unfit, target->fit_ceiling_n, target->heat_allowed};
	}
	if (result == 0) {
		result = score_pool_run(pool, cases(board), play_case, round);
	}
	for (int k = 0; k < round->own_count; k++) {
		score_target_free(&round->targets[round->own[k]]);
	}
	return result;
}

int score_board_run(struct score_board *board, struct score_pool *pool)
{
	struct round *round = malloc(sizeof(*round));
	int result = round == NULL ? -ENOMEM : 0;

	for (int t = 0; t < board->technique_count && result == 0; t++) {
		*round = (struct round){.board = board, .technique = t};
		plan_targets(round);
		pool->total = board->technique_count * (round->own_count + cases(board));
		result = play_round(round, pool);
	}
	score_pool_end(pool);
	free(round);
	return result;
}
