/*
 * pressing.c - how heads touch, settle and press in sessions by seeds that knead score does not score.
 * usage: pressing TECHNIQUE PATIENT SEED [LAST_SEED [RIG]]; names as under config/.
 *
 * Sessions, plants, targets and rules are those of knead score, but for the seed. Prints one line for all
 * seeds together: touches, how many of them were felt by more than 1 N above what was asked within half a
 * second, by how much beyond that in all and at most; onsets, how many settled later than 0.30 s, and the
 * latest; the rms error of the quiet part, against the target and against the heads' own set-points.
 */
#include "event_windows.h"

#include "app/config.h"
#include "tool/score_board.h"
#include "tool/score_plant.h"
#include "tool/score_run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SESSION_S 180.0
#define TOUCHED_S 0.5 /* from a touch on, as sim_score.c judges it */
#define HARD_N    1.0
#define LATE_S    0.30

struct tally {
	int touches;
	int hard;
	double beyond_n;
	double most_n;
	int onsets;
	int late;
	double latest_s;
	int worked; /* heads, of all sessions */
	double rmse_n;
	double own_rmse_n;
};

struct onset {
	double over_n; /* of the touch under way; negative: none is judged */
	bool settled;
};

struct pressing {
	struct rig rig;
	struct technique technique;
	struct patient patient;
	struct command command;
	struct score_target target;
	struct score_bench bench;
	struct event_windows windows;
	struct onset onsets[HEADS_MAX];
	struct tally tally;
};

static void begin(struct pressing *session, uint64_t seed)
{
	struct score_bench *bench = &session->bench;

	memset(bench, 0, sizeof(*bench));
	bench->plant = session->rig;
	score_plant_vary(&bench->plant, seed);
	pipeline_init(&bench->pipeline, &session->rig, &session->technique, 1);
	score_ideal_init(&bench->ideal, &session->rig, &session->technique, &session->command);
	bench->pipeline.given = &bench->ideal.pipeline.wish;
	bench->pipeline.proves_nothing = true;
	sim_init(&bench->sim, &bench->plant, &session->patient, seed, 0);
	sim_set_answers(&bench->sim, false);
	bench->command = session->command;
	event_windows_script(&session->windows, &session->patient, seed,
			     (double)session->target.ticks * session->target.dt_s);
	for (int i = 0; i < session->rig.head_count; i++) {
		score_head_init(&bench->heads[i]);
		session->onsets[i] = (struct onset){.over_n = -1.0, .settled = true};
	}
}

static void end_touch(struct tally *tally, struct onset *onset)
{
	if (onset->over_n > HARD_N) {
		tally->hard++;
		tally->beyond_n += onset->over_n - HARD_N;
	}
	tally->most_n = fmax(tally->most_n, onset->over_n);
	onset->over_n = -1.0;
}

static void follow_touch(struct pressing *session, int i, const struct sim_moment *moment,
			 bool touched)
{
	const struct sim_score *score = &session->bench.heads[i].quiet;
	struct onset *onset = &session->onsets[i];
	const double over_n = moment->true_n - moment->target_n - moment->reaction_n;

	if (!moment->working) {
		return;
	}
	if (score->touching && !touched && !moment->left_out) {
		end_touch(&session->tally, onset);
		session->tally.touches++;
		onset->over_n = 0.0;
	}
	if (onset->over_n < 0.0) {
		return;
	}
	if (!score->touching || moment->t_s - score->touch_s > TOUCHED_S) {
		end_touch(&session->tally, onset);
	} else if (!moment->left_out && over_n > onset->over_n) {
		onset->over_n = over_n;
	}
}

/* One that ends where it is left out is no onset to judge. */
static void follow_onset(struct pressing *session, int i, const struct sim_moment *moment)
{
	const struct sim_score *score = &session->bench.heads[i].quiet;
	struct onset *onset = &session->onsets[i];
	const bool over = score->settled || !score->wanted;

	if (over && !onset->settled && !moment->left_out) {
		const double settle_s = score->outside_s - score->onset_s;

		session->tally.onsets++;
		session->tally.late += settle_s > LATE_S;
		session->tally.latest_s = fmax(session->tally.latest_s, settle_s);
	}
	onset->settled = over;
}

static void judge(struct pressing *session, long tick)
{
	const struct score_target *target = &session->target;
	struct score_bench *bench = &session->bench;
	struct sim_moment moment = {
		.t_s = (double)tick * target->dt_s,
		.dt_s = target->dt_s,
		.working = tick >= target->begin && tick < target->end,
	};

	moment.left_out = event_windows_hold(&session->windows, moment.t_s);
	for (int i = 0; i < target->head_count; i++) {
		const bool touched = bench->heads[i].quiet.touching;

		moment.target_n = score_target_n(target, tick, i);
		moment.true_n = sim_tissue_force_n(&bench->sim, i);
		moment.ceiling_n = target->ceiling_n[i];
		moment.reaction_n = bench->snapshot.heads[i].target_n - moment.target_n;
		score_head_add(&bench->heads[i], &moment);
		follow_touch(session, i, &moment, touched);
		follow_onset(session, i, &moment);
	}
}

static void end(struct pressing *session)
{
	for (int i = 0; i < session->rig.head_count; i++) {
		const struct score_figures figures =
			score_head_figures(&session->bench.heads[i], true);

		end_touch(&session->tally, &session->onsets[i]);
		if (!isnan(figures.value[FIGURE_RMSE])) {
			session->tally.worked++;
			session->tally.rmse_n += figures.value[FIGURE_RMSE];
			session->tally.own_rmse_n += figures.value[FIGURE_OWN_RMSE];
		}
	}
}

static void play(struct pressing *session, uint64_t seed)
{
	const double dt_s = session->target.dt_s;
	struct score_bench *bench = &session->bench;

	begin(session, seed);
	for (long tick = 0; tick < session->target.ticks; tick++) {
		score_ideal_step(&bench->ideal, (double)tick * dt_s, dt_s);
		sim_read(&bench->sim, &bench->frame);
		score_ideal_command(&bench->command, (double)tick * dt_s);
		pipeline_step(&bench->pipeline, &bench->actuation, &bench->snapshot, &bench->frame,
			      &bench->command, dt_s);
		judge(session, tick);
		sim_step(&bench->sim, &bench->actuation, dt_s);
	}
	end(session);
}

static bool read_files(struct pressing *session, const char *technique, const char *patient,
		       const char *rig)
{
	char path[96];

	snprintf(path, sizeof(path), "config/rigs/%s.conf", rig);
	if (config_read_rig(&session->rig, path, stderr) != 0) {
		return false;
	}
	snprintf(path, sizeof(path), "config/techniques/%s.conf", technique);
	if (config_read_technique(&session->technique, path, stderr) != 0) {
		return false;
	}
	snprintf(path, sizeof(path), "config/patients/%s.conf", patient);
	return config_read_patient(&session->patient, path, stderr) == 0;
}

int main(int argc, char **argv)
{
	static struct pressing session;
	const struct tally *tally = &session.tally;
	uint64_t first;
	uint64_t last;

	if (argc < 4) {
		fputs("usage: pressing TECHNIQUE PATIENT SEED [LAST_SEED [RIG]]; started where "
		      "config is\n",
		      stderr);
		return 2;
	}
	if (!read_files(&session, argv[1], argv[2], argc > 5 ? argv[5] : "sim-16")) {
		return 2;
	}
	first = strtoull(argv[3], NULL, 10);
	last = argc > 4 ? strtoull(argv[4], NULL, 10) : first;
	session.command = score_board_command(&session.patient, SESSION_S);
	if (score_target_make(&session.target, &session.rig, &session.technique,
			      &session.command) != 0) {
		fprintf(stderr, "%s is not for this person\n", argv[1]);
		score_target_free(&session.target);
		return 1;
	}
	for (uint64_t seed = first; seed <= last; seed++) {
		play(&session, seed);
	}
	score_target_free(&session.target);
	printf("%-13s %-13s touches %4d hard %3d by %.2f most %.2f N  onsets %4d late %3d latest "
	       "%.2f s  rmse %.3f own %.3f N\n",
	       session.technique.name, session.patient.name, tally->touches, tally->hard,
	       tally->beyond_n, tally->most_n, tally->onsets, tally->late, tally->latest_s,
	       tally->rmse_n / tally->worked, tally->own_rmse_n / tally->worked);
	return 0;
}
