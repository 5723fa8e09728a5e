/* score_run.c - see score_run.h. */
#include "tool/score_run.h"

#include "tool/score_plant.h"

#include <math.h>
#include <string.h>

const char *score_column_name(enum score_column column)
{
	return column == SCORE_ORACLE ? "oracle" : controller_name((enum controller)column);
}

/*
 * Only what is scripted opens a window, so that the windows are the same for every controller:
 * guarding that answers to a press is the pressing's own doing and counts.
 */
static void script_windows(struct score_bench *bench, const struct score_case *score_case)
{
	struct event events[SCORE_EVENTS_MAX];
	double length_s = (double)score_case->target->ticks * score_case->target->dt_s;
	int count = sim_script(events, SCORE_EVENTS_MAX, score_case->patient, score_case->seed,
			       length_s);

	bench->window_count = 0;
	for (int i = 0; i < count && i < SCORE_EVENTS_MAX; i++) {
		if (events[i].kind != EVENT_DEEP_BREATH) { /* a breath is no event here */
			bench->window_s[bench->window_count++] = events[i].t_s;
		}
	}
}

static bool in_window(const struct score_bench *bench, double t_s)
{
	for (int i = 0; i < bench->window_count; i++) {
		if (t_s >= bench->window_s[i] && t_s < bench->window_s[i] + EVENT_WINDOW_S) {
			return true;
		}
	}
	return false;
}

static void begin(struct score_bench *bench, const struct score_case *score_case)
{
	memset(bench, 0, sizeof(*bench));
	bench->plant = *score_case->rig;
	if (!score_case->plant_is_known) {
		score_plant_vary(&bench->plant, score_case->seed);
	}
	pipeline_init(&bench->pipeline, score_case->rig, score_case->technique, 1);
	score_ideal_init(&bench->ideal, score_case->rig, score_case->technique,
			 score_case->command);
	bench->pipeline.given = &bench->ideal.pipeline.wish;
	bench->pipeline.proves_nothing = true;
	if (score_case->column < SCORE_ORACLE) {
		control_choose(&bench->pipeline.control, (enum controller)score_case->column,
			       score_case->gains);
	}
	score_oracle_init(&bench->oracle, &bench->plant, score_case->target);
	sim_init(&bench->sim, &bench->plant, score_case->patient, score_case->seed, 0);
	sim_set_answers(&bench->sim, false); /* what a client says is no matter of fidelity */
	bench->command = *score_case->command;
	for (int i = 0; i < score_case->rig->head_count; i++) {
		score_head_init(&bench->heads[i]);
	}
	script_windows(bench, score_case);
}

static void judge(struct score_bench *bench, const struct score_case *score_case, long tick)
{
	const struct score_target *target = score_case->target;
	bool oracle = score_case->column == SCORE_ORACLE;
	bool session = tick >= target->begin && tick < target->end;
	struct sim_moment moment = {
		.t_s = (double)tick * target->dt_s,
		.dt_s = target->dt_s,
		.working = session,
	};

	moment.left_out = in_window(bench, moment.t_s);
	for (int i = 0; i < target->head_count; i++) {
		double own_n = bench->snapshot.heads[i].target_n;

		moment.target_n = score_target_n(target, tick, i);
		moment.true_n = sim_tissue_force_n(&bench->sim, i);
		moment.ceiling_n = target->ceiling_n[i];
		moment.reaction_n = oracle ? 0.0 : own_n - moment.target_n;
		score_head_add(&bench->heads[i], &moment);
		if (session && tick % SCORE_WISH_TICKS == 0) {
			score_head_wish(&bench->heads[i], score_wish_n(target, tick, i),
					moment.true_n);
		}
	}
}

static void step(struct score_bench *bench, const struct score_case *score_case, long tick)
{
	double dt_s = score_case->target->dt_s;

	if (score_case->column == SCORE_ORACLE) {
		score_oracle_step(&bench->oracle, &bench->actuation, &bench->sim, tick);
	} else {
		score_ideal_step(&bench->ideal, (double)tick * dt_s, dt_s);
		sim_read(&bench->sim, &bench->frame);
		score_ideal_command(&bench->command, (double)tick * dt_s);
		pipeline_step(&bench->pipeline, &bench->actuation, &bench->snapshot, &bench->frame,
			      &bench->command, dt_s);
	}
	judge(bench, score_case, tick);
	sim_step(&bench->sim, &bench->actuation, dt_s);
}

struct score_result score_run_left_out(void)
{
	struct score_result result = {.cause = COND_COUNT};

	score_figures_init(&result.all);
	score_figures_init(&result.quiet);
	return result;
}

struct score_result score_run(struct score_bench *bench, const struct score_case *score_case)
{
	struct score_result result = {.cause = COND_COUNT};
	int head_count = score_case->rig->head_count;

	begin(bench, score_case);
	for (long tick = 0; tick < score_case->target->ticks; tick++) {
		step(bench, score_case, tick);
	}
	if (score_case->column != SCORE_ORACLE) {
		result.cause = bench->snapshot.cause;
	}
	result.all = score_heads_figures(bench->heads, head_count, false);
	result.quiet = score_heads_figures(bench->heads, head_count, true);
	for (int i = 0; i < head_count; i++) {
		result.heads += bench->heads[i].all.count > 0;
	}
	return result;
}

struct sim_triggers score_search(struct score_bench *bench, const struct score_case *score_case)
{
	const struct rig *rig = score_case->rig;
	double dt_s = 1.0 / rig->loop_hz;
	double true_n[HEADS_MAX];
	long ticks;

	begin(bench, score_case);
	bench->pipeline.given = NULL;
	if (bench->command.duration_s < SCORE_SEARCH_S) {
		bench->command.duration_s = SCORE_SEARCH_S;
	}
	ticks = lround((SCORE_START_S + bench->command.duration_s) * rig->loop_hz);
	sim_account_init(&bench->account);
	for (long tick = 0; tick < ticks; tick++) {
		double t_s = (double)tick * dt_s;

		sim_read(&bench->sim, &bench->frame);
		score_ideal_command(&bench->command, t_s);
		pipeline_step(&bench->pipeline, &bench->actuation, &bench->snapshot, &bench->frame,
			      &bench->command, dt_s);
		for (int i = 0; i < rig->head_count; i++) {
			true_n[i] = sim_tissue_force_n(&bench->sim, i);
		}
		sim_account_add(&bench->account, &bench->snapshot, &bench->command, &bench->frame,
				true_n, t_s, dt_s);
		sim_step(&bench->sim, &bench->actuation, dt_s);
	}
	return sim_account_triggers(&bench->account, rig, score_case->patient);
}
